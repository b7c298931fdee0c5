//! A dossier that becomes late: who had it, what the board says, the apology drafted from the ledger, the record of the
//! head; reminders in the inbox; the register of outages.

use crate::web::{Browser, PRODUCT, WARD, after};
use axum::http::StatusCode;

const DAY: i64 = 24 * 3600;

/// Lets the clock of this test's product go on.
fn later(days: i64) {
    let clock = PRODUCT.app().clock();
    clock.set(clock.now().plus_seconds(days * DAY));
}

/// A dossier that the ward's officer has.
async fn with_officer(identity: &str) -> String {
    let code = super::journey::apply(&mut Browser::new(), identity).await;
    let mut clerk = Browser::signed_in("motcua.phuong").await;
    super::journey::act(&mut clerk, &code, "accept", &[]).await;
    let mut leader = Browser::signed_in("lanhdao.phuong").await;
    let page = leader.get(&format!("/ho-so/{code}")).await;
    let officer = after(&page.text(), "<option value=\"a-").map(|id| format!("a-{id}")).unwrap();
    super::journey::act(&mut leader, &code, "assign", &[("officer", &officer)]).await;
    code
}

#[test]
fn a_late_dossier_gets_its_apology_from_the_ledger() {
    PRODUCT.run(async {
        let code = with_officer("019193004301").await;
        later(14);
        PRODUCT.app().remind_once().await.unwrap();

        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        let page = officer.get(&format!("/ho-so/{code}")).await;
        super::markup::check("the officer's page", &page);
        for shown in ["Thời gian đã đi đâu", "Đã quá hạn", "Lê Minh Tuấn (", "100%"] {
            assert!(page.text().contains(shown), "the officer's page lacks {shown}: {}", page.text());
        }
        let inbox = officer.get("/can-bo").await.text();
        assert!(inbox.contains("nhắc lần ") && inbox.contains("đã báo cáo cấp trên"), "{inbox}");
        assert!(officer.get("/tai-khoan/thong-bao").await.text().contains(&code), "reminded in the inbox");

        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let board = leader.get("/can-bo/dieu-hanh?tu=01/11/2026").await;
        super::markup::check("the board", &board);
        let letter = format!("/ho-so/{code}?mo=apologise");
        for shown in ["Phiếu xin lỗi phải ký", "Lê Minh Tuấn (", "Nay ở", &letter, "Chưa ký: <strong>1"] {
            assert!(board.text().contains(shown), "the board lacks {shown}: {}", board.text());
        }
        let form = leader.get(&letter).await.text();
        assert!(form.contains("<details open id=\"viec-apologise\""), "the letter is open");
        assert!(form.contains("Cơ quan xin lỗi vì chưa trả kết quả đúng hẹn"), "{form}");
        let (_, fields) = form.split_once("id=\"viec-apologise\"").unwrap();
        let day = after(fields, "name=\"promised_day\" value=\"").or_else(|| value_of(fields, "promised_day"));
        let day = day.expect("a day is proposed");

        // Without a cause it is refused, and says so.
        let version = after(&form, "name=\"version\" value=\"").unwrap();
        let address = format!("/ho-so/{code}/viec/apologise");
        let fields = [("version", version.as_str()), ("promised_day", &day), ("promised_time", "17:00")];
        let refused = leader.post(&address, &[&fields[..], &[("reason", " ")]].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        let signed = leader.post(&address, &[&fields[..], &[("reason", "Chuyên viên nghỉ ốm")]].concat()).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());

        let track = Browser::new().get(&format!("/tra-cuu?code={code}&digits=4301")).await;
        super::markup::check("tracking", &track);
        for shown in ["Lời xin lỗi", "Hẹn trả lại", "Thời gian đã đi đâu", "người đứng đầu"] {
            assert!(track.text().contains(shown), "tracking lacks {shown}: {}", track.text());
        }
        assert!(!track.text().contains("Lê Minh Tuấn"), "tracking names nobody");

        let board = leader.get("/can-bo/dieu-hanh?muc=muon&tu=01/11/2026").await.text();
        assert!(board.contains("Ký muộn: <strong>1") && board.contains("Chưa ký: <strong>0"), "{board}");
        assert!(!board.contains(&letter), "nothing is owed any more");
        let english = leader.get("/can-bo/dieu-hanh?lang=en").await;
        super::markup::check("the board in English", &english);
        assert!(english.text().contains("Record of the head"));
        assert_eq!(PRODUCT.app().verify(|_| ()).await.unwrap().difference, None);
    });
}

