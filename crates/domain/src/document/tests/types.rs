//! The shipped list of types, and the numbers and marks that follow from it.

use std::collections::BTreeSet;

use jiff::civil::date;
use serde_json::{Value, json};

use super::{DAY, kind, types};
use crate::document::*;
use crate::edxml::Priority;

#[test]
fn the_law_has_twenty_nine_types_and_three_copies() {
    let types = types();
    let (documents, copies): (Vec<&Kind>, Vec<&Kind>) = types.on(DAY).partition(|kind| !kind.is_copy);
    assert_eq!((documents.len(), copies.len()), (29, 3));
    let without: Vec<&str> =
        documents.iter().filter(|kind| kind.abbreviation.is_none()).map(|kind| kind.id.as_str()).collect();
    assert_eq!(without, ["cong_van", "thu_cong"]);
    let orders: BTreeSet<u16> = documents.iter().map(|kind| kind.order).collect();
    assert_eq!(orders, (1..=29).collect());
    assert_eq!(types.on(date(2020, 3, 4)).count(), 0);
    assert_eq!(types.of_notation("TC-UBND", DAY).map(|kind| kind.id.as_str()), Some("thong_cao"));
    assert_eq!(types.of_notation("QyĐ-UBND", DAY).map(|kind| kind.id.as_str()), Some("quy_dinh"));
    assert_eq!(types.of_notation("UBND-KSTT", DAY), None);
    assert_eq!(types.of_name("quyết định", DAY).map(|kind| kind.id.as_str()), Some("quyet_dinh"));
    assert_eq!(types.of_name("Cong van", DAY).map(|kind| kind.id.as_str()), Some("cong_van"));
}

#[test]
fn a_faulty_list_is_refused_with_every_fault() {
    let row = |id: &str, abbreviation: Value, from: &str, to: Value| {
        json!({"id": id, "order": 1, "name_vi": "Quyết định", "name_en": "Decision", "abbreviation": abbreviation,
               "valid_from": from, "valid_to": to, "legal_basis_vi": "Điều 7", "source": "thử"})
    };
    let parse = |count: usize, rows: Value| {
        DocumentTypes::parse(json!({"count": count, "document_types": rows}).to_string().as_bytes())
    };
    let sound = json!([
        row("a", json!("QĐ"), "2020-03-05", json!("2025-12-31")),
        row("b", json!("QĐ"), "2026-01-01", Value::Null)
    ]);
    assert!(parse(2, sound).is_ok(), "an abbreviation may be used again later");
    let faulty = json!([
        row("a", json!("QĐ"), "2020-03-05", Value::Null),
        row("a", json!("QĐ"), "2026-01-01", json!("2025-01-01"))
    ]);
    let expected = vec![
        DocumentTypesFault::Count { count: 3, found: 2 },
        DocumentTypesFault::Days { id: "a".to_owned() },
        DocumentTypesFault::Twice { field: "abbreviation", given: "QĐ".to_owned() },
        DocumentTypesFault::Twice { field: "id", given: "a".to_owned() },
    ];
    assert_eq!(parse(3, faulty), Err(expected));
    assert!(
        matches!(DocumentTypes::parse(b"{}"), Err(found) if matches!(found[..], [DocumentTypesFault::Shape { .. }]))
    );
}

#[test]
fn symbols_as_the_law_writes_them() {
    let table = [
        ("quyet_dinh", "UBND", "", Ok("QĐ-UBND")),
        ("to_trinh", "SNV", "", Ok("TTr-SNV")),
        ("cong_van", "UBND", "KSTT", Ok("UBND-KSTT")),
        ("thu_cong", "UBND", "VP", Ok("UBND-VP")),
        ("cong_van", "UBND", "", Err(Refusal::Abbreviation { field: "unit" })),
        ("quyet_dinh", "UB ND", "", Err(Refusal::Abbreviation { field: "agency" })),
        ("quyet_dinh", "", "", Err(Refusal::Abbreviation { field: "agency" })),
    ];
    for (id, agency, unit, expected) in table {
        assert_eq!(notation(&kind(id), agency, unit), expected.map(str::to_owned), "{id} {agency} {unit}");
    }
    assert_eq!(notation(&kind("quyet_dinh"), &"U".repeat(28), ""), Err(Refusal::Abbreviation { field: "agency" }));
    assert_eq!(full_symbol(5, "QĐ-UBND"), "05/QĐ-UBND");
    assert_eq!(full_symbol(1234, "QĐ-UBND"), "1234/QĐ-UBND");
}

#[test]
fn runs_begin_anew_each_year_and_follow_the_agencys_rule() {
    let run = |rule, id: &str, day| Run::of(rule, "ubnd", &kind(id), day).series;
    let table = [
        (NumberRule::OneRun, "quyet_dinh", "out"),
        (NumberRule::OneRun, "cong_van", "out"),
        (NumberRule::LettersApart, "quyet_dinh", "out"),
        (NumberRule::LettersApart, "cong_van", "out/letters"),
        (NumberRule::ByKind, "quyet_dinh", "out/QĐ"),
        (NumberRule::ByKind, "cong_van", "out/letters"),
        (NumberRule::OneRun, "sao_y", "copy/SY"),
    ];
    for (rule, id, expected) in table {
        assert_eq!(run(rule, id, DAY), expected, "{rule:?} {id}");
    }
    let of = |day| Run::of(NumberRule::OneRun, "ubnd", &kind("quyet_dinh"), day);
    assert_ne!(of(date(2026, 12, 31)), of(date(2027, 1, 1)));
    assert_ne!(Run::of_arrivals("ubnd", DAY), of(DAY));
    assert_eq!(Run::next(None), Some(1));
    assert_eq!(Run::next(Some(41)), Some(42));
    assert_eq!(Run::next(Some(999_999)), None);
}

#[test]
fn marks_are_understood_however_they_are_written() {
    let table = [
        ("MẬT", Some(SecretLevel::Secret)),
        ("Tối mật", Some(SecretLevel::HighlySecret)),
        ("Độ TUYỆT MẬT", Some(SecretLevel::TopSecret)),
        ("tuyet mat", Some(SecretLevel::TopSecret)),
        ("", None),
        ("Thường", None),
        ("LƯU HÀNH NỘI BỘ", None),
        ("Bảo mật thông tin", None),
    ];
    for (mark, expected) in table {
        assert_eq!(secret_level(mark), expected, "{mark}");
    }
    assert_eq!(Urgency::from(Priority::ExpressTimed), Urgency::Express);
    assert_eq!(Urgency::Express.stamp(), Some(("HỎA TỐC", 30, 8)));
    assert_eq!(Urgency::Normal.stamp(), None);
}
