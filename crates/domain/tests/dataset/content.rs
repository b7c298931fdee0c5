//! What the house writes it reads back unchanged: procedures as records, versions with their forms.

use domain::dataset::{Content, Dataset, write};
use domain::procedure::Procedure;
use serde_json::json;

use crate::{catalogue, form, procedure, procedures, schema};

#[test]
fn every_shipped_procedure_is_written_as_it_was_read() {
    let procedures = procedures();
    assert!(procedures.len() > 200);
    for procedure in procedures {
        let file = json!({"procedures": [write::procedure(procedure)]}).to_string();
        match Dataset::parse("procedures.json", file.as_bytes()) {
            Ok(Dataset::Procedures(read)) => assert_eq!(&read, std::slice::from_ref(procedure)),
            other => panic!("{}: {other:?}", procedure.id),
        }
    }
}

#[test]
fn every_line_of_the_catalogue_is_written_as_it_was_read() {
    for line in catalogue() {
        let content = Content { procedure: line.clone(), form: None };
        assert_eq!(Content::parse(content.to_json().as_bytes()).as_ref(), Ok(&content), "{}", line.id);
    }
}

#[test]
fn what_is_written_follows_the_published_schema() {
    let validator = schema::validator("procedures");
    for procedure in procedures().iter().chain(catalogue()) {
        let record = write::procedure(procedure);
        let faults: Vec<String> = validator.iter_errors(&record).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", procedure.id);
    }
}

/// A version in which every optional fact is stated.
fn stated() -> serde_json::Value {
    let mut record = write::procedure(procedure("1.001193"));
    let facts = json!({
        "revision": 4,
        "summary_vi": "Ghi tên trẻ vào sổ khai sinh.",
        "summary_en": "Enters a child in the register of births.",
        "audiences": ["citizen", "business", "investor"],
        "life_events": ["sinh_con", "cu-tru"],
        "cut_off": {"at": "16:30", "moves": "start_of_clock"},
        "component_count": 40,
        "eligibility": [{"rule": "age(ngay_sinh) >= 18", "message_vi": "Từ đủ 18 tuổi.", "message_en": "18 or older."}],
        "time_limits": [
            {"value": 2.5, "unit": "working_day", "channels": ["online"], "when": "count(con) > 1"},
            {"value": null, "unit": null, "conditions_vi": "Kênh trực tiếp", "channels": []},
        ],
        "fees": [{
            "name_vi": "Phí sao lục", "amount_vnd": null, "unit": "bản", "legal_basis_vi": "226/2016/TT-BTC",
            "when": "so_ban > 0", "amount_rule": "so_ban * 8000",
        }],
        "components": [
            {"id": "giay-chung-sinh", "order": 1, "name_vi": "Giấy chứng sinh", "required": true,
             "submit_mode": "submit", "held_by": "population", "needed_when": "!co_ma_dinh_danh",
             "file_kinds": ["pdf"], "max_bytes": 1000},
        ],
    });
    for (name, fact) in facts.as_object().into_iter().flatten() {
        record[name] = fact.clone();
    }
    record["time_limit"] = serde_json::Value::Null;
    record
}

#[test]
fn every_optional_fact_is_kept() {
    let record = stated();
    assert!(schema::validator("procedures").is_valid(&record));
    let read = Content::from_value(&json!({"procedure": record})).expect("the record is sound");
    let again = write::procedure(&read.procedure);
    for name in ["revision", "summary_vi", "summary_en", "audiences", "life_events", "cut_off", "component_count"] {
        assert_eq!(again[name], record[name], "{name}");
    }
    assert_eq!(again["eligibility"], record["eligibility"]);
    assert_eq!(again["fees"][0]["amount_rule"], "so_ban * 8000");
    assert_eq!(again["fees"][0]["legal_basis_vi"], "226/2016/TT-BTC");
    assert_eq!(again["components"][0]["id"], "giay-chung-sinh");
    assert_eq!(again["components"][0]["held_by"], "population");
    assert_eq!(again["components"][0]["needed_when"], "!co_ma_dinh_danh");
    assert_eq!(again["time_limits"][0]["when"], "count(con) > 1");
    assert_eq!(Content::from_value(&json!({"procedure": again})), Ok(read.clone()));
    let stored = serde_json::to_value(&read.procedure).expect("a procedure is stored as JSON");
    assert_eq!(serde_json::from_value::<Procedure>(stored).expect("it comes back"), read.procedure);
}

