//! `/can-bo/su-co`: the register of outages, kept by whoever looks after the running of the system.

use crate::messages::{LateOutage, Messages};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Errors, Field, Pager};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::late::{NewOutage, OutagePage};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::lateness::{OUTAGE_TEXT_CHARS_MAX, OutageRecord, OutageRefusal};
use jiff::civil::{DateTime, Time};
use serde::Deserialize;

/// Address of the page.
const URL: &str = "/can-bo/su-co";
const PAGE_ROWS: i64 = 50;

/// Where a page begins.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct After {
    bat_dau: String,
    so: String,
}

struct Line {
    id: String,
    from: String,
    to: String,
    what: String,
    may_end: bool,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "late/outage.html")]
struct View {
    page: Page,
    t: &'static LateOutage,
    errors: Errors,
    refusal: Option<&'static str>,
    open: bool,
    fields: Vec<Field>,
    lines: Vec<Line>,
    pager: Pager,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

/// What was typed and refused: the field that is wrong, or none when it is no matter of a field.
#[derive(Default)]
struct Tried {
    fields: Fields,
    wrong: Option<(Option<&'static str>, &'static str)>,
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    page_of(page, &state, after, &Tried::default()).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(action): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let m = page.m;
    // Whoever has no such page has no such acts either.
    state.app.outages(&person, None, 1).await?;
    let id = fields.text("id");
    let done = match action.as_str() {
        "ghi" => match read(m, &fields) {
            Ok(new) => state.app.note_outage(&person, new).await.map(drop),
            Err(wrong) => return page_of(page, &state, After::default(), &Tried { fields, wrong: Some(wrong) }).await,
        },
        "ket-thuc" => state.app.end_outage(&person, &id, state.app.now_civil()).await.map(drop),
        "rut" => state.app.withdraw_outage(&person, &id, &fields.text("reason")).await.map(drop),
        _ => return Err(Problem::NotFound),
    };
    match done {
        Ok(()) => Ok(done_at(&state, URL)),
        Err(ActError::Outage(refusal)) => {
            let field = field_of(refusal).filter(|_| action == "ghi");
            let wrong = Some((field, sentences::outage_refusal(m, refusal)));
            page_of(page, &state, After::default(), &Tried { fields, wrong }).await
        }
        Err(other) => Err(other.into()),
    }
}

const fn field_of(refusal: OutageRefusal) -> Option<&'static str> {
    match refusal {
        OutageRefusal::EndsBeforeItBegins | OutageRefusal::TooLong => Some("to_day"),
        OutageRefusal::Future => Some("from_day"),
        OutageRefusal::NoWords | OutageRefusal::WordsTooLong => Some("what"),
        OutageRefusal::Over => None,
    }
}

fn read(m: &'static Messages, fields: &Fields) -> Result<NewOutage, (Option<&'static str>, &'static str)> {
    let from = moment(m, fields, ("from_day", "from_time"))?;
    let is_over = fields.has("to_day") || fields.has("to_time");
    let to = if is_over { Some(moment(m, fields, ("to_day", "to_time"))?) } else { None };
    Ok(NewOutage { from, to, what: fields.text("what") })
}

fn moment(
    m: &'static Messages,
    fields: &Fields,
    (day, time): (&'static str, &'static str),
) -> Result<DateTime, (Option<&'static str>, &'static str)> {
    let date = format::read_day(&fields.text(day)).ok_or((Some(day), m.common.field.bad_date))?;
    let typed = fields.text(time);
    let parts = typed.split_once([':', 'h', 'g']).unwrap_or((typed.as_str(), "0"));
    let minute = if parts.1.is_empty() { "0" } else { parts.1 };
    let read = parts.0.trim().parse().ok().zip(minute.trim().parse().ok());
    let clock = read.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    Ok(date.to_datetime(clock.ok_or((Some(time), m.common.field.bad_time))?))
}

async fn page_of(page: Page, state: &AppState, after: After, tried: &Tried) -> Result<Response, Problem> {
    let (m, at_start) = (page.m, after.bat_dau.is_empty());
    let before = (!at_start).then_some((after.bat_dau, after.so));
    let OutagePage { rows, next } = state.app.outages(page.caller()?, before, PAGE_ROWS).await?;
    let next = next.map(|(began, id)| format!("{URL}?bat_dau={}&so={id}", format::query_escaped(&began)));
    let fields = fields(m, tried);
    let wrong = tried.wrong;
    let view = View {
        errors: Errors::of(m, &fields),
        refusal: wrong.filter(|(field, _)| field.is_none()).map(|(_, sentence)| sentence),
        open: wrong.is_some_and(|(field, _)| field.is_some()),
        fields,
        lines: rows.into_iter().map(|row| line(m, row)).collect(),
        pager: Pager::new(m, URL.to_owned(), at_start, next),
        t: &m.late.outage,
        page,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &view)
}

fn fields(m: &'static Messages, tried: &Tried) -> Vec<Field> {
    let t = &m.late.outage;
    let line = |name: &'static str, label: &'static str| {
        let wrong = tried.wrong.filter(|(field, _)| *field == Some(name)).map(|(_, sentence)| sentence);
        Field::new(m, name, label).id(format!("f-{name}")).value(tried.fields.text(name)).error(wrong)
    };
    vec![
        line("from_day", t.from_day).short().hint(m.common.field.bad_date),
        line("from_time", t.from_time).short().hint(t.time_hint),
        line("to_day", t.to_day).short().optional().hint(t.to_hint),
        line("to_time", t.to_time).short().optional(),
        line("what", t.what).kind(Control::Area).max_length(OUTAGE_TEXT_CHARS_MAX),
    ]
}

fn line(m: &Messages, row: OutageRecord) -> Line {
    let t = &m.late.outage;
    let to = match (row.withdrawn, row.to) {
        (true, _) => t.withdrawn.to_owned(),
        (false, Some(to)) => format::moment(m, to),
        (false, None) => t.lasting.to_owned(),
    };
    Line {
        from: format::moment(m, row.from),
        to,
        may_end: !row.withdrawn && row.to.is_none(),
        may_withdraw: !row.withdrawn,
        what: row.what,
        id: row.id,
    }
}
