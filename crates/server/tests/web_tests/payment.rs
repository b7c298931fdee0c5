//! A resident pays at a bank, a clerk takes cash and closes the day, and a bank reports a thousand times.

use super::journey::{act, apply};
use crate::bank::{Manner, Report};
use crate::web::{Browser, PRODUCT, WARD, after};
use axum::body::Body;
use axum::http::{Request, StatusCode};

/// A dossier of this clerk's desk that waits for its payment, and the number of its order.
async fn asked(clerk: &mut Browser, identity: &str) -> (String, String) {
    let code = apply(&mut Browser::new(), identity).await;
    act(clerk, &code, "request-payment", &[("amount", "150000"), ("reason", "Lệ phí")]).await;
    let url = format!("/ho-so/{code}/thanh-toan");
    clerk.get(&url).await;
    let answer = clerk.post(&url, &[]).await;
    let page = clerk.follow(answer).await.text();
    let order = after(&page, &format!("action=\"{url}/")).unwrap();
    let order = order.split('/').next().unwrap().to_owned();
    assert!(order.starts_with("TT26"), "{page}");
    for shown in ["150.000 đ", "<svg", "0011001932418", "Ngân hàng thử", &order] {
        assert!(page.contains(shown), "the page of payments lacks {shown}");
    }
    (code, order)
}

/// The same, paid in cash.
pub(super) async fn paid_in_cash(clerk: &mut Browser, identity: &str) -> (String, String) {
    let (code, order) = asked(clerk, identity).await;
    let answer = clerk.post(&format!("/ho-so/{code}/thanh-toan/{order}/viec/tien-mat"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    (code, order)
}

async fn report(report: &Report) -> StatusCode {
    let request = Request::post("/thanh-toan/bao-co/thu").header("x-signature", &report.signature);
    Browser::new().send(request, Body::from(report.body.clone())).await.status
}

#[test]
fn a_bank_that_reports_a_thousand_times_is_heard_once() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let (code, order) = asked(&mut clerk, "019193004401").await;
        let url = format!("/ho-so/{code}/thanh-toan");
        let answer = clerk.post(&format!("{url}/{order}/truc-tuyen"), &[("gateway", "thu")]).await;
        assert!(answer.text().contains(&format!("{}/pay/{order}", PRODUCT.bank().url())), "{}", answer.text());
        let reports = PRODUCT.bank().pay(&order, Manner::Replay(1_000), "2026-11-26T10:00:00");
        let forged = Report { signature: "00".repeat(32), ..reports[0].clone() };
        assert_eq!(report(&forged).await, StatusCode::UNAUTHORIZED);
        let eight = futures_util::future::join_all(reports.iter().take(8).map(report)).await;
        assert_eq!(eight, vec![StatusCode::OK; 8]);
        for one in &reports {
            assert_eq!(report(one).await, StatusCode::OK);
        }
        let page = clerk.get(&url).await.text();
        assert_eq!(page.matches("Đã nhận 150.000 đ").count(), 1, "{page}");
        let receipt = clerk.get(&format!("{url}/{order}/bien-lai")).await;
        assert_eq!(receipt.status, StatusCode::OK);
        assert!(receipt.text().contains("Biên lai thu phí, lệ phí"));
        let page = clerk.get(&format!("/ho-so/{code}")).await.text();
        assert!(!page.contains("Đang chờ thanh toán"), "the dossier goes on");
    });
}

