//! A land transfer: from the commune's desk through the land registry and the tax office and back, over a month in which a
//! paper is missing, an opinion is asked for, a fee is paid, a step is late, the head is away and the office apologises.
//! The applicant only ever meets the desk.
//!
//! The days pass by the clock for training, with which the program is started anew for each. Once the fee is paid in cash,
//! once by the applicant through a bank that at first says no, and then says yes three times.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::application::{APPLICANT, LAST_DIGITS, PHONE};
use super::counter::RECEIVE;
use super::office::{self, Entry};
use crate::api::PDF;
use crate::bank::Bank;
use crate::browser::{Driver, Look};
use crate::gallery::Gallery;
use crate::place::Place;
use crate::program::Program;
use crate::visitor::{Site, Visitor};

const PROCEDURE: &str = "1.013831";
/// What the applicant owes, in đồng.
const FEE: &str = "150000";

/// Reads a file as the page may, and gives it as base64.
pub(super) const FETCH: &str = r"
const done = arguments[arguments.length - 1];
fetch(arguments[0]).then((answer) => answer.arrayBuffer()).then((bytes) => {
  let text = '';
  for (const one of new Uint8Array(bytes)) text += String.fromCharCode(one);
  done(btoa(text));
}, (error) => done(String(error)));
";

/// How the fee is paid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fee {
    /// In cash, at the desk.
    Cash,
    /// By the applicant, through a bank.
    Online,
}

/// When the bank takes the money.
const PAID_AT: &str = "2026-12-08T09:30:00";
/// What the bank and the product sign with.
const BANK_SECRET: &str = "a secret of both sides";

/// From the desk and back to it.
pub(super) fn transfer(place: &Place, driver: &Driver, gallery: Option<&Gallery>, fee: Fee) -> Result<()> {
    let _bank = (fee == Fee::Online).then(|| open_bank(place.folder())).transpose().context("the bank")?;
    let on = |time: &str, day: &dyn Fn(&Site) -> Result<()>| -> Result<()> {
        let program = Program::start_at(place, Some(time))?;
        let look = Look::PHONE;
        let site = Site { driver, url: &program.url, folder: place.folder(), look, gallery };
        day(&site).with_context(|| format!("on {time}"))?;
        program.stop()
    };
    let code = std::cell::RefCell::new(String::new());
    on("2026-12-07T08:00:00", &|site| {
        *code.borrow_mut() = hand_in(site).context("the desk")?;
        registry_begins(site, &code.borrow()).context("the land registry, the opinion, the missing paper")
    })?;
    let code = code.into_inner();
    on("2026-12-08T09:00:00", &|site| {
        supplement(site, &code).context("the missing paper")?;
        registry_ends(site, &code).context("the land registry")?;
        tax(site, &code).context("the tax office")?;
        pay(site, &code, fee).context("the fee")
    })?;
    on("2026-12-28T09:00:00", &|site| {
        late_step(site, &code).context("the late step")?;
        absence(site).context("the absence")
    })?;
    on("2027-01-12T08:30:00", &|site| {
        apologise(site, &code).context("the apology")?;
        result(site, &code).context("the signed result")?;
        deliver(site, &code).context("the desk at the end")
    })?;
    place.verify()
}

/// The desk takes the papers in.
fn hand_in(site: &Site) -> Result<String> {
    let clerk = site.signed_in("motcua.phuong")?;
    clerk.open(&format!("/can-bo/tiep-nhan?procedure={PROCEDURE}"))?;
    clerk.sees(&["Bản luyện tập: đồng hồ ở đây đang là 07/12/2026"])?;
    clerk.fill_all(&[("name", APPLICANT), ("identity_number", "019193004217"), ("phone", PHONE)])?;
    clerk.fill("tk.noi_dung", "Chuyển nhượng thửa đất số 12, tờ bản đồ số 7.")?;
    clerk.click(RECEIVE)?;
    clerk.arrives_at("/bien-nhan")?;
    super::application::code_on(&clerk)
}

fn registry_begins(site: &Site, code: &str) -> Result<()> {
    let registry = site.signed_in("chuyenvien.datdai")?;
    registry.look("land-inbox")?;
    on_step(&registry, code, "assign", &[])?;
    registry.open(&format!("/ho-so/{code}"))?;
    registry.look("land-dossier")?;
    let question = "Thửa đất có nằm trong quy hoạch đường không?";
    let ask = [Entry::Line("unit", "Sở Xây dựng"), Entry::Text("limit", "2wd"), Entry::Text("reason", question)];
    office::act(&registry, code, "ask-opinion", &ask)?;

    let builder = site.signed_in("chuyenvien.soxaydung")?;
    office::open_from_inbox(&builder, code)?;
    builder.sees(&[question])?;
    on_step(&builder, code, "give-opinion", &[Entry::Text("reason", "Thửa đất không thuộc quy hoạch.")])?;

    // What is missing is asked for by the desk, the only one whom the applicant meets.
    let clerk = site.signed_in("motcua.phuong")?;
    let ask = ("request-supplement", "Giấy tờ chưa đúng");
    office::act_on_ground(&clerk, code, ask, "Hợp đồng chuyển nhượng bị mờ ở trang hai.", Some("c1"))?;
    clerk.look("land-waiting")
}

