//! `…/tep`: the content of a version as a file, out and in.

use super::{crumbs, record_of, revision_crumb, revision_url, save};
use crate::messages::RegistryFile;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Field};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm, problem};
use app::ActError;
use app::registry::RecordView;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::dataset::Content;

#[derive(Template)]
#[template(path = "registry/file.html")]
struct View {
    page: Page,
    t: &'static RegistryFile,
    crumbs: Crumbs,
    faults: Vec<String>,
    token: TokenInput,
    version: i64,
    action: String,
    download: String,
    text: Option<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (_, view) = record_of(&page, &state, &id).await?;
    let text = pretty(&view, number)?;
    draw(page, &id, number, &view, &text, Vec::new())
}

pub(super) async fn download(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (_, view) = record_of(&page, &state, &id).await?;
    let name = format!("attachment; filename=\"{}-{number}.json\"", id.replace(':', "-"));
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pretty(&view, number)?).into_response())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (person, view) = record_of(&page, &state, &id).await?;
    if fields.text("version").parse() != Ok(view.record.version) {
        return Err(Problem::Stale);
    }
    let text = fields.text("noi_dung");
    let saved = match Content::parse(text.as_bytes()) {
        Ok(content) => save(&state, person, (&id, number), &view, content.to_value(), &revision_url(&id, number)).await,
        Err(faults) => Err(ActError::Content(faults)),
    };
    match saved {
        Ok(response) => Ok(response),
        Err(ActError::Content(faults)) => {
            let faults = faults.iter().map(|fault| sentences::data_fault(page.m, fault)).collect();
            draw(page, &id, number, &view, &text, faults)
        }
        Err(other) => Err(other.into()),
    }
}

fn pretty(view: &RecordView, number: u32) -> Result<String, Problem> {
    let content = view.content(number)?.to_value();
    serde_json::to_string_pretty(&content).map_err(|error| Problem::fault(&error))
}

fn draw(
    page: Page,
    id: &str,
    number: u32,
    view: &RecordView,
    text: &str,
    faults: Vec<String>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.registry.file);
    let url = revision_url(id, number);
    let is_in_work = view.record.revisions.get(&number).is_some_and(|revision| revision.state.is_in_work());
    let writes = is_in_work && view.actions.contains(&domain::access::RegistryAction::Save);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let field = || Field::new(m, "noi_dung", t.paste).kind(Control::Area).value(text).hint(t.hint);
    let shown = View {
        crumbs: crumbs(m, &[revision_crumb(id, number)], t.title),
        faults,
        token: page.token(),
        version: view.record.version,
        action: format!("{url}/tep"),
        download: format!("{url}/tep.json"),
        text: writes.then(field),
        t,
        page,
    };
    problem::show_with(status, &shown)
}
