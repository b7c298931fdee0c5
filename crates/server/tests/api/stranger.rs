//! Every route, as somebody without a token and as somebody who may not see the dossier.

use super::bed::{Bed, Caller, on_both};
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::json;

on_both!(strangers_learn_nothing);

/// What anybody may read.
const PUBLIC: [&str; 14] = [
    "/openapi.json",
    "/procedures",
    "/procedures/{code}",
    "/forms/{code}/schema",
    "/scoring-rounds",
    "/statutes",
    "/statutes/{text}",
    "/statutes/{text}/changes?from=2018-06-21&to=2025-07-01",
    "/units",
    "/calendar/{year}",
    "/units?level=commune",
    "/figures",
    "/figures/{figure}",
    "/published-figures",
];

/// What anybody may ask; what is no result, no PDF or lacks its days is refused.
const OPEN: [(&str, &str); 5] = [
    ("GET", "/results/{number}"),
    ("POST", "/result-checks"),
    ("GET", "/statutes/{text}/changes"),
    ("GET", "/published-figures/{id}"),
    ("GET", "/scoring-rounds/{round}"),
];

/// What needs a token; of the dossiers' own an unseen dossier answers like one that does not exist.
const PRIVATE: [(&str, &str); 23] = [
    ("GET", "/figures/{figure}/records"),
    ("GET", "/dossiers"),
    ("GET", "/supplement-flags"),
    ("GET", "/documents/incoming"),
    ("GET", "/absences"),
    ("POST", "/absences"),
    ("POST", "/absences/{id}/end"),
    ("POST", "/delegations"),
    ("POST", "/delegations/{id}/revoke"),
    ("GET", "/tasks"),
    ("POST", "/dossiers"),
    ("PUT", "/blobs/{sha256}"),
    ("GET", "/units/{unit}/register"),
    ("GET", "/dossiers/{code}"),
    ("GET", "/dossiers/{code}/events"),
    ("GET", "/dossiers/{code}/payments"),
    ("GET", "/dossiers/{code}/deadline"),
    ("GET", "/dossiers/{code}/time-ledger"),
    ("GET", "/dossiers/{code}/moves/{workflow}/{version}"),
    ("GET", "/dossiers/{code}/files/{sha256}"),
    ("GET", "/dossiers/{code}/papers/{paper}"),
    ("POST", "/dossiers/{code}/actions/{action}"),
    ("GET", "/documents/incoming/{id}"),
];

/// Well-formed, and of nobody.
const NO_SUCH: &str = "H55.05443-200101-0001";

async fn ask(caller: &Caller<'_>, method: &str, route: &str, code: &str) -> (StatusCode, String) {
    let filled = route
        .replace("{code}", code)
        .replace("{sha256}", &app::sha256_hex(b"nothing"))
        .replace("{action}", "accept")
        .replace("{paper}", "receipt")
        .replace("{workflow}", "chuyen_nhuong_dat")
        .replace("{version}", "2")
        .replace("{unit}", "05449")
        .replace("{number}", NO_SUCH)
        .replace("{id}", "999")
        .replace("{round}", "2025-1")
        .replace("{text}", "61-2018-nd-cp")
        .replace("{figure}", "on_time_rate")
        .replace("{year}", "2026");
    let path = if route == "/openapi.json" { format!("/api{filled}") } else { format!("/api/v1{filled}") };
    let answer = match method {
        "POST" => caller.post(&path, &json!({})).await,
        _ => caller.send(method, &path, Body::from(&b"nothing"[..])).await,
    };
    let mut text = answer.text();
    text = text.replace(code, "CODE");
    (answer.status, text)
}

async fn strangers_learn_nothing(bed: &Bed) {
    let code = bed.caller("congdan").await.submit().await;
    let nobody = bed.stranger();
    for route in PUBLIC {
        let (status, _) = ask(&nobody, "GET", route, super::bed::PROCEDURE).await;
        assert_eq!(status, StatusCode::OK, "{route}");
    }
    for (method, route) in OPEN {
        let (status, text) = ask(&nobody, method, route, NO_SUCH).await;
        assert!(status.is_client_error() && status != StatusCode::UNAUTHORIZED, "{method} {route}: {status} {text}");
    }
    for (method, route) in PRIVATE {
        for code in [code.as_str(), NO_SUCH] {
            let (status, text) = ask(&nobody, method, route, code).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {route}: {text}");
        }
    }
    for login in ["congdan2", "lanhdao.soxaydung", "quantri"] {
        let other = bed.caller(login).await;
        for (method, route) in PRIVATE.into_iter().skip(13) {
            let seen = ask(&other, method, route, &code).await;
            assert_eq!(seen.0, StatusCode::NOT_FOUND, "{login} {method} {route}: {}", seen.1);
            assert_eq!(seen, ask(&other, method, route, NO_SUCH).await, "{login} {method} {route}");
        }
    }
}
