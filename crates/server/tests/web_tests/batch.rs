//! The reform office brings a workbook, sees what differs, makes drafts; the head of the province publishes them at once.

use crate::web::{Browser, PRODUCT, after};
use axum::http::StatusCode;
use domain::burden::Finding;
use domain::dataset::Content;
use domain::procedure::RecordKind;

const IMPORT: &str = "/can-bo/danh-muc/nhap";
/// Registering a marriage: its form asks what a register holds.
const STOPPED: &str = "1.000894";

fn workbook(contents: &[Content]) -> Vec<u8> {
    let mut bytes = Vec::new();
    sheet::write_catalogue(contents, &mut bytes).unwrap();
    bytes
}

async fn bring(editor: &mut Browser, name: &str, bytes: &[u8]) -> crate::web::Answer {
    editor.get(IMPORT).await;
    editor.upload(IMPORT, &[], &[("tep", name, bytes)]).await
}

/// A full record in which nothing stops a publication.
async fn sound() -> String {
    let app = PRODUCT.app();
    let holders = app.holders().await.unwrap();
    let found = app::burden::look(&app.catalogue(), app.today(), Some(&holders), None);
    let is_sound = |one: &&app::burden::ProcedureFindings| {
        one.procedure.record == RecordKind::Full && !one.findings.iter().any(Finding::is_open_stop)
    };
    found.procedures.iter().find(is_sound).unwrap().procedure.id.clone()
}

fn hidden(page: &str, name: &str) -> String {
    after(page, &format!("name=\"{name}\" value=\"")).unwrap()
}

#[test]
fn what_is_downloaded_comes_back_without_a_difference() {
    PRODUCT.run(async {
        let mut editor = Browser::signed_in("caicach").await;
        for (address, name) in [("/thu-tuc/tai-ve.xlsx", "thu-tuc.xlsx"), ("/thu-tuc/tai-ve.json", "thu-tuc.json")] {
            let file = editor.get(address).await;
            let page = bring(&mut editor, name, &file.body).await;
            assert_eq!(page.status, StatusCode::OK, "{name}: {}", page.text());
            assert!(page.text().contains("Mới: 0. Thay đổi: 0."), "{name}: {}", page.text());
            assert!(page.text().contains("giống hệt danh mục"), "{name}");
            assert!(!page.text().contains("name=\"base\""), "{name}: there is nothing to make");
        }
        let nothing = bring(&mut editor, "", b"").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn every_fault_of_a_workbook_is_named_by_sheet_row_and_column() {
    PRODUCT.run(async {
        let mut editor = Browser::signed_in("caicach").await;
        let file = editor.get("/thu-tuc/tai-ve.xlsx").await;
        let mut contents = sheet::read_catalogue(&file.body).unwrap();
        let rows = contents.len();
        for index in [10, 20, 30] {
            let again = contents[index].clone();
            contents.push(again);
        }
        let page = bring(&mut editor, "sai.xlsx", &workbook(&contents)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        for added in 1..=3 {
            let place = format!("Trang procedures, dòng {}, cột id", rows + 1 + added);
            assert!(page.text().contains(&place), "{place}: {}", page.text());
        }
        assert!(!page.text().contains("name=\"base\""), "there is nothing to confirm");
    });
}

#[test]
fn a_changed_workbook_becomes_drafts_that_the_head_publishes_at_once() {
    PRODUCT.run(async {
        let mut editor = Browser::signed_in("caicach").await;
        let mut head = Browser::signed_in("lanhdao.tinh").await;
        let sound = sound().await;
        let file = editor.get("/thu-tuc/tai-ve.xlsx").await;
        let mut contents = sheet::read_catalogue(&file.body).unwrap();
        for content in &mut contents {
            if [STOPPED, sound.as_str()].contains(&content.procedure.id.as_str()) {
                content.procedure.name_vi.push_str(" (bản mới)");
            }
        }
        let mut added = contents.iter().find(|content| content.procedure.id == sound).unwrap().clone();
        "9.000009".clone_into(&mut added.procedure.id);
        added.procedure.code = Some("9.000009".to_owned());
        contents.push(added);
        let bytes = workbook(&contents);
        let preview = bring(&mut editor, "sua.xlsx", &bytes).await.text();
        assert!(preview.contains("Mới: 1. Thay đổi: 2."), "{preview}");
        assert!(preview.contains("(bản mới)") && preview.contains("9.000009"), "both sides are shown");

        let (sha256, base) = (hidden(&preview, "sha256"), hidden(&preview, "base"));
        let create = format!("{IMPORT}/tao");
        let fields = |base| [("sha256", sha256.as_str()), ("name", "sua.xlsx"), ("base", base)];
        let outdated = editor.post(&create, &fields("0")).await;
        assert_eq!(outdated.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(outdated.text().contains("Danh mục đã thay đổi"), "{}", outdated.text());
        let made = editor.post(&create, &fields(&base)).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        let batch = made.location();
        let drafts = editor.get(&batch).await.text();
        assert!(drafts.contains("câu hỏi nu_dan_toc"), "what stops a draft stands beside it: {drafts}");
        assert!(!drafts.contains("Phê duyệt tất cả"), "the office does not approve");
        let again = bring(&mut editor, "sua.xlsx", &bytes).await.text();
        assert!(again.contains("Đang có dự thảo của 3 thủ tục"), "{again}");

        assert_eq!(head.get(IMPORT).await.status, StatusCode::NOT_FOUND, "the head brings nothing in");
        head.get(&batch).await;
        let checked = head.post(&format!("{batch}/viec/check"), &[]).await;
        assert_eq!(checked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(checked.text().contains("Đã làm xong với 2 dự thảo"), "{}", checked.text());
        assert!(checked.text().contains(&format!("({STOPPED}, số 1): Còn 8 vấn đề")), "{}", checked.text());
        let approved = head.post(&format!("{batch}/viec/approve"), &[]).await;
        assert_eq!(approved.status, StatusCode::OK, "{}", approved.text());
        let publish = format!("{batch}/viec/publish");
        let without = head.post(&publish, &[("valid_from", "15/12/2026")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "a decision is required");
        let decision = [("valid_from", "15/12/2026"), ("decision", "2816/QĐ-UBND"), ("decision_date", "25/11/2026")];
        let published = head.post(&publish, &decision).await;
        assert_eq!(published.status, StatusCode::OK, "{}", published.text());
        assert!(published.text().contains("Đã công bố, 15/12/2026"), "{}", published.text());
        assert_eq!(PRODUCT.app().catalogue().newest_version("9.000009").as_deref(), Some("2026-12-15-r1"));
    });
}
