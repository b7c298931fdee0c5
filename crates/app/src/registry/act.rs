//! Acting on the registry: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{self, Person, RegistryPermit};
use domain::dataset::Content;
use domain::registry::{Command, Context, Event, Record};
use domain::time::{Date, Instant};
use store::Tx;
use store::journal::{self, NewEvent};

use super::{row, stream_of};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};

/// Longest content of a version, in bytes of JSON: ten times that of the largest procedure with its form.
const CONTENT_BYTES_MAX: usize = 1024 * 1024;

/// What is asked of the registry.
#[derive(Debug, Clone, PartialEq)]
pub struct RegistryRequest {
    /// The procedure.
    pub procedure: String,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub command: Command,
}

/// What an act of the registry left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryDone {
    /// The procedure's record after it.
    pub record: Record,
    /// The revision that it was about, if it was about one.
    pub revision: Option<u32>,
}

#[derive(Clone)]
struct Prepared {
    permit: RegistryPermit,
    request: RegistryRequest,
    catalogue: Arc<Catalogue>,
    now: Instant,
    today: Date,
}

impl App {
    /// Does one thing with a procedure in the registry.
    pub async fn registry_act(&self, person: &Person, request: RegistryRequest) -> Result<RegistryDone, ActError> {
        let permit = self.registry_permit(person, request.command.action())?;
        check_content(&request)?;
        let prepared =
            Prepared { permit, request, catalogue: self.catalogue(), now: self.0.clock.now(), today: self.today() };
        let done = self.0.store.write(move |tx| perform(tx, &prepared)).await?;
        if done.published {
            self.reload_catalogue().await?;
        }
        Ok(RegistryDone { record: done.record, revision: done.revision })
    }

    /// The permit for an action in the registry.
    pub(super) fn registry_permit(
        &self,
        person: &Person,
        action: access::RegistryAction,
    ) -> Result<RegistryPermit, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let province = catalogue.province(today).unwrap_or_default();
        Ok(access::may_registry(person, action, province, today)?)
    }
}

struct Kept {
    record: Record,
    revision: Option<u32>,
    published: bool,
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<Kept, ActError> {
    let RegistryRequest { procedure, seen, command } = &act.request;
    let mut record = row::load(tx, procedure)?;
    if seen.is_some_and(|seen| seen != record.version) {
        return Err(ActError::Stale { current: record.version });
    }
    let newest = act.catalogue.newest_version(procedure);
    // No page can accept a finding of the burden check on a clause yet, so none of them stops a check.
    let stops = &[];
    let context = Context { actor: act.permit.person(), today: act.today, newest_version: newest.as_deref(), stops };
    let events = record.decide(command.clone(), &context)?;
    let mut kept = Kept { record: Record::default(), revision: None, published: false };
    for event in &events {
        record.apply(event, act.permit.person())?;
        append(tx, procedure, record.version, event, act)?;
        kept.revision = revision_of(event).or(kept.revision);
        kept.published |= changes_catalogue(event);
    }
    row::keep(tx, procedure, &record, kept.revision, act.now)?;
    kept.record = record;
    Ok(kept)
}

fn append(tx: &mut Tx<'_>, procedure: &str, version: i64, event: &Event, act: &Prepared) -> Result<(), ActError> {
    let payload = serde_json::to_string(event)?;
    journal::append(
        tx,
        &NewEvent {
            stream: &stream_of(procedure),
            version,
            kind: event.name(),
            recorded_at: act.now,
            actor: act.permit.person(),
            payload: &payload,
            sealed: None,
            subject: None,
        },
    )?;
    Ok(())
}

/// What is saved must be readable as a version of this very procedure.
fn check_content(request: &RegistryRequest) -> Result<(), ActError> {
    let (Command::Open { content, .. } | Command::Save { content, .. }) = &request.command else { return Ok(()) };
    if content.to_string().len() > CONTENT_BYTES_MAX {
        return Err(ActError::field("content", FieldProblemKind::TooLong(CONTENT_BYTES_MAX)));
    }
    let content = Content::from_value(content).map_err(ActError::Content)?;
    if content.procedure.id != request.procedure {
        return Err(ActError::field("procedure", FieldProblemKind::Malformed));
    }
    // A rule over a question that the form does not ask would never hold.
    let faults = content.rule_faults();
    if faults.is_empty() { Ok(()) } else { Err(ActError::Content(faults)) }
}

const fn revision_of(event: &Event) -> Option<u32> {
    match event {
        Event::RevisionOpened { number, .. }
        | Event::RevisionSaved { number, .. }
        | Event::RevisionChecked { number, .. }
        | Event::RevisionSentBack { number, .. }
        | Event::RevisionApproved { number }
        | Event::RevisionPublished { number, .. }
        | Event::RevisionDiscarded { number, .. } => Some(*number),
        Event::Suspended { .. } | Event::Resumed { .. } | Event::Repealed { .. } => None,
    }
}

const fn changes_catalogue(event: &Event) -> bool {
    match event {
        Event::RevisionPublished { .. } | Event::Suspended { .. } | Event::Resumed { .. } | Event::Repealed { .. } => {
            true
        }
        Event::RevisionOpened { .. }
        | Event::RevisionSaved { .. }
        | Event::RevisionChecked { .. }
        | Event::RevisionSentBack { .. }
        | Event::RevisionApproved { .. }
        | Event::RevisionDiscarded { .. } => false,
    }
}
