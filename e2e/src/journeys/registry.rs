//! The registry of procedures: an officer adds a question with a condition and a fee, the head publishes, and a resident
//! with an open draft is told.

use anyhow::{Context, Result, ensure};

use super::application::{self, PROCEDURE};
use super::office::{self, Entry};
use crate::visitor::{Site, Visitor};

const LIST: &str = "/can-bo/danh-muc";
const FEE: &str = "Phí trả kết quả tại nhà";
const QUESTION: &str = "Nhận kết quả tại nhà?";

/// From the list of procedures to the resident's draft.
pub(super) fn from_draft_to_publication(site: &Site) -> Result<()> {
    let earlier = site.signed_in("congdan")?;
    let code = application::apply(site, &earlier).context("the dossier handed in before")?;
    let version = version_of(&earlier, &code)?;

    let resident = site.visitor()?;
    resident.open(&format!("/nop-ho-so/{PROCEDURE}"))?;
    application::place(&resident)?;
    application::go_on(&resident)?;
    resident.arrives_at("/bieu-mau")?;
    let form = resident.path()?;

    let editor = site.signed_in("caicach")?;
    editor.open(&format!("{LIST}?q={PROCEDURE}"))?;
    editor.look("registry-list")?;
    editor.follow("hộ kinh doanh")?;
    editor.arrives_at(PROCEDURE)?;
    editor.submit(&format!("{LIST}/{PROCEDURE}/soan"))?;
    let revision = format!("{LIST}/{PROCEDURE}/1");
    editor.arrives_at(&revision)?;
    write(&editor, &revision)?;
    tried(&editor, &revision)?;
    ensure!(!editor.has("#viec-publish")?, "whoever writes may publish");
    kept(&editor, &revision)?;
    editor.open(&format!("{revision}/tep"))?;
    editor.look("registry-file")?;

    published(&site.signed_in("lanhdao.tinh")?, &revision)?;

    resident.open(&format!("/thu-tuc/{PROCEDURE}"))?;
    resident.sees(&[FEE])?;
    resident.open(&form)?;
    resident.arrives_at("/thay-doi").context("the resident is not told of the change")?;
    resident.sees(&[FEE, QUESTION])?;
    resident.look("draft-changed")?;
    resident.submit(&form.replace("/bieu-mau", "/thay-doi"))?;
    resident.arrives_at("/bieu-mau")?;
    resident.sees(&[QUESTION])?;

    ensure!(version_of(&earlier, &code)? == version, "the dossier handed in before is now under the new version");
    Ok(())
}

/// Under which version of the procedure the page of a dossier says that it stays.
fn version_of(applicant: &Visitor, code: &str) -> Result<String> {
    applicant.open(&format!("/ho-so/{code}"))?;
    let page = applicant.reads()?;
    let (_, rest) = page.split_once("Phiên bản thủ tục").context("the dossier names no version of its procedure")?;
    rest.trim_start().lines().next().map(str::to_owned).context("the dossier's version is empty")
}

/// A question, one that hangs on it, and a fee that hangs on it too.
fn write(editor: &Visitor, revision: &str) -> Result<()> {
    let question = format!("{revision}/sua/cau-hoi-0/moi");
    editor.open(&question)?;
    editor.look("registry-question")?;
    editor.fill_all(&[("field", "noi_nhan"), ("label_vi", "Nơi nhận kết quả"), ("show_when", "khong_co")])?;
    editor.choose("type", "text")?;
    editor.submit(&question)?;
    editor.sees(&["khong_co"]).context("a rule over an unknown question was saved")?;
    editor.look_answer("registry-question-wrong", &format!("main form[action='{question}'] .btns button"))?;
    add(editor, &question, &[("field", "nhan_tai_nha"), ("label_vi", QUESTION)], "checkbox")?;
    let hanging = [("field", "noi_nhan"), ("label_vi", "Nơi nhận kết quả"), ("show_when", "nhan_tai_nha")];
    add(editor, &question, &hanging, "text")?;

    let fee = format!("{revision}/sua/phi/moi");
    editor.open(&fee)?;
    editor.fill_all(&[
        ("name_vi", FEE),
        ("legal_basis_vi", "Nghị quyết 01/2026/NQ-HĐND"),
        ("when", "nhan_tai_nha"),
        ("amount_rule", "20000 + 5000"),
    ])?;
    editor.submit(&fee)?;
    editor.arrives_at(revision)?;
    editor.sees(&[FEE, QUESTION])?;
    editor.look("registry-revision")
}

fn add(editor: &Visitor, page: &str, texts: &[(&str, &str)], kind: &str) -> Result<()> {
    editor.open(page)?;
    editor.fill_all(texts)?;
    editor.choose("type", kind)?;
    editor.submit(page)?;
    editor.gone_from(page)
}

/// As a citizen will see it, with an answer from which the fee follows.
fn tried(editor: &Visitor, revision: &str) -> Result<()> {
    let preview = format!("{revision}/xem-thu");
    editor.open(&preview)?;
    editor.look("registry-preview")?;
    editor.tick("tk.nhan_tai_nha")?;
    editor.click(&format!("main form[action='{preview}'] > .btns button:not([name])"))?;
    editor.sees(&["25.000"]).context("the fee was not worked out")?;
    editor.look_once("registry-tried")?;
    editor.open(revision)
}

/// The form asks what a register holds; the editor answers for it on a clause.
fn kept(editor: &Visitor, revision: &str) -> Result<()> {
    editor.open(revision)?;
    let stops = editor.session.find_all("#chap-nhan [name=finding]")?;
    ensure!(!stops.is_empty(), "the burden check finds nothing in a form that asks for the ethnic group");
    for stop in &stops {
        editor.session.click(stop)?;
    }
    editor.fill_at("#chap-nhan [name=clause]", "Nghị định 123/2015/NĐ-CP, Điều 10")?;
    editor.look_once("registry-findings")?;
    editor.click("#chap-nhan > .btns button")?;
    editor.sees(&["Được giữ lại theo Nghị định 123/2015/NĐ-CP, Điều 10"]).context("the clause was not kept")
}

/// Checked, approved, and published from today on, for which a reason is asked.
fn published(head: &Visitor, revision: &str) -> Result<()> {
    for action in ["check", "approve"] {
        head.open(revision)?;
        office::fill(head, action, &[])?;
        office::send(head, action)?;
        head.find("main .notice")?;
    }
    head.open(&format!("{LIST}?state=approved"))?;
    head.sees(&["hộ kinh doanh"])?;
    // The day is the province's, and the page has just written it: "20:27 ngày 26/11/2026".
    let changed = head.session.text_of(&head.find("td[data-label='Sửa lần cuối']")?)?;
    let today = changed.rsplit(' ').next().context("the list tells no day")?.to_owned();
    head.open(revision)?;
    let decision = [
        Entry::Text("valid_from", &today),
        Entry::Text("decision", "2816/QĐ-UBND"),
        Entry::Text("decision_date", &today),
    ];
    office::fill(head, "publish", &decision)?;
    office::send(head, "publish")?;
    head.error_summary().context("no reason was asked for a first day as near as this")?;
    head.look_answer("registry-publish", "#viec-publish .btns button")?;
    head.fill_at("#viec-publish [name=short_notice]", "Thủ tục rút gọn")?;
    office::send(head, "publish")?;
    head.sees(&["Đã công bố"])?;
    head.open(&format!("{LIST}/{PROCEDURE}"))?;
    head.sees(&["đang có hiệu lực", "Công bố phiên bản số 1"])?;
    head.look("registry-record")
}
