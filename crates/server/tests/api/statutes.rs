//! Legal texts: pages without gaps, how they stand on a day, what cites them, and what cannot be asked.

use super::bed::{Bed, on_both};
use axum::http::StatusCode;

on_both!(texts_are_listed_and_told_as_of_a_day);

async fn texts_are_listed_and_told_as_of_a_day(bed: &Bed) {
    let stranger = bed.stranger();
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = stranger.get(&format!("/api/v1/statutes?limit=50{after}")).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert!(count > 100 && seen.len() == count, "{count}");

    let found = stranger
        .get("/api/v1/statutes?q=61%2F2018&as_of=2025-06-30&kind=Ngh%E1%BB%8B%20%C4%91%E1%BB%8Bnh")
        .await
        .json();
    let rows = found["items"].as_array().unwrap();
    let row = rows.iter().find(|row| row["symbol"] == "61/2018/NĐ-CP").unwrap();
    assert_eq!(row["status"], "in_force", "others that name it in their titles are found beside it");
    let fallen = stranger.get("/api/v1/statutes/61-2018-nd-cp?as_of=2025-07-01").await.json();
    assert_eq!(fallen["status"], "expired");
    assert_eq!(fallen["relations_on"].as_array().unwrap().iter().filter(|one| one["action"] == "replace").count(), 1);
    let before = stranger.get("/api/v1/statutes/61-2018-nd-cp?as_of=2025-06-30").await.json();
    let cited = before["cited_by"].as_array().unwrap();
    assert!(cited.iter().any(|one| one["kind"] == "refusal_ground" && one["part"] == "19.4"), "{cited:?}");
    let changes = stranger.get("/api/v1/statutes/61-2018-nd-cp/changes?from=2018-06-21&to=2025-07-01").await.json();
    assert_eq!(changes["items"].as_array().map(Vec::len), Some(0));

    for (path, status) in [
        ("/api/v1/statutes/1-1999-nd-cp", StatusCode::NOT_FOUND),
        ("/api/v1/statutes/61-2018-nd-cp?as_of=hom-nay", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/statutes?status=dead", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/statutes/61-2018-nd-cp/changes?from=2018-06-21", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(stranger.get(path).await.status, status, "{path}");
    }
}
