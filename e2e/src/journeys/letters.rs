//! A letter from a ward to a department of the same province, and the answer: written, commented, checked, signed, numbered,
//! sealed and issued on one side, registered, instructed, taken over and finished on the other. The letter is typed and
//! signed with keys; the answer is a file that was signed on paper.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::land::FETCH;
use super::office::{self, Entry};
use crate::api::PDF;
use crate::visitor::{Site, Visitor};

const OUTGOING: &str = "/can-bo/van-ban-di";
const INCOMING: &str = "/can-bo/van-ban-den";
const SUBJECT: &str = "V/v mời họp giao ban quý IV";
const FIRST: &str = "Kính gửi: Sở Xây dựng\nỦy ban nhân dân phường mời họp.";
const LETTER: &str = "Kính gửi: Sở Xây dựng\nỦy ban nhân dân phường Phan Đình Phùng mời họp giao ban quý IV.\n\
    1. Thời gian: 8 giờ ngày 03/12/2026.\n2. Địa điểm: trụ sở phường.\nTrân trọng./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.";
/// What the page says of a signature that holds.
pub(super) const HOLDS: &str = "Còn nguyên vẹn từ khi ký";

/// There and back.
pub(super) fn there_and_back(site: &Site) -> Result<()> {
    let ward = House::of(site, "phuong")?;
    let department = House::of(site, "soxaydung")?;
    let letter = ward.begin(None, SUBJECT).context("beginning")?;
    ward.type_and_comment(&letter).context("writing")?;
    ward.issue(&letter, "Sở Xây dựng").context("issuing")?;
    ensure!(ward.clerk.reads()?.matches(HOLDS).count() == 2, "the sender does not see two signatures that hold");
    ward.clerk.look("outgoing-issued")?;
    ward.clerk.open(&format!("{letter}/chu-ky"))?;
    ward.clerk.look("outgoing-signatures")?;
    department.clerk.open(&letter)?;
    department.clerk.is_answered_with(404).context("another agency opens the draft's page")?;

    let came = department.take_in(SUBJECT).context("taking in")?;
    ensure!(
        department.clerk.reads()?.matches(HOLDS).count() == 2,
        "the receiver does not see two signatures that hold"
    );
    department.opens(site, &came).context("the file that came")?;
    department.instruct(&came).context("the instruction")?;
    department.officer.look("incoming-instructed")?;
    let answer = department.begin(Some(&came), "V/v dự họp giao ban quý IV").context("the answer")?;
    department.bring(site, &answer).context("the file of the answer")?;
    department.issue(&answer, "Phường Phan Đình Phùng").context("issuing the answer")?;
    act(&department.officer, &came, "ket-thuc", &[Entry::Text("result", "Đã trả lời, cử người dự họp.")])?;
    department.officer.look("incoming-finished")?;
    ward.clerk.open(&letter)?;
    ward.clerk.sees(&["trả lời bằng"]).context("the sender does not see the answer")?;
    ward.registers(&department)
}

/// The people of one agency.
pub(super) struct House<'a> {
    pub(super) officer: Visitor<'a>,
    pub(super) leader: Visitor<'a>,
    pub(super) clerk: Visitor<'a>,
}

impl<'a> House<'a> {
    pub(super) fn of(site: &'a Site<'a>, name: &str) -> Result<Self> {
        Ok(Self {
            officer: site.signed_in(&format!("chuyenvien.{name}"))?,
            leader: site.signed_in(&format!("lanhdao.{name}"))?,
            clerk: site.signed_in(&format!("vanthu.{name}"))?,
        })
    }

    /// The officer drafts from a file, on its own or in answer to a document, and hands the draft on; gives its address.
    pub(super) fn write(&self, site: &Site, answers: Option<&str>, subject: &str) -> Result<String> {
        let address = self.begin(answers, subject)?;
        self.bring(site, &address)?;
        Ok(address)
    }

    /// The officer begins a document, on its own or in answer to another; gives its address.
    pub(super) fn begin(&self, answers: Option<&str>, subject: &str) -> Result<String> {
        match answers {
            Some(came) => {
                self.officer.open(came)?;
                self.officer.follow("Soạn văn bản trả lời")?;
            }
            None => self.officer.open(&format!("{OUTGOING}/moi"))?,
        }
        self.officer.fill("subject", subject)?;
        self.officer.click("main form .btns button")?;
        self.officer.find("main input[type=file]").context("the draft was not begun")?;
        let address = self.officer.path()?;
        Ok(address.split(['?', '#']).next().unwrap_or_default().to_owned())
    }

    /// The officer types a letter and hands it on, to be signed with keys; gives its address.
    pub(super) fn type_letter(&self, subject: &str) -> Result<String> {
        let letter = self.begin(None, subject)?;
        self.officer.open(&letter)?;
        self.officer.fill("text", LETTER)?;
        self.officer.click("main form[enctype] .btns button")?;
        self.officer.find("main .notice").context("the version was not saved")?;
        act(&self.officer, &letter, "trinh", &[])?;
        Ok(letter)
    }

