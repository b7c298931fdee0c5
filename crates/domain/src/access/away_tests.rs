//! The tables of absence and delegation: who may give what to whom, on which days it holds, and who is proposed.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::{
    Absence, AbsenceEvent, AbsenceReason, ActionKind, AwayRefusal, Colleague, Delegation, DelegationEvent, Denied,
    Facts, Gap, Grant, Load, Person, Reason, Role, Scope, Task, Terms, WorkKind, deputies, gaps, may, may_note,
    may_revoke, propose,
};

const TODAY: Date = date(2026, 11, 26);
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

fn day(of_month: i8) -> Date {
    date(2026, 12, of_month)
}

fn grant(role: Role, unit: &str, to: Option<Date>) -> Grant {
    Grant::own(role, unit.to_owned(), date(2025, 7, 1), to)
}

fn deputy(to: Option<Date>) -> Grant {
    Grant { deputy: true, ..grant(Role::Officer, "office", to) }
}

fn person(id: &str, grants: Vec<Grant>) -> Person {
    Person { id: id.to_owned(), name: id.to_owned(), subject: None, grants }
}

fn terms(role: Role, from: Date, to: Date) -> Terms {
    Terms {
        giver: "head".to_owned(),
        receiver: "deputy".to_owned(),
        role,
        unit: "office".to_owned(),
        valid_from: from,
        valid_to: to,
        scope: Scope::All,
        works: None,
        reason: "Quyết định 12/QĐ-UBND".to_owned(),
    }
}

fn only(procedures: &[&str]) -> Scope {
    Scope::Procedures(procedures.iter().map(|id| (*id).to_owned()).collect())
}

