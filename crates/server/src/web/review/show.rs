//! `/can-bo/ra-soat/{plan}/{procedure}`: a review: sheet, cost, proposals, what to do, history.

use super::act;
use super::lines::{self, CostLine};
use super::records::counted_sentence;
use super::tried::{ActionView, Tried};
use super::{crumbs, plan_url, procedure_name, review_url, shown_hundredths, shown_money};
use crate::messages::{Messages, ReviewSheet, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, format, problem};
use app::review::{CountScope, ReviewView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::ReviewAction;
use domain::registry::RevisionState;
use domain::review::{CostSheet, Criterion, ProposalKind, ProposalRecord, ReviewState, verdict};
use jiff::civil::Date;

struct CriterionView {
    title: String,
    answers: Vec<(String, &'static str, String)>,
}

struct ProposalView {
    id: String,
    heading: String,
    what: String,
    reason: String,
    legal_change: String,
    effect: String,
    decided: String,
    carried: Option<String>,
    edit: Option<String>,
}

struct HistoryRow {
    at: String,
    actor: String,
    what: String,
}

#[derive(Template)]
#[template(path = "review/show.html")]
struct View {
    page: Page,
    t: &'static ReviewSheet,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    facts: Vec<(&'static str, String)>,
    public_url: String,
    writes: Option<String>,
    criteria: Vec<CriterionView>,
    cost: Option<Vec<CostLine>>,
    method: Vec<String>,
    saved: Vec<(&'static str, String)>,
    records: Option<String>,
    proposals: Vec<ProposalView>,
    lacks: Vec<String>,
    actions: Vec<ActionView>,
    history: Vec<HistoryRow>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure)): Path<(String, String)>,
) -> Result<Response, Problem> {
    page_of(page, &state, (&plan, &procedure), Tried::default()).await
}

/// Whether this person may write at the review now.
pub(super) fn writes(view: &ReviewView) -> bool {
    let is_open = match view.review.state {
        ReviewState::Waiting | ReviewState::Draft => true,
        ReviewState::HandedIn | ReviewState::Confirmed => false,
    };
    is_open && view.plan_state.is_open() && view.actions.contains(&ReviewAction::FillIn)
}

