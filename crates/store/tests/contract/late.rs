//! Reminders kept once, tasks in the order in which they are to be looked at, outages of a span of time.

use domain::access::{Delegation, Grant, Role, Scope, Terms};
use domain::lateness::OutageRecord;
use domain::time::{Date, Instant};
use store::journal::{self, NewEvent};
use store::reminder::{self, ReminderRow};
use store::task::{self, TaskRow};
use store::{DbError, Tx, absence, outage};

use crate::bed::{Bed, contract};

contract! {
    a_reminder_is_kept_once,
    a_changed_task_is_looked_at_again,
    heads_are_told_and_whoever_acts_for_them,
    outages_are_found_by_the_time_that_they_touch,
    events_of_many_records_come_in_one_answer,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn reminded(key: &str, repetition: i64, is_escalated: bool) -> ReminderRow {
    ReminderRow {
        key: key.to_owned(),
        rule: "due_reached".to_owned(),
        task: "H1//a".to_owned(),
        repetition,
        dossier: "H1".to_owned(),
        step: String::new(),
        unit: "05443".to_owned(),
        is_escalated,
        fell_due_at: Instant(1),
        sent_at: Instant(10),
    }
}

async fn a_reminder_is_kept_once(bed: &mut Bed) {
    let write = bed.store.write(|tx| {
        let first = reminder::put(tx, &reminded("due_reached/H1//a/0", 0, false))?;
        let again = reminder::put(tx, &reminded("due_reached/H1//a/0", 0, false))?;
        Ok((first, again, reminder::put(tx, &reminded("due_reached/H1//a/1", 1, true))?))
    });
    assert_eq!(write.await.map_err(|error: DbError| error).unwrap(), (true, false, true));
    let read = bed.store.read(|tx| {
        let sent = reminder::sent_about(tx, &["H1".to_owned(), "H2".to_owned()])?;
        let counted = reminder::escalated_at(tx, "05443", Instant(0), Instant(11))?;
        Ok((sent, counted, reminder::one(tx, "due_reached/H1//a/1")?, outage::orphan(tx)?))
    });
    let (sent, counted, one, orphan) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!((sent.len(), sent[0].repetition, sent[0].count, sent[0].is_escalated), (1, 1, 2, true));
    assert_eq!((counted, one), (1, Some(reminded("due_reached/H1//a/1", 1, true))));
    assert_eq!(orphan.as_deref(), Some("reminder/due_reached/H1//a/0"), "a row without an event is found");
}

fn row(dossier: &str, due: i64) -> TaskRow {
    TaskRow {
        dossier: dossier.to_owned(),
        step: String::new(),
        kind: "whole".to_owned(),
        name: String::new(),
        unit: "05443".to_owned(),
        role: "officer".to_owned(),
        assignee: None,
        since: Instant(1),
        due_at: Instant(due),
        procedure_id: "1.000656".to_owned(),
        stage: "in_process".to_owned(),
        applicant_name: String::new(),
    }
}

async fn a_changed_task_is_looked_at_again(bed: &mut Bed) {
    let write = bed.store.write(|tx| {
        task::put(tx, &row("H1", 5))?;
        task::put(tx, &row("H2", 6))?;
        reminder::checked(tx, "H1", "", Instant(100))?;
        reminder::checked(tx, "H2", "", Instant(50))
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let due = async |bed: &Bed, now: i64| {
        let read = bed.store.read(move |tx| reminder::to_check(tx, Instant(now), 10));
        let found: Vec<(String, String)> = read.await.map_err(|error: DbError| error).unwrap();
        found.into_iter().map(|(dossier, _)| dossier).collect::<Vec<_>>()
    };
    assert_eq!(due(bed, 49).await, Vec::<String>::new());
    assert_eq!(due(bed, 100).await, ["H2", "H1"]);
    let write = bed.store.write(|tx| task::put(tx, &row("H1", 7)));
    write.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(due(bed, 49).await, ["H1"]);
}

fn account(tx: &mut Tx<'_>, id: &str, role: Role) -> Result<(), DbError> {
    crate::absence::account(tx, id, &[Grant::own(role, "05443".to_owned(), day("2025-07-01"), None)])
}

async fn heads_are_told_and_whoever_acts_for_them(bed: &mut Bed) {
    let write = bed.store.write(|tx| {
        account(tx, "truong", Role::Leader)?;
        account(tx, "pho", Role::Officer)?;
        account(tx, "caicach", Role::ReformOffice)?;
        let terms = Terms {
            giver: "truong".to_owned(),
            receiver: "pho".to_owned(),
            role: Role::Leader,
            unit: "05443".to_owned(),
            valid_from: day("2026-12-01"),
            valid_to: day("2026-12-05"),
            scope: Scope::All,
            works: None,
            reason: "12/UBND".to_owned(),
        };
        let given = Delegation { id: "1".to_owned(), terms, made_by: "truong".to_owned(), revoked: false };
        absence::put_delegation(tx, &given, 1)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        let before = reminder::heads_of(tx, "05443", day("2026-11-30"))?;
        let during = reminder::heads_of(tx, "05443", day("2026-12-01"))?;
        Ok((before, during, reminder::holders_anywhere(tx, Role::ReformOffice, day("2026-12-01"))?))
    });
    let (before, during, office) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!((before, during), (vec!["truong".to_owned()], vec!["pho".to_owned(), "truong".to_owned()]));
    assert_eq!(office, ["caicach"]);
}

async fn outages_are_found_by_the_time_that_they_touch(bed: &mut Bed) {
    let at = |text: &str| format!("2026-11-{text}").parse().unwrap();
    let record = |id: &str, from: &str, to: Option<&str>, withdrawn| OutageRecord {
        id: id.to_owned(),
        from: at(from),
        to: to.map(at),
        what: "Mất điện".to_owned(),
        noted_by: "quantri".to_owned(),
        withdrawn,
    };
    let rows = [
        record("1", "20T08:00:00", Some("20T09:00:00"), false),
        record("2", "21T08:00:00", None, false),
        record("3", "22T08:00:00", Some("22T09:00:00"), true),
        record("4", "25T08:00:00", Some("25T09:00:00"), false),
    ];
    let kept = rows.clone();
    let write = bed.store.write(move |tx| kept.iter().try_for_each(|row| outage::put(tx, row, 1)));
    write.await.map_err(|error: DbError| error).unwrap();
    let (from, to) = (at("20T08:30:00"), at("24T08:00:00"));
    let read = bed.store.read(move |tx| {
        let touching = outage::between(tx, from, to)?;
        let newest = outage::page(tx, None, 2)?;
        let older = outage::page(tx, Some((&newest[1].from.to_string(), &newest[1].id)), 2)?;
        Ok((touching, newest, older, outage::one(tx, "2")?))
    });
    let (touching, newest, older, one) = read.await.map_err(|error: DbError| error).unwrap();
    let ids = |rows: &[OutageRecord]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&touching), ids(&newest), ids(&older)),
        (
            vec!["2".to_owned(), "1".to_owned()],
            vec!["4".to_owned(), "3".to_owned()],
            vec!["2".to_owned(), "1".to_owned()],
        )
    );
    assert_eq!(one, Some((rows[1].clone(), 1)));
}

async fn events_of_many_records_come_in_one_answer(bed: &mut Bed) {
    let write = bed.store.write(|tx| {
        for (stream, version) in [("a", 1), ("a", 2), ("b", 1), ("c", 1)] {
            let payload = format!("{{\"at\":{version}}}");
            let event = NewEvent {
                stream,
                version,
                kind: "accepted",
                recorded_at: Instant(1),
                actor: "clerk",
                payload: &payload,
                sealed: None,
                subject: None,
            };
            journal::append(tx, &event)?;
        }
        Ok(())
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let streams = ["b", "a", "d"].map(str::to_owned);
    let read = bed
        .store
        .read(move |tx| Ok((journal::payloads_of(tx, &streams, 100)?, journal::payloads_of(tx, &streams, 3)?)));
    let (all, cut) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(all["a"], ["{\"at\":1}", "{\"at\":2}"]);
    assert_eq!(all.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(cut.keys().collect::<Vec<_>>(), ["a"], "what may be cut off is left out");
}
