//! The record of a head: apologies owed in a period, signed in time, signed late, not signed.

use domain::access::{Person, Role};
use domain::dossier::DueState;
use domain::lateness::{ApologyState, apology_state};
use domain::time::{Date, DateTime, Time};
use store::{dossier as rows, reminder};

use super::board::stories;
use crate::App;
use crate::error::ActError;

/// Late dossiers of a period that a record looks at at most.
const ROWS_MAX: i64 = 500;
/// The longest period, in days.
const DAYS_MAX: i64 = 400;

/// One dossier for which an apology was owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// Official code.
    pub code: String,
    /// Procedure and version.
    pub procedure: (String, String),
    /// When it was due.
    pub due: DateTime,
    /// When its result was there.
    pub finished: Option<DateTime>,
    /// When the apology was signed, and the date that it promised.
    pub signed: Option<(DateTime, DateTime)>,
    /// How it stands.
    pub state: ApologyState,
}

/// The record of a unit's head in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApologyRecord {
    /// Every dossier that is counted, in the order of the due times.
    pub rows: Vec<RecordRow>,
    /// Whether there are more than were looked at.
    pub more: bool,
    /// Of how many dossiers somebody above was told.
    pub escalated: i64,
}

impl ApologyRecord {
    /// How many stand so.
    #[must_use]
    pub fn count(&self, state: ApologyState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

impl App {
    /// The record of a unit's head over dossiers that were due from a day to a day: for the head; everybody else gets
    /// [`ActError::NotFound`].
    pub async fn apology_record(
        &self,
        person: &Person,
        unit: &str,
        (from, to): (Date, Date),
    ) -> Result<ApologyRecord, ActError> {
        if !person.holds(Role::Leader, unit, self.today()) {
            return Err(ActError::NotFound);
        }
        let earliest = domain::time::date_from_epoch_day(domain::time::epoch_day(to).saturating_sub(DAYS_MAX));
        let from = earliest.map_or(from, |earliest| from.max(earliest));
        let zone = self.0.zone;
        let begin = zone.instant(from.to_datetime(Time::midnight()));
        let end = zone.instant(to.to_datetime(Time::MAX));
        let (unit, now) = (unit.to_owned(), self.0.clock.now());
        self.0
            .store
            .read_at_length(move |tx| {
                let mut found = rows::owing(tx, &unit, (begin, end), now, None, ROWS_MAX.saturating_add(1))?;
                let more = i64::try_from(found.len()).is_ok_and(|count| count > ROWS_MAX);
                found.truncate(usize::try_from(ROWS_MAX).unwrap_or(usize::MAX));
                let codes: Vec<String> = found.iter().map(|row| row.code.clone()).collect();
                let stories = stories(tx, &codes)?;
                let row = |row: &rows::DossierRow| {
                    let dossier = &stories.get(&row.code)?.dossier;
                    // A clock that stands by a step of the workflow makes nothing late.
                    if matches!(dossier.due, DueState::Standing { .. }) && dossier.finished_at.is_none() {
                        return None;
                    }
                    let due = zone.civil(row.due_at?);
                    let signed = dossier.reappointment.as_ref();
                    let late = signed.map(|letter| letter.late_notice);
                    Some(RecordRow {
                        code: row.code.clone(),
                        procedure: (row.procedure_id.clone(), row.procedure_version.clone()),
                        due,
                        finished: dossier.finished_at,
                        signed: signed.map(|letter| (letter.at, letter.promised)),
                        state: apology_state(due, dossier.finished_at, late, zone.civil(now))?,
                    })
                };
                let escalated = reminder::escalated_at(tx, &unit, begin, end)?;
                Ok::<_, ActError>(ApologyRecord { rows: found.iter().filter_map(row).collect(), more, escalated })
            })
            .await
    }
}
