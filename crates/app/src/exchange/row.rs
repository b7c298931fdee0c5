//! Both sides of the exchange as streams and rows, and how `motcua verify` compares them.

use domain::exchange::{AskKind, Receiver, ReceiverEvent, Sender, SenderEvent};
use domain::time::Date;
use serde::{Deserialize, Serialize};
use store::exchange::{self as rows, CameRow, SentRow};
use store::journal::StoredEvent;
use store::{Tx, exchange_outbox, vault};

use super::line::{Story, Told};
use crate::error::ActError;
use crate::sha256_hex;

/// A document that goes to one receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SentTo {
    /// The outgoing document.
    pub(super) document: String,
    /// By which partner the receiver is reached.
    pub(super) partner: String,
    /// The receiver's identifier.
    pub(super) organ: String,
    /// The receiver's name.
    pub(super) organ_name: String,
    /// The sender's identifier.
    pub(super) sender: String,
    /// What the sender calls itself.
    pub(super) sender_name: String,
    /// The document's identifier.
    pub(super) document_id: String,
}

/// A document that came for one agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CameFrom {
    /// The incoming document; empty where it was refused.
    pub(super) incoming: String,
    /// Who brought it.
    pub(super) partner: String,
    /// The sender's identifier.
    pub(super) sender: String,
    /// Identifier of the agency that was addressed.
    pub(super) organ: String,
    /// The document's identifier.
    pub(super) document_id: String,
    /// Its number and symbol.
    pub(super) symbol: String,
    /// The day that it carries.
    pub(super) day: Option<Date>,
    /// The outgoing document that it answers, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) responds: String,
}

/// Stream of a document at one receiver.
pub(super) fn sent_stream(document: &str, organ: &str) -> String {
    format!("exchange/out/{document}/{organ}")
}

/// Stream of a document that came for an agency.
pub(super) fn came_stream(partner: &str, sender: &str, organ: &str, document_id: &str) -> String {
    let named = sha256_hex(format!("{partner}\n{sender}\n{organ}\n{document_id}").as_bytes());
    format!("exchange/in/{named}")
}

impl Told for SenderEvent {
    type Parties = SentTo;
    type State = Sender;

    fn name(&self) -> &'static str {
        self.name()
    }

    fn bare(&self) -> Self {
        self.without_words()
    }

    fn apply(&self, state: &mut Sender) {
        state.apply(self);
    }

    fn speaks(&self) -> bool {
        self.saying().is_some()
    }

    fn partner(parties: &SentTo) -> &str {
        &parties.partner
    }

    fn keep(tx: &mut Tx<'_>, story: &Story<Self>) -> Result<(), ActError> {
        Ok(rows::put_sent(tx, &sent_row(story))?)
    }
}

impl Told for ReceiverEvent {
    type Parties = CameFrom;
    type State = Receiver;

    fn name(&self) -> &'static str {
        self.name()
    }

    fn bare(&self) -> Self {
        self.without_words()
    }

    fn apply(&self, state: &mut Receiver) {
        state.apply(self);
    }

    fn speaks(&self) -> bool {
        self.saying().is_some()
    }

    fn partner(parties: &CameFrom) -> &str {
        &parties.partner
    }

    fn keep(tx: &mut Tx<'_>, story: &Story<Self>) -> Result<(), ActError> {
        Ok(rows::put_came(tx, &came_row(story))?)
    }
}

fn ask_name(kind: Option<AskKind>) -> String {
    kind.map(AskKind::name).unwrap_or_default().to_owned()
}

fn sent_row(story: &Story<SenderEvent>) -> SentRow {
    let Story { stream, version, parties, state, changed_at, .. } = story;
    SentRow {
        stream: stream.clone(),
        version: *version,
        document: parties.document.clone(),
        partner: parties.partner.clone(),
        organ: parties.organ.clone(),
        document_id: parties.document_id.clone(),
        stage: state.stage.name().to_owned(),
        ask: ask_name(state.ask.as_ref().map(|ask| ask.kind)),
        answer: state.answer.as_ref().map(|answer| answer.name().to_owned()).unwrap_or_default(),
        changed_at: *changed_at,
    }
}

fn came_row(story: &Story<ReceiverEvent>) -> CameRow {
    let Story { stream, version, parties, state, changed_at, .. } = story;
    CameRow {
        stream: stream.clone(),
        version: *version,
        incoming: parties.incoming.clone(),
        partner: parties.partner.clone(),
        sender: parties.sender.clone(),
        organ: parties.organ.clone(),
        document_id: parties.document_id.clone(),
        responds: parties.responds.clone(),
        stage: state.stage.name().to_owned(),
        ask: ask_name(state.ask.as_ref().map(|ask| ask.kind)),
        answer: state.answered.as_ref().map(|(_, answer)| answer.name().to_owned()).unwrap_or_default(),
        changed_at: *changed_at,
    }
}

/// What of the rows of a stream is not as the journal says; `None` when nothing is.
pub(crate) fn difference(tx: &mut Tx<'_>, key: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let stream = format!("exchange/{key}");
    let secret = vault::key_of(tx, &stream)?;
    match key.split_once('/') {
        Some(("out", _)) => {
            let Some(story) = Story::<SenderEvent>::replay(events, secret.as_ref())? else { return Ok(None) };
            let same = rows::sent(tx, &stream)? == Some(sent_row(&story));
            unsaid(tx, &story, same)
        }
        Some(("in", _)) => {
            let Some(story) = Story::<ReceiverEvent>::replay(events, secret.as_ref())? else { return Ok(None) };
            let same = rows::came(tx, &stream)? == Some(came_row(&story));
            unsaid(tx, &story, same)
        }
        Some(_) | None => Ok(Some("an unknown kind of exchange".to_owned())),
    }
}

/// Whether everything that is to be said stands in the outbox.
fn unsaid<E: Told>(tx: &mut Tx<'_>, story: &Story<E>, same: bool) -> Result<Option<String>, ActError> {
    if !same {
        return Ok(Some("the row of the exchange differs from the journal".to_owned()));
    }
    for (event, version) in story.events.iter().zip(1_i64..) {
        if event.speaks() && exchange_outbox::count_of(tx, &story.stream, version)? == 0 {
            return Ok(Some(format!("what event {version} says to the partner is not in the outbox")));
        }
    }
    Ok(None)
}

/// Rows without an event: the stream, and what is wrong with it.
pub(crate) fn stray(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, ActError> {
    let orphan = rows::orphan(tx)?;
    Ok(orphan.map(|stream| (stream, "there is a row of it, and no event in the journal".to_owned())))
}
