//! The birth registration form and its kin, judged by table.

use domain::eform::{AnswerFault, FieldFault, FieldKind, Form, Severity};
use jiff::civil::date;
use serde_json::{Map, Value, json};

use super::{form, names, organisation};

fn birth_answers() -> Map<String, Value> {
    let answers = json!({
        "kinh_gui": "UBND phường Phan Đình Phùng",
        "nyc_ho_ten": "Nguyễn Văn An", "nyc_ngay_sinh": "02/03/1990",
        "nyc_giay_to_loai": "Thẻ căn cước", "nyc_giay_to_so": "019090001234", "nyc_quan_he": "Cha",
        "con_ho_ten": "NGUYỄN MINH KHÔI", "con_ngay_sinh": "2026-11-01",
        "con_ngay_sinh_bang_chu": "Ngày mồng một tháng mười một năm hai nghìn không trăm hai mươi sáu",
        "con_gioi_tinh": "Nam", "con_dan_toc": "Tày", "con_quoc_tich": "Việt Nam",
        "con_noi_sinh": "Bệnh viện A Thái Nguyên", "con_que_quan": "Phường Linh Sơn, tỉnh Thái Nguyên",
        "me_ho_ten": "Ma Thị Hoa", "me_nam_sinh": "1993", "me_so_dinh_danh": "019193004321",
        "ban_sao": "Không", "cam_doan": true
    });
    answers.as_object().cloned().expect("answers")
}

fn check(form: &Form, answers: &Map<String, Value>) -> Vec<FieldFault> {
    form.check(answers, date(2026, 11, 26), organisation())
}

/// The faults when one answer is replaced.
fn with(form: &Form, base: &Map<String, Value>, changes: &[(&str, Value)]) -> Vec<(String, AnswerFault, Severity)> {
    let mut answers = base.clone();
    for (field, value) in changes {
        answers.insert((*field).to_owned(), value.clone());
    }
    check(form, &answers).into_iter().map(|fault| (fault.field, fault.fault, fault.severity)).collect()
}

#[test]
fn a_complete_birth_form_has_no_fault() {
    let form = form("to-khai-dang-ky-khai-sinh");
    assert_eq!(check(&form, &birth_answers()), []);
}

