//! Who keeps an eye on legal texts and on what cites them.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// Proof that a person looks after legal texts. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatutePermit {
    person: String,
}

impl StatutePermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }
}

/// Whether the person looks after legal texts: the reform office, and whoever heads a unit.
pub fn may_watch_statutes(person: &Person, today: Date) -> Result<StatutePermit, Denied> {
    let watches = [Role::ReformOffice, Role::Leader].into_iter().any(|role| person.holds_anywhere(role, today));
    if watches { Ok(StatutePermit { person: person.id.clone() }) } else { Err(Denied::Unseen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    #[test]
    fn the_reform_office_and_heads_of_units_watch_legal_texts() {
        let mut person = Person { id: "a".to_owned(), name: String::new(), subject: None, grants: Vec::new() };
        let today = date(2026, 11, 26);
        assert_eq!(may_watch_statutes(&person, today), Err(Denied::Unseen));
        for role in Role::ALL {
            person.grants = vec![Grant::own(role, "19".to_owned(), date(2026, 1, 1), None)];
            let watches = matches!(role, Role::ReformOffice | Role::Leader);
            assert_eq!(may_watch_statutes(&person, today).is_ok(), watches, "{role:?}");
        }
    }
}
