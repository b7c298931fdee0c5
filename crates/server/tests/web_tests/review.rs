//! A province reviews a procedure on pages: plan, sheet, cost, proposal, decision, result; and who is kept out.

use crate::web::{Answer, Browser, PRODUCT, WARD, after};
use axum::http::StatusCode;

/// Registering a birth, reviewed by the ward.
const PROCEDURE: &str = "1.001193";
const LIST: &str = "/can-bo/ra-soat";

/// Posts to an address with the version that the page at `seen` shows.
async fn post(browser: &mut Browser, seen: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(seen).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(to, &fields).await
}

/// The value of the option with this text on a page.
fn option_of(page: &str, text: &str) -> String {
    let (before, _) = page.split_once(&format!("\">{text}</option>")).unwrap();
    before.rsplit_once("value=\"").unwrap().1.to_owned()
}

fn done(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location()
}

/// A plan of the ward for this procedure, issued.
async fn issued(reform: &mut Browser, head: &mut Browser, procedure: &str, group: &str) -> String {
    let described = [("year", "2026"), ("title", group), ("basis", "Nghị định 63/2010/NĐ-CP, Điều 30")];
    let plan = done(&post(reform, LIST, LIST, &described).await);
    let form = format!("{plan}/muc/moi?unit={WARD}");
    let page = reform.get(&form).await.text();
    let officer = option_of(&page, "Lê Minh Tuấn");
    let item =
        |deadline: &'static str| [("unit", WARD), ("person", officer.as_str()), ("name", ""), ("deadline", deadline)];
    super::markup::check(&form, &reform.get(&form).await);
    let mut fields = item("01/01/2027").to_vec();
    fields.push(("procedures", procedure));
    let holiday = post(reform, &form, &format!("{plan}/muc/moi"), &fields).await;
    assert_eq!(holiday.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(holiday.text().contains("cơ quan nghỉ"), "{}", holiday.text());
    let mut fields = item("15/12/2026").to_vec();
    fields.push(("procedures", procedure));
    done(&post(reform, &form, &format!("{plan}/muc/moi"), &fields).await);

    let issue = format!("{plan}/viec/issue");
    let decision = [("document", "31/QĐ-UBND"), ("date", "25/11/2026")];
    let own = post(reform, &plan, &issue, &decision).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.text().contains("Bạn đã soạn nội dung này"), "{}", own.text());
    done(&post(head, &plan, &issue, &decision).await);
    plan
}

fn sheet() -> Vec<(String, String)> {
    domain::review::Question::ALL
        .into_iter()
        .flat_map(|question| {
            let said = if question == domain::review::Question::LimitShort { "no" } else { "yes" };
            let reason = (format!("{}_reason", question.name()), "Đã xem xét".to_owned());
            [(question.name().to_owned(), said.to_owned()), reason]
        })
        .collect()
}

