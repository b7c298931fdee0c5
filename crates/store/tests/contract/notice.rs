//! Notices and their outbox: kept once, claimed once, settled by whoever claimed.

use domain::notice::{Channel, Kind, Language, Preferences};
use domain::time::Instant;
use store::notice::{self, ChoiceRow, NoticeRow, Reader, owner_of};
use store::outbox::{self, OutState, Outcome};
use store::{DbError, Tx};

use crate::bed::{Bed, contract};

contract! {
    a_notice_is_kept_once_and_read_by_both_its_readers,
    a_message_is_claimed_by_one_of_many,
    a_choice_without_events_is_found,
}

fn row(id: &str, at: i64) -> NoticeRow {
    NoticeRow {
        id: id.to_owned(),
        code: "c".to_owned(),
        first_version: 1,
        last_version: 1,
        kind: Kind::HandedIn,
        subject: Some("s".to_owned()),
        account: Some("a".to_owned()),
        reminder: None,
        created_at: Instant(at),
        read_at: None,
    }
}

async fn a_notice_is_kept_once_and_read_by_both_its_readers(bed: &mut Bed) {
    let put = bed.store.write(|tx: &mut Tx<'_>| {
        [row("c/1", 1), row("c/2", 2), row("c/1", 3)].iter().try_for_each(|row| notice::put(tx, row))
    });
    put.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        let account = notice::page_of(tx, &Reader::Account("a".to_owned()), None, 10)?;
        let subject = notice::page_of(tx, &Reader::Subject("s".to_owned()), None, 10)?;
        Ok((account, subject, notice::unread(tx, "a", Some("s"))?, notice::unread(tx, "b", None)?))
    });
    let (account, subject, unread, none) = read.await.map_err(|error: DbError| error).unwrap();
    let ids: Vec<&str> = account.iter().map(|told| told.notice.id.as_str()).collect();
    assert_eq!((ids, unread, none), (vec!["c/2", "c/1"], 2, 0));
    assert_eq!((&account, account[1].notice.created_at), (&subject, Instant(1)));
    let mark = bed.store.write(|tx: &mut Tx<'_>| {
        notice::mark_read(tx, &Reader::Account("a".to_owned()), Instant(1), Instant(9))?;
        notice::unread(tx, "a", Some("s"))
    });
    assert_eq!(mark.await.map_err(|error: DbError| error).unwrap(), 1);
}

async fn a_message_is_claimed_by_one_of_many(bed: &mut Bed) {
    let put = bed.store.write(|tx: &mut Tx<'_>| {
        notice::put(tx, &row("c/1", 1))?;
        outbox::put(tx, "c/1", Channel::Email, Instant(5), Instant(5))?;
        outbox::put(tx, "c/1", Channel::Email, Instant(7), Instant(7))
    });
    put.await.map_err(|error: DbError| error).unwrap();
    let claim = |now: i64, until: i64| {
        bed.store.write(move |tx: &mut Tx<'_>| outbox::claim(tx, Channel::Email, Instant(now), Instant(until)))
    };
    assert_eq!(claim(4, 100).await.map_err(|error: DbError| error).unwrap(), None, "not due so far");
    let all = futures_util::future::join_all((0..8).map(|_| claim(5, 100))).await;
    let mut taken = all.into_iter().filter_map(|one: Result<_, DbError>| match one {
        Ok(claimed) => claimed,
        Err(DbError::Stale | DbError::Busy) => None,
        Err(error) => panic!("{error:?}"),
    });
    let first = taken.next().unwrap();
    assert_eq!((first.attempts, first.made_at, taken.next()), (1, Instant(5), None));
    // The first process died; another takes the message, and the first comes back too late.
    let second = claim(100, 200).await.map_err(|error: DbError| error).unwrap().unwrap();
    assert_eq!(second.attempts, 2);
    let settle = |claimed: outbox::Claimed| {
        let sent = Outcome { state: OutState::Sent, due_at: Instant(150), reason: None, answer: None };
        bed.store.write(move |tx: &mut Tx<'_>| outbox::settle(tx, Channel::Email, &claimed, &sent, Instant(150)))
    };
    assert!(!settle(first).await.map_err(|error: DbError| error).unwrap());
    assert!(settle(second).await.map_err(|error: DbError| error).unwrap());
    let after = bed.store.write(|tx: &mut Tx<'_>| {
        let sent = outbox::page(tx, OutState::Sent, None, 10)?;
        let again = outbox::again(tx, "c/1", Channel::Email, Instant(300))?;
        Ok((sent.len(), again, outbox::again(tx, "c/1", Channel::Email, Instant(300))?))
    });
    assert_eq!(after.await.map_err(|error: DbError| error).unwrap(), (1, true, false));
}

async fn a_choice_without_events_is_found(bed: &mut Bed) {
    let owner = owner_of("a", None);
    let choice = ChoiceRow { owner, version: 1, preferences: Preferences::default(), language: Language::En };
    let put = bed.store.write({
        let choice = choice.clone();
        move |tx: &mut Tx<'_>| notice::put_choice(tx, &choice)
    });
    put.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| Ok((notice::choices(tx, &["account/a".to_owned()])?, notice::orphan(tx)?)));
    assert_eq!(read.await.map_err(|error: DbError| error).unwrap(), (vec![choice], Some("account/a".to_owned())));
}