/// A field, its answer, and the faults that come of it.
type Row = (&'static str, Value, Vec<(String, AnswerFault)>);

#[test]
fn birth_registration_by_table() {
    let form = form("to-khai-dang-ky-khai-sinh");
    let base = birth_answers();
    let kh = |field: &str| (field.to_owned(), AnswerFault::Missing);
    let table: Vec<Row> = vec![
        ("nyc_ho_ten", json!(""), vec![kh("nyc_ho_ten")]),
        ("nyc_ho_ten", Value::Null, vec![kh("nyc_ho_ten")]),
        ("nyc_ho_ten", json!("A".repeat(501)), vec![("nyc_ho_ten".into(), AnswerFault::TooLong { limit: 500 })]),
        ("nyc_ho_ten", json!(["An"]), vec![("nyc_ho_ten".into(), AnswerFault::WrongType(FieldKind::Text))]),
        ("nyc_giay_to_so", json!("01909000123"), vec![("nyc_giay_to_so".into(), AnswerFault::Pattern)]),
        ("nyc_giay_to_loai", json!("Hộ chiếu"), vec![]),
        ("nyc_giay_to_loai", json!("Giấy phép lái xe"), vec![("nyc_giay_to_loai".into(), AnswerFault::NotAChoice)]),
        ("me_so_dinh_danh", json!("abc"), vec![("me_so_dinh_danh".into(), AnswerFault::Pattern)]),
        ("con_ngay_sinh", json!("27/11/2026"), vec![("con_ngay_sinh".into(), AnswerFault::InFuture)]),
        ("con_ngay_sinh", json!("31/11/2026"), vec![("con_ngay_sinh".into(), AnswerFault::WrongType(FieldKind::Date))]),
        ("con_dan_toc", json!("Klingon"), vec![("con_dan_toc".into(), AnswerFault::NotAChoice)]),
        ("con_quoc_tich", json!("Lào"), vec![]),
        ("ban_sao", json!("Có"), vec![kh("so_ban_sao")]),
        ("so_ban_sao", json!(21), vec![]),
        ("cam_doan", json!(false), vec![kh("cam_doan")]),
        ("cam_doan", json!("on"), vec![]),
        (
            "me_ho_ten",
            json!(""),
            vec![("me_ho_ten".into(), AnswerFault::AtLeastOneOf(vec!["me_ho_ten".into(), "cha_ho_ten".into()]))],
        ),
        ("kh_so", json!("15/2019"), vec![kh("kh_ngay"), kh("kh_tai")]),
        (
            "me_nam_sinh",
            json!("2027"),
            vec![
                ("me_nam_sinh".into(), AnswerFault::InFuture),
                ("con_ngay_sinh".into(), AnswerFault::DateOrder { before: "me_nam_sinh".into() }),
            ],
        ),
        ("khong_co", json!("x"), vec![("khong_co".into(), AnswerFault::UnknownField)]),
    ];
    for (field, value, expected) in table {
        let found = with(&form, &base, &[(field, value.clone())]);
        let errors: Vec<_> = found.into_iter().map(|(field, fault, _)| (field, fault)).collect();
        assert_eq!(errors, expected, "{field} = {value}");
    }
}

#[test]
fn shipped_conditions_ask_only_what_the_printed_form_asks() {
    let birth = form("to-khai-dang-ky-khai-sinh");
    let copies = |number: Value| {
        let found = with(&birth, &birth_answers(), &[("ban_sao", json!("Có")), ("so_ban_sao", number)]);
        found.into_iter().map(|(field, fault, _)| (field, fault)).collect::<Vec<_>>()
    };
    let range = AnswerFault::OutOfRange { min: Some("1".into()), max: Some("20".into()) };
    assert_eq!(copies(json!(20)), []);
    assert_eq!(copies(json!(21)), [("so_ban_sao".to_owned(), range)]);
    assert_eq!(copies(json!("1.5")), [("so_ban_sao".to_owned(), AnswerFault::WrongType(FieldKind::Integer))]);
    let table: [(&str, &str, Value, bool); 14] = [
        ("to-khai-dang-ky-khai-sinh", "so_ban_sao", json!({"ban_sao": "Có"}), true),
        ("to-khai-dang-ky-khai-sinh", "so_ban_sao", json!({"ban_sao": "Không"}), false),
        ("to-khai-dang-ky-khai-sinh", "nyc_noi_cu_tru", json!({"nyc_giay_to_loai": "Thẻ căn cước"}), false),
        ("to-khai-dang-ky-khai-sinh", "nyc_noi_cu_tru", json!({"nyc_giay_to_loai": "Hộ chiếu"}), true),
        ("to-khai-dang-ky-khai-sinh", "nyc_noi_cu_tru", json!({}), true),
        ("to-khai-dang-ky-ket-hon", "nu_noi_cu_tru", json!({}), true),
        ("to-khai-dang-ky-ket-hon", "nu_noi_cu_tru", json!({"nu_so_dinh_danh": "019193004321"}), false),
        ("to-khai-dang-ky-ket-hon", "nam_noi_cu_tru", json!({"nu_so_dinh_danh": "019193004321"}), true),
        ("giay-de-nghi-dang-ky-ho-kinh-doanh", "tv_ho_ten", json!({"chu_the": "Cá nhân"}), false),
        ("giay-de-nghi-dang-ky-ho-kinh-doanh", "tv_ho_ten", json!({"chu_the": "Các thành viên hộ gia đình"}), true),
        ("to-khai-thay-doi-thong-tin-cu-tru-ct01", "yk_cm_dong_y", json!({"ngay_sinh": "27/11/2008"}), true),
        ("to-khai-thay-doi-thong-tin-cu-tru-ct01", "yk_cm_dong_y", json!({"ngay_sinh": "26/11/2008"}), false),
        ("to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap", "xac_nhan_cam", json!({"loai_phieu": "Phiếu số 1"}), true),
        ("to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap", "xac_nhan_cam", json!({"loai_phieu": "Phiếu số 2"}), false),
    ];
    for (file, field, answers, expected) in table {
        let shown = form(file).shown(answers.as_object().expect("answers"), date(2026, 11, 26));
        assert_eq!(shown.field(field), expected, "{file} {field} {answers}");
    }
}

#[test]
fn a_late_registration_is_only_a_warning() {
    let form = form("to-khai-dang-ky-khai-sinh");
    let found = with(&form, &birth_answers(), &[("con_ngay_sinh", json!("01/06/2026"))]);
    assert_eq!(found, [("con_ngay_sinh".to_owned(), AnswerFault::TooManyDays { max: 60 }, Severity::Warning)]);
    let mut answers = birth_answers();
    answers.insert("con_ngay_sinh".to_owned(), json!("01/06/2026"));
    assert!(Form::may_be_submitted(&check(&form, &answers)));
}

#[test]
fn the_forms_own_sentence_comes_with_the_fault() {
    let form = form("to-khai-dang-ky-khai-sinh");
    let mut answers = birth_answers();
    answers.insert("nyc_giay_to_so".to_owned(), json!("12"));
    let faults = check(&form, &answers);
    assert_eq!(faults[0].message_vi.as_deref(), Some("Số định danh gồm đúng 12 chữ số."));
}

#[test]
fn an_empty_form_lists_every_required_field_once() {
    for name in names().iter().filter_map(|name| name.strip_prefix("forms/")) {
        let form = form(name.trim_end_matches(".json"));
        let faults = check(&form, &Map::new());
        for (section, field) in
            form.fields().filter(|(section, field)| section.repeat.is_none() && field.required && field.kind.is_asked())
        {
            let missing = faults.iter().filter(|fault| fault.field == field.id && fault.severity == Severity::Error);
            assert_eq!(missing.count(), 1, "{name} {} {}", section.id, field.id);
        }
    }
}

#[test]
fn marriage_knows_ages_and_foreigners() {
    let form = form("to-khai-dang-ky-ket-hon");
    let find = |changes: &[(&str, Value)], field: &str| {
        let found = with(&form, &Map::new(), changes).into_iter();
        found.filter(|(name, _, _)| name == field).map(|(_, fault, severity)| (fault, severity)).collect::<Vec<_>>()
    };
    let day = ("ngay_khai", json!("26/11/2026"));
    assert_eq!(find(&[("nam_ngay_sinh", json!("26/11/2006")), day.clone()], "nam_ngay_sinh"), []);
    let young = [(AnswerFault::TooYoung { years: 20 }, Severity::Error)];
    assert_eq!(find(&[("nam_ngay_sinh", json!("27/11/2006")), day.clone()], "nam_ngay_sinh"), young);
    let young = [(AnswerFault::TooYoung { years: 18 }, Severity::Error)];
    assert_eq!(find(&[("nu_ngay_sinh", json!("2008-11-27"))], "nu_ngay_sinh"), young);
    let elsewhere = [(AnswerFault::OtherProcedure { code: "2.000806".into() }, Severity::Warning)];
    assert_eq!(find(&[("nu_quoc_tich", json!("Lào"))], "nu_quoc_tich"), elsewhere);
    let same = [("nam_so_dinh_danh", json!("019090001234")), ("nu_so_dinh_danh", json!("019090001234"))];
    assert_eq!(
        find(&same, "nu_so_dinh_danh"),
        [(AnswerFault::SameAs { other: "nam_so_dinh_danh".into() }, Severity::Error)]
    );
}

#[test]
fn repeated_sections_are_judged_row_by_row() {
    let form = form("giay-de-nghi-dang-ky-ho-kinh-doanh");
    let rows = |rows: Value| {
        with(&form, &Map::new(), &[("nganh_nghe", rows)])
            .into_iter()
            .filter(|(field, _, _)| field.starts_with("nganh_nghe"))
            .map(|(field, fault, _)| (field, fault))
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(json!([])), [("nganh_nghe".into(), AnswerFault::TooFewRows { min: 1 })]);
    assert_eq!(rows(json!("x")), [("nganh_nghe".into(), AnswerFault::WrongType(FieldKind::Text))]);
    assert_eq!(rows(json!([{"nganh_ten": "Bán lẻ chè", "nganh_ma": "4722", "nganh_chinh": true}])), []);
    assert_eq!(
        rows(json!([{"nganh_ten": "Bán lẻ chè", "nganh_chinh": "on"}])),
        [("nganh_nghe[0].nganh_ma".into(), AnswerFault::Missing)]
    );
    let two = json!([{"nganh_ten": "A", "nganh_ma": "472", "nganh_chinh": false}, {"nganh_ten": "", "la": 1}]);
    assert_eq!(
        rows(two),
        [
            ("nganh_nghe[0].nganh_ma".into(), AnswerFault::Pattern),
            ("nganh_nghe[1].la".into(), AnswerFault::UnknownField),
            ("nganh_nghe[1].nganh_ten".into(), AnswerFault::Missing),
            ("nganh_nghe".into(), AnswerFault::NotExactlyOne),
        ]
    );
    let many = Value::Array(vec![json!({}); 10_000]);
    assert_eq!(rows(many)[0], ("nganh_nghe".into(), AnswerFault::TooManyRows { max: 50 }));
}

#[test]
fn units_must_be_in_force() {
    let form = form("don-de-nghi-cap-giay-phep-xay-dung");
    let unit = |given: &str| {
        with(&form, &Map::new(), &[("xa_phuong", json!(given))])
            .into_iter()
            .find(|(field, _, _)| field == "xa_phuong")
            .map(|(_, fault, _)| fault)
    };
    assert_eq!(unit("05443"), None);
    assert_eq!(unit("Phường Phan Đình Phùng"), None);
    assert_eq!(unit("Phường Trưng Vương"), Some(AnswerFault::UnitNotInForce), "merged on 1 July 2025");
    let residence = super::form("to-khai-thay-doi-thong-tin-cu-tru-ct01");
    let asks = |text: &str| {
        with(&residence, &Map::new(), &[("noi_dung", json!(text))])
            .into_iter()
            .find(|(field, _, _)| field == "noi_dung")
            .map(|(_, fault, _)| fault)
    };
    assert_eq!(asks("Đăng ký thường trú tại thành phố Thái Nguyên"), Some(AnswerFault::DefunctUnit));
    assert_eq!(asks("Đăng ký thường trú tại tỉnh Thái Nguyên"), None);
}

#[test]
fn a_history_of_residence_leaves_no_gap() {
    let form = form("to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap");
    let gap = |rows: Value| {
        let found = with(&form, &Map::new(), &[("ngay_sinh", json!("15/05/1990")), ("cu_tru", rows)]);
        found.into_iter().find(|(field, _, _)| field == "cu_tru").map(|(_, fault, _)| fault)
    };
    let row = |from: &str, to: &str| json!({"ct_tu": from, "ct_den": to, "ct_noi": "Phường Gia Sàng"});
    assert_eq!(gap(json!([row("2004", "2014"), row("2015", "2026-11-26")])), None);
    assert_eq!(gap(json!([row("2015", "11/2026"), row("2004", "2014")])), None, "in any order");
    assert_eq!(
        gap(json!([row("2004", "2013"), row("2015", "11/2026")])),
        Some(AnswerFault::HistoryGap { from: date(2014, 1, 1) })
    );
    assert_eq!(gap(json!([row("2005", "11/2026")])), Some(AnswerFault::HistoryGap { from: date(2004, 5, 15) }));
}

#[test]
fn a_procedure_without_a_form_asks_what_is_wanted() {
    let form = Form::default_for("1.012812");
    let found = with(&form, &Map::new(), &[]);
    assert_eq!(found, [("noi_dung".to_owned(), AnswerFault::Missing, Severity::Error)]);
    assert_eq!(with(&form, &Map::new(), &[("noi_dung", json!("Hòa giải tranh chấp ranh giới thửa 12"))]), []);
    let long = json!("x".repeat(4001));
    assert_eq!(with(&form, &Map::new(), &[("noi_dung", long)])[0].1, AnswerFault::TooLong { limit: 4000 });
    let control = json!("a\u{0}b");
    assert_eq!(with(&form, &Map::new(), &[("noi_dung", control)])[0].1, AnswerFault::WrongType(FieldKind::Textarea));
}

#[test]
fn no_answer_makes_the_judge_fail() {
    let wrong = [
        Value::Null,
        json!(true),
        json!(-1.5),
        json!(1e300),
        json!("99/99/9999"),
        json!("-999999999999.9999"),
        json!("9999-12-31"),
        json!([[]]),
        json!([{}]),
        json!({"a": {}}),
        json!("\u{202e}🙂".repeat(300)),
    ];
    for name in names().iter().filter_map(|name| name.strip_prefix("forms/")) {
        let form = form(name.trim_end_matches(".json"));
        for value in &wrong {
            let keys =
                form.fields().map(|(_, field)| field.id.clone()).chain(form.sections.iter().map(|s| s.id.clone()));
            let answers: Map<String, Value> = keys.map(|key| (key, value.clone())).collect();
            let rows: Map<String, Value> = form
                .sections
                .iter()
                .filter(|section| section.repeat.is_some())
                .map(|section| {
                    let row: Map<String, Value> =
                        section.fields.iter().map(|f| (f.id.clone(), value.clone())).collect();
                    (section.id.clone(), Value::Array(vec![Value::Object(row); 3]))
                })
                .collect();
            assert!(!check(&form, &answers).is_empty(), "{name} {value}");
            check(&form, &rows);
        }
    }
}
