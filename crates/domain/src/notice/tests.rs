//! Which acts make which message, by which ways, and when it is tried again.

use jiff::civil::{DateTime, date, datetime, time};
use proptest::prelude::*;

use super::*;
use crate::dossier::{Channel as Door, DueState, Event, Outcome};
use crate::time::{Instant, Zone};

fn at() -> DateTime {
    datetime(2026, 11, 26, 9, 0, 0, 0)
}

fn submitted() -> Event {
    Event::Submitted {
        at: at(),
        procedure: "1.001612".to_owned(),
        procedure_version: String::new(),
        channel: Door::Online,
        receiving_unit: "05443".to_owned(),
        handling_unit: "05443".to_owned(),
        subject: "s".to_owned(),
        submitter: String::new(),
        steps: Vec::new(),
        files: Vec::new(),
        papers: Vec::new(),
        acceptance_due: Some(datetime(2026, 11, 26, 17, 0, 0, 0)),
        due: DueState::Unknown,
    }
}

fn accepted() -> Event {
    Event::Accepted { at: at(), clock: None, due: DueState::At(datetime(2026, 12, 3, 17, 0, 0, 0)) }
}

#[test]
fn each_event_that_matters_makes_its_notice() {
    let (at, due, clock) = (at(), DueState::Unknown, None);
    let cases = [
        (submitted(), Some(Kind::HandedIn)),
        (accepted(), Some(Kind::Received)),
        (Event::Rejected { at, cited: None }, Some(Kind::Refused)),
        (
            Event::SupplementRequested {
                at,
                components: vec!["c1".to_owned()],
                cited: None,
                papers: Vec::new(),
                on_due_date: false,
                exceptional: false,
                late_notice: false,
                clock: clock.clone(),
                due,
            },
            Some(Kind::PapersMissing),
        ),
        (Event::Supplemented { at, files: Vec::new(), acceptance_due: None, clock: clock.clone(), due }, None),
        (Event::PaymentRequested { at, amount: 100_000, clock: clock.clone(), due }, Some(Kind::PaymentAsked)),
        (
            Event::Paid { at, reference: "BL-1".to_owned(), acceptance_due: None, clock: clock.clone(), due },
            Some(Kind::Paid),
        ),
        (Event::Assigned { at, officer: "a".to_owned() }, None),
        (Event::StepCompleted { at, step: 0 }, None),
        (Event::StepReturned { at, to_step: 0 }, None),
        (Event::Transferred { at, from_unit: "a".to_owned(), to_unit: "b".to_owned() }, Some(Kind::Passed)),
        (Event::Withdrawn { at }, Some(Kind::Withdrawn)),
        (Event::Suspended { at, ground: "g".to_owned(), clock: clock.clone(), due }, Some(Kind::Suspended)),
        (Event::Resumed { at, clock, due }, Some(Kind::Resumed)),
        (Event::Decided { at, outcome: Outcome::Granted, cited: None }, None),
        (Event::Signed { at, files: Vec::new() }, None),
        (Event::ResultIssued { at, number: "1".to_owned(), files: Vec::new(), on_time: None }, Some(Kind::ResultReady)),
        (Event::Delivered { at }, Some(Kind::Delivered)),
        (Event::Rated { at, score: 5 }, None),
        (Event::Apologised { at, promised: at, late_notice: false, grounds: None }, Some(Kind::Apology)),
        (Event::Closed { at }, None),
        (Event::Archived { at }, None),
    ];
    for (event, kind) in cases {
        assert_eq!(content_of(&event).map(|content| content.kind()), kind, "{}", event.kind());
    }
}

#[test]
fn acceptance_at_the_counter_is_one_message() {
    let contents: Vec<(i64, Content)> =
        [submitted(), accepted()].iter().zip(1..).map(|(event, n)| (n, content_of(event).unwrap())).collect();
    assert_eq!(join(&contents), Some(Joined { kind: Kind::Received, first_version: 1, last_version: 2 }));
    let said = Joined::said(contents.into_iter().map(|(_, content)| content).collect());
    assert_eq!(said.iter().map(Content::kind).collect::<Vec<_>>(), [Kind::Received]);
    assert_eq!(join(&[]), None);
}

#[test]
fn a_payment_asked_on_acceptance_is_told_with_it() {
    let asked = Content::PaymentAsked { amount: 100_000 };
    let received = Content::Received { due: DueState::Unknown };
    let joined = join(&[(2, received.clone()), (3, asked.clone())]).unwrap();
    assert_eq!((joined.kind, joined.first_version, joined.last_version), (Kind::PaymentAsked, 2, 3));
    assert_eq!(Joined::said(vec![received.clone(), asked.clone()]), [received, asked]);
}

