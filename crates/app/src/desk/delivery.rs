//! How the result of a dossier was delivered: noted beside the dossier, with what is personal sealed under its subject. Once
//! it is with its applicant, the same act moves the dossier.

use domain::access::{self, Person};
use domain::desk::{
    Deliveries, DeliveryCommand, DeliveryEvent, DeliveryState, DeliveryWay, Posting, Receiver, Refusal,
};
use domain::dossier::{ActionKind, Code, Command, Dossier, Stage};
use domain::time::{Date, DateTime, Instant, Zone};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::delivery as rows;
use store::journal::{self, NewEvent, StoredEvent};
use store::{Tx, vault};

use super::row::{self, delivery_stream};
use crate::App;
use crate::catalogue::Catalogue;
use crate::dossier::{Chain, Within, load_chain, perform_within};
use crate::error::ActError;
use crate::seal;

/// Events of one dossier's deliveries read at most.
const EVENTS_MAX: i64 = 1_000;

/// What is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryRequest {
    /// Handed over at the desk.
    HandOver(Receiver),
    /// Sent by post.
    Send(Posting),
    /// Delivered electronically.
    Provide,
    /// What the carrier says of the last consignment.
    Advance(DeliveryState),
}

/// Who took a result, or how it went; sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "handed", rename_all = "snake_case")]
pub enum Handed {
    /// To somebody at the desk.
    To(Receiver),
    /// To a carrier.
    By(Posting),
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// In what way.
    pub way: DeliveryWay,
    /// How far it has come.
    pub state: DeliveryState,
    /// When it was noted.
    pub at: DateTime,
    /// When it came to its present state.
    pub changed_at: DateTime,
    /// Who took it or how it went; `None` when there is nothing to say or it was erased.
    pub handed: Option<Handed>,
}

/// Everything noted of the delivery of a dossier's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryView {
    /// Code of the dossier.
    pub code: String,
    /// Number of events.
    pub version: i64,
    /// The deliveries, in order.
    pub lines: Vec<DeliveryLine>,
    /// Whether there is a result to deliver.
    pub has_result: bool,
}

#[derive(Clone)]
struct Noting {
    person: Person,
    code: Code,
    seen: Option<i64>,
    request: DeliveryRequest,
    fresh_key: [u8; 32],
    now: Instant,
    today: Date,
    zone: Zone,
    catalogue: Arc<Catalogue>,
    payment_days: i64,
}

impl App {
    /// What is noted of the delivery of a dossier's result, for those who see the dossier at its desk.
    pub async fn deliveries(&self, person: &Person, code: &str) -> Result<DeliveryView, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let (person, today) = (person.clone(), self.today());
        self.0
            .store
            .read(move |tx| {
                let chain = at_its_desk(tx, &person, &code, today)?;
                view(tx, &chain.dossier)
            })
            .await
    }

    /// Notes one thing about the delivery of a dossier's result.
    pub async fn note_delivery(
        &self,
        person: &Person,
        code: &str,
        seen: Option<i64>,
        request: DeliveryRequest,
    ) -> Result<DeliveryView, ActError> {
        let noting = Noting {
            person: person.clone(),
            code: Code::parse(code).map_err(|_| ActError::NotFound)?,
            seen,
            request,
            fresh_key: seal::random().map_err(|error| ActError::Fault(Box::new(error)))?,
            now: self.0.clock.now(),
            today: self.today(),
            zone: self.0.zone,
            catalogue: self.catalogue(),
            payment_days: self.payment_days(),
        };
        self.0.store.write(move |tx| note(tx, &noting)).await
    }
}

/// The dossier, if the person hands over results at its desk.
fn at_its_desk(tx: &mut Tx<'_>, person: &Person, code: &Code, today: Date) -> Result<Chain, ActError> {
    let chain = load_chain(tx, code)?.ok_or(ActError::NotFound)?;
    // Whoever sees the dossier but does not serve its desk has no business here either.
    access::may(person, ActionKind::DeliverResult, &chain.dossier.facts(), today).map_err(|_| ActError::NotFound)?;
    Ok(chain)
}

/// Whether there is a result that can be delivered.
const fn has_result(stage: Stage) -> bool {
    match stage {
        Stage::ResultIssued | Stage::Delivered | Stage::Closed | Stage::Archived => true,
        Stage::Submitted
        | Stage::Refused
        | Stage::Accepted
        | Stage::InProcess
        | Stage::AwaitingSupplement
        | Stage::AwaitingPayment
        | Stage::Suspended
        | Stage::Withdrawn
        | Stage::Decided
        | Stage::Signed => false,
    }
}

