//! Sending: what is issued to agencies elsewhere, and what is asked of them, goes into the outbox in the same transaction;
//! from there it goes to each partner in order, until the partner took it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::document::Outgoing;
use domain::exchange::{Answer, AskKind, Denial, Progress, Saying, Sender, SenderCommand, SenderEvent, pause_after};
use domain::time::Instant;
use store::exchange as rows;
use store::exchange_outbox::{self as outbox, Claimed, OutState};
use store::{DbError, Tx};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use super::carry::{CarryFault, Parcel, Transport};
use super::line::Story;
use super::message::{Said, Surroundings, document_id, said};
use super::row::{SentTo, sent_stream};
use super::signed::nonce;
use super::wrap::{Enclosed, wrap};
use super::{By, Exchange, sent_key};
use crate::document::sealed::fresh_key;
use crate::error::{ActError, FieldProblemKind};
use crate::{App, Catalogue};

/// How long a claimed message is left to its process: longer than a transport may take.
const CLAIM_SECONDS: i64 = 400;
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(5);

/// Puts an issued document into the outbox for each receiver elsewhere.
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    (exchange, catalogue): (&Exchange, &Catalogue),
    (id, document): (&str, &Outgoing),
    author: &str,
    by: By<'_>,
) -> Result<(), ActError> {
    let now = by.civil();
    let today = now.date();
    let mut organs = BTreeSet::new();
    for receiver in &document.receivers {
        let Some((partner, agency)) = exchange.elsewhere(receiver, catalogue, today) else { continue };
        if !organs.insert(&agency.id) {
            continue;
        }
        let sender = catalogue.unit_code(&document.agency, today).map(|code| code.code.clone());
        let sender = sender.ok_or_else(|| ActError::field("receivers", FieldProblemKind::Unknown))?;
        let document_id = document_id(document, &sender);
        let document_id = document_id.ok_or_else(|| ActError::field("receivers", FieldProblemKind::Malformed))?;
        let parties = SentTo {
            document: id.to_owned(),
            partner: partner.name.clone(),
            organ: agency.id.clone(),
            organ_name: agency.name.clone(),
            sender,
            sender_name: author.to_owned(),
            document_id,
        };
        let event = Sender::default().decide(&SenderCommand::Send, now)?;
        Story::begin(tx, sent_stream(id, &agency.id), parties, event, by)?;
    }
    Ok(())
}

