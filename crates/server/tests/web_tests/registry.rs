//! A provincial officer changes a real procedure on pages; the head publishes it; a resident's draft is carried over.

use crate::web::{Answer, Browser, PRODUCT, WARD, after};
use axum::http::StatusCode;

/// Registering a marriage.
const PROCEDURE: &str = "1.000894";

struct Office {
    editor: Browser,
    head: Browser,
}

impl Office {
    async fn open() -> Self {
        Self { editor: Browser::signed_in("caicach").await, head: Browser::signed_in("lanhdao.tinh").await }
    }
}

/// Posts to an address with the version that the page at `seen` shows.
async fn post(browser: &mut Browser, seen: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(seen).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(to, &fields).await
}

async fn begin_draft(resident: &mut Browser) -> String {
    let place = format!("/nop-ho-so/{PROCEDURE}");
    resident.get(&place).await;
    let applicant = [
        ("unit", WARD),
        ("kind", "person"),
        ("name", "Nguyễn Thị Đường"),
        ("identity_number", "019193004299"),
        ("phone", "0912345678"),
    ];
    resident.post(&place, &applicant).await.location().trim_end_matches("/bieu-mau").to_owned()
}

#[test]
fn a_question_and_a_fee_are_added_published_and_told_to_a_resident_with_a_draft() {
    PRODUCT.run(async {
        let mut office = Office::open().await;
        let mut resident = Browser::new();
        let draft = begin_draft(&mut resident).await;
        assert_eq!(resident.get(&format!("{draft}/bieu-mau")).await.status, StatusCode::OK);

        let record = format!("/can-bo/danh-muc/{PROCEDURE}");
        let found = office.editor.get(&format!("/can-bo/danh-muc?q={PROCEDURE}")).await;
        assert!(found.text().contains(&record), "{}", found.text());
        office.editor.get(&record).await;
        let revision = office.editor.post(&format!("{record}/soan"), &[]).await.location();
        assert_eq!(revision, format!("{record}/1"));

        let question = format!("{revision}/sua/cau-hoi-0/moi");
        let wrong = [("field", "ly_do"), ("label_vi", "Lý do?"), ("type", "text"), ("show_when", "khong_co == 1")];
        let answer = post(&mut office.editor, &question, &question, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("khong_co"), "the fault names what is not known");
        assert!(answer.text().contains("Lý do?"), "what was typed is kept");

        let tick = [("field", "nhan_tai_nha"), ("label_vi", "Nhận kết quả tại nhà?"), ("type", "checkbox")];
        let answer = post(&mut office.editor, &question, &question, &tick).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let address = [
            ("field", "noi_nhan"),
            ("label_vi", "Nơi nhận kết quả"),
            ("type", "text"),
            ("required", "1"),
            ("show_when", "nhan_tai_nha"),
        ];
        let answer = post(&mut office.editor, &question, &question, &address).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let fee = format!("{revision}/sua/phi/moi");
        let rule = [
            ("name_vi", "Phí trả kết quả tại nhà"),
            ("amount_rule", "if nhan_tai_nha { 25000 } else { 0 }"),
            ("when", "nhan_tai_nha"),
            ("legal_basis_vi", "Nghị quyết 01/2026/NQ-HĐND"),
        ];
        unknown_names_are_refused(&mut office.editor, &fee).await;
        let answer = post(&mut office.editor, &fee, &fee, &rule).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());

        let page = office.editor.get(&revision).await.text();
        for shown in ["Nhận kết quả tại nhà?", "Phí trả kết quả tại nhà", "[nhan_tai_nha]", "Nông Văn Hiếu"]
        {
            assert!(page.contains(shown), "the revision's page lacks {shown}");
        }
        let preview = format!("{revision}/xem-thu");
        office.editor.get(&preview).await;
        let tried = office.editor.post(&preview, &[("tk.nhan_tai_nha", "true")]).await.text();
        assert!(tried.contains("25.000"), "the fee is worked out: {tried}");

        publish(&mut office, &revision).await;
        let public = resident.get(&format!("/thu-tuc/{PROCEDURE}")).await.text();
        assert!(public.contains("Phí trả kết quả tại nhà"), "the public page has the new fee");

        let moved = resident.get(&format!("{draft}/bieu-mau")).await;
        assert_eq!(moved.location(), format!("{draft}/thay-doi"));
        let told = resident.get(&moved.location()).await.text();
        assert!(told.contains("Câu hỏi “Nhận kết quả tại nhà?”") && told.contains("Phí trả kết quả tại nhà"), "{told}");
        let on = resident.post(&format!("{draft}/thay-doi"), &[]).await;
        assert_eq!(on.location(), format!("{draft}/bieu-mau"));
        let form = resident.get(&on.location()).await.text();
        assert!(form.contains("Nhận kết quả tại nhà?"), "the draft goes on under the new form");
    });
}

/// A rule over a question that the form does not ask is refused at its place.
async fn unknown_names_are_refused(editor: &mut Browser, fee: &str) {
    let unknown = [("name_vi", "Phí"), ("amount_rule", "so_lan * 1000")];
    let answer = post(editor, fee, fee, &unknown).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "no question is named so_lan");
    assert!(answer.text().contains("procedure.fees"), "{}", answer.text());
}

