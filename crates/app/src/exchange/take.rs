//! Taking what a partner sent: a new document for the clerk, a question for clerk and leader, a report for the sender; or
//! a refusal with its exact reason. The same message again changes nothing and is answered as before.

use std::fmt;

use domain::document::{Arrival, Attached, DocumentTypes, Marks, Refusal, Source, Urgency};
use domain::edxml::{Change, DocumentId, Envelope, Header, Message, OrganId, Status};
use domain::exchange::{Denial, Passed, Receiver, ReceiverCommand, ReceiverEvent, Saying, SenderEvent, Taken};
use domain::text::fold;
use domain::time::{Date, DateTime};
use store::{Tx, exchange as rows};

use super::line::Story;
use super::row::{CameFrom, came_stream};
use super::{By, Exchange, Partner};
use crate::Catalogue;
use crate::document::arrive;
use crate::error::ActError;

/// Words for partners.
pub trait ExchangeTexts: fmt::Debug + Send + Sync {
    /// Why a recall, update or replacement is not agreed to.
    fn denial(&self, denial: &Denial) -> String;
    /// Why a document or message is not taken.
    fn refused(&self, why: &Unacceptable) -> String;
}

/// Why a document or message is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unacceptable {
    /// The envelope cannot be read or breaks a limit; where and how.
    #[error("the envelope cannot be taken: {0}")]
    Envelope(String),
    /// The envelope is not signed.
    #[error("the envelope is not signed")]
    NotSigned,
    /// The envelope's signature does not hold.
    #[error("the signature of the envelope does not hold: {0}")]
    Broken(String),
    /// The envelope is signed by somebody else than the partner who brought it.
    #[error("the envelope is signed with the key of somebody else")]
    OtherSigner,
    /// The sender is none of the partner's agencies.
    #[error("{0:?} is not an agency of this partner")]
    OtherSender(String),
    /// Nobody here has that identifier.
    #[error("no agency here has the identifier {0:?}")]
    NoSuchAgency(String),
    /// An identifier is missing or has another form than the standard's.
    #[error("{0:?} is not an identifier of a document")]
    Identifier(String),
    /// It is marked as a state secret.
    #[error("the document is marked as a state secret")]
    StateSecret,
    /// It has more files than are taken, or a text that is missing or too long.
    #[error("the document cannot be kept: {0}")]
    Content(String),
    /// It speaks of a document that is not here.
    #[error("the document that it speaks of is not here")]
    NotHere,
}

impl Unacceptable {
    /// The stable name.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Envelope(_) => "envelope",
            Self::NotSigned => "not_signed",
            Self::Broken(_) => "broken_signature",
            Self::OtherSigner => "other_signer",
            Self::OtherSender(_) => "other_sender",
            Self::NoSuchAgency(_) => "no_such_agency",
            Self::Identifier(_) => "identifier",
            Self::StateSecret => "state_secret",
            Self::Content(_) => "content",
            Self::NotHere => "not_here",
        }
    }
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was taken, or refused with a status that is on its way.
    Taken,
    /// It changed nothing.
    Passed(Passed),
    /// It is not taken, and nobody can be told by a status.
    Refused(Unacceptable),
}

/// A message that came, with its files, which are stored already.
#[derive(Debug, Clone)]
pub(super) struct Came {
    pub(super) partner: Partner,
    pub(super) message: Message,
    pub(super) files: Vec<Attached>,
    /// What was found wrong with the envelope; a document is then refused.
    pub(super) wrong: Option<Unacceptable>,
}

/// With what a message is judged.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) catalogue: &'a Catalogue,
    pub(super) types: &'static DocumentTypes,
}

/// Takes a message.
pub(super) fn take(tx: &mut Tx<'_>, came: &Came, around: Surroundings<'_>, by: By<'_>) -> Result<Outcome, ActError> {
    store::exchange_outbox::heard(tx, &came.partner.name, by.now)?;
    let sender = match &came.message {
        Message::Document(envelope) => &envelope.header.from.id,
        Message::Status(status) => &status.from.id,
    };
    if came.partner.agency(sender).is_none() {
        return Ok(Outcome::Refused(Unacceptable::OtherSender(sender.clone())));
    }
    match &came.message {
        Message::Document(envelope) => taken(tx, came, envelope, around, by),
        Message::Status(status) => match &came.wrong {
            Some(wrong) => Ok(Outcome::Refused(wrong.clone())),
            None => heard(tx, came, status, by),
        },
    }
}

