//! Who may work at a counter and see the figures of a desk.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// One thing to be done at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeskAction {
    /// Call, serve, forward.
    Serve,
    /// See how long people wait.
    SeeFigures,
}

/// Proof that a person may do one thing at one desk. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskPermit {
    person: String,
    unit: String,
    action: DeskAction,
}

impl DeskPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// The unit whose desk it is.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> DeskAction {
        self.action
    }
}

/// Whether the person may do this at the desk of a unit: its clerks serve; its head and the reform office see figures too.
pub fn may_desk(person: &Person, action: DeskAction, unit: &str, today: Date) -> Result<DeskPermit, Denied> {
    let clerk = person.holds(Role::Clerk, unit, today);
    let overseer = person.holds(Role::Leader, unit, today) || person.holds_anywhere(Role::ReformOffice, today);
    let allowed = match action {
        DeskAction::Serve => clerk,
        DeskAction::SeeFigures => clerk || overseer,
    };
    if allowed {
        Ok(DeskPermit { person: person.id.clone(), unit: unit.to_owned(), action })
    } else if overseer {
        Err(Denied::NotYours)
    } else {
        Err(Denied::Unseen)
    }
}
