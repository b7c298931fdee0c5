//! What an event of the exchange says, as a message of the national standard.

use domain::document::{Outgoing, SignedFile, Urgency};
use domain::edxml::{
    Business, Change, Code, DocumentId, DocumentType, Envelope, Header, Message, Organ, OrganId, OtherInfo, Priority,
    Promulgation, Replacement, Response, Signer, Status, Trace,
};
use domain::exchange::{Answer, Ask, AskKind, ReceiverEvent, Saying, SenderEvent};
use domain::organisation::UnitLevel;
use domain::time::{Date, DateTime};
use store::Tx;
use store::exchange as rows;
use store::exchange_outbox::Claimed;

use super::line::Story;
use super::row::{CameFrom, SentTo};
use super::{Exchange, sent_key};
use crate::Catalogue;
use crate::document::{issued_document, names};
use crate::error::ActError;

/// A message with the stored files that go with it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) message: Message,
    pub(super) files: Vec<SignedFile>,
}

/// What a message is made with.
pub(super) struct Surroundings<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) catalogue: &'a Catalogue,
    pub(super) types: &'static domain::document::DocumentTypes,
    pub(super) now: DateTime,
}

/// What a claimed row of the outbox says; none where nothing is to be said any more.
pub(super) fn said(tx: &mut Tx<'_>, claimed: &Claimed, around: &Surroundings<'_>) -> Result<Option<Said>, ActError> {
    if sent_key(&claimed.stream) {
        let Some(story) = Story::<SenderEvent>::load(tx, &claimed.stream)? else { return Ok(None) };
        match story.event(claimed.version).and_then(SenderEvent::saying) {
            Some(Saying::Document) => document(tx, &story.parties, around).map(Some),
            Some(Saying::Ask(ask)) => asking(tx, &story.parties, &ask, around).map(Some),
            Some(Saying::Progress { .. } | Saying::Answer(_)) | None => Ok(None),
        }
    } else {
        let Some(story) = Story::<ReceiverEvent>::load(tx, &claimed.stream)? else { return Ok(None) };
        let event = story.event(claimed.version);
        let message = event.and_then(|event| status(&story.parties, event, around));
        Ok(message.map(|message| Said { message, files: Vec::new() }))
    }
}

/// The identifier of an issued document.
pub(super) fn document_id(document: &Outgoing, organ: &str) -> Option<String> {
    let number = document.number.as_ref()?;
    let (digits, notation) = split(&number.printed());
    let id = DocumentId { organ: OrganId::parse(organ)?, date: number.day, number: digits, notation };
    DocumentId::parse(&id.to_string()).map(|id| id.to_string())
}

fn split(printed: &str) -> (String, String) {
    let (number, notation) = printed.split_once('/').unwrap_or((printed, ""));
    (number.to_owned(), notation.to_owned())
}

fn organ(id: &str, name: &str) -> Organ {
    Organ { id: id.to_owned(), name: name.to_owned(), ..Organ::default() }
}

fn issued(tx: &mut Tx<'_>, id: &str) -> Result<Outgoing, ActError> {
    issued_document(tx, id)?.ok_or_else(|| ActError::fault("an exchange without its document"))
}

fn document(tx: &mut Tx<'_>, parties: &SentTo, around: &Surroundings<'_>) -> Result<Said, ActError> {
    let document = issued(tx, &parties.document)?;
    let mut header = header(tx, parties, &document, around)?;
    header.document_id.clone_from(&parties.document_id);
    if let Some(answered) = &document.answers {
        header.responses.extend(rows::came_of(tx, answered)?.and_then(|came| {
            let id = DocumentId::parse(&came.document_id)?;
            Some(response_to(&came.sender, &came.document_id, &format!("{}/{}", id.number, id.notation), Some(id.date)))
        }));
    }
    let business = Business { change: Change::New, document_id: parties.document_id.clone(), ..Business::default() };
    let at = document.issued_at.unwrap_or(around.now);
    let files = document.issued_file().into_iter().collect();
    Ok(Said { message: enveloped(parties, header, business, at), files })
}

/// A recall, update or replacement: the document is named, nothing is enclosed.
fn asking(tx: &mut Tx<'_>, parties: &SentTo, ask: &Ask, around: &Surroundings<'_>) -> Result<Said, ActError> {
    let old = issued(tx, &parties.document)?;
    let by = match (ask.kind, &old.after.replaced_by) {
        (AskKind::Replace, Some(by)) => issued_document(tx, by)?,
        (AskKind::Replace, None) | (AskKind::Recall | AskKind::Update, _) => None,
    };
    let shown = by.as_ref().unwrap_or(&old);
    let mut header = header(tx, parties, shown, around)?;
    header.document_id = document_id(shown, &parties.sender).unwrap_or_else(|| parties.document_id.clone());
    let printed = old.number.as_ref().map(domain::document::Number::printed).unwrap_or_default();
    let day = old.number.as_ref().map(|number| number.day);
    header.responses.push(response_to(&parties.sender, &parties.document_id, &printed, day));
    let change = match ask.kind {
        AskKind::Recall => Change::Recall,
        AskKind::Update => Change::Update { document: true, receivers_changed: false, receivers: Vec::new() },
        AskKind::Replace => Change::Replace {
            replaced: vec![Replacement {
                document_id: parties.document_id.clone(),
                organ_ids: vec![parties.organ.clone()],
            }],
        },
    };
    let business = Business {
        change,
        reason: ask.reason.clone(),
        document_id: parties.document_id.clone(),
        ..Business::default()
    };
    Ok(Said { message: enveloped(parties, header, business, ask.at), files: Vec::new() })
}

