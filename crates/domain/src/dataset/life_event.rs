//! Events in life and in business under which people look for a procedure, and whom procedures are for.

use serde::{Deserialize, Serialize};

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, from_word, refuse_duplicates};
use crate::procedure::{Audience, Procedure};
use crate::text::fold;

/// Most events and most entries of one list in them.
const MAX_EVENTS: usize = 1_000;

/// An event that brings people to an office (sự kiện trong đời, trong kinh doanh).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// Its code: `sinh_con`.
    pub code: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// Whose event it is.
    pub audiences: Vec<Audience>,
    /// Procedures that belong to it and stand first, in this order.
    pub procedure_ids: Vec<String>,
    /// Fields of which every procedure belongs to it.
    pub fields_vi: Vec<String>,
    /// Phrases: a procedure with one of them in its name belongs to it.
    pub keywords_vi: Vec<String>,
    /// Where it comes from.
    pub source: String,
}

impl LifeEvent {
    /// Whether a procedure belongs to the event: its own record says so, or the event names it, its field, or a
    /// phrase of its name. `name_folded` is the folded name, given so that it is folded once for all events.
    #[must_use]
    pub fn takes(&self, procedure: &Procedure, name_folded: &str) -> bool {
        let padded = format!(" {name_folded} ");
        let holds = |phrase: &String| padded.contains(&format!(" {} ", fold(phrase)));
        procedure.life_events.contains(&self.code)
            || self.procedure_ids.contains(&procedure.id)
            || self.fields_vi.contains(&procedure.field_vi)
            || self.keywords_vi.iter().any(holds)
    }
}

/// How it is told whom a procedure is for, where its record does not say so itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudienceRule {
    /// Whom.
    pub audience: Audience,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// Who may ask for it, in the words of procedures.
    pub subjects_vi: Vec<String>,
    /// Fields, where a procedure does not say who may ask for it.
    pub fields_vi: Vec<String>,
    /// Where it comes from.
    pub source: String,
}

impl AudienceRule {
    /// Whether a procedure is for this audience: as its record says; else by who may ask for it; else by its field.
    /// What is for investors is told by the field alone, because no record calls anybody an investor.
    #[must_use]
    pub fn takes(&self, procedure: &Procedure) -> bool {
        if !procedure.audiences.is_empty() {
            return procedure.audiences.contains(&self.audience);
        }
        let by_field = self.fields_vi.contains(&procedure.field_vi);
        if procedure.subjects_vi.is_empty() || self.subjects_vi.is_empty() {
            return by_field;
        }
        procedure.subjects_vi.iter().any(|subject| self.subjects_vi.contains(subject))
    }
}

/// Everything in one file of events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LifeEvents {
    /// The events, in the order in which they are shown.
    pub events: Vec<LifeEvent>,
    /// Whom procedures are for.
    pub audiences: Vec<AudienceRule>,
}

/// Reads `life_events[]` and `audiences[]`.
pub(super) fn read_file(root: &Node<'_>) -> LifeEvents {
    let places: Vec<Node<'_>> =
        root.field("life_events").list(MAX_EVENTS).into_iter().map(|place| place.named_by(&["code"])).collect();
    root.field("count").states(places.len());
    let events = places.iter().filter(|place| place.is_object()).map(event).collect();
    refuse_duplicates(places.iter().map(|place| {
        let code = place.value().get("code").and_then(|code| code.as_str()).unwrap_or_default();
        (place.field("code"), code.to_owned())
    }));
    let rules = root.field("audiences").list_or_none(10);
    let audiences = rules.into_iter().map(|place| place.named_by(&["audience"])).filter(Node::is_object);
    LifeEvents { events, audiences: audiences.filter_map(|place| audience(&place)).collect() }
}

fn event(place: &Node<'_>) -> LifeEvent {
    let audiences = place.field("audiences");
    let words = audiences.list(10);
    if words.is_empty() && !audiences.is_null() {
        audiences.fault(FaultKind::Empty);
    }
    LifeEvent {
        code: place.field("code").code(is_code),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        audiences: words.iter().filter_map(|word| word.word(from_word::<Audience>)).collect(),
        procedure_ids: place.field("procedure_ids").texts(MAX_EVENTS),
        fields_vi: place.field("fields_vi").texts(MAX_EVENTS),
        keywords_vi: place.field("keywords_vi").texts(MAX_EVENTS),
        source: place.field("source").text(LONG),
    }
}

fn audience(place: &Node<'_>) -> Option<AudienceRule> {
    Some(AudienceRule {
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        subjects_vi: place.field("subjects_vi").texts(MAX_EVENTS),
        fields_vi: place.field("fields_vi").texts(MAX_EVENTS),
        source: place.field("source").text(LONG),
        audience: place.field("audience").word(from_word::<Audience>)?,
    })
}

fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