/// A message with a document: a new one, or a question about one that came before.
fn taken(
    tx: &mut Tx<'_>,
    came: &Came,
    envelope: &Envelope,
    around: Surroundings<'_>,
    by: By<'_>,
) -> Result<Outcome, ActError> {
    let header = &envelope.header;
    let about = about(envelope);
    if DocumentId::parse(about).is_none() {
        return Ok(Outcome::Refused(Unacceptable::Identifier(about.to_owned())));
    }
    let saying = Saying::of(&came.message, by.civil());
    let ours = |organ: &str| around.exchange.partner_of(organ).is_none() && OrganId::parse(organ).is_some();
    let mut outcome = Outcome::Refused(Unacceptable::NoSuchAgency(first_receiver(header).to_owned()));
    for organ in header.to.iter().map(|organ| organ.id.as_str()).filter(|organ| ours(organ)) {
        let stream = came_stream(&came.partner.name, &header.from.id, organ, about);
        let story = Story::<ReceiverEvent>::load(tx, &stream)?;
        let one = match (&saying, story) {
            (Saying::Document, None) => begin(tx, (came, envelope, organ), stream, around, by)?,
            (Saying::Ask(_), None) => Outcome::Refused(Unacceptable::NotHere),
            // Whoever sends it is the partner: its envelope must be whole, whatever it says.
            (Saying::Ask(_), Some(_)) if came.wrong.is_some() => {
                Outcome::Refused(came.wrong.clone().unwrap_or(Unacceptable::NotSigned))
            }
            (saying, Some(mut story)) => follow(tx, &mut story, saying, by)?,
            (Saying::Progress { .. } | Saying::Answer(_), None) => Outcome::Passed(Passed::NotAsked),
        };
        if outcome != Outcome::Taken {
            outcome = one;
        }
    }
    Ok(outcome)
}

fn first_receiver(header: &Header) -> &str {
    header.to.first().map_or("", |organ| organ.id.as_str())
}

/// Of which document a message speaks.
fn about(envelope: &Envelope) -> &str {
    let (header, business) = (&envelope.header, &envelope.business);
    let response = || header.responses.first().map(|response| response.document_id.as_str());
    let named = Some(business.document_id.as_str()).filter(|id| !id.is_empty());
    match &business.change {
        Change::New => header.document_id.as_str(),
        Change::Recall | Change::Update { .. } => named.or_else(response).unwrap_or(header.document_id.as_str()),
        Change::Replace { replaced } => {
            let falls = replaced.first().map(|one| one.document_id.as_str());
            falls.or(named).or_else(response).unwrap_or_default()
        }
    }
}

/// A message about a document that is known here.
fn follow(tx: &mut Tx<'_>, story: &mut Story<ReceiverEvent>, saying: &Saying, by: By<'_>) -> Result<Outcome, ActError> {
    match story.state.take(saying, by.civil()) {
        Taken::Event(event) => {
            story.add(tx, event, by)?;
            Ok(Outcome::Taken)
        }
        Taken::Again(said) => {
            if let Some(version) = story.last(|event| event.saying().as_ref() == Some(&said)) {
                story.say(tx, version, by.now)?;
            }
            Ok(Outcome::Taken)
        }
        Taken::Passed(passed) => Ok(Outcome::Passed(passed)),
    }
}

/// A document that is new here: it lies before the clerk, or it is refused.
fn begin(
    tx: &mut Tx<'_>,
    (came, envelope, organ): (&Came, &Envelope, &str),
    stream: String,
    around: Surroundings<'_>,
    by: By<'_>,
) -> Result<Outcome, ActError> {
    let now = by.civil();
    let header = &envelope.header;
    let kept = match &came.wrong {
        Some(wrong) => Err(wrong.clone()),
        None => kept(tx, (came, header, organ), around, by)?,
    };
    let answered = header.responses.iter().map(|response| response.document_id.as_str());
    let mut responds = String::new();
    for id in answered {
        if let Some(row) = rows::sent_by_id(tx, id, &header.from.id)? {
            responds = row.document;
            break;
        }
    }
    let parties = CameFrom {
        incoming: kept.as_ref().ok().cloned().unwrap_or_default(),
        partner: came.partner.name.clone(),
        sender: header.from.id.clone(),
        organ: organ.to_owned(),
        document_id: header.document_id.clone(),
        symbol: format!("{}/{}", header.code.number, header.code.notation),
        day: header.promulgation.date,
        responds: if kept.is_ok() { responds } else { String::new() },
    };
    let Taken::Event(event) = Receiver::default().take(&Saying::Document, now) else {
        return Err(ActError::fault("a document that is new came before"));
    };
    let mut story = Story::begin(tx, stream, parties, event, by)?;
    if let Err(wrong) = kept {
        tracing::warn!(partner = came.partner.name, document = header.document_id, %wrong, "a document is refused");
        let reason = around.exchange.texts.refused(&wrong);
        let event = story.state.decide(&ReceiverCommand::Refuse { reason }, now)?;
        story.add(tx, event, by)?;
    }
    Ok(Outcome::Taken)
}

