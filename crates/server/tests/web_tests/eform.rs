//! A form in the wizard, without a script: one page at a time, questions that come and go with the answers, and the
//! printed form at the end. All forms of the province go through.

use crate::web::{Answer, Browser, PRODUCT, WARD, after, pdf};
use axum::http::StatusCode;
use domain::eform::{Field, FieldKind, Form, Section};
use serde_json::{Map, Value, json};

/// Registering a household business: members are asked for only where they found it together.
const BUSINESS: &str = "1.001612";
const TOGETHER: (&str, &str) = ("tk.chu_the", "Các thành viên hộ gia đình");
const ALONE: (&str, &str) = ("tk.chu_the", "Cá nhân");
const MEMBER: (&str, &str) = ("tk.thanh_vien.0.tv_ho_ten", "Ma Thị Lành");
const UPDATE: (&str, &str) = ("cap_nhat", "1");

/// Begins a draft; the address of its form.
async fn begin(resident: &mut Browser, procedure: &str) -> String {
    let place = format!("/nop-ho-so/{procedure}");
    resident.get(&place).await;
    let applicant = [
        ("unit", WARD),
        ("kind", "person"),
        ("name", "Ma Văn Ích"),
        ("identity_number", "019088010999"),
        ("phone", "0912000009"),
    ];
    let answer = resident.post(&place, &applicant).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{procedure}: {}", answer.text());
    answer.location()
}

#[test]
fn questions_come_and_go_with_the_answers() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let page = format!("{}?trang=chu_the", begin(&mut resident, BUSINESS).await);
        let asks_members = |text: &str| text.contains("value=\"thanh_vien\" formnovalidate");
        let blank = resident.get(&page).await.text();
        assert!(!asks_members(&blank) && blank.contains("data-ask=\"chu_the\""), "{blank}");
        assert!(blank.contains("name=\"cap_nhat\"") && blank.contains("Cập nhật câu hỏi"));

        let together = resident.post(&page, &[TOGETHER, UPDATE]).await;
        assert_eq!(together.status, StatusCode::OK);
        assert!(asks_members(&together.text()));
        assert!(asks_members(&resident.get(&page).await.text()), "what the button sent was saved");

        let member = resident.post(&page, &[TOGETHER, MEMBER, UPDATE]).await.text();
        assert!(member.contains("name=\"tk.thanh_vien.0.tv_ho_ten\" value=\"Ma Thị Lành\""));
        let alone = resident.post(&page, &[ALONE, MEMBER, UPDATE]).await.text();
        assert!(!asks_members(&alone) && !alone.contains("Dân tộc"), "hidden questions are not shown");
        let carried = "<input type=\"hidden\" name=\"tk.thanh_vien.0.tv_ho_ten\" value=\"Ma Thị Lành\">";
        assert!(alone.contains(carried) && resident.get(&page).await.text().contains(carried), "and not lost");
        let again = resident.post(&page, &[TOGETHER, MEMBER, UPDATE]).await.text();
        assert!(asks_members(&again) && !again.contains(carried));
    });
}

#[test]
fn what_an_answer_brings_up_is_asked_before_the_form_goes_on() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let page = format!("{}?trang=chu_the", begin(&mut resident, BUSINESS).await);
        resident.get(&page).await;
        let brought_up = resident.post(&page, &[("da_hoi", ""), TOGETHER]).await;
        assert_eq!(brought_up.status, StatusCode::OK);
        let text = brought_up.text();
        assert!(text.contains("biểu mẫu có thêm câu hỏi") && text.contains("name=\"da_hoi\" value=\"thanh_vien\""));
        let on = resident.post(&page, &[("da_hoi", ""), ("da_hoi", "thanh_vien"), TOGETHER, MEMBER]).await;
        assert!(on.location().ends_with("/bieu-mau?trang=ket_qua"), "{}", on.location());
        let alone = resident.post(&page, &[("da_hoi", ""), ALONE]).await;
        assert!(alone.location().ends_with("/bieu-mau?trang=ket_qua"), "nothing new, nothing asked");
    });
}