#[test]
fn the_person_chooses_and_a_telephone_rings_for_what_is_pressing() {
    let all = Outlets { email: true, sms: true, chat: true };
    let usual = Preferences::default();
    let cases = [
        (usual, Kind::Received, all, vec![Channel::Email]),
        (usual, Kind::ResultReady, all, vec![Channel::Email, Channel::Sms]),
        (usual, Kind::Apology, Outlets::default(), vec![]),
        (usual, Kind::PapersMissing, Outlets { email: true, ..Outlets::default() }, vec![Channel::Email]),
        (Preferences { email: false, sms: false, chat: true }, Kind::Received, all, vec![Channel::Chat]),
        (Preferences { email: false, sms: false, chat: false }, Kind::PaymentAsked, all, vec![]),
    ];
    for (preferences, kind, outlets, expected) in cases {
        assert_eq!(preferences.channels(kind, outlets), expected, "{kind:?}");
    }
}

#[test]
fn telephones_are_left_alone_at_night() {
    let day = |hour, minute| datetime(2026, 11, 26, hour, minute, 0, 0);
    let tomorrow = datetime(2026, 11, 27, 7, 0, 0, 0);
    for (now, expected) in [
        (day(6, 59), day(7, 0)),
        (day(7, 0), day(7, 0)),
        (day(20, 59), day(20, 59)),
        (day(21, 0), tomorrow),
        (day(23, 59), tomorrow),
        (datetime(2026, 12, 31, 22, 0, 0, 0), datetime(2027, 1, 1, 7, 0, 0, 0)),
    ] {
        assert_eq!(may_go_at(Channel::Sms, now, QUIET_HOURS), expected, "{now}");
        assert_eq!(may_go_at(Channel::Email, now, QUIET_HOURS), now);
    }
    let before_there_were_any = datetime(2025, 12, 31, 23, 0, 0, 0);
    assert_eq!(may_go_at(Channel::Sms, before_there_were_any, QUIET_HOURS), before_there_were_any);
    let later = QuietHours { valid_from: date(2027, 1, 1), from: time(22, 0, 0, 0), to: time(6, 0, 0, 0) };
    let dated = [QUIET_HOURS[0], later];
    assert_eq!(may_go_at(Channel::Sms, datetime(2027, 1, 2, 21, 30, 0, 0), &dated), datetime(2027, 1, 2, 21, 30, 0, 0));
    assert_eq!(may_go_at(Channel::Sms, DateTime::MAX, QUIET_HOURS), DateTime::MAX);
}

#[test]
fn pauses_double_up_to_six_hours_and_end_after_five_days() {
    let made = Zone::HO_CHI_MINH.instant(at());
    let pause = |attempts| next_attempt(attempts, made, made, None).unwrap().seconds_since(made);
    assert_eq!([1, 2, 3, 8, 9, 10, 40].map(pause), [60, 120, 240, 7_680, 15_360, 21_600, 21_600]);
    assert_eq!(next_attempt(1, made, made, Some(900)), Some(made.plus_seconds(900)));
    assert_eq!(next_attempt(5, made, made, Some(1)), Some(made.plus_seconds(960)), "a shorter wish changes nothing");
    assert_eq!(next_attempt(1, made, made, Some(GIVE_UP_SECONDS)), None);
    assert_eq!(next_attempt(20, made, made.plus_seconds(GIVE_UP_SECONDS - 3_600), None), None);
}

#[test]
fn names_lead_back() {
    assert!(Kind::ALL.into_iter().all(|kind| Kind::from_name(kind.name()) == Some(kind)));
    assert!(Channel::ALL.into_iter().all(|one| Channel::from_name(one.name()) == Some(one)));
    assert_eq!([Language::from_name("en"), Language::from_name("fr")], [Some(Language::En), None]);
}

proptest! {
    #[test]
    fn every_message_is_given_up_in_the_end(start in 0_i64..2_000_000_000, wish in proptest::option::of(0_i64..100_000)) {
        let made = Instant(start.saturating_mul(1_000_000));
        let (mut now, mut attempts) = (made, 1);
        while let Some(next) = next_attempt(attempts, made, now, wish) {
            prop_assert!(next > now && next.seconds_since(made) < GIVE_UP_SECONDS);
            now = next;
            attempts += 1;
            prop_assert!(attempts < 100, "it goes on for ever");
        }
    }

    #[test]
    fn what_may_go_out_may_still_go_out_then(minutes in 0_i64..600_000) {
        let now = Zone::HO_CHI_MINH.civil(Zone::HO_CHI_MINH.instant(at()).plus_seconds(minutes * 60));
        for channel in Channel::ALL {
            let then = may_go_at(channel, now, QUIET_HOURS);
            prop_assert!(then >= now);
            prop_assert_eq!(may_go_at(channel, then, QUIET_HOURS), then);
        }
    }
}
