//! The registry's rows, files of the past, and the version that a draft keeps.

use domain::time::Instant;
use store::dataset::{self, DatasetRow};
use store::draft::{self, DraftRow};
use store::journal::{self, NewEvent};
use store::registry::{self, RegistryRow, RevisionPlace, RevisionRow};
use store::{DbError, Tx};

use crate::bed::{Bed, contract};

contract! {
    a_list_of_revisions_is_paged_without_gaps_and_found_without_diacritics,
    a_revision_is_replaced_and_published_ones_are_listed,
    the_stamp_grows_with_every_event,
    rows_without_events_are_found,
    a_replaced_file_is_kept,
    a_draft_keeps_its_version,
}

fn revision(procedure: &str, number: i64, state: &str, at: i64) -> RevisionRow {
    RevisionRow {
        procedure_id: procedure.to_owned(),
        number,
        state: state.to_owned(),
        name: format!("Đăng ký khai sinh {number}"),
        valid_from: (state == "published").then(|| "2026-12-01".to_owned()),
        updated_at: Instant(at),
        body: "{\"procedure\":{}}".to_owned(),
        batch: None,
        accepted: "{}".to_owned(),
    }
}

async fn put(bed: &Bed, rows: Vec<RevisionRow>) {
    let put = bed.store.write(move |tx| rows.iter().try_for_each(|row| registry::put_revision(tx, row)));
    let put: Result<(), DbError> = put.await;
    put.unwrap();
}

async fn a_list_of_revisions_is_paged_without_gaps_and_found_without_diacritics(bed: &mut Bed) {
    // Several were changed at the very same moment, two of them of one procedure.
    let rows = [("1.000002", 1, 5), ("1.000002", 2, 5), ("1.000003", 1, 5), ("1.000001", 7, 9), ("1.000004", 1, 1)];
    let mut rows: Vec<RevisionRow> =
        rows.into_iter().map(|(procedure, number, at)| revision(procedure, number, "discarded", at)).collect();
    rows.push(revision("1.000009", 1, "draft", 7));
    "Cấp phép xây dựng 100%_nhanh".clone_into(&mut rows[4].name);
    put(bed, rows).await;

    let mut seen = Vec::new();
    let mut after: Option<RevisionPlace> = None;
    loop {
        let from = after.clone();
        let read = bed.store.read(move |tx| registry::in_state(tx, "discarded", "", from.as_ref(), 2));
        let page: Vec<RevisionRow> = read.await.map_err(|error: DbError| error).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(RevisionPlace {
            updated_at: last.updated_at,
            procedure_id: last.procedure_id.clone(),
            number: last.number,
        });
        assert!(page.iter().all(|row| row.body.is_empty()));
        seen.extend(page.into_iter().map(|row| (row.procedure_id, row.number)));
    }
    let expected = [("1.000001", 7), ("1.000003", 1), ("1.000002", 2), ("1.000002", 1), ("1.000004", 1)];
    assert_eq!(seen, expected.map(|(procedure, number)| (procedure.to_owned(), number)));

    for (text, expected) in [
        ("DANG KY", 4),
        ("đăng ký khai sinh 7", 1),
        ("1.000002", 2),
        ("xay dung", 1),
        ("%", 5),
        ("_", 5),
        ("100%_nhanh", 1),
        ("ket hon", 0),
    ] {
        let read = bed.store.read(move |tx| registry::in_state(tx, "discarded", text, None, 10));
        let found: Vec<RevisionRow> = read.await.map_err(|error: DbError| error).unwrap();
        assert_eq!(found.len(), expected, "{text}");
    }
}

async fn a_revision_is_replaced_and_published_ones_are_listed(bed: &mut Bed) {
    let rows = vec![revision("1.000001", 2, "draft", 1), revision("1.000001", 1, "published", 1)];
    put(bed, rows).await;
    put(bed, vec![revision("1.000001", 2, "published", 2), revision("1.000000", 10, "published", 3)]).await;
    let read = bed.store.read(|tx| Ok((registry::published(tx)?, registry::revisions_of(tx, "1.000001")?)));
    let (published, of_one): (Vec<RevisionRow>, Vec<RevisionRow>) = read.await.map_err(|error: DbError| error).unwrap();
    let kept = [
        revision("1.000000", 10, "published", 3),
        revision("1.000001", 1, "published", 1),
        revision("1.000001", 2, "published", 2),
    ];
    assert_eq!(published, kept);
    assert_eq!(of_one, kept[1..]);
}

