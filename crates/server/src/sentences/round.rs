//! Sentences about scoring rounds: steps, refusals, rules of items, what happened.

use super::score_problem;
use crate::messages::{Messages, fill};
use crate::web::format;
use domain::round::{Mark, OpenItem, Points, Refusal, RoundEvent, RoundState, SheetEvent, Turn, Unfit};
use domain::scorecard::{Criterion, Decimal, ScoreRule, StepBound};

/// Most codes that one sentence names.
const CODES: usize = 20;

/// The name of a round's step.
#[must_use]
pub const fn round_state(m: &Messages, state: RoundState) -> &'static str {
    let texts = &m.round.state;
    match state {
        RoundState::Draft => texts.draft,
        RoundState::SelfAssessment => texts.self_assessment,
        RoundState::FirstAppraisal => texts.first_appraisal,
        RoundState::Explanation => texts.explanation,
        RoundState::SecondAppraisal => texts.second_appraisal,
        RoundState::Computed => texts.computed,
        RoundState::Approved => texts.approved,
        RoundState::Published => texts.published,
        RoundState::Correction => texts.correction,
    }
}

/// A number with the language's decimal point.
#[must_use]
pub fn decimal(m: &Messages, number: Decimal) -> String {
    super::score_number(number).replace('.', m.common.decimal_point)
}

/// Points with the language's decimal point.
#[must_use]
pub fn points(m: &Messages, points: Points) -> String {
    decimal(m, points.0)
}

/// What an item comes to, in a word.
#[must_use]
pub fn mark(m: &Messages, mark: Option<Mark>) -> String {
    match mark {
        Some(Mark::Points(found)) => points(m, found),
        Some(Mark::NotApplicable) => m.round.item.is_not_applicable.to_owned(),
        Some(Mark::NoData) => m.round.item.no_data.to_owned(),
        None => m.round.item.none.to_owned(),
    }
}

/// Why a round or a sheet refused a change, and what to do next.
#[must_use]
pub fn round_refusal(m: &Messages, refusal: &Refusal) -> String {
    let t = &m.round.refusal;
    match refusal {
        Refusal::NotInState(state) => fill(t.not_in_state, &[("state", &round_state(m, *state))]),
        Refusal::PhaseOver { due } => fill(t.phase_over, &[("day", &format::day(*due))]),
        Refusal::PhaseRuns { due, missing } => fill(t.phase_runs, &[("day", &format::day(*due)), ("count", missing)]),
        Refusal::NoCalendar => t.no_calendar.to_owned(),
        Refusal::OwnWork => t.own_work.to_owned(),
        Refusal::Unfit(unfit) => unfit_card(m, unfit),
        Refusal::NoUnits => t.no_units.to_owned(),
        Refusal::UnitTwice(unit) => fill(t.unit_twice, &[("unit", unit)]),
        Refusal::NoSuchUnit => t.no_such_unit.to_owned(),
        Refusal::NoSuchItem => t.no_such_item.to_owned(),
        Refusal::TooMany(limit) => fill(t.too_many, &[("limit", limit)]),
        Refusal::YearOutOfRange => t.year_out_of_range.to_owned(),
        Refusal::DaysOutOfRange => fill(t.days_out_of_range, &[("limit", &domain::round::PhaseDays::MAX)]),
        Refusal::TextMissing(_) => t.text_missing.to_owned(),
        Refusal::TextTooLong(limit) => fill(t.text_too_long, &[("limit", limit)]),
        Refusal::DayToCome { .. } => t.day_to_come.to_owned(),
        Refusal::Value { item, problem } => fill(t.value, &[("code", item), ("problem", &score_problem(m, problem))]),
        Refusal::NotPoints => t.not_points.to_owned(),
        Refusal::PointsOutOfRange { maximum } => fill(t.points_out_of_range, &[("maximum", &points(m, *maximum))]),
        Refusal::OverNeedsReason => t.over_needs_reason.to_owned(),
        Refusal::DifferenceNeedsReason => t.difference_needs_reason.to_owned(),
        Refusal::Incomplete(codes) => fill(t.incomplete, &[("count", &codes.len()), ("codes", &some(codes))]),
        Refusal::HandedIn => t.handed_in.to_owned(),
        Refusal::NotHandedIn => t.not_handed_in.to_owned(),
        Refusal::AskedAlready => t.asked_already.to_owned(),
        Refusal::NotAsked => t.not_asked.to_owned(),
        Refusal::NothingAsked => t.nothing_asked.to_owned(),
        Refusal::FromSurvey => t.from_survey.to_owned(),
        Refusal::NoSurvey => t.no_survey.to_owned(),
        Refusal::ItemsOpen(open) => fill(t.items_open, &[("count", &open.len()), ("codes", &open_items(m, open))]),
    }
}

/// Why units cannot be ranked by a card.
#[must_use]
pub fn unfit_card(m: &Messages, unfit: &Unfit) -> String {
    let t = &m.round.refusal;
    match unfit {
        Unfit::Partial => t.unfit_partial.to_owned(),
        Unfit::NoRule(code) => fill(t.unfit_rule, &[("code", code)]),
        Unfit::NoMaximum(code) => fill(t.unfit_maximum, &[("code", code)]),
        Unfit::TablesOnly => t.unfit_tables.to_owned(),
        Unfit::NoSuchBlock(_) => t.unfit_block.to_owned(),
    }
}

fn open_items(m: &Messages, open: &[OpenItem]) -> String {
    let line = |one: &OpenItem| {
        let item = one.item.as_deref().unwrap_or(m.round.refusal.total_open);
        format!("{} {item}", one.unit)
    };
    some(&open.iter().map(line).collect::<Vec<_>>())
}

