//! The table of who may do what.

use jiff::civil::date;
use proptest::prelude::*;

use super::{
    ActionKind, Denied, Facts, Grant, Person, RegistryAction, ReviewAction, ReviewFacts, ReviewSight, Role, may,
    may_registry, may_review, may_see, review_sight,
};

fn person(id: &str, grants: &[(Role, &str)]) -> Person {
    let grants = grants
        .iter()
        .map(|(role, unit)| Grant::own(*role, (*unit).to_owned(), date(2025, 7, 1), Some(date(2026, 12, 31))))
        .collect();
    Person { id: id.to_owned(), name: id.to_owned(), subject: Some(format!("s-{id}")), grants }
}

const FACTS: Facts<'static> = Facts {
    code: "H55.1-261126-0001",
    procedure: "1.001612",
    receiving_unit: "desk",
    handling_unit: "office",
    assignee: Some("officer"),
    subject: "s-applicant",
    submitter: "applicant",
    units: Facts::ALONE,
};

#[test]
fn each_role_does_its_own_work_and_no_other() {
    let today = date(2026, 11, 26);
    let people = [
        person("applicant", &[]),
        person("clerk", &[(Role::Clerk, "desk")]),
        person("officer", &[(Role::Officer, "office")]),
        person("colleague", &[(Role::Officer, "office")]),
        person("leader", &[(Role::Leader, "office")]),
        person("records", &[(Role::RecordsClerk, "office")]),
        person("reform", &[(Role::ReformOffice, "19")]),
    ];
    let table: [(ActionKind, &[&str]); 28] = [
        (ActionKind::Accept, &["clerk"]),
        (ActionKind::Reject, &["clerk"]),
        (ActionKind::RequestSupplement, &["clerk", "officer", "leader"]),
        (ActionKind::Supplement, &["applicant", "clerk"]),
        (ActionKind::RequestPayment, &["clerk", "officer"]),
        (ActionKind::Pay, &["applicant", "clerk"]),
        (ActionKind::Assign, &["officer", "leader"]),
        (ActionKind::CompleteStep, &["officer", "leader"]),
        (ActionKind::ReturnStep, &["leader"]),
        (ActionKind::Extend, &["leader"]),
        (ActionKind::Transfer, &["clerk", "leader"]),
        (ActionKind::MoveWork, &["leader"]),
        (ActionKind::Withdraw, &["applicant"]),
        (ActionKind::Suspend, &["leader"]),
        (ActionKind::Resume, &["leader"]),
        (ActionKind::Decide, &["leader"]),
        (ActionKind::Sign, &["leader"]),
        (ActionKind::IssueResult, &["officer", "records"]),
        (ActionKind::DeliverResult, &["clerk"]),
        (ActionKind::Rate, &["applicant"]),
        (ActionKind::RecordMessage, &[]),
        (ActionKind::GiveOpinion, &[]),
        (ActionKind::AskOpinion, &["officer", "leader"]),
        (ActionKind::HandBack, &["officer", "leader"]),
        (ActionKind::DraftResult, &["officer", "leader"]),
        (ActionKind::Note, &["clerk", "officer", "colleague", "leader", "records"]),
        (ActionKind::Close, &["clerk", "records"]),
        (ActionKind::Archive, &["records"]),
    ];
    for (action, allowed) in table {
        for somebody in &people {
            let answer = may(somebody, action, &FACTS, today);
            assert_eq!(answer.is_ok(), allowed.contains(&somebody.id.as_str()), "{action:?} by {}", somebody.id);
        }
    }
}

#[test]
fn strangers_learn_nothing() {
    let today = date(2026, 11, 26);
    let strangers = [
        person("citizen", &[]),
        person("other-desk", &[(Role::Clerk, "elsewhere"), (Role::Leader, "elsewhere")]),
        person("administrator", &[(Role::Administrator, "19")]),
    ];
    for stranger in strangers {
        assert_eq!(may_see(&stranger, &FACTS, today), Err(Denied::Unseen));
        for action in ActionKind::ALL {
            assert_eq!(may(&stranger, action, &FACTS, today), Err(Denied::Unseen));
        }
    }
}

#[test]
fn a_role_ends_with_its_last_day() {
    let clerk = person("clerk", &[(Role::Clerk, "desk")]);
    assert!(may(&clerk, ActionKind::Accept, &FACTS, date(2026, 12, 31)).is_ok());
    assert_eq!(may(&clerk, ActionKind::Accept, &FACTS, date(2027, 1, 1)), Err(Denied::Unseen));
    assert_eq!(may(&clerk, ActionKind::Accept, &FACTS, date(2025, 6, 30)), Err(Denied::Unseen));
}

