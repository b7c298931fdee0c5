//! Who may do what in the registry of procedures.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// What can be done in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegistryAction {
    /// See revisions and their history.
    See,
    /// Begin a new version.
    Open,
    /// Save its content.
    Save,
    /// Keep on a clause what the burden check found in it, or take that back.
    Accept,
    /// Say that it is complete and lawful (kiểm soát).
    Check,
    /// Send it back.
    SendBack,
    /// Approve it (duyệt).
    Approve,
    /// Publish it (công bố).
    Publish,
    /// Give it up.
    Discard,
    /// Take no dossiers for a time (tạm ngừng).
    Suspend,
    /// Take dossiers again.
    Resume,
    /// End the procedure (bãi bỏ).
    Repeal,
}

impl RegistryAction {
    /// What is done with one revision in work, in the order in which it is offered.
    pub const OF_REVISION: [Self; 5] = [Self::Check, Self::Approve, Self::Publish, Self::SendBack, Self::Discard];
    /// What is done with a published procedure.
    pub const OF_PROCEDURE: [Self; 3] = [Self::Suspend, Self::Resume, Self::Repeal];

    /// The stable name, as it stands in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Open => "open",
            Self::Save => "save",
            Self::Accept => "accept",
            Self::Check => "check",
            Self::SendBack => "send-back",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Discard => "discard",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Repeal => "repeal",
        }
    }

    /// The action of that stable name, among those of a revision or a procedure.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::OF_REVISION.into_iter().chain(Self::OF_PROCEDURE).find(|action| action.name() == name)
    }
}

/// Proof that a person may do one thing in the registry. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryPermit {
    person: String,
    action: RegistryAction,
}

impl RegistryPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> RegistryAction {
        self.action
    }
}

/// Whether the person may do this in the registry. `province` is the id of the province's own unit, whose head publishes
/// (Decree 63/2010/NĐ-CP, Article 13). That nobody approves their own work is the registry's own rule.
pub fn may_registry(
    person: &Person,
    action: RegistryAction,
    province: &str,
    today: Date,
) -> Result<RegistryPermit, Denied> {
    let office = person.holds_anywhere(Role::ReformOffice, today);
    let head = person.holds(Role::Leader, province, today);
    let allowed = match action {
        RegistryAction::See | RegistryAction::Check | RegistryAction::SendBack => office || head,
        RegistryAction::Open | RegistryAction::Save | RegistryAction::Accept | RegistryAction::Discard => office,
        RegistryAction::Approve
        | RegistryAction::Publish
        | RegistryAction::Suspend
        | RegistryAction::Resume
        | RegistryAction::Repeal => head,
    };
    match (allowed, office || head) {
        (true, _) => Ok(RegistryPermit { person: person.id.clone(), action }),
        (false, true) => Err(Denied::NotYours),
        (false, false) => Err(Denied::Unseen),
    }
}
