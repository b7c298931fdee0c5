//! Who reads which notices, chooses which ways, and looks after what goes out.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// Proof that a person deals with their own notices. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxPermit {
    person: String,
    subject: Option<String>,
}

impl InboxPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// Pseudonym of the person, once the identity was verified.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }
}

/// A person's permit for their own notices: those of what was submitted from the account and, once the identity number is
/// verified, those of every dossier under it.
#[must_use]
pub fn own_inbox(person: &Person) -> InboxPermit {
    InboxPermit { person: person.id.clone(), subject: person.subject.clone().filter(|subject| !subject.is_empty()) }
}

/// Proof that a person looks after what goes out. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxPermit {
    person: String,
}

impl OutboxPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }
}

/// Whether the person looks after the messages that go out; they see codes and states, nothing of anybody.
pub fn may_outbox(person: &Person, today: Date) -> Result<OutboxPermit, Denied> {
    let administers = person.holds_anywhere(Role::Administrator, today);
    if administers { Ok(OutboxPermit { person: person.id.clone() }) } else { Err(Denied::Unseen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    #[test]
    fn only_an_administrator_of_today_looks_after_what_goes_out() {
        let mut person = Person { id: "a".to_owned(), name: String::new(), subject: None, grants: Vec::new() };
        let today = date(2026, 11, 26);
        assert_eq!(may_outbox(&person, today), Err(Denied::Unseen));
        for (role, allowed) in Role::ALL.into_iter().map(|role| (role, role == Role::Administrator)) {
            let grant = Grant::own(role, "19".to_owned(), date(2026, 1, 1), None);
            person.grants = vec![grant];
            assert_eq!(may_outbox(&person, today).is_ok(), allowed, "{role:?}");
        }
        person.grants[0].valid_to = Some(date(2026, 11, 25));
        assert!(may_outbox(&person, today).is_err());
    }

    #[test]
    fn an_unverified_person_reads_what_the_account_submitted() {
        let mut person = Person { id: "a".to_owned(), name: String::new(), subject: None, grants: Vec::new() };
        assert_eq!(own_inbox(&person).subject(), None);
        person.subject = Some(String::new());
        assert_eq!(own_inbox(&person).subject(), None);
        person.subject = Some("s".to_owned());
        assert_eq!((own_inbox(&person).person(), own_inbox(&person).subject()), ("a", Some("s")));
    }
}