    /// The officer types two versions and compares them, the clerk says something, the officer hands the draft on.
    fn type_and_comment(&self, letter: &str) -> Result<()> {
        for text in [FIRST, LETTER] {
            self.officer.open(letter)?;
            self.officer.fill("text", text)?;
            self.officer.click("main form[enctype] .btns button")?;
            self.officer.find("main .notice").context("the version was not saved")?;
        }
        self.officer.look("outgoing-draft")?;
        self.officer.follow("So sánh hai bản mới nhất")?;
        self.officer.find("main ins").context("nothing is new in the second version")?;
        self.officer.look("outgoing-compared")?;
        act(&self.clerk, letter, "gop-y", &[Entry::Text("comment", "Nên ghi rõ ngày họp.")])?;
        self.clerk.sees(&["Nên ghi rõ ngày họp."])?;
        act(&self.officer, letter, "trinh", &[])
    }

    /// The officer brings a file and hands the draft on.
    fn bring(&self, site: &Site, address: &str) -> Result<()> {
        self.officer.open(address)?;
        let text = site.file("van-ban.pdf", PDF)?;
        self.officer.attach("main input[type=file]", &text)?;
        self.officer.click("main form[enctype] .btns button")?;
        act(&self.officer, address, "trinh", &[])
    }

    /// Leader and clerk check, the leader signs, the clerk numbers, seals and sends.
    fn issue(&self, letter: &str, receiver: &str) -> Result<()> {
        self.send(letter, &[Entry::Text("receivers", receiver)])?;
        self.clerk.sees(&[receiver])
    }

    /// The same to receivers that are typed or ticked.
    pub(super) fn send(&self, letter: &str, receivers: &[Entry]) -> Result<()> {
        act(&self.leader, letter, "duyet-noi-dung", &[])?;
        act(&self.clerk, letter, "duyet-the-thuc", &[])?;
        act(&self.leader, letter, "ky", &[])?;
        act(&self.clerk, letter, "cap-so", &[])?;
        act(&self.clerk, letter, "dong-dau", &[])?;
        act(&self.clerk, letter, "phat-hanh", receivers)
    }

    /// The clerk finds in the list what came, registers it and lays it before the leader; gives its address.
    pub(super) fn take_in(&self, subject: &str) -> Result<String> {
        self.clerk.open(INCOMING)?;
        self.clerk.look("incoming-came")?;
        self.clerk.follow(subject)?;
        self.clerk.find("#viec-vao-so").context("what came cannot be registered")?;
        let address = self.clerk.path()?;
        act(&self.clerk, &address, "vao-so", &[])?;
        act(&self.clerk, &address, "trinh", &[Entry::Line("to", "Đỗ Thị Thanh Bình")])?;
        Ok(address)
    }

    /// The file that came is a PDF on which an independent program accepts both signatures.
    pub(super) fn opens(&self, site: &Site, came: &str) -> Result<()> {
        self.clerk.open(came)?;
        let link = self.clerk.find("main a[href$='/chu-ky']").context("there is no signed file")?;
        let address = self.clerk.session.attribute(&link, "href")?;
        let told = self.clerk.session.execute_later(FETCH, &json!([address.trim_end_matches("/chu-ky")]))?;
        let bytes = STANDARD.decode(told.as_str().unwrap_or_default()).context("the file could not be read")?;
        let kept = site.file("van-ban-den.pdf", &bytes)?;
        let output = Command::new("pdfsig").arg("-nocert").arg(kept).output().context("cannot run pdfsig")?;
        let heard = String::from_utf8_lossy(&output.stdout);
        ensure!(heard.matches("Signature is Valid").count() == 2, "pdfsig says:\n{heard}");
        Ok(())
    }

    /// The leader gives it to the agency's own staff with five working days; the officer takes it over.
    pub(super) fn instruct(&self, came: &str) -> Result<()> {
        let say = [Entry::Text("due", "5"), Entry::Text("content", "Cử người dự họp, trả lời phường.")];
        act(&self.leader, came, "chuyen-giao", &say)?;
        self.officer.open("/can-bo")?;
        self.officer.sees(&["Văn bản đến đang chờ bạn"])?;
        act(&self.officer, came, "ky-nhan", &[])
    }

    /// Both registers have what went and what came.
    fn registers(&self, other: &Self) -> Result<()> {
        self.clerk.open(&format!("{OUTGOING}/so"))?;
        self.clerk.sees(&[SUBJECT, "01/UBND-VP", "Sở Xây dựng"])?;
        self.clerk.look("outgoing-register")?;
        other.clerk.open(&format!("{INCOMING}/so"))?;
        other.clerk.sees(&[SUBJECT, "01/UBND-VP"])?;
        other.clerk.look("incoming-register")?;
        self.clerk.open(INCOMING)?;
        ensure!(self.clerk.reads()?.contains("V/v dự họp giao ban quý IV"), "the answer did not come");
        Ok(())
    }
}

/// Opens a document, fills in the form of an action and sends it.
pub(super) fn act(visitor: &Visitor, document: &str, action: &str, entries: &[Entry]) -> Result<()> {
    visitor.open(document)?;
    office::fill(visitor, action, entries)?;
    office::send(visitor, action)?;
    let told = || format!("“{action}” was not done: {}", visitor.reads().unwrap_or_default());
    visitor.find("main .notice").with_context(told)?;
    Ok(())
}
