//! `/can-bo/danh-muc/nhap`: a catalogue as a file, compared with what is published, and made into drafts.

use super::{crumbs, record_url};
use crate::messages::{BatchPage as Texts, Messages, fill};
use crate::sentences::{self, ChangeLine};
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm, format, problem, upload};
use app::registry::batch::{BatchChoice, BatchError, BatchPreview, DRAFTS_MAX, FILE_BYTES_MAX};
use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use domain::access::Person;
use domain::dataset::Content;
use serde::Deserialize;

const HERE: &str = "/can-bo/danh-muc/nhap";
const PAGE_ROWS: usize = 20;
/// The file and the fields beside it.
pub(super) const REQUEST_BYTES_MAX: usize = FILE_BYTES_MAX + 1024 * 1024;
/// Most faults listed on the page.
const FAULTS_MAX: usize = 1_000;
/// Most procedures of one kind listed on the page.
const SHOWN_MAX: usize = 200;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    before: String,
}

struct BatchRow {
    url: String,
    batch: String,
    drafts: i64,
    in_work: i64,
}

struct ChangedRow {
    url: String,
    name: String,
    code: String,
    lines: Vec<ChangeLine>,
}

/// Some procedures by name, and how many more there are.
struct Named {
    rows: Vec<(String, String)>,
    more: Option<String>,
}

struct PreviewView {
    title: String,
    summary: String,
    added: Named,
    changed: Vec<ChangedRow>,
    more_changed: Option<String>,
    missing: Named,
    /// Why no draft can be made, with the procedures of which it speaks.
    refusal: Option<(String, Vec<(String, String)>)>,
    /// The button and the hidden fields of the confirmation.
    create: Option<(String, BatchChoice)>,
}

#[derive(Template)]
#[template(path = "registry/import.html")]
struct View {
    page: Page,
    t: &'static Texts,
    crumbs: Crumbs,
    token: TokenInput,
    label: String,
    error: Option<String>,
    faults: Vec<String>,
    preview: Option<PreviewView>,
    batches: Vec<BatchRow>,
    pager: Pager,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

/// What a page says besides the form.
#[derive(Default)]
struct Said {
    error: Option<String>,
    faults: Vec<String>,
    preview: Option<PreviewView>,
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    importer(&page, &state)?;
    draw(page, &state, &asked, Said::default()).await
}

/// Whoever may write; to others the page is not there.
fn importer<'p>(page: &'p Page, state: &AppState) -> Result<&'p Person, Problem> {
    let person = page.caller()?;
    if state.app.may_import_catalogue(person) { Ok(person) } else { Err(Problem::NotFound) }
}

/// Keeps the file and shows what it would change, or everything that is wrong with it.
pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.batch.page);
    let person = importer(&page, &state)?.clone();
    let said = match upload::receive_whole(&page, multipart, FILE_BYTES_MAX).await? {
        Err(upload::TooLarge) => {
            Said { error: Some(fill(t.too_large, &[("megabytes", &megabytes())])), ..Said::default() }
        }
        Ok(None) => Said { error: Some(t.no_file.to_owned()), ..Said::default() },
        Ok(Some((name, bytes))) => {
            let sha256 = state.app.batch_upload(&person, Bytes::from(bytes)).await?;
            let choice = BatchChoice { sha256, name, base: String::new() };
            compared(m, &state, &person, choice, None).await?
        }
    };
    draw(page, &state, &Asked::default(), said).await
}

/// Makes the drafts of the preview that was shown.
pub(super) async fn create(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.batch.page);
    let person = importer(&page, &state)?.clone();
    let choice = BatchChoice { sha256: fields.text("sha256"), name: fields.text("name"), base: fields.text("base") };
    let said = match state.app.batch_draft(&person, &choice).await {
        Ok(batch) => return Ok(Redirect::to(&format!("/can-bo/danh-muc/dot/{batch}")).into_response()),
        Err(BatchError::Changed) => compared(m, &state, &person, choice, Some(t.outdated.to_owned())).await?,
        // The comparison says again what stands against it.
        Err(BatchError::InWork(_) | BatchError::TooMany { .. } | BatchError::Nothing | BatchError::Faults(_)) => {
            compared(m, &state, &person, choice, None).await?
        }
        Err(BatchError::Act(error)) => return Err(error.into()),
    };
    draw(page, &state, &Asked::default(), said).await
}

