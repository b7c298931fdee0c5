//! Forms that ask only what is needed: conditions, official numbers, examples, and answers that try to break the judge.

use std::time::{Duration, Instant};

use domain::dataset::{Dataset, Fault, FaultKind};
use domain::eform::{AnswerFault, FieldKind, Form, schema};
use domain::organisation::Organisation;
use domain::rule::{RuleFaultKind, ValueType};
use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};

const TODAY: Date = date(2026, 11, 26);

fn field(id: &str, kind: &str, more: &Value) -> Value {
    let mut field = json!({"field": id, "label_vi": id, "type": kind, "required": true});
    field.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
    field
}

fn file(sections: &Value) -> Value {
    json!({"schema_version": 1, "form_id": "to-khai-thu", "title_vi": "Tờ khai thử", "sections": sections, "source": "test"})
}

fn parse(file: &Value) -> Result<Form, Vec<Fault>> {
    match Dataset::parse("form.json", file.to_string().as_bytes())? {
        Dataset::Form(form) => Ok(*form),
        other => panic!("no form: {other:?}"),
    }
}

fn read(file: &Value) -> Form {
    parse(file).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn faults(file: &Value) -> Vec<(String, FaultKind)> {
    let faults = parse(file).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.field, fault.kind)).collect()
}

fn map(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn wrong(form: &Form, answers: &Value) -> Vec<(String, AnswerFault)> {
    let faults = form.check(&map(answers), TODAY, &Organisation::new([]));
    faults.into_iter().map(|fault| (fault.field, fault.fault)).collect()
}

fn missing(fields: &[&str]) -> Vec<(String, AnswerFault)> {
    fields.iter().map(|field| ((*field).to_owned(), AnswerFault::Missing)).collect()
}

/// Copies are asked for in a chain of conditions; children only of somebody who has some, a school only from six on.
fn family() -> Value {
    file(&json!([
        {"id": "chung", "title_vi": "Chung", "page": "Người khai", "fields": [
            field("ban_sao", "radio", &json!({"allowed_values": ["Có", "Không"]})),
            field("so_ban_sao", "integer", &json!({"show_when": "ban_sao == \"Có\""})),
            field("ly_do", "text", &json!({"show_when": "so_ban_sao > 5"})),
            field("co_con", "checkbox", &json!({"required": false})),
        ]},
        {"id": "con", "title_vi": "Con", "page": "Gia đình", "repeat": {"min": 1, "max": 5}, "show_when": "co_con",
         "fields": [
            field("con_ten", "text", &json!({})),
            field("con_sinh", "date", &json!({})),
            field("con_truong", "text", &json!({"show_when": "age(con_sinh) >= 6"})),
        ]},
        {"id": "ho_tro", "title_vi": "Hỗ trợ", "page": "Gia đình", "show_when": "count(con) >= 2", "fields": [
            field("ho_tro_loai", "text", &json!({})),
        ]},
    ]))
}

#[test]
fn what_is_hidden_is_neither_required_nor_kept_nor_counted() {
    let form = read(&family());
    let old = json!({"con_ten": "An", "con_sinh": "2015-01-01"});
    let young = json!({"con_ten": "Bình", "con_sinh": "01/02/2024"});
    let table: Vec<(Value, Vec<(String, AnswerFault)>)> = vec![
        (json!({}), missing(&["ban_sao"])),
        (json!({"ban_sao": "Không"}), vec![]),
        (json!({"ban_sao": "Không", "so_ban_sao": "không phải số", "ly_do": [1]}), vec![]),
        (json!({"ban_sao": "Có"}), missing(&["so_ban_sao"])),
        (json!({"ban_sao": "Có", "so_ban_sao": 5}), vec![]),
        (json!({"ban_sao": "Có", "so_ban_sao": "6"}), missing(&["ly_do"])),
        // The answer of a hidden field decides nothing.
        (json!({"ban_sao": "Không", "so_ban_sao": 9}), vec![]),
        (json!({"ban_sao": "Không", "con": [old, old]}), vec![]),
        (json!({"ban_sao": "Không", "co_con": true}), vec![("con".to_owned(), AnswerFault::TooFewRows { min: 1 })]),
        (json!({"ban_sao": "Không", "co_con": "on", "con": [young]}), vec![]),
        (json!({"ban_sao": "Không", "co_con": true, "con": [old]}), missing(&["con[0].con_truong"])),
        (
            json!({"ban_sao": "Không", "co_con": true, "con": [young, old]}),
            missing(&["con[1].con_truong", "ho_tro_loai"]),
        ),
        (json!({"ban_sao": "Không", "khac": 1, "con": 1}), vec![("khac".to_owned(), AnswerFault::UnknownField)]),
    ];
    for (answers, expected) in table {
        assert_eq!(wrong(&form, &answers), expected, "{answers}");
    }
}

#[test]
fn kept_answers_are_those_that_are_asked() {
    let form = read(&family());
    let answers = map(&json!({
        "ban_sao": "Co\u{301}", "so_ban_sao": 2, "ly_do": "thừa", "co_con": true, "la": "x", "ho_tro_loai": "thừa",
        "con": [{"con_ten": "An", "con_sinh": "2024-01-01", "con_truong": "thừa", "la": 1}],
    }));
    let kept = json!({
        "ban_sao": "Có", "so_ban_sao": 2, "co_con": true, "con": [{"con_ten": "An", "con_sinh": "2024-01-01"}],
    });
    assert_eq!(Value::Object(form.kept(&answers, TODAY)), kept);
    assert_eq!(form.kept(&map(&kept), TODAY), map(&kept), "keeping twice changes nothing");
    let shown = form.shown(&answers, TODAY);
    assert!(shown.section("con") && !shown.section("ho_tro") && !shown.field("ho_tro_loai"));
    assert!(shown.field("so_ban_sao") && !shown.field("ly_do"));
    assert!(shown.field("con_truong") && !shown.cell("con_truong", 0) && shown.cell("con_ten", 0));
    let pages: Vec<Vec<&str>> =
        form.pages().iter().map(|page| page.iter().map(|section| section.id.as_str()).collect()).collect();
    assert_eq!(pages, [vec!["chung"], vec!["con", "ho_tro"]]);
}

#[test]
fn each_row_keeps_what_is_asked_of_it() {
    let row = |born: &str| json!({"con_ten": "An", "con_sinh": born, "con_truong": "Trường Gia Sàng"});
    let answers = json!({"co_con": true, "con": [row("2015-01-01"), row("2024-01-01"), row("2015-01-01")]});
    let kept = read(&family()).kept(&map(&answers), TODAY);
    let schools: Vec<bool> =
        kept["con"].as_array().into_iter().flatten().map(|row| row.get("con_truong").is_some()).collect();
    assert_eq!(schools, [true, false, true]);
}

#[test]
fn rules_across_fields_leave_out_what_is_hidden() {
    let optional = |condition: Option<&str>| json!({"required": false, "show_when": condition});
    let mut form = file(&json!([{"id": "a", "title_vi": "A", "fields": [
        field("co", "radio", &json!({"allowed_values": ["Có", "Không"]})),
        field("mot", "text", &optional(Some("co == \"Có\""))),
        field("hai", "text", &optional(None)),
    ]}]));
    form["cross_field_rules"] = json!([
        {"op": "at_least_one", "fields": ["mot", "hai"]},
        {"op": "required_if", "field": "mot", "when": {"field": "hai", "equals": "x"}},
    ]);
    let form = read(&form);
    let one_of = |fields: &[&str]| AnswerFault::AtLeastOneOf(fields.iter().map(|field| (*field).to_owned()).collect());
    assert_eq!(wrong(&form, &json!({"co": "Có"})), [("mot".to_owned(), one_of(&["mot", "hai"]))]);
    assert_eq!(wrong(&form, &json!({"co": "Không"})), [("hai".to_owned(), one_of(&["hai"]))]);
    assert_eq!(wrong(&form, &json!({"co": "Có", "hai": "x"})), missing(&["mot"]));
    assert_eq!(wrong(&form, &json!({"co": "Không", "hai": "x"})), []);
}

#[test]
fn the_schema_requires_only_what_is_always_asked() {
    let mut form = family();
    form["sections"][0]["fields"][2]["rules"] = json!([{"op": "max_length", "value": 10_000}]);
    form["sections"][2]["fields"][0]["rules"] = json!([{"op": "max_length", "value": 20}]);
    let schema = schema(&read(&form));
    assert_eq!(schema["required"], json!(["ban_sao"]));
    assert_eq!(schema["properties"]["con"]["items"]["required"], json!(["con_ten", "con_sinh"]));
    assert_eq!(schema["properties"]["ho_tro_loai"]["maxLength"], json!(20));
    assert_eq!(schema["properties"]["ly_do"]["anyOf"][0]["maxLength"], json!(500), "never above the field's own");
}

#[test]
fn a_condition_that_cannot_be_worked_out_hides_nothing() {
    let form = read(&file(&json!([{"id": "a", "title_vi": "A", "fields": [
        field("so", "integer", &json!({})),
        field("la", "text", &json!({"show_when": "1 / so > 2"})),
    ]}])));
    assert_eq!(wrong(&form, &json!({"so": 0})), missing(&["la"]));
    assert_eq!(wrong(&form, &json!({"so": 1})), []);
}

#[test]
fn faulty_definitions_are_refused_with_every_place() {
    let mut form = family();
    form["sections"][0]["fields"][1]["show_when"] = json!("so_ban > 1");
    form["sections"][0]["fields"][2]["show_when"] = json!("so_ban_sao");
    form["sections"][1]["fields"][2]["show_when"] = json!("age(con_sinh) >= \"6\"");
    form["sections"][2]["show_when"] = json!("con_ten == \"An\"");
    form["sections"][0]["fields"][3]["show_when"] = json!("ban_sao == \"co\"");
    let rule = |place: &str, column, kind| {
        let fault = domain::rule::RuleFault { line: 1, column, kind };
        (place.to_owned(), FaultKind::Rule { fault })
    };
    let unknown = |name: &str| RuleFaultKind::UnknownName { name: name.to_owned() };
    let type_of = |expected, found| RuleFaultKind::WrongType { expected, found };
    assert_eq!(
        faults(&form),
        [
            rule("sections[0].fields[1].show_when", 1, unknown("so_ban")),
            rule(
                "sections[0].fields[2].show_when",
                1,
                RuleFaultKind::WrongResult { expected: ValueType::YesNo, found: ValueType::Number }
            ),
            rule(
                "sections[0].fields[3].show_when",
                12,
                RuleFaultKind::NotAChoice { name: "ban_sao".into(), given: "co".into() }
            ),
            rule("sections[1].fields[2].show_when", 18, type_of(ValueType::Number, ValueType::Text)),
            rule("sections[2].show_when", 1, unknown("con_ten")),
        ]
    );
    let mut endless = family();
    endless["sections"][1]["repeat"] = json!({"min": 1});
    endless["sections"][2]["fields"][0]["field"] = json!("ban_sao");
    assert_eq!(
        faults(&endless),
        [
            ("sections[2].fields[0].field".to_owned(), FaultKind::Duplicate { given: "ban_sao".to_owned() }),
            ("sections[1].repeat.max".to_owned(), FaultKind::Missing),
            ("sections[1].repeat.max".to_owned(), FaultKind::EndsBeforeItBegins),
        ]
    );
}

#[test]
fn conditions_in_a_circle_are_refused() {
    let circle = |first: &str, second: &str, section: &str| {
        let mut form = family();
        form["sections"][0]["fields"][1]["show_when"] = json!(first);
        form["sections"][0]["fields"][2]["show_when"] = json!(second);
        form["sections"][2]["show_when"] = json!(section);
        faults(&form)
            .into_iter()
            .map(|(place, kind)| {
                assert!(matches!(kind, FaultKind::TangledConditions { .. }), "{kind:?}");
                place
            })
            .collect::<Vec<_>>()
    };
    let (one, two) = ("sections[0].fields[1].show_when", "sections[0].fields[2].show_when");
    assert_eq!(circle("answered(ly_do)", "so_ban_sao > 5", "true"), [one, two]);
    assert_eq!(circle("so_ban_sao > 5", "true", "true"), [one]);
    assert_eq!(circle("true", "true", "answered(ho_tro_loai)"), ["sections[2].show_when"]);
    assert_eq!(circle("answered(ho_tro_loai)", "true", "so_ban_sao > 1"), [one, "sections[2].show_when"]);
    let mut form = family();
    form["sections"][1]["fields"][2]["show_when"] = json!("count(con) > 1");
    assert!(!faults(&form).is_empty(), "a field of a row hangs on its rows");
    let chain = |length: usize| {
        let link =
            |at: usize| field(&format!("f{at}"), "text", &json!({"show_when": format!("answered(f{})", at + 1)}));
        let mut fields: Vec<Value> = (0..length).map(link).collect();
        fields.push(field(&format!("f{length}"), "text", &json!({})));
        file(&json!([{"id": "a", "title_vi": "A", "fields": fields}]))
    };
    let form = read(&chain(30));
    let all: Map<String, Value> = (0..=30).map(|at| (format!("f{at}"), json!("x"))).collect();
    assert_eq!(form.check(&all, TODAY, &Organisation::new([])), []);
    let mut cut = all.clone();
    cut.remove("f30");
    assert_eq!(form.kept(&cut, TODAY), Map::new(), "the whole chain falls");
    assert!(!faults(&chain(200)).is_empty());
}

#[test]
fn identity_numbers_and_tax_codes_are_kinds_of_fields() {
    let form = read(&file(&json!([{"id": "a", "title_vi": "A", "fields": [
        field("so", "identity", &json!({"required": false, "label_en": "Identity number"})),
        field("thue", "tax_code", &json!({"required": false})),
    ]}])));
    assert_eq!(form.field("so").and_then(|field| field.label_en.as_deref()), Some("Identity number"));
    assert_eq!(wrong(&form, &json!({"so": "019090001234", "thue": "0100109106"})), []);
    assert_eq!(
        wrong(&form, &json!({"so": "099090001234", "thue": "0100109105"})),
        [
            ("so".to_owned(), AnswerFault::WrongType(FieldKind::Identity)),
            ("thue".to_owned(), AnswerFault::WrongType(FieldKind::TaxCode)),
        ]
    );
}

#[test]
fn examples_are_tried_when_a_form_is_read() {
    let mut form = family();
    form["examples"] = json!([
        {"name": "đủ", "on": "2026-11-26", "answers": {"ban_sao": "Không"}, "wrong": []},
        {"name": "thiếu", "on": "2026-11-26", "answers": {"ban_sao": "Có", "khac": 1}, "wrong": ["so_ban_sao", "khac"]},
    ]);
    assert_eq!(read(&form).examples.len(), 2);
    form["examples"][0]["wrong"] = json!(["ban_sao"]);
    form["examples"][1]["answers"] = json!({});
    let differs = |name: &str, unexpected: &[&str], missing: &[&str]| {
        let list = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect();
        FaultKind::ExampleDiffers { name: name.to_owned(), unexpected: list(unexpected), missing: list(missing) }
    };
    assert_eq!(
        faults(&form),
        [
            ("examples[0]".to_owned(), differs("đủ", &[], &["ban_sao"])),
            ("examples[1]".to_owned(), differs("thiếu", &["ban_sao"], &["khac", "so_ban_sao"])),
        ]
    );
    form["examples"] = json!([{"name": "ngày", "on": "hôm nay", "answers": 1, "wrong": []}]);
    assert_eq!(faults(&form).len(), 1);
}

#[test]
fn text_that_deceives_is_refused() {
    let form = read(&file(&json!([{"id": "a", "title_vi": "A", "fields": [
        field("ten", "text", &json!({})), field("so", "decimal", &json!({"required": false})),
    ]}])));
    let text =
        |given: &str| wrong(&form, &json!({"ten": given})).into_iter().map(|(_, fault)| fault).collect::<Vec<_>>();
    assert_eq!(text("Hoa\u{300}ng Thi\u{323} Nga"), []);
    assert_eq!(text("\u{41D}à Nội"), [AnswerFault::MixedScripts]);
    assert_eq!(text("Москва"), []);
    for control in ["a\u{0}", "\u{7}", "a\u{202e}b", "\u{2066}a"] {
        assert_eq!(text(control), [AnswerFault::WrongType(FieldKind::Text)], "{control:?}");
    }
    for number in
        [json!(1e300), json!("9".repeat(39)), json!("9".repeat(5000)), json!(-1e-300), json!("1e5"), json!("∞")]
    {
        assert_eq!(wrong(&form, &json!({"ten": "x", "so": number})).len(), 1, "{number}");
    }
}

#[test]
fn ten_thousand_rows_and_deep_values_are_faults() {
    let form = read(&family());
    let rows = vec![json!({"con_ten": "An", "con_sinh": "2015-01-01"}); 10_000];
    let answers = json!({"ban_sao": "Không", "co_con": true, "con": rows});
    let found = wrong(&form, &answers);
    assert_eq!(found[0], ("con".to_owned(), AnswerFault::TooManyRows { max: 5 }));
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    for key in ["ban_sao", "co_con", "con", "so_ban_sao"] {
        let mut answers = map(&json!({"ban_sao": "Có", "co_con": true}));
        answers.insert(key.to_owned(), deep.clone());
        assert!(!wrong(&form, &Value::Object(answers)).is_empty(), "{key}");
    }
}

/// Sixty fields of all kinds, every third with a condition, three rows, and good answers to all of it.
fn large() -> (Form, Map<String, Value>) {
    let kinds: [(&str, Value, Value); 6] = [
        ("text", json!("Nguyễn Thị Minh Khai"), json!({})),
        ("select", json!("Không"), json!({"allowed_values": ["Có", "Không"]})),
        ("integer", json!(12), json!({"rules": [{"op": "range", "min": 1, "max": 20}]})),
        ("date", json!("26/11/2020"), json!({"rules": [{"op": "date_not_future"}]})),
        ("identity", json!("019090001234"), json!({"rules": [{"op": "pattern", "value": "^[0-9]{12}$"}]})),
        ("checkbox", json!(true), json!({})),
    ];
    let mut answers = Map::new();
    let mut fields = Vec::new();
    for at in 0..54 {
        let (kind, answer, more) = &kinds[at % kinds.len()];
        let mut field = field(&format!("f{at}"), kind, more);
        if at % 3 == 0 && at > 5 {
            let before = at - at % kinds.len();
            field["show_when"] =
                json!(format!("f1 == \"Không\" && f2 > 3 && age(f3) < 18 && answered(f{})", before - 6));
        }
        fields.push(field);
        answers.insert(format!("f{at}"), answer.clone());
    }
    let cells: Vec<Value> = (0..6).map(|at| field(&format!("r{at}"), kinds[at].0, &kinds[at].2)).collect();
    let row: Map<String, Value> = (0..6).map(|at| (format!("r{at}"), kinds[at].1.clone())).collect();
    answers.insert("rows".to_owned(), json!([row, row, row]));
    let form = file(&json!([
        {"id": "a", "title_vi": "A", "fields": fields},
        {"id": "rows", "title_vi": "B", "repeat": {"min": 1, "max": 10}, "fields": cells},
    ]));
    (read(&form), answers)
}

#[test]
fn a_form_of_sixty_fields_is_checked_in_time() {
    let (form, answers) = large();
    let units = Organisation::new([]);
    assert_eq!(form.fields().count(), 60);
    assert_eq!(form.check(&answers, TODAY, &units), []);
    let mut times: Vec<Duration> = (0..500)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(form.check(std::hint::black_box(&answers), TODAY, &units));
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!("60 fields: median {:?}, slowest twentieth {:?}", times[250], times[475]);
    // The aim is 200 µs in a release build; this build is less optimised and shares its machine.
    assert!(times[250] < Duration::from_millis(5), "{:?}", times[250]);
}
