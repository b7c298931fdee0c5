//! Taking a document in: received, checked, and registered under the next number or sent back, in one act.

use domain::access::{ArrivalAction, ArrivalFacts, ArrivalPermit, Person, may_arrival};
use domain::document::{
    Arrival, Attached, Circulation, Incoming, IncomingCommand, IncomingContext, Marks, Refusal, Run, Source, Urgency,
    receive,
};
use domain::procedure::FileKind;
use domain::time::{Date, Instant, Zone};
use store::{Tx, counter, incoming as rows};

use super::act::{IncomingDone, Kept, Writing, keep_all};
use super::row;
use crate::App;
use crate::blob::UPLOAD_BYTES_MAX;
use crate::document::sealed::fresh_key;
use crate::dossier::FileClaim;
use crate::error::{ActError, FieldProblemKind};

/// What a clerk enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewArrival {
    /// The agency that received it.
    pub agency: String,
    /// How it came.
    pub source: Source,
    /// Who issued it.
    pub author: String,
    /// Its number and symbol; empty where it has none.
    pub symbol: String,
    /// The day that it carries.
    pub day: Option<Date>,
    /// The id of its type.
    pub kind: Option<String>,
    /// What it is about.
    pub subject: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// How far it may go round.
    pub circulation: Option<Circulation>,
    /// A mark of secrecy, as read; such a document is refused.
    pub secrecy: String,
    /// By when it asks for an answer.
    pub due: Option<Date>,
    /// A note for the register.
    pub note: String,
    /// Its files.
    pub files: Vec<FileClaim>,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of a document that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It gets the next number.
    Register {
        /// Although something like it is in the register already.
        despite: bool,
    },
    /// It goes back.
    Return {
        /// Whether it is authentic and whole.
        is_authentic: bool,
        /// Why.
        reason: String,
    },
}

