//! A work file from the list of the year: written, approved, opened, a letter put in, closed, waiting for the archive.

use anyhow::{Context, Result, ensure};

use super::office::{self, Entry};
use crate::visitor::{Site, Visitor};

const FILES: &str = "/can-bo/ho-so-cong-viec";
const YEAR: &str = "/can-bo/ho-so-cong-viec/danh-muc";
const TITLE: &str = "Kế hoạch và báo cáo cải cách hành chính năm";
const LETTER: &str = "V/v báo cáo cải cách hành chính năm 2026";

/// From the list to the closed file.
pub(super) fn from_the_list(site: &Site) -> Result<()> {
    let clerk = site.signed_in("vanthu.phuong")?;
    let leader = site.signed_in("lanhdao.phuong")?;
    for (symbol, title) in [("01.CCHC", TITLE), ("02.CCHC", "Rà soát, đơn giản hóa thủ tục hành chính")] {
        clerk.open(YEAR)?;
        let line = [
            Entry::Text("symbol", symbol),
            Entry::Text("heading", "I. Cải cách hành chính"),
            Entry::Text("title", title),
            Entry::Text("period", "0"),
        ];
        office::fill(&clerk, "them", &line)?;
        office::send(&clerk, "them")?;
        clerk.sees(&[symbol])?;
    }
    leader.open(YEAR)?;
    office::fill(&leader, "duyet", &[])?;
    office::send(&leader, "duyet")?;
    leader.sees(&["Đã duyệt ngày"]).context("the list was not approved")?;
    clerk.open(YEAR)?;
    ensure!(!clerk.has("#viec-them")?, "an approved list can be changed");
    clerk.look("work-file-list-of-the-year")?;
    let came = take_in(&clerk).context("a letter comes")?;
    clerk.open(YEAR)?;
    clerk.click("main table tbody tr:first-child a")?;
    clerk.sees(&["01.CCHC", TITLE])?;
    clerk.look("work-file-open")?;
    clerk.click("main form .btns button")?;
    clerk.sees(&["Mục lục văn bản", "Trong danh mục đã duyệt"]).context("the file was not opened")?;
    let file = clerk.path()?;
    let file = file.split(['?', '#']).next().unwrap_or_default().to_owned();

    clerk.open(&came)?;
    clerk.choose("file", &format!("01.CCHC {TITLE}"))?;
    clerk.click(&format!("form[action='{FILES}/dua-vao'] button"))?;
    clerk.sees(&[LETTER]).context("the letter does not lie in the file")?;
    clerk.open(&came)?;
    clerk.sees(&[TITLE]).context("the letter does not say where it lies")?;
    clerk.open(&file)?;
    office::fill(&clerk, "ket-thuc", &[])?;
    office::send(&clerk, "ket-thuc")?;
    clerk.sees(&["Đã kết thúc", "nộp lưu trước ngày"])?;
    clerk.look("work-file-closed")?;
    clerk.open(FILES)?;
    clerk.sees(&["01.CCHC", TITLE])?;
    clerk.look("work-files")
}

/// The clerk registers a letter; gives its address.
fn take_in(clerk: &Visitor) -> Result<String> {
    clerk.open("/can-bo/van-ban-den/moi")?;
    clerk.fill_all(&[("author", "Sở Nội vụ"), ("symbol", "128/SNV-CCHC"), ("subject", LETTER)])?;
    clerk.click("main form .btns button")?;
    clerk.sees(&[LETTER, "128/SNV-CCHC"])?;
    let address = clerk.path()?;
    Ok(address.split(['?', '#']).next().unwrap_or_default().to_owned())
}
