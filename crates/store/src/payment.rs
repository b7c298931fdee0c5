//! Rows of payments: orders, money that came in, refunds, receipts; each a projection of the stream of an order.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Its number.
    pub id: String,
    /// Events of its stream.
    pub version: i64,
    /// Code of the dossier.
    pub dossier: String,
    /// Which of the dossier's requests for payment, from 1.
    pub request: i64,
    /// The agency that collects.
    pub unit: String,
    /// Amount in đồng.
    pub amount: i64,
    /// When it was asked for.
    pub asked_at: Instant,
    /// Its last moment.
    pub expires_at: Instant,
    /// Stable name of its state.
    pub state: String,
    /// The gateway to which the payer went last, or empty.
    pub gateway: String,
    /// All that came in.
    pub received: i64,
    /// All that was given back.
    pub given_back: i64,
    /// What does not count and is not on its way back.
    pub to_give_back: i64,
    /// Whether the dossier knows that nothing is owed any more.
    pub is_told: bool,
}

/// One sum of money that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyRow {
    /// Where it came in.
    pub channel: String,
    /// What the channel calls the transaction.
    pub name: String,
    /// The order; empty when there is none.
    pub order_id: String,
    /// Code of the dossier, or empty.
    pub dossier: String,
    /// The agency that collects, or empty.
    pub unit: String,
    /// Stable name of the method.
    pub method: String,
    /// Amount in đồng.
    pub amount: i64,
    /// The civil day on which it was paid.
    pub day: String,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Why it does not count, or empty.
    pub kept: String,
    /// The receipt, or empty.
    pub receipt: String,
}

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// The order.
    pub order_id: String,
    /// Its number within the order.
    pub number: i64,
    /// Of which channel.
    pub channel: String,
    /// Of which transaction.
    pub name: String,
    /// Amount in đồng.
    pub amount: i64,
    /// Stable name of how far it is.
    pub state: String,
    /// The civil day on which it was asked for or ended.
    pub day: String,
    /// What the bank or the desk calls the transaction, or empty.
    pub reference: String,
}

macro_rules! orders {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, dossier, request, unit, amount, asked_at, expires_at, state, gateway, received, ",
            "given_back, to_give_back, is_told FROM payment_order ",
            $rest
        )
    };
}

sql!(
    PAYMENT_ORDER_PUT,
    "INSERT INTO payment_order (id, version, dossier, request, unit, amount, asked_at, expires_at, state, gateway,
        received, given_back, to_give_back, is_told)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, gateway = excluded.gateway,
        received = excluded.received, given_back = excluded.given_back, to_give_back = excluded.to_give_back,
        is_told = excluded.is_told"
);

/// Keeps an order. That nobody was faster is held by the journal.
pub fn put(tx: &mut Tx<'_>, row: &OrderRow) -> Result<(), DbError> {
    let args = args![
        &row.id,
        row.version,
        &row.dossier,
        row.request,
        &row.unit,
        row.amount,
        row.asked_at,
        row.expires_at,
        &row.state,
        &row.gateway,
        row.received,
        row.given_back,
        row.to_give_back,
        row.is_told,
    ];
    tx.exec(&PAYMENT_ORDER_PUT, args)?;
    Ok(())
}

sql!(PAYMENT_ORDER_ONE, orders!("WHERE id = $1"));

/// One order.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<OrderRow>, DbError> {
    tx.one(&PAYMENT_ORDER_ONE, args![id], read_order)
}

sql!(PAYMENT_ORDERS_OF_DOSSIER, orders!("WHERE dossier = $1 ORDER BY request DESC, asked_at DESC, id DESC LIMIT 200"));

/// Orders of a dossier, the newest first.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: &str) -> Result<Vec<OrderRow>, DbError> {
    tx.query(&PAYMENT_ORDERS_OF_DOSSIER, args![dossier], read_order)
}

sql!(
    PAYMENT_ORDERS_EXPIRED,
    orders!(
        "WHERE state = 'open' AND (expires_at, id) > ($1, $2) AND expires_at < $3 ORDER BY expires_at, id LIMIT $4"
    )
);

/// Open orders whose last moment was before `now`, by it and by number, after a place.
pub fn expired(tx: &mut Tx<'_>, after: (Instant, &str), now: Instant, limit: i64) -> Result<Vec<OrderRow>, DbError> {
    tx.query(&PAYMENT_ORDERS_EXPIRED, args![after.0, after.1, now, limit], read_order)
}

sql!(
    PAYMENT_ORDERS_STARTED,
    orders!("WHERE state = 'open' AND gateway <> '' AND (expires_at, id) > ($1, $2) ORDER BY expires_at, id LIMIT $3")
);

/// Open orders whose payer went to a gateway, after a place: of these the gateway may have kept silent.
pub fn started(tx: &mut Tx<'_>, after: (Instant, &str), limit: i64) -> Result<Vec<OrderRow>, DbError> {
    tx.query(&PAYMENT_ORDERS_STARTED, args![after.0, after.1, limit], read_order)
}

