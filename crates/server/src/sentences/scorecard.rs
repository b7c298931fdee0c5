//! Sentences about scores: the steps of a calculation, what stood in the way, what was printed otherwise.

use crate::messages::{Messages, fill};
use domain::scorecard::{Absence, Agreement, Decimal, Problem, Scorecard, Step, Subject, TableFault, TableFaultKind};

/// Most places of a number in a sentence.
const PLACES: u32 = 10;

/// A number as people read it; one that was cut shows that it goes on.
#[must_use]
pub fn score_number(number: Decimal) -> String {
    let cut = number.trunc_with_scale(PLACES).normalize();
    if cut == number { cut.to_string() } else { format!("{cut}…") }
}

/// One step of the calculation.
#[must_use]
pub fn score_step(m: &Messages, step: &Step) -> String {
    use score_number as n;
    let t = &m.scorecard.step;
    match step {
        Step::Given { points } => fill(t.given, &[("points", &n(*points))]),
        Step::Chosen { answer, points } => fill(t.chosen, &[("answer", answer), ("points", &n(*points))]),
        Step::Share { part, whole, percent } => {
            fill(t.share, &[("part", &n(*part)), ("whole", &n(*whole)), ("percent", &n(*percent))])
        }
        Step::Reached { percent, bound, inclusive, points } => fill(
            if *inclusive { t.reached } else { t.reached_above },
            &[("percent", &n(*percent)), ("bound", &n(*bound)), ("points", &n(*points))],
        ),
        Step::NoneReached { percent } => fill(t.none_reached, &[("percent", &n(*percent))]),
        Step::FullFrom { full_at, points } => fill(t.full_from, &[("full_at", &n(*full_at)), ("points", &n(*points))]),
        Step::Linear { percent, maximum, full_at, points } => fill(
            t.linear,
            &[("percent", &n(*percent)), ("maximum", &n(*maximum)), ("full_at", &n(*full_at)), ("points", &n(*points))],
        ),
        Step::Counted { count, each, points } => {
            fill(t.counted, &[("count", &n(*count)), ("each", &n(*each)), ("points", &n(*points))])
        }
        Step::Deducted { heading, count, each, points } => fill(
            t.deducted,
            &[("heading", heading), ("count", &n(*count)), ("each", &n(*each)), ("points", &n(*points))],
        ),
        Step::Answered { option, answers, weight } => answered(m, option, *answers, *weight),
        Step::Mean { counted, percent } => fill(t.mean, &[("counted", &n(*counted)), ("percent", &n(*percent))]),
        Step::Formula { formula, points } => fill(t.formula, &[("formula", formula), ("points", &n(*points))]),
        Step::Row { when, points } => fill(t.row, &[("when", when), ("points", &n(*points))]),
        Step::NoData { then } => fill(t.no_data, &[("then", &absence(m, *then))]),
        Step::NotApplicable { then } => fill(t.not_applicable, &[("then", &absence(m, *then))]),
        Step::Capped { .. }
        | Step::Floored { .. }
        | Step::Added { .. }
        | Step::Weighted { .. }
        | Step::Rescaled { .. }
        | Step::Bonus { .. }
        | Step::Penalty { .. }
        | Step::Rounded { .. } => group_step(m, step),
    }
}

fn answered(m: &Messages, option: &str, answers: Decimal, weight: Option<Decimal>) -> String {
    let t = &m.scorecard.step;
    let answers = score_number(answers);
    match weight {
        Some(weight) => {
            fill(t.answered, &[("option", &option), ("answers", &answers), ("weight", &score_number(weight))])
        }
        None => fill(t.answered_uncounted, &[("option", &option), ("answers", &answers)]),
    }
}

/// Steps by which parts become a group; the others have no sentence here.
fn group_step(m: &Messages, step: &Step) -> String {
    use score_number as n;
    let t = &m.scorecard.step;
    match step {
        Step::Capped { from, to } => fill(t.capped, &[("from", &n(*from)), ("to", &n(*to))]),
        Step::Floored { from } => fill(t.floored, &[("from", &n(*from))]),
        Step::Added { parts, points } => fill(t.added, &[("parts", parts), ("points", &n(*points))]),
        Step::Weighted { percent, points } => fill(t.weighted, &[("percent", &n(*percent)), ("points", &n(*points))]),
        Step::Rescaled { from, counted, maximum, to } => fill(
            t.rescaled,
            &[("from", &n(*from)), ("counted", &n(*counted)), ("maximum", &n(*maximum)), ("to", &n(*to))],
        ),
        Step::Bonus { code, points } => fill(t.bonus, &[("code", code), ("points", &n(*points))]),
        Step::Penalty { code, points } => fill(t.penalty, &[("code", code), ("points", &n(*points))]),
        Step::Rounded { places, from, to } => {
            fill(t.rounded, &[("from", &n(*from)), ("places", places), ("to", &n(*to))])
        }
        Step::Given { .. }
        | Step::Chosen { .. }
        | Step::Share { .. }
        | Step::Reached { .. }
        | Step::NoneReached { .. }
        | Step::FullFrom { .. }
        | Step::Linear { .. }
        | Step::Counted { .. }
        | Step::Deducted { .. }
        | Step::Answered { .. }
        | Step::Mean { .. }
        | Step::Formula { .. }
        | Step::Row { .. }
        | Step::NoData { .. }
        | Step::NotApplicable { .. } => String::new(),
    }
}

