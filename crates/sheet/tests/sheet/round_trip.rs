//! What is written comes back unchanged.

use domain::dataset::{Content, write};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{shipped, written};

#[test]
fn the_shipped_catalogue_comes_back_from_a_workbook_unchanged() {
    let shipped = shipped();
    assert!(shipped.len() > 1_500 && shipped.iter().filter(|content| content.form.is_some()).count() > 5);
    let read = sheet::read_catalogue(&written(shipped)).unwrap_or_else(|faults| panic!("{:?}", &faults[..1]));
    assert_eq!(read.len(), shipped.len());
    for (read, content) in read.iter().zip(shipped) {
        assert_eq!(read, content);
    }
}

#[test]
fn the_shipped_catalogue_comes_back_from_json_unchanged() {
    for content in shipped() {
        assert_eq!(Content::parse(content.to_json().as_bytes()).as_ref(), Ok(content));
    }
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    let some = &shipped()[..20];
    assert_eq!(written(some), written(some));
}

/// A record in which every optional fact is stated and the odd cases are present.
fn stated() -> Content {
    let full = shipped().iter().find(|content| content.procedure.id == "1.001193").expect("it is shipped");
    let mut record = write::procedure(&full.procedure);
    let facts = json!({
        "revision": 4, "summary_vi": "Một dòng\nvà một dòng nữa", "summary_en": "=SUM(A1)",
        "audiences": ["citizen", "investor"], "life_events": ["sinh_con"], "cut_off": null, "component_count": 40,
        "notes_vi": ["hai\ndòng", "gạch \\n chéo \\"],
        "eligibility": [{"rule": "a > 1", "message_vi": "@x", "message_en": null}],
        "time_limits": [
            {"value": 2.25, "unit": "working_day", "conditions_vi": "Kênh: online", "channels": [], "when": "b"},
            {"value": null, "unit": null, "conditions_vi": "-1 ngày", "channels": ["postal"]},
        ],
        "fees": [{"name_vi": "Phí", "amount_vnd": 0, "when": "a > 1", "amount_rule": "a * 2", "legal_basis_vi": "x"}],
        "thai_nguyen": {"decision": "1", "decision_date": "2026-01-02", "source": "x", "time_limits": []},
        "workflows": [{"province_vi": "A", "decision": "2", "decision_date": null, "total": null, "source": "y",
            "sum_matches_total": false, "case_vi": "Trường hợp",
            "steps": [{"order": 3, "actor_vi": null, "action_vi": "+", "duration": {"value": 0.5, "unit": "hour"}}]}],
    });
    for (name, fact) in facts.as_object().into_iter().flatten() {
        record[name] = fact.clone();
    }
    record["time_limit"] = Value::Null;
    Content::from_value(&json!({"procedure": record})).expect("the record is sound")
}

#[test]
fn every_fact_comes_back() {
    let mut one = stated();
    assert_eq!(sheet::read_catalogue(&written(std::slice::from_ref(&one))), Ok(vec![one.clone()]));
    one.procedure.regime = None;
    one.procedure.validity = domain::organisation::Validity::ALWAYS;
    assert_eq!(sheet::read_catalogue(&written(std::slice::from_ref(&one))), Ok(vec![one]));
    assert_eq!(sheet::read_catalogue(&written(&[])), Ok(Vec::new()));
}

#[test]
fn a_text_file_holds_no_formula() {
    let mut one = stated();
    one.procedure.name_vi = "=cmd|' /C calc'!A0".to_owned();
    one.procedure.agency_vi = Some("-2+3".to_owned());
    let mut bytes = Vec::new();
    sheet::write_procedures_csv(&[one], &mut bytes).expect("it is written");
    let text = String::from_utf8(bytes).expect("it is text");
    let text = text.strip_prefix('\u{feff}').expect("programs see that it is UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("a head").clone();
    let row = reader.records().next().expect("a row").expect("it is sound");
    let cell = |name: &str| names.iter().position(|known| known == name).map(|at| row[at].to_owned());
    assert_eq!(cell("name_vi").as_deref(), Some("'=cmd|' /C calc'!A0"));
    assert_eq!(cell("agency_vi").as_deref(), Some("'-2+3"));
    assert_eq!(cell("summary_vi").as_deref(), Some("Một dòng\nvà một dòng nữa"));
    assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever people may type as a name or a note, and files accept, comes back.
    #[test]
    fn any_text_comes_back(name in "[ -~À-ỹ\n\t]{1,40}", note in "\\PC{1,40}", number in "_x[0-9A-F]{4}_[=+@-]?") {
        let mut record = write::procedure(&shipped()[0].procedure);
        record["name_vi"] = json!(name);
        record["notes_vi"] = json!([note, number]);
        record["agency_vi"] = json!(number);
        // A text that no file may hold cannot come from one.
        if let Ok(content) = Content::from_value(&json!({"procedure": record})) {
            prop_assert_eq!(sheet::read_catalogue(&written(std::slice::from_ref(&content))), Ok(vec![content]));
        }
    }
}
