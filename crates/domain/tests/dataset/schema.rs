//! The published schemas: every shipped file follows its own, and what the loader refuses for its shape they refuse too.

use serde_json::{Value, json};

use super::{bytes, folder, names};

fn schema_of(name: &str) -> String {
    match name {
        "units_2020.json" | "units_2025.json" => "units".to_owned(),
        form if form.starts_with("forms/") => "form".to_owned(),
        workflows if workflows.starts_with("workflows/") => "workflow".to_owned(),
        other => other.trim_end_matches(".json").to_owned(),
    }
}

pub(crate) fn validator(schema: &str) -> jsonschema::Validator {
    let path = folder().join("schema").join(format!("{schema}.schema.json"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let value: Value = serde_json::from_slice(&text).expect("a schema is JSON");
    jsonschema::draft202012::new(&value).unwrap_or_else(|error| panic!("{schema}: {error}"))
}

fn value(name: &str) -> Value {
    serde_json::from_slice(&bytes(name)).expect("a shipped file is JSON")
}

#[test]
fn shipped_files_follow_their_schemas() {
    for name in names() {
        let file = value(&name);
        let validator = validator(&schema_of(&name));
        let faults: Vec<String> =
            validator.iter_errors(&file).take(5).map(|fault| format!("{} {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {}", faults.join("\n").chars().take(3000).collect::<String>());
    }
}

#[test]
fn every_schema_belongs_to_a_shipped_file() {
    let mut used: std::collections::BTreeSet<String> =
        names().iter().map(|name| format!("{}.schema.json", schema_of(name))).collect();
    // The cards of `data/par_index/cards` have tests of their own.
    used.insert("scorecard.schema.json".to_owned());
    used.insert("questionnaire.schema.json".to_owned());
    // So has what `data/documents` holds.
    used.extend(
        ["document_types", "drafting_times", "retention", "statutes"].map(|name| format!("{name}.schema.json")),
    );
    let present: std::collections::BTreeSet<String> = std::fs::read_dir(folder().join("schema"))
        .expect("schemas are shipped")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    assert_eq!(used, present);
}

#[test]
fn schemas_catch_what_would_otherwise_be_lost() {
    let table: [(&str, &str, Value); 9] = [
        ("procedures.json", "/procedures/0/name_vi", Value::Null),
        ("procedures.json", "/procedures/0/level", json!([])),
        ("procedures.json", "/procedures/0/time_limit/unit", json!("fortnight")),
        ("procedures.json", "/procedures/0/components/0/order", json!("1")),
        ("units_2025.json", "/units/1/kind_vi", json!("làng")),
        ("units_2025.json", "/units/1/code", json!("1840")),
        ("holidays.json", "/days/0/date", json!("27/12/2014")),
        ("forms/to-khai-dang-ky-khai-sinh.json", "/sections/1/fields/1/rules/0/op", json!("date_not_futur")),
        ("demo_accounts.json", "/accounts/0/identity_number", json!("19193004217")),
    ];
    for (name, pointer, wrong) in table {
        let mut file = value(name);
        *file.pointer_mut(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}")) = wrong;
        assert!(!validator(&schema_of(name)).is_valid(&file), "{name} {pointer}");
    }
    let mut file = value("procedures.json");
    file["procedures"][0]["time_limt"] = json!(null);
    assert!(!validator("procedures").is_valid(&file), "a misspelt name is caught");
}

#[test]
fn a_single_record_follows_the_schema_of_its_list() {
    let record = value("procedures.json")["procedures"][5].clone();
    assert!(validator("procedures").is_valid(&record));
    let record = value("units_2025.json")["units"][5].clone();
    assert!(validator("units").is_valid(&record));
    let record = value("procedures_catalogue.json")["rows"][5].clone();
    assert!(validator("procedures_catalogue").is_valid(&record));
}

#[test]
fn the_example_questionnaire_follows_its_schema() {
    let file = value("surveys/satisfaction_example.json");
    let validator = validator("questionnaire");
    let faults: Vec<String> = validator.iter_errors(&file).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    let mut wrong = file.clone();
    wrong["questions"][0]["choices"][0]["weight"] = json!(101);
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn data_of_documents_follow_their_schemas() {
    for name in ["document_types", "drafting_times", "retention", "statutes"] {
        let file = value(&format!("documents/{name}.json"));
        let validator = validator(name);
        let faults: Vec<String> =
            validator.iter_errors(&file).map(|fault| format!("{} {fault}", fault.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new(), "{name}");
    }
}
