//! The outbox of the exchange: in order for each partner, claimed once, settled by whoever claimed; numbers used once.

use domain::time::Instant;
use store::exchange::{self, CameRow, SentRow};
use store::exchange_outbox::{self as outbox, OutState};
use store::{DbError, Tx};

use crate::bed::{Bed, contract};

contract! {
    messages_to_a_partner_go_in_order_and_wait_for_the_first,
    a_number_of_a_request_is_taken_once,
    both_sides_are_found_by_what_messages_say,
}

async fn messages_to_a_partner_go_in_order_and_wait_for_the_first(bed: &mut Bed) {
    let put = bed.store.write(|tx: &mut Tx<'_>| {
        outbox::put(tx, "a", ("exchange/out/1/x", 1), Instant(5))?;
        outbox::put(tx, "a", ("exchange/out/1/x", 1), Instant(6))?;
        outbox::put(tx, "a", ("exchange/out/2/x", 1), Instant(7))?;
        outbox::put(tx, "b", ("exchange/in/3", 1), Instant(8))
    });
    put.await.map_err(|error: DbError| error).unwrap();
    let claim = |partner: &'static str, now: i64| {
        bed.store.write(move |tx: &mut Tx<'_>| outbox::claim(tx, partner, Instant(now), Instant(now + 100)))
    };
    assert_eq!(claim("a", 4).await.map_err(|error: DbError| error).unwrap(), None, "not due so far");
    let all = futures_util::future::join_all((0..8).map(|_| claim("a", 10))).await;
    let mut taken = all.into_iter().filter_map(|one: Result<_, DbError>| match one {
        Ok(claimed) => claimed,
        Err(DbError::Stale | DbError::Busy) => None,
        Err(error) => panic!("{error:?}"),
    });
    let first = taken.next().unwrap();
    assert_eq!((first.number, first.stream.as_str(), first.attempts), (1, "exchange/out/1/x", 1));
    assert_eq!(taken.next(), None, "the second waits for the first, though it is due");
    let other = claim("b", 10).await.map_err(|error: DbError| error).unwrap().unwrap();
    assert_eq!((other.number, other.stream.as_str()), (1, "exchange/in/3"));
    let settle = |claimed: outbox::Claimed, state: OutState, due: i64| {
        bed.store.write(move |tx: &mut Tx<'_>| {
            outbox::settle(tx, &claimed, (state, Instant(due), "unreachable"), Instant(20))
        })
    };
    assert!(settle(first.clone(), OutState::Waiting, 50).await.map_err(|error: DbError| error).unwrap());
    assert_eq!(claim("a", 49).await.map_err(|error: DbError| error).unwrap(), None);
    let again = claim("a", 50).await.map_err(|error: DbError| error).unwrap().unwrap();
    assert_eq!((again.number, again.attempts), (1, 2));
    assert!(!settle(first, OutState::Sent, 50).await.map_err(|error: DbError| error).unwrap(), "claimed anew since");
    assert!(settle(again, OutState::Sent, 50).await.map_err(|error: DbError| error).unwrap());
    let second = claim("a", 60).await.map_err(|error: DbError| error).unwrap().unwrap();
    assert_eq!(second.stream, "exchange/out/2/x");
    // What was said may be said again, behind everything else.
    let more = bed.store.write(|tx: &mut Tx<'_>| {
        outbox::put(tx, "a", ("exchange/out/1/x", 1), Instant(70))?;
        Ok((outbox::count_of(tx, "exchange/out/1/x", 1)?, outbox::parity(tx)?))
    });
    let (count, parity) = more.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(count, 2);
    let a = &parity[0];
    assert_eq!((a.partner.as_str(), a.sent, a.waiting, a.refused), ("a", 1, 2, 0));
    assert_eq!(a.oldest, Some(Instant(7)));
}

