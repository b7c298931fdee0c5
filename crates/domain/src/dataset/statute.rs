//! Reading the register of legal texts: days, parts, and what each text does to others.

use super::node::{LONG, Node, SHORT, shown};
use super::{FaultKind, refuse_duplicates};
use crate::statute::{Action, Address, Label, Library, Part, Relation, Statute};

/// Most texts of one file.
const MAX_TEXTS: usize = 20_000;
/// Most parts on one level, or relations of one text.
const MAX_PARTS: usize = 1_000;
/// Longest words of one part.
const WORDS: usize = 50_000;

/// Reads `statutes[]`. Texts of one file must fit together; those of other files may be spoken of.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Statute> {
    let places: Vec<Node<'_>> =
        root.field("statutes").list(MAX_TEXTS).into_iter().map(|place| place.named_by(&["id"])).collect();
    root.field("count").states(places.len());
    let places: Vec<Node<'_>> = places.into_iter().filter(Node::is_object).collect();
    refuse_duplicates(places.iter().map(|place| {
        let id = place.value().get("id").and_then(|id| id.as_str()).unwrap_or_default();
        (place.field("id"), id.trim().to_owned())
    }));
    let texts: Vec<Statute> = places.iter().map(statute).collect();
    if let Err(faults) = Library::new(texts.clone()) {
        for fault in faults {
            let name = fault.text().to_owned();
            root.field("statutes").in_record(&name).fault(FaultKind::Statute { fault });
        }
    }
    texts
}

/// One text.
pub(super) fn statute(place: &Node<'_>) -> Statute {
    let relations = place.field("relations").list_or_none(MAX_PARTS);
    Statute {
        id: place.field("id").code(crate::statute::is_symbol),
        kind_vi: place.field("kind_vi").text(SHORT),
        issuer_vi: place.field("issuer_vi").text(SHORT),
        title_vi: place.field("title_vi").text(LONG),
        field_vi: place.field("field_vi").text_or_none(SHORT).unwrap_or_default(),
        signed: place.field("signed").day_or_none(),
        from: place.field("from").day_or_none(),
        to: place.field("to").day_or_none(),
        articles: parts(&place.field("articles"), 0),
        relations: relations.iter().filter_map(relation).collect(),
        gap_vi: place.field("gap_vi").text_or_none(LONG),
        source: place.field("source").text(LONG),
    }
}

fn parts(place: &Node<'_>, depth: u8) -> Vec<Part> {
    // Deeper than points the library refuses; what lies below need not be read.
    if depth > 3 {
        return Vec::new();
    }
    place.list_or_none(MAX_PARTS).iter().filter_map(|place| part(place, depth)).collect()
}

fn part(place: &Node<'_>, depth: u8) -> Option<Part> {
    if !place.is_object() {
        return None;
    }
    let label = label(&place.field("label"));
    let part = |label| Part {
        label,
        heading: place.field("heading").text_or_none(SHORT).unwrap_or_default(),
        text: place.field("text").text_or_none(WORDS).unwrap_or_default(),
        parts: parts(&place.field("parts"), depth.saturating_add(1)),
    };
    label.map(part)
}

fn relation(place: &Node<'_>) -> Option<Relation> {
    if !place.is_object() {
        return None;
    }
    let action = place.field("action").word(|word| action(place, word));
    let stated_in = place.field("stated_in");
    let relation = |action| Relation {
        target: place.field("target").code(crate::statute::is_symbol),
        action,
        from: place.field("from").day_or_none(),
        stated_in: address_or_none(&stated_in),
        source: place.field("source").text_or_none(LONG),
    };
    action.flatten().map(relation)
}

