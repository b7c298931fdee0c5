//! PDFs, identities and tools for the tests.

use std::path::Path;
use std::process::{Command, Output};

use jiff::Timestamp;
use lopdf::{Document, Object, SaveOptions, Stream, dictionary};
use signing::{DemoIdentity, DemoKeys, SignatureRequest, TrustAnchors, demo_identity};

pub(crate) const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

pub(crate) fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().unwrap()
}

pub(crate) fn identity() -> DemoIdentity {
    demo_identity("Nguyễn Thị Ánh", "Sở Tư pháp", now(), &DemoKeys::generate().unwrap()).unwrap()
}

pub(crate) fn anchors(identity: &DemoIdentity) -> TrustAnchors {
    TrustAnchors::from_der([&identity.authority]).unwrap()
}

pub(crate) fn request() -> SignatureRequest {
    SignatureRequest {
        name: "Nguyễn Thị Ánh".to_owned(),
        reason: Some("Trả kết quả (bản chính)".to_owned()),
        location: Some("Huế".to_owned()),
        time: now(),
        visible: None,
        notes: Vec::new(),
    }
}

/// A document of two pages, whose second page has a list of annotations that stands by itself.
fn document() -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let list = document.add_object(Vec::<Object>::new());
    let mut kids = Vec::new();
    for number in 0..2 {
        let content = document.add_object(Stream::new(dictionary! {}, b"0 0 m 100 100 l S".to_vec()));
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), Object::Real(595.28), Object::Real(841.89)],
        };
        if number == 1 {
            page.set("Annots", list);
        }
        kids.push(Object::Reference(document.add_object(page)));
    }
    document.objects.insert(pages, Object::from(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 }));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let half = Object::string_literal(b"0123456789abcdef".to_vec());
    document.trailer.set("ID", vec![half.clone(), half]);
    document
}

pub(crate) fn classic() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut document = document();
    document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    document.save_to(&mut bytes).unwrap();
    assert!(bytes.windows(5).any(|window| window == b"\nxref"));
    bytes
}

pub(crate) fn with_streams() -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_xref_streams(true).use_object_streams(true).build();
    document().save_with_options(&mut bytes, options).unwrap();
    assert!(bytes.windows(7).any(|window| window == b"/ObjStm"));
    bytes
}

pub(crate) fn both() -> [(&'static str, Vec<u8>); 2] {
    [("classic", classic()), ("streams", with_streams())]
}

pub(crate) fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").output();
    output.unwrap_or_else(|fault| panic!("{program} is needed: {fault}"))
}

/// Runs a tool that has to succeed, and gives what it says.
pub(crate) fn said(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = run(folder, program, arguments);
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}

pub(crate) fn pem(label: &str, bytes: &[u8]) -> String {
    use der::pem::LineEnding;
    der::pem::encode_string(label, LineEnding::LF, bytes).unwrap()
}

/// An authority and a certificate of RSA made by `openssl`; the extensions of the second are given.
pub(crate) fn openssl_identity(folder: &Path, name: &str, key: &[&str], extensions: &str) -> (String, String, String) {
    let path = |end: &str| format!("{name}-{end}.pem");
    let (ca_key, ca, own_key, own) = (path("ca-key"), path("ca"), path("key"), path("own"));
    let generate = |to: &str| said(folder, "openssl", &[&["genpkey", "-out", to], key].concat());
    generate(&ca_key);
    generate(&own_key);
    let subject = format!("/C=VN/O=Test/CN={name}");
    std::fs::write(folder.join("ca.cnf"), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n")
        .unwrap();
    std::fs::write(folder.join("own.cnf"), extensions).unwrap();
    for (key, to, name, file) in [(&ca_key, &ca, "CA", "ca.cnf"), (&own_key, &own, "own", "own.cnf")] {
        let request = format!("{to}.csr");
        said(folder, "openssl", &["req", "-new", "-key", key, "-subj", &format!("{subject} {name}"), "-out", &request]);
        let mut arguments = vec!["x509", "-req", "-in", &request, "-extfile", file, "-days", "3650", "-out", to];
        match file {
            "ca.cnf" => arguments.extend(["-signkey", key]),
            _ => arguments.extend(["-CA", &ca, "-CAkey", &ca_key, "-CAcreateserial"]),
        }
        said(folder, "openssl", &arguments);
    }
    (ca, own_key, own)
}

/// The only certificate of a file in PEM, in DER.
pub(crate) fn der_of(folder: &Path, file: &str) -> Vec<u8> {
    let text = std::fs::read(folder.join(file)).unwrap();
    der::pem::decode_vec(&text).unwrap().1
}