fn note(tx: &mut Tx<'_>, noting: &Noting) -> Result<DeliveryView, ActError> {
    let chain = at_its_desk(tx, &noting.person, &noting.code, noting.today)?;
    let dossier = &chain.dossier;
    if !has_result(dossier.stage) {
        return Err(Refusal::NoResult.into());
    }
    let code = noting.code.as_str();
    let stream = delivery_stream(code);
    let mut deliveries = replay(&journal::of_stream(tx, &stream, 0, EVENTS_MAX)?)?;
    if noting.seen.is_some_and(|seen| seen != deliveries.version) {
        return Err(ActError::Stale { current: deliveries.version });
    }
    let (command, handed) = match &noting.request {
        DeliveryRequest::HandOver(receiver) => {
            (DeliveryCommand::HandOver(receiver), Some(Handed::To(receiver.clone())))
        }
        DeliveryRequest::Send(posting) => (DeliveryCommand::Send(posting), Some(Handed::By(posting.clone()))),
        DeliveryRequest::Provide => (DeliveryCommand::Provide, None),
        DeliveryRequest::Advance(to) => (DeliveryCommand::Advance(*to), None),
    };
    let event = deliveries.decide(&command, noting.zone.civil(noting.now))?;
    deliveries.apply(&event)?;
    append(tx, noting, &dossier.subject, (deliveries.version, &event, handed.as_ref()))?;
    let number = i64::try_from(deliveries.list.len()).unwrap_or(i64::MAX);
    if let Some(row) = row::delivery_row(code, number, &deliveries, noting.zone) {
        rows::put(tx, &row)?;
    }
    let is_there = deliveries.list.last().is_some_and(|last| last.state == DeliveryState::Delivered);
    if is_there && dossier.stage == Stage::ResultIssued {
        return_result(tx, noting, &chain)?;
    }
    view(tx, dossier)
}

/// The result is with its applicant: the dossier goes on as when it is handed over without a record beside it. Of an
/// applicant whose data were erased nothing is left to be kept, and nothing moves.
fn return_result(tx: &mut Tx<'_>, noting: &Noting, chain: &Chain) -> Result<(), ActError> {
    if vault::key_of(tx, &chain.dossier.subject)?.is_none() {
        return Ok(());
    }
    let last = view(tx, &chain.dossier)?.lines.pop();
    let receiver = match last.and_then(|line| line.handed) {
        Some(Handed::To(Receiver { name, authorisation: Some(paper), .. })) => {
            format!("{name} – {}, {}, {}", paper.number, paper.date.strftime("%d/%m/%Y"), paper.certified_by)
        }
        Some(Handed::To(receiver)) => receiver.name,
        Some(Handed::By(posting)) => format!("{} – {}", posting.carrier, posting.tracking_number),
        None => chain.particulars().map(|known| known.applicant.name).unwrap_or_default(),
    };
    let Noting { person, code, catalogue, zone, now, payment_days, .. } = noting;
    let within = Within { person, code, catalogue, zone: *zone, now: *now, payment_days: *payment_days };
    perform_within(tx, &within, Command::DeliverResult { receiver })?;
    Ok(())
}

fn append(
    tx: &mut Tx<'_>,
    noting: &Noting,
    subject: &str,
    (version, event, handed): (i64, &DeliveryEvent, Option<&Handed>),
) -> Result<(), ActError> {
    let stream = delivery_stream(noting.code.as_str());
    let sealed = match handed {
        None => None,
        Some(handed) => {
            let key = vault::ensure_key(tx, subject, &noting.fresh_key)?;
            let plain = serde_json::to_vec(handed)?;
            let sealed = seal::seal(&key, &format!("{stream}/{version}"), &plain);
            Some(sealed.map_err(|error| ActError::Fault(Box::new(error)))?)
        }
    };
    let payload = serde_json::to_string(event)?;
    let event = NewEvent {
        stream: &stream,
        version,
        kind: event.name(),
        recorded_at: noting.now,
        actor: &noting.person.id,
        payload: &payload,
        sealed: sealed.as_deref(),
        subject: sealed.is_some().then_some(subject),
    };
    Ok(journal::append(tx, &event)?)
}

fn replay(stored: &[StoredEvent]) -> Result<Deliveries, ActError> {
    let events = stored.iter().map(|event| serde_json::from_str(&event.payload));
    Ok(Deliveries::replay(&events.collect::<Result<Vec<DeliveryEvent>, _>>()?)?)
}

fn view(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<DeliveryView, ActError> {
    let code = dossier.code.as_str();
    let stream = delivery_stream(code);
    let stored = journal::of_stream(tx, &stream, 0, EVENTS_MAX)?;
    let deliveries = replay(&stored)?;
    let key = vault::key_of(tx, &dossier.subject)?;
    let open = |event: &StoredEvent| {
        let sealed = event.sealed.as_ref()?;
        let plain = seal::open(&key?, &format!("{stream}/{}", event.version), sealed).ok()?;
        serde_json::from_slice::<Handed>(&plain).ok()
    };
    let mut handed = Vec::new();
    for event in &stored {
        match serde_json::from_str(&event.payload)? {
            DeliveryEvent::Noted { .. } => handed.push(open(event)),
            DeliveryEvent::Advanced { .. } => (),
        }
    }
    let lines = deliveries.list.iter().zip(handed).map(|(one, handed)| DeliveryLine {
        way: one.way,
        state: one.state,
        at: one.at,
        changed_at: one.changed_at,
        handed,
    });
    Ok(DeliveryView {
        code: code.to_owned(),
        version: deliveries.version,
        lines: lines.collect(),
        has_result: has_result(dossier.stage),
    })
}
