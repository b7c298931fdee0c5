//! How a text stands on a day, and why: worked out, never typed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Action, Address, Fall, Library, Statute};

/// How a text stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its first day is not known, and nothing says that it fell.
    Unknown,
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
    pub const ALL: [Self; 7] = [
        Self::InForce,
        Self::PartlyExpired,
        Self::PartlySuspended,
        Self::Suspended,
        Self::Expired,
        Self::NotYet,
        Self::Unknown,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotYet => "not_yet",
            Self::InForce => "in_force",
            Self::PartlySuspended => "partly_suspended",
            Self::PartlyExpired => "partly_expired",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
        }
    }
}

/// A fact from which a status follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The register does not know its first day.
    NoDay,
    /// Its first day.
    Begins {
        /// Which.
        on: Date,
    },
    /// It fell, or will.
    Falls(Fall),
    /// A text took words of it, or put others in their place.
    Altered {
        /// Which text.
        by: String,
        /// Since when.
        since: Date,
        /// Which part; none where the register does not name it.
        part: Option<Address>,
    },
    /// A text suspended it.
    Suspended {
        /// Which text.
        by: String,
        /// Since when.
        since: Date,
        /// The last day; none until further notice.
        to: Option<Date>,
        /// Which part; none for all of it.
        part: Option<Address>,
    },
}

/// A status with the facts from which it follows, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How it stands.
    pub status: Status,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Library {
    /// How a text stands on a day; none for one that is not there.
    #[must_use]
    pub fn status(&self, id: &str, day: Date) -> Option<Status> {
        self.standing(id, day).map(|standing| standing.status)
    }

    /// How a text stands on a day, and why; none for one that is not there.
    #[must_use]
    pub fn standing(&self, id: &str, day: Date) -> Option<Standing> {
        self.get(id).map(|text| self.standing_of(text, day))
    }

    fn standing_of(&self, text: &Statute, day: Date) -> Standing {
        let begins = text.from.map_or(Reason::NoDay, |on| Reason::Begins { on });
        let ends = self.fall(&text.id).map(|fall| Reason::Falls(fall.clone()));
        if self.fall(&text.id).is_some_and(|fall| fall.on <= day) {
            return Standing { status: Status::Expired, reasons: [begins].into_iter().chain(ends).collect() };
        }
        let mut status = match text.from {
            None => Status::Unknown,
            Some(from) if day < from => Status::NotYet,
            Some(_) => Status::InForce,
        };
        let mut reasons = vec![begins];
        if status == Status::InForce {
            for (found, reason) in self.touched(text, day) {
                status = status.max(found);
                reasons.push(reason);
            }
        }
        reasons.extend(ends);
        Standing { status, reasons }
    }

    /// What other texts took from it or suspended by that day.
    fn touched(&self, text: &Statute, day: Date) -> Vec<(Status, Reason)> {
        let mut found = Vec::new();
        for (by, relation, since) in self.acting_on(&text.id) {
            if since > day {
                continue;
            }
            let altered = |part: Option<&Address>| Reason::Altered { by: by.id.clone(), since, part: part.cloned() };
            found.push(match &relation.action {
                Action::Suspend { to, .. } if to.is_some_and(|to| to < day) || !self.stands(by, day) => continue,
                Action::Suspend { part, to } => {
                    let status = if part.is_none() { Status::Suspended } else { Status::PartlySuspended };
                    (status, Reason::Suspended { by: by.id.clone(), since, to: *to, part: part.clone() })
                }
                Action::Amend { part, .. } | Action::Repeal { part: Some(part) } => {
                    (Status::PartlyExpired, altered(Some(part)))
                }
                Action::Alter => (Status::PartlyExpired, altered(None)),
                // A replacement or repeal that works is a fall, which was looked at before.
                Action::Replace
                | Action::Repeal { part: None }
                | Action::Insert { .. }
                | Action::Correct { .. }
                | Action::Guide { .. }
                | Action::BasedOn { .. } => continue,
            });
        }
        found
    }
}
