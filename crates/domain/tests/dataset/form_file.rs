//! Forms written back as files, and the schema of their answers.

use std::cell::Cell;

use domain::dataset::{Dataset, write};
use domain::eform::{
    Choices, Concept, CrossCheck, CrossRule, Example, Field, FieldCheck, FieldKind, FieldRule, Form, Pattern, Repeat,
    Section, Severity, When, schema,
};
use domain::rule::Rule;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use super::{form, names, organisation};

fn forms() -> Vec<Form> {
    let files = names().into_iter().filter_map(|name| name.strip_prefix("forms/").map(str::to_owned));
    files.map(|file| form(file.trim_end_matches(".json"))).collect()
}

fn again(form: &Form) -> Form {
    let file = write::form(form).to_string();
    match Dataset::parse("form.json", file.as_bytes()) {
        Ok(Dataset::Form(form)) => *form,
        other => panic!("{other:?}\n{file}"),
    }
}

fn published() -> jsonschema::Validator {
    let path = super::folder().join("schema/form.schema.json");
    let text = std::fs::read(path).expect("the schema is shipped");
    jsonschema::draft202012::new(&serde_json::from_slice(&text).expect("JSON")).expect("a schema")
}

#[test]
fn shipped_forms_come_back_as_they_were() {
    let published = published();
    for form in forms() {
        assert_eq!(again(&form), form, "{}", form.id);
        let file = write::form(&form);
        let faults: Vec<String> = published.iter_errors(&file).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", form.id);
        let stored = serde_json::to_string(&form).expect("JSON");
        assert_eq!(serde_json::from_str::<Form>(&stored).expect("a form"), form, "{}", form.id);
    }
}

fn text() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Họ, chữ đệm, tên", "Ngày sinh \"dương lịch\"", "a\\b", "Số lượng", "Ghi rõ\nlý do"])
        .prop_map(str::to_owned)
}

fn when(of: usize) -> impl Strategy<Value = When> {
    let value = prop_oneof![text().prop_map(Value::String), any::<bool>().prop_map(Value::Bool)];
    (0..of, prop::collection::vec(value, 1..3)).prop_map(|(at, is_one_of)| When { field: format!("f{at}"), is_one_of })
}

fn field_check(of: usize) -> impl Strategy<Value = FieldCheck> {
    let pattern = || prop::sample::select(vec!["^[0-9]{12}$", "^(0|\\+84)[0-9]{9,10}$", "^[A-Z]\\d{7}(-[0-9])?$"]);
    let pattern = move || pattern().prop_map(|text| Pattern::parse(text).expect("a pattern"));
    let bound = || prop::option::of(-10_i64.pow(12)..10_i64.pow(12));
    prop_oneof![
        pattern().prop_map(|pattern| FieldCheck::Pattern { pattern }),
        (when(of), pattern()).prop_map(|(when, pattern)| FieldCheck::PatternIf { when, pattern }),
        when(of).prop_map(|when| FieldCheck::RequiredIf { when }),
        prop::collection::vec(text(), 1..3)
            .prop_map(|cases| FieldCheck::RequiredIfCase { case: "loai".to_owned(), cases }),
        (bound(), bound()).prop_map(|(min, max)| FieldCheck::Range { min, max }),
        (1_usize..5_000).prop_map(|limit| FieldCheck::MaxLength { limit }),
        prop::sample::select(vec![FieldCheck::DateNotFuture, FieldCheck::UnitInForce, FieldCheck::NoDefunctUnit]),
    ]
}

