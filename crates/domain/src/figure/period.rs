//! The stretch of days of which a value speaks.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From the first day of a month to any day, both included. Official periods (month, quarter, half year, year) begin so,
/// and so do the sums that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day: the first of a month.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// The period between two days; `None` where the first is not the first of a month, or is after the last.
    #[must_use]
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from.day() == 1 && from <= to).then_some(Self { from, to })
    }

    /// The year of a day, up to that day.
    #[must_use]
    pub fn year_to(day: Date) -> Self {
        Self { from: day.first_of_year(), to: day }
    }

    /// The last `count` months up to `day`, oldest first: whole ones, and the one of `day` as far as it has come.
    #[must_use]
    pub fn months_to(day: Date, count: i64) -> Vec<Self> {
        let first = day.first_of_month();
        let month = |back: i64| {
            let from = first.checked_sub(back.months()).ok()?;
            Some(Self { from, to: from.last_of_month().min(day) })
        };
        (0..count).rev().filter_map(month).collect()
    }

    /// Whole months between the first day and the month of the last, which stands apart.
    #[must_use]
    pub fn last_month(&self) -> Date {
        self.to.first_of_month()
    }
}