/// The value of a field, whichever attributes stand between its name and it.
fn value_of(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\""))?;
    let (tag, _) = rest.split_once('>')?;
    after(tag, "value=\"")
}

#[test]
fn a_dossier_in_time_owes_nothing() {
    PRODUCT.run(async {
        let code = with_officer("019193004302").await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let board = leader.get(&format!("/can-bo/dieu-hanh?unit={WARD}&tu=01/11/2026&den=30/11/2026")).await.text();
        assert!(board.contains("Phải xin lỗi: <strong>0"), "{board}");
        let page = leader.get(&format!("/ho-so/{code}")).await.text();
        assert!(page.contains("Thời gian đã đi đâu") && !page.contains("Đã quá hạn"));
    });
}

#[test]
fn outages_are_noted_ended_and_withdrawn_by_who_runs_the_system() {
    const PAGE: &str = "/can-bo/su-co";
    const LASTS: &str = ">còn tiếp diễn<";
    PRODUCT.run(async {
        let mut operator = Browser::signed_in("quantri").await;
        super::markup::check(PAGE, &operator.get(PAGE).await);
        let note = |day: &'static str| {
            [("from_day", day), ("from_time", "08:00"), ("to_day", ""), ("to_time", ""), ("what", "Mất điện")]
        };
        let future = operator.post(&format!("{PAGE}/viec/ghi"), &note("27/11/2026")).await;
        assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(future.text().contains("không ghi trước") && future.text().contains("Mất điện"), "{}", future.text());
        let wrong = operator.post(&format!("{PAGE}/viec/ghi"), &note("hôm nay")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let noted = operator.post(&format!("{PAGE}/viec/ghi"), &note("26/11/2026")).await;
        let page = operator.follow(noted).await.text();
        assert!(page.contains(LASTS) && page.contains("Mất điện"), "{page}");
        let id = after(&page, "name=\"id\" value=\"").unwrap();
        let ended = operator.post(&format!("{PAGE}/viec/ket-thuc"), &[("id", &id)]).await;
        assert!(!operator.follow(ended).await.text().contains(LASTS));
        let again = operator.post(&format!("{PAGE}/viec/ket-thuc"), &[("id", &id)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let withdrawn = operator.post(&format!("{PAGE}/viec/rut"), &[("id", &id), ("reason", "Ghi nhầm")]).await;
        let page = operator.follow(withdrawn).await;
        super::markup::check(PAGE, &page);
        assert!(page.text().contains("đã rút, không tính"));

        let mut stranger = Browser::signed_in("lanhdao.phuong").await;
        stranger.get("/can-bo").await;
        let refused = stranger.post(&format!("{PAGE}/viec/ghi"), &note("26/11/2026")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(PRODUCT.app().verify(|_| ()).await.unwrap().difference, None);
    });
}

#[test]
fn the_reform_office_reads_the_rules_of_reminders() {
    const PAGE: &str = "/can-bo/nhac-viec";
    PRODUCT.run(async {
        let mut office = Browser::signed_in("caicach").await;
        let page = office.get(PAGE).await;
        super::markup::check(PAGE, &page);
        for shown in ["Nhắc trước khi việc đến hạn", "trước hạn 8 giờ làm việc", "đề xuất, do tỉnh quyết định"]
        {
            assert!(page.text().contains(shown), "{shown}: {}", page.text());
        }
        super::markup::check(PAGE, &office.get(&format!("{PAGE}?lang=en")).await);
    });
}
