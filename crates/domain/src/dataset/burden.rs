//! Reading the rules of the burden linter.

use std::collections::BTreeSet;

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, refuse_duplicates};
use crate::burden::{
    Acceptance, AcceptedFinding, BurdenRules, CheckSetting, FindingCode, HardWord, Register, Severity,
};
use crate::eform::FieldKind;

/// Most entries of one list.
const MAX_ENTRIES: usize = 5_000;
/// Most questions or papers that a bound may allow.
const MAX_BOUND: u32 = 10_000;

/// Reads `burden_checks[]` with the registers, bounds and words beside it.
pub(super) fn read_file(root: &Node<'_>) -> BurdenRules {
    let bounds = root.field("bounds");
    let has_bounds = !bounds.is_null() && bounds.is_object();
    let bound = |name: &str| if has_bounds { bounds.field(name).count_or_none(MAX_BOUND) } else { None };
    let phrases = root.field("phrases");
    let has_phrases = !phrases.is_null() && phrases.is_object();
    let words = |name: &str| if has_phrases { phrases.field(name).texts(MAX_ENTRIES) } else { Vec::new() };
    BurdenRules {
        checks: checks(root),
        max_fields: bound("max_fields"),
        max_papers: bound("max_papers"),
        paper_openings_vi: words("paper_openings_vi"),
        paper_exemptions_vi: words("paper_exemptions_vi"),
        open_ended_phrases_vi: words("open_ended_vi"),
        original_and_copy_allowed_vi: words("original_and_copy_allowed_vi"),
        registers: registers(root),
        hard_words: hard_words(root),
        accepted: accepted(root),
    }
}

/// Entries of a list, each an object and known by one of its members, which stands once only.
fn entries<'a>(root: &Node<'a>, list: &str, key: &str) -> Vec<Node<'a>> {
    let places = root.field(list).list_or_none(MAX_ENTRIES);
    let places: Vec<Node<'a>> =
        places.into_iter().map(|place| place.named_by(&[key])).filter(Node::is_object).collect();
    refuse_duplicates(places.iter().map(|place| {
        let text = place.value().get(key).and_then(|text| text.as_str()).unwrap_or_default();
        (place.field(key), crate::text::composed(text).to_lowercase())
    }));
    places
}

/// Every kind of finding has its severity, so that a new kind is not off unnoticed.
fn checks(root: &Node<'_>) -> Vec<CheckSetting> {
    let places = root.field("burden_checks").list_or_none(MAX_ENTRIES);
    let places: Vec<Node<'_>> =
        places.into_iter().map(|place| place.named_by(&["code"])).filter(Node::is_object).collect();
    // A kind may have several settings, each from its day on.
    refuse_duplicates(places.iter().map(|place| {
        let text = |name: &str| place.value().get(name).and_then(|text| text.as_str()).unwrap_or_default();
        (place.field("code"), format!("{} {}", text("code"), text("valid_from")))
    }));
    let settings: Vec<CheckSetting> = places.iter().filter_map(check).collect();
    let known: BTreeSet<FindingCode> = settings.iter().map(|setting| setting.code).collect();
    let absent = FindingCode::ALL.into_iter().filter(|code| !known.contains(code));
    for code in absent {
        root.field("burden_checks").field(code.name()).fault(FaultKind::Missing);
    }
    settings
}

fn check(place: &Node<'_>) -> Option<CheckSetting> {
    let severity = place.field("severity").word(|word| match word {
        "stop" => Some(Some(Severity::Stop)),
        "warning" => Some(Some(Severity::Warning)),
        "off" => Some(None),
        _ => None,
    });
    Some(CheckSetting {
        basis_vi: place.field("basis_vi").text(LONG),
        source: place.field("source").text(LONG),
        severity: severity.flatten(),
        validity: place.validity(),
        code: place.field("code").word(FindingCode::from_name)?,
    })
}

fn registers(root: &Node<'_>) -> Vec<Register> {
    entries(root, "registers", "code").iter().map(register).collect()
}

fn register(place: &Node<'_>) -> Register {
    let kinds = place.field("key_kinds").list_or_none(20);
    Register {
        code: place.field("code").code(is_word),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        connected: place.field("connected").flag(),
        key_fields: place.field("key_fields").texts(MAX_ENTRIES),
        key_kinds: kinds.iter().filter_map(|kind| kind.word(FieldKind::from_name)).collect(),
        fields: place.field("fields").texts(MAX_ENTRIES),
        field_labels_vi: place.field("field_labels_vi").texts(MAX_ENTRIES),
        papers_vi: place.field("papers_vi").texts(MAX_ENTRIES),
        basis_vi: place.field("basis_vi").text(LONG),
        source: place.field("source").text(LONG),
    }
}

fn hard_words(root: &Node<'_>) -> Vec<HardWord> {
    let word = |place: &Node<'_>| HardWord {
        word_vi: place.field("word_vi").text(SHORT),
        plain_vi: place.field("plain_vi").text(SHORT),
    };
    entries(root, "hard_words", "word_vi").iter().map(word).collect()
}

fn accepted(root: &Node<'_>) -> Vec<AcceptedFinding> {
    let places = root.field("accepted").list_or_none(MAX_ENTRIES);
    let one = |place: &Node<'_>| AcceptedFinding {
        procedure_id: place.field("procedure_id").text(SHORT),
        acceptance: Acceptance {
            finding: place.field("finding").code(names_a_finding),
            clause_vi: place.field("clause_vi").text(LONG),
            accepted_by: place.field("accepted_by").text(SHORT),
        },
    };
    places
        .into_iter()
        .map(|place| place.named_by(&["procedure_id"]))
        .filter(Node::is_object)
        .map(|place| one(&place))
        .collect()
}

/// Whether the key of a finding begins with a known code.
fn names_a_finding(key: &str) -> bool {
    key.split_once(':').is_some_and(|(code, place)| FindingCode::from_name(code).is_some() && !place.is_empty())
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::from_word;

    #[test]
    fn names_of_codes_are_those_of_their_records() {
        for code in FindingCode::ALL {
            assert_eq!(from_word::<FindingCode>(code.name()), Some(code));
        }
    }
}
