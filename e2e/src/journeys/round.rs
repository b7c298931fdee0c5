//! A scoring round: set up, filled in by two units with evidence, locked, appraised, one item returned and explained,
//! appraised again, a tie, approved and published, read by everybody.

use anyhow::{Context, Result, ensure};

use super::office::{self, Entry};
use crate::api::PDF;
use crate::visitor::{Site, Visitor};

const LIST: &str = "/can-bo/cham-diem";
const WARD: &str = "05443";
const OTHER: &str = "so-xay-dung";
const TITLE: &str = "Chỉ số cải cách hành chính nội bộ";

/// Items with the values that both units give; a value that begins with `=` is one of several round buttons.
const ITEMS: [(&str, &[(&str, &str)]); 15] = [
    ("1.1", &[("1.1_tra_loi", "=Kịp thời")]),
    ("1.2", &[("1.2_xong", "19"), ("1.2_giao", "20")]),
    ("1.3", &[("1.3_so_luong", "3")]),
    ("1.4", &[("1.4_cham", "0"), ("1.4_thieu", "0")]),
    ("2.1", &[("2.1_dung", "6"), ("2.1_tong", "6")]),
    ("3.1", &[("3.1_dung_han", "980"), ("3.1_giai_quyet", "1000")]),
    ("3.2", &[("3.2_truc_tuyen", "700"), ("3.2_tiep_nhan", "1000")]),
    ("3.3", &[("3.3_dung_han", "5"), ("3.3_tong", "5")]),
    ("4.1", &[("4.1_tra_loi", "=co")]),
    ("5.1", &[("5.1_dung", "48"), ("5.1_tong", "50")]),
    ("6.1", &[("6.1_ty_le", "96"), ("6.1_nam_truoc", "90")]),
    ("7.1", &[("7.1_phan_tram", "100")]),
    ("7.2", &[("7.2_phan_tram", "98")]),
    ("T.1", &[("T.1_so", "1")]),
    ("P.1", &[("P.1_so", "0")]),
];

/// From configuration to publication.
pub(super) fn from_configuration_to_publication(site: &Site) -> Result<()> {
    let reform = site.signed_in("caicach")?;
    let round = configure(&reform).context("the configuration")?;
    act(&reform, &round, "mo", &[])?;
    let evidence = site.file("ke-hoach.pdf", PDF)?;
    let ward = site.signed_in("chuyenvien.phuong")?;
    ward.open("/can-bo")?;
    ward.sees(&["Kỳ đánh giá: 1 việc chờ xử lý"]).context("the deadline is not in the inbox")?;
    for (unit, name, officer) in [(WARD, "phuong", ward), (OTHER, "soxaydung", site.signed_in("chuyenvien.soxaydung")?)]
    {
        let sheet = format!("{round}/{unit}");
        assess(&officer, &sheet, unit == WARD).with_context(|| format!("the sheet of {unit}"))?;
        let first = format!("{sheet}/muc/1.1");
        officer.open(&first)?;
        officer.attach("main input[type=file]", &evidence)?;
        officer.click("main form[enctype] .btns button")?;
        officer.sees(&["Tệp: ke-hoach.pdf"]).context("the evidence is not there")?;
        if unit == WARD {
            officer.look("round-item-claimed")?;
            officer.open(&sheet)?;
            officer.look("round-sheet-own")?;
        }
        act(&site.signed_in(&format!("lanhdao.{name}"))?, &sheet, "nop", &[])?;
    }
    appraise(site, &reform, &round)?;
    act(&reform, &round, "tinh", &[])?;
    let head = site.signed_in("lanhdao.tinh")?;
    head.open(&round)?;
    head.look("round-computed")?;
    act(&head, &round, "phe-duyet", &[Entry::Text("document", "31/QĐ-UBND"), Entry::Text("date", "20/11/2026")])?;
    act(&reform, &round, "cong-bo", &[])?;
    read(&site.visitor()?, &round)
}

fn configure(reform: &Visitor) -> Result<String> {
    reform.open(LIST)?;
    reform.look("round-list")?;
    reform.follow("Lập kỳ đánh giá")?;
    reform.arrives_at("/moi")?;
    reform.look("round-setup")?;
    reform.fill_all(&[("title", TITLE), ("year", "2025"), ("codes", WARD)])?;
    reform.choose("card", "example-internal.json")?;
    reform.choose("block", "so")?;
    reform.click(&format!("main input[name=units][value={OTHER}]"))?;
    reform.submit(&format!("{LIST}/moi"))?;
    reform.goes_on_from(&format!("{LIST}/moi"))?;
    reform.sees(&[TITLE, "Đang cấu hình"])?;
    let path = reform.path()?;
    Ok(path.split(['?', '#']).next().unwrap_or_default().to_owned())
}

