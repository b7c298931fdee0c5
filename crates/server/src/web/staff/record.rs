//! The record of a head on the board: apologies owed in a period, each number opening its dossiers.

use crate::messages::{LateRecord, Messages};
use crate::state::AppState;
use crate::web::components::Field;
use crate::web::{Page, Problem, format, view};
use app::late::{ApologyRecord, RecordRow};
use askama::Template;
use askama::filters::HtmlSafe;
use domain::lateness::ApologyState;
use jiff::civil::Date;
use serde::Deserialize;

/// The period, and which number is opened.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Period {
    tu: String,
    den: String,
    muc: String,
}

/// A number that opens its dossiers.
struct Count {
    url: String,
    text: &'static str,
    number: usize,
    is_here: bool,
}

struct Row {
    url: String,
    code: String,
    procedure: String,
    due: String,
    finished: String,
    signed: String,
    state: &'static str,
    class: &'static str,
}

/// The section of the board.
#[derive(Template)]
#[template(path = "staff/record.html")]
pub(super) struct RecordView {
    t: &'static LateRecord,
    unit: String,
    from: Field,
    to: Field,
    counts: Vec<Count>,
    escalated: i64,
    rows: Vec<Row>,
    more: bool,
}

impl HtmlSafe for RecordView {}

impl RecordView {
    /// Reads the record of the period that was asked for; without one, of this month.
    pub(super) async fn read(state: &AppState, page: &Page, unit: &str, period: &Period) -> Result<Self, Problem> {
        let (m, t) = (page.m, &page.m.late.record);
        let first = Date::new(page.today.year(), page.today.month(), 1).unwrap_or(page.today);
        let from = format::read_day(&period.tu).unwrap_or(first);
        let to = format::read_day(&period.den).unwrap_or(page.today);
        let record = state.app.apology_record(page.caller()?, unit, (from, to)).await?;
        let shown = state_of(&period.muc);
        let here = format!(
            "/can-bo/dieu-hanh?unit={}&tu={}&den={}",
            format::query_escaped(unit),
            format::query_escaped(&format::day(from)),
            format::query_escaped(&format::day(to)),
        );
        let field = |name: &'static str, label, day| Field::new(m, name, label).value(format::day(day)).short();
        Ok(Self {
            unit: unit.to_owned(),
            from: field("tu", t.from, from),
            to: field("den", t.to, to),
            counts: counts(t, &here, &record, &period.muc),
            escalated: record.escalated,
            rows: record
                .rows
                .iter()
                .filter(|row| shown.is_none_or(|state| row.state == state))
                .map(|row| line(state, m, row))
                .collect(),
            more: record.more,
            t,
        })
    }
}

fn state_of(name: &str) -> Option<ApologyState> {
    match name {
        "dung-han" => Some(ApologyState::InTime),
        "muon" => Some(ApologyState::Late),
        "chua-ky" => Some(ApologyState::Unsigned),
        _ => None,
    }
}

fn counts(t: &'static LateRecord, here: &str, record: &ApologyRecord, shown: &str) -> Vec<Count> {
    let count = |name: &str, text, number| Count {
        url: format!("{here}&muc={name}#so-theo-doi"),
        text,
        number,
        is_here: name == shown,
    };
    vec![
        count("tat-ca", t.owed, record.rows.len()),
        count("dung-han", t.in_time, record.count(ApologyState::InTime)),
        count("muon", t.late, record.count(ApologyState::Late)),
        count("chua-ky", t.unsigned, record.count(ApologyState::Unsigned)),
    ]
}

fn line(state: &AppState, m: &'static Messages, row: &RecordRow) -> Row {
    let t = &m.late.record;
    let (words, class) = match row.state {
        ApologyState::InTime => (t.in_time, "good"),
        ApologyState::Late => (t.late, "warn"),
        ApologyState::Unsigned => (t.unsigned, "late"),
    };
    Row {
        url: format!("/ho-so/{}", row.code),
        code: row.code.clone(),
        procedure: view::procedure_name(&state.app.catalogue(), &row.procedure.0, &row.procedure.1),
        due: format::moment(m, row.due),
        finished: row.finished.map_or_else(|| t.not_yet.to_owned(), |at| format::moment(m, at)),
        signed: row.signed.map_or_else(|| t.not_yet.to_owned(), |(at, _)| format::moment(m, at)),
        state: words,
        class,
    }
}
