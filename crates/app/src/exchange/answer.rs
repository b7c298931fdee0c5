//! Answering what the sender of a document asks: the clerk or a leader agrees or says why not.

use domain::access::{ArrivalAction, Person, may_arrival};
use domain::exchange::{AskKind, ReceiverCommand, ReceiverEvent};
use domain::time::{Instant, Zone};
use store::{Tx, exchange as rows};

use super::By;
use super::line::Story;
use crate::App;
use crate::document::sealed::fresh_key;
use crate::document::{arrival_facts, incoming_document, withdraw};
use crate::error::ActError;

/// What is said to a recall, update or replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExchangeAnswer {
    /// Yes: after a recall or replacement the document is given up here.
    Agree,
    /// No.
    Deny {
        /// Why.
        reason: String,
    },
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    id: String,
    seen: Option<i64>,
    answer: ExchangeAnswer,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// Answers what the sender of an incoming document asks.
    pub async fn answer_exchange(
        &self,
        person: &Person,
        id: &str,
        seen: Option<i64>,
        answer: ExchangeAnswer,
    ) -> Result<(), ActError> {
        let prepared = Prepared {
            person: person.clone(),
            id: id.to_owned(),
            seen,
            answer,
            fresh: fresh_key()?,
            now: self.0.clock.now(),
            zone: self.0.zone,
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<(), ActError> {
    let document = incoming_document(tx, &act.id)?.ok_or(ActError::NotFound)?;
    let facts = arrival_facts(&document);
    let today = act.zone.date(act.now);
    let permit = may_arrival(&act.person, ArrivalAction::Enter, &facts, today)
        .or_else(|_| may_arrival(&act.person, ArrivalAction::Instruct, &facts, today))?;
    if act.seen.is_some_and(|seen| seen != document.version) {
        return Err(ActError::Stale { current: document.version });
    }
    let row = rows::came_of(tx, &act.id)?.ok_or(ActError::NotFound)?;
    let story = Story::<ReceiverEvent>::load(tx, &row.stream)?;
    let mut story = story.ok_or_else(|| ActError::fault("an exchange has a row and no stream"))?;
    let by = By { actor: permit.person(), now: act.now, zone: act.zone, fresh: &act.fresh };
    let command = match &act.answer {
        ExchangeAnswer::Agree => ReceiverCommand::Agree,
        ExchangeAnswer::Deny { reason } => ReceiverCommand::Deny { reason: reason.clone() },
    };
    let asked = story.state.ask.clone();
    let event = story.state.decide(&command, by.civil())?;
    story.add(tx, event, by)?;
    match (asked, &act.answer) {
        (Some(ask), ExchangeAnswer::Agree) if ask.kind != AskKind::Update && !document.stage.is_over() => {
            withdraw(tx, &act.id, ask.reason, (by.actor, by.now, by.zone, by.fresh))
        }
        (Some(_) | None, ExchangeAnswer::Agree | ExchangeAnswer::Deny { .. }) => Ok(()),
    }
}
