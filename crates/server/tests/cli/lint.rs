//! `motcua lint`: the whole catalogue, one procedure, and what `--strict` says.

use super::program::run;
use std::path::Path;
use tempfile::TempDir;

/// The figures of `docs/burden.md`: code, severity, findings, procedures.
fn documented() -> Vec<(String, String, u64, u64)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/burden.md");
    let text = std::fs::read_to_string(path).unwrap();
    let table = text.split("<!-- findings of the shipped data -->").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let mut cell = || cells.next().unwrap();
        let (code, severity) = (cell().trim_matches('`').to_owned(), cell().to_owned());
        (code, severity, cell().parse().unwrap(), cell().parse().unwrap())
    })
    .collect()
}

#[test]
fn the_shipped_catalogue_has_the_findings_of_the_document() {
    let folder = TempDir::new().unwrap();
    let ended = run(folder.path(), &["lint", "--format", "json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");
    let answer = ended.json();
    let summary = answer["summary"].as_array().unwrap();
    let printed: Vec<(String, String, u64, u64)> = summary
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            let number = |name: &str| one[name].as_u64().unwrap();
            (text("code"), text("severity"), number("findings"), number("procedures"))
        })
        .collect();
    assert_eq!(printed, documented());
    let stops: u64 = printed.iter().filter(|(_, severity, ..)| severity == "stop").map(|(_, _, count, _)| count).sum();
    assert_eq!(answer["open_stops"].as_u64(), Some(stops), "nothing is accepted in what ships");
    let listed = answer["procedures"].as_array().unwrap().iter();
    let findings: usize = listed.map(|one| one["findings"].as_array().unwrap().len()).sum();
    assert_eq!(findings as u64, printed.iter().map(|(_, _, count, _)| count).sum::<u64>());
}

#[test]
fn one_procedure_is_told_in_words_and_strict_says_no() {
    let folder = TempDir::new().unwrap();
    let birth = ["lint", "--procedure", "1.001193"];
    let ended = run(folder.path(), &birth);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for words in ["1.001193", "field_held:field/me_dan_toc", "National population database", "1 procedures looked at"] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    assert!(ended.err.contains("who works where"), "{}", ended.err);
    let vietnamese = run(folder.path(), &[&birth[..], &["--lang", "vi"]].concat());
    assert!(vietnamese.out.contains("Cơ sở dữ liệu quốc gia về dân cư"), "{}", vietnamese.out);
    assert!(!vietnamese.out.contains('{'), "a place stayed empty: {}", vietnamese.out);
    assert_eq!(run(folder.path(), &[&birth[..], &["--strict"]].concat()).code, Some(1));
    let warned = run(folder.path(), &["lint", "--procedure", "1.000005", "--strict", "--json"]);
    assert_eq!((warned.code, warned.json()["open_stops"].as_u64()), (Some(0), Some(0)), "warnings stop nothing");
    let unknown = run(folder.path(), &["lint", "--procedure", "9.999999"]);
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
    assert!(unknown.is_civil() && unknown.err.contains("9.999999"), "{unknown:?}");
    assert_eq!(run(folder.path(), &["lint", "--format", "yaml"]).code, Some(2));
}

#[test]
fn imported_data_are_looked_at_with_who_holds_which_role() {
    let folder = TempDir::new().unwrap();
    let nothing = run(folder.path(), &["lint", "--data-dir", "nothing-here"]);
    assert!(nothing.code == Some(1) && nothing.is_civil(), "{nothing:?}");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let file = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let files = ["units_2025.json", "competences.json", "procedures.json"].map(file);
    let import: Vec<&str> = std::iter::once("import").chain(files.iter().map(String::as_str)).collect();
    assert_eq!(run(folder.path(), &import).code, Some(0));
    let without_rules = run(folder.path(), &["lint"]);
    assert_eq!(without_rules.code, Some(1), "{without_rules:?}");
    assert!(without_rules.err.contains("motcua import burden.json"), "{without_rules:?}");

    let rules = std::fs::read_to_string(data.join("burden.json")).unwrap();
    let accepted = r#""accepted": [{"procedure_id": "1.001193", "finding": "step_without_holder:step/0",
        "clause_vi": "Điều 7 khoản 1", "accepted_by": "Nguyễn Thị Bình"}]"#;
    let with_one = rules.replacen("\"accepted\": []", accepted, 1);
    assert_ne!(rules, with_one);
    std::fs::write(folder.path().join("burden.json"), with_one).unwrap();
    assert_eq!(run(folder.path(), &["import", "burden.json"]).code, Some(0));
    let birth = ["lint", "--procedure", "1.001193", "--json"];
    let step = |answer: &serde_json::Value| {
        let findings = answer["procedures"][0]["findings"].as_array().unwrap().clone();
        findings.into_iter().find(|finding| finding["key"] == "step_without_holder:step/0")
    };
    let nobody = run(folder.path(), &birth).json();
    assert_eq!(nobody["holders_known"], true);
    let kept = step(&nobody).expect("nobody works there yet");
    assert_eq!(kept["finding"]["accepted"]["accepted_by"], "Nguyễn Thị Bình", "it stays listed as accepted");

    let add = ["user", "add", "tran.thu.ha", "--role", "officer", "--unit", "05443", "--password-stdin"];
    let added = super::program::run_with(folder.path(), &add, "mot-mat-khau-dai\n");
    assert_eq!(added.code, Some(0), "{added:?}");
    assert_eq!(step(&run(folder.path(), &birth).json()), None, "an officer of a commune may take it");
}

#[test]
fn a_catalogue_in_a_file_is_compared_and_nothing_is_kept() {
    let folder = TempDir::new().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/procedures.json");
    let text = std::fs::read_to_string(&data).unwrap();
    let preview = |text: &str| {
        std::fs::write(folder.path().join("file.json"), text).unwrap();
        run(folder.path(), &["import", "--preview", "file.json", "--json"])
    };
    let same = preview(&text).json();
    assert_eq!((same[0]["changed"].as_array().unwrap().len(), same[0]["added"].as_array().unwrap().len()), (0, 0));
    let changed = text.replacen("\"name_vi\": \"", "\"name_vi\": \"Mới: ", 1);
    assert_ne!(text, changed);
    let told = preview(&changed).json();
    assert_eq!(told[0]["changed"].as_array().unwrap().len(), 1, "{told}");
    assert!(told[0]["changed"][0]["changes"][0]["after"].as_str().unwrap().starts_with("Mới: "), "{told}");
    let in_words = run(folder.path(), &["import", "--preview", "file.json", "--lang", "vi"]);
    assert!(in_words.out.contains("Mới: 0. Thay đổi: 1."), "{in_words:?}");
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");
    let broken = preview("{");
    assert_eq!(broken.code, Some(1), "{broken:?}");
}