#[test]
fn a_procedure_stored_before_these_facts_existed_is_still_read() {
    let mut stored = serde_json::to_value(procedure("1.001193")).expect("a procedure is stored as JSON");
    let members = stored.as_object_mut().expect("as an object");
    for name in ["revision", "summary_vi", "summary_en", "audiences", "life_events", "eligibility"] {
        assert!(members.remove(name).is_some(), "{name}");
    }
    for (list, names) in [
        ("components", &["held_by", "needed_when"][..]),
        ("money", &["legal_basis_vi", "when", "amount_rule"]),
        ("limits", &["when"]),
    ] {
        for entry in members[list].as_array_mut().into_iter().flatten() {
            for name in names {
                assert!(entry.as_object_mut().and_then(|entry| entry.remove(*name)).is_some());
            }
        }
    }
    assert_eq!(&serde_json::from_value::<Procedure>(stored).expect("it is read"), procedure("1.001193"));
}

#[test]
fn a_wrong_fact_is_named() {
    let table = [
        ("/eligibility/0/rule", json!("1 +"), "procedure.eligibility[0].rule"),
        ("/eligibility/0/rule", json!(null), "procedure.eligibility[0].rule"),
        ("/fees/0/when", json!("so_ban = 3"), "procedure.fees[0].when"),
        ("/time_limits/0/when", json!("let x = 1"), "procedure.time_limits[0].when"),
        ("/components/0/id", json!("Giấy 1"), "procedure.components[0].id"),
        ("/components/0/needed_when", json!(""), "procedure.components[0].needed_when"),
        ("/audiences/1", json!("alien"), "procedure.audiences[1]"),
        ("/life_events/0", json!("Sinh con"), "procedure.life_events[0]"),
        ("/cut_off/at", json!("25:00"), "procedure.cut_off.at"),
        ("/cut_off/moves", json!("nothing"), "procedure.cut_off.moves"),
    ];
    for (pointer, wrong, field) in table {
        let mut record = stated();
        *record.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = wrong;
        let faults = Content::from_value(&json!({"procedure": record})).expect_err(pointer);
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), [field], "{pointer}");
    }
}

#[test]
fn a_version_is_stored_with_its_form() {
    let procedure = procedure("1.001193");
    for form in [None, Some(form("to-khai-dang-ky-khai-sinh"))] {
        let content = Content { procedure: procedure.clone(), form };
        assert_eq!(Content::from_value(&content.to_value()).as_ref(), Ok(&content));
        assert_eq!(Content::parse(content.to_value().to_string().as_bytes()), Ok(content));
    }
}

#[test]
fn a_version_without_a_procedure_is_refused() {
    for text in
        ["{}", "[]", "", r#"{"procedure": null}"#, r#"{"procedure": {"id": 5}, "form": null}"#, r#"{"form": 3}"#]
    {
        assert!(Content::parse(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn rules_that_the_form_cannot_answer_are_named() {
    let mut record = stated();
    record["eligibility"][0]["rule"] = json!("nyc_ho_ten == \"An\" && age(nyc_ngay_sinh) >= 18");
    record["time_limits"][0]["when"] = json!("nyc_ho_ten > 1");
    record["components"][0]["needed_when"] = json!("answered(nyc_ngay_sinh)");
    let read = |record: &serde_json::Value, form| {
        let procedure = Content::from_value(&json!({"procedure": record})).expect("it is read").procedure;
        Content { procedure, form }.rule_faults().into_iter().map(|fault| fault.field).collect::<Vec<_>>()
    };
    let whole = Some(form("to-khai-dang-ky-khai-sinh"));
    let expected = ["procedure.fees[0].when", "procedure.fees[0].amount_rule", "procedure.time_limits[0].when"];
    assert_eq!(read(&record, whole.clone()), expected);
    record["fees"][0]["when"] = json!("nyc_ho_ten == \"An\"");
    record["fees"][0]["amount_rule"] = json!("if answered(nyc_ho_ten) { 8000 } else { 0 }");
    record["time_limits"][0]["when"] = json!(null);
    assert_eq!(read(&record, whole), [""; 0]);
    assert_eq!(read(&record, None).len(), 4, "the form that asks one question answers none of them");
}
