//! Who sees what an agency writes and issues, and who may do what with it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::document::{of_person, office, staff};
use super::{Denied, Person, Role, document_keys};

/// What can be done with a document that an agency writes and issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DraftAction {
    /// Begin it, take and lay the pen, save versions, lay it before those who check.
    Write,
    /// Say something about a version.
    Comment,
    /// Answer for its content, as head of the unit that writes.
    ApproveContent,
    /// Answer for its form, as clerk.
    ApproveForm,
    /// Send it back to be written anew.
    Return,
    /// Sign it.
    Sign,
    /// Number, seal and issue it.
    Issue,
    /// Take it back, replace or correct it.
    Undo,
    /// Print the register of the agency.
    Print,
}

impl DraftAction {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 9] = [
        Self::Write,
        Self::Comment,
        Self::ApproveContent,
        Self::ApproveForm,
        Self::Return,
        Self::Sign,
        Self::Issue,
        Self::Undo,
        Self::Print,
    ];
}

/// What the decision needs to know of an outgoing document.
#[derive(Debug, Clone, Copy)]
pub struct DraftFacts<'a> {
    /// The agency that issues it.
    pub agency: &'a str,
    /// The unit that writes it.
    pub unit: &'a str,
    /// Who has the pen or wrote a version.
    pub writers: &'a [&'a str],
    /// Whether it may only be seen by those who have to do with it (lưu hành nội bộ).
    pub is_internal: bool,
}

impl DraftFacts<'_> {
    /// Who can read it: the offices and leaders of agency and unit, whoever wrote it, and unless it is internal everybody at
    /// the unit.
    #[must_use]
    pub fn readers(&self) -> BTreeSet<String> {
        let mut readers = BTreeSet::from([office(self.agency), office(self.unit)]);
        readers.extend(self.writers.iter().map(|writer| of_person(writer)));
        if !self.is_internal {
            readers.insert(staff(self.unit));
        }
        readers
    }
}

/// Proof that a person may do one thing with an outgoing document. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPermit {
    person: String,
    action: DraftAction,
    as_leader: bool,
}

impl DraftPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> DraftAction {
        self.action
    }

    /// Whether the person leads the unit that writes or the agency.
    #[must_use]
    pub const fn as_leader(&self) -> bool {
        self.as_leader
    }
}

/// Whether the person sees an outgoing document.
pub fn may_see_draft(person: &Person, facts: &DraftFacts<'_>, today: Date) -> Result<(), Denied> {
    let readers = facts.readers();
    let sees = document_keys(person, today).iter().any(|key| readers.contains(key));
    if sees { Ok(()) } else { Err(Denied::Unseen) }
}

/// Whether the person may do this with an outgoing document. In which stage it is possible is the document's own rule.
pub fn may_draft(
    person: &Person,
    action: DraftAction,
    facts: &DraftFacts<'_>,
    today: Date,
) -> Result<DraftPermit, Denied> {
    may_see_draft(person, facts, today)?;
    let clerk = person.holds(Role::RecordsClerk, facts.agency, today);
    let head = person.holds(Role::Leader, facts.agency, today);
    let leads = person.holds(Role::Leader, facts.unit, today);
    let allowed = match action {
        DraftAction::Write => person.works_at(facts.unit, today),
        // Whoever sees a draft may say something about it.
        DraftAction::Comment => true,
        DraftAction::ApproveContent => leads || head,
        DraftAction::ApproveForm | DraftAction::Issue => clerk,
        DraftAction::Return => leads || head || clerk,
        DraftAction::Sign | DraftAction::Undo => head,
        DraftAction::Print => clerk || head,
    };
    let permit = DraftPermit { person: person.id.clone(), action, as_leader: leads || head };
    if allowed { Ok(permit) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    use super::DraftAction::{ApproveContent, ApproveForm, Comment, Issue, Print, Return, Sign, Undo, Write};
    use super::*;
    use crate::access::Grant;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 26);

    fn person(id: &str, posts: &[(Role, &str)]) -> Person {
        let grant = |(role, unit): &(Role, &str)| Grant::own(*role, (*unit).to_owned(), date(2026, 1, 1), None);
        let grants = posts.iter().map(grant).collect();
        Person { id: id.to_owned(), name: id.to_owned(), subject: None, grants }
    }

    #[test]
    fn each_does_what_the_post_is_for() {
        let writers = ["an"];
        let facts = DraftFacts { agency: "tinh", unit: "vp", writers: &writers, is_internal: false };
        let internal = DraftFacts { is_internal: true, ..facts };
        let clerk = person("clerk", &[(Role::RecordsClerk, "tinh")]);
        let head = person("head", &[(Role::Leader, "tinh")]);
        let an = person("an", &[(Role::Officer, "vp")]);
        let other = person("ba", &[(Role::Officer, "vp")]);
        let leads = person("cu", &[(Role::Leader, "vp")]);
        let stranger = person("du", &[(Role::Leader, "xa")]);
        for (who, expected) in [
            (&clerk, vec![Comment, ApproveForm, Return, Issue, Print]),
            (&head, vec![Comment, ApproveContent, Return, Sign, Undo, Print]),
            (&an, vec![Write, Comment]),
            (&other, vec![Write, Comment]),
            (&leads, vec![Write, Comment, ApproveContent, Return]),
            (&stranger, vec![]),
        ] {
            let may = |action: &DraftAction| may_draft(who, *action, &facts, TODAY).is_ok();
            let found: Vec<DraftAction> = DraftAction::ALL.into_iter().filter(may).collect();
            assert_eq!(found, expected, "{}", who.id);
        }
        assert!(may_see_draft(&an, &internal, TODAY).is_ok());
        assert_eq!(may_see_draft(&other, &internal, TODAY), Err(Denied::Unseen));
    }
}
