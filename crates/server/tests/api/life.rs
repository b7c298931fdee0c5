//! A dossier from the resident's hand to the archive, through the API alone.

use super::bed::{Bed, Caller, WARD, new_dossier, on_both, pdf};
use axum::http::StatusCode;
use serde_json::{Value, json};

on_both!(a_dossier_lives_its_whole_life);

struct Office<'b> {
    citizen: Caller<'b>,
    clerk: Caller<'b>,
    officer: Caller<'b>,
    leader: Caller<'b>,
    records: Caller<'b>,
}

async fn a_dossier_lives_its_whole_life(bed: &Bed) {
    let office = Office {
        citizen: bed.caller("congdan").await,
        clerk: bed.caller("motcua.phuong").await,
        officer: bed.caller("chuyenvien.phuong").await,
        leader: bed.caller("lanhdao.phuong").await,
        records: bed.caller("vanthu.phuong").await,
    };
    look_up(bed).await;
    let code = hand_in(&office).await;
    let tasks = office.clerk.get("/api/v1/tasks?list=mine&limit=5").await.json();
    assert_eq!((&tasks["items"][0]["dossier"], &tasks["items"][0]["kind"]), (&json!(code), &json!("receive")));
    complete(&office, &code).await;
    work(&office, &code).await;
    finish(&office, &code).await;
    read_back(&office, &code).await;
    away(&office).await;
    read_besides(bed, &office).await;
    assert_eq!(bed.never_asked(), Vec::<String>::new(), "operations that this life does not touch");
    let verified = bed.app.verify(|_| ()).await.unwrap();
    assert_eq!(verified.difference, None);
}

/// The head will be away; the officer gives a role for those days and takes it back.
async fn away(office: &Office<'_>) {
    let days = json!({"from": "2026-12-07", "to": "2026-12-08", "reason": "leave"});
    let noted = office.leader.post("/api/v1/absences", &days).await;
    assert_eq!(noted.status, StatusCode::CREATED, "{}", noted.text());
    let (absence, head) = (noted.json()["id"].clone(), noted.json()["person"].clone());
    let give = json!({
        "receiver": head, "role": "officer", "unit": "05443", "from": "2026-12-09", "to": "2026-12-10",
        "works": ["examine"], "reason": "Đi công tác",
    });
    let given = office.officer.post("/api/v1/delegations", &give).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.text());
    let seen = office.officer.get("/api/v1/absences").await.json();
    assert_eq!(seen["given"][0]["works"], json!(["examine"]), "{seen}");
    let revoke = format!("/api/v1/delegations/{}/revoke", given.json()["id"].as_str().unwrap());
    let revoked = office.officer.post(&revoke, &json!({})).await;
    assert!(revoked.status.is_success(), "{}", revoked.text());
    let end = format!("/api/v1/absences/{}/end", absence.as_str().unwrap());
    let ended = office.leader.post(&end, &json!({})).await;
    assert!(ended.status.is_success(), "{}", ended.text());
}

