//! Types, numbers, marks and signatures as tables; the two lives as journeys and as random sequences of commands.

mod incoming;
mod outgoing;
mod random;
mod signing;
mod text;
mod types;

use jiff::civil::{Date, DateTime, date, datetime};

use super::*;
use crate::organisation::Validity;

const NOW: DateTime = datetime(2026, 11, 26, 9, 0, 0, 0);
const DAY: Date = date(2026, 11, 26);

fn types() -> DocumentTypes {
    DocumentTypes::parse(include_bytes!("../../../../data/documents/document_types.json")).expect("the shipped list")
}

fn kind(id: &str) -> Kind {
    types().get(id, DAY).cloned().unwrap_or_else(|| panic!("no type {id}"))
}

fn arrival() -> Arrival {
    Arrival {
        agency: "H55.05.443".to_owned(),
        source: Source::Exchange,
        author: "Sở Nội vụ".to_owned(),
        symbol: "15/SNV-CCHC".to_owned(),
        day: Some(date(2026, 11, 25)),
        kind: Some("cong_van".to_owned()),
        subject: "V/v báo cáo cải cách hành chính".to_owned(),
        marks: Marks::default(),
        due: Some(date(2026, 12, 10)),
        document_id: "000.00.05.H55,2026/11/25,15/SNV-CCHC".to_owned(),
        note: String::new(),
        files: Vec::new(),
    }
}

fn post(person: &str, rank: Rank, title: &str) -> Post {
    let validity = Validity { from: Some(date(2026, 1, 1)), to: Some(date(2026, 12, 31)) };
    Post { person: person.to_owned(), agency: "ubnd".to_owned(), rank, title_vi: title.to_owned(), validity }
}

fn posts() -> Vec<Post> {
    vec![
        post("an", Rank::Head, "Chủ tịch"),
        post("ba", Rank::Deputy, "Phó Chủ tịch"),
        post("cu", Rank::UnitHead, "Chánh Văn phòng"),
        post("du", Rank::Officer, "Chuyên viên"),
    ]
}

fn block() -> SignatureBlock {
    sign_block(("an", "ubnd", DAY), Capacity::Head, Some("Ủy ban nhân dân"), &posts(), &[]).expect("a block")
}
