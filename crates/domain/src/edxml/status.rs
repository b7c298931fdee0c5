//! Messages that say how far a document is at its receiver, or that its sender asks it back.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Organ, Response, Staff};

/// How far a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusCode {
    /// 01 Đã đến: the receiver's system has it.
    Arrived,
    /// 02 Từ chối tiếp nhận.
    Refused,
    /// 03 Đã tiếp nhận, vào sổ.
    Registered,
    /// 04 Phân công.
    Assigned,
    /// 05 Đang xử lý.
    InWork,
    /// 06 Hoàn thành.
    Finished,
    /// 13 Yêu cầu lấy lại: said by the sender.
    AskedBack,
    /// 15 Đồng ý cập nhật, lấy lại.
    ChangeAgreed,
    /// 16 Từ chối cập nhật, lấy lại.
    ChangeRefused,
}

impl StatusCode {
    /// Every one, by its code.
    pub const ALL: [Self; 9] = [
        Self::Arrived,
        Self::Refused,
        Self::Registered,
        Self::Assigned,
        Self::InWork,
        Self::Finished,
        Self::AskedBack,
        Self::ChangeAgreed,
        Self::ChangeRefused,
    ];

    /// Its two digits.
    #[must_use]
    pub const fn digits(self) -> &'static str {
        match self {
            Self::Arrived => "01",
            Self::Refused => "02",
            Self::Registered => "03",
            Self::Assigned => "04",
            Self::InWork => "05",
            Self::Finished => "06",
            Self::AskedBack => "13",
            Self::ChangeAgreed => "15",
            Self::ChangeRefused => "16",
        }
    }

    /// The status of those digits.
    #[must_use]
    pub fn from_digits(digits: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.digits() == digits)
    }

    /// Whether it must say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        match self {
            Self::Refused | Self::AskedBack | Self::ChangeRefused => true,
            Self::Arrived | Self::Registered | Self::Assigned | Self::InWork | Self::Finished | Self::ChangeAgreed => {
                false
            }
        }
    }
}

/// A status message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Who says it.
    pub from: Organ,
    /// Of which document.
    pub response: Response,
    /// Who there knows more.
    pub staff: Option<Staff>,
    /// How far it is.
    pub code: StatusCode,
    /// In words; the reason where one is needed.
    pub description: String,
    /// When, in the civil time of who says it.
    pub at: Option<DateTime>,
}