/// What is tried, what is given, by whom, to whom, and what comes of it.
type Case = (&'static str, Terms, Person, Vec<Grant>, Result<(), AwayRefusal>);

fn given(terms: Terms) -> Delegation {
    Delegation { id: "1".to_owned(), terms, made_by: "head".to_owned(), revoked: false }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn a_role_is_given_only_as_the_law_allows() {
    let head = || person("head", vec![grant(Role::Leader, "office", None)]);
    let leading = || terms(Role::Leader, day(1), day(5));
    let table: [Case; 21] = [
        ("to a deputy", leading(), head(), vec![deputy(None)], Ok(())),
        ("on one day, today", terms(Role::Leader, TODAY, TODAY), head(), vec![deputy(None)], Ok(())),
        (
            "to an officer who is no deputy",
            leading(),
            head(),
            vec![grant(Role::Officer, "office", None)],
            Err(AwayRefusal::NotDeputy),
        ),
        (
            "to a deputy of another unit",
            leading(),
            head(),
            vec![Grant { unit: "elsewhere".to_owned(), ..deputy(None) }],
            Err(AwayRefusal::NotOfUnit),
        ),
        ("to a deputy who leaves before", leading(), head(), vec![deputy(Some(day(4)))], Err(AwayRefusal::NotOfUnit)),
        (
            "to somebody who works there but is deputy only at first",
            leading(),
            head(),
            vec![deputy(Some(day(4))), grant(Role::Officer, "office", None)],
            Err(AwayRefusal::NotDeputy),
        ),
        ("to a citizen", leading(), head(), Vec::new(), Err(AwayRefusal::NotOfUnit)),
        (
            "the role ended yesterday",
            terms(Role::Leader, TODAY, day(5)),
            person("head", vec![grant(Role::Leader, "office", Some(date(2026, 11, 25)))]),
            vec![deputy(None)],
            Err(AwayRefusal::NotHeld),
        ),
        (
            "the role ends within the days",
            leading(),
            person("head", vec![grant(Role::Leader, "office", Some(day(4)))]),
            vec![deputy(None)],
            Err(AwayRefusal::NotHeld),
        ),
        (
            "two terms of office follow each other",
            leading(),
            person(
                "head",
                vec![
                    grant(Role::Leader, "office", Some(day(3))),
                    Grant::own(Role::Leader, "office".to_owned(), day(4), None),
                ],
            ),
            vec![deputy(None)],
            Ok(()),
        ),
        (
            "the head of another unit",
            leading(),
            person("head", vec![grant(Role::Leader, "elsewhere", None)]),
            vec![deputy(None)],
            Err(AwayRefusal::NotHeld),
        ),
        (
            "given on",
            leading(),
            person(
                "head",
                vec![Grant { on_behalf_of: Some("chairman".to_owned()), ..grant(Role::Leader, "office", None) }],
            ),
            vec![deputy(None)],
            Err(AwayRefusal::GivenOn),
        ),
        (
            "to oneself",
            Terms { receiver: "head".to_owned(), ..leading() },
            head(),
            vec![deputy(None)],
            Err(AwayRefusal::ToOneself),
        ),
        (
            "backwards",
            terms(Role::Leader, day(5), day(1)),
            head(),
            vec![deputy(None)],
            Err(AwayRefusal::EndsBeforeItBegins),
        ),
        (
            "from yesterday",
            terms(Role::Leader, date(2026, 11, 25), day(1)),
            head(),
            vec![deputy(None)],
            Err(AwayRefusal::Past),
        ),
        ("a year", terms(Role::Leader, day(1), date(2027, 11, 30)), head(), vec![deputy(None)], Ok(())),
        (
            "a year and a day",
            terms(Role::Leader, day(1), date(2027, 12, 1)),
            head(),
            vec![deputy(None)],
            Err(AwayRefusal::TooLong),
        ),
        (
            "limited to nothing",
            Terms { scope: only(&[]), ..leading() },
            head(),
            vec![deputy(None)],
            Err(AwayRefusal::EmptyScope),
        ),
        (
            "without a reason",
            Terms { reason: " ".to_owned(), ..leading() },
            head(),
            vec![deputy(None)],
            Err(AwayRefusal::NoReason),
        ),
        (
            "an administrator",
            terms(Role::Administrator, day(1), day(5)),
            person("head", vec![grant(Role::Administrator, "office", None)]),
            vec![deputy(None)],
            Err(AwayRefusal::NeverGiven),
        ),
        (
            "an officer's work to a colleague",
            terms(Role::Officer, day(1), day(5)),
            person("head", vec![grant(Role::Officer, "office", None)]),
            vec![grant(Role::Clerk, "office", None)],
            Ok(()),
        ),
    ];
    for (case, terms, giver, grants, expected) in table {
        let receiver = if terms.receiver == "head" { giver.clone() } else { person("deputy", grants) };
        assert_eq!(terms.check(&giver, &receiver, TODAY), expected, "{case}");
    }
}

/// The receiver of these delegations, as the store makes them: what they hold and what the head holds of it.
fn acting(delegations: &[Delegation], head: &Grant) -> Person {
    let mut grants = vec![deputy(None)];
    grants.extend(delegations.iter().filter_map(|one| one.grant(head)));
    person("deputy", grants)
}

#[test]
fn a_delegation_holds_on_its_days_for_its_dossiers_until_it_is_revoked() {
    let lasting = grant(Role::Leader, "office", None);
    let days = |from, to| given(terms(Role::Leader, from, to));
    let revoked = |one: Delegation| Delegation { revoked: true, ..one };
    let scoped = |list: &[&str]| given(Terms { scope: only(list), ..terms(Role::Leader, TODAY, day(5)) });
    let ended = grant(Role::Leader, "office", Some(date(2026, 11, 25)));
    let table: [(&str, Vec<Delegation>, &Grant, bool); 11] = [
        ("none", vec![], &lasting, false),
        ("from today", vec![days(TODAY, TODAY)], &lasting, true),
        ("from tomorrow", vec![days(date(2026, 11, 27), day(5))], &lasting, false),
        ("until yesterday", vec![days(date(2026, 11, 1), date(2026, 11, 25))], &lasting, false),
        ("revoked an hour ago", vec![revoked(days(TODAY, day(5)))], &lasting, false),
        ("the giver's role ended yesterday", vec![days(TODAY, day(5))], &ended, false),
        ("limited to this procedure", vec![scoped(&["1.000656", "1.001612"])], &lasting, true),
        ("limited to another procedure", vec![scoped(&["1.000656"])], &lasting, false),
        ("two that overlap", vec![days(TODAY, day(1)), days(date(2026, 11, 20), day(5))], &lasting, true),
        ("two that overlap, one revoked", vec![revoked(days(TODAY, day(1))), days(TODAY, day(5))], &lasting, true),
        ("of another role", vec![given(terms(Role::Clerk, TODAY, day(5)))], &lasting, false),
    ];
    for (case, delegations, head, signs) in table {
        let deputy = acting(&delegations, head);
        let answer = may(&deputy, ActionKind::Sign, &FACTS, TODAY);
        match answer {
            Ok(permit) => {
                assert!(signs && permit.as_leader(), "{case}");
                assert_eq!((permit.person(), permit.on_behalf_of()), ("deputy", Some("head")), "{case}");
            }
            Err(denied) => assert_eq!((signs, denied), (false, Denied::NotYours), "{case}"),
        }
    }
}

#[test]
fn a_limited_delegation_opens_nothing_beside_its_dossiers() {
    let head = grant(Role::Leader, "office", None);
    let limited = given(Terms { scope: only(&["1.001612"]), ..terms(Role::Leader, TODAY, day(5)) });
    let deputy = acting(&[limited], &head);
    assert!(!deputy.holds(Role::Leader, "office", TODAY) && !deputy.holds_anywhere(Role::Leader, TODAY));
    let whole = acting(&[given(terms(Role::Leader, TODAY, day(5)))], &head);
    assert!(whole.holds(Role::Leader, "office", TODAY) && !whole.holds(Role::Leader, "office", day(6)));
}

#[test]
fn whoever_may_by_a_post_of_their_own_acts_for_nobody_else() {
    let mut leader = acting(&[given(terms(Role::Leader, TODAY, day(5)))], &grant(Role::Leader, "office", None));
    leader.grants.push(grant(Role::Leader, "office", None));
    let permit = may(&leader, ActionKind::Sign, &FACTS, TODAY).expect("a head signs");
    assert_eq!(permit.on_behalf_of(), None);
    // A colleague works the dossiers of the officer who gave them, and no others.
    let work = Delegation {
        terms: Terms { giver: "officer".to_owned(), ..terms(Role::Officer, TODAY, day(5)) },
        ..given(terms(Role::Officer, TODAY, day(5)))
    };
    let mut colleague = person("deputy", vec![grant(Role::Clerk, "office", None)]);
    colleague.grants.extend(work.grant(&grant(Role::Officer, "office", None)));
    let permit = may(&colleague, ActionKind::CompleteStep, &FACTS, TODAY).expect("the work was given");
    assert_eq!(permit.on_behalf_of(), Some("officer"));
    let other = Facts { assignee: Some("third"), ..FACTS };
    assert_eq!(may(&colleague, ActionKind::CompleteStep, &other, TODAY), Err(Denied::NotYours));
}

#[test]
fn delegations_end_by_their_giver_their_receiver_or_the_head() {
    let one = given(Terms { giver: "officer".to_owned(), ..terms(Role::Officer, TODAY, day(5)) });
    let people = [
        (person("officer", vec![]), true),
        (person("deputy", vec![]), true),
        (person("head", vec![grant(Role::Leader, "office", None)]), true),
        (
            person(
                "acting",
                vec![Grant { on_behalf_of: Some("head".to_owned()), ..grant(Role::Leader, "office", None) }],
            ),
            false,
        ),
        (person("colleague", vec![grant(Role::Officer, "office", None)]), false),
        (person("elsewhere", vec![grant(Role::Leader, "elsewhere", None)]), false),
    ];
    for (somebody, allowed) in people {
        let expected = if allowed { Ok(()) } else { Err(Denied::Unseen) };
        assert_eq!(may_revoke(&somebody, &one.terms, TODAY), expected, "{}", somebody.id);
    }
    assert_eq!(one.revoke(TODAY), Ok(DelegationEvent::Revoked));
    assert_eq!(one.revoke(day(6)), Err(AwayRefusal::Over));
    let events = [DelegationEvent::Given { delegation: one }, DelegationEvent::Revoked];
    let revoked = Delegation::replayed(events).expect("it was given");
    assert_eq!(revoked.revoke(TODAY), Err(AwayRefusal::Over), "a second time");
}

fn absence(person: &str, from: Date, to: Date) -> Absence {
    Absence {
        id: "1".to_owned(),
        person: person.to_owned(),
        valid_from: from,
        valid_to: to,
        reason: AbsenceReason::Leave,
        noted_by: person.to_owned(),
        back_on: None,
    }
}

#[test]
fn an_absence_lasts_from_its_first_to_its_last_day_or_until_the_person_is_back() {
    let away = absence("officer", day(1), day(5));
    let back = |on| Absence { back_on: Some(on), ..away.clone() };
    let table = [
        (&away, date(2026, 11, 30), false),
        (&away, day(1), true),
        (&away, day(5), true),
        (&away, day(6), false),
        (&back(day(3)), day(2), true),
        (&back(day(3)), day(3), false),
        (&back(day(1)), day(1), false),
    ];
    for (absence, on, away) in table {
        assert_eq!(absence.absent_on(on), away, "{absence:?} {on}");
    }
    assert_eq!((away.last_day(), back(day(3)).last_day(), back(day(1)).last_day()), (Some(day(5)), Some(day(2)), None));
    for (from, to, expected) in [
        (TODAY, TODAY, Ok(())),
        (date(2026, 10, 26), TODAY, Ok(())),
        (date(2026, 10, 25), TODAY, Err(AwayRefusal::Past)),
        (date(2026, 11, 20), date(2026, 11, 25), Err(AwayRefusal::Past)),
        (day(2), day(1), Err(AwayRefusal::EndsBeforeItBegins)),
        (day(1), date(2027, 12, 1), Err(AwayRefusal::TooLong)),
    ] {
        assert_eq!(absence("officer", from, to).check(TODAY), expected, "{from} {to}");
    }
    assert_eq!(away.end(day(2)), Ok(AbsenceEvent::Ended { back_on: day(2) }));
    assert_eq!(back(day(2)).end(day(2)), Err(AwayRefusal::Over));
    let events = [AbsenceEvent::Noted { absence: away.clone() }, AbsenceEvent::Ended { back_on: day(3) }];
    assert_eq!(Absence::replayed(events), Some(back(day(3))));
    let office = ["office".to_owned()];
    for (somebody, expected) in [
        (person("officer", vec![grant(Role::Officer, "office", None)]), Ok(())),
        (person("head", vec![grant(Role::Leader, "office", None)]), Ok(())),
        (person("colleague", vec![grant(Role::Officer, "office", None)]), Err(Denied::Unseen)),
        (person("elsewhere", vec![grant(Role::Leader, "elsewhere", None)]), Err(Denied::Unseen)),
    ] {
        assert_eq!(may_note(&somebody, "officer", &office, TODAY), expected, "{}", somebody.id);
    }
}

fn colleague(id: &str, grants: Vec<Grant>, away: &[(Date, Date)]) -> Colleague {
    let absences = away.iter().map(|(from, to)| absence(id, *from, *to)).collect();
    Colleague { id: id.to_owned(), name: id.to_owned(), grants, absences }
}

#[test]
fn days_without_a_signer_are_told_with_the_deputy_to_ask() {
    let days: Vec<Date> = (1..=10).map(day).collect();
    let staff = vec![
        colleague("head", vec![grant(Role::Leader, "office", None)], &[(day(2), day(5)), (day(8), day(8))]),
        colleague("anh", vec![deputy(None)], &[(day(5), day(5))]),
        colleague("binh", vec![deputy(None)], &[]),
        colleague("lan", vec![grant(Role::Officer, "office", None)], &[]),
    ];
    let gap = |from, to, deputy: &str| Gap { from: day(from), to: day(to), deputy: Some(deputy.to_owned()) };
    assert_eq!(gaps(&staff, &[], &days), [gap(2, 5, "binh"), gap(8, 8, "anh")]);
    let lent = given(Terms { receiver: "anh".to_owned(), ..terms(Role::Leader, day(1), day(5)) });
    assert_eq!(
        gaps(&staff, std::slice::from_ref(&lent), &days),
        [gap(5, 5, "binh"), gap(8, 8, "anh")],
        "anh is away on the 5th"
    );
    let limited = Delegation { terms: Terms { scope: only(&["1.001612"]), ..lent.terms.clone() }, ..lent.clone() };
    assert_eq!(gaps(&staff, &[limited], &days).len(), 2, "signing some things is not signing all");
    let revoked = Delegation { revoked: true, ..lent };
    assert_eq!(gaps(&staff, &[revoked], &days), [gap(2, 5, "binh"), gap(8, 8, "anh")]);
    let names: Vec<&str> = deputies(&staff, day(5)).into_iter().map(|one| one.id.as_str()).collect();
    assert_eq!(names, ["binh"]);
}

#[test]
fn work_goes_to_who_is_there_has_least_and_knows_it() {
    let officer = || vec![grant(Role::Officer, "office", None)];
    let staff = vec![
        colleague("an", officer(), &[(TODAY, day(1))]),
        colleague("binh", officer(), &[]),
        colleague("chi", officer(), &[]),
        colleague("dung", officer(), &[(day(4), day(6))]),
        colleague("em", officer(), &[]),
        colleague("head", vec![grant(Role::Leader, "office", None)], &[]),
    ];
    let load = |id: &str, open, late, soon| Load { person: id.to_owned(), open, late, soon };
    // binh: 2 dossiers, one late: 4; chi: 4 dossiers: 4; em: 5.
    let loads = [load("binh", 2, 1, 0), load("chi", 4, 0, 0), load("em", 4, 0, 1)];
    let order = |knows: &[&str], due| -> Vec<String> {
        let knows: Vec<String> = knows.iter().map(|id| (*id).to_owned()).collect();
        propose(&staff, Task { today: TODAY, due, loads: &loads, knows: &knows })
            .into_iter()
            .map(|one| one.person)
            .collect()
    };
    assert_eq!(order(&[], Some(day(5))), ["binh", "chi", "em", "an", "dung"], "ties by name, who is away last");
    assert_eq!(order(&["chi"], Some(day(5))), ["chi", "binh", "em", "an", "dung"], "who knows it wins a tie");
    assert_eq!(order(&["em"], Some(day(3)))[0], "dung", "who has nothing comes first");
    let task = Task { today: TODAY, due: Some(day(5)), loads: &loads, knows: &[] };
    let found = propose(&staff, task);
    let dung = found.iter().find(|one| one.person == "dung").expect("an officer");
    assert_eq!(
        dung.reasons,
        [Reason::InHand(load("dung", 0, 0, 0)), Reason::New, Reason::AwayWhenDue(day(5))],
        "the reasons are told"
    );
    assert!(!dung.is_there);
}

#[test]
fn a_role_given_for_signing_signs_and_decides_nothing() {
    let limited = Terms { works: Some([WorkKind::Sign].into()), ..terms(Role::Leader, day(1), day(5)) };
    let post = grant(Role::Leader, "office", None);
    let grant = given(limited.clone()).grant(&post).expect("held on those days");
    let deputy = person("deputy", vec![deputy(None), grant]);
    let permit = may(&deputy, ActionKind::Sign, &FACTS, day(2)).expect("signs");
    assert_eq!((permit.on_behalf_of(), permit.as_leader()), (Some("head"), true));
    for other in [ActionKind::Decide, ActionKind::Extend, ActionKind::Apologise] {
        assert_eq!(may(&deputy, other, &FACTS, day(2)), Err(Denied::NotYours), "{}", other.name());
    }
    assert!(!deputy.holds(Role::Leader, "office", day(2)), "it opens nothing besides");
    let nothing = Terms { works: Some(BTreeSet::new()), ..limited };
    let head = person("head", vec![post]);
    assert_eq!(nothing.check(&head, &deputy, day(1)), Err(AwayRefusal::NoWork));
}