/// Asks an issued document back, or says that another one stands in its place, at each receiver elsewhere that still may
/// answer.
pub(crate) fn ask(tx: &mut Tx<'_>, id: &str, kind: AskKind, reason: &str, by: By<'_>) -> Result<(), ActError> {
    for row in rows::sent_of(tx, id)? {
        let Some(mut story) = Story::<SenderEvent>::load(tx, &row.stream)? else { continue };
        let command = SenderCommand::Ask { kind, reason: reason.to_owned() };
        match story.state.decide(&command, by.civil()) {
            Ok(event) => story.add(tx, event, by)?,
            // It is over there, or an earlier question is still open: the page says so.
            Err(refusal @ (domain::exchange::Refusal::NotInStage(_) | domain::exchange::Refusal::AskOpen)) => {
                tracing::info!(stream = row.stream, %refusal, "a receiver is not asked");
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

/// An envelope with its name in the log.
struct Ready {
    parcel: Parcel,
    /// Lies there until the attempt is over.
    _file: NamedTempFile,
}

impl App {
    /// Starts sending to every partner and looking for what comes by folders; ends with the runtime.
    pub(crate) fn run_exchange(&self) {
        for at in 0..self.0.exchange.partners.len() {
            tokio::spawn(run(self.clone(), at));
            tokio::spawn(super::receive::run(self.clone(), at));
        }
    }

    /// Sends the one message that comes first for a partner, if it is due; whether there was one.
    pub async fn exchange_send_next(&self, partner: &str) -> Result<bool, ActError> {
        let exchange = Arc::clone(&self.0.exchange);
        let at = exchange.partners.iter().position(|one| one.name == partner).ok_or(ActError::NotFound)?;
        let way = exchange.ways.get(at).ok_or(ActError::NotFound)?;
        let now = self.0.clock.now();
        let (name, until) = (partner.to_owned(), now.plus_seconds(CLAIM_SECONDS));
        let claim = move |tx: &mut Tx<'_>| match outbox::claim(tx, &name, now, until) {
            Err(DbError::Stale) => Ok(None),
            other => Ok::<_, ActError>(other?),
        };
        let Some(claimed) = self.0.store.write(claim).await? else { return Ok(false) };
        let carried = self.carry(&claimed, way.as_ref()).await?;
        self.settle(claimed, carried).await?;
        Ok(true)
    }

    /// Makes the envelope and takes it to the partner.
    async fn carry(&self, claimed: &Claimed, way: &dyn Transport) -> Result<Result<(), CarryFault>, ActError> {
        let exchange = &self.0.exchange;
        let key = exchange.key.as_ref().ok_or_else(|| ActError::fault("there is no key for the exchange"))?;
        let Some(said) = self.said(claimed).await? else { return Ok(Ok(())) };
        let unfit = said.message.unfit();
        if let Some(first) = unfit.first() {
            tracing::error!(stream = claimed.stream, %first, "a message is not in the standard's form");
            return Ok(Err(CarryFault::Refused { reason: first.to_string() }));
        }
        let ready = self.ready_to_send(claimed, said).await?;
        Ok(way.carry(&ready.parcel, key).await)
    }

    async fn said(&self, claimed: &Claimed) -> Result<Option<Said>, ActError> {
        let (exchange, catalogue) = (Arc::clone(&self.0.exchange), self.catalogue());
        let (types, now, claimed) = (self.document_types()?, self.now_civil(), claimed.clone());
        let read = self.0.store.read(move |tx| {
            let around = Surroundings { exchange: &exchange, catalogue: &catalogue, types, now };
            said(tx, &claimed, &around)
        });
        read.await
    }

    async fn ready_to_send(&self, claimed: &Claimed, said: Said) -> Result<Ready, ActError> {
        let exchange = Arc::clone(&self.0.exchange);
        let mut enclosed = Vec::with_capacity(said.files.len());
        for file in &said.files {
            enclosed.push(Enclosed {
                name: file_name(&file.name),
                content_type: content_type(&file.name).to_owned(),
                file: self.copied(&file.sha256).await?,
            });
        }
        let made = tokio::task::spawn_blocking(move || {
            let key = exchange.key.as_ref().ok_or_else(|| std::io::Error::other("there is no key"))?;
            let file = NamedTempFile::new_in(&exchange.folder)?;
            let wrapped = wrap(said.message, enclosed, Some(key), file.path())?;
            Ok::<_, std::io::Error>((file, wrapped))
        });
        let made = made.await.map_err(|error| ActError::Fault(Box::new(error)))?;
        let (file, wrapped) = made.map_err(|error| ActError::Fault(Box::new(error)))?;
        let parcel = Parcel {
            id: format!("{:012}-{}", claimed.number, claimed.partner),
            file: file.path().to_owned(),
            bytes: wrapped.bytes,
            sha256: wrapped.sha256,
            seconds: self.0.clock.now().seconds_since(Instant(0)),
            nonce: nonce().map_err(|error| ActError::Fault(Box::new(error)))?,
        };
        Ok(Ready { parcel, _file: file })
    }

    /// A stored file beside the store, where it can be read without waiting.
    async fn copied(&self, sha256: &str) -> Result<std::fs::File, ActError> {
        use futures_util::StreamExt;
        let broken = |error: std::io::Error| ActError::Fault(Box::new(error));
        let file = tempfile::tempfile_in(&self.0.exchange.folder).map_err(broken)?;
        let mut copy = tokio::fs::File::from_std(file);
        let mut bytes = self.read_blob(sha256).await?;
        while let Some(part) = bytes.next().await {
            copy.write_all(&part.map_err(broken)?).await.map_err(broken)?;
        }
        copy.flush().await.map_err(broken)?;
        let mut file = copy.into_std().await;
        std::io::Seek::rewind(&mut file).map_err(broken)?;
        Ok(file)
    }

    /// Notes what came of an attempt.
    async fn settle(&self, claimed: Claimed, carried: Result<(), CarryFault>) -> Result<(), ActError> {
        if let Err(fault) = &carried {
            tracing::warn!(partner = claimed.partner, stream = claimed.stream, fault = fault.name(), "not delivered");
        }
        let (now, zone, fresh) = (self.0.clock.now(), self.0.zone, fresh_key()?);
        let noted = self.0.store.write(move |tx: &mut Tx<'_>| {
            let actor = format!("partner:{}", claimed.partner);
            noted(tx, &claimed, &carried, By { actor: &actor, now, zone, fresh: &fresh })
        });
        if !noted.await? {
            tracing::warn!("a message took so long that another process has it now");
        }
        Ok(())
    }
}

fn noted(tx: &mut Tx<'_>, claimed: &Claimed, carried: &Result<(), CarryFault>, by: By<'_>) -> Result<bool, ActError> {
    let (partner, now) = (claimed.partner.as_str(), by.now);
    let outcome = match carried {
        Ok(()) => {
            outbox::reached(tx, partner, now)?;
            (OutState::Sent, now, String::new())
        }
        // The partner's words may name people: they stand sealed in the stream.
        Err(fault @ CarryFault::Refused { .. }) => {
            outbox::reached(tx, partner, now)?;
            (OutState::Refused, now, fault.name())
        }
        Err(fault @ (CarryFault::Unreachable | CarryFault::Busy(_))) => {
            outbox::failed(tx, partner, now, &fault.name())?;
            (OutState::Waiting, now.plus_seconds(pause_after(claimed.attempts)), fault.name())
        }
    };
    let settled = outbox::settle(tx, claimed, (outcome.0, outcome.1, &outcome.2), now)?;
    if settled && let Err(CarryFault::Refused { reason }) = carried {
        turned_away(tx, claimed, reason, by)?;
    }
    Ok(settled)
}

/// What the partner will never take counts as refused by the receiver; a question as answered with no.
fn turned_away(tx: &mut Tx<'_>, claimed: &Claimed, reason: &str, by: By<'_>) -> Result<(), ActError> {
    if !sent_key(&claimed.stream) {
        return Ok(());
    }
    let Some(mut story) = Story::<SenderEvent>::load(tx, &claimed.stream)? else { return Ok(()) };
    let now = by.civil();
    let saying = match story.event(claimed.version) {
        Some(SenderEvent::Asked { .. }) => {
            Saying::Answer(Answer { at: now, denial: Some(Denial::Decided { reason: reason.to_owned() }) })
        }
        Some(SenderEvent::Sent { .. } | SenderEvent::Progressed { .. } | SenderEvent::Answered { .. }) | None => {
            Saying::Progress { progress: Progress::Refused, reason: reason.to_owned() }
        }
    };
    match story.state.hear(&saying, now) {
        Ok(event) => story.add(tx, event, by),
        Err(_) => Ok(()),
    }
}

async fn run(app: App, at: usize) {
    let Some(partner) = app.0.exchange.partners.get(at).map(|partner| partner.name.clone()) else { return };
    loop {
        let pause = match app.exchange_send_next(&partner).await {
            Ok(true) => continue,
            Ok(false) => PAUSE,
            Err(ActError::Unavailable) => PAUSE_AFTER_ERROR,
            Err(error) => {
                tracing::error!(partner, %error, "a message could not be sent");
                PAUSE_AFTER_ERROR
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// A name that no system takes for a path.
pub(super) fn file_name(name: &str) -> String {
    let name: String = name.chars().map(|letter| if matches!(letter, '/' | '\\') { '-' } else { letter }).collect();
    let name = name.trim_start_matches('.').trim();
    if name.is_empty() { "tep".to_owned() } else { name.to_owned() }
}

/// The media type by the ending of a name.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        _other => "application/octet-stream",
    }
}
