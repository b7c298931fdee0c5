//! Lists: pages without gaps or doubles, filters, and whose dossiers they show.

use super::bed::{Bed, Caller, PROCEDURE, on_both};
use axum::http::StatusCode;
use serde_json::{Value, json};

on_both!(pages_have_no_gaps_and_no_doubles, lists_show_what_the_caller_may_see, documents_are_shown_to_their_readers,);

async fn all_pages(caller: &Caller<'_>, path: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = caller.get(&format!("{path}{after}")).await.json();
        let items = page["items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item[key].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return found,
        }
    }
}

async fn pages_have_no_gaps_and_no_doubles(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(citizen.submit().await);
    }
    let clerk = bed.caller("motcua.phuong").await;
    for (caller, list) in [(&clerk, "held"), (&clerk, "received"), (&clerk, "handled"), (&citizen, "mine")] {
        for limit in [1, 3, 7, 100] {
            let mut seen = all_pages(caller, &format!("/api/v1/dossiers?list={list}&limit={limit}"), "code").await;
            seen.sort();
            assert_eq!(seen, codes, "{list} by {limit}");
        }
    }
    let stranger = bed.stranger();
    let units = all_pages(&stranger, "/api/v1/units?level=commune&limit=50", "id").await;
    assert!(units.len() > 50 && units.is_sorted(), "{}", units.len());
    let before = all_pages(&stranger, "/api/v1/units?as_of=2024-01-01&level=district&limit=100", "id").await;
    assert!(!before.is_empty(), "districts existed in 2024");
    assert_eq!(all_pages(&stranger, "/api/v1/units?level=district&limit=100", "id").await, Vec::<String>::new());
    let open = all_pages(&stranger, "/api/v1/procedures?open=true&limit=100", "id").await;
    assert!(open.contains(&PROCEDURE.to_owned()) && open.is_sorted());
}

fn codes(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect()
}

async fn lists_show_what_the_caller_may_see(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    let (first, second) = (citizen.submit().await, citizen.submit().await);
    let clerk = bed.caller("motcua.phuong").await;
    let officer = bed.caller("chuyenvien.phuong").await;
    clerk.act(&first, "accept", json!({})).await;
    bed.caller("lanhdao.phuong").await.act(&first, "assign", json!({"officer": officer.id})).await;
    bed.follow().await;

    for (query, expected) in [
        ("state=submitted".to_owned(), vec![second.as_str()]),
        ("state=in_process".to_owned(), vec![first.as_str()]),
        (format!("assignee={}", officer.id), vec![first.as_str()]),
        (format!("procedure={PROCEDURE}&state=in_process"), vec![first.as_str()]),
        ("procedure=1.001193".to_owned(), vec![]),
        ("due_before=2020-01-01".to_owned(), vec![]),
        ("q=hong%20nhung&state=submitted".to_owned(), vec![second.as_str()]),
        ("state=delivered".to_owned(), vec![]),
    ] {
        for caller in [&clerk, &citizen] {
            let page = caller.get(&format!("/api/v1/dossiers?{query}")).await.json();
            assert_eq!(codes(&page), expected, "{query}");
        }
    }
    let nobody = bed.caller("congdan2").await.get("/api/v1/dossiers").await.json();
    assert_eq!(codes(&nobody), Vec::<&str>::new());
    let administrator = bed.caller("quantri").await.get("/api/v1/dossiers").await.json();
    assert_eq!(codes(&administrator), Vec::<&str>::new());
    let province = bed.caller("caicach").await.get("/api/v1/dossiers").await.json();
    assert_eq!(codes(&province).len(), 2);
    let elsewhere = clerk.get("/api/v1/dossiers?unit=so-xay-dung").await;
    let nowhere = clerk.get("/api/v1/dossiers?unit=nowhere").await;
    assert_eq!((elsewhere.status, elsewhere.bytes), (StatusCode::NOT_FOUND, nowhere.bytes));
}

fn arrival(symbol: &str) -> app::document::NewArrival {
    app::document::NewArrival {
        agency: "05443".to_owned(),
        source: domain::document::Source::Paper,
        author: "Sở Nội vụ".to_owned(),
        symbol: symbol.to_owned(),
        day: None,
        kind: None,
        subject: "Báo cáo quý".to_owned(),
        urgency: domain::document::Urgency::Normal,
        circulation: None,
        secrecy: String::new(),
        due: None,
        note: String::new(),
        files: Vec::new(),
        outcome: app::document::Outcome::Register { despite: false },
    }
}

async fn documents_are_shown_to_their_readers(bed: &Bed) {
    let clerk = bed.caller("vanthu.phuong").await;
    let token = bed.app.create_token("vanthu.phuong", 3600).await.unwrap();
    let mut ids = Vec::new();
    for number in 1..=5 {
        let done = bed.app.take_in_document(&token.person, arrival(&format!("{number}/SNV"))).await.unwrap();
        ids.push(done.id);
    }
    ids.reverse();
    for limit in [2, 100] {
        let path = format!("/api/v1/documents/incoming?unit=05443&limit={limit}");
        assert_eq!(all_pages(&clerk, &path, "id").await, ids, "by {limit}");
    }
    let found = clerk.get("/api/v1/documents/incoming?q=3&state=registered").await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let one = clerk.get(&format!("/api/v1/documents/incoming/{}", ids[0])).await.json();
    assert_eq!((one["number"].as_i64(), one["history"].as_array().map(Vec::len)), (Some(5), Some(3)));
    let officer = bed.caller("chuyenvien.phuong").await;
    let none = officer.get("/api/v1/documents/incoming").await.json();
    assert_eq!(none["items"].as_array().unwrap().len(), 0);
    let unseen = officer.get(&format!("/api/v1/documents/incoming/{}", ids[0])).await;
    assert_eq!(unseen.status, StatusCode::NOT_FOUND);
    let elsewhere = clerk.get("/api/v1/documents/incoming?unit=so-xay-dung").await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    let wrong = clerk.get("/api/v1/documents/incoming?state=lost").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
