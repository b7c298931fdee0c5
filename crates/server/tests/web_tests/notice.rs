//! Notices on the web: the inbox, the choice of ways, and the outbox that only an administrator sees.

use crate::web::{Browser, PRODUCT};
use axum::http::StatusCode;

#[test]
fn a_person_chooses_and_finds_the_choice_again() {
    PRODUCT.run(async {
        const PAGE: &str = "/tai-khoan/kenh-thong-bao";
        let login = PRODUCT.app().demo_accounts().await.unwrap();
        let citizen = login.iter().find(|account| account.grants.is_empty()).unwrap();
        let mut browser = Browser::signed_in(&citizen.username).await;
        let page = browser.get(PAGE).await.text();
        assert!(page.contains("name=\"email\" value=\"1\" checked") && page.contains("value=\"vi\" checked"), "{page}");
        let answer = browser.post(PAGE, &[("chat", "1"), ("ngon_ngu", "en")]).await;
        let page = browser.follow(answer).await.text();
        assert!(page.contains("name=\"chat\" value=\"1\" checked") && page.contains("value=\"en\" checked"));
        assert!(!page.contains("name=\"email\" value=\"1\" checked"));
        let wrong = browser.post(PAGE, &[("ngon_ngu", "fr")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.get("/tai-khoan/thong-bao").await.status, StatusCode::OK);
        assert_eq!(browser.get("/can-bo/thong-bao").await.status, StatusCode::NOT_FOUND);
    });
}
