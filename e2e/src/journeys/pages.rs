//! The pages that lie beside the main way, and what people may not see.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::application;
use super::office;
use crate::visitor::{Site, Visitor};

/// The first page over a weak signal, all told.
const FIRST_PAGE_BYTES_MAX: u64 = 50 * 1024;

/// What the first page and everything that it asked for weighed on the wire.
const WEIGHT: &str = r"
const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
return all.reduce((sum, one) => sum + one.transferSize, 0);
";

/// What everybody may open without an account.
pub(super) fn everybody(site: &Site) -> Result<()> {
    let stranger = site.visitor()?;
    stranger.open("/")?;
    weighs_little(&stranger)?;
    stranger.look("home")?;
    for (path, name) in [
        ("/thu-tuc", "procedures"),
        ("/thu-tuc?q=dang+ky+khai+sinh", "procedures-found"),
        ("/thu-tuc?q=zzzz", "procedures-none"),
        ("/thu-tuc/1.001193", "procedure"),
        ("/tra-cuu", "track"),
        ("/tong-quan", "overview-public"),
        ("/so-lieu/don-gian-hoa", "simplified"),
        ("/van-ban-phap-luat", "texts"),
        ("/van-ban-phap-luat/61-2018-nd-cp", "text"),
        ("/van-ban-phap-luat/61-2018-nd-cp/thay-doi?from=2018-06-21&to=2025-07-01", "text-changes"),
        ("/dang-nhap", "sign-in"),
        ("/dang-ky", "register"),
        ("/khong-co-trang-nay", "not-found"),
    ] {
        stranger.open(path)?;
        stranger.look(name)?;
    }
    stranger.open("/thu-tuc?q=dang+ky+khai+sinh")?;
    let first = stranger.find("main ul.list h2")?;
    let name = stranger.session.text_of(&first)?;
    ensure!(name.to_lowercase().contains("đăng ký khai sinh"), "“dang ky khai sinh” finds “{name}” first");
    stranger.open("/ho-so")?;
    stranger.arrives_at("/dang-nhap").context("a stranger's own dossiers")
}

fn weighs_little(stranger: &Visitor) -> Result<()> {
    let weight = stranger.session.execute(WEIGHT, &json!([]))?;
    let bytes = weight.as_u64().context("the browser did not tell the weight")?;
    ensure!(
        bytes > 0 && bytes < FIRST_PAGE_BYTES_MAX,
        "the first page weighs {bytes} bytes, at most {FIRST_PAGE_BYTES_MAX}"
    );
    println!("        the first page weighs {bytes} bytes on the wire");
    Ok(())
}

/// What staff open beside dossiers, and what a citizen sees of the whole.
pub(super) fn staff(site: &Site) -> Result<()> {
    let leader = site.signed_in("lanhdao.phuong")?;
    for (path, name) in [
        ("/can-bo", "inbox-later"),
        ("/can-bo/tim", "find"),
        ("/can-bo/tim?q=hong+nhung", "find-found"),
        ("/tong-quan", "overview"),
        ("/tai-khoan", "account"),
    ] {
        leader.open(path)?;
        leader.look(name)?;
    }
    let reform = site.signed_in("caicach")?;
    for (path, name) in [
        ("/can-bo/danh-muc/ra-soat", "burden-report"),
        ("/can-bo/danh-muc/nhap", "catalogue-import"),
        ("/can-bo/ra-soat", "reviews"),
        ("/can-bo/van-ban-phap-luat", "texts-that-fall"),
        ("/can-bo/van-ban-phap-luat/hang-nam", "texts-of-the-year"),
    ] {
        reform.open(path)?;
        reform.look(name)?;
    }
    let records = site.signed_in("vanthu.phuong")?;
    for (path, name) in [
        ("/can-bo/van-ban-den", "incoming"),
        ("/can-bo/van-ban-den/moi", "incoming-new"),
        ("/can-bo/van-ban-di", "outgoing"),
        ("/can-bo/van-ban-di/moi", "outgoing-new"),
    ] {
        records.open(path)?;
        records.look(name)?;
    }
    let above = site.signed_in("lanhdao.tinh")?;
    above.open("/can-bo/cap-duoi")?;
    above.look("late-below")?;
    let other = site.signed_in("lanhdao.soxaydung")?;
    other.look("inbox-empty")
}

/// A code that does not exist and one that one may not see give the same page; a stale page changes nothing.
pub(super) fn refusals(site: &Site) -> Result<()> {
    let citizen = site.signed_in("congdan")?;
    let code = application::apply(site, &citizen)?;
    let other = site.signed_in("congdan2")?;
    let mut answers = Vec::new();
    for hidden in [code.as_str(), "H55.05443-200101-9999"] {
        other.open(&format!("/ho-so/{hidden}"))?;
        other.is_answered_with(404)?;
        answers.push(other.reads()?);
    }
    ensure!(answers.first() == answers.last(), "the answers tell which code exists: {answers:?}");
    other.look("dossier-hidden")?;
    citizen.open(&format!("/ho-so/{code}/to-khai"))?;
    citizen.look("paper-form")?;
    citizen.open("/tai-khoan/kho-du-lieu")?;
    citizen.look("own-data")?;
    other.open("/can-bo")?;
    other.is_answered_with(404).context("a citizen opens the inbox")?;

    let first = site.signed_in("motcua.phuong")?;
    let second = site.signed_in("motcua.phuong")?;
    second.open(&format!("/ho-so/{code}"))?;
    office::act(&first, &code, "accept", &[])?;
    office::fill(&second, "accept", &[])?;
    office::send(&second, "accept")?;
    second.sees(&["Hồ sơ vừa thay đổi"])?;
    second.look_once("stale")?;
    second.open(&format!("/ho-so/{code}"))?;
    let accepted = office::timeline(&second)?.iter().filter(|line| line.starts_with("Tiếp nhận")).count();
    ensure!(accepted == 1, "the dossier was accepted {accepted} times");
    Ok(())
}
