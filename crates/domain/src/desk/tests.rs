//! Tables of states, and what holds for every line, every week and every delivery.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, CalendarFile, OfficeHours};
use crate::organisation::Validity;

fn plan() -> DeskPlan {
    let service = |letter: &str, minutes| DeskService {
        letter: letter.to_owned(),
        name_vi: "Hộ tịch".to_owned(),
        name_en: "Civil status".to_owned(),
        fields_vi: vec!["Hộ tịch".to_owned()],
        usual_minutes: minutes,
    };
    let counter = |code: &str, services: &[&str]| Counter {
        code: code.to_owned(),
        services: services.iter().map(|letter| (*letter).to_owned()).collect(),
    };
    DeskPlan {
        unit_id: "05443".to_owned(),
        validity: Validity::ALWAYS,
        services: vec![service("A", 15), service("B", 30)],
        counters: vec![counter("1", &["A"]), counter("2", &["A", "B"])],
        rules: DeskRules {
            slot_minutes: 30,
            days_ahead: 14,
            open_per_phone: 2,
            ahead_max: 2,
            calls_max: 3,
            grace_minutes: 15,
        },
        example: true,
        source: "test".to_owned(),
    }
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn fresh() -> Ticket {
    let (unit, service) = ("05443".to_owned(), "A".to_owned());
    let day = date(2026, 11, 26);
    let of = TicketKind::WalkIn;
    Ticket::issued(&TicketEvent::Issued { unit, day, service, number: 12, of, at: at("2026-11-26T08:00") }).unwrap()
}

fn command(word: &str) -> TicketCommand<'_> {
    match word {
        "call1" => TicketCommand::Call { counter: "1" },
        "call2" => TicketCommand::Call { counter: "2" },
        "call9" => TicketCommand::Call { counter: "9" },
        "start" => TicketCommand::Start,
        "finish" => TicketCommand::Finish,
        "absent" => TicketCommand::MarkAbsent,
        "forward1" => TicketCommand::Forward { to: "1" },
        "forward2" => TicketCommand::Forward { to: "2" },
        "cancel" => TicketCommand::Cancel,
        other => panic!("{other}"),
    }
}

#[test]
fn tickets_go_the_ways_of_the_table() {
    let table: [(&str, Result<TicketState, Refusal>); 17] = [
        ("call1", Ok(TicketState::Called)),
        ("call9", Err(Refusal::CounterTakesNot)),
        ("start", Err(Refusal::TicketNotInState(TicketState::Waiting))),
        ("absent", Err(Refusal::TicketNotInState(TicketState::Waiting))),
        ("cancel", Ok(TicketState::Cancelled)),
        ("cancel call1", Err(Refusal::TicketNotInState(TicketState::Cancelled))),
        ("call1 start", Ok(TicketState::Serving)),
        ("call1 call2", Err(Refusal::OtherCounter)),
        ("call1 call1 absent", Err(Refusal::NotCalledEnough { called: 2, needed: 3 })),
        ("call1 call1 call1 absent", Ok(TicketState::Absent)),
        ("call1 call1 call1 absent call1", Err(Refusal::TicketNotInState(TicketState::Absent))),
        ("call1 start cancel", Err(Refusal::TicketNotInState(TicketState::Serving))),
        ("call1 start finish", Ok(TicketState::Done)),
        ("call1 start finish start", Err(Refusal::TicketNotInState(TicketState::Done))),
        ("call1 start forward1", Err(Refusal::CounterTakesNot)),
        ("call1 start forward2", Ok(TicketState::Forwarded)),
        ("call1 start forward2 call1", Err(Refusal::OtherCounter)),
    ];
    for (words, expected) in table {
        let mut ticket = fresh();
        let mut reached = Ok(ticket.state);
        for word in words.split(' ') {
            reached = ticket.decide(command(word), &plan(), at("2026-11-26T08:20")).map(|event| {
                ticket.apply(&event).unwrap();
                ticket.state
            });
        }
        assert_eq!(reached, expected, "{words}");
    }
    let mut ticket = fresh();
    for word in ["call1", "start", "forward2", "call2", "start", "finish"] {
        let event = ticket.decide(command(word), &plan(), at("2026-11-26T08:20")).unwrap();
        ticket.apply(&event).unwrap();
    }
    assert_eq!((ticket.state, ticket.calls, ticket.label()), (TicketState::Done, 1, "A012".to_owned()));
}

