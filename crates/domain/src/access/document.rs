//! Who sees the documents of an agency, and who may do what with them.
//!
//! Each document has readers and each person has keys to some of them; a person sees what one of the keys opens. Lists,
//! search and single documents ask the same way, so none of them can show more than another.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// What can be done with an incoming document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArrivalAction {
    /// Take it in, check it, enter it into the register or send it back.
    Enter,
    /// Lay it before a leader.
    Submit,
    /// Say who does what by when.
    Instruct,
    /// Take it over.
    Take,
    /// Say how far it is, tie something to it, finish it.
    Work,
    /// Print the register of the agency.
    Print,
}

/// What the decision needs to know of an incoming document.
#[derive(Debug, Clone, Copy)]
pub struct ArrivalFacts<'a> {
    /// The agency that received it.
    pub agency: &'a str,
    /// Before whom it was laid.
    pub submitted_to: Option<&'a str>,
    /// The unit that leads, once that is said.
    pub lead: Option<&'a str>,
    /// Units that work with it.
    pub coordinating: &'a [String],
    /// The person whom the leader named.
    pub named: Option<&'a str>,
    /// Who took it over.
    pub taker: Option<&'a str>,
    /// Whether it may only be seen by those who have to do with it (lưu hành nội bộ).
    pub is_internal: bool,
}

impl<'a> ArrivalFacts<'a> {
    /// A document of which only the agency is known.
    #[must_use]
    pub const fn at(agency: &'a str) -> Self {
        Self { agency, submitted_to: None, lead: None, coordinating: &[], named: None, taker: None, is_internal: false }
    }

    /// Who can read it: the offices and leaders of the agency and of the units that were instructed, whoever it was laid
    /// before or given to, and unless it is internal everybody at these units.
    #[must_use]
    pub fn readers(&self) -> BTreeSet<String> {
        let mut readers = BTreeSet::from([office(self.agency)]);
        readers.extend([self.submitted_to, self.named, self.taker].into_iter().flatten().map(of_person));
        for unit in self.lead.into_iter().chain(self.coordinating.iter().map(String::as_str)) {
            readers.insert(office(unit));
            if !self.is_internal {
                readers.insert(staff(unit));
            }
        }
        readers
    }
}

pub(super) fn office(unit: &str) -> String {
    format!("office/{unit}")
}

pub(super) fn staff(unit: &str) -> String {
    format!("staff/{unit}")
}

pub(super) fn of_person(account: &str) -> String {
    format!("person/{account}")
}

/// For whom a document waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits<'a> {
    /// For the records clerk of an agency.
    Clerk(&'a str),
    /// For the head of a unit.
    Leader(&'a str),
    /// For anybody of a unit.
    Staff(&'a str),
    /// For one person.
    Person(&'a str),
}

impl Waits<'_> {
    /// The key under which it is kept.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Clerk(unit) => format!("clerk/{unit}"),
            Self::Leader(unit) => format!("leader/{unit}"),
            Self::Staff(unit) => staff(unit),
            Self::Person(account) => of_person(account),
        }
    }
}

/// Which documents a person sees: one key for the office of each unit where the person is clerk or leader, one for other
/// work at a unit, one of their own. Nobody without a post has any.
#[must_use]
pub fn document_keys(person: &Person, today: Date) -> Vec<String> {
    let mut keys = Vec::new();
    for unit in person.units(today) {
        if keeps_office(person, unit, today) {
            keys.push(office(unit));
        }
        keys.push(staff(unit));
    }
    if !keys.is_empty() {
        keys.push(of_person(&person.id));
    }
    keys
}

/// The key to what has to do with a unit: all of it for its office, the rest of the staff see what was given to the unit;
/// none where the person does not work.
#[must_use]
pub fn document_key_at(person: &Person, unit: &str, today: Date) -> Option<String> {
    if keeps_office(person, unit, today) {
        Some(office(unit))
    } else {
        person.works_at(unit, today).then(|| staff(unit))
    }
}

/// The key to what was given to the person by name.
#[must_use]
pub fn own_document_key(person: &Person) -> String {
    of_person(&person.id)
}

/// Under which keys documents wait for this person.
#[must_use]
pub fn waiting_keys(person: &Person, today: Date) -> Vec<String> {
    let mut keys = vec![Waits::Person(&person.id).key()];
    for unit in person.units(today) {
        if person.holds(Role::RecordsClerk, unit, today) {
            keys.push(Waits::Clerk(unit).key());
        }
        if person.holds(Role::Leader, unit, today) {
            keys.push(Waits::Leader(unit).key());
        }
        keys.push(Waits::Staff(unit).key());
    }
    keys
}

fn keeps_office(person: &Person, unit: &str, today: Date) -> bool {
    person.holds(Role::RecordsClerk, unit, today) || person.holds(Role::Leader, unit, today)
}

/// Proof that a person may do one thing with the documents of an agency. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalPermit {
    person: String,
    action: ArrivalAction,
}