fn enveloped(parties: &SentTo, header: Header, business: Business, at: DateTime) -> Message {
    let traces = vec![Trace { organ_id: parties.sender.clone(), at: Some(at) }];
    Message::Document(Box::new(Envelope { header, traces, business, signature: None, attachments: Vec::new() }))
}

fn response_to(organ: &str, document_id: &str, code: &str, date: Option<Date>) -> Response {
    Response { organ_id: organ.to_owned(), code: code.to_owned(), date, document_id: document_id.to_owned() }
}

fn header(
    tx: &mut Tx<'_>,
    parties: &SentTo,
    document: &Outgoing,
    around: &Surroundings<'_>,
) -> Result<Header, ActError> {
    let number = document.number.as_ref().ok_or_else(|| ActError::fault("an issued document without a number"))?;
    let (digits, notation) = split(&number.printed());
    let kind = around.types.get(&document.document_kind, number.day);
    let signer = match &document.block {
        Some(block) => {
            let known = names(tx, [block.person.as_str()])?;
            let (position, above) = block
                .lines
                .split_last()
                .map_or((String::new(), ""), |(last, above)| (last.clone(), above.first().map_or("", String::as_str)));
            let full_name = known.get(&block.person).cloned().unwrap_or_default();
            Some(Signer { competence: above.to_owned(), position, full_name })
        }
        None => None,
    };
    let named = |receiver: &String| {
        let elsewhere = around.exchange.elsewhere(receiver, around.catalogue, number.day);
        let name = elsewhere.map(|(_, agency)| agency.name.as_str());
        name.unwrap_or_else(|| around.catalogue.unit_name(receiver, number.day)).to_owned()
    };
    Ok(Header {
        from: organ(&parties.sender, &parties.sender_name),
        to: vec![organ(&parties.organ, &parties.organ_name)],
        code: Code { number: digits, notation },
        promulgation: Promulgation {
            place: place(around.catalogue, &document.agency, number.day),
            date: Some(number.day),
        },
        document_type: DocumentType {
            kind: Some(kind.map_or(0, |kind| kind.order)),
            detail: None,
            name: kind.map_or_else(|| document.document_kind.clone(), |kind| kind.name_vi.clone()),
        },
        subject: document.subject.clone(),
        signer,
        to_places: document.receivers.iter().map(named).collect(),
        other: Some(OtherInfo { priority: priority(document.marks.urgency), ..OtherInfo::default() }),
        ..Header::default()
    })
}

const fn priority(urgency: Urgency) -> Priority {
    match urgency {
        Urgency::Normal => Priority::Normal,
        Urgency::Urgent => Priority::Urgent,
        Urgency::VeryUrgent => Priority::VeryUrgent,
        Urgency::Express => Priority::Express,
    }
}

/// The name of the territory to which an agency belongs, as it stands before the date.
fn place(catalogue: &Catalogue, agency: &str, day: Date) -> String {
    let mut at = agency.to_owned();
    // Four levels are the most that there ever were.
    for _ in 0..5 {
        let Some(unit) = catalogue.organisation.unit(&at, day) else { break };
        match (unit.level, &unit.parent_id) {
            (UnitLevel::Body, Some(parent)) => at.clone_from(parent),
            (UnitLevel::Province | UnitLevel::District | UnitLevel::Commune, _) | (UnitLevel::Body, None) => {
                return unit.name_vi.clone();
            }
        }
    }
    catalogue.unit_name(agency, day).to_owned()
}

/// How far a document is here, or an answer; none where nothing is to be said.
fn status(parties: &CameFrom, event: &ReceiverEvent, around: &Surroundings<'_>) -> Option<Message> {
    let saying = event.saying()?;
    let code = saying.code()?;
    let (at, description) = match (event, saying) {
        (ReceiverEvent::Progressed { at, .. }, Saying::Progress { reason, .. }) => (*at, reason),
        (_, Saying::Answer(Answer { at, denial })) => {
            (at, denial.as_ref().map(|denial| around.exchange.texts.denial(denial)).unwrap_or_default())
        }
        (_, Saying::Document | Saying::Ask(_) | Saying::Progress { .. }) => return None,
    };
    let name = around.catalogue.unit_by_code(&parties.organ, at.date());
    let name = name.map_or(parties.organ.as_str(), |unit| around.catalogue.unit_name(unit, at.date()));
    Some(Message::Status(Box::new(Status {
        from: organ(&parties.organ, name),
        response: response_to(&parties.sender, &parties.document_id, &parties.symbol, parties.day),
        staff: None,
        code,
        description,
        at: Some(at),
    })))
}
