//! What is done with a document that came by the exchange is told to its sender by itself.

use domain::document::IncomingEvent;
use domain::exchange::{AskKind, ReceiverCommand, ReceiverEvent, Stage};
use domain::time::DateTime;
use store::{Tx, exchange as rows};

use super::By;
use super::line::Story;
use crate::error::ActError;

/// Longest reason that goes to another agency, in characters.
const REASON_CHARS_MAX: usize = 2_000;

/// Tells the sender of a document what an act means to it; nothing where it did not come by the exchange.
pub(crate) fn progressed(
    tx: &mut Tx<'_>,
    incoming: &str,
    (event, words): (&IncomingEvent, Option<&str>),
    by: By<'_>,
) -> Result<(), ActError> {
    let Some(command) = command(event, words) else { return Ok(()) };
    let Some(row) = rows::came_of(tx, incoming)? else { return Ok(()) };
    let Some(mut story) = Story::<ReceiverEvent>::load(tx, &row.stream)? else { return Ok(()) };
    match story.state.decide(&command, by.civil()) {
        Ok(event) => story.add(tx, event, by),
        // A second instruction, a second person who takes it over: the sender knows as much already.
        Err(domain::exchange::Refusal::NotInStage(_)) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// What an act means to the sender.
fn command(event: &IncomingEvent, words: Option<&str>) -> Option<ReceiverCommand> {
    match event {
        IncomingEvent::Registered { .. } => Some(ReceiverCommand::Register),
        IncomingEvent::Returned { .. } => {
            let reason = words.unwrap_or_default().chars().take(REASON_CHARS_MAX).collect();
            Some(ReceiverCommand::Refuse { reason })
        }
        IncomingEvent::Instructed { .. } => Some(ReceiverCommand::Assign),
        IncomingEvent::Taken { .. } | IncomingEvent::Followed { .. } => Some(ReceiverCommand::Begin),
        IncomingEvent::Finished { .. } => Some(ReceiverCommand::Finish),
        IncomingEvent::Received { .. }
        | IncomingEvent::Checked { .. }
        | IncomingEvent::Submitted { .. }
        | IncomingEvent::Linked { .. }
        | IncomingEvent::Withdrawn { .. } => None,
    }
}

/// How a document came, and what its sender asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameView {
    /// The partner who brought it.
    pub partner: String,
    /// The sender's identifier.
    pub sender: String,
    /// The document of this installation that it answers.
    pub responds: Option<String>,
    /// How far it is, as the sender is told.
    pub stage: Stage,
    /// What the sender asks and nobody answered yet.
    pub ask: Option<AskView>,
    /// What the sender asked last, and whether it was agreed to.
    pub answered: Option<(AskView, bool)>,
}

/// A question of the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskView {
    /// For what.
    pub kind: AskKind,
    /// When, in the sender's time.
    pub at: DateTime,
    /// Why.
    pub reason: String,
}

impl From<&domain::exchange::Ask> for AskView {
    fn from(ask: &domain::exchange::Ask) -> Self {
        Self { kind: ask.kind, at: ask.at, reason: ask.reason.clone() }
    }
}

/// How a document came; none where it did not come by the exchange.
pub(crate) fn came_view(tx: &mut Tx<'_>, incoming: &str) -> Result<Option<CameView>, ActError> {
    let Some(row) = rows::came_of(tx, incoming)? else { return Ok(None) };
    let Some(story) = Story::<ReceiverEvent>::load(tx, &row.stream)? else { return Ok(None) };
    let answered = story.state.answered.as_ref();
    Ok(Some(CameView {
        partner: row.partner,
        sender: row.sender,
        responds: Some(row.responds).filter(|document| !document.is_empty()),
        stage: story.state.stage,
        ask: story.state.ask.as_ref().map(AskView::from),
        answered: answered.map(|(ask, answer)| (AskView::from(ask), answer.denial.is_none())),
    }))
}
