//! Who keeps the register of outages and looks after the rules of reminders.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// Proof that a person looks after the running of the system: outages, and rules that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationPermit {
    person: String,
}

impl OperationPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }
}

/// Whether the person looks after the running of the system: an administrator, or somebody of the reform office. They see
/// codes and times, nothing of anybody.
pub fn may_operate(person: &Person, today: Date) -> Result<OperationPermit, Denied> {
    let may = [Role::Administrator, Role::ReformOffice].into_iter().any(|role| person.holds_anywhere(role, today));
    if may { Ok(OperationPermit { person: person.id.clone() }) } else { Err(Denied::Unseen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    #[test]
    fn only_administrators_and_the_reform_office_of_today_operate() {
        let mut person = Person { id: "a".to_owned(), name: String::new(), subject: None, grants: Vec::new() };
        let today = date(2026, 11, 26);
        assert_eq!(may_operate(&person, today), Err(Denied::Unseen));
        for role in Role::ALL {
            person.grants = vec![Grant::own(role, "19".to_owned(), date(2026, 1, 1), None)];
            let allowed = matches!(role, Role::Administrator | Role::ReformOffice);
            assert_eq!(may_operate(&person, today).is_ok(), allowed, "{role:?}");
            person.grants[0].valid_to = Some(date(2026, 11, 25));
            assert!(may_operate(&person, today).is_err());
        }
    }
}
