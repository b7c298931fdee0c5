//! Money to be worked through: what came without an order is put to one or given back; what came too much is given back.

use domain::access::{BookAction, Denied, PaymentAction, Person, Role, may_books};
use domain::payment::{Command, Order, OrderId, Refusal, Verdict};
use serde::{Deserialize, Serialize};
use store::journal::{self, StoredEvent};
use store::payment_strays::{self as rows, StrayRow};
use store::{Tx, payment};

use super::callback::{self, Stray};
use super::row::{self, By};
use super::{EVENTS_MAX, start, stray_stream};
use crate::App;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

/// Longest number of the bank's transaction by which money went back.
const REFERENCE_CHARS_MAX: usize = 64;
/// Orders shown of which something is to be given back.
const ORDERS_SHOWN: i64 = 100;

/// One sum without an order.
pub type StrayLine = StrayRow;

/// Money to be worked through at a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Orders of the unit of which something is to be given back: number, dossier, how much.
    pub to_give_back: Vec<(String, String, i64)>,
    /// Money without an order, of the whole province: nobody knows yet whose it is.
    pub strays: Vec<StrayLine>,
    /// Whether more of it follows.
    pub more: bool,
    /// Whether this person may deal with it.
    pub may_keep: bool,
}

/// What was done with money without an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Dealt {
    /// It was put to an order.
    Matched {
        /// The order.
        order: String,
    },
    /// It was given back.
    Returned {
        /// Number of the bank's transaction.
        reference: String,
    },
}

impl App {
    /// Money to be worked through at a unit: for its clerks, and for its leaders to see.
    pub async fn payment_loose(
        &self,
        person: &Person,
        unit: &str,
        after: Option<(domain::time::Instant, String, String)>,
        limit: i64,
    ) -> Result<Loose, ActError> {
        let today = self.today();
        may_books(person, BookAction::See, unit, today)?;
        let may_keep = may_books(person, BookAction::Keep, unit, today).is_ok();
        let unit = unit.to_owned();
        let read = move |tx: &mut Tx<'_>| {
            let start: payment::MoneyPlace<'_> = (domain::time::Instant(i64::MIN), "", "");
            let place = after.as_ref().map_or(start, |(at, channel, name)| (*at, channel.as_str(), name.as_str()));
            let mut strays = rows::strays(tx, place, limit.saturating_add(1))?;
            let more = i64::try_from(strays.len()).unwrap_or(i64::MAX) > limit;
            strays.truncate(usize::try_from(limit).unwrap_or(0));
            let to_give_back = rows::to_give_back(tx, &unit, "", ORDERS_SHOWN)?;
            Ok::<_, ActError>(Loose { to_give_back, strays, more, may_keep })
        };
        self.0.store.read(read).await
    }

    /// Puts money without an order to one, as if the report had named it. Only the desk of the order's dossier may.
    pub async fn payment_match(
        &self,
        person: &Person,
        (channel, name): (&str, &str),
        order: &str,
    ) -> Result<Verdict, ActError> {
        let unknown = || ActError::field("order", FieldProblemKind::Unknown);
        let id = OrderId::parse(order.trim()).map_err(|_| unknown())?;
        let (person, today, now, zone) = (person.clone(), self.today(), self.0.clock.now(), self.0.zone);
        let (channel, name, asked) = (channel.to_owned(), name.to_owned(), id.clone());
        let act = move |tx: &mut Tx<'_>| {
            let mut order = row::find(tx, &asked)?.map(|loaded| loaded.order).ok_or_else(unknown)?;
            let permit = start::permit(tx, &person, PaymentAction::TakeAtDesk, &order.dossier, today)?;
            let by = By { actor: permit.person(), now, zone };
            put_to(tx, &mut order, (&channel, &name), by)
        };
        let verdict = self.0.store.write(act).await?;
        self.tell_or_leave(&id, None).await;
        Ok(verdict)
    }

    /// Notes that money without an order was given back; `reference` is the bank's number of that.
    pub async fn payment_return_stray(
        &self,
        person: &Person,
        (channel, name): (&str, &str),
        reference: &str,
    ) -> Result<(), ActError> {
        if !person.holds_anywhere(Role::Clerk, self.today()) {
            return Err(Denied::Unseen.into());
        }
        let reference = domain::text::composed(reference);
        if reference.is_empty() {
            return Err(ActError::field("reference", FieldProblemKind::Missing));
        }
        if reference.chars().count() > REFERENCE_CHARS_MAX {
            return Err(ActError::field("reference", FieldProblemKind::TooLong(REFERENCE_CHARS_MAX)));
        }
        let (actor, now) = (person.id.clone(), self.0.clock.now());
        let (channel, name) = (channel.to_owned(), name.to_owned());
        let act = move |tx: &mut Tx<'_>| {
            if !rows::return_stray(tx, &channel, &name)? {
                return Err(ActError::NotFound);
            }
            let dealt = Dealt::Returned { reference: reference.clone() };
            keep(tx, (&channel, &name), &dealt, (&actor, now))
        };
        self.0.store.write(act).await
    }
}