/// The officer fills in every item, one page after the other.
fn assess(officer: &Visitor, sheet: &str, looks: bool) -> Result<()> {
    officer.open(sheet)?;
    officer.sees(&["Mục chưa điền"])?;
    for (code, values) in ITEMS {
        officer.open(&format!("{sheet}/muc/{code}"))?;
        for (name, value) in values {
            match value.strip_prefix('=') {
                Some(choice) => officer.choose(&format!("v.{name}"), choice)?,
                None => officer.fill(&format!("v.{name}"), value)?,
            }
        }
        if code == "3.1" {
            officer.sees(&["Hệ thống đếm được"])?;
            officer.click("main form[enctype] .btns button")?;
            officer.sees(&["Hệ thống đã đếm được số khác"]).context("figures are typed over without a reason")?;
            if looks {
                officer.look_once("round-item-over")?;
            }
            officer.fill("over_reason", "Hồ sơ giấy chưa nhập hết")?;
        }
        officer.click("main form[enctype] .btns button")?;
        officer.find("main .notice").with_context(|| format!("item {code} was not saved"))?;
    }
    Ok(())
}

/// Lock, first appraisal with a question, explanation, second appraisal, surveys.
fn appraise(site: &Site, reform: &Visitor, round: &str) -> Result<()> {
    act(reform, round, "khoa", &[])?;
    let (own, other) = (format!("{round}/{WARD}"), format!("{round}/{OTHER}"));
    let item = format!("{own}/muc/1.2");
    reform.open(&item)?;
    reform.look("round-item-appraise")?;
    send(reform, &item, "cham", &[("points", "2"), ("reason", "Thiếu báo cáo quý IV")])?;
    send(reform, &item, "hoi", &[("question", "Báo cáo quý IV ở đâu?")])?;
    for sheet in [&own, &other] {
        act(reform, sheet, "chap-nhan", &[])?;
    }
    act(reform, round, "tra-lai-muc", &[])?;
    let officer = site.signed_in("chuyenvien.phuong")?;
    officer.open(&own)?;
    officer.sees(&["Yêu cầu giải trình"])?;
    officer.open(&item)?;
    officer.sees(&["Báo cáo quý IV ở đâu?"])?;
    officer.attach("main input[type=file]", &site.file("bao-cao.pdf", PDF)?)?;
    send_here(&officer, "giai-trinh", &[("text", "Báo cáo gửi kèm, ban hành ngày 15/12/2025.")])?;
    officer.look("round-item-explained")?;
    act(reform, round, "lan-2", &[])?;
    send(reform, &item, "cham", &[("points", "4"), ("reason", "Giải trình hợp lý")])?;
    let answers =
        [("v.phieu_A", "60"), ("v.phieu_B", "30"), ("v.phieu_C", "8"), ("v.phieu_D", "2"), ("v.phieu_E", "5")];
    for sheet in [&own, &other] {
        send(reform, &format!("{sheet}/muc/8.1"), "khao-sat", &answers)?;
    }
    reform.open(&own)?;
    reform.look("round-sheet-appraised")
}

/// What everybody reads: the tie, and how a score came about.
fn read(stranger: &Visitor, round: &str) -> Result<()> {
    let public = round.replacen("/can-bo", "", 1);
    stranger.open("/cham-diem")?;
    stranger.look("round-open-list")?;
    stranger.follow(TITLE)?;
    stranger.arrives_at(&public)?;
    stranger.look("round-open")?;
    ensure!(stranger.reads()?.matches("đồng hạng với 1 đơn vị khác").count() == 2, "the two units do not share a rank");
    stranger.follow("Phan Đình Phùng")?;
    stranger.arrives_at(&format!("{public}/{WARD}"))?;
    stranger.click("[id='muc-1.2'] > summary")?;
    stranger.sees(&["Thiếu báo cáo quý IV", "Báo cáo gửi kèm", "Giải trình hợp lý", "Tệp: bao-cao.pdf"])?;
    stranger.look("round-open-sheet")
}

/// Opens a page of the round, fills in the form of an action and sends it.
fn act(visitor: &Visitor, page: &str, action: &str, entries: &[Entry]) -> Result<()> {
    visitor.open(page)?;
    office::fill(visitor, action, entries)?;
    office::send(visitor, action)?;
    done(visitor, action)
}

/// Opens an item, fills in one of its forms and sends it.
fn send(visitor: &Visitor, item: &str, form: &str, fields: &[(&str, &str)]) -> Result<()> {
    visitor.open(item)?;
    send_here(visitor, form, fields)
}

fn send_here(visitor: &Visitor, form: &str, fields: &[(&str, &str)]) -> Result<()> {
    for (name, text) in fields {
        visitor.fill_at(&format!("#viec-{form} + form [name='{name}']"), text)?;
    }
    visitor.click(&format!("#viec-{form} + form .btns button"))?;
    done(visitor, form)
}

fn done(visitor: &Visitor, what: &str) -> Result<()> {
    let told = || format!("“{what}” was not done: {}", visitor.reads().unwrap_or_default());
    visitor.find("main .notice").with_context(told)?;
    Ok(())
}
