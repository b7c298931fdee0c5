//! Official papers of real dossiers, read as other programs read them.

use super::journey::{act, apply, asking, refusal};
use crate::web::{Answer, Browser, PRODUCT, WARD, after};
use axum::http::StatusCode;
use std::io::Write;
use std::process::{Command, Stdio};

const NAME: &str = "Nguyễn Thị Đường";

/// The text of a PDF, with every run of white space as one space.
pub(super) fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("inline; filename=\""));
    let mut child =
        Command::new("pdftotext").args(["-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&answer.body).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn the_receipt_is_for_its_people_and_without_names_for_whoever_knows_the_digits() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = apply(&mut resident, "019193005501").await;
        let url = format!("/ho-so/{code}/giay/bien-nhan");
        let before = resident.get(&url).await;
        assert_eq!(before.status, StatusCode::NOT_FOUND, "nothing was accepted yet");
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        act(&mut clerk, &code, "accept", &[]).await;
        let page = clerk.get(&format!("/ho-so/{code}")).await.text();
        assert!(page.contains(&format!("href=\"{url}\"")), "the dossier's page leads to it");
        let receipt = text(&clerk.get(&url).await);
        let parts = [
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Mẫu số 01",
            "03/2025",
            &code,
            NAME,
            "019193005501",
            "10 giờ 00 phút",
        ];
        has(&receipt, &parts);
        assert!(receipt.contains("ỦY BAN NHÂN DÂN"), "{receipt}");
        let page = resident.get(&format!("/ho-so/{code}/bien-nhan")).await.text();
        assert!(page.contains("/giay/bien-nhan"), "the receipt on the screen leads to the one on paper");
        let by_digits = text(&Browser::new().get(&format!("{url}?digits=5501")).await);
        has(&by_digits, &[&code, "Mẫu số 01"]);
        assert!(!by_digits.contains(NAME) && !by_digits.contains("019193005501"), "{by_digits}");
        assert_eq!(Browser::new().get(&format!("{url}?digits=0001")).await.status, StatusCode::NOT_FOUND);
        let form = text(&clerk.get(&format!("/ho-so/{code}/giay/to-khai")).await);
        has(&form, &[NAME, "Đăng ký khai tử cho ông Đ"]);
        assert_eq!(resident.get(&format!("/ho-so/{code}/giay/xin-loi")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(clerk.get(&format!("/ho-so/{code}/giay/xin-loi")).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_is_asked_refused_and_promised_stands_on_its_form() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let code = apply(&mut Browser::new(), "019193005502").await;
        act(&mut clerk, &code, "request-supplement", &asking("Giấy báo tử bị mờ")).await;
        let paper = text(&clerk.get(&format!("/ho-so/{code}/giay/bo-sung")).await);
        has(&paper, &["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Mẫu số 02", "Giấy báo tử bị mờ", NAME]);

        let code = apply(&mut Browser::new(), "019193005503").await;
        act(&mut clerk, &code, "reject", &refusal("receipt_no_procedure", "Không thuộc thẩm quyền #panic()")).await;
        let paper = text(&clerk.get(&format!("/ho-so/{code}/giay/tu-choi")).await);
        has(&paper, &["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Không thuộc thẩm quyền #panic()", "Mẫu số 03"]);

        let code = apply(&mut Browser::new(), "019193005504").await;
        act(&mut clerk, &code, "accept", &[]).await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let page = leader.get(&format!("/ho-so/{code}")).await;
        let officer = after(&page.text(), "<option value=\"a-").map(|id| format!("a-{id}")).unwrap();
        act(&mut leader, &code, "assign", &[("officer", &officer)]).await;
        let new = [("promised_day", "30/12/2026"), ("reason", "Mất điện hai ngày")];
        act(&mut leader, &code, "apologise", &new).await;
        let paper = text(&leader.get(&format!("/ho-so/{code}/giay/xin-loi")).await);
        let parts = ["VĂN BẢN XIN LỖI", "Mất điện hai ngày", "30/12/2026", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"];
        has(&paper, &parts);
        let sheet = text(&leader.get(&format!("/ho-so/{code}/giay/kiem-soat")).await);
        has(&sheet, &["PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Giao:", "Nhận:", NAME]);
    });
}

/// The number before a symbol on a paper.
fn number(paper: &str, symbol: &str) -> i64 {
    let before = paper.split_once(symbol).unwrap_or_else(|| panic!("{symbol} is missing in {paper}")).0;
    before.rsplit_once("Số: ").unwrap().1.parse().unwrap()
}

#[test]
fn papers_of_a_unit_are_numbered_upwards_and_keep_their_numbers() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let mut numbers = Vec::new();
        for identity in ["019193005511", "019193005512", "019193005513"] {
            let code = apply(&mut Browser::new(), identity).await;
            act(&mut clerk, &code, "request-supplement", &asking("Giấy báo tử bị mờ")).await;
            let asked = number(&text(&clerk.get(&format!("/ho-so/{code}/giay/bo-sung")).await), "/HDHS");
            let code = apply(&mut Browser::new(), identity).await;
            act(&mut clerk, &code, "accept", &[]).await;
            let url = format!("/ho-so/{code}/giay/bien-nhan");
            let received = number(&text(&clerk.get(&url).await), "/UBND");
            assert_eq!(number(&text(&clerk.get(&url).await), "/UBND"), received, "the same paper, the same number");
            let tail = &identity[8..];
            let by_digits = text(&Browser::new().get(&format!("{url}?digits={tail}")).await);
            assert_eq!(number(&by_digits, "/UBND"), received, "the applicant has the same paper");
            numbers.push((asked, received));
        }
        // Other tests may be given numbers in between.
        for pair in numbers.windows(2) {
            assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1, "{numbers:?}");
        }
    });
}