#[test]
fn pages_go_back_and_forward_without_losing_answers() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let form = begin(&mut resident, BUSINESS).await;
        let first = resident.get(&form).await.text();
        assert!(first.contains("Trang 1/5") && first.contains("tk.kinh_gui") && !first.contains("tk.ten_vi"));
        let (one, two) = (format!("{form}?trang=tieu_de"), format!("{form}?trang=ten"));
        let kept = [("tk.kinh_gui", "Ủy ban nhân dân phường"), ("tk.chu_ho_so_dinh_danh", "12")];
        let wrong = resident.post(&one, &kept).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = wrong.text();
        assert!(text.contains("href=\"#f-tk.chu_ho_so_dinh_danh\"") && !text.contains("#f-tk.ten_vi"));

        let back = resident.post(&two, &[("tk.ten_vi", "HỘ KINH DOANH ÍCH"), ("lui", "1")]).await;
        assert!(back.location().ends_with("?trang=tieu_de"), "back saves and asks nothing");
        let page = resident.follow(back).await.text();
        assert!(page.contains("value=\"Ủy ban nhân dân phường\"") && page.contains("value=\"12\""));
        assert!(resident.get(&two).await.text().contains("value=\"HỘ KINH DOANH ÍCH\""));
        let out = resident.post(&one, &[kept[0], ("lui", "1")]).await;
        assert!(!out.location().contains("bieu-mau"), "before the first page stands the place");

        let last = format!("{form}?trang=ket_qua");
        let end = [("tk.nhan_ket_qua", "Bản điện tử"), ("tk.cam_doan", "1")];
        let led = resident.post(&last, &end).await.location();
        assert!(led.contains("?trang=tieu_de&loi=1#f-tk."), "a fault leads to its page: {led}");
        let page = resident.get(led.split('#').next().unwrap()).await.text();
        assert!(page.contains("data-errors") && page.contains("href=\"#f-tk.chu_ho_ten\""));
        assert!(resident.get(&format!("{form}?cuoi=1")).await.text().contains("Trang 5/5"));
        assert_eq!(resident.get(&format!("{form}?trang=khong_co")).await.status, StatusCode::NOT_FOUND);
        let english = resident.get(&format!("{form}?lang=en")).await.text();
        assert!(english.contains("Page 1 of 5"));
        resident.get("/?lang=vi").await;
    });
}

/// Answers that rules across fields, or rules no form has twice, ask for.
const FIXED: [(&str, &str); 12] = [
    ("nyc_giay_to_so", "019088010999"),
    ("giay_to_so", "019088010999"),
    ("nu_so_dinh_danh", "019190010999"),
    ("con_ngay_sinh", "01/11/2026"),
    ("ct_tu", "2004"),
    ("ct_den", "2026"),
    ("quan_he_chu_ho", "Con"),
    ("chu_ho_ho_ten", "Ma Văn Ích"),
    ("loai_phieu", "Phiếu số 1"),
    ("ngay_khai", "26/11/2026"),
    ("ngay", "26/11/2026"),
    ("chu_the", "Cá nhân"),
];

/// What people write; the first that the form takes is taken.
const WRITTEN: [&str; 11] = [
    "Ma Văn Ích",
    "Việt Nam",
    "20/05/1990",
    "019088010999",
    "0912000009",
    "ich@example.vn",
    "1",
    "4722",
    "Phường Phan Đình Phùng",
    "Tỉnh Thái Nguyên",
    "https://example.vn",
];

/// An answer to a question that the form takes, judged alone.
fn answer_to(form: &Form, section: &Section, field: &Field) -> String {
    if let Some((_, fixed)) = FIXED.iter().find(|(id, _)| *id == field.id) {
        return (*fixed).to_owned();
    }
    let units = &PRODUCT.app().catalogue().organisation.clone();
    let offered = form.offered(field).iter().map(String::as_str);
    let tick = (field.kind == FieldKind::Checkbox).then_some("1");
    let found = offered.chain(tick).chain(WRITTEN).find(|written| {
        let row = json!({ &field.id: if tick.is_some() { json!(true) } else { json!(written) } });
        let answers: Map<String, Value> = match section.repeat {
            Some(_) => Map::from_iter([(section.id.clone(), json!([row]))]),
            None => row.as_object().unwrap().clone(),
        };
        let faults = form.check(&answers, PRODUCT.app().today(), units);
        !faults.iter().any(|fault| fault.field.rsplit('.').next() == Some(&field.id))
    });
    found.unwrap_or_else(|| panic!("{}: nothing to write under {}", form.id, field.id)).to_owned()
}

