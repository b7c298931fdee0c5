//! The main journey: a citizen applies, the desk receives, the officer works, the leader decides, the desk returns the
//! result, the citizen rates it; and everybody sees every step.

use anyhow::{Context, Result, ensure};

use super::application::{self, APPLICANT, LAST_DIGITS, PROCEDURE, WARD};
use super::office::{self, Entry};
use crate::api::PDF;
use crate::visitor::{Site, Visitor};

/// More than any paper may have.
const TOO_LARGE_BYTES: usize = 21 * 1024 * 1024;

/// From the search to the rating.
pub(super) fn from_application_to_result(site: &Site) -> Result<()> {
    let citizen = site.signed_in("congdan")?;
    find_procedure(&citizen).context("finding the procedure")?;
    let code = hand_in_with_mistakes(site, &citizen).context("applying")?;
    track(site, &code, "tracked-submitted", "đang kiểm tra").context("tracking")?;
    receive(site, &code).context("the clerk")?;
    work(site, &code).context("the officer and the leader")?;
    give_back(site, &code).context("the result")?;
    rate(&citizen, &code).context("the rating")?;
    track(site, &code, "tracked-rated", "Hồ sơ đã kết thúc").context("tracking at the end")
}

fn find_procedure(citizen: &Visitor) -> Result<()> {
    citizen.open("/")?;
    citizen.fill("q", "dang ky thanh lap ho kinh doanh")?;
    citizen.click("main form.search button")?;
    citizen.follow("Đăng ký thành lập hộ kinh doanh")?;
    citizen.arrives_at(PROCEDURE)?;
    citizen.sees(&["3 ngày làm việc", "Giấy đề nghị đăng ký hộ kinh doanh"])?;
    citizen.follow("Nộp hồ sơ trực tuyến")?;
    citizen.arrives_at(&format!("/nop-ho-so/{PROCEDURE}"))
}

/// Each page is sent once with something wrong: it says what, and keeps what was typed.
fn hand_in_with_mistakes(site: &Site, citizen: &Visitor) -> Result<String> {
    citizen.look("apply-place")?;
    application::place(citizen)?;
    citizen.fill("phone", "12")?;
    application::go_on(citizen)?;
    let faults = citizen.error_summary()?;
    ensure!(faults.len() == 1, "one wrong field gave {faults:?}");
    citizen.look_answer("apply-place-wrong", application::GO_ON)?;
    for (name, typed) in [("name", APPLICANT), ("phone", "12")] {
        ensure!(citizen.value(name)? == typed, "{name} was not kept");
    }
    application::place(citizen)?;
    application::go_on(citizen)?;
    citizen.arrives_at("/bieu-mau")?;

    citizen.look("apply-form")?;
    citizen.sees(&["Trang 1/"])?;
    citizen.fill_all(&[("tk.chu_ho_ten", "NGUYỄN THỊ HỒNG NHUNG"), ("tk.chu_ho_so_dinh_danh", "123")])?;
    application::go_on(citizen)?;
    let faults = citizen.error_summary()?.join("\n");
    ensure!(faults.contains("Số định danh cá nhân gồm đúng 12 chữ số"), "the summary says: {faults}");
    citizen.look_answer("apply-form-wrong", application::GO_ON)?;
    ensure!(citizen.value("tk.chu_ho_ten")? == "NGUYỄN THỊ HỒNG NHUNG", "the owner's name was not kept");
    application::form(citizen)?;
    citizen.arrives_at("/giay-to")?;

    citizen.look("apply-papers")?;
    application::paper(site, citizen, "anh-dong.pdf", b"MZ\x90\x00 this is a program, whatever its name says")?;
    citizen.sees(&["Loại tệp này không nhận được"])?;
    citizen.look_once("apply-papers-refused")?;
    let too_large = [PDF, &vec![b' '; TOO_LARGE_BYTES]].concat();
    application::paper(site, citizen, "qua-lon.pdf", &too_large)?;
    citizen.sees(&["Tệp lớn quá"])?;
    application::go_on(citizen)?;
    citizen.sees(&["Hãy tải lên:"])?;
    citizen.error_summary().context("a missing paper")?;
    application::paper(site, citizen, "giay-de-nghi.pdf", PDF)?;
    application::paper_has(citizen, "giay-de-nghi.pdf")?;
    citizen.look("apply-papers-taken")?;
    application::go_on(citizen)?;
    citizen.arrives_at("/xem-lai")?;

    citizen.look("apply-review")?;
    citizen.sees(&["HỘ KINH DOANH HỒNG NHUNG", "Năm mươi triệu đồng", "20/05/1993"])?;
    application::go_on(citizen)?;
    citizen.error_summary().context("a missing promise")?;
    let code = application::hand_in(citizen)?;
    receipt(citizen, &code)?;
    Ok(code)
}

fn receipt(citizen: &Visitor, code: &str) -> Result<()> {
    citizen.sees(&[code, "Đăng ký thành lập hộ kinh doanh", WARD])?;
    ensure!(citizen.has(".qr svg")?, "the receipt has no QR code");
    citizen.look("receipt")
}

