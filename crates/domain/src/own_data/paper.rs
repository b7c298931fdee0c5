//! Which papers of the store stand for one that a procedure asks for.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::procedure::Component;

/// Kind of a paper, the same in all procedures: `giay-khai-sinh`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaperKind(pub String);

/// The kind under which a paper that an authority found acceptable is kept; `None` for one that is made for this one
/// case, as a declaration is, or of which nothing is stated.
#[must_use]
pub fn kind_of(component: &Component) -> Option<PaperKind> {
    component.known_kind.clone().map(PaperKind)
}

/// The kind under which the result of a procedure is kept.
#[must_use]
pub fn kind_of_result(procedure: &str) -> PaperKind {
    PaperKind(format!("result:{procedure}"))
}

/// Whether a kept paper of that kind, of that day, counts for the component today.
#[must_use]
pub fn counts(component: &Component, kind: &PaperKind, as_of: Date, today: Date) -> bool {
    let is_kind = component.known_kind.as_ref() == Some(&kind.0);
    let is_result = component.known_results.iter().any(|procedure| kind_of_result(procedure) == *kind);
    (is_kind || is_result) && as_of <= today && is_valid(component.known_months, as_of, today)
}

fn is_valid(months: Option<u32>, as_of: Date, today: Date) -> bool {
    let Some(months) = months else { return true };
    let span = jiff::Span::new().try_months(i64::from(months));
    span.and_then(|span| as_of.checked_add(span)).is_ok_and(|end| today <= end)
}
