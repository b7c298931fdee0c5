//! `/can-bo/ho-so-cong-viec/{id}`: a work file, its list of documents, its history, and what can be done with it now.

use super::list::time_left;
use super::{LIST, act};
use crate::messages::{Messages, WorkFileShow, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, TimeLeft};
use crate::web::page::TokenInput;
use crate::web::review::tried::{ActionView, Tried};
use crate::web::{Page, Problem, format, problem};
use app::work_file::{PieceRow, WorkFileView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::work_file::PieceKind;
use jiff::civil::{Date, DateTime};

struct Line {
    ordinal: usize,
    url: Option<String>,
    symbol: String,
    day: String,
    subject: String,
    author: String,
}

struct HistoryLine {
    what: String,
    words: Option<String>,
    at: String,
    actor: String,
}

#[derive(Template)]
#[template(path = "work_file/show.html")]
struct View {
    page: Page,
    t: &'static WorkFileShow,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    state: &'static str,
    time_left: TimeLeft,
    refusal: Option<String>,
    lines: Vec<Line>,
    facts: Vec<(&'static str, String)>,
    actions: Vec<ActionView>,
    history: Vec<HistoryLine>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    page_of(page, &state, &id, &Tried::default()).await
}

pub(super) async fn page_of(page: Page, state: &AppState, id: &str, tried: &Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.work_file.show);
    let view = state.app.work_file(page.caller()?, id).await?;
    let lines: Vec<Line> = view.content.iter().zip(1..).map(|(row, ordinal)| line(m, row, ordinal)).collect();
    let named: Vec<String> = lines.iter().map(|line| format!("{}. {}", line.ordinal, line.subject)).collect();
    let actions = act::actions(&page, &view, &named, tried);
    let file = &view.file;
    let title = format!("{}/{} – {}", file.heading.symbol, file.heading.year, file.heading.title);
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let shown = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.work_file.files.title.to_owned())], &title),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: file.version,
        state: sentences::work_file_stage(m, file.stage),
        time_left: time_left(m, (&day(file.handover_by()), &day(file.over_on())), Some(file.stage), page.today),
        // What is not offered any more is refused at the top.
        refusal: tried.wrong.refusal.clone().filter(|_| actions.iter().all(|action| action.name != tried.form)),
        facts: facts(&page, state, &view),
        history: history(&page, state, &view),
        title,
        lines,
        actions,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

/// A line of the list of documents; of what the reader may not see, only that it is there.
fn line(m: &'static Messages, row: &PieceRow, ordinal: usize) -> Line {
    let t = &m.work_file.show;
    let day = row.day.parse::<Date>().map(format::day).unwrap_or_default();
    let symbol = match row.number {
        Some(number) => format!("{number:02}/{}", row.symbol),
        None => row.symbol.clone(),
    };
    let (url, subject) = match (PieceKind::from_name(&row.kind), &row.subject) {
        (Some(PieceKind::Incoming), Some(subject)) => {
            (Some(format!("/can-bo/van-ban-den/{}", row.id)), format!("{}: {subject}", t.incoming))
        }
        (Some(PieceKind::Outgoing), Some(subject)) => {
            (Some(format!("/can-bo/van-ban-di/{}", row.id)), format!("{}: {subject}", t.outgoing))
        }
        (Some(PieceKind::Dossier), _) => (Some(format!("/ho-so/{}", row.id)), fill(t.dossier, &[("code", &row.id)])),
        (Some(PieceKind::Incoming | PieceKind::Outgoing) | None, None) | (None, Some(_)) => (None, t.hidden.to_owned()),
    };
    Line { ordinal, url, symbol, day, subject, author: row.author.clone() }
}

fn facts(page: &Page, state: &AppState, view: &WorkFileView) -> Vec<(&'static str, String)> {
    let (m, t, f) = (page.m, &page.m.work_file.show, &page.m.work_file.files);
    let catalogue = state.app.catalogue();
    let (file, heading) = (&view.file, &view.file.heading);
    let name = |id: &str| view.names.get(id).cloned().unwrap_or_default();
    let day = |day: Option<Date>| day.map(format::day).unwrap_or_default();
    let archived = file.archived.as_ref().map(|(by, at, paper): &(String, DateTime, String)| {
        let (person, on) = (name(by), format::day(at.date()));
        fill(t.archived_by, &[("person", &person), ("day", &on), ("paper", paper)])
    });
    let code = catalogue.unit_code(&heading.agency, heading.started).map(|code| code.code.clone());
    let sheets = if file.sheets == 0 { String::new() } else { file.sheets.to_string() };
    let facts = [
        (t.code, code.map(|code| format!("{code}.{}.{}", heading.year, heading.symbol)).unwrap_or_default()),
        (t.agency, catalogue.unit_name(&heading.agency, heading.started).to_owned()),
        (f.keeper, name(&heading.keeper)),
        (f.period, sentences::retention(m, heading.retention)),
        (t.origin, if heading.is_listed { t.listed } else { t.unlisted }.to_owned()),
        (t.started, format::day(heading.started)),
        (t.ended, day(file.ended)),
        (t.sheets, sheets),
        (t.handover_by, day(file.handover_by())),
        (t.kept_back, day(file.kept_back)),
        (t.archived, archived.unwrap_or_default()),
        (t.over_on, day(file.over_on())),
        (t.decision, file.decision.clone().unwrap_or_default()),
        (t.minutes, file.minutes.clone().unwrap_or_default()),
    ];
    facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn history(page: &Page, state: &AppState, view: &WorkFileView) -> Vec<HistoryLine> {
    let line = |line: &app::work_file::WorkFileHistory| HistoryLine {
        what: sentences::work_file_event(page.m, &line.event),
        words: line.words.clone(),
        at: format::moment(page.m, state.app.zone().civil(line.at)),
        actor: view.names.get(&line.actor).cloned().unwrap_or_default(),
    };
    view.history.iter().map(line).collect()
}