/// Somebody without an account sees where the dossier is, by its code and four digits.
fn track(site: &Site, code: &str, name: &str, sentence: &str) -> Result<()> {
    let stranger = site.visitor()?;
    stranger.open("/tra-cuu")?;
    stranger.fill_all(&[("code", code), ("digits", "0000")])?;
    stranger.submit("/tra-cuu")?;
    stranger.error_summary().context("wrong digits")?;
    stranger.fill("digits", LAST_DIGITS)?;
    stranger.submit("/tra-cuu")?;
    stranger.sees(&[code, sentence])?;
    ensure!(!stranger.reads()?.contains(APPLICANT), "the tracking page names the applicant");
    stranger.look(name)
}

fn receive(site: &Site, code: &str) -> Result<()> {
    let clerk = site.signed_in("motcua.phuong")?;
    clerk.sees(&[code])?;
    clerk.look("inbox-clerk")?;
    office::open_from_inbox(&clerk, code)?;
    office::offers(&clerk, &["accept", "reject", "request-payment", "request-supplement", "transfer"])?;
    clerk.look("dossier-clerk")?;
    office::fill(&clerk, "reject", &[])?;
    office::send(&clerk, "reject")?;
    clerk.sees(&["Hãy chọn một căn cứ."])?;
    clerk.error_summary().context("a refusal without a ground")?;
    office::choose(&clerk, "reject", "ground", "Không thuộc phạm vi tiếp nhận")?;
    office::send(&clerk, "reject")?;
    clerk.sees(&["Người nộp sẽ đọc câu này"])?;
    office::send(&clerk, "reject")?;
    clerk.sees(&["Hãy ghi sự việc của hồ sơ này."])?;
    clerk.error_summary().context("a refusal without its facts")?;
    clerk.look_answer("dossier-refusal", "#viec-reject .btns button")?;
    office::act(&clerk, code, "accept", &[])?;
    clerk.sees(&["Hẹn trả kết quả"])?;
    clerk.open(&format!("/ho-so/{code}/bien-nhan"))?;
    clerk.sees(&["Hẹn trả kết quả"])?;
    clerk.look("receipt-accepted")
}

fn work(site: &Site, code: &str) -> Result<()> {
    let leader = site.signed_in("lanhdao.phuong")?;
    leader.look("inbox-leader")?;
    office::open_from_inbox(&leader, code)?;
    leader.look("dossier-leader")?;
    office::act(&leader, code, "assign", &[Entry::Line("officer", "Lê Minh Tuấn")])?;

    let officer = site.signed_in("chuyenvien.phuong")?;
    officer.look("inbox-officer")?;
    office::open_from_inbox(&officer, code)?;
    officer.look("dossier-officer")?;
    let mut steps = 0_usize;
    while officer.has("#viec-complete-step")? {
        office::act(&officer, code, "complete-step", &[Entry::Text("reason", "Hồ sơ hợp lệ, đủ điều kiện.")])?;
        steps = steps.saturating_add(1);
        ensure!(steps < 20, "the steps do not end");
    }
    ensure!(steps > 0, "the officer had no step to complete");
    ensure!(!officer.has("#viec-decide")?, "the officer may decide");

    office::act(&leader, code, "decide", &[Entry::Button("outcome", "granted")])?;
    leader.look("dossier-decided")?;
    office::act(&leader, code, "sign", &[])
}

fn give_back(site: &Site, code: &str) -> Result<()> {
    let records = site.signed_in("vanthu.phuong")?;
    let result = site.file("giay-chung-nhan.pdf", PDF)?;
    office::open_from_inbox(&records, code)?;
    records.look("dossier-records")?;
    office::act(&records, code, "issue-result", &[Entry::File(&result)])?;
    records.sees(&["giay-chung-nhan.pdf"])?;
    let clerk = site.signed_in("motcua.phuong")?;
    office::open_from_inbox(&clerk, code)?;
    office::act(&clerk, code, "deliver-result", &[Entry::Text("receiver", APPLICANT)])
}

fn rate(citizen: &Visitor, code: &str) -> Result<()> {
    citizen.open("/ho-so")?;
    citizen.sees(&[code])?;
    citizen.sees(&["Mời bạn đánh giá"])?;
    citizen.look("mine")?;
    citizen.open(&format!("/ho-so/{code}/danh-gia"))?;
    citizen.look("rate")?;
    citizen.submit(&format!("/ho-so/{code}/danh-gia"))?;
    citizen.error_summary().context("a rating without a score")?;
    citizen.choose("score", "5")?;
    citizen.fill("comment", "Nhanh, chỉ dẫn rõ ràng.")?;
    citizen.submit(&format!("/ho-so/{code}/danh-gia"))?;
    citizen.find("main .notice")?;
    // The newest stands on top.
    office::has_timeline(
        citizen,
        &[
            "Người nộp đánh giá: 5/5",
            "Trả kết quả cho người nộp",
            "Chuyển kết quả về bộ phận một cửa",
            "Ký kết quả",
            "Quyết định: đồng ý giải quyết",
            "Hoàn thành bước",
            "Phân công",
            "Tiếp nhận hồ sơ",
            "Nộp hồ sơ tại",
        ],
    )?;
    citizen.look("dossier-citizen")
}
