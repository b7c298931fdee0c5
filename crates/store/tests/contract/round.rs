//! The rows of scoring rounds: lists by who may see them, what waits, what is over, what was written past the acts.

use domain::time::Instant;
use store::DbError;
use store::journal::{self, NewEvent};
use store::round::{self, RoundRow, SheetRow};

use crate::bed::{Bed, contract};

contract! {
    rounds_are_walked_by_those_who_take_part,
    what_waits_is_counted_for_units_and_for_the_office,
    the_published_round_of_the_year_before_is_found,
    events_of_all_sheets_come_in_their_order,
    rows_of_rounds_without_events_are_found,
}

fn row(id: &str, state: &str, due: &str, updated: i64) -> RoundRow {
    RoundRow {
        id: id.to_owned(),
        version: 1,
        year: 2025,
        block: "so".to_owned(),
        card: "internal-example".to_owned(),
        title: format!("Kỳ {id}"),
        state: state.to_owned(),
        due: due.to_owned(),
        published: 0,
        updated_at: Instant(updated),
    }
}

fn sheet(round: &str, unit: &str, waits_until: &str) -> SheetRow {
    SheetRow {
        round: round.to_owned(),
        unit: unit.to_owned(),
        version: 0,
        is_ranked: true,
        submitted_on: String::new(),
        asked: 0,
        unanswered: 0,
        waits_until: waits_until.to_owned(),
    }
}

async fn put(bed: &Bed, rounds: Vec<RoundRow>, sheets: Vec<SheetRow>) {
    let write = bed.store.write(move |tx| {
        rounds.iter().try_for_each(|row| round::put(tx, row))?;
        sheets.iter().try_for_each(|row| round::put_sheet(tx, row))
    });
    write.await.map_err(|error: DbError| error).unwrap();
}

async fn rounds_are_walked_by_those_who_take_part(bed: &mut Bed) {
    let rounds =
        vec![row("2025-1", "published", "", 3), row("2025-2", "draft", "", 2), row("2025-3", "explanation", "", 1)];
    let sheets = vec![sheet("2025-1", "a", ""), sheet("2025-2", "a", ""), sheet("2025-3", "b", "")];
    put(bed, rounds, sheets).await;
    let read = bed.store.read(|tx| {
        let ids = |rows: Vec<RoundRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let units = ["a".to_owned()];
        let first = round::all(tx, None, 2)?;
        let last = first.last().cloned();
        let rest = round::all(tx, last.as_ref().map(|row| (row.updated_at, row.id.as_str())), 2)?;
        let mine = round::of_units(tx, &units, None, 10)?;
        Ok((ids(first), ids(rest), ids(mine), ids(round::of_units(tx, &[], None, 10)?)))
    });
    let (first, rest, mine, none) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!((first, rest), (vec!["2025-1".to_owned(), "2025-2".to_owned()], vec!["2025-3".to_owned()]));
    assert_eq!(mine, ["2025-1"], "a draft is not for units");
    assert!(none.is_empty());
    let write = bed.store.write(|tx| round::put_appraisers(tx, "2025-3", &["a".to_owned(), "c".to_owned()]));
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed
        .store
        .read(|tx| Ok((round::of_units(tx, &["a".to_owned()], None, 10)?.len(), round::appraisers(tx, "2025-3")?)));
    let found = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, (2, vec!["a".to_owned(), "c".to_owned()]));
}

async fn what_waits_is_counted_for_units_and_for_the_office(bed: &mut Bed) {
    let rounds = vec![
        row("2025-1", "first_appraisal", "2026-11-20", 1),
        row("2025-2", "second_appraisal", "2026-12-20", 2),
        row("2025-3", "self_assessment", "2026-11-20", 3),
    ];
    let sheets = vec![
        sheet("2025-1", "a", ""),
        sheet("2025-2", "a", "2026-12-20"),
        sheet("2025-3", "a", "2026-11-20"),
        sheet("2025-3", "b", "2026-11-20"),
    ];
    put(bed, rounds, sheets).await;
    let read = bed.store.read(|tx| {
        let states = ["first_appraisal", "second_appraisal", "approved", "correction"];
        let over = round::over(tx, "self_assessment", "2026-11-21", 10)?;
        Ok((
            round::waiting(tx, "2026-11-26", states)?,
            round::sheets_waiting(tx, &["a".to_owned()], "2026-11-26")?,
            round::over(tx, "self_assessment", "2026-11-20", 10)?.len(),
            over.into_iter().map(|row| row.id).collect::<Vec<_>>(),
        ))
    });
    let found = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, ((2, 1), (2, 1), 0, vec!["2025-3".to_owned()]));
}

async fn the_published_round_of_the_year_before_is_found(bed: &mut Bed) {
    let published = |id: &str, year, updated| RoundRow { published: 1, year, ..row(id, "published", "", updated) };
    let rounds = vec![published("2024-1", 2024, 1), published("2024-2", 2024, 2), row("2024-3", "computed", "", 3)];
    put(bed, rounds, Vec::new()).await;
    let read = bed.store.read(|tx| {
        let found = round::of_year(tx, 2024, "so", "internal-example")?.map(|row| row.id);
        let first = round::published(tx, None, 1)?;
        let last = first.last().cloned();
        let rest = round::published(tx, last.as_ref().map(|row| (row.year, row.id.as_str())), 10)?;
        Ok((found, round::of_year(tx, 2024, "huyen", "internal-example")?.is_none(), first.len(), rest.len()))
    });
    let found = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, (Some("2024-2".to_owned()), true, 1, 1));
}

fn event<'e>(stream: &'e str, version: i64, payload: &'e str) -> NewEvent<'e> {
    let (kind, recorded_at, actor) = ("round_item_claimed", Instant(1), "an");
    NewEvent { stream, version, kind, recorded_at, actor, payload, sealed: None, subject: None }
}

async fn events_of_all_sheets_come_in_their_order(bed: &mut Bed) {
    put(bed, vec![row("2025-1", "published", "", 3)], vec![sheet("2025-1", "b", ""), sheet("2025-1", "a", "")]).await;
    let write = bed.store.write(|tx| {
        for (stream, version, payload) in [
            ("round-sheet/2025-1/b", 1, "b1"),
            ("round-sheet/2025-1/a", 1, "a1"),
            ("round-sheet/2025-1/a", 2, "a2"),
            ("round-sheet/2025-10/a", 1, "other"),
        ] {
            journal::append(tx, &event(stream, version, payload))?;
        }
        Ok(())
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        let mut told = Vec::new();
        round::sheet_events(tx, "2025-1", |unit, actor, payload| {
            told.push(format!("{unit} {actor} {payload}"));
            Ok(())
        })?;
        Ok(told)
    });
    assert_eq!(read.await.map_err(|error: DbError| error).unwrap(), ["a an a1", "a an a2", "b an b1"]);
}

async fn rows_of_rounds_without_events_are_found(bed: &mut Bed) {
    let orphan = || bed.store.read(round::orphan);
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap(), None);
    put(bed, vec![row("2025-1", "draft", "", 1)], vec![SheetRow { version: 1, ..sheet("2025-1", "a", "") }]).await;
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap().as_deref(), Some("round-sheet/2025-1/a"));
    let write = bed.store.write(|tx| journal::append(tx, &event("round-sheet/2025-1/a", 1, "{}")));
    write.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap().as_deref(), Some("round/2025-1"));
}
