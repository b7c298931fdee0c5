//! Somebody who applied without an account hands in what is missing and withdraws, by the code and the phone number.

use anyhow::{Result, ensure};

use super::application::{self, LAST_DIGITS, PHONE};
use super::office::{self, Entry};
use crate::api::PDF;
use crate::visitor::Site;

const HERE: &str = "/tra-cuu/viec";

/// From the tracking page to the supplement, and on to the withdrawal.
pub(super) fn without_an_account(site: &Site) -> Result<()> {
    let applicant = site.visitor()?;
    let code = application::apply(site, &applicant)?;
    let clerk = site.signed_in("motcua.phuong")?;
    let reason = "Văn bản ủy quyền chưa được chứng thực.";
    let ask = ("request-supplement", "Giấy tờ chưa đúng");
    office::act_on_ground(&clerk, &code, ask, reason, Some("c2"))?;

    // Another device, long after.
    let guest = site.visitor()?;
    guest.open(&format!("/tra-cuu?code={code}&digits={LAST_DIGITS}"))?;
    guest.sees(&["đang chờ bạn nộp thêm giấy tờ"])?;
    ensure!(!guest.reads()?.contains(reason), "four digits show what the office wrote");
    guest.look("tracked-waiting")?;
    guest.follow("Bổ sung, đánh giá hoặc rút hồ sơ")?;
    guest.arrives_at(HERE)?;
    guest.look("guest-number")?;
    guest.fill("number", "0999999999")?;
    guest.submit(HERE)?;
    guest.error_summary()?;
    guest.look_answer("guest-number-wrong", "main form[action='/tra-cuu/viec'] .btns button")?;
    guest.fill("number", PHONE)?;
    guest.submit(HERE)?;
    guest.sees(&[code.as_str(), reason])?;
    ensure!(!guest.reads()?.contains(application::APPLICANT), "the page names the applicant");
    guest.look("guest-dossier")?;

    office::fill(&guest, "supplement", &[])?;
    office::send(&guest, "supplement")?;
    guest.error_summary()?;
    guest.look_answer("guest-supplement-wrong", "#viec-supplement .btns button")?;
    let paper = site.file("uy-quyen.pdf", PDF)?;
    guest.open(HERE)?;
    let entries = [Entry::Line("component", "Bản sao văn bản ủy quyền"), Entry::File(&paper)];
    office::fill(&guest, "supplement", &entries)?;
    office::send(&guest, "supplement")?;
    guest.sees(&["Đã thực hiện.", "Bộ phận một cửa đang kiểm tra"])?;
    clerk.open(&format!("/ho-so/{code}"))?;
    clerk.sees(&["uy-quyen.pdf"])?;

    office::fill(&guest, "withdraw", &[Entry::Text("reason", "Tôi sẽ nộp lại.")])?;
    office::send(&guest, "withdraw")?;
    guest.sees(&["Bạn đã rút hồ sơ này."])?;
    guest.look("guest-withdrawn")?;
    guest.submit("/tra-cuu/dong")?;
    guest.arrives_at("/tra-cuu")?;
    guest.open(HERE)?;
    ensure!(!guest.has("#viec-rate")?, "the dossier was not closed in this browser");
    Ok(())
}
