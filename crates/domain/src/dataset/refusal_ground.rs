//! Reading the grounds of refusals, returns and supplement requests.

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, from_word, node, refuse_duplicates};
use crate::reasoned_notice::{Ground, PLACEHOLDERS, placeholders};

/// Most grounds of one file.
const MAX_GROUNDS: usize = 2_000;

/// Reads `refusal_grounds[]`. One code may have several versions, each from its day on.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Ground> {
    let places: Vec<Node<'_>> =
        root.field("refusal_grounds").list(MAX_GROUNDS).into_iter().map(|place| place.named_by(&["code"])).collect();
    root.field("count").states(places.len());
    let places: Vec<Node<'_>> = places.into_iter().filter(Node::is_object).collect();
    refuse_duplicates(places.iter().map(|place| {
        let text = |name: &str| place.value().get(name).and_then(|text| text.as_str()).unwrap_or_default();
        (place.field("code"), format!("{} {}", text("code"), text("valid_from")).trim().to_owned())
    }));
    places.iter().filter_map(ground).collect()
}

fn ground(place: &Node<'_>) -> Option<Ground> {
    let action = place.field("action").word(from_word);
    let ground = |action| Ground {
        code: place.field("code").code(is_word),
        action,
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        sentence_vi: sentence(&place.field("sentence_vi")),
        next_step_vi: sentence(&place.field("next_step_vi")),
        legal_basis_vi: place.field("legal_basis_vi").text(LONG),
        sector_clause: place.field("sector_clause").flag(),
        gap_vi: place.field("gap_vi").text_or_none(LONG),
        validity: place.validity(),
        source: place.field("source").text(LONG),
    };
    action.map(ground)
}

/// A text whose open places are known ones.
fn sentence(place: &Node<'_>) -> String {
    let text = place.text(LONG);
    for name in placeholders(&text) {
        if !PLACEHOLDERS.contains(&name) {
            place.fault(FaultKind::UnknownReference { given: node::shown(name) });
        }
    }
    text
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Dataset, Fault};
    use crate::reasoned_notice::{
        Ground, ItemFault, NoticeAction, Reason, ReasonFault, SupplementItem, check, check_items,
    };
    use serde_json::json;

    fn file(sentence: &str) -> Result<Dataset, Vec<Fault>> {
        let ground = json!({
            "code": "paper_missing", "action": "ask_supplement", "name_vi": "Thiếu giấy tờ", "name_en": "A paper is missing",
            "sentence_vi": sentence, "next_step_vi": "Nộp thêm {giay_to} tại {noi_nop}.",
            "legal_basis_vi": "Khoản 3 Điều 15 Nghị định 61/2018/NĐ-CP", "sector_clause": false, "gap_vi": null,
            "valid_from": "2018-06-21", "valid_to": "2025-06-30", "source": "thử",
        });
        Dataset::parse("refusal_grounds.json", json!({"refusal_grounds": [ground]}).to_string().as_bytes())
    }

    fn grounds() -> Vec<Ground> {
        match file("Hồ sơ chưa có {giay_to}.") {
            Ok(Dataset::RefusalGrounds(grounds)) => grounds,
            other => panic!("a sound ground is taken: {other:?}"),
        }
    }

    #[test]
    fn a_place_that_nobody_fills_is_refused() {
        for sentence in ["Thiếu {paper}.", "Thiếu {giay_to.", "Thiếu {}."] {
            assert!(file(sentence).is_err(), "{sentence}");
        }
    }

    #[test]
    fn a_notice_needs_ground_clause_facts_and_next_step() {
        let (grounds, day) = (grounds(), jiff::civil::date(2025, 3, 3));
        let mut reason = Reason { ground: "paper_missing".to_owned(), ..Reason::default() };
        let found = |reason: &Reason, action, day| check(reason, action, &grounds, day);
        let ask = NoticeAction::AskSupplement;
        let open = |name: &str| ReasonFault::PlaceOpen { name: name.to_owned() };
        let expected =
            [ReasonFault::ClauseMissing, ReasonFault::FactsMissing, ReasonFault::NextStepMissing, open("giay_to")];
        assert_eq!(found(&reason, ask, day), expected);
        reason.clause = "Khoản 3 Điều 15 Nghị định 61/2018/NĐ-CP".to_owned();
        reason.facts_vi = "Hồ sơ nộp ngày 03/3 chưa có giấy chứng sinh của cháu.".to_owned();
        reason.next_step_vi = "Mang giấy chứng sinh đến bộ phận một cửa của phường.".to_owned();
        reason.values =
            [("giay_to", "giấy chứng sinh"), ("noi_nop", "phường")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(found(&reason, ask, day), []);
        let code = || "paper_missing".to_owned();
        assert_eq!(found(&reason, NoticeAction::Return, day), [ReasonFault::GroundOfOtherAction { code: code() }]);
        let later = jiff::civil::date(2026, 3, 3);
        assert_eq!(found(&reason, ask, later), [ReasonFault::GroundNotInForce { code: code() }]);
        assert_eq!(found(&Reason { ground: " ".to_owned(), ..reason }, ask, day), [ReasonFault::GroundMissing]);
    }

    #[test]
    fn only_published_papers_are_asked_for_once_and_other_needs_words() {
        let item = SupplementItem {
            component: "c1".to_owned(),
            fault: ItemFault::Other,
            words_vi: None,
            clause: String::new(),
            example_vi: None,
        };
        // No paper is published here, so each of the two is told of it, and the second also that it stands twice.
        assert_eq!(check_items(&[item.clone(), item], &[]).len(), 7);
        assert_eq!(check_items(&[], &[]).len(), 1);
    }
}
