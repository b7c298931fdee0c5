//! Marks on a document: how urgent it is, how far it may go round, and the levels of state secrets, which are refused.

use serde::{Deserialize, Serialize};

use crate::edxml::Priority;
use crate::text::fold;

/// How urgent it is (độ khẩn).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Thường.
    #[default]
    Normal,
    /// Khẩn.
    Urgent,
    /// Thượng khẩn.
    VeryUrgent,
    /// Hỏa tốc; with a time when it is to be handed over, hỏa tốc hẹn giờ.
    Express,
}

impl Urgency {
    /// Every one, the least first.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Urgent, Self::VeryUrgent, Self::Express];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Urgent => "urgent",
            Self::VeryUrgent => "very_urgent",
            Self::Express => "express",
        }
    }

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.name() == name)
    }

    /// Whether it is handled and sent at once.
    #[must_use]
    pub const fn is_urgent(self) -> bool {
        match self {
            Self::Normal => false,
            Self::Urgent | Self::VeryUrgent | Self::Express => true,
        }
    }

    /// What is stamped, with width and height in millimetres.
    #[must_use]
    pub const fn stamp(self) -> Option<(&'static str, u8, u8)> {
        match self {
            Self::Normal => None,
            Self::Urgent => Some(("KHẨN", 20, 8)),
            Self::VeryUrgent => Some(("THƯỢNG KHẨN", 40, 8)),
            Self::Express => Some(("HỎA TỐC", 30, 8)),
        }
    }
}

impl From<Priority> for Urgency {
    fn from(priority: Priority) -> Self {
        match priority {
            Priority::Normal => Self::Normal,
            Priority::Urgent => Self::Urgent,
            Priority::VeryUrgent => Self::VeryUrgent,
            Priority::Express | Priority::ExpressTimed => Self::Express,
        }
    }
}

/// How far it may go round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circulation {
    /// Xem xong trả lại.
    ReturnAfterReading,
    /// Lưu hành nội bộ.
    Internal,
}

impl Circulation {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Internal, Self::ReturnAfterReading];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReturnAfterReading => "return_after_reading",
            Self::Internal => "internal",
        }
    }

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|circulation| circulation.name() == name)
    }
}

/// A level of state secrets (Law 29/2018/QH14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretLevel {
    /// Mật.
    Secret,
    /// Tối mật.
    HighlySecret,
    /// Tuyệt mật.
    TopSecret,
}

/// The marks that a document carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// How urgent it is.
    #[serde(default)]
    pub urgency: Urgency,
    /// How far it may go round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circulation: Option<Circulation>,
    /// The mark of secrecy as it was read or typed; a document that has one is refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secrecy: String,
}

/// The level that a mark names. An ordinary mark, or none, names no level.
///
/// Documents with state secrets go through a system of their own (Decision 28/2018/QĐ-TTg excludes them).
#[must_use]
pub fn secret_level(mark: &str) -> Option<SecretLevel> {
    let folded = fold(mark);
    let words = folded.strip_prefix("do ").unwrap_or(&folded);
    match words {
        "tuyet mat" | "a" => Some(SecretLevel::TopSecret),
        "toi mat" | "b" => Some(SecretLevel::HighlySecret),
        "mat" | "c" => Some(SecretLevel::Secret),
        _other if words.contains("tuyet mat") => Some(SecretLevel::TopSecret),
        _other if words.contains("toi mat") => Some(SecretLevel::HighlySecret),
        _other => None,
    }
}
