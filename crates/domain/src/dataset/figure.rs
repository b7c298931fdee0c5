//! Figures that were published elsewhere, kept to be compared with what the records give.

use serde::{Deserialize, Serialize};

use super::node::{LONG, Node, SHORT};
use super::recompute::{Check, Exact, Method};
use super::{FaultKind, JsonKind, from_word, refuse_duplicates};

/// Most figures of one file, and most entries of one of their lists.
const MAX_FIGURES: usize = 5_000;

/// How far a published figure is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// A second source says the same.
    Confirmed,
    /// It follows from other figures.
    Consistent,
    /// It contradicts other figures of the same publication.
    Inconsistent,
    /// Nobody else says so.
    UnverifiedElsewhere,
}

/// What a published figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureTopic {
    /// Online services.
    Online,
    /// Anything else.
    Other,
}

/// Another source for a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossCheck {
    /// What it says.
    pub value_vi: String,
    /// Which source.
    pub source: String,
}

/// A figure as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFigure {
    /// Its id: `online_rate_2020`.
    pub id: String,
    /// What it is about.
    pub topic: FigureTopic,
    /// What it says, in Vietnamese.
    pub statement_vi: String,
    /// The same in English.
    pub statement_en: String,
    /// The number as printed.
    pub value: Exact,
    /// What is counted: `percent`, `procedures`, …
    pub unit: String,
    /// The day, month, year or span of which it speaks, as written: `2020-11`.
    pub as_of: String,
    /// How far it is confirmed.
    pub status: Confirmation,
    /// Calculations that check it.
    pub checks: Vec<Check>,
    /// Other sources.
    pub cross_checks: Vec<CrossCheck>,
    /// Remark.
    pub notes_vi: Option<String>,
    /// The remark in English.
    pub notes_en: Option<String>,
    /// Where it was published.
    pub source: String,
}

/// Reads `published_figures[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<PublishedFigure> {
    let places: Vec<Node<'_>> =
        root.field("published_figures").list(MAX_FIGURES).into_iter().map(|place| place.named_by(&["id"])).collect();
    root.field("count").states(places.len());
    let figures = places.iter().filter(|place| place.is_object()).map(figure).collect();
    refuse_duplicates(places.iter().map(|place| {
        let id = place.value().get("id").and_then(|id| id.as_str()).unwrap_or_default();
        (place.field("id"), id.to_owned())
    }));
    figures
}

fn figure(place: &Node<'_>) -> PublishedFigure {
    PublishedFigure {
        id: place.field("id").code(is_word),
        topic: place.field("topic").word(from_word).unwrap_or(FigureTopic::Other),
        statement_vi: place.field("statement_vi").text(LONG),
        statement_en: place.field("statement_en").text(LONG),
        value: number(&place.field("value")),
        unit: place.field("unit").code(is_word),
        as_of: place.field("as_of").text(SHORT),
        status: place.field("status").word(from_word).unwrap_or(Confirmation::UnverifiedElsewhere),
        checks: place.field("checks").list_or_none(MAX_FIGURES).iter().filter_map(check).collect(),
        cross_checks: place.field("cross_checks").list_or_none(MAX_FIGURES).iter().map(cross_check).collect(),
        notes_vi: place.field("notes_vi").text_or_none(LONG),
        notes_en: place.field("notes_en").text_or_none(LONG),
        source: place.field("source").text(LONG),
    }
}

fn check(place: &Node<'_>) -> Option<Check> {
    let inputs = place.field("inputs");
    let check = Check {
        inputs: inputs.list(100).iter().map(number).collect(),
        states: number(&place.field("states")),
        method: place.field("method").word(from_word::<Method>)?,
    };
    if check.recompute().is_none() {
        inputs.fault(FaultKind::OutOfRange { given: format!("{} inputs", check.inputs.len()) });
    }
    Some(check)
}

fn cross_check(place: &Node<'_>) -> CrossCheck {
    CrossCheck { value_vi: place.field("value_vi").text(LONG), source: place.field("source").text(LONG) }
}

/// A number that is not negative, of at most 15 digits.
fn number(place: &Node<'_>) -> Exact {
    let given = place.value().as_number().map(ToString::to_string);
    let read = given.as_deref().and_then(Exact::parse);
    if read.is_none() {
        place.fault(match given {
            Some(given) => FaultKind::OutOfRange { given },
            None if place.is_null() => FaultKind::Missing,
            None => FaultKind::WrongType { expected: JsonKind::Number },
        });
    }
    read.unwrap_or(Exact::ZERO)
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
