//! Faulty files: each is refused whole, naming file, record and field.

use domain::dataset::{Dataset, Fault, FaultKind, JsonKind};
use serde_json::{Value, json};

use super::bytes;

fn refused(file: &str, bytes: &[u8]) -> Vec<Fault> {
    match Dataset::parse(file, bytes) {
        Err(faults) => faults,
        Ok(dataset) => panic!("{file} was taken with {} records", dataset.len()),
    }
}

fn value(name: &str) -> Value {
    serde_json::from_slice(&bytes(name)).expect("a shipped file is JSON")
}

/// A shipped file with the first eight records of each list.
fn short(name: &str) -> Value {
    let mut file = value(name);
    for member in file.as_object_mut().into_iter().flat_map(|file| file.values_mut()) {
        if let Value::Array(records) = member {
            records.truncate(8);
        }
    }
    for stated in ["count", "counts"] {
        file.as_object_mut().and_then(|file| file.remove(stated));
    }
    file
}

/// The faults of a shipped file in which one place was changed.
fn broken(name: &str, pointer: &str, wrong: Value) -> Vec<Fault> {
    let whole = pointer == "/count" || name == "holidays.json";
    let mut file = if whole { value(name) } else { short(name) };
    *file.pointer_mut(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}")) = wrong;
    refused(name, file.to_string().as_bytes())
}

fn given(text: &str) -> String {
    text.to_owned()
}

/// File, place and wrong value; then the record, the field and the fault that are named.
const WRONG_PLACES: &str = r#"
procedures.json     | /procedures/0/name_vi            | 7            | 1.000656   | procedures[0].name_vi             | should be a text
procedures.json     | /procedures/0/code               | null         | 1.000656   | procedures[0].code                | missing
procedures.json     | /procedures/0/level/0            | "village"    | 1.000656   | procedures[0].level[0]            | "village" is not one of the words known here
procedures.json     | /procedures/0/level              | []           | 1.000656   | procedures[0].level               | empty
procedures.json     | /procedures/0/time_limit/value   | -1           | 1.000656   | procedures[0].time_limit.value    | -1 is out of range
procedures.json     | /procedures/0/time_limit/value   | 1.125        | 1.000656   | procedures[0].time_limit.value    | 1.125 is out of range
procedures.json     | /procedures/0/time_limit/unit    | "week"       | 1.000656   | procedures[0].time_limit.unit     | "week" is not one of the words known here
procedures.json     | /procedures/0/components/1/order | 1            | 1.000656   | procedures[0].components[1].order | "c1" stands twice
procedures.json     | /procedures/0/snapshot_date      | "2026-02-30" | 1.000656   | procedures[0].snapshot_date       | "2026-02-30" is not a date like 2025-07-01
procedures.json     | /procedures/0/source             | "  "         | 1.000656   | procedures[0].source              | empty
procedures.json     | /procedures/0/id                 | "1.65"       | 1.65       | procedures[0].id                  | "1.65" is not a code of the right form
procedures.json     | /count                           | 213          | -          | count                             | states 213 records and has 214
procedures.json     | /procedures                      | {}           | -          | procedures                        | should be a list
units_2025.json     | /units/1/kind_vi                 | "làng"       | 01840      | units[1].kind_vi                  | "làng" is not a kind of unit at this level
units_2025.json     | /units/1/parent_code             | "20"         | 01840      | units[1].parent_code              | "20" is not known
units_2025.json     | /units/1/valid_to                | "2025-06-30" | 01840      | units[1].valid_to                 | ends before it begins
units_2025.json     | /units/1/code                    | "1840"       | 1840       | units[1].code                     | "1840" is not a code of the right form
units_2025.json     | /departments/2/id                | "so-noi-vu"  | so-noi-vu  | departments[2].id                 | "so-noi-vu" stands twice
units_2025.json     | /as_of                           | "2025-07-00" | -          | as_of                             | "2025-07-00" is not a date like 2025-07-01
holidays.json       | /days/5/date                     | "2015-02-31" | 2015-02-31 | days[5].date                      | "2015-02-31" is not a date like 2025-07-01
procedures_catalogue.json | /rows/3/code               | "1.1"        | 1.1        | rows[3].code                      | "1.1" is not a code of the right form
demo_accounts.json  | /accounts/2/grants/0/role        | "king"       | motcua.phuong | accounts[2].grants[0].role     | "king" is not one of the words known here
national_states.json | /national_states/0/code         | 11           | submitted  | national_states[0].code           | 11 is out of range
unit_codes.json     | /unit_codes/0/code               | "h55"        | 19         | unit_codes[0].code                | "h55" is not a code of the right form
competences.json    | /competences/1/handler/unit_id   | null         | tinh-2025-co-quan-01 | competences[1].handler.unit_id | missing
pause_grounds.json  | /pause_grounds/1/effect          | "stop"       | supplement_after_appraisal | pause_grounds[1].effect | "stop" is not one of the words known here
forms/to-khai-dang-ky-khai-sinh.json | /sections/1/fields/1/rules/0/op       | "date_not_futur" | to-khai-dang-ky-khai-sinh | sections[1].fields[1].rules[0].op       | "date_not_futur" is not a rule of forms
forms/to-khai-dang-ky-khai-sinh.json | /sections/1/fields/4/rules/0/value    | "^(a+)+$"        | to-khai-dang-ky-khai-sinh | sections[1].fields[4].rules[0].value    | "^(a+)+$" is not a pattern that forms may use
forms/to-khai-dang-ky-khai-sinh.json | /cross_field_rules/0/fields/0         | "ba_ho_ten"      | to-khai-dang-ky-khai-sinh | cross_field_rules[0].fields[0]          | "ba_ho_ten" is not known
forms/to-khai-dang-ky-khai-sinh.json | /sections/2/fields/4/allowed_values/ref | "dan_toc_55"   | to-khai-dang-ky-khai-sinh | sections[2].fields[4].allowed_values.ref | "dan_toc_55" is not known
forms/to-khai-dang-ky-khai-sinh.json | /sections/1/fields/1/field            | "nyc_ho_ten"     | to-khai-dang-ky-khai-sinh | sections[1].fields[1].field             | "nyc_ho_ten" stands twice
"#;

