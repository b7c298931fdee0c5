//! Publishing a value: load, ask, freeze what is counted, keep.

use domain::access::{Person, may_publish_figure};
use domain::figure::{Counter, FigureDefinition, FigureEvent, Period, Publication, list_line};
use domain::time::{DateTime, Instant};
use sha2::{Digest, Sha256};
use store::figure_published::{self as rows, PublishedRow};
use store::{Tx, counter, figure_mark, journal};

use super::value::{Reckoned, Scope, counted, procedures_counted};
use super::{FigureValue, figure_stream};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// Events that are followed before publishing.
const EVENTS_MAX: i64 = 2_000;
/// Rows of one page at most.
const PAGE_MAX: i64 = 100;

/// What is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPublication {
    /// The figure.
    pub figure: String,
    /// The unit; empty for the province.
    pub unit: String,
    /// Of which days; they are over.
    pub period: Period,
}

/// A page of published values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationPage {
    /// The values, the newest first.
    pub rows: Vec<Publication>,
    /// Where the next page begins: instant and number of the last row.
    pub next: Option<(i64, String)>,
}

/// Who acts, and when.
struct By {
    person: String,
    at: Instant,
    now: DateTime,
}

impl App {
    /// Publishes a value with everything that it counts, for good.
    ///
    /// [`ActError::Unavailable`] while events wait that cannot be counted yet: what is published is complete.
    pub async fn publish_figure(&self, person: &Person, new: NewPublication) -> Result<Publication, ActError> {
        let permit = may_publish_figure(person, self.today())?;
        if new.period.to > self.today() {
            let problem = crate::FieldProblem::new("to", crate::FieldProblemKind::Malformed);
            return Err(ActError::Invalid(vec![problem]));
        }
        let by = By { person: permit.person().to_owned(), at: self.0.clock.now(), now: self.now_civil() };
        let catalogue = self.catalogue();
        self.0.store.write(move |tx| publish(tx, &catalogue, &by, &new)).await
    }

    /// Published values, the newest first; for everybody.
    pub async fn published_figures(
        &self,
        figure: Option<&str>,
        before: Option<(i64, String)>,
        limit: i64,
    ) -> Result<PublicationPage, ActError> {
        let (figure, limit) = (figure.map(str::to_owned), limit.clamp(1, PAGE_MAX));
        let read = move |tx: &mut Tx<'_>| {
            let before = before.as_ref().map(|(at, id)| (Instant(*at), id.as_str()));
            Ok::<_, ActError>(rows::page(tx, figure.as_deref(), before, limit.saturating_add(1))?)
        };
        let mut found = self.0.store.read(read).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| (last.published_at.0, last.id.clone()));
        let read = |row: PublishedRow| serde_json::from_str(&row.body);
        Ok(PublicationPage { rows: found.into_iter().map(read).collect::<Result<_, _>>()?, next })
    }

    /// One published value; for everybody.
    pub async fn published_figure(&self, id: &str) -> Result<Publication, ActError> {
        let id = id.to_owned();
        self.0.store.read(move |tx| one(tx, &id)).await
    }
}

pub(super) fn one(tx: &mut Tx<'_>, id: &str) -> Result<Publication, ActError> {
    let row = rows::one(tx, id)?.ok_or(ActError::NotFound)?;
    Ok(serde_json::from_str(&row.body)?)
}

