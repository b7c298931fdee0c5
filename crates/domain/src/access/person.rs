//! People and the roles they hold at units from one day to another.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::WorkKind;

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
    /// Whether the post is that of a deputy of the head (cấp phó), who may be asked to sign in the head's place (ký thay,
    /// KT.).
    #[serde(default, skip_serializing_if = "is_false")]
    pub deputy: bool,
    /// The account whose role it is, where it was given for a time (ủy quyền); `None` for one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// The procedures to whose dossiers a given role is limited; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedures: Option<Vec<String>>,
    /// The kinds of work to which a given role is limited; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub works: Option<BTreeSet<WorkKind>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is the serialiser's")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Grant {
    /// A role of one's own, for everything that it opens.
    #[must_use]
    pub const fn own(role: Role, unit: String, valid_from: Date, valid_to: Option<Date>) -> Self {
        Self { role, unit, valid_from, valid_to, deputy: false, on_behalf_of: None, procedures: None, works: None }
    }

    /// Whether the role is held on that day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether the role opens everything that it opens for its holder.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.procedures.is_none() && self.works.is_none()
    }

    /// Whether the role is held for this kind of work.
    #[must_use]
    pub fn opens(&self, work: WorkKind) -> bool {
        self.works.as_ref().is_none_or(|works| works.contains(&work))
    }

    /// Whether the role is held for dossiers of this procedure.
    #[must_use]
    pub fn covers(&self, procedure: &str) -> bool {
        self.procedures.as_ref().is_none_or(|list| list.iter().any(|id| id == procedure))
    }
}

/// By what right a person acts: their own post, or that of the account named here, given for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Right<'p> {
    pub(super) on_behalf_of: Option<&'p str>,
}

impl Right<'_> {
    pub(super) const OWN: Self = Self { on_behalf_of: None };
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
    /// Whether the person holds this role at this unit on this day, of their own or given for a time. A role that was given
    /// for some procedures or kinds of work only does not count: it opens those and nothing else.
    #[must_use]
    pub fn holds(&self, role: Role, unit: &str, today: Date) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role == role && grant.unit == unit && grant.holds_on(today) && grant.is_whole())
    }

    /// By what rights the person holds this role for one of these kinds of work on dossiers of a procedure on this day.
    pub(super) fn rights<'p>(
        &'p self,
        role: Role,
        unit: &'p str,
        (procedure, works): (&'p str, &'p [WorkKind]),
        today: Date,
    ) -> impl Iterator<Item = Right<'p>> {
        let held = move |grant: &&Grant| {
            grant.role == role
                && grant.unit == unit
                && grant.holds_on(today)
                && grant.covers(procedure)
                && works.iter().any(|work| grant.opens(*work))
        };
        self.grants.iter().filter(held).map(|grant| Right { on_behalf_of: grant.on_behalf_of.as_deref() })
    }

    /// Whether any role was given to the person for a time, of any time.
    #[must_use]
    pub fn acts_for_others(&self) -> bool {
        self.grants.iter().any(|grant| grant.on_behalf_of.is_some())
    }

    /// Whether the person holds this role anywhere on this day.
    #[must_use]
    pub fn holds_anywhere(&self, role: Role, today: Date) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.holds_on(today) && grant.is_whole())
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
