//! The small rooms: keys of subjects, settings, idempotent answers.

use domain::time::Instant;
use store::idempotency::{self, Kept};
use store::{DbError, setting, vault};

use crate::bed::{Bed, contract};

contract! {
    a_forgotten_key_is_gone,
    a_secret_is_drawn_once,
    an_answer_is_given_again_until_it_expires,
}

async fn a_forgotten_key_is_gone(bed: &mut Bed) {
    let first: Result<vault::Key, DbError> = bed.store.write(|tx| vault::ensure_key(tx, "p", &[1; 32])).await;
    let again: Result<vault::Key, DbError> = bed.store.write(|tx| vault::ensure_key(tx, "p", &[2; 32])).await;
    assert_eq!((first.unwrap(), again.unwrap()), ([1; 32], [1; 32]));
    let forgotten: Result<bool, DbError> = bed.store.write(|tx| vault::forget(tx, "p")).await;
    assert!(forgotten.unwrap());
    let key: Result<Option<vault::Key>, DbError> = bed.store.read(|tx| vault::key_of(tx, "p")).await;
    assert_eq!(key.unwrap(), None);
}

async fn a_secret_is_drawn_once(bed: &mut Bed) {
    let draw = |fresh: &'static str| bed.store.write(move |tx| setting::ensure(tx, "pepper", fresh));
    let drawn = futures_util::future::join_all(["a", "b", "c"].map(draw)).await;
    let drawn: Vec<String> = drawn.into_iter().map(|secret: Result<_, DbError>| secret.unwrap()).collect();
    assert!(drawn.iter().all(|secret| *secret == drawn[0]), "{drawn:?}");
}

async fn an_answer_is_given_again_until_it_expires(bed: &mut Bed) {
    let answer = Kept { request_hash: vec![7; 32], status: 201, body: b"{\"code\":\"1\"}".to_vec() };
    for number in 0..10 {
        let answer = answer.clone();
        let put =
            bed.store.write(move |tx| idempotency::put(tx, "citizen", &format!("k{number}"), &answer, Instant(number)));
        put.await.unwrap();
    }
    let find = |actor: &'static str, key: &'static str| bed.store.read(move |tx| idempotency::find(tx, actor, key));
    assert_eq!(find("citizen", "k3").await.unwrap(), Some(answer));
    assert_eq!(find("another", "k3").await.unwrap(), None);
    let expire = || bed.store.write(|tx| idempotency::expire(tx, Instant(6), 4));
    let gone = (expire().await.unwrap(), expire().await.unwrap(), expire().await.unwrap());
    assert_eq!(gone, (4, 2, 0));
    assert_eq!(find("citizen", "k5").await.unwrap(), None);
    assert!(find("citizen", "k6").await.unwrap().is_some());
}
