//! Rows of the desk: numbers under many hands, the line, places of a slot, deliveries.

use std::collections::BTreeMap;

use domain::time::Instant;
use store::appointment::{self, AppointmentRow};
use store::delivery::{self, DeliveryRow};
use store::desk::{self, TicketRow};
use store::dossier::Cursor;
use store::{DbError, Store};

use crate::bed::{Bed, contract};

contract! {
    eight_hands_draw_four_hundred_numbers,
    a_ticket_is_changed_by_who_saw_it_last,
    the_line_and_the_day_are_read_in_order,
    a_slot_gives_its_places_once,
    deliveries_come_back_as_they_were_left,
    rows_without_events_are_found,
}

const DAY: &str = "2026-11-26";

fn ticket(code: &str, service: &str, number: i64) -> TicketRow {
    TicketRow {
        code: code.to_owned(),
        version: 1,
        unit: "05443".to_owned(),
        day: DAY.to_owned(),
        service: service.to_owned(),
        number,
        kind: "walk_in".to_owned(),
        ground: String::new(),
        slot_at: None,
        state: "waiting".to_owned(),
        counter: String::new(),
        calls: 0,
        issued_at: Instant(number),
        called_at: None,
        last_call: None,
        began_at: None,
        ended_at: None,
    }
}

async fn draw(store: &Store, hand: usize, count: usize) {
    for turn in 0..count {
        let service = if (hand + turn).is_multiple_of(3) { "B" } else { "A" };
        let drawn: Result<i64, DbError> = store
            .write(move |tx| {
                let number = desk::next_number(tx, "05443", DAY, service)?;
                desk::insert(tx, &ticket(&format!("T{hand}-{turn}"), service, number))?;
                Ok(number)
            })
            .await;
        drawn.unwrap();
        // An act that is undone gives its number back.
        if turn.is_multiple_of(10) {
            let undone: Result<(), DbError> = store
                .write(move |tx| {
                    desk::next_number(tx, "05443", DAY, service)?;
                    Err(DbError::Stale)
                })
                .await;
            undone.unwrap_err();
        }
    }
}

async fn eight_hands_draw_four_hundred_numbers(bed: &mut Bed) {
    let store = &bed.store;
    futures_util::future::join_all((0..8).map(|hand| draw(store, hand, 50))).await;
    let all: Result<_, DbError> = store.read(|tx| desk::of_day(tx, ("05443", DAY), None, 1_000)).await;
    let mut numbers: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for row in all.unwrap() {
        numbers.entry(row.service).or_default().push(row.number);
    }
    assert_eq!(numbers.values().map(Vec::len).sum::<usize>(), 400);
    for (service, mut drawn) in numbers {
        drawn.sort_unstable();
        let expected: Vec<i64> = (1..=i64::try_from(drawn.len()).unwrap()).collect();
        assert_eq!(drawn, expected, "{service}: no double, no gap");
    }
}

async fn a_ticket_is_changed_by_who_saw_it_last(bed: &mut Bed) {
    let called = TicketRow {
        version: 2,
        state: "called".to_owned(),
        counter: "1".to_owned(),
        calls: 1,
        called_at: Some(Instant(9)),
        last_call: Some(Instant(9)),
        ..ticket("T1", "A", 1)
    };
    let kept = called.clone();
    let twice: Result<(), DbError> = bed
        .store
        .write(move |tx| {
            desk::insert(tx, &ticket("T1", "A", 1))?;
            desk::update(tx, &kept, 1)
        })
        .await;
    twice.unwrap();
    let other = TicketRow { counter: "2".to_owned(), ..called.clone() };
    let stale: Result<(), DbError> = bed.store.write(move |tx| desk::update(tx, &other, 1)).await;
    assert!(matches!(stale, Err(DbError::Stale)), "{stale:?}");
    let found: Result<_, DbError> = bed.store.read(|tx| desk::by_code(tx, "T1")).await;
    assert_eq!(found.unwrap(), Some(called));
    let double: Result<(), DbError> = bed.store.write(|tx| desk::insert(tx, &ticket("T2", "A", 1))).await;
    assert!(matches!(double, Err(DbError::Unique)), "a number is given once: {double:?}");
}

