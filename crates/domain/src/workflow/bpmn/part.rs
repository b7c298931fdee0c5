//! Words that the export and the import share.

use super::super::definition::UnitRule;
use crate::rule::ValueType;

/// Ids of the event, task and way that undo a step. The dot keeps them apart from the definition's own.
pub(super) fn undo_ids(host: &str) -> [String; 3] {
    [format!("{host}.undo"), format!("{host}.undo.step"), format!("{host}.undo.way")]
}

const TYPES: [(&str, ValueType); 5] = [
    ("text", ValueType::Text),
    ("number", ValueType::Number),
    ("yes_no", ValueType::YesNo),
    ("date", ValueType::Date),
    ("rows", ValueType::Rows),
];

pub(super) fn type_name(kind: ValueType) -> &'static str {
    TYPES.into_iter().find(|(_, known)| *known == kind).map_or("text", |(name, _)| name)
}

pub(super) fn type_of(name: &str) -> Option<ValueType> {
    TYPES.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
}

/// The word for a rule of units, and what it names.
pub(super) fn unit_words(unit: &UnitRule) -> (&'static str, Option<&str>) {
    match unit {
        UnitRule::Handling => ("handling", None),
        UnitRule::Receiving => ("receiving", None),
        UnitRule::Fixed { unit_id } => ("fixed", Some(unit_id)),
        UnitRule::Address => ("address", None),
        UnitRule::Field { field } => ("field", Some(field)),
        UnitRule::Above => ("above", None),
        UnitRule::Below => ("below", None),
        UnitRule::Outside { authority_vi } => ("outside", Some(authority_vi)),
    }
}

/// The rule of those words.
pub(super) fn unit_of(kind: &str, of: Option<&str>) -> Option<UnitRule> {
    let named = of.map(str::to_owned);
    match (kind, named) {
        ("handling", None) => Some(UnitRule::Handling),
        ("receiving", None) => Some(UnitRule::Receiving),
        ("address", None) => Some(UnitRule::Address),
        ("above", None) => Some(UnitRule::Above),
        ("below", None) => Some(UnitRule::Below),
        ("fixed", Some(unit_id)) => Some(UnitRule::Fixed { unit_id }),
        ("field", Some(field)) => Some(UnitRule::Field { field }),
        ("outside", Some(authority_vi)) => Some(UnitRule::Outside { authority_vi }),
        (_, Some(_) | None) => None,
    }
}
