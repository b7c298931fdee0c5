//! Reading the rules of escalation.

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, from_word, refuse_duplicates};
use crate::escalation::{LARGEST_PERCENT, LARGEST_REPETITIONS, LARGEST_WORKING_HOURS, Repeat, Rule, Scope, When};

/// Most rules of one file.
const MAX_RULES: usize = 1_000;
/// Most entries of one list.
const MAX_ENTRIES: usize = 10_000;

/// Reads `escalation_rules[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Rule> {
    let places: Vec<Node<'_>> =
        root.field("escalation_rules").list(MAX_RULES).into_iter().map(|place| place.named_by(&["id"])).collect();
    root.field("count").states(places.len());
    let places: Vec<Node<'_>> = places.into_iter().filter(Node::is_object).collect();
    refuse_duplicates(places.iter().map(|place| {
        let id = place.value().get("id").and_then(|id| id.as_str()).unwrap_or_default();
        (place.field("id"), id.trim().to_owned())
    }));
    places.iter().filter_map(rule).collect()
}

fn rule(place: &Node<'_>) -> Option<Rule> {
    let notify = place.field("notify").list(10);
    if notify.is_empty() && place.field("notify").value().is_array() {
        place.field("notify").fault(FaultKind::Empty);
    }
    let repeat = place.field("repeat");
    let when = when(&place.field("when"));
    let rule = |when| Rule {
        id: place.field("id").code(is_word),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        when,
        applies_to: scope(&place.field("applies_to")),
        notify: notify.iter().filter_map(|recipient| recipient.word(from_word)).collect(),
        repeat: (!repeat.is_null() && repeat.is_object()).then(|| Repeat {
            every_working_hours: at_least_one(&repeat.field("every_working_hours"), LARGEST_WORKING_HOURS),
            at_most: repeat.field("at_most").count(LARGEST_REPETITIONS),
        }),
        validity: place.validity(),
        legal_basis_vi: place.field("legal_basis_vi").text(LONG),
        assumption: place.field("assumption").flag(),
        source: place.field("source").text(LONG),
    };
    when.map(rule)
}

fn when(place: &Node<'_>) -> Option<When> {
    if !place.is_object() {
        return None;
    }
    let hours = || place.field("working_hours").count(LARGEST_WORKING_HOURS);
    place.field("kind").word(|kind| match kind {
        "limit_used" => Some(When::LimitUsed { percent: at_least_one(&place.field("percent"), LARGEST_PERCENT) }),
        "before_due" => Some(When::BeforeDue { working_hours: hours() }),
        "after_due" => Some(When::AfterDue { working_hours: hours() }),
        "before_signing_deadline" => Some(When::BeforeSigningDeadline { working_hours: hours() }),
        "after_signing_deadline" => Some(When::AfterSigningDeadline { working_hours: hours() }),
        _ => None,
    })
}

/// Everything, unless something is named.
fn scope(place: &Node<'_>) -> Scope {
    if place.is_null() || !place.is_object() {
        return Scope::default();
    }
    Scope {
        works: place.field("works").texts(MAX_ENTRIES),
        units: place.field("units").texts(MAX_ENTRIES),
        procedure_ids: place.field("procedure_ids").texts(MAX_ENTRIES),
    }
}

fn at_least_one(place: &Node<'_>, max: u32) -> u32 {
    let count = place.count(max);
    if count == 0 && place.value().as_u64() == Some(0) {
        place.fault(FaultKind::OutOfRange { given: "0".to_owned() });
    }
    count
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Dataset, Fault};
    use crate::escalation::{Recipient, Repeat, When};
    use serde_json::{Value, json};

    #[expect(clippy::needless_pass_by_value, reason = "written in place")]
    fn file(when: Value, notify: Value) -> Result<Dataset, Vec<Fault>> {
        let rule = json!({
            "id": "due_reached", "name_vi": "Đến hạn", "name_en": "Due", "when": when, "notify": notify,
            "repeat": {"every_working_hours": 8, "at_most": 5}, "legal_basis_vi": "Giả định", "assumption": true,
            "source": "thử",
        });
        Dataset::parse("escalation.json", json!({"count": 1, "escalation_rules": [rule]}).to_string().as_bytes())
    }

    #[test]
    fn a_rule_is_read_or_refused_by_its_field() {
        let Ok(Dataset::EscalationRules(rules)) =
            file(json!({"kind": "after_due", "working_hours": 0}), json!(["person", "head_of_unit"]))
        else {
            panic!("a sound rule is taken")
        };
        assert_eq!(rules[0].when, When::AfterDue { working_hours: 0 });
        assert_eq!(rules[0].notify, [Recipient::Person, Recipient::HeadOfUnit]);
        assert_eq!(rules[0].repeat, Some(Repeat { every_working_hours: 8, at_most: 5 }));
        let wrong = [
            (json!({"kind": "limit_used", "percent": 0}), json!(["person"]), "escalation_rules[0].when.percent"),
            (json!({"kind": "someday"}), json!(["person"]), "escalation_rules[0].when.kind"),
            (json!({"kind": "after_due", "working_hours": 0}), json!(["king"]), "escalation_rules[0].notify[0]"),
            (json!({"kind": "after_due", "working_hours": 0}), json!([]), "escalation_rules[0].notify"),
        ];
        for (when, notify, field) in wrong {
            let faults = file(when, notify).expect_err("a faulty rule is refused");
            assert!(faults.iter().any(|fault| fault.field == field), "{field}: {faults:?}");
        }
    }
}