fn publish(tx: &mut Tx<'_>, catalogue: &Catalogue, by: &By, new: &NewPublication) -> Result<Publication, ActError> {
    let definition = catalogue.figure(&new.figure, new.period.to).ok_or(ActError::NotFound)?;
    if !definition.is_of_procedures() {
        catch_up(tx)?;
    }
    let period = new.period;
    let scope = Scope::of(catalogue, &new.unit, period.to)?;
    if definition.is_of_procedures() && scope.units.is_some() {
        return Err(ActError::NotFound);
    }
    let FigureValue { parts, value, unit, .. } =
        Reckoned::read(tx, catalogue, definition, period)?.value(definition, &scope, period);
    let id = counter::next(tx, "figure_publication")?.to_string();
    freeze(tx, catalogue, (definition, &scope, period), &id)?;
    let list = Listed::frozen(tx, &id)?;
    for part in &parts {
        if list.sum(part.counter) != part.amount {
            return Err(ActError::fault("the sums of a figure are not those of its records"));
        }
    }
    let publication = Publication {
        id,
        figure: definition.id.clone(),
        version: definition.version,
        unit,
        period,
        value,
        parts,
        lines: list.lines,
        sha256: list.sha256(),
        at: by.now,
        by: by.person.clone(),
    };
    let event = FigureEvent::Published { publication: publication.clone() };
    let stream = figure_stream(&publication.id);
    PlainEvent { stream: &stream, version: 1, kind: event.name(), event: &event, actor: &by.person, at: by.at }
        .append(tx)?;
    rows::insert(tx, &row_of(&publication, by.at)?)?;
    Ok(publication)
}

/// Does what the follower has not come to, so that what is published is complete; where events of others are still under
/// way, or very many wait, it is tried again later.
fn catch_up(tx: &mut Tx<'_>) -> Result<(), ActError> {
    match super::follow(tx, EVENTS_MAX) {
        Ok(_) => (),
        // The follower itself was faster.
        Err(ActError::Stale { .. }) => return Err(ActError::Unavailable),
        Err(error) => return Err(error),
    }
    let place = journal::follower_place(tx, super::NAME)?;
    if journal::is_behind(tx, place)? { Err(ActError::Unavailable) } else { Ok(()) }
}

/// The row of a publication.
pub(super) fn row_of(publication: &Publication, at: Instant) -> Result<PublishedRow, ActError> {
    Ok(PublishedRow {
        id: publication.id.clone(),
        figure: publication.figure.clone(),
        unit: publication.unit.clone(),
        published_at: at,
        body: serde_json::to_string(publication)?,
    })
}

/// Keeps what a definition counts now under a name.
fn freeze(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (definition, scope, period): (&FigureDefinition, &Scope, Period),
    name: &str,
) -> Result<(), ActError> {
    if definition.is_of_procedures() {
        for (counter, record, _) in procedures_counted(catalogue, definition, period.to) {
            rows::freeze_line(tx, name, (counter.name(), &record, 1))?;
        }
        return Ok(());
    }
    Ok(figure_mark::freeze(tx, &definition.counters(), &counted(definition, scope, period), name)?)
}

/// A list of what was counted, as its hash and its sums; it is walked along and not held.
#[derive(Default)]
pub(super) struct Listed {
    hash: Sha256,
    sums: std::collections::BTreeMap<String, i64>,
    pub(super) lines: i64,
}

impl Listed {
    /// The list that was frozen under a name.
    pub(super) fn frozen(tx: &mut Tx<'_>, name: &str) -> Result<Self, ActError> {
        let mut listed = Self::default();
        rows::each_line(tx, name, |counter, record, amount| listed.take(counter, record, amount))?;
        Ok(listed)
    }

    /// The list of these lines.
    pub(super) fn of(lines: &std::collections::BTreeMap<(String, String), i64>) -> Self {
        let mut listed = Self::default();
        for ((counter, record), amount) in lines {
            listed.take(counter, record, *amount);
        }
        listed
    }

    /// One more line.
    pub(super) fn take(&mut self, counter: &str, record: &str, amount: i64) {
        self.hash.update(list_line(counter, record, amount).as_bytes());
        let sum = self.sums.entry(counter.to_owned()).or_insert(0);
        *sum = sum.saturating_add(amount);
        self.lines = self.lines.saturating_add(1);
    }

    /// The sum under a counter.
    pub(super) fn sum(&self, counter: Counter) -> i64 {
        self.sums.get(counter.name()).copied().unwrap_or(0)
    }

    /// SHA-256 of its lines.
    pub(super) fn sha256(self) -> String {
        crate::seal::hex(&self.hash.finalize())
    }
}
