//! Between rounds, sheets and their rows.

use std::collections::BTreeMap;

use domain::round::{Round, RoundEvent, RoundResult, RoundState, RoundUnit, SheetEvent, UnitSheet};
use domain::time::{Date, Instant};
use store::journal::{self, StoredEvent};
use store::round::{self as rows, RoundRow, SheetRow};
use store::{DbError, Tx};

use super::{EVENTS_MAX, round_stream, sheet_stream};
use crate::error::ActError;
use crate::seal::sha256_hex;

/// A round; an empty one where there is none.
pub(super) fn load_round(tx: &mut Tx<'_>, id: &str) -> Result<Round, ActError> {
    replay_round(&journal::of_stream(tx, &round_stream(id), 0, EVENTS_MAX)?)
}

/// The round that these events make.
pub(super) fn replay_round(stored: &[StoredEvent]) -> Result<Round, ActError> {
    let mut round = Round::default();
    for event in stored {
        let happened: RoundEvent = serde_json::from_str(&event.payload)?;
        round.apply(&happened, &event.actor)?;
    }
    Ok(round)
}

/// A sheet; an empty one before anybody began.
pub(super) fn load_sheet(tx: &mut Tx<'_>, round: &str, unit: &str) -> Result<UnitSheet, ActError> {
    replay_sheet(&journal::of_stream(tx, &sheet_stream(round, unit), 0, EVENTS_MAX)?)
}

/// The sheet that these events make.
pub(super) fn replay_sheet(stored: &[StoredEvent]) -> Result<UnitSheet, ActError> {
    let mut sheet = UnitSheet::default();
    for event in stored {
        let happened: SheetEvent = serde_json::from_str(&event.payload)?;
        sheet.apply(&happened, &event.actor)?;
    }
    Ok(sheet)
}

/// Every sheet of a round that somebody began, from one query.
pub(super) fn load_sheets(tx: &mut Tx<'_>, round: &str) -> Result<BTreeMap<String, UnitSheet>, ActError> {
    let mut sheets: BTreeMap<String, UnitSheet> = BTreeMap::new();
    let mut faulty: Option<ActError> = None;
    rows::sheet_events(tx, round, |unit, actor, payload| {
        if faulty.is_none() {
            let sheet = sheets.entry(unit.to_owned()).or_default();
            let taken = serde_json::from_str::<SheetEvent>(payload)
                .map_err(ActError::from)
                .and_then(|event| Ok(sheet.apply(&event, actor)?));
            faulty = taken.err();
        }
        Ok::<_, DbError>(())
    })?;
    faulty.map_or(Ok(sheets), Err)
}

/// The hash under which a result is published.
pub(super) fn hash(result: &RoundResult) -> String {
    // A result is texts, numbers and lists; writing it down cannot fail.
    serde_json::to_vec(result).map(|text| sha256_hex(&text)).unwrap_or_default()
}

pub(super) fn round_row(id: &str, round: &Round, updated_at: Instant) -> RoundRow {
    let setup = round.setup.as_ref();
    RoundRow {
        id: id.to_owned(),
        version: round.version,
        year: setup.map_or(0, |setup| i64::from(setup.year)),
        block: setup.map(|setup| setup.block.clone()).unwrap_or_default(),
        card: round.card.as_ref().map(|card| card.id.clone()).unwrap_or_default(),
        title: setup.map(|setup| setup.title_vi.clone()).unwrap_or_default(),
        state: round.state.name().to_owned(),
        due: round.due.map(|due| due.to_string()).unwrap_or_default(),
        published: i64::try_from(round.published.len()).unwrap_or(i64::MAX),
        updated_at,
    }
}

pub(super) fn sheet_row(id: &str, round: &Round, entry: &RoundUnit, sheet: &UnitSheet) -> SheetRow {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    SheetRow {
        round: id.to_owned(),
        unit: entry.unit.clone(),
        version: sheet.version,
        is_ranked: entry.is_ranked,
        submitted_on: sheet.submitted.as_ref().map(|submitted| submitted.on.to_string()).unwrap_or_default(),
        asked: count(sheet.items.values().filter(|item| item.question.is_some()).count()),
        unanswered: count(sheet.unanswered()),
        waits_until: waits(round, sheet).map(|day| day.to_string()).unwrap_or_default(),
    }
}

/// Until when the unit has something to do.
fn waits(round: &Round, sheet: &UnitSheet) -> Option<Date> {
    let has_work = match round.state {
        RoundState::SelfAssessment => sheet.submitted.is_none(),
        RoundState::Explanation => sheet.unanswered() > 0,
        RoundState::Draft
        | RoundState::FirstAppraisal
        | RoundState::SecondAppraisal
        | RoundState::Computed
        | RoundState::Approved
        | RoundState::Published
        | RoundState::Correction => false,
    };
    round.due.filter(|_| has_work)
}

/// Keeps every row of a round.
pub(super) fn keep_all(
    tx: &mut Tx<'_>,
    id: &str,
    round: &Round,
    sheets: &BTreeMap<String, UnitSheet>,
    now: Instant,
) -> Result<(), ActError> {
    rows::put(tx, &round_row(id, round, now))?;
    let none = UnitSheet::default();
    for entry in round.setup.iter().flat_map(|setup| &setup.units) {
        let sheet = sheets.get(&entry.unit).unwrap_or(&none);
        rows::put_sheet(tx, &sheet_row(id, round, entry, sheet))?;
    }
    Ok(())
}

/// What of a round's rows is not as the journal says; `None` when nothing is.
pub(crate) fn round_difference(tx: &mut Tx<'_>, id: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let differs = |what: &str| Ok(Some(what.to_owned()));
    let round = replay_round(events)?;
    let Some(found) = rows::one(tx, id)? else { return differs("the round's row is missing") };
    if found != round_row(id, &round, found.updated_at) {
        return differs("the round's row differs from the journal");
    }
    let mut appraisers = round.setup.as_ref().map(|setup| setup.appraisers.clone()).unwrap_or_default();
    appraisers.sort();
    appraisers.dedup();
    if rows::appraisers(tx, id)? != appraisers {
        return differs("the units that appraise differ from the journal");
    }
    let sheets = load_sheets(tx, id)?;
    let none = UnitSheet::default();
    let mut expected: Vec<SheetRow> = round
        .setup
        .iter()
        .flat_map(|setup| &setup.units)
        .map(|entry| sheet_row(id, &round, entry, sheets.get(&entry.unit).unwrap_or(&none)))
        .collect();
    expected.sort_by(|one, other| one.unit.cmp(&other.unit));
    if rows::sheets(tx, id)? != expected {
        return differs("the rows of the sheets differ from the journal");
    }
    let is_forged = round.published.iter().any(|one| hash(&one.result) != one.sha256);
    if is_forged { differs("a published result does not have its hash") } else { Ok(None) }
}

/// What of a sheet's row is not as the journal says; `key` is `{round}/{unit}`.
pub(crate) fn sheet_difference(tx: &mut Tx<'_>, key: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let Some((id, unit)) = key.split_once('/') else { return Ok(Some("an unknown kind of stream".to_owned())) };
    let (round, sheet) = (load_round(tx, id)?, replay_sheet(events)?);
    let entry = round.setup.iter().flat_map(|setup| &setup.units).find(|entry| entry.unit == unit);
    let Some(entry) = entry else { return Ok(Some("the round does not name the unit".to_owned())) };
    let expected = sheet_row(id, &round, entry, &sheet);
    let same = rows::sheets(tx, id)?.contains(&expected);
    Ok(if same { None } else { Some("the sheet's row differs from the journal".to_owned()) })
}