impl ArrivalPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> ArrivalAction {
        self.action
    }
}

/// Whether the person sees an incoming document.
pub fn may_see_arrival(person: &Person, facts: &ArrivalFacts<'_>, today: Date) -> Result<(), Denied> {
    let readers = facts.readers();
    let sees = document_keys(person, today).iter().any(|key| readers.contains(key));
    if sees { Ok(()) } else { Err(Denied::Unseen) }
}

/// Whether the person may do this with an incoming document. In which stage it is possible is the document's own rule.
pub fn may_arrival(
    person: &Person,
    action: ArrivalAction,
    facts: &ArrivalFacts<'_>,
    today: Date,
) -> Result<ArrivalPermit, Denied> {
    may_see_arrival(person, facts, today)?;
    let (id, agency) = (person.id.as_str(), facts.agency);
    let clerk = person.holds(Role::RecordsClerk, agency, today);
    let head = person.holds(Role::Leader, agency, today);
    let leads = facts.lead.is_some_and(|unit| person.holds(Role::Leader, unit, today));
    let is_named = facts.named == Some(id);
    let allowed = match action {
        ArrivalAction::Enter | ArrivalAction::Submit => clerk,
        ArrivalAction::Instruct => head,
        ArrivalAction::Take => is_named || facts.lead.is_some_and(|unit| person.works_at(unit, today)),
        ArrivalAction::Work => is_named || facts.taker == Some(id) || leads || head,
        ArrivalAction::Print => clerk || head,
    };
    if allowed { Ok(ArrivalPermit { person: person.id.clone(), action }) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    use super::ArrivalAction::{Enter, Instruct, Submit, Take, Work};
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
    fn each_sees_and_does_what_the_post_is_for() {
        let coordinating = ["xd".to_owned()];
        let given = ArrivalFacts {
            submitted_to: Some("head"),
            lead: Some("nv"),
            coordinating: &coordinating,
            named: Some("an"),
            ..ArrivalFacts::at("tinh")
        };
        let internal = ArrivalFacts { is_internal: true, ..given };
        let new = ArrivalFacts::at("tinh");
        let clerk = person("clerk", &[(Role::RecordsClerk, "tinh")]);
        let head = person("head", &[(Role::Leader, "tinh")]);
        let an = person("an", &[(Role::Officer, "nv")]);
        let other = person("ba", &[(Role::Officer, "nv")]);
        let leader = person("cu", &[(Role::Leader, "nv")]);
        let coordinator = person("du", &[(Role::Officer, "xd")]);
        let citizen = person("no", &[]);
        let sees = |who: &Person, facts: &ArrivalFacts<'_>| may_see_arrival(who, facts, TODAY).is_ok();
        for (who, expected) in [
            (&clerk, [true, true, true]),
            (&head, [true, true, true]),
            (&an, [false, true, true]),
            (&other, [false, true, false]),
            (&leader, [false, true, true]),
            (&coordinator, [false, true, false]),
            (&citizen, [false, false, false]),
        ] {
            let found = [sees(who, &new), sees(who, &given), sees(who, &internal)];
            assert_eq!(found, expected, "{}", who.id);
        }
        let may = |who: &Person, action| may_arrival(who, action, &given, TODAY).map(|permit| permit.action());
        assert_eq!(may(&clerk, Enter), Ok(Enter));
        assert_eq!(may(&head, Enter), Err(Denied::NotYours));
        assert_eq!(may(&clerk, Submit), Ok(Submit));
        assert_eq!(may(&head, Instruct), Ok(Instruct));
        assert_eq!(may(&leader, Instruct), Err(Denied::NotYours));
        assert_eq!(may(&other, Take), Ok(Take));
        assert_eq!(may(&coordinator, Take), Err(Denied::NotYours));
        assert_eq!(may(&other, Work), Err(Denied::NotYours));
        assert_eq!(may(&an, Work), Ok(Work));
        assert_eq!(may(&leader, Work), Ok(Work));
        assert_eq!(may(&citizen, Work), Err(Denied::Unseen));
    }

    #[test]
    fn what_waits_is_always_seen() {
        let facts = ArrivalFacts { lead: Some("nv"), named: Some("an"), ..ArrivalFacts::at("tinh") };
        for (who, waits) in [
            (person("clerk", &[(Role::RecordsClerk, "tinh")]), Waits::Clerk("tinh")),
            (person("cu", &[(Role::Leader, "nv")]), Waits::Leader("nv")),
            (person("ba", &[(Role::Officer, "nv")]), Waits::Staff("nv")),
            (person("an", &[(Role::Officer, "nv")]), Waits::Person("an")),
        ] {
            assert!(waiting_keys(&who, TODAY).contains(&waits.key()));
            assert!(may_see_arrival(&who, &facts, TODAY).is_ok());
        }
        assert!(document_keys(&person("no", &[]), TODAY).is_empty());
    }
}
