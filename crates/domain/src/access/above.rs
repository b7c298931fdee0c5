//! Looking down: whoever heads the unit above reads what is late at the units below, or what they were told of.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// An open dossier as it stands for the level above those who work it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeenFromAbove {
    /// Whether work is still owed.
    pub is_open: bool,
    /// Whether that is late now.
    pub is_late: bool,
    /// The units directly above those where its work lies.
    pub units: BTreeSet<String>,
    /// The units above that were told of it by a rule of escalation.
    pub told: BTreeSet<String>,
}

/// Whether the person may read the dossier because they head, today, a unit above it: while it is late, and while it is open
/// once they were told of it. They read and change nothing: no act asks here.
pub fn may_look_down(person: &Person, seen: &SeenFromAbove, today: Date) -> Result<(), Denied> {
    let leads = |unit: &String| person.holds(Role::Leader, unit, today);
    let is_theirs = (seen.is_late && seen.units.iter().any(leads)) || seen.told.iter().any(leads);
    if seen.is_open && is_theirs { Ok(()) } else { Err(Denied::Unseen) }
}

/// Whether the person may ask for the late dossiers of a unit, given the unit above it.
pub fn may_list_below(person: &Person, above: Option<&str>, today: Date) -> Result<(), Denied> {
    if above.is_some_and(|unit| person.holds(Role::Leader, unit, today)) { Ok(()) } else { Err(Denied::Unseen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{ActionKind, Facts, Grant, may};
    use jiff::civil::date;

    fn head_of(unit: &str) -> Person {
        let grant = Grant::own(Role::Leader, unit.to_owned(), date(2026, 1, 1), Some(date(2026, 12, 31)));
        Person { id: "head".to_owned(), name: "head".to_owned(), subject: None, grants: vec![grant] }
    }

    fn seen(is_open: bool, is_late: bool, told: &[&str]) -> SeenFromAbove {
        let units = BTreeSet::from(["19".to_owned()]);
        SeenFromAbove { is_open, is_late, units, told: told.iter().map(|unit| (*unit).to_owned()).collect() }
    }

    #[test]
    fn the_head_above_reads_what_is_late_or_was_told_and_nothing_else() {
        let today = date(2026, 11, 26);
        let head = head_of("19");
        for (seen, reads) in [
            (seen(true, true, &[]), true),
            (seen(true, false, &["19"]), true),
            (seen(true, false, &[]), false),
            (seen(true, false, &["elsewhere"]), false),
            (seen(false, true, &["19"]), false),
        ] {
            assert_eq!(may_look_down(&head, &seen, today).is_ok(), reads, "{seen:?}");
            assert_eq!(
                may_look_down(&head_of("elsewhere"), &seen, today).is_ok(),
                seen.is_open && seen.told.contains("elsewhere")
            );
        }
    }

    #[test]
    fn only_heads_and_only_on_the_days_of_their_post() {
        let late = seen(true, true, &["19"]);
        assert_eq!(may_look_down(&head_of("19"), &late, date(2027, 1, 1)), Err(Denied::Unseen));
        assert_eq!(may_look_down(&head_of("19"), &late, date(2025, 12, 31)), Err(Denied::Unseen));
        let mut officer = head_of("19");
        officer.grants.iter_mut().for_each(|grant| grant.role = Role::Officer);
        assert_eq!(may_look_down(&officer, &late, date(2026, 11, 26)), Err(Denied::Unseen));
        assert!(may_list_below(&head_of("19"), Some("19"), date(2026, 11, 26)).is_ok());
        assert_eq!(may_list_below(&head_of("19"), Some("20"), date(2026, 11, 26)), Err(Denied::Unseen));
        assert_eq!(may_list_below(&head_of("19"), None, date(2026, 11, 26)), Err(Denied::Unseen));
    }

    #[test]
    fn reading_from_above_opens_no_act() {
        let facts = Facts {
            code: "H55.1-261126-0001",
            procedure: "1.001612",
            receiving_unit: "05443",
            handling_unit: "05443",
            assignee: None,
            subject: "s",
            submitter: "a",
            units: Facts::ALONE,
        };
        for action in ActionKind::ALL {
            assert_eq!(may(&head_of("19"), action, &facts, date(2026, 11, 26)), Err(Denied::Unseen), "{action:?}");
        }
    }
}
