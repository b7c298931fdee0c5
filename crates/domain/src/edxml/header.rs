//! The header of a message: who sends what to whom, and what is said of the document.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// An agency. An empty text is one that was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organ {
    /// Its identifier (mã định danh).
    pub id: String,
    /// The agency above it.
    pub in_charge: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its mail address.
    pub email: String,
    /// Its telephone.
    pub telephone: String,
    /// Its fax.
    pub fax: String,
    /// Its page.
    pub website: String,
}

/// Number and symbol (số, ký hiệu), apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The number: `15`. Some systems put letters into it.
    pub number: String,
    /// The symbol: `QĐ-UBND`.
    pub notation: String,
}

/// Where and when it was issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promulgation {
    /// The place name before the date.
    pub place: String,
    /// The date; none where it was not readable.
    pub date: Option<Date>,
}

/// The type of the document. Systems disagree about the numbers; the name is what people read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentType {
    /// `Type`.
    pub kind: Option<u16>,
    /// `TypeDetail`.
    pub detail: Option<u16>,
    /// The name: `Công văn`.
    pub name: String,
}

/// Who signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// The authority mark: `KT. CHỦ TỊCH`.
    pub competence: String,
    /// The post.
    pub position: String,
    /// The name.
    pub full_name: String,
}

/// How urgent it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Thường.
    #[default]
    Normal,
    /// Khẩn.
    Urgent,
    /// Thượng khẩn.
    VeryUrgent,
    /// Hỏa tốc.
    Express,
    /// Hỏa tốc hẹn giờ.
    ExpressTimed,
}

impl Priority {
    /// Every one, by its code.
    pub const ALL: [Self; 5] = [Self::Normal, Self::Urgent, Self::VeryUrgent, Self::Express, Self::ExpressTimed];

    /// Its code in the standard.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Normal => 0,
            Self::Urgent => 1,
            Self::VeryUrgent => 2,
            Self::Express => 3,
            Self::ExpressTimed => 4,
        }
    }
}

/// Whether it steers other agencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Steering {
    /// Không chỉ đạo.
    None,
    /// Chỉ đạo.
    Direction,
    /// Báo cáo chỉ đạo.
    Report,
}

impl Steering {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::None, Self::Direction, Self::Report];

    /// Its code in the standard.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::None => 1,
            Self::Direction => 2,
            Self::Report => 3,
        }
    }
}

/// What else is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherInfo {
    /// How urgent it is.
    pub priority: Priority,
    /// How far it may go round.
    pub sphere: String,
    /// The mark of who typed it.
    pub typist: String,
    /// How many copies were issued.
    pub copies: Option<u32>,
    /// How many pages it has.
    pub pages: Option<u32>,
    /// Whether it is a direction.
    pub direction: Option<bool>,
    /// Its annexes.
    pub appendixes: Vec<String>,
}

/// The document that is answered or recalled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Who issued it.
    pub organ_id: String,
    /// Its number and symbol in one.
    pub code: String,
    /// When it was issued.
    pub date: Option<Date>,
    /// Its identifier.
    pub document_id: String,
}

/// Who at the sender knows more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// The room.
    pub department: String,
    /// The name.
    pub name: String,
    /// The telephone.
    pub mobile: String,
    /// The mail address.
    pub email: String,
}

/// Through whose hands the message came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Which agency.
    pub organ_id: String,
    /// When, in its civil time.
    pub at: Option<DateTime>,
}

/// The header of a message with a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Who sends it.
    pub from: Organ,
    /// Who is to get it.
    pub to: Vec<Organ>,
    /// Number and symbol.
    pub code: Code,
    /// Where and when it was issued.
    pub promulgation: Promulgation,
    /// Its type.
    pub document_type: DocumentType,
    /// What it is about (trích yếu).
    pub subject: String,
    /// Its content in short.
    pub content: String,
    /// Who signed.
    pub signer: Option<Signer>,
    /// By when an answer is asked for.
    pub due: Option<Date>,
    /// Whom the document itself names (nơi nhận).
    pub to_places: Vec<String>,
    /// What else is said.
    pub other: Option<OtherInfo>,
    /// The documents that it answers or recalls.
    pub responses: Vec<Response>,
    /// Whether it steers.
    pub steering: Option<Steering>,
    /// Its identifier: `agency,yyyy/MM/dd,number/symbol`; other systems have other forms.
    pub document_id: String,
}
