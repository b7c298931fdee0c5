//! Third page: the papers, one file input each; files are checked while they arrive.

use super::own::{self, KnownPapers};
use super::{Frame, Step, address, open};
use crate::messages::{PublicApply, fill};
use crate::state::AppState;
use crate::web::upload::{self, Allowed, Refused};
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::draft::DraftView;
use app::own_data::KnownPaper;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::dossier::FileRef;
use domain::procedure::{Component, Procedure, SubmitMode};

/// Files of one paper at most.
const FILES_PER_PAPER_MAX: usize = 20;

struct FileLine {
    name: String,
    size: String,
    sha256: String,
}

struct PaperView {
    id: String,
    component: String,
    name: String,
    required: bool,
    note: Option<String>,
    files: Vec<FileLine>,
    /// What counts for it out of the applicant's own store.
    known: Option<KnownPapers>,
    error: Option<String>,
    kinds: String,
    accept: String,
    limit_bytes: u64,
    too_large: String,
}

#[derive(Template)]
#[template(path = "apply/papers.html")]
struct View {
    page: Page,
    t: &'static PublicApply,
    frame: Frame,
    papers: Vec<PaperView>,
    action: String,
    upload: String,
    remove: String,
    back: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.frame.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    let known = own::known(&page, &state, &procedure).await?;
    view(page, &procedure, &draft, &known, &[], StatusCode::OK)
}

/// Goes on when every required paper has a file.
pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    let (procedure, mut draft) = open(&state, &page, &id, &code).await?;
    let missing: Vec<Refused> = missing(&procedure, &draft.content.files)
        .map(|component| Refused {
            component: component.id.clone(),
            reason: fill(page.m.public.apply.paper_missing, &[("paper", &component.name_vi)]),
        })
        .collect();
    if !missing.is_empty() {
        let known = own::known(&page, &state, &procedure).await?;
        return view(page, &procedure, &draft, &known, &missing, StatusCode::UNPROCESSABLE_ENTITY);
    }
    "review".clone_into(&mut draft.step);
    let draft = state.app.draft_save(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Review)).into_response())
}

/// Takes files for one paper.
pub(super) async fn take(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let (procedure, mut draft) = open(&state, &page, &id, &code).await?;
    let received = upload::receive(&state.app, &page, multipart, |fields, _| {
        procedure.component(&fields.text("component")).map(allowed)
    })
    .await?;
    let component = received.fields.text("component");
    let refused = match (received.files.is_empty(), received.refused.is_empty()) {
        (true, true) => {
            vec![Refused { component: component.clone(), reason: page.m.public.apply.file_empty.to_owned() }]
        }
        _ => received.refused,
    };
    // Of several files those that can be taken are kept, whatever is wrong with the others.
    for taken in received.files {
        keep(&mut draft.content.files, taken);
    }
    let draft = state.app.draft_save(page.owner(), draft).await?;
    if !refused.is_empty() {
        let known = own::known(&page, &state, &procedure).await?;
        return view(page, &procedure, &draft, &known, &refused, StatusCode::UNPROCESSABLE_ENTITY);
    }
    Ok(Redirect::to(&format!("{}#giay-{component}", address(&draft, Step::Papers))).into_response())
}

/// Takes a file out of the draft.
pub(super) async fn remove(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (_, mut draft) = open(&state, &page, &id, &code).await?;
    let (component, sha256) = (fields.text("component"), fields.text("sha256"));
    draft.content.files.retain(|file| file.component != component || file.sha256 != sha256);
    let draft = state.app.draft_save(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Papers)).into_response())
}

/// What a component takes.
fn allowed(component: &Component) -> Allowed {
    Allowed { component: component.id.clone(), kinds: component.file_kinds.clone(), max_bytes: component.max_bytes }
}

/// Adds a file, once; beyond the limit the oldest of the paper goes.
fn keep(files: &mut Vec<FileRef>, taken: upload::Taken) {
    let upload::Taken { claim, size_bytes } = taken;
    files.retain(|file| file.component != claim.component || file.sha256 != claim.sha256);
    if files.iter().filter(|file| file.component == claim.component).count() >= FILES_PER_PAPER_MAX
        && let Some(oldest) = files.iter().position(|file| file.component == claim.component)
    {
        files.remove(oldest);
    }
    let size_bytes = i64::try_from(size_bytes).unwrap_or(i64::MAX);
    files.push(FileRef {
        component: claim.component,
        sha256: claim.sha256,
        name: claim.name,
        size_bytes,
        origin: None,
    });
}

/// Papers that must be handed in and have no file yet.
fn missing<'a>(procedure: &'a Procedure, files: &'a [FileRef]) -> impl Iterator<Item = &'a Component> {
    procedure
        .components
        .iter()
        .filter(|component| component.required && component.submit_mode == SubmitMode::Submit)
        .filter(|component| !files.iter().any(|file| file.component == component.id))
}

fn view(
    page: Page,
    procedure: &Procedure,
    draft: &DraftView,
    known: &[KnownPaper],
    refused: &[Refused],
    status: StatusCode,
) -> Result<Response, Problem> {
    let papers = procedure.components.iter().map(|component| paper(&page, component, draft, known, refused)).collect();
    let errors =
        refused.iter().map(|refused| (format!("giay-{}-tep", refused.component), refused.reason.clone())).collect();
    let here = address(draft, Step::Papers);
    let view = View {
        t: &page.m.public.apply,
        frame: Frame::new(&page, procedure, Some(draft), Step::Papers, errors),
        papers,
        upload: format!("{here}/tai-len"),
        remove: format!("{here}/xoa"),
        action: here,
        back: super::form::last_url(draft),
        page,
    };
    problem::show_with(status, &view)
}

fn paper(
    page: &Page,
    component: &Component,
    draft: &DraftView,
    known: &[KnownPaper],
    refused: &[Refused],
) -> PaperView {
    let t = &page.m.public.apply;
    let size = format::bytes(component.max_bytes);
    let kinds = upload::kind_names(&component.file_kinds);
    let files = draft.content.files.iter().filter(|file| file.component == component.id).map(|file| FileLine {
        name: file.name.clone(),
        size: format::bytes(u64::try_from(file.size_bytes).unwrap_or(0)),
        sha256: file.sha256.clone(),
    });
    PaperView {
        id: format!("giay-{}", component.id),
        component: component.id.clone(),
        name: component.name_vi.clone(),
        required: component.required && component.submit_mode == SubmitMode::Submit,
        note: match component.submit_mode {
            SubmitMode::Present => Some(t.present_note.to_owned()),
            SubmitMode::Submit => {
                component.case_vi.as_ref().map(|case| fill(page.m.public.procedure.in_case, &[("case", case)]))
            }
        },
        files: files.collect(),
        known: own::known_papers(page, draft, known, &component.id),
        error: refused.iter().find(|refused| refused.component == component.id).map(|refused| refused.reason.clone()),
        kinds: fill(t.kinds, &[("kinds", &kinds), ("size", &size)]),
        accept: upload::accept(&component.file_kinds),
        limit_bytes: component.max_bytes,
        too_large: fill(t.file_too_large, &[("size", &size)]),
    }
}
