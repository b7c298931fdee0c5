//! The four lists of the systematisation of legal texts, as of its last day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Broken, Cite, Library, Status, Statute};

/// One of the four lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemList {
    /// Hết hiệu lực, ngưng hiệu lực toàn bộ.
    Expired,
    /// Hết hiệu lực, ngưng hiệu lực một phần.
    Partly,
    /// Còn hiệu lực.
    InForce,
    /// Cần sửa đổi, thay thế, bãi bỏ hoặc ban hành mới: what they are based on or detail does not hold any more.
    ToHandle,
}

impl SystemList {
    /// The four, in the order of the law.
    pub const ALL: [Self; 4] = [Self::Expired, Self::Partly, Self::InForce, Self::ToHandle];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Partly => "partly",
            Self::InForce => "in_force",
            Self::ToHandle => "to_handle",
        }
    }
}

/// A text in one of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Systematised<'l> {
    /// The text.
    pub text: &'l Statute,
    /// How it stands on the last day.
    pub status: Status,
    /// Of a text to be handled: what it cites that does not hold any more.
    pub broken: Vec<Broken>,
}

impl Library {
    /// One of the four lists as of the last day of the period, by field, legal force and date. Texts that fell before the
    /// first day of the period stood in the lists of an earlier one; those that are not in force yet, or of which no first
    /// day is known, stand in none.
    #[must_use]
    pub fn systematised(&self, which: SystemList, first: Date, last: Date) -> Vec<Systematised<'_>> {
        let cites = self.own_cites(last);
        let mut found: Vec<Systematised<'_>> =
            self.texts().filter_map(|text| self.systematised_one(text, which, (first, last), &cites)).collect();
        found.sort_by_key(|one| {
            (one.text.field_vi.clone(), force(&one.text.kind_vi), one.text.from, one.text.id.clone())
        });
        found
    }

    fn systematised_one<'l>(
        &'l self,
        text: &'l Statute,
        which: SystemList,
        (first, last): (Date, Date),
        cites: &[Cite],
    ) -> Option<Systematised<'l>> {
        let status = self.status(&text.id, last)?;
        let own = || cites.iter().filter(|cite| cite.citer == text.id).cloned().collect::<Vec<_>>();
        let broken = if which == SystemList::ToHandle { self.broken(&own(), last) } else { Vec::new() };
        let is_in = match status {
            Status::Expired => which == SystemList::Expired && self.fall(&text.id).is_some_and(|fall| fall.on >= first),
            Status::Suspended => which == SystemList::Expired,
            Status::PartlyExpired | Status::PartlySuspended => which == SystemList::Partly || !broken.is_empty(),
            Status::InForce => which == SystemList::InForce || !broken.is_empty(),
            Status::NotYet | Status::Unknown => false,
        };
        is_in.then_some(Systematised { text, status, broken })
    }
}

/// Types of texts, the strongest first.
const BY_FORCE: [&str; 11] = [
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Nghị quyết",
    "Lệnh",
    "Nghị định",
    "Thông tư",
    "Thông tư liên tịch",
    "Quyết định",
    "Chỉ thị",
];

/// Where a type of text stands by its force; one that is not known comes last.
fn force(kind: &str) -> usize {
    BY_FORCE.iter().position(|known| *known == kind).unwrap_or(BY_FORCE.len())
}
