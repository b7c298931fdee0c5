//! One version of one unit, its links to those before and after it, and its identification code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Validity;

/// Where a unit stands (cấp hành chính), or that it is a body of the province rather than a territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh; the level ended on 30 June 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// Sở, ban, ngành, văn phòng, trung tâm: a body, not a territory.
    Body,
}

impl UnitLevel {
    /// The word that files and addresses use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Body => "body",
        }
    }

    /// The kinds (`kind_vi`) that a unit of this level may be.
    #[must_use]
    pub const fn kinds_vi(self) -> &'static [&'static str] {
        match self {
            Self::Province => &["tỉnh", "thành phố"],
            Self::District => &["huyện", "quận", "thị xã", "thành phố"],
            Self::Commune => &["xã", "phường", "thị trấn", "đặc khu"],
            Self::Body => &[
                "sở",
                "ban",
                "ban quản lý",
                "cơ quan ngang sở",
                "chi cục",
                "đơn vị sự nghiệp thuộc sở",
                "ngành dọc",
                "phòng",
                "thanh tra",
                "trung tâm",
                "trung tâm cấp xã",
                "văn phòng",
            ],
        }
    }
}

/// How a unit carries on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Nhập cùng đơn vị khác thành đơn vị mới.
    Merged,
    /// Nhập vào đơn vị đã có.
    MergedInto,
    /// Đơn vị đã có nhận đơn vị khác nhập vào.
    Absorbed,
    /// A part of the older unit went there.
    PartOf,
    /// What was left of the older unit after parts went elsewhere.
    RemainderOf,
    /// Giữ nguyên, không sắp xếp.
    Unchanged,
}

/// A link from a unit to one before or after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLink {
    /// The other unit.
    pub unit_id: String,
    /// How the later one carries on the earlier.
    pub relation: Relation,
    /// When, as far as the source says.
    pub date: Option<Date>,
}

/// A change of name or kind while the unit went on (đổi tên, nâng cấp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameChange {
    /// First day of the new name, where known.
    pub date: Option<Date>,
    /// Full name before.
    pub from_vi: String,
    /// Full name after.
    pub to_vi: String,
    /// Legal basis as the source names it.
    pub basis_vi: Option<String>,
}

/// One version of a unit (cơ quan, đơn vị, địa phương).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// GSO code (`05440`) of a territory, short name (`so-noi-vu`) of a body; the same in all versions.
    pub id: String,
    /// Level of government, or body.
    pub level: UnitLevel,
    /// Kind: `xã`, `phường`, `sở`, …
    pub kind_vi: String,
    /// Name without the kind: `Đức Xuân`.
    pub name_vi: String,
    /// Name with the kind: `Phường Đức Xuân`.
    pub full_name_vi: String,
    /// Name in letters without diacritics, where the source has one.
    pub name_en: Option<String>,
    /// The unit above: the district or province of a territory, the province of a body.
    pub parent_id: Option<String>,
    /// First day of this version; unknown for most units older than 2025.
    pub valid_from: Option<Date>,
    /// Last day of this version.
    pub valid_to: Option<Date>,
    /// First day for which the file that brought this version speaks.
    pub known_from: Date,
    /// Mã định danh cơ quan of Decision 20/2020/QĐ-TTg, where known.
    pub identification_code: Option<String>,
    /// Units that this one carries on.
    pub predecessors: Vec<UnitLink>,
    /// Units that carry this one on.
    pub successors: Vec<UnitLink>,
    /// Names it had earlier in this version.
    pub changes: Vec<NameChange>,
    /// Number of the resolution that made it.
    pub resolution: Option<String>,
    /// Whether the source was checked against a second one.
    pub verified: bool,
    /// Remarks of whoever collected the record.
    pub notes_vi: Option<String>,
    /// Where the record comes from.
    pub source: String,
}

impl Unit {
    /// The days of this version.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        Validity { from: self.valid_from, to: self.valid_to }
    }

    /// The full name it bore on `date`: `Thị xã Phổ Yên` until April 2022, `Thành phố Phổ Yên` after.
    ///
    /// Sources record a renamed unit under either name, so dated changes go before the recorded one.
    #[must_use]
    pub fn full_name_on(&self, date: Date) -> &str {
        let dated = || self.changes.iter().filter_map(|change| Some((change.date?, change)));
        let last = dated().filter(|(changed, _)| *changed <= date).max_by_key(|(changed, _)| *changed);
        let next = dated().min_by_key(|(changed, _)| *changed);
        match (last, next) {
            (Some((_, change)), _) => &change.to_vi,
            (None, Some((_, change))) => &change.from_vi,
            (None, None) => &self.full_name_vi,
        }
    }
}

/// Whether a code was published or stands in until one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeStatus {
    /// Ours, until the province's own register is loaded.
    Provisional,
    /// Published by the province (QCVN 102, Decision 20/2020/QĐ-TTg).
    Official,
}

/// The identification code (mã định danh cơ quan) of a unit, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCode {
    /// The unit.
    pub unit_id: String,
    /// `H55.05443`: at most 35 characters of `A–Z`, `0–9` and `.` (Decision 20/2020/QĐ-TTg, Article 4).
    pub code: String,
    /// Published or provisional.
    pub status: CodeStatus,
    /// Days on which it is used.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
}

impl UnitCode {
    /// Whether `code` has the form that Decision 20/2020/QĐ-TTg, Article 4, lays down.
    #[must_use]
    pub fn is_well_formed(code: &str) -> bool {
        let mut groups = code.split('.');
        let root = groups.next().unwrap_or_default().as_bytes();
        let root_is_sound = match root {
            [letter, tens, units] => letter.is_ascii_uppercase() && tens.is_ascii_digit() && units.is_ascii_digit(),
            _ => false,
        };
        code.len() <= 35
            && root_is_sound
            && groups.all(|group| {
                !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::UnitCode;

    #[test]
    fn identification_codes_follow_decision_20() {
        for code in ["H55", "H55.242", "H55.05443", "H15.50.05.13"] {
            assert!(UnitCode::is_well_formed(code), "{code}");
        }
        for code in ["", "h55", "H5", "H55.", "H55..1", "H55.a", "055.1", "H55.00000000000000000000000000000000000"] {
            assert!(!UnitCode::is_well_formed(code), "{code}");
        }
    }
}