fn in_line(number: i64, kind: TicketKind, minute: i8) -> InLine {
    let since = date(2026, 11, 26).at(8, minute, 0, 0);
    InLine { code: format!("T{number}"), number, kind, since }
}

#[test]
fn who_is_first_by_law_goes_ahead_but_not_of_everybody() {
    let priority = || TicketKind::Priority { ground: "elderly".to_owned() };
    let appointment = |text| TicketKind::Appointment { slot: at(text) };
    let line = [
        in_line(1, TicketKind::WalkIn, 0),
        in_line(2, TicketKind::WalkIn, 1),
        in_line(3, priority(), 2),
        in_line(4, priority(), 3),
        in_line(5, priority(), 4),
        in_line(6, appointment("2026-11-26T08:10"), 1),
        in_line(7, appointment("2026-11-26T10:00"), 0),
    ];
    let numbers =
        |ahead, now| order(&line, ahead, at(now), &plan().rules).iter().map(|one| one.number).collect::<Vec<_>>();
    assert_eq!(numbers(0, "2026-11-26T08:15"), [3, 4, 1, 5, 6, 2, 7]);
    assert_eq!(numbers(2, "2026-11-26T08:15"), [1, 3, 4, 2, 5, 6, 7]);
    assert_eq!(numbers(0, "2026-11-26T10:00"), [3, 4, 1, 5, 6, 2, 7], "its time has come, after all others came");
}

fn kinds() -> impl Strategy<Value = TicketKind> {
    prop_oneof![
        Just(TicketKind::WalkIn),
        Just(TicketKind::Priority { ground: "elderly".to_owned() }),
        (0_i8..60).prop_map(|minute| TicketKind::Appointment { slot: date(2026, 11, 26).at(8, minute, 0, 0) }),
    ]
}

proptest! {
    /// Whatever comes later, everybody is called within a bound that is known when they come.
    #[test]
    fn nobody_starves(
        line in prop::collection::vec((kinds(), 0_i8..60), 1..25),
        flood in any::<bool>(),
        ahead_max in 1_u32..4,
        ahead in 0_u32..6,
    ) {
        let rules = DeskRules { ahead_max, ..plan().rules };
        let now = at("2026-11-26T09:00");
        let mut waiting: Vec<InLine> =
            line.into_iter().zip(1..).map(|((kind, minute), number)| in_line(number, kind, minute)).collect();
        let first_comers = waiting.len();
        let mut left = first_comers;
        let mut ahead = ahead;
        let bound = (first_comers + 1) * (usize::try_from(ahead_max).unwrap() + 1);
        for call in 0..bound {
            if left == 0 {
                break;
            }
            let next = order(&waiting, ahead, now, &rules)[0].clone();
            ahead = if next.is_ahead() { ahead + 1 } else { 0 };
            left -= usize::from(next.number <= i64::try_from(first_comers).unwrap());
            waiting.retain(|one| one.number != next.number);
            // Somebody new comes at each call: of one kind only, which is the worst that can happen to the other.
            let kind = if flood { TicketKind::Priority { ground: "elderly".to_owned() } } else { TicketKind::WalkIn };
            let number = i64::try_from(first_comers + call + 1).unwrap();
            waiting.push(InLine { code: format!("N{number}"), number, kind, since: now });
        }
        prop_assert_eq!(left, 0);
    }

    /// Equals are called in the order in which they came; the order loses nobody.
    #[test]
    fn equals_keep_their_order(line in prop::collection::vec((kinds(), 0_i8..60), 0..30), ahead in 0_u32..4) {
        let line: Vec<InLine> =
            line.into_iter().zip(1..).map(|((kind, minute), number)| in_line(number, kind, minute)).collect();
        let ordered = order(&line, ahead, at("2026-11-26T08:30"), &plan().rules);
        prop_assert_eq!(ordered.len(), line.len());
        for kind in ["walk_in", "priority"] {
            let since: Vec<_> = ordered
                .iter()
                .filter(|one| one.kind.name() == kind)
                .map(|one| (one.since, one.number))
                .collect();
            prop_assert!(since.is_sorted());
        }
    }

    #[test]
    fn spreads_lie_among_their_durations(durations in prop::collection::vec(0_i64..500, 1..60)) {
        let spread = Spread::of(durations.clone());
        prop_assert!(durations.contains(&spread.median) && durations.contains(&spread.ninetieth));
        prop_assert!(spread.median <= spread.ninetieth);
        let within = durations.iter().filter(|one| **one <= spread.ninetieth).count();
        prop_assert!(within * 10 >= durations.len() * 9);
    }
}

