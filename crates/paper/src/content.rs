//! Papers beside the forms of the one-stop: filled application forms, decisions, extracts and receipts for money.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::model::{Dossier, Letterhead, Person, Signer};

/// Tờ khai, đơn: an application form with its answers, whatever the form asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledForm {
    /// Mẫu số and the text that brought it out, as the form writes them.
    pub form: Option<String>,
    /// Tên tờ khai.
    pub title: String,
    /// Kính gửi.
    pub to: Option<String>,
    /// The dossier that it belongs to, once there is one.
    pub dossier: Option<Dossier>,
    /// Parts of the form in order.
    pub sections: Vec<Section>,
    /// Lời cam đoan: what the applicant declares.
    pub declaration: Option<String>,
    /// Địa danh.
    pub place: String,
    /// Ngày, tháng, năm.
    pub date: Date,
    /// Người khai.
    pub signer: String,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// None for a part without one.
    pub heading: Option<String>,
    /// In order.
    pub blocks: Vec<Block>,
}

/// What a part of a form is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A line of text between questions.
    Text {
        /// As it stands.
        text: String,
    },
    /// A question and its answer.
    Answer {
        /// As the form asks.
        question: String,
        /// None where nothing was answered: a dotted line.
        answer: Option<String>,
    },
    /// A question with boxes to tick.
    Choice {
        /// As the form asks.
        question: String,
        /// Each with whether it is ticked.
        options: Vec<(String, bool)>,
    },
    /// Rows of answers.
    Table(Answers),
}

/// Rows of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// As the form asks.
    pub question: Option<String>,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// As many cells in each as there are columns; what is missing stays empty, what is too much is left out.
    pub rows: Vec<Vec<String>>,
}

/// Quyết định: what an agency decides on a dossier (Nghị định 30/2020/NĐ-CP, phụ lục III, mẫu 1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Tên loại văn bản, such as `QUYẾT ĐỊNH`, as written.
    pub title: String,
    /// Trích yếu, such as `Về việc cấp giấy phép xây dựng`.
    pub subject: Option<String>,
    /// Thẩm quyền ban hành, such as `CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG …`, as written.
    pub authority: String,
    /// Căn cứ, a line each.
    pub basis: Vec<String>,
    /// The dossier in which it was asked for.
    pub dossier: Option<Dossier>,
    /// Điều 1, Điều 2, … and what stands between them, in order.
    pub articles: Vec<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Người ký.
    pub signer: Signer,
}

/// Trích lục: what a register says of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extract {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Such as `TRÍCH LỤC KHAI SINH`, as written.
    pub title: String,
    /// Such as `(BẢN SAO)`, as written.
    pub subtitle: Option<String>,
    /// Căn cứ: what it was taken from.
    pub basis: Option<String>,
    /// The dossier in which it was asked for.
    pub dossier: Option<Dossier>,
    /// Label and value, in order.
    pub rows: Vec<(String, String)>,
    /// Ghi chú.
    pub note: Option<String>,
    /// Người ký.
    pub signer: Signer,
}

/// Biên lai thu phí, lệ phí (Nghị định 123/2020/NĐ-CP).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceipt {
    /// Đơn vị thu.
    pub letterhead: Letterhead,
    /// Mã số thuế of who takes the money.
    pub tax_code: Option<String>,
    /// Mẫu số.
    pub pattern: String,
    /// Ký hiệu.
    pub series: String,
    /// Số.
    pub number: String,
    /// Liên, as written, such as `Liên 2: Giao cho người nộp tiền`.
    pub copy: Option<String>,
    /// The dossier that it is paid for.
    pub dossier: Option<Dossier>,
    /// Người nộp tiền.
    pub payer: Person,
    /// What is paid; the sum is worked out.
    pub lines: Vec<FeeLine>,
    /// Hình thức thanh toán.
    pub method: String,
    /// Thời gian thu.
    pub paid_at: DateTime,
    /// Người thu tiền.
    pub cashier: String,
}

/// Khoản thu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// Tên loại phí, lệ phí.
    pub name: String,
    /// Số tiền, in đồng.
    pub amount: i64,
}