async fn fill_in(officer: &mut Browser, review: &str) {
    let early = post(officer, review, &format!("{review}/viec/trinh"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is handed in before it is begun");
    let form = format!("{review}/bieu-mau");
    let sheet = sheet();
    let fields: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    done(&post(officer, &form, &form, &fields).await);

    let form = format!("{review}/chi-phi?tu=26/11/2026&den=26/11/2026");
    let counted = officer.get(&form).await.text();
    assert!(counted.contains("hồ sơ nộp từ 26/11/2026 đến 26/11/2026"), "{counted}");
    let mut cost = vec![
        ("tu", "2026-11-26"),
        ("den", "2026-11-26"),
        ("income", "40.000"),
        ("income_source", "Niên giám thống kê 2025"),
        ("office_hours", "8"),
        ("truoc_task1", "Điền tờ khai"),
        ("truoc_hours1", "1,5"),
        ("truoc_outsourced1", "10000"),
        ("truoc_fees", "8.000"),
        ("truoc_days", "3"),
        ("truoc_times", "1"),
        ("truoc_subjects", "10"),
        ("sau_task1", "Điền tờ khai"),
        ("sau_hours1", "1,5"),
        ("sau_outsourced1", "10000"),
        ("sau_fees", "8.000"),
        ("sau_days", "2"),
        ("sau_times", "1"),
        ("sau_subjects", "một"),
    ];
    let wrong = post(officer, &form, &format!("{review}/chi-phi"), &cost).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Hãy ghi một số"), "{}", wrong.text());
    assert!(wrong.text().contains("Niên giám thống kê 2025"), "what was typed is kept");
    cost.pop();
    cost.push(("sau_subjects", "10"));
    done(&post(officer, &form, &format!("{review}/chi-phi"), &cost).await);

    let form = format!("{review}/phuong-an/moi");
    let proposal = [
        ("kind", "shorten"),
        ("days", "1"),
        ("reason", "Dữ liệu dân cư đã có"),
        ("legal_change", "Điều 16 Luật Hộ tịch"),
        ("planned_for", "2027"),
    ];
    let empty = post(officer, &form, &form, &[("kind", "drop_paper"), ("reason", "x"), ("legal_change", "y")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "a paper without a name");
    done(&post(officer, &form, &form, &proposal).await);
    let page = officer.get(review).await.text();
    // 1.5 h × 40,000 + 10,000 + 8,000 + 3 × 8 h × 40,000 = 1,038,000; a day less saves 320,000 of each dossier.
    for shown in ["1.038.000", "718.000", "10.380.000", "3.200.000", "Niên giám thống kê 2025", "đạt một phần"]
    {
        assert!(page.contains(shown), "the review's page lacks {shown}: {page}");
    }
    done(&post(officer, review, &format!("{review}/viec/trinh"), &[]).await);
}

#[test]
fn a_procedure_is_reviewed_and_what_came_of_it_is_public() {
    PRODUCT.run(async {
        let mut reform = Browser::signed_in("caicach").await;
        let mut head = Browser::signed_in("lanhdao.tinh").await;
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let plan = issued(&mut reform, &mut head, PROCEDURE, "Kế hoạch rà soát hộ tịch").await;
        let review = format!("{plan}/{PROCEDURE}");
        assert!(officer.get(LIST).await.text().contains(&review), "the officer finds the work");
        fill_in(&mut officer, &review).await;

        let own = officer.get(&review).await.text();
        assert!(own.contains("xac-nhan"), "officers of the unit confirm");
        let own = post(&mut officer, &review, &format!("{review}/viec/xac-nhan"), &[]).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        done(&post(&mut leader, &review, &format!("{review}/viec/xac-nhan"), &[]).await);
        assert!(reform.get(&plan).await.text().contains("Đã xác nhận 1 trên 1 thủ tục"));

        let decide = format!("{review}/viec/quyet-dinh-1");
        let tomorrow = [("decision", "adopted"), ("document", "33/QĐ-UBND"), ("date", "27/11/2026")];
        let early = post(&mut head, &review, &decide, &tomorrow).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text().contains("Ngày này chưa đến"), "{}", early.text());
        let decision = [("decision", "adopted"), ("document", "33/QĐ-UBND"), ("date", "26/11/2026")];
        done(&post(&mut head, &review, &decide, &decision).await);
        let link = post(&mut reform, &review, &format!("{review}/viec/thuc-hien-1"), &[("revision", "77")]).await;
        assert_eq!(link.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(link.text().contains("Danh mục không có phiên bản"), "{}", link.text());

        let mut anybody = Browser::new();
        let figures = format!("/so-lieu/don-gian-hoa?nam=2026&unit={WARD}");
        let page = anybody.get(&figures).await.text();
        for shown in ["33/QĐ-UBND", PROCEDURE, "Chưa thực hiện", "loai=shorten#quyet-dinh"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        let opened = anybody.get(&format!("{figures}&loai=repeal")).await.text();
        assert!(!opened.contains("33/QĐ-UBND"), "the list of another figure");
        let json = anybody.get(&format!("/so-lieu/don-gian-hoa.json?nam=2026&unit={WARD}")).await;
        let data: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
        assert_eq!(data["decided"]["shortened"], 1);
        assert_eq!(data["carried_out"]["shortened"], 0);
        assert_eq!(data["decisions"][0]["working_days_hundredths"], 100);
        assert_eq!(data["progress"][0]["unit"], WARD);
        assert!(!json.text().contains("Lê Minh Tuấn"), "no person stands in the open data");
        done(&post(&mut reform, &plan, &format!("{plan}/viec/finish"), &[]).await);
        let (listed, evidence) = (format!("{review}/ho-so"), format!("{review}/so-lieu"));
        pages_are_sound(&mut reform, &mut anybody, &[LIST, &plan, &review, &listed, &evidence], &figures).await;
    });
}

/// One heading, labels for all inputs, both languages.
async fn pages_are_sound(reform: &mut Browser, anybody: &mut Browser, staff: &[&str], public: &str) {
    for lang in ["vi", "en"] {
        for address in staff {
            let join = if address.contains('?') { '&' } else { '?' };
            super::markup::check(address, &reform.get(&format!("{address}{join}lang={lang}")).await);
        }
        super::markup::check(public, &anybody.get(&format!("{public}&lang={lang}")).await);
    }
}

#[test]
fn those_who_have_no_part_in_a_review_are_kept_out() {
    PRODUCT.run(async {
        let mut reform = Browser::signed_in("caicach").await;
        let mut head = Browser::signed_in("lanhdao.tinh").await;
        let plan = issued(&mut reform, &mut head, "1.000656", "Kế hoạch khác").await;
        let review = format!("{plan}/1.000656");
        let forms = ["bieu-mau", "chi-phi", "phuong-an/moi"].map(|form| format!("{review}/{form}"));
        for login in ["congdan2", "chuyenvien.soxaydung", "quantri"] {
            let mut stranger = Browser::signed_in(login).await;
            for address in
                [&plan, &review, &format!("{review}/ho-so"), &format!("{review}/so-lieu")].into_iter().chain(&forms)
            {
                assert_eq!(stranger.get(address).await.status, StatusCode::NOT_FOUND, "{login} {address}");
            }
            stranger.get("/tai-khoan").await;
            let acts = [format!("{plan}/viec/finish"), format!("{review}/viec/trinh"), format!("{plan}/muc/moi")];
            for address in acts.iter().chain(&forms) {
                let answer = stranger.post(address, &[("version", "1")]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {address}");
            }
        }
        // Those of the unit who are not responsible see it and write nothing.
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let page = leader.get(&review).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text().contains("/bieu-mau"), "no form is offered");
        for form in &forms {
            assert_eq!(leader.get(form).await.status, StatusCode::NOT_FOUND, "{form}");
        }
        let handed = leader.post(&format!("{review}/viec/trinh"), &[("version", "0")]).await;
        assert_eq!(handed.status, StatusCode::CONFLICT, "somebody else's task");
        let created = leader.post(LIST, &[("year", "2026"), ("title", "x"), ("basis", "y")]).await;
        assert_eq!(created.status, StatusCode::NOT_FOUND, "units make no plans");
        // A form without its token changes nothing.
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        let forged = officer.post(&format!("{review}/viec/trinh"), &[("ma_bieu_mau", "")]).await;
        assert_ne!(forged.status, StatusCode::SEE_OTHER);
        for form in &forms {
            super::markup::check(form, &officer.get(form).await);
        }
        let stale = officer.post(&forms[0], &[("version", "9")]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    });
}
