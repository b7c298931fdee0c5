//! Texts that people write into rounds and sheets: required or not, and never without end.

use super::Refusal;

/// Longest text, in characters.
const TEXT_MAX: usize = 2_000;

/// A required text, without outer blanks.
pub(super) fn required(field: &'static str, given: &str) -> Result<String, Refusal> {
    let given = optional(given)?;
    if given.is_empty() { Err(Refusal::TextMissing(field)) } else { Ok(given) }
}

/// A text that may be empty, without outer blanks.
pub(super) fn optional(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    if given.chars().count() > TEXT_MAX { Err(Refusal::TextTooLong(TEXT_MAX)) } else { Ok(given.to_owned()) }
}
