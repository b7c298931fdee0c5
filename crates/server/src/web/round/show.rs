//! `/can-bo/cham-diem/{id}`: a round: how far it is, its sheets, what to do now, its result and history.

use super::result::{ResultRow, rows};
use super::{OPEN, act, card_name, crumbs, round_url, sheet_url};
use crate::messages::{Messages, RoundOpen, RoundShow, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::page::TokenInput;
use crate::web::review::tried::{ActionView, Tried};
use crate::web::{Page, Problem, format, problem};
use app::round::{RoundView, SheetLine};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::RoundAction;
use domain::round::RoundState;
use domain::scorecard::Completeness;

struct SheetRow {
    url: Option<String>,
    unit: String,
    submitted: &'static str,
    tone: &'static str,
    missing: usize,
    asked: String,
    open: usize,
    unranked: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "round/show.html")]
struct View {
    page: Page,
    t: &'static RoundShow,
    o: &'static RoundOpen,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    is_example: bool,
    facts: Vec<(&'static str, String)>,
    maxima: Vec<String>,
    edit: Option<String>,
    public: Option<String>,
    sheets: Vec<SheetRow>,
    has_change: bool,
    result: Vec<ResultRow>,
    actions: Vec<ActionView>,
    history: Vec<(String, String, String)>,
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
    page_of(page, &state, &id, Tried::default()).await
}

pub(super) async fn page_of(page: Page, state: &AppState, id: &str, tried: Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.round.show);
    let view = state.app.round(page.caller()?, id).await?;
    let actions = act::actions(m, &view, &tried);
    let round = &view.round;
    let result = round.computed.as_ref().map(|(result, _)| result);
    let result = result.or_else(|| round.published.last().map(|published| &published.result));
    let result =
        result.map(|result| rows(m, state, (&view.card, result, None), page.today, |unit| sheet_url(id, unit)));
    let edits = round.state == RoundState::Draft && view.actions.contains(&RoundAction::Configure);
    let history = view.history.iter().map(|line| {
        let actor = if line.actor.is_empty() { t.system.to_owned() } else { line.actor.clone() };
        (format::moment(m, state.app.zone().civil(line.at)), actor, sentences::round_event(m, &line.event))
    });
    let shown = View {
        crumbs: crumbs(m, &[], id),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: round.version,
        title: round.setup.as_ref().map(|setup| setup.title_vi.clone()).unwrap_or_default(),
        is_example: view.card.completeness == Completeness::Example,
        facts: facts(m, &view),
        maxima: maxima(m, &view),
        edit: edits.then(|| format!("{}/cau-hinh", round_url(id))),
        public: (!round.published.is_empty()).then(|| format!("{OPEN}/{id}")),
        sheets: view.sheets.iter().map(|line| sheet(m, state, &view, line, &page)).collect(),
        has_change: false,
        result: result.unwrap_or_default(),
        actions,
        history: history.collect(),
        o: &m.round.open,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn facts(m: &'static Messages, view: &RoundView) -> Vec<(&'static str, String)> {
    let t = &m.round.show;
    let mut facts = vec![(t.state, sentences::round_state(m, view.round.state).to_owned())];
    facts.extend(view.round.due.map(|due| (t.due, format::day(due))));
    facts.push((t.card, format!("{} ({})", card_name(m, &view.card), view.card.version)));
    if let Some(setup) = &view.round.setup {
        let block = view.card.blocks.iter().find(|block| block.code == setup.block);
        facts.extend(block.map(|block| (t.block, block.name_vi.clone())));
        let days = setup.days;
        let line = fill(
            t.days_line,
            &[
                ("own", &days.self_assessment),
                ("first", &days.first_appraisal),
                ("explanation", &days.explanation),
                ("second", &days.second_appraisal),
            ],
        );
        facts.push((t.days, line));
    }
    facts.push((t.source, view.card.source.clone()));
    facts
}

fn maxima(m: &Messages, view: &RoundView) -> Vec<String> {
    let t = &m.round.show;
    let line = |one: domain::scorecard::PrintedSum| {
        let code = one.code.as_deref().unwrap_or(t.whole);
        let (printed, sum) = (sentences::decimal(m, one.printed), sentences::decimal(m, one.sum));
        fill(t.maxima, &[("code", &code), ("printed", &printed), ("sum", &sum)])
    };
    view.card.printed_sums().into_iter().map(line).collect()
}

fn sheet(m: &'static Messages, state: &AppState, view: &RoundView, line: &SheetLine, page: &Page) -> SheetRow {
    let t = &m.round.show;
    let is_missing = view.round.missing.contains(&line.unit);
    let (submitted, tone) = match (line.is_submitted, is_missing) {
        (true, _) => (t.yes, "good"),
        (false, true) => (t.at_lock, "late"),
        (false, false) => (t.no, "calm"),
    };
    let done = line.asked.saturating_sub(line.unanswered);
    SheetRow {
        url: (view.round.state != RoundState::Draft).then(|| sheet_url(&view.id, &line.unit)),
        unit: state.app.catalogue().unit_name(&line.unit, page.today).to_owned(),
        submitted,
        tone,
        missing: line.missing,
        asked: if line.asked == 0 {
            m.common.none.to_owned()
        } else {
            fill(t.asked_of, &[("done", &done), ("all", &line.asked)])
        },
        open: line.open,
        unranked: (!line.is_ranked).then_some(t.unranked),
    }
}
