//! The papers that a procedure asks for.

use serde::{Deserialize, Serialize};

use crate::rule::Rule;

/// Whether a paper is handed in or only shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmitMode {
    /// Nộp.
    Submit,
    /// Xuất trình.
    Present,
}

/// A kind of file that a component takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// PDF document.
    Pdf,
    /// JPEG picture.
    Jpg,
    /// PNG picture.
    Png,
}

impl FileKind {
    /// Taken wherever the procedure says nothing else.
    pub const DEFAULT: [Self; 3] = [Self::Pdf, Self::Jpg, Self::Png];

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The kind of that media type.
    #[must_use]
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::DEFAULT.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

/// A paper of the dossier (thành phần hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Stable within the procedure version: `c1`, `c2`, … by published order.
    pub id: String,
    /// Published order, from 1.
    pub order: u32,
    /// Name of the paper.
    pub name_vi: String,
    /// Number of the printed form, where there is one.
    pub form_no: Option<String>,
    /// Originals (bản chính), where the source says.
    pub originals: Option<u32>,
    /// Copies (bản sao), where the source says.
    pub copies: Option<u32>,
    /// Needed in every case.
    pub required: bool,
    /// Needed in the case that `case_vi` names.
    pub required_in_case: bool,
    /// Handed in or shown.
    pub submit_mode: SubmitMode,
    /// The case to which the paper belongs; none means all.
    pub case_vi: Option<String>,
    /// The state register that already holds it (Decree 61/2018/NĐ-CP, Article 7): then it must not be asked for.
    #[serde(default)]
    pub held_by: Option<String>,
    /// When it is needed, over the answers of the form; none means as `required` says.
    #[serde(default)]
    pub needed_when: Option<Rule>,
    /// Kind of the paper, the same in all procedures: one that an authority found acceptable before counts here too.
    /// None for what is made for one case, as a declaration is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_kind: Option<String>,
    /// Procedures whose results are this paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_results: Vec<String>,
    /// Months for which one that is kept counts; none means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_months: Option<u32>,
    /// Kinds of file taken.
    pub file_kinds: Vec<FileKind>,
    /// Largest file taken, in bytes.
    pub max_bytes: u64,
}

impl Component {
    /// Largest file taken where the procedure says nothing else: 20 MB.
    pub const DEFAULT_MAX_BYTES: u64 = 20 * 1024 * 1024;

    /// The stable id of the paper with that published order.
    #[must_use]
    pub fn id_of(order: u32) -> String {
        format!("c{order}")
    }
}
