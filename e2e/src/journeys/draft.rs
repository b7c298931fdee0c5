//! A draft that somebody began on one device goes on on another, by its code and the telephone number in it.

use anyhow::{Context, Result, ensure};

use super::application::{self, APPLICANT, PHONE, PROCEDURE};
use crate::api::PDF;
use crate::visitor::Site;

/// Begun by a guest, found again by nobody without the number, handed in elsewhere.
pub(super) fn goes_on_elsewhere(site: &Site) -> Result<()> {
    let first = site.visitor()?;
    first.open(&format!("/nop-ho-so/{PROCEDURE}"))?;
    application::place(&first)?;
    application::go_on(&first)?;
    first.arrives_at("/bieu-mau")?;
    let path = first.path()?;
    let code = path.split('/').nth(3).context("the address has no code of a draft")?.to_owned();
    first.sees(&[&code])?;

    let second = site.visitor()?;
    second.open("/nop-ho-so")?;
    second.look("resume")?;
    second.fill_all(&[("code", &code), ("phone", "0999999999")])?;
    second.submit("/nop-ho-so")?;
    second.error_summary().context("a wrong number opened the draft")?;
    second.fill("phone", PHONE)?;
    second.submit("/nop-ho-so")?;
    second.arrives_at("/bieu-mau")?;
    second.open(&format!("/nop-ho-so/{PROCEDURE}/{code}"))?;
    ensure!(second.value("name")? == APPLICANT, "the draft lost the name");
    application::go_on(&second)?;
    application::form(&second)?;
    second.arrives_at("/giay-to")?;
    application::paper(site, &second, "giay-de-nghi.pdf", PDF)?;
    application::paper_has(&second, "giay-de-nghi.pdf")?;
    application::go_on(&second)?;
    second.arrives_at("/xem-lai")?;
    application::hand_in(&second)?;

    let third = site.visitor()?;
    third.open(&format!("/nop-ho-so/{PROCEDURE}/{code}/bieu-mau"))?;
    third.is_answered_with(404).context("a stranger opens the draft by its address")
}
