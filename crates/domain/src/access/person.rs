//! People and the roles they hold at units from one day to another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a person is to an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One-stop clerk (cán bộ một cửa): receives and returns at a desk.
    Clerk,
    /// Case officer (chuyên viên thụ lý): works the dossier.
    Officer,
    /// Head of unit (thủ trưởng, người đứng đầu): assigns, decides, signs, answers for deadlines.
    Leader,
    /// Records clerk (văn thư): numbers and issues results, archives.
    RecordsClerk,
    /// Reform office (bộ phận kiểm soát thủ tục hành chính, cải cách hành chính): sees every dossier, changes none.
    ReformOffice,
    /// Administrator (quản trị hệ thống): accounts and data, no dossiers.
    Administrator,
}

impl Role {
    /// Every role, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Clerk, Self::Officer, Self::Leader, Self::RecordsClerk, Self::ReformOffice, Self::Administrator];

    /// The stable name, as stored and as given to the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Officer => "officer",
            Self::Leader => "leader",
            Self::RecordsClerk => "records_clerk",
            Self::ReformOffice => "reform_office",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// One role at one unit, from a day to a day, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role held.
    pub role: Role,
    /// Where it is held.
    pub unit: String,
    /// First day.
    pub valid_from: Date,
    /// Last day; `None` while it lasts.
    pub valid_to: Option<Date>,
}

impl Grant {
    /// Whether the role is held on that day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// Somebody who is signed in. Everybody is also a citizen: applications of one's own need no role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Stable id of the account.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// The pseudonym under which this person's own dossiers and personal data are kept.
    pub subject: Option<String>,
    /// Roles, past, present and future.
    pub grants: Vec<Grant>,
}

impl Person {
    /// Whether the person holds this role at this unit on this day.
    #[must_use]
    pub fn holds(&self, role: Role, unit: &str, today: Date) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.unit == unit && grant.holds_on(today))
    }

    /// Whether the person holds this role anywhere on this day.
    #[must_use]
    pub fn holds_anywhere(&self, role: Role, today: Date) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.holds_on(today))
    }

    /// Whether the person works with dossiers at this unit on this day.
    #[must_use]
    pub fn works_at(&self, unit: &str, today: Date) -> bool {
        [Role::Clerk, Role::Officer, Role::Leader, Role::RecordsClerk]
            .into_iter()
            .any(|role| self.holds(role, unit, today))
    }

    /// The units at which the person works with dossiers on this day, without repetition, in the order of the grants.
    #[must_use]
    pub fn units(&self, today: Date) -> Vec<&str> {
        let mut units: Vec<&str> = Vec::new();
        for grant in &self.grants {
            if self.works_at(&grant.unit, today) && !units.contains(&grant.unit.as_str()) {
                units.push(&grant.unit);
            }
        }
        units
    }

    /// Whether the person holds any role on this day.
    #[must_use]
    pub fn is_staff(&self, today: Date) -> bool {
        self.grants.iter().any(|grant| grant.holds_on(today))
    }
}
