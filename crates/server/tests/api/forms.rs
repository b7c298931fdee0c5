//! The schema of a form: fetched once, asked for again by its tag, and true of what is accepted.

use super::bed::{Bed, PROCEDURE, WARD, new_dossier, on_both};
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};

on_both!(a_schema_is_served_with_its_tag, what_the_schema_takes_is_taken);

/// Registering a household business.
const BUSINESS: &str = "1.001612";

async fn a_schema_is_served_with_its_tag(bed: &Bed) {
    let anybody = bed.stranger();
    let path = format!("/api/v1/forms/{BUSINESS}/schema");
    let answer = anybody.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/schema+json");
    let tag = answer.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 66, "{tag}");
    for (sent, status) in [(tag.as_str(), StatusCode::NOT_MODIFIED), ("\"else\"", StatusCode::OK)] {
        let request = anybody.request("GET", &path).header("if-none-match", sent).body(Body::empty()).unwrap();
        let again = bed.send(request).await;
        assert_eq!((again.status, again.header("etag")), (status, tag.as_str()));
    }
    assert_ne!(anybody.get(&format!("/api/v1/forms/{PROCEDURE}/schema")).await.header("etag"), tag);
    for unknown in ["9.999999", "mac-dinh", "%00"] {
        let answer = anybody.get(&format!("/api/v1/forms/{unknown}/schema")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

async fn what_the_schema_takes_is_taken(bed: &Bed) {
    let citizen = bed.caller("congdan").await;
    let schema = citizen.get(&format!("/api/v1/forms/{PROCEDURE}/schema")).await.json();
    let judge = jsonschema::draft202012::new(&schema).unwrap();
    let table = [
        (json!({"noi_dung": "Đăng ký khai tử cho cha"}), true),
        (json!({}), false),
        (json!({"noi_dung": ["x"]}), false),
        (json!({"noi_dung": "x", "khac": "y"}), false),
    ];
    for (answers, is_right) in table {
        assert_eq!(judge.is_valid(&answers), is_right, "{answers}");
        let mut dossier = new_dossier();
        dossier["form"] = answers.clone();
        let answer = citizen.post("/api/v1/dossiers", &dossier).await;
        let status = if is_right { StatusCode::CREATED } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(answer.status, status, "{answers}: {}", answer.text());
    }
    hidden_answers_are_not_kept(bed).await;
}

/// A member is asked for only where members found the business: sent all the same, it goes no further.
async fn hidden_answers_are_not_kept(bed: &Bed) {
    let clerk = bed.caller("motcua.phuong").await;
    let blob = clerk.put_blob(&super::bed::pdf("giấy đề nghị")).await.json();
    let dossier = json!({
        "procedure": BUSINESS, "unit": WARD, "channel": "counter",
        "applicant": {
            "kind": "person", "name": "Ma Văn Ích", "identity_number": "019088010999", "phone": "0912000009",
        },
        "files": [{"component": "c1", "sha256": blob["sha256"], "name": "don.pdf"}],
        "papers": ["c1"],
        "form": {
            "kinh_gui": "Ủy ban nhân dân", "chu_ho_ten": "MA VĂN ÍCH", "chu_ho_ngay_sinh": "1988-05-20",
            "chu_ho_gioi_tinh": "Nam", "chu_ho_so_dinh_danh": "019088010999", "chu_ho_dien_thoai": "0912000009",
            "ten_vi": "HỘ KINH DOANH MA VĂN ÍCH", "dia_chi": "Số 12, tổ 5", "xa_phuong": "Phường Phan Đình Phùng",
            "tinh": "Tỉnh Thái Nguyên", "nganh_nghe": [{"nganh_ten": "Bán lẻ chè", "nganh_ma": "4722", "nganh_chinh": true}],
            "von_so": 50_000_000, "von_chu": "Năm mươi triệu đồng", "tong_so_lao_dong": 2,
            "phuong_phap_gtgt": "Phương pháp kê khai", "chu_the": "Cá nhân",
            "nhan_ket_qua": "Tại bộ phận một cửa", "cam_doan": true,
            "thanh_vien": [{"tv_ho_ten": "Ma Thị Lành"}],
        },
    });
    let answer = clerk.post("/api/v1/dossiers", &dossier).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let code = answer.json()["code"].as_str().unwrap().to_owned();
    let kept = clerk.get(&format!("/api/v1/dossiers/{code}")).await.json();
    let form = kept.get("form").cloned().unwrap_or(Value::Null);
    assert!(form["chu_the"] == "Cá nhân" && form.get("thanh_vien").is_none(), "{kept:#}");
}
