//! Opening a work file: from the approved list of the year, or outside it.

use domain::access::{FilingAction, FilingFacts, FilingPermit, Person, may_file};
use domain::time::{Date, Instant, Zone};
use domain::work_file::{Heading, Retention, WorkFile, WorkFileRefusal, open};
use store::{Tx, counter, work_file as rows};

use super::act::{WorkFileDone, Writing};
use super::year;
use crate::App;
use crate::document::sealed::fresh_key;
use crate::error::ActError;

/// What somebody opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewWorkFile {
    /// A file of the approved list.
    Listed {
        /// The agency.
        agency: String,
        /// The year of the list.
        year: i16,
        /// Its symbol there.
        symbol: String,
        /// The day on which the work began.
        started: Date,
        /// Whether it is about a construction.
        is_construction: bool,
    },
    /// A file that nobody foresaw (Article 29).
    Unlisted {
        /// The agency.
        agency: String,
        /// Number and symbol.
        symbol: String,
        /// What the matter is.
        title: String,
        /// How long it is kept.
        retention: Retention,
        /// The day on which the work began.
        started: Date,
        /// Whether it is about a construction.
        is_construction: bool,
    },
}

impl NewWorkFile {
    fn agency(&self) -> &str {
        match self {
            Self::Listed { agency, .. } | Self::Unlisted { agency, .. } => agency,
        }
    }
}

#[derive(Clone)]
struct Prepared {
    permit: FilingPermit,
    new: NewWorkFile,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// Opens a file; whoever does so makes it.
    pub async fn open_work_file(&self, person: &Person, new: NewWorkFile) -> Result<WorkFileDone, ActError> {
        let agency = new.agency().to_owned();
        let facts = FilingFacts { agency: &agency, unit: &agency, keeper: &person.id };
        let permit = may_file(person, FilingAction::Open, &facts, self.today())?;
        let prepared = Prepared { permit, new, fresh: fresh_key()?, now: self.0.clock.now(), zone: self.0.zone };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<WorkFileDone, ActError> {
    let heading = heading(tx, act)?;
    let (agency, year) = (heading.agency.clone(), heading.year);
    // From here on nobody else opens a file of this agency and year until the commit: symbols cannot slip past.
    let id = format!("{agency}-{year}-{}", counter::next(tx, &format!("work-file/{agency}/{year}"))?);
    let first = open(heading, act.zone.civil(act.now))?;
    let file = WorkFile::begin(&first)?;
    if rows::of_symbol(tx, &agency, i64::from(year), &file.heading.symbol)?.is_some() {
        return Err(WorkFileRefusal::SymbolTaken.into());
    }
    let writing = Writing { actor: act.permit.person(), now: act.now, fresh: &act.fresh };
    writing.keep(tx, &id, (&file, act.now), (&first, None))
}

fn heading(tx: &mut Tx<'_>, act: &Prepared) -> Result<Heading, ActError> {
    let keeper = act.permit.person().to_owned();
    Ok(match act.new.clone() {
        NewWorkFile::Listed { agency, year, symbol, started, is_construction } => {
            let list = year::load(tx, &agency, year)?;
            if list.approved_at.is_none() {
                return Err(WorkFileRefusal::ListNotApproved.into());
            }
            let entry = list.entry(&symbol).cloned().ok_or(WorkFileRefusal::NoEntry)?;
            let (title, retention, unit) = (entry.title, entry.retention, agency.clone());
            Heading { agency, unit, year, symbol, title, keeper, retention, started, is_construction, is_listed: true }
        }
        NewWorkFile::Unlisted { agency, symbol, title, retention, started, is_construction } => {
            let (unit, year) = (agency.clone(), act.zone.date(act.now).year());
            Heading { agency, unit, year, symbol, title, keeper, retention, started, is_construction, is_listed: false }
        }
    })
}
