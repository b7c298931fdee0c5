//! Compliance cost (chi phí tuân thủ): of one dossier, of a year, and what a change saves.

use serde::{Deserialize, Serialize};

use crate::procedure::amount::hundredths;

/// Costs are kept in hundredths of a đồng: hours come in hundredths, and nothing is rounded before it is printed.
const PER_DONG: i128 = 100;

/// A number of hours, exact to the hundredth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Hours {
    /// Hundredths of an hour.
    pub hundredths: u32,
}

impl Hours {
    /// So many whole hours; none where they do not fit.
    #[must_use]
    pub fn whole(hours: u32) -> Option<Self> {
        hours.checked_mul(100).map(|hundredths| Self { hundredths })
    }

    /// Reads `1.25`: at most two digits after the point, at most 10,000 hours.
    #[must_use]
    pub fn parse(decimal: &str) -> Option<Self> {
        hundredths(decimal).map(|hundredths| Self { hundredths })
    }
}

/// Whether the days for which the office has the dossier count as the applicant's hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OfficeDays {
    /// They do not: waiting is no work, and the formula knows no cost of opportunity.
    #[default]
    NotCounted,
    /// They do, as some provinces reckon.
    Counted {
        /// Hours of one working day, in practice 8.
        hours_per_day: u32,
    },
}

/// How costs are reckoned. Both sides of a comparison are reckoned in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Average income of an hour (thu nhập bình quân một giờ làm việc), in đồng.
    pub hourly_income_vnd: u64,
    /// What the office's days are.
    pub office_days: OfficeDays,
}

/// One thing that the applicant must do (công việc khi thực hiện thủ tục).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What: `Điền tờ khai`.
    pub name_vi: String,
    /// How long it takes.
    pub hours: Hours,
    /// Income of an hour of those who do it, in đồng; none for the average of the method.
    pub hourly_income_vnd: Option<u64>,
    /// What is paid to others for it (dịch vụ thuê ngoài), in đồng.
    pub outsourced_vnd: u64,
}

/// What a procedure asks of those who follow it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Burden {
    /// The necessary tasks.
    pub tasks: Vec<Task>,
    /// Fees, charges and other costs by law of one dossier, in đồng.
    pub fees_vnd: u64,
    /// Working days for which the office has the dossier, in hundredths.
    pub office_days_hundredths: u32,
    /// How often in a year one applicant does it.
    pub times_per_year: u64,
    /// How many applicants there are in a year.
    pub subjects_per_year: u64,
}

/// The numbers are too large to be reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    /// A sum or product does not fit.
    #[error("the cost is too large to be reckoned with")]
    TooLarge,
}

/// An amount of money, exact to the hundredth of a đồng; differences may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cost {
    hundredths: i128,
}

impl Cost {
    /// Nothing.
    pub const ZERO: Self = Self { hundredths: 0 };

    /// So many đồng.
    #[must_use]
    pub fn of_dong(dong: i64) -> Self {
        Self { hundredths: i128::from(dong).saturating_mul(PER_DONG) }
    }

    /// Hundredths of a đồng.
    #[must_use]
    pub const fn hundredths(self) -> i128 {
        self.hundredths
    }

    /// Whole đồng, half up; only for printing.
    #[must_use]
    pub fn dong(self) -> i128 {
        rounded(self.hundredths, PER_DONG)
    }

    /// The sum.
    pub fn checked_add(self, other: Self) -> Result<Self, CostError> {
        let hundredths = self.hundredths.checked_add(other.hundredths).ok_or(CostError::TooLarge)?;
        Ok(Self { hundredths })
    }

    /// The difference; may be negative.
    pub fn minus(self, other: Self) -> Result<Self, CostError> {
        let hundredths = self.hundredths.checked_sub(other.hundredths).ok_or(CostError::TooLarge)?;
        Ok(Self { hundredths })
    }

    fn times(self, factor: u64) -> Result<Self, CostError> {
        let hundredths = self.hundredths.checked_mul(i128::from(factor)).ok_or(CostError::TooLarge)?;
        Ok(Self { hundredths })
    }
}