fn cross_check(of: usize) -> impl Strategy<Value = CrossCheck> {
    let one = move || (0..of).prop_map(|at| format!("f{at}"));
    let several = move || prop::collection::vec(one(), 1..4);
    prop_oneof![
        several().prop_map(|fields| CrossCheck::AtLeastOne { fields }),
        (several(), prop::option::of(text()))
            .prop_map(|(fields, when_vi)| CrossCheck::RequiredTogether { fields, when_vi }),
        (one(), when(of)).prop_map(|(field, when)| CrossCheck::RequiredIf { field, when }),
        when(of).prop_map(|when| CrossCheck::RequiredSectionIf { section: "nhieu".to_owned(), when }),
        (one(), one()).prop_map(|(before, after)| CrossCheck::DateOrder { before, after }),
        (one(), one(), 0_u32..100_000).prop_map(|(from, to, max)| CrossCheck::DaysBetween { from, to, max }),
        (one(), one()).prop_map(|(field, other)| CrossCheck::FieldGte { field, other }),
        several().prop_map(|fields| CrossCheck::Consistent { fields }),
        (when(of), several()).prop_map(|(when, fields)| CrossCheck::EqualIf { when, fields }),
        several().prop_map(|fields| CrossCheck::NotEqual { fields }),
        (one(), 0_u32..200, prop::option::of(one())).prop_map(|(field, years, at)| CrossCheck::AgeAtLeast {
            field,
            years,
            at
        }),
        one().prop_map(|field| CrossCheck::ExactlyOneTrue { field }),
        (several(), text()).prop_map(|(fields, domestic)| CrossCheck::AnyForeignRequires {
            fields,
            domestic,
            route_to: "2.000806".to_owned()
        }),
        (one(), 0_u32..100).prop_map(|(born, age)| CrossCheck::HistoryCovers { section: "nhieu".into(), born, age }),
        (one(), 0_u32..10_000).prop_map(|(field, free)| CrossCheck::FreeCopies { field, free }),
    ]
}

const KINDS: [FieldKind; 18] = [
    FieldKind::Text,
    FieldKind::Textarea,
    FieldKind::Select,
    FieldKind::Radio,
    FieldKind::Checkbox,
    FieldKind::Date,
    FieldKind::PartialDate,
    FieldKind::Integer,
    FieldKind::Decimal,
    FieldKind::Money,
    FieldKind::Tel,
    FieldKind::Identity,
    FieldKind::TaxCode,
    FieldKind::Email,
    FieldKind::Url,
    FieldKind::Address,
    FieldKind::Signature,
    FieldKind::File,
];

/// Every field but its name; the first field of the form never has a condition.
fn some_field(of: usize) -> impl Strategy<Value = Field> {
    let choices = prop_oneof![
        3 => Just(Choices::Any),
        1 => Just(Choices::Listed { values: vec!["Có".to_owned(), "Không".to_owned()] }),
        1 => prop::option::of(text()).prop_map(|default| Choices::Named { list: "ds".to_owned(), default }),
        1 => prop::option::of(text()).prop_map(|default| Choices::Nationality { default }),
        1 => Just(Choices::Units),
    ];
    let rule =
        (field_check(of), prop::option::of(text())).prop_map(|(check, message_vi)| FieldRule { check, message_vi });
    let texts = (text(), prop::option::of(text()), prop::option::of(text()), prop::option::of(text()));
    let condition = prop::option::of(prop::sample::select(vec![
        "today > date(\"2026-01-01\")",
        "answered(f0)",
        "count(nhieu) > 1",
    ]));
    (prop::sample::select(KINDS.to_vec()), any::<bool>(), choices, prop::collection::vec(rule, 0..3), texts, condition)
        .prop_map(|(kind, required, choices, rules, (label_vi, label_en, hint_vi, hint_en), condition)| Field {
            id: String::new(),
            label_vi,
            label_en,
            kind,
            required,
            choices,
            rules,
            hint_vi,
            hint_en,
            show_when: condition.map(|text| Rule::read(text).expect("a rule")),
            concept: (kind == FieldKind::Text).then_some(Concept::FullName),
        })
}

fn section(id: &str, fields: Vec<Field>, repeat: Option<Repeat>, texts: (String, Option<String>)) -> Section {
    let (title_vi, other) = texts;
    Section {
        id: id.to_owned(),
        title_vi,
        title_en: other.clone(),
        note_vi: other.clone(),
        page: other,
        show_when: None,
        repeat,
        fields,
    }
}