#[test]
fn a_clerk_takes_cash_counts_and_compares() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let (code, order) = asked(&mut clerk, "019193004402").await;
        let url = format!("/ho-so/{code}/thanh-toan");
        let answer = clerk.post(&format!("{url}/{order}/viec/tien-mat"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let answer = clerk.post(&format!("{url}/{order}/viec/tien-mat"), &[]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "paid once");
        let day = clerk.get(&format!("/can-bo/thu-phi?unit={WARD}")).await.text();
        assert!(day.contains(&code) && day.contains("Tiền mặt"), "{day}");
        let book = "/can-bo/thu-phi/so-quy";
        assert!(clerk.get(book).await.text().contains(&order));
        let fields = [("action", "khoa"), ("unit", WARD), ("day", "2026-11-26"), ("amount", "1"), ("reason", "")];
        let answer = clerk.post(book, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("hãy ghi lý do") && answer.text().contains("value=\"1\""));
        let compare = "/can-bo/thu-phi/doi-soat";
        let fields = [("action", "doi-soat"), ("gateway", "thu"), ("unit", WARD), ("day", "2026-11-26")];
        clerk.get(compare).await;
        let answer = clerk.post(compare, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let page = leader.get(book).await.text();
        assert!(page.contains(&order) && !page.contains("Khóa sổ</button>"), "a leader sees and does not keep");
    });
}

#[test]
fn somebody_without_an_account_pays_online() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let (code, order) = asked(&mut clerk, "019193004403").await;
        let mut guest = Browser::new();
        guest.get(&format!("/tra-cuu/viec?code={code}")).await;
        let answer = guest.post("/tra-cuu/viec", &[("code", &code), ("number", "0912345678")]).await;
        let page = guest.follow(answer).await.text();
        assert!(page.contains("href=\"/tra-cuu/thanh-toan\""), "the dossier leads to its payment");
        let page = guest.get("/tra-cuu/thanh-toan").await.text();
        for shown in ["150.000 đ", "Ngân hàng thử", &order, "/tra-cuu/thanh-toan/"] {
            assert!(page.contains(shown), "the page lacks {shown}");
        }
        assert!(!page.contains("Việc của quầy thu"), "the desk's tasks are the desk's");
        let start = format!("/tra-cuu/thanh-toan/{order}/truc-tuyen");
        let answer = guest.post(&start, &[("gateway", "thu")]).await;
        assert!(answer.text().contains(&format!("{}/pay/{order}", PRODUCT.bank().url())), "{}", answer.text());
        for one in PRODUCT.bank().pay(&order, Manner::Honest, "2026-11-26T10:00:00") {
            assert_eq!(report(&one).await, StatusCode::OK);
        }
        let receipt = guest.get(&format!("/tra-cuu/thanh-toan/{order}/bien-lai")).await;
        assert!(receipt.text().contains("Biên lai thu phí, lệ phí"), "{}", receipt.text());
        assert_eq!(Browser::new().get("/tra-cuu/thanh-toan").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn money_without_an_order_is_worked_through() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let (code, order) = asked(&mut clerk, "019193004404").await;
        let stray = PRODUCT.bank().report_of("TT000", "LAC-1", 150_000, "2026-11-26T10:00:00");
        assert_eq!(report(&stray).await, StatusCode::OK);
        let here = "/can-bo/thu-phi/cho-xu-ly";
        let page = clerk.get(here).await.text();
        assert!(page.contains("LAC-1") && page.contains("Khớp LAC-1 với một khoản phải thu"));
        let form = [("unit", WARD), ("form", "khop-thu-LAC-1"), ("channel", "thu"), ("transaction", "LAC-1")];
        let matched =
            |number: &'static str| form.into_iter().chain([("action", "khop"), ("order", number)]).collect::<Vec<_>>();
        let wrong = clerk.post(here, &matched("TT1")).await;
        assert_eq!(wrong.status, StatusCode::CONFLICT);
        assert!(wrong.text().contains("Không tìm thấy khoản phải thu này") && wrong.text().contains("value=\"TT1\""));
        let mut fields = matched("");
        fields.push(("order", &order));
        fields.retain(|(name, value)| *name != "order" || !value.is_empty());
        let answer = clerk.post(here, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = clerk.get(&format!("/ho-so/{code}/thanh-toan")).await.text();
        assert!(page.contains("Đã nhận 150.000 đ"), "the money is the order's");
        let leader = Browser::signed_in("lanhdao.phuong").await.get(here).await;
        assert_eq!(leader.status, StatusCode::OK);
        assert!(!leader.text().contains("Khớp LAC-1"), "a leader sees and does not keep");
    });
}
