//! A time limit (thời hạn giải quyết): an amount to a tenth and its unit.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The largest amount a limit may have, in any unit.
pub const LARGEST_LIMIT: u32 = 9_999;

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Ngày làm việc, `wd`.
    WorkingDay,
    /// Ngày, days off included, `d`.
    Day,
    /// Giờ làm việc, `wh`.
    WorkingHour,
    /// Giờ, by day and by night, `h`.
    Hour,
}

/// A time limit: more than nothing, at most [`LARGEST_LIMIT`]. Written `5wd`, `10d`, `8wh`, `24h`, `10.5wd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Limit {
    tenths: u32,
    unit: LimitUnit,
}

/// The text or number is no limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitFault {
    /// Not an amount with at most one decimal and a unit.
    #[error("{0:?} is not a limit: write 5wd (working days), 10d (days), 8wh (working hours) or 24h (hours)")]
    Unreadable(String),
    /// Nothing, or more than [`LARGEST_LIMIT`].
    #[error("a limit must be between 0.1 and 9999")]
    OutOfRange,
}

impl LimitUnit {
    /// All units.
    pub const ALL: [Self; 4] = [Self::WorkingDay, Self::Day, Self::WorkingHour, Self::Hour];

    /// The short name used in text: `wd`, `d`, `wh`, `h`.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::WorkingDay => "wd",
            Self::Day => "d",
            Self::WorkingHour => "wh",
            Self::Hour => "h",
        }
    }
}

impl Limit {
    /// A limit of `tenths` tenths of a unit.
    pub const fn from_tenths(tenths: u32, unit: LimitUnit) -> Result<Self, LimitFault> {
        if tenths == 0 || tenths > LARGEST_LIMIT * 10 {
            return Err(LimitFault::OutOfRange);
        }
        Ok(Self { tenths, unit })
    }

    /// A limit of whole units for amounts fixed in code: below 1 it is 1, above [`LARGEST_LIMIT`] it is that.
    #[must_use]
    pub const fn whole(amount: u32, unit: LimitUnit) -> Self {
        let amount = if amount == 0 {
            1
        } else if amount > LARGEST_LIMIT {
            LARGEST_LIMIT
        } else {
            amount
        };
        Self { tenths: amount * 10, unit }
    }

    /// The amount in tenths of the unit.
    #[must_use]
    pub const fn tenths(self) -> u32 {
        self.tenths
    }

    /// The unit.
    #[must_use]
    pub const fn unit(self) -> LimitUnit {
        self.unit
    }

    /// The amount alone: `10` or `10.5`.
    #[must_use]
    pub fn amount(self) -> String {
        match self.tenths % 10 {
            0 => (self.tenths / 10).to_string(),
            rest => format!("{}.{rest}", self.tenths / 10),
        }
    }
}

impl FromStr for Limit {
    type Err = LimitFault;

    fn from_str(text: &str) -> Result<Self, LimitFault> {
        let unreadable = || LimitFault::Unreadable(text.to_owned());
        let digits_end = text.find(|character: char| character.is_ascii_alphabetic()).ok_or_else(unreadable)?;
        let (amount, suffix) = text.split_at_checked(digits_end).ok_or_else(unreadable)?;
        let unit = LimitUnit::ALL.into_iter().find(|unit| unit.suffix() == suffix).ok_or_else(unreadable)?;
        let (whole, tenth) = amount.split_once('.').unwrap_or((amount, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 {
            return Err(unreadable());
        }
        let whole: u32 = whole.parse().map_err(|_| LimitFault::OutOfRange)?;
        let tenth: u32 = tenth.parse().map_err(|_| LimitFault::OutOfRange)?;
        Self::from_tenths(whole.saturating_mul(10).saturating_add(tenth), unit)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.amount())?;
        formatter.write_str(self.unit.suffix())
    }
}

impl TryFrom<String> for Limit {
    type Error = LimitFault;

    fn try_from(text: String) -> Result<Self, LimitFault> {
        text.parse()
    }
}

impl From<Limit> for String {
    fn from(limit: Limit) -> Self {
        limit.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_written() {
        for text in ["5wd", "10d", "8wh", "24h", "10.5wd", "0.1d", "9999h"] {
            assert_eq!(text.parse::<Limit>().map(|limit| limit.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("07.0wd".parse::<Limit>(), Ok(Limit::whole(7, LimitUnit::WorkingDay)));
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        for text in ["", "5", "wd", "5 wd", "-5wd", "5.55wd", "5.wd", ".5wd", "5w", "5wdx", "٥wd", "5wđ"] {
            assert_eq!(text.parse::<Limit>(), Err(LimitFault::Unreadable(text.to_owned())), "{text:?}");
        }
        for text in ["0wd", "0.0h", "9999.1d", "10000d", "99999999999d"] {
            assert_eq!(text.parse::<Limit>(), Err(LimitFault::OutOfRange), "{text:?}");
        }
    }
}