/// The applicant hands in without an account.
fn supplement(site: &Site, code: &str) -> Result<()> {
    let guest = guest(site, code)?;
    let paper = site.file("hop-dong.pdf", PDF)?;
    let entries = [Entry::Line("component", "Đơn đăng ký biến động"), Entry::File(&paper)];
    office::fill(&guest, "supplement", &entries)?;
    office::send(&guest, "supplement")?;
    guest.sees(&["Đã thực hiện."])
}

fn registry_ends(site: &Site, code: &str) -> Result<()> {
    let registry = site.signed_in("chuyenvien.datdai")?;
    registry.open(&format!("/ho-so/{code}"))?;
    registry.sees(&["Thửa đất không thuộc quy hoạch."]).context("the opinion")?;
    on_step(&registry, code, "complete-step", &[Entry::Button("found.du_dieu_kien", "yes")])
}

/// Four steps at the tax office, which sees only now that there is such a dossier.
fn tax(site: &Site, code: &str) -> Result<()> {
    let officer = site.signed_in("chuyenvien.thue")?;
    office::open_from_inbox(&officer, code)?;
    for _ in 0..2 {
        on_step(&officer, code, "complete-step", &[])?;
    }
    let head = site.signed_in("lanhdao.thue")?;
    on_step(&head, code, "complete-step", &[])?;
    on_step(&officer, code, "complete-step", &[Entry::Button("found.phai_nop_tien", "yes")])
}

/// A bank that the program knows from its settings.
fn open_bank(folder: &Path) -> Result<Bank> {
    let bank = Bank::start(0, BANK_SECRET, "x-signature", || PAID_AT.to_owned())?;
    let url = bank.url();
    let settings = format!(
        "[[payment.gateways]]\nname = \"thu\"\ntitle = \"Ngân hàng Thử\"\nurl = \"{url}\"\nsecret = \"{BANK_SECRET}\"\n\
         signature_header = \"x-signature\"\n"
    );
    std::fs::write(folder.join("motcua.toml"), settings)?;
    Ok(bank)
}

/// The desk asks for the fee; when it is paid, the work goes on.
fn pay(site: &Site, code: &str, fee: Fee) -> Result<()> {
    let clerk = site.signed_in("motcua.phuong")?;
    let ask = [Entry::Text("amount", FEE), Entry::Text("reason", "Lệ phí trước bạ theo thông báo của cơ quan thuế.")];
    office::act(&clerk, code, "request-payment", &ask)?;
    match fee {
        Fee::Cash => take_cash(&clerk, code)?,
        Fee::Online => pay_online(site, code)?,
    }
    let registry = site.signed_in("chuyenvien.datdai")?;
    office::open_from_inbox(&registry, code)
}

fn take_cash(clerk: &Visitor, code: &str) -> Result<()> {
    clerk.open(&format!("/ho-so/{code}/thanh-toan"))?;
    clerk.look("land-payment")?;
    clerk.click("details[id^='viec-tien-mat'] > summary")?;
    clerk.click("details[id^='viec-tien-mat'] .btns button")?;
    clerk.find("main .notice").context("the fee was not taken").map(drop)
}

/// The bank refuses once; then it takes the money and reports it three times.
fn pay_online(site: &Site, code: &str) -> Result<()> {
    const RECEIPT: &str = "main a[href*='/bien-lai']";
    let guest = guest(site, code)?;
    for manner in ["failed", "replay"] {
        guest.open("/tra-cuu/thanh-toan")?;
        ensure!(!guest.has(RECEIPT)?, "a payment that failed has a receipt");
        guest.click("main form:has([name=gateway]) .btns button")?;
        guest.follow("Ngân hàng Thử")?;
        guest.click(&format!("form[action$='?{manner}'] button")).context("the bank's page")?;
        guest.arrives_at("/tra-cuu/thanh-toan")?;
    }
    guest.find(RECEIPT).context("there is no receipt")?;
    ensure!(guest.session.find_all(RECEIPT)?.len() == 1, "one payment has several receipts");
    Ok(())
}

/// Three weeks later nobody has done the next step: the head was told, and sees why.
fn late_step(site: &Site, code: &str) -> Result<()> {
    let head = site.signed_in("lanhdao.datdai")?;
    head.open("/can-bo")?;
    head.sees_soon(&[code, "nhắc lần"]).context("nobody was reminded")?;
    head.open("/can-bo/dieu-hanh")?;
    head.sees(&[code, "Văn phòng Đăng ký đất đai"])?;
    head.look("land-board")
}

