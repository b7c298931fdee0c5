//! The applicant without an account: shows a number, hands in what is missing, rates, withdraws; a stranger learns
//! nothing.

use super::journey::{act, apply, asking, refusal};
use crate::web::{Browser, PRODUCT, after, pdf};
use axum::http::StatusCode;

/// The phone number that every application of these tests gives.
const PHONE: &str = "0912345678";

async fn enter(browser: &mut Browser, code: &str, number: &str) -> crate::web::Answer {
    browser.get(&format!("/tra-cuu/viec?code={code}")).await;
    browser.post("/tra-cuu/viec", &[("code", code), ("number", number)]).await
}

#[test]
fn what_is_missing_is_handed_in_without_an_account() {
    PRODUCT.run(async {
        let code = apply(&mut Browser::new(), "019193004401").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        act(&mut clerk, &code, "request-supplement", &asking("Giấy báo tử bị mờ")).await;

        let mut guest = Browser::new();
        let tracked = guest.get(&format!("/tra-cuu?code={code}&digits=4401")).await.text();
        assert!(tracked.contains(&format!("href=\"/tra-cuu/viec?code={code}\"")), "tracking leads here");
        assert!(!tracked.contains("Giấy báo tử bị mờ"), "four digits show no words of the office");
        let answer = enter(&mut guest, &code, "+84 912 345 678").await;
        let page = guest.follow(answer).await.text();
        assert!(page.contains("Giấy báo tử bị mờ") && page.contains("id=\"viec-supplement\""));
        assert!(page.contains("id=\"viec-withdraw\"") && !page.contains("id=\"viec-pay\""));
        assert!(!page.contains("Nguyễn Thị Đường"), "no name is shown");

        let version = after(&page, "name=\"version\" value=\"").unwrap();
        let empty = guest.upload("/tra-cuu/viec/supplement", &[("version", &version)], &[]).await;
        assert_eq!(empty.status, StatusCode::CONFLICT);
        assert!(empty.text().contains("href=\"#f-supplement-file\""));
        let fields = [("version", version.as_str()), ("component", "c4")];
        let answer = guest.upload("/tra-cuu/viec/supplement", &fields, &[("file", "ro.pdf", &pdf("guest"))]).await;
        let page = guest.follow(answer).await.text();
        assert!(page.contains("Đã thực hiện.") && page.contains("Bộ phận một cửa đang kiểm tra"));
        assert!(clerk.get(&format!("/ho-so/{code}")).await.text().contains("ro.pdf"), "the desk has the file");

        let stale = guest.post("/tra-cuu/viec/withdraw", &[("version", &version)]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "an older page changes nothing");
        let answer = guest.post("/tra-cuu/viec/withdraw", &[("reason", "Tôi sẽ nộp lại")]).await;
        let page = guest.follow(answer).await.text();
        assert!(page.contains("Bạn đã rút hồ sơ này."));

        guest.post("/tra-cuu/dong", &[]).await;
        assert!(!guest.get("/tra-cuu/viec").await.text().contains(&code), "closed in this browser");
    });
}

