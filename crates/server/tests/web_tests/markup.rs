//! What every page keeps: labels, unique ids, one heading, no inline script or style, small weight, both languages.

use crate::web::{Answer, Browser, PROCEDURE, PRODUCT};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::collections::BTreeSet;

const PUBLIC: [&str; 12] = [
    "/",
    "/thu-tuc",
    "/thu-tuc?q=khai sinh",
    "/thu-tuc/1.001193",
    "/thu-tuc/1.009645",
    "/tra-cuu",
    "/dang-nhap",
    "/dang-ky",
    "/tong-quan",
    "/kiem-tra-ket-qua",
    "/nop-ho-so",
    "/nop-ho-so/1.001193",
];

/// Values of an attribute in all tags of these names.
fn tags<'a>(page: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let open = format!("<{name} ");
    page.match_indices(&open)
        .map(|(at, _)| at)
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(move |at| page.get(at..).and_then(|rest| rest.split_once('>')).map(|(tag, _)| tag))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value)
}

pub(super) fn check(address: &str, answer: &Answer) {
    let page = answer.text();
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert_eq!(page.matches("<h1").count(), 1, "{address}: one main heading");
    assert!(
        !page.contains(" style=\"") && !page.contains("<style") && !page.contains(" onclick="),
        "{address}: inline style or script"
    );
    // Data for search engines is no script: it is never run.
    let is_data = |tag: &str| attribute(tag, "type") == Some("application/ld+json");
    let sound = |tag: &str| attribute(tag, "src").is_some() || is_data(tag);
    assert!(tags(&page, "script").all(sound), "{address}: a script without src");
    let mut ids = BTreeSet::new();
    for part in page.split(" id=\"").skip(1) {
        let id = part.split('"').next().unwrap();
        assert!(ids.insert(id.to_owned()), "{address}: the id {id} stands twice");
    }
    for tag in ["input", "select", "textarea"].iter().flat_map(|name| tags(&page, name)) {
        let hidden = attribute(tag, "type") == Some("hidden");
        let wrapped = matches!(attribute(tag, "type"), Some("checkbox" | "radio"));
        let labelled = attribute(tag, "id").is_some_and(|id| page.contains(&format!("for=\"{id}\"")));
        assert!(hidden || wrapped || labelled, "{address}: no label for {tag}");
    }
    for id in tags(&page, "input").filter_map(|tag| attribute(tag, "aria-describedby")).flat_map(|ids| ids.split(' ')) {
        assert!(ids.contains(id), "{address}: described by {id}, which is not there");
    }
    assert!(!page.contains("{{") && !page.contains("{count}") && !page.contains("{unit}"), "{address}: an empty place");
}

#[test]
fn public_pages_are_sound_in_both_languages() {
    PRODUCT.run(async {
        for lang in ["vi", "en"] {
            let mut browser = Browser::new();
            for address in PUBLIC.into_iter().chain(super::openness::PAGES) {
                let join = if address.contains('?') { '&' } else { '?' };
                let answer = browser.get(&format!("{address}{join}lang={lang}")).await;
                check(address, &answer);
                assert!(answer.text().contains(&format!("<html lang=\"{lang}\">")), "{address}");
            }
        }
    });
}

#[test]
fn staff_pages_are_sound() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004233").await;
        let receipt = resident.get(&format!("/ho-so/{code}/bien-nhan")).await;
        check("receipt", &receipt);
        for account in ["motcua.phuong", "lanhdao.phuong", "chuyenvien.phuong"] {
            let mut browser = Browser::signed_in(account).await;
            for address in ["/can-bo", "/can-bo/tim?q=nguyen", "/tai-khoan", &format!("/ho-so/{code}")] {
                check(address, &browser.get(address).await);
            }
        }
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        for address in
            ["/can-bo/tiep-nhan", "/can-bo/tiep-nhan?q=khai sinh", &format!("/can-bo/tiep-nhan?procedure={PROCEDURE}")]
        {
            check(address, &clerk.get(address).await);
        }
    });
}

#[test]
fn the_first_page_is_light_and_its_assets_are_kept() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        let zipped = |address: &str| Request::get(address).header(header::ACCEPT_ENCODING, "gzip");
        let page = browser.get("/").await.text();
        let mut weight = browser.send(zipped("/"), Body::empty()).await.body.len();
        let assets = tags(&page, "link")
            // A feed is fetched only by those who follow it.
            .filter(|tag| attribute(tag, "rel") != Some("alternate"))
            .filter_map(|tag| attribute(tag, "href"))
            .chain(tags(&page, "script").filter_map(|tag| attribute(tag, "src")));
        for address in assets.map(str::to_owned).collect::<Vec<_>>() {
            let asset = browser.send(zipped(&address), Body::empty()).await;
            assert_eq!(asset.status, StatusCode::OK, "{address}");
            assert!(asset.header("cache-control").contains("immutable"), "{address}");
            weight += asset.body.len();
            if address.contains("/style.") {
                assert!(asset.body.len() < 14 * 1024, "the style sheet weighs {} bytes", asset.body.len());
            }
        }
        assert!(weight < 50 * 1024, "the first page weighs {weight} bytes");
    });
}

#[test]
fn every_answer_carries_the_security_headers() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        for address in ["/", "/khong-co", "/healthz", "/ho-so"] {
            let answer = browser.get(address).await;
            let policy = answer.header("content-security-policy");
            for part in ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] {
                assert!(policy.contains(part), "{address}: {part}");
            }
            assert!(!policy.contains("unsafe"), "{address}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert!(!answer.header("x-request-id").is_empty());
        }
        let mut fresh = Browser::new();
        let cookie = fresh.get("/").await.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    });
}

#[test]
fn search_finds_without_accents() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        let page = browser.get("/thu-tuc?q=dang ky khai sinh").await.text();
        let first = page.split_once("<ul class=\"list\">").unwrap().1.split_once("href=\"").unwrap().1;
        assert!(
            first.starts_with("/thu-tuc/1.001193\""),
            "the very procedure comes first: {}",
            first.get(..40).unwrap()
        );
    });
}