/// The head will be away; the page says that nobody may sign then, and gives the deputy the right by one button.
fn absence(site: &Site) -> Result<()> {
    let head = site.signed_in("lanhdao.datdai")?;
    head.open("/can-bo/vang-mat")?;
    head.click("#viec-bao > summary")?;
    head.fill_at("#viec-bao [name=from]", "04/01/2027")?;
    head.fill_at("#viec-bao [name=to]", "15/01/2027")?;
    head.click("#viec-bao .btns button")?;
    head.find("main .notice").context("the absence was not noted")?;
    head.click("main .warnbox form .btns button").context("no deputy is proposed")?;
    head.find("main .notice").context("the right was not given")?;
    head.look("land-absence")
}

/// The due time is over. The letter is drafted from the ledger; whoever acts for the head signs it.
fn apologise(site: &Site, code: &str) -> Result<()> {
    let head = site.signed_in("pholanhdao.datdai")?;
    head.open("/can-bo/dieu-hanh?unit=van-phong-dang-ky-dat-dai")?;
    head.sees(&[code]).context("the board does not list the letter")?;
    head.look("land-letter-owed")?;
    head.open(&format!("/ho-so/{code}?mo=apologise"))?;
    head.look("land-letter")?;
    office::send(&head, "apologise")?;
    head.find("main .notice").context("the letter was not signed")?;
    let anybody = site.visitor()?;
    anybody.open(&format!("/tra-cuu?code={code}&digits={LAST_DIGITS}"))?;
    anybody.sees(&["Thời gian đã đi đâu", "Văn phòng Đăng ký đất đai"])?;
    ensure!(!anybody.reads()?.contains(APPLICANT), "the tracking page names the applicant");
    anybody.look("land-tracked")
}

/// The registry finishes, and the deputy signs in the place of the head.
fn result(site: &Site, code: &str) -> Result<()> {
    let registry = site.signed_in("chuyenvien.datdai")?;
    on_step(&registry, code, "complete-step", &[])?;
    let deputy = site.signed_in("pholanhdao.datdai")?;
    deputy.open(&format!("/ho-so/{code}"))?;
    deputy.look("land-sign")?;
    on_step(&deputy, code, "complete-step", &[Entry::Button("outcome", "granted")])?;
    deputy.open(&format!("/ho-so/{code}"))?;
    deputy.sees(&["KT."]).context("the history does not say in whose place it was signed")?;
    deputy.look("land-signed")?;
    let link = deputy.find("main a[href$='/chu-ky']").context("there is no signed file")?;
    let address = deputy.session.attribute(&link, "href")?;
    let file = address.trim_end_matches("/chu-ky");
    let told = deputy.session.execute_later(FETCH, &json!([file]))?;
    let bytes = STANDARD.decode(told.as_str().unwrap_or_default()).context("the file could not be read")?;
    let kept = site.file("ket-qua.pdf", &bytes)?;
    sound(&kept)?;
    let anybody = site.visitor()?;
    anybody.open("/kiem-tra-ket-qua")?;
    anybody.attach("main input[type=file]", &kept)?;
    anybody.click("main form[enctype] .btns button")?;
    anybody.sees(&["Đúng là tệp đã cấp ở đây", "Còn nguyên vẹn"])?;
    anybody.look_once("land-check")
}

/// An independent program accepts the signature.
fn sound(file: &Path) -> Result<()> {
    let output = Command::new("pdfsig").arg("-nocert").arg(file).output().context("cannot run pdfsig")?;
    let heard = String::from_utf8_lossy(&output.stdout);
    ensure!(heard.contains("Signature is Valid"), "pdfsig says:\n{heard}");
    Ok(())
}

fn deliver(site: &Site, code: &str) -> Result<()> {
    let clerk = site.signed_in("motcua.phuong")?;
    office::act(&clerk, code, "deliver-result", &[Entry::Text("receiver", APPLICANT)])?;
    let guest = site.visitor()?;
    guest.open(&format!("/tra-cuu?code={code}&digits={LAST_DIGITS}"))?;
    guest.sees(&["đã nhận kết quả"])
}

/// The applicant on a telephone, without an account.
fn guest<'a>(site: &'a Site, code: &str) -> Result<Visitor<'a>> {
    let guest = site.visitor()?;
    guest.open(&format!("/tra-cuu?code={code}&digits={LAST_DIGITS}"))?;
    guest.follow("Bổ sung, đánh giá hoặc rút hồ sơ")?;
    guest.fill("number", PHONE)?;
    guest.submit("/tra-cuu/viec")?;
    guest.sees(&[code])?;
    Ok(guest)
}

/// Does something with the open step of a dossier that offers it.
fn on_step(visitor: &Visitor, code: &str, action: &str, entries: &[Entry]) -> Result<()> {
    visitor.open(&format!("/ho-so/{code}"))?;
    let form = visitor.find(&format!("section.step-card details[id^='viec-{action}-']"));
    let form = form.with_context(|| format!("no open step offers “{action}”"))?;
    let id = visitor.session.attribute(&form, "id")?;
    let name = id.trim_start_matches("viec-").to_owned();
    office::fill(visitor, &name, entries)?;
    office::send(visitor, &name)?;
    visitor.find("main .notice").with_context(|| format!("“{action}” was not done"))?;
    Ok(())
}
