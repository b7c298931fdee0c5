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

/// The faults of a shipped file in which one place was changed.
fn broken(name: &str, pointer: &str, wrong: Value) -> Vec<Fault> {
    let mut file = value(name);
    *file.pointer_mut(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}")) = wrong;
    refused(name, file.to_string().as_bytes())
}

fn given(text: &str) -> String {
    text.to_owned()
}

#[test]
fn one_wrong_place_gives_one_fault_with_record_and_field() {
    let text = FaultKind::WrongType { expected: JsonKind::Text };
    let birth = "forms/to-khai-dang-ky-khai-sinh.json";
    let table: [(&str, &str, Value, &str, &str, FaultKind); 22] = [
        ("procedures.json", "/procedures/0/name_vi", json!(7), "1.000656", "procedures[0].name_vi", text.clone()),
        ("procedures.json", "/procedures/0/code", Value::Null, "1.000656", "procedures[0].code", FaultKind::Missing),
        (
            "procedures.json",
            "/procedures/0/level/0",
            json!("village"),
            "1.000656",
            "procedures[0].level[0]",
            FaultKind::UnknownWord { given: given("village") },
        ),
        (
            "procedures.json",
            "/procedures/0/time_limit/value",
            json!(-1),
            "1.000656",
            "procedures[0].time_limit.value",
            FaultKind::OutOfRange { given: given("-1") },
        ),
        (
            "procedures.json",
            "/procedures/0/time_limit/value",
            json!(1.125),
            "1.000656",
            "procedures[0].time_limit.value",
            FaultKind::OutOfRange { given: given("1.125") },
        ),
        (
            "procedures.json",
            "/procedures/0/time_limit/unit",
            json!("week"),
            "1.000656",
            "procedures[0].time_limit.unit",
            FaultKind::UnknownWord { given: given("week") },
        ),
        (
            "procedures.json",
            "/procedures/0/components/1/order",
            json!(1),
            "1.000656",
            "procedures[0].components[1].order",
            FaultKind::Duplicate { given: given("c1") },
        ),
        (
            "procedures.json",
            "/procedures/0/snapshot_date",
            json!("2026-02-30"),
            "1.000656",
            "procedures[0].snapshot_date",
            FaultKind::NotADate { given: given("2026-02-30") },
        ),
        ("procedures.json", "/procedures/0/source", json!("  "), "1.000656", "procedures[0].source", FaultKind::Empty),
        ("procedures.json", "/count", json!(213), "-", "count", FaultKind::CountDiffers { stated: 213, actual: 214 }),
        (
            "units_2025.json",
            "/units/1/kind_vi",
            json!("làng"),
            "01840",
            "units[1].kind_vi",
            FaultKind::UnknownUnitKind { given: given("làng") },
        ),
        (
            "units_2025.json",
            "/units/1/parent_code",
            json!("20"),
            "01840",
            "units[1].parent_code",
            FaultKind::UnknownReference { given: given("20") },
        ),
        (
            "units_2025.json",
            "/units/1/valid_to",
            json!("2025-06-30"),
            "01840",
            "units[1].valid_to",
            FaultKind::EndsBeforeItBegins,
        ),
        (
            "units_2025.json",
            "/departments/2/id",
            json!("so-noi-vu"),
            "so-noi-vu",
            "departments[2].id",
            FaultKind::Duplicate { given: given("so-noi-vu") },
        ),
        (
            "holidays.json",
            "/days/5/date",
            json!("2015-02-31"),
            "2015-02-31",
            "days[5].date",
            FaultKind::NotADate { given: given("2015-02-31") },
        ),
        (
            "procedures_catalogue.json",
            "/rows/3/code",
            json!("1.1"),
            "1.1",
            "rows[3].code",
            FaultKind::NotACode { given: given("1.1") },
        ),
        (
            birth,
            "/sections/1/fields/1/rules/0/op",
            json!("date_not_futur"),
            "to-khai-dang-ky-khai-sinh",
            "sections[1].fields[1].rules[0].op",
            FaultKind::UnknownRule { given: given("date_not_futur") },
        ),
        (
            birth,
            "/sections/1/fields/4/rules/0/value",
            json!("^(a+)+$"),
            "to-khai-dang-ky-khai-sinh",
            "sections[1].fields[4].rules[0].value",
            FaultKind::NotAPattern { given: given("^(a+)+$") },
        ),
        (
            birth,
            "/cross_field_rules/0/fields/0",
            json!("ba_ho_ten"),
            "to-khai-dang-ky-khai-sinh",
            "cross_field_rules[0].fields[0]",
            FaultKind::UnknownReference { given: given("ba_ho_ten") },
        ),
        (
            birth,
            "/sections/2/fields/4/allowed_values/ref",
            json!("dan_toc_55"),
            "to-khai-dang-ky-khai-sinh",
            "sections[2].fields[4].allowed_values.ref",
            FaultKind::UnknownReference { given: given("dan_toc_55") },
        ),
        (
            "demo_accounts.json",
            "/accounts/2/grants/0/role",
            json!("king"),
            "motcua.phuong",
            "accounts[2].grants[0].role",
            FaultKind::UnknownWord { given: given("king") },
        ),
        (
            "national_states.json",
            "/national_states/0/code",
            json!(11),
            "submitted",
            "national_states[0].code",
            FaultKind::OutOfRange { given: given("11") },
        ),
    ];
    for (name, pointer, wrong, record, field, kind) in table {
        let expected = Fault { file: name.to_owned(), record: record.to_owned(), field: field.to_owned(), kind };
        let faults = broken(name, pointer, wrong);
        assert!(faults.contains(&expected), "{expected}\nnot among\n{faults:#?}");
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
