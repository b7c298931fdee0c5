//! Which papers there are, and the number that each circular gives its form.

use serde::{Deserialize, Serialize};

/// A kind of paper; its template is `templates/<name>.typ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    SupplementRequest,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal,
    /// Phiếu xin lỗi và hẹn lại ngày trả kết quả; since 2025 văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết.
    Apology,
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ.
    ControlSheet,
    /// Sổ theo dõi hồ sơ.
    Register,
    /// Tờ khai, đơn: an application form with its answers.
    FilledForm,
    /// Quyết định.
    Decision,
    /// Trích lục.
    Extract,
    /// Biên lai thu phí, lệ phí.
    CashReceipt,
    /// Văn bản hành chính.
    Document,
}

impl Kind {
    /// Every kind, in the order of the forms.
    pub const ALL: [Self; 11] = [
        Self::Receipt,
        Self::SupplementRequest,
        Self::Refusal,
        Self::Apology,
        Self::ControlSheet,
        Self::Register,
        Self::FilledForm,
        Self::Decision,
        Self::Extract,
        Self::CashReceipt,
        Self::Document,
    ];

    /// The word for this kind in file names and in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::SupplementRequest => "supplement_request",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::ControlSheet => "control_sheet",
            Self::Register => "register",
            Self::FilledForm => "filled_form",
            Self::Decision => "decision",
            Self::Extract => "extract",
            Self::CashReceipt => "cash_receipt",
            Self::Document => "document",
        }
    }
}

/// The circular (thông tư) whose forms a dossier follows: that of the day on which it was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Circular {
    /// Thông tư 01/2018/TT-VPCP, in force from 6 January 2019; forms on A5 but for the register.
    #[serde(rename = "01/2018/TT-VPCP")]
    Of2018,
    /// Thông tư 03/2025/TT-VPCP, in force from 15 September 2025.
    #[serde(rename = "03/2025/TT-VPCP")]
    Of2025,
}

impl Circular {
    /// Both, the older first.
    pub const ALL: [Self; 2] = [Self::Of2018, Self::Of2025];

    /// The circular in force on a day.
    #[must_use]
    pub fn on(day: jiff::civil::Date) -> Self {
        if day < jiff::civil::date(2025, 9, 15) { Self::Of2018 } else { Self::Of2025 }
    }

    /// The number of the form (mẫu số) in this circular; papers of other law have none.
    #[must_use]
    pub const fn form(self, kind: Kind) -> Option<&'static str> {
        match (kind, self) {
            (Kind::Receipt, _) => Some("01"),
            (Kind::SupplementRequest, _) => Some("02"),
            (Kind::Refusal, _) => Some("03"),
            (Kind::Apology, _) => Some("04"),
            (Kind::ControlSheet, Self::Of2018) => Some("05"),
            (Kind::ControlSheet, Self::Of2025) | (Kind::Register, Self::Of2018) => Some("06"),
            (Kind::Register, Self::Of2025) => Some("07"),
            (Kind::FilledForm | Kind::Decision | Kind::Extract | Kind::CashReceipt | Kind::Document, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Circular, Kind};

    #[test]
    fn the_day_of_receipt_chooses_the_circular() {
        assert_eq!(Circular::on(jiff::civil::date(2025, 9, 14)), Circular::Of2018);
        assert_eq!(Circular::on(jiff::civil::date(2025, 9, 15)), Circular::Of2025);
    }

    #[test]
    fn control_sheet_and_register_moved_down_by_one() {
        let numbers = |circular: Circular| Kind::ALL.map(|kind| circular.form(kind).unwrap_or("–"));
        assert_eq!(numbers(Circular::Of2018), ["01", "02", "03", "04", "05", "06", "–", "–", "–", "–", "–"]);
        assert_eq!(numbers(Circular::Of2025), ["01", "02", "03", "04", "06", "07", "–", "–", "–", "–", "–"]);
    }
}
