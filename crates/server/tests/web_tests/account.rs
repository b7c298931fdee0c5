//! The account: another password, and what it fills in for its person.

use crate::web::{Browser, PROCEDURE, PRODUCT};
use axum::http::StatusCode;

const FIRST: &str = "cây bàng trước cổng";
const SECOND: &str = "con đò bên bến sông";

async fn registered(login: &str, phone: &str) -> Browser {
    let mut browser = Browser::new();
    browser.get("/dang-ky").await;
    let fields = [("name", "Hoàng Văn Lợi"), ("phone", phone), ("email", ""), ("login", login), ("password", FIRST)];
    let answer = browser.post("/dang-ky", &fields).await;
    browser.follow(answer).await;
    browser
}

async fn sign_in(login: &str, password: &str) -> (Browser, StatusCode) {
    let mut browser = Browser::new();
    browser.get("/dang-nhap").await;
    let status = browser.post("/dang-nhap", &[("ten", login), ("mat_khau", password)]).await.status;
    (browser, status)
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    PRODUCT.run(async {
        let mut here = registered("loi.hoang", "0912777001").await;
        let (mut there, status) = sign_in("loi.hoang", FIRST).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(there.get("/tai-khoan").await.status, StatusCode::OK);

        let page = here.get("/tai-khoan/mat-khau").await.text();
        assert!(page.contains("autocomplete=\"new-password\"") && page.contains("autocomplete=\"current-password\""));
        for (old, new, again, field, said) in [
            ("", "", "", "old", "Hãy điền mục này."),
            (FIRST, SECOND, "khác hẳn", "again", "không giống nhau"),
            ("sai mật khẩu rồi", SECOND, SECOND, "old", "Mật khẩu hiện nay không đúng"),
            (FIRST, "ngắn", "ngắn", "new", "Mật khẩu cần ít nhất 12 ký tự."),
            (FIRST, "matkhau123456", "matkhau123456", "new", "dễ đoán"),
            (FIRST, "0912777001 2026", "0912777001 2026", "new", "dễ đoán"),
            (FIRST, FIRST, FIRST, "new", "phải khác"),
        ] {
            let answer = here.post("/tai-khoan/mat-khau", &[("old", old), ("new", new), ("again", again)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {new}");
            let page = answer.text();
            assert!(page.contains(&format!("href=\"#f-{field}\"")) && page.contains(said), "{field}: {said}");
            assert!(page.contains(&format!("aria-describedby=\"f-{field}")) && page.contains("aria-invalid=\"true\""));
            assert!(new.is_empty() || !page.contains(&format!("value=\"{new}\"")), "no password is sent back");
        }
        let answer = here.post("/tai-khoan/mat-khau", &[("old", FIRST), ("new", SECOND), ("again", SECOND)]).await;
        let page = here.follow(answer).await;
        assert_eq!(page.status, StatusCode::OK, "this session goes on");
        assert!(page.text().contains("Đã đổi mật khẩu."));
        assert_eq!(there.get("/tai-khoan").await.status, StatusCode::SEE_OTHER, "the other one has ended");
        assert_eq!(sign_in("loi.hoang", FIRST).await.1, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in("loi.hoang", SECOND).await.1, StatusCode::SEE_OTHER);
        let verified = PRODUCT.app().verify(|_| ()).await.unwrap();
        assert_eq!(verified.difference, None, "the journal says the same");
    });
}

#[test]
fn guessing_the_old_password_is_slowed_down() {
    PRODUCT.run(async {
        let mut here = registered("loi.cham", "0912777002").await;
        here.get("/tai-khoan/mat-khau").await;
        let mut statuses = Vec::new();
        for _ in 0..8 {
            let guess = [("old", "đoán mò"), ("new", SECOND), ("again", SECOND)];
            statuses.push(here.post("/tai-khoan/mat-khau", &guess).await.status);
        }
        assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    });
}

#[test]
fn a_short_password_opens_no_account() {
    PRODUCT.run(async {
        let mut browser = Browser::new();
        browser.get("/dang-ky").await;
        let fields = [("name", "Ai Đó"), ("phone", "0912777003"), ("login", "ai.do")];
        for (password, said) in [("mười một kt", "Mật khẩu cần ít nhất 12 ký tự."), ("matkhaumatkhau", "dễ đoán")]
        {
            let all: Vec<_> = fields.into_iter().chain([("password", password)]).collect();
            let answer = browser.post("/dang-ky", &all).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
            assert!(answer.text().contains(said), "{password}");
        }
    });
}

#[test]
fn the_wizard_fills_in_what_the_account_knows_and_says_so() {
    PRODUCT.run(async {
        let mut citizen = Browser::signed_in("congdan").await;
        let page = citizen.get(&format!("/nop-ho-so/{PROCEDURE}")).await.text();
        for value in [
            "Nguyễn Thị Hồng Nhung",
            "019193004217",
            "0912000001",
            "congdan@example.vn",
            "Tổ 5, Phường Phan Đình Phùng, tỉnh Thái Nguyên",
        ] {
            assert!(page.contains(&format!("value=\"{value}\"")), "{value}");
        }
        let whence = "Lấy từ tài khoản của bạn: họ tên, số định danh, số điện thoại, thư điện tử, địa chỉ.";
        assert!(page.contains(whence), "{page}");

        let mut fresh = registered("loi.moi", "0912777004").await;
        let page = fresh.get(&format!("/nop-ho-so/{PROCEDURE}")).await.text();
        assert!(page.contains("Lấy từ tài khoản của bạn: họ tên, số điện thoại."), "only what is known is named");
        let mut stranger = Browser::new();
        assert!(!stranger.get(&format!("/nop-ho-so/{PROCEDURE}")).await.text().contains("Lấy từ tài khoản"));
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let counter = clerk.get(&format!("/can-bo/tiep-nhan?procedure={PROCEDURE}")).await.text();
        assert!(!counter.contains("Lấy từ tài khoản") && !counter.contains("019190003358"), "not the clerk's own data");
    });
}