fn some_form() -> impl Strategy<Value = Form> {
    (2_usize..8).prop_flat_map(|of| {
        let cross =
            (cross_check(of), any::<bool>(), prop::option::of(text())).prop_map(|(check, error, message_vi)| {
                CrossRule { check, severity: if error { Severity::Error } else { Severity::Warning }, message_vi }
            });
        let fields = prop::collection::vec(some_field(of), of);
        let texts = (text(), prop::option::of(text()));
        (fields, prop::collection::vec(cross, 0..5), texts, 0_usize..3, 3_usize..200).prop_map(
            move |(mut fields, cross_rules, texts, min, max)| {
                for (at, field) in fields.iter_mut().enumerate() {
                    field.id = format!("f{at}");
                }
                fields[0].kind = FieldKind::Text;
                fields[0].show_when = None;
                let mut rows = fields.split_off(of - 1);
                rows[0].show_when = None;
                let mut form = Form::default_for("1.000894");
                "to-khai-thu".clone_into(&mut form.id);
                form.title_en.clone_from(&texts.1);
                "test".clone_into(&mut form.source);
                form.value_lists.insert("ds".to_owned(), vec!["Kinh".to_owned(), "Tày".to_owned()]);
                form.cross_rules = cross_rules;
                form.sections = vec![
                    section("mot", fields, None, texts.clone()),
                    section("nhieu", rows, Some(Repeat { min, max }), texts),
                ];
                form.sections[1].show_when = Some(Rule::read("answered(f0)").expect("a rule"));
                form
            },
        )
    })
}

/// A value in the shape that the schema speaks of, sound or not.
fn value(kind: FieldKind) -> BoxedStrategy<Value> {
    let of = |values: &[&str]| {
        let values: Vec<Value> = values.iter().map(|value| json!(value)).collect();
        prop::sample::select(values).boxed()
    };
    match kind {
        FieldKind::Checkbox => any::<bool>().prop_map(Value::Bool).boxed(),
        FieldKind::Integer | FieldKind::Money => {
            prop_oneof![(-5_i64..40).prop_map(|n| json!(n)), of(&["7", "-7", "7.0", "x"])].boxed()
        }
        FieldKind::Decimal => {
            prop_oneof![(-50_i64..400).prop_map(|n| json!(n)), Just(json!(2.5)), of(&["2,5", "1e3"])].boxed()
        }
        FieldKind::Date => of(&["2026-11-26", "26/11/2026", "1/2/2026", "2026-02-30", "hôm nay"]),
        FieldKind::PartialDate => of(&["1990", "05/1990", "1990-05", "1/2/1990", "1990-05-01", "năm 1990"]),
        FieldKind::Tel => of(&["0912345678", "+84 912 345 678", "gọi tôi"]),
        FieldKind::Identity => of(&["019090001234", "090123456", "1"]),
        FieldKind::TaxCode => of(&["0100109106", "0100109106-001", "0100109106001", "1"]),
        FieldKind::Email => of(&["an@example.vn", "an", "@"]),
        FieldKind::Url => of(&["https://example.vn", "example.vn", "x"]),
        FieldKind::Select | FieldKind::Radio => of(&["Có", "Không", "Kinh", "Tày", "khác"]),
        FieldKind::Text | FieldKind::Textarea | FieldKind::Address | FieldKind::Signature | FieldKind::File => {
            of(&["Có", "Kinh", "Nguyễn Văn An", "019090001234", "0912345678", "B1234567-1", "Phường Gia Sàng"])
        }
    }
}