#[test]
fn a_wrong_place_is_named_with_file_record_and_field() {
    for line in WRONG_PLACES.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [name, pointer, wrong, record, field, expected] = cells.as_slice() else { panic!("{line}") };
        let faults = broken(name, pointer, serde_json::from_str(wrong).expect("a value is JSON"));
        let named = |fault: &Fault| {
            fault.file == *name
                && fault.record == *record
                && fault.field == *field
                && fault.kind.to_string() == *expected
        };
        assert!(faults.iter().any(named), "{line}\nnot among\n{faults:#?}");
    }
}

#[test]
fn a_second_record_under_one_code_is_refused() {
    let mut file = value("procedures.json");
    let copy = file["procedures"][0].clone();
    file["procedures"][1] = copy;
    let faults = refused("procedures.json", file.to_string().as_bytes());
    let [fault] = faults.as_slice() else { panic!("{faults:#?}") };
    assert_eq!((fault.record.as_str(), fault.field.as_str()), ("1.000656", "procedures[1].id"));
    assert_eq!(fault.kind, FaultKind::Duplicate { given: given("1.000656") });
}

#[test]
fn all_faults_are_listed_not_only_the_first() {
    let mut file = value("procedures.json");
    for index in 0..50 {
        file["procedures"][index]["name_vi"] = Value::Null;
        file["procedures"][index]["source"] = json!(1);
    }
    assert_eq!(refused("procedures.json", file.to_string().as_bytes()).len(), 100);
}

#[test]
fn a_record_that_is_no_object_is_named() {
    let faults = broken("procedures.json", "/procedures/7", json!("1.000656"));
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!(faults[0].field, "procedures[7]");
    assert_eq!(faults[0].kind, FaultKind::WrongType { expected: JsonKind::Object });
}

#[test]
fn calendars_that_contradict_themselves_are_refused() {
    let faults = broken("holidays.json", "/days/2/is_off", json!(false));
    assert!(
        faults.iter().any(|fault| fault.record == "2015-01-02" && matches!(fault.kind, FaultKind::Calendar(_))),
        "{faults:#?}"
    );
    let faults = broken("office_hours.json", "/office_hours/0/periods/0/sessions/0/close", json!("06:00"));
    assert!(faults.iter().any(|fault| matches!(fault.kind, FaultKind::OfficeHours(_))), "{faults:#?}");
    let faults = broken("office_hours.json", "/office_hours/0/periods/0/sessions/0/close", json!("noon"));
    assert!(faults.iter().any(|fault| fault.field.ends_with("sessions[0].close")), "{faults:#?}");
}

