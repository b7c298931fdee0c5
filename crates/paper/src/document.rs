//! Administrative documents (văn bản hành chính): what stands in the boxes of the page.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Văn bản hành chính (Nghị định 30/2020/NĐ-CP, phụ lục I).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Cơ quan chủ quản (box 2): the agency above, in capitals as it writes itself.
    pub parent: Option<String>,
    /// Cơ quan ban hành (box 2).
    pub agency: String,
    /// Số, ký hiệu (box 3), such as `05/QĐ-UBND`; none while it has no number: room is left for it.
    pub number: Option<String>,
    /// Địa danh (box 4).
    pub place: String,
    /// Ngày, tháng, năm (box 4); none while it has no number: room is left for it.
    pub date: Option<Date>,
    /// Tên loại (box 5a), in capitals; none on a letter, whose abstract stands below its number (box 5b).
    pub title: Option<String>,
    /// Trích yếu (box 5a or 5b).
    pub subject: String,
    /// Kính gửi (box 9a).
    pub to: Vec<String>,
    /// Nội dung (box 6).
    pub parts: Vec<DocumentPart>,
    /// Thẩm quyền, chức vụ (box 7a), a line each: `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub authority: Vec<String>,
    /// Họ và tên (box 7c).
    pub signer: String,
    /// Nơi nhận (box 9b); the usual ones where there are none.
    pub recipients: Vec<String>,
    /// Dấu chỉ độ khẩn (box 10b).
    pub urgency: Option<BoxedMark>,
    /// Dấu chỉ phạm vi lưu hành (box 11), in capitals.
    pub circulation: Option<String>,
    /// Ký hiệu người soạn thảo (box 12).
    pub drafter: Option<String>,
    /// Địa chỉ, điện thoại, thư điện tử (box 13).
    pub address: Option<String>,
    /// Whether it is a draft, and said to be one across the page.
    pub is_draft: bool,
}

/// A red mark in a frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxedMark {
    /// Such as `HỎA TỐC`.
    pub text: String,
    /// In millimetres.
    pub width: u8,
    /// In millimetres.
    pub height: u8,
}

/// A paragraph of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum DocumentPart {
    /// Căn cứ, in italics.
    Basis {
        /// As it stands.
        text: String,
    },
    /// Phần, chương, mục and other headings.
    Heading {
        /// As it stands.
        text: String,
    },
    /// A word that stands alone: `QUYẾT ĐỊNH:`.
    Cry {
        /// As it stands.
        text: String,
    },
    /// Điều.
    Article {
        /// `Điều 3.`
        number: String,
        /// What follows.
        text: String,
    },
    /// Khoản.
    Clause {
        /// `2.`
        number: String,
        /// What follows.
        text: String,
    },
    /// Điểm.
    Point {
        /// `a)`
        number: String,
        /// What follows.
        text: String,
    },
    /// Anything else.
    Paragraph {
        /// As it stands.
        text: String,
    },
}
