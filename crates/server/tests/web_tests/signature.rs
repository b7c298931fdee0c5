//! A result that is signed here, in the eyes of poppler, of the office, of its applicant and of anybody.

use super::journey::{act, apply};
use crate::web::{Answer, Browser, PRODUCT, after};
use axum::http::StatusCode;
use std::process::Command;

/// What `pdfsig` says of a PDF, without a store of trusted certificates.
pub(crate) fn pdfsig(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("result.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdfsig").arg("-nocert").arg(&file).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A dossier of the ward on which everything was decided, and its head.
async fn decided(resident: &mut Browser, identity: &str) -> (String, Browser) {
    let code = apply(resident, identity).await;
    let mut clerk = Browser::signed_in("motcua.phuong").await;
    act(&mut clerk, &code, "accept", &[]).await;
    let mut leader = Browser::signed_in("lanhdao.phuong").await;
    let page = leader.get(&format!("/ho-so/{code}")).await;
    let officer = after(&page.text(), "<option value=\"a-").map(|id| format!("a-{id}")).unwrap();
    act(&mut leader, &code, "assign", &[("officer", &officer)]).await;
    let mut officer = Browser::signed_in("chuyenvien.phuong").await;
    act(&mut officer, &code, "complete-step", &[("reason", "Đủ điều kiện")]).await;
    act(&mut leader, &code, "decide", &[("outcome", "granted")]).await;
    (code, leader)
}

async fn check(browser: &mut Browser, pdf: &[u8]) -> Answer {
    browser.get("/kiem-tra-ket-qua").await;
    browser.upload("/kiem-tra-ket-qua", &[], &[("file", "ket-qua.pdf", pdf)]).await
}

#[test]
fn a_result_is_signed_issued_downloaded_and_checked_by_anybody() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let (code, mut leader) = decided(&mut resident, "019193004217").await;
        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        assert!(
            page.contains("value=\"template\" id=\"f-sign-signature\" checked"),
            "a paper made from the dossier is proposed: {page}"
        );
        act(&mut leader, &code, "sign", &[("signature", "template")]).await;

        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        let hash = after(&page, &format!("href=\"/ho-so/{code}/tep/")).map(|_| result_hash(&page, &code)).unwrap();
        let own = resident.get(&format!("/ho-so/{code}")).await.text();
        assert!(!own.contains(&hash), "nothing is given out before it is issued");
        let early = resident.get(&format!("/ho-so/{code}/tep/{hash}")).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND);
        let seen = leader.get(&format!("/ho-so/{code}/tep/{hash}/chu-ky")).await;
        super::markup::check("/ho-so/…/chu-ky", &seen);
        assert!(seen.text().contains("Còn nguyên vẹn từ khi ký"), "{}", seen.text());

        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        act(&mut officer, &code, "issue-result", &[]).await;
        let file = resident.get(&format!("/ho-so/{code}/tep/{hash}")).await;
        assert_eq!(file.status, StatusCode::OK);
        let heard = pdfsig(&file.body);
        assert!(heard.contains("Signature is Valid") && heard.contains("Total document signed"), "{heard}");
        assert!(heard.contains("ETSI.CAdES.detached"), "{heard}");

        let mut anybody = Browser::new();
        super::markup::check("/kiem-tra-ket-qua", &anybody.get("/kiem-tra-ket-qua").await);
        let found = check(&mut anybody, &file.body).await;
        super::markup::check("/kiem-tra-ket-qua", &found);
        for part in ["Đúng là tệp đã cấp ở đây", &format!("{code}-KQ1"), "Còn nguyên vẹn", "Chứng thư thử nghiệm"]
        {
            assert!(found.text().contains(part), "{part} is missing in {}", found.text());
        }
        let mut english = Browser::new();
        english.get("/kiem-tra-ket-qua?lang=en").await;
        let found = check(&mut english, &file.body).await.text();
        assert!(found.contains("It is the very file issued here"), "{found}");
        tampered(&mut anybody, &file.body).await;
        by_number(&mut anybody, &code).await;
    });
}

