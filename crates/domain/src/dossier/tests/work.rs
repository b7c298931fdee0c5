//! Dossiers worked by the workflows that ship: who holds what, what follows from what, and that each comes to its end.
#![expect(clippy::panic, reason = "a test may fail loudly")]

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Office, at, code, reason, submission};
use crate::dataset::read_workflows;
use crate::deadline::Effect;
use crate::dossier::work::{SeatKind, WorkRules};
use crate::dossier::{
    Command, Context, Dossier, DueState, Finished, Outcome, Refusal, Stage, Submission, TaskKind, submit,
};
use crate::reasoned_notice::ReasonFault;
use crate::time::DateTime;
use crate::workflow::{Process, UnitRule};

/// The workflows that ship, and units that stand for the authorities which they name.
struct Workshop {
    office: Office,
    processes: Vec<Arc<Process>>,
}

impl Workshop {
    fn new() -> Self {
        let file = include_bytes!("../../../../../data/workflows/interlinked.json");
        let processes = read_workflows("interlinked.json", file).expect("sound").into_iter().map(Arc::new).collect();
        Self { office: Office::new(), processes }
    }

    fn with<T>(&self, dossier: &Dossier, now: DateTime, then: impl FnOnce(&Context<'_>) -> T) -> T {
        let find = |id: &str| self.processes.iter().find(|process| process.definition().id == id);
        let works = |process: &&Arc<Process>| process.definition().procedure_ids.contains(&dossier.procedure);
        let process = |id: &str, _: Option<u32>| find(id).map(Arc::clone);
        let unit = |rule: &UnitRule| match rule {
            UnitRule::Handling | UnitRule::Receiving | UnitRule::Address => Some("05443".to_owned()),
            UnitRule::Outside { authority_vi } if authority_vi.contains("đất đai") => Some("registry".to_owned()),
            UnitRule::Outside { authority_vi } if authority_vi.contains("thuế") => Some("tax".to_owned()),
            UnitRule::Outside { .. }
            | UnitRule::Fixed { .. }
            | UnitRule::Field { .. }
            | UnitRule::Above
            | UnitRule::Below => None,
        };
        let answer = |_: &str| None;
        let ground = |_: &str| Some((Effect::Continue, "Điều 19".to_owned()));
        let workflow = self.processes.iter().find(works);
        let work = WorkRules { workflow, process: &process, unit: &unit, answer: &answer, ground: &ground, by: "a-2" };
        then(&Context {
            now,
            rules: self.office.rules(),
            as_leader: true,
            work: Some(&work),
            notices: self.office.notices(),
        })
    }

    fn submitted(&self, procedure: &str) -> Dossier {
        let steps = Vec::new();
        let submission = Submission { procedure: procedure.to_owned(), steps, ..submission() };
        let decision = submit(submission, &self.office.rules(), at("2026-03-02T08:00:00")).expect("submitted");
        Dossier::begin(&code(), &decision.event).expect("begun")
    }

    fn act(&self, dossier: &mut Dossier, now: DateTime, command: Command) -> Result<(), Refusal> {
        let decisions = self.with(dossier, now, |context| dossier.decide_all(command, context))?;
        for decision in decisions {
            // What was stored is what is read back.
            let stored = serde_json::to_string(&decision.event).expect("written");
            let event = serde_json::from_str(&stored).expect("read back");
            assert_eq!(decision.event, event);
            dossier.apply(&event).expect("applied");
        }
        Ok(())
    }

    fn done(&self, dossier: &mut Dossier, now: &str, command: Command) {
        self.act(dossier, at(now), command).unwrap_or_else(|refusal| panic!("{now}: {refusal}"));
    }
}

fn finish(step: &str, found: Value) -> Command {
    let Value::Object(findings) = found else { panic!("findings") };
    Command::Finish(Finished { step: step.to_owned(), findings, ..Finished::default() })
}

fn decide(step: &str, outcome: Outcome) -> Command {
    let step = step.to_owned();
    let refusal = Some(super::because("handling_not_eligible"));
    Command::Finish(Finished { step, outcome: Some(outcome), note: reason(), refusal, ..Finished::default() })
}

fn open(dossier: &Dossier) -> Vec<(&str, &str)> {
    let seats = dossier.work.iter().flat_map(|work| work.seats.values());
    seats.map(|seat| (seat.path.as_str(), seat.unit.as_str())).collect()
}

#[test]
fn a_land_transfer_goes_through_registry_and_tax_and_back() {
    let shop = Workshop::new();
    let mut dossier = shop.submitted("1.013831");
    shop.done(&mut dossier, "2026-03-02T09:00:00", Command::Accept);
    assert_eq!(open(&dossier), [("kiem_tra", "registry")]);
    assert_eq!(dossier.holding_unit(), "registry");

    let take = Command::Seat { step: "kiem_tra".to_owned(), officer: "a-9".to_owned() };
    shop.done(&mut dossier, "2026-03-02T10:00:00", take);
    assert_eq!(dossier.stage, Stage::InProcess);
    let missing = shop.act(&mut dossier, at("2026-03-03T10:00:00"), finish("kiem_tra", json!({})));
    assert_eq!(missing, Err(Refusal::FindingMissing { name: "du_dieu_kien".to_owned() }));
    let wrong = shop.act(&mut dossier, at("2026-03-03T10:00:00"), finish("kiem_tra", json!({"du_dieu_kien": "có"})));
    assert_eq!(wrong, Err(Refusal::FindingWrong { name: "du_dieu_kien".to_owned() }));
    shop.done(&mut dossier, "2026-03-03T10:00:00", finish("kiem_tra", json!({"du_dieu_kien": true})));

    // The tax office works a dossier of its own; meanwhile the whole clock stands.
    assert_eq!(open(&dossier), [("thue/tiep_nhan_phieu", "tax")]);
    assert!(matches!(dossier.due, DueState::Standing { .. }), "{:?}", dossier.due);
    shop.done(&mut dossier, "2026-03-03T11:00:00", finish("thue/tiep_nhan_phieu", json!({})));
    shop.done(&mut dossier, "2026-03-04T09:00:00", finish("thue/xac_dinh", json!({})));
    shop.done(&mut dossier, "2026-03-04T10:00:00", finish("thue/ky", json!({})));
    shop.done(&mut dossier, "2026-03-04T11:00:00", finish("thue/gui", json!({"phai_nop_tien": true})));

    // Now the money is waited for; the stage of the whole tells the applicant, the clock stands on.
    assert_eq!(open(&dossier), [("cho_nop", "05443")]);
    let ask = Command::RequestPayment { amount: 12_500_000, reason: reason() };
    shop.done(&mut dossier, "2026-03-04T14:00:00", ask);
    assert_eq!(dossier.stage, Stage::AwaitingPayment);
    shop.done(&mut dossier, "2026-03-06T09:00:00", Command::Pay { reference: "FT26".to_owned() });
    assert_eq!(open(&dossier), [("chinh_ly", "registry")]);
    // From the third at ten to the sixth at nine the clock stood: three working days less one hour.
    assert_eq!(dossier.due, DueState::At(at("2026-03-12T16:00:00")));

    shop.done(&mut dossier, "2026-03-09T09:00:00", finish("chinh_ly", json!({})));
    let undecided = shop.act(&mut dossier, at("2026-03-09T10:00:00"), finish("ky", json!({})));
    assert_eq!(undecided, Err(Refusal::FieldMissing { field: "outcome" }));
    shop.done(&mut dossier, "2026-03-09T10:00:00", decide("ky", Outcome::Granted));
    // Signed, and nothing is left but to hand it over: it lies at the desk.
    assert_eq!((dossier.stage, dossier.on_time), (Stage::ResultIssued, Some(true)));
    assert_eq!(dossier.tasks(&shop.office.rules()).first().map(|task| task.kind), Some(TaskKind::HandOver));
    let deliver = Command::DeliverResult { receiver: "Ma Văn Quyết".to_owned() };
    shop.done(&mut dossier, "2026-03-10T08:00:00", deliver);
    assert!(dossier.work.as_ref().is_some_and(|work| work.seats.is_empty() && work.instances[""].is_over()));
}

#[test]
fn two_people_finish_a_step_once() {
    let shop = Workshop::new();
    let mut dossier = shop.submitted("1.013831");
    shop.done(&mut dossier, "2026-03-02T09:00:00", Command::Accept);
    let found = json!({"du_dieu_kien": true});
    shop.done(&mut dossier, "2026-03-03T10:00:00", finish("kiem_tra", found.clone()));
    let again = shop.act(&mut dossier, at("2026-03-03T10:00:01"), finish("kiem_tra", found));
    assert_eq!(again, Err(Refusal::StepNotOpen { step: "kiem_tra".to_owned() }));
}

#[test]
fn a_refusal_needs_its_reason_and_ends_at_the_desk() {
    let shop = Workshop::new();
    let mut dossier = shop.submitted("1.013831");
    shop.done(&mut dossier, "2026-03-02T09:00:00", Command::Accept);
    shop.done(&mut dossier, "2026-03-03T10:00:00", finish("kiem_tra", json!({"du_dieu_kien": false})));
    let step = "tu_choi".to_owned();
    let bare = Command::Finish(Finished { step, outcome: Some(Outcome::Refused), ..Finished::default() });
    assert_eq!(
        shop.act(&mut dossier, at("2026-03-03T11:00:00"), bare),
        Err(Refusal::Reason(vec![ReasonFault::GroundMissing]))
    );
    shop.done(&mut dossier, "2026-03-03T11:00:00", decide("tu_choi", Outcome::Refused));
    assert_eq!((dossier.stage, dossier.outcome), (Stage::ResultIssued, Some(Outcome::Refused)));
}

#[test]
fn a_withdrawal_undoes_what_was_done() {
    let shop = Workshop::new();
    let mut dossier = shop.submitted("1.013831");
    shop.done(&mut dossier, "2026-03-02T09:00:00", Command::Accept);
    shop.done(&mut dossier, "2026-03-03T10:00:00", finish("kiem_tra", json!({"du_dieu_kien": true})));
    shop.done(&mut dossier, "2026-03-03T11:00:00", Command::Withdraw { reason: String::new() });
    assert_eq!(dossier.stage, Stage::Withdrawn);
    let seats: Vec<_> = dossier.work.iter().flat_map(|work| work.seats.values()).collect();
    assert_eq!(
        seats.iter().map(|seat| (&seat.kind, seat.path.as_str())).collect::<Vec<_>>(),
        [(&SeatKind::Undo, "kiem_tra")]
    );
    shop.done(&mut dossier, "2026-03-03T12:00:00", finish("kiem_tra", json!({})));
    assert!(dossier.tasks(&shop.office.rules()).is_empty());
}

#[test]
fn an_opinion_goes_beside_the_work() {
    let shop = Workshop::new();
    let mut dossier = shop.submitted("1.013831");
    shop.done(&mut dossier, "2026-03-02T09:00:00", Command::Accept);
    let limit = "2wd".parse().expect("a limit");
    let ask = Command::AskOpinion { unit: "so-xay-dung".to_owned(), limit, question: reason() };
    shop.done(&mut dossier, "2026-03-02T10:00:00", ask);
    let tasks = dossier.tasks(&shop.office.rules());
    let opinion = tasks.iter().find(|task| task.kind == TaskKind::Opinion).expect("a task");
    assert_eq!((opinion.unit.as_str(), opinion.due), ("so-xay-dung", Some(at("2026-03-04T17:00:00"))));
    assert_eq!(dossier.holding_unit(), "registry");
    let give = |step: &str| Command::GiveOpinion { step: step.to_owned(), answer: reason() };
    shop.done(&mut dossier, "2026-03-03T10:00:00", give("opinion:1"));
    let again = shop.act(&mut dossier, at("2026-03-03T10:00:01"), give("opinion:1"));
    assert!(matches!(again, Err(Refusal::StepNotOpen { .. })));
}

#[test]
fn a_step_waits_with_the_dossier() {
    let shop = Workshop::new();
    let mut dossier = shop.submitted("1.013831");
    shop.done(&mut dossier, "2026-03-02T09:00:00", Command::Accept);
    let due = |dossier: &Dossier| {
        dossier.tasks(&shop.office.rules()).into_iter().find(|task| task.step == "kiem_tra").and_then(|task| task.due)
    };
    let before = due(&dossier).expect("4.5 working days");
    let ask = super::asks(&["c2"], "");
    shop.done(&mut dossier, "2026-03-03T09:00:00", ask);
    assert_eq!(dossier.tasks(&shop.office.rules()).first().map(|task| task.kind), Some(TaskKind::Applicant));
    let supplied = Command::Supplement { files: Vec::new(), form: None, note: "Đã bổ sung".to_owned() };
    shop.done(&mut dossier, "2026-03-05T09:00:00", supplied);
    let after = due(&dossier).expect("still due");
    assert!(after > before, "{before} {after}");
}

/// Takes any open step, finds anything, decides anything; the clock goes on an hour each time.
fn random_life(shop: &Workshop, procedure: &str, choices: &[u8]) -> Dossier {
    let mut dossier = shop.submitted(procedure);
    let mut now = at("2026-03-02T09:00:00");
    shop.act(&mut dossier, now, Command::Accept).expect("accepted");
    for choice in choices {
        now = now.checked_add(jiff::Span::new().minutes(71)).expect("a time");
        let seats: Vec<_> = dossier.work.iter().flat_map(|work| work.seats.values()).cloned().collect();
        let Some(seat) = seats.get(usize::from(*choice) % seats.len().max(1)) else { break };
        let yes = choice % 3 != 0;
        let command = match &seat.kind {
            SeatKind::Wait { .. } => Command::RecordMessage { step: seat.path.clone(), note: reason() },
            SeatKind::Timer { .. } => Command::Elapse { step: seat.path.clone() },
            SeatKind::Step { last_delivery: true, .. } => Command::DeliverResult { receiver: reason() },
            SeatKind::Step { .. } | SeatKind::Undo => {
                let asked = shop.with(&dossier, now, |context| {
                    context.work.and_then(|rules| dossier.asked_at(&seat.path, rules)).expect("open")
                });
                let findings: Map<String, Value> =
                    asked.0.iter().map(|fact| (fact.name.clone(), Value::Bool(yes))).collect();
                let outcome = asked.1.then_some(if yes { Outcome::Granted } else { Outcome::Refused });
                let step = seat.path.clone();
                let refusal = outcome.map(|_| super::because("handling_not_eligible"));
                Command::Finish(Finished { step, findings, outcome, note: reason(), refusal, ..Finished::default() })
            }
        };
        // A timer whose time has not come, or a result that is not signed, is refused and nothing changes.
        let before = dossier.clone();
        if shop.act(&mut dossier, now, command).is_err() {
            assert_eq!(dossier, before);
        }
        let tasks = dossier.tasks(&shop.office.rules());
        assert!(!dossier.stage.is_open() || !tasks.is_empty(), "an open dossier with nobody: {:?}", dossier.stage);
        let units: Vec<_> = dossier.work.iter().flat_map(|work| work.seats.values()).map(|seat| &seat.unit).collect();
        assert!(units.iter().all(|unit| dossier.units.contains(*unit)));
    }
    dossier
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever people find, no open dossier is without somebody who has to act, and all of them come to the desk.
    #[test]
    fn no_dossier_is_left_with_nobody(
        procedure in prop_oneof![Just("1.013831"), Just("3.000722"), Just("2.002622")],
        choices in proptest::collection::vec(any::<u8>(), 120),
    ) {
        let shop = Workshop::new();
        let dossier = random_life(&shop, procedure, &choices);
        let is_done = matches!(dossier.stage, Stage::ResultIssued | Stage::Delivered)
            || dossier.work.as_ref().is_some_and(super::super::work::WorkState::is_only_delivering);
        prop_assert!(is_done, "{:?} {:?}", dossier.stage, open(&dossier));
    }
}
