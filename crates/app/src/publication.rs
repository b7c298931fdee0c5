//! The legal duty to announce and to upload procedures in time, as far as the records have the days.
//!
//! Decree 63/2010/NĐ-CP as amended, Articles 15 and 24: the chairman of the province announces at least five days
//! before a text takes effect, and uploads within five working days of signing. The consolidated text says days, the
//! portal's formula working days; the longer notice is not owed, so days are counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::procedure::Procedure;
use domain::time::{Date, date_from_epoch_day, epoch_day};
use store::registry as rows;

use crate::App;
use crate::error::ActError;

/// Days between the announcement and the first day in force.
pub const ANNOUNCE_DAYS: i64 = 5;
/// Working days from signing to upload.
pub const UPLOAD_WORKING_DAYS: i64 = 5;

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// A day that it hangs on is not on record.
    NotOnRecord,
    /// Done by the last day allowed.
    Met,
    /// Done after it, by so many days.
    Late(i64),
    /// Not done yet; the last day allowed.
    Due(Date),
    /// Not done, and the last day allowed has passed.
    Overdue(Date),
}

/// One procedure with the days on record.
#[derive(Debug, Clone)]
pub struct DutyLine {
    /// The procedure.
    pub procedure: Arc<Procedure>,
    /// The decision, where its number is on record.
    pub decision: Option<String>,
    /// When it was signed.
    pub signed_on: Option<Date>,
    /// First day in force.
    pub in_force_from: Option<Date>,
    /// When it was published here.
    pub published_on: Option<Date>,
    /// The duty to announce.
    pub announce: Duty,
    /// The duty to upload.
    pub upload: Duty,
}

/// All procedures, those with days on record one by one.
#[derive(Debug, Clone, Default)]
pub struct DutyReport {
    /// Those of which at least one duty can be judged.
    pub judged: Vec<DutyLine>,
    /// Procedures of which neither can.
    pub not_on_record: usize,
}

/// Whether it was announced in time: published at the latest five days before the first day in force.
#[must_use]
pub fn announce(in_force_from: Option<Date>, published_on: Option<Date>) -> Duty {
    let last = in_force_from.and_then(|day| date_from_epoch_day(epoch_day(day).saturating_sub(ANNOUNCE_DAYS)));
    match (last, published_on) {
        (Some(last), Some(done)) => judged(last, done),
        _ => Duty::NotOnRecord,
    }
}

/// Whether it was uploaded in time: within five working days of signing, the day of signing not counted.
#[must_use]
pub fn upload(calendar: &Calendar, signed_on: Option<Date>, published_on: Option<Date>, today: Date) -> Duty {
    let last = signed_on.and_then(|signed| after_working_days(calendar, signed, UPLOAD_WORKING_DAYS));
    match (last, published_on) {
        (Some(last), Some(done)) => judged(last, done),
        (Some(last), None) if today > last => Duty::Overdue(last),
        (Some(last), None) => Duty::Due(last),
        (None, _) => Duty::NotOnRecord,
    }
}

fn judged(last: Date, done: Date) -> Duty {
    match epoch_day(done).saturating_sub(epoch_day(last)) {
        late @ 1.. => Duty::Late(late),
        _ => Duty::Met,
    }
}

/// The day so many working days after one; `None` where the calendar ends before.
fn after_working_days(calendar: &Calendar, from: Date, days: i64) -> Option<Date> {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().ok().filter(|day| *day <= calendar.published_through())?;
        left = left.saturating_sub(i64::from(calendar.is_working(day)));
    }
    Some(day)
}

impl App {
    /// How the duties stand for the procedures of today.
    pub async fn publication_duties(&self) -> Result<DutyReport, ActError> {
        let revisions = self.0.store.read(|tx| Ok::<_, ActError>(rows::published(tx)?)).await?;
        let (catalogue, today) = (self.catalogue(), self.today());
        let calendar = catalogue.calendar().ok_or_else(|| ActError::fault("no calendar is published"))?;
        let published: BTreeMap<(&str, i64), Date> = revisions
            .iter()
            .map(|row| ((row.procedure_id.as_str(), row.number), self.0.zone.date(row.updated_at)))
            .collect();
        let mut report = DutyReport::default();
        for procedure in catalogue.procedures(today) {
            let number = procedure.revision.map(i64::from);
            let published_on = number.and_then(|number| published.get(&(procedure.id.as_str(), number)).copied());
            let in_force_from = published_on.and(procedure.validity.from);
            let promise = procedure.promise.as_ref();
            let signed_on = promise.and_then(|promise| promise.decision_date);
            let line = DutyLine {
                procedure: Arc::clone(procedure),
                decision: promise.map(|promise| promise.decision.clone()).or_else(|| procedure.promulgated_by.clone()),
                signed_on,
                in_force_from,
                published_on,
                announce: announce(in_force_from, published_on),
                // Where nobody noted when it was uploaded, it is not on record: that is no proof that it was not.
                upload: published_on.map_or(Duty::NotOnRecord, |day| upload(calendar, signed_on, Some(day), today)),
            };
            if line.announce == Duty::NotOnRecord && line.upload == Duty::NotOnRecord && signed_on.is_none() {
                report.not_on_record = report.not_on_record.saturating_add(1);
            } else {
                report.judged.push(line);
            }
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i64, month: i64, day: i64) -> Date {
        format!("{year:04}-{month:02}-{day:02}").parse().unwrap_or(Date::MIN)
    }

    #[test]
    fn an_announcement_is_owed_five_days_before() {
        let first = Some(date(2026, 7, 1));
        let table = [
            (Some(date(2026, 6, 26)), Duty::Met),
            (Some(date(2026, 6, 1)), Duty::Met),
            (Some(date(2026, 6, 27)), Duty::Late(1)),
            (Some(date(2026, 7, 3)), Duty::Late(7)),
            (None, Duty::NotOnRecord),
        ];
        for (published, expected) in table {
            assert_eq!(announce(first, published), expected, "{published:?}");
        }
        assert_eq!(announce(None, Some(date(2026, 6, 1))), Duty::NotOnRecord);
    }

    #[test]
    fn an_upload_is_owed_within_five_working_days() -> Result<(), Vec<domain::dataset::Fault>> {
        let catalogue = crate::shipped_calendar()?;
        let Some(calendar) = catalogue.calendar() else { return Err(Vec::new()) };
        // Signed on Wednesday 29 April 2026; 30 April and 1 May are days off.
        let signed = Some(date(2026, 4, 29));
        let table = [
            (Some(date(2026, 5, 8)), date(2026, 5, 8), Duty::Met),
            (Some(date(2026, 5, 9)), date(2026, 5, 9), Duty::Late(1)),
            (None, date(2026, 5, 8), Duty::Due(date(2026, 5, 8))),
            (None, date(2026, 5, 9), Duty::Overdue(date(2026, 5, 8))),
        ];
        for (published, today, expected) in table {
            assert_eq!(upload(calendar, signed, published, today), expected, "{published:?} {today}");
        }
        assert_eq!(upload(calendar, None, None, date(2026, 5, 9)), Duty::NotOnRecord);
        Ok(())
    }
}