/// Checks, approves and publishes; whoever wrote it cannot.
async fn publish(office: &mut Office, revision: &str) {
    let own = post(&mut office.editor, revision, &format!("{revision}/viec/check"), &[]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.text().contains("Bạn đã soạn phiên bản này"), "{}", own.text());
    stops_are_accepted(office, revision).await;
    for action in ["check", "approve"] {
        let done = post(&mut office.head, revision, &format!("{revision}/viec/{action}"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{action}: {}", done.text());
    }
    let url = format!("{revision}/viec/publish");
    let decision = [("valid_from", "26/11/2026"), ("decision", "2816/QĐ-UBND"), ("decision_date", "25/11/2026")];
    let soon = post(&mut office.head, revision, &url, &decision).await;
    assert_eq!(soon.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(soon.text().contains("ít nhất 5 ngày"), "{}", soon.text());
    let reasoned: Vec<(&str, &str)> = decision.into_iter().chain([("short_notice", "Thủ tục rút gọn")]).collect();
    let done = post(&mut office.head, revision, &url, &reasoned).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = office.head.get(revision).await.text();
    assert!(page.contains("Đã công bố"), "{page}");
}

/// The form asks what a register holds: the check names that, and the editor answers for it on a clause.
async fn stops_are_accepted(office: &mut Office, revision: &str) {
    let refused = post(&mut office.head, revision, &format!("{revision}/viec/check"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("câu hỏi nu_dan_toc: “Dân tộc (bên nữ)”"), "{}", refused.text());
    assert!(refused.text().contains("Nghị quyết 66.7/2025/NQ-CP"), "the rule's legal basis is shown");
    assert!(!refused.text().contains("name=\"finding\""), "the head accepts nothing");

    let page = office.editor.get(revision).await.text();
    assert!(page.contains(&format!("{revision}/sua/cau-hoi-0/")), "each finding leads to where it is mended");
    let keys: Vec<String> = page
        .split("name=\"finding\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect();
    assert_eq!(keys.len(), 8, "{keys:?}");
    let ticked: Vec<(&str, &str)> = keys.iter().map(|key| ("finding", key.as_str())).collect();
    let url = format!("{revision}/chap-nhan");
    let without = post(&mut office.editor, revision, &url, &ticked).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "a clause is required");
    let clause = [("clause", "Nghị định 123/2015/NĐ-CP, Điều 10")];
    let fields: Vec<(&str, &str)> = ticked.iter().copied().chain(clause).collect();
    let done = post(&mut office.editor, revision, &url, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let withdraw = [("withdraw", keys.first().unwrap().as_str())];
    let back = post(&mut office.editor, revision, &format!("{revision}/thoi-chap-nhan"), &withdraw).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    let fields: Vec<(&str, &str)> = ticked.iter().take(1).copied().chain(clause).collect();
    assert_eq!(post(&mut office.editor, revision, &url, &fields).await.status, StatusCode::SEE_OTHER);
    let record = revision.trim_end_matches("/1");
    for page in [revision.to_owned(), format!("{revision}/xem-thu"), record.to_owned()] {
        let shown = office.head.get(&page).await.text();
        assert!(shown.contains("Được giữ lại theo Nghị định 123/2015/NĐ-CP, Điều 10"), "{page}: {shown}");
        assert!(shown.contains("Người chấp nhận: Nông Văn Hiếu"), "{page}");
    }
}

#[test]
fn the_whole_catalogue_is_looked_at_by_rule_and_by_field() {
    PRODUCT.run(async {
        let mut office = Office::open().await;
        let url = "/can-bo/danh-muc/ra-soat";
        let page = office.head.get(url).await.text();
        for shown in ["Phí, lệ phí không có căn cứ", "Theo lĩnh vực", "Luật Phí và lệ phí 97/2015/QH13"]
        {
            assert!(page.contains(shown), "the report lacks {shown}");
        }
        let next = after(&page, "rel=\"next\" href=\"").unwrap().replace("&amp;", "&");
        assert_eq!(office.head.get(&next).await.status, StatusCode::OK);
        let rule = office.head.get(&format!("{url}?rule=paper_held")).await.text();
        assert!(rule.contains("giấy tờ này đã có trong"), "{rule}");
        assert!(!rule.contains("chưa có tên tiếng Anh"), "another rule's findings are left out");
        let mut stranger = Browser::signed_in("motcua.phuong").await;
        assert_eq!(stranger.get(url).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_content_goes_out_and_in_as_a_file() {
    PRODUCT.run(async {
        let mut office = Office::open().await;
        let record = "/can-bo/danh-muc/1.001612";
        office.editor.get(record).await;
        let revision = office.editor.post(&format!("{record}/soan"), &[]).await.location();
        let file = office.editor.get(&format!("{revision}/tep.json")).await;
        assert!(file.header("content-disposition").contains("1.001612-1.json"));
        let page = format!("{revision}/tep");
        let changed = file.text().replacen("\"name_vi\": \"", "\"name_vi\": \"Mới: ", 1);
        let saved = post(&mut office.editor, &page, &page, &[("noi_dung", &changed)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert!(office.editor.get(&revision).await.text().contains("Mới: "));
        let broken = post(&mut office.editor, &page, &page, &[("noi_dung", "{")]).await;
        assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stale = office.editor.post(&page, &[("version", "1"), ("noi_dung", &changed)]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    });
}