pub(super) async fn page_of(
    page: Page,
    state: &AppState,
    (plan, procedure): (&str, &str),
    tried: Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.sheet);
    let view = state.app.review(page.caller()?, plan, procedure).await?;
    let review = &view.review;
    let name = procedure_name(state, procedure, page.today);
    let url = review_url(plan, procedure);
    let too_large = |_| Problem::Unfit(m.review.refusal.number_too_large.to_owned());
    let cost = review.cost.as_ref();
    let actions = act::actions(m, &view, &url, &tried);
    let may_write = writes(&view);
    let may_count = view.counts != CountScope::Nothing;
    let history = view.history.iter().map(|line| HistoryRow {
        at: format::moment(m, state.app.zone().civil(line.at)),
        actor: line.actor.clone(),
        what: sentences::review_event(m, &line.event),
    });
    let shown = View {
        crumbs: crumbs(m, &[(plan_url(plan), plan.to_owned())], procedure),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: review.version,
        title: fill(t.heading, &[("name", &name)]),
        facts: facts(m, state, &view, &page),
        public_url: format!("/thu-tuc/{procedure}"),
        criteria: criteria(m, &view),
        cost: cost.map(|cost| lines::lines(m, cost)).transpose().map_err(too_large)?,
        method: cost.map(|cost| method(m, state, cost, page.today)).unwrap_or_default(),
        saved: cost.map(|cost| lines::saved(m, review, cost)).transpose().map_err(too_large)?.unwrap_or_default(),
        records: may_count.then(|| url.clone()),
        proposals: review
            .proposals
            .iter()
            .map(|(number, record)| proposal(m, state, &view, (*number, record), may_write.then_some(url.as_str())))
            .collect(),
        lacks: if may_write {
            review.faults().iter().map(|fault| sentences::sheet_fault(m, fault)).collect()
        } else {
            Vec::new()
        },
        writes: may_write.then_some(url),
        actions,
        history: history.collect(),
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn facts(m: &Messages, state: &AppState, view: &ReviewView, page: &Page) -> Vec<(&'static str, String)> {
    let t = &page.m.review.sheet;
    let name = |id: &str| view.names.get(id).cloned().unwrap_or_default();
    let mut facts = vec![
        (t.state, sentences::review_state(m, view.review.state).to_owned()),
        (t.unit, state.app.catalogue().unit_name(&view.item.unit, page.today).to_owned()),
        (t.person, name(&view.item.person)),
        (t.deadline, format::day(view.item.deadline)),
    ];
    if let Some((by, on)) = &view.review.confirmed {
        facts.push((t.confirmed_by, format!("{}, {}", name(by), format::day(*on))));
    }
    facts
}

fn criteria(m: &'static Messages, view: &ReviewView) -> Vec<CriterionView> {
    let t = &m.review.sheet;
    let answer = |question| match view.review.answers.get(&question) {
        Some(answer) => {
            let said = if answer.yes { t.yes } else { t.no };
            (sentences::review_question(m, question).to_owned(), said, answer.reason_vi.clone())
        }
        None => (sentences::review_question(m, question).to_owned(), t.unanswered, String::new()),
    };
    let one = |criterion: Criterion| {
        let judged = sentences::verdict(m, verdict(&view.review.answers, criterion));
        CriterionView {
            title: format!("{}: {judged}", sentences::criterion(m, criterion)),
            answers: criterion.questions().map(answer).collect(),
        }
    };
    Criterion::ALL.into_iter().map(one).collect()
}

/// The numbers that hold for both sides: income with its source, and the count behind the applicants.
fn method(m: &Messages, state: &AppState, cost: &CostSheet, today: Date) -> Vec<String> {
    let t = &m.review.cost;
    let income = shown_money(m, i128::from(cost.method.hourly_income_vnd));
    let mut lines = vec![format!("{}: {income} ({})", t.income, cost.income_source_vi)];
    lines.extend(cost.counted.as_ref().map(|counted| counted_sentence(m, state, counted, today)));
    lines
}

fn proposal(
    m: &'static Messages,
    state: &AppState,
    view: &ReviewView,
    (number, record): (u32, &ProposalRecord),
    url: Option<&str>,
) -> ProposalView {
    let t = &m.review.proposal;
    let proposal = &record.proposal;
    let cost = view.review.cost.as_ref();
    let effect = cost.and_then(|cost| proposal.effect(&cost.before, &cost.method).ok()).and_then(|effect| {
        let amount = shown_money(m, effect.benefit.saved().ok()?.dong());
        Some(fill(t.effect, &[("amount", &amount), ("days", &shown_hundredths(m, effect.days_saved_hundredths))]))
    });
    let decided = record.decided.as_ref().map(|decided| {
        let person = view.names.get(&decided.by).cloned().unwrap_or_default();
        let (decision, day) = (sentences::decision(m, decided.decision), format::day(decided.document.date));
        let number = &decided.document.number;
        let line = fill(t.decided, &[("decision", &decision), ("number", number), ("day", &day), ("person", &person)]);
        if decided.reason_vi.is_empty() { line } else { format!("{line}. {}", decided.reason_vi) }
    });
    let carried = record.revision.map(|revision| {
        let found = view.revisions.get(&revision).map(String::as_str).and_then(RevisionState::from_name);
        let name = found.map(|state| sentences::revision_state(m, state)).unwrap_or_default();
        let done = if found == Some(RevisionState::Published) { t.done } else { t.not_done };
        format!("{}. {done}", fill(t.carried_by, &[("number", &revision), ("state", &name)]))
    });
    ProposalView {
        id: format!("phuong-an-{number}"),
        heading: fill(t.heading, &[("number", &number)]),
        what: what(m, state, &proposal.kind),
        reason: proposal.reason_vi.clone(),
        legal_change: proposal.legal_change_vi.clone(),
        effect: effect.unwrap_or_else(|| t.no_effect.to_owned()),
        decided: decided.unwrap_or_else(|| t.undecided.to_owned()),
        carried,
        edit: url.map(|url| format!("{url}/phuong-an/{number}")),
    }
}

/// What is proposed, with what it is about.
fn what(m: &Messages, state: &AppState, kind: &ProposalKind) -> String {
    let name = sentences::proposal_kind(m, kind.name());
    let about = match kind {
        ProposalKind::Repeal | ProposalKind::GoOnline => return name.to_owned(),
        ProposalKind::Merge { into: other } | ProposalKind::Replace { by: other } => {
            format!("{other}, {}", procedure_name(state, other, state.app.today()))
        }
        ProposalKind::DropPaper { paper_vi: what } | ProposalKind::DropStep { step_vi: what } => what.clone(),
        ProposalKind::Shorten { days_hundredths } => shown_hundredths(m, *days_hundredths),
        ProposalKind::LowerFee { by_vnd } => shown_money(m, i128::from(*by_vnd)),
    };
    format!("{name}: {about}")
}
