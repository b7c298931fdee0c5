//! The preview of a move with every consequence, and the move itself: each dossier an act of its own.

use super::list::{name, target};
use super::{URL, caller, list_url};
use crate::messages::{MovingPage, fill};
use crate::sentences::{self, MoveTold};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::dossier::{ActionBody, ActionRequest, MOVES_MAX, Previewed};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::dossier::ActionKind;
use std::collections::BTreeSet;

/// One dossier that can be moved.
struct Clear {
    code: String,
    /// Code and version seen, as the second step sends them.
    value: String,
    due: String,
    parts: Vec<Part>,
}

struct Part {
    versions: String,
    seats: Vec<String>,
}

/// One that cannot.
struct Refused {
    code: String,
    reasons: Vec<String>,
}

#[derive(Template)]
#[template(path = "moving/preview.html")]
struct Preview {
    page: Page,
    t: &'static MovingPage,
    errors: Errors,
    crumbs: Crumbs,
    title: String,
    workflow: String,
    action: String,
    back: String,
    version: u32,
    clear_head: String,
    refused_head: String,
    confirm: String,
    reason: Field,
    clear: Vec<Clear>,
    refused: Vec<Refused>,
}

impl Preview {
    const fn heading(&self) -> &str {
        self.title.as_str()
    }
}

#[derive(Template)]
#[template(path = "moving/done.html")]
struct Moved {
    page: Page,
    t: &'static MovingPage,
    back: String,
    done: String,
    failed_lead: Option<String>,
    failed: Vec<Refused>,
}

impl Moved {
    const fn heading(&self) -> &str {
        self.t.done_title
    }
}

pub(super) async fn preview(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    caller(&page)?;
    // A dossier of which several parts run by the workflow stands in several lines.
    let codes: BTreeSet<String> = fields.all("ho_so").take(MOVES_MAX).map(str::to_owned).collect();
    previewed(page, &state, &id, codes.into_iter().collect(), (&fields, None)).await
}

async fn previewed(
    page: Page,
    state: &AppState,
    id: &str,
    codes: Vec<String>,
    (fields, wrong): (&Fields, Option<&'static str>),
) -> Result<Response, Problem> {
    let (m, t, catalogue) = (page.m, &page.m.moving.page, state.app.catalogue());
    let target = target(&catalogue, id, &fields.text("phien_ban"), &page)?;
    let (version, workflow) = (target.definition().version, name(m, target));
    let found = state.app.preview_moves(page.caller()?, (id, version), codes).await?;
    let told = MoveTold { m, catalogue: &catalogue, today: page.today };
    let (mut clear, mut refused) = (Vec::new(), Vec::new());
    for Previewed { code, seen, outcome } in found {
        match outcome {
            Ok(of) if of.is_clear() => {
                let part = |one| Part { versions: told.versions(one), seats: told.seats(one) };
                let parts = of.instances.iter().map(part).collect();
                clear.push(Clear { value: format!("{code}|{seen}"), due: told.due(of.due), parts, code });
            }
            Ok(of) => refused.push(Refused { code, reasons: told.why_not(&of) }),
            Err(error) => refused.push(Refused { code, reasons: vec![sentences::why_not(m, &error)] }),
        }
    }
    let reason = Field::new(m, "reason", t.reason).kind(Control::Area).hint(t.reason_hint).max_length(4000);
    let reason = reason.value(fields.text("reason")).error(wrong);
    let back = list_url(id, version, None);
    let above = vec![(URL.to_owned(), t.title.to_owned()), (back.clone(), workflow.clone())];
    let title = fill(t.preview_title, &[("version", &version)]);
    let view = Preview {
        errors: Errors::of(m, [&reason]),
        crumbs: Crumbs::new(m, above, title.clone()),
        action: format!("{URL}/{}/chuyen", format::query_escaped(id)),
        clear_head: fill(t.can_move, &[("count", &clear.len())]),
        refused_head: fill(t.cannot_move, &[("count", &refused.len())]),
        confirm: fill(t.confirm, &[("count", &clear.len())]),
        title,
        workflow,
        back,
        version,
        reason,
        clear,
        refused,
        t,
        page,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &view)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = caller(&page)?.clone();
    let (m, t, catalogue) = (page.m, &page.m.moving.page, state.app.catalogue());
    let version = target(&catalogue, &id, &fields.text("phien_ban"), &page)?.definition().version;
    let chosen: Vec<(String, Option<i64>)> = fields.all("ho_so").take(MOVES_MAX).map(seen).collect();
    let reason = fields.text("reason");
    if reason.is_empty() {
        let codes = chosen.into_iter().map(|(code, _)| code).collect();
        return previewed(page, &state, &id, codes, (&fields, Some(m.staff.refusal.reason_missing))).await;
    }
    let (mut done, mut failed) = (0_usize, Vec::new());
    for (code, seen) in chosen {
        let body = ActionBody {
            workflow: id.clone(),
            version: Some(version),
            reason: reason.clone(),
            ..ActionBody::default()
        };
        let request = ActionRequest { action: ActionKind::MoveWork, body };
        // Without the version that was previewed nothing is moved.
        let moved = match seen {
            Some(seen) => state.app.act(&person, &code, Some(seen), request, None).await,
            None => Err(ActError::Stale { current: 0 }),
        };
        match moved {
            Ok(_) => done = done.saturating_add(1),
            Err(ActError::Unavailable) => return Err(ActError::Unavailable.into()),
            Err(ActError::Stale { .. }) => failed.push(Refused { code, reasons: vec![t.stale.to_owned()] }),
            Err(error) => failed.push(Refused { code, reasons: vec![sentences::why_not(m, &error)] }),
        }
    }
    let view = Moved {
        back: list_url(&id, version, None),
        done: if done > 0 { fill(t.done, &[("count", &done)]) } else { t.done_none.to_owned() },
        failed_lead: (!failed.is_empty()).then(|| fill(t.failed, &[("count", &failed.len())])),
        failed,
        t,
        page,
    };
    problem::show(&view)
}

/// A dossier with the version that was previewed.
fn seen(value: &str) -> (String, Option<i64>) {
    let (code, version) = value.split_once('|').unwrap_or((value, ""));
    (code.to_owned(), version.parse().ok())
}
