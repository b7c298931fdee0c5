//! `/can-bo/ho-so-cong-viec/danh-muc`: the list of files of an agency for a year, with the columns of the law, to print.

use super::{LIST, period, wrong_of};
use crate::messages::{Messages, WorkFileFiles, WorkFileYear, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::review::tried::{ActionView, Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::staff::staff_of_page;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::work_file::FileListView;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::work_file::{Entry, FileListCommand};
use serde::Deserialize;

const ADD: &str = "them";
const DROP: &str = "bo";
const APPROVE: &str = "duyet";

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    nam: String,
}

struct Line {
    url: String,
    symbol: String,
    heading: String,
    title: String,
    period: String,
    unit: String,
    note: String,
}

#[derive(Template)]
#[template(path = "work_file/year.html")]
struct View {
    page: Page,
    t: &'static WorkFileYear,
    f: &'static WorkFileFiles,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    caption: String,
    state: String,
    chosen: Vec<Field>,
    lines: Vec<Line>,
    can_open: bool,
    actions: Vec<ActionView>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
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
    Path(action): Path<String>,
    Query(asked): Query<Asked>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let year = asked.nam.parse().map_err(|_| Problem::Invalid)?;
    let wrong = match command(page.m, &action, (&fields, &asked.unit))? {
        Ok(command) => match state.app.act_on_file_list(&person, (&asked.unit, year), command).await {
            Ok(()) => return Ok(done_at(&state, &address(&asked.unit, year))),
            Err(error) => wrong_of(page.m, error)?,
        },
        Err(wrong) => wrong,
    };
    draw(page, &state, &asked, &Tried::new(action, fields, wrong)).await
}

/// What a posted form asks for, or the field that cannot be read.
fn command(
    m: &Messages,
    action: &str,
    (fields, unit): (&Fields, &str),
) -> Result<Result<FileListCommand, Wrong>, Problem> {
    Ok(match action {
        ADD => period(m, &fields.text("period")).map(|retention| {
            FileListCommand::Add(Entry {
                symbol: fields.text("symbol"),
                heading: fields.text("heading"),
                title: fields.text("title"),
                retention,
                unit: unit.to_owned(),
                note: fields.text("note"),
            })
        }),
        DROP => Ok(FileListCommand::Drop { symbol: fields.text("symbol") }),
        APPROVE => Ok(FileListCommand::Approve),
        _ => return Err(Problem::NotFound),
    })
}

fn address(unit: &str, year: i16) -> String {
    format!("{LIST}/danh-muc?unit={}&nam={year}", format::query_escaped(unit))
}

async fn draw(page: Page, state: &AppState, asked: &Asked, tried: &Tried) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let (m, t) = (page.m, &page.m.work_file.year);
    let catalogue = state.app.catalogue();
    let units: Vec<String> = person.units(page.today).into_iter().map(str::to_owned).collect();
    let first = units.first().ok_or(Problem::NotFound)?;
    let unit = if asked.unit.is_empty() { first.clone() } else { asked.unit.clone() };
    let year: i16 = asked.nam.parse().unwrap_or_else(|_| page.today.year());
    let found = state.app.file_list(&person, &unit, year).await?;
    let agency = catalogue.unit_name(&unit, page.today).to_owned();
    let choices = units.into_iter().map(|unit| {
        let name = catalogue.unit_name(&unit, page.today).to_owned();
        FormChoice::new(unit, name)
    });
    let chosen = vec![
        Field::new(m, "unit", t.agency).id("f-chon-unit").kind(Control::Choice(choices.collect())).value(&unit),
        Field::new(m, "nam", m.work_file.files.year).id("f-chon-nam").value(year.to_string()).digits().short(),
    ];
    let actions = actions(m, &found, (&unit, year), tried);
    let title = fill(t.title, &[("year", &year)]);
    let shown = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.work_file.files.title.to_owned())], &title),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: found.list.version,
        caption: fill(t.of, &[("year", &year), ("agency", &agency)]),
        state: match found.list.approved_at {
            Some(at) => fill(t.approved, &[("day", &format::day(at.date()))]),
            None => t.not_approved.to_owned(),
        },
        lines: found.list.entries.iter().map(|entry| line(m, &agency, (&unit, year), entry)).collect(),
        can_open: found.list.approved_at.is_some(),
        f: &m.work_file.files,
        title,
        chosen,
        actions,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn line(m: &'static Messages, agency: &str, (unit, year): (&str, i16), entry: &Entry) -> Line {
    let symbol = &entry.symbol;
    Line {
        url: format!("{LIST}/moi?unit={}&nam={year}&so={}", format::query_escaped(unit), format::query_escaped(symbol)),
        symbol: symbol.clone(),
        heading: entry.heading.clone(),
        title: entry.title.clone(),
        period: sentences::retention(m, entry.retention),
        unit: agency.to_owned(),
        note: entry.note.clone(),
    }
}

/// The forms of what can be done now, and only those.
fn actions(m: &'static Messages, found: &FileListView, (unit, year): (&str, i16), tried: &Tried) -> Vec<ActionView> {
    let (t, f, o) = (&m.work_file.year, &m.work_file.files, &m.work_file.open);
    let mut forms = Vec::new();
    if found.list.approved_at.is_some() {
        return forms;
    }
    let form = |name: &str, title: &str, fields: Vec<Field>| {
        let unit = format::query_escaped(unit);
        tried.action(name, title.to_owned(), format!("{LIST}/danh-muc/{name}?unit={unit}&nam={year}"), fields)
    };
    let line = |name: &str, field, label| tried.line(m, name, (field, label), "");
    if found.may_plan {
        let fields = vec![
            line(ADD, "symbol", f.symbol).hint(o.symbol_hint).short().max_length(20),
            line(ADD, "heading", t.heading).max_length(500),
            line(ADD, "title", f.name).kind(Control::Area).max_length(500),
            line(ADD, "period", o.period).hint(o.period_hint).digits().short(),
            line(ADD, "note", t.note).optional().max_length(500),
        ];
        forms.push(form(ADD, t.add, fields));
        if !found.list.entries.is_empty() {
            let entries = found.list.entries.iter();
            let choices =
                entries.map(|entry| FormChoice::new(entry.symbol.clone(), format!("{} {}", entry.symbol, entry.title)));
            let which = line(DROP, "symbol", f.symbol).kind(Control::Choice(choices.collect()));
            forms.push(form(DROP, t.drop, vec![which]));
        }
    }
    if found.may_approve && !found.list.entries.is_empty() {
        forms.push(form(APPROVE, t.approve, Vec::new()));
    }
    forms
}
