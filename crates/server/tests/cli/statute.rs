//! `motcua statute`: the register that ships, without a data folder.

use super::program::run;
use tempfile::TempDir;

#[test]
fn legal_texts_are_listed_explained_and_traced_to_what_cites_them() {
    let folder = TempDir::new().unwrap();
    let ask = |args: &[&str]| run(folder.path(), args);
    let listed = ask(&["statute", "list", "61/2018", "--on", "2025-06-30", "--json"]);
    assert_eq!(listed.code, Some(0), "{}", listed.err);
    let texts = listed.json();
    let first = texts["texts"].as_array().unwrap().iter().find(|text| text["symbol"] == "61/2018/NĐ-CP").unwrap();
    assert_eq!(first["status"], "in_force");
    let status = ask(&["statute", "status", "61-2018-nd-cp", "--on", "2025-07-01", "--lang", "vi"]);
    assert!(status.out.contains("Được thay thế bằng 118/2025/NĐ-CP"), "{}", status.out);
    let cites = ask(&["statute", "cites", "61/2018/NĐ-CP", "--on", "2025-06-30"]);
    assert!(cites.out.contains("khoản 4 Điều 19"), "{}", cites.out);
    let words = ask(&["statute", "text", "61/2018/NĐ-CP"]);
    assert_eq!(words.code, Some(1), "the register has no words of it: {}", words.out);
    assert_eq!(ask(&["statute", "text", "1/1999/NĐ-CP"]).code, Some(1));
    assert_eq!(ask(&["statute", "status", "61/2018/NĐ-CP", "--on", "mai"]).code, Some(2));
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");
}
