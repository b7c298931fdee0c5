//! The `PostgreSQL` server goes away and comes back: nobody is told "done" wrongly, and service returns by itself.

use std::time::{Duration, Instant};

use store::{DbError, setting};

use crate::bed::{Bed, postgres, run};

async fn put(bed: &Bed, value: &'static str) -> Result<(), DbError> {
    bed.store.write(move |tx| setting::put(tx, "a", value)).await
}

async fn get(bed: &Bed) -> Result<Option<String>, DbError> {
    bed.store.read(|tx| setting::get(tx, "a")).await
}

fn cut_connections(bed: &Bed) {
    let name = bed.scratch().name();
    bed.on_server(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
}

#[test]
fn cut_connections_are_made_again() {
    run(postgres(), |bed| {
        Box::pin(async move {
            for round in 0..3 {
                for _ in 0..8 {
                    put(bed, "kept").await.unwrap();
                    assert_eq!(get(bed).await.unwrap().as_deref(), Some("kept"));
                }
                cut_connections(bed);
                put(bed, "kept").await.unwrap_or_else(|error| panic!("round {round}: {error:?}"));
            }
        })
    });
}

#[test]
fn while_the_server_is_away_writes_are_refused_and_then_taken_again() {
    run(postgres(), |bed| {
        Box::pin(async move {
            put(bed, "before").await.unwrap();
            let name = bed.scratch().name().to_owned();
            bed.on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
            cut_connections(bed);
            for _ in 0..20 {
                let asked = Instant::now();
                let refused = put(bed, "lost").await;
                assert!(matches!(refused, Err(DbError::Unavailable(_))), "{refused:?}");
                assert!(matches!(get(bed).await, Err(DbError::Unavailable(_))));
                assert!(bed.store.ping_write().await.is_err());
                assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
            }
            bed.on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
            let back = Instant::now();
            while put(bed, "after").await.is_err() {
                assert!(back.elapsed() < Duration::from_secs(10), "service did not return");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            while get(bed).await.is_err() {
                assert!(back.elapsed() < Duration::from_secs(10), "reads did not return");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            assert_eq!(get(bed).await.unwrap().as_deref(), Some("after"));
        })
    });
}

#[test]
fn an_act_in_flight_is_done_once_or_not_at_all() {
    run(postgres(), |bed| {
        Box::pin(async move {
            let act = bed.store.write(|tx| {
                let number = store::counter::next(tx, "n")?;
                std::thread::sleep(Duration::from_millis(300));
                store::counter::next(tx, "m")?;
                Ok::<_, DbError>(number)
            });
            let cut = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                cut_connections(bed);
            };
            let (number, ()) = futures_util::future::join(act, cut).await;
            // Nothing of the first run was committed, so the second one got the same number.
            assert_eq!(number.unwrap(), 1);
            let next: Result<i64, DbError> = bed.store.write(|tx| store::counter::next(tx, "n")).await;
            assert_eq!(next.unwrap(), 2);
        })
    });
}
