//! A simulated year: dossiers with steps in a row and by the workflows that ship, with everything that people do to them,
//! in any order. Whatever happens, every working minute has one holder and the parts add up to the whole.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::*;
use crate::deadline::working_minutes_between;
use crate::dossier::work::SeatKind;
use crate::dossier::{Finished, Outcome, Stage, TaskKind};
use crate::rule::ValueType;

/// Dossiers of the year.
const DOSSIERS: u64 = 400;
/// Acts on one dossier at most.
const ACTS: usize = 60;

/// Minutes of a year from 2 January 2026.
const YEAR_MINUTES: i64 = 365 * 1440;

/// A small generator with a fixed seed, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) % bound.unsigned_abs()).expect("below the bound")
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        let place = self.below(i64::try_from(list.len()).expect("a length"));
        list[usize::try_from(place).expect("a place")].clone()
    }
}

fn later(from: DateTime, minutes: i64) -> DateTime {
    from.checked_add(jiff::SignedDuration::from_mins(minutes)).expect("within the calendar")
}

/// What can be done with a step of the workflow.
fn on_step(life: &Life<'_>, path: &str, now: DateTime, dice: &mut Dice) -> Command {
    let step = path.to_owned();
    let Some(seat) = life.dossier.seat(path) else { return Command::GiveOpinion { step, answer: words() } };
    match &seat.kind {
        SeatKind::Wait { .. } => match dice.below(4) {
            0 => Command::RequestPayment { amount: 20_000, reason: words() },
            1 => asks("c2"),
            _ => Command::RecordMessage { step, note: words() },
        },
        SeatKind::Timer { .. } => Command::Elapse { step },
        SeatKind::Step { .. } | SeatKind::Undo => match dice.below(6) {
            0 | 1 => Command::Seat { step, officer: dice.of(&["an", "binh"]).to_owned() },
            2 => Command::HandBack { step, reason: words() },
            _ => finish(life, path, now, dice),
        },
    }
}

fn finish(life: &Life<'_>, path: &str, now: DateTime, dice: &mut Dice) -> Command {
    let asked = life.province.with(&life.dossier, now, |context| {
        context.work.and_then(|rules| life.dossier.asked_at(path, rules)).unwrap_or_default()
    });
    let mut findings = Map::new();
    for fact in &asked.0 {
        let value = match fact.kind {
            ValueType::YesNo => Value::Bool(dice.below(3) > 0),
            ValueType::Text if !fact.choices.is_empty() => Value::String(dice.of(&fact.choices)),
            ValueType::Text | ValueType::Number | ValueType::Date | ValueType::Rows => Value::String("1".to_owned()),
        };
        findings.insert(fact.name.clone(), value);
    }
    let outcome = asked.1.then_some(Outcome::Granted);
    Command::Finish(Finished { step: path.to_owned(), findings, outcome, note: words(), ..Finished::default() })
}

/// What moves a dossier on in its stage.
fn onward(life: &Life<'_>, now: DateTime, dice: &mut Dice) -> Command {
    let supplement = || Command::Supplement { files: Vec::new(), form: None, note: words() };
    match life.dossier.stage {
        Stage::Submitted => Command::Accept,
        Stage::AwaitingSupplement => supplement(),
        Stage::AwaitingPayment => Command::Pay { reference: "BL-1".to_owned() },
        Stage::Suspended => Command::Resume,
        Stage::Decided if life.dossier.work.is_none() => Command::Sign { files: Vec::new() },
        Stage::ResultIssued => Command::DeliverResult { receiver: words() },
        Stage::Accepted | Stage::InProcess | Stage::Decided | Stage::Signed | Stage::Withdrawn | Stage::Refused => {
            let tasks = life.dossier.tasks(&life.province.rules());
            if tasks.is_empty() {
                return Command::Close;
            }
            let task = dice.of(&tasks);
            match (task.kind, life.dossier.stage) {
                (TaskKind::Whole, Stage::Accepted) => Command::Assign { officer: "an".to_owned() },
                (TaskKind::Whole, Stage::Signed) => Command::IssueResult { files: Vec::new() },
                (TaskKind::Whole, Stage::Decided) => Command::Sign { files: Vec::new() },
                (TaskKind::Whole, _) if life.dossier.current_step().is_some() => {
                    Command::CompleteStep { note: words() }
                }
                (TaskKind::Whole, _) => Command::Decide { outcome: Outcome::Granted, note: words(), refusal: None },
                _ => on_step(life, &task.step, now, dice),
            }
        }
        Stage::Delivered | Stage::Closed => Command::Close,
        Stage::Archived => Command::Archive,
    }
}