impl Task {
    /// Its hours at the income of an hour, and what it pays others.
    pub fn cost(&self, method: &Method) -> Result<Cost, CostError> {
        let income = self.hourly_income_vnd.unwrap_or(method.hourly_income_vnd);
        // Hundredths of an hour at đồng an hour are hundredths of a đồng.
        let work = Cost { hundredths: i128::from(self.hours.hundredths) }.times(income)?;
        work.checked_add(paid(self.outsourced_vnd))
    }
}

impl Burden {
    /// The cost of one dossier: each task's hours at the income of an hour and what it pays others, and the fees.
    pub fn cost(&self, method: &Method) -> Result<Cost, CostError> {
        let mut cost = self.office_cost(method)?;
        for task in &self.tasks {
            cost = cost.checked_add(task.cost(method)?)?;
        }
        cost.checked_add(paid(self.fees_vnd))
    }

    /// What the office's days cost by the method.
    pub fn office_cost(&self, method: &Method) -> Result<Cost, CostError> {
        match method.office_days {
            OfficeDays::NotCounted => Ok(Cost::ZERO),
            OfficeDays::Counted { hours_per_day } => {
                let days = Cost { hundredths: i128::from(self.office_days_hundredths) };
                days.times(u64::from(hours_per_day))?.times(method.hourly_income_vnd)
            }
        }
    }

    /// The cost of a year: that of a dossier, times its number a year, times the number of applicants.
    pub fn cost_per_year(&self, method: &Method) -> Result<Cost, CostError> {
        self.cost(method)?.times(self.times_per_year)?.times(self.subjects_per_year)
    }
}

fn paid(dong: u64) -> Cost {
    Cost { hundredths: i128::from(dong).saturating_mul(PER_DONG) }
}

/// What a change saves in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Benefit {
    /// Cost of a year now.
    pub before: Cost,
    /// Cost of a year after the change.
    pub after: Cost,
}

impl Benefit {
    /// Compares two burdens by one method.
    pub fn between(before: &Burden, after: &Burden, method: &Method) -> Result<Self, CostError> {
        Ok(Self { before: before.cost_per_year(method)?, after: after.cost_per_year(method)? })
    }

    /// What is saved; negative where it becomes dearer.
    pub fn saved(&self) -> Result<Cost, CostError> {
        self.before.minus(self.after)
    }

    /// The share saved in hundredths of a per cent, half up; none where nothing was spent before.
    pub fn saved_share(&self) -> Result<Option<i128>, CostError> {
        if self.before <= Cost::ZERO {
            return Ok(None);
        }
        let scaled = self.saved()?.hundredths.checked_mul(10_000).ok_or(CostError::TooLarge)?;
        Ok(Some(rounded(scaled, self.before.hundredths)))
    }
}