/// Lays a document before the clerk of the agency that was addressed; its id, or why not.
fn kept(
    tx: &mut Tx<'_>,
    (came, header, organ): (&Came, &Header, &str),
    around: Surroundings<'_>,
    by: By<'_>,
) -> Result<Result<String, Unacceptable>, ActError> {
    let today = by.civil().date();
    let Some(unit) = around.catalogue.unit_by_code(organ, today).map(str::to_owned) else {
        return Ok(Err(Unacceptable::NoSuchAgency(organ.to_owned())));
    };
    let arrival = arrival(came, header, &unit, around.types, today);
    match arrive(tx, arrival, (by.actor, by.now, by.zone, by.fresh)) {
        Ok(id) => Ok(Ok(id)),
        Err(ActError::Document(Refusal::StateSecret { .. })) => Ok(Err(Unacceptable::StateSecret)),
        // Nothing was written: the law judges before the journal is touched, and its counter is given back with no harm.
        Err(ActError::Document(refusal)) => Ok(Err(Unacceptable::Content(refusal.to_string()))),
        Err(other) => Err(other),
    }
}

fn arrival(came: &Came, header: &Header, unit: &str, types: &DocumentTypes, today: Date) -> Arrival {
    let wanted = fold(&header.document_type.name);
    let kind = types.on(today).find(|kind| fold(&kind.name_vi) == wanted);
    let priority = header.other.as_ref().map(|other| Urgency::from(other.priority));
    let number = [header.code.number.as_str(), header.code.notation.as_str()];
    let number: Vec<&str> = number.into_iter().filter(|part| !part.is_empty()).collect();
    Arrival {
        agency: unit.to_owned(),
        source: Source::Exchange,
        author: header.from.name.clone(),
        symbol: number.join("/"),
        day: header.promulgation.date,
        kind: kind.map(|kind| kind.id.clone()),
        subject: header.subject.clone(),
        marks: Marks { urgency: priority.unwrap_or_default(), circulation: None, secrecy: secrecy(header) },
        due: header.due,
        document_id: header.document_id.clone(),
        note: String::new(),
        files: came.files.clone(),
    }
}

/// A mark of secrecy, wherever systems put it; the standard has no place of its own for it.
fn secrecy(header: &Header) -> String {
    let sphere = header.other.as_ref().map_or("", |other| other.sphere.as_str());
    if domain::document::secret_level(sphere).is_some() { sphere.to_owned() } else { String::new() }
}

/// A report of a receiver about a document that went from here.
fn heard(tx: &mut Tx<'_>, came: &Came, status: &Status, by: By<'_>) -> Result<Outcome, ActError> {
    let row = rows::sent_by_id(tx, &status.response.document_id, &status.from.id)?;
    let Some(row) = row.filter(|row| row.partner == came.partner.name) else {
        return Ok(Outcome::Refused(Unacceptable::NotHere));
    };
    let story = Story::<SenderEvent>::load(tx, &row.stream)?;
    let mut story = story.ok_or_else(|| ActError::fault("an exchange has a row and no stream"))?;
    let now: DateTime = by.civil();
    match story.state.hear(&Saying::of(&came.message, now), now) {
        Ok(event) => {
            story.add(tx, event, by)?;
            Ok(Outcome::Taken)
        }
        Err(passed) => {
            if matches!(passed, Passed::Contradicts | Passed::NotAsked) {
                tracing::warn!(stream = row.stream, code = status.code.digits(), %passed, "a report changes nothing");
            }
            Ok(Outcome::Passed(passed))
        }
    }
}
