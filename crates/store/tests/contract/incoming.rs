//! The rows of incoming documents: lists of a reader, what waits, what is alike, the register, and what must not be there.

use std::collections::BTreeSet;

use domain::time::Instant;
use store::DbError;
use store::document_reader::{self, Direction};
use store::incoming::{self, Filter, IncomingRow};
use store::journal::{self, NewEvent};

use crate::bed::{Bed, contract};

contract! {
    a_reader_walks_what_it_can_read,
    what_waits_comes_by_its_day,
    likeness_and_the_register_keep_to_one_agency,
    gaps_and_rows_without_events_are_found,
}

fn row(id: &str, agency: &str, number: Option<i64>) -> IncomingRow {
    let text = str::to_owned;
    IncomingRow {
        id: text(id),
        version: 1,
        agency: text(agency),
        year: 2026,
        number,
        registered_on: number.map_or_else(String::new, |_| text("2026-11-26")),
        received_at: Instant(number.unwrap_or(0)),
        source: text("paper"),
        document_id: String::new(),
        author: text("Sở Nội vụ"),
        symbol: text("15/SNV"),
        day: text("2026-11-25"),
        kind: text("cong_van"),
        subject: text("V/v báo cáo"),
        urgency: text("normal"),
        circulation: String::new(),
        note: String::new(),
        likeness: text("15/snv|2026-11-25|so noi vu"),
        state: text("registered"),
        submitted_to: String::new(),
        lead: String::new(),
        person: String::new(),
        instructed_on: String::new(),
        taken_by: String::new(),
        taken_on: String::new(),
        due: text("2026-12-01"),
        ended_on: String::new(),
        answer: String::new(),
        waits_for: format!("clerk/{agency}"),
        waits_until: text("2026-12-01"),
    }
}

