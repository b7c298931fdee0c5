//! The follower that keeps marks and sums: whatever happened to a dossier, its marks are made anew from all its events,
//! and the sums change by the difference. An event that is seen twice changes nothing.

use std::collections::BTreeMap;

use domain::dossier::{Code, Dossier, Event};
use domain::figure::marks;
use store::figure_mark::{self, MarkRow};
use store::figure_sum::Sums;
use store::journal;
use store::{DbError, Tx};

use crate::error::ActError;

/// Its name among the followers.
pub(crate) const NAME: &str = "figure_marks";
/// Most events of a dossier.
const EVENTS_MAX: i64 = 10_000;

/// Follows at most `batch` events; how many there were.
pub(crate) fn follow(tx: &mut Tx<'_>, batch: i64) -> Result<usize, ActError> {
    let from = journal::follower_place(tx, NAME)?;
    let events = journal::committed_after(tx, from, batch)?;
    let Some(to) = events.last().map(|event| event.place) else { return Ok(0) };
    let mut codes: Vec<String> =
        events.iter().map(|event| &event.stream).filter(|stream| Code::parse(stream).is_ok()).cloned().collect();
    codes.sort();
    codes.dedup();
    renew(tx, &codes)?;
    journal::follower_advance(tx, NAME, from, to)?;
    Ok(events.len())
}

/// Makes the marks of these dossiers anew.
fn renew(tx: &mut Tx<'_>, codes: &[String]) -> Result<(), ActError> {
    let mut payloads = journal::payloads_of(tx, codes, EVENTS_MAX)?;
    let mut wanted = Vec::new();
    for code in codes {
        let events = match payloads.remove(code) {
            Some(events) => events,
            // Its fifty neighbours have more events than one answer holds.
            None => journal::of_stream(tx, code, 0, EVENTS_MAX)?.into_iter().map(|event| event.payload).collect(),
        };
        wanted.extend(rows_of(&replayed(code, &events)?));
    }
    wanted.sort();
    let known = figure_mark::of_dossiers(tx, codes)?;
    Ok(exchange(tx, &known, &wanted)?)
}

fn replayed(code: &str, events: &[String]) -> Result<Dossier, ActError> {
    let parsed = Code::parse(code).map_err(|error| ActError::Fault(Box::new(error)))?;
    let events: Vec<Event> = events.iter().map(|event| serde_json::from_str(event)).collect::<Result<_, _>>()?;
    Ok(Dossier::replay(&parsed, &events)?)
}

/// The rows of a dossier's marks, in their order.
pub(super) fn rows_of(dossier: &Dossier) -> Vec<MarkRow> {
    let row = |mark| MarkRow {
        dossier: dossier.code.as_str().to_owned(),
        mark,
        unit: dossier.handling_unit.clone(),
        procedure_id: dossier.procedure.clone(),
    };
    let mut rows: Vec<MarkRow> = marks(dossier).into_iter().map(row).collect();
    rows.sort();
    rows
}

/// Puts the wanted rows in the place of the known ones, and the sums with them.
fn exchange(tx: &mut Tx<'_>, known: &[MarkRow], wanted: &[MarkRow]) -> Result<(), DbError> {
    let key = |row: &MarkRow| (row.dossier.clone(), row.mark.counter);
    let mut left: BTreeMap<_, &MarkRow> = known.iter().map(|row| (key(row), row)).collect();
    let mut sums = Sums::default();
    let mut new = Vec::new();
    for row in wanted {
        match left.get(&key(row)) {
            Some(known) if *known == row => drop(left.remove(&key(row))),
            Some(_) | None => new.push(row),
        }
    }
    for row in left.values() {
        sums.add(row, -1);
        figure_mark::delete(tx, &row.dossier, row.mark.counter)?;
    }
    for row in new {
        sums.add(row, 1);
        figure_mark::insert(tx, row)?;
    }
    sums.keep(tx)
}