async fn a_number_of_a_request_is_taken_once(bed: &mut Bed) {
    let first = |partner: &'static str, nonce: &'static str, at: i64| {
        bed.store.write(move |tx: &mut Tx<'_>| outbox::is_first(tx, partner, nonce, Instant(at)))
    };
    let mut seen = Vec::new();
    for (partner, nonce, at) in [("a", "1", 5), ("a", "1", 6), ("b", "1", 6), ("a", "2", 7)] {
        seen.push(first(partner, nonce, at).await.map_err(|error: DbError| error).unwrap());
    }
    assert_eq!(seen, [true, false, true, true]);
    let many = futures_util::future::join_all((0..8).map(|_| first("a", "3", 8))).await;
    let taken = many.into_iter().filter(|one| matches!(one, Ok(true))).count();
    assert_eq!(taken, 1);
    let forget = bed.store.write(|tx: &mut Tx<'_>| outbox::forget_before(tx, Instant(7)));
    assert_eq!(forget.await.map_err(|error: DbError| error).unwrap(), 2);
    assert!(first("a", "1", 9).await.map_err(|error: DbError| error).unwrap());
    let told = bed.store.write(|tx: &mut Tx<'_>| {
        outbox::failed(tx, "a", Instant(1), "unreachable")?;
        outbox::heard(tx, "a", Instant(2))?;
        outbox::reached(tx, "a", Instant(3))?;
        outbox::contacts(tx)
    });
    let contact = told.await.map_err(|error: DbError| error).unwrap().remove(0);
    assert_eq!((contact.reached_at, contact.heard_at), (Some(Instant(3)), Some(Instant(2))));
    assert_eq!((contact.failed_at, contact.fault.as_str()), (Some(Instant(1)), ""));
}

fn sent(stream: &str, organ: &str, stage: &str, version: i64) -> SentRow {
    SentRow {
        stream: stream.to_owned(),
        version,
        document: "d".to_owned(),
        partner: "a".to_owned(),
        organ: organ.to_owned(),
        document_id: "H55,2026/11/26,01/X".to_owned(),
        stage: stage.to_owned(),
        ask: String::new(),
        answer: String::new(),
        changed_at: Instant(version),
    }
}

async fn both_sides_are_found_by_what_messages_say(bed: &mut Bed) {
    let came = CameRow {
        stream: "exchange/in/1".to_owned(),
        version: 1,
        incoming: "i".to_owned(),
        partner: "a".to_owned(),
        sender: "H1".to_owned(),
        organ: "H2".to_owned(),
        document_id: "H1,2026/11/26,02/Y".to_owned(),
        responds: "d".to_owned(),
        stage: "arrived".to_owned(),
        ask: String::new(),
        answer: String::new(),
        changed_at: Instant(1),
    };
    let kept = came.clone();
    let put = bed.store.write(move |tx: &mut Tx<'_>| {
        exchange::put_sent(tx, &sent("exchange/out/d/x", "x", "sent", 1))?;
        exchange::put_sent(tx, &sent("exchange/out/d/y", "y", "sent", 1))?;
        exchange::put_sent(tx, &sent("exchange/out/d/x", "x", "arrived", 2))?;
        exchange::put_came(tx, &kept)
    });
    put.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        Ok((
            exchange::sent_of(tx, "d")?,
            exchange::sent_by_id(tx, "H55,2026/11/26,01/X", "y")?,
            exchange::came_of(tx, "i")?,
            exchange::answers_to(tx, "d")?,
            exchange::orphan(tx)?,
            exchange::count_sent(tx)?,
        ))
    });
    let (all, one, i, answers, orphan, counts) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(all, [sent("exchange/out/d/x", "x", "arrived", 2), sent("exchange/out/d/y", "y", "sent", 1)]);
    assert_eq!(one, Some(all[1].clone()));
    assert_eq!((i, answers), (Some(came.clone()), vec![came]));
    assert_eq!(orphan.as_deref(), Some("exchange/in/1"), "no event made these rows");
    let counts: Vec<(&str, i64)> = counts.iter().map(|(_, stage, count)| (stage.as_str(), *count)).collect();
    assert_eq!(counts, [("arrived", 1), ("sent", 1)]);
}
