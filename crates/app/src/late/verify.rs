//! In what the rows of outages and reminders differ from the journal.

use domain::lateness::{OutageEvent, OutageRecord};
use store::journal::StoredEvent;
use store::{Tx, outage, reminder};

use super::remind::Reminded;
use crate::error::ActError;

/// In what an outage's row differs from its stream.
pub(crate) fn outage_difference(tx: &mut Tx<'_>, id: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let mut replayed: Option<OutageRecord> = None;
    for stored in events {
        let event: OutageEvent = serde_json::from_str(&stored.payload)?;
        replayed = match (replayed, event) {
            (None, OutageEvent::Noted { outage }) => Some(outage),
            (Some(known), event) => Some(known.after(&event)),
            (None, OutageEvent::Ended { .. } | OutageEvent::Withdrawn { .. }) => None,
        };
    }
    let version = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let same = outage::one(tx, id)?.map(|(record, known)| (Some(record), known)) == Some((replayed, version));
    Ok(if same { None } else { Some("the outage's row differs".to_owned()) })
}

/// In what a reminder's row differs from its event.
pub(crate) fn reminder_difference(
    tx: &mut Tx<'_>,
    key: &str,
    events: &[StoredEvent],
) -> Result<Option<String>, ActError> {
    let [stored] = events else { return Ok(Some("a reminder is sent once".to_owned())) };
    let event: Reminded = serde_json::from_str(&stored.payload)?;
    let row = reminder::one(tx, key)?;
    let same = row.is_some_and(|row| event.is_of(&row) && row.sent_at == stored.recorded_at);
    Ok(if same { None } else { Some("the reminder's row differs".to_owned()) })
}
