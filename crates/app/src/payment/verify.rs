//! Comparing the rows of payments with the journal.

use domain::payment::OrderId;
use domain::time::Zone;
use store::Tx;
use store::journal::StoredEvent;
use store::payment as rows;

use super::{cash, compare, row, stray};
use crate::error::ActError;

/// What of an order's rows is not as the journal says; `None` when nothing is.
pub(crate) fn order_difference(
    tx: &mut Tx<'_>,
    id: &str,
    stored: &[StoredEvent],
    zone: Zone,
) -> Result<Option<String>, ActError> {
    let Ok(id) = OrderId::parse(id) else { return Ok(Some("not the number of an order".to_owned())) };
    let order = row::replay(&id, stored)?;
    if rows::one(tx, id.as_str())?.as_ref() != Some(&row::order_row(&order, zone)) {
        return Ok(Some("the row of the order differs from the journal".to_owned()));
    }
    let mut money: Vec<_> = order.incoming.iter().map(|incoming| row::money_row(&order, incoming, zone)).collect();
    money.sort_by(|one, other| {
        (one.recorded_at, &one.channel, &one.name).cmp(&(other.recorded_at, &other.channel, &other.name))
    });
    if rows::money_of(tx, id.as_str())? != money {
        return Ok(Some("the rows of its money differ from the journal".to_owned()));
    }
    let refunds: Vec<_> = order.refunds.iter().map(|record| row::refund_row(&order, record)).collect();
    if rows::refunds_of(tx, id.as_str())? != refunds {
        return Ok(Some("the rows of its refunds differ from the journal".to_owned()));
    }
    let receipt = order.receipt.map(|receipt| (receipt.unit, i64::from(receipt.year), receipt.number));
    let same = rows::receipt_of(tx, id.as_str())? == receipt;
    Ok(if same { None } else { Some("the row of its receipt differs from the journal".to_owned()) })
}

/// As [`order_difference`], for money without an order; `key` is `{channel}/{transaction}`.
pub(crate) fn stray_difference(tx: &mut Tx<'_>, key: &str, stored: &[StoredEvent]) -> Result<Option<String>, ActError> {
    stray::difference(tx, key, stored)
}

/// As [`order_difference`], for a day of a cash book; `key` is `{unit}/{day}`.
pub(crate) fn cash_difference(tx: &mut Tx<'_>, key: &str, stored: &[StoredEvent]) -> Result<Option<String>, ActError> {
    match key.rsplit_once('/') {
        Some(of) => cash::difference(tx, of, stored),
        None => Ok(Some("an unknown kind of stream".to_owned())),
    }
}

/// As [`order_difference`], for a day's comparison; `key` is `{gateway}/{day}`.
pub(crate) fn day_difference(tx: &mut Tx<'_>, key: &str, stored: &[StoredEvent]) -> Result<Option<String>, ActError> {
    match key.rsplit_once('/') {
        Some(of) => compare::difference(tx, of, stored),
        None => Ok(Some("an unknown kind of stream".to_owned())),
    }
}
