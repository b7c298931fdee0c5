//! The rows of the review of procedures: plans, reviews, proposals, and dossiers counted.

use domain::time::Instant;
use store::DbError;
use store::journal::{self, NewEvent};
use store::registry::{self, RevisionRow};
use store::review::{self, PlanRow, ProposalRow, ReviewRow};
use store::review_records::{self, Span};

use crate::bed::{Bed, contract};

contract! {
    plans_are_walked_the_last_changed_first,
    reviews_of_a_unit_are_walked_by_deadline,
    progress_counts_the_late_ones,
    decided_proposals_know_how_their_revision_stands,
    rows_without_events_are_found,
    nothing_is_counted_where_there_is_nothing,
}

fn plan(id: &str, state: &str, updated: i64) -> PlanRow {
    let (state, title) = (state.to_owned(), format!("Kế hoạch {id}"));
    PlanRow { id: id.to_owned(), version: 1, year: 2027, state, title, updated_at: Instant(updated) }
}

fn row(plan: &str, procedure: &str, deadline: &str, (state, confirmed_on): (&str, &str)) -> ReviewRow {
    ReviewRow {
        plan: plan.to_owned(),
        procedure_id: procedure.to_owned(),
        item: 1,
        version: 0,
        year: 2027,
        unit: "05443".to_owned(),
        person: "lan".to_owned(),
        deadline: deadline.to_owned(),
        state: state.to_owned(),
        confirmed_on: confirmed_on.to_owned(),
    }
}

fn proposal(number: i64, unit: &str, decision: &str, decided_on: &str, revision: Option<i64>) -> ProposalRow {
    ProposalRow {
        plan: "2027-1".to_owned(),
        procedure_id: "1.000001".to_owned(),
        number,
        unit: unit.to_owned(),
        kind: "shorten".to_owned(),
        counts_as: "shorten".to_owned(),
        days_hundredths: 150,
        decision: decision.to_owned(),
        document: "12/QĐ-UBND".to_owned(),
        decided_on: decided_on.to_owned(),
        revision,
    }
}

async fn put(bed: &Bed, rows: Vec<ReviewRow>) {
    let write = bed.store.write(move |tx| rows.iter().try_for_each(|row| review::put(tx, row)));
    write.await.map_err(|error: DbError| error).unwrap();
}

async fn plans_are_walked_the_last_changed_first(bed: &mut Bed) {
    let rows = [plan("2027-1", "draft", 5), plan("2027-2", "draft", 7), plan("2027-3", "issued", 5)];
    let write = bed.store.write(move |tx| {
        rows.iter().try_for_each(|row| review::put_plan(tx, row))?;
        review::put_plan(tx, &plan("2027-2", "issued", 8))
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let mut seen = Vec::new();
    let mut after: Option<(Instant, String)> = None;
    loop {
        let place = after.clone();
        let read = bed.store.read(move |tx| review::plans(tx, place.as_ref().map(|(at, id)| (*at, id.as_str())), 1));
        let page: Vec<PlanRow> = read.await.map_err(|error: DbError| error).unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.updated_at, last.id.clone()));
        seen.extend(page.into_iter().map(|row| row.id));
    }
    assert_eq!(seen, ["2027-2", "2027-3", "2027-1"]);
    let read = bed.store.read(|tx| Ok((review::plan(tx, "2027-2")?, review::plan(tx, "2027-9")?)));
    let (one, none): (Option<PlanRow>, Option<PlanRow>) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!((one, none), (Some(plan("2027-2", "issued", 8)), None));
}

async fn reviews_of_a_unit_are_walked_by_deadline(bed: &mut Bed) {
    let waiting = ("waiting", "");
    let elsewhere = ReviewRow { unit: "05444".to_owned(), ..row("2027-1", "1.000009", "2027-01-01", waiting) };
    let rows = vec![
        row("2027-1", "1.000002", "2027-03-01", waiting),
        row("2027-1", "1.000001", "2027-03-01", waiting),
        row("2027-2", "1.000001", "2027-02-01", waiting),
        elsewhere,
    ];
    put(bed, rows).await;
    let mut seen = Vec::new();
    let mut after = (String::new(), String::new(), String::new());
    loop {
        let (deadline, plan, procedure) = after.clone();
        let read = bed.store.read(move |tx| review::of_unit(tx, "05443", (&deadline, &plan, &procedure), 2));
        let page: Vec<ReviewRow> = read.await.map_err(|error: DbError| error).unwrap();
        let Some(last) = page.last() else { break };
        after = (last.deadline.clone(), last.plan.clone(), last.procedure_id.clone());
        seen.extend(page.into_iter().map(|row| (row.plan, row.procedure_id)));
    }
    let expected = [("2027-2", "1.000001"), ("2027-1", "1.000001"), ("2027-1", "1.000002")];
    assert_eq!(seen, expected.map(|(plan, procedure)| (plan.to_owned(), procedure.to_owned())));
    let write = bed.store.write(|tx| review::hand(tx, "2027-1", 1, "hoa", "2027-05-04"));
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| review::of_plan(tx, "2027-1"));
    let handed: Vec<ReviewRow> = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(handed.len(), 3);
    assert!(handed.iter().all(|row| row.person == "hoa" && row.deadline == "2027-05-04"));
    let advance = |procedure: &'static str| {
        bed.store.write(move |tx| review::advance(tx, &row("2027-1", procedure, "2027-03-01", ("draft", ""))))
    };
    advance("1.000001").await.map_err(|error: DbError| error).unwrap();
    let absent: Result<(), DbError> = advance("1.000077").await;
    assert!(matches!(absent, Err(DbError::Stale)), "{absent:?}");
    let read = bed.store.read(|tx| review::of_plan(tx, "2027-1"));
    let advanced: Vec<ReviewRow> = read.await.map_err(|error: DbError| error).unwrap();
    let kept = ReviewRow { person: "hoa".to_owned(), ..row("2027-1", "1.000001", "2027-05-04", ("draft", "")) };
    assert!(advanced.contains(&kept), "who and until when is the plan's: {advanced:?}");
}