sql!(
    PAYMENT_ORDERS_UNTOLD,
    orders!("WHERE NOT is_told AND state IN ('paid', 'free') AND id > $1 ORDER BY id LIMIT $2")
);

/// Orders that are settled and whose dossier does not know it yet, after a number.
pub fn untold(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<OrderRow>, DbError> {
    tx.query(&PAYMENT_ORDERS_UNTOLD, args![after, limit], read_order)
}

sql!(
    PAYMENT_MONEY_PUT,
    "INSERT INTO payment_money (channel, name, order_id, dossier, unit, method, amount, day, recorded_at, kept, receipt)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);

/// Keeps money that came in. The act is [`DbError::Stale`] when the transaction is on the books already.
pub fn put_money(tx: &mut Tx<'_>, row: &MoneyRow) -> Result<(), DbError> {
    let MoneyRow { channel, name, order_id, dossier, unit, method, amount, day, recorded_at, kept, receipt } = row;
    let args = args![channel, name, order_id, dossier, unit, method, *amount, day, *recorded_at, kept, receipt];
    tx.post_fresh(&PAYMENT_MONEY_PUT, args)
}

macro_rules! money {
    ($rest:literal) => {
        concat!(
            "SELECT channel, name, order_id, dossier, unit, method, amount, day, recorded_at, kept, receipt ",
            "FROM payment_money ",
            $rest
        )
    };
}

sql!(PAYMENT_MONEY_ONE, money!("WHERE channel = $1 AND name = $2"));

/// One sum by its transaction.
pub fn money(tx: &mut Tx<'_>, channel: &str, name: &str) -> Result<Option<MoneyRow>, DbError> {
    tx.one(&PAYMENT_MONEY_ONE, args![channel, name], read_money)
}

sql!(PAYMENT_MONEY_OF_ORDER, money!("WHERE order_id = $1 ORDER BY recorded_at, channel, name LIMIT 1000"));

/// What came in for an order, oldest first.
pub fn money_of(tx: &mut Tx<'_>, order: &str) -> Result<Vec<MoneyRow>, DbError> {
    tx.query(&PAYMENT_MONEY_OF_ORDER, args![order], read_money)
}

sql!(
    PAYMENT_MONEY_OF_UNIT,
    money!(
        "WHERE unit = $1 AND day = $2 AND (recorded_at, channel, name) > ($3, $4, $5)
         ORDER BY recorded_at, channel, name LIMIT $6"
    )
);

/// A place in a list of money: when it was recorded, channel, transaction.
pub type MoneyPlace<'a> = (Instant, &'a str, &'a str);

/// What came in for a unit on a day, in the order in which it was recorded.
pub fn money_of_unit(
    tx: &mut Tx<'_>,
    (unit, day): (&str, &str),
    after: MoneyPlace<'_>,
    limit: i64,
) -> Result<Vec<MoneyRow>, DbError> {
    tx.query(&PAYMENT_MONEY_OF_UNIT, args![unit, day, after.0, after.1, after.2, limit], read_money)
}

sql!(
    PAYMENT_SUMS_OF_UNIT,
    "SELECT method, kept, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM payment_money WHERE unit = $1 AND day = $2
     GROUP BY method, kept ORDER BY method, kept LIMIT 100"
);

/// Sums of a unit's day: method, why it does not count or empty, how many, how much.
pub fn sums_of_unit(tx: &mut Tx<'_>, unit: &str, day: &str) -> Result<Vec<(String, String, i64, i64)>, DbError> {
    tx.query(&PAYMENT_SUMS_OF_UNIT, args![unit, day], |row| Ok((row.text(0)?, row.text(1)?, row.int(2)?, row.int(3)?)))
}

sql!(
    PAYMENT_MONEY_OF_CHANNEL,
    "SELECT name, order_id, unit, amount FROM payment_money WHERE channel = $1 AND day = $2 AND name > $3
     ORDER BY name LIMIT $4"
);

/// What came in by a channel on a day, after a transaction: transaction, order, unit, amount.
pub fn money_of_channel(
    tx: &mut Tx<'_>,
    (channel, day): (&str, &str),
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String, String, i64)>, DbError> {
    tx.query(&PAYMENT_MONEY_OF_CHANNEL, args![channel, day, after, limit], |row| {
        Ok((row.text(0)?, row.text(1)?, row.text(2)?, row.int(3)?))
    })
}

sql!(
    PAYMENT_REFUND_PUT,
    "INSERT INTO payment_refund (order_id, number, channel, name, amount, state, day, reference)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (order_id, number) DO UPDATE SET state = excluded.state, day = excluded.day,
        reference = excluded.reference"
);

/// Keeps a refund.
pub fn put_refund(tx: &mut Tx<'_>, row: &RefundRow) -> Result<(), DbError> {
    let RefundRow { order_id, number, channel, name, amount, state, day, reference } = row;
    tx.exec(&PAYMENT_REFUND_PUT, args![order_id, *number, channel, name, *amount, state, day, reference])?;
    Ok(())
}

macro_rules! refunds {
    ($rest:literal) => {
        concat!("SELECT order_id, number, channel, name, amount, state, day, reference FROM payment_refund ", $rest)
    };
}

sql!(PAYMENT_REFUNDS_OF_ORDER, refunds!("WHERE order_id = $1 ORDER BY number LIMIT 1000"));

/// Refunds of an order.
pub fn refunds_of(tx: &mut Tx<'_>, order: &str) -> Result<Vec<RefundRow>, DbError> {
    tx.query(&PAYMENT_REFUNDS_OF_ORDER, args![order], read_refund)
}

sql!(
    PAYMENT_REFUNDS_OF_CHANNEL,
    "SELECT r.order_id, r.number, r.channel, r.name, r.amount, r.state, r.day, r.reference, o.unit
     FROM payment_refund r JOIN payment_order o ON o.id = r.order_id
     WHERE r.channel = $1 AND r.state = 'done' AND r.day = $2 AND (r.order_id, r.number) > ($3, $4)
     ORDER BY r.order_id, r.number LIMIT $5"
);

/// What was given back through a channel on a day, after a place, each with the unit of its order.
pub fn refunds_of_channel(
    tx: &mut Tx<'_>,
    (channel, day): (&str, &str),
    after: (&str, i64),
    limit: i64,
) -> Result<Vec<(RefundRow, String)>, DbError> {
    tx.query(&PAYMENT_REFUNDS_OF_CHANNEL, args![channel, day, after.0, after.1, limit], |row| {
        Ok((read_refund(row)?, row.text(8)?))
    })
}

sql!(PAYMENT_RECEIPT_PUT, "INSERT INTO payment_receipt (unit, year, number, order_id) VALUES ($1, $2, $3, $4)");

/// Keeps the receipt of an order.
pub fn put_receipt(tx: &mut Tx<'_>, series: (&str, i64), number: i64, order: &str) -> Result<(), DbError> {
    tx.exec(&PAYMENT_RECEIPT_PUT, args![series.0, series.1, number, order])?;
    Ok(())
}

sql!(PAYMENT_RECEIPT_OF, "SELECT unit, year, number FROM payment_receipt WHERE order_id = $1");

/// The receipt of an order: unit, year, number.
pub fn receipt_of(tx: &mut Tx<'_>, order: &str) -> Result<Option<(String, i64, i64)>, DbError> {
    tx.one(&PAYMENT_RECEIPT_OF, args![order], |row| Ok((row.text(0)?, row.int(1)?, row.int(2)?)))
}

sql!(
    PAYMENT_RECEIPT_GAP,
    "SELECT unit, year FROM payment_receipt GROUP BY unit, year HAVING MAX(number) <> COUNT(*)
     ORDER BY unit, year LIMIT 1"
);

/// A series of receipts with a gap: there is none unless somebody wrote past the acts.
pub fn receipt_gap(tx: &mut Tx<'_>) -> Result<Option<(String, i64)>, DbError> {
    tx.one(&PAYMENT_RECEIPT_GAP, args![], |row| Ok((row.text(0)?, row.int(1)?)))
}

fn read_order(row: &Row<'_>) -> Result<OrderRow, DbError> {
    Ok(OrderRow {
        id: row.text(0)?,
        version: row.int(1)?,
        dossier: row.text(2)?,
        request: row.int(3)?,
        unit: row.text(4)?,
        amount: row.int(5)?,
        asked_at: row.instant(6)?,
        expires_at: row.instant(7)?,
        state: row.text(8)?,
        gateway: row.text(9)?,
        received: row.int(10)?,
        given_back: row.int(11)?,
        to_give_back: row.int(12)?,
        is_told: row.bool(13)?,
    })
}

fn read_money(row: &Row<'_>) -> Result<MoneyRow, DbError> {
    Ok(MoneyRow {
        channel: row.text(0)?,
        name: row.text(1)?,
        order_id: row.text(2)?,
        dossier: row.text(3)?,
        unit: row.text(4)?,
        method: row.text(5)?,
        amount: row.int(6)?,
        day: row.text(7)?,
        recorded_at: row.instant(8)?,
        kept: row.text(9)?,
        receipt: row.text(10)?,
    })
}

fn read_refund(row: &Row<'_>) -> Result<RefundRow, DbError> {
    Ok(RefundRow {
        order_id: row.text(0)?,
        number: row.int(1)?,
        channel: row.text(2)?,
        name: row.text(3)?,
        amount: row.int(4)?,
        state: row.text(5)?,
        day: row.text(6)?,
        reference: row.text(7)?,
    })
}
