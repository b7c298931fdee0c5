//! Acting on an outgoing document: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{DraftAction, DraftFacts, DraftPermit, Person, may_draft};
use domain::document::{
    DocumentTypes, Kind, Number, NumberRule, Outgoing, OutgoingCommand, OutgoingContext, OutgoingEvent, Run,
    SignatureBlock, SignedFile, notation,
};
use domain::exchange::AskKind;
use domain::time::{Date, DateTime, Instant, Zone};
use store::{Tx, counter};

use super::sign::Titles;
use super::start::NewText;
use super::{arrive, is_internal, row, sign, stream, writers};
use crate::App;
use crate::catalogue::Catalogue;
use crate::document::days;
use crate::document::sealed::{SealedEvent, fresh_key};
use crate::error::{ActError, FieldProblemKind};
use crate::exchange::{self, By, Exchange};

/// What is asked of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingRequest {
    /// Which one.
    pub id: String,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub ask: OutgoingAsk,
}

/// What somebody wants done with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingAsk {
    /// Take the pen.
    TakePen,
    /// Lay it down.
    LayPen,
    /// Save a new version.
    Save(NewText),
    /// Lay the newest version before those who check.
    Submit,
    /// Answer for the content of a version.
    ApproveContent(u32),
    /// Answer for the form of a version.
    ApproveForm(u32),
    /// Say something about a version.
    Comment {
        /// Which version.
        version: u32,
        /// What.
        text: String,
    },
    /// Send it back.
    Return {
        /// Why.
        reason: String,
    },
    /// Sign a version.
    Sign {
        /// Which version.
        version: u32,
        /// How the agency calls itself and its posts.
        titles: Titles,
    },
    /// Give it number and day.
    Number {
        /// The abbreviation of the agency: `UBND`.
        agency: String,
        /// The abbreviation of the unit, for letters: `VP`.
        unit: String,
    },
    /// Seal it.
    Seal,
    /// Issue it.
    Dispatch {
        /// To whom: units of this installation by id, others by name.
        receivers: Vec<String>,
        /// How the agency calls itself.
        author: String,
    },
    /// Take it back.
    Recall {
        /// Why.
        reason: String,
    },
    /// Put another one in its place.
    Replace {
        /// Its id.
        by: String,
    },
    /// Correct it by a letter.
    Correct {
        /// Its id.
        by: String,
    },
}

impl OutgoingAsk {
    const fn action(&self) -> DraftAction {
        match self {
            Self::TakePen | Self::LayPen | Self::Save(_) | Self::Submit => DraftAction::Write,
            Self::ApproveContent(_) => DraftAction::ApproveContent,
            Self::ApproveForm(_) => DraftAction::ApproveForm,
            Self::Comment { .. } => DraftAction::Comment,
            Self::Return { .. } => DraftAction::Return,
            Self::Sign { .. } => DraftAction::Sign,
            Self::Number { .. } | Self::Seal | Self::Dispatch { .. } => DraftAction::Issue,
            Self::Recall { .. } | Self::Replace { .. } | Self::Correct { .. } => DraftAction::Undo,
        }
    }
}

/// What an act on a document left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingDone {
    /// The document.
    pub id: String,
    /// Events of it now.
    pub version: i64,
    /// Its number, once it has one.
    pub number: Option<Number>,
}

/// One event with its words and its number in the stream.
pub(super) type Kept = (OutgoingEvent, Option<String>, i64);

/// Who writes events, when, and under which key.
pub(super) struct Writing<'a> {
    pub(super) actor: &'a str,
    pub(super) as_leader: bool,
    pub(super) now: Instant,
    pub(super) zone: Zone,
    pub(super) fresh: &'a [u8; 32],
}

/// What was signed digitally before the act is decided.
#[derive(Clone, Default)]
pub(super) struct Digital {
    /// The file with the signature.
    pub(super) file: Option<SignedFile>,
    /// What stands above the name on it; another block that day is refused.
    pub(super) block: Option<SignatureBlock>,
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    request: OutgoingRequest,
    digital: Digital,
    text: Option<(String, String, i64)>,
    catalogue: Arc<Catalogue>,
    exchange: Arc<Exchange>,
    types: &'static DocumentTypes,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// Does one thing with an outgoing document.
    ///
    /// Signing and sealing in this way are done on paper; [`App::sign_outgoing`] and [`App::seal_outgoing`] make digital
    /// signatures.
    pub async fn act_on_outgoing(&self, person: &Person, request: OutgoingRequest) -> Result<OutgoingDone, ActError> {
        self.act_digitally(person, request, Digital::default()).await
    }

