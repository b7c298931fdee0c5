//! Scanned files: shown to the clerks of their desk alone, put to papers, gone from the folder once the dossier holds them;
//! and several files of one paper at once.

use crate::web::{Browser, PROCEDURE, PRODUCT, WARD, after, pdf};
use axum::http::StatusCode;
use std::fs;
use std::path::PathBuf;

fn scan(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PRODUCT.scans().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_clerk_puts_scanned_files_to_papers_and_they_leave_the_folder() {
    PRODUCT.run(async {
        let (scanned, fake) = (scan("Scan 0001.pdf", &pdf("scan")), scan("fake.pdf", b"<html>no pdf</html>"));
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let counter = format!("/can-bo/tiep-nhan?procedure={PROCEDURE}");
        let page = clerk.get(&counter).await;
        super::markup::check(&counter, &page);
        let page = page.text();
        assert!(page.contains("Scan 0001.pdf") && page.contains("Tệp từ máy quét"), "{page}");
        let url = page.split("<a href=\"/can-bo/may-quet/").find(|part| part.contains("Scan 0001.pdf")).unwrap();
        let id = url.split_once('"').unwrap().0.split_once('/').unwrap().1.to_owned();
        let address = format!("/can-bo/may-quet/{WARD}/{id}");
        let seen = clerk.get(&address).await;
        assert_eq!((seen.header("content-type").as_str(), seen.body), ("application/pdf", pdf("scan")));
        for name in ["congdan2", "chuyenvien.phuong", "motcua.tinh"] {
            let mut stranger = Browser::signed_in(name).await;
            assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND, "{name}");
        }
        let aside = clerk.get(&format!("/can-bo/may-quet/{WARD}/..%2Fmotcua.sqlite")).await;
        assert_eq!(aside.status, StatusCode::NOT_FOUND);

        let page = clerk.get(&counter).await.text();
        let once = after(&page, "name=\"once\" value=\"").unwrap();
        let field = format!("quet.{WARD}.{id}");
        let fields = |paper: &'static str, identity: &'static str| {
            vec![
                ("procedure", PROCEDURE.to_owned()),
                ("once", once.clone()),
                ("unit", WARD.to_owned()),
                ("channel", "counter".to_owned()),
                ("kind", "person".to_owned()),
                ("name", "Nguyễn Thị Đường".to_owned()),
                ("identity_number", identity.to_owned()),
                ("phone", "0912345678".to_owned()),
                ("tk.noi_dung", "Đăng ký khai tử".to_owned()),
                ("scan", paper.to_owned()),
            ]
        };
        let named = |pairs: &[(&'static str, String)]| -> Vec<(String, String)> {
            let name = |name: &str| if name == "scan" { field.clone() } else { name.to_owned() };
            pairs.iter().map(|(key, value)| (name(key), value.clone())).collect()
        };
        let wrong = named(&fields("c2", "12"));
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let answer = clerk.upload("/can-bo/tiep-nhan", &wrong, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        assert!(scanned.exists(), "nothing leaves before the dossier is kept");
        assert!(answer.text().contains("value=\"c2\" selected"), "the choice is kept");

        let right = named(&fields("c2", "019193004299"));
        let right: Vec<(&str, &str)> = right.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let answer = clerk.upload("/can-bo/tiep-nhan", &right, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let dossier = answer.location().trim_end_matches("/bien-nhan").to_owned();
        assert!(clerk.get(&dossier).await.text().contains("Scan 0001.pdf"));
        assert!(!scanned.exists() && fake.exists());
        let again = clerk.upload("/can-bo/tiep-nhan", &right, &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains("Tệp không còn trong thư mục máy quét"), "{}", again.text());
        fs::remove_file(fake).unwrap();
    });
}

#[test]
fn of_several_files_those_that_can_be_taken_are_kept() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let place = format!("/nop-ho-so/{PROCEDURE}");
        resident.get(&place).await;
        let applicant = [
            ("unit", WARD),
            ("kind", "person"),
            ("name", "A"),
            ("identity_number", "019193004255"),
            ("phone", "0912345678"),
        ];
        let form = resident.post(&place, &applicant).await.location();
        let draft = form.trim_end_matches("/bieu-mau").to_owned();
        resident.get(&form).await;
        let answer = resident.post(&form, &[("tk.noi_dung", "Khai tử")]).await;
        let page = resident.follow(answer).await.text();
        assert!(page.contains(" multiple"), "{page}");
        let component = after(&page, "name=\"component\" value=\"").unwrap();
        let files: [(&str, &str, &[u8]); 3] =
            [("file", "mot.pdf", &pdf("1")), ("file", "hong.pdf", b"text"), ("file", "hai.pdf", &pdf("2"))];
        let answer = resident.upload(&format!("{draft}/giay-to/tai-len"), &[("component", &component)], &files).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = resident.get(&format!("{draft}/giay-to")).await.text();
        assert!(page.contains("mot.pdf") && page.contains("hai.pdf") && !page.contains("hong.pdf"), "{page}");
    });
}