/// What a person sends from a page: an answer to every question that stands on it.
fn filled(form: &Form, page: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for told in page.split("name=\"da_hoi\" value=\"").skip(1) {
        pairs.push(("da_hoi".to_owned(), told.split('"').next().unwrap().to_owned()));
    }
    for (section, field) in form.fields() {
        let name = match section.repeat {
            None => format!("tk.{}", field.id),
            Some(_) => format!("tk.{}.0.{}", section.id, field.id),
        };
        if page.contains(&format!("name=\"{name}\"")) {
            pairs.push((name, answer_to(form, section, field)));
        }
    }
    pairs
}

/// The form without its conditions: a question alone is judged as if it were asked.
fn without_conditions(form: &Form) -> Form {
    let mut bare = form.clone();
    for section in &mut bare.sections {
        section.show_when = None;
        section.fields.iter_mut().for_each(|field| field.show_when = None);
    }
    bare
}

/// Walks through the form to the papers; how many pages it had, and the last answer.
async fn walk(resident: &mut Browser, form: &Form, start: &str) -> (usize, Answer) {
    let bare = without_conditions(form);
    let mut page = resident.get(start).await;
    for number in 1..20 {
        assert_eq!(page.status, StatusCode::OK, "{} page {number}: {}", form.id, page.text());
        let text = page.text();
        let pairs = filled(&bare, &text);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert!(!pairs.is_empty(), "{} page {number} asks nothing", form.id);
        let action = after(&text, "<form method=\"post\" action=\"/nop-ho-so/").unwrap();
        let action = format!("/nop-ho-so/{action}").replace("&#38;", "&");
        page = resident.post(&action, &pairs).await;
        // Answers that bring up questions show the same page again.
        if page.status == StatusCode::OK {
            continue;
        }
        page = resident.follow(page).await;
        if page.text().contains("/giay-to/xoa") || !page.text().contains("data-progress") {
            return (number, page);
        }
    }
    panic!("{} has no end", form.id)
}

#[test]
fn every_form_of_the_province_goes_through_page_by_page() {
    PRODUCT.run(async {
        let catalogue = PRODUCT.app().catalogue();
        let today = PRODUCT.app().today();
        let mut walked = Vec::new();
        for procedure in catalogue.procedures(today).filter(|one| catalogue.takes_dossiers(one, today)) {
            let Some(form) = catalogue.published_form(procedure) else { continue };
            let mut resident = Browser::new();
            if walked.contains(&form.id)
                || resident.get(&format!("/nop-ho-so/{}", procedure.id)).await.status != StatusCode::OK
            {
                continue;
            }
            walked.push(form.id.clone());
            let start = begin(&mut resident, &procedure.id).await;
            let (pages, _) = walk(&mut resident, form, &start).await;
            assert!(pages >= 3, "{} has {pages} pages", form.id);
            let paper = resident.get(&start.replace("/bieu-mau", "/to-khai")).await;
            assert_eq!(paper.status, StatusCode::OK, "{}", form.id);
            let text = paper.text();
            for part in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Ma Văn Ích", "chưa nộp"]
            {
                assert!(text.contains(part), "{}: {part} is missing on paper", form.id);
            }
            assert!(text.contains(&format!("<h1>{}</h1>", form.title_vi)) && text.contains("class=\"dots\""));
            for (section, field) in form.fields().filter(|(section, field)| section.repeat.is_none() && field.required)
            {
                let heads = [&field.label_vi, &section.title_vi];
                assert!(heads.iter().any(|head| text.contains(head.as_str())), "{}: {}", form.id, field.id);
            }
        }
        walked.sort();
        let all = [
            "ct01",
            "don-de-nghi-gpxd",
            "gdn-dang-ky-ho-kinh-doanh",
            "to-khai-dang-ky-ket-hon",
            "to-khai-dang-ky-khai-sinh",
            "to-khai-lltp",
        ];
        assert_eq!(walked, all);
    });
}

