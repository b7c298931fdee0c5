//! The exchange where nobody is a partner: the page says so, and nothing is taken.

use axum::http::StatusCode;

use crate::web::{Browser, PRODUCT};

#[test]
fn without_partners_the_page_says_so_and_nothing_is_taken() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("vanthu.phuong").await;
        let page = clerk.get("/can-bo/lien-thong").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Chưa có đối tác nào"), "{}", page.text());
        let list = clerk.get("/can-bo/van-ban-di").await;
        assert!(!list.text().contains("/can-bo/lien-thong"), "no link where there is nobody");
        let envelope = clerk.post("/lien-thong/goi-tin", &[("a", "b")]).await;
        assert_eq!(envelope.status, StatusCode::NOT_FOUND);
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        assert_eq!(officer.get("/can-bo/lien-thong").await.status, StatusCode::NOT_FOUND);
    });
}
