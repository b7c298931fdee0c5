//! Retries, races and stale versions.

use super::bed::{Bed, new_dossier, on_both};
use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;
use std::collections::BTreeSet;

on_both!(a_key_answers_once, codes_have_no_gaps_under_load, a_stale_version_is_shown_the_present_one);

async fn a_key_answers_once(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    let body = new_dossier();
    let key = [("idempotency-key", "dem-1")];
    let answers = join_all((0..12).map(|_| citizen.post_with("/api/v1/dossiers", &body, &key))).await;
    let first = &answers[0];
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert!(answers.iter().all(|answer| answer.status == first.status && answer.bytes == first.bytes));
    let mut other = body.clone();
    other["applicant"]["phone"] = json!("0912000009");
    let reused = citizen.post_with("/api/v1/dossiers", &other, &key).await;
    assert_eq!(reused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reused.json()["type"], "urn:motcua:problem:key-reused");
    // Another person's key of the same name is another key.
    let neighbour = bed.caller("congdan2").await;
    assert_eq!(neighbour.post_with("/api/v1/dossiers", &body, &key).await.status, StatusCode::CREATED);
    let empty = citizen.post_with("/api/v1/dossiers", &body, &[("idempotency-key", "")]).await;
    assert_eq!(empty.fields(), ["Idempotency-Key"]);

    let code = first.json()["code"].as_str().unwrap().to_owned();
    let clerk = bed.caller("motcua.phuong").await;
    let path = format!("/api/v1/dossiers/{code}/actions/accept");
    let headers = [("idempotency-key", "nhan-1"), ("if-match", "\"1\"")];
    let accepted = clerk.post_with(&path, &json!({}), &headers).await;
    let again = clerk.post_with(&path, &json!({}), &headers).await;
    assert_eq!((accepted.status, accepted.bytes), (StatusCode::OK, again.bytes));
}

async fn codes_have_no_gaps_under_load(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    let codes: BTreeSet<String> = join_all((0..24).map(|_| citizen.submit())).await.into_iter().collect();
    let expected: BTreeSet<String> = (1..=24).map(|number| format!("H55.05443-261126-{number:04}")).collect();
    assert_eq!(codes, expected);
}

async fn a_stale_version_is_shown_the_present_one(bed: &Bed) {
    let code = bed.caller("congdan").await.submit().await;
    let clerk = bed.caller("motcua.phuong").await;
    let path = |action: &str| format!("/api/v1/dossiers/{code}/actions/{action}");
    let accepted = clerk.post_with(&path("accept"), &json!({}), &[("if-match", "\"1\"")]).await;
    assert_eq!((accepted.status, accepted.header("etag")), (StatusCode::OK, "\"2\""));
    let refused = json!({"reason": "Nộp nhầm"});
    let stale = clerk.post_with(&path("reject"), &refused, &[("if-match", "\"1\"")]).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let current = &stale.json()["current"];
    assert_eq!((current["version"].as_i64(), current["state"].as_str()), (Some(2), Some("accepted")));
    for wrong in ["1", "\"x\"", "W/\"2\""] {
        let answer = clerk.post_with(&path("reject"), &refused, &[("if-match", wrong)]).await;
        assert_eq!(answer.fields(), ["If-Match"], "{wrong}");
    }
    // Two who saw the same version: exactly one is done.
    let leader = bed.caller("lanhdao.phuong").await;
    let officer = bed.caller("chuyenvien.phuong").await;
    let assign = json!({"officer": officer.id});
    let address = path("assign");
    let both = join_all((0..2).map(|_| leader.post_with(&address, &assign, &[("if-match", "\"2\"")]))).await;
    let mut statuses: Vec<u16> = both.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}
