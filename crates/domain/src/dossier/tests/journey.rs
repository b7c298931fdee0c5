//! Real cases: what each way through the office does to stage and clock.
#![expect(clippy::panic, reason = "a test may fail loudly")]

use super::{Office, asks, assign, at, because, grant, reason};
use crate::deadline::{Effect, Limit, LimitUnit};
use crate::dossier::{ActionKind, Command, DueState, Holder, Outcome, Refusal, Stage};
use crate::reasoned_notice::{Reason, ReasonFault};

fn complete() -> Command {
    Command::CompleteStep { note: String::new() }
}

fn request_supplement(component: &str) -> Command {
    asks(&[component], "Giấy mới có sau lần yêu cầu trước.")
}

fn supplement() -> Command {
    Command::Supplement { files: Vec::new(), form: None, note: "Đã bổ sung".to_owned() }
}

#[test]
fn from_the_citizen_to_the_archive() {
    let office = Office::new();
    // Monday morning; nothing is off that week.
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    // Eight office hours from eight o'clock: the office opens at half past seven.
    assert_eq!(dossier.acceptance_due, Some(at("2026-03-03T08:00:00")));
    assert_eq!(dossier.due, DueState::Expected(at("2026-03-09T17:00:00")));
    assert_eq!(dossier.holder(), Holder::Desk("05443"));
    let steps: [(&str, Command, Stage); 11] = [
        ("2026-03-02T09:00:00", Command::Accept, Stage::Accepted),
        ("2026-03-02T09:30:00", assign(), Stage::InProcess),
        ("2026-03-03T09:30:00", complete(), Stage::InProcess),
        ("2026-03-04T09:30:00", complete(), Stage::InProcess),
        ("2026-03-04T10:00:00", grant(), Stage::Decided),
        ("2026-03-04T10:05:00", Command::Sign { files: Vec::new() }, Stage::Signed),
        ("2026-03-04T11:00:00", Command::IssueResult { files: Vec::new() }, Stage::ResultIssued),
        ("2026-03-05T08:00:00", Command::DeliverResult { receiver: "Ma Văn Quyết".to_owned() }, Stage::Delivered),
        ("2026-03-05T08:10:00", Command::Rate { score: 5, comment: String::new() }, Stage::Delivered),
        ("2026-03-06T08:00:00", Command::Close, Stage::Closed),
        ("2026-03-09T08:00:00", Command::Archive, Stage::Archived),
    ];
    for (now, command, stage) in steps {
        let kind = command.kind();
        office.act(&mut dossier, now, command).unwrap_or_else(|refusal| panic!("{}: {refusal}", kind.name()));
        assert_eq!(dossier.stage, stage, "{}", kind.name());
    }
    assert_eq!(dossier.on_time, Some(true));
    assert_eq!(dossier.result_number.as_deref(), Some("H55.05443-260302-0001-KQ1"));
    assert_eq!(dossier.version, 12);
    assert_eq!(dossier.holder(), Holder::Nobody);
}

#[test]
fn a_supplement_before_acceptance_starts_no_clock() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T10:00:00", request_supplement("c2")).expect("asked");
    assert_eq!((dossier.stage, dossier.clock.is_some()), (Stage::AwaitingSupplement, false));
    assert_eq!(dossier.holder(), Holder::Applicant { waiting_unit: "05443" });
    office.act(&mut dossier, "2026-03-10T08:00:00", supplement()).expect("supplied");
    assert_eq!(dossier.stage, Stage::Submitted);
    assert_eq!(dossier.acceptance_due, Some(at("2026-03-11T08:00:00")));
    office.act(&mut dossier, "2026-03-10T09:00:00", Command::Accept).expect("accepted");
    assert_eq!(dossier.due, DueState::At(at("2026-03-17T17:00:00")));
}

