//! Refusing and asking for papers on pages: first the ground, then exactly what it needs, then advice, then it is done; and
//! what the applicant reads.

use super::journey::{act, apply, asking, refusal};
use crate::web::{Browser, PRODUCT};
use axum::http::StatusCode;

#[test]
fn the_ground_comes_first_then_its_fields_then_advice() {
    PRODUCT.run(async {
        let code = apply(&mut Browser::new(), "019193004501").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let page = clerk.get(&format!("/ho-so/{code}")).await.text();
        assert!(
            page.contains("Tiếp tục</button>") && !page.contains("id=\"f-reject-facts\""),
            "only the ground at first"
        );
        let address = format!("/ho-so/{code}/viec/reject");
        let answer = clerk.post(&address, &[("ground", "receipt_other_authority")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.text();
        for shown in [
            "Người nộp sẽ đọc câu này",
            "Hồ sơ này do [Cơ quan] giải quyết",
            "id=\"f-reject-place.co_quan\"",
            "value=\"Điều 17 Nghị định 118/2025/NĐ-CP\"",
            "Nộp hồ sơ tại ",
        ] {
            assert!(page.contains(shown), "the form lacks {shown}");
        }
        assert!(!page.contains("id=\"f-reject-place.ngay\""), "only the places of this ground");

        let mut fields = refusal("receipt_other_authority", "");
        let answer = clerk.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("href=\"#f-reject-facts\"") && answer.text().contains("Hãy ghi sự việc"));

        fields.retain(|(name, _)| !matches!(*name, "advised" | "facts"));
        fields.push(("facts", "Sai chỗ"));
        let answer = clerk.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.text();
        assert!(page.contains("data-advice") && page.contains("Sự việc viết quá ngắn."), "advice, not a bar");
        assert!(page.contains("name=\"advised\" value=\"1\"") && page.contains("Sai chỗ</textarea>"));
        fields.push(("advised", "1"));
        act(&mut clerk, &code, "reject", &fields).await;
    });
}

#[test]
fn the_applicant_reads_reason_clause_facts_and_next_step() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let code = apply(&mut resident, "019193004217").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        act(&mut clerk, &code, "request-supplement", &asking("Giấy báo tử của ông Đ bị mờ ở dòng họ tên.")).await;
        let tracked = Browser::new().get(&format!("/tra-cuu?code={code}&digits=4217")).await.text();
        for shown in
            ["Giấy tờ chưa đúng, chưa hợp lệ", "Điều 34 Luật Hộ tịch", "Không đọc được", "hãy nhập số điện thoại"]
        {
            assert!(tracked.contains(shown), "tracking lacks {shown}");
        }
        assert!(!tracked.contains("bị mờ"), "four digits show no facts");
        for browser in [&mut resident, &mut clerk] {
            let page = browser.get(&format!("/ho-so/{code}")).await.text();
            for shown in [
                "Bạn cần bổ sung gì",
                "Một số giấy tờ trong hồ sơ chưa đúng",
                "bị mờ ở dòng họ tên",
                "Bạn làm gì tiếp",
                "Điều 34 Luật Hộ tịch",
            ] {
                assert!(page.contains(shown), "the dossier lacks {shown}");
            }
        }
        let english = resident.get(&format!("/ho-so/{code}?lang=en")).await.text();
        assert!(english.contains("What you have to bring") && english.contains("Cannot be read"));
    });
}

#[test]
fn requests_near_the_due_date_are_for_the_head() {
    PRODUCT.run(async {
        let page = Browser::signed_in("lanhdao.phuong").await.get("/can-bo/yeu-cau-sat-han").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Yêu cầu bổ sung đúng ngày hẹn hoặc muộn hơn"));
        let other = Browser::signed_in("motcua.phuong").await.get("/can-bo/yeu-cau-sat-han").await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        let board = Browser::signed_in("lanhdao.phuong").await.get("/can-bo/dieu-hanh").await.text();
        assert!(board.contains("href=\"/can-bo/yeu-cau-sat-han?unit="));
    });
}
