//! Between an order, its events and its rows.

use domain::payment::{Decision, Event, Incoming, Order, OrderId, RefundRecord, RefundState};
use domain::time::{Instant, Zone};
use store::journal::{self, NewEvent, StoredEvent};
use store::payment::{self as rows, MoneyRow, OrderRow, RefundRow};
use store::{Tx, dossier, vault};

use super::{EVENTS_MAX, order_stream};
use crate::error::ActError;
use crate::seal;

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) actor: &'a str,
    pub(super) now: Instant,
    pub(super) zone: Zone,
}

/// An order with its history.
pub(super) struct Loaded {
    pub(super) order: Order,
    pub(super) stored: Vec<StoredEvent>,
}

/// An order by replaying its events; `None` when there is none.
pub(super) fn find(tx: &mut Tx<'_>, id: &OrderId) -> Result<Option<Loaded>, ActError> {
    let stored = journal::of_stream(tx, &order_stream(id), 0, EVENTS_MAX)?;
    if stored.is_empty() {
        return Ok(None);
    }
    let order = replay(id, &stored)?;
    Ok(Some(Loaded { order, stored }))
}

/// An order that must be there.
pub(super) fn load(tx: &mut Tx<'_>, id: &OrderId) -> Result<Order, ActError> {
    find(tx, id)?.map(|loaded| loaded.order).ok_or(ActError::NotFound)
}

/// The order that these events make.
pub(super) fn replay(id: &OrderId, stored: &[StoredEvent]) -> Result<Order, ActError> {
    let events = stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<Vec<Event>, _>>()?;
    Ok(Order::replay(id.clone(), &events)?)
}

/// What goes with each event in words, opened; `None` where there is nothing or the key was erased.
pub(super) fn notes(tx: &mut Tx<'_>, id: &OrderId, stored: &[StoredEvent]) -> Result<Vec<Option<String>>, ActError> {
    let subject = stored.iter().find_map(|event| event.subject.clone());
    let key = match subject {
        Some(subject) => vault::key_of(tx, &subject)?,
        None => None,
    };
    let open = |event: &StoredEvent| {
        let (sealed, key) = event.sealed.as_ref().zip(key.as_ref())?;
        let plain = seal::open(key, &context(id, event.version), sealed).ok()?;
        String::from_utf8(plain).ok()
    };
    Ok(stored.iter().map(open).collect())
}

/// Writes the first event of an order.
pub(super) fn begin(tx: &mut Tx<'_>, id: OrderId, decision: &Decision, by: By<'_>) -> Result<Order, ActError> {
    let order = Order::begin(id, &decision.event)?;
    write(tx, &order, decision, by)?;
    Ok(order)
}

/// Writes one more event: into the journal, the order, and the rows that follow from it.
pub(super) fn advance(tx: &mut Tx<'_>, order: &mut Order, decision: &Decision, by: By<'_>) -> Result<(), ActError> {
    order.apply(&decision.event)?;
    write(tx, order, decision, by)
}

fn write(tx: &mut Tx<'_>, order: &Order, decision: &Decision, by: By<'_>) -> Result<(), ActError> {
    let (mut sealed, mut subject) = (None, None);
    if let Some(note) = &decision.note {
        let of_dossier = dossier::by_code(tx, &order.dossier)?.map(|row| row.subject);
        let key = match &of_dossier {
            Some(of_dossier) => vault::key_of(tx, of_dossier)?,
            None => None,
        };
        if let Some(key) = key {
            let bytes = seal::seal(&key, &context(&order.id, order.version), note.as_bytes());
            sealed = Some(bytes.map_err(|error| ActError::Fault(Box::new(error)))?);
            subject = of_dossier;
        }
    }
    let payload = serde_json::to_string(&decision.event)?;
    let event = NewEvent {
        stream: &order_stream(&order.id),
        version: order.version,
        kind: decision.event.name(),
        recorded_at: by.now,
        actor: by.actor,
        payload: &payload,
        sealed: sealed.as_deref(),
        subject: subject.as_deref(),
    };
    journal::append(tx, &event)?;
    rows::put(tx, &order_row(order, by.zone))?;
    project(tx, order, &decision.event, by.zone)
}

/// The rows besides that of the order.
fn project(tx: &mut Tx<'_>, order: &Order, event: &Event, zone: Zone) -> Result<(), ActError> {
    match event {
        Event::Paid { receipt, .. } => {
            rows::put_receipt(tx, (&receipt.unit, i64::from(receipt.year)), receipt.number, order.id.as_str())?;
            put_last_money(tx, order, zone)
        }
        Event::MoneyKept { .. } => put_last_money(tx, order, zone),
        Event::RefundAsked { refund, .. } | Event::RefundDone { refund, .. } | Event::RefundFailed { refund, .. } => {
            let record = order.refunds.iter().find(|record| record.number == *refund);
            match record {
                Some(record) => Ok(rows::put_refund(tx, &refund_row(order, record))?),
                None => Ok(()),
            }
        }
        Event::Asked { .. }
        | Event::Started { .. }
        | Event::Waived { .. }
        | Event::Cancelled { .. }
        | Event::Expired { .. }
        | Event::DossierTold { .. } => Ok(()),
    }
}

fn put_last_money(tx: &mut Tx<'_>, order: &Order, zone: Zone) -> Result<(), ActError> {
    match order.incoming.last() {
        Some(incoming) => Ok(rows::put_money(tx, &money_row(order, incoming, zone))?),
        None => Ok(()),
    }
}

pub(super) fn order_row(order: &Order, zone: Zone) -> OrderRow {
    OrderRow {
        id: order.id.to_string(),
        version: order.version,
        dossier: order.dossier.clone(),
        request: i64::from(order.request),
        unit: order.unit.clone(),
        amount: order.amount,
        asked_at: zone.instant(order.asked_at),
        expires_at: zone.instant(order.expires),
        state: order.state().name().to_owned(),
        gateway: order.gateway.clone().unwrap_or_default(),
        received: order.received(),
        given_back: order.given_back(),
        to_give_back: order.to_give_back(),
        is_told: order.is_told,
    }
}

pub(super) fn money_row(order: &Order, incoming: &Incoming, zone: Zone) -> MoneyRow {
    let receipt = order.receipt.as_ref().filter(|_| incoming.kept.is_none());
    MoneyRow {
        channel: incoming.money.channel.clone(),
        name: incoming.money.transaction.clone(),
        order_id: order.id.to_string(),
        dossier: order.dossier.clone(),
        unit: order.unit.clone(),
        method: incoming.money.method.name().to_owned(),
        amount: incoming.money.amount,
        day: incoming.money.paid_at.date().to_string(),
        recorded_at: zone.instant(incoming.at),
        kept: incoming.kept.map(|why| why.name().to_owned()).unwrap_or_default(),
        receipt: receipt.map(ToString::to_string).unwrap_or_default(),
    }
}

pub(super) fn refund_row(order: &Order, record: &RefundRecord) -> RefundRow {
    let state = match record.state {
        RefundState::Asked => "asked",
        RefundState::Done => "done",
        RefundState::Failed => "failed",
    };
    RefundRow {
        order_id: order.id.to_string(),
        number: i64::from(record.number),
        channel: record.channel.clone(),
        name: record.transaction.clone(),
        amount: record.amount,
        state: state.to_owned(),
        day: record.at.date().to_string(),
        reference: record.reference.clone(),
    }
}

fn context(id: &OrderId, version: i64) -> String {
    format!("{}/{version}", order_stream(id))
}
