//! Figures (chỉ tiêu, số liệu): numbers that know what they counted.
//!
//! A dossier leaves marks, each a function of its events alone: from which day and until which day it counts under a
//! counter, and to which day it belongs. Every value, series, list and hash is a sum over marks or a walk along them, so
//! the number on a page and the list behind it cannot differ. A mark counts for a period when it belongs to it and holds
//! at the end of its last day; so a value can be asked for as of any day, and dossiers that are still open count as they
//! stood then.

mod claim;
mod mark;
mod period;
mod publication;

pub use crate::dataset::{Counter, FigureDefinition, Measure, Span};
pub use claim::{Finding, findings};
pub use mark::{Mark, marks};
pub use period::Period;
pub use publication::{Change, FigureEvent, Part, Publication, Recheck, list_line};

#[cfg(test)]
mod tests;
