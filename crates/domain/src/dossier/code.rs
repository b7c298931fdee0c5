//! The official code of a dossier (mã số hồ sơ).
//!
//! New codes follow Decision 20/2020/QĐ-TTg, from the large unit to the small: `H55.05440-261126-0001`.
//! The older order of Circular 01/2018/TT-VPCP, `000.12.H55-261123-0004`, is read as well.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Codes are at most this long: 35 for the unit, 7 for the date, 8 for the number.
const CODE_LENGTH_MAX: usize = 50;

/// An official dossier code. Case matters not on reading; stored in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// The text is not a dossier code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a dossier code")]
pub struct CodeFault;

impl Code {
    /// The code of the `ordinal`-th dossier that a unit received on a day.
    pub fn compose(unit_code: &str, day: Date, ordinal: i64) -> Result<Self, CodeFault> {
        let year = day.year().rem_euclid(100);
        Self::parse(&format!("{unit_code}-{year:02}{:02}{:02}-{ordinal:04}", day.month(), day.day()))
    }

    /// Reads a code of either order, with blanks around it and in any case.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        let text = text.trim().to_ascii_uppercase();
        if text.len() > CODE_LENGTH_MAX {
            return Err(CodeFault);
        }
        let mut parts = text.split('-');
        let (Some(unit), Some(day), Some(number), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(CodeFault);
        };
        let well_formed = is_unit(unit) && digits(day, 6, 6) && digits(number, 4, 7);
        if well_formed { Ok(Self(text)) } else { Err(CodeFault) }
    }

    /// The text of the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeFault;

    fn try_from(text: String) -> Result<Self, CodeFault> {
        Self::parse(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

/// A unit part has exactly one group `A00` (ministry or province); the others are digits.
fn is_unit(text: &str) -> bool {
    let groups: Vec<&str> = text.split('.').collect();
    let roots = groups.iter().filter(|group| is_root(group)).count();
    let at_an_end =
        groups.first().is_some_and(|group| is_root(group)) || groups.last().is_some_and(|group| is_root(group));
    roots == 1 && at_an_end && groups.iter().all(|group| is_root(group) || digits(group, 1, 6))
}

fn is_root(group: &str) -> bool {
    group.len() == 3
        && group.starts_with(|letter: char| letter.is_ascii_uppercase())
        && group.chars().skip(1).all(|digit| digit.is_ascii_digit())
}

fn digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn codes_are_composed_in_the_order_of_decision_20_of_2020() {
        let code = Code::compose("H55.05440", date(2026, 11, 26), 7);
        assert_eq!(code.map(String::from), Ok("H55.05440-261126-0007".to_owned()));
        let busy = Code::compose("H55.05440", date(2026, 11, 26), 1_234_567);
        assert_eq!(busy.map(String::from), Ok("H55.05440-261126-1234567".to_owned()));
        assert_eq!(Code::compose("H55", date(2026, 11, 26), 12_345_678), Err(CodeFault));
    }

    #[test]
    fn both_orders_are_read_and_nothing_else() {
        let table = [
            ("H15.50.05.13-261008-0975", true),
            ("000.12.H55-261123-0004", true),
            ("  h55.01-261126-0001 ", true),
            ("H55-261126-0001", true),
            ("12.34-261126-0001", false),
            ("1.H55.2-261126-0001", false),
            ("H55.H56-261126-0001", false),
            ("H55.01-26112-0001", false),
            ("H55.01-261126-001", false),
            ("H55.01-261126-0001-1", false),
            ("H55.01-261126-00\u{661}1", false),
            ("", false),
        ];
        for (text, good) in table {
            assert_eq!(Code::parse(text).is_ok(), good, "{text}");
        }
    }
}
