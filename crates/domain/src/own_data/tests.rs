//! Tables of what is kept, offered, asked again, and which papers count.

use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};

use super::*;
use crate::dataset::RegisterKind;
use crate::eform::{Choices, Concept, Field, FieldKind, Form};
use crate::organisation::Organisation;
use crate::procedure::{Component, SubmitMode};

const TODAY: Date = date(2026, 11, 26);

fn field(id: &str, kind: FieldKind, concept: Option<Concept>) -> Field {
    let mut field = Form::default_for("1.000001").sections[0].fields[0].clone();
    (field.id, field.kind, field.concept, field.required) = (id.to_owned(), kind, concept, false);
    field
}

fn form() -> Form {
    let mut form = Form::default_for("1.000001");
    let mut gender = field("gioi_tinh", FieldKind::Select, Some(Concept::Gender));
    gender.choices = Choices::Listed { values: vec!["Nam".to_owned(), "Nữ".to_owned()] };
    form.sections[0].fields = vec![
        field("ho_ten", FieldKind::Text, Some(Concept::FullName)),
        field("ngay_sinh", FieldKind::Date, Some(Concept::BirthDate)),
        gender,
        field("noi_cu_tru", FieldKind::Address, Some(Concept::Residence)),
        field("so_dinh_danh", FieldKind::Identity, Some(Concept::IdentityNumber)),
        field("ghi_chu", FieldKind::Text, None),
    ];
    form
}

fn answers(pairs: &[(&str, &str)]) -> Map<String, Value> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
}

fn held(concept: Concept, value: &str, source: Source, as_of: Date) -> Held {
    Held { id: item_id(&What::Value { concept }, &source), concept, value: value.to_owned(), source, as_of }
}

fn register() -> Source {
    Source::Register { register: RegisterKind::Population, number: "019193004217".to_owned() }
}

fn result() -> Source {
    Source::Result { dossier: "H55-1".to_owned() }
}

fn own() -> Source {
    Source::Answer { dossier: "H55-2".to_owned() }
}

#[test]
fn only_answers_with_a_concept_are_kept() {
    let given =
        answers(&[("ho_ten", " Ma Văn Quyết "), ("ngay_sinh", "17/9/1988"), ("ghi_chu", "x"), ("noi_cu_tru", "")]);
    let kept = kept_of(&form(), &given);
    let expected = [(Concept::FullName, "Ma Văn Quyết".to_owned()), (Concept::BirthDate, "1988-09-17".to_owned())];
    assert_eq!(kept, expected);
    let mut repeated = form();
    repeated.sections[0].repeat = Some(crate::eform::Repeat { min: 0, max: 3 });
    assert_eq!(kept_of(&repeated, &given), [], "rows are about others");
}

/// What the row shows, what is held of one concept, and what comes of it: the value offered, or why it is asked again.
type Offered = (&'static str, Vec<Held>, Result<&'static str, Option<Why>>);

#[test]
fn the_newest_of_the_highest_source_is_offered() {
    let residence = |value: &str, source: Source, as_of: Date| held(Concept::Residence, value, source, as_of);
    let recent = date(2026, 10, 1);
    let table: [Offered; 10] = [
        ("nothing known", vec![], Err(None)),
        ("own answer", vec![residence("Tổ 5", own(), recent)], Ok("Tổ 5")),
        (
            "register over a newer own answer",
            vec![residence("Tổ 5", register(), date(2026, 3, 1)), residence("Tổ 9", own(), recent)],
            Ok("Tổ 5"),
        ),
        (
            "result over own answer",
            vec![residence("Tổ 6", result(), date(2026, 3, 1)), residence("Tổ 9", own(), recent)],
            Ok("Tổ 6"),
        ),
        (
            "an older result does not disturb the register",
            vec![residence("Tổ 5", register(), recent), residence("Tổ 6", result(), date(2026, 3, 1))],
            Ok("Tổ 5"),
        ),
        (
            "a newer result that says something else",
            vec![residence("Tổ 5", register(), date(2026, 3, 1)), residence("Tổ 6", result(), recent)],
            Err(Some(Why::Conflicting)),
        ),
        (
            "case and diacritics make no difference",
            vec![residence("TỔ 5", register(), date(2026, 3, 1)), residence("tổ 5", result(), recent)],
            Ok("TỔ 5"),
        ),
        ("exactly a year old", vec![residence("Tổ 5", own(), date(2025, 11, 26))], Ok("Tổ 5")),
        ("a day older", vec![residence("Tổ 5", own(), date(2025, 11, 25))], Err(Some(Why::TooOld))),
        ("old register", vec![residence("Tổ 5", register(), date(2020, 1, 1))], Err(Some(Why::TooOld))),
    ];
    for (name, held, expected) in table {
        let prefill = prefill(&form(), &Map::new(), &held, TODAY, &Organisation::new([]));
        let offered = prefill.offers.first().map(|offer| offer.answer.as_str());
        let again = prefill.again.first().map(|again| again.why);
        assert_eq!(offered.ok_or(again), expected, "{name}");
        assert!(
            prefill
                .offers
                .iter()
                .map(|offer| &offer.field)
                .chain(prefill.again.iter().map(|a| &a.field))
                .all(|f| f == "noi_cu_tru")
        );
    }
}

#[test]
fn what_does_not_change_is_never_too_old() {
    let old = [held(Concept::BirthDate, "1988-09-17", own(), date(2010, 1, 1))];
    let prefill = prefill(&form(), &Map::new(), &old, TODAY, &Organisation::new([]));
    assert_eq!(prefill.offers.len(), 1);
}

