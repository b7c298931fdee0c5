//! What stands on the forms of the one-stop (cơ chế một cửa): the six of Thông tư 01/2018/TT-VPCP, also in 03/2025.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::content::{CashReceipt, Decision, Extract, FilledForm};
use crate::document::Document;
use crate::kind::Kind;

/// One paper with all that stands on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Paper {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt(Receipt),
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    SupplementRequest(SupplementRequest),
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal(Refusal),
    /// Phiếu xin lỗi và hẹn lại ngày trả kết quả.
    Apology(Apology),
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ.
    ControlSheet(ControlSheet),
    /// Sổ theo dõi hồ sơ.
    Register(Register),
    /// Tờ khai, đơn.
    FilledForm(FilledForm),
    /// Quyết định.
    Decision(Decision),
    /// Trích lục.
    Extract(Extract),
    /// Biên lai thu phí, lệ phí.
    CashReceipt(CashReceipt),
    /// Văn bản hành chính.
    Document(Document),
}

impl Paper {
    /// Which kind of paper it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Receipt(_) => Kind::Receipt,
            Self::SupplementRequest(_) => Kind::SupplementRequest,
            Self::Refusal(_) => Kind::Refusal,
            Self::Apology(_) => Kind::Apology,
            Self::ControlSheet(_) => Kind::ControlSheet,
            Self::Register(_) => Kind::Register,
            Self::FilledForm(_) => Kind::FilledForm,
            Self::Decision(_) => Kind::Decision,
            Self::Extract(_) => Kind::Extract,
            Self::CashReceipt(_) => Kind::CashReceipt,
            Self::Document(_) => Kind::Document,
        }
    }

    /// The dossier that the paper belongs to; a register and a blank form have none.
    #[must_use]
    pub const fn dossier(&self) -> Option<&Dossier> {
        match self {
            Self::Receipt(paper) => Some(&paper.dossier),
            Self::SupplementRequest(paper) => Some(&paper.dossier),
            Self::Refusal(paper) => Some(&paper.dossier),
            Self::Apology(paper) => Some(&paper.dossier),
            Self::ControlSheet(paper) => Some(&paper.dossier),
            Self::Register(_) | Self::Document(_) => None,
            Self::FilledForm(paper) => paper.dossier.as_ref(),
            Self::Decision(paper) => paper.dossier.as_ref(),
            Self::Extract(paper) => paper.dossier.as_ref(),
            Self::CashReceipt(paper) => paper.dossier.as_ref(),
        }
    }
}

/// Who issues the paper, under which number, where and when (Nghị định 30/2020/NĐ-CP, phụ lục I).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// Cơ quan chủ quản: the agency above, in capitals as it writes itself.
    pub parent: Option<String>,
    /// Cơ quan ban hành: who issues the paper.
    pub agency: String,
    /// Số, ký hiệu, such as `123/TTPVHCC`; a dotted line is left without one.
    pub number: Option<String>,
    /// Địa danh.
    pub place: String,
    /// Ngày, tháng, năm.
    pub date: Date,
}

/// Hồ sơ: what every paper says of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Mã số hồ sơ (Thông tư 01/2018/TT-VPCP, Điều 19); also as a barcode.
    pub code: String,
    /// Nội dung yêu cầu giải quyết: the name of the procedure.
    pub request: String,
    /// Mã thủ tục hành chính.
    pub procedure_code: Option<String>,
    /// Where its state can be looked up; the QR code at the top left (Thông tư 01/2023/TT-VPCP).
    pub tracking_url: Option<String>,
}

/// Tổ chức, cá nhân: the applicant as the forms show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Họ và tên, tên tổ chức.
    pub name: String,
    /// Số định danh cá nhân, mã số thuế.
    pub identity: Option<String>,
    /// Địa chỉ.
    pub address: Option<String>,
    /// Số điện thoại.
    pub phone: Option<String>,
    /// Thư điện tử.
    pub email: Option<String>,
}

/// Cán bộ, công chức: who can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Họ và tên.
    pub name: String,
    /// Số điện thoại.
    pub phone: Option<String>,
}

/// Người ký.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// On whose behalf, such as `KT. GIÁM ĐỐC`, as written.
    pub on_behalf: Option<String>,
    /// Chức vụ, such as `PHÓ GIÁM ĐỐC`, as written.
    pub title: String,
    /// Họ và tên.
    pub name: String,
}

/// Quyển số, số thứ tự in the yearly book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Quyển số.
    pub volume: u32,
    /// Số thứ tự.
    pub ordinal: u32,
}

/// Liên: for whom this copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// Lưu.
    Kept,
    /// Giao tổ chức, cá nhân.
    Applicant,
}

/// Thành phần hồ sơ: one paper with the number of each sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Tên thành phần hồ sơ.
    pub name: String,
    /// Bản chính.
    #[serde(default)]
    pub originals: u16,
    /// Bản sao chứng thực.
    #[serde(default)]
    pub certified: u16,
    /// Bản chụp, bản điện tử.
    #[serde(default)]
    pub copies: u16,
}

