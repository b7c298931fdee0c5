//! The applicant's own store: theirs alone, and only once it is known who they are.

use super::{Denied, Person};

/// Proof that a person deals with their own store. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPermit {
    person: String,
    subject: String,
}

impl OwnPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// Pseudonym of whose store it is.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }
}

/// A person's permit for their own store. There is none while nobody has verified the identity number of the account:
/// whoever says to be somebody is not yet that person.
pub fn may_own(person: &Person) -> Result<OwnPermit, Denied> {
    let subject = person.subject.clone().filter(|subject| !subject.is_empty()).ok_or(Denied::Unseen)?;
    Ok(OwnPermit { person: person.id.clone(), subject })
}
