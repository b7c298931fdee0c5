//! Who looks after the exchange of documents with other installations.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// Proof that a person looks after the exchange. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangePermit {
    person: String,
}

impl ExchangePermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }
}

/// Whether the person looks after the exchange: an administrator, or a records clerk, who follows what was sent (Decree
/// 30/2020/NĐ-CP, Article 18). They see partners, counts and times, nothing of a document.
pub fn may_exchange(person: &Person, today: Date) -> Result<ExchangePermit, Denied> {
    let may = [Role::Administrator, Role::RecordsClerk].into_iter().any(|role| person.holds_anywhere(role, today));
    if may { Ok(ExchangePermit { person: person.id.clone() }) } else { Err(Denied::Unseen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    #[test]
    fn only_administrators_and_records_clerks_of_today_look_after_the_exchange() {
        let mut person = Person { id: "a".to_owned(), name: String::new(), subject: None, grants: Vec::new() };
        let today = date(2026, 11, 26);
        assert_eq!(may_exchange(&person, today), Err(Denied::Unseen));
        for role in Role::ALL {
            person.grants = vec![Grant::own(role, "19".to_owned(), date(2026, 1, 1), None)];
            let allowed = matches!(role, Role::Administrator | Role::RecordsClerk);
            assert_eq!(may_exchange(&person, today).is_ok(), allowed, "{role:?}");
        }
        person.grants[0].valid_to = Some(date(2026, 11, 25));
        assert!(may_exchange(&person, today).is_err());
    }
}