#[test]
fn figures_are_those_of_the_table() {
    let visit = |hour, service: &str, waited, served| Visit { hour, service: service.to_owned(), waited, served };
    let visits = [
        visit(8, "A", 10, Some(5)),
        visit(8, "A", 20, Some(15)),
        visit(8, "A", 30, None),
        visit(8, "B", 1, Some(2)),
        visit(9, "A", 7, Some(9)),
    ];
    let lines = by_hour_and_service(&visits);
    let short: Vec<_> =
        lines.iter().map(|one| (one.hour, one.service.as_str(), one.waited.median, one.waited.ninetieth)).collect();
    assert_eq!(short, [(8, "A", 20, 30), (8, "B", 1, 1), (9, "A", 7, 7)]);
    assert_eq!(lines[0].served, Spread { count: 2, median: 5, ninetieth: 15 });
    assert_eq!(Spread::of(Vec::new()), Spread::default());
    for (before, usual, counters, minutes) in [(0, 15, 2, 0), (1, 15, 2, 8), (4, 15, 2, 30), (3, 10, 0, 30)] {
        assert_eq!(expected_minutes(before, usual, counters), minutes, "{before} {usual} {counters}");
    }
}

fn calendar() -> Calendar {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/holidays.json")).unwrap();
    let file: CalendarFile = serde_json::from_slice(&bytes).unwrap();
    Calendar::new(file.into_data("test").unwrap()).unwrap()
}

#[test]
fn a_week_with_a_holiday_has_no_slots_on_it() {
    let (calendar, hours, plan) = (calendar(), OfficeHours::province_default(), plan());
    // Friday 1 January 2027 is off.
    let now = at("2026-12-28T09:10");
    let days = bookable_days(
        &DeskPlan { rules: DeskRules { days_ahead: 7, ..plan.rules }, ..plan.clone() },
        &calendar,
        now.date(),
    );
    let expected: Vec<Date> =
        [28, 29, 30, 31].map(|day| date(2026, 12, day)).into_iter().chain([date(2027, 1, 4)]).collect();
    assert_eq!(days, expected);
    let of = |day| slots(&plan, "A", (&calendar, &hours), (day, now), |_| 0).map(|slots| slots.len());
    let table = [
        (date(2026, 12, 27), Ok(0)),
        // 09:30 to 11:00 and 13:30 to 16:30.
        (date(2026, 12, 28), Ok(4 + 7)),
        (date(2026, 12, 31), Ok(9 + 7)),
        (date(2027, 1, 1), Ok(0)),
        (date(2027, 1, 2), Ok(0)),
        (date(2027, 1, 4), Ok(16)),
        (date(2027, 1, 12), Err(Refusal::TooFarAhead(14))),
    ];
    for (day, expected) in table {
        assert_eq!(of(day), expected, "{day}");
    }
    // Counter 1 does two visits of A in half an hour, counter 2 one and a half of its half: three in all.
    assert_eq!((plan.places("A"), plan.places("B"), plan.places("C")), (3, 1, 0));
    let taken = |slot: DateTime| u32::from(slot.hour() == 8) * 5;
    let found = slots(&plan, "A", (&calendar, &hours), (date(2026, 12, 29), now), taken).unwrap();
    assert!(found.iter().all(|slot| (slot.free == 0) == (slot.at.hour() == 8)), "{found:?}");
}

