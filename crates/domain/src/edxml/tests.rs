//! The envelope: what is written is read back, what real systems send is read, what must be refused is.

mod bad;
mod roundtrip;
mod stream;
mod vendor;

use jiff::civil::{date, datetime};

use super::*;

/// A document of the province to two agencies, with two attachments.
fn envelope() -> Envelope {
    let organ = |id: &str, name: &str| Organ { id: id.to_owned(), name: name.to_owned(), ..Organ::default() };
    let attachment = |id: &str, name: &str| Attachment {
        content_id: id.to_owned(),
        content_type: "application/zip".to_owned(),
        name: name.to_owned(),
        description: String::new(),
    };
    let header = Header {
        from: organ("H55.05", "UBND tỉnh Thái Nguyên"),
        to: vec![organ("H55.05.443", "UBND phường Phan Đình Phùng"), organ("000.00.05.H55", "Sở Nội vụ")],
        code: Code { number: "15".to_owned(), notation: "UBND-KSTT".to_owned() },
        promulgation: Promulgation { place: "Thái Nguyên".to_owned(), date: Some(date(2026, 11, 26)) },
        document_type: DocumentType { kind: Some(2), detail: Some(18), name: "Công văn".to_owned() },
        subject: "V/v rà soát thủ tục <hành chính> & biểu mẫu".to_owned(),
        document_id: "H55.05,2026/11/26,15/UBND-KSTT".to_owned(),
        ..Header::default()
    };
    Envelope {
        header,
        traces: vec![Trace { organ_id: "H55.05".to_owned(), at: Some(datetime(2026, 11, 26, 16, 30, 0, 0)) }],
        business: Business::default(),
        signature: None,
        attachments: vec![attachment("a1", "15.signed.pdf"), attachment("a2", "Phụ lục.xlsx")],
    }
}

fn message() -> Message {
    Message::Document(Box::new(envelope()))
}

const ZIPS: [&[u8]; 2] = [b"PK\x03\x04 first", b"PK\x03\x04 the second one"];

fn written() -> String {
    String::from_utf8(write_whole(&message(), &ZIPS).expect("written")).expect("text")
}

fn read(text: &str) -> Result<Whole, Fault> {
    read_whole(text.as_bytes(), Limits::USUAL)
}
