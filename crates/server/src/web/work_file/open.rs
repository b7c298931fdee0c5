//! `/can-bo/ho-so-cong-viec/moi`: somebody opens a work file, from the approved list or outside it.

use super::{LIST, day, period, url_of, wrong_of};
use crate::messages::{Messages, WorkFileOpen, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::review::tried::{Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::staff::staff_of_page;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::work_file::NewWorkFile;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::work_file::{RetentionGroup, RetentionSchedule};
use jiff::civil::Date;
use serde::Deserialize;

const FORM: &str = "mo";

/// The query: a line of an approved list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    nam: String,
    so: String,
}

#[derive(Template)]
#[template(path = "work_file/open.html")]
struct View {
    page: Page,
    t: &'static WorkFileOpen,
    crumbs: Crumbs,
    errors: Errors,
    lead: String,
    refusal: Option<String>,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    draw(page, &state, &asked, &Tried::default()).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let asked = Asked { unit: fields.text("unit"), nam: fields.text("nam"), so: fields.text("so") };
    let wrong = match new_file(page.m, state.app.retention_schedule()?, &fields, page.today) {
        Ok(new) => match state.app.open_work_file(&person, new).await {
            Ok(done) => return Ok(done_at(&state, &url_of(&done.id))),
            Err(error) => wrong_of(page.m, error)?,
        },
        Err(wrong) => wrong,
    };
    draw(page, &state, &asked, &Tried::new(FORM.to_owned(), fields, wrong)).await
}

/// The file that a posted form asks for, or the field that cannot be read.
fn new_file(m: &Messages, schedule: &RetentionSchedule, fields: &Fields, today: Date) -> Result<NewWorkFile, Wrong> {
    let (agency, started, is_construction) = (fields.text("unit"), day(m, fields)?, fields.has("construction"));
    let symbol = fields.text("so");
    if !symbol.is_empty() {
        let year = fields.text("nam").parse().map_err(|_| Wrong::field("so", m.work_file.refusal.no_entry))?;
        return Ok(NewWorkFile::Listed { agency, year, symbol, started, is_construction });
    }
    let group = schedule.get(&fields.text("group"), today).map(RetentionGroup::retention);
    let retention = match group {
        Some(retention) => retention,
        None => period(m, &fields.text("period"))?,
    };
    let (symbol, title) = (fields.text("symbol"), fields.text("title"));
    Ok(NewWorkFile::Unlisted { agency, symbol, title, retention, started, is_construction })
}

async fn draw(page: Page, state: &AppState, asked: &Asked, tried: &Tried) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let (m, t) = (page.m, &page.m.work_file.open);
    let today = format::day(page.today);
    let mut fields = Vec::new();
    let mut hidden = Vec::new();
    let lead = if asked.so.is_empty() {
        fields = unlisted(&page, state, &person.units(page.today), tried)?;
        t.lead_unlisted.to_owned()
    } else {
        let year = asked.nam.parse().map_err(|_| Problem::NotFound)?;
        let view = state.app.file_list(&person, &asked.unit, year).await?;
        let entry = view.list.entry(&asked.so).ok_or(Problem::NotFound)?;
        hidden = vec![("unit", asked.unit.clone()), ("nam", asked.nam.clone()), ("so", asked.so.clone())];
        fill(t.lead_listed, &[("symbol", &entry.symbol), ("title", &entry.title)])
    };
    fields.push(tried.line(m, FORM, ("day", t.started), &today).short());
    fields.push(tried.line(m, FORM, ("construction", t.construction), "").kind(Control::Tick).required(false));
    let shown = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.work_file.files.title.to_owned())], t.title),
        errors: Errors::of(m, &fields),
        refusal: tried.wrong.refusal.clone(),
        lead,
        hidden,
        fields,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

/// The fields of a file that is in no list.
fn unlisted(page: &Page, state: &AppState, units: &[&str], tried: &Tried) -> Result<Vec<Field>, Problem> {
    let (m, t, f) = (page.m, &page.m.work_file.open, &page.m.work_file.files);
    let catalogue = state.app.catalogue();
    let first = units.first().copied().ok_or(Problem::NotFound)?;
    let units = units.iter().map(|unit| FormChoice::new(*unit, catalogue.unit_name(unit, page.today))).collect();
    let line = |name: &'static str, label| tried.line(m, FORM, (name, label), "");
    Ok(vec![
        tried.line(m, FORM, ("unit", m.work_file.show.agency), first).kind(Control::Choice(units)),
        line("symbol", f.symbol).hint(t.symbol_hint).short().max_length(20),
        line("title", f.name).kind(Control::Area).max_length(500),
        line("group", t.group)
            .kind(Control::Choice(groups(m, state.app.retention_schedule()?, page.today)))
            .optional_silently(t.group_none),
        line("period", t.period).hint(t.period_hint).digits().short().optional(),
    ])
}

/// The published groups with their periods.
fn groups(m: &Messages, schedule: &RetentionSchedule, today: Date) -> Vec<FormChoice> {
    let choice = |group: &RetentionGroup| {
        let name = if m.is_english() { &group.name_en } else { &group.name_vi };
        FormChoice::new(group.id.clone(), format!("{name} – {}", sentences::retention(m, group.retention())))
    };
    schedule.on(today).map(choice).collect()
}