#[derive(Clone)]
struct Prepared {
    permit: ArrivalPermit,
    arrival: Arrival,
    outcome: Outcome,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// Takes a document in and registers it or sends it back.
    pub async fn take_in_document(&self, person: &Person, new: NewArrival) -> Result<IncomingDone, ActError> {
        let today = self.today();
        let permit = may_arrival(person, ArrivalAction::Enter, &ArrivalFacts::at(&new.agency), today)?;
        self.check(&new, today)?;
        // Nothing of a state secret is kept, not even who brought it.
        receive(arrival_of(&new, Vec::new()), self.now_civil())?;
        let mut files = Vec::with_capacity(new.files.len());
        for claim in &new.files {
            match self.file_ref(&person.id, claim, &FileKind::DEFAULT, UPLOAD_BYTES_MAX).await? {
                Ok(file) => {
                    files.push(Attached { sha256: file.sha256, name: file.name, size_bytes: file.size_bytes });
                }
                Err(kind) => return Err(ActError::field("file", kind)),
            }
        }
        let prepared = Prepared {
            permit,
            arrival: arrival_of(&new, files),
            outcome: new.outcome,
            fresh: fresh_key()?,
            now: self.0.clock.now(),
            zone: self.0.zone,
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    fn check(&self, new: &NewArrival, today: Date) -> Result<(), ActError> {
        if self.catalogue().organisation.unit(&new.agency, today).is_none() {
            return Err(ActError::field("agency", FieldProblemKind::Unknown));
        }
        match &new.kind {
            Some(kind) if self.document_types()?.get(kind, today).is_none() => {
                Err(ActError::field("kind", FieldProblemKind::Unknown))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn arrival_of(new: &NewArrival, files: Vec<Attached>) -> Arrival {
    let marks = Marks { urgency: new.urgency, circulation: new.circulation, secrecy: new.secrecy.clone() };
    Arrival {
        agency: new.agency.clone(),
        source: new.source,
        author: new.author.clone(),
        symbol: new.symbol.clone(),
        day: new.day,
        kind: new.kind.clone(),
        subject: new.subject.clone(),
        marks,
        due: new.due,
        document_id: String::new(),
        note: new.note.clone(),
        files,
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<IncomingDone, ActError> {
    let writing = Writing { actor: act.permit.person(), now: act.now, zone: act.zone, fresh: &act.fresh };
    let agency = act.arrival.agency.clone();
    let year = act.zone.date(act.now).year();
    // From here on nobody else takes a document of this agency in until the commit: alike ones cannot slip past.
    let id = format!("{agency}-{year}-{}", counter::next(tx, &format!("incoming/{agency}/{year}"))?);
    let first = receive(act.arrival.clone(), act.zone.civil(act.now))?;
    let mut document = Incoming::begin(&first)?;
    let mut kept = vec![Kept { event: first, words: None, version: document.version }];
    for command in entering(&act.outcome) {
        kept.push(writing.decide(&mut document, command)?);
    }
    if let Outcome::Register { despite } = act.outcome {
        kept.push(register(tx, &writing, (&id, &mut document), despite)?);
    }
    keep_all(tx, &writing, &id, &document, &kept)
}

/// What a check found, and the return where it found something.
pub(super) fn entering(outcome: &Outcome) -> Vec<IncomingCommand> {
    match outcome {
        Outcome::Register { .. } => vec![IncomingCommand::Check { is_authentic: true, is_for_us: true }],
        Outcome::Return { is_authentic, reason } => vec![
            IncomingCommand::Check { is_authentic: *is_authentic, is_for_us: !*is_authentic },
            IncomingCommand::Return { reason: reason.clone() },
        ],
    }
}

/// Gives a document the next number of its agency and year, unless something like it has one already.
pub(super) fn register(
    tx: &mut Tx<'_>,
    writing: &Writing<'_>,
    (id, document): (&str, &mut Incoming),
    despite: bool,
) -> Result<Kept, ActError> {
    let arrival = &document.arrival;
    let run = Run::of_arrivals(&arrival.agency, writing.zone.date(writing.now));
    let number = counter::next(tx, &format!("document/{}/{}/{}", run.agency, run.year, run.series))?;
    let likeness = row::likeness(&arrival.author, &arrival.symbol, arrival.day);
    if !despite
        && !likeness.is_empty()
        && let Some(like) = rows::alike(tx, &arrival.agency, &likeness, id)?.into_iter().next()
    {
        return Err(Refusal::Duplicate { like: like.id }.into());
    }
    let number = u32::try_from(number).map_err(|_| ActError::fault("a run of numbers is full"))?;
    writing.decide(document, IncomingCommand::Register { number })
}

/// Who does something with a document of another agency, when, and the key that it gets.
pub(crate) type By<'a> = (&'a str, Instant, Zone, &'a [u8; 32]);

/// Lays what another agency issued before the clerk, who checks and registers it; its id.
pub(crate) fn arrive(tx: &mut Tx<'_>, arrival: Arrival, (actor, now, zone, fresh): By<'_>) -> Result<String, ActError> {
    let writing = Writing { actor, now, zone, fresh };
    let (agency, year) = (arrival.agency.clone(), zone.date(now).year());
    let id = format!("{agency}-{year}-{}", counter::next(tx, &format!("incoming/{agency}/{year}"))?);
    let first = receive(arrival, zone.civil(now))?;
    let document = Incoming::begin(&first)?;
    let kept = [Kept { event: first, words: None, version: document.version }];
    keep_all(tx, &writing, &id, &document, &kept)?;
    Ok(id)
}

/// Gives a document up, because its sender asked it back or replaced it, and this agency agreed.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    id: &str,
    reason: String,
    (actor, now, zone, fresh): By<'_>,
) -> Result<(), ActError> {
    let mut document = row::load(tx, id)?.ok_or(ActError::NotFound)?;
    let writing = Writing { actor, now, zone, fresh };
    let kept = [writing.decide(&mut document, IncomingCommand::Withdraw { reason })?];
    keep_all(tx, &writing, id, &document, &kept).map(drop)
}

/// Ties to a document what came of it.
pub(in crate::document) fn tie(
    tx: &mut Tx<'_>,
    id: &str,
    link: IncomingCommand,
    (actor, now, zone, fresh): By<'_>,
) -> Result<(), ActError> {
    let mut document = row::load(tx, id)?.ok_or(ActError::NotFound)?;
    let writing = Writing { actor, now, zone, fresh };
    let kept = [writing.decide(&mut document, link)?];
    keep_all(tx, &writing, id, &document, &kept).map(drop)
}

impl Writing<'_> {
    /// Decides a command that needs no calendar, and applies it.
    pub(super) fn decide(&self, document: &mut Incoming, command: IncomingCommand) -> Result<Kept, ActError> {
        self.decide_by(document, command, None)
    }

    /// Decides a command and applies it.
    pub(super) fn decide_by(
        &self,
        document: &mut Incoming,
        command: IncomingCommand,
        submit_by: Option<Date>,
    ) -> Result<Kept, ActError> {
        let context = IncomingContext { now: self.zone.civil(self.now), submit_by };
        let (event, words) = document.decide(command, &context)?;
        document.apply(&event)?;
        Ok(Kept { event, words, version: document.version })
    }
}
