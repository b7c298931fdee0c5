//! `/can-bo/danh-muc/dot/{batch}`: the drafts of one import, led on all at once by somebody who did not write them.

use super::act::{self, ActionView, Tried, Wrong};
use super::{crumbs, revision_url};
use crate::messages::{BatchDrafts as Texts, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, Pager};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::registry::batch::{BatchDraft, BatchOutcome, BatchStep};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::RegistryAction;
use domain::registry::{Decision, Refusal, RevisionState};
use serde::Deserialize;

const PAGE_ROWS: usize = 50;
/// What is done with all drafts at once.
const ACTIONS: [RegistryAction; 3] = [RegistryAction::Check, RegistryAction::Approve, RegistryAction::Publish];

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    after: String,
}

struct Row {
    url: String,
    name: String,
    code: String,
    state: String,
    stops: String,
}

#[derive(Template)]
#[template(path = "registry/batch.html")]
struct View {
    page: Page,
    t: &'static Texts,
    crumbs: Crumbs,
    errors: Errors,
    title: String,
    done: Option<String>,
    refused: Option<String>,
    refusals: Vec<(String, String)>,
    token: TokenInput,
    /// Several drafts have no version in common; each is judged as it stands.
    version: i64,
    actions: Vec<ActionView>,
    rows: Vec<Row>,
    pager: Pager,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(batch): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    draw(page, &state, &batch, &asked, Tried::default(), None).await
}

/// Leads all drafts on that may go on, and names the others.
pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((batch, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let action = RegistryAction::from_name(&action).filter(|action| ACTIONS.contains(action));
    let action = action.ok_or(Problem::NotFound)?;
    let person = page.caller()?.clone();
    match step(page.m, action, &fields) {
        Ok(step) => {
            let outcome = state.app.batch_act(&person, &batch, step).await?;
            draw(page, &state, &batch, &Asked::default(), Tried::default(), Some(outcome)).await
        }
        Err(wrong) => {
            let tried = Tried { action: Some(action), fields, refusal: None, wrong: Some(wrong) };
            draw(page, &state, &batch, &Asked::default(), tried, None).await
        }
    }
}

fn step(m: &Messages, action: RegistryAction, fields: &Fields) -> Result<BatchStep, Wrong> {
    if action == RegistryAction::Check {
        return Ok(BatchStep::Check);
    }
    if action == RegistryAction::Approve {
        return Ok(BatchStep::Approve);
    }
    let day = |name: &'static str| {
        format::read_day(&fields.text(name)).ok_or_else(|| (name, m.common.field.bad_date.to_owned()))
    };
    let number = fields.text("decision");
    if number.is_empty() {
        return Err(("decision", sentences::registry_refusal(m, &Refusal::TextMissing("decision"))));
    }
    Ok(BatchStep::Publish {
        valid_from: day("valid_from")?,
        decision: Decision { number, date: day("decision_date")? },
        short_notice: Some(fields.text("short_notice")).filter(|reason| !reason.is_empty()),
    })
}

async fn draw(
    page: Page,
    state: &AppState,
    batch: &str,
    asked: &Asked,
    tried: Tried,
    outcome: Option<BatchOutcome>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.batch.drafts);
    let person = page.caller()?;
    let after = Some(asked.after.as_str()).filter(|after| !after.is_empty());
    let found = state.app.batch_page(person, batch, after, PAGE_ROWS).await?;
    let url = format!("/can-bo/danh-muc/dot/{batch}");
    let may = state.app.registry_actions(person);
    let actions: Vec<ActionView> = ACTIONS
        .into_iter()
        .filter(|action| may.contains(action))
        .map(|action| {
            let mut view = act::view(m, &url, action, &tried);
            view.title = title_of(t, action);
            view
        })
        .collect();
    let next = found.next.as_deref().map(|after| format!("{url}?after={}", format::query_escaped(after)));
    let refused = outcome.as_ref().map(|outcome| outcome.refused.as_slice()).unwrap_or_default();
    let refusals = refused.iter().map(|one| {
        let why = sentences::registry_refusal(m, &one.refusal);
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("name", &one.name), ("code", &one.procedure), ("number", &one.number), ("why", &why)];
        (address(&one.procedure, one.number), fill(t.refused_line, &values))
    });
    let status = match &outcome {
        None if tried.action.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
        Some(outcome) if !outcome.refused.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        Some(_) | None => StatusCode::OK,
    };
    let view = View {
        crumbs: crumbs(m, &[("/can-bo/danh-muc/nhap".to_owned(), m.batch.page.title.to_owned())], batch),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        title: fill(t.title, &[("batch", &batch)]),
        done: outcome.as_ref().map(|outcome| fill(t.done, &[("count", &outcome.done)])),
        refused: (!refused.is_empty()).then(|| fill(t.refused, &[("count", &refused.len())])),
        refusals: refusals.collect(),
        token: page.token(),
        version: 0,
        actions,
        rows: found.rows.iter().map(|row| draft(m, row)).collect(),
        pager: Pager::new(m, url, after.is_none(), next),
        t,
        page,
    };
    problem::show_with(status, &view)
}

const fn title_of(t: &'static Texts, action: RegistryAction) -> &'static str {
    match action {
        RegistryAction::Check => t.check,
        RegistryAction::Approve => t.approve,
        _ => t.publish,
    }
}

fn address(procedure: &str, number: i64) -> String {
    revision_url(procedure, u32::try_from(number).unwrap_or_default())
}

fn draft(m: &Messages, row: &BatchDraft) -> Row {
    let t = &m.batch.drafts;
    let list: Vec<String> = row.open_stops.iter().map(|finding| sentences::burden_named(m, finding)).collect();
    let from = row.valid_from.as_deref().and_then(format::read_day).map(format::day);
    let state = sentences::revision_state(m, row.state);
    let stops = match (row.state, list.len()) {
        (RevisionState::Published | RevisionState::Discarded, _) => String::new(),
        (_, 0) => t.none.to_owned(),
        (_, count) => fill(t.stop_list, &[("count", &count), ("list", &list.join("; "))]),
    };
    Row {
        url: address(&row.procedure, row.number),
        name: row.name.clone(),
        code: row.procedure.clone(),
        state: from.map_or_else(|| state.to_owned(), |from| format!("{state}, {from}")),
        stops,
    }
}
