//! Acts: kept or undone whole, alone or in company.

use std::time::{Duration, Instant as Clock};

use domain::time::Instant;
use futures_util::future::join_all;
use store::idempotency::Kept;
use store::journal::NewEvent;
use store::{DbError, Store, Tx, counter, idempotency, journal, setting};

use crate::bed::{Bed, contract};

contract! {
    values_come_back_as_they_went,
    what_is_done_survives_a_restart,
    a_failing_act_is_undone_and_its_company_kept,
    a_panicking_act_is_undone_and_the_store_lives_on,
    a_swallowed_failure_is_not_kept,
    broken_rules_have_the_same_names,
    numbers_have_no_gaps_under_load,
    an_undone_act_gives_its_number_back,
    acts_that_take_locks_crosswise_all_finish,
    a_reader_does_not_wait_for_a_writer,
    a_read_cannot_write,
    a_closed_store_refuses,
    the_heart_beats,
}

async fn put(store: &Store, name: &str, value: &str) -> Result<(), DbError> {
    let (name, value) = (name.to_owned(), value.to_owned());
    store.write(move |tx| setting::put(tx, &name, &value)).await
}

async fn get(store: &Store, name: &str) -> Option<String> {
    let name = name.to_owned();
    store.read(move |tx| setting::get(tx, &name)).await.unwrap()
}

async fn values_come_back_as_they_went(bed: &mut Bed) {
    for value in ["", "Đăng ký khai sinh", "'; DROP TABLE setting; --", "$1 ?1", "\u{1F600}\n\t"] {
        put(&bed.store, "a", value).await.unwrap();
        assert_eq!(get(&bed.store, "a").await.as_deref(), Some(value));
    }
    assert_eq!(get(&bed.store, "missing").await, None);
}

async fn what_is_done_survives_a_restart(bed: &mut Bed) {
    put(&bed.store, "a", "kept").await.unwrap();
    bed.reopen().await;
    assert_eq!(get(&bed.store, "a").await.as_deref(), Some("kept"));
}

fn answer() -> Kept {
    Kept { request_hash: vec![1], status: 201, body: b"{}".to_vec() }
}

/// Breaks a unique key, so that the engine itself refuses: at the next statement or at the end.
fn collide(tx: &mut Tx<'_>) -> Result<(), DbError> {
    idempotency::put(tx, "somebody", "k", &answer(), Instant(1))?;
    idempotency::put(tx, "somebody", "k", &answer(), Instant(1))
}

fn fall() -> Result<(), DbError> {
    panic!("on purpose")
}

async fn a_failing_act_is_undone_and_its_company_kept(bed: &mut Bed) {
    let acts = (0..100).map(|number: i32| {
        let store = bed.store.clone();
        async move {
            let act = move |tx: &mut Tx<'_>| {
                setting::put(tx, &format!("n{number}"), "done")?;
                match number % 3 {
                    0 => Ok(()),
                    1 => Err(DbError::Stale),
                    _ => collide(tx),
                }
            };
            store.write(act).await
        }
    });
    for (number, answer) in join_all(acts).await.into_iter().enumerate() {
        let kept = get(&bed.store, &format!("n{number}")).await.is_some();
        match number % 3 {
            0 => assert!(answer.is_ok() && kept, "{number}: {answer:?}"),
            1 => assert!(matches!(answer, Err(DbError::Stale)) && !kept, "{number}: {answer:?}"),
            _ => assert!(matches!(answer, Err(DbError::Unique)) && !kept, "{number}: {answer:?}"),
        }
    }
}

async fn a_panicking_act_is_undone_and_the_store_lives_on(bed: &mut Bed) {
    let company = put(&bed.store, "company", "kept");
    let panicking = bed.store.write(|tx| {
        setting::put(tx, "a", "lost")?;
        fall()
    });
    let (kept, panicked) = futures_util::future::join(company, panicking).await;
    kept.unwrap();
    assert!(matches!(&panicked, Err(DbError::Panicked(words)) if words == "on purpose"), "{panicked:?}");
    assert_eq!(get(&bed.store, "a").await, None);
    assert!(matches!(bed.store.read(|_| fall()).await, Err(DbError::Panicked(_))));
    put(&bed.store, "a", "later").await.unwrap();
    assert_eq!(get(&bed.store, "a").await.as_deref(), Some("later"));
}

