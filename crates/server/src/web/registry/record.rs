//! `/can-bo/danh-muc/{id}`: a procedure's versions, how it stands, and its history.

use super::act::{self, ActionView, Tried};
use super::finding::{self, FindingList};
use super::{crumbs, record_of, record_url, revision_url};
use crate::messages::{Messages, RegistryRecord, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, format, problem};
use app::catalogue::version_name;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::RegistryAction;
use domain::procedure::Procedure;
use domain::registry::{Record, Standing};
use jiff::civil::Date;

struct VersionRow {
    name: String,
    title: String,
    holds: String,
    source: String,
}

struct HistoryRow {
    at: String,
    actor: String,
    what: String,
}

#[derive(Template)]
#[template(path = "registry/record.html")]
struct View {
    page: Page,
    t: &'static RegistryRecord,
    crumbs: Crumbs,
    errors: Errors,
    title: String,
    name: String,
    token: TokenInput,
    version: i64,
    public_url: Option<String>,
    standing: String,
    open_url: Option<String>,
    in_work: Option<(String, String)>,
    /// What the burden check finds in the version in work.
    findings: Option<FindingList>,
    versions: Vec<VersionRow>,
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
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    page_of(page, &state, &id, Tried::default()).await
}

pub(super) async fn page_of(page: Page, state: &AppState, id: &str, tried: Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.registry.record);
    let (_, view) = record_of(&page, state, id).await?;
    let catalogue = state.app.catalogue();
    let published = catalogue.versions(id);
    let in_force = catalogue.procedure(id, page.today);
    let in_work = view.record.in_work();
    let name = in_force.map(|procedure| procedure.name_vi.clone());
    let name = name.or_else(|| {
        in_work.and_then(|revision| view.content(revision.number).ok()).map(|content| content.procedure.name_vi)
    });
    let findings = match in_work {
        Some(revision) => Some(finding::list(&page, state, (id, revision.number), &view, None).await?),
        None => None,
    };
    let offered: &[RegistryAction] = if published.is_empty() { &[] } else { &RegistryAction::OF_PROCEDURE };
    let actions: Vec<ActionView> = offered
        .iter()
        .filter(|action| view.actions.contains(action) && fits(**action, view.record.standing_on(page.today)))
        .map(|action| act::view(m, &record_url(id), *action, &tried))
        .collect();
    let errors = Errors::of(m, actions.iter().flat_map(|action| &action.fields));
    let may_open = view.actions.contains(&RegistryAction::Open) && in_work.is_none() && !published.is_empty();
    let status = if tried.action.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let history = view.history.iter().map(|line| HistoryRow {
        at: format::moment(m, state.app.zone().civil(line.at)),
        actor: line.actor.clone(),
        what: sentences::registry_event(m, &line.event),
    });
    let shown = View {
        crumbs: crumbs(m, &[], id),
        errors,
        title: fill(t.title, &[("code", &id)]),
        name: name.unwrap_or_default(),
        token: page.token(),
        version: view.record.version,
        public_url: in_force.map(|_| format!("/thu-tuc/{id}")),
        standing: standing(m, view.record.standing_on(page.today)),
        open_url: may_open.then(|| format!("{}/soan", record_url(id))),
        findings,
        in_work: in_work.map(|revision| {
            let state = sentences::revision_state(m, revision.state);
            let text = fill(t.in_work, &[("number", &revision.number), ("state", &state)]);
            (revision_url(id, revision.number), text)
        }),
        versions: published
            .iter()
            .rev()
            .map(|version| row(m, version, in_force.map(AsRef::as_ref), &view.record, page.today))
            .collect(),
        actions,
        history: history.collect(),
        t,
        page,
    };
    problem::show_with(status, &shown)
}

/// Whether an action makes sense as the procedure stands.
const fn fits(action: RegistryAction, standing: &Standing) -> bool {
    match standing {
        Standing::InForce => !matches!(action, RegistryAction::Resume),
        Standing::Suspended { .. } => !matches!(action, RegistryAction::Suspend),
        Standing::Repealed { .. } => false,
    }
}

fn row(m: &Messages, version: &Procedure, in_force: Option<&Procedure>, record: &Record, today: Date) -> VersionRow {
    let t = &m.registry.record;
    let from = match version.validity.from {
        Some(day) => fill(t.from, &[("day", &format::day(day))]),
        None => t.from_start.to_owned(),
    };
    let note = if in_force == Some(version) {
        Some(t.now)
    } else {
        version.validity.from.filter(|from| *from > today).map(|_| t.scheduled)
    };
    let decision = version.revision.and_then(|number| record.revisions.get(&number)?.decision.clone());
    VersionRow {
        name: version_name(version),
        title: version.name_vi.clone(),
        holds: note.map_or_else(|| from.clone(), |note| format!("{from} ({note})")),
        source: decision.map(|decision| decision.number).or_else(|| version.promulgated_by.clone()).unwrap_or_default(),
    }
}

/// How a procedure stands, in words.
pub(in crate::web) fn standing(m: &Messages, standing: &Standing) -> String {
    let t = &m.registry.record;
    match standing {
        Standing::InForce => t.in_force.to_owned(),
        Standing::Suspended { to, reason, .. } => {
            let until = to.map(|day| format!(" {}", fill(t.until, &[("day", &format::day(day))]))).unwrap_or_default();
            format!("{}{until}: {reason}", t.suspended)
        }
        Standing::Repealed { replaced_by, .. } => match replaced_by {
            Some(code) => format!("{}. {}", t.repealed, fill(t.replaced_by, &[("code", code)])),
            None => t.repealed.to_owned(),
        },
    }
}
