//! How the exchange stands: each document at its receivers, and each partner.

use std::collections::BTreeMap;

use domain::access::{self, Person};
use domain::exchange::{AskKind, Denial, SenderEvent, Stage};
use domain::time::Instant;
use store::exchange_outbox::{self as outbox, Contact, Parity};
use store::{Tx, exchange as rows};

use super::line::Story;
use super::{Exchange, Partner};
use crate::App;
use crate::error::ActError;

/// Receivers of a document whose reasons are read at most.
const REASONS_MAX: usize = 50;

/// A document at one receiver elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentView {
    /// The receiver's name.
    pub name: String,
    /// The partner by whom it is reached.
    pub partner: String,
    /// How far it is there.
    pub stage: Stage,
    /// Why it was refused there, or what was asked was not agreed to; empty otherwise.
    pub reason: String,
    /// What was asked and is not answered yet.
    pub ask: Option<AskKind>,
    /// Stable name of the last answer, or empty.
    pub answer: String,
    /// When something was last heard of it.
    pub changed_at: Instant,
}

/// How far a document is at each receiver elsewhere.
pub(crate) fn sent_views(tx: &mut Tx<'_>, exchange: &Exchange, id: &str) -> Result<Vec<SentView>, ActError> {
    let mut views = Vec::new();
    let mut reasons = 0_usize;
    for row in rows::sent_of(tx, id)? {
        let stage = Stage::from_name(&row.stage).ok_or_else(|| ActError::fault("a stage that is not known"))?;
        let mut reason = String::new();
        if (stage == Stage::Refused || row.answer == "denied") && reasons < REASONS_MAX {
            reasons = reasons.saturating_add(1);
            reason = why(tx, &row.stream)?;
        }
        let partner = exchange.partner(&row.partner);
        let agency = partner.and_then(|partner| partner.agency(&row.organ));
        views.push(SentView {
            name: agency.map_or(row.organ, |agency| agency.name.clone()),
            partner: partner.map_or(row.partner, |partner| partner.title.clone()),
            stage,
            reason,
            ask: AskKind::from_name(&row.ask),
            answer: row.answer,
            changed_at: row.changed_at,
        });
    }
    Ok(views)
}

/// The last reason that a receiver gave.
fn why(tx: &mut Tx<'_>, stream: &str) -> Result<String, ActError> {
    let Some(story) = Story::<SenderEvent>::load(tx, stream)? else { return Ok(String::new()) };
    let reason = |event: &SenderEvent| match event {
        SenderEvent::Progressed { reason, .. } => Some(reason.clone()),
        SenderEvent::Answered { answer, .. } => match &answer.denial {
            Some(Denial::Decided { reason }) => Some(reason.clone()),
            Some(Denial::Finished | Denial::NotHeld) | None => None,
        },
        SenderEvent::Sent { .. } | SenderEvent::Asked { .. } => None,
    };
    Ok(story.events.iter().rev().filter_map(reason).find(|reason| !reason.is_empty()).unwrap_or_default())
}

/// What came by the exchange as an answer to a document: the incoming document, its author and its number and symbol.
pub(crate) fn answered_by(tx: &mut Tx<'_>, id: &str) -> Result<Vec<(String, String, String)>, ActError> {
    let mut found = Vec::new();
    for came in rows::answers_to(tx, id)?.into_iter().take(REASONS_MAX) {
        if let Some(row) = store::incoming::one(tx, &came.incoming)? {
            found.push((row.id, row.author, row.symbol));
        }
    }
    Ok(found)
}

/// How one partner stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeParity {
    /// Its stable name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The names of its agencies.
    pub agencies: Vec<String>,
    /// Documents that were sent to it.
    pub documents_out: i64,
    /// Of these, those that its agencies refused.
    pub documents_refused: i64,
    /// Documents that came from it.
    pub documents_in: i64,
    /// Of these, those that were refused here.
    pub refused_here: i64,
    /// Messages that it took.
    pub sent: i64,
    /// Messages that wait for it.
    pub waiting: i64,
    /// Messages that it will never take.
    pub refused: i64,
    /// When the oldest that waits was made.
    pub oldest: Option<Instant>,
    /// When it last took something.
    pub reached_at: Option<Instant>,
    /// When it last brought something.
    pub heard_at: Option<Instant>,
    /// When it was last not reached, and why: stable name.
    pub failed: Option<(Instant, String)>,
}

impl App {
    /// The partners with whom documents are exchanged.
    #[must_use]
    pub fn exchange_partners(&self) -> &[Partner] {
        self.0.exchange.partners()
    }

    /// How each partner stands.
    pub async fn exchange_parity(&self, person: &Person) -> Result<Vec<ExchangeParity>, ActError> {
        access::may_exchange(person, self.today())?;
        let read = self.0.store.read(|tx| {
            Ok::<_, ActError>((
                outbox::parity(tx)?,
                outbox::contacts(tx)?,
                rows::count_sent(tx)?,
                rows::count_came(tx)?,
            ))
        });
        let (parity, contacts, sent, came) = read.await?;
        let parity: BTreeMap<String, Parity> = parity.into_iter().map(|one| (one.partner.clone(), one)).collect();
        let contacts: BTreeMap<String, Contact> = contacts.into_iter().map(|one| (one.partner.clone(), one)).collect();
        let one = |partner: &Partner| {
            let out = parity.get(&partner.name).cloned().unwrap_or_default();
            let contact = contacts.get(&partner.name).cloned().unwrap_or_default();
            ExchangeParity {
                name: partner.name.clone(),
                title: partner.title.clone(),
                agencies: partner.agencies.iter().map(|agency| agency.name.clone()).collect(),
                documents_out: total(&sent, &partner.name, None),
                documents_refused: total(&sent, &partner.name, Some(Stage::Refused)),
                documents_in: total(&came, &partner.name, None),
                refused_here: total(&came, &partner.name, Some(Stage::Refused)),
                sent: out.sent,
                waiting: out.waiting,
                refused: out.refused,
                oldest: out.oldest,
                reached_at: contact.reached_at,
                heard_at: contact.heard_at,
                failed: contact.failed_at.filter(|_| !contact.fault.is_empty()).map(|at| (at, contact.fault.clone())),
            }
        };
        Ok(self.exchange_partners().iter().map(one).collect())
    }
}

fn total(counts: &[(String, String, i64)], partner: &str, stage: Option<Stage>) -> i64 {
    let fits =
        |(of, reached, _): &&(String, String, i64)| of == partner && stage.is_none_or(|stage| stage.name() == reached);
    counts.iter().filter(fits).map(|(_, _, count)| count).sum()
}
