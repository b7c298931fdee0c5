//! Between outgoing documents and their rows.

use domain::access::{DraftFacts, Waits};
use domain::document::{Circulation, Outgoing, OutgoingEvent, OutgoingStage};
use domain::time::{Date, DateTime, Instant, Zone};
use store::Tx;
use store::document_reader::{self, Direction};
use store::journal::{self, StoredEvent};
use store::outgoing::{self as rows, OutgoingRow};

use super::super::EVENTS_MAX;
use super::{is_internal, stream, writers};
use crate::error::ActError;

/// Where there is no last day.
const NO_DAY: &str = "9999-12-31";

/// A document with the time of its beginning; none where there is none.
pub(super) fn load(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Outgoing, Instant)>, ActError> {
    let events = journal::of_stream(tx, &stream(id), 0, EVENTS_MAX)?;
    let Some(first) = events.first() else { return Ok(None) };
    Ok(Some((replay(&events)?, first.recorded_at)))
}

/// The document that these events make.
pub(super) fn replay(stored: &[StoredEvent]) -> Result<Outgoing, ActError> {
    let events: Vec<OutgoingEvent> =
        stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<_, _>>()?;
    Ok(Outgoing::replay(&events)?)
}

/// Whom it waits for; nobody when it is issued.
fn waits_for(document: &Outgoing) -> String {
    let (agency, unit) = (document.agency.as_str(), document.unit.as_str());
    match document.stage {
        OutgoingStage::Drafting => {
            let last = document.versions.last().map(|version| version.by.as_str());
            document.pen.as_deref().or(last).map(|person| Waits::Person(person).key()).unwrap_or_default()
        }
        OutgoingStage::Checking if document.content_checked != document.newest() => Waits::Leader(unit).key(),
        OutgoingStage::Checking if document.form_checked != document.newest() => Waits::Clerk(agency).key(),
        OutgoingStage::Checking => Waits::Leader(agency).key(),
        OutgoingStage::Signed | OutgoingStage::Numbered | OutgoingStage::Sealed => Waits::Clerk(agency).key(),
        OutgoingStage::Issued | OutgoingStage::Recalled | OutgoingStage::Replaced => String::new(),
    }
}

/// The row of a document.
pub(super) fn row(id: &str, document: &Outgoing, begun_at: Instant, zone: Zone) -> OutgoingRow {
    let number = document.number.as_ref();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let year = number.map_or_else(|| zone.date(begun_at).year(), |number| number.run.year);
    let signed = document.signed_at.map(DateTime::date);
    let waits_for = waits_for(document);
    // What is signed is numbered and issued on the same day.
    let until = if waits_for.is_empty() { None } else { signed };
    OutgoingRow {
        id: id.to_owned(),
        version: document.version,
        agency: document.agency.clone(),
        unit: document.unit.clone(),
        year: i64::from(year),
        number: number.map(|number| i64::from(number.number)),
        notation: text(number.map(|number| number.notation.as_str())),
        day: day(number.map(|number| number.day)),
        kind: document.document_kind.clone(),
        subject: document.subject.clone(),
        urgency: document.marks.urgency.name().to_owned(),
        circulation: text(document.marks.circulation.map(Circulation::name)),
        state: document.stage.name().to_owned(),
        signer: text(document.block.as_ref().map(|block| block.person.as_str())),
        signed_on: day(signed),
        issued_on: day(document.issued_at.map(DateTime::date)),
        receivers: document.receivers.join("\n"),
        answers: text(document.answers.as_deref()),
        replaced_by: text(document.after.replaced_by.as_deref()),
        begun_at,
        waits_for,
        waits_until: until.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string()),
    }
}

/// Keeps the row, and who can read it.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    id: &str,
    document: &Outgoing,
    (begun_at, zone): (Instant, Zone),
) -> Result<(), ActError> {
    rows::put(tx, &row(id, document, begun_at, zone))?;
    let readers = DraftFacts {
        agency: &document.agency,
        unit: &document.unit,
        writers: &writers(document),
        is_internal: is_internal(document),
    }
    .readers();
    Ok(document_reader::replace(tx, Direction::Outgoing, id, &readers, begun_at)?)
}

/// What of a document's rows is not as the journal says; `None` when nothing is.
pub(crate) fn difference(
    tx: &mut Tx<'_>,
    id: &str,
    events: &[StoredEvent],
    zone: Zone,
) -> Result<Option<String>, ActError> {
    let document = replay(events)?;
    let begun_at = events.first().map_or(Instant(0), |event| event.recorded_at);
    let Some(found) = rows::one(tx, id)? else { return Ok(Some("the document's row is missing".to_owned())) };
    if found != row(id, &document, begun_at, zone) {
        return Ok(Some("the document's row differs from the journal".to_owned()));
    }
    let readers = DraftFacts {
        agency: &document.agency,
        unit: &document.unit,
        writers: &writers(&document),
        is_internal: is_internal(&document),
    }
    .readers();
    let same = document_reader::of(tx, Direction::Outgoing, id)? == readers;
    Ok(if same { None } else { Some("who can read the document differs from the journal".to_owned()) })
}

/// Rows without an event, and numbers with a gap: the stream, and what is wrong with it.
pub(crate) fn stray(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, ActError> {
    if let Some(stream) = rows::orphan(tx)? {
        return Ok(Some((stream, "there is a row of it, and no event in the journal".to_owned())));
    }
    let gap = rows::number_gap(tx)?;
    Ok(gap.map(|(agency, year)| {
        (format!("outgoing/{agency}-{year}"), "the numbers of the documents have a gap".to_owned())
    }))
}
