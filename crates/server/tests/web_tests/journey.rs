//! A resident applies, the desk receives, the ward works and decides, the desk returns, the resident sees it all.

use crate::web::{Browser, PROCEDURE, PRODUCT, WARD, after, pdf};
use axum::http::StatusCode;

const NAME: &str = "Nguyễn Thị Đường";

/// Applies without an account and without scripts; returns the dossier's code.
pub(super) async fn apply(resident: &mut Browser, identity: &str) -> String {
    let place = format!("/nop-ho-so/{PROCEDURE}");
    resident.get(&place).await;
    let applicant =
        [("unit", WARD), ("kind", "person"), ("name", NAME), ("identity_number", identity), ("phone", "0912345678")];
    let answer = resident.post(&place, &applicant).await;
    let form = answer.location();
    assert!(form.ends_with("/bieu-mau"), "{}", answer.text());
    let draft = form.trim_end_matches("/bieu-mau").to_owned();

    resident.get(&form).await;
    let answer = resident.post(&form, &[("tk.noi_dung", "Đăng ký khai tử cho ông Đ")]).await;
    let page = resident.follow(answer).await;
    let component = after(&page.text(), "name=\"component\" value=\"").unwrap();
    let answer = resident
        .upload(
            &format!("{draft}/giay-to/tai-len"),
            &[("component", &component)],
            &[("file", "giấy báo tử.pdf", &pdf("a"))],
        )
        .await;
    let page = resident.follow(answer).await;
    assert!(page.text().contains("giấy báo tử.pdf"));

    let answer = resident.post(&format!("{draft}/giay-to"), &[]).await;
    let page = resident.follow(answer).await;
    for shown in [NAME, "Đăng ký khai tử cho ông Đ", "giấy báo tử.pdf"] {
        assert!(page.text().contains(shown), "the review lacks {shown}");
    }
    let answer = resident.post(&format!("{draft}/xem-lai"), &[("cam_doan", "1")]).await;
    let receipt = resident.follow(answer).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(receipt.text().contains("<svg") && receipt.text().contains("Vì sao là ngày này?"));
    after(&receipt.text(), "/tra-cuu?code=").unwrap()
}

/// Does one thing with a dossier as it stands.
pub(super) async fn act(browser: &mut Browser, code: &str, action: &str, fields: &[(&str, &str)]) {
    let page = browser.get(&format!("/ho-so/{code}")).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let answer = browser.post(&format!("/ho-so/{code}/viec/{action}"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", answer.text());
}

/// The fields of a whole refusal of receipt, or return, on a shipped ground.
pub(super) fn refusal<'a>(ground: &'a str, facts: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("ground", ground),
        ("notice", "1"),
        ("advised", "1"),
        ("place.chi_tiet", "xin xác nhận nơi ở"),
        ("place.ngay", "26/11/2026"),
        ("place.giay_to", "giấy báo tử"),
        ("place.noi_nop", "phường Phan Đình Phùng"),
        ("place.co_quan", "công an phường"),
        ("legal_basis", "Điều 34 Luật Hộ tịch"),
        ("facts", facts),
        ("next_step", "Hỏi bộ phận một cửa của phường để được chỉ nơi giải quyết."),
    ]
}

/// The fields that ask for the paper c4, which cannot be read.
pub(super) fn asking(facts: &str) -> Vec<(&str, &str)> {
    let mut fields = refusal("supplement_faulty", facts);
    fields.extend([("fault.c4", "illegible"), ("fault.c5", "")]);
    fields
}

#[test]
fn a_dossier_goes_from_the_resident_to_the_result() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = apply(&mut resident, "019193004299").await;

        let tracked = resident.get(&format!("/tra-cuu?code={code}&digits=4299")).await;
        assert!(tracked.text().contains("Bộ phận một cửa đang kiểm tra hồ sơ của bạn."));
        assert!(!tracked.text().contains(NAME), "tracking shows no names");

        let mut clerk = Browser::signed_in("motcua.phuong").await;
        assert!(clerk.get("/can-bo").await.text().contains(&code), "the desk's inbox has it");
        act(&mut clerk, &code, "accept", &[]).await;

        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let page = leader.get(&format!("/ho-so/{code}")).await;
        let officer = after(&page.text(), "<option value=\"a-").map(|id| format!("a-{id}")).unwrap();
        act(&mut leader, &code, "assign", &[("officer", &officer)]).await;

        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        act(&mut officer, &code, "complete-step", &[("reason", "Đủ điều kiện")]).await;
        act(&mut leader, &code, "decide", &[("outcome", "granted")]).await;
        act(&mut leader, &code, "sign", &[]).await;
        act(&mut officer, &code, "issue-result", &[]).await;
        act(&mut clerk, &code, "deliver-result", &[("receiver", NAME)]).await;

        let page = clerk.get(&format!("/ho-so/{code}")).await.text();
        for shown in ["Đã trả kết quả", "Đủ điều kiện", "giấy báo tử.pdf", "Vì sao là ngày này?", NAME]
        {
            assert!(page.contains(shown), "the dossier's page lacks {shown}");
        }
        let file = after(&page, &format!("href=\"/ho-so/{code}/tep/")).unwrap();
        let file = clerk.get(&format!("/ho-so/{code}/tep/{file}")).await;
        assert_eq!(file.body, pdf("a"));
        assert!(file.header("content-disposition").starts_with("attachment"));
    });
}