async fn put(bed: &Bed, rows: Vec<(IncomingRow, Vec<&'static str>)>) {
    let write = bed.store.write(move |tx| {
        for (row, readers) in &rows {
            incoming::put(tx, row)?;
            let readers: BTreeSet<String> = readers.iter().map(|reader| (*reader).to_owned()).collect();
            document_reader::replace(tx, Direction::Incoming, &row.id, &readers, row.received_at)?;
        }
        Ok(())
    });
    write.await.map_err(|error: DbError| error).unwrap();
}

async fn a_reader_walks_what_it_can_read(bed: &mut Bed) {
    let finished =
        IncomingRow { ended_on: "2026-11-26".to_owned(), state: "finished".to_owned(), ..row("d", "u", Some(4)) };
    let rows = vec![
        (row("a", "u", Some(1)), vec!["office/u", "staff/u"]),
        (row("b", "u", Some(2)), vec!["office/u"]),
        (row("c", "u", Some(3)), vec!["office/u", "staff/u"]),
        (finished, vec!["office/u"]),
    ];
    put(bed, rows).await;
    // A reader that is gone reads it no more.
    put(bed, vec![(row("c", "u", Some(3)), vec!["office/u"])]).await;
    let read = bed.store.read(|tx| {
        let mut seen = Vec::new();
        let mut after: Option<(Instant, String)> = None;
        loop {
            let place = after.as_ref().map(|(at, id)| (*at, id.as_str()));
            let page = incoming::list(tx, "office/u", Filter::default(), place, 1)?;
            let Some(last) = page.into_iter().next() else { break };
            after = Some((last.received_at, last.id.clone()));
            seen.push(last.id);
        }
        let ids = |rows: Vec<IncomingRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let staff = ids(incoming::list(tx, "staff/u", Filter::default(), None, 9)?);
        let late = Filter { state: None, due_before: Some("2026-12-02") };
        let late = ids(incoming::list(tx, "office/u", late, None, 9)?);
        let done = Filter { state: Some("finished"), due_before: None };
        let done = ids(incoming::list(tx, "office/u", done, None, 9)?);
        let readable =
            (incoming::readable(tx, "staff/u", "a")?.is_some(), incoming::readable(tx, "staff/u", "b")?.is_some());
        Ok((seen, staff, late, done, readable))
    });
    let (seen, staff, late, done, readable) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(seen, ["d", "c", "b", "a"]);
    assert_eq!(staff, ["a"]);
    assert_eq!(late, ["c", "b", "a"]);
    assert_eq!(done, ["d"]);
    assert_eq!(readable, (true, false));
}

async fn what_waits_comes_by_its_day(bed: &mut Bed) {
    let at = |id: &str, waits_for: &str, until: &str| IncomingRow {
        waits_for: waits_for.to_owned(),
        waits_until: until.to_owned(),
        ..row(id, "u", None)
    };
    let rows = vec![
        (at("a", "clerk/u", "2026-12-03"), vec![]),
        (at("b", "person/an", "2026-11-20"), vec![]),
        (at("c", "staff/other", "2026-11-20"), vec![]),
        (at("d", "", "9999-12-31"), vec![]),
    ];
    put(bed, rows).await;
    let read = bed.store.read(|tx| {
        let keys = ["clerk/u".to_owned(), "person/an".to_owned()];
        let first = incoming::waiting(tx, &keys, ("", ""), 1)?;
        let second = incoming::waiting(tx, &keys, ("2026-11-20", "b"), 9)?;
        let ids: Vec<String> = first.into_iter().chain(second).map(|row| row.id).collect();
        Ok((ids, incoming::waiting_count(tx, &keys, "2026-11-26")?, incoming::waiting_count(tx, &[], "2026-11-26")?))
    });
    let (ids, count, nobody) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(ids, ["b", "a"]);
    assert_eq!((count, nobody), ((2, 1), (0, 0)));
}

async fn likeness_and_the_register_keep_to_one_agency(bed: &mut Bed) {
    let rows = vec![
        (row("a", "u", Some(1)), vec![]),
        (row("b", "u", None), vec![]),
        (row("c", "v", Some(1)), vec![]),
        (IncomingRow { registered_on: "2026-11-27".to_owned(), ..row("e", "u", Some(2)) }, vec![]),
    ];
    put(bed, rows).await;
    let read = bed.store.read(|tx| {
        let ids = |rows: Vec<IncomingRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let alike = ids(incoming::alike(tx, "u", "15/snv|2026-11-25|so noi vu", "e")?);
        let day = ids(incoming::register(tx, "u", ("2026-11-26", "2026-11-26"), 9)?);
        let both = ids(incoming::register(tx, "u", ("2026-11-01", "2026-11-30"), 9)?);
        Ok((alike, day, both))
    });
    let (alike, day, both) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(alike, ["a"], "what has no number and what another agency has is not alike");
    assert_eq!((day, both), (vec!["a".to_owned()], vec!["a".to_owned(), "e".to_owned()]));
}

async fn gaps_and_rows_without_events_are_found(bed: &mut Bed) {
    put(bed, vec![(row("a", "u", Some(1)), vec![]), (row("b", "u", Some(3)), vec![])]).await;
    let found = bed.store.write(|tx| {
        let gap = incoming::number_gap(tx)?;
        incoming::put(tx, &row("c", "u", Some(2)))?;
        for id in ["a", "b"] {
            let stream = format!("incoming/{id}");
            let event = NewEvent {
                stream: &stream,
                version: 1,
                kind: "incoming_received",
                recorded_at: Instant(1),
                actor: "clerk",
                payload: "{}",
                sealed: None,
                subject: None,
            };
            journal::append(tx, &event)?;
        }
        Ok((gap, incoming::number_gap(tx)?, incoming::orphan(tx)?))
    });
    let (gap, none, orphan) = found.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(gap, Some(("u".to_owned(), 2026)));
    assert_eq!((none, orphan), (None, Some("incoming/c".to_owned())));
}