fn row(fields: &[Field]) -> BoxedStrategy<Map<String, Value>> {
    let cells: Vec<BoxedStrategy<Option<(String, Value)>>> = fields
        .iter()
        .filter(|field| field.kind.is_asked())
        .map(|field| {
            let id = field.id.clone();
            prop_oneof![1 => Just(None), 6 => value(field.kind).prop_map(Some)]
                .prop_map(move |value| value.map(|value| (id.clone(), value)))
                .boxed()
        })
        .collect();
    cells.prop_map(|cells| cells.into_iter().flatten().collect()).boxed()
}

fn answers(form: &Form) -> BoxedStrategy<Map<String, Value>> {
    let parts: Vec<BoxedStrategy<Map<String, Value>>> = form
        .sections
        .iter()
        .map(|section| {
            if section.repeat.is_none() {
                return row(&section.fields);
            }
            let id = section.id.clone();
            prop::collection::vec(row(&section.fields).prop_map(Value::Object), 0..3)
                .prop_map(move |rows| Map::from_iter([(id.clone(), Value::Array(rows))]))
                .boxed()
        })
        .collect();
    parts.prop_map(|parts| parts.into_iter().flatten().collect()).boxed()
}

fn validator(form: &Form) -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema(form)).unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_forms_come_back_as_they_were(form in some_form()) {
        prop_assert_eq!(again(&form), form);
    }
}

#[test]
fn accepted_answers_follow_the_schema() {
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    let cases = some_form().prop_flat_map(|mut form| {
        form.cross_rules.clear();
        let all = prop::collection::vec(answers(&form), 30);
        (Just(form), all)
    });
    let (today, accepted) = (date(2026, 11, 26), Cell::new(0));
    let judged = TestRunner::new(config).run(&cases, |(form, all)| {
        let validator = validator(&form);
        for answers in all {
            let kept = form.kept(&answers, today);
            if kept.len() < 2 || !form.check(&kept, today, organisation()).is_empty() {
                continue;
            }
            accepted.set(accepted.get() + 1);
            let kept = Value::Object(kept);
            let faults = validator.iter_errors(&kept).map(|fault| format!("{} {fault}", fault.instance_path()));
            let faults: Vec<String> = faults.collect();
            prop_assert!(faults.is_empty(), "{:?}\n{}", faults, kept);
        }
        Ok(())
    });
    judged.unwrap_or_else(|error| panic!("{error}"));
    assert!(accepted.get() > 300, "only {} answers were accepted", accepted.get());
}

#[test]
fn the_schema_of_a_shipped_form_tells_good_from_bad() {
    let form = form("giay-de-nghi-dang-ky-ho-kinh-doanh");
    let schema = schema(&form);
    assert!(schema["required"].as_array().is_some_and(|required| required.contains(&json!("nganh_nghe"))));
    assert_eq!(schema["properties"]["nganh_nghe"]["maxItems"], json!(50));
    let rows = json!({"properties": {"nganh_nghe": schema["properties"]["nganh_nghe"]}});
    let rows = jsonschema::draft202012::new(&rows).expect("a schema");
    let table = [
        (json!([{"nganh_ten": "Bán lẻ chè", "nganh_ma": "4722", "nganh_chinh": true}]), true),
        (json!([]), false),
        (json!("x"), false),
        (json!([{"nganh_ten": ""}]), false),
        (json!([{"nganh_ten": "A", "la": 1}]), false),
        (json!([{"nganh_ten": "A", "nganh_chinh": "on"}]), false),
        (Value::Array(vec![json!({"nganh_ten": "A"}); 51]), false),
    ];
    for (given, expected) in table {
        assert_eq!(rows.is_valid(&json!({"nganh_nghe": given})), expected, "{given}");
    }
}

#[test]
fn examples_and_conditions_are_written_too() {
    let mut form = Form::default_for("1.000894");
    form.source = "test".to_owned();
    form.examples.push(Example {
        name: "trống".to_owned(),
        on: date(2026, 11, 26),
        answers: Map::new(),
        wrong: vec!["noi_dung".to_owned()],
    });
    assert_eq!(again(&form), form);
    assert!(published().is_valid(&write::form(&form)));
}
