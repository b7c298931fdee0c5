//! A paper is missing: the desk asks for it once, the clock stops, the citizen hands it in, the clock goes on.

use anyhow::{Context, Result};

use super::application;
use super::office::{self, Entry};
use crate::api::PDF;
use crate::visitor::Site;

/// Asked, handed in, accepted.
pub(super) fn round_trip(site: &Site) -> Result<()> {
    let citizen = site.signed_in("congdan")?;
    let code = application::apply(site, &citizen)?;

    let clerk = site.signed_in("motcua.phuong")?;
    let reason = "Văn bản ủy quyền chưa được chứng thực.";
    let ask = ("request-supplement", "Giấy tờ chưa đúng");
    office::act_on_ground(&clerk, &code, ask, reason, Some("c2"))?;
    clerk.look("dossier-waiting")?;

    citizen.open(&format!("/ho-so/{code}"))?;
    citizen.sees(&["đang chờ bạn nộp thêm giấy tờ", reason])?;
    citizen.look("dossier-supplement")?;
    office::fill(&citizen, "supplement", &[])?;
    office::send(&citizen, "supplement")?;
    citizen.find("[data-reason], .errors").context("an empty supplement was taken")?;

    let paper = site.file("uy-quyen.pdf", PDF)?;
    let component = "Bản sao văn bản ủy quyền";
    let entries = [Entry::Line("component", component), Entry::File(&paper), Entry::Text("reason", "Đã chứng thực.")];
    office::act(&citizen, &code, "supplement", &entries)?;
    citizen.sees(&["uy-quyen.pdf"])?;

    clerk.open(&format!("/ho-so/{code}"))?;
    office::act(&clerk, &code, "accept", &[])?;
    office::has_timeline(&clerk, &["Tiếp nhận", "Người nộp bổ sung", "Yêu cầu bổ sung", "Nộp hồ sơ"])
}
