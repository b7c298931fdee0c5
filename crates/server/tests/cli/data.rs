//! `motcua import` and `motcua doctor` without a server.

use super::program::run;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

#[test]
fn a_faulty_file_is_refused_whole_and_every_fault_is_named() {
    let folder = TempDir::new().unwrap();
    let text = std::fs::read_to_string(shipped("pause_grounds.json")).unwrap();
    let wrong = text.replacen("\"no_pause\"", "\"maybe\"", 1).replacen("\"financial_duty\"", "\"Financial duty\"", 1);
    assert_ne!(text, wrong);
    std::fs::write(folder.path().join("wrong.json"), wrong).unwrap();
    std::fs::write(folder.path().join("cut.json"), &text[..text.len() / 2]).unwrap();
    std::fs::write(folder.path().join("right.json"), &text).unwrap();

    let checked = run(folder.path(), &["import", "--check", "wrong.json", "cut.json", "right.json", "none.json"]);
    assert_eq!(checked.code, Some(1), "{checked:?}");
    for words in ["wrong.json", "effect", "code", "cut.json", "right.json: 11 records", "none.json"] {
        assert!(checked.out.contains(words), "{words}: {}", checked.out);
    }
    assert!(!folder.path().join("motcua-data").exists(), "a check makes nothing");

    let imported = run(folder.path(), &["import", "wrong.json", "right.json", "--json"]);
    assert_eq!(imported.code, Some(1), "{imported:?}");
    let files = imported.json();
    let faults = files[0]["faults"].as_array().unwrap();
    assert!(faults.len() >= 2, "{files}");
    assert!(faults.iter().all(|fault| fault["record"].is_string() && fault["field"].is_string()));
    assert_eq!(files[1]["records"], 11);
    let again = run(folder.path(), &["import", "right.json", "--json"]);
    assert_eq!((again.code, again.json()[0]["unchanged"].as_bool()), (Some(0), Some(true)));
    assert_eq!(run(folder.path(), &["verify"]).code, Some(0));
}

#[test]
fn the_imported_calendar_counts_once_there_is_a_data_folder() {
    let folder = TempDir::new().unwrap();
    let asked = ["deadline", "--from", "2026-03-02T08:30", "--limit", "5wd", "--json"];
    let named = run(folder.path(), &[&asked[..], &["--data", "nothing-here"]].concat());
    assert_eq!(named.code, Some(1), "{named:?}");
    let holidays = std::fs::read_to_string(shipped("holidays.json")).unwrap();
    std::fs::write(folder.path().join("holidays.json"), holidays).unwrap();
    let hours = shipped("office_hours.json");
    let imported = run(folder.path(), &["import", "holidays.json", hours.to_str().unwrap()]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let due = run(folder.path(), &asked);
    assert_eq!(due.json()["due_at"], "2026-03-09T17:00:00+07:00");
    let doctor = run(folder.path(), &["doctor", "--json"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    let checks = doctor.json();
    let calendar = checks["checks"].as_array().unwrap().iter().find(|check| check["check"] == "calendar").unwrap();
    assert!(calendar["found"].as_str().unwrap().contains("31/12/2027"), "{calendar}");
}

#[test]
fn the_doctor_says_what_to_do() {
    let folder = TempDir::new().unwrap();
    let fresh = run(folder.path(), &["doctor"]);
    assert_eq!(fresh.code, Some(0), "{fresh:?}");
    assert!(fresh.out.contains("motcua serve"), "{}", fresh.out);
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");

    std::fs::create_dir(folder.path().join("motcua-data")).unwrap();
    std::fs::write(folder.path().join("motcua-data/motcua.sqlite"), "this is no database, whatever its name says")
        .unwrap();
    let broken = run(folder.path(), &["doctor", "--json"]);
    assert_eq!(broken.code, Some(1), "{broken:?}");
    let checks = broken.json();
    let database = checks["checks"].as_array().unwrap().iter().find(|check| check["check"] == "database").unwrap();
    assert_eq!(database["health"], "error");
    assert!(database["advice"].as_str().is_some_and(|advice| !advice.is_empty()));
    for arguments in [&["verify"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.is_civil() && ended.err.contains("error:"), "{ended:?}");
    }
    let nobody = run(folder.path(), &["doctor", "--database", "postgres://nobody@127.0.0.1:1/none"]);
    assert_eq!(nobody.code, Some(1), "{nobody:?}");
    assert!(nobody.is_civil() && nobody.out.contains("--database"), "{nobody:?}");
}
