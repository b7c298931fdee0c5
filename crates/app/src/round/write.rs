//! Acting on a unit's sheet: load it with its round, ask, decide, keep.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::{Person, RoundFacts, may_round};
use domain::procedure::FileKind;
use domain::round::{Evidence, Known, RoundState, SheetCommand, SheetContext, SheetEvent, UnitSheet};
use domain::time::{Date, Instant};
use store::{Tx, round as rows};

use super::{cards, row, sheet_stream};
use crate::App;
use crate::blob::UPLOAD_BYTES_MAX;
use crate::catalogue::Catalogue;
use crate::dossier::FileClaim;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// What is asked of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRequest {
    /// The round.
    pub round: String,
    /// The unit.
    pub unit: String,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do. Evidence in it does not count, and nor does what the system knows: both are looked up.
    pub command: SheetCommand,
    /// Evidence of the item that stays, by hash.
    pub kept: Vec<String>,
    /// Evidence that is added: files that this person brought.
    pub files: Vec<FileClaim>,
}

/// What an act on a sheet left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetDone {
    /// The sheet after it.
    pub sheet: UnitSheet,
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    request: SheetRequest,
    added: Vec<Evidence>,
    known: BTreeMap<String, Known>,
    catalogue: Arc<Catalogue>,
    now: Instant,
    today: Date,
}

impl App {
    /// Does one thing with the sheet of a unit.
    pub async fn round_sheet_act(&self, person: &Person, request: SheetRequest) -> Result<SheetDone, ActError> {
        self.round_sight(person)?;
        let mut added = Vec::with_capacity(request.files.len());
        for claim in &request.files {
            match self.file_ref(&person.id, claim, &FileKind::DEFAULT, UPLOAD_BYTES_MAX).await? {
                Ok(file) => added.push(Evidence {
                    sha256: file.sha256,
                    name: file.name,
                    size_bytes: u64::try_from(file.size_bytes).unwrap_or(0),
                }),
                Err(kind) => return Err(ActError::field("file", kind)),
            }
        }
        let known = self.known_now(&request).await?;
        let (catalogue, today) = (self.catalogue(), self.today());
        let person = person.clone();
        let prepared = Prepared { person, request, added, known, catalogue, now: self.0.clock.now(), today };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// What the system knows of the unit now, where that is asked for.
    async fn known_now(&self, request: &SheetRequest) -> Result<BTreeMap<String, Known>, ActError> {
        let SheetCommand::Fill { .. } = &request.command else { return Ok(BTreeMap::new()) };
        let id = request.round.clone();
        let round = self.0.store.read(move |tx| row::load_round(tx, &id)).await?;
        let (Some(setup), Some(card)) = (&round.setup, &round.card) else { return Err(ActError::NotFound) };
        let units = [request.unit.clone()];
        let mut known = self.round_known(&cards::read(card)?, &units, setup.year).await?;
        Ok(known.remove(&request.unit).unwrap_or_default())
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<SheetDone, ActError> {
    let SheetRequest { round: id, unit, seen, command, .. } = &act.request;
    let round = row::load_round(tx, id)?;
    let (Some(setup), Some(card)) = (&round.setup, &round.card) else { return Err(ActError::NotFound) };
    let entry = setup.units.iter().find(|entry| entry.unit == *unit).ok_or(ActError::NotFound)?;
    let province = act.catalogue.province(act.today).unwrap_or_default();
    let facts = RoundFacts { province, unit: Some(unit), appraisers: &setup.appraisers };
    let permit = may_round(&act.person, command.action(), &facts, act.today)?;
    if round.state == RoundState::Draft {
        return Err(ActError::NotFound);
    }
    let mut sheet = row::load_sheet(tx, id, unit)?;
    if seen.is_some_and(|seen| seen != sheet.version) {
        return Err(ActError::Stale { current: sheet.version });
    }
    let card = cards::read(card)?;
    let actor = permit.person();
    let context = SheetContext { actor, today: act.today, state: round.state, due: round.due, card: &card };
    let command = completed(command.clone(), act, &sheet);
    for event in sheet.decide(command, &context)? {
        append(tx, (id, unit), &mut sheet, &event, (actor, act.now))?;
    }
    rows::put_sheet(tx, &row::sheet_row(id, &round, entry, &sheet))?;
    Ok(SheetDone { sheet })
}

/// The command with the evidence and the figures that belong to it. Only evidence that the item has can stay: a hash that
/// somebody knows opens no file.
fn completed(mut command: SheetCommand, act: &Prepared, sheet: &UnitSheet) -> SheetCommand {
    let kept = |of: &[Evidence]| {
        let mut all: Vec<Evidence> =
            of.iter().filter(|file| act.request.kept.contains(&file.sha256)).cloned().collect();
        for file in &act.added {
            if !all.iter().any(|known| known.sha256 == file.sha256) {
                all.push(file.clone());
            }
        }
        all
    };
    match &mut command {
        SheetCommand::Fill { known } => known.clone_from(&act.known),
        SheetCommand::Save { item, claim } => {
            let before = sheet.items.get(item).and_then(|found| found.claim.as_ref());
            claim.evidence = kept(before.map_or(&[], |claim| &claim.evidence));
        }
        SheetCommand::Explain { item, evidence, .. } => {
            let before = sheet.items.get(item).and_then(|found| found.explanation.as_ref());
            *evidence = kept(before.map_or(&[], |explanation| &explanation.evidence));
        }
        SheetCommand::Submit
        | SheetCommand::TakeBack
        | SheetCommand::Appraise { .. }
        | SheetCommand::Accept { .. }
        | SheetCommand::Ask { .. }
        | SheetCommand::Survey { .. }
        | SheetCommand::State { .. } => (),
    }
    command
}

/// Takes an event in and keeps it.
pub(super) fn append(
    tx: &mut Tx<'_>,
    (round, unit): (&str, &str),
    sheet: &mut UnitSheet,
    event: &SheetEvent,
    (actor, now): (&str, Instant),
) -> Result<(), ActError> {
    sheet.apply(event, actor)?;
    let stream = sheet_stream(round, unit);
    PlainEvent { stream: &stream, version: sheet.version, kind: event.name(), event, actor, at: now }.append(tx)
}
