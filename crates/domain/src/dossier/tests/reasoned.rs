//! Refusals, returns and supplement requests: nothing is saved without ground, clause, facts and next step.
#![expect(clippy::panic, reason = "a test may fail loudly")]

use super::{Office, asks, assign, at, because, item};
use crate::dossier::{Command, Decision, Event, Outcome, Private, Refusal, Stage};
use crate::reasoned_notice::{ItemFault, ItemProblem, NoticeAction, Reason, ReasonFault, state};

fn accepted(office: &Office) -> crate::dossier::Dossier {
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-02T09:30:00", assign()).expect("assigned");
    dossier
}

#[test]
fn a_refusal_cites_in_clear_and_tells_under_seal() {
    let office = Office::new();
    let dossier = office.submitted("2026-03-02T08:00:00");
    let context = office.context("2026-03-02T09:00:00", false);
    let refuse = Command::Reject { reason: because("receipt_other_authority") };
    let Ok(Decision { event, private: Some(Private::Notice(told)) }) = dossier.decide(refuse, &context) else {
        panic!("refused on a published ground");
    };
    let Event::Rejected { cited: Some(cited), .. } = &event else { panic!("{event:?}") };
    assert_eq!((cited.action, cited.ground.as_str()), (NoticeAction::RefuseReceipt, "receipt_other_authority"));
    assert!(told.sentence_vi.starts_with("Hồ sơ này do phường Phan Đình Phùng giải quyết"));
    let stored = serde_json::to_string(&event).expect("written");
    assert!(
        !stored.contains("Phan Đình Phùng") && !stored.contains("chữ ký"),
        "nothing of the case is in clear: {stored}"
    );
}

#[test]
fn each_missing_part_and_each_wrong_ground_is_refused() {
    let office = Office::new();
    let dossier = office.submitted("2026-03-02T08:00:00");
    let faults =
        |reason: Reason, now: &str| match dossier.decide(Command::Reject { reason }, &office.context(now, true)) {
            Err(Refusal::Reason(faults)) => faults,
            other => panic!("{other:?}"),
        };
    let whole = || because("receipt_condition");
    let code = |code: &str| code.to_owned();
    let table = [
        (Reason { ground: String::new(), ..whole() }, ReasonFault::GroundMissing),
        (Reason { ground: code("no_such"), ..whole() }, ReasonFault::GroundUnknown { code: code("no_such") }),
        (because("supplement_missing"), ReasonFault::GroundOfOtherAction { code: code("supplement_missing") }),
        (because("return_other_authority"), ReasonFault::GroundOfOtherAction { code: code("return_other_authority") }),
        (Reason { clause: code(" "), ..whole() }, ReasonFault::ClauseMissing),
        (Reason { clause: code("điều 17 nghị định 118/2025/nđ-cp"), ..whole() }, ReasonFault::ClauseTooGeneral),
        (Reason { facts_vi: code(" "), ..whole() }, ReasonFault::FactsMissing),
        (Reason { next_step_vi: String::new(), ..whole() }, ReasonFault::NextStepMissing),
    ];
    for (reason, fault) in table {
        assert_eq!(faults(reason, "2026-03-02T09:00:00"), [fault]);
    }
    let before_any = faults(whole(), "2018-06-20T09:00:00");
    assert_eq!(before_any, [ReasonFault::GroundNotInForce { code: code("receipt_condition") }]);
}

#[test]
fn a_dossier_that_waits_for_papers_is_returned_not_refused() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", asks(&["c1"], "")).expect("asked");
    let refused = dossier.decide(
        Command::Reject { reason: because("receipt_condition") },
        &office.context("2026-04-02T09:00:00", false),
    );
    assert!(matches!(refused, Err(Refusal::Reason(_))), "{refused:?}");
    let back = Command::Reject { reason: because("return_not_supplemented") };
    office.act(&mut dossier, "2026-04-02T09:00:00", back).expect("returned");
    assert_eq!(dossier.stage, Stage::Refused);
}

#[test]
fn papers_are_published_ones_each_told_what_is_wrong_and_none_that_a_register_holds() {
    let office = Office::new();
    let dossier = accepted(&office);
    let context = office.context("2026-03-03T09:00:00", false);
    let refused = |items| {
        let command = Command::RequestSupplement { reason: because("supplement_missing"), items, again: String::new() };
        dossier.decide(command, &context).err()
    };
    let mut vague = item("c1");
    vague.fault = ItemFault::Other;
    vague.clause.clear();
    let told = [ItemProblem::NeedsWords { item: 0 }, ItemProblem::ClauseMissing { item: 0 }];
    assert_eq!(refused(vec![vague]), Some(Refusal::Papers(told.into())));
    let held = ItemProblem::HeldByRegister { item: 1 };
    assert_eq!(refused(vec![item("c1"), item("c3")]), Some(Refusal::Papers(vec![held])));
    let twice = ItemProblem::Duplicate { item: 1 };
    assert_eq!(refused(vec![item("c1"), item("c1")]), Some(Refusal::Papers(vec![twice])));
    assert_eq!(refused(vec![item("c1"), item("c2")]), None);
}