fn some(codes: &[String]) -> String {
    let more = if codes.len() > CODES { ", …" } else { "" };
    format!("{}{more}", codes.iter().take(CODES).cloned().collect::<Vec<_>>().join(", "))
}

/// How an item is scored, in a sentence.
#[must_use]
pub fn score_rule(m: &Messages, criterion: &Criterion) -> String {
    let t = &m.round.rule;
    let maximum = decimal(m, criterion.maximum().unwrap_or_default());
    let Some(rule) = &criterion.rule else { return m.scorecard.get("problem.no_rule").unwrap_or_default().to_owned() };
    match rule {
        ScoreRule::Given => t.given.to_owned(),
        ScoreRule::Choice { answers, .. } => {
            let one = |answer: &domain::scorecard::Answer| {
                fill(t.answer, &[("answer", &answer.answer), ("points", &decimal(m, answer.points))])
            };
            fill(t.choice, &[("answers", &answers.iter().map(one).collect::<Vec<_>>().join("; "))])
        }
        ScoreRule::YesNo { .. } => fill(t.yes_no, &[("maximum", &maximum)]),
        ScoreRule::Steps { steps, .. } => {
            let one = |step: &StepBound| {
                let text = if step.is_inclusive { t.step_from } else { t.step_above };
                fill(text, &[("bound", &decimal(m, step.bound)), ("points", &decimal(m, step.points))])
            };
            fill(t.steps, &[("steps", &steps.iter().map(one).collect::<Vec<_>>().join("; "))])
        }
        ScoreRule::Ratio { full_at, .. } if *full_at == Decimal::ONE_HUNDRED => fill(t.ratio, &[("maximum", &maximum)]),
        ScoreRule::Ratio { full_at, .. } => {
            fill(t.ratio_full, &[("maximum", &maximum), ("full", &decimal(m, *full_at))])
        }
        ScoreRule::Count { each, .. } => fill(t.count, &[("each", &decimal(m, *each)), ("maximum", &maximum)]),
        ScoreRule::Deduction { deductions } => {
            let one = |part: &domain::scorecard::Deduction| {
                let name = part.column.first().map_or("", String::as_str);
                fill(t.deduction_part, &[("name", &name), ("each", &decimal(m, part.each))])
            };
            let parts = deductions.iter().map(one).collect::<Vec<_>>().join("; ");
            fill(t.deduction, &[("maximum", &maximum), ("parts", &parts)])
        }
        ScoreRule::Survey { options, minimum_sample } => {
            let counted = options.iter().filter_map(|option| Some((&option.code, option.weight?)));
            let one =
                |(code, weight): (&String, Decimal)| fill(t.option, &[("code", code), ("weight", &decimal(m, weight))]);
            let options = counted.map(one).collect::<Vec<_>>().join("; ");
            fill(t.survey, &[("least", minimum_sample), ("options", &options)])
        }
        ScoreRule::Formula { formula, .. } => fill(t.formula, &[("formula", &formula.as_str())]),
        ScoreRule::Outcome { .. } => t.outcome.to_owned(),
    }
}

/// What happened to a sheet, as a line of its history.
#[must_use]
pub fn sheet_event(m: &Messages, event: &SheetEvent) -> String {
    let t = &m.round.event;
    let of = |text, found: Option<Mark>| fill(text, &[("mark", &mark(m, found))]);
    match event {
        SheetEvent::Filled { mark, .. } => of(t.filled, *mark),
        SheetEvent::Claimed { claim, .. } => of(t.claimed, claim.mark),
        SheetEvent::Submitted { .. } => t.submitted.to_owned(),
        SheetEvent::TakenBack => t.taken_back.to_owned(),
        SheetEvent::Appraised { turn: Turn::First, mark, .. } => of(t.appraised_first, Some(*mark)),
        SheetEvent::Appraised { turn: Turn::Second, mark, .. } => of(t.appraised_second, Some(*mark)),
        SheetEvent::Asked { .. } => t.asked.to_owned(),
        SheetEvent::Explained { .. } => t.explained.to_owned(),
        SheetEvent::Surveyed { mark, .. } => of(t.surveyed, Some(*mark)),
        SheetEvent::FactStated { name, value } => fill(t.fact, &[("name", name), ("value", value)]),
    }
}

/// What happened to a round, as a line of its history.
#[must_use]
pub fn round_event(m: &Messages, event: &RoundEvent) -> String {
    let t = &m.round.event;
    let until = |text, day| fill(text, &[("day", &format::day(day))]);
    match event {
        RoundEvent::Configured { .. } => t.configured.to_owned(),
        RoundEvent::Opened { due } => until(t.opened, *due),
        RoundEvent::Locked { missing, reason, .. } => with(fill(t.locked, &[("count", &missing.len())]), reason),
        RoundEvent::Returned { due } => until(t.returned, *due),
        RoundEvent::Resumed { due } => until(t.resumed, *due),
        RoundEvent::Computed { sha256, .. } => {
            fill(t.computed, &[("hash", &sha256.chars().take(16).collect::<String>())])
        }
        RoundEvent::SentBack { reason, .. } => with(t.sent_back.to_owned(), reason),
        RoundEvent::Approved { decision } => {
            fill(t.approved, &[("number", &decision.number), ("day", &format::day(decision.date))])
        }
        RoundEvent::Published { .. } => t.published.to_owned(),
        RoundEvent::CorrectionBegun { reason } => with(t.correction.to_owned(), reason),
    }
}

fn with(text: String, reason: &str) -> String {
    if reason.is_empty() { text } else { format!("{text}: {reason}") }
}
