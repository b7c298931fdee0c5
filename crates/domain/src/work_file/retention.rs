//! How long files are kept, and the published periods (data with dates).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::organisation::Validity;

/// Shortest period in years (Archives Law 33/2024/QH15, Article 15).
const YEARS_MIN: u8 = 2;
/// Longest period in years that is not for ever (same article).
const YEARS_MAX: u8 = 70;
/// From so many years on a file is handed to the archive (Decree 30/2020/NĐ-CP, Article 30).
const ARCHIVED_FROM: u8 = 5;

/// How long a file is kept (thời hạn bảo quản). Later ones are longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// Years after the year in which the work ended.
    Years(u8),
    /// For ever (vĩnh viễn).
    Permanent,
}

impl Retention {
    /// A period as the law allows it; none for others.
    #[must_use]
    pub const fn years(years: u8) -> Option<Self> {
        if years < YEARS_MIN || years > YEARS_MAX { None } else { Some(Self::Years(years)) }
    }

    /// Whether the file goes to the archive of the agency.
    #[must_use]
    pub const fn is_archived(self) -> bool {
        match self {
            Self::Permanent => true,
            Self::Years(years) => years >= ARCHIVED_FROM,
        }
    }

    /// The first day on which a file whose work ended on `ended` may be destroyed; none where that never is.
    #[must_use]
    pub fn over_on(self, ended: Date) -> Option<Date> {
        match self {
            Self::Permanent => None,
            Self::Years(years) => {
                let year = ended.year().checked_add(i16::from(years))?.checked_add(1)?;
                Date::new(year, 1, 1).ok()
            }
        }
    }

    /// Its number of years; none for ever.
    #[must_use]
    pub const fn number(self) -> Option<u8> {
        match self {
            Self::Permanent => None,
            Self::Years(years) => Some(years),
        }
    }
}

/// A group of files with its period (bảng thời hạn bảo quản).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionGroup {
    /// Its stable name.
    pub id: String,
    /// What belongs to it.
    pub name_vi: String,
    /// In English.
    pub name_en: String,
    /// How long; none is for ever.
    pub years: Option<u8>,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// The clause.
    pub legal_basis_vi: String,
    /// Where it was read.
    pub source: String,
}

impl RetentionGroup {
    /// Its period.
    #[must_use]
    pub const fn retention(&self) -> Retention {
        match self.years {
            None => Retention::Permanent,
            Some(years) => Retention::Years(years),
        }
    }
}

/// The published periods (`data/documents/retention.json`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionSchedule(Vec<RetentionGroup>);

/// Why a schedule is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum ScheduleFault {
    #[error("not a schedule of periods: {why}")]
    Shape { why: String },
    #[error("count is {count}, and there are {found}")]
    Count { count: usize, found: usize },
    #[error("{field} of {id} is empty or written in another way than it must be")]
    Text { id: String, field: &'static str },
    #[error("{id}: {years} years is no period of the law")]
    Years { id: String, years: u8 },
    #[error("{id} stands twice, or its days are not in order")]
    Days { id: String },
}

#[derive(Deserialize)]
struct File {
    count: usize,
    retention_groups: Vec<RetentionGroup>,
}

impl RetentionSchedule {
    /// Reads a file; every fault at once.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<ScheduleFault>> {
        let shape = |error: serde_json::Error| vec![ScheduleFault::Shape { why: error.to_string() }];
        let File { count, retention_groups: groups } = serde_json::from_slice(bytes).map_err(shape)?;
        let mut faults = Vec::new();
        if count != groups.len() {
            faults.push(ScheduleFault::Count { count, found: groups.len() });
        }
        let mut known = std::collections::BTreeSet::new();
        for group in &groups {
            faults.extend(faults_of(group));
            if !known.insert(group.id.as_str()) || !group.validity.is_ordered() {
                faults.push(ScheduleFault::Days { id: group.id.clone() });
            }
        }
        if faults.is_empty() { Ok(Self(groups)) } else { Err(faults) }
    }

    /// Groups that hold on a day, in the order of the file.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &RetentionGroup> {
        self.0.iter().filter(move |group| group.validity.contains(day))
    }

    /// The group of that id on a day.
    #[must_use]
    pub fn get(&self, id: &str, day: Date) -> Option<&RetentionGroup> {
        self.on(day).find(|group| group.id == id)
    }
}

fn faults_of(group: &RetentionGroup) -> Vec<ScheduleFault> {
    let id = || group.id.clone();
    let texts = [
        ("id", &group.id),
        ("name_vi", &group.name_vi),
        ("name_en", &group.name_en),
        ("legal_basis_vi", &group.legal_basis_vi),
        ("source", &group.source),
    ];
    let wrong = texts.into_iter().filter(|(_, text)| text.is_empty() || crate::text::composed(text) != **text);
    let mut faults: Vec<ScheduleFault> = wrong.map(|(field, _)| ScheduleFault::Text { id: id(), field }).collect();
    if let Some(years) = group.years.filter(|years| Retention::years(*years).is_none()) {
        faults.push(ScheduleFault::Years { id: id(), years });
    }
    faults
}