#[test]
fn a_word_beside_a_refusal_is_kept_for_offices_alone() {
    let office = Office::new();
    let mut dossier = accepted(&office);
    dossier.stage = Stage::InProcess;
    dossier.step = dossier.steps.len();
    let refuse = |note: &str| Command::Decide {
        outcome: Outcome::Refused,
        note: note.to_owned(),
        refusal: Some(because("handling_not_eligible")),
    };
    let context = office.context("2026-03-03T10:00:00", true);
    let decisions = dossier.decide_all(refuse("Đã trao đổi với Phòng Tư pháp."), &context).expect("refused");
    let kinds: Vec<&str> = decisions.iter().map(|decision| decision.event.kind()).collect();
    assert_eq!(kinds, ["decided", "noted"]);
    let kept = decisions.last().expect("a note");
    assert!(kept.event.is_internal());
    assert_eq!(kept.private, Some(Private::Note("Đã trao đổi với Phòng Tư pháp.".to_owned())));
    assert_eq!(dossier.decide_all(refuse(" "), &context).expect("refused").len(), 1);
    let long = dossier.decide_all(refuse(&"a".repeat(4_001)), &context);
    assert_eq!(long, Err(Refusal::TextTooLong { limit: 4_000 }));
}

#[test]
fn a_second_request_needs_the_head_and_a_reason() {
    let office = Office::new();
    let mut dossier = accepted(&office);
    office.act(&mut dossier, "2026-03-02T10:00:00", asks(&["c1"], "")).expect("asked");
    let supplied = Command::Supplement { files: Vec::new(), form: None, note: "Đã bổ sung".to_owned() };
    office.act(&mut dossier, "2026-03-03T10:00:00", supplied).expect("supplied");
    let ask = |again: &str, as_leader| {
        dossier.decide(asks(&["c2"], again), &office.context("2026-03-03T11:00:00", as_leader))
    };
    assert_eq!(ask("Giấy mới có", false), Err(Refusal::SupplementAlreadyRequested));
    assert_eq!(ask(" ", true), Err(Refusal::FieldMissing { field: "again" }));
    assert!(ask("Giấy mới có", true).is_ok());
}

#[test]
fn a_request_on_the_due_date_or_later_is_flagged() {
    let office = Office::new();
    for (now, flagged) in [("2026-03-06T16:59:00", false), ("2026-03-09T07:30:00", true), ("2026-03-11T09:00:00", true)]
    {
        let mut dossier = accepted(&office);
        assert_eq!(dossier.due.at(), Some(at("2026-03-09T17:00:00")));
        office.act(&mut dossier, now, asks(&["c1"], "")).expect("asked");
        let request = &dossier.supplements[0];
        assert_eq!((request.on_due_date, request.unit.as_str()), (flagged, "05443"), "{now}");
    }
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-20T09:00:00", asks(&["c1"], "")).expect("asked");
    assert!(!dossier.supplements[0].on_due_date, "before acceptance no clock runs");
}

#[test]
fn first_events_without_structure_are_still_read() {
    let table = [
        r#"{"kind":"rejected","at":"2026-03-02T08:00:00"}"#,
        r#"{"kind":"decided","at":"2026-03-02T08:00:00","outcome":"refused"}"#,
        r#"{"kind":"supplement_requested","at":"2026-03-02T08:00:00","components":["c1"],"exceptional":false,
            "late_notice":false,"clock":null,"due":"unknown"}"#,
    ];
    for stored in table {
        let event: Event = serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"));
        assert!(matches!(
            event,
            Event::Rejected { cited: None, .. }
                | Event::Decided { cited: None, outcome: Outcome::Refused, .. }
                | Event::SupplementRequested { cited: None, on_due_date: false, .. }
        ));
    }
}

#[test]
fn the_next_step_says_what_was_written_for_its_places() {
    let office = Office::new();
    let mut reason = because("receipt_other_authority");
    reason.next_step_vi = "Nộp hồ sơ tại {noi_nop} trong giờ làm việc.".to_owned();
    let day = at("2026-03-02T09:00:00").date();
    let (_, told) = state(&reason, NoticeAction::RefuseReceipt, office.notices().grounds, day).expect("a whole reason");
    assert_eq!(told.next_step_vi, "Nộp hồ sơ tại phường Phan Đình Phùng trong giờ làm việc.");
}