/// Giai đoạn 2 of procedures in two stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStage {
    /// Thời gian nhận hồ sơ giai đoạn 2.
    pub received_at: DateTime,
    /// Thời gian trả kết quả giai đoạn 2.
    pub due_at: DateTime,
}

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01; Nghị định 61/2018, Điều 17; Nghị định 118/2025, Điều 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// What it is about.
    pub dossier: Dossier,
    /// Quyển số, số thứ tự.
    pub book: Option<Book>,
    /// Liên.
    pub copy: Option<Copy>,
    /// Bộ phận tiếp nhận và trả kết quả.
    pub desk: String,
    /// Người nộp hồ sơ.
    pub submitter: Person,
    /// Chủ hồ sơ, where another than the submitter.
    pub owner: Option<String>,
    /// Thành phần hồ sơ.
    pub components: Vec<Component>,
    /// Số lượng hồ sơ (bộ).
    pub sets: u16,
    /// Thời gian giải quyết theo quy định, in words of the procedure, such as `05 ngày làm việc`.
    pub limit: String,
    /// Thời gian nhận hồ sơ.
    pub received_at: DateTime,
    /// Thời gian trả kết quả; a dotted line where no limit is known.
    pub due_at: Option<DateTime>,
    /// Giai đoạn 2.
    pub second_stage: Option<SecondStage>,
    /// Nơi đăng ký nhận kết quả.
    pub result_at: Option<String>,
    /// Phí, lệ phí đã nộp, in đồng.
    pub paid: Option<i64>,
    /// Người tiếp nhận hồ sơ.
    pub receiver: Officer,
}

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02; Nghị định 61/2018, Điều 17 and 19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementRequest {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// What it is about.
    pub dossier: Dossier,
    /// Hồ sơ, yêu cầu của.
    pub person: Person,
    /// Thành phần hồ sơ cần bổ sung, hoàn thiện.
    pub components: Vec<Component>,
    /// Lý do.
    pub reason: String,
    /// Bổ sung trước, where the procedure sets a day.
    pub until: Option<DateTime>,
    /// Trang thông tin điện tử.
    pub website: Option<String>,
    /// Người hướng dẫn.
    pub officer: Officer,
}

/// Phiếu từ chối tiếp nhận giải quyết hồ sơ (mẫu 03; Nghị định 61/2018, Điều 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// What it is about.
    pub dossier: Dossier,
    /// Tiếp nhận hồ sơ của.
    pub person: Person,
    /// Thời gian nộp, of a dossier that came online.
    pub submitted_at: Option<DateTime>,
    /// Lý do.
    pub reason: String,
    /// Căn cứ: the clause that the refusal rests on.
    pub legal_basis: Option<String>,
    /// Trang thông tin điện tử.
    pub website: Option<String>,
    /// Người tiếp nhận.
    pub officer: Officer,
}

/// Phiếu xin lỗi và hẹn lại ngày trả kết quả (mẫu 04; Nghị định 61/2018, Điều 19 khoản 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// What it is about.
    pub dossier: Dossier,
    /// Kính gửi.
    pub to: Person,
    /// Ngày tiếp nhận.
    pub received_at: DateTime,
    /// Hẹn trả cũ.
    pub due_before: DateTime,
    /// Cơ quan giải quyết that has not delivered.
    pub unit: String,
    /// Lý do.
    pub reason: String,
    /// Hẹn trả mới.
    pub due_now: DateTime,
    /// Nơi trả kết quả.
    pub return_at: String,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Người ký.
    pub signer: Signer,
}

/// Kết quả giải quyết of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Trước hạn.
    Early,
    /// Đúng hạn.
    OnTime,
    /// Quá hạn.
    Late,
}

/// Giao, nhận: one passing on of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Bên giao.
    pub from: String,
    /// Người giao.
    pub giver: Option<String>,
    /// Bên nhận.
    pub to: String,
    /// Người nhận.
    pub taker: Option<String>,
    /// Thời gian giao, nhận.
    pub at: DateTime,
    /// Kết quả giải quyết hồ sơ of the giver; none at the first.
    pub outcome: Option<Outcome>,
    /// Ghi chú.
    pub note: Option<String>,
}

/// Phiếu kiểm soát quá trình giải quyết hồ sơ (mẫu 05; mẫu 06 since 2025).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlSheet {
    /// Who issues it.
    pub letterhead: Letterhead,
    /// What it is about.
    pub dossier: Dossier,
    /// Quyển số, số thứ tự.
    pub book: Option<Book>,
    /// Kèm theo hồ sơ của.
    pub owner: String,
    /// Ngày nhận.
    pub received_at: DateTime,
    /// Ngày giờ hẹn trả; a dotted line where no limit is known.
    pub due_at: Option<DateTime>,
    /// Cơ quan giải quyết.
    pub agency: String,
    /// Cơ quan phối hợp.
    pub partners: Vec<String>,
    /// In the order of time.
    pub handovers: Vec<Handover>,
}

/// Sổ theo dõi hồ sơ (mẫu 06; mẫu 07 since 2025; Thông tư 01/2018/TT-VPCP, Điều 10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Who keeps it.
    pub letterhead: Letterhead,
    /// Năm.
    pub year: u16,
    /// Quyển số.
    pub volume: u32,
    /// From the first day that is shown.
    pub from: Date,
    /// To the last day that is shown.
    pub to: Date,
    /// In the order of receipt.
    pub rows: Vec<RegisterRow>,
}

/// One dossier in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// Số thứ tự.
    pub ordinal: u32,
    /// Mã hồ sơ.
    pub code: String,
    /// Nội dung hồ sơ.
    pub request: String,
    /// Số lượng (bộ).
    pub sets: u16,
    /// Họ tên chủ hồ sơ.
    pub owner: String,
    /// Địa chỉ.
    pub address: Option<String>,
    /// Số điện thoại.
    pub phone: Option<String>,
    /// Nhận hồ sơ.
    pub received_at: DateTime,
    /// Hẹn trả kết quả.
    pub due_at: Option<DateTime>,
    /// Ngày nhận kết quả.
    pub returned_at: Option<DateTime>,
    /// Ghi chú.
    pub note: Option<String>,
}
