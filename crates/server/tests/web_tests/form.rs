//! Forms keep what was typed, name every fault, and link the summary to the field.

use crate::web::{Browser, PROCEDURE, PRODUCT, WARD, pdf};
use axum::http::StatusCode;

#[test]
fn every_fault_is_named_and_nothing_typed_is_lost() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let place = format!("/nop-ho-so/{PROCEDURE}");
        resident.get(&place).await;
        let answer =
            resident.post(&place, &[("name", "Trần <b>Đỗ</b>"), ("identity_number", "12"), ("phone", "abc")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text();
        for part in [
            "href=\"#f-unit\"",
            "href=\"#f-identity_number\"",
            "href=\"#f-phone\"",
            "value=\"Trần &#60;b&#62;Đỗ&#60;/b&#62;\"",
            "value=\"abc\"",
            "aria-invalid=\"true\"",
        ] {
            assert!(page.contains(part), "{part} is missing");
        }
    });
}

#[test]
fn a_repeated_section_grows_without_a_script() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let place = "/nop-ho-so/1.001612".to_owned();
        resident.get(&place).await;
        let fields = [
            ("unit", WARD),
            ("kind", "person"),
            ("name", "Lê An"),
            ("identity_number", "019193004233"),
            ("phone", "0912345600"),
        ];
        let form = resident.post(&place, &fields).await.location();
        let form = format!("{form}?trang=nganh_nghe");
        let page = resident.get(&form).await.text();
        assert!(page.contains("name=\"tk.nganh_nghe.0.nganh_ten\"") && !page.contains("tk.thanh_vien.0."));
        let answer = resident.post(&form, &[("them", "nganh_nghe"), ("tk.nganh_nghe.0.nganh_ten", "Bán phở")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.text();
        assert!(page.contains("name=\"tk.nganh_nghe.1.nganh_ten\""), "a second row stands there");
        assert!(page.contains("value=\"Bán phở\""), "the first keeps what was typed");
    });
}

#[test]
fn a_page_that_is_sent_several_times_at_once_is_kept_each_time() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let place = "/nop-ho-so/1.001612".to_owned();
        resident.get(&place).await;
        let fields = [
            ("unit", WARD),
            ("kind", "person"),
            ("name", "Lê An"),
            ("identity_number", "019193004255"),
            ("phone", "0912345600"),
        ];
        let form = resident.post(&place, &fields).await.location();
        let form = format!("{form}?trang=nganh_nghe");
        resident.get(&form).await;
        for _ in 0..5 {
            let (mut one, mut other) = (resident.clone(), resident.clone());
            let sent = [("them", "nganh_nghe"), ("tk.nganh_nghe.0.nganh_ten", "Bán phở")];
            let (first, second) = tokio::join!(one.post(&form, &sent), other.post(&form, &sent));
            assert_eq!((first.status, second.status), (StatusCode::OK, StatusCode::OK), "{}", second.text());
        }
    });
}

#[test]
fn files_are_refused_with_their_reason() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let place = format!("/nop-ho-so/{PROCEDURE}");
        resident.get(&place).await;
        let fields = [
            ("unit", WARD),
            ("kind", "person"),
            ("name", "Lê An"),
            ("identity_number", "019193004244"),
            ("phone", "0912345600"),
        ];
        let draft = resident.post(&place, &fields).await.location().replace("/bieu-mau", "/giay-to");
        resident.get(&draft).await;
        let upload = format!("{draft}/tai-len");

        let program = resident
            .upload(&upload, &[("component", "c2")], &[("file", "x.pdf", b"MZ\0\0not a paper at all, but a program")])
            .await;
        assert_eq!(program.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(program.text().contains("Loại tệp này không nhận được. Hãy chọn tệp PDF, JPG, PNG."));

        let mut large = pdf("large");
        large.resize(21 * 1024 * 1024, b' ');
        let large = resident.upload(&upload, &[("component", "c2")], &[("file", "to.pdf", &large)]).await;
        assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(large.text().contains("Tệp lớn quá 20 MB"));

        let none = resident.upload(&upload, &[("component", "c2")], &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!resident.get(&draft).await.text().contains("to.pdf"), "nothing of it is kept");
    });
}

#[test]
fn a_refused_act_says_why_beside_its_form() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004255").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        clerk.get(&format!("/ho-so/{code}")).await;
        let nothing = super::journey::refusal("supplement_missing", "Thiếu bản chính");
        let answer = clerk.post(&format!("/ho-so/{code}/viec/request-supplement"), &nothing).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let page = answer.text();
        assert!(page.contains("Hãy đánh dấu ít nhất một giấy tờ cần bổ sung."));
        assert!(page.contains("Thiếu bản chính</textarea>"), "what was typed is kept");

        let answer =
            clerk.post(&format!("/ho-so/{code}/viec/request-payment"), &[("amount", "mười"), ("reason", "x")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("href=\"#f-request-payment-amount\""));
    });
}
