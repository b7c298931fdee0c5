//! The rows of payments: orders, money, receipts, cash book, differences.

use domain::time::Instant;
use store::DbError;
use store::payment::{self, MoneyRow, OrderRow};
use store::payment_books::{self, CashDayRow, DifferenceRow};

use crate::bed::{Bed, contract};

contract! {
    orders_are_found_by_what_is_to_be_done,
    a_transaction_is_kept_once,
    money_of_a_day_is_walked_in_order,
    receipts_have_no_gaps,
    cash_days_and_differences_are_walked,
    rows_without_events_are_found,
}

fn order(id: &str, state: &str, expires: i64, gateway: &str) -> OrderRow {
    OrderRow {
        id: id.to_owned(),
        version: 1,
        dossier: "H55.05443-261126-0001".to_owned(),
        request: 1,
        unit: "05443".to_owned(),
        amount: 150_000,
        asked_at: Instant(1),
        expires_at: Instant(expires),
        state: state.to_owned(),
        gateway: gateway.to_owned(),
        received: 0,
        given_back: 0,
        to_give_back: 0,
        is_told: false,
    }
}

fn money(name: &str, recorded: i64, kept: &str) -> MoneyRow {
    MoneyRow {
        channel: "thu".to_owned(),
        name: name.to_owned(),
        order_id: "TT1".to_owned(),
        dossier: String::new(),
        unit: "05443".to_owned(),
        method: "online".to_owned(),
        amount: 10,
        day: "2026-11-26".to_owned(),
        recorded_at: Instant(recorded),
        kept: kept.to_owned(),
        receipt: String::new(),
    }
}

async fn orders_are_found_by_what_is_to_be_done(bed: &mut Bed) {
    let rows = [
        order("A", "open", 10, ""),
        order("B", "open", 20, "thu"),
        order("C", "paid", 5, "thu"),
        OrderRow { is_told: true, ..order("D", "paid", 5, "") },
        order("E", "free", 5, ""),
    ];
    let write = bed.store.write(move |tx| rows.iter().try_for_each(|row| payment::put(tx, row)));
    write.await.map_err(|error: DbError| error).unwrap();
    let start = (Instant(i64::MIN), "");
    let read = bed.store.read(move |tx| {
        let expired = payment::expired(tx, start, Instant(15), 10)?;
        let started = payment::started(tx, start, 10)?;
        let untold = payment::untold(tx, "", 10)?;
        let of_dossier = payment::of_dossier(tx, "H55.05443-261126-0001")?;
        Ok([expired, started, untold, of_dossier])
    });
    let found: [Vec<OrderRow>; 4] = read.await.map_err(|error: DbError| error).unwrap();
    let found = found.map(|rows| rows.into_iter().map(|row| row.id).collect::<String>());
    assert_eq!(found, ["A", "B", "CE", "EDCBA"]);
}

async fn a_transaction_is_kept_once(bed: &mut Bed) {
    let put = || bed.store.write(|tx| payment::put_money(tx, &money("1", 1, "")));
    put().await.map_err(|error: DbError| error).unwrap();
    let again: Result<(), DbError> = put().await;
    assert!(matches!(again, Err(DbError::Stale)), "{again:?}");
    let read = bed.store.read(|tx| payment::money(tx, "thu", "1"));
    let found: Option<MoneyRow> = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, Some(money("1", 1, "")));
}

async fn money_of_a_day_is_walked_in_order(bed: &mut Bed) {
    let rows = [money("3", 1, ""), money("1", 2, "second"), money("2", 1, "")];
    let write = bed.store.write(move |tx| rows.iter().try_for_each(|row| payment::put_money(tx, row)));
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        let key = ("05443", "2026-11-26");
        let first = payment::money_of_unit(tx, key, (Instant(i64::MIN), "", ""), 2)?;
        let rest = payment::money_of_unit(tx, key, (Instant(1), "thu", "3"), 2)?;
        let sums = payment::sums_of_unit(tx, key.0, key.1)?;
        let channel = payment::money_of_channel(tx, ("thu", key.1), "1", 10)?;
        Ok((first, rest, sums, channel.len()))
    });
    let (first, rest, sums, channel): (Vec<MoneyRow>, Vec<MoneyRow>, _, usize) =
        read.await.map_err(|error: DbError| error).unwrap();
    let names: Vec<&str> = first.iter().chain(&rest).map(|row| row.name.as_str()).collect();
    assert_eq!((names, channel), (vec!["2", "3", "1"], 2));
    let online = || "online".to_owned();
    assert_eq!(sums, [(online(), String::new(), 2, 20), (online(), "second".to_owned(), 1, 10)]);
}

async fn receipts_have_no_gaps(bed: &mut Bed) {
    let put = |number, order: &'static str| {
        bed.store.write(move |tx| payment::put_receipt(tx, ("05443", 2026), number, order))
    };
    put(1, "TT1").await.map_err(|error: DbError| error).unwrap();
    let gap = || bed.store.read(payment::receipt_gap);
    assert_eq!(gap().await.map_err(|error: DbError| error).unwrap(), None);
    let twice: Result<(), DbError> = put(1, "TT2").await;
    assert!(matches!(twice, Err(DbError::Unique)), "{twice:?}");
    put(3, "TT3").await.map_err(|error: DbError| error).unwrap();
    assert_eq!(gap().await.map_err(|error: DbError| error).unwrap(), Some(("05443".to_owned(), 2026)));
}

async fn cash_days_and_differences_are_walked(bed: &mut Bed) {
    let day = |day: &str, counted| CashDayRow {
        unit: "05443".to_owned(),
        day: day.to_owned(),
        version: 1,
        opening: 0,
        came_in: 5,
        went_out: 0,
        counted,
    };
    let difference = |name: &str, unit: &str| DifferenceRow {
        gateway: "thu".to_owned(),
        day: "2026-11-26".to_owned(),
        name: name.to_owned(),
        kind: "missing_here".to_owned(),
        order_id: String::new(),
        unit: unit.to_owned(),
        here: 0,
        there: 5,
        explained: String::new(),
    };
    let days = [day("2026-11-24", Some(5)), day("2026-11-25", None)];
    let differences = [difference("1", "05443"), difference("2", "")];
    let write = bed.store.write(move |tx| {
        days.iter().try_for_each(|row| payment_books::put_day(tx, row))?;
        differences.iter().try_for_each(|row| payment_books::put_difference(tx, row))
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        let before = payment_books::days_before(tx, "05443", "2026-11-26", 10)?;
        let key = ("thu", "2026-11-26");
        let mine = payment_books::differences(tx, key, Some("05443"), "", 10)?.len();
        let all = payment_books::differences(tx, key, None, "1", 10)?.len();
        Ok((before, mine, all))
    });
    let (before, mine, all): (Vec<CashDayRow>, usize, usize) = read.await.map_err(|error: DbError| error).unwrap();
    let before: Vec<(&str, Option<i64>)> = before.iter().map(|row| (row.day.as_str(), row.counted)).collect();
    assert_eq!((before, mine, all), (vec![("2026-11-25", None), ("2026-11-24", Some(5))], 1, 1));
}

async fn rows_without_events_are_found(bed: &mut Bed) {
    let write = bed.store.write(|tx| payment::put(tx, &order("TT1", "open", 1, "")));
    write.await.map_err(|error: DbError| error).unwrap();
    let found = bed.store.read(payment_books::orphan).await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found.as_deref(), Some("payment/TT1"));
}
