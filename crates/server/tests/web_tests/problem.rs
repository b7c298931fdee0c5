//! What bad input gets: one sentence in the person's language with what to do next, never a panic.

use crate::web::{Browser, PROCEDURE, PRODUCT, WARD};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

#[test]
fn unknown_addresses_and_codes_are_the_same_404_in_both_languages() {
    PRODUCT.run(async {
        let mut stranger = Browser::signed_in("congdan2").await;
        let nowhere = stranger.get("/khong-co-trang-nay").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        assert!(nowhere.text().contains("Không tìm thấy"));

        let mut resident = Browser::new();
        let hidden = super::journey::apply(&mut resident, "019193004266").await;
        let real = stranger.get(&format!("/ho-so/{hidden}")).await;
        let missing = stranger.get("/ho-so/H55.05443-261126-9999").await;
        assert_eq!((real.status, missing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let plain = |page: String| page.replace(&hidden, "").replace("H55.05443-261126-9999", "");
        let without_tokens = |page: String| {
            plain(page).split("value=\"").map(|part| part.chars().skip(80).collect::<String>()).collect::<String>()
        };
        assert_eq!(without_tokens(real.text()), without_tokens(missing.text()), "nobody learns that a dossier exists");

        let english = stranger.get("/khong-co?lang=en").await;
        assert!(english.text().contains("Not found") && english.text().contains("lang=\"en\""));
        assert!(stranger.get("/").await.text().contains("What do you need to get done?"), "the choice is remembered");
    });
}

#[test]
fn a_form_without_its_token_changes_nothing() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        browser.get("/dang-nhap").await;
        let bare = Request::post("/dang-nhap").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = browser.send(bare, Body::from("ten=congdan&mat_khau=motcua-demo")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text().contains("Hãy quay lại, tải lại trang rồi gửi lại."));
        assert!(
            answer.headers.get_all(header::SET_COOKIE).iter().all(|line| !line.to_str().unwrap().contains("session"))
        );

        let mut other = Browser::new();
        let stolen = other.get("/dang-nhap").await.token();
        let form = format!("ma_bieu_mau={stolen}&ten=congdan&mat_khau=motcua-demo");
        let request = Request::post("/dang-nhap").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(
            browser.send(request, Body::from(form)).await.status,
            StatusCode::FORBIDDEN,
            "a token holds for its browser"
        );
    });
}

#[test]
fn another_site_cannot_send_our_forms() {
    PRODUCT.run(async {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
        {
            let mut browser = Browser::new();
            let token = browser.get("/dang-nhap").await.token();
            let request = Request::post("/dang-nhap")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(name, value);
            let form = format!("ma_bieu_mau={token}&ten=congdan&mat_khau=motcua-demo");
            assert_eq!(browser.send(request, Body::from(form)).await.status, StatusCode::FORBIDDEN, "{name}: {value}");
        }
    });
}

#[test]
fn a_stale_version_is_told_and_changes_nothing() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004277").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        super::journey::act(&mut clerk, &code, "accept", &[]).await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        leader.get(&format!("/ho-so/{code}")).await;
        let answer = leader
            .post(&format!("/ho-so/{code}/viec/transfer"), &[("version", "1"), ("unit", "05455"), ("reason", "x")])
            .await;
        assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
        assert!(answer.text().contains(&format!("href=\"/ho-so/{code}\"")), "the way back is shown");
    });
}

#[test]
fn guessing_a_password_is_slowed_down() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        browser.get("/dang-nhap").await;
        let mut statuses = Vec::new();
        for _ in 0..12 {
            let answer = browser.post("/dang-nhap", &[("ten", "khong.ai.ca"), ("mat_khau", "sai")]).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                assert!(answer.text().contains("Hãy chờ"));
                assert!(!answer.header("retry-after").is_empty());
            }
            statuses.push(answer.status);
        }
        assert_eq!(statuses.first(), Some(&StatusCode::UNPROCESSABLE_ENTITY));
        assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    });
}

#[test]
fn malformed_bodies_are_refused_in_words() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        browser.get("/dang-nhap").await;
        let huge = vec![b'a'; 3 * 1024 * 1024];
        let request = Request::post("/dang-nhap").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(browser.send(request, Body::from(huge)).await.status, StatusCode::PAYLOAD_TOO_LARGE);

        let request = Request::delete("/thu-tuc");
        assert_eq!(browser.send(request, Body::empty()).await.status, StatusCode::METHOD_NOT_ALLOWED);

        for query in ["?q=%ff%fe", "?q=%", "?at=x", "?code=%00&digits=%00", "?after='--"] {
            for page in ["/thu-tuc", "/tra-cuu", "/"] {
                let status = browser.get(&format!("{page}{query}")).await.status;
                assert!(!status.is_server_error(), "{page}{query}: {status}");
            }
        }
        let draft = format!("/nop-ho-so/{PROCEDURE}/KHONGCO/giay-to/tai-len");
        let cut = Request::post(draft).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        let answer = browser.send(cut, Body::from("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb")).await;
        assert!(answer.status.is_client_error(), "{} {WARD}", answer.status);
    });
}

#[test]
fn health_is_told_to_machines() {
    PRODUCT.run(async {
        let mut probe = Browser::new();
        assert_eq!(probe.get("/healthz").await.text(), "ok\n");
        assert_eq!(probe.get("/readyz").await.status, StatusCode::OK);
        probe.get("/thu-tuc/1.001193").await;
        let figures = probe.get("/metrics").await.text();
        assert!(figures.contains("route=\"/thu-tuc/{code}\""), "figures are by route, not by address");
    });
}