/// What people do beside: they ask, wait, hand back, pass on, prolong, apologise, take back.
fn beside(now: DateTime, dice: &mut Dice) -> Command {
    let limit = Limit::whole(2, LimitUnit::WorkingDay);
    match dice.below(12) {
        0 => asks("c1"),
        1 => Command::RequestPayment { amount: 30_000, reason: words() },
        2 | 3 => {
            Command::AskOpinion { unit: dice.of(&["so-xay-dung", "so-tai-chinh"]).to_owned(), limit, question: words() }
        }
        4 => Command::HandBack { step: String::new(), reason: words() },
        5 => Command::Suspend {
            ground: "kiem_tra".to_owned(),
            effect: dice.of(&[Effect::Continue, Effect::Restart, Effect::NoPause]),
            legal_basis: "Điều 19".to_owned(),
            reason: words(),
        },
        6 => Command::Transfer { unit: dice.of(&["05440", "05443"]).to_owned(), reason: words() },
        7 => Command::Extend { limit, reason: words(), legal_basis: "Điều 19".to_owned() },
        8 => Command::Apologise { promised: later(now, dice.below(20_000)), reason: words(), grounds: None },
        9 => Command::ReturnStep { reason: words() },
        10 if dice.below(6) == 0 => Command::Withdraw { reason: words() },
        _ => Command::Assign { officer: dice.of(&["an", "binh"]).to_owned() },
    }
}

/// What holds of every ledger, at whatever moment it is looked at.
fn check(life: &Life<'_>, outages: &[Outage], now: DateTime, seen: &mut BTreeSet<&'static str>) {
    let story = life.story();
    assert_eq!(story.dossier, life.dossier);
    let terms = life.province.terms();
    let Some(account) = account(&story, &terms, outages, now) else {
        assert!(life.dossier.accepted_at.is_none());
        return;
    };
    let ledger = &account.ledger;
    adds_up(ledger);
    let received = life.dossier.accepted_at.expect("received");
    let end = life.dossier.finished_at.unwrap_or(now).max(received);
    assert_eq!(ledger.whole_minutes, working_minutes_between(&terms, received, end));
    for line in &ledger.lines {
        seen.insert(match line.holder {
            Holder::Person { .. } => "person",
            Holder::Pool { .. } => "pool",
            Holder::Applicant => "applicant",
            Holder::Authority { .. } => "authority",
            Holder::Partner { .. } => "partner",
            Holder::Us => "us",
        });
        let step = line.step.as_deref().expect("a step");
        assert!(account.steps.contains_key(step), "{step} is told of");
        seen.extend(step.starts_with("opinion:").then_some("opinion"));
    }
    for excess in &account.cause.ranked {
        assert!(0 < excess.excess_minutes && excess.excess_minutes <= excess.held_minutes);
    }
    let excess: i64 = account.cause.ranked.iter().map(|one| one.excess_minutes).sum();
    assert!(excess <= ledger.counted_minutes, "never more than was counted");
    if let Some(letter) = letter(&story, &account, &terms, now).ok().flatten() {
        assert!(letter.draft.new_due > now && letter.draft.new_due > letter.draft.due);
        seen.insert("letter");
    }
    seen.extend(account.is_late().then_some("late"));
    seen.extend(ledger.finished.then_some("finished"));
    seen.extend((ledger.standing_minutes > 0).then_some("standing"));
}

#[test]
fn every_working_minute_of_a_year_has_one_holder() {
    let province = Province::new();
    let mut dice = Dice(2_026);
    let begin = at("2026-01-02T07:00:00");
    let outages: Vec<Outage> = (0..30)
        .map(|_| {
            let from = later(begin, dice.below(YEAR_MINUTES));
            let minutes = 10 + dice.below(600);
            Outage { from, to: (dice.below(8) > 0).then(|| later(from, minutes)).or(Some(later(from, 1440))) }
        })
        .collect();
    let (mut seen, mut done) = (BTreeSet::new(), 0_usize);
    let procedures = [ROW, "1.013831", "3.000722", "2.002622"];
    for number in 0..DOSSIERS {
        let procedure = procedures[usize::try_from(number % 4).expect("a place")];
        let mut now = later(begin, dice.below(YEAR_MINUTES));
        let mut life = Life::begin(&province, procedure, now);
        for _ in 0..ACTS {
            now = later(now, if dice.below(12) == 0 { dice.below(14_400) } else { dice.below(700) });
            let command = if dice.below(5) == 0 { beside(now, &mut dice) } else { onward(&life, now, &mut dice) };
            done += usize::from(life.act(now, command).is_ok());
            if dice.below(15) == 0 {
                check(&life, &outages, later(now, dice.below(5_000)), &mut seen);
            }
            if !life.dossier.stage.is_open() && life.dossier.stage != Stage::Withdrawn {
                break;
            }
        }
        check(&life, &outages, now, &mut seen);
    }
    let all = ["applicant", "authority", "finished", "late", "letter", "opinion", "person", "pool", "standing", "us"];
    let missing: Vec<&str> = all.into_iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "the year never had: {missing:?}");
    assert!(done > 5_000, "most acts are possible: {done}");
}
