//! The rows of absence and delegation, and what they add to a person's roles.

use domain::access::{Absence, AbsenceReason, Delegation, Grant, Role, Scope, Terms};
use domain::time::{Date, Instant};
use store::identity::{self, AccountRow};
use store::{DbError, Tx, absence};

use crate::bed::{Bed, contract};

contract! {
    a_role_that_was_given_counts_as_long_as_the_giver_holds_it,
    absences_of_a_unit_are_those_of_its_people,
    rows_without_events_are_found_too,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An account with roles.
pub(crate) fn account(tx: &mut Tx<'_>, id: &str, grants: &[Grant]) -> Result<(), DbError> {
    let row = AccountRow {
        id: id.to_owned(),
        version: 1,
        login: id.to_owned(),
        name: id.to_owned(),
        password_hash: String::new(),
        subject: None,
        phone: String::new(),
        email: String::new(),
        is_disabled: false,
        created_at: Instant(1),
    };
    identity::insert(tx, &row)?;
    grants.iter().try_for_each(|grant| identity::insert_grant(tx, id, grant))
}

fn grant(role: Role, to: Option<&str>) -> Grant {
    Grant::own(role, "05443".to_owned(), day("2025-07-01"), to.map(day))
}

fn delegation(id: &str, giver: &str, scope: Scope) -> Delegation {
    let terms = Terms {
        giver: giver.to_owned(),
        receiver: "pho".to_owned(),
        role: Role::Leader,
        unit: "05443".to_owned(),
        valid_from: day("2026-12-01"),
        valid_to: day("2026-12-05"),
        scope,
        works: None,
        reason: "12/UBND".to_owned(),
    };
    Delegation { id: id.to_owned(), terms, made_by: giver.to_owned(), revoked: false }
}

async fn given(bed: &Bed, on: &'static str) -> Vec<(Option<String>, Option<Date>, Option<Vec<String>>)> {
    let read = bed.store.read(move |tx| absence::grants_given(tx, "pho", day(on)));
    let found: Vec<Grant> = read.await.map_err(|error: DbError| error).unwrap();
    found.into_iter().map(|grant| (grant.on_behalf_of, grant.valid_to, grant.procedures)).collect()
}

async fn a_role_that_was_given_counts_as_long_as_the_giver_holds_it(bed: &mut Bed) {
    let deputy = Grant { deputy: true, ..grant(Role::Officer, None) };
    let two = Scope::Procedures(["1.000002".to_owned(), "1.000001".to_owned()].into());
    let (kept, scope) = (deputy.clone(), two.clone());
    let write = bed.store.write(move |tx| {
        account(tx, "truong", &[grant(Role::Leader, None)])?;
        account(tx, "cu", &[grant(Role::Leader, Some("2026-12-03"))])?;
        account(tx, "pho", std::slice::from_ref(&kept))?;
        absence::put_delegation(tx, &delegation("1", "truong", scope.clone()), 1)?;
        absence::put_delegation(tx, &delegation("2", "cu", Scope::All), 1)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let list = Some(vec!["1.000001".to_owned(), "1.000002".to_owned()]);
    let of = |giver: &str, to, list| (Some(giver.to_owned()), Some(day(to)), list);
    let both = vec![of("truong", "2026-12-05", list.clone()), of("cu", "2026-12-03", None)];
    assert_eq!(given(bed, "2026-11-26").await, both);
    assert_eq!(given(bed, "2026-12-06").await, vec![]);
    let read = bed.store.read(|tx| Ok((absence::delegation(tx, "1")?, identity::grants_of(tx, "pho")?)));
    let found: (Option<(Delegation, i64)>, Vec<Grant>) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, (Some((delegation("1", "truong", two), 1)), vec![deputy]));
    let write = bed.store.write(|tx| {
        let revoked = Delegation { revoked: true, ..delegation("2", "cu", Scope::All) };
        absence::put_delegation(tx, &revoked, 2)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(given(bed, "2026-11-26").await, vec![of("truong", "2026-12-05", list)]);
}

async fn absences_of_a_unit_are_those_of_its_people(bed: &mut Bed) {
    let away = |id: &str, person: &str, from: &str, to: &str, back: Option<&str>| Absence {
        id: id.to_owned(),
        person: person.to_owned(),
        valid_from: day(from),
        valid_to: day(to),
        reason: AbsenceReason::Leave,
        noted_by: person.to_owned(),
        back_on: back.map(day),
    };
    let rows = [
        away("1", "lan", "2026-12-01", "2026-12-05", None),
        away("2", "lan", "2026-11-01", "2026-11-25", None),
        away("3", "lan", "2026-11-20", "2026-11-30", Some("2026-11-25")),
        away("4", "xa", "2026-12-01", "2026-12-05", None),
        away("5", "lan", "2027-01-01", "2027-01-05", None),
    ];
    let write = bed.store.write(move |tx| {
        // Two roles at the unit: each absence is told once.
        account(tx, "lan", &[grant(Role::Officer, None), grant(Role::Clerk, None)])?;
        account(tx, "xa", &[Grant { unit: "05444".to_owned(), ..grant(Role::Officer, None) }])?;
        rows.iter().try_for_each(|row| absence::put(tx, row, 1))
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        let month = absence::at_unit(tx, "05443", (day("2026-11-26"), day("2026-12-23")))?;
        Ok((month, absence::of_person(tx, "lan", day("2026-11-26"))?.len(), absence::one(tx, "3")?.is_some()))
    });
    let (month, own, one): (Vec<Absence>, usize, bool) = read.await.map_err(|error: DbError| error).unwrap();
    let ids: Vec<&str> = month.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((ids, own, one), (vec!["1"], 2, true));
    let read = bed.store.read(|tx| {
        let loads = absence::workload(tx, "05443", Instant(0), Instant(1))?;
        Ok((loads.len(), absence::knows(tx, "05443", "1.000001")?.len()))
    });
    let none: (usize, usize) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(none, (0, 0));
}

async fn rows_without_events_are_found_too(bed: &mut Bed) {
    let orphan = || bed.store.read(absence::orphan);
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap(), None);
    let write = bed.store.write(|tx| absence::put_delegation(tx, &delegation("9", "truong", Scope::All), 1));
    write.await.map_err(|error: DbError| error).unwrap();
    let found = orphan().await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found.as_deref(), Some("delegation/9"));
}