#[test]
fn the_form_decides_what_fits() {
    let known = [
        held(Concept::Gender, "nữ", register(), TODAY),
        held(Concept::IdentityNumber, "123", own(), TODAY),
        held(Concept::FullName, "Ma Văn Quyết", own(), TODAY),
    ];
    let answered = answers(&[("ho_ten", "Ma Văn Quyết")]);
    let prefill = prefill(&form(), &answered, &known, TODAY, &Organisation::new([]));
    let offered: Vec<(&str, &str)> =
        prefill.offers.iter().map(|offer| (offer.field.as_str(), offer.answer.as_str())).collect();
    assert_eq!(offered, [("gioi_tinh", "Nữ")], "as the list writes it; what stands there already is not offered");
    assert_eq!(prefill.again, [Again { field: "so_dinh_danh".to_owned(), why: Why::Unfit }]);
}

#[test]
fn nothing_is_kept_without_consent_and_everything_can_go() {
    let head = |day: Date| Head { what: What::Value { concept: Concept::Phone }, source: own(), as_of: day };
    let mut record = Record::default();
    assert_eq!(record.keep(head(TODAY)), Err(OwnFault::NoConsent));
    assert_eq!(record.may_use(), Err(OwnFault::NoConsent));
    assert_eq!(record.consent(false), None);
    record.apply(&record.consent(true).expect("consent"));
    let kept = record.keep(head(TODAY)).expect("allowed").expect("kept");
    record.apply(&kept);
    assert_eq!(record.keep(head(date(2020, 1, 1))), Ok(None), "an older answer does not replace a newer one");
    assert!(matches!(record.keep(head(TODAY)), Ok(Some(_))), "one of the same day does");
    assert_eq!(record.items.len(), 1);
    record.apply(&record.consent(false).expect("withdrawn"));
    assert_eq!(record.keep(head(TODAY)), Err(OwnFault::NoConsent));
    assert_eq!(record.remove("person.email/answer"), Err(OwnFault::NoSuchItem));
    record.apply(&record.remove("person.phone/answer").expect("deleted without consent"));
    assert_eq!((record.empty(), record.version), (None, 4));
}

#[test]
fn a_store_is_bounded() {
    let mut record = Record::default();
    record.apply(&Event::ConsentGiven);
    for number in 0..ITEMS_MAX + 5 {
        let what = What::Paper { kind: PaperKind("giay".to_owned()), sha256: format!("{number:064}") };
        if let Some(event) = record.keep(Head { what, source: result(), as_of: TODAY }).expect("allowed") {
            record.apply(&event);
        }
    }
    assert_eq!(record.items.len(), ITEMS_MAX);
}

#[test]
fn events_come_back_from_their_json() {
    let what = What::Paper { kind: PaperKind("result:1.001612".to_owned()), sha256: "0".repeat(64) };
    let head = Head { what: what.clone(), source: result(), as_of: TODAY };
    let answer = Answer::Found { entries: 2 };
    let (register, draft) = (RegisterKind::Land, "D".to_owned());
    for event in [
        Event::ConsentGiven,
        Event::ConsentWithdrawn,
        Event::Kept { id: item_id(&what, &head.source), head },
        Event::Kept {
            id: "x".to_owned(),
            head: Head { what: What::Value { concept: Concept::Parcel }, source: self::register(), as_of: TODAY },
        },
        Event::Removed { id: "x".to_owned() },
        Event::Emptied,
        Event::RegisterAsked { register, procedure: "1.001612".to_owned(), draft: draft.clone() },
        Event::RegisterAnswered { register, draft: draft.clone(), answer },
        Event::RegisterAnswered { register, draft, answer: Answer::Unavailable },
    ] {
        let text = serde_json::to_string(&event).expect("written");
        assert_eq!(serde_json::from_str::<Event>(&text).expect(&text), event);
    }
}

#[test]
fn a_paper_counts_by_kind_or_as_a_result_while_it_is_valid() {
    let component = |kind: Option<&str>, results: &[&str], months: Option<u32>| Component {
        id: "c1".to_owned(),
        order: 1,
        name_vi: "Bản sao Giấy chứng nhận đăng ký hộ kinh doanh".to_owned(),
        form_no: None,
        originals: None,
        copies: None,
        required: true,
        required_in_case: false,
        submit_mode: SubmitMode::Submit,
        case_vi: None,
        held_by: None,
        needed_when: None,
        known_kind: kind.map(str::to_owned),
        known_results: results.iter().map(|id| (*id).to_owned()).collect(),
        known_months: months,
        file_kinds: Vec::new(),
        max_bytes: 1,
    };
    let kind = |text: &str| PaperKind(text.to_owned());
    let issued = date(2026, 5, 26);
    let table = [
        (component(None, &[], None), kind("gcn"), issued, false),
        (component(Some("gcn"), &[], None), kind("gcn"), issued, true),
        (component(Some("gcn"), &[], None), kind("gks"), issued, false),
        (component(Some("gcn"), &["1.001612"], None), kind_of_result("1.001612"), issued, true),
        (component(Some("gcn"), &["1.001612"], None), kind_of_result("1.001193"), issued, false),
        (component(Some("gcn"), &[], Some(6)), kind("gcn"), issued, true),
        (component(Some("gcn"), &[], Some(6)), kind("gcn"), date(2026, 5, 25), false),
        (component(Some("gcn"), &[], None), kind("gcn"), date(2026, 11, 27), false),
    ];
    for (component, kind, as_of, expected) in table {
        assert_eq!(counts(&component, &kind, as_of, TODAY), expected, "{kind:?} {as_of} {component:?}");
    }
    assert_eq!(kind_of(&component(None, &["1.001612"], None)), None, "a declaration is made for one case");
}