/// The hash of the newest result file on a dossier's page.
fn result_hash(page: &str, code: &str) -> String {
    let url = format!("href=\"/ho-so/{code}/tep/");
    let hashes = page.split(&url).skip(1).filter_map(|rest| rest.split_once("/chu-ky\"")).map(|(hash, _)| hash);
    hashes.filter(|hash| hash.len() == 64).last().unwrap().to_owned()
}

async fn tampered(anybody: &mut Browser, pdf: &[u8]) {
    let mut changed = pdf.to_vec();
    let place = changed.windows(6).position(|window| window == b"stream").unwrap() + 20;
    *changed.get_mut(place).unwrap() ^= 1;
    assert!(!pdfsig(&changed).contains("Signature is Valid"));
    let found = check(anybody, &changed).await.text();
    assert!(found.contains("Đã bị thay đổi sau khi ký") && found.contains("không phải tệp đã cấp ở đây"), "{found}");
    let longer = [pdf, b"\n% more"].concat();
    let found = check(anybody, &longer).await.text();
    assert!(found.contains("Bản trước đó") && found.contains("không phải tệp đã cấp ở đây"), "{found}");
}

async fn by_number(anybody: &mut Browser, code: &str) {
    for number in [code.to_owned(), format!("{code}-KQ1")] {
        let page = anybody.get(&format!("/kiem-tra-ket-qua?so={number}")).await;
        super::markup::check("/kiem-tra-ket-qua?so", &page);
        let page = page.text();
        assert!(page.contains("26/11/2026") && page.contains("-KQ1"), "{page}");
        assert!(!page.contains("Nguyễn") && !page.contains("khai tử"), "nothing of whom it is about: {page}");
    }
    let none = anybody.get("/kiem-tra-ket-qua?so=H55.05443-200101-0001").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text().contains("Không có kết quả nào mang số này"));
}

#[test]
fn a_file_that_was_brought_is_signed_and_what_is_no_pdf_is_not() {
    PRODUCT.run(async {
        let (code, mut leader) = decided(&mut Browser::new(), "019193005601").await;
        let url = format!("/ho-so/{code}/viec/sign");
        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        let version = after(&page, "name=\"version\" value=\"").unwrap();
        let fields = [("version", version.as_str()), ("signature", "file")];
        let answer = leader.upload(&url, &fields, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("Hãy chọn tệp PDF để ký."), "{}", answer.text());
        // A PDF by its first bytes only.
        let answer = leader.upload(&url, &fields, &[("file", "a.pdf", &crate::web::pdf("x"))]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("không đọc được như một tệp PDF"), "{}", answer.text());

        let receipt = leader.get(&format!("/ho-so/{code}/giay/bien-nhan")).await.body;
        let answer = leader.upload(&url, &fields, &[("file", "giấy.pdf", &receipt)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        let hash = result_hash(&page, &code);
        let signed = leader.get(&format!("/ho-so/{code}/tep/{hash}")).await.body;
        assert!(signed.starts_with(&receipt), "what was brought is there as it was");
        assert!(pdfsig(&signed).contains("Signature is Valid"));
    });
}

#[test]
fn bytes_of_all_sorts_are_answered_in_words() {
    PRODUCT.run(async {
        let mut anybody = Browser::new();
        for (bytes, said) in [
            (b"".as_slice(), "Hãy chọn tệp PDF."),
            (b"\x89PNG\r\n\x1a\n".as_slice(), "Đây không phải tệp PDF"),
            (vec![b' '; 21 * 1024 * 1024].as_slice(), "Tệp lớn hơn 20 MB"),
        ] {
            let answer = check(&mut anybody, bytes).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains(said), "{said}");
        }
        let plain = check(&mut anybody, &crate::web::pdf("x")).await.text();
        assert!(plain.contains("Tệp không có chữ ký số nào."), "{plain}");
    });
}
