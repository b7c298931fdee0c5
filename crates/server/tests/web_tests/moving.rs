//! Moving running dossiers to a new version of their workflow: the list of the head, the preview, the move with a reason.

use crate::web::{Browser, PASSWORD, PRODUCT, WARD, after};
use app::dossier::SubmitRequest;
use app::identity::TokenPurpose;
use app::import::DataFile;
use axum::http::StatusCode;
use domain::dossier::{Applicant, ApplicantKind, Channel};
use serde_json::{Value, json};

const LIST: &str = "/can-bo/quy-trinh";
const ONE: &str = "/can-bo/quy-trinh/chuyen_nhuong_dat";

/// A land transfer that the registry has.
async fn land_transfer() -> String {
    let app = PRODUCT.app();
    let signed_in = app.sign_in("motcua.phuong", PASSWORD).await.unwrap();
    let clerk = app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap();
    let applicant = Applicant {
        kind: ApplicantKind::Person,
        name: "Ma Văn Quyết".to_owned(),
        identity_number: "019088010936".to_owned(),
        phone: "0912000002".to_owned(),
        email: None,
        address: None,
    };
    let request = SubmitRequest {
        procedure: "1.013831".to_owned(),
        unit: WARD.to_owned(),
        for_unit: None,
        channel: Channel::Counter,
        applicant,
        form: serde_json::from_value(json!({"noi_dung": "Chuyển nhượng thửa đất số 12"})).unwrap(),
        files: Vec::new(),
        papers: Vec::new(),
    };
    app.submit(Some(&clerk), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

/// The shipped workflow with a shorter examination, in force from tomorrow.
async fn second_version() {
    let mut file: Value = serde_json::from_str(include_str!("../../../../data/workflows/interlinked.json")).unwrap();
    let of = |list: &mut Value, id: &str| {
        let found = list.as_array_mut().unwrap().iter_mut().find(|one| one.get("id").is_some_and(|known| known == id));
        found.unwrap().take()
    };
    let mut workflow = of(file.get_mut("workflows").unwrap(), "chuyen_nhuong_dat");
    let mut step = of(workflow.get_mut("nodes").unwrap(), "kiem_tra");
    step.as_object_mut().unwrap().insert("limit".to_owned(), "2wd".into());
    let members = workflow.as_object_mut().unwrap();
    members.insert("version".to_owned(), 2.into());
    members.insert("valid_from".to_owned(), "2026-11-27".into());
    let nodes = members.get_mut("nodes").unwrap().as_array_mut().unwrap();
    nodes.retain(|node| !node.is_null());
    nodes.push(step);
    let bytes = json!({"workflows": [workflow]}).to_string().into_bytes();
    PRODUCT.app().import(DataFile { name: "moi.json".to_owned(), bytes }, "system").await.unwrap();
}

#[test]
fn the_head_moves_dossiers_after_seeing_every_consequence() {
    PRODUCT.run(async {
        let mut head = Browser::signed_in("lanhdao.datdai").await;
        assert!(head.get(LIST).await.text().contains("không có gì để chuyển"));
        let (code, other) = (land_transfer().await, land_transfer().await);
        second_version().await;
        let list = head.get(LIST).await;
        super::markup::check(LIST, &list);
        assert!(list.text().contains(ONE) && list.text().contains("phiên bản 2, từ 27/11/2026"), "{}", list.text());
        let address = format!("{ONE}?phien_ban=2");
        let page = head.get(&address).await;
        super::markup::check(&address, &page);
        assert!(page.text().contains(&code) && page.text().contains(&other), "{}", page.text());
        super::markup::check(&address, &head.get(&format!("{address}&lang=en")).await);
        head.get(&format!("{LIST}?lang=vi")).await;

        let chosen = [("phien_ban", "2"), ("ho_so", code.as_str())];
        let preview = head.post(&format!("{ONE}/xem-truoc"), &chosen).await;
        super::markup::check("the preview", &preview);
        let text = preview.text();
        for shown in
            ["phiên bản 1 → 2", "4,5 ngày làm việc → 2 ngày làm việc", "Hạn trả kết quả không đổi", "Chuyển 1 hồ sơ"]
        {
            assert!(text.contains(shown), "the preview lacks {shown}: {text}");
        }
        let value = after(&text, "name=\"ho_so\" value=\"").unwrap();
        assert!(value.starts_with(&format!("{code}|")), "{value}");
        let nobody = head.post(&format!("{ONE}/xem-truoc"), &[("phien_ban", "2")]).await;
        assert!(nobody.text().contains("chưa chọn hồ sơ nào"));

        // Without a reason nothing moves, and the preview stands again.
        let act = format!("{ONE}/chuyen");
        let refused = head.post(&act, &[("phien_ban", "2"), ("ho_so", &value), ("reason", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        assert!(refused.text().contains("Hãy ghi lý do"), "{}", refused.text());
        // One that was not previewed stays; the other moves.
        let sent = [("phien_ban", "2"), ("ho_so", &value), ("ho_so", &other), ("reason", "Quyết định 12/QĐ-UBND")];
        let done = head.post(&act, &sent).await;
        super::markup::check("what was moved", &done);
        let text = done.text();
        assert!(text.contains("Đã chuyển 1 hồ sơ") && text.contains("xem trước lại"), "{text}");
        let left = head.get(&address).await.text();
        assert!(!left.contains(&code) && left.contains(&other), "{left}");
        let dossier = head.get(&format!("/ho-so/{code}")).await.text();
        assert!(dossier.contains("sang phiên bản 2") && dossier.contains("Quyết định 12/QĐ-UBND"), "{dossier}");

        let mut officer = Browser::signed_in("chuyenvien.datdai").await;
        officer.get("/can-bo").await;
        assert_eq!(officer.get(LIST).await.status, StatusCode::NOT_FOUND);
        assert_eq!(officer.post(&act, &sent).await.status, StatusCode::NOT_FOUND);
        // The reform office reads; moving is for the head.
        let mut reform = Browser::signed_in("caicach").await;
        assert!(reform.get(&address).await.text().contains(&other));
        let preview = reform.post(&format!("{ONE}/xem-truoc"), &[("phien_ban", "2"), ("ho_so", &other)]).await.text();
        let value = after(&preview, "name=\"ho_so\" value=\"").unwrap();
        let sent = [("phien_ban", "2"), ("ho_so", value.as_str()), ("reason", "Thử")];
        assert!(reform.post(&act, &sent).await.text().contains("Không có hồ sơ nào được chuyển"));
        assert_eq!(PRODUCT.app().verify(|_| ()).await.unwrap().difference, None);
    });
}