#[test]
fn the_result_is_rated_without_an_account_once() {
    PRODUCT.run(async {
        let code = apply(&mut Browser::new(), "019193004402").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        act(&mut clerk, &code, "reject", &refusal("receipt_no_procedure", "Không thuộc thẩm quyền")).await;
        let mut guest = Browser::new();
        let answer = enter(&mut guest, &code, "019193004402").await;
        let page = guest.follow(answer).await.text();
        assert!(page.contains("Không thuộc thẩm quyền"), "the reason of a refusal is told");
        assert!(page.contains("id=\"viec-rate\""));
        let none = guest.post("/tra-cuu/viec/rate", &[("reason", "Chậm")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.text().contains("href=\"#f-rate-score\"") && none.text().contains("Chậm</textarea>"));
        let answer = guest.post("/tra-cuu/viec/rate", &[("score", "2"), ("reason", "Chậm")]).await;
        let page = guest.follow(answer).await.text();
        assert!(page.contains("Cảm ơn bạn đã đánh giá.") && page.contains("2/5"));
        let again = guest.post("/tra-cuu/viec/rate", &[("score", "5")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "a dossier is rated once");
    });
}

#[test]
fn a_guest_may_nothing_else_and_a_pass_holds_in_its_browser_only() {
    PRODUCT.run(async {
        let code = apply(&mut Browser::new(), "019193004403").await;
        let mut guest = Browser::new();
        let answer = enter(&mut guest, &code, PHONE).await;
        let cookie = answer.header("set-cookie");
        guest.follow(answer).await;
        for action in domain::dossier::ActionKind::ALL {
            if !["supplement", "rate", "withdraw"].contains(&action.name()) {
                let fields =
                    [("reason", "x"), ("unit", "05455"), ("amount", "1"), ("component", "c2"), ("outcome", "granted")];
                let more = [
                    ("reference", "x"),
                    ("officer", "x"),
                    ("limit", "1wd"),
                    ("legal_basis", "x"),
                    ("ground", "disaster"),
                ];
                let last = [("receiver", "x"), ("promised_day", "01/12/2026")];
                let all: Vec<_> = fields.into_iter().chain(more).chain(last).collect();
                let answer = guest.post(&format!("/tra-cuu/viec/{}", action.name()), &all).await;
                assert!(answer.status.is_client_error(), "{}: {}", action.name(), answer.status);
            }
        }
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        assert!(
            clerk.get(&format!("/ho-so/{code}")).await.text().contains("Mới nộp, chờ kiểm tra"),
            "nothing happened"
        );

        assert_eq!(guest.get(&format!("/ho-so/{code}")).await.status, StatusCode::SEE_OTHER, "no account comes of it");
        let mut thief = Browser::new();
        thief.get("/tra-cuu").await;
        let pass = cookie.split(';').next().unwrap().split_once('=').unwrap();
        thief.take_cookie(pass.0, pass.1);
        assert!(!thief.get("/tra-cuu/viec").await.text().contains("id=\"viec-withdraw\""));
        let answer = thief.post("/tra-cuu/viec/withdraw", &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "a pass holds in its browser");
        let other = apply(&mut Browser::new(), "019193004404").await;
        let forged = pass.1.replace(&code, &other);
        guest.take_cookie(pass.0, &forged);
        assert_eq!(
            guest.post("/tra-cuu/viec/withdraw", &[]).await.status,
            StatusCode::NOT_FOUND,
            "nor for another code"
        );
    });
}

#[test]
fn a_wrong_number_and_a_wrong_code_answer_alike_and_guessing_is_slowed_down() {
    PRODUCT.run(async {
        let code = apply(&mut Browser::new(), "019193004405").await;
        let (missing, mut guest) = ("H55.05443-261126-9998", Browser::new());
        let mut plain = Vec::new();
        for (code, number) in [(code.as_str(), "0999999999"), (missing, "0999999999")] {
            let answer = enter(&mut guest, code, number).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            let page = answer.text().replace(code, "");
            plain.push(
                page.split("ma_bieu_mau").map(|part| part.chars().skip(100).collect::<String>()).collect::<String>(),
            );
        }
        assert_eq!(plain.first(), plain.last(), "nobody learns which code exists");
        for short in ["", "4405", "5678", "0000"] {
            assert_eq!(enter(&mut Browser::new(), &code, short).await.status, StatusCode::NOT_FOUND, "{short}");
        }
        for code in [code.as_str(), missing] {
            let mut statuses = Vec::new();
            for _ in 0..8 {
                statuses.push(enter(&mut guest, code, "0999999999").await.status);
            }
            assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{code}: {statuses:?}");
        }
        let locked = enter(&mut guest, &code, PHONE).await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS, "then even the right number waits");
    });
}