#[test]
fn a_control_sheet_is_not_for_the_applicant() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let code = apply(&mut resident, "019193004217").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        act(&mut clerk, &code, "accept", &[]).await;
        let sheet = format!("/ho-so/{code}/giay/kiem-soat");
        assert_eq!(resident.get(&sheet).await.status, StatusCode::NOT_FOUND);
        assert_eq!(clerk.get(&sheet).await.status, StatusCode::OK);
        assert_eq!(resident.get(&format!("/ho-so/{code}/giay/bien-nhan")).await.status, StatusCode::OK);
    });
}

#[test]
fn the_register_holds_the_days_that_were_chosen() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let code = apply(&mut Browser::new(), "019193005505").await;
        act(&mut clerk, &code, "accept", &[]).await;
        super::markup::check("/can-bo/so-theo-doi", &clerk.get("/can-bo/so-theo-doi").await);
        let pdf = |unit: &str, from: &str, to: &str| format!("/can-bo/so-theo-doi/pdf?unit={unit}&tu={from}&den={to}");
        let register = text(&clerk.get(&pdf(WARD, "26/11/2026", "26/11/2026")).await);
        has(&register, &["SỔ THEO DÕI HỒ SƠ", "Mẫu số 07", NAME, "0912345678"]);
        // The code is broken after its dots and hyphens.
        let joined: String =
            register.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect();
        assert!(joined.contains(&code), "{joined}");
        let empty = text(&clerk.get(&pdf(WARD, "01/01/2026", "02/01/2026")).await);
        assert!(!empty.contains(NAME));
        for (from, to) in [("26/11/2026", "25/11/2026"), ("01/01/2020", "26/11/2026"), ("x", "26/11/2026")] {
            let answer = clerk.get(&pdf(WARD, from, to)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{from} {to}");
        }
        let elsewhere = clerk.get(&pdf("05449", "26/11/2026", "26/11/2026")).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "a desk at which the clerk does not work");
    });
}

#[test]
fn money_that_came_in_has_its_receipt_on_paper() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let (code, order) = super::payment::paid_in_cash(&mut clerk, "019193005506").await;
        let url = format!("/ho-so/{code}/thanh-toan/{order}/bien-lai");
        assert!(clerk.get(&url).await.text().contains(&format!("{url}/pdf")));
        let receipt = text(&clerk.get(&format!("{url}/pdf")).await);
        has(&receipt, &["BIÊN LAI THU PHÍ, LỆ PHÍ", "150.000", "Một trăm năm mươi nghìn đồng", &code]);
    });
}
