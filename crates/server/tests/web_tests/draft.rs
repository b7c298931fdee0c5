//! The draft of a result: proposed from a template, looked at, kept, handed back and changed, signed; never shown to applicants.

use super::journey::{act, apply};
use super::signature::pdfsig;
use crate::web::{Browser, PRODUCT, after};
use axum::http::StatusCode;
use std::process::Command;

/// The text of a PDF with every run of white space as one space.
fn text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("draft.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A dossier of the ward that an officer works on, its head and that officer.
async fn worked(resident: &mut Browser, identity: &str) -> (String, Browser, Browser) {
    let code = apply(resident, identity).await;
    let mut clerk = Browser::signed_in("motcua.phuong").await;
    act(&mut clerk, &code, "accept", &[]).await;
    let mut leader = Browser::signed_in("lanhdao.phuong").await;
    let page = leader.get(&format!("/ho-so/{code}")).await;
    let officer = after(&page.text(), "<option value=\"a-").map(|id| format!("a-{id}")).unwrap();
    act(&mut leader, &code, "assign", &[("officer", &officer)]).await;
    (code, leader, Browser::signed_in("chuyenvien.phuong").await)
}

fn fields<'a>(version: &'a str, template: &'a str, content: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", version),
        ("template", template),
        ("title", "TRÍCH LỤC KHAI TỬ"),
        ("basis", "Căn cứ Luật Hộ tịch;"),
        ("content", content),
        ("signer_title", ""),
        ("signer_name", ""),
    ]
}

async fn version(browser: &mut Browser, address: &str) -> String {
    after(&browser.get(address).await.text(), "name=\"version\" value=\"").unwrap()
}

#[test]
fn a_draft_is_kept_handed_back_changed_and_signed() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let (code, mut leader, mut officer) = worked(&mut resident, "019193004217").await;
        let (dossier, draft) = (format!("/ho-so/{code}"), format!("/ho-so/{code}/du-thao"));
        assert!(officer.get(&dossier).await.text().contains("Soạn dự thảo kết quả từ mẫu"));
        assert!(!resident.get(&dossier).await.text().contains("du-thao"));
        assert_eq!(resident.get(&draft).await.status, StatusCode::NOT_FOUND);
        let page = officer.get(&draft).await;
        super::markup::check(&draft, &page);
        assert!(page.text().contains("Nguyễn Thị Đường"), "what is known is filled in: {}", page.text());

        let now = version(&mut officer, &draft).await;
        let lines = "Họ, chữ đệm, tên người chết: Nguyễn Văn Đệ\nNơi chết: Bệnh viện A";
        let seen = officer.post(&format!("{draft}/xem-thu"), &fields(&now, "extract", lines)).await;
        assert_eq!(seen.header("content-type"), "application/pdf");
        assert!(text_of(&seen.body).contains("TRÍCH LỤC KHAI TỬ"), "{}", text_of(&seen.body));
        assert!(!leader.get(&dossier).await.text().contains("du-thao-"), "looking keeps nothing");

        let empty = officer.post(&draft, &fields(&now, "extract", " ")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = officer.post(&draft, &fields(&now, "extract", lines)).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        let stale = officer.post(&draft, &fields(&now, "extract", "Nơi chết: khác")).await;
        assert_ne!(stale.status, StatusCode::SEE_OTHER, "a draft of a version that is gone");
        let page = leader.get(&dossier).await.text();
        assert!(page.contains("Lưu dự thảo kết quả") && page.contains(&format!("du-thao-{code}.pdf")), "{page}");
        let hash = page.split(&format!("href=\"{dossier}/tep/")).filter_map(|rest| rest.get(..64)).last().unwrap();
        assert!(text_of(&leader.get(&format!("{dossier}/tep/{hash}")).await.body).contains("Nguyễn Văn Đệ"));
        assert_eq!(resident.get(&format!("{dossier}/tep/{hash}")).await.status, StatusCode::NOT_FOUND);

        act(&mut officer, &code, "complete-step", &[("reason", "Trình dự thảo")]).await;
        act(&mut leader, &code, "return-step", &[("reason", "Sửa nơi chết")]).await;
        let page = officer.get(&draft).await.text();
        assert!(page.contains("Nơi chết: Bệnh viện A"), "what was handed back is there to be changed: {page}");
        let now = version(&mut officer, &draft).await;
        let lines = "Họ, chữ đệm, tên người chết: Nguyễn Văn Đệ\nNơi chết: Bệnh viện C";
        assert_eq!(officer.post(&draft, &fields(&now, "extract", lines)).await.status, StatusCode::SEE_OTHER);
        act(&mut officer, &code, "complete-step", &[("reason", "Đã sửa")]).await;
        act(&mut leader, &code, "decide", &[("outcome", "granted")]).await;
        signed(&code, &mut leader, &mut officer, &mut resident).await;
    });
}

async fn signed(code: &str, leader: &mut Browser, officer: &mut Browser, resident: &mut Browser) {
    let dossier = format!("/ho-so/{code}");
    let page = leader.get(&dossier).await.text();
    assert!(page.contains("value=\"draft\" id=\"f-sign-signature\" checked"), "the draft is proposed: {page}");
    act(leader, code, "sign", &[("signature", "draft")]).await;
    act(officer, code, "issue-result", &[]).await;
    let page = resident.get(&dossier).await.text();
    assert!(!page.contains("du-thao-"), "the applicant gets the result, not the draft");
    let hash = page.split(&format!("href=\"{dossier}/tep/")).filter_map(|rest| rest.get(..64)).last().unwrap();
    let result = resident.get(&format!("{dossier}/tep/{hash}")).await.body;
    let text = text_of(&result);
    for part in ["TRÍCH LỤC KHAI TỬ", "Bệnh viện C", "CHỦ TỊCH", "Căn cứ Luật Hộ tịch"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(pdfsig(&result).contains("Signature is Valid"));
}

#[test]
fn a_decision_is_drafted_too_and_there_must_be_a_draft_to_sign_one() {
    PRODUCT.run(async {
        let (code, mut leader, mut officer) = worked(&mut Browser::new(), "019193005602").await;
        let draft = format!("/ho-so/{code}/du-thao");
        let page = officer.get(&format!("{draft}?mau=decision")).await;
        super::markup::check(&draft, &page);
        assert!(page.text().contains("Điều 1. Đồng ý giải quyết theo đề nghị của Nguyễn Thị Đường"), "{}", page.text());
        let now = version(&mut officer, &draft).await;
        let content = "Điều 1. Đồng ý.\nĐiều 2. Có hiệu lực kể từ ngày ký./.";
        let seen = officer.post(&format!("{draft}/xem-thu"), &fields(&now, "decision", content)).await;
        let text = text_of(&seen.body);
        assert!(text.contains("CHỦ TỊCH ỦY BAN NHÂN DÂN") && text.contains("QUYẾT ĐỊNH:"), "{text}");
        let long = "a".repeat(4_001);
        let refused = officer.post(&format!("{draft}/xem-thu"), &fields(&now, "decision", &long)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

        act(&mut officer, &code, "complete-step", &[]).await;
        act(&mut leader, &code, "decide", &[("outcome", "granted")]).await;
        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        let version = after(&page, "name=\"version\" value=\"").unwrap();
        let sent = [("version", version.as_str()), ("signature", "draft")];
        let answer = leader.post(&format!("/ho-so/{code}/viec/sign"), &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("Không có dự thảo để ký"), "{}", answer.text());
    });
}