/// Legal texts, and the documents that came; their own tests look closer.
async fn read_besides(bed: &Bed, office: &Office<'_>) {
    let text = "/api/v1/statutes/61-2018-nd-cp";
    let changes = format!("{text}/changes?from=2018-06-21&to=2025-07-01");
    for path in ["/api/v1/statutes?limit=1", text, &changes, "/api/v1/scoring-rounds?limit=1"] {
        assert_eq!(bed.stranger().get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["/api/v1/figures", "/api/v1/figures/online_procedure_rate", "/api/v1/published-figures"] {
        assert_eq!(bed.stranger().get(path).await.status, StatusCode::OK, "{path}");
    }
    let records = "/api/v1/figures/on_time_rate/records?counter=received&from=2026-11-01&to=2026-11-30";
    assert_eq!(office.officer.get(records).await.status, StatusCode::OK);
    assert_eq!(office.citizen.get(records).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bed.stranger().get("/api/v1/published-figures/999").await.status, StatusCode::NOT_FOUND);
    let unknown = bed.stranger().get("/api/v1/scoring-rounds/2025-1").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "nothing is published");
    let came = office.records.get("/api/v1/documents/incoming").await;
    assert_eq!((came.status, &came.json()["items"]), (StatusCode::OK, &json!([])));
    let missing = office.records.get("/api/v1/documents/incoming/999").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

/// The catalogue is open to everybody.
async fn look_up(bed: &Bed) {
    let stranger = bed.stranger();
    let found = stranger.get("/api/v1/procedures?q=dang%20ky%20khai%20tu&limit=5").await.json();
    assert!(found["items"].as_array().unwrap().iter().any(|one| one["id"] == "1.000656"), "{found}");
    let procedure = stranger.get("/api/v1/procedures/1.000656").await.json();
    assert_eq!(procedure["is_open"], true);
    assert!(procedure["form"]["sections"].as_array().is_some_and(|sections| !sections.is_empty()));
    let schema = stranger.get("/api/v1/forms/1.000656/schema").await.json();
    assert_eq!(schema["type"], "object", "{schema}");
    let units = stranger.get("/api/v1/units?as_of=2026-11-26&level=commune&limit=1").await.json();
    assert_eq!(units["items"][0]["level"], "commune");
    let year = stranger.get("/api/v1/calendar/2026").await.json();
    assert!(year["days"].as_array().unwrap().iter().any(|day| day["date"] == "2026-09-02" && day["is_off"] == true));
}

async fn hand_in(office: &Office<'_>) -> String {
    let bytes = pdf("giấy báo tử");
    let sha256 = app::sha256_hex(&bytes);
    assert_eq!(office.citizen.put_blob(&bytes).await.status, StatusCode::CREATED);
    assert_eq!(office.citizen.put_blob(&bytes).await.status, StatusCode::OK);
    let mut new = new_dossier();
    new["files"] = json!([{"component": "c4", "sha256": sha256, "name": "giay-bao-tu.pdf"}]);
    let answer = office.citizen.post("/api/v1/dossiers", &new).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let body = answer.json();
    let code = body["code"].as_str().unwrap().to_owned();
    assert!(code.ends_with("-261126-0001"), "{code}");
    assert_eq!(answer.header("location"), format!("/api/v1/dossiers/{code}"));
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(body["state"], "submitted");
    assert_eq!(body["received_at"], "2026-11-26T10:00:00+07:00");
    assert_eq!(body["receipt"]["due_is_expected"], true);
    assert_eq!(body["receipt"]["files"], json!([{"component": "c4", "sha256": sha256}]));
    let file = office.clerk.get(&format!("/api/v1/dossiers/{code}/files/{sha256}")).await;
    assert_eq!(file.bytes, bytes);
    code
}

/// The desk asks for a paper once, the resident hands it in, the desk accepts.
async fn complete(office: &Office<'_>, code: &str) {
    let bare = json!({"reason": "Thiếu giấy tờ tùy thân"});
    let refused = office.clerk.post(&format!("/api/v1/dossiers/{code}/actions/request-supplement"), &bare).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "free text is no reason: {}", refused.text());
    let asked = json!({
        "notice": {
            "ground": "supplement_missing", "clause": "Điều 34 Luật Hộ tịch", "facts": "Hồ sơ chưa có ảnh căn cước công dân của người đi khai.",
            "next_step": "Tải lên ảnh căn cước công dân còn giá trị.", "values": {"noi_nop": "UBND phường"},
        },
        "papers": [{"component": "c1", "fault": "missing", "clause": "Điều 2 Nghị định 123/2015/NĐ-CP"}],
    });
    let done = office.clerk.act(code, "request-supplement", asked.clone()).await;
    assert_eq!(done["advice"], json!([]), "plain words");
    let seen = office.citizen.get(&format!("/api/v1/dossiers/{code}")).await.json();
    assert_eq!(seen["notice"]["ground"], "supplement_missing");
    assert_eq!(seen["notice"]["papers"][0]["fault"], "missing");
    assert!(seen["notice"]["facts"].as_str().unwrap().contains("căn cước"));
    let again = office.clerk.post(&format!("/api/v1/dossiers/{code}/actions/request-supplement"), &asked).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
    let bytes = pdf("căn cước");
    office.citizen.put_blob(&bytes).await;
    let files = json!([{"component": "c1", "sha256": app::sha256_hex(&bytes)}]);
    let after = office.citizen.act(code, "supplement", json!({"files": files, "reason": "Đã bổ sung"})).await;
    assert_eq!(after["state"], "submitted");
    let denied = office.citizen.post(&format!("/api/v1/dossiers/{code}/actions/accept"), &json!({})).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let accepted = office.clerk.act(code, "accept", json!({})).await;
    assert_eq!((accepted["state"].as_str(), accepted["due_kind"].as_str()), (Some("accepted"), Some("fixed")));
}

async fn work(office: &Office<'_>, code: &str) {
    office.leader.act(code, "assign", json!({"officer": office.officer.id})).await;
    let extended = json!({"limit": "2wd", "reason": "Cần xác minh", "legal_basis": "Khoản 2 Điều 34 Luật Hộ tịch"});
    office.leader.act(code, "extend", extended).await;
    let stopped = json!({"ground": "field_inspection", "reason": "Xác minh tại tổ dân phố"});
    let standing = office.leader.act(code, "suspend", stopped).await;
    assert_eq!(standing["due_kind"], "standing");
    office.leader.act(code, "resume", json!({})).await;
    loop {
        let dossier = office.officer.get(&format!("/api/v1/dossiers/{code}")).await.json();
        if !actions(&dossier).contains(&"complete-step") {
            break;
        }
        office.officer.act(code, "complete-step", json!({"reason": "Đủ điều kiện"})).await;
    }
}

async fn finish(office: &Office<'_>, code: &str) {
    office.leader.act(code, "decide", json!({"outcome": "granted"})).await;
    sign(office, code).await;
    office.clerk.act(code, "deliver-result", json!({"receiver": "Nguyễn Thị Hồng Nhung"})).await;
    office.citizen.act(code, "rate", json!({"score": 5, "reason": "Nhanh, dễ hiểu"})).await;
    office.clerk.act(code, "close", json!({})).await;
    let archived = office.records.act(code, "archive", json!({})).await;
    assert_eq!(archived["state"], "archived");
    assert_eq!(archived["holder"]["kind"], "nobody");
}

/// The head signs a paper made from the dossier; the desk adds a file of its own; anybody checks both.
async fn sign(office: &Office<'_>, code: &str) {
    let sign = format!("/api/v1/dossiers/{code}/actions/sign");
    let by_officer = office.officer.post(&sign, &json!({"signature": "template"})).await;
    assert_eq!(by_officer.status, StatusCode::FORBIDDEN);
    let missing = office.leader.post(&sign, &json!({"signature": "file"})).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let key = [("idempotency-key", "sign-1")];
    for _ in 0..2 {
        let signed = office.leader.post_with(&sign, &json!({"signature": "template"}), &key).await;
        assert_eq!(signed.status, StatusCode::OK, "{}", signed.text());
    }
    let number = office.clerk.get(&format!("/api/v1/results/{code}")).await;
    assert_eq!(number.status, StatusCode::NOT_FOUND, "nothing is issued yet");
    let bytes = pdf("trích lục khai tử");
    office.officer.put_blob(&bytes).await;
    let files = json!([{"component": "result", "sha256": app::sha256_hex(&bytes)}]);
    office.officer.act(code, "issue-result", json!({"files": files})).await;
    let dossier = office.citizen.get(&format!("/api/v1/dossiers/{code}")).await.json();
    let files = dossier["result_files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "what was signed and what was added: {files:?}");
    let signed = files.iter().find(|file| file["sha256"] != app::sha256_hex(&bytes)).unwrap();
    let sha256 = signed["sha256"].as_str().unwrap();
    let file = office.citizen.get(&format!("/api/v1/dossiers/{code}/files/{sha256}")).await;
    let found = office.clerk.send("POST", "/api/v1/result-checks", file.bytes.clone().into()).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text());
    let found = found.json();
    assert_eq!(found["issued"][0]["number"], format!("{code}-KQ1"));
    let signature = &found["signatures"][0];
    assert_eq!((&signature["intact"], &signature["trusted"]), (&json!("yes"), &json!("demonstration")), "{found}");
    let mut changed = file.bytes;
    *changed.get_mut(40).unwrap() ^= 1;
    let found = office.clerk.send("POST", "/api/v1/result-checks", changed.into()).await.json();
    assert_eq!((&found["issued"], &found["signatures"][0]["intact"]), (&json!([]), &json!("altered")));
    let no_pdf = office.clerk.send("POST", "/api/v1/result-checks", "x".into()).await;
    assert_eq!(no_pdf.status, StatusCode::UNPROCESSABLE_ENTITY);
    let number = office.citizen.get(&format!("/api/v1/results/{code}-KQ1")).await.json();
    assert_eq!((&number["unit"], &number["day"]), (&json!(WARD), &json!("2026-11-26")));
    papers(office, code).await;
}

async fn papers(office: &Office<'_>, code: &str) {
    let paper = |kind: &str| format!("/api/v1/dossiers/{code}/papers/{kind}");
    for kind in ["receipt", "supplement_request", "control_sheet", "filled_form"] {
        let answer = office.clerk.get(&paper(kind)).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pdf"), "{kind}");
        assert!(answer.bytes.starts_with(b"%PDF-1.7"), "{kind}");
    }
    assert_eq!(office.clerk.get(&paper("refusal")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.clerk.get(&paper("menu")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(office.citizen.get(&paper("control_sheet")).await.status, StatusCode::NOT_FOUND);
    let register = |days: &str| format!("/api/v1/units/{WARD}/register?{days}");
    let answer = office.clerk.get(&register("from=2026-11-01&to=2026-11-30")).await;
    assert!(answer.bytes.starts_with(b"%PDF-1.7"), "{}", answer.text());
    let wrong = office.clerk.get(&register("from=2026-11-31&to=2026-11-30")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn read_back(office: &Office<'_>, code: &str) {
    let payments = office.clerk.get(&format!("/api/v1/dossiers/{code}/payments")).await;
    assert_eq!(payments.status, StatusCode::OK, "{}", payments.text());
    let flags = office.leader.get("/api/v1/supplement-flags").await;
    assert_eq!(flags.status, StatusCode::OK, "{}", flags.text());
    let answer = office.citizen.get(&format!("/api/v1/dossiers/{code}")).await;
    let dossier = answer.json();
    assert_eq!(answer.header("etag"), format!("\"{}\"", dossier["version"]));
    assert_eq!(dossier["on_time"], true);
    assert_eq!(dossier["rating"], 5);
    assert_eq!(dossier["outcome"], "granted");
    assert_eq!(dossier["receiving_unit"]["id"], WARD);
    assert_eq!(dossier["applicant"]["name"], "Nguyễn Thị Hồng Nhung");
    assert_eq!(actions(&dossier), Vec::<&str>::new());

    let deadline = office.citizen.get(&format!("/api/v1/dossiers/{code}/deadline")).await.json();
    assert_eq!(deadline["due_at"], dossier["due_at"]);
    let lines = deadline["lines"].as_array().unwrap();
    let keys: Vec<&str> = lines.iter().filter_map(|line| line["key"].as_str()).collect();
    assert!(keys.contains(&"extended") && keys.last() == Some(&"due"), "{keys:?}");
    assert!(lines.iter().all(|line| line["text"]["vi"] != line["text"]["en"]));
    let extended = lines.iter().find(|line| line["key"] == "extended").unwrap();
    assert_eq!(extended["legal_basis"]["vi"], "Khoản 2 Điều 34 Luật Hộ tịch");

    time_adds_up(office, code).await;
    // Its steps stood in a row and it is over: there is nothing to move to another version of a workflow.
    let preview = office.leader.get(&format!("/api/v1/dossiers/{code}/moves/chuyen_nhuong_dat/2")).await;
    assert_eq!(preview.status, StatusCode::CONFLICT, "{}", preview.json());
    let mut kinds = Vec::new();
    let mut after = String::new();
    loop {
        let page = office.citizen.get(&format!("/api/v1/dossiers/{code}/events?limit=3{after}")).await.json();
        let items = page["items"].as_array().unwrap();
        kinds.extend(items.iter().map(|event| event["kind"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(kinds.first().map(String::as_str), Some("submitted"));
    assert_eq!(kinds.last().map(String::as_str), Some("archived"));
    assert_eq!(Some(kinds.len()), dossier["version"].as_u64().and_then(|version| usize::try_from(version).ok()));
    let mine = office.citizen.get("/api/v1/dossiers").await.json();
    assert_eq!(mine["items"][0]["code"], code);
}

/// The parts of the ledger make the whole; the applicant is told units, the office people.
async fn time_adds_up(office: &Office<'_>, code: &str) {
    let address = format!("/api/v1/dossiers/{code}/time-ledger");
    let of = |ledger: &Value, list: &str| {
        ledger[list].as_array().unwrap().iter().map(|part| part["minutes"].as_i64().unwrap()).sum::<i64>()
    };
    let (own, at_work) = (office.citizen.get(&address).await.json(), office.officer.get(&address).await.json());
    for ledger in [&own, &at_work] {
        assert_eq!(ledger["finished"], true, "{ledger}");
        let whole = ledger["whole_minutes"].as_i64().unwrap();
        assert_eq!([of(ledger, "lines"), of(ledger, "shares")], [whole; 2], "{ledger}");
    }
    assert!(!own.to_string().contains("Lê Minh Tuấn"), "the applicant is told no names: {own}");
}

fn actions(dossier: &Value) -> Vec<&str> {
    dossier["actions"].as_array().unwrap().iter().map(|action| action.as_str().unwrap()).collect()
}
