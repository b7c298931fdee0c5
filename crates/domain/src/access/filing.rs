//! Who sees the work files of an agency, and who may do what with them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::document::{of_person, office, staff};
use super::{Denied, Person, Role, document_keys};

/// What can be done with work files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingAction {
    /// Write the list of the year.
    Plan,
    /// Approve that list.
    ApproveList,
    /// Open a file.
    Open,
    /// Put something in or take it out, close the file and open it again.
    Fill,
    /// Take it over for the archive, let the unit keep it back, propose to destroy it, say that it was destroyed.
    Archive,
    /// Decide whether it is destroyed.
    Decide,
}

impl FilingAction {
    /// Every one.
    pub const ALL: [Self; 6] = [Self::Plan, Self::ApproveList, Self::Open, Self::Fill, Self::Archive, Self::Decide];
}

/// What the decision needs to know of a file.
#[derive(Debug, Clone, Copy)]
pub struct FilingFacts<'a> {
    /// The agency whose file it is.
    pub agency: &'a str,
    /// The unit that works on the matter.
    pub unit: &'a str,
    /// Who makes it; nobody before it is opened.
    pub keeper: &'a str,
}

impl FilingFacts<'_> {
    /// Who can see it: the offices of agency and unit, everybody at the unit, whoever makes it.
    #[must_use]
    pub fn readers(&self) -> BTreeSet<String> {
        BTreeSet::from([office(self.agency), office(self.unit), staff(self.unit), of_person(self.keeper)])
    }
}

/// Proof that a person may do one thing with a file. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingPermit {
    person: String,
    action: FilingAction,
}

impl FilingPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> FilingAction {
        self.action
    }
}

/// Whether the person sees a file. What lies in it is seen by who sees that.
pub fn may_see_file(person: &Person, facts: &FilingFacts<'_>, today: Date) -> Result<(), Denied> {
    let readers = facts.readers();
    let sees = document_keys(person, today).iter().any(|key| readers.contains(key));
    if sees { Ok(()) } else { Err(Denied::Unseen) }
}

/// Whether the person may do this with a file. In which stage it is possible is the file's own rule.
pub fn may_file(
    person: &Person,
    action: FilingAction,
    facts: &FilingFacts<'_>,
    today: Date,
) -> Result<FilingPermit, Denied> {
    may_see_file(person, facts, today)?;
    let holds = |role, unit: &str| person.holds(role, unit, today);
    let allowed = match action {
        FilingAction::Plan | FilingAction::Archive => holds(Role::RecordsClerk, facts.agency),
        FilingAction::ApproveList | FilingAction::Decide => holds(Role::Leader, facts.agency),
        FilingAction::Open => person.works_at(facts.unit, today),
        FilingAction::Fill => facts.keeper == person.id || holds(Role::Leader, facts.unit),
    };
    if allowed { Ok(FilingPermit { person: person.id.clone(), action }) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    use super::FilingAction::{ApproveList, Archive, Decide, Fill, Open, Plan};
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 27);

    fn person(id: &str, posts: &[(Role, &str)]) -> Person {
        let grant = |(role, unit): &(Role, &str)| Grant::own(*role, (*unit).to_owned(), date(2026, 1, 1), None);
        let grants = posts.iter().map(grant).collect();
        Person { id: id.to_owned(), name: id.to_owned(), subject: None, grants }
    }

    #[test]
    fn each_does_what_the_post_is_for() {
        let facts = FilingFacts { agency: "so", unit: "phong", keeper: "an" };
        for (who, expected) in [
            (person("an", &[(Role::Officer, "phong")]), vec![Open, Fill]),
            (person("ba", &[(Role::Officer, "phong")]), vec![Open]),
            (person("cu", &[(Role::Leader, "phong")]), vec![Open, Fill]),
            (person("du", &[(Role::RecordsClerk, "so")]), vec![Plan, Archive]),
            (person("em", &[(Role::Leader, "so")]), vec![ApproveList, Decide]),
            (person("gi", &[(Role::Leader, "khac")]), vec![]),
            (person("no", &[]), vec![]),
        ] {
            let may = |action: &FilingAction| may_file(&who, *action, &facts, TODAY).is_ok();
            let found: Vec<FilingAction> = FilingAction::ALL.into_iter().filter(may).collect();
            assert_eq!(found, expected, "{}", who.id);
        }
        let stranger = may_file(&person("gi", &[(Role::Leader, "khac")]), Open, &facts, TODAY);
        assert_eq!(stranger, Err(Denied::Unseen), "a stranger does not learn that it is there");
    }
}
