//! Uploads: what is stored has the announced hash, and nothing else is stored.

use super::bed::{Bed, new_dossier, on_both, pdf};
use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::json;

on_both!(only_whole_files_with_their_hash_are_stored);

async fn only_whole_files_with_their_hash_are_stored(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    let bytes = pdf("giấy tờ");
    let sha256 = app::sha256_hex(&bytes);
    let address = format!("/api/v1/blobs/{sha256}");

    let other = bed.send(citizen.request("PUT", &address).body(Body::from(pdf("khác"))).unwrap()).await;
    assert_eq!(other.json()["type"], "urn:motcua:problem:hash-mismatch");
    let half = bytes[..bytes.len() / 2].to_vec();
    let parts = [Ok(half), Err(std::io::Error::other("the line went dead"))];
    let cut = Body::from_stream(futures_util::stream::iter(parts));
    let cut = bed.send(citizen.request("PUT", &address).body(cut).unwrap()).await;
    assert_eq!(
        (cut.status, cut.json()["type"].as_str()),
        (StatusCode::BAD_REQUEST, Some("urn:motcua:problem:cut-off"))
    );
    let announced = citizen.request("PUT", &address).header(header::CONTENT_LENGTH, "99999999999");
    let large = bed.send(announced.body(Body::empty()).unwrap()).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let name =
        bed.send(citizen.request("PUT", "/api/v1/blobs/not-a-hash").body(Body::from(bytes.clone())).unwrap()).await;
    assert_eq!(name.fields(), ["sha256"]);
    let without = bed.send(bed.stranger().request("PUT", &address).body(Body::from(bytes.clone())).unwrap()).await;
    assert_eq!(without.status, StatusCode::UNAUTHORIZED);

    let mut new = new_dossier();
    new["files"] = json!([{"component": "c4", "sha256": sha256}]);
    let unstored = citizen.post("/api/v1/dossiers", &new).await;
    assert_eq!(unstored.fields(), ["files.c4"], "nothing of the failed uploads is there");
    let stored = citizen.put_blob(&bytes).await;
    assert_eq!(
        (stored.status, stored.json()["size_bytes"].as_u64()),
        (StatusCode::CREATED, u64::try_from(bytes.len()).ok())
    );
    let text = b"#!/bin/sh\necho no paper of any procedure\n";
    citizen.put_blob(text).await;
    new["files"] = json!([{"component": "c4", "sha256": app::sha256_hex(text)}]);
    assert_eq!(citizen.post("/api/v1/dossiers", &new).await.fields(), ["files.c4"], "a script is no paper");

    new["files"] = json!([{"component": "c4", "sha256": sha256, "name": "a\"b\r\n.pdf"}]);
    let code = citizen.post("/api/v1/dossiers", &new).await.json()["code"].as_str().unwrap().to_owned();
    let file = format!("/api/v1/dossiers/{code}/files/{sha256}");
    assert_eq!(citizen.get(&file).await.bytes, bytes);
    let neighbour = bed.caller("congdan2").await;
    assert_eq!(neighbour.get(&file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        neighbour.get(&format!("/api/v1/dossiers/{code}/files/{}", "0".repeat(64))).await.status,
        StatusCode::NOT_FOUND
    );
}