fn row(procedure: &str, version: i64) -> RegistryRow {
    RegistryRow { procedure_id: procedure.to_owned(), version, standing: "[]".to_owned() }
}

async fn the_stamp_grows_with_every_event(bed: &mut Bed) {
    let mut stamps = Vec::new();
    for row in [None, Some(row("1.000001", 2)), Some(row("1.000002", 1)), Some(row("1.000001", 3))] {
        let write = bed.store.write(move |tx| {
            if let Some(row) = &row {
                registry::put(tx, row)?;
            }
            registry::stamp(tx)
        });
        stamps.push(write.await.map_err(|error: DbError| error).unwrap());
    }
    assert_eq!(stamps, [0, 2, 3, 4]);
    let read = bed.store.read(|tx| Ok((registry::all(tx)?, registry::one(tx, "1.000003")?)));
    let (all, none): (Vec<RegistryRow>, Option<RegistryRow>) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!((all, none), (vec![row("1.000001", 3), row("1.000002", 1)], None));
}

async fn rows_without_events_are_found(bed: &mut Bed) {
    let orphan = || bed.store.read(registry::orphan);
    let write = bed.store.write(|tx: &mut Tx<'_>| {
        registry::put(tx, &row("1.000001", 1))?;
        let event = NewEvent {
            stream: "procedure/1.000001",
            version: 1,
            kind: "revision_opened",
            recorded_at: Instant(1),
            actor: "an",
            payload: "{}",
            sealed: None,
            subject: None,
        };
        journal::append(tx, &event).map(drop)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap(), None);
    put(bed, vec![revision("1.000002", 1, "published", 1)]).await;
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap().as_deref(), Some("1.000002"));
}

async fn a_replaced_file_is_kept(bed: &mut Bed) {
    let file = |kind: &str, version: i64| DatasetRow {
        kind: kind.to_owned(),
        name: format!("{kind}.json"),
        version,
        sha256: format!("{version:064}"),
        imported_at: Instant(version),
        body: format!("{{\"version\":{version}}}"),
    };
    for (kind, version) in
        [("procedures", 1), ("holidays", 1), ("form", 2), ("procedures", 2), ("holidays", 2), ("procedures", 3)]
    {
        let row = file(kind, version);
        let write: Result<(), DbError> = bed.store.write(move |tx| dataset::put(tx, &row)).await;
        write.unwrap();
    }
    let read = bed.store.read(|tx| Ok((dataset::all(tx)?, dataset::past(tx)?)));
    let (all, past): (Vec<DatasetRow>, Vec<DatasetRow>) = read.await.map_err(|error: DbError| error).unwrap();
    // Only what dossiers may still run under is read again.
    assert_eq!(past, [file("procedures", 1), file("procedures", 2)]);
    assert_eq!(all, [file("form", 2), file("holidays", 2), file("procedures", 3)]);
}

async fn a_draft_keeps_its_version(bed: &mut Bed) {
    let mut row = DraftRow {
        code: "BCDF23456789".to_owned(),
        version: 1,
        procedure_id: "1.000001".to_owned(),
        procedure_version: "2025-07-01".to_owned(),
        owner: "an".to_owned(),
        key_hash: String::new(),
        step: "form".to_owned(),
        updated_at: Instant(1),
        submitted_as: None,
    };
    let first = row.clone();
    let insert: Result<(), DbError> = bed.store.write(move |tx| draft::insert(tx, &first)).await;
    insert.unwrap();
    row.version = 2;
    "2026-12-01-r1".clone_into(&mut row.procedure_version);
    let moved = row.clone();
    let update: Result<(), DbError> = bed.store.write(move |tx| draft::update(tx, &moved, 1)).await;
    update.unwrap();
    let late = row.clone();
    let stale: Result<(), DbError> = bed.store.write(move |tx| draft::update(tx, &late, 1)).await;
    assert!(matches!(stale, Err(DbError::Stale)), "{stale:?}");
    let read = bed.store.read(|tx| Ok((draft::by_code(tx, "BCDF23456789")?, draft::of_owner(tx, "an", None, 5)?)));
    let (one, listed): (Option<DraftRow>, Vec<DraftRow>) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!((one, listed), (Some(row.clone()), vec![row]));
}
