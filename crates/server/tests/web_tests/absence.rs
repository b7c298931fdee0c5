//! Who signs when the head is away: nobody before the first day, the deputy on it, nobody after it was taken back; and
//! what strangers see of it.

use crate::web::{Answer, Browser, PRODUCT, WARD};
use app::identity::NewAccount;
use axum::http::StatusCode;
use domain::access::{ActionKind, Facts, Grant, Person, Role, may};
use jiff::civil::date;

const PAGE: &str = "/can-bo/vang-mat";

/// A deputy of the ward's head, made for one test.
async fn deputy(login: &str, name: &str) -> Person {
    let own = Grant::own(Role::Officer, WARD.to_owned(), date(2025, 7, 1), None);
    let account = NewAccount {
        login: login.to_owned(),
        name: name.to_owned(),
        password: crate::web::PASSWORD.to_owned(),
        identity_number: None,
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        grants: vec![Grant { deputy: true, ..own }],
    };
    PRODUCT.app().add_account(account, "system").await.unwrap()
}

fn done(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// The hidden value before the button of an item whose text holds these words.
fn id_of(page: &str, words: &str) -> String {
    let (before, _) = page.split_once(words).unwrap();
    before.rsplit_once("name=\"id\" value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

#[test]
fn the_deputy_signs_on_the_days_that_were_given_and_not_after_it_was_taken_back() {
    PRODUCT.run(async {
        let person = deputy("pho.thu", "Lương Văn Thử").await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let mut acting = Browser::signed_in("pho.thu").await;
        let code = super::journey::apply(&mut Browser::new(), "019193004233").await;
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        clerk.get(&format!("/ho-so/{code}")).await;
        done(&clerk.post(&format!("/ho-so/{code}/viec/accept"), &[("version", "1")]).await);
        let extend = format!("/ho-so/{code}/viec/extend");
        let tries = [("version", "2"), ("limit", "1wd"), ("basis", "Điều 19"), ("reason", "x")];
        leader.get(PAGE).await;

        // To begin tomorrow: today the deputy is told that it is somebody else's task.
        let give = |from: &'static str| {
            [
                ("unit", WARD),
                ("receiver", person.id.as_str()),
                ("role", "leader"),
                ("from", from),
                ("to", "27/11/2026"),
                ("procedures", ""),
                ("reason", "Văn bản 12/UBND-VP"),
            ]
        };
        done(&leader.post(&format!("{PAGE}/viec/uy-quyen"), &give("27/11/2026")).await);
        acting.get(PAGE).await;
        let early = acting.post(&extend, &tries).await;
        assert!(early.text().contains("thuộc trách nhiệm của người khác"), "{}", early.text());

        // From today on it is the deputy's: what is said now is about the dossier, not about the person.
        done(&leader.post(&format!("{PAGE}/viec/uy-quyen"), &give("26/11/2026")).await);
        let page = acting.get(PAGE).await.text();
        assert!(page.contains("thay Hoàng Đức Thắng"), "the deputy sees in whose place: {page}");
        let now = acting.post(&extend, &tries).await;
        assert!(!now.text().contains("thuộc trách nhiệm của người khác"), "{}", now.text());

        // Taken back: from the next request on, nothing.
        let page = leader.get(PAGE).await.text();
        let revoked = leader
            .post(&format!("{PAGE}/viec/thu-hoi"), &[("id", &id_of(&page, "Từ 26/11/2026 đến 27/11/2026"))])
            .await;
        done(&revoked);
        let after = acting.post(&extend, &tries).await;
        assert!(after.text().contains("thuộc trách nhiệm của người khác"), "{}", after.text());
        let verified = PRODUCT.app().verify(|_| ()).await.unwrap();
        assert_eq!(verified.difference, None);
    });
}

#[test]
fn a_head_without_a_signer_is_warned_and_closes_the_gap_with_one_button() {
    PRODUCT.run(async {
        let person = deputy("pho.hai", "An Văn Hai").await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        leader.get(PAGE).await;
        let away = [("unit", WARD), ("from", "07/12/2026"), ("to", "08/12/2026"), ("kind", "mission")];
        done(&leader.post(&format!("{PAGE}/viec/bao"), &away).await);
        let page = leader.get(PAGE).await;
        super::markup::check(PAGE, &page);
        let text = page.text();
        assert!(text.contains("Từ 07/12/2026 đến 08/12/2026: không có ai được ký."), "{text}");
        assert!(text.contains("Giao An Văn Hai ký thay (KT.)"), "{text}");
        let button = [
            ("unit", WARD),
            ("receiver", person.id.as_str()),
            ("role", "leader"),
            ("from", "07/12/2026"),
            ("to", "08/12/2026"),
            ("procedures", ""),
            ("reason", "Người đứng đầu vắng mặt"),
        ];
        done(&leader.post(&format!("{PAGE}/viec/uy-quyen"), &button).await);
        let text = leader.get(PAGE).await.text();
        assert!(!text.contains("không có ai được ký"), "{text}");
        super::markup::check(PAGE, &leader.get(&format!("{PAGE}?lang=en")).await);

        let wrong =
            [("receiver", "x"), ("role", "leader"), ("from", "hôm nay"), ("to", "08/12/2026"), ("reason", "giữ lại")];
        let refused = leader.post(&format!("{PAGE}/viec/uy-quyen"), &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("giữ lại"), "what was typed is kept");
        let asked = leader.get(&format!("{PAGE}?thu_tuc=1.001612&lang=vi")).await;
        super::markup::check(PAGE, &asked);
        assert!(asked.text().contains("Thứ tự đề xuất cho 1.001612"), "{}", asked.text());
    });
}

#[test]
fn strangers_see_and_end_nothing_of_a_unit() {
    PRODUCT.run(async {
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        let absence = [("from", "14/12/2026"), ("to", "14/12/2026"), ("kind", "leave")];
        done(&officer.post(&format!("{PAGE}/viec/bao"), &absence).await);
        let page = officer.get(PAGE).await.text();
        let id = id_of(&page, "Từ 14/12/2026 đến 14/12/2026");
        assert!(!page.contains("Lịch vắng mặt"), "an officer does not see the others' days");
        let mut citizen = Browser::signed_in("congdan2").await;
        assert_eq!(citizen.get(PAGE).await.status, StatusCode::NOT_FOUND);
        for login in ["congdan2", "lanhdao.soxaydung", "quantri"] {
            let mut stranger = Browser::signed_in(login).await;
            let ended = stranger.post(&format!("{PAGE}/viec/ket-thuc"), &[("id", &id)]).await;
            assert_eq!(ended.status, StatusCode::NOT_FOUND, "{login}");
            let other = stranger.get(&format!("{PAGE}?unit={WARD}")).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{login}");
        }
        // Somebody else's absence is noted by the head only.
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        done(&leader.post(&format!("{PAGE}/viec/ket-thuc"), &[("id", &id)]).await);
        let forged = officer.post(&format!("{PAGE}/viec/ket-thuc"), &[("id", &id)]).await;
        assert_eq!(forged.status, StatusCode::CONFLICT, "it is over already");
    });
}

/// The permit names the head for the paper.
#[test]
fn the_permit_says_in_whose_place_it_is() {
    PRODUCT.run(async {
        let head = Grant::own(Role::Leader, WARD.to_owned(), date(2026, 11, 1), None);
        let grants = vec![Grant { on_behalf_of: Some("a-head".to_owned()), ..head }];
        let person = Person { id: "a-deputy".to_owned(), name: "B".to_owned(), subject: None, grants };
        let facts = Facts {
            code: "H",
            procedure: "1.001612",
            receiving_unit: WARD,
            handling_unit: WARD,
            assignee: None,
            subject: "s",
            submitter: "t",
            units: Facts::ALONE,
        };
        let permit = may(&person, ActionKind::Sign, &facts, date(2026, 11, 26)).unwrap();
        assert_eq!(permit.on_behalf_of(), Some("a-head"));
    });
}
