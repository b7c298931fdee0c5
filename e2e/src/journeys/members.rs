//! A household business with several members at the counter: rows come and go, and the desk reads them back.

use anyhow::{Context, Result, ensure};

use super::application::{self, PROCEDURE};
use super::counter::RECEIVE;
use crate::api::PDF;
use crate::visitor::{Site, Visitor};

const FIRST: &str = "Ma Thị Lành";
const SECOND: &str = "Ma Văn Sáng";
const ADD: &str = "button[name=them][value=thanh_vien]";

/// Two members are added, one of them after a third was taken out again.
pub(super) fn at_the_counter(site: &Site) -> Result<()> {
    let clerk = site.signed_in("motcua.phuong")?;
    clerk.open(&format!("/can-bo/tiep-nhan?procedure={PROCEDURE}"))?;
    let person = [("name", application::APPLICANT), ("identity_number", "019193004217"), ("phone", application::PHONE)];
    clerk.fill_all(&person)?;
    application::answers(&clerk)?;
    clerk.choose("tk.chu_the", "Các thành viên hộ gia đình")?;
    // Members are asked for only now: at once with a script, after the questions were updated without one.
    if !site.look.scripts {
        clerk.click("[data-update] button")?;
    }
    clerk.find(ADD).context("members are not asked for")?;
    application::ticks(&clerk)?;
    let paper = site.file("giay-de-nghi.pdf", PDF)?;
    clerk.attach("#f-file-c1", &paper)?;

    add(&clerk, 0, "Viết nhầm")?;
    add(&clerk, 1, FIRST)?;
    add(&clerk, 2, SECOND)?;
    clerk.look_once("counter-members")?;
    clerk.click("button[name=bot][value='thanh_vien.0']")?;
    clerk.find("[name='tk.thanh_vien.1.tv_ho_ten']")?;
    ensure!(!clerk.has("[name='tk.thanh_vien.2.tv_ho_ten']")?, "the row was not taken out");
    for (row, name) in [(0, FIRST), (1, SECOND)] {
        let typed = clerk.value(&format!("tk.thanh_vien.{row}.tv_ho_ten"))?;
        ensure!(typed == name, "row {row} holds “{typed}”, not {name}");
    }
    ensure!(clerk.value("tk.ten_vi")? == "HỘ KINH DOANH HỒNG NHUNG", "the business's name was not kept");
    clerk.sees(&["giay-de-nghi.pdf"]).context("the scan was not kept")?;

    clerk.fill("tk.thanh_vien.1.tv_ngay_sinh", "31/31/1990")?;
    clerk.click(RECEIVE)?;
    let faults = clerk.error_summary()?.join("\n");
    ensure!(faults.contains("mục 2"), "the summary does not say which member: {faults}");
    clerk.look_answer("counter-members-wrong", RECEIVE)?;
    clerk.fill("tk.thanh_vien.1.tv_ngay_sinh", "02/03/1990")?;
    clerk.click(RECEIVE)?;
    clerk.arrives_at("/bien-nhan").context("the dossier was not received")?;
    let code = application::code_on(&clerk)?;
    clerk.sees(&["Nội dung đã khai", FIRST, SECOND])?;
    clerk.look("receipt-members")?;
    clerk.open(&format!("/ho-so/{code}"))?;
    clerk.sees(&["mục 2", SECOND, "Các bước giải quyết"])?;
    clerk.look("dossier-members")
}

fn add(clerk: &Visitor, row: usize, name: &str) -> Result<()> {
    clerk.click(ADD)?;
    clerk.fill(&format!("tk.thanh_vien.{row}.tv_ho_ten"), name).with_context(|| format!("member {row} was not added"))
}
