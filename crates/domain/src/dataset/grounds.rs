//! Grounds on which a clock stands or starts again, and the national portal's codes of our states.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::node::{LONG, Node, SHORT};
use super::{from_word, refuse_duplicates};
use crate::deadline::Effect;
use crate::organisation::Validity;

/// A lawful ground on which the clock pauses, restarts, or runs on (căn cứ tạm dừng tính thời hạn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseGround {
    /// Its code: `supplement_after_appraisal`.
    pub code: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// What it does to the clock.
    pub effect: Effect,
    /// The clause.
    pub legal_basis_vi: String,
    /// Procedures for which it holds; empty means all.
    pub procedure_ids: Vec<String>,
    /// Days on which it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
}

/// What one of our states is called at the national portal, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalState {
    /// Our state: `awaiting_supplement`.
    pub state: String,
    /// The portal's code, 1 to 10.
    pub code: u8,
    /// The portal's name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// Days on which the code is used.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
}

/// Reads `pause_grounds[]`.
pub(super) fn read_grounds(root: &Node<'_>) -> Vec<PauseGround> {
    let places: Vec<Node<'_>> =
        root.field("pause_grounds").list(1_000).into_iter().map(|place| place.named_by(&["code"])).collect();
    root.field("count").states(places.len());
    let grounds = places.iter().filter(|place| place.is_object()).map(|place| PauseGround {
        code: place.field("code").code(is_word),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        effect: place.field("effect").word(from_word).unwrap_or(Effect::NoPause),
        legal_basis_vi: place.field("legal_basis_vi").text(LONG),
        procedure_ids: place.field("procedure_ids").texts(10_000),
        validity: place.validity(),
        source: place.field("source").text(LONG),
    });
    let grounds = grounds.collect();
    refuse_duplicates(dated_keys(&places, "code"));
    grounds
}

/// Reads `national_states[]`.
pub(super) fn read_states(root: &Node<'_>) -> Vec<NationalState> {
    let places: Vec<Node<'_>> =
        root.field("national_states").list(1_000).into_iter().map(|place| place.named_by(&["state"])).collect();
    root.field("count").states(places.len());
    let states = places.iter().filter(|place| place.is_object()).map(|place| NationalState {
        state: place.field("state").code(is_word),
        code: code(&place.field("code")),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        validity: place.validity(),
        source: place.field("source").text(LONG),
    });
    let states = states.collect();
    refuse_duplicates(dated_keys(&places, "state"));
    states
}

fn code(place: &Node<'_>) -> u8 {
    let code = place.count(10);
    if code == 0 && place.value().as_u64() == Some(0) {
        place.fault(super::FaultKind::OutOfRange { given: "0".to_owned() });
    }
    u8::try_from(code).unwrap_or(0)
}

pub(super) fn dated_keys<'a>(places: &'a [Node<'a>], field: &'a str) -> impl Iterator<Item = (Node<'a>, String)> {
    places.iter().map(move |place| {
        let text = |field: &str| place.value().get(field).and_then(Value::as_str).unwrap_or_default();
        (place.field(field), format!("{} {}", text(field), text("valid_from")).trim().to_owned())
    })
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