async fn a_swallowed_failure_is_not_kept(bed: &mut Bed) {
    let answer = bed
        .store
        .write(|tx| {
            collide(tx)?;
            assert!(matches!(counter::next(tx, "n"), Err(DbError::Unique)));
            assert!(counter::next(tx, "n").is_err());
            Ok::<_, DbError>(())
        })
        .await;
    assert!(matches!(answer, Err(DbError::Other(_))), "{answer:?}");
    let answer = bed
        .store
        .write(|tx| {
            setting::put(tx, "a", "lost")?;
            assert!(matches!(counter::next(tx, "nul\0nul"), Err(DbError::Check)));
            Ok::<_, DbError>(())
        })
        .await;
    assert!(matches!(answer, Err(DbError::Other(_))), "{answer:?}");
    assert_eq!(get(&bed.store, "a").await, None);
}

async fn broken_rules_have_the_same_names(bed: &mut Bed) {
    assert!(matches!(bed.store.write(collide).await, Err(DbError::Unique)));
    assert!(matches!(put(&bed.store, "a", "nul\0nul").await, Err(DbError::Check)));
    let zeroth = bed.store.write(|tx| {
        let event = NewEvent {
            stream: "s",
            version: 0,
            kind: "began",
            recorded_at: Instant(1),
            actor: "a",
            payload: "{}",
            sealed: None,
            subject: None,
        };
        journal::append(tx, &event)
    });
    assert!(matches!(zeroth.await, Err(DbError::Check)));
}

async fn numbers_have_no_gaps_under_load(bed: &mut Bed) {
    let clerks = (0..8).map(|_| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..25 {
                numbers.push(store.write(|tx| counter::next(tx, "dossier/2026")).await.unwrap());
            }
            numbers
        })
    });
    let mut numbers: Vec<i64> = join_all(clerks).await.into_iter().flat_map(Result::unwrap).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
}

async fn an_undone_act_gives_its_number_back(bed: &mut Bed) {
    let refused = bed.store.write(|tx| {
        counter::next(tx, "n")?;
        Err::<(), _>(DbError::Stale)
    });
    assert!(refused.await.is_err());
    let number: Result<i64, DbError> = bed.store.write(|tx| counter::next(tx, "n")).await;
    assert_eq!(number.unwrap(), 1);
}

async fn acts_that_take_locks_crosswise_all_finish(bed: &mut Bed) {
    let acts = (0..200).map(|number: i32| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let act = move |tx: &mut Tx<'_>| {
                let (first, second) = if number % 2 == 0 { ("a", "b") } else { ("b", "a") };
                counter::next(tx, first)?;
                counter::next(tx, second)
            };
            store.write(act).await.map(drop)
        })
    });
    for answer in join_all(acts).await {
        answer.unwrap().unwrap();
    }
    for series in ["a", "b"] {
        let next: Result<i64, DbError> = bed.store.write(move |tx| counter::next(tx, series)).await;
        assert_eq!(next.unwrap(), 201);
    }
}

async fn a_reader_does_not_wait_for_a_writer(bed: &mut Bed) {
    put(&bed.store, "a", "before").await.unwrap();
    let store = bed.store.clone();
    let (entered, inside) = tokio::sync::oneshot::channel();
    let mut entered = Some(entered);
    let writer = tokio::spawn(async move {
        let act = move |tx: &mut Tx<'_>| {
            setting::put(tx, "a", "after")?;
            if let Some(entered) = entered.take() {
                entered.send(()).unwrap();
            }
            std::thread::sleep(Duration::from_millis(600));
            Ok::<_, DbError>(())
        };
        store.write(act).await
    });
    inside.await.unwrap();
    let started = Clock::now();
    assert_eq!(get(&bed.store, "a").await.as_deref(), Some("before"));
    assert!(started.elapsed() < Duration::from_millis(400), "{:?}", started.elapsed());
    writer.await.unwrap().unwrap();
    assert_eq!(get(&bed.store, "a").await.as_deref(), Some("after"));
}

async fn a_read_cannot_write(bed: &mut Bed) {
    let written = bed.store.read(|tx| setting::put(tx, "a", "b")).await;
    assert!(matches!(written, Err(DbError::Unavailable(_))), "{written:?}");
    assert_eq!(get(&bed.store, "a").await, None);
}

async fn a_closed_store_refuses(bed: &mut Bed) {
    bed.store.close().await;
    assert!(matches!(put(&bed.store, "a", "b").await, Err(DbError::Unavailable(_))));
    let read = bed.store.read(|tx| setting::get(tx, "a")).await;
    assert!(matches!(read, Err(DbError::Unavailable(_))));
}

async fn the_heart_beats(bed: &mut Bed) {
    bed.store.ping_write().await.unwrap();
    bed.store.close().await;
    assert!(bed.store.ping_write().await.is_err());
}