    /// Does it with what was signed.
    pub(super) async fn act_digitally(
        &self,
        person: &Person,
        request: OutgoingRequest,
        digital: Digital,
    ) -> Result<OutgoingDone, ActError> {
        let text = if let OutgoingAsk::Save(text) = &request.ask {
            // Nobody stores a text for a document that they do not see.
            self.outgoing_document(person, &request.id).await?;
            Some(self.keep_text(person, text.clone()).await?)
        } else {
            None
        };
        let prepared = Prepared {
            person: person.clone(),
            request,
            digital,
            text,
            catalogue: self.catalogue(),
            exchange: Arc::clone(&self.0.exchange),
            types: self.document_types()?,
            fresh: fresh_key()?,
            now: self.0.clock.now(),
            zone: self.0.zone,
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }
}

fn permit(act: &Prepared, document: &Outgoing, today: Date) -> Result<DraftPermit, ActError> {
    let facts = DraftFacts {
        agency: &document.agency,
        unit: &document.unit,
        writers: &writers(document),
        is_internal: is_internal(document),
    };
    Ok(may_draft(&act.person, act.request.ask.action(), &facts, today)?)
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<OutgoingDone, ActError> {
    let OutgoingRequest { id, seen, ask } = &act.request;
    let (mut document, begun_at) = row::load(tx, id)?.ok_or(ActError::NotFound)?;
    let today = act.zone.date(act.now);
    let permit = permit(act, &document, today)?;
    if seen.is_some_and(|seen| seen != document.version) {
        return Err(ActError::Stale { current: document.version });
    }
    let writing = Writing {
        actor: permit.person(),
        as_leader: permit.as_leader(),
        now: act.now,
        zone: act.zone,
        fresh: &act.fresh,
    };
    let issue_by = document
        .signed_at
        .and_then(|signed| act.catalogue.calendar().and_then(|calendar| days::next_working(calendar, signed.date())));
    let command = command(tx, act, &document, today)?;
    let kept = writing.decide(&mut document, command, issue_by)?;
    if let OutgoingAsk::Dispatch { author, .. } = ask {
        let places = (&*act.exchange, &*act.catalogue);
        arrive::at_receivers(tx, (id, &document), author, places, &writing)?;
        exchange::issue(tx, places, (id, &document), author, writing.by())?;
    }
    undone(tx, id, ask, &writing)?;
    writing.keep_all(tx, (id, &document, begun_at), &[kept])
}

/// Asks an issued document back, or says what stands in its place, at the agencies elsewhere that received it.
fn undone(tx: &mut Tx<'_>, id: &str, ask: &OutgoingAsk, writing: &Writing<'_>) -> Result<(), ActError> {
    match ask {
        OutgoingAsk::Recall { reason } => exchange::ask(tx, id, AskKind::Recall, reason, writing.by()),
        OutgoingAsk::Replace { by } => {
            // What replaces it says why; the question names it.
            let symbol = row::load(tx, by)?.and_then(|(other, _)| other.number).map(|number| number.printed());
            exchange::ask(tx, id, AskKind::Replace, symbol.as_deref().unwrap_or(by), writing.by())
        }
        OutgoingAsk::TakePen
        | OutgoingAsk::LayPen
        | OutgoingAsk::Save(_)
        | OutgoingAsk::Submit
        | OutgoingAsk::ApproveContent(_)
        | OutgoingAsk::ApproveForm(_)
        | OutgoingAsk::Comment { .. }
        | OutgoingAsk::Return { .. }
        | OutgoingAsk::Sign { .. }
        | OutgoingAsk::Number { .. }
        | OutgoingAsk::Seal
        | OutgoingAsk::Dispatch { .. }
        | OutgoingAsk::Correct { .. } => Ok(()),
    }
}

fn command(tx: &mut Tx<'_>, act: &Prepared, document: &Outgoing, today: Date) -> Result<OutgoingCommand, ActError> {
    Ok(match &act.request.ask {
        OutgoingAsk::TakePen => OutgoingCommand::TakePen,
        OutgoingAsk::LayPen => OutgoingCommand::LayPen,
        OutgoingAsk::Save(_) => {
            let (sha256, name, size_bytes) =
                act.text.clone().ok_or_else(|| ActError::field("text", FieldProblemKind::Missing))?;
            OutgoingCommand::Save { sha256, name, size_bytes }
        }
        OutgoingAsk::Submit => OutgoingCommand::Submit,
        OutgoingAsk::ApproveContent(version) => OutgoingCommand::ApproveContent { version: *version },
        OutgoingAsk::ApproveForm(version) => OutgoingCommand::ApproveForm { version: *version },
        OutgoingAsk::Comment { version, text } => OutgoingCommand::Comment { version: *version, text: text.clone() },
        OutgoingAsk::Return { reason } => OutgoingCommand::Return { reason: reason.clone() },
        OutgoingAsk::Sign { version, titles } => {
            let block = sign::block(tx, &act.person, &document.agency, titles, today)?;
            if act.digital.block.as_ref().is_some_and(|signed| *signed != block) {
                return Err(ActError::Stale { current: document.version });
            }
            OutgoingCommand::Sign { version: *version, block, file: act.digital.file.clone() }
        }
        OutgoingAsk::Number { agency, unit } => {
            let kind = kind_of(act, document, today)?;
            let notation = notation(kind, agency, unit)?;
            let run = Run::of(NumberRule::default(), &document.agency, kind, today);
            let number = counter::next(tx, &format!("document/{}/{}/{}", run.agency, run.year, run.series))?;
            let number = u32::try_from(number).map_err(|_| ActError::fault("a run of numbers is full"))?;
            OutgoingCommand::Number { number, run, notation }
        }
        OutgoingAsk::Seal => OutgoingCommand::Seal { file: act.digital.file.clone() },
        OutgoingAsk::Dispatch { receivers, .. } => OutgoingCommand::Dispatch { receivers: receivers.clone() },
        OutgoingAsk::Recall { reason } => OutgoingCommand::Recall { reason: reason.clone() },
        OutgoingAsk::Replace { by } => {
            let other = issued(tx, document, by)?;
            OutgoingCommand::Replace { by: by.clone(), kind: other.document_kind }
        }
        OutgoingAsk::Correct { by } => {
            let other = issued(tx, document, by)?;
            let is_letter = kind_of(act, &other, today)?.abbreviation.is_none();
            OutgoingCommand::Correct { by: by.clone(), is_letter }
        }
    })
}

fn kind_of(act: &Prepared, document: &Outgoing, today: Date) -> Result<&'static Kind, ActError> {
    let kind = act.types.get(&document.document_kind, today);
    kind.ok_or_else(|| ActError::field("kind", FieldProblemKind::Unknown))
}

/// Another document of the same agency that was issued.
fn issued(tx: &mut Tx<'_>, document: &Outgoing, id: &str) -> Result<Outgoing, ActError> {
    let found = row::load(tx, id)?.map(|(found, _)| found);
    let fits = |other: &Outgoing| other.agency == document.agency && other.issued_at.is_some();
    found.filter(fits).ok_or_else(|| ActError::field("by", FieldProblemKind::Unknown))
}

impl Writing<'_> {
    /// The same for the exchange.
    const fn by(&self) -> By<'_> {
        By { actor: self.actor, now: self.now, zone: self.zone, fresh: self.fresh }
    }

    /// Decides a command and applies it.
    pub(super) fn decide(
        &self,
        document: &mut Outgoing,
        command: OutgoingCommand,
        issue_by: Option<Date>,
    ) -> Result<Kept, ActError> {
        let now: DateTime = self.zone.civil(self.now);
        let context = OutgoingContext { actor: self.actor, now, issue_by, as_leader: self.as_leader };
        let (event, words) = document.decide(command, &context)?;
        document.apply(&event)?;
        Ok((event, words, document.version))
    }

    /// Keeps events, the row that follows from them, and who can read it.
    pub(super) fn keep_all(
        &self,
        tx: &mut Tx<'_>,
        (id, document, begun_at): (&str, &Outgoing, Instant),
        kept: &[Kept],
    ) -> Result<OutgoingDone, ActError> {
        let stream = stream(id);
        for (event, words, version) in kept {
            let event = SealedEvent {
                stream: &stream,
                version: *version,
                kind: event.name(),
                event,
                words: words.as_deref(),
                actor: self.actor,
                at: self.now,
            };
            event.append(tx, self.fresh)?;
        }
        row::keep(tx, id, document, (begun_at, self.zone))?;
        Ok(OutgoingDone { id: id.to_owned(), version: document.version, number: document.number.clone() })
    }
}
