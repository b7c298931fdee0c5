//! Sentences about payments: states, methods, what happened, why not.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::payment::{Event, Kept, Method, OrderState, Refusal};

/// Where an order stands.
#[must_use]
pub const fn payment_state(m: &Messages, state: OrderState) -> &'static str {
    let t = &m.payment.state;
    match state {
        OrderState::Open => t.open,
        OrderState::Paid => t.paid,
        OrderState::Free => t.free,
        OrderState::Cancelled => t.cancelled,
        OrderState::Expired => t.expired,
        OrderState::PartlyRefunded => t.partly_refunded,
        OrderState::Refunded => t.refunded,
    }
}

/// How money came in.
#[must_use]
pub const fn payment_method(m: &Messages, method: Method) -> &'static str {
    let t = &m.payment.method;
    match method {
        Method::Online => t.online,
        Method::Cash => t.cash,
        Method::Transfer => t.transfer,
    }
}

/// Why money does not count.
#[must_use]
pub const fn payment_kept(m: &Messages, why: Kept) -> &'static str {
    let t = &m.payment.kept;
    match why {
        Kept::WrongAmount => t.wrong_amount,
        Kept::TooLate => t.too_late,
        Kept::NotOwed => t.not_owed,
        Kept::Second => t.second,
    }
}

/// What happened to an order.
#[must_use]
pub fn payment_event(m: &Messages, event: &Event) -> String {
    let t = &m.payment.event;
    match event {
        Event::Asked { amount, .. } => fill(t.asked, &[("amount", &format::money(m, *amount))]),
        Event::Started { gateway, .. } => fill(t.started, &[("gateway", gateway)]),
        Event::Paid { money, receipt, .. } => {
            let (amount, method) = (format::money(m, money.amount), payment_method(m, money.method));
            fill(t.paid, &[("amount", &amount), ("method", &method), ("receipt", receipt)])
        }
        Event::MoneyKept { money, why, .. } => {
            fill(t.money_kept, &[("amount", &format::money(m, money.amount)), ("why", &payment_kept(m, *why))])
        }
        Event::Waived { clause, .. } => fill(t.waived, &[("clause", clause)]),
        Event::Cancelled { .. } => t.cancelled.to_owned(),
        Event::Expired { .. } => t.expired.to_owned(),
        Event::RefundAsked { refund, amount, .. } => {
            fill(t.refund_asked, &[("amount", &format::money(m, *amount)), ("number", refund)])
        }
        Event::RefundDone { refund, reference, .. } => {
            fill(t.refund_done, &[("number", refund), ("reference", reference)])
        }
        Event::RefundFailed { refund, .. } => fill(t.refund_failed, &[("number", refund)]),
        Event::DossierTold { .. } => t.dossier_told.to_owned(),
    }
}

/// Why something was refused, and what to do next.
#[must_use]
pub fn payment_refusal(m: &Messages, refusal: &Refusal) -> String {
    let t = &m.payment.refusal;
    let with_amount = |sentence, amount: &i64| fill(sentence, &[("amount", &format::money(m, *amount))]);
    match refusal {
        Refusal::NotInState(state) => fill(t.not_in_state, &[("state", &payment_state(m, *state))]),
        Refusal::AmountOutOfRange => t.amount_out_of_range.to_owned(),
        Refusal::AmountDiffers(amount) => with_amount(t.amount_differs, amount),
        Refusal::Expired => t.expired.to_owned(),
        Refusal::ExpiryTooEarly => t.expiry_too_early.to_owned(),
        Refusal::Missing(_) => t.missing.to_owned(),
        Refusal::TooLong(count) => fill(t.too_long, &[("count", count)]),
        Refusal::NoSuchTransaction => t.no_such_transaction.to_owned(),
        Refusal::MoreThanLeft(amount) => with_amount(t.more_than_left, amount),
        Refusal::NoSuchRefund => t.no_such_refund.to_owned(),
        Refusal::TooMany => t.too_many.to_owned(),
        Refusal::AlreadyRecorded => t.already_recorded.to_owned(),
        Refusal::DayClosed => t.day_closed.to_owned(),
        Refusal::EarlierDayOpen(day) => fill(t.earlier_day_open, &[("day", &format::day(*day))]),
        Refusal::TooLittleCash(amount) => with_amount(t.too_little_cash, amount),
        Refusal::DifferenceUnexplained(amount) => with_amount(t.difference_unexplained, amount),
        Refusal::DayToCome => t.day_to_come.to_owned(),
    }
}