#[test]
fn the_reform_office_writes_and_the_head_of_the_province_publishes() {
    let today = date(2026, 11, 26);
    let people = [
        person("office", &[(Role::ReformOffice, "19")]),
        person("head", &[(Role::Leader, "19")]),
        person("leader", &[(Role::Leader, "office")]),
        person("officer", &[(Role::Officer, "19")]),
        person("citizen", &[]),
    ];
    let table: [(RegistryAction, &[&str]); 12] = [
        (RegistryAction::See, &["office", "head"]),
        (RegistryAction::Open, &["office"]),
        (RegistryAction::Save, &["office"]),
        (RegistryAction::Accept, &["office"]),
        (RegistryAction::Check, &["office", "head"]),
        (RegistryAction::SendBack, &["office", "head"]),
        (RegistryAction::Approve, &["head"]),
        (RegistryAction::Publish, &["head"]),
        (RegistryAction::Discard, &["office"]),
        (RegistryAction::Suspend, &["head"]),
        (RegistryAction::Resume, &["head"]),
        (RegistryAction::Repeal, &["head"]),
    ];
    for (action, allowed) in table {
        for person in &people {
            let answer = may_registry(person, action, "19", today);
            match &answer {
                Ok(permit) => assert_eq!((permit.person(), permit.action()), (person.id.as_str(), action)),
                Err(Denied::NotYours) => {
                    assert!(["office", "head"].contains(&person.id.as_str()), "{action:?} {person:?}");
                }
                Err(Denied::Unseen) => assert!(["leader", "officer", "citizen"].contains(&person.id.as_str())),
            }
            assert_eq!(answer.is_ok(), allowed.contains(&person.id.as_str()), "{action:?} {}", person.id);
            assert_eq!(may_registry(person, action, "19", date(2027, 1, 1)), Err(Denied::Unseen), "an ended role");
        }
    }
}

fn anybody() -> impl Strategy<Value = Person> {
    let unit = prop_oneof![Just("desk"), Just("office"), Just("elsewhere"), Just("19")];
    let role = prop::sample::select(Role::ALL.to_vec());
    let grant = (role, unit, 1_i8..=28, prop::option::of(1_i8..=28)).prop_map(|(role, unit, from, to)| {
        Grant::own(role, unit.to_owned(), date(2026, 11, from), to.map(|day| date(2026, 11, day)))
    });
    let id = prop_oneof![Just("applicant"), Just("officer"), Just("somebody")];
    let subject = prop::option::of(prop_oneof![Just("s-applicant"), Just("s-other")]);
    (id, subject, prop::collection::vec(grant, 0..4)).prop_map(|(id, subject, grants)| Person {
        id: id.to_owned(),
        name: id.to_owned(),
        subject: subject.map(str::to_owned),
        grants,
    })
}

proptest! {
    #[test]
    fn nobody_acts_on_what_they_may_not_see_or_without_a_living_role(person in anybody(), day in 1_i8..=28) {
        let today = date(2026, 11, day);
        let sees = may_see(&person, &FACTS, today).is_ok();
        let applies = person.id == "applicant" || person.subject.as_deref() == Some("s-applicant");
        let living = |unit: &str| person.grants.iter().any(|grant| grant.unit == unit && grant.holds_on(today));
        prop_assert!(!sees || applies || living("desk") || living("office") || living("19") || living("elsewhere"));
        for action in ActionKind::ALL {
            match may(&person, action, &FACTS, today) {
                Ok(permit) => {
                    prop_assert!(sees && (applies || living("desk") || living("office")));
                    prop_assert_eq!((permit.person(), permit.action()), (person.id.as_str(), action));
                    prop_assert!(!permit.as_leader() || person.holds(Role::Leader, "office", today));
                }
                Err(Denied::Unseen) => prop_assert!(!sees),
                Err(Denied::NotYours) => prop_assert!(sees),
            }
        }
    }
}

#[test]
fn each_role_does_its_own_part_of_a_review() {
    let today = date(2026, 11, 26);
    let people = [
        person("reform", &[(Role::ReformOffice, "19")]),
        person("head", &[(Role::Leader, "19")]),
        person("lan", &[(Role::Officer, "05443")]),
        person("hoa", &[(Role::Officer, "05443")]),
        person("leader", &[(Role::Leader, "05443")]),
        person("clerk", &[(Role::Clerk, "05443")]),
        person("elsewhere", &[(Role::Leader, "so-xay-dung")]),
        person("citizen", &[]),
        person("admin", &[(Role::Administrator, "19")]),
    ];
    let facts = ReviewFacts { province: "19", unit: Some("05443"), person: Some("lan") };
    let table: [(ReviewAction, &[&str]); 6] = [
        (ReviewAction::Plan, &["reform"]),
        (ReviewAction::Issue, &["reform", "head"]),
        (ReviewAction::FillIn, &["lan"]),
        (ReviewAction::Confirm, &["reform", "lan", "hoa", "leader"]),
        (ReviewAction::Decide, &["head"]),
        (ReviewAction::Link, &["reform"]),
    ];
    for (action, allowed) in table {
        for person in &people {
            let answer = may_review(person, action, &facts, today);
            let is_stranger = ["elsewhere", "citizen", "admin"].contains(&person.id.as_str());
            match answer {
                Ok(permit) => {
                    assert!(allowed.contains(&person.id.as_str()), "{action:?} {}", person.id);
                    assert_eq!((permit.person(), permit.action()), (person.id.as_str(), action));
                }
                Err(Denied::Unseen) => assert!(is_stranger, "{action:?} {}", person.id),
                Err(Denied::NotYours) => {
                    assert!(!is_stranger && !allowed.contains(&person.id.as_str()), "{action:?} {}", person.id);
                }
            }
        }
    }
    let whole = ReviewFacts { unit: None, person: None, ..facts };
    assert_eq!(may_review(&people[2], ReviewAction::Plan, &whole, today), Err(Denied::Unseen));
    assert_eq!(review_sight(&people[2], "19", today), Ok(ReviewSight::Units(vec!["05443".to_owned()])));
    assert_eq!(review_sight(&people[1], "19", today), Ok(ReviewSight::Province));
    assert_eq!(review_sight(&people[0], "19", date(2027, 1, 1)), Err(Denied::Unseen), "the role is over");
}
