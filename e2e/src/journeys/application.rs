//! The application for registering a household business, as a citizen of the province fills it in.

use anyhow::{Context, Result, bail, ensure};

use crate::api::PDF;
use crate::visitor::{Site, Visitor};

/// Registering a household business: a form of eight parts and one paper that must be handed in.
pub(super) const PROCEDURE: &str = "1.001612";
/// The ward whose desk receives.
pub(super) const WARD: &str = "Phường Phan Đình Phùng";
const WARD_ID: &str = "05443";
/// The paper that must be handed in.
const PAPER: &str = "#giay-c1";
/// Whose papers they are.
pub(super) const APPLICANT: &str = "Nguyễn Thị Hồng Nhung";
/// Their number of identity ends so; it opens the tracking page.
pub(super) const LAST_DIGITS: &str = "4217";
/// Their telephone.
pub(super) const PHONE: &str = "0912000001";
/// The form has fewer pages.
const PAGES_MAX: usize = 20;
const IDENTITY: &str = "019193004217";

/// The button that saves a page and goes to the next.
pub(super) const GO_ON: &str = "main form:not([enctype]) > .btns button:not([name])";

/// Lines of text in the form, as people type them.
pub(super) const LINES: [(&str, &str); 12] = [
    ("tk.kinh_gui", "Ủy ban nhân dân Phường Phan Đình Phùng"),
    ("tk.chu_ho_ten", "NGUYỄN THỊ HỒNG NHUNG"),
    ("tk.chu_ho_ngay_sinh", "20/05/1993"),
    ("tk.chu_ho_so_dinh_danh", IDENTITY),
    ("tk.chu_ho_dien_thoai", PHONE),
    ("tk.ten_vi", "HỘ KINH DOANH HỒNG NHUNG"),
    ("tk.dia_chi", "Số 12, tổ 5"),
    ("tk.nganh_nghe.0.nganh_ten", "Bán lẻ chè"),
    ("tk.nganh_nghe.0.nganh_ma", "4722"),
    ("tk.von_so", "50000000"),
    ("tk.von_chu", "Năm mươi triệu đồng"),
    ("tk.tong_so_lao_dong", "2"),
];

/// Lists and round buttons in the form.
pub(super) const CHOICES: [(&str, &str); 6] = [
    ("tk.chu_ho_gioi_tinh", "Nữ"),
    ("tk.xa_phuong", WARD),
    ("tk.tinh", "Tỉnh Thái Nguyên"),
    ("tk.phuong_phap_gtgt", "Phương pháp kê khai"),
    ("tk.chu_the", "Cá nhân"),
    ("tk.nhan_ket_qua", "Tại bộ phận một cửa"),
];

/// Boxes to tick in the form.
pub(super) const TICKS: [&str; 2] = ["tk.nganh_nghe.0.nganh_chinh", "tk.cam_doan"];

/// First page: the desk, and who applies.
pub(super) fn place(visitor: &Visitor) -> Result<()> {
    visitor.choose("unit", WARD_ID)?;
    visitor.choose("kind", "person")?;
    visitor.fill_all(&[("name", APPLICANT), ("identity_number", IDENTITY), ("phone", PHONE)])
}

/// The whole form on one page, as at the counter, without the ticks.
pub(super) fn answers(visitor: &Visitor) -> Result<()> {
    visitor.fill_all(&LINES)?;
    CHOICES.iter().try_for_each(|(name, choice)| visitor.choose(name, choice))
}

/// The boxes of the form.
pub(super) fn ticks(visitor: &Visitor) -> Result<()> {
    TICKS.iter().try_for_each(|name| visitor.tick(name))
}

/// The whole form in the wizard, one of its pages after the other, until it is left.
pub(super) fn form(visitor: &Visitor) -> Result<()> {
    for _ in 0..PAGES_MAX {
        let page = visitor.path()?;
        for (name, text) in LINES {
            if stands(visitor, name)? {
                visitor.fill(name, text)?;
            }
        }
        for (name, choice) in CHOICES {
            if stands(visitor, name)? {
                visitor.choose(name, choice)?;
            }
        }
        for name in TICKS {
            if stands(visitor, name)? {
                visitor.tick(name)?;
            }
        }
        go_on(visitor)?;
        visitor.goes_on_from(&page)?;
        if !visitor.path()?.contains("/bieu-mau") {
            return Ok(());
        }
    }
    bail!("the form has no end")
}

fn stands(visitor: &Visitor, name: &str) -> Result<bool> {
    visitor.has(&format!("main [name='{name}']"))
}

/// Third page: chooses a file for the paper. Without scripts a button sends it; with them it goes at once.
pub(super) fn paper(site: &Site, visitor: &Visitor, name: &str, content: &[u8]) -> Result<()> {
    let file = site.file(name, content)?;
    visitor.attach(&format!("{PAPER} input[type=file]"), &file)?;
    if !site.look.scripts {
        visitor.click(&format!("{PAPER} form[enctype] button"))?;
    }
    Ok(())
}

/// The files that the third page lists under the paper.
pub(super) fn paper_has(visitor: &Visitor, name: &str) -> Result<()> {
    let listed = visitor.find(&format!("{PAPER} ul.list li"))?;
    let text = visitor.session.text_of(&listed)?;
    ensure!(text.contains(name), "the paper's file is “{text}”, not {name}");
    Ok(())
}

/// Fourth page: promises and hands in; the code of the new dossier.
pub(super) fn hand_in(visitor: &Visitor) -> Result<String> {
    visitor.tick("cam_doan")?;
    go_on(visitor)?;
    visitor.arrives_at("/bien-nhan")?;
    code_on(visitor)
}

/// Saves the page and goes to the next.
pub(super) fn go_on(visitor: &Visitor) -> Result<()> {
    visitor.click(GO_ON)
}

/// The code that a receipt or a dossier's page shows.
pub(super) fn code_on(visitor: &Visitor) -> Result<String> {
    let shown = visitor.find(".code.big")?;
    let code = visitor.session.text_of(&shown)?.trim().to_owned();
    ensure!(code.starts_with('H') && code.contains('-'), "“{code}” is no code of a dossier");
    Ok(code)
}

/// The whole application without detours; the code of the new dossier.
pub(super) fn apply(site: &Site, visitor: &Visitor) -> Result<String> {
    visitor.open(&format!("/nop-ho-so/{PROCEDURE}"))?;
    place(visitor)?;
    go_on(visitor)?;
    visitor.arrives_at("/bieu-mau")?;
    form(visitor)?;
    visitor.arrives_at("/giay-to")?;
    paper(site, visitor, "giay-de-nghi.pdf", PDF)?;
    paper_has(visitor, "giay-de-nghi.pdf")?;
    go_on(visitor)?;
    visitor.arrives_at("/xem-lai")?;
    hand_in(visitor).context("handing in")
}
