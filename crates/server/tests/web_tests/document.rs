//! An incoming document on pages: registered with a file, submitted, instructed, taken over, finished, printed.

use crate::web::{Answer, Browser, PRODUCT, after, pdf};
use axum::http::StatusCode;

const LIST: &str = "/can-bo/van-ban-den";
const NEW: &str = "/can-bo/van-ban-den/moi";

/// Posts to an address with the version that the page at `seen` shows.
async fn post(browser: &mut Browser, seen: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(seen).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(to, &fields).await
}

/// The value of the option with this text on a page.
fn option_of(page: &str, text: &str) -> String {
    let (before, _) = page.split_once(&format!("\">{text}</option>")).unwrap();
    before.rsplit_once("value=\"").unwrap().1.to_owned()
}

fn typed<'a>(symbol: &'a str, outcome: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("agency", "05443"),
        ("source", "paper"),
        ("author", "Sở Nội vụ"),
        ("symbol", symbol),
        ("day", "25/11/2026"),
        ("kind", "cong_van"),
        ("subject", "V/v rà soát thủ tục hành chính năm 2027"),
        ("urgency", "urgent"),
        ("outcome", outcome),
    ]
}

#[test]
fn a_document_comes_and_is_finished() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("vanthu.phuong").await;
        super::markup::check(NEW, &clerk.get(NEW).await);
        let mut secret = typed("91/SNV", "register");
        secret.insert(0, ("secrecy", "mật"));
        let refused = clerk.upload(NEW, &secret, &[("file", "mat.pdf", &pdf("secret"))]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("bí mật nhà nước"), "{}", refused.text());
        assert!(!refused.text().contains("mat.pdf"), "not a byte of it was taken");

        let file = pdf("document");
        let done = clerk.upload(NEW, &typed("91/SNV", "register"), &[("file", "91-SNV.pdf", &file)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let url = done.location();
        let again = clerk.upload(NEW, &typed("91/SNV", "register"), &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains("Vẫn đăng ký") && again.text().contains(&url), "{}", again.text());
        let mut despite = typed("91/SNV", "register");
        despite.push(("despite", "1"));
        assert_eq!(clerk.upload(NEW, &despite, &[]).await.status, StatusCode::SEE_OTHER);

        let page = clerk.get(&url).await;
        super::markup::check(&url, &page);
        assert!(page.text().contains("91-SNV.pdf") && page.text().contains("cùng tác giả, số và ngày"));
        let leader_id = option_of(&page.text(), "Hoàng Đức Thắng");
        let submitted = post(&mut clerk, &url, &format!("{url}/viec/trinh"), &[("to", &leader_id)]).await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.text());

        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let inbox = leader.get("/can-bo").await.text();
        assert!(inbox.contains("Văn bản đến đang chờ bạn: 1"), "{inbox}");
        assert!(leader.get(&format!("{LIST}?ds=cho-toi")).await.text().contains(&url));
        let to = format!("{url}/viec/chuyen-giao");
        let fields = [("lead", "05443"), ("due", "29/11/2026"), ("content", "Giao chuyên viên tham mưu")];
        let sunday = post(&mut leader, &url, &to, &fields).await;
        assert_eq!(sunday.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sunday.text().contains("cơ quan nghỉ") && sunday.text().contains("Giao chuyên viên tham mưu"));
        let fields = [("lead", "05443"), ("due", "5"), ("content", "Giao chuyên viên tham mưu")];
        assert_eq!(post(&mut leader, &url, &to, &fields).await.status, StatusCode::SEE_OTHER);

        finish(&url, &file).await;
        the_register_has_it(&mut clerk, &url).await;
    });
}

async fn finish(url: &str, file: &[u8]) {
    let mut officer = Browser::signed_in("chuyenvien.phuong").await;
    let page = officer.get(url).await.text();
    assert!(page.contains("03/12/2026") && page.contains("Giao chuyên viên tham mưu"), "{page}");
    assert_eq!(post(&mut officer, url, &format!("{url}/viec/ky-nhan"), &[]).await.status, StatusCode::SEE_OTHER);
    let finish = format!("{url}/viec/ket-thuc");
    let empty = post(&mut officer, url, &finish, &[("result", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sha256 = app::sha256_hex(file);
    let given = officer.get(&format!("{url}/tep/{sha256}")).await;
    assert_eq!(given.body, file);
    let done = post(&mut officer, url, &finish, &[("result", "Đã báo cáo")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

async fn the_register_has_it(clerk: &mut Browser, url: &str) {
    for address in [LIST, "/can-bo/van-ban-den/so", "/can-bo/van-ban-den?q=ra soat thu tuc&lang=en"] {
        super::markup::check(address, &clerk.get(address).await);
    }
    let book = clerk.get("/can-bo/van-ban-den/so?lang=vi").await.text();
    for column in ["Ngày đến", "Số đến", "Tác giả", "Ngày chuyển", "Ký nhận", "Ghi chú", "91/SNV"] {
        assert!(book.contains(column), "the register lacks {column}");
    }
    let mut elsewhere = Browser::signed_in("vanthu.soxaydung").await;
    assert_eq!(elsewhere.get(url).await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.get("/can-bo/van-ban-den/so?unit=05443").await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.get(&format!("{LIST}?ds=05443")).await.status, StatusCode::NOT_FOUND);
}

#[test]
fn what_is_not_for_the_agency_goes_back_with_its_reason() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("vanthu.phuong").await;
        clerk.get(NEW).await;
        let silent = clerk.upload(NEW, &typed("77/STC", "other"), &[]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut fields = typed("77/STC", "other");
        fields.push(("reason", "Gửi nhầm, văn bản của phường Tích Lương"));
        let done = clerk.upload(NEW, &fields, &[]).await;
        let page = clerk.follow(done).await.text();
        assert!(page.contains("Đã trả lại") && page.contains("Gửi nhầm"), "{page}");
        let form = clerk.upload(NEW, &[("day", "hôm qua"), ("outcome", "register"), ("source", "paper")], &[]).await;
        assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        assert_eq!(leader.get(NEW).await.status, StatusCode::NOT_FOUND);
    });
}
