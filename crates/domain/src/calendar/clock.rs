//! Times of day and days of the year as the law's data writes them: `15:00`, `04-15`.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Minutes in a civil day.
pub const DAY_MINUTES: i64 = 1440;

/// A time of day to the minute, from `00:00` to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(u16);

/// A day of the year without its year, `MM-DD`; 29 February is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u8,
    day: u8,
}

/// The text is not a time of day or a day of the year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// Not `HH:MM` between `00:00` and `24:00`.
    #[error("{0:?} is not a time of day like 15:00")]
    NotATime(String),
    /// Not `MM-DD`, or no such day in any year.
    #[error("{0:?} is not a day of the year like 04-15")]
    NotADay(String),
}

impl ClockTime {
    /// The time `hour`:`minute`, or `None` beyond `24:00`.
    #[must_use]
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
            return None;
        }
        Some(Self(hour * 60 + minute))
    }

    /// Minutes since midnight, at most 1440.
    #[must_use]
    pub fn minutes(self) -> i64 {
        i64::from(self.0)
    }
}

impl From<Time> for ClockTime {
    /// Seconds are dropped.
    fn from(time: Time) -> Self {
        let part = |number: i8| u16::try_from(number).unwrap_or(0);
        Self(part(time.hour()) * 60 + part(time.minute()))
    }
}

impl FromStr for ClockTime {
    type Err = ClockFault;

    fn from_str(text: &str) -> Result<Self, ClockFault> {
        two_numbers(text, ':')
            .and_then(|(hour, minute)| Self::new(hour.into(), minute.into()))
            .ok_or_else(|| ClockFault::NotATime(text.to_owned()))
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<String> for ClockTime {
    type Error = ClockFault;

    fn try_from(text: String) -> Result<Self, ClockFault> {
        text.parse()
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

impl MonthDay {
    /// The day, or `None` when no year has it.
    #[must_use]
    pub const fn new(month: u8, day: u8) -> Option<Self> {
        let last = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if day == 0 || day > last { None } else { Some(Self { month, day }) }
    }
}

impl FromStr for MonthDay {
    type Err = ClockFault;

    fn from_str(text: &str) -> Result<Self, ClockFault> {
        two_numbers(text, '-')
            .and_then(|(month, day)| Self::new(month, day))
            .ok_or_else(|| ClockFault::NotADay(text.to_owned()))
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}-{:02}", self.month, self.day)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = ClockFault;

    fn try_from(text: String) -> Result<Self, ClockFault> {
        text.parse()
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        day.to_string()
    }
}

/// Two numbers of two digits each around `separator`.
fn two_numbers(text: &str, separator: char) -> Option<(u8, u8)> {
    let (left, right) = text.split_once(separator)?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(left) || !two_digits(right) {
        return None;
    }
    Some((left.parse().ok()?, right.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_are_read_as_written_or_refused() {
        for text in ["00:00", "07:30", "15:00", "24:00"] {
            assert_eq!(text.parse::<ClockTime>().map(|time| time.to_string()), Ok(text.to_owned()));
        }
        for text in ["24:01", "7:30", "0730", "12:60", "ab:cd", "+1:00", ""] {
            assert_eq!(text.parse::<ClockTime>(), Err(ClockFault::NotATime(text.to_owned())));
        }
        for text in ["01-01", "02-29", "12-31"] {
            assert_eq!(text.parse::<MonthDay>().map(|day| day.to_string()), Ok(text.to_owned()));
        }
        for text in ["02-30", "13-01", "04-31", "00-10", "1-1"] {
            assert_eq!(text.parse::<MonthDay>(), Err(ClockFault::NotADay(text.to_owned())));
        }
    }
}
