//! Acting on an incoming document: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{ArrivalAction, Person, Role, may_arrival};
use domain::document::{
    Incoming, IncomingCommand, IncomingEvent, Instruction, Link, LinkKind, Number, Refusal, Source,
};
use domain::time::{Date, Instant, Zone};
use store::Tx;

use super::enter::{Outcome, entering, register};
use super::{facts, row, stream};
use crate::App;
use crate::catalogue::Catalogue;
use crate::document::days;
use crate::document::sealed::{SealedEvent, fresh_key};
use crate::error::{ActError, FieldProblemKind};
use crate::exchange::{By, progressed};

/// What is asked of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingRequest {
    /// Which one.
    pub id: String,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub ask: IncomingAsk,
}

/// What somebody wants done with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingAsk {
    /// Register it or send it back, after it came by itself.
    Enter(Outcome),
    /// Lay it before a leader, by account.
    Submit {
        /// Before whom.
        to: String,
    },
    /// Say who does what by when.
    Instruct {
        /// The unit that leads.
        lead: String,
        /// Units that work with it.
        coordinating: Vec<String>,
        /// The person at the lead unit, by account.
        person: Option<String>,
        /// By when.
        due: Option<DueBy>,
        /// What is to be done.
        content: String,
    },
    /// Take it over oneself.
    Take,
    /// Say how far it is.
    Follow {
        /// How far.
        progress: String,
    },
    /// Tie the dossier of this code to it.
    LinkDossier {
        /// Its code.
        code: String,
    },
    /// Finish it.
    Finish {
        /// What was done.
        result: String,
    },
}

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueBy {
    /// On this day.
    Day(Date),
    /// After so many working days.
    Working(u16),
}

/// What an act on a document left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingDone {
    /// The document.
    pub id: String,
    /// Events of it now.
    pub version: i64,
    /// Its number, once it has one.
    pub number: Option<Number>,
}

impl IncomingAsk {
    /// What a person needs leave for.
    #[must_use]
    pub const fn action(&self) -> ArrivalAction {
        match self {
            Self::Enter(_) => ArrivalAction::Enter,
            Self::Submit { .. } => ArrivalAction::Submit,
            Self::Instruct { .. } => ArrivalAction::Instruct,
            Self::Take => ArrivalAction::Take,
            Self::Follow { .. } | Self::LinkDossier { .. } | Self::Finish { .. } => ArrivalAction::Work,
        }
    }
}

/// Who writes events, when, and under which key.
pub(super) struct Writing<'a> {
    pub(super) actor: &'a str,
    pub(super) now: Instant,
    pub(super) zone: Zone,
    pub(super) fresh: &'a [u8; 32],
}

