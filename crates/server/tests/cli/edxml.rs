//! `motcua edxml`: envelopes into JSON and back, with attachments and a signature, without a data folder.

use super::program::run;
use domain::edxml::{Business, Code, DocumentType, Envelope, Header, Message, Organ, Promulgation, Signer, Trace};
use jiff::civil::date;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A message with a document, fit to be sent.
fn filled() -> Message {
    let organ = |id: &str, name: &str| Organ { id: id.to_owned(), name: name.to_owned(), ..Organ::default() };
    let id = "H55.01,2026/11/27,15/SNV-CCHC".to_owned();
    let header = Header {
        from: organ("H55.01", "Sở Nội vụ"),
        to: vec![organ("G09", "Bộ Nội vụ")],
        code: Code { number: "15".to_owned(), notation: "SNV-CCHC".to_owned() },
        promulgation: Promulgation { place: "Thái Nguyên".to_owned(), date: Some(date(2026, 11, 27)) },
        document_type: DocumentType { kind: Some(2), detail: Some(18), name: "Công văn".to_owned() },
        subject: "V/v báo cáo cải cách hành chính".to_owned(),
        signer: Some(Signer {
            competence: String::new(),
            position: "Giám đốc".to_owned(),
            full_name: "Nguyễn Văn An".to_owned(),
        }),
        document_id: id.clone(),
        ..Header::default()
    };
    let traces = vec![Trace { organ_id: "H55.01".to_owned(), at: Some(date(2026, 11, 27).at(8, 0, 0, 0)) }];
    let business = Business { document_id: id, ..Business::default() };
    Message::Document(Box::new(Envelope { header, traces, business, ..Envelope::default() }))
}

/// A key and its certificate, made by another program.
fn key(folder: &Path) {
    let arguments = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "9",
        "-subj",
        "/CN=So Noi vu",
        "-keyout",
        "own.key",
        "-out",
        "own.pem",
    ];
    let made = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn envelopes_are_read_and_written() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let ask = |args: &[&str]| run(folder.path(), args);
    key(folder.path());
    std::fs::write(at("bao-cao.pdf"), b"%PDF-1.7 noi dung").unwrap();
    let skeleton = ask(&["edxml", "write", "khong-co.json", "--out", "a.edxml"]);
    assert_eq!(skeleton.code, Some(1), "{}", skeleton.err);
    std::fs::write(at("thu.json"), serde_json::to_vec(&filled()).unwrap()).unwrap();
    let write = ["edxml", "write", "thu.json", "--attach", "bao-cao.pdf", "--out", "thu.edxml"];
    let half = ask(&[&write[..], &["--key", "own.key"]].concat());
    assert_eq!(half.code, Some(2), "a key without its certificate: {}", half.err);
    let written = ask(&[&write[..], &["--key", "own.key", "--certificate", "own.pem"]].concat());
    assert_eq!(written.code, Some(0), "{}", written.err);

    let read = ask(&["edxml", "read", "thu.edxml", "--files", "ra"]);
    assert_eq!(read.code, Some(0), "{}", read.err);
    let told = read.json();
    assert_eq!(told["signature"]["state"], "holds", "{told}");
    assert_eq!(told["message"]["header"]["subject"], "V/v báo cáo cải cách hành chính");
    assert_eq!(told["attachments"][0]["name"], "bao-cao.pdf");
    assert_eq!(std::fs::read(at("ra/01-bao-cao.pdf")).unwrap(), b"%PDF-1.7 noi dung");
    let again = ask(&["edxml", "read", "thu.edxml", "--files", "ra"]);
    assert_eq!(again.code, Some(1), "nothing is written over");

    let changed = std::fs::read_to_string(at("thu.edxml")).unwrap().replace("cải cách", "cai cach");
    std::fs::write(at("sua.edxml"), changed).unwrap();
    assert_eq!(ask(&["edxml", "read", "sua.edxml"]).json()["signature"]["state"], "broken");
    std::fs::write(at("doc.edxml"), "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>").unwrap();
    let bomb = ask(&["edxml", "read", "doc.edxml"]);
    assert_eq!(bomb.code, Some(1), "{}", bomb.out);
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");
}
