//! `…/muc/{item}`: one item of a sheet: its rule, what the system knows, what to do now, and its history.

use super::item_form::{ItemForm, forms};
use super::{criterion_name, crumbs, round_url, sheet_url};
use crate::messages::{Messages, RoundItem, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::page::TokenInput;
use crate::web::review::tried::Tried;
use crate::web::{Page, Problem, format, problem};
use app::round::SheetHistory;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::round::{Known, SheetEvent, asked};
use domain::scorecard::{Completeness, Scorecard};

/// One line of an item's history.
pub(super) struct ItemHistory {
    pub(super) what: String,
    pub(super) texts: Vec<String>,
    pub(super) files: Vec<(String, String)>,
    pub(super) at: String,
    pub(super) actor: String,
}

/// What the system counted.
pub(super) struct KnownView {
    pub(super) lines: Vec<String>,
    pub(super) span: String,
    pub(super) link: String,
}

#[derive(Template)]
#[template(path = "round/item.html")]
struct View {
    page: Page,
    t: &'static RoundItem,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    url: String,
    title: String,
    is_example: bool,
    maximum: String,
    rule: String,
    remark: Option<String>,
    known: Option<KnownView>,
    over: Option<String>,
    question: Option<String>,
    forms: Vec<ItemForm>,
    history: Vec<ItemHistory>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, unit, code)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    page_of(page, &state, (&id, &unit, &code), Tried::default()).await
}

/// The item after one, in the order of the card.
pub(super) fn next_of(card: &Scorecard, code: &str) -> Option<String> {
    let leaves = asked(card);
    let at = leaves.iter().position(|leaf| leaf.code == code)?;
    leaves.get(at.saturating_add(1)).map(|leaf| leaf.code.clone())
}

pub(super) async fn page_of(
    page: Page,
    state: &AppState,
    (id, unit, code): (&str, &str, &str),
    tried: Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.round.item);
    let view = state.app.round_sheet(page.caller()?, id, unit).await?;
    let leaf = asked(&view.card).into_iter().find(|leaf| leaf.code == code).ok_or(Problem::NotFound)?;
    let item = view.sheet.items.get(code);
    let claim = item.and_then(|item| item.claim.as_ref());
    let forms = forms(m, &view, leaf, page.today, &tried);
    let name = state.app.catalogue().unit_name(unit, page.today).to_owned();
    let above = [(round_url(id), id.to_owned()), (sheet_url(id, unit), name)];
    let shown = View {
        crumbs: crumbs(m, &above, code),
        errors: Errors::of(m, forms.iter().flat_map(|form| &form.fields)),
        token: page.token(),
        version: view.sheet.version,
        url: format!("{}/muc/{code}", sheet_url(id, unit)),
        title: format!("{code}. {}", criterion_name(m, leaf)),
        is_example: view.card.completeness == Completeness::Example,
        maximum: fill(t.maximum, &[("maximum", &sentences::decimal(m, leaf.maximum().unwrap_or_default()))]),
        rule: sentences::score_rule(m, leaf),
        remark: leaf.note_vi.clone(),
        known: item.and_then(|item| item.known.as_ref()).map(|known| known_view(m, known)),
        over: claim
            .filter(|claim| !claim.over_reason.is_empty())
            .map(|claim| fill(t.over, &[("reason", &claim.over_reason)])),
        question: item
            .and_then(|item| item.question.as_ref())
            .map(|question| fill(t.question_is, &[("text", &question.text)])),
        history: history(m, state, &view.history, code, &format!("{}/tep", sheet_url(id, unit))),
        forms,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn known_view(m: &Messages, known: &Known) -> KnownView {
    let t = &m.round.item;
    let line = |part: &domain::round::KnownPart| {
        let name = m.round.get(&format!("count.{}", part.name)).unwrap_or_default();
        fill(t.known_line, &[("heading", &part.heading), ("value", &part.value), ("name", &name)])
    };
    let (from, to) = (format::day(known.from), format::day(known.to));
    KnownView {
        lines: known.parts.iter().map(line).collect(),
        span: fill(t.known_span, &[("from", &from), ("to", &to), ("definition", &known.definition)]),
        link: known.link.clone(),
    }
}

/// What happened to an item, the oldest first; files are downloaded below `files`.
pub(super) fn history(
    m: &'static Messages,
    state: &AppState,
    history: &[SheetHistory],
    code: &str,
    files: &str,
) -> Vec<ItemHistory> {
    let of_item = history.iter().filter(|line| line.event.item() == Some(code));
    let one = |line: &SheetHistory| ItemHistory {
        what: sentences::sheet_event(m, &line.event),
        texts: texts(m, &line.event),
        files: line
            .event
            .evidence()
            .iter()
            .map(|file| (format!("{files}/{}", file.sha256), file.name.clone()))
            .collect(),
        at: format::moment(m, state.app.zone().civil(line.at)),
        actor: line.actor.clone(),
    };
    of_item.map(one).collect()
}

/// What people wrote with an event, and the values that they gave.
fn texts(m: &Messages, event: &SheetEvent) -> Vec<String> {
    let values = |values: &std::collections::BTreeMap<String, String>| {
        values.iter().map(|(heading, value)| format!("{heading} = {value}")).collect::<Vec<_>>().join("; ")
    };
    let texts = match event {
        SheetEvent::Filled { known, .. } => vec![values(&known.values)],
        SheetEvent::Claimed { claim, .. } => {
            let over = if claim.over_reason.is_empty() {
                String::new()
            } else {
                fill(m.round.item.over, &[("reason", &claim.over_reason)])
            };
            vec![values(&claim.values), claim.note.clone(), over]
        }
        SheetEvent::Appraised { reason, .. } => vec![reason.clone()],
        SheetEvent::Asked { text, .. } | SheetEvent::Explained { text, .. } => vec![text.clone()],
        SheetEvent::Surveyed { values: given, .. } => vec![values(given)],
        SheetEvent::Submitted { .. } | SheetEvent::TakenBack | SheetEvent::FactStated { .. } => Vec::new(),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}
