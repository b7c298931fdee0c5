//! A legal text as it was issued: its dates, its parts, and what it does to other texts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Address, Label};

/// An article, clause or point as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its number or letter.
    pub label: Label,
    /// Its heading; articles have one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Its own words, before those of its parts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Clauses of an article, points of a clause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// What a text does to another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Sửa đổi: these words stand in the place of that part, under its label.
    Amend {
        /// Which part.
        part: Address,
        /// The new wording.
        wording: Part,
    },
    /// Bổ sung: a new part.
    Insert {
        /// Into which part; none for a new article.
        within: Option<Address>,
        /// Behind which of its parts; none for the first place.
        after: Option<Label>,
        /// The new part.
        wording: Part,
    },
    /// Đính chính: these words should have stood there from the beginning.
    Correct {
        /// Which part.
        part: Address,
        /// The right wording.
        wording: Part,
    },
    /// Sửa đổi, bổ sung, bãi bỏ một số điều, where the register has not the words: parts of it are not as they were.
    Alter,
    /// Thay thế: the whole text falls.
    Replace,
    /// Bãi bỏ: the whole text falls, or a part of it.
    Repeal {
        /// Which part; none for all.
        part: Option<Address>,
    },
    /// Ngưng hiệu lực, đình chỉ thi hành.
    Suspend {
        /// Which part; none for all.
        part: Option<Address>,
        /// The last day; none until further notice.
        to: Option<Date>,
    },
    /// Quy định chi tiết, hướng dẫn: it falls with what it details.
    Guide {
        /// Whether the issuer announced that it stays all the same.
        #[serde(default)]
        stays: bool,
    },
    /// Căn cứ.
    BasedOn {
        /// On which part; none for all.
        part: Option<Address>,
    },
}

impl Action {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Amend { .. } => "amend",
            Self::Insert { .. } => "insert",
            Self::Correct { .. } => "correct",
            Self::Alter => "alter",
            Self::Replace => "replace",
            Self::Repeal { .. } => "repeal",
            Self::Suspend { .. } => "suspend",
            Self::Guide { .. } => "guide",
            Self::BasedOn { .. } => "based_on",
        }
    }

    /// The part that it is about; none for a text as a whole, and for what comes new.
    #[must_use]
    pub const fn part(&self) -> Option<&Address> {
        match self {
            Self::Amend { part, .. } | Self::Correct { part, .. } => Some(part),
            Self::Repeal { part } | Self::Suspend { part, .. } | Self::BasedOn { part } => part.as_ref(),
            Self::Insert { within, .. } => within.as_ref(),
            Self::Alter | Self::Replace | Self::Guide { .. } => None,
        }
    }
}

/// One thing that a text does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// To which text.
    pub target: String,
    /// What.
    #[serde(flatten)]
    pub action: Action,
    /// From which day; none from the first day of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Where the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_in: Option<Address>,
    /// Where that was read, if not where the text was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A legal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statute {
    /// Its number and symbol, once among those of the library: `15/2026/QĐ-UBND`.
    pub id: String,
    /// The type: `Quyết định`.
    pub kind_vi: String,
    /// Who issued it.
    pub issuer_vi: String,
    /// What it is about.
    pub title_vi: String,
    /// The field of law, for lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field_vi: String,
    /// When it was signed; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Date>,
    /// Its first day; none where that is not known. Such a text has no status before it falls, and does nothing to others
    /// but on days that its relations name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Its last day by its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Its articles; none where the register knows only of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Part>,
    /// What it does to others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// What is not known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap_vi: Option<String>,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Statute {
    /// The day from which one of its relations works; none where no day is known.
    #[must_use]
    pub fn starts(&self, relation: &Relation) -> Option<Date> {
        relation.from.max(self.from)
    }

    /// Its symbol as a part of an address: `15/2026/QĐ-UBND` is `15-2026-qd-ubnd`.
    #[must_use]
    pub fn slug(&self) -> String {
        slug(&self.id)
    }
}

/// A symbol as a part of an address.
#[must_use]
pub fn slug(id: &str) -> String {
    crate::text::fold(id).replace([' ', '.'], "-")
}
