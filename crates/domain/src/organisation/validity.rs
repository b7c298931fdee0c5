//! Dates between which something is in force, and dates that the sources give only to the month or the year.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From when to when something is in force (hiệu lực). Both days are included; an unknown end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validity {
    /// First day in force.
    #[serde(rename = "valid_from")]
    pub from: Option<Date>,
    /// Last day in force.
    #[serde(rename = "valid_to")]
    pub to: Option<Date>,
}

impl Validity {
    /// In force on every day.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// Whether `date` lies inside.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// Whether the first day is not after the last.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) => from <= to,
            (None, _) | (_, None) => true,
        }
    }
}

/// The first day that `2025`, `2025-03` or `2025-03-14` names.
#[must_use]
pub fn first_day(text: &str) -> Option<Date> {
    match parts(text)? {
        (year, None, _) => Date::new(year, 1, 1).ok(),
        (year, Some(month), None) => Date::new(year, month, 1).ok(),
        (year, Some(month), Some(day)) => Date::new(year, month, day).ok(),
    }
}

/// The last day that `2025`, `2025-03` or `2025-03-14` names.
#[must_use]
pub fn last_day(text: &str) -> Option<Date> {
    match parts(text)? {
        (year, None, _) => Date::new(year, 12, 31).ok(),
        (year, Some(month), None) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        (year, Some(month), Some(day)) => Date::new(year, month, day).ok(),
    }
}

/// The day that `2025-03-14` names; nothing shorter and nothing longer.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    if text.len() == 10 { first_day(text) } else { None }
}

fn parts(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let year = digits(text.get(..4)?)?;
    let two = |range| text.get(range).and_then(digits).and_then(|number| i8::try_from(number).ok());
    let dashed = |at| text.as_bytes().get(at) == Some(&b'-');
    match text.len() {
        4 => Some((year, None, None)),
        7 if dashed(4) => Some((year, Some(two(5..7)?), None)),
        10 if dashed(4) && dashed(7) => Some((year, Some(two(5..7)?), Some(two(8..10)?))),
        _ => None,
    }
}

fn digits(text: &str) -> Option<i16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_and_years_name_their_first_and_last_day() {
        let table = [
            ("2025-03", Some((date(2025, 3, 1), date(2025, 3, 31)))),
            ("2024-02", Some((date(2024, 2, 1), date(2024, 2, 29)))),
            ("2020", Some((date(2020, 1, 1), date(2020, 12, 31)))),
            ("2025-06-30", Some((date(2025, 6, 30), date(2025, 6, 30)))),
            ("2025-02-30", None),
            ("2025-13", None),
            ("2025/03", None),
            ("+025-03", None),
            ("20250301", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(first_day(text), expected.map(|days| days.0), "{text}");
            assert_eq!(last_day(text), expected.map(|days| days.1), "{text}");
        }
    }

    #[test]
    fn both_ends_are_inside() {
        let validity = Validity { from: Some(date(2025, 7, 1)), to: Some(date(2025, 7, 2)) };
        assert!(!validity.contains(date(2025, 6, 30)));
        assert!(validity.contains(date(2025, 7, 1)) && validity.contains(date(2025, 7, 2)));
        assert!(!validity.contains(date(2025, 7, 3)));
        assert!(Validity::ALWAYS.contains(date(1945, 9, 2)));
    }
}