fn put_to(tx: &mut Tx<'_>, order: &mut Order, (channel, name): (&str, &str), by: By<'_>) -> Result<Verdict, ActError> {
    let stored = journal::of_stream(tx, &stray_stream(channel, name), 0, EVENTS_MAX)?;
    let [first] = stored.as_slice() else {
        return Err(if stored.is_empty() { ActError::NotFound } else { Refusal::AlreadyRecorded.into() });
    };
    let Stray { money } = serde_json::from_str(&first.payload)?;
    if !rows::drop_stray(tx, channel, name)? {
        return Err(ActError::NotFound);
    }
    let verdict = order.verdict(&money, by.zone.civil(by.now));
    let context = callback::context(tx, &order.unit, verdict, by)?;
    let decision = order.decide(Command::Receive(money), &context)?.ok_or(Refusal::AlreadyRecorded)?;
    row::advance(tx, order, &decision, by)?;
    let dealt = Dealt::Matched { order: order.id.to_string() };
    keep(tx, (channel, name), &dealt, (by.actor, by.now))?;
    Ok(verdict)
}

fn keep(
    tx: &mut Tx<'_>,
    (channel, name): (&str, &str),
    dealt: &Dealt,
    (actor, at): (&str, domain::time::Instant),
) -> Result<(), ActError> {
    let kind = match dealt {
        Dealt::Matched { .. } => "payment_stray_matched",
        Dealt::Returned { .. } => "payment_stray_returned",
    };
    PlainEvent { stream: &stray_stream(channel, name), version: 2, kind, event: dealt, actor, at }.append(tx)
}

/// What of the row of money without an order is not as the journal says; `key` is `{channel}/{transaction}`.
pub(super) fn difference(tx: &mut Tx<'_>, key: &str, stored: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let (Some((channel, name)), Some(event)) = (key.split_once('/'), stored.first()) else {
        return Ok(Some("money without an order has a channel and a transaction".to_owned()));
    };
    if stored.len() > 2 {
        return Ok(Some("money without an order is dealt with once".to_owned()));
    }
    let stray: Stray = serde_json::from_str(&event.payload)?;
    let dealt: Option<Dealt> = stored.get(1).map(|event| serde_json::from_str(&event.payload)).transpose()?;
    let found = payment::money(tx, channel, name)?;
    let mut expected = callback::stray_row(&stray.money, event.recorded_at);
    let same = match dealt {
        None => found == Some(expected),
        Some(Dealt::Returned { .. }) => {
            "returned".clone_into(&mut expected.kept);
            found == Some(expected)
        }
        // The rows of its order are compared with that.
        Some(Dealt::Matched { order }) => found.is_some_and(|row| row.order_id == order),
    };
    Ok(if same { None } else { Some("the row of the money differs from the journal".to_owned()) })
}
