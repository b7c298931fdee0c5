//! How a text stands on a day: worked out, never typed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Action, Library, Statute};

/// How a text stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Chưa có hiệu lực.
    NotYet,
    /// Còn hiệu lực.
    InForce,
    /// Ngưng hiệu lực một phần.
    PartlySuspended,
    /// Hết hiệu lực một phần: parts of it were repealed or amended.
    PartlyExpired,
    /// Ngưng hiệu lực toàn bộ.
    Suspended,
    /// Hết hiệu lực toàn bộ.
    Expired,
}

impl Status {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::NotYet, Self::InForce, Self::PartlySuspended, Self::PartlyExpired, Self::Suspended, Self::Expired];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::InForce => "in_force",
            Self::PartlySuspended => "partly_suspended",
            Self::PartlyExpired => "partly_expired",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
        }
    }
}

impl Library {
    /// How a text stands on a day; none for one that is not there.
    #[must_use]
    pub fn status(&self, id: &str, day: Date) -> Option<Status> {
        self.get(id).map(|text| self.status_of(text, day))
    }

    fn status_of(&self, text: &Statute, day: Date) -> Status {
        if self.fall(&text.id).is_some_and(|fall| fall.on <= day) {
            return Status::Expired;
        }
        if day < text.from {
            return Status::NotYet;
        }
        let mut status = Status::InForce;
        for (by, relation, from) in self.acting_on(&text.id) {
            if from > day {
                continue;
            }
            let found = match &relation.action {
                Action::Suspend { to, .. } if to.is_some_and(|to| to < day) || !self.stands(by, day) => continue,
                Action::Suspend { part: None, .. } => Status::Suspended,
                Action::Suspend { part: Some(_), .. } => Status::PartlySuspended,
                Action::Amend { .. } | Action::Repeal { part: Some(_) } => Status::PartlyExpired,
                // A replacement or repeal that works is a fall, which was looked at above.
                Action::Replace
                | Action::Repeal { part: None }
                | Action::Insert { .. }
                | Action::Correct { .. }
                | Action::Guide { .. }
                | Action::BasedOn { .. } => continue,
            };
            status = status.max(found);
        }
        status
    }
}
