//! A number is opened down to its records, published, and reckoned again; the numbers of a text that do not follow.

use anyhow::{Context, Result, ensure};

use super::application;
use crate::visitor::Site;

const LIST: &str = "/so-lieu";
const FIGURE: &str = "/so-lieu/chi-tieu/dossiers_submitted";

/// From the list of figures to the record, and back from a published value.
pub(super) fn from_number_to_record(site: &Site) -> Result<()> {
    let citizen = site.signed_in("congdan")?;
    let code = application::apply(site, &citizen)?;
    let reform = site.signed_in("caicach")?;
    reform.open(LIST)?;
    reform.look("figures")?;
    reform.follow("Hồ sơ đã nộp")?;
    // The follower of the journal takes a moment.
    for _ in 0..40 {
        reform.open(&format!("{FIGURE}/ban-ghi/submitted"))?;
        if reform.reads()?.contains(&code) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(250));
    }
    reform.sees(&[&code, "Danh sách này cộng lại đúng bằng"]).context("the list behind the number")?;
    reform.look("figure-records")?;
    reform.open(FIGURE)?;
    reform.sees(&["Cách tính", "Căn cứ", "Theo tháng", "Công bố giá trị này"])?;
    reform.look("figure")?;
    reform.submit(&format!("{FIGURE}/cong-bo"))?;
    reform.sees(&["Tính lại hoàn toàn giống, đến từng bản ghi"]).context("the published value")?;
    reform.look("figure-published")?;
    let published = reform.path()?;

    let stranger = site.visitor()?;
    stranger.open(published.split('?').next().unwrap_or_default())?;
    stranger.sees(&["Tính lại hoàn toàn giống", "SHA-256"])?;
    ensure!(!stranger.reads()?.contains(&code), "a stranger sees a code");
    stranger.open(&format!("{FIGURE}/ban-ghi/submitted"))?;
    stranger.sees(&["chỉ mở cho cán bộ có quyền xem"])?;
    ensure!(!stranger.reads()?.contains(&code), "a stranger sees a code");
    stranger.open("/so-lieu/doi-chieu")?;
    stranger.sees(&["38,61 / 0,033 = 1.170,0 lần", "không khớp với 11,7", "38,61 / 3,3 = 11,7 lần"])?;
    stranger.look("figure-claims")
}