#[test]
fn a_return_after_appraisal_starts_the_limit_from_zero() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-02T09:30:00", assign()).expect("assigned");
    office.act(&mut dossier, "2026-03-04T09:00:00", request_supplement("c1")).expect("asked");
    assert!(matches!(dossier.due, DueState::Standing { .. }));
    assert!(!dossier.supplements[0].late_notice);
    office.act(&mut dossier, "2026-03-16T09:00:00", supplement()).expect("supplied");
    assert_eq!((dossier.stage, dossier.due), (Stage::InProcess, DueState::At(at("2026-03-23T17:00:00"))));
}

#[test]
fn notice_later_than_three_working_days_is_marked() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-06T09:00:00", request_supplement("c1")).expect("asked");
    assert!(dossier.supplements[0].late_notice);
}

#[test]
fn a_second_supplement_is_for_the_head_and_counts_as_late() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-02T09:30:00", assign()).expect("assigned");
    office.act(&mut dossier, "2026-03-02T10:00:00", request_supplement("c1")).expect("asked");
    office.act(&mut dossier, "2026-03-03T10:00:00", supplement()).expect("supplied");
    let by_officer = dossier.decide(request_supplement("c2"), &office.context("2026-03-03T11:00:00", false));
    assert_eq!(by_officer, Err(Refusal::SupplementAlreadyRequested));
    office.act(&mut dossier, "2026-03-03T11:00:00", request_supplement("c2")).expect("asked by the head");
    office.act(&mut dossier, "2026-03-04T10:00:00", supplement()).expect("supplied");
    for command in [
        complete(),
        complete(),
        grant(),
        Command::Sign { files: Vec::new() },
        Command::IssueResult { files: Vec::new() },
    ] {
        office.act(&mut dossier, "2026-03-04T11:00:00", command).expect("done");
    }
    assert_eq!(dossier.on_time, Some(false));
}

#[test]
fn waiting_for_payment_gives_back_the_time_that_was_left() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    let ask = Command::RequestPayment { amount: 50_000, reason: reason() };
    office.act(&mut dossier, "2026-03-03T09:00:00", ask).expect("asked");
    let paid = Command::Pay { reference: "FT26062".to_owned() };
    office.act(&mut dossier, "2026-03-05T09:00:00", paid).expect("paid");
    // Two working days passed while the clock stood.
    assert_eq!((dossier.stage, dossier.due), (Stage::Accepted, DueState::At(at("2026-03-11T17:00:00"))));
}

#[test]
fn an_apology_names_one_new_date_and_does_not_undo_lateness() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-02T09:30:00", assign()).expect("assigned");
    let apologise = |promised: &str| Command::Apologise { promised: at(promised), reason: reason(), grounds: None };
    let too_early = dossier.decide(apologise("2026-03-09T17:00:00"), &office.context("2026-03-06T09:00:00", true));
    assert_eq!(too_early, Err(Refusal::NewDateTooEarly));
    office.act(&mut dossier, "2026-03-09T09:00:00", apologise("2026-03-12T17:00:00")).expect("apologised");
    assert!(dossier.reappointment.as_ref().is_some_and(|letter| letter.late_notice));
    let again = dossier.decide(apologise("2026-03-13T17:00:00"), &office.context("2026-03-09T10:00:00", true));
    assert_eq!(again, Err(Refusal::AlreadyReappointed));
    for command in [
        complete(),
        complete(),
        grant(),
        Command::Sign { files: Vec::new() },
        Command::IssueResult { files: Vec::new() },
    ] {
        office.act(&mut dossier, "2026-03-11T11:00:00", command).expect("done");
    }
    assert_eq!(dossier.on_time, Some(false));
}

#[test]
fn an_extension_moves_the_due_time_and_keeps_its_clause() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    let extend = Command::Extend {
        limit: Limit::whole(3, LimitUnit::WorkingDay),
        reason: reason(),
        legal_basis: "31/2024/QH15, Điều 19".to_owned(),
    };
    office.act(&mut dossier, "2026-03-05T09:00:00", extend).expect("extended");
    assert_eq!(dossier.due, DueState::At(at("2026-03-12T17:00:00")));
    let clock = dossier.clock.expect("a clock");
    assert_eq!(clock.extensions[0].legal_basis, "31/2024/QH15, Điều 19");
}