fn absence(m: &Messages, absence: Absence) -> &'static str {
    let t = &m.scorecard.absence;
    match absence {
        Absence::Unknown => t.unknown,
        Absence::Zero => t.zero,
        Absence::Full => t.full,
        Absence::LeftOut => t.left_out,
        Absence::Rescale => t.rescale,
    }
}

/// What stood in the way of a score.
#[must_use]
pub fn score_problem(m: &Messages, problem: &Problem) -> String {
    let t = &m.scorecard.problem;
    match problem {
        Problem::NoData => t.no_data.to_owned(),
        Problem::NotInTable => t.not_in_table.to_owned(),
        Problem::NoRule => t.no_rule.to_owned(),
        Problem::NotANumber { heading, text } => fill(t.not_a_number, &[("heading", heading), ("text", text)]),
        Problem::Negative { heading, number } => fill(t.negative, &[("heading", heading), ("number", number)]),
        Problem::NotWhole { heading, number } => fill(t.not_whole, &[("heading", heading), ("number", number)]),
        Problem::AboveHundred { percent } => fill(t.above_hundred, &[("percent", &percent.normalize())]),
        Problem::UnknownAnswer { heading, text } => fill(t.unknown_answer, &[("heading", heading), ("text", text)]),
        Problem::AboveMaximum { points, maximum } => {
            fill(t.above_maximum, &[("points", &points.normalize()), ("maximum", &maximum.normalize())])
        }
        Problem::BelowZero { points } => fill(t.below_zero, &[("points", &points.normalize())]),
        Problem::SampleTooSmall { found, least } => fill(t.sample_too_small, &[("found", found), ("least", least)]),
        Problem::DivisionByZero { formula } => fill(t.division_by_zero, &[("formula", formula)]),
        Problem::Formula { formula, .. } => fill(t.formula, &[("formula", formula)]),
        Problem::NoRowHolds => t.no_row_holds.to_owned(),
        Problem::Overflow => t.overflow.to_owned(),
        Problem::PartUnknown { code } => fill(t.part_unknown, &[("code", code)]),
    }
}

/// What is compared with what was printed.
#[must_use]
pub fn score_subject(m: &Messages, subject: &Subject) -> String {
    let t = &m.scorecard.subject;
    match subject {
        Subject::Points(code) => fill(t.points, &[("code", code)]),
        Subject::Index(code) => fill(t.index, &[("code", code)]),
        Subject::RankBy(code) => fill(t.rank_by, &[("code", code)]),
        Subject::Total => t.total.to_owned(),
        Subject::PrintedParts => t.printed_parts.to_owned(),
        Subject::TotalIndex => t.total_index.to_owned(),
        Subject::Rank => t.rank.to_owned(),
        Subject::Band => t.band.to_owned(),
    }
}

/// How printed and computed values agree.
#[must_use]
pub fn score_agreement(m: &Messages, card: &Scorecard, agreement: Agreement) -> String {
    let t = &m.scorecard.agreement;
    match agreement {
        Agreement::Exact => t.exact.to_owned(),
        Agreement::WithinTolerance => fill(t.within_tolerance, &[("tolerance", &card.tolerance)]),
        Agreement::Excerpt => t.excerpt.to_owned(),
        Agreement::WithinTie => t.within_tie.to_owned(),
        Agreement::Unreadable => t.unreadable.to_owned(),
        Agreement::Differs => t.differs.to_owned(),
    }
}

/// Why a table cannot be scored, and at which row.
#[must_use]
pub fn table_fault(m: &Messages, fault: &TableFault) -> String {
    let t = &m.scorecard.table;
    let what = match &fault.kind {
        TableFaultKind::TooLarge => t.too_large.to_owned(),
        TableFaultKind::NotUtf8 => t.not_utf8.to_owned(),
        TableFaultKind::NotATable => t.not_a_table.to_owned(),
        TableFaultKind::Quote => t.quote.to_owned(),
        TableFaultKind::NoHeadings => t.no_headings.to_owned(),
        TableFaultKind::HeadingTwice { heading } => fill(t.heading_twice, &[("heading", heading)]),
        TableFaultKind::CellCount { expected, found } => {
            fill(t.cell_count, &[("expected", expected), ("found", found)])
        }
        TableFaultKind::NoUnits => t.no_units.to_owned(),
        TableFaultKind::UnitMissing => t.unit_missing.to_owned(),
        TableFaultKind::UnitTwice { unit } => fill(t.unit_twice, &[("unit", unit)]),
        TableFaultKind::NothingToScore => t.nothing_to_score.to_owned(),
        TableFaultKind::HeadingMissing { heading } => fill(t.heading_missing, &[("heading", heading)]),
    };
    match fault.row {
        0 => what,
        row => fill(m.scorecard.table_row, &[("row", &row), ("what", &what)]),
    }
}
