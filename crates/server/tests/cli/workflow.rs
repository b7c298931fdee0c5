//! `motcua workflow`: what ships is sound, a trap is shown with the way there, drawings go out and come back.

use super::program::run;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn shipped(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name).display().to_string()
}

fn written(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Two branches that end one by one instead of together.
const TRAP: &str = r#"{"workflows": [{"id": "thu", "version": 1, "name_vi": "Thử", "source": "thử", "nodes": [
    {"id": "s", "kind": "start"}, {"id": "f", "kind": "parallel"}, {"id": "e", "kind": "end"},
    {"id": "a", "name_vi": "Xem", "kind": "step", "work": "examine", "role": "officer", "unit": {"kind": "handling"}},
    {"id": "b", "name_vi": "Ký", "kind": "step", "work": "sign", "role": "leader", "unit": {"kind": "handling"}}],
    "flows": [{"id": "f1", "from": "s", "to": "f"}, {"id": "f2", "from": "f", "to": "a"},
    {"id": "f3", "from": "f", "to": "b"}, {"id": "f4", "from": "a", "to": "e"}, {"id": "f5", "from": "b", "to": "e"}]}]}"#;

#[test]
fn what_ships_is_sound() {
    let folder = TempDir::new().unwrap();
    let ended = run(folder.path(), &["workflow", "check", &shipped("workflows/interlinked.json"), "--json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let answer = ended.json();
    assert_eq!(answer["workflows"].as_array().unwrap().len(), 10);
    assert!(answer["workflows"].as_array().unwrap().iter().all(|one| one["sound"] == true));
    let checked = run(folder.path(), &["import", "--check", &shipped("workflows/internal.json")]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(checked.out.contains("179"), "{}", checked.out);
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");
}

#[test]
fn a_trap_is_shown_with_the_way_there_and_is_not_imported() {
    let folder = TempDir::new().unwrap();
    let file = written(&folder, "thu.json", TRAP).display().to_string();
    let ended = run(folder.path(), &["workflow", "check", &file, "--lang", "vi"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("thu phiên bản 1: chưa đúng đắn"), "{}", ended.out);
    assert!(ended.out.contains("đến kết thúc e khi vẫn còn việc đang chạy"), "{}", ended.out);
    assert!(ended.out.contains("2. xong a: b"), "{}", ended.out);
    assert_eq!(run(folder.path(), &["import", "--check", &file]).code, Some(1));
    let few = shipped("workflows/interlinked.json");
    let few = run(folder.path(), &["workflow", "check", &few, "--states", "3", "--lang", "en"]);
    assert_eq!(few.code, Some(1));
    assert!(few.out.contains("not proved within 3 states"), "{}", few.out);
}

#[test]
fn a_drawing_goes_out_and_comes_back() {
    let folder = TempDir::new().unwrap();
    let file = shipped("workflows/interlinked.json");
    let several = run(folder.path(), &["workflow", "export", &file, "--bpmn"]);
    assert_eq!(several.code, Some(1));
    assert!(several.err.contains("khai_sinh_lien_thong"), "{}", several.err);
    let export = ["workflow", "export", &file, "--id", "khai_sinh_lien_thong", "--bpmn"];
    let drawing = run(folder.path(), &export);
    assert_eq!(drawing.code, Some(0), "{}", drawing.err);
    let path = written(&folder, "khai-sinh.bpmn", &drawing.out).display().to_string();
    let back = run(folder.path(), &["workflow", "import", &path]);
    assert_eq!(back.code, Some(0), "{}", back.err);
    let read = back.json();
    let text = std::fs::read_to_string(&file).unwrap();
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let count = |value: &serde_json::Value| value["nodes"].as_array().unwrap().len();
    assert_eq!(count(&read["workflows"][0]), count(&all["workflows"][0]));
    assert_eq!(run(folder.path(), &["workflow", "check", &path]).code, Some(0));

    let foreign = drawing.out.replacen("<bpmn:parallelGateway", "<bpmn:complexGateway", 1);
    let foreign = foreign.replacen("</bpmn:parallelGateway", "</bpmn:complexGateway", 1);
    let path = written(&folder, "la.bpmn", &foreign).display().to_string();
    let refused = run(folder.path(), &["workflow", "import", &path, "--lang", "vi"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("bpmn:complexGateway") && refused.err.contains("không mang sang được"),
        "{}",
        refused.err
    );
}

#[test]
fn drafts_come_from_published_steps() {
    let folder = TempDir::new().unwrap();
    let file = shipped("procedures.json");
    let ended = run(folder.path(), &["workflow", "draft", &file, "--procedure", "1.012785"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(ended.json()["workflows"][0]["limit"], "8wd");
    assert_eq!(run(folder.path(), &["workflow", "draft", &file, "--procedure", "9.9"]).code, Some(1));
}