#[test]
fn a_transfer_brings_it_to_the_other_unit_unassigned() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-02T09:30:00", assign()).expect("assigned");
    let transfer = Command::Transfer { unit: "so-xay-dung".to_owned(), reason: reason() };
    office.act(&mut dossier, "2026-03-02T10:00:00", transfer).expect("passed on");
    assert_eq!(dossier.stage, Stage::Accepted);
    assert_eq!(dossier.holder(), Holder::Unit("so-xay-dung", None));
    let same = Command::Transfer { unit: "so-xay-dung".to_owned(), reason: reason() };
    assert_eq!(office.act(&mut dossier, "2026-03-02T11:00:00", same), Err(Refusal::SameUnit));
}

#[test]
fn what_is_asked_wrongly_is_refused_with_a_reason() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    let mut refused = |command: Command| office.act(&mut dossier, "2026-03-02T09:00:00", command).err();
    let long = Reason { facts_vi: "x".repeat(4_001), ..because("receipt_no_procedure") };
    let table: [(Command, Refusal); 6] = [
        (Command::Reject { reason: long }, Refusal::Reason(vec![ReasonFault::TooLong])),
        (asks(&[], ""), Refusal::NoComponents),
        (request_supplement("c9"), Refusal::UnlistedComponent { component: "c9".to_owned() }),
        (Command::RequestPayment { amount: 0, reason: reason() }, Refusal::AmountOutOfRange),
        (grant(), Refusal::NotInStage { action: ActionKind::Decide, stage: Stage::Submitted }),
        (Command::Transfer { unit: String::new(), reason: reason() }, Refusal::FieldMissing { field: "unit" }),
    ];
    for (command, refusal) in table {
        assert_eq!(refused(command), Some(refusal));
    }
}

#[test]
fn a_refusal_needs_its_reason_and_open_steps_forbid_a_decision() {
    let office = Office::new();
    let mut dossier = office.submitted("2026-03-02T08:00:00");
    office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
    office.act(&mut dossier, "2026-03-02T09:30:00", assign()).expect("assigned");
    assert_eq!(office.act(&mut dossier, "2026-03-02T10:00:00", grant()), Err(Refusal::StepsOpen));
    office.act(&mut dossier, "2026-03-02T10:00:00", complete()).expect("appraised");
    let by_officer = dossier.decide(complete(), &office.context("2026-03-02T10:00:00", false));
    assert_eq!(by_officer, Err(Refusal::StepOfLeader));
    office.act(&mut dossier, "2026-03-02T10:10:00", complete()).expect("approved");
    let refuse = Command::Decide { outcome: Outcome::Refused, note: reason(), refusal: None };
    let missing = Refusal::Reason(vec![ReasonFault::GroundMissing]);
    assert_eq!(office.act(&mut dossier, "2026-03-02T10:20:00", refuse), Err(missing));
}

#[test]
fn suspension_follows_its_ground() {
    let office = Office::new();
    let suspend = |effect| Command::Suspend {
        ground: "other_authority".to_owned(),
        effect,
        legal_basis: "61/2018/NĐ-CP, Điều 19 khoản 5".to_owned(),
        reason: reason(),
    };
    let table = [
        (Effect::Continue, "2026-03-11T17:00:00"),
        (Effect::Restart, "2026-03-12T17:00:00"),
        (Effect::NoPause, "2026-03-09T17:00:00"),
    ];
    for (effect, due) in table {
        let mut dossier = office.submitted("2026-03-02T08:00:00");
        office.act(&mut dossier, "2026-03-02T09:00:00", Command::Accept).expect("accepted");
        office.act(&mut dossier, "2026-03-03T09:00:00", suspend(effect)).expect("suspended");
        assert_eq!(dossier.stage, Stage::Suspended);
        office.act(&mut dossier, "2026-03-05T09:00:00", Command::Resume).expect("resumed");
        assert_eq!(dossier.due, DueState::At(at(due)), "{effect:?}");
    }
}
