//! The cells of one row, read strictly: what is no number is told, and what is blank is no data.

use rust_decimal::Decimal;

use super::explain::Problem;
use super::number;
use super::table::Table;
use crate::text::fold;

/// One row of the table.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) table: &'a Table,
    pub(super) row: &'a [String],
    pub(super) decimal_comma: bool,
}

/// Why there are no points.
pub(super) enum Stop {
    NoData,
    Problem(Problem),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// A value, or why there is none.
pub(super) type Found<T> = Result<T, Stop>;

impl<'a> Cells<'a> {
    pub(super) fn text(&self, column: usize) -> &'a str {
        self.row.get(column).map_or("", String::as_str)
    }

    pub(super) fn heading(&self, column: usize) -> String {
        self.table.heading(column).to_owned()
    }

    /// A number; no data where nothing stands.
    pub(super) fn number(&self, column: usize) -> Found<Decimal> {
        let text = self.text(column);
        if is_blank(text) {
            return Err(Stop::NoData);
        }
        let read = number::parse_percent(text, self.decimal_comma);
        read.ok_or_else(|| Problem::NotANumber { heading: self.heading(column), text: shown(text) }.into())
    }

    /// A number that is not negative.
    pub(super) fn amount(&self, column: usize) -> Found<Decimal> {
        let number = self.number(column)?;
        if number.is_sign_negative() && !number.is_zero() {
            return Err(Problem::Negative { heading: self.heading(column), number }.into());
        }
        Ok(number)
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self, column: usize) -> Found<Decimal> {
        let number = self.amount(column)?;
        if !number.fract().is_zero() {
            return Err(Problem::NotWhole { heading: self.heading(column), number }.into());
        }
        Ok(number)
    }
}

/// Nothing, or a sign that says so.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—" | "…" | "...")
        || (is_word(text, 4) && ["n/a", "na", "null"].iter().any(|word| text.eq_ignore_ascii_case(word)))
}

pub(super) fn is_not_applicable(text: &str) -> bool {
    is_word(text, 40) && ["khong ap dung", "kad", "not applicable"].contains(&fold(text).as_str())
}

/// Most cells are numbers, which need no closer look.
fn is_word(text: &str, most_bytes: usize) -> bool {
    text.len() <= most_bytes && text.starts_with(char::is_alphabetic)
}

/// A given text as it is repeated: not longer than a line.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}
