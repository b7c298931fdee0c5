//! Who may ask for, make, take, waive and give back payments, and who keeps the desk's cash book.

use jiff::civil::Date;

use super::guest::GUEST;
use super::{Denied, Facts, Guest, Person, Role, may_see};

/// One thing to be done with a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentAction {
    /// See what is owed and what was paid.
    See,
    /// Ask anew for what a dossier owes, after an order has ended.
    Ask,
    /// Go to a gateway.
    PayOnline,
    /// Take cash, or note a transfer (thu tại quầy).
    TakeAtDesk,
    /// Exempt (miễn).
    Waive,
    /// Give money back (hoàn).
    Refund,
}

/// One thing to be done with the books of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BookAction {
    /// See payments, cash book and reconciliation.
    See,
    /// Write into them, close the day, explain a difference.
    Keep,
}

/// Proof that a person may do one thing with the payments of one dossier, or with the books of one unit. Only this module
/// can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentPermit {
    person: String,
    of: String,
}

impl PaymentPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// Code of the dossier, or the unit.
    #[must_use]
    pub fn of(&self) -> &str {
        &self.of
    }
}

/// Whether the person may do this with the payments of a dossier: the applicant pays, the desk that received it takes.
pub fn may_payment(
    person: &Person,
    action: PaymentAction,
    facts: &Facts<'_>,
    today: Date,
) -> Result<PaymentPermit, Denied> {
    may_see(person, facts, today)?;
    let desk = person.holds(Role::Clerk, facts.receiving_unit, today);
    let applicant = person.id == facts.submitter || person.subject.as_deref() == Some(facts.subject);
    let leader = [facts.receiving_unit, facts.handling_unit].iter().any(|unit| person.holds(Role::Leader, unit, today));
    let allowed = match action {
        PaymentAction::See => desk || applicant || leader || person.holds(Role::Officer, facts.handling_unit, today),
        PaymentAction::Ask | PaymentAction::PayOnline => desk || applicant,
        PaymentAction::TakeAtDesk | PaymentAction::Waive | PaymentAction::Refund => desk,
    };
    if !allowed {
        return Err(Denied::NotYours);
    }
    Ok(PaymentPermit { person: person.id.clone(), of: facts.code.to_owned() })
}

/// What somebody without an account may do with the payments of the dossier whose number they showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuestPayment {
    /// See what is owed and what was paid.
    See,
    /// Ask anew for what is owed, and go to a gateway.
    Pay,
}

/// Whether a guest may do this with the payments of a dossier: both, of the one that is open to them.
pub fn may_pay_as_guest(guest: &Guest, action: GuestPayment, facts: &Facts<'_>) -> Result<PaymentPermit, Denied> {
    let allowed = match action {
        GuestPayment::See | GuestPayment::Pay => guest.code() == facts.code,
    };
    if allowed {
        Ok(PaymentPermit { person: GUEST.to_owned(), of: facts.code.to_owned() })
    } else {
        Err(Denied::Unseen)
    }
}

/// Whether the person may do this with the books of a unit: its clerks keep them, its leaders see them.
pub fn may_books(person: &Person, action: BookAction, unit: &str, today: Date) -> Result<PaymentPermit, Denied> {
    let clerk = person.holds(Role::Clerk, unit, today);
    let leader = person.holds(Role::Leader, unit, today);
    if !clerk && !leader {
        return Err(Denied::Unseen);
    }
    let allowed = match action {
        BookAction::See => true,
        BookAction::Keep => clerk,
    };
    if allowed { Ok(PaymentPermit { person: person.id.clone(), of: unit.to_owned() }) } else { Err(Denied::NotYours) }
}

/// The units whose books the person sees, without repetition, in the order of the grants.
#[must_use]
pub fn book_units(person: &Person, today: Date) -> Vec<&str> {
    person.units(today).into_iter().filter(|unit| may_books(person, BookAction::See, unit, today).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::access::Grant;

    const DAY: Date = date(2026, 11, 26);

    fn person(id: &str, roles: &[(Role, &str)]) -> Person {
        let grant = |(role, unit): &(Role, &str)| Grant::own(*role, (*unit).to_owned(), date(2025, 7, 1), None);
        Person { id: id.to_owned(), name: id.to_owned(), subject: None, grants: roles.iter().map(grant).collect() }
    }

    #[test]
    fn the_applicant_pays_the_desk_takes_the_leader_sees() {
        use PaymentAction::{Ask, PayOnline, Refund, See, TakeAtDesk, Waive};
        let facts = Facts {
            code: "H-1",
            procedure: "1.001612",
            units: Facts::ALONE,
            receiving_unit: "desk",
            handling_unit: "room",
            assignee: None,
            subject: "s",
            submitter: "an",
        };
        let all = [See, Ask, PayOnline, TakeAtDesk, Waive, Refund];
        let table: [(Person, &[PaymentAction]); 7] = [
            (person("an", &[]), &[See, Ask, PayOnline]),
            (person("clerk", &[(Role::Clerk, "desk")]), &all),
            (person("clerk of the room", &[(Role::Clerk, "room")]), &[]),
            (person("leader", &[(Role::Leader, "room")]), &[See]),
            (person("officer", &[(Role::Officer, "room")]), &[See]),
            (person("administrator", &[(Role::Administrator, "desk")]), &[]),
            (person("stranger", &[(Role::Clerk, "elsewhere")]), &[]),
        ];
        for (person, allowed) in table {
            for action in all {
                let may = may_payment(&person, action, &facts, DAY);
                assert_eq!(may.is_ok(), allowed.contains(&action), "{} {action:?}", person.id);
                if matches!(person.id.as_str(), "stranger" | "administrator") {
                    assert_eq!(may, Err(Denied::Unseen), "{}", person.id);
                }
            }
        }
    }

    #[test]
    fn a_guest_pays_for_the_dossier_that_is_open_to_them() {
        let facts = |code: &'static str| Facts {
            code,
            procedure: "1.001612",
            units: Facts::ALONE,
            receiving_unit: "desk",
            handling_unit: "room",
            assignee: None,
            subject: "s",
            submitter: "",
        };
        let guest = Guest::admit(&facts("H-1"), "aa11", &["aa11".to_owned()]).expect("admitted");
        for action in [GuestPayment::See, GuestPayment::Pay] {
            assert!(may_pay_as_guest(&guest, action, &facts("H-1")).is_ok());
            assert_eq!(may_pay_as_guest(&guest, action, &facts("H-2")), Err(Denied::Unseen));
        }
    }

    #[test]
    fn books_are_kept_by_clerks_and_seen_by_leaders() {
        let clerk = person("clerk", &[(Role::Clerk, "desk"), (Role::Officer, "room")]);
        let leader = person("leader", &[(Role::Leader, "desk")]);
        assert!(may_books(&clerk, BookAction::Keep, "desk", DAY).is_ok());
        assert_eq!(may_books(&leader, BookAction::Keep, "desk", DAY), Err(Denied::NotYours));
        assert!(may_books(&leader, BookAction::See, "desk", DAY).is_ok());
        assert_eq!(may_books(&clerk, BookAction::See, "room", DAY), Err(Denied::Unseen));
        assert_eq!(book_units(&clerk, DAY), ["desk"]);
        assert!(book_units(&clerk, date(2020, 1, 1)).is_empty());
    }
}
