//! Two installations that exchange documents over HTTP: a letter, signed with keys, goes from a ward on one to a department on the other and
//! its answer comes back; another letter is asked back, and the department agrees.

use std::net::TcpListener;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

use super::letters::{HOLDS, House, act};
use super::office::Entry;
use crate::browser::{Driver, Look};
use crate::gallery::Gallery;
use crate::place::Place;
use crate::program::Program;
use crate::visitor::{Site, Visitor};

/// What the journey is called.
pub(super) const TITLE: &str = "a letter between two installations, its answer, and one that is asked back";

const INCOMING: &str = "/can-bo/van-ban-den";
const WARD: (&str, &str, &str) = ("phuong", "H55.05443", "UBND phường Phan Đình Phùng");
const DEPARTMENT: (&str, &str, &str) = ("so-xay-dung", "H55.09", "Sở Xây dựng");
const SUBJECT: &str = "V/v phối hợp kiểm tra trật tự xây dựng";
const ANSWER: &str = "V/v cử cán bộ phối hợp kiểm tra";
const MISTAKE: &str = "V/v gửi nhầm thông báo họp";

/// There and back; both installations are verified at the end.
pub(super) fn there_and_back(places: &[Place; 2], driver: &Driver, gallery: &Gallery) -> Result<()> {
    let [first, second] = places;
    let listen = [free()?, free()?];
    let [here, there] = &listen;
    key(first.folder())?;
    key(second.folder())?;
    settings((first.folder(), second.folder()), DEPARTMENT, there)?;
    settings((second.folder(), first.folder()), WARD, here)?;
    let (one, other) = (Program::start_on(first, here)?, Program::start_on(second, there)?);
    let look = Look::PHONE;
    let ward = Site { driver, url: &one.url, folder: first.folder(), look, gallery: Some(gallery) };
    let department = Site { driver, url: &other.url, folder: second.folder(), look, gallery: Some(gallery) };
    journey(&ward, &department)?;
    one.stop()?;
    other.stop()?;
    first.verify().context("the ward's installation")?;
    second.verify().context("the department's installation")
}

fn journey(site: &Site, other: &Site) -> Result<()> {
    let ward = House::of(site, "phuong")?;
    let department = House::of(other, "soxaydung")?;
    let letter = ward.type_letter(SUBJECT).context("writing")?;
    ward.send(&letter, &[Entry::Button("elsewhere", DEPARTMENT.1)]).context("sending")?;
    soon(&department.clerk, INCOMING, SUBJECT).context("the letter does not come")?;
    let came = department.take_in(SUBJECT).context("taking in")?;
    let holding = department.clerk.reads()?.matches(HOLDS).count();
    ensure!(holding == 2, "the other installation sees {holding} signatures that hold, not two");
    department.opens(other, &came).context("the file that came")?;
    soon(&ward.clerk, &letter, "Đã tiếp nhận, vào sổ").context("the ward is not told of the registration")?;
    ward.clerk.look("exchange-sent")?;
    department.instruct(&came).context("the instruction")?;
    department.officer.look("exchange-came")?;
    soon(&ward.clerk, &letter, "Đang xử lý").context("the ward is not told of the work")?;

    let answer = department.write(other, Some(&came), ANSWER).context("the answer")?;
    department.send(&answer, &[Entry::Button("elsewhere", WARD.1)]).context("sending the answer")?;
    act(&department.officer, &came, "ket-thuc", &[Entry::Text("result", "Đã cử cán bộ, trả lời phường.")])?;
    soon(&ward.clerk, &letter, "Đã hoàn thành").context("the ward is not told of the end")?;
    soon(&ward.clerk, &letter, "Sở Xây dựng: 01/SXD-VP").context("the answer is not tied to the letter")?;
    ward.clerk.look("exchange-answered")?;
    ward.clerk.follow("Sở Xây dựng: 01/SXD-VP")?;
    ward.clerk.sees(&[ANSWER, "Trả lời văn bản đi"])?;
    ward.clerk.look("exchange-answer")?;
    asked_back(site, &ward, &department).context("the letter that is asked back")?;
    ward.clerk.open("/can-bo/lien-thong")?;
    ward.clerk.sees(&["Sở Xây dựng", "1 cơ quan"])?;
    ward.clerk.look("exchange-parity")
}

fn asked_back(site: &Site, ward: &House, department: &House) -> Result<()> {
    let letter = ward.write(site, None, MISTAKE)?;
    ward.send(&letter, &[Entry::Button("elsewhere", DEPARTMENT.1)])?;
    soon(&department.clerk, INCOMING, MISTAKE)?;
    let came = department.take_in(MISTAKE)?;
    act(&ward.leader, &letter, "thu-hoi", &[Entry::Text("reason", "Phát hành nhầm nơi nhận.")])?;
    ward.leader.look("exchange-recalled")?;
    soon(&department.leader, &came, "Bên gửi đề nghị thu hồi")?;
    department.leader.sees(&["Phát hành nhầm nơi nhận."])?;
    department.leader.look("exchange-asked")?;
    act(&department.leader, &came, "dong-y", &[])?;
    department.leader.sees(&["Đã thu hồi", "Đã đồng ý đề nghị thu hồi"])?;
    department.leader.look("exchange-agreed")?;
    soon(&ward.leader, &letter, "Bên nhận đồng ý đề nghị")?;
    ward.leader.look("exchange-withdrawn")
}

/// What the other installation did is seen here after a while.
fn soon(visitor: &Visitor, address: &str, words: &str) -> Result<()> {
    visitor.open(address)?;
    visitor.sees_soon(&[words])
}

/// An address on which nobody listens now.
fn free() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// The key of an installation and its certificate.
fn key(folder: &Path) -> Result<()> {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
    let certificate = rcgen::CertificateParams::new(Vec::new())?.self_signed(&pair)?;
    std::fs::write(folder.join("lien-thong.key"), pair.serialize_pem())?;
    std::fs::write(folder.join("lien-thong.pem"), certificate.pem())?;
    Ok(())
}

/// The settings of one installation, with the other as its partner.
fn settings((own, other): (&Path, &Path), (name, organ, title): (&str, &str, &str), address: &str) -> Result<()> {
    let certificate = other.join("lien-thong.pem");
    let certificate = certificate.to_str().ok_or_else(|| anyhow!("a folder with a strange name"))?;
    let text = format!(
        "[exchange]\nkey = \"lien-thong.key\"\ncertificate = \"lien-thong.pem\"\n\n\
         [[partner]]\nname = \"{name}\"\ntitle = \"{title}\"\ncertificate = \"{certificate}\"\n\
         transport = \"http\"\nurl = \"http://{address}\"\nagencies = [{{ id = \"{organ}\", name = \"{title}\" }}]\n"
    );
    std::fs::write(own.join("motcua.toml"), text)?;
    Ok(())
}
