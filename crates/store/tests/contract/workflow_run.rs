//! By which version work runs: kept once for each instance, listed by unit and for the province page by page.

use store::workflow_run::{self, RunCursor, RunRow};
use store::{DbError, Tx};

use crate::bed::{Bed, contract};

contract! {
    runs_by_an_older_version_are_listed_page_by_page,
}

fn row(dossier: &str, instance: &str, version: i64, unit: &str) -> RunRow {
    let [dossier, instance, unit] = [dossier, instance, unit].map(str::to_owned);
    RunRow { dossier, instance, workflow: "dat".to_owned(), version, unit }
}

async fn runs_by_an_older_version_are_listed_page_by_page(bed: &mut Bed) {
    let rows = [row("a", "", 1, "u"), row("a", "thue", 1, "u"), row("b", "", 2, "u"), row("c", "", 1, "v")];
    let kept = rows.clone();
    let keep = move |tx: &mut Tx<'_>| {
        // Written again, the newer one counts.
        workflow_run::put(tx, &RunRow { version: 7, ..kept[0].clone() })?;
        kept.iter().try_for_each(|row| workflow_run::put(tx, row))
    };
    bed.store.write(keep).await.map_err(|error: DbError| error).unwrap();
    let older = |version, unit: Option<&'static str>, after: RunCursor, limit| {
        bed.store.read(move |tx| workflow_run::older(tx, ("dat", version), unit, &after, limit))
    };
    let start = RunCursor::default;
    let [own, tax, newer, other] = rows.clone();
    assert_eq!(older(2, Some("u"), start(), 1).await.unwrap(), std::slice::from_ref(&own));
    let next = RunCursor { dossier: "a".to_owned(), instance: String::new() };
    assert_eq!(older(2, Some("u"), next.clone(), 10).await.unwrap(), std::slice::from_ref(&tax));
    assert_eq!(older(3, Some("u"), next.clone(), 10).await.unwrap(), [tax.clone(), newer]);
    assert_eq!(older(2, None, next, 10).await.unwrap(), [tax.clone(), other]);
    assert_eq!(older(1, None, start(), 10).await.unwrap(), []);
    let gone = own.clone();
    bed.store.write(move |tx| workflow_run::delete(tx, &gone)).await.map_err(|error: DbError| error).unwrap();
    assert_eq!(bed.store.read(|tx| workflow_run::of_dossier(tx, "a")).await.unwrap(), [tax]);
    let orphan = bed.store.read(workflow_run::orphan).await.map_err(|error: DbError| error).unwrap();
    assert!(orphan.is_some(), "no dossier is there");
}