/// A quotient, half up; `divisor` is positive.
fn rounded(number: i128, divisor: i128) -> i128 {
    let (whole, rest) = (number.div_euclid(divisor), number.rem_euclid(divisor));
    if rest >= divisor - rest { whole.saturating_add(1) } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOURLY: u64 = 40_000;
    const HABIT: Method = Method { hourly_income_vnd: HOURLY, office_days: OfficeDays::Counted { hours_per_day: 8 } };
    const BY_LAW: Method = Method { hourly_income_vnd: HOURLY, office_days: OfficeDays::NotCounted };

    fn office(days: u32, dossiers: u64) -> Burden {
        let (times_per_year, subjects_per_year) = (1, dossiers);
        Burden { office_days_hundredths: days * 100, times_per_year, subjects_per_year, ..Burden::default() }
    }

    fn task(hours: &str, outsourced_vnd: u64) -> Task {
        let hours = Hours::parse(hours).expect("hours");
        Task { name_vi: "Điền tờ khai".to_owned(), hours, hourly_income_vnd: None, outsourced_vnd }
    }

    /// The figures of Đồng Nai's Decision 2816/QĐ-UBND of 20 November 2025 (and 2813/QĐ-UBND for the abolished
    /// procedure): 8 hours a day, 40,000 đồng an hour.
    #[test]
    fn the_published_figures_come_out_to_the_digit() {
        let abolished = Burden { fees_vnd: 18_509_608, times_per_year: 1, subjects_per_year: 1, ..Burden::default() };
        let table = [
            (office(10, 10), office(9, 10), 32_000_000, 28_800_000, 3_200_000, 1_000),
            (office(25, 10), office(23, 10), 80_000_000, 73_600_000, 6_400_000, 800),
            (abolished, Burden::default(), 18_509_608, 0, 18_509_608, 10_000),
        ];
        for (before, after, cost_before, cost_after, saved, share) in table {
            let benefit = Benefit::between(&before, &after, &HABIT).expect("small numbers");
            assert_eq!((benefit.before.dong(), benefit.after.dong()), (cost_before, cost_after));
            assert_eq!(benefit.saved().expect("small numbers").dong(), saved);
            assert_eq!(benefit.saved_share(), Ok(Some(share)));
        }
    }

    #[test]
    fn waiting_costs_nothing_unless_the_province_says_so() {
        let benefit = Benefit::between(&office(10, 10), &office(9, 10), &BY_LAW).expect("small numbers");
        assert_eq!((benefit.before, benefit.after), (Cost::ZERO, Cost::ZERO));
        assert_eq!(benefit.saved_share(), Ok(None));
        assert_eq!(OfficeDays::default(), OfficeDays::NotCounted);
        let half_day =
            Burden { office_days_hundredths: 50, times_per_year: 1, subjects_per_year: 1, ..Burden::default() };
        assert_eq!(half_day.cost_per_year(&HABIT).expect("small numbers").dong(), 160_000);
    }

    #[test]
    fn a_dossier_costs_its_tasks_and_fees_and_a_year_all_of_them() {
        let mut burden = Burden {
            tasks: vec![task("1.5", 0), task("0.25", 10_000)],
            fees_vnd: 8_000,
            office_days_hundredths: 500,
            times_per_year: 2,
            subjects_per_year: 300,
        };
        // 1.75 h × 40,000 + 10,000 + 8,000
        assert_eq!(burden.cost(&BY_LAW).expect("small numbers").dong(), 88_000);
        assert_eq!(burden.cost_per_year(&BY_LAW).expect("small numbers").dong(), 52_800_000);
        burden.tasks[0].hourly_income_vnd = Some(100_001);
        // 1.5 h × 100,001 = 150,001.5: rounding waits for the end, so that a year is exact.
        let cost = burden.cost(&BY_LAW).expect("small numbers");
        assert_eq!((cost.hundredths(), cost.dong()), (17_800_150, 178_002));
        assert_eq!(burden.cost_per_year(&BY_LAW).expect("small numbers").dong(), 106_800_900);
    }

    #[test]
    fn what_becomes_dearer_saves_less_than_nothing() {
        let benefit = Benefit { before: Cost::of_dong(300), after: Cost::of_dong(400) };
        assert_eq!(benefit.saved(), Ok(Cost::of_dong(-100)));
        assert_eq!(benefit.saved_share(), Ok(Some(-3_333)));
        assert_eq!(rounded(-150, 100), -1, "half up also below zero");
        assert_eq!(rounded(150, 100), 2);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut burden = office(10, u64::MAX);
        burden.times_per_year = u64::MAX;
        assert_eq!(burden.cost_per_year(&HABIT), Err(CostError::TooLarge));
        let most = Method { hourly_income_vnd: u64::MAX, office_days: OfficeDays::Counted { hours_per_day: u32::MAX } };
        assert_eq!(office(42_000_000, 1).cost(&most), Err(CostError::TooLarge));
        assert!(office(20_000_000, 1).cost(&most).is_ok(), "the largest income and days still fit");
        assert_eq!(Hours::whole(u32::MAX), None);
        let table = [("1.25", Some(125)), ("0", Some(0)), ("-1", None), ("1.234", None), ("10001", None)];
        for (text, expected) in table {
            assert_eq!(Hours::parse(text).map(|hours| hours.hundredths), expected, "{text}");
        }
    }
}
