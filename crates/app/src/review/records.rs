//! What the records say of a procedure under review, as far as the person may see dossiers.

use domain::access::{Person, Role};
use domain::time::{Date, Instant};
use store::dossier::Cursor;
use store::review_records::{self as records, CountedRow, Span};

use crate::App;
use crate::error::{ActError, FieldProblemKind};

const PAGE_MAX: i64 = 100;

/// Whose dossiers a person may count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountScope {
    /// Nobody's.
    Nothing,
    /// Those of a unit.
    Unit(String),
    /// Those of the whole province.
    Province,
}

/// Days between which dossiers were handed in, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// One dossier that was counted.
pub type CountedDossier = CountedRow;

/// A page of dossiers that were counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedPage {
    /// How many there are in all.
    pub total: u64,
    /// The unit whose dossiers they are; none for the whole province.
    pub unit: Option<String>,
    /// The rows, the newest first.
    pub rows: Vec<CountedDossier>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

impl App {
    /// Whose dossiers of a review the person may count: the reform office those of the province, people of the unit
    /// those of the unit, others none. It is the same right by which each of these dossiers is seen.
    pub(super) fn counting_scope(&self, person: &Person, unit: &str) -> CountScope {
        let today = self.today();
        if person.holds_anywhere(Role::ReformOffice, today) {
            CountScope::Province
        } else if person.works_at(unit, today) {
            CountScope::Unit(unit.to_owned())
        } else {
            CountScope::Nothing
        }
    }

    /// How many dossiers of the procedure were handed in, and a page of them. Without `limit` only the number.
    pub async fn review_dossiers(
        &self,
        person: &Person,
        (plan, procedure): (&str, &str),
        period: Period,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<CountedPage, ActError> {
        let span = self.review_span(person, (plan, procedure), period).await?;
        let limit = limit.clamp(0, PAGE_MAX);
        let unit = span.unit.clone();
        let read = self.0.store.read_at_length(move |tx| {
            let total = records::count(tx, &span)?;
            let rows = if limit == 0 {
                Vec::new()
            } else {
                records::list(tx, &span, after.as_ref(), limit.saturating_add(1))?
            };
            Ok::<_, ActError>((total, rows))
        });
        let (total, mut rows) = read.await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let cursor = |row: &CountedRow| Cursor { at: row.submitted_at, code: row.code.clone() };
        let next = rows.last().filter(|_| more).map(cursor);
        Ok(CountedPage { total: u64::try_from(total).unwrap_or(0), unit, rows, next })
    }

    /// The dossiers of a review that the person may see.
    pub(super) async fn review_span(
        &self,
        person: &Person,
        (plan, procedure): (&str, &str),
        period: Period,
    ) -> Result<Span, ActError> {
        let item = self.review_item(person, plan, procedure).await?;
        let unit = match self.counting_scope(person, &item.unit) {
            CountScope::Province => None,
            CountScope::Unit(unit) => Some(unit),
            CountScope::Nothing => return Err(ActError::NotYours),
        };
        if period.to < period.from {
            return Err(ActError::field("to", FieldProblemKind::Malformed));
        }
        let after = period.to.tomorrow().map_err(|_| ActError::field("to", FieldProblemKind::Malformed))?;
        let start = |day: Date| self.0.zone.instant(day.at(0, 0, 0, 0));
        let (from, until): (Instant, Instant) = (start(period.from), start(after));
        Ok(Span { procedure: procedure.to_owned(), from, until, unit })
    }
}
