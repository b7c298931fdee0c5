//! Lists of rounds, and what waits for somebody in them.

use domain::access::{Person, RoundAction, RoundFacts, RoundSight, may_round};
use domain::round::RoundState;
use domain::time::{Date, Instant};
use store::round::{self as rows, RoundRow};

use crate::App;
use crate::dossier::Cursor;
use crate::error::ActError;

const PAGE_MAX: i64 = 100;

/// A round in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundLine {
    /// Its id.
    pub id: String,
    /// The year that is assessed.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// How far it has come.
    pub state: RoundState,
    /// Last day of its phase.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub is_late: bool,
    /// Last change.
    pub updated_at: Instant,
}

/// A page of rounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoundPage {
    /// The rows.
    pub rows: Vec<RoundLine>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Whether this person may begin a round.
    pub may_begin: bool,
}

/// What waits for somebody in scoring rounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoundWaiting {
    /// How many sheets or rounds.
    pub count: i64,
    /// Of them those whose last day is over.
    pub late: i64,
}

impl App {
    /// Rounds that this person sees, the last changed first.
    pub async fn rounds(&self, person: &Person, after: Option<Cursor>, limit: i64) -> Result<RoundPage, ActError> {
        let sight = self.round_sight(person)?;
        let limit = limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let place = after.as_ref().map(|cursor| (cursor.at, cursor.code.as_str()));
            let most = limit.saturating_add(1);
            Ok::<_, ActError>(match &sight {
                RoundSight::Province => rows::all(tx, place, most)?,
                RoundSight::Units(units) => rows::of_units(tx, units, place, most)?,
            })
        });
        let mut found = read.await?;
        let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
        found.truncate(usize::try_from(limit).unwrap_or(0));
        let next = found.last().filter(|_| more).map(|row| Cursor { at: row.updated_at, code: row.id.clone() });
        let today = self.today();
        let rows = found.into_iter().map(|row| line(row, today)).collect::<Result<_, _>>()?;
        Ok(RoundPage { rows, next, may_begin: self.may_begin_round(person) })
    }

    /// Whether the person may begin a round.
    #[must_use]
    pub fn may_begin_round(&self, person: &Person) -> bool {
        let (catalogue, today) = (self.catalogue(), self.today());
        let province = catalogue.province(today).unwrap_or_default();
        let facts = RoundFacts { province, unit: None, appraisers: &[] };
        may_round(person, RoundAction::Configure, &facts, today).is_ok()
    }

    /// What waits for this person: sheets of their units; for the reform office rounds that it must move on; for the head
    /// of the province results to approve.
    pub async fn count_waiting_rounds(&self, person: &Person) -> Result<RoundWaiting, ActError> {
        let Ok(sight) = self.round_sight(person) else { return Ok(RoundWaiting::default()) };
        let today = self.today();
        let states = if self.may_begin_round(person) {
            [RoundState::FirstAppraisal, RoundState::SecondAppraisal, RoundState::Approved, RoundState::Correction]
        } else {
            [RoundState::Computed; 4]
        };
        let day = today.to_string();
        let read = self.0.store.read(move |tx| {
            Ok::<_, ActError>(match &sight {
                RoundSight::Province => rows::waiting(tx, &day, states.map(RoundState::name))?,
                RoundSight::Units(units) => rows::sheets_waiting(tx, units, &day)?,
            })
        });
        let (count, late) = read.await?;
        Ok(RoundWaiting { count, late })
    }
}

/// A row as a line of a list.
pub(super) fn line(row: RoundRow, today: Date) -> Result<RoundLine, ActError> {
    let due: Option<Date> = row.due.parse().ok();
    let state = RoundState::from_name(&row.state);
    Ok(RoundLine {
        state: state.ok_or_else(|| ActError::fault(format!("the scoring round {} cannot be read", row.id)))?,
        is_late: due.is_some_and(|due| today > due),
        due,
        id: row.id,
        year: row.year,
        title: row.title,
        updated_at: row.updated_at,
    })
}
