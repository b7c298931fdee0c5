//! A published ground on which a dossier is refused, returned, or a supplement is asked for.

use crate::organisation::Validity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is done on a ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAction {
    /// Từ chối tiếp nhận.
    RefuseReceipt,
    /// Từ chối giải quyết.
    RefuseHandling,
    /// Trả lại hồ sơ.
    Return,
    /// Yêu cầu bổ sung, hoàn thiện hồ sơ.
    AskSupplement,
}

impl NoticeAction {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::RefuseReceipt, Self::RefuseHandling, Self::Return, Self::AskSupplement];

    /// The word that files use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RefuseReceipt => "refuse_receipt",
            Self::RefuseHandling => "refuse_handling",
            Self::Return => "return",
            Self::AskSupplement => "ask_supplement",
        }
    }
}

/// What a sentence may leave open: the paper, the authority, the place to hand in, the day, the detail.
pub const PLACEHOLDERS: [&str; 5] = ["giay_to", "co_quan", "noi_nop", "ngay", "chi_tiet"];

/// A published ground (căn cứ, lý do).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Its code: `paper_missing`.
    pub code: String,
    /// For what it is used.
    pub action: NoticeAction,
    /// Vietnamese name, as a list shows it.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// What the applicant reads, with places left open: `Hồ sơ chưa có {giay_to}.`
    pub sentence_vi: String,
    /// What the applicant can do now, with places left open.
    pub next_step_vi: String,
    /// The clause.
    pub legal_basis_vi: String,
    /// Whether the clause that counts is in the law of the field, and must be named for each dossier.
    pub sector_clause: bool,
    /// What could not be made sure of the clause; none when it was read.
    pub gap_vi: Option<String>,
    /// Days on which it is in force.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
}

impl Ground {
    /// The sentence with its open places filled; the first place without a value when one is missing.
    pub fn sentence(&self, values: &BTreeMap<String, String>) -> Result<String, String> {
        filled(&self.sentence_vi, values)
    }

    /// The next step with its open places filled; the first place without a value when one is missing.
    pub fn next_step(&self, values: &BTreeMap<String, String>) -> Result<String, String> {
        filled(&self.next_step_vi, values)
    }
}

/// The places that a text leaves open, in order. A brace that opens none, or is never closed, is given with its text.
#[must_use]
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        found.push(name);
        rest = behind;
    }
    found
}

fn filled(text: &str, values: &BTreeMap<String, String>) -> Result<String, String> {
    let mut sentence = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        let value = values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
        sentence.push_str(before);
        sentence.push_str(value.ok_or_else(|| name.to_owned())?);
        rest = behind;
    }
    sentence.push_str(rest);
    Ok(sentence)
}
