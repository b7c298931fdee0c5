//! The journal: streams with versions, and followers that miss nothing.

use std::collections::BTreeMap;
use std::time::{Duration, Instant as Clock};

use domain::time::Instant;
use futures_util::future::{join, join_all};
use store::journal::{self, NewEvent, Place, StoredEvent};
use store::{DbError, Store, Tx};

use crate::bed::{Bed, contract};

contract! {
    an_event_comes_back_as_it_was_kept,
    of_two_acts_on_one_version_one_is_stale,
    streams_can_be_walked_through,
    a_follower_sees_every_event_once_while_others_write,
    only_one_process_moves_a_follower_on,
}

fn event(stream: &str, version: i64) -> NewEvent<'_> {
    NewEvent {
        stream,
        version,
        kind: "accepted",
        recorded_at: Instant(1_795_649_400_000_000),
        actor: "clerk-1",
        payload: "{\"desk\":\"05440\"}",
        sealed: None,
        subject: None,
    }
}

async fn append(store: &Store, stream: String, version: i64) -> Result<(), DbError> {
    store.write(move |tx| journal::append(tx, &event(&stream, version))).await
}

async fn after(store: &Store, place: Place, limit: i64) -> Vec<StoredEvent> {
    let found: Result<_, DbError> = store.read(move |tx| journal::committed_after(tx, place, limit)).await;
    found.unwrap()
}

/// Follows until so many events were seen and nothing more comes; an event is seen once it is settled, within seconds.
async fn follow(store: Store, from: Place, count: u64) -> Vec<StoredEvent> {
    let mut seen: Vec<StoredEvent> = Vec::new();
    let started = Clock::now();
    loop {
        let place = seen.last().map_or(from, |event| event.place);
        let some = after(&store, place, 17).await;
        let is_complete = seen.len() as u64 >= count;
        if some.is_empty() && (is_complete || started.elapsed() > Duration::from_secs(30)) {
            return seen;
        }
        seen.extend(some);
    }
}

async fn an_event_comes_back_as_it_was_kept(bed: &mut Bed) {
    append(&bed.store, "dossier/1".to_owned(), 1).await.unwrap();
    let sealed = |tx: &mut Tx<'_>| {
        journal::append(tx, &NewEvent { sealed: Some(&[0, 1, 255]), subject: Some("p1"), ..event("dossier/1", 2) })
    };
    bed.store.write(sealed).await.unwrap();
    let of_stream: Result<_, DbError> = bed.store.read(|tx| journal::of_stream(tx, "dossier/1", 1, 10)).await;
    let of_stream = of_stream.unwrap();
    let [second] = of_stream.as_slice() else { panic!("{of_stream:?}") };
    let expected = StoredEvent {
        place: second.place,
        stream: "dossier/1".to_owned(),
        version: 2,
        kind: "accepted".to_owned(),
        recorded_at: Instant(1_795_649_400_000_000),
        actor: "clerk-1".to_owned(),
        payload: "{\"desk\":\"05440\"}".to_owned(),
        sealed: Some(vec![0, 1, 255]),
        subject: Some("p1".to_owned()),
    };
    assert_eq!(*second, expected);
    assert_eq!(second.place.position, 2);
    let version: Result<i64, DbError> = bed.store.read(|tx| journal::version_of(tx, "dossier/1")).await;
    assert_eq!(version.unwrap(), 2);
}

async fn of_two_acts_on_one_version_one_is_stale(bed: &mut Bed) {
    for version in 1..20 {
        let stream = || "dossier/1".to_owned();
        let answers = join(append(&bed.store, stream(), version), append(&bed.store, stream(), version)).await;
        let stale = |answer: &Result<(), DbError>| matches!(answer, Err(DbError::Stale));
        assert!((answers.0.is_ok() && stale(&answers.1)) || (stale(&answers.0) && answers.1.is_ok()), "{answers:?}");
    }
}

async fn streams_can_be_walked_through(bed: &mut Bed) {
    for stream in ["b", "a", "Đ", "c"] {
        append(&bed.store, stream.to_owned(), 1).await.unwrap();
        append(&bed.store, stream.to_owned(), 2).await.unwrap();
    }
    let mut walked = Vec::new();
    let mut last = String::new();
    loop {
        let from = last.clone();
        let some: Result<Vec<String>, DbError> = bed.store.read(move |tx| journal::streams_after(tx, &from, 3)).await;
        let some = some.unwrap();
        let Some(stream) = some.last() else { break };
        last.clone_from(stream);
        walked.extend(some);
    }
    assert_eq!(walked, ["a", "b", "c", "Đ"]);
}

async fn a_follower_sees_every_event_once_while_others_write(bed: &mut Bed) {
    const WRITERS: i64 = 8;
    const EVENTS: i64 = 40;
    let writers = (0..WRITERS).map(|writer| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            for version in 1..=EVENTS {
                let slow = move |tx: &mut Tx<'_>| {
                    journal::append(tx, &event(&format!("s{writer}"), version))?;
                    // The position is taken, the commit comes later: now and then much later.
                    let pause = if (version + writer) % 7 == 0 { 5000 } else { 200 };
                    std::thread::sleep(Duration::from_micros(pause));
                    Ok::<_, DbError>(())
                };
                store.write(slow).await.unwrap();
            }
        })
    });
    let follower = tokio::spawn(follow(bed.store.clone(), Place::START, (WRITERS * EVENTS).unsigned_abs()));
    for writer in join_all(writers).await {
        writer.unwrap();
    }
    let seen = follower.await.unwrap();
    let mut versions: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for event in &seen {
        versions.entry(event.stream.clone()).or_default().push(event.version);
    }
    for (stream, versions) in versions {
        assert_eq!(versions, (1..=EVENTS).collect::<Vec<_>>(), "{stream}");
    }
}

async fn only_one_process_moves_a_follower_on(bed: &mut Bed) {
    let first = Place { transaction: 0, position: 5 };
    let second = Place { transaction: 3, position: 1 };
    let advance = |from, to| bed.store.write(move |tx| journal::follower_advance(tx, "log", from, to));
    advance(Place::START, first).await.unwrap();
    assert!(matches!(advance(Place::START, second).await, Err(DbError::Stale)));
    advance(first, second).await.unwrap();
    assert!(matches!(advance(first, second).await, Err(DbError::Stale)));
    let place: Result<Place, DbError> = bed.store.read(|tx| journal::follower_place(tx, "log")).await;
    assert_eq!(place.unwrap(), second);
}

/// A dump carries transaction numbers of the server that it comes from.
#[test]
fn a_restored_journal_is_followed_on() {
    crate::bed::run(crate::bed::postgres(), |bed| {
        Box::pin(async move {
            for version in 1..=3 {
                append(&bed.store, "s".to_owned(), version).await.unwrap();
            }
            bed.beside("UPDATE journal SET transaction_id = transaction_id + 1000000000");
            let second = bed.beside("SELECT transaction_id FROM journal WHERE version = 2");
            let foreign = Place { transaction: second[0][0].parse().unwrap(), position: 2 };
            let advance = |from, to| bed.store.write(move |tx| journal::follower_advance(tx, "log", from, to));
            advance(Place::START, foreign).await.unwrap();
            bed.reopen().await;
            append(&bed.store, "s".to_owned(), 4).await.unwrap();
            let place: Result<Place, DbError> = bed.store.read(|tx| journal::follower_place(tx, "log")).await;
            let seen = follow(bed.store.clone(), place.unwrap(), 2).await;
            let versions: Vec<i64> = seen.iter().map(|event| event.version).collect();
            assert_eq!(versions, [3, 4]);
        })
    });
}
