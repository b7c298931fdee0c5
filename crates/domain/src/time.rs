//! Instants and the province's civil time.
//!
//! Storage and protocols carry instants; the law speaks of civil days and office hours.
//! The two meet only here. Nothing in this crate reads a clock: time comes in as an argument.

pub use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time, in microseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The instant `seconds` later; stays at the end of time instead of overflowing.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }

    /// Whole seconds from `earlier` to `self`, negative when `earlier` is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / MICROS_PER_SECOND
    }
}

/// The civil time of a province: a fixed distance from UTC.
///
/// Viet Nam has kept UTC+7 since 1975 and has no summer time, so an offset is exact for every date
/// the product meets (Decision 121/CP of 1967 and 134/2002/QĐ-TTg).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    offset_seconds: i64,
}

/// The zone asked for is not one this product can keep civil time in.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown time zone {0:?}: use Asia/Ho_Chi_Minh or an offset like +07:00")]
pub struct UnknownZone(pub String);

impl Zone {
    /// `Asia/Ho_Chi_Minh`, UTC+7.
    pub const HO_CHI_MINH: Self = Self { offset_seconds: 7 * 3600 };

    /// Reads `Asia/Ho_Chi_Minh`, its aliases, `UTC`, or an offset `±HH:MM`.
    pub fn parse(text: &str) -> Result<Self, UnknownZone> {
        match text {
            "Asia/Ho_Chi_Minh" | "Asia/Saigon" | "Asia/Bangkok" => return Ok(Self::HO_CHI_MINH),
            "UTC" | "Z" => return Ok(Self { offset_seconds: 0 }),
            _ => (),
        }
        let unknown = || UnknownZone(text.to_owned());
        let (sign, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (1, rest),
            Some(("-", rest)) => (-1, rest),
            _ => return Err(unknown()),
        };
        let (hours, minutes) = rest.split_once(':').ok_or_else(unknown)?;
        let hours: i64 = hours.parse().ok().filter(|h| (0..=14).contains(h)).ok_or_else(unknown)?;
        let minutes: i64 = minutes.parse().ok().filter(|m| (0..60).contains(m)).ok_or_else(unknown)?;
        Ok(Self { offset_seconds: sign * (hours * 3600 + minutes * 60) })
    }

    /// The civil date and time, to the second, of an instant. Clamped to the calendar's range.
    #[must_use]
    pub fn civil(self, instant: Instant) -> DateTime {
        let seconds = instant.0.div_euclid(MICROS_PER_SECOND).saturating_add(self.offset_seconds);
        let days = seconds.div_euclid(SECONDS_PER_DAY);
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        match date_from_epoch_day(days) {
            Some(date) => date.at(small(second / 3600), small(second / 60 % 60), small(second % 60), 0),
            None if days < 0 => DateTime::MIN,
            None => DateTime::MAX,
        }
    }

    /// The civil date of an instant.
    #[must_use]
    pub fn date(self, instant: Instant) -> Date {
        self.civil(instant).date()
    }

    /// The instant of a civil date and time; fractions of a second are dropped.
    #[must_use]
    pub fn instant(self, civil: DateTime) -> Instant {
        let day_seconds = i64::from(civil.hour()) * 3600 + i64::from(civil.minute()) * 60 + i64::from(civil.second());
        let seconds = epoch_day(civil.date()) * SECONDS_PER_DAY + day_seconds - self.offset_seconds;
        Instant(seconds * MICROS_PER_SECOND)
    }

    /// Distance from UTC in seconds, east positive.
    #[must_use]
    pub const fn offset_seconds(self) -> i64 {
        self.offset_seconds
    }
}

/// Days from 1970-01-01 to `date`.
#[must_use]
pub fn epoch_day(date: Date) -> i64 {
    // Days-from-civil (H. Hinnant): exact integer arithmetic over the whole range of `Date`.
    let year = i64::from(date.year()) - i64::from(date.month() <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(date.month()) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(date.day()) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date `days` after 1970-01-01, or `None` outside years -9999..=9999.
#[must_use]
pub fn date_from_epoch_day(days: i64) -> Option<Date> {
    if !(-4_371_587..=2_932_896).contains(&days) {
        return None;
    }
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date::new(i16::try_from(year).ok()?, small(month), small(day)).ok()
}

/// A number known to be below 128 as `i8`; larger ones are a fault of this module and become 0.
fn small(number: i64) -> i8 {
    i8::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;
    use proptest::prelude::*;

    #[test]
    fn an_instant_is_seven_hours_later_on_the_wall() {
        let instant = Instant(1_795_685_400_000_000);
        assert_eq!(Zone::HO_CHI_MINH.civil(instant), datetime(2026, 11, 26, 16, 30, 0, 0));
    }

    #[test]
    fn zones_are_read_or_refused() {
        assert_eq!(Zone::parse("+07:00"), Zone::parse("Asia/Ho_Chi_Minh"));
        assert!(Zone::parse("Mars/Base").is_err());
        assert!(Zone::parse("").is_err());
        assert!(Zone::parse("+7").is_err());
    }

    proptest! {
        #[test]
        fn days_go_there_and_back(day in -4_371_587_i64..=2_932_896) {
            let date = date_from_epoch_day(day);
            prop_assert!(date.is_some_and(|date| epoch_day(date) == day));
        }

        #[test]
        fn civil_time_goes_there_and_back(second in -60_000_000_000_i64..250_000_000_000) {
            let instant = Instant(second * 1_000_000);
            prop_assert_eq!(Zone::HO_CHI_MINH.instant(Zone::HO_CHI_MINH.civil(instant)), instant);
        }
    }
}
