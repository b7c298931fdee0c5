//! A round and a unit's sheet, for those who may see them.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Person, RoundAction, RoundFacts, RoundSight, may_round};
use domain::round::{Evidence, Round, RoundEvent, RoundState, SheetEvent, Turn, UnitSheet};
use domain::scorecard::Scorecard;
use domain::time::Instant;
use store::journal::{self, StoredEvent};
use store::review as people;

use super::{EVENTS_MAX, cards, round_stream, row, sheet_stream};
use crate::App;
use crate::blob::FileReader;
use crate::error::ActError;

/// A unit's sheet in the table of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The unit.
    pub unit: String,
    /// Whether it is ranked.
    pub is_ranked: bool,
    /// Whether it was handed in.
    pub is_submitted: bool,
    /// Items of the card that the unit has to fill in.
    pub missing: usize,
    /// Items returned for explanation.
    pub asked: usize,
    /// Of them those that are not explained.
    pub unanswered: usize,
    /// Items without a mark that counts.
    pub open: usize,
}

/// One line of a round's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundHistory {
    /// When.
    pub at: Instant,
    /// Who, by name.
    pub actor: String,
    /// What.
    pub event: RoundEvent,
}

/// A round, for somebody who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundView {
    /// Its id.
    pub id: String,
    /// The round; its result only for those who see the whole of it.
    pub round: Round,
    /// Its card.
    pub card: Scorecard,
    /// Sheets that this person sees, by unit.
    pub sheets: Vec<SheetLine>,
    /// What happened, the newest first.
    pub history: Vec<RoundHistory>,
    /// What this person may do, as far as roles go.
    pub actions: Vec<RoundAction>,
}

/// One line of a sheet's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetHistory {
    /// When.
    pub at: Instant,
    /// Who, by name; empty for everybody else, and where the system acted.
    pub actor: String,
    /// What.
    pub event: SheetEvent,
}

/// The sheet of a unit, for somebody who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetView {
    /// The round's id.
    pub id: String,
    /// The round.
    pub round: Round,
    /// Its card.
    pub card: Scorecard,
    /// The unit.
    pub unit: String,
    /// The sheet; what the appraisers have not handed on yet is not in it for people of the unit.
    pub sheet: UnitSheet,
    /// What happened, the oldest first.
    pub history: Vec<SheetHistory>,
    /// What this person may do, as far as roles go.
    pub actions: Vec<RoundAction>,
}

impl App {
    /// A round. Units see their own sheets of it, and nothing while it is set up.
    pub async fn round(&self, person: &Person, id: &str) -> Result<RoundView, ActError> {
        let sight = self.round_sight(person)?;
        let key = id.to_owned();
        let read = self.0.store.read(move |tx| {
            let events = journal::of_stream(tx, &round_stream(&key), 0, EVENTS_MAX)?;
            let sheets = row::load_sheets(tx, &key)?;
            let names = names(tx, &events)?;
            Ok::<_, ActError>((events, sheets, names))
        });
        let (events, sheets, names) = read.await?;
        let mut round = row::replay_round(&events)?;
        let (Some(setup), Some(card)) = (round.setup.clone(), &round.card) else { return Err(ActError::NotFound) };
        let seen = |unit: &str| sight.sees(unit, &setup.appraisers);
        let is_part = setup.units.iter().any(|one| seen(&one.unit)) || sight.sees("", &setup.appraisers);
        let is_province = sight == RoundSight::Province;
        if !is_part || (round.state == RoundState::Draft && !is_province) {
            return Err(ActError::NotFound);
        }
        let card = cards::read(card)?;
        let none = UnitSheet::default();
        let shown = setup.units.iter().filter(|one| seen(&one.unit));
        let lines = shown.map(|one| line(&card, one, sheets.get(&one.unit).unwrap_or(&none)));
        let sheets = lines.collect();
        let conducts = is_province || sight.sees("", &setup.appraisers);
        let history = if conducts { told(&events, &names)? } else { Vec::new() };
        if !conducts {
            round.computed = None;
        }
        let actions = self.round_actions(person, None, &setup.appraisers);
        Ok(RoundView { id: id.to_owned(), round, card, sheets, history, actions })
    }

