//! `/can-bo/ho-so-cong-viec`: the work files of a unit, those that a person makes, what waits.

use super::{LIST, url_of};
use crate::messages::{Messages, WorkFileFiles, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager, TimeLeft, Tone};
use crate::web::cursor::{self, After};
use crate::web::staff::staff_of_page;
use crate::web::{Page, Problem, format, problem};
use app::work_file::{WorkFileList, WorkFilePage, WorkFileRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Person;
use domain::work_file::{Retention, WorkFileStage};
use jiff::civil::Date;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;
/// The lists that are not those of a unit.
const WAITING: &str = "cho-toi";
const MINE: &str = "toi-lap";
/// The deadlines that can be asked for.
const DUE: &str = "nop-luu";
const OVER: &str = "het-han";

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    ds: String,
    state: String,
    han: String,
    nam: String,
}

struct Line {
    url: String,
    symbol: String,
    title: String,
    period: String,
    keeper: String,
    pieces: i64,
    state: &'static str,
    time_left: TimeLeft,
}

#[derive(Template)]
#[template(path = "work_file/list.html")]
struct View {
    page: Page,
    t: &'static WorkFileFiles,
    fields: Vec<Field>,
    caption: String,
    lines: Vec<Line>,
    pager: Pager,
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
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let (m, t) = (page.m, &page.m.work_file.files);
    let catalogue = state.app.catalogue();
    let units: Vec<String> = person.units(page.today).into_iter().map(str::to_owned).collect();
    let first = units.first().ok_or(Problem::NotFound)?;
    let list = if asked.ds.is_empty() { first.clone() } else { asked.ds.clone() };
    let here = format!(
        "{LIST}?ds={}&state={}&han={}&nam={}",
        format::query_escaped(&list),
        format::query_escaped(&asked.state),
        format::query_escaped(&asked.han),
        format::query_escaped(&asked.nam)
    );
    let found = if list == WAITING {
        state.app.waiting_work_files(&person, PAGE_ROWS).await?
    } else {
        let wanted = WorkFileList {
            unit: (list != MINE).then(|| list.clone()),
            state: WorkFileStage::from_name(&asked.state),
            year: asked.nam.parse().ok().filter(|year| *year > 0),
            is_due: asked.han == DUE,
            is_over: asked.han == OVER,
            after: after.cursor(),
            limit: PAGE_ROWS,
        };
        state.app.work_files(&person, wanted).await?
    };
    let next = found.next.as_ref().map(|place| format!("{here}&{}", cursor::query(place)));
    let named = units.iter().map(|unit| FormChoice::new(unit.clone(), catalogue.unit_name(unit, page.today)));
    let view = View {
        caption: match list.as_str() {
            WAITING => t.waiting.to_owned(),
            MINE => t.mine.to_owned(),
            unit => catalogue.unit_name(unit, page.today).to_owned(),
        },
        fields: fields(m, named.collect(), &list, &asked),
        lines: found.rows.iter().map(|row| line(m, &found, row, page.today)).collect(),
        pager: Pager::new(m, here, after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

/// The line of the inbox that leads here; none where nothing waits.
pub(in crate::web) async fn waiting_link(
    state: &AppState,
    m: &Messages,
    person: &Person,
) -> Result<Option<(String, String)>, Problem> {
    let waiting = state.app.count_waiting_work_files(person).await?;
    let text = || fill(m.work_file.files.waiting_link, &[("count", &waiting.count), ("late", &waiting.late)]);
    Ok((waiting.count > 0).then(|| (format!("{LIST}?ds={WAITING}"), text())))
}

fn fields(m: &'static Messages, mut lists: Vec<FormChoice>, list: &str, asked: &Asked) -> Vec<Field> {
    let t = &m.work_file.files;
    lists.push(FormChoice::new(MINE, t.mine));
    lists.push(FormChoice::new(WAITING, t.waiting));
    let stages = WorkFileStage::ALL.map(|stage| FormChoice::new(stage.name(), sentences::work_file_stage(m, stage)));
    let dues = vec![FormChoice::new(DUE, t.is_due), FormChoice::new(OVER, t.is_over)];
    let choice = |name: &'static str, label, choices, value: &str| {
        Field::new(m, name, label).kind(Control::Choice(choices)).value(value)
    };
    vec![
        choice("ds", t.which, lists, list),
        choice("state", t.state, stages.into(), &asked.state).optional_silently(t.any_state),
        choice("han", t.due, dues, &asked.han).optional_silently(t.any_due),
        Field::new(m, "nam", t.year).value(&asked.nam).required(false).digits().short().max_length(4),
    ]
}

fn line(m: &'static Messages, found: &WorkFilePage, row: &WorkFileRow, today: Date) -> Line {
    let years = u8::try_from(row.retention).ok().and_then(Retention::years);
    let stage = WorkFileStage::from_name(&row.state);
    Line {
        url: url_of(&row.id),
        symbol: format!("{}/{}", row.symbol, row.year),
        title: row.title.clone(),
        period: sentences::retention(m, years.unwrap_or(Retention::Permanent)),
        keeper: found.names.get(&row.keeper).cloned().unwrap_or_default(),
        pieces: row.pieces,
        state: stage.map_or("", |stage| sentences::work_file_stage(m, stage)),
        time_left: time_left(m, (&row.handover_by, &row.over_on), stage, today),
    }
}

/// What has to be done with a file next and by when, in words and colour.
pub(super) fn time_left(
    m: &'static Messages,
    (handover_by, over_on): (&str, &str),
    stage: Option<WorkFileStage>,
    today: Date,
) -> TimeLeft {
    let t = &m.work_file.files;
    let day = |text: &str| text.parse::<Date>().ok();
    let said = |text, day| fill(text, &[("day", &format::day(day))]);
    if stage == Some(WorkFileStage::Destroyed) {
        return TimeLeft::of(Tone::Calm, "");
    }
    match (day(handover_by), day(over_on)) {
        (Some(by), _) if by < today => TimeLeft::of(Tone::Late, said(t.handover_late, by)),
        (Some(by), _) => TimeLeft::of(Tone::Good, said(t.handover_by, by)),
        (None, Some(over)) if over <= today => TimeLeft::of(Tone::Warn, said(t.over_on, over)),
        (None, Some(over)) => TimeLeft::of(Tone::Calm, said(t.over_on, over)),
        (None, None) => TimeLeft::of(Tone::Calm, ""),
    }
}
