//! Acting on a round: load it with its sheets, ask, decide, keep.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::{Person, RoundFacts, RoundPermit, may_round, round_by_clock};
use domain::round::{Round, RoundCommand, RoundContext, RoundEvent, RoundState, SheetCommand, SheetContext, UnitSheet};
use domain::time::{Date, Instant};
use store::{Tx, counter, round as rows};

use super::known::KnownOfUnits;
use super::{SYSTEM, cards, round_stream, row, write};
use crate::App;
use crate::catalogue::Catalogue;
use crate::document::after_working;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

/// Rounds that the clock locks at a time.
const BATCH: i64 = 20;

/// What is asked of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRequest {
    /// The round; none to begin one.
    pub round: Option<String>,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub command: RoundCommand,
}

/// What an act on a round left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundDone {
    /// Its id.
    pub id: String,
    /// The round after it.
    pub round: Round,
}

/// Who asks: somebody, or the clock.
#[derive(Clone)]
enum Asks {
    Person(Person),
    Clock,
}

#[derive(Clone)]
struct Prepared {
    asks: Asks,
    request: RoundRequest,
    catalogue: Arc<Catalogue>,
    known: KnownOfUnits,
    now: Instant,
    today: Date,
}

impl App {
    /// Does one thing with a round.
    pub async fn round_act(&self, person: &Person, request: RoundRequest) -> Result<RoundDone, ActError> {
        self.round_sight(person)?;
        self.act_on_round(Asks::Person(person.clone()), request).await
    }

    async fn act_on_round(&self, asks: Asks, request: RoundRequest) -> Result<RoundDone, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        check_units(&request.command, &catalogue)?;
        let known = self.known_at_opening(&request).await?;
        let prepared = Prepared { asks, request, catalogue, known, now: self.0.clock.now(), today };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// What sheets are filled with when the round is opened.
    async fn known_at_opening(&self, request: &RoundRequest) -> Result<KnownOfUnits, ActError> {
        let (RoundCommand::Open, Some(id)) = (&request.command, request.round.clone()) else {
            return Ok(KnownOfUnits::new());
        };
        let round = self.0.store.read(move |tx| row::load_round(tx, &id)).await?;
        let (Some(setup), Some(card)) = (&round.setup, &round.card) else { return Ok(KnownOfUnits::new()) };
        let units: Vec<String> = setup.units.iter().map(|one| one.unit.clone()).collect();
        self.round_known(&cards::read(card)?, &units, setup.year).await
    }

    /// Locks the sheets of rounds whose last day of self-assessment is over; says how many.
    pub async fn lock_rounds_over(&self) -> Result<usize, ActError> {
        let today = self.today().to_string();
        let over = self.0.store.read(move |tx| {
            let found = rows::over(tx, RoundState::SelfAssessment.name(), &today, BATCH)?;
            Ok::<_, ActError>(found.into_iter().map(|row| row.id).collect::<Vec<String>>())
        });
        let mut locked = 0_usize;
        for id in over.await? {
            let command = RoundCommand::Lock { reason: String::new() };
            match self.act_on_round(Asks::Clock, RoundRequest { round: Some(id), seen: None, command }).await {
                Ok(_) => locked = locked.saturating_add(1),
                // Somebody was faster.
                Err(ActError::Round(_) | ActError::Stale { .. }) => (),
                Err(other) => return Err(other),
            }
        }
        Ok(locked)
    }
}

/// Units that are named must be known, whenever they were.
fn check_units(command: &RoundCommand, catalogue: &Catalogue) -> Result<(), ActError> {
    let RoundCommand::Configure { setup, .. } = command else { return Ok(()) };
    let is_known = |unit: &str| !catalogue.organisation.versions(unit).is_empty();
    if !setup.units.iter().all(|one| is_known(&one.unit)) {
        return Err(ActError::field("units", FieldProblemKind::Unknown));
    }
    if !setup.appraisers.iter().all(|unit| is_known(unit)) {
        return Err(ActError::field("appraisers", FieldProblemKind::Unknown));
    }
    Ok(())
}

fn permit(act: &Prepared, round: &Round) -> Result<RoundPermit, ActError> {
    let Asks::Person(person) = &act.asks else { return Ok(round_by_clock(SYSTEM)) };
    let none = Vec::new();
    let facts = RoundFacts {
        province: act.catalogue.province(act.today).unwrap_or_default(),
        unit: None,
        appraisers: round.setup.as_ref().map_or(&none, |setup| &setup.appraisers),
    };
    Ok(may_round(person, act.request.command.action(), &facts, act.today)?)
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<RoundDone, ActError> {
    let RoundRequest { round: id, seen, command } = &act.request;
    let mut round = match id {
        Some(id) => {
            let round = row::load_round(tx, id)?;
            if round.version == 0 {
                return Err(ActError::NotFound);
            }
            round
        }
        None if matches!(command, RoundCommand::Configure { .. }) => Round::default(),
        None => return Err(ActError::NotFound),
    };
    let permit = permit(act, &round)?;
    if seen.is_some_and(|seen| seen != round.version) {
        return Err(ActError::Stale { current: round.version });
    }
    let card = match (command, &round.card) {
        (RoundCommand::Configure { card, .. }, _) => cards::read(card)?,
        (_, Some(card)) => cards::read(card)?,
        (_, None) => return Err(ActError::NotFound),
    };
    let mut sheets = match id {
        Some(id) => row::load_sheets(tx, id)?,
        None => BTreeMap::new(),
    };
    let due = round.days(command).and_then(|days| after_working(act.catalogue.calendar()?, act.today, days));
    let actor = permit.person();
    let context = RoundContext { actor, today: act.today, card: &card, due, sheets: &sheets, hash: row::hash };
    let event = round.decide(command.clone(), &context)?;
    let id = match (id, &event) {
        (Some(id), _) => id.clone(),
        (None, RoundEvent::Configured { setup, .. }) => {
            let number = counter::next(tx, &format!("scoring-round/{}", setup.year))?;
            format!("{}-{number}", setup.year)
        }
        (None, _) => return Err(ActError::NotFound),
    };
    round.apply(&event, actor)?;
    let stream = round_stream(&id);
    let (version, kind) = (round.version, event.name());
    PlainEvent { stream: &stream, version, kind, event: &event, actor, at: act.now }.append(tx)?;
    if let RoundEvent::Configured { setup, .. } = &event {
        rows::drop_sheets(tx, &id)?;
        let mut appraisers = setup.appraisers.clone();
        appraisers.sort();
        appraisers.dedup();
        rows::put_appraisers(tx, &id, &appraisers)?;
    }
    if let RoundEvent::Opened { .. } = &event {
        fill(tx, act, (&id, &round), &card, &mut sheets)?;
    }
    row::keep_all(tx, &id, &round, &sheets, act.now)?;
    Ok(RoundDone { id, round })
}

/// Fills every sheet with what the system knows.
fn fill(
    tx: &mut Tx<'_>,
    act: &Prepared,
    (id, round): (&str, &Round),
    card: &domain::scorecard::Scorecard,
    sheets: &mut BTreeMap<String, UnitSheet>,
) -> Result<(), ActError> {
    for (unit, known) in act.known.iter().filter(|(unit, _)| round.has_unit(unit)) {
        let sheet = sheets.entry(unit.clone()).or_default();
        let context = SheetContext { actor: SYSTEM, today: act.today, state: round.state, due: round.due, card };
        for event in sheet.decide(SheetCommand::Fill { known: known.clone() }, &context)? {
            write::append(tx, (id, unit), sheet, &event, (SYSTEM, act.now))?;
        }
    }
    Ok(())
}