async fn the_line_and_the_day_are_read_in_order(bed: &mut Bed) {
    let rows = [
        ticket("T3", "A", 3),
        ticket("T1", "A", 1),
        TicketRow { state: "forwarded".to_owned(), counter: "2".to_owned(), ..ticket("T2", "A", 2) },
        TicketRow {
            state: "done".to_owned(),
            counter: "1".to_owned(),
            called_at: Some(Instant(50)),
            last_call: Some(Instant(50)),
            began_at: Some(Instant(60)),
            ended_at: Some(Instant(70)),
            ..ticket("T4", "A", 4)
        },
        TicketRow {
            kind: "priority".to_owned(),
            state: "called".to_owned(),
            counter: "1".to_owned(),
            called_at: Some(Instant(80)),
            last_call: Some(Instant(80)),
            ..ticket("T5", "A", 5)
        },
    ];
    let put: Result<(), DbError> =
        bed.store.write(move |tx| rows.iter().try_for_each(|row| desk::insert(tx, row))).await;
    put.unwrap();
    let read: Result<_, DbError> = bed
        .store
        .read(|tx| {
            let codes = |rows: Vec<TicketRow>| rows.into_iter().map(|row| row.code).collect::<Vec<_>>();
            let after = Cursor { at: Instant(4), code: "T4".to_owned() };
            Ok((
                codes(desk::waiting(tx, "05443", DAY, 10)?),
                codes(desk::being_served(tx, "05443", DAY, 10)?),
                codes(desk::of_day(tx, ("05443", DAY), Some(&after), 2)?),
                desk::last_kinds(tx, "05443", DAY, "1", 10)?,
                desk::times(tx, "05443", (DAY, DAY), 10)?.len(),
                desk::waiting(tx, "05443", "2026-11-27", 10)?.len(),
            ))
        })
        .await;
    let (waiting, served, day, kinds, times, tomorrow) = read.unwrap();
    assert_eq!(waiting, ["T1", "T2", "T3"]);
    assert_eq!(served, ["T5"]);
    assert_eq!(day, ["T3", "T2"]);
    assert_eq!(kinds, ["priority", "walk_in"]);
    assert_eq!((times, tomorrow), (2, 0));
}

fn appointment(code: &str, at: i64) -> AppointmentRow {
    AppointmentRow {
        code: code.to_owned(),
        version: 1,
        unit: "05443".to_owned(),
        service: "A".to_owned(),
        slot_at: Instant(at),
        state: "booked".to_owned(),
        phone_hash: "h".to_owned(),
        ticket: String::new(),
    }
}

async fn a_slot_gives_its_places_once(bed: &mut Bed) {
    let store = &bed.store;
    let take = |hand: usize| {
        store.write(move |tx| {
            let taken = appointment::take(tx, ("05443", "A", Instant(100)), 5)?;
            if taken {
                appointment::insert(tx, &appointment(&format!("A{hand}"), 100))?;
            }
            Ok::<_, DbError>(taken)
        })
    };
    let taken = futures_util::future::join_all((0..24).map(take)).await;
    assert_eq!(taken.into_iter().filter(|taken| *taken.as_ref().unwrap()).count(), 5);
    let read: Result<_, DbError> = store
        .read(|tx| {
            Ok((
                appointment::taken(tx, "05443", "A", (Instant(0), Instant(200)))?,
                appointment::open_of(tx, "h", Instant(100))?,
                appointment::open_of(tx, "h", Instant(101))?,
                appointment::between(tx, "05443", (Instant(0), "", Instant(200)), 10)?.len(),
                appointment::miscounted(tx)?,
            ))
        })
        .await;
    assert_eq!(read.unwrap(), (vec![(Instant(100), 5)], 5, 0, 5, None));
    let given: Result<_, DbError> = store
        .write(|tx| {
            appointment::give(tx, ("05443", "A", Instant(100)))?;
            let wrong = appointment::miscounted(tx)?;
            Ok((wrong, appointment::take(tx, ("05443", "A", Instant(100)), 5)?))
        })
        .await;
    assert_eq!(given.unwrap(), (Some("05443/A".to_owned()), true));
}

async fn deliveries_come_back_as_they_were_left(bed: &mut Bed) {
    let row = |number, state: &str, version| DeliveryRow {
        dossier: "D".to_owned(),
        number,
        version,
        way: "post".to_owned(),
        state: state.to_owned(),
        noted_at: Instant(1),
        changed_at: Instant(version),
    };
    let rows = [row(1, "handed_over", 1), row(1, "returned", 2), row(2, "handed_over", 3)];
    let put: Result<(), DbError> =
        bed.store.write(move |tx| rows.iter().try_for_each(|row| delivery::put(tx, row))).await;
    put.unwrap();
    let found: Result<_, DbError> = bed.store.read(|tx| delivery::of_dossier(tx, "D")).await;
    assert_eq!(found.unwrap(), [row(1, "returned", 2), row(2, "handed_over", 3)]);
}

async fn rows_without_events_are_found(bed: &mut Bed) {
    let orphan = || bed.store.read(desk::orphan);
    assert_eq!(orphan().await.unwrap(), None);
    let put: Result<(), DbError> = bed.store.write(|tx| desk::insert(tx, &ticket("T1", "A", 1))).await;
    put.unwrap();
    assert_eq!(orphan().await.unwrap().as_deref(), Some("ticket/T1"));
}
