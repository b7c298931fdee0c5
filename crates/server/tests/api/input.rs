//! What bad input gets: a problem document that names the fault, and nothing stored.

use super::bed::{Answer, Bed, Caller, PROCEDURE, new_dossier, on_both};
use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

on_both!(bad_input_names_its_fault, strangers_learn_nothing, a_closed_store_says_so);

fn is_problem(answer: &Answer, status: StatusCode, name: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("urn:motcua:problem:{name}"));
    assert_eq!(problem["status"], status.as_u16());
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
}

async fn raw(bed: &Bed, caller: &Caller<'_>, kind: &str, body: impl Into<Body>) -> Answer {
    let request = caller.request("POST", "/api/v1/dossiers").header(header::CONTENT_TYPE, kind);
    bed.send(request.body(body.into()).unwrap()).await
}

async fn bad_input_names_its_fault(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    unreadable(bed, &citizen).await;
    fields(bed, &citizen).await;
    queries(&citizen).await;
    actions(bed, &citizen).await;
    let kept = citizen.get("/api/v1/dossiers").await.json();
    assert_eq!(kept["items"].as_array().unwrap().len(), 1, "only the dossier of the actions is stored");
}

async fn unreadable(bed: &Bed, citizen: &Caller<'_>) {
    for body in ["", "{", "\u{feff}{}", "nul", "{\"unit\":}"] {
        is_problem(&raw(bed, citizen, "application/json", body).await, StatusCode::BAD_REQUEST, "malformed");
    }
    is_problem(&raw(bed, citizen, "application/json", vec![0xff, 0xfe]).await, StatusCode::BAD_REQUEST, "malformed");
    for opening in ["[", "{\"form\":"] {
        let deep = opening.repeat(100_000);
        is_problem(&raw(bed, citizen, "application/json", deep).await, StatusCode::BAD_REQUEST, "malformed");
    }
    for body in ["[]", "null", "\"x\"", "[\"1.000656\",\"05443\"]"] {
        let answer = raw(bed, citizen, "application/json", body).await;
        is_problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    }
    let other = raw(bed, citizen, "text/plain", "{}").await;
    is_problem(&other, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type");
    let large = format!("\"{}\"", "a".repeat(1024 * 1024));
    is_problem(&raw(bed, citizen, "application/json", large).await, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    let parts = (0..40).map(|_| Ok::<_, std::io::Error>(vec![b' '; 64 * 1024]));
    let stream = Body::from_stream(futures_util::stream::iter(parts));
    is_problem(&raw(bed, citizen, "application/json", stream).await, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
}

async fn fields(bed: &Bed, citizen: &Caller<'_>) {
    let changes: [(&str, Value, &str); 13] = [
        ("/procedure", json!("9.999999"), "procedure"),
        ("/unit", json!("99999"), "unit"),
        ("/unit", json!(5443), "unit"),
        ("/channel", json!("pigeon"), "channel"),
        ("/applicant/phone", json!("abc"), "applicant.phone"),
        ("/applicant/identity_number", json!(""), "applicant.identity_number"),
        ("/applicant/name", json!("x".repeat(201)), "applicant.name"),
        ("/applicant/kind", json!("robot"), "applicant.kind"),
        ("/form", json!({"khong_co": "x"}), "form.khong_co"),
        ("/files", json!([{"component": "c1", "sha256": "00"}]), "files.c1"),
        ("/files", json!([{"component": "c1", "sha256": "0".repeat(64)}]), "files.c1"),
        ("/files", json!([{"component": "c99", "sha256": "0".repeat(64)}]), "files.c99"),
        ("/extra", json!(1), "extra"),
    ];
    for (pointer, value, field) in changes {
        let mut body = new_dossier();
        match body.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => body[&pointer[1..]] = value,
        }
        let answer = citizen.post("/api/v1/dossiers", &body).await;
        is_problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        assert!(answer.fields().iter().any(|named| named == field), "{field}: {}", answer.text());
    }
    let mut many = new_dossier();
    many["applicant"]["phone"] = json!("x");
    many["applicant"]["identity_number"] = json!("x");
    let named = citizen.post("/api/v1/dossiers", &many).await.fields();
    assert!(named.len() >= 2, "all faults come at once: {named:?}");
    let missing = citizen.post("/api/v1/dossiers", &json!({"procedure": PROCEDURE})).await;
    assert_eq!(missing.fields(), ["unit"]);
    let zero = raw(bed, citizen, "application/json", "{\"procedure\":\"a\\u0000b\"}").await;
    is_problem(&zero, StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let counter = json!({"channel": "counter"});
    let mut at_desk = new_dossier();
    at_desk["channel"] = counter["channel"].clone();
    is_problem(&citizen.post("/api/v1/dossiers", &at_desk).await, StatusCode::FORBIDDEN, "not-yours");
}

async fn queries(citizen: &Caller<'_>) {
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("after=x", "after"),
        ("state=lost", "state"),
        ("due_before=soon", "due_before"),
        ("list=all", "list"),
        ("colour=red", "colour"),
        ("q=%00", ""),
    ] {
        let answer = citizen.get(&format!("/api/v1/dossiers?{query}")).await;
        is_problem(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        assert_eq!(answer.fields(), [field], "{query}");
    }
    let day = citizen.get("/api/v1/units?as_of=2026-02-30").await;
    assert_eq!(day.fields(), ["as_of"]);
    is_problem(&citizen.get("/api/v1/calendar/1900").await, StatusCode::NOT_FOUND, "not-found");
    is_problem(&citizen.get("/api/v1/calendar/year").await, StatusCode::NOT_FOUND, "not-found");
    is_problem(&citizen.get("/api/v1/procedures/9.9").await, StatusCode::NOT_FOUND, "not-found");
    is_problem(&citizen.get("/api/v2/dossiers").await, StatusCode::NOT_FOUND, "not-found");
    is_problem(&citizen.get("/api").await, StatusCode::NOT_FOUND, "not-found");
    let method = citizen.post("/api/v1/units", &json!({})).await;
    is_problem(&method, StatusCode::METHOD_NOT_ALLOWED, "method");
    assert!(method.header("allow").contains("GET"));
}

async fn actions(bed: &Bed, citizen: &Caller<'_>) {
    let code = citizen.submit().await;
    let clerk = bed.caller("motcua.phuong").await;
    let address = |action: &str| format!("/api/v1/dossiers/{code}/actions/{action}");
    is_problem(&clerk.post(&address("dance"), &json!({})).await, StatusCode::NOT_FOUND, "not-found");
    is_problem(&clerk.post(&address("reject"), &json!({})).await, StatusCode::CONFLICT, "refused");
    is_problem(&clerk.post(&address("deliver-result"), &json!({})).await, StatusCode::CONFLICT, "refused");
    let unknown = clerk.post(&address("accept"), &json!({"colour": 1})).await;
    assert_eq!(unknown.fields(), ["colour"]);
    let amount = clerk.post(&address("request-payment"), &json!({"reason": "Lệ phí"})).await;
    assert_eq!(amount.fields(), ["amount"]);
    let limit = clerk.post(&address("extend"), &json!({"limit": "soon"})).await;
    assert_eq!(limit.fields(), ["limit"]);
    // Without a body at all, and in Vietnamese.
    let request = clerk.request("POST", &address("reject")).header(header::ACCEPT_LANGUAGE, "vi");
    let mut request = request.body(Body::empty()).unwrap();
    request.headers_mut().insert(header::ACCEPT_LANGUAGE, "vi".parse().unwrap());
    let refused = bed.send(request).await;
    is_problem(&refused, StatusCode::CONFLICT, "refused");
    assert_eq!(refused.header("content-language"), "vi");
}

async fn strangers_learn_nothing(bed: &Bed) {
    let code = bed.caller("congdan").await.submit().await;
    let without = bed.stranger();
    for path in ["/api/v1/dossiers".to_owned(), format!("/api/v1/dossiers/{code}")] {
        let answer = without.get(&path).await;
        is_problem(&answer, StatusCode::UNAUTHORIZED, "unauthorised");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let forged = bed.stranger().request("GET", "/api/v1/dossiers").header(header::AUTHORIZATION, "Bearer mc_00");
    let answer = bed.send(forged.body(Body::empty()).unwrap()).await;
    is_problem(&answer, StatusCode::UNAUTHORIZED, "unauthorised");
    assert!(answer.header("www-authenticate").contains("invalid_token"));
    for login in ["congdan2", "motcua.tinh", "quantri"] {
        let other = bed.caller(login).await;
        for tail in ["", "/events", "/deadline", "/files/00"] {
            let unseen = other.get(&format!("/api/v1/dossiers/{code}{tail}")).await;
            let unknown = other.get(&format!("/api/v1/dossiers/H55.05443-261126-9999{tail}")).await;
            is_problem(&unseen, StatusCode::NOT_FOUND, "not-found");
            assert_eq!(unseen.bytes, unknown.bytes, "{login} {tail}: one could tell them apart");
        }
        for (action, body) in [("accept", json!({})), ("extend", json!({"limit": "x"})), ("request-payment", json!({}))]
        {
            let unseen = other.post(&format!("/api/v1/dossiers/{code}/actions/{action}"), &body).await;
            let path = format!("/api/v1/dossiers/H55.05443-261126-9999/actions/{action}");
            let unknown = other.post(&path, &body).await;
            is_problem(&unseen, StatusCode::NOT_FOUND, "not-found");
            assert_eq!(unseen.bytes, unknown.bytes, "{login} {action}: one could tell them apart");
        }
    }
}

async fn a_closed_store_says_so(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    citizen.get("/api/v1/dossiers").await;
    bed.app.close().await;
    let answer = citizen.post("/api/v1/dossiers", &new_dossier()).await;
    is_problem(&answer, StatusCode::SERVICE_UNAVAILABLE, "unavailable");
    assert!(!answer.header("retry-after").is_empty());
}
