//! `/can-bo/cham-diem/{id}/{unit}`: a unit's sheet, field by field: what was said, appraised, asked, and what counts.

use super::{criterion_name, crumbs, round_url, sheet_act, sheet_url};
use crate::messages::{Messages, RoundSheet, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::page::TokenInput;
use crate::web::review::tried::{ActionView, Tried};
use crate::web::{Page, Problem, format, problem};
use app::round::SheetView;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::RoundAction;
use domain::round::{Item, RoundState, asked};
use domain::scorecard::{Completeness, Criterion, Decimal, Effect, ScoreRule, Scorecard};

/// One item of the sheet.
pub(super) struct ItemRow {
    pub(super) url: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) maximum: String,
    pub(super) own: String,
    pub(super) files: Option<String>,
    /// Points still to win.
    pub(super) left: Option<String>,
    pub(super) first: String,
    pub(super) explanation: &'static str,
    pub(super) second: String,
    pub(super) counts: String,
    pub(super) rule: String,
}

/// A field with its items.
pub(super) struct FieldView {
    pub(super) title: String,
    pub(super) items: Vec<ItemRow>,
}

#[derive(Template)]
#[template(path = "round/sheet.html")]
struct View {
    page: Page,
    t: &'static RoundSheet,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    is_example: bool,
    facts: Vec<(&'static str, String)>,
    lacks: Vec<(String, String)>,
    waiting: Vec<(String, String)>,
    groups: Vec<FieldView>,
    back: String,
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
    Path((id, unit)): Path<(String, String)>,
) -> Result<Response, Problem> {
    page_of(page, &state, (&id, &unit), Tried::default()).await
}

/// Whether this person may write at the unit's own part now.
pub(super) fn writes(view: &SheetView, today: jiff::civil::Date) -> bool {
    let is_open = match view.round.state {
        RoundState::SelfAssessment => view.sheet.submitted.is_none(),
        RoundState::Draft
        | RoundState::FirstAppraisal
        | RoundState::Explanation
        | RoundState::SecondAppraisal
        | RoundState::Computed
        | RoundState::Approved
        | RoundState::Published
        | RoundState::Correction => false,
    };
    is_open && view.round.due.is_none_or(|due| today <= due) && view.actions.contains(&RoundAction::FillIn)
}

pub(super) async fn page_of(
    page: Page,
    state: &AppState,
    (id, unit): (&str, &str),
    tried: Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.round.sheet);
    let view = state.app.round_sheet(page.caller()?, id, unit).await?;
    let url = sheet_url(id, unit);
    let name = state.app.catalogue().unit_name(unit, page.today).to_owned();
    let actions = sheet_act::actions(m, &view, page.today, &tried);
    let item_link = |code: &String| (format!("{url}/muc/{code}"), code.clone());
    let lacks = if writes(&view, page.today) { view.sheet.missing(&view.card) } else { Vec::new() };
    let waiting = view.sheet.items.iter().filter(|(_, item)| item.is_unanswered()).map(|(code, _)| item_link(code));
    let shown = View {
        crumbs: crumbs(m, &[(round_url(id), id.to_owned())], &name),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: view.sheet.version,
        title: fill(t.heading, &[("unit", &name)]),
        is_example: view.card.completeness == Completeness::Example,
        facts: facts(m, &view),
        lacks: lacks.iter().map(item_link).collect(),
        waiting: waiting.collect(),
        groups: groups(m, &view.card, |code| view.sheet.items.get(code), |code| format!("{url}/muc/{code}")),
        back: round_url(id),
        actions,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn facts(m: &'static Messages, view: &SheetView) -> Vec<(&'static str, String)> {
    let (t, r) = (&m.round.sheet, &m.round.show);
    let mut facts = vec![(r.state, sentences::round_state(m, view.round.state).to_owned())];
    facts.extend(view.round.due.map(|due| (t.due, format::day(due))));
    let state = match &view.sheet.submitted {
        Some(submitted) => fill(t.handed_in, &[("day", &format::day(submitted.on))]),
        None if view.round.missing.contains(&view.unit) => r.at_lock.to_owned(),
        None => t.writing.to_owned(),
    };
    facts.push((t.state, state));
    let mut points = view.sheet.items.values().filter_map(|item| item.claim.as_ref()?.mark?.points());
    let sum = points.try_fold(Decimal::ZERO, |sum, points| sum.checked_add(points.0));
    facts.extend(sum.map(|sum| (t.sum, sentences::decimal(m, sum))));
    for (name, value) in &view.sheet.facts {
        facts.push((t.fact, format!("{name}: {value}")));
    }
    facts
}

/// The items of a card, under their fields.
pub(super) fn groups<'s>(
    m: &'static Messages,
    card: &Scorecard,
    found: impl Fn(&str) -> Option<&'s Item>,
    url: impl Fn(&str) -> String,
) -> Vec<FieldView> {
    let wanted: Vec<&str> = asked(card).into_iter().map(|leaf| leaf.code.as_str()).collect();
    let group = |field: &Criterion| {
        let mut items = Vec::new();
        field.walk(&mut |leaf: &Criterion| {
            if wanted.contains(&leaf.code.as_str()) {
                let row = row(m, leaf, found(&leaf.code), url(&leaf.code));
                // Nobody wants to win the points of a penalty.
                let left = row.left.filter(|_| field.effect == Effect::Add);
                items.push(ItemRow { left, ..row });
            }
        });
        let maximum = field.maximum().map(|maximum| sentences::decimal(m, maximum)).unwrap_or_default();
        let maximum = fill(m.round.item.maximum, &[("maximum", &maximum)]);
        FieldView { title: format!("{}. {} ({maximum})", field.code, criterion_name(m, field)), items }
    };
    card.criteria.iter().filter(|field| field.effect != Effect::Information).map(group).collect()
}

fn row(m: &'static Messages, leaf: &Criterion, item: Option<&Item>, url: String) -> ItemRow {
    let t = &m.round.sheet;
    let claim = item.and_then(|item| item.claim.as_ref());
    let survey = item.and_then(|item| item.survey.as_ref());
    let is_survey = matches!(leaf.rule, Some(ScoreRule::Survey { .. }));
    let mark = |mark| sentences::mark(m, mark);
    let files = item.map_or(0, |item| {
        let explained = item.explanation.as_ref().map_or(0, |explanation| explanation.evidence.len());
        claim.map_or(0, |claim| claim.evidence.len()).saturating_add(explained)
    });
    let explanation = match item {
        Some(item) if item.is_unanswered() => t.asked,
        Some(item) if item.question.is_some() => t.explained,
        Some(_) | None => m.common.none,
    };
    let appraised = |appraisal: Option<&domain::round::Appraisal>| {
        appraisal.map_or_else(|| m.common.none.to_owned(), |appraisal| mark(Some(appraisal.mark)))
    };
    ItemRow {
        url,
        code: leaf.code.clone(),
        name: criterion_name(m, leaf),
        maximum: sentences::decimal(m, leaf.maximum().unwrap_or_default()),
        own: if is_survey {
            survey.map_or_else(|| t.survey.to_owned(), |survey| mark(Some(survey.mark)))
        } else {
            mark(claim.and_then(|claim| claim.mark))
        },
        left: left(m, leaf, claim.and_then(|claim| claim.mark)),
        files: (files > 0).then(|| fill(t.files, &[("count", &files)])),
        first: appraised(item.and_then(|item| item.first.as_ref())),
        explanation,
        second: appraised(item.and_then(|item| item.second.as_ref())),
        counts: item.and_then(Item::counts).map_or_else(|| m.common.none.to_owned(), |counts| mark(Some(counts))),
        rule: sentences::score_rule(m, leaf),
    }
}

/// What an item that is claimed could still give.
fn left(m: &'static Messages, leaf: &Criterion, mark: Option<domain::round::Mark>) -> Option<String> {
    let left = leaf.maximum()?.checked_sub(mark?.points()?.0)?;
    let is_any = left > Decimal::ZERO && leaf.effect == Effect::Add;
    is_any.then(|| fill(m.round.sheet.left, &[("points", &sentences::decimal(m, left))]))
}
