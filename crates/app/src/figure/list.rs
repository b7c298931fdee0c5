//! The records behind a number, page by page, as far as the reader sees them.

use domain::access::{FigureSight, Person, figure_sight};
use domain::figure::{Counter, Mark, Period};
use store::Tx;
use store::figure_mark;

use super::value::{Scope, counted, procedures_counted};
use crate::App;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 200;

/// Which records are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The figure.
    pub figure: String,
    /// Under which of its counters.
    pub counter: Counter,
    /// The unit; empty for the province.
    pub unit: String,
    /// Of which days.
    pub period: Period,
    /// Day and code of the last one seen.
    pub after: Option<(String, String)>,
    /// Rows of a page.
    pub limit: i64,
}

/// One record that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRecord {
    /// Code of the dossier, or id of the procedure with its version.
    pub code: String,
    /// The unit that handles it; empty for a procedure.
    pub unit: String,
    /// The procedure.
    pub procedure_id: String,
    /// What it counts for; none for a procedure, which counts once.
    pub mark: Option<Mark>,
}

impl ListedRecord {
    /// How much it counts.
    #[must_use]
    pub fn amount(&self) -> i64 {
        self.mark.map_or(1, |mark| mark.amount)
    }
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPage {
    /// The records.
    pub rows: Vec<ListedRecord>,
    /// Where the next page begins; none on the last.
    pub next: Option<(String, String)>,
    /// Whether the reader sees all records of the figure, so that the list adds up to the number.
    pub is_whole: bool,
}

impl App {
    /// A page of the records behind a figure, as far as this person sees them: strangers none, counts are public.
    ///
    /// Procedures are public, and so are theirs.
    pub async fn figure_records(&self, person: Option<&Person>, query: ListQuery) -> Result<RecordPage, ActError> {
        let catalogue = self.catalogue();
        let definition = catalogue.figure(&query.figure, query.period.to).ok_or(ActError::NotFound)?.clone();
        if !definition.counters().contains(&query.counter) {
            return Err(ActError::NotFound);
        }
        let limit = query.limit.clamp(1, PAGE_MAX);
        if definition.is_of_procedures() {
            let all = procedures_counted(&catalogue, &definition, query.period.to);
            let after = query.after.map(|(_, code)| code).unwrap_or_default();
            let wanted = all.into_iter().filter(|(counter, code, _)| *counter == query.counter && *code > after);
            let row = |(_, code, _): (Counter, String, String)| {
                let procedure_id = code.split(' ').next().unwrap_or_default().to_owned();
                ListedRecord { code, unit: String::new(), procedure_id, mark: None }
            };
            return Ok(paged(wanted.map(row).collect(), limit, true));
        }
        let sight = figure_sight(person.ok_or(ActError::NotSignedIn)?, self.today())?;
        let scope = Scope::of(&catalogue, &query.unit, query.period.to)?;
        let counted = counted(&definition, &scope, query.period);
        let (seen_at, is_whole) = match sight {
            FigureSight::All => (None, true),
            FigureSight::Units(units) => (Some(units), false),
        };
        let read = move |tx: &mut Tx<'_>| {
            let after = query.after.as_ref().map(|(day, code)| (day.as_str(), code.as_str()));
            let after = (after, limit.saturating_add(1));
            Ok::<_, ActError>(figure_mark::page(tx, query.counter, &counted, seen_at.as_deref(), after)?)
        };
        let rows = self.0.store.read(read).await?.into_iter().map(|row| ListedRecord {
            code: row.dossier,
            unit: row.unit,
            procedure_id: row.procedure_id,
            mark: Some(row.mark),
        });
        Ok(paged(rows.collect(), limit, is_whole))
    }
}

fn paged(mut rows: Vec<ListedRecord>, limit: i64, is_whole: bool) -> RecordPage {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| {
        let day = last.mark.map(|mark| mark.belongs.to_string()).unwrap_or_default();
        (day, last.code.clone())
    });
    RecordPage { rows, next, is_whole }
}
