//! `motcua deadline`, and what every command says when it is misused.

use super::program::run;
use tempfile::TempDir;

#[test]
fn a_due_time_comes_with_every_step_in_both_languages() {
    let folder = TempDir::new().unwrap();
    let asked = ["deadline", "--from", "2026-02-12T16:30", "--limit", "5wd"];
    let english = run(folder.path(), &asked);
    assert_eq!(english.code, Some(0), "{english:?}");
    assert!(english.out.starts_with("Due: 17:00 on 26/02/2026\n"), "{}", english.out);
    assert!(english.out.contains("Civil Code 2015, Article 147"), "{}", english.out);
    assert_eq!(english.out.matches("Tết Nguyên đán").count(), 5);
    let vietnamese = run(folder.path(), &[&asked[..], &["--lang", "vi"]].concat());
    assert!(vietnamese.out.starts_with("Hạn trả kết quả: 17:00 ngày 26/02/2026\n"), "{}", vietnamese.out);
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing is made on the disk");
}

#[test]
fn pauses_grounds_hours_and_cut_off_count() {
    let folder = TempDir::new().unwrap();
    let due = |extra: &[&str]| {
        let asked = ["deadline", "--from", "2026-03-02T08:30", "--limit", "5wd", "--json"];
        let ended = run(folder.path(), &[&asked[..], extra].concat());
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let answer = ended.json();
        assert!(answer["lines"].as_array().is_some_and(|lines| lines.len() >= 3), "{answer}");
        answer["due_at"].as_str().unwrap_or("standing").to_owned()
    };
    assert_eq!(due(&[]), "2026-03-09T17:00:00+07:00");
    assert_eq!(due(&["--pause", "2026-03-03T08:00/2026-03-05T08:00"]), "2026-03-11T17:00:00+07:00");
    assert_eq!(due(&["--pause", "2026-03-03T08:00/"]), "standing");
    let restart = "2026-03-03T08:00/2026-03-05T08:00/supplement_after_appraisal";
    assert_eq!(due(&["--pause", restart]), "2026-03-12T17:00:00+07:00");
    assert_eq!(due(&["--unit", "05443"]), "2026-03-09T17:00:00+07:00");
    assert_eq!(due(&["--cut-off", "08:00"]), "2026-03-10T17:00:00+07:00");
    assert_ne!(due(&["--mode", "office-hours"]), "2026-03-09T17:00:00+07:00");
}

#[test]
fn misuse_is_exit_code_2_and_a_no_is_1() {
    let folder = TempDir::new().unwrap();
    let good = ["--from", "2026-03-02T08:30", "--limit", "5wd"];
    let cases: [(&[&str], i32, &str); 15] = [
        (&["deadline", "--limit", "5wd"], 2, "--from"),
        (&["deadline", "--from", "soon", "--limit", "5wd"], 2, "soon"),
        (&["deadline", "--from", "2026-03-02T08:30", "--limit", "5"], 2, "5wd"),
        (&["deadline", good[0], good[1], good[2], good[3], "--pause", "x"], 2, "FROM/TO"),
        (&["deadline", good[0], good[1], good[2], good[3], "--cut-off", "25:00"], 2, "15:00"),
        (&["deadline", good[0], good[1], good[2], good[3], "--pause", "2026-03-03T08:00//whim"], 1, "field_inspection"),
        (&["deadline", good[0], good[1], good[2], good[3], "--unit", "nowhere"], 1, "nowhere"),
        (&["deadline", "--from", "1999-03-02T08:30", "--limit", "5wd"], 1, "01/01/2015"),
        (&["deadline", "--from", "2027-12-30T08:30", "--limit", "50wd"], 1, "31/12/2027"),
        (&["verify"], 1, "motcua-data"),
        (&["token", "create", "--user", "x", "--ttl", "1w"], 2, "30d"),
        (&["user", "add", "x", "--role", "king", "--unit", "05443"], 2, "clerk"),
        (&["user", "add", "x", "--role", "clerk"], 2, "--unit"),
        (&["serve", "--time-zone", "Mars/Base"], 2, "Asia/Ho_Chi_Minh"),
        (&["dance"], 2, "dance"),
    ];
    for (arguments, code, word) in cases {
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.code, Some(code), "{arguments:?}: {ended:?}");
        assert!(ended.err.contains(word), "{arguments:?}: {ended:?}");
        assert!(ended.is_civil() && ended.out.is_empty(), "{ended:?}");
    }
}

#[test]
fn help_shows_an_example_everywhere() {
    let folder = TempDir::new().unwrap();
    for command in ["", "serve", "import", "deadline", "verify", "user add", "token create", "doctor"] {
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let ended = run(folder.path(), &words);
        assert_eq!(ended.code, Some(0));
        assert!(ended.out.contains(&format!("Example: motcua {command}").trim_end().to_owned()), "{}", ended.out);
        assert!(ended.out.contains("--json"), "{}", ended.out);
    }
    let version = run(folder.path(), &["--version"]);
    assert_eq!(version.out, format!("motcua {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn settings_come_from_flags_then_environment_then_file() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("motcua.toml"), "data = \"from-file\"\n").unwrap();
    assert!(run(folder.path(), &["verify"]).err.contains("from-file"));
    let from_environment = super::program::program(&["verify"])
        .env("MOTCUA_DATA", "from-environment")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&from_environment.stderr).contains("from-environment"));
    assert!(run(folder.path(), &["verify", "--data", "from-flag"]).err.contains("from-flag"));
    std::fs::write(folder.path().join("motcua.toml"), "dta = \"x\"\n").unwrap();
    let unknown = run(folder.path(), &["verify"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("dta") && unknown.is_civil(), "{unknown:?}");
}
