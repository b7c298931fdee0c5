//! What everybody can read: published results, and how each of their points came about, as far as the round is open.

use domain::round::{Evidence, Published, Round, RoundResult, Setup, SheetEvent, UnitSheet};
use domain::scorecard::Scorecard;
use store::journal;
use store::round as rows;

use super::read::line;
use super::{EVENTS_MAX, RoundLine, SheetHistory, cards, row, sheet_stream};
use crate::App;
use crate::blob::FileReader;
use crate::error::ActError;

const PAGE_MAX: i64 = 100;

/// A page of published rounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenRounds {
    /// The rows.
    pub rows: Vec<RoundLine>,
    /// Where the next page begins: year and id of the last row.
    pub next: Option<(i64, String)>,
}

/// A published result.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRound {
    /// The round's id.
    pub id: String,
    /// What it was set up with.
    pub setup: Setup,
    /// Its card.
    pub card: Scorecard,
    /// The result that is shown.
    pub shown: Published,
    /// Every published result: number, day and reason.
    pub versions: Vec<(u32, domain::time::Date, String)>,
    /// The published result of the year before, for the same block by the same card.
    pub before: Option<RoundResult>,
}

/// How the points of one unit came about.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSheet {
    /// The result to which it belongs.
    pub round: OpenRound,
    /// The unit.
    pub unit: String,
    /// The sheet as it was when the result was reckoned, without texts and files where the round is not open.
    pub sheet: UnitSheet,
    /// What happened, the oldest first, in the same way; nobody's name.
    pub history: Vec<SheetHistory>,
}

impl App {
    /// Rounds with a published result, the newest year first.
    pub async fn open_rounds(&self, after: Option<(i64, String)>, limit: i64) -> Result<OpenRounds, ActError> {
        let limit = limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let place = after.as_ref().map(|(year, id)| (*year, id.as_str()));
            Ok::<_, ActError>(rows::published(tx, place, limit.saturating_add(1))?)
        });
        let mut found = read.await?;
        let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
        found.truncate(usize::try_from(limit).unwrap_or(0));
        let next = found.last().filter(|_| more).map(|row| (row.year, row.id.clone()));
        let today = self.today();
        Ok(OpenRounds { rows: found.into_iter().map(|row| line(row, today)).collect::<Result<_, _>>()?, next })
    }

    /// A published result: the last one, or that of the number.
    pub async fn open_round(&self, id: &str, number: Option<u32>) -> Result<OpenRound, ActError> {
        let key = id.to_owned();
        let read = self.0.store.read(move |tx| {
            let round = row::load_round(tx, &key)?;
            let before = match &round.setup {
                Some(setup) => {
                    let card = round.card.as_ref().map(|card| card.id.clone()).unwrap_or_default();
                    let year = i64::from(setup.year).saturating_sub(1);
                    match rows::of_year(tx, year, &setup.block, &card)? {
                        Some(found) => Some(row::load_round(tx, &found.id)?),
                        None => None,
                    }
                }
                None => None,
            };
            Ok::<_, ActError>((round, before))
        });
        let (round, before) = read.await?;
        opened(id, &round, before, number)
    }

    /// How the points of a unit in a published result came about.
    pub async fn open_sheet(&self, id: &str, unit: &str, number: Option<u32>) -> Result<OpenSheet, ActError> {
        let round = self.open_round(id, number).await?;
        let outcome = round.shown.result.unit(unit).ok_or(ActError::NotFound)?;
        let (stream, last) = (sheet_stream(id, unit), outcome.sheet_version);
        let read = self.0.store.read(move |tx| Ok::<_, ActError>(journal::of_stream(tx, &stream, 0, EVENTS_MAX)?));
        let events = read.await?;
        let (mut sheet, mut history) = (UnitSheet::default(), Vec::new());
        for stored in events.iter().filter(|stored| stored.version <= last) {
            let event: SheetEvent = serde_json::from_str(&stored.payload)?;
            let event = if round.setup.is_open { event } else { bare(event) };
            sheet.apply(&event, "")?;
            history.push(SheetHistory { at: stored.recorded_at, actor: String::new(), event });
        }
        Ok(OpenSheet { round, unit: unit.to_owned(), sheet, history })
    }

    /// A file behind a published result, where the round is open.
    pub async fn open_evidence(
        &self,
        (id, unit): (&str, &str),
        sha256: &str,
    ) -> Result<(Evidence, FileReader), ActError> {
        // A correction may have added files: those of the last published result are all that were ever published.
        let sheet = self.open_sheet(id, unit, None).await?;
        self.evidence_of(&sheet.history, sha256).await
    }
}

fn opened(id: &str, round: &Round, before: Option<Round>, number: Option<u32>) -> Result<OpenRound, ActError> {
    let shown = match number {
        Some(number) => round.published.iter().find(|one| one.number == number),
        None => round.published.last(),
    };
    let (Some(shown), Some(setup), Some(card)) = (shown, &round.setup, &round.card) else {
        return Err(ActError::NotFound);
    };
    Ok(OpenRound {
        id: id.to_owned(),
        setup: setup.clone(),
        card: cards::read(card)?,
        shown: shown.clone(),
        versions: round.published.iter().map(|one| (one.number, one.on, one.reason.clone())).collect(),
        before: before.and_then(|mut round| round.published.pop()).map(|published| published.result),
    })
}

/// An event with its points and values, without what people wrote and handed in.
fn bare(event: SheetEvent) -> SheetEvent {
    match event {
        SheetEvent::Claimed { item, mut claim } => {
            claim.note.clear();
            claim.evidence.clear();
            SheetEvent::Claimed { item, claim }
        }
        SheetEvent::Asked { item, on, text: _ } => SheetEvent::Asked { item, text: String::new(), on },
        SheetEvent::Explained { item, on, text: _, evidence: _ } => {
            SheetEvent::Explained { item, text: String::new(), evidence: Vec::new(), on }
        }
        other @ (SheetEvent::Filled { .. }
        | SheetEvent::Submitted { .. }
        | SheetEvent::TakenBack
        | SheetEvent::Appraised { .. }
        | SheetEvent::Surveyed { .. }
        | SheetEvent::FactStated { .. }) => other,
    }
}
