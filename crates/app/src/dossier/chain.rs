//! The chain of a dossier's events in the journal: written with what is personal sealed, read back opened.

use domain::dossier::{Code, Decision, Dossier, Event, PaperNumber, Particulars, Private};
use domain::time::Instant;
use serde::Deserialize;
use store::journal::{self, NewEvent, StoredEvent};
use store::{Tx, vault};

use crate::error::ActError;
use crate::seal;

/// Events of one dossier at most; one that has more is a fault.
const EVENTS_MAX: i64 = 5_000;

/// One event as recorded, with its personal part when it can be opened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) event: Event,
    pub(crate) private: Option<Private>,
    pub(crate) recorded_at: Instant,
    pub(crate) actor: String,
    /// The account in whose place it was done.
    pub(crate) on_behalf_of: Option<String>,
    /// The number of the paper that it gave.
    pub(crate) paper: Option<PaperNumber>,
}

/// What stands beside an event: in whose place it was done (ký thay, thay mặt), without which the actor acted by their own
/// post; and the number of the paper that it gave, which acts of earlier programs lack.
#[derive(Debug, Default, Deserialize)]
struct Beside {
    #[serde(default)]
    on_behalf_of: Option<String>,
    #[serde(default)]
    paper: Option<PaperNumber>,
}

/// A dossier with its history.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    pub(crate) dossier: Dossier,
    pub(crate) entries: Vec<Entry>,
}

impl Chain {
    /// The applicant and the answers as they stand, if they can be opened.
    pub(crate) fn particulars(&self) -> Option<Particulars> {
        particulars_of(self.entries.iter().filter_map(|entry| entry.private.as_ref()))
    }

    /// The dossier as it was at an earlier version.
    pub(crate) fn as_of(&self, code: &Code, version: i64) -> Result<Dossier, ActError> {
        let count = usize::try_from(version).unwrap_or(0);
        Ok(Dossier::replay(code, self.entries.iter().take(count).map(|entry| &entry.event))?)
    }
}

/// Folds the personal parts: the submission's, then what supplements changed.
fn particulars_of<'a>(parts: impl Iterator<Item = &'a Private>) -> Option<Particulars> {
    let mut particulars: Option<Particulars> = None;
    for part in parts {
        match part {
            Private::Particulars(first) => particulars = Some(first.clone()),
            Private::Amendment { form: Some(form), .. } => {
                if let Some(particulars) = &mut particulars {
                    particulars.form.extend(form.iter().map(|(name, value)| (name.clone(), value.clone())));
                }
            }
            Private::Amendment { form: None, .. } | Private::Note(_) | Private::Notice(_) | Private::Draft(_) => (),
        }
    }
    particulars
}

/// Loads a dossier by replaying its events; `None` when there is none.
pub(crate) fn load(tx: &mut Tx<'_>, code: &Code) -> Result<Option<Chain>, ActError> {
    let recorded = journal::of_stream(tx, code.as_str(), 0, EVENTS_MAX)?;
    let Some(subject) = recorded.first().map(|event| event.subject.clone().unwrap_or_default()) else {
        return Ok(None);
    };
    let key = vault::key_of(tx, &subject)?;
    open(code, recorded, key.as_ref()).map(Some)
}

/// Opens and replays recorded events.
pub(crate) fn open(code: &Code, recorded: Vec<StoredEvent>, key: Option<&[u8; 32]>) -> Result<Chain, ActError> {
    let mut entries = Vec::with_capacity(recorded.len());
    for event in recorded {
        let private = match (&event.sealed, key) {
            (Some(sealed), Some(key)) => {
                let context = context(code.as_str(), event.version);
                let plain = seal::open(key, &context, sealed).map_err(|error| ActError::Fault(Box::new(error)))?;
                Some(serde_json::from_slice(&plain)?)
            }
            (Some(_) | None, _) => None,
        };
        let payload: Event = serde_json::from_str(&event.payload)?;
        let Beside { on_behalf_of, paper } = serde_json::from_str(&event.payload)?;
        let (recorded_at, actor) = (event.recorded_at, event.actor);
        entries.push(Entry { event: payload, private, recorded_at, actor, on_behalf_of, paper });
    }
    let dossier = Dossier::replay(code, entries.iter().map(|entry| &entry.event))?;
    Ok(Chain { dossier, entries })
}

/// Who records, when, and under whose key.
pub(crate) struct Recording<'a> {
    pub(crate) code: &'a Code,
    pub(crate) version: i64,
    pub(crate) actor: &'a str,
    pub(crate) on_behalf_of: Option<&'a str>,
    pub(crate) paper: Option<&'a PaperNumber>,
    pub(crate) at: Instant,
    pub(crate) subject: &'a str,
    pub(crate) key: &'a [u8; 32],
}

/// Appends one decision to the journal.
pub(crate) fn append(tx: &mut Tx<'_>, recording: &Recording<'_>, decision: &Decision) -> Result<(), ActError> {
    let payload = payload(&decision.event, recording)?;
    let sealed = match &decision.private {
        Some(private) => {
            let context = context(recording.code.as_str(), recording.version);
            let plain = serde_json::to_vec(private)?;
            Some(seal::seal(recording.key, &context, &plain).map_err(|error| ActError::Fault(Box::new(error)))?)
        }
        None => None,
    };
    journal::append(
        tx,
        &NewEvent {
            stream: recording.code.as_str(),
            version: recording.version,
            kind: decision.event.kind(),
            recorded_at: recording.at,
            actor: recording.actor,
            payload: &payload,
            sealed: sealed.as_deref(),
            subject: Some(recording.subject),
        },
    )?;
    Ok(())
}

/// The event as it is written, with what stands beside it.
fn payload(event: &Event, recording: &Recording<'_>) -> Result<String, ActError> {
    if recording.on_behalf_of.is_none() && recording.paper.is_none() {
        return Ok(serde_json::to_string(event)?);
    }
    let mut written = serde_json::to_value(event)?;
    if let Some(members) = written.as_object_mut() {
        if let Some(account) = recording.on_behalf_of {
            members.insert("on_behalf_of".to_owned(), account.into());
        }
        if let Some(paper) = recording.paper {
            members.insert("paper".to_owned(), serde_json::to_value(paper)?);
        }
    }
    Ok(written.to_string())
}

fn context(code: &str, version: i64) -> String {
    format!("{code}/{version}")
}