#[test]
fn an_account_holder_applies_supplements_and_rates() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let code = apply(&mut resident, "019193004217").await;
        assert!(resident.get("/ho-so").await.text().contains(&code));

        let mut clerk = Browser::signed_in("motcua.phuong").await;
        act(&mut clerk, &code, "request-supplement", &asking("Giấy báo tử bị mờ")).await;
        let page = resident.get(&format!("/ho-so/{code}")).await.text();
        assert!(page.contains("Hồ sơ của bạn đang chờ bạn nộp thêm giấy tờ.") && page.contains("Giấy báo tử bị mờ"));

        let version = after(&page, "name=\"version\" value=\"").unwrap();
        let answer = resident
            .upload(
                &format!("/ho-so/{code}/viec/supplement"),
                &[("version", &version), ("component", "c4"), ("reason", "")],
                &[("file", "moi.pdf", &pdf("b"))],
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());

        act(&mut clerk, &code, "reject", &refusal("receipt_no_procedure", "Không thuộc phường")).await;
        resident.get(&format!("/ho-so/{code}/danh-gia")).await;
        let answer = resident.post(&format!("/ho-so/{code}/danh-gia"), &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = resident.post(&format!("/ho-so/{code}/danh-gia"), &[("score", "4"), ("comment", "Nhanh")]).await;
        let page = resident.follow(answer).await;
        assert!(page.text().contains("Cảm ơn bạn đã đánh giá."), "the notice is shown once");
        assert!(page.text().contains("4/5"));
        assert!(!resident.get(&format!("/ho-so/{code}")).await.text().contains("Cảm ơn bạn đã đánh giá."));
    });
}

#[test]
fn the_counter_receives_and_prints() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let page = clerk.get(&format!("/can-bo/tiep-nhan?procedure={PROCEDURE}")).await.text();
        let once = after(&page, "name=\"once\" value=\"").unwrap();
        let fields = [
            ("procedure", PROCEDURE),
            ("once", once.as_str()),
            ("unit", WARD),
            ("channel", "counter"),
            ("kind", "person"),
            ("name", "Ma Văn Ích"),
            ("identity_number", "019088010999"),
            ("phone", "0912000009"),
            ("component", "c2"),
            ("tk.noi_dung", "Khai tử"),
        ];
        let first = clerk.upload("/can-bo/tiep-nhan", &fields, &[("file.c2", "scan.pdf", &pdf("c"))]).await;
        let receipt = clerk.follow(first.clone()).await.text();
        for shown in
            ["Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Ma Văn Ích", "17:00 ngày 26/11/2026", "Bản giấy", "data-print"]
        {
            assert!(receipt.contains(shown), "the receipt lacks {shown}");
        }
        let second = clerk.upload("/can-bo/tiep-nhan", &fields, &[("file.c2", "scan.pdf", &pdf("c"))]).await;
        assert_eq!(first.location(), second.location(), "a second press opens no second dossier");
    });
}

#[test]
fn a_draft_goes_on_on_another_device() {
    PRODUCT.run(async {
        let mut phone = Browser::new();
        let place = format!("/nop-ho-so/{PROCEDURE}");
        phone.get(&place).await;
        let fields = [
            ("unit", WARD),
            ("kind", "person"),
            ("name", NAME),
            ("identity_number", "019193004222"),
            ("phone", "0987 654 321"),
        ];
        let form = phone.post(&place, &fields).await.location();
        let code = form.split('/').nth(3).unwrap().to_owned();

        let mut computer = Browser::new();
        assert_eq!(computer.get(&form).await.status, StatusCode::NOT_FOUND, "a draft belongs to its browser");
        computer.get("/nop-ho-so").await;
        let wrong = computer.post("/nop-ho-so", &[("code", &code), ("phone", "0987654322")]).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND);
        assert!(wrong.text().contains(&code), "what was typed is kept");
        let answer = computer.post("/nop-ho-so", &[("code", &code), ("phone", "0987654321")]).await;
        assert_eq!(computer.follow(answer).await.status, StatusCode::OK);
    });
}