/// One event with its words, on its way into the journal.
pub(super) struct Kept {
    pub(super) event: IncomingEvent,
    pub(super) words: Option<String>,
    pub(super) version: i64,
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    request: IncomingRequest,
    catalogue: Arc<Catalogue>,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// Does one thing with an incoming document.
    pub async fn act_on_incoming(&self, person: &Person, request: IncomingRequest) -> Result<IncomingDone, ActError> {
        self.check_people(&request.ask).await?;
        if let IncomingAsk::LinkDossier { code } = &request.ask {
            let seen = self.dossier(person, code).await;
            match seen {
                Ok(_) => (),
                Err(ActError::NotFound) => return Err(ActError::field("code", FieldProblemKind::Unknown)),
                Err(other) => return Err(other),
            }
        }
        let prepared = Prepared {
            person: person.clone(),
            request,
            catalogue: self.catalogue(),
            fresh: fresh_key()?,
            now: self.0.clock.now(),
            zone: self.0.zone,
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// People and units that an instruction names are there today, and work together.
    async fn check_people(&self, ask: &IncomingAsk) -> Result<(), ActError> {
        let IncomingAsk::Instruct { lead, coordinating, person, .. } = ask else { return Ok(()) };
        let (catalogue, today) = (self.catalogue(), self.today());
        let is_unit = |unit: &String| catalogue.organisation.unit(unit, today).is_some();
        if !is_unit(lead) {
            return Err(ActError::field("lead", FieldProblemKind::Unknown));
        }
        if !coordinating.iter().all(is_unit) {
            return Err(ActError::field("coordinating", FieldProblemKind::Unknown));
        }
        let Some(person) = person else { return Ok(()) };
        for role in [Role::Officer, Role::Leader, Role::Clerk, Role::RecordsClerk] {
            if self.staff_of(lead, role).await?.iter().any(|(id, _)| id == person) {
                return Ok(());
            }
        }
        Err(ActError::field("person", FieldProblemKind::Unknown))
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<IncomingDone, ActError> {
    let IncomingRequest { id, seen, ask } = &act.request;
    let mut document = row::load(tx, id)?.ok_or(ActError::NotFound)?;
    let today = act.zone.date(act.now);
    let permit = may_arrival(&act.person, ask.action(), &facts(&document), today)?;
    if seen.is_some_and(|seen| seen != document.version) {
        return Err(ActError::Stale { current: document.version });
    }
    let writing = Writing { actor: permit.person(), now: act.now, zone: act.zone, fresh: &act.fresh };
    let mut kept = Vec::new();
    match ask {
        IncomingAsk::Enter(outcome) => {
            for command in entering(outcome) {
                kept.push(writing.decide(&mut document, command)?);
            }
            if let Outcome::Register { despite } = outcome {
                kept.push(register(tx, &writing, (id, &mut document), *despite)?);
            }
        }
        other => {
            let command = command(tx, act, &document, permit.person(), other)?;
            let received = document.received_at.date();
            let submit_by = act.catalogue.calendar().and_then(|calendar| days::next_working(calendar, received));
            kept.push(writing.decide_by(&mut document, command, submit_by)?);
        }
    }
    keep_all(tx, &writing, id, &document, &kept)
}

fn command(
    tx: &mut Tx<'_>,
    act: &Prepared,
    document: &Incoming,
    actor: &str,
    ask: &IncomingAsk,
) -> Result<IncomingCommand, ActError> {
    let today = act.zone.date(act.now);
    Ok(match ask {
        // Decided by the caller.
        IncomingAsk::Enter(_) => return Err(ActError::NotFound),
        IncomingAsk::Submit { to } => {
            let agency = &document.arrival.agency;
            let leaders = store::identity::staff_of(tx, agency, Role::Leader, &today.to_string())?;
            if !leaders.iter().any(|(leader, _)| leader == to) {
                return Err(ActError::field("to", FieldProblemKind::Unknown));
            }
            IncomingCommand::Submit { to: to.clone() }
        }
        IncomingAsk::Instruct { lead, coordinating, person, due, content } => {
            let due = due.map(|due| day_of(act, due, today)).transpose()?;
            let (lead, coordinating) = (lead.clone(), coordinating.clone());
            let instruction = Instruction { lead, coordinating, person: person.clone(), due };
            IncomingCommand::Instruct { instruction, content: content.clone() }
        }
        IncomingAsk::Take => IncomingCommand::Take { by: actor.to_owned() },
        IncomingAsk::Follow { progress } => IncomingCommand::Follow { progress: progress.clone() },
        IncomingAsk::LinkDossier { code } => {
            IncomingCommand::Link(Link { kind: LinkKind::Dossier, id: code.trim().to_owned() })
        }
        IncomingAsk::Finish { result } => IncomingCommand::Finish { result: result.clone() },
    })
}

/// The last day, by the published calendar: so many working days from today, or a day on which the offices work.
fn day_of(act: &Prepared, due: DueBy, today: Date) -> Result<Date, ActError> {
    let calendar = act.catalogue.calendar().ok_or_else(|| ActError::fault("there is no calendar"))?;
    match due {
        DueBy::Working(count) => days::after_working(calendar, today, count)
            .ok_or_else(|| ActError::field("due", FieldProblemKind::Malformed)),
        DueBy::Day(day) if day >= today && !calendar.is_working(day) => Err(Refusal::NotAWorkingDay.into()),
        DueBy::Day(day) => Ok(day),
    }
}

/// Keeps events, the row that follows from them, and who can read it.
pub(super) fn keep_all(
    tx: &mut Tx<'_>,
    writing: &Writing<'_>,
    id: &str,
    document: &Incoming,
    kept: &[Kept],
) -> Result<IncomingDone, ActError> {
    let stream = stream(id);
    for Kept { event, words, version } in kept {
        let event = SealedEvent {
            stream: &stream,
            version: *version,
            kind: event.name(),
            event,
            words: words.as_deref(),
            actor: writing.actor,
            at: writing.now,
        };
        event.append(tx, writing.fresh)?;
    }
    if document.arrival.source == Source::Exchange {
        let by = By { actor: writing.actor, now: writing.now, zone: writing.zone, fresh: writing.fresh };
        for Kept { event, words, .. } in kept {
            progressed(tx, id, (event, words.as_deref()), by)?;
        }
    }
    row::keep(tx, id, document, writing.zone)?;
    Ok(IncomingDone { id: id.to_owned(), version: document.version, number: document.number.clone() })
}
