//! A day at a desk: numbers, calls, appointments, deliveries; who may do what, and what verification finds.

use app::desk::{BookRequest, DeliveryRequest, DrawRequest, Holder, ServeRequest, ServeStep};
use app::dossier::ActionBody;
use app::{ActError, App};
use domain::access::Person;
use domain::desk::{
    AppointmentState, Authorisation, DeliveryState, DeliveryWay, Posting, Receiver, Refusal, TicketState,
};
use domain::dossier::{ActionKind, Outcome, Stage};
use domain::time::{Date, DateTime, Zone};
use store::{DbError, appointment, desk as rows};

use crate::office::{Office, on_both};

on_both! {
    a_number_is_drawn_called_and_served,
    who_is_first_by_law_goes_ahead_within_bounds,
    two_counters_never_call_the_same_number,
    appointments_are_bounded_moved_and_kept,
    bookings_of_one_browser_are_slowed_down,
    deliveries_are_noted_beside_the_dossier,
    a_parcel_that_arrived_moves_the_dossier_and_one_on_its_way_does_not,
    verification_finds_what_was_written_past_the_acts,
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn set_clock(app: &App, text: &str) {
    app.clock().set(Zone::HO_CHI_MINH.instant(at(text)));
}

fn service(letter: &str, ground: Option<&str>) -> DrawRequest {
    DrawRequest::Service { service: letter.to_owned(), ground: ground.map(str::to_owned) }
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, ActError>) -> Refusal {
    match answer {
        Err(ActError::Desk(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn draw(office: &Office, letter: &str, ground: Option<&str>) -> app::desk::Numbered {
    let clerk: &Person = &office.clerk;
    office.app.draw_ticket(Some(clerk), "kiosk", &office.unit, service(letter, ground)).await.unwrap()
}

async fn serve(office: &Office, counter: &str, code: &str, step: ServeStep) -> Result<TicketState, ActError> {
    let request = ServeRequest { counter: counter.to_owned(), code: code.to_owned(), seen: None, step };
    office.app.serve(&office.clerk, &office.unit, request).await.map(|numbered| numbered.ticket.state)
}

async fn is_clean(office: &Office) {
    let verified = office.app.verify(|_| ()).await.unwrap();
    assert_eq!(verified.difference, None);
}

async fn a_number_is_drawn_called_and_served(office: Office) {
    let app = &office.app;
    let first = [draw(&office, "A", None).await, draw(&office, "A", None).await];
    set_clock(app, "2026-11-26T09:01");
    let [one, other] = first;
    let numbers = [one, other, draw(&office, "B", None).await];
    let labels: Vec<_> = numbers.iter().map(|one| one.ticket.label()).collect();
    assert_eq!(labels, ["A001", "A002", "B001"]);
    let standing = app.ticket(&numbers[1].code).await.unwrap();
    assert_eq!((standing.before, standing.expected_minutes), (Some(1), 8));

    set_clock(app, "2026-11-26T09:12");
    let called = app.call_next(&office.clerk, &office.unit, "1").await.unwrap();
    assert_eq!(called.ticket.label(), "A001");
    let busy = app.call_next(&office.clerk, &office.unit, "1").await;
    assert_eq!(refusal(busy), Refusal::TicketNotInState(TicketState::Called));
    let board = app.board(&office.unit).await.unwrap();
    assert_eq!(board.called[0].counter.as_deref(), Some("1"));
    assert_eq!(board.waiting[0], ("A".to_owned(), 1));
    assert_eq!(serve(&office, "1", &called.code, ServeStep::Start).await.unwrap(), TicketState::Serving);
    assert_eq!(refusal(serve(&office, "2", &called.code, ServeStep::Finish).await), Refusal::OtherCounter);
    set_clock(app, "2026-11-26T09:20");
    assert_eq!(
        serve(&office, "1", &called.code, ServeStep::Forward("3".to_owned())).await.unwrap(),
        TicketState::Forwarded
    );
    let next = app.call_next(&office.clerk, &office.unit, "3").await.unwrap();
    assert_eq!(next.ticket.label(), "A001", "whoever was sent on came first");
    serve(&office, "3", &next.code, ServeStep::Start).await.unwrap();
    assert_eq!(serve(&office, "3", &next.code, ServeStep::Finish).await.unwrap(), TicketState::Done);

    let second = app.call_next(&office.clerk, &office.unit, "1").await.unwrap();
    let early = serve(&office, "1", &second.code, ServeStep::MarkAbsent).await;
    assert_eq!(refusal(early), Refusal::NotCalledEnough { called: 1, needed: 3 });
    for _ in 0..2 {
        serve(&office, "1", &second.code, ServeStep::CallAgain).await.unwrap();
    }
    assert_eq!(serve(&office, "1", &second.code, ServeStep::MarkAbsent).await.unwrap(), TicketState::Absent);
    assert_eq!(refusal(app.call_next(&office.clerk, &office.unit, "1").await), Refusal::NobodyWaits);

    let today: Date = "2026-11-26".parse().unwrap();
    let figures = app.desk_figures(&office.leader, &office.unit, (today, today)).await.unwrap();
    assert_eq!((figures.waited.count, figures.waited.median, figures.served.count), (2, 12, 1));
    for stranger in [&office.citizen, &office.officer] {
        assert!(matches!(app.call_next(stranger, &office.unit, "1").await, Err(ActError::NotFound)));
        assert!(matches!(app.desk_figures(stranger, &office.unit, (today, today)).await, Err(ActError::NotFound)));
    }
    let view = app.counter_view(&office.clerk, &office.unit, "3", None, 10).await.unwrap();
    assert_eq!((view.line.len(), view.today.len()), (1, 3));
    app.cancel_ticket(&numbers[2].code).await.unwrap();
    set_clock(app, "2026-11-26T19:00");
    let closed = app.draw_ticket(None, "b", &office.unit, service("A", None)).await;
    assert_eq!(refusal(closed), Refusal::Closed);
    is_clean(&office).await;
}

async fn who_is_first_by_law_goes_ahead_within_bounds(office: Office) {
    for ground in [None, None, Some("elderly"), Some("disabled"), Some("pregnant")] {
        draw(&office, "B", ground).await;
    }
    let wrong = office.app.draw_ticket(None, "b", &office.unit, service("B", Some("friend"))).await;
    assert_eq!(refusal(wrong), Refusal::NoSuchGround);
    let mut order = Vec::new();
    for _ in 0..5 {
        let called = office.app.call_next(&office.clerk, &office.unit, "3").await.unwrap();
        order.push(called.ticket.number);
        serve(&office, "3", &called.code, ServeStep::Start).await.unwrap();
        serve(&office, "3", &called.code, ServeStep::Finish).await.unwrap();
        let now = office.app.clock().now();
        office.app.clock().set(now.plus_seconds(60));
    }
    assert_eq!(order, [3, 4, 1, 5, 2]);
}

async fn two_counters_never_call_the_same_number(office: Office) {
    for _ in 0..6 {
        draw(&office, "A", None).await;
    }
    for _ in 0..3 {
        let call = |counter| office.app.call_next(&office.clerk, &office.unit, counter);
        let (one, other) = tokio::join!(call("1"), call("2"));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_ne!(one.code, other.code);
        for (counter, code) in [("1", one.code), ("2", other.code)] {
            serve(&office, counter, &code, ServeStep::Start).await.unwrap();
            serve(&office, counter, &code, ServeStep::Finish).await.unwrap();
        }
    }
    is_clean(&office).await;
}

fn book(office: &Office, slot: &str, phone: &str) -> BookRequest {
    let holder = Holder { name: "Ma Văn Quyết".to_owned(), phone: phone.to_owned() };
    BookRequest { unit: office.unit.clone(), service: "B".to_owned(), at: at(slot), holder }
}

async fn appointments_are_bounded_moved_and_kept(office: Office) {
    let app = &office.app;
    let days = app.appointment_days(&office.unit).unwrap();
    assert!(days.iter().all(|day| *day != "2026-11-28".parse().unwrap()), "Saturday");
    // Counter 3 does one of B in half an hour.
    let first = app.book("a", book(&office, "2026-11-27T08:00", "0912000002")).await.unwrap();
    let full = app.book("b", book(&office, "2026-11-27T08:00", "0912000009")).await;
    assert_eq!(refusal(full), Refusal::SlotFull);
    let none = app.book("b", book(&office, "2026-11-27T08:10", "0912000009")).await;
    assert_eq!(refusal(none), Refusal::NoSuchSlot(at("2026-11-27T08:10")));
    let far = app.book("b", book(&office, "2026-12-30T08:00", "0912000009")).await;
    assert_eq!(refusal(far), Refusal::TooFarAhead(14));
    assert!(matches!(app.book("b", book(&office, "2026-11-27T08:30", "12")).await, Err(ActError::Invalid(_))));
    let second = app.book("a", book(&office, "2026-11-27T08:30", "+84 912 000 002")).await.unwrap();
    let third = app.book("a", book(&office, "2026-11-27T09:00", "0912000002")).await;
    assert_eq!(refusal(third), Refusal::TooManyOpen(2));

    app.move_appointment(&first.code, at("2026-11-27T09:00")).await.unwrap();
    assert_eq!(app.cancel_appointment(&second.code).await.unwrap().appointment.state, AppointmentState::Cancelled);
    let slots = app.appointment_slots(&office.unit, "B", "2026-11-27".parse().unwrap()).await.unwrap();
    let taken: Vec<_> = slots.iter().filter(|slot| slot.free == 0).map(|slot| slot.at).collect();
    assert_eq!(taken, [at("2026-11-27T09:00")]);

    let lines = app.appointments_of_day(&office.clerk, &office.unit, "2026-11-27".parse().unwrap(), 50).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].holder.as_ref().unwrap().name, "Ma Văn Quyết");
    let hidden = app.appointments_of_day(&office.leader, &office.unit, "2026-11-27".parse().unwrap(), 50).await;
    assert!(matches!(hidden, Err(ActError::NotYours)));

    let request = || DrawRequest::Appointment { code: first.code.clone() };
    let early = app.draw_ticket(None, "a", &office.unit, request()).await;
    assert_eq!(refusal(early), Refusal::TooEarly(at("2026-11-27T09:00")));
    set_clock(app, "2026-11-27T08:55");
    let ticket = app.draw_ticket(None, "a", &office.unit, request()).await.unwrap();
    let arrived = app.appointment(&first.code).await.unwrap().appointment;
    assert_eq!((arrived.state, arrived.ticket), (AppointmentState::Arrived, Some(ticket.code)));
    let again = app.draw_ticket(None, "a", &office.unit, request()).await;
    assert_eq!(refusal(again), Refusal::AppointmentNotInState(AppointmentState::Arrived));

    let missed = app.book("c", book(&office, "2026-11-27T10:00", "0912000005")).await.unwrap();
    set_clock(app, "2026-11-27T10:20");
    let stranger = app.miss_appointment(&office.citizen, &missed.code).await;
    assert!(matches!(stranger, Err(ActError::NotFound)));
    let missed = app.miss_appointment(&office.clerk, &missed.code).await.unwrap();
    assert_eq!(missed.appointment.state, AppointmentState::Missed);
    is_clean(&office).await;
}

async fn bookings_of_one_browser_are_slowed_down(office: Office) {
    let slots = ["08:00", "08:30", "09:00", "09:30", "10:00"];
    for (number, slot) in slots.iter().enumerate() {
        let request = book(&office, &format!("2026-11-27T{slot}"), &format!("091200010{number}"));
        office.app.book("one", request).await.unwrap();
    }
    let slowed = office.app.book("one", book(&office, "2026-11-27T10:30", "0912000110")).await;
    assert!(matches!(slowed, Err(ActError::TooManyAttempts { .. })), "{slowed:?}");
    office.app.book("another", book(&office, "2026-11-27T10:30", "0912000110")).await.unwrap();
    for _ in 0..5 {
        office.app.draw_ticket(None, "one", &office.unit, service("A", None)).await.unwrap();
    }
    let slowed = office.app.draw_ticket(None, "one", &office.unit, service("A", None)).await;
    assert!(matches!(slowed, Err(ActError::TooManyAttempts { .. })), "{slowed:?}");
    for _ in 0..8 {
        draw(&office, "A", None).await;
    }
}

async fn with_result(office: &Office) -> String {
    let submitted = office.app.submit(Some(&office.citizen), office.request().await, None).await.unwrap();
    let code = submitted.dossier.code.as_str().to_owned();
    let none = office.app.note_delivery(&office.clerk, &code, None, DeliveryRequest::Provide).await;
    assert_eq!(refusal(none), Refusal::NoResult);
    let body = ActionBody::default;
    office.act(&office.clerk, &code, ActionKind::Accept, body()).await.unwrap();
    let assign = ActionBody { officer: office.officer.id.clone(), ..body() };
    office.act(&office.leader, &code, ActionKind::Assign, assign).await.unwrap();
    while office.app.dossier(&office.officer, &code).await.unwrap().dossier.current_step().is_some() {
        let done = ActionBody { reason: "Đủ điều kiện".to_owned(), ..body() };
        office.act(&office.officer, &code, ActionKind::CompleteStep, done).await.unwrap();
    }
    let granted = ActionBody { outcome: Some(Outcome::Granted), ..body() };
    office.act(&office.leader, &code, ActionKind::Decide, granted).await.unwrap();
    office.act(&office.leader, &code, ActionKind::Sign, body()).await.unwrap();
    office.act(&office.officer, &code, ActionKind::IssueResult, body()).await.unwrap();
    code
}

async fn deliveries_are_noted_beside_the_dossier(office: Office) {
    let app = &office.app;
    let code = with_result(&office).await;
    let post = Posting { carrier: "Bưu điện Việt Nam".to_owned(), tracking_number: "EM123456789VN".to_owned() };
    for stranger in [&office.citizen, &office.officer] {
        assert!(matches!(app.deliveries(stranger, &code).await, Err(ActError::NotFound)));
        let noted = app.note_delivery(stranger, &code, None, DeliveryRequest::Provide).await;
        assert!(matches!(noted, Err(ActError::NotFound)));
    }
    let sent = app.note_delivery(&office.clerk, &code, Some(0), DeliveryRequest::Send(post)).await.unwrap();
    assert_eq!(sent.lines[0].state, DeliveryState::HandedOver);
    let stale = app.note_delivery(&office.clerk, &code, Some(0), DeliveryRequest::Provide).await;
    assert!(matches!(stale, Err(ActError::Stale { current: 1 })), "{stale:?}");
    let again = app.note_delivery(&office.clerk, &code, None, DeliveryRequest::Provide).await;
    assert_eq!(refusal(again), Refusal::AlreadyDelivered);
    let back = DeliveryRequest::Advance(DeliveryState::Returned);
    app.note_delivery(&office.clerk, &code, Some(1), back).await.unwrap();
    assert_eq!(stage(&office, &code).await, Stage::ResultIssued, "what came back lies at the desk");
    let receiver = |number: &str| Receiver {
        name: "Ma Văn Quyết".to_owned(),
        identity_number: number.to_owned(),
        authorisation: Some(Authorisation {
            number: "12/UQ".to_owned(),
            date: "2026-11-20".parse().unwrap(),
            certified_by: "UBND phường".to_owned(),
        }),
    };
    let wrong = app.note_delivery(&office.clerk, &code, None, DeliveryRequest::HandOver(receiver("1"))).await;
    assert_eq!(refusal(wrong), Refusal::Malformed("identity_number"));
    let handed = DeliveryRequest::HandOver(receiver("019088010936"));
    let view = app.note_delivery(&office.clerk, &code, Some(2), handed).await.unwrap();
    let ways: Vec<_> = view.lines.iter().map(|line| (line.way, line.state)).collect();
    assert_eq!(
        ways,
        [(DeliveryWay::Post, DeliveryState::Returned), (DeliveryWay::Authorised, DeliveryState::Delivered)]
    );
    assert_eq!(view, app.deliveries(&office.clerk, &code).await.unwrap());
    assert!(view.lines.iter().all(|line| line.handed.is_some()));
    let moved = app.dossier(&office.clerk, &code).await.unwrap();
    assert_eq!(moved.dossier.stage, Stage::Delivered);
    let last = moved.timeline.last().unwrap();
    assert_eq!(last.note.as_deref(), Some("Ma Văn Quyết – 12/UQ, 20/11/2026, UBND phường"));
    assert_eq!(last.actor, office.clerk.id);
    is_clean(&office).await;
}

async fn stage(office: &Office, code: &str) -> Stage {
    office.app.dossier(&office.clerk, code).await.unwrap().dossier.stage
}

async fn a_parcel_that_arrived_moves_the_dossier_and_one_on_its_way_does_not(office: Office) {
    let (app, code) = (&office.app, with_result(&office).await);
    let post = Posting { carrier: "Bưu điện Việt Nam".to_owned(), tracking_number: "EM123456789VN".to_owned() };
    app.note_delivery(&office.clerk, &code, None, DeliveryRequest::Send(post)).await.unwrap();
    let on_its_way = DeliveryRequest::Advance(DeliveryState::InTransit);
    app.note_delivery(&office.clerk, &code, None, on_its_way).await.unwrap();
    assert_eq!(stage(&office, &code).await, Stage::ResultIssued);
    let arrived = || DeliveryRequest::Advance(DeliveryState::Delivered);
    app.note_delivery(&office.clerk, &code, None, arrived()).await.unwrap();
    let moved = app.dossier(&office.clerk, &code).await.unwrap();
    assert_eq!(moved.dossier.stage, Stage::Delivered);
    let note = moved.timeline.last().unwrap().note.clone();
    assert_eq!(note.as_deref(), Some("Bưu điện Việt Nam – EM123456789VN"));
    let again = app.note_delivery(&office.clerk, &code, None, arrived()).await;
    assert_eq!(refusal(again), Refusal::DeliveryNotInState(DeliveryState::Delivered));
    let closed = office.act(&office.clerk, &code, ActionKind::Close, ActionBody::default()).await;
    assert_eq!(closed.unwrap(), Stage::Closed);
    is_clean(&office).await;
}

async fn verification_finds_what_was_written_past_the_acts(office: Office) {
    let drawn = draw(&office, "A", None).await;
    office.app.book("a", book(&office, "2026-11-27T08:00", "0912000002")).await.unwrap();
    is_clean(&office).await;
    let beside = office.beside();
    let code = drawn.code.clone();
    let forged: Result<(), DbError> = beside
        .write(move |tx| {
            let row = rows::by_code(tx, &code)?.ok_or(DbError::Stale)?;
            let version = row.version;
            rows::update(tx, &store::desk::TicketRow { counter: "9".to_owned(), ..row }, version)
        })
        .await;
    forged.unwrap();
    let found = office.app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert_eq!(found.stream, format!("ticket/{}", drawn.code));
    let code = drawn.code.clone();
    let mended: Result<(), DbError> = beside
        .write(move |tx| {
            let row = rows::by_code(tx, &code)?.ok_or(DbError::Stale)?;
            let version = row.version;
            rows::update(tx, &store::desk::TicketRow { counter: String::new(), ..row }, version)?;
            appointment::give(tx, ("05443", "B", Zone::HO_CHI_MINH.instant(at("2026-11-27T08:00"))))
        })
        .await;
    mended.unwrap();
    let found = office.app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert!(found.stream.starts_with("slot/"), "{found:?}");
    beside.close().await;
}
