//! From a command on an order to events, or to a refusal.

use jiff::civil::DateTime;

use super::order::Standing;
use super::{
    AMOUNT_MAX, Command, Context, Decision, Event, LINES_MAX, Money, Order, RefundEnd, RefundState, Refusal,
    TEXT_CHARS_MAX, TRANSACTION_CHARS_MAX, Verdict,
};

type Decided = Result<Option<Decision>, Refusal>;

/// The first event of an order: a dossier is asked to pay an amount until a moment.
pub fn ask(
    (dossier, request): (&str, u32),
    unit: &str,
    amount: i64,
    purpose: &str,
    (now, expires): (DateTime, DateTime),
) -> Result<Decision, Refusal> {
    if !(1..=AMOUNT_MAX).contains(&amount) {
        return Err(Refusal::AmountOutOfRange);
    }
    if expires <= now {
        return Err(Refusal::ExpiryTooEarly);
    }
    let (dossier, unit) = (dossier.to_owned(), unit.to_owned());
    let event = Event::Asked { at: now, dossier, request, unit, amount, expires };
    Ok(Decision { event, note: Some(optional(purpose)?).filter(|purpose| !purpose.is_empty()) })
}

impl Order {
    /// What happens when this command is given now; `None` when nothing does. Changes nothing.
    pub fn decide(&self, command: Command, context: &Context) -> Decided {
        let at = context.now;
        match command {
            Command::Start { gateway } => {
                self.must_be_payable(at)?;
                if self.gateway.as_ref() == Some(&gateway) {
                    return Ok(None);
                }
                plain(Event::Started { at, gateway: required(&gateway, "gateway")? })
            }
            Command::Receive(money) => self.receive(money, context),
            Command::TakeCash(money) => {
                self.must_be_payable(at)?;
                if money.amount != self.amount {
                    return Err(Refusal::AmountDiffers(self.amount));
                }
                self.receive(money, context)
            }
            Command::Waive { clause, reason } => {
                self.must_be_unpaid()?;
                let (clause, reason) = (required(&clause, "clause")?, required(&reason, "reason")?);
                noted(Event::Waived { at, clause }, reason)
            }
            Command::Cancel { reason } => {
                self.must_be_unpaid()?;
                noted(Event::Cancelled { at }, optional(&reason)?)
            }
            Command::Expire => {
                let is_due = self.standing == Standing::Open && at > self.expires;
                if is_due { plain(Event::Expired { at }) } else { Ok(None) }
            }
            Command::AskRefund { channel, transaction, amount, reason } => {
                self.ask_refund(at, (&channel, &transaction), amount, &reason)
            }
            Command::EndRefund { refund, end } => self.end_refund_now(at, refund, end),
            Command::Tell if self.is_told || !self.state().settles() => Ok(None),
            Command::Tell => plain(Event::DossierTold { at }),
        }
    }

    fn receive(&self, money: Money, context: &Context) -> Decided {
        let money = checked(money)?;
        let at = context.now;
        let why = match self.verdict(&money, at) {
            Verdict::Exact => {
                let receipt = context.receipt.clone().ok_or(Refusal::Missing("receipt"))?;
                return plain(Event::Paid { at, money, receipt });
            }
            Verdict::Keep(why) => why,
            Verdict::Repeated | Verdict::Elsewhere | Verdict::Unknown | Verdict::NotPaid | Verdict::Forged => {
                return Ok(None);
            }
        };
        if self.incoming.len() >= LINES_MAX {
            return Err(Refusal::TooMany);
        }
        plain(Event::MoneyKept { at, money, why })
    }

    fn ask_refund(&self, at: DateTime, (channel, transaction): (&str, &str), amount: i64, reason: &str) -> Decided {
        let reason = required(reason, "reason")?;
        let incoming = self.incoming(channel, transaction).ok_or(Refusal::NoSuchTransaction)?;
        let left = self.left_of(incoming);
        if amount < 1 {
            return Err(Refusal::AmountOutOfRange);
        }
        if amount > left {
            return Err(Refusal::MoreThanLeft(left));
        }
        if self.refunds.len() >= LINES_MAX {
            return Err(Refusal::TooMany);
        }
        let refund = u32::try_from(self.refunds.len()).unwrap_or(u32::MAX).saturating_add(1);
        let (channel, transaction) = (channel.to_owned(), transaction.to_owned());
        noted(Event::RefundAsked { at, refund, channel, transaction, amount }, reason)
    }

    fn end_refund_now(&self, at: DateTime, refund: u32, end: RefundEnd) -> Decided {
        let open = self.refunds.iter().any(|one| one.number == refund && one.state == RefundState::Asked);
        if !open {
            return Err(Refusal::NoSuchRefund);
        }
        match end {
            RefundEnd::Done { reference } => {
                plain(Event::RefundDone { at, refund, reference: required(&reference, "reference")? })
            }
            RefundEnd::Failed => plain(Event::RefundFailed { at, refund }),
        }
    }

    /// Waiting for money that would still be in time.
    fn must_be_payable(&self, at: DateTime) -> Result<(), Refusal> {
        match self.standing {
            Standing::Open if at <= self.expires => Ok(()),
            Standing::Open | Standing::Expired => Err(Refusal::Expired),
            Standing::Paid | Standing::Free | Standing::Cancelled => Err(Refusal::NotInState(self.state())),
        }
    }

    fn must_be_unpaid(&self) -> Result<(), Refusal> {
        match self.standing {
            Standing::Open | Standing::Expired => Ok(()),
            Standing::Paid | Standing::Free | Standing::Cancelled => Err(Refusal::NotInState(self.state())),
        }
    }
}

fn checked(money: Money) -> Result<Money, Refusal> {
    if !(1..=AMOUNT_MAX).contains(&money.amount) {
        return Err(Refusal::AmountOutOfRange);
    }
    let transaction = required(&money.transaction, "transaction")?;
    if transaction.chars().count() > TRANSACTION_CHARS_MAX {
        return Err(Refusal::TooLong(TRANSACTION_CHARS_MAX));
    }
    Ok(Money { transaction, ..money })
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of every arm of `decide`")]
fn plain(event: Event) -> Decided {
    Ok(Some(Decision { event, note: None }))
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of every arm of `decide`")]
fn noted(event: Event, note: String) -> Decided {
    Ok(Some(Decision { event, note: Some(note).filter(|note| !note.is_empty()) }))
}

pub(super) fn optional(text: &str) -> Result<String, Refusal> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(Refusal::TooLong(TEXT_CHARS_MAX));
    }
    Ok(crate::text::composed(text))
}

pub(super) fn required(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = optional(text)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text) }
}