    /// The sheet of a unit in an open round.
    pub async fn round_sheet(&self, person: &Person, id: &str, unit: &str) -> Result<SheetView, ActError> {
        let sight = self.round_sight(person)?;
        let (key, of) = (id.to_owned(), unit.to_owned());
        let read = self.0.store.read(move |tx| {
            let round = row::load_round(tx, &key)?;
            let events = journal::of_stream(tx, &sheet_stream(&key, &of), 0, EVENTS_MAX)?;
            let names = names(tx, &events)?;
            Ok::<_, ActError>((round, events, names))
        });
        let (mut round, mut events, names) = read.await?;
        let (Some(setup), Some(card)) = (&round.setup, &round.card) else { return Err(ActError::NotFound) };
        if round.state == RoundState::Draft || !round.has_unit(unit) || !sight.sees(unit, &setup.appraisers) {
            return Err(ActError::NotFound);
        }
        let actions = self.round_actions(person, Some(unit), &setup.appraisers);
        let judges = sight == RoundSight::Province || actions.contains(&RoundAction::Appraise);
        let card = cards::read(card)?;
        let last = events.last().map_or(0, |event| event.version);
        if !judges {
            let mut kept = Vec::with_capacity(events.len());
            for event in events {
                if is_handed_on(&round, &serde_json::from_str(&event.payload)?) {
                    kept.push(event);
                }
            }
            events = kept;
            round.computed = None;
        }
        let mut sheet = row::replay_sheet(&events)?;
        // What is not shown was there: a form that is posted names the version that it saw, and another one is refused.
        sheet.version = last;
        let history = events.iter().map(|stored| {
            let actor = names.get(&stored.actor).cloned().unwrap_or_default();
            Ok(SheetHistory { at: stored.recorded_at, actor, event: serde_json::from_str(&stored.payload)? })
        });
        let history = history.collect::<Result<_, ActError>>()?;
        Ok(SheetView { id: id.to_owned(), round, card, unit: unit.to_owned(), sheet, history, actions })
    }

    /// A file of a unit's sheet and its bytes, for somebody who may see the sheet.
    pub async fn round_evidence(
        &self,
        person: &Person,
        (id, unit): (&str, &str),
        sha256: &str,
    ) -> Result<(Evidence, FileReader), ActError> {
        let view = self.round_sheet(person, id, unit).await?;
        self.evidence_of(&view.history, sha256).await
    }

    /// One of the files of which a history speaks.
    pub(super) async fn evidence_of(
        &self,
        history: &[SheetHistory],
        sha256: &str,
    ) -> Result<(Evidence, FileReader), ActError> {
        let mut files = history.iter().flat_map(|line| line.event.evidence());
        let file = files.find(|file| file.sha256 == sha256).cloned().ok_or(ActError::NotFound)?;
        let bytes = self.read_blob(&file.sha256).await?;
        Ok((file, bytes))
    }

    fn round_actions(&self, person: &Person, unit: Option<&str>, appraisers: &[String]) -> Vec<RoundAction> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let facts = RoundFacts { province: catalogue.province(today).unwrap_or_default(), unit, appraisers };
        RoundAction::ALL.into_iter().filter(|action| may_round(person, *action, &facts, today).is_ok()).collect()
    }
}

/// Names of those who acted, by account.
fn names(tx: &mut store::Tx<'_>, events: &[StoredEvent]) -> Result<BTreeMap<String, String>, ActError> {
    let accounts: BTreeSet<String> = events.iter().map(|event| event.actor.clone()).collect();
    Ok(people::names(tx, &accounts.into_iter().collect::<Vec<_>>())?)
}

fn told(events: &[StoredEvent], names: &BTreeMap<String, String>) -> Result<Vec<RoundHistory>, ActError> {
    let line = |stored: &StoredEvent| {
        let actor = names.get(&stored.actor).cloned().unwrap_or_default();
        Ok(RoundHistory { at: stored.recorded_at, actor, event: serde_json::from_str(&stored.payload)? })
    };
    events.iter().rev().map(line).collect()
}

fn line(card: &Scorecard, one: &domain::round::RoundUnit, sheet: &UnitSheet) -> SheetLine {
    let counts = |code: &str| sheet.items.get(code).is_some_and(|item| item.counts().is_some());
    SheetLine {
        unit: one.unit.clone(),
        is_ranked: one.is_ranked,
        is_submitted: sheet.submitted.is_some(),
        missing: sheet.missing(card).len(),
        asked: sheet.items.values().filter(|item| item.question.is_some()).count(),
        unanswered: sheet.unanswered(),
        open: domain::round::asked(card).into_iter().filter(|leaf| !counts(&leaf.code)).count(),
    }
}

/// Whether people of the unit are told of an event: the first appraisal and its questions once items are returned or the
/// second one has begun, the rest once the result is published.
fn is_handed_on(round: &Round, event: &SheetEvent) -> bool {
    let after_first = match round.state {
        RoundState::Draft | RoundState::SelfAssessment | RoundState::FirstAppraisal => false,
        RoundState::Explanation
        | RoundState::SecondAppraisal
        | RoundState::Computed
        | RoundState::Approved
        | RoundState::Published
        | RoundState::Correction => true,
    };
    match event {
        SheetEvent::Filled { .. }
        | SheetEvent::Claimed { .. }
        | SheetEvent::Submitted { .. }
        | SheetEvent::TakenBack
        | SheetEvent::Explained { .. } => true,
        SheetEvent::Appraised { turn: Turn::First, .. } | SheetEvent::Asked { .. } => after_first,
        SheetEvent::Appraised { turn: Turn::Second, .. }
        | SheetEvent::Surveyed { .. }
        | SheetEvent::FactStated { .. } => round.state == RoundState::Published,
    }
}
