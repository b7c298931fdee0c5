//! A visit to the desk on pages: a number from the machine, the screen, the counter; an appointment; a delivery noted.

use crate::web::{Answer, Browser, PRODUCT, WARD, after};
use axum::http::StatusCode;

const COUNTER: &str = "/can-bo/quay?desk=05443&quay=1";

fn done(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location()
}

/// The number that a page shows large.
fn number(page: &str) -> String {
    page.split_once("<p class=\"called\">").and_then(|(_, rest)| rest.split_once('<')).unwrap().0.to_owned()
}

#[test]
fn a_number_goes_from_the_machine_to_the_counter() {
    PRODUCT.run(async {
        let kiosk = format!("/lay-so/{WARD}");
        let mut visitor = Browser::new();
        let page = visitor.get(&kiosk).await;
        super::markup::check(&kiosk, &page);
        assert!(page.text().contains("Ưu tiên theo luật") && page.text().contains("39/2009/QH12"));
        let ticket = done(&visitor.post(&kiosk, &[("service", "A"), ("ground", "")]).await);
        let page = visitor.get(&ticket).await;
        super::markup::check(&ticket, &page);
        assert!(page.text().contains("<svg") && page.text().contains("http-equiv=\"refresh\""));
        let mine = number(&page.text());
        let wrong = visitor.post(&kiosk, &[("service", "Z")]).await;
        assert_eq!(wrong.status, StatusCode::CONFLICT);
        assert!(wrong.text().contains("không có dịch vụ đó"), "{}", wrong.text());

        let mut clerk = Browser::signed_in("motcua.phuong").await;
        super::markup::check("/can-bo/quay", &clerk.get("/can-bo/quay").await);
        super::markup::check(COUNTER, &clerk.get(COUNTER).await);
        let at = [("desk", WARD), ("quay", "1")];
        // Whoever drew before in another test is called first.
        for _ in 0..20 {
            done(&clerk.post("/can-bo/quay/viec/goi", &at).await);
            let page = clerk.get(COUNTER).await;
            super::markup::check(COUNTER, &page);
            let text = page.text();
            let (code, version) =
                (after(&text, "name=\"code\" value=\"").unwrap(), after(&text, "name=\"version\" value=\"").unwrap());
            let seen = [at[0], at[1], ("code", code.as_str()), ("version", version.as_str())];
            let screen = visitor.get(&format!("/man-hinh/{WARD}")).await;
            assert!(screen.text().contains(&number(&text)));
            assert!(screen.text().contains("<noscript><meta http-equiv=\"refresh\""));
            let early = clerk.post("/can-bo/quay/viec/vang", &seen).await;
            assert_eq!(early.status, StatusCode::CONFLICT);
            assert!(early.text().contains("Mới gọi 1 lần"));
            done(&clerk.post("/can-bo/quay/viec/bat-dau", &seen).await);
            let stale = clerk.post("/can-bo/quay/viec/xong", &seen).await;
            assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
            let was = number(&text);
            let page = clerk.get(COUNTER).await.text();
            let version = after(&page, "name=\"version\" value=\"").unwrap();
            let seen = [at[0], at[1], ("code", code.as_str()), ("version", version.as_str())];
            done(&clerk.post("/can-bo/quay/viec/xong", &seen).await);
            if was == mine {
                break;
            }
        }
        assert!(visitor.get(&ticket).await.text().contains("Đã xong"));
        let figures = clerk.get("/can-bo/quay/so-lieu").await;
        super::markup::check("/can-bo/quay/so-lieu", &figures);
        assert!(figures.text().contains("class=\"chart\"") && figures.text().contains("Hộ tịch, chứng thực, cư trú"));
        let english = clerk.get("/can-bo/quay/so-lieu?lang=en").await;
        assert!(english.text().contains("Waited, median"));
    });
}

