//! An action that is refused: the field that mends it is marked, the summary links to it, what was typed is kept.

use crate::web::{Browser, PRODUCT, pdf};
use axum::http::StatusCode;

/// Action, fields as posted, the field that is marked, and what is said.
/// An action, what is posted, the field that is wrong, and what is said of it.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const CASES: [Case; 10] = [
    ("reject", &[("ground", ""), ("reason", "  ")], "ground", "Hãy chọn một căn cứ."),
    ("transfer", &[("unit", "05455"), ("reason", "")], "reason", "Hãy ghi lý do."),
    ("transfer", &[("unit", ""), ("reason", "Thuộc nơi khác")], "unit", "Hãy chọn một mục."),
    ("transfer", &[("unit", "05443"), ("reason", "Thuộc nơi khác")], "unit", "Hồ sơ đang ở chính cơ quan này"),
    ("request-supplement", &[("fault.c4", "missing")], "ground", "Hãy chọn một căn cứ."),
    ("request-payment", &[("amount", ""), ("reason", "Lệ phí")], "amount", "Hãy điền mục này."),
    ("request-payment", &[("amount", "mười"), ("reason", "Lệ phí")], "amount", "Hãy ghi số"),
    ("request-payment", &[("amount", "0"), ("reason", "Lệ phí")], "amount", "Số tiền phải lớn hơn 0"),
    ("request-payment", &[("amount", "15.000"), ("reason", "")], "reason", "Hãy ghi lý do."),
    ("transfer", &[("unit", "05455"), ("reason", "LONG")], "reason", "Nội dung quá dài"),
];

#[test]
fn the_field_that_mends_a_refusal_is_marked() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004301").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let long = "a".repeat(4001);
        for (action, posted, field, said) in CASES {
            let posted: Vec<(&str, &str)> =
                posted.iter().map(|(name, text)| (*name, if *text == "LONG" { long.as_str() } else { text })).collect();
            clerk.get(&format!("/ho-so/{code}")).await;
            let answer = clerk.post(&format!("/ho-so/{code}/viec/{action}"), &posted).await;
            let told = format!("{action} {field}: {}", answer.status);
            assert!([StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT].contains(&answer.status), "{told}");
            let page = answer.text();
            let id = format!("f-{action}-{field}");
            assert!(page.contains(&format!("href=\"#{id}\"")), "{told}: the summary links to the field");
            assert!(page.contains(&format!("id=\"{id}-loi\"")), "{told}: the sentence stands at the field");
            let control = page.split_once(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("{told}: no control")).1;
            let tag = control.split_once('>').unwrap().0;
            assert!(tag.contains("aria-invalid=\"true\"") && tag.contains(&format!("{id}-loi")), "{told}: {tag}");
            assert!(page.contains(said), "{told}: {said}");
            for (_, text) in posted.iter().filter(|(name, text)| *name == "reason" && text.len() < 100) {
                assert!(page.contains(&format!("{}</textarea>", text.trim())), "{told}: the reason is kept");
            }
        }
        let page = clerk.get(&format!("/ho-so/{code}")).await.text();
        assert!(page.contains("Mới nộp, chờ kiểm tra"), "nothing was done");
    });
}

#[test]
fn a_choice_among_buttons_is_marked_as_a_group() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004302").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        super::journey::act(&mut clerk, &code, "accept", &[]).await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        let officer = page.split_once("name=\"officer\"").unwrap().1.split("<option value=\"").nth(2).unwrap();
        let officer = officer.split('"').next().unwrap().to_owned();
        super::journey::act(&mut leader, &code, "assign", &[("officer", &officer)]).await;
        while leader.get(&format!("/ho-so/{code}")).await.text().contains("id=\"viec-complete-step\"") {
            super::journey::act(&mut leader, &code, "complete-step", &[]).await;
        }
        let answer = leader.post(&format!("/ho-so/{code}/viec/decide"), &[("reason", "Đã xem")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text();
        assert!(page.contains("role=\"radiogroup\"") && page.contains("aria-describedby=\"f-decide-outcome-loi\""));
        assert!(page.contains("Đã xem</textarea>"));
        let refused = leader.post(&format!("/ho-so/{code}/viec/decide"), &[("outcome", "refused")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a refusal needs its ground");
        assert!(refused.text().contains("href=\"#f-decide-ground\""));
        let chosen = [("outcome", "refused"), ("ground", "handling_not_eligible")];
        let answer = leader.post(&format!("/ho-so/{code}/viec/decide"), &chosen).await;
        assert_eq!(answer.status, StatusCode::OK, "first the ground, then its fields");
        let page = answer.text();
        assert!(page.contains("id=\"f-decide-place.chi_tiet\"") && page.contains("id=\"f-decide-facts\""));

        let late = [("promised_day", "31/02/2027"), ("promised_time", "25:00"), ("reason", "Xin lỗi")];
        let page = leader.post(&format!("/ho-so/{code}/viec/apologise"), &late).await.text();
        for field in ["promised_day", "promised_time"] {
            assert!(page.contains(&format!("href=\"#f-apologise-{field}\"")), "{field}");
        }
    });
}

#[test]
fn a_supplement_without_its_paper_keeps_the_file() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let code = super::journey::apply(&mut resident, "019193004217").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let asked = super::journey::asking("Giấy báo tử bị mờ");
        super::journey::act(&mut clerk, &code, "request-supplement", &asked).await;

        resident.get(&format!("/ho-so/{code}")).await;
        let address = format!("/ho-so/{code}/viec/supplement");
        let answer = resident.upload(&address, &[("reason", "Bản rõ")], &[("file", "ro.pdf", &pdf("clear"))]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text();
        assert!(page.contains("href=\"#f-supplement-component\"") && page.contains("Giữ tệp đã nhận: ro.pdf"));
        let kept = crate::web::after(&page, "name=\"tep_da_nhan\" value=\"").unwrap();
        let answer = resident.upload(&address, &[("component", "c4"), ("tep_da_nhan", &kept)], &[]).await;
        let page = resident.follow(answer).await.text();
        assert!(page.contains("ro.pdf"), "the file came with the second sending");
    });
}