/// The preview of a kept file, or its faults.
async fn compared(
    m: &'static Messages,
    state: &AppState,
    person: &Person,
    choice: BatchChoice,
    error: Option<String>,
) -> Result<Said, Problem> {
    let t = &m.batch.page;
    match state.app.batch_preview(person, &choice.sha256, &choice.name).await {
        Ok(preview) => {
            let in_work = state.app.in_work_among(person, &preview).await?;
            let preview = preview_view(m, &preview, choice, &in_work);
            Ok(Said { error, preview: Some(preview), ..Said::default() })
        }
        Err(BatchError::Faults(found)) => {
            let mut faults: Vec<String> =
                found.iter().take(FAULTS_MAX).map(|fault| sentences::batch_fault(m, fault)).collect();
            if let Some(more @ 1..) = found.len().checked_sub(FAULTS_MAX) {
                faults.push(fill(t.more_faults, &[("count", &more)]));
            }
            Ok(Said { error: Some(fill(t.faults, &[("count", &found.len())])), faults, preview: None })
        }
        Err(BatchError::Act(error)) => Err(error.into()),
        Err(BatchError::Nothing | BatchError::TooMany { .. } | BatchError::Changed | BatchError::InWork(_)) => {
            Err(Problem::Invalid)
        }
    }
}

fn preview_view(
    m: &'static Messages,
    preview: &BatchPreview,
    choice: BatchChoice,
    in_work: &[(String, i64)],
) -> PreviewView {
    let t = &m.batch.page;
    let count = preview.drafts();
    let refusal = if count == 0 {
        Some((t.nothing.to_owned(), Vec::new()))
    } else if count > DRAFTS_MAX {
        Some((fill(t.too_many, &[("count", &count), ("most", &DRAFTS_MAX)]), Vec::new()))
    } else if in_work.is_empty() {
        None
    } else {
        let drafts = in_work.iter().map(|(id, number)| (format!("{}/{number}", record_url(id)), id.clone()));
        Some((fill(t.in_work, &[("count", &in_work.len())]), drafts.collect()))
    };
    let changed = preview.changed.iter().take(SHOWN_MAX).map(|change| ChangedRow {
        url: record_url(&change.after.procedure.id),
        name: change.after.procedure.name_vi.clone(),
        code: change.after.procedure.id.clone(),
        lines: change.changes.iter().map(|change| sentences::change(m, change)).collect(),
    });
    let code_and_name = |content: &Content| (content.procedure.id.clone(), content.procedure.name_vi.clone());
    PreviewView {
        title: fill(t.preview, &[("name", &choice.name)]),
        summary: sentences::batch_summary(m, preview),
        added: named(m, preview.added.iter().map(code_and_name), preview.added.len()),
        changed: changed.collect(),
        more_changed: not_shown(m, preview.changed.len()),
        missing: named(m, preview.missing.iter().cloned(), preview.missing.len()),
        create: refusal.is_none().then(|| {
            let choice = BatchChoice { base: preview.base.clone(), ..choice };
            (fill(t.create, &[("count", &count)]), choice)
        }),
        refusal,
    }
}

fn named(m: &Messages, rows: impl Iterator<Item = (String, String)>, count: usize) -> Named {
    Named { rows: rows.take(SHOWN_MAX).collect(), more: not_shown(m, count) }
}

fn not_shown(m: &Messages, count: usize) -> Option<String> {
    let more = count.checked_sub(SHOWN_MAX).filter(|more| *more > 0)?;
    Some(fill(m.batch.page.not_shown, &[("count", &more)]))
}

const fn megabytes() -> usize {
    FILE_BYTES_MAX / (1024 * 1024)
}

async fn draw(page: Page, state: &AppState, asked: &Asked, said: Said) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.batch.page);
    let before = Some(asked.before.as_str()).filter(|before| !before.is_empty());
    let found = state.app.batches(page.caller()?, before, PAGE_ROWS).await?;
    let batches = found.rows.iter().map(|row| BatchRow {
        url: format!("/can-bo/danh-muc/dot/{}", row.batch),
        batch: row.batch.clone(),
        drafts: row.revisions,
        in_work: row.in_work,
    });
    let next = found.next.map(|before| format!("{HERE}?before={}", format::query_escaped(&before)));
    let status = if said.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = View {
        crumbs: crumbs(m, &[], t.title),
        token: page.token(),
        label: fill(t.file, &[("megabytes", &megabytes())]),
        error: said.error,
        faults: said.faults,
        preview: said.preview,
        batches: batches.collect(),
        pager: Pager::new(m, HERE.to_owned(), before.is_none(), next),
        t,
        page,
    };
    problem::show_with(status, &view)
}