#[test]
fn an_appointment_is_booked_moved_and_given_up() {
    PRODUCT.run(async {
        let mut visitor = Browser::new();
        super::markup::check("/dat-lich", &visitor.get("/dat-lich").await);
        let chosen = format!("/dat-lich?desk={WARD}&service=C&day=2026-11-30");
        let page = visitor.get(&chosen).await;
        super::markup::check(&chosen, &page);
        assert!(!page.text().contains("28/11/2026"), "nothing on Saturday");
        let slot = after(&page.text(), "<option value=\"2026-11-30T").map(|rest| format!("2026-11-30T{rest}")).unwrap();
        let fields = |slot: &str, phone: &str| {
            [
                ("desk", WARD),
                ("service", "C"),
                ("day", "2026-11-30"),
                ("slot", slot),
                ("name", "Đỗ Văn A"),
                ("phone", phone),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let pairs = |fields: &[(String, String)]| -> Vec<(String, String)> { fields.to_vec() };
        let wrong = pairs(&fields(&slot, "12"));
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let refused = visitor.post("/dat-lich", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Đỗ Văn A"), "what was typed is kept");
        let right = pairs(&fields(&slot, "0987000111"));
        let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let booked = done(&visitor.post("/dat-lich", &right).await);
        assert!(!booked.contains("0987000111"));
        let page = visitor.get(&booked).await;
        super::markup::check(&booked, &page);
        assert!(!page.text().contains("0987000111") && !page.text().contains("Đỗ Văn A"), "the code opens no person");
        let other = visitor.get(&format!("{booked}?day=2026-12-01")).await;
        super::markup::check(&booked, &other);
        let slot =
            after(&other.text(), "<option value=\"2026-12-01T").map(|rest| format!("2026-12-01T{rest}")).unwrap();
        done(&visitor.post(&format!("{booked}/viec/doi"), &[("slot", slot.as_str())]).await);
        assert!(visitor.get(&booked).await.text().contains("01/12/2026"));

        let early =
            visitor.post(&format!("/lay-so/{WARD}"), &[("code", booked.trim_start_matches("/dat-lich/"))]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        done(&visitor.post(&format!("{booked}/viec/huy"), &[]).await);
        assert!(visitor.get(&booked).await.text().contains("Đã hủy"));
        let again = visitor.post(&format!("{booked}/viec/huy"), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
    });
}

#[test]
fn bookings_of_one_browser_are_slowed_down() {
    PRODUCT.run(async {
        let mut visitor = Browser::new();
        visitor.get("/dat-lich?desk=trung-tam-pvhcc&service=A&day=2026-12-02").await;
        let mut answers = Vec::new();
        for number in 0..6 {
            let (slot, phone) = (format!("2026-12-02T{:02}:00", 8 + number % 3), format!("098700020{number}"));
            let fields = [
                ("desk", "trung-tam-pvhcc"),
                ("service", if number < 3 { "A" } else { "B" }),
                ("day", "2026-12-02"),
                ("slot", slot.as_str()),
                ("name", "A"),
                ("phone", phone.as_str()),
            ];
            answers.push(visitor.post("/dat-lich", &fields).await.status);
        }
        assert_eq!(answers[..5], [StatusCode::SEE_OTHER; 5]);
        assert_eq!(answers[5], StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn a_delivery_is_noted_by_the_clerk_alone() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004299").await;
        let address = format!("/can-bo/tra-ket-qua/{code}");
        assert_eq!(resident.get(&address).await.status, StatusCode::SEE_OTHER);
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        assert_eq!(officer.get(&address).await.status, StatusCode::NOT_FOUND);
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let page = clerk.get(&address).await;
        super::markup::check(&address, &page);
        assert!(page.text().contains("chưa có kết quả"));
        let noted = clerk.post(&address, &[("version", "0"), ("way", "electronic")]).await;
        assert_eq!(noted.status, StatusCode::UNPROCESSABLE_ENTITY);
        let strange = clerk.post(&address, &[("version", "0"), ("way", "pigeon")]).await;
        assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}
