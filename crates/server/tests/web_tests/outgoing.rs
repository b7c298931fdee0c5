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

const LETTER: &str = "Kính gửi: Sở Xây dựng\nỦy ban nhân dân phường mời họp giao ban quý IV.\n1. Thời gian: 8 giờ.\n2. Địa điểm: trụ sở phường.\nNơi nhận:\n- Như trên;\n- Lưu: VT.";

/// What `pdftotext` reads in a PDF.
fn text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = std::process::Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn saved(browser: &mut Browser, url: &str, text: &str) {
    let version = after(&browser.get(url).await.text(), "name=\"version\" value=\"").unwrap();
    let answer = browser.upload(&format!("{url}/ban"), &[("version", &version), ("text", text)], &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[test]
fn a_typed_letter_is_set_signed_sealed_and_checked_by_its_receiver() {
    PRODUCT.run(async {
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        officer.get(NEW).await;
        let mut begun = draft().to_vec();
        begun[2].1 = "V/v mời họp về chữ ký số";
        begun[3].1 = "express";
        let url = officer.post(NEW, &begun).await.location();
        saved(&mut officer, &url, "Kính gửi: Sở Xây dựng\nMời họp.").await;
        saved(&mut officer, &url, LETTER).await;

        // The draft on its page, the two versions compared, and what the clerk says of it.
        let page = officer.get(&format!("{url}/ban/2/trang")).await;
        assert_eq!(page.header("content-type"), "application/pdf");
        let said = text_of(&page.body);
        for part in ["DỰ THẢO", "HỎA TỐC", "Kính gửi: Sở Xây dựng", "V/v mời họp về chữ ký số", "Lưu: VT", "Số: ......"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
        let compared = officer.get(&format!("{url}/so-sanh")).await;
        super::markup::check(&url, &compared);
        assert!(
            compared.text().contains("<del>Mời họp.</del>") && compared.text().contains("<ins>"),
            "{}",
            compared.text()
        );
        assert_eq!(officer.get(&format!("{url}/so-sanh?tu=0&den=9")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(officer.get(&format!("{url}/van-ban")).await.status, StatusCode::NOT_FOUND, "nothing is signed");
        let mut clerk = Browser::signed_in("vanthu.phuong").await;
        done(&mut clerk, &url, "gop-y", &[("comment", "Câu cuối <b>chưa</b> rõ")]).await;
        let page = officer.get(&url).await;
        super::markup::check(&url, &page);
        assert!(page.text().contains("Câu cuối &#60;b&#62;chưa") || page.text().contains("Câu cuối &lt;b&gt;chưa"));
        done(&mut officer, &url, "trinh", &[]).await;

        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        done(&mut leader, &url, "duyet-noi-dung", &[]).await;
        done(&mut clerk, &url, "duyet-the-thuc", &[]).await;
        let page = leader.get(&url).await;
        super::markup::check(&url, &page);
        assert!(page.text().contains("Ký số"), "the leader can choose how to sign");
        done(&mut leader, &url, "ky", &[("how", "so")]).await;
        let signed = leader.get(&format!("{url}/van-ban")).await.body;
        assert!(super::signature::pdfsig(&signed).contains("Signature is Valid"));
        let said = text_of(&signed);
        assert!(said.contains("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH") && !said.contains("DỰ THẢO"), "{said}");
        assert!(!said.contains("UBND-VP"), "the number comes after the signature: {said}");
        done(&mut clerk, &url, "cap-so", &[("agency", "UBND"), ("unit", "VP")]).await;
        done(&mut clerk, &url, "dong-dau", &[]).await;
        done(&mut clerk, &url, "phat-hanh", &[("receivers", "Sở Xây dựng")]).await;
        let page = clerk.get(&url).await;
        super::markup::check(&url, &page);
        assert_eq!(page.text().matches("Còn nguyên vẹn từ khi ký").count(), 2, "{}", page.text());
        super::markup::check(&url, &clerk.get(&format!("{url}/chu-ky")).await);

        the_receiver_opens_it(&signed).await;
    });
}

/// The receiver opens the same file: signed first as it was, with number and day.
async fn the_receiver_opens_it(signed: &[u8]) {
    let mut other = Browser::signed_in("vanthu.soxaydung").await;
    let list = other.get("/can-bo/van-ban-den").await.text();
    let before = list.split("V/v mời họp về chữ ký số").next().unwrap();
    let came = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let page = other.get(&came).await;
    super::markup::check(&came, &page);
    assert_eq!(page.text().matches("Còn nguyên vẹn từ khi ký").count(), 2, "{}", page.text());
    let hash = after(&page.text(), &format!("href=\"{came}/tep/")).unwrap();
    super::markup::check(&came, &other.get(&format!("{came}/tep/{hash}/chu-ky")).await);
    let file = other.get(&format!("{came}/tep/{hash}")).await.body;
    assert!(file.starts_with(signed), "what the leader signed is still there");
    let heard = super::signature::pdfsig(&file);
    assert_eq!(heard.matches("Signature is Valid").count(), 2, "{heard}");
    let said = text_of(&file);
    assert!(said.contains("/UBND-VP") && said.contains("tháng") && said.contains("năm 20"), "{said}");
    let mut changed = file.clone();
    let place = signed.len() / 2;
    *changed.get_mut(place).unwrap() ^= 1;
    assert!(!super::signature::pdfsig(&changed).contains("Signature is Valid"));
}