#[test]
fn the_counter_asks_in_the_same_way_and_prints_what_was_declared() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let page = clerk.get(&format!("/can-bo/tiep-nhan?procedure={BUSINESS}")).await.text();
        let once = after(&page, "name=\"once\" value=\"").unwrap();
        let asks_members = |text: &str| text.contains("value=\"thanh_vien\" formnovalidate");
        assert!(!asks_members(&page) && page.contains("name=\"cap_nhat\""));
        let mut fields = super::rows::at_the_counter(&once);
        let answers = super::rows::ANSWERS
            .into_iter()
            .filter(|(name, _)| !name.contains("chu_the") && !name.contains("thanh_vien"));
        fields.extend(answers);
        let with = |more: &[(&'static str, &'static str)]| {
            fields.iter().copied().chain(more.iter().copied()).collect::<Vec<(&str, &str)>>()
        };
        let file: [(&str, &str, &[u8]); 1] = [("file.c1", "don.pdf", &pdf("conditions"))];
        let updated = clerk.upload("/can-bo/tiep-nhan", &with(&[TOGETHER, UPDATE]), &[]).await;
        assert!(updated.status == StatusCode::OK && asks_members(&updated.text()));
        let brought_up = clerk.upload("/can-bo/tiep-nhan", &with(&[TOGETHER, ("da_hoi", "")]), &file).await;
        let text = brought_up.text();
        assert!(brought_up.status == StatusCode::OK && text.contains("biểu mẫu có thêm câu hỏi"), "{text}");
        assert!(asks_members(&text) && text.contains("Giữ tệp đã nhận: don.pdf"), "and the scan is kept");

        let sent = with(&[ALONE, MEMBER, ("da_hoi", ""), ("component", "c1")]);
        let receipt = clerk.upload("/can-bo/tiep-nhan", &sent, &file).await;
        let receipt = clerk.follow(receipt).await.text();
        let code = after(&receipt, "/tra-cuu?code=").unwrap();
        let dossier = clerk.get(&format!("/ho-so/{code}")).await.text();
        assert!(dossier.contains("MA VĂN ÍCH") && !dossier.contains("Ma Thị Lành"), "hidden answers are not handed in");
        assert!(dossier.contains(&format!("href=\"/ho-so/{code}/to-khai\"")));
        let paper = clerk.get(&format!("/ho-so/{code}/to-khai")).await.text();
        for part in
            ["☒ Cá nhân", "☐ Các thành viên hộ gia đình", "50.000.000 đ", "Bán lẻ đồ uống", "ngày 26 tháng 11 năm 2026"]
        {
            assert!(paper.contains(part), "{part} is missing on paper");
        }
        assert!(paper.contains(&code) && !paper.contains("Ma Thị Lành"));
    });
}

#[test]
fn the_review_and_the_applicants_page_lead_to_the_paper() {
    PRODUCT.run(async {
        let mut resident = Browser::signed_in("congdan").await;
        let form = begin(&mut resident, crate::web::PROCEDURE).await;
        resident.get(&form).await;
        let page = resident.post(&form, &[("tk.noi_dung", "Khai tử cho ông <Đ>")]).await;
        assert!(page.location().ends_with("/giay-to"), "a form of one page goes straight on");
        let draft = form.trim_end_matches("/bieu-mau").to_owned();
        resident.post(&format!("{draft}/giay-to"), &[]).await;
        let review = resident.get(&format!("{draft}/xem-lai")).await.text();
        assert!(review.contains(&format!("href=\"{draft}/to-khai\"")) && review.contains("In tờ khai"));
        let paper = resident.get(&format!("{draft}/to-khai")).await.text();
        assert!(paper.contains("Khai tử cho ông &#60;Đ&#62;") && paper.contains("ngày …… tháng …… năm ……"));
        let receipt = resident.post(&format!("{draft}/xem-lai"), &[("cam_doan", "1")]).await.location();
        let dossier = receipt.trim_end_matches("/bien-nhan").to_owned();
        assert!(resident.get(&dossier).await.text().contains(&format!("href=\"{dossier}/to-khai\"")));
        let paper = resident.get(&format!("{dossier}/to-khai")).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert!(paper.text().contains("ngày 26 tháng 11 năm 2026") && paper.text().contains("Ma Văn Ích"));
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        assert!(clerk.get(&format!("{dossier}/to-khai")).await.text().contains("Khai tử cho ông"));
        let mut other = Browser::signed_in("congdan2").await;
        assert_eq!(other.get(&format!("{dossier}/to-khai")).await.status, StatusCode::NOT_FOUND);
    });
}