#[test]
fn appointments_go_the_ways_of_the_table() {
    let booked = AppointmentEvent::Booked {
        unit: "05443".to_owned(),
        service: "A".to_owned(),
        at: at("2026-11-26T09:00"),
        phone_hash: "h".to_owned(),
    };
    let appointment = Appointment::booked(&booked).unwrap();
    let moment = at("2026-11-26T09:00");
    let arrive = AppointmentCommand::Arrive { ticket: "T" };
    let table = [
        (AppointmentCommand::Cancel, "2026-11-26T08:59", Ok("appointment_cancelled")),
        (AppointmentCommand::Cancel, "2026-11-26T09:00", Err(Refusal::TooLate(moment))),
        (AppointmentCommand::Move { to: at("2026-11-27T09:00") }, "2026-11-25T09:00", Ok("appointment_moved")),
        (arrive, "2026-11-26T07:59", Err(Refusal::TooEarly(moment))),
        (arrive, "2026-11-26T08:00", Ok("appointment_arrived")),
        (arrive, "2026-11-26T09:15", Ok("appointment_arrived")),
        (arrive, "2026-11-26T09:16", Err(Refusal::TooLate(moment))),
        (arrive, "2026-11-25T09:00", Err(Refusal::TooEarly(moment))),
        (AppointmentCommand::Miss, "2026-11-26T09:15", Err(Refusal::TooEarly(moment))),
        (AppointmentCommand::Miss, "2026-11-26T09:16", Ok("appointment_missed")),
    ];
    for (command, now, expected) in table {
        let decided = appointment.decide(command, &plan().rules, at(now));
        assert_eq!(
            decided.as_ref().map(AppointmentEvent::name).map_err(|refusal| *refusal),
            expected,
            "{command:?} {now}"
        );
    }
    let events = [booked, AppointmentEvent::Cancelled];
    let cancelled = Appointment::replay(&events).unwrap();
    let again = cancelled.decide(arrive, &plan().rules, moment);
    assert_eq!(again, Err(Refusal::AppointmentNotInState(AppointmentState::Cancelled)));
}

fn receiver(number: &str, authorisation: Option<Authorisation>) -> Receiver {
    Receiver { name: "Đỗ Văn A".to_owned(), identity_number: number.to_owned(), authorisation }
}

#[test]
fn deliveries_keep_their_rules() {
    let now = at("2026-11-26T09:00");
    let authorisation = |number: &str, day| Authorisation {
        number: number.to_owned(),
        date: day,
        certified_by: "UBND phường Phan Đình Phùng".to_owned(),
    };
    let table = [
        (receiver("019193004217", None), Ok("delivery_noted")),
        (receiver("B1234567", None), Ok("delivery_noted")),
        (receiver("12345", None), Err(Refusal::Malformed("identity_number"))),
        (receiver("", None), Err(Refusal::Missing("identity_number"))),
        (receiver("019193004217", Some(authorisation("12/UQ", date(2026, 11, 20)))), Ok("delivery_noted")),
        (
            receiver("019193004217", Some(authorisation(" ", date(2026, 11, 20)))),
            Err(Refusal::Missing("authorisation_number")),
        ),
        (
            receiver("019193004217", Some(authorisation("12/UQ", date(2026, 11, 27)))),
            Err(Refusal::DayToCome("authorisation_date")),
        ),
    ];
    for (receiver, expected) in table {
        let decided = Deliveries::default().decide(&DeliveryCommand::HandOver(&receiver), now);
        assert_eq!(decided.as_ref().map(DeliveryEvent::name).map_err(|refusal| *refusal), expected, "{receiver:?}");
    }
}

#[test]
fn a_consignment_that_came_back_is_delivered_again() {
    use DeliveryState::{Delivered, HandedOver, InTransit, Returned};
    let now = at("2026-11-26T09:00");
    let posting =
        Posting { carrier: "Bưu điện Việt Nam".to_owned(), tracking_number: "EM123456789VN".to_owned() };
    let mut deliveries = Deliveries::default();
    let mut step = |command: DeliveryCommand<'_>| {
        let event = deliveries.decide(&command, now)?;
        deliveries.apply(&event).unwrap();
        Ok::<_, Refusal>(deliveries.list.last().unwrap().state)
    };
    assert_eq!(step(DeliveryCommand::Advance(Delivered)), Err(Refusal::NoResult));
    assert_eq!(step(DeliveryCommand::Send(&posting)), Ok(HandedOver));
    assert_eq!(step(DeliveryCommand::Provide), Err(Refusal::AlreadyDelivered));
    assert_eq!(step(DeliveryCommand::Advance(HandedOver)), Err(Refusal::DeliveryNotInState(HandedOver)));
    assert_eq!(step(DeliveryCommand::Advance(InTransit)), Ok(InTransit));
    assert_eq!(step(DeliveryCommand::Advance(Returned)), Ok(Returned));
    assert_eq!(step(DeliveryCommand::Advance(Delivered)), Err(Refusal::DeliveryNotInState(Returned)));
    assert_eq!(step(DeliveryCommand::HandOver(&receiver("019193004217", None))), Ok(Delivered));
    assert_eq!(step(DeliveryCommand::Provide), Err(Refusal::AlreadyDelivered));
}