/// The action of that name; an inner nothing where its own fields are wrong, which was noted.
#[expect(clippy::option_option, reason = "an unknown word and a faulty field are told apart")]
fn action(place: &Node<'_>, word: &str) -> Option<Option<Action>> {
    let part_or_none = || address_or_none(&place.field("part"));
    let reworded = || Some((address(&place.field("part"))?, part(&place.field("wording"), 0)?));
    Some(match word {
        "amend" => reworded().map(|(part, wording)| Action::Amend { part, wording }),
        "correct" => reworded().map(|(part, wording)| Action::Correct { part, wording }),
        "insert" => part(&place.field("wording"), 0).map(|wording| Action::Insert {
            within: address_or_none(&place.field("within")),
            after: label_or_none(&place.field("after")),
            wording,
        }),
        "alter" => Some(Action::Alter),
        "replace" => Some(Action::Replace),
        "repeal" => Some(Action::Repeal { part: part_or_none() }),
        "suspend" => Some(Action::Suspend { part: part_or_none(), to: place.field("to").day_or_none() }),
        "guide" => Some(Action::Guide { stays: place.field("stays").flag_or_none().unwrap_or(false) }),
        "based_on" => Some(Action::BasedOn { part: part_or_none() }),
        _ => return None,
    })
}

fn label(place: &Node<'_>) -> Option<Label> {
    place.word(Label::parse)
}

fn label_or_none(place: &Node<'_>) -> Option<Label> {
    if place.is_null() { None } else { label(place) }
}

fn address(place: &Node<'_>) -> Option<Address> {
    let text = place.text(SHORT);
    let address = Address::parse(&text);
    if address.is_none() && !text.is_empty() {
        place.fault(FaultKind::NotACode { given: shown(&text) });
    }
    address
}

fn address_or_none(place: &Node<'_>) -> Option<Address> {
    if place.is_null() { None } else { address(place) }
}

#[cfg(test)]
mod tests {
    use crate::dataset::{Dataset, Fault};
    use crate::statute::{Action, Statute};
    use serde_json::{Value, json};

    fn file(relations: Value, articles: Value) -> Result<Vec<Statute>, Vec<Fault>> {
        let text = |id: &str| {
            json!({
                "id": id, "kind_vi": "Nghị định", "issuer_vi": "Chính phủ", "title_vi": "Về một việc",
                "signed": "2025-06-09", "from": "2025-07-01", "to": null, "source": "thử",
            })
        };
        let mut acting = text("118/2025/NĐ-CP");
        acting["relations"] = relations;
        acting["articles"] = articles;
        let file = json!({"count": 2, "statutes": [text("61/2018/NĐ-CP"), acting]});
        match Dataset::parse("statutes.json", file.to_string().as_bytes())? {
            Dataset::Statutes(texts) => Ok(texts),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_text_is_read_with_what_it_does() {
        let relations = json!([
            {"target": "61/2018/NĐ-CP", "action": "replace"},
            {"target": "45/2020/NĐ-CP", "action": "repeal", "part": "12.1", "from": "2026-01-01", "stated_in": "40.8"},
        ]);
        let texts =
            file(relations, json!([{"label": "1", "heading": "Phạm vi", "parts": [{"label": "1", "text": "A"}]}]))
                .expect("sound");
        let acting = texts.last().expect("two texts");
        assert_eq!(acting.relations[0].action, Action::Replace);
        assert!(
            matches!(&acting.relations[1].action, Action::Repeal { part: Some(part) } if part.to_string() == "12.1")
        );
        assert_eq!(acting.articles[0].parts[0].text, "A");
        assert_eq!(serde_json::to_value(&acting.relations[1]).expect("JSON")["action"], "repeal");
    }

    #[test]
    fn what_does_not_fit_together_is_refused_by_its_text() {
        let table = [
            (json!([{"target": "61/2018/NĐ-CP", "action": "rewrite"}]), json!([]), "action"),
            (json!([{"target": "61/2018", "action": "replace"}]), json!([]), "target"),
            (json!([{"target": "61/2018/NĐ-CP", "action": "amend", "part": "5"}]), json!([]), "wording"),
            (json!([{"target": "61/2018/NĐ-CP", "action": "repeal", "part": "5"}]), json!([]), "statutes"),
            (json!([]), json!([{"label": "1"}, {"label": "1"}]), "statutes"),
        ];
        for (relations, articles, field) in table {
            let faults = file(relations, articles).expect_err(field);
            assert!(faults.iter().any(|fault| fault.field.contains(field)), "{field}: {faults:?}");
        }
    }
}
