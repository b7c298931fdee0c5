//! Requests for papers on the due date: kept once, listed by unit and for the province, the newest first, page by page.

use domain::time::Instant;
use store::dossier::Cursor;
use store::supplement::{self, FlagRow};
use store::{DbError, Tx};

use crate::bed::{Bed, contract};

contract! {
    requests_are_listed_by_unit_and_for_the_province_page_by_page,
}

fn row(dossier: &str, number: i64, unit: &str, at: i64) -> FlagRow {
    FlagRow {
        dossier: dossier.to_owned(),
        number,
        unit: unit.to_owned(),
        procedure_id: "1.001612".to_owned(),
        at: Instant(at),
        exceptional: number > 1,
        late_notice: false,
    }
}

async fn requests_are_listed_by_unit_and_for_the_province_page_by_page(bed: &mut Bed) {
    let rows = [row("a", 1, "05443", 10), row("b", 1, "05455", 20), row("a", 2, "05443", 30)];
    let kept = rows.clone();
    let keep = move |tx: &mut Tx<'_>| {
        kept.iter().try_for_each(|row| supplement::put(tx, row))?;
        // Written again, nothing changes.
        supplement::put(tx, &kept[0])
    };
    bed.store.write(keep).await.map_err(|error: DbError| error).unwrap();
    let read = |unit: Option<&'static str>, after: Option<Cursor>, limit| {
        bed.store.read(move |tx| supplement::page(tx, unit, after.as_ref(), limit))
    };
    let [first, other, second] = rows;
    assert_eq!(read(None, None, 2).await.unwrap(), [second.clone(), other.clone()]);
    let next = Cursor { at: Instant(20), code: "b".to_owned() };
    assert_eq!(read(None, Some(next), 2).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(read(Some("05443"), None, 10).await.unwrap(), [second.clone(), first.clone()]);
    assert_eq!(read(Some("05455"), None, 10).await.unwrap(), [other]);
    let of_one = bed.store.read(|tx| supplement::of_dossier(tx, "a")).await.unwrap();
    assert_eq!(of_one, [first, second]);
    let orphan = bed.store.read(supplement::orphan).await.map_err(|error: DbError| error).unwrap();
    assert_eq!(orphan.as_deref(), Some("a"), "no dossier is there");
}
