//! An outgoing document on pages: drafted, checked, signed, numbered, issued, and there at the other agency.

use crate::web::{Answer, Browser, PRODUCT, after, pdf};
use axum::http::StatusCode;

const LIST: &str = "/can-bo/van-ban-di";
const NEW: &str = "/can-bo/van-ban-di/moi";

/// Posts to an address with the version that the page at `seen` shows.
async fn post(browser: &mut Browser, seen: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(seen).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(to, &fields).await
}

async fn done(browser: &mut Browser, url: &str, action: &str, fields: &[(&str, &str)]) {
    let answer = post(browser, url, &format!("{url}/viec/{action}"), fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", answer.text());
}

fn draft() -> [(&'static str, &'static str); 4] {
    [("agency", "05443"), ("kind", "cong_van"), ("subject", "V/v mời họp giao ban quý IV"), ("urgency", "normal")]
}

#[test]
fn a_letter_is_written_signed_and_issued() {
    PRODUCT.run(async {
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        super::markup::check(NEW, &officer.get(NEW).await);
        let mut secret = draft().to_vec();
        secret.push(("secrecy", "mật"));
        let refused = officer.post(NEW, &secret).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let url = officer.post(NEW, &draft()).await.location();
        let page = officer.get(&url).await;
        super::markup::check(&url, &page);
        let save = format!("{url}/ban");
        let version = after(&page.text(), "name=\"version\" value=\"").unwrap();
        let empty = officer.upload(&save, &[("version", &version), ("text", "")], &[]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let saved = officer.upload(&save, &[("version", &version), ("text", "Kính mời: <b>Sở</b>")], &[]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let version = after(&officer.get(&url).await.text(), "name=\"version\" value=\"").unwrap();
        let file = pdf("letter");
        let saved = officer.upload(&save, &[("version", &version)], &[("file", "moi-hop.pdf", &file)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert_eq!(officer.get(&format!("{url}/ban/2")).await.body, file);
        done(&mut officer, &url, "trinh", &[]).await;

        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let mut clerk = Browser::signed_in("vanthu.phuong").await;
        assert!(leader.get("/can-bo").await.text().contains("Văn bản đi đang chờ bạn"));
        done(&mut leader, &url, "duyet-noi-dung", &[]).await;
        let early = post(&mut leader, &url, &format!("{url}/viec/ky"), &[]).await;
        assert!(early.text().contains("thể thức"), "{}", early.text());
        done(&mut clerk, &url, "duyet-the-thuc", &[]).await;
        done(&mut leader, &url, "ky", &[]).await;
        let page = leader.get(&url).await.text();
        assert!(page.contains("TM. ỦY BAN NHÂN DÂN") && page.contains("CHỦ TỊCH"), "{page}");
        done(&mut clerk, &url, "cap-so", &[("agency", "UBND"), ("unit", "VP")]).await;
        done(&mut clerk, &url, "dong-dau", &[]).await;
        let nobody = post(&mut clerk, &url, &format!("{url}/viec/phat-hanh"), &[("receivers", " ")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        done(&mut clerk, &url, "phat-hanh", &[("receivers", "sở xây dựng\nCông an tỉnh")]).await;
        let page = clerk.get(&url).await;
        super::markup::check(&url, &page);
        assert!(
            page.text().contains("Sở Xây dựng") && page.text().contains("Mới đến, chờ kiểm tra"),
            "{}",
            page.text()
        );
        for address in [LIST, "/can-bo/van-ban-di/so", "/can-bo/van-ban-di?lang=en"] {
            super::markup::check(address, &clerk.get(address).await);
        }
        let book = clerk.get("/can-bo/van-ban-di/so?lang=vi").await.text();
        for column in ["Người ký", "Nơi nhận", "Số lượng bản", "Ngày chuyển", "UBND-VP", "Hoàng Đức Thắng"]
        {
            assert!(book.contains(column), "the register lacks {column}");
        }

        let mut other = Browser::signed_in("vanthu.soxaydung").await;
        assert_eq!(other.get(&url).await.status, StatusCode::NOT_FOUND);
        let came = other.get("/can-bo/van-ban-den").await.text();
        assert!(came.contains("V/v mời họp giao ban quý IV"), "{came}");
    });
}
