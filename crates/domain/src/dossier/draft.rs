//! The draft of a result (dự thảo kết quả): written from a template by whoever works on the dossier, kept for whoever signs.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::decide::{named, optional};
use super::{Decided, Decision, Dossier, Event, FileRef, Private};

/// The template of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultTemplate {
    /// Quyết định, in the layout of Decree 30/2020/NĐ-CP.
    Decision,
    /// Trích lục: what was declared, line by line.
    Extract,
}

impl ResultTemplate {
    /// Every template, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Decision, Self::Extract];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Extract => "extract",
        }
    }

    /// The template of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }
}

/// What a draft says, as somebody wrote it; it may name people and is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DraftText {
    /// Tên loại văn bản, such as `TRÍCH LỤC KHAI SINH`.
    pub title: String,
    /// Trích yếu: what it is about.
    pub subject: String,
    /// Căn cứ, a line each.
    pub basis: String,
    /// The articles of a decision, or the lines `label: value` of an extract.
    pub content: String,
    /// Chức vụ of who signs, with on whose behalf in a line of its own above.
    pub signer_title: String,
    /// Họ và tên of who signs; may be left to the signature.
    pub signer_name: String,
}

impl DraftText {
    /// As it is kept, or what is missing.
    fn checked(self) -> Result<Self, super::Refusal> {
        Ok(Self {
            title: named(&self.title, "title")?,
            subject: optional(&self.subject)?,
            basis: optional(&self.basis)?,
            content: named(&self.content, "content")?,
            signer_title: optional(&self.signer_title)?,
            signer_name: optional(&self.signer_name)?,
        })
    }
}

/// The draft that stands, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// From which template.
    pub template: ResultTemplate,
    /// The paper as it was seen when it was kept.
    pub file: FileRef,
    /// When it was kept.
    pub at: DateTime,
}

impl Dossier {
    /// Keeps a draft in the place of the one before; only a signature makes a result of it.
    #[expect(clippy::unused_self, reason = "reads as what becomes of the dossier")]
    pub(super) fn draft_result(
        &self,
        at: DateTime,
        template: ResultTemplate,
        text: DraftText,
        file: FileRef,
    ) -> Decided {
        Ok(Decision {
            event: Event::ResultDrafted { at, template, file },
            private: Some(Private::Draft(text.checked()?)),
        })
    }
}
