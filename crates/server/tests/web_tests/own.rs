//! The applicant's own store on pages: agreeing, seeing, deleting, filling a form from it, and strangers at each.

use crate::web::{Browser, PRODUCT, WARD};
use axum::http::StatusCode;
use serde_json::Value;

const PAGE: &str = "/tai-khoan/kho-du-lieu";
/// Setting up a household business: its form has shared concepts.
const PROCEDURE: &str = "1.001612";

/// Begins an application; the address of its form.
async fn begin(browser: &mut Browser, identity: &str) -> String {
    let place = format!("/nop-ho-so/{PROCEDURE}");
    browser.get(&place).await;
    let fields = [
        ("unit", WARD),
        ("kind", "person"),
        ("name", "Ma Văn Quyết"),
        ("identity_number", identity),
        ("phone", "0912000002"),
    ];
    let form = browser.post(&place, &fields).await.location();
    assert!(form.ends_with("/bieu-mau"), "{form}");
    form
}

#[test]
fn a_form_is_filled_from_a_register_with_consent_and_the_store_is_its_persons_alone() {
    PRODUCT.run(async {
        let mut citizen = Browser::signed_in("congdan2").await;
        assert!(citizen.get("/tai-khoan").await.text().contains(PAGE), "the account leads to it");
        let form = begin(&mut citizen, "019088010936").await;
        let own = form.replace("/bieu-mau", "/kho-du-lieu");
        let page = citizen.get(&form).await.text();
        assert!(page.contains("Điền sẵn từ kho dữ liệu của bạn") && page.contains("Đồng ý lưu và điền sẵn"));
        assert!(!page.contains("name=\"muc\""), "nothing is offered without consent");
        let asked = citizen.post(&own, &[("viec", "hoi")]).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND, "and nobody is asked");

        let agreed = citizen.post(&own, &[("viec", "dong-y")]).await;
        assert!(citizen.follow(agreed).await.text().contains("Đồng ý hỏi các cơ sở dữ liệu này"));
        let asked = citizen.post(&own, &[("viec", "hoi")]).await;
        let page = citizen.follow(asked).await.text();
        assert!(page.contains("Họ và tên (chữ in hoa): Ma Văn Quyết"), "{page}");
        assert!(page.contains("Cơ sở dữ liệu quốc gia về dân cư, ngày 30/06/2026"), "the source and its day");
        assert!(page.contains("Sinh ngày: 17/09/1988"));

        let filled = citizen.post(&own, &[("viec", "dien"), ("muc", "chu_ho_ngay_sinh"), ("muc", "chu_ho_ten")]).await;
        let page = citizen.follow(filled).await.text();
        assert!(page.contains("value=\"1988-09-17\"") && page.contains("value=\"Ma Văn Quyết\""), "{page}");
        assert!(page.contains("Sinh ngày: lấy từ Cơ sở dữ liệu quốc gia về dân cư, ngày 30/06/2026"));
        assert!(page.contains("value=\"chu_ho_gioi_tinh\" checked"), "what was not chosen is still offered");

        strangers(&own, &form).await;
        let page = citizen.get(PAGE).await.text();
        for part in
            ["Ma Văn Quyết", "Ngày sinh", "Đồng ý lưu", "Dùng 2 mục cho hồ sơ", "Hỏi Cơ sở dữ liệu quốc gia về dân cư"]
        {
            assert!(page.contains(part), "{part} is missing: {page}");
        }
        let file = citizen.get(&format!("{PAGE}/tai-ve.json")).await;
        assert_eq!(file.header("cache-control"), "no-store");
        let file: Value = serde_json::from_slice(&file.body).unwrap();
        let items = file["items"].as_array().unwrap();
        assert!(items.iter().any(|item| item["concept"] == "person.full_name" && item["value"] == "Ma Văn Quyết"));

        delete(&mut citizen).await;
    });
}

/// Nobody else reaches the draft through its store, and nobody else's store shows anything.
async fn strangers(own: &str, form: &str) {
    let mut other = Browser::signed_in("congdan").await;
    for work in ["dong-y", "hoi", "dien", "giay-to", "gi-do"] {
        let answer = other.post(own, &[("viec", work), ("muc", "chu_ho_ten"), ("component", "c1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{work}");
    }
    assert_eq!(other.get(form).await.status, StatusCode::NOT_FOUND);
    assert!(!other.get(PAGE).await.text().contains("Ma Văn Quyết"));
    let mut nobody = Browser::new();
    nobody.get("/dang-nhap").await;
    let answer = nobody.post(own, &[("viec", "dong-y")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().starts_with("/dang-nhap"));
    for address in [PAGE.to_owned(), format!("{PAGE}/tai-ve.json")] {
        let answer = nobody.get(&address).await;
        assert!(answer.location().starts_with("/dang-nhap"), "{address}");
    }
}

async fn delete(citizen: &mut Browser) {
    let remove = format!("{PAGE}/xoa");
    let id = "person.gender/population/019088010936";
    assert!(citizen.get(PAGE).await.text().contains(id));
    let answer = citizen.post(&remove, &[("muc", id)]).await;
    assert!(!citizen.follow(answer).await.text().contains(id));
    assert_eq!(citizen.post(&remove, &[("muc", id)]).await.status, StatusCode::NOT_FOUND);
    let unsure = citizen.post(&remove, &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text().contains("href=\"#f-tat_ca\""));
    let answer = citizen.post(&remove, &[("tat_ca", "1")]).await;
    let page = citizen.follow(answer).await.text();
    assert!(page.contains("Chưa lưu gì.") && page.contains("Xóa tất cả"));
    let answer = citizen.post(PAGE, &[("luu", "khong")]).await;
    assert!(citizen.follow(answer).await.text().contains("Bạn chưa đồng ý lưu."));
}

#[test]
fn whoever_is_not_verified_has_no_store() {
    PRODUCT.run(async {
        let mut guest = Browser::new();
        let form = begin(&mut guest, "019088010936").await;
        assert!(!guest.get(&form).await.text().contains("id=\"kho-du-lieu\""), "not without signing in");

        let mut fresh = Browser::new();
        fresh.get("/dang-ky").await;
        let fields = [
            ("login", "0912000777"),
            ("name", "Ma Văn Quyết"),
            ("phone", "0912000777"),
            ("email", ""),
            ("password", "con trâu đi trước"),
        ];
        let answer = fresh.post("/dang-ky", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = fresh.get(PAGE).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("chưa được xác thực số định danh"), "{}", page.text());
        assert_eq!(fresh.post(PAGE, &[("luu", "co")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(fresh.get(&format!("{PAGE}/tai-ve.json")).await.status, StatusCode::NOT_FOUND);
        let form = begin(&mut fresh, "019088010936").await;
        assert!(
            !fresh.get(&form).await.text().contains("id=\"kho-du-lieu\""),
            "to type a number is not to be that person"
        );
    });
}
