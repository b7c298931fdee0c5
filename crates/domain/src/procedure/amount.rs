//! Amounts of time as published: exact to the hundredth, in the unit that the source printed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::deadline::{Limit, LimitUnit};

/// The unit of a published amount of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountUnit {
    /// Giờ.
    Hour,
    /// Giờ làm việc.
    WorkingHour,
    /// Ngày, calendar days.
    Day,
    /// Ngày làm việc.
    WorkingDay,
    /// Tháng.
    Month,
}

impl AmountUnit {
    /// Reads the word that files use.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "hour" => Some(Self::Hour),
            "working_hour" => Some(Self::WorkingHour),
            "day" => Some(Self::Day),
            "working_day" => Some(Self::WorkingDay),
            "month" => Some(Self::Month),
            _ => None,
        }
    }
}

/// An amount of time such as 10.5 working days. Integer inside: hundredths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// Hundredths of `unit`.
    pub hundredths: u32,
    /// The unit.
    pub unit: AmountUnit,
}

impl Amount {
    /// Largest amount that is read, in whole units; the longest published limit is 210 days.
    pub const MAX_WHOLE: u32 = 10_000;

    /// Reads a decimal such as `10.5`; at most two digits after the point, never negative, never an exponent.
    #[must_use]
    pub fn parse(decimal: &str, unit: AmountUnit) -> Option<Self> {
        hundredths(decimal).map(|hundredths| Self { hundredths, unit })
    }

    /// The limit that deadlines are reckoned with.
    ///
    /// Limits are held in tenths: a quarter of a working day becomes two working hours (eight make a day, as in the
    /// decisions that print such steps), a quarter of a day six hours (Civil Code, Article 146). Months have no limit
    /// of their own and give none, as does zero.
    #[must_use]
    pub fn limit(self) -> Option<Limit> {
        let (hundredths, unit) = match (self.unit, self.hundredths % 10) {
            (AmountUnit::WorkingDay, 0) => (self.hundredths, LimitUnit::WorkingDay),
            (AmountUnit::WorkingDay, _) => (self.hundredths.checked_mul(8)?, LimitUnit::WorkingHour),
            (AmountUnit::Day, 0) => (self.hundredths, LimitUnit::Day),
            (AmountUnit::Day, _) => (self.hundredths.checked_mul(24)?, LimitUnit::Hour),
            (AmountUnit::WorkingHour, _) => (self.hundredths, LimitUnit::WorkingHour),
            (AmountUnit::Hour, _) => (self.hundredths, LimitUnit::Hour),
            (AmountUnit::Month, _) => return None,
        };
        Limit::from_tenths(hundredths.div_ceil(10), unit).ok()
    }
}

/// Hundredths in a plain decimal of at most two places and at most [`Amount::MAX_WHOLE`].
#[must_use]
pub(crate) fn hundredths(decimal: &str) -> Option<u32> {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || fraction.len() > 2 {
        return None;
    }
    let whole: u32 = whole.parse().ok().filter(|whole| *whole <= Amount::MAX_WHOLE)?;
    let digits: u32 = fraction.parse().ok()?;
    let fraction = if fraction.len() == 1 { digits * 10 } else { digits };
    Some(whole * 100 + fraction)
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match (rest, rest % 10) {
            (0, _) => write!(formatter, "{whole}"),
            (_, 0) => write!(formatter, "{whole}.{}", rest / 10),
            (_, _) => write!(formatter, "{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        let table = [
            ("10.5", Some(1050)),
            ("0.25", Some(25)),
            ("22.05", Some(2205)),
            ("15", Some(1500)),
            ("0", Some(0)),
            ("10.125", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("5.", None),
            ("10001", None),
            ("99999999999999999999", None),
        ];
        for (text, expected) in table {
            assert_eq!(hundredths(text), expected, "{text}");
        }
    }

    #[test]
    fn quarters_of_a_day_become_hours() {
        let limit =
            |text, unit| Amount::parse(text, unit).and_then(Amount::limit).map(|limit| (limit.tenths(), limit.unit()));
        assert_eq!(limit("0.25", AmountUnit::WorkingDay), Some((20, LimitUnit::WorkingHour)));
        assert_eq!(limit("22.25", AmountUnit::Day), Some((5340, LimitUnit::Hour)));
        assert_eq!(limit("10.5", AmountUnit::WorkingDay), Some((105, LimitUnit::WorkingDay)));
        assert_eq!(limit("1", AmountUnit::Month), None);
        assert_eq!(limit("0", AmountUnit::Day), None);
    }

    #[test]
    fn amounts_are_written_as_they_were_read() {
        for text in ["10.5", "0.25", "22.05", "15", "0"] {
            let written = Amount::parse(text, AmountUnit::WorkingDay).map(|amount| amount.to_string());
            assert_eq!(written.as_deref(), Some(text));
        }
    }
}
