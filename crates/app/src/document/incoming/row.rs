//! Between incoming documents and their rows.

use std::collections::BTreeMap;

use domain::access::Waits;
use domain::document::{Circulation, Incoming, IncomingEvent, IncomingStage, LinkKind};
use domain::text::fold;
use domain::time::{Date, DateTime, Zone};
use store::Tx;
use store::document_reader::{self, Direction};
use store::incoming::{self as rows, IncomingRow};
use store::journal::{self, StoredEvent};
use store::search;

use super::super::EVENTS_MAX;
use super::{facts, stream};
use crate::error::ActError;

/// Where there is no last day.
const NO_DAY: &str = "9999-12-31";
/// Kind of the entries in the search.
pub(super) const SEARCH: &str = "incoming";

/// A document; none where there is none.
pub(crate) fn load(tx: &mut Tx<'_>, id: &str) -> Result<Option<Incoming>, ActError> {
    let events = journal::of_stream(tx, &stream(id), 0, EVENTS_MAX)?;
    if events.is_empty() { Ok(None) } else { replay(&events).map(Some) }
}

/// The document that these events make.
pub(super) fn replay(stored: &[StoredEvent]) -> Result<Incoming, ActError> {
    let events: Vec<IncomingEvent> =
        stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<_, _>>()?;
    Ok(Incoming::replay(&events)?)
}

/// What is alike in two registrations of the same document: author, number and day. Without a number nothing is known to
/// be alike.
pub(super) fn likeness(author: &str, symbol: &str, day: Option<Date>) -> String {
    let symbol: String = fold(symbol).chars().filter(|letter| !letter.is_whitespace()).collect();
    if symbol.is_empty() {
        return String::new();
    }
    format!("{symbol}|{}|{}", day.map(|day| day.to_string()).unwrap_or_default(), fold(author))
}

/// Whom it waits for, and until when; nobody when it is over.
fn waits(document: &Incoming) -> (String, String) {
    let agency = document.arrival.agency.as_str();
    let due = document.due().map(|due| due.to_string());
    let came = || document.received_at.date().to_string();
    match document.stage {
        // The clerk's part is to be done on the day on which it came.
        IncomingStage::Received | IncomingStage::Checked | IncomingStage::Registered => {
            (Waits::Clerk(agency).key(), came())
        }
        IncomingStage::Submitted => {
            let leader = document.submitted_to.as_deref().unwrap_or_default();
            (Waits::Person(leader).key(), due.unwrap_or_else(|| NO_DAY.to_owned()))
        }
        IncomingStage::Instructed => {
            let lead = document.instruction.as_ref().map_or(agency, |instruction| instruction.lead.as_str());
            let is_internal = document.arrival.marks.circulation == Some(Circulation::Internal);
            let waits = match document.worker() {
                Some(person) => Waits::Person(person),
                None if is_internal => Waits::Leader(lead),
                None => Waits::Staff(lead),
            };
            (waits.key(), due.unwrap_or_else(|| NO_DAY.to_owned()))
        }
        IncomingStage::Returned | IncomingStage::Finished | IncomingStage::Withdrawn => {
            (String::new(), NO_DAY.to_owned())
        }
    }
}

/// The row of a document.
pub(super) fn row(id: &str, document: &Incoming, zone: Zone) -> IncomingRow {
    let arrival = &document.arrival;
    let number = document.number.as_ref();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let year = number.map_or_else(|| document.received_at.date().year(), |number| number.run.year);
    let answer = document.links.iter().rev().find(|link| link.kind == LinkKind::Outgoing);
    let (waits_for, waits_until) = waits(document);
    IncomingRow {
        id: id.to_owned(),
        version: document.version,
        agency: arrival.agency.clone(),
        year: i64::from(year),
        number: number.map(|number| i64::from(number.number)),
        registered_on: day(number.map(|number| number.day)),
        received_at: zone.instant(document.received_at),
        source: arrival.source.name().to_owned(),
        document_id: arrival.document_id.clone(),
        author: arrival.author.clone(),
        symbol: arrival.symbol.clone(),
        day: day(arrival.day),
        kind: text(arrival.kind.as_deref()),
        subject: arrival.subject.clone(),
        urgency: arrival.marks.urgency.name().to_owned(),
        circulation: text(arrival.marks.circulation.map(Circulation::name)),
        note: arrival.note.clone(),
        likeness: likeness(&arrival.author, &arrival.symbol, arrival.day),
        state: document.stage.name().to_owned(),
        submitted_to: text(document.submitted_to.as_deref()),
        lead: text(document.instruction.as_ref().map(|instruction| instruction.lead.as_str())),
        person: text(document.worker()),
        instructed_on: day(document.instructed_at.map(DateTime::date)),
        taken_by: text(document.taken.as_ref().map(|(by, _)| by.as_str())),
        taken_on: day(document.taken.as_ref().map(|(_, at)| at.date())),
        due: day(document.due()),
        ended_on: day(document.ended_at.map(DateTime::date)),
        answer: text(answer.map(|link| link.id.as_str())),
        waits_for,
        waits_until,
    }
}

/// Keeps the row, who can read it, and what is found by words.
pub(super) fn keep(tx: &mut Tx<'_>, id: &str, document: &Incoming, zone: Zone) -> Result<(), ActError> {
    let row = row(id, document, zone);
    let readers = facts(document).readers();
    rows::put(tx, &row)?;
    let known = document_reader::of(tx, Direction::Incoming, id)?;
    document_reader::replace(tx, Direction::Incoming, id, &readers, row.received_at)?;
    let is_new_number = row.number.is_some() && document.stage == IncomingStage::Registered;
    if known != readers || is_new_number {
        let shelves: Vec<&str> = readers.iter().map(String::as_str).collect();
        let number = row.number.map(|number| number.to_string()).unwrap_or_default();
        let light = [row.author.as_str(), row.symbol.as_str(), number.as_str(), row.note.as_str()].join(" ");
        search::put_on_shelves(tx, SEARCH, id, &shelves, &row.subject, &light)?;
    }
    Ok(())
}

/// What of a document's rows is not as the journal says; `None` when nothing is.
pub(crate) fn difference(
    tx: &mut Tx<'_>,
    id: &str,
    events: &[StoredEvent],
    zone: Zone,
) -> Result<Option<String>, ActError> {
    let document = replay(events)?;
    let Some(found) = rows::one(tx, id)? else { return Ok(Some("the document's row is missing".to_owned())) };
    if found != row(id, &document, zone) {
        return Ok(Some("the document's row differs from the journal".to_owned()));
    }
    let same = document_reader::of(tx, Direction::Incoming, id)? == facts(&document).readers();
    Ok(if same { None } else { Some("who can read the document differs from the journal".to_owned()) })
}

/// Rows without an event, and numbers of arrivals with a gap: the stream, and what is wrong with it.
pub(crate) fn stray(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, ActError> {
    if let Some(stream) = rows::orphan(tx)? {
        return Ok(Some((stream, "there is a row of it, and no event in the journal".to_owned())));
    }
    let gap = rows::number_gap(tx)?;
    Ok(gap.map(|(agency, year)| {
        (format!("incoming/{agency}-{year}"), "the numbers of the arrivals have a gap".to_owned())
    }))
}

/// Names of accounts for what is shown, by id.
pub(crate) fn names<'a>(
    tx: &mut Tx<'_>,
    accounts: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, String>, ActError> {
    let mut accounts: Vec<String> = accounts.into_iter().filter(|id| !id.is_empty()).map(str::to_owned).collect();
    accounts.sort();
    accounts.dedup();
    Ok(store::review::names(tx, &accounts)?)
}
