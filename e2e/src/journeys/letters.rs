//! A letter from a ward to a department of the same province, and the answer: drafted, checked, signed, numbered, sealed and
//! issued on one side, registered, instructed, taken over and finished on the other.

use anyhow::{Context, Result, ensure};

use super::office::{self, Entry};
use crate::api::PDF;
use crate::visitor::{Site, Visitor};

const OUTGOING: &str = "/can-bo/van-ban-di";
const INCOMING: &str = "/can-bo/van-ban-den";
const SUBJECT: &str = "V/v mời họp giao ban quý IV";

/// There and back.
pub(super) fn there_and_back(site: &Site) -> Result<()> {
    let ward = House::of(site, "phuong")?;
    let department = House::of(site, "soxaydung")?;
    let letter = ward.write(site, None, SUBJECT).context("writing")?;
    ward.officer.look("outgoing-draft")?;
    ward.issue(&letter, "Sở Xây dựng").context("issuing")?;
    ward.clerk.look("outgoing-issued")?;
    department.clerk.open(&letter)?;
    department.clerk.is_answered_with(404).context("another agency opens the draft's page")?;

    let came = department.take_in(SUBJECT).context("taking in")?;
    department.instruct(&came).context("the instruction")?;
    department.officer.look("incoming-instructed")?;
    let answer = department.write(site, Some(&came), "V/v dự họp giao ban quý IV").context("the answer")?;
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

    /// The officer drafts, on its own or in answer to a document, and hands the draft on; gives its address.
    pub(super) fn write(&self, site: &Site, answers: Option<&str>, subject: &str) -> Result<String> {
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
        let address = address.split(['?', '#']).next().unwrap_or_default().to_owned();
        let text = site.file("van-ban.pdf", PDF)?;
        self.officer.attach("main input[type=file]", &text)?;
        self.officer.click("main form[enctype] .btns button")?;
        act(&self.officer, &address, "trinh", &[])?;
        Ok(address)
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
