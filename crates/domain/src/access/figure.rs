//! Who publishes figures, and whose records the list behind a figure shows.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// Proof that a person may publish a value for the province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigurePermit {
    person: String,
}

impl FigurePermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }
}

/// Which of the records counted a person sees one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureSight {
    /// All of them.
    All,
    /// Those that were received or are handled at one of these units.
    Units(Vec<String>),
}

/// Whether the person may publish a value: the reform office of today, which answers for reports.
pub fn may_publish_figure(person: &Person, today: Date) -> Result<FigurePermit, Denied> {
    if person.holds_anywhere(Role::ReformOffice, today) {
        Ok(FigurePermit { person: person.id.clone() })
    } else {
        Err(Denied::Unseen)
    }
}

/// Whether the person may have the event log of all dossiers, in which nobody stands: whoever sees every dossier.
pub fn may_export_events(person: &Person, today: Date) -> Result<FigurePermit, Denied> {
    may_publish_figure(person, today)
}

/// Which records behind a figure the person sees, by the same rule by which they see a dossier: the reform office all,
/// whoever works with dossiers those of their units, everybody else none.
pub fn figure_sight(person: &Person, today: Date) -> Result<FigureSight, Denied> {
    if person.holds_anywhere(Role::ReformOffice, today) {
        return Ok(FigureSight::All);
    }
    let units: Vec<String> = person.units(today).into_iter().map(str::to_owned).collect();
    if units.is_empty() { Err(Denied::Unseen) } else { Ok(FigureSight::Units(units)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    #[test]
    fn the_reform_office_sees_all_and_publishes_others_see_their_units() {
        let mut person = Person { id: "a".to_owned(), name: String::new(), subject: None, grants: Vec::new() };
        let today = date(2026, 11, 26);
        assert_eq!(figure_sight(&person, today), Err(Denied::Unseen), "strangers see counts only");
        for role in Role::ALL {
            person.grants = vec![Grant::own(role, "19".to_owned(), date(2026, 1, 1), None)];
            let expected = match role {
                Role::ReformOffice => Ok(FigureSight::All),
                Role::Administrator => Err(Denied::Unseen),
                Role::Clerk | Role::Officer | Role::Leader | Role::RecordsClerk => {
                    Ok(FigureSight::Units(vec!["19".to_owned()]))
                }
            };
            assert_eq!(figure_sight(&person, today), expected, "{role:?}");
            assert_eq!(may_publish_figure(&person, today).is_ok(), role == Role::ReformOffice, "{role:?}");
            person.grants[0].valid_to = Some(date(2026, 11, 25));
            assert!(figure_sight(&person, today).is_err() && may_publish_figure(&person, today).is_err());
        }
    }
}
