//! Sentences about the exchange of documents between installations.

use crate::messages::{Messages, VI, fill};
use app::exchange::{ExchangeTexts, Unacceptable};
use domain::exchange::{AskKind, Denial, Refusal, Stage};

/// How far a document is at a receiver.
#[must_use]
pub const fn exchange_stage(m: &Messages, stage: Stage) -> &'static str {
    let t = &m.exchange.stage;
    match stage {
        Stage::Drafted => t.drafted,
        Stage::Sent => t.sent,
        Stage::Arrived => t.arrived,
        Stage::Refused => t.refused,
        Stage::Registered => t.registered,
        Stage::Assigned => t.assigned,
        Stage::InWork => t.in_work,
        Stage::Finished => t.finished,
        Stage::Withdrawn => t.withdrawn,
        Stage::Replaced => t.replaced,
    }
}

/// What a sender asks for.
#[must_use]
pub const fn exchange_ask(m: &Messages, kind: AskKind) -> &'static str {
    let t = &m.exchange.ask;
    match kind {
        AskKind::Recall => t.recall,
        AskKind::Update => t.update,
        AskKind::Replace => t.replace,
    }
}

/// Why something of the exchange cannot be done.
#[must_use]
pub fn exchange_refusal(m: &Messages, refusal: Refusal) -> String {
    let t = &m.exchange.refusal;
    match refusal {
        Refusal::NotInStage(stage) => fill(t.not_in_stage, &[("state", &exchange_stage(m, stage))]),
        Refusal::AskOpen => t.ask_open.to_owned(),
        Refusal::NothingAsked => t.nothing_asked.to_owned(),
        Refusal::ReasonMissing => t.reason_missing.to_owned(),
        Refusal::ReasonTooLong => t.reason_too_long.to_owned(),
    }
}

/// What is said to partners: in Vietnamese, the language of the administration.
#[derive(Debug, Clone, Copy, Default)]
pub struct PartnerTexts;

impl ExchangeTexts for PartnerTexts {
    fn denial(&self, denial: &Denial) -> String {
        match denial {
            Denial::Finished => VI.exchange.denial.finished.to_owned(),
            Denial::NotHeld => VI.exchange.denial.not_held.to_owned(),
            Denial::Decided { reason } => reason.clone(),
        }
    }

    fn refused(&self, why: &Unacceptable) -> String {
        let t = &VI.exchange.unacceptable;
        match why {
            Unacceptable::Envelope(what) => fill(t.envelope, &[("what", what)]),
            Unacceptable::NotSigned => t.not_signed.to_owned(),
            Unacceptable::Broken(what) => fill(t.broken_signature, &[("what", what)]),
            Unacceptable::OtherSigner => t.other_signer.to_owned(),
            Unacceptable::OtherSender(what) => fill(t.other_sender, &[("what", what)]),
            Unacceptable::NoSuchAgency(what) => fill(t.no_such_agency, &[("what", what)]),
            Unacceptable::Identifier(what) => fill(t.identifier, &[("what", what)]),
            Unacceptable::StateSecret => t.state_secret.to_owned(),
            Unacceptable::Content(what) => fill(t.content, &[("what", what)]),
            Unacceptable::NotHere => t.not_here.to_owned(),
        }
    }
}