#[test]
fn bytes_that_are_no_file_are_refused_before_anything_is_read() {
    let whole = bytes("units_2025.json");
    let kind = |bytes: &[u8]| {
        let faults = refused("x.json", bytes);
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert_eq!((faults[0].file.as_str(), faults[0].record.as_str()), ("x.json", "-"));
        faults[0].kind.clone()
    };
    assert!(matches!(kind(&whole[..whole.len() / 2]), FaultKind::NotJson { .. } | FaultKind::NotUtf8 { .. }));
    assert!(matches!(kind(b""), FaultKind::NotJson { .. }));
    assert!(matches!(kind(b"{} {}"), FaultKind::NotJson { .. }));
    assert_eq!(kind(b"{\"title_vi\": \"\xff\"}"), FaultKind::NotUtf8 { offset: 14 });
    assert_eq!(kind(b"\xef\xbb\xbf{}"), FaultKind::ByteOrderMark);
    assert_eq!(kind(b"\xff\xfe{\0}\0"), FaultKind::NotUtf8 { offset: 0 });
    let deep = format!("{{\"procedures\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(kind(deep.as_bytes()), FaultKind::TooDeep { limit: 24 });
    assert!(matches!(kind(b"{\"a\":1,\"a\":2}"), FaultKind::RepeatedName { line: 1, .. }));
    assert_eq!(kind(b"{}"), FaultKind::UnknownFile);
    assert_eq!(kind(b"[]"), FaultKind::WrongType { expected: JsonKind::Object });
    assert_eq!(kind(&vec![b' '; 33 * 1024 * 1024]), FaultKind::TooLarge { limit: 32 * 1024 * 1024 });
}

#[test]
fn brackets_inside_texts_do_not_count_as_depth() {
    let mut file = value("procedures.json");
    file["title_vi"] = json!("[{\"".repeat(100));
    assert!(Dataset::parse("procedures.json", file.to_string().as_bytes()).is_ok());
}

#[test]
fn a_single_record_is_a_file_too() {
    let text = |list: &str, name: &str| value(name)[list][3].to_string();
    let one = Dataset::parse("one.json", text("procedures", "procedures.json").as_bytes());
    assert!(matches!(one, Ok(Dataset::Procedures(procedures)) if procedures.len() == 1));
    let one = Dataset::parse("one.json", text("rows", "procedures_catalogue.json").as_bytes());
    assert!(matches!(one, Ok(Dataset::ProcedureCatalogue(rows)) if rows.len() == 1));
    let one = Dataset::parse("one.json", text("units", "units_2025.json").as_bytes());
    assert!(matches!(one, Ok(Dataset::Units { units, .. }) if units.len() == 1));
}

#[test]
fn members_that_are_not_known_are_left_alone() {
    let mut file = value("procedures.json");
    file["procedures"][0]["remark_of_the_province"] = json!({"anything": [1, 2, 3]});
    assert!(Dataset::parse("procedures.json", file.to_string().as_bytes()).is_ok());
}

#[test]
fn no_cut_of_a_file_is_taken_or_makes_the_reader_fail() {
    let whole = bytes("forms/to-khai-dang-ky-khai-sinh.json");
    for end in (0..whole.len() - 2).step_by(97) {
        assert!(Dataset::parse("cut.json", &whole[..end]).is_err(), "cut at {end}");
    }
}

/// Paths of every value in `value`.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate().take(3) {
                places(entry, &format!("{path}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{path}/{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

#[test]
fn any_value_in_any_place_is_taken_or_named_and_never_makes_the_reader_fail() {
    let wrong = [
        Value::Null,
        json!(true),
        json!(-1.5),
        json!(1e300),
        json!("x"),
        json!(""),
        json!([]),
        json!({}),
        json!([[{}]]),
    ];
    let mut files = vec![("one.json", value("procedures.json")["procedures"][120].clone())];
    files.push(("two.json", value("units_2020.json")["units"][40].clone()));
    for name in ["office_hours.json", "demo_accounts.json", "pause_grounds.json", "competences.json"] {
        files.push((name, short(name)));
    }
    files.push(("form.json", value("forms/to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap.json")));
    for (name, file) in files {
        let mut found = Vec::new();
        places(&file, "", &mut found);
        assert!(found.len() > 20, "{name}");
        for place in found {
            for wrong in &wrong {
                let mut file = file.clone();
                *file.pointer_mut(&place).expect("the place is there") = wrong.clone();
                if let Err(faults) = Dataset::parse(name, file.to_string().as_bytes()) {
                    assert!(!faults.is_empty(), "{name} {place}");
                    assert!(faults.iter().all(|fault| fault.file == name && !fault.field.is_empty()));
                }
            }
        }
    }
}
