//! Acting on the registry: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{self, Person, RegistryPermit};
use domain::burden::BurdenRules;
use domain::dataset::Content;
use domain::registry::{Command, Context, Event, Record};
use domain::time::{Date, Instant};
use store::Tx;

use super::{row, stream_of};
use crate::App;
use crate::burden::{Holders, Inspector};
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

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

/// What every act of the registry knows.
#[derive(Clone)]
pub(super) struct Acting {
    pub(super) permit: RegistryPermit,
    pub(super) catalogue: Arc<Catalogue>,
    /// The rules of the burden check today.
    pub(super) rules: Arc<BurdenRules>,
    pub(super) now: Instant,
    pub(super) today: Date,
}

impl App {
    /// Does one thing with a procedure in the registry.
    pub async fn registry_act(&self, person: &Person, request: RegistryRequest) -> Result<RegistryDone, ActError> {
        let acting = self.registry_acting(person, request.command.action())?;
        check_content(&request)?;
        let done = self.0.store.write(move |tx| act(tx, &acting, &request)).await?;
        if done.published {
            self.reload_catalogue().await?;
        }
        Ok(RegistryDone { record: done.record, revision: done.revision })
    }

    /// The permit for an action, and everything else that the act knows.
    pub(super) fn registry_acting(&self, person: &Person, action: access::RegistryAction) -> Result<Acting, ActError> {
        let permit = self.registry_permit(person, action)?;
        let (catalogue, today) = (self.catalogue(), self.today());
        let rules = Arc::new(catalogue.burden.on(today));
        Ok(Acting { permit, catalogue, rules, now: self.0.clock.now(), today })
    }

    /// The permit for an action in the registry.
    pub(crate) fn registry_permit(
        &self,
        person: &Person,
        action: access::RegistryAction,
    ) -> Result<RegistryPermit, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let province = catalogue.province(today).unwrap_or_default();
        Ok(access::may_registry(person, action, province, today)?)
    }
}

/// What one command left.
pub(super) struct Kept {
    pub(super) record: Record,
    pub(super) revision: Option<u32>,
    pub(super) published: bool,
}

fn act(tx: &mut Tx<'_>, acting: &Acting, request: &RegistryRequest) -> Result<Kept, ActError> {
    let holders = match request.command.inspected() {
        Some(_) => Some(Holders::of(tx, acting.today)?),
        None => None,
    };
    let inspector =
        holders.as_ref().map(|holders| Inspector::new(&acting.catalogue, &acting.rules, acting.today, Some(holders)));
    perform(tx, acting, inspector.as_ref(), request)
}

/// Performs one command. The inspector is there for every command that asks for one ([`Command::inspected`]).
pub(super) fn perform(
    tx: &mut Tx<'_>,
    acting: &Acting,
    inspector: Option<&Inspector<'_>>,
    request: &RegistryRequest,
) -> Result<Kept, ActError> {
    let RegistryRequest { procedure, seen, command } = request;
    let mut record = row::load(tx, procedure)?;
    if seen.is_some_and(|seen| seen != record.version) {
        return Err(ActError::Stale { current: record.version });
    }
    let newest = acting.catalogue.newest_version(procedure);
    let findings = match (command.inspected().and_then(|number| row::content(&record, number)), inspector) {
        (Some(content), Some(inspector)) => {
            let Content { procedure, form } = content?;
            inspector.findings(&procedure, form.as_ref())
        }
        (None, _) | (_, None) => Vec::new(),
    };
    let actor = acting.permit.person();
    let context = Context { actor, today: acting.today, newest_version: newest.as_deref(), findings: &findings };
    let events = record.decide(command.clone(), &context)?;
    let mut kept = Kept { record: Record::default(), revision: None, published: false };
    for event in &events {
        record.apply(event, actor)?;
        append(tx, procedure, record.version, event, acting)?;
        kept.revision = revision_of(event).or(kept.revision);
        kept.published |= changes_catalogue(event);
    }
    row::keep(tx, procedure, &record, kept.revision, acting.now)?;
    kept.record = record;
    Ok(kept)
}

fn append(tx: &mut Tx<'_>, procedure: &str, version: i64, event: &Event, acting: &Acting) -> Result<(), ActError> {
    let (stream, actor) = (stream_of(procedure), acting.permit.person());
    PlainEvent { stream: &stream, version, kind: event.name(), event, actor, at: acting.now }.append(tx)
}

/// What is saved must be readable as a version of this very procedure.
pub(super) fn check_content(request: &RegistryRequest) -> Result<(), ActError> {
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
        | Event::FindingAccepted { number, .. }
        | Event::AcceptanceWithdrawn { number, .. }
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
        | Event::FindingAccepted { .. }
        | Event::AcceptanceWithdrawn { .. }
        | Event::RevisionSentBack { .. }
        | Event::RevisionApproved { .. }
        | Event::RevisionDiscarded { .. } => false,
    }
}
