//! What many views share: facts, explanations, where a dossier stands.

use super::components::{Stage as Mark, Stages, TimeLeft, Tone};
use super::format;
use crate::messages::{Messages, fill};
use crate::sentences;
use crate::state::AppState;
use app::Catalogue;
use app::dossier::Summary;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::dossier::{Dossier, DueState, Holder, Stage};
use jiff::civil::{Date, DateTime};

/// A name and what is known under it.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
}

impl Fact {
    pub(super) fn new(name: impl Into<String>, line: impl Into<String>) -> Self {
        Self { name: name.into(), lines: vec![line.into()] }
    }

    pub(super) fn lines(name: impl Into<String>, lines: Vec<String>) -> Self {
        Self { name: name.into(), lines }
    }
}

/// A number with its name, large.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) class: &'static str,
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// "Vì sao là ngày này?": the calculation of a due time, step by step.
#[derive(Debug, Template)]
#[template(path = "components/why.html")]
pub(super) struct Why {
    m: &'static Messages,
    steps: Vec<String>,
    open: bool,
}

impl HtmlSafe for Why {}

impl Why {
    /// The explanation of a dossier's due time; empty where there is none.
    pub(super) fn of(state: &AppState, m: &'static Messages, dossier: &Dossier, open: bool) -> Self {
        let lines = state.app.reckoning(dossier).map(|reckoning| reckoning.lines).unwrap_or_default();
        Self { m, steps: lines.iter().map(|line| sentences::line(m, line)).collect(), open }
    }
}

/// The stepped line of a dossier.
pub(super) fn stages(m: &'static Messages, stage: Stage) -> Stages {
    let (mark, finished) = match stage {
        Stage::Submitted => (Mark::Submitted, false),
        Stage::Refused => (Mark::Submitted, true),
        Stage::Accepted => (Mark::Accepted, false),
        Stage::InProcess
        | Stage::AwaitingSupplement
        | Stage::AwaitingPayment
        | Stage::Suspended
        | Stage::Decided
        | Stage::Signed => (Mark::Processing, false),
        Stage::Withdrawn => (Mark::Processing, true),
        Stage::ResultIssued => (Mark::Result, false),
        Stage::Delivered | Stage::Closed | Stage::Archived => (Mark::Result, true),
    };
    Stages::new(m, mark, finished)
}

/// How much time is left for a dossier, with its colour.
pub(super) fn time_left(state: &AppState, m: &Messages, dossier: &Dossier) -> TimeLeft {
    let due = dossier.next_due();
    let standing = matches!(dossier.due, DueState::Standing { .. });
    tag(state, m, &dossier.handling_unit, dossier.stage, due, standing)
}

/// How much time is left for one step at a unit.
pub(super) fn step_time_left(state: &AppState, m: &Messages, unit: &str, due: Option<DateTime>) -> TimeLeft {
    tag(state, m, unit, Stage::InProcess, due, false)
}

/// How much time is left for one thing to be done.
pub(super) fn task_time_left(
    state: &AppState,
    m: &Messages,
    unit: &str,
    reached: Option<Stage>,
    due: Option<DateTime>,
) -> TimeLeft {
    match reached {
        Some(reached) => tag(state, m, unit, reached, due, false),
        None => TimeLeft::of(Tone::Calm, m.common.time.no_limit),
    }
}

/// The same for a row of a list.
pub(super) fn row_time_left(state: &AppState, m: &Messages, row: &Summary) -> TimeLeft {
    let Some(reached) = Stage::from_name(&row.stage) else {
        return TimeLeft::of(Tone::Calm, m.common.time.no_limit);
    };
    let due = (row.next_due_at != app::dossier::NO_DUE).then(|| state.app.zone().civil(row.next_due_at));
    tag(state, m, &row.handling_unit, reached, due, false)
}

fn tag(state: &AppState, m: &Messages, unit: &str, reached: Stage, due: Option<DateTime>, standing: bool) -> TimeLeft {
    let waits = matches!(reached, Stage::AwaitingSupplement | Stage::AwaitingPayment | Stage::Suspended);
    if !reached.is_open() || reached == Stage::ResultIssued {
        return TimeLeft::of(Tone::Done, m.common.time.finished);
    }
    if waits || standing {
        return TimeLeft::of(Tone::Calm, m.common.time.paused);
    }
    let catalogue = state.app.catalogue();
    match (due, catalogue.calendar(), catalogue.hours(unit)) {
        (Some(due), Some(calendar), Some(hours)) => {
            let terms = domain::deadline::Terms {
                calendar,
                hours,
                mode: domain::deadline::CountingMode::CivilCode,
                cut_off: None,
            };
            let left = domain::deadline::time_left(&terms, state.app.now_civil(), due);
            TimeLeft::of(tone(left), sentences::time_left(m, left))
        }
        _ => TimeLeft::of(Tone::Calm, m.common.time.no_limit),
    }
}

/// One working day or less is soon.
const fn tone(left: domain::deadline::TimeLeft) -> Tone {
    match left {
        domain::deadline::TimeLeft::Overdue(_) => Tone::Late,
        domain::deadline::TimeLeft::Left(span) if span.working_days <= 1 => Tone::Warn,
        domain::deadline::TimeLeft::Left(_) => Tone::Good,
    }
}

/// Who holds a dossier now, as told to its applicant.
pub(super) fn holder(m: &Messages, catalogue: &Catalogue, dossier: &Dossier, today: Date) -> String {
    let texts = &m.public.track;
    let name = |unit| catalogue.unit_name(unit, today);
    match dossier.holder() {
        Holder::Desk(unit) => fill(texts.holder_desk, &[("unit", &name(unit))]),
        Holder::Unit(unit, _) => fill(texts.holder_unit, &[("unit", &name(unit))]),
        Holder::Applicant { waiting_unit } => fill(texts.holder_applicant, &[("unit", &name(waiting_unit))]),
        Holder::Nobody => texts.holder_nobody.to_owned(),
    }
}

/// When the result is due, in words with its certainty: name of the fact and its text.
pub(super) fn due_fact(m: &Messages, dossier: &Dossier) -> Fact {
    let texts = &m.public.receipt;
    match dossier.due {
        DueState::At(at) => Fact::new(texts.due, format::moment(m, at)),
        DueState::Expected(at) => Fact::new(texts.due_expected, format::moment(m, at)),
        DueState::Standing { .. } => Fact::new(texts.due, m.common.time.paused),
        DueState::Unknown => Fact::new(texts.due, texts.due_unknown),
    }
}

/// Name of a procedure as it was when the dossier came in.
pub(super) fn procedure_name(catalogue: &Catalogue, id: &str, version: &str) -> String {
    catalogue.procedure_version(id, version).map_or_else(|| id.to_owned(), |procedure| procedure.name_vi.clone())
}