async fn progress_counts_the_late_ones(bed: &mut Bed) {
    let rows = vec![
        row("2027-1", "1.000001", "2027-03-01", ("waiting", "")),
        row("2027-1", "1.000002", "2027-03-02", ("waiting", "")),
        row("2027-1", "1.000003", "2027-03-01", ("confirmed", "2027-03-01")),
        row("2027-1", "1.000004", "2027-02-01", ("confirmed", "2027-03-01")),
        ReviewRow { year: 2028, ..row("2028-1", "1.000001", "2027-03-01", ("waiting", "")) },
    ];
    put(bed, rows).await;
    let read = bed.store.read(|tx| review::progress(tx, "2027-03-02", 2027));
    let mut found: Vec<(String, String, bool, i64)> = read.await.map_err(|error: DbError| error).unwrap();
    found.sort();
    let line = |state: &str, late| ("05443".to_owned(), state.to_owned(), late, 1_i64);
    let expected = [line("confirmed", false), line("confirmed", true), line("waiting", false), line("waiting", true)];
    assert_eq!(found, expected, "the last day itself is not late");
}

async fn decided_proposals_know_how_their_revision_stands(bed: &mut Bed) {
    let published = RevisionRow {
        procedure_id: "1.000001".to_owned(),
        number: 3,
        state: "published".to_owned(),
        name: String::new(),
        valid_from: None,
        updated_at: Instant(1),
        body: "{}".to_owned(),
        batch: None,
        accepted: "{}".to_owned(),
    };
    let rows = [
        proposal(1, "05443", "adopted", "2027-05-01", Some(3)),
        proposal(2, "05443", "adopted", "2027-05-02", None),
        proposal(3, "05443", "rejected", "2027-05-02", None),
        proposal(4, "05444", "adopted", "2026-12-31", Some(9)),
        proposal(5, "05443", "", "", None),
    ];
    let write = bed.store.write(move |tx| {
        registry::put_revision(tx, &published)?;
        rows.iter().try_for_each(|row| review::put_proposal(tx, row))?;
        review::drop_proposal(tx, "2027-1", "1.000001", 5)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    for (days, unit, expected) in [
        (("2027-01-01", "2027-12-31"), None, vec![(1, "published"), (2, "")]),
        (("2026-01-01", "2026-12-31"), None, vec![(4, "")]),
        (("2026-01-01", "2027-12-31"), Some("05444"), vec![(4, "")]),
    ] {
        let read = bed.store.read(move |tx| review::decided(tx, "adopted", days, unit, 10));
        let found: Vec<(ProposalRow, String)> = read.await.map_err(|error: DbError| error).unwrap();
        let found: Vec<(i64, &str)> = found.iter().map(|(row, state)| (row.number, state.as_str())).collect();
        assert_eq!(found, expected);
    }
    let read = bed.store.read(|tx| {
        let states = (review::revision_state(tx, "1.000001", 3)?, review::revision_state(tx, "1.000001", 4)?);
        Ok((review::proposals_of(tx, "2027-1", "1.000001")?.len(), states))
    });
    let found: (usize, (Option<String>, Option<String>)) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, (4, (Some("published".to_owned()), None)));
}

async fn rows_without_events_are_found(bed: &mut Bed) {
    let orphan = || bed.store.read(review::orphan);
    let write = bed.store.write(|tx| {
        review::put_plan(tx, &plan("2027-1", "draft", 1))?;
        let event = NewEvent {
            stream: "review/2027-1",
            version: 1,
            kind: "review_plan_described",
            recorded_at: Instant(1),
            actor: "an",
            payload: "{}",
            sealed: None,
            subject: None,
        };
        journal::append(tx, &event).map(drop)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    put(bed, vec![row("2027-1", "1.000001", "2027-03-01", ("waiting", ""))]).await;
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap(), None);
    put(bed, vec![ReviewRow { version: 1, ..row("2027-1", "1.000002", "2027-03-01", ("draft", "")) }]).await;
    let found = orphan().await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found.as_deref(), Some("review-sheet/2027-1/1.000002"));
}

async fn nothing_is_counted_where_there_is_nothing(bed: &mut Bed) {
    let span = Span { procedure: "1.000001".to_owned(), from: Instant(0), until: Instant(i64::MAX), unit: None };
    let read = bed.store.read(move |tx| {
        let mut events = 0;
        review_records::events(tx, &span, (10, 100), |_, _| {
            events += 1;
            Ok(())
        })?;
        Ok((review_records::count(tx, &span)?, review_records::list(tx, &span, None, 10)?.len(), events))
    });
    let found: (i64, usize, i32) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(found, (0, 0, 0));
}
