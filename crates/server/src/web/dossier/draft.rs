//! `/ho-so/{code}/du-thao`: the draft of a result, from a template, looked at as PDF and kept for whoever signs.

use crate::messages::{DraftPage, Messages, fill};
use crate::papers::{self, Drafting, Printed, Source, Unsigned};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Errors, Field};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, printed, problem, view};
use app::ActError;
use app::dossier::{DossierView, ResultDraft};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::dossier::{ActionKind, DraftText, Refusal, ResultTemplate};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Longest text of a field.
const TEXT_CHARS_MAX: usize = 4_000;

/// Which template to begin with; the draft that is kept without one.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    mau: String,
}

/// The form as it was sent, with what is wrong with it.
#[derive(Default)]
struct Tried {
    faults: BTreeMap<String, String>,
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "dossier/draft.html")]
struct View {
    page: Page,
    t: &'static DraftPage,
    crumbs: Crumbs,
    procedure_name: String,
    code: String,
    errors: Errors,
    refusal: Option<String>,
    /// What is kept, with the address of its paper.
    kept: Option<(String, String)>,
    anew: Vec<(String, String)>,
    template: &'static str,
    fields: Vec<Field>,
    version: i64,
    action: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let of = open(&page, &state, &code).await?;
    let source = Source::of(&of);
    let draft = match ResultTemplate::from_name(&asked.mau) {
        Some(template) => ResultDraft { template, text: papers::propose(&state, &source, template) },
        None => of.draft().unwrap_or_else(|| {
            let template = papers::likely_template(&state, &source);
            ResultDraft { template, text: papers::propose(&state, &source, template) }
        }),
    };
    draw(page, &state, &of, &draft, Tried::default())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let of = open(&page, &state, &code).await?;
    let draft = posted(&fields);
    let version = fields.text("version").parse().ok();
    let tried = match papers::keep_draft(&state, page.caller()?, (&code, version), draft.clone(), None).await {
        Ok(_) => return Ok(done_at(&state, &format!("/ho-so/{code}"))),
        Err(Unsigned::Paper(fault)) => return Err(fault.into()),
        Err(Unsigned::Act(error)) => tried(page.m, &draft, error)?,
    };
    draw(page, &state, &of, &draft, tried)
}

/// What was typed as PDF; nothing is kept.
pub(super) async fn preview(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let of = open(&page, &state, &code).await?;
    let draft = posted(&fields);
    if let Some(error) = too_long(page.m, &draft.text) {
        return draw(page, &state, &of, &draft, error);
    }
    let drafting = Drafting { at: state.app.now_civil(), signing: None };
    let bytes = papers::set_draft(&state, &Source::of(&of), &draft, &drafting).await?;
    Ok(printed::answer(Printed { name: format!("du-thao-{}.pdf", of.dossier.code), bytes }))
}

/// The dossier, when this person may draft its result now.
async fn open(page: &Page, state: &AppState, code: &str) -> Result<DossierView, Problem> {
    let of = state.app.dossier(page.caller()?, code).await?;
    let (action, reached) = (ActionKind::DraftResult, of.dossier.stage);
    match (of.actions.contains(&action), of.is_office, reached.allows(action)) {
        (true, ..) => Ok(of),
        (false, true, true) => Err(Problem::NotYours),
        (false, true, false) => Err(Problem::Refused(Refusal::NotInStage { action, stage: reached })),
        (false, false, _) => Err(Problem::NotFound),
    }
}

fn posted(fields: &Fields) -> ResultDraft {
    let template = ResultTemplate::from_name(&fields.text("template")).unwrap_or(ResultTemplate::Decision);
    let text = DraftText {
        title: fields.text("title"),
        subject: fields.text("subject"),
        basis: lines(&fields.text("basis")),
        content: lines(&fields.text("content")),
        signer_title: lines(&fields.text("signer_title")),
        signer_name: fields.text("signer_name"),
    };
    ResultDraft { template, text }
}

/// As browsers send several lines, with one sign at the end of each.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn tried(m: &Messages, draft: &ResultDraft, error: ActError) -> Result<Tried, Problem> {
    match error {
        ActError::Invalid(problems) => {
            let faults = problems.into_iter().map(|problem| {
                let sentence = sentences::field_problem(m, &problem);
                (problem.field, sentence)
            });
            Ok(Tried { faults: faults.collect(), refusal: None })
        }
        ActError::Refused(refusal) => {
            let long = too_long(m, &draft.text).filter(|_| matches!(refusal, Refusal::TextTooLong { .. }));
            Ok(long.unwrap_or_else(|| Tried { refusal: Some(sentences::refusal(m, &refusal)), ..Tried::default() }))
        }
        other => Err(other.into()),
    }
}

/// The fields that say more than is kept.
fn too_long(m: &Messages, text: &DraftText) -> Option<Tried> {
    let fields = [
        ("title", &text.title),
        ("subject", &text.subject),
        ("basis", &text.basis),
        ("content", &text.content),
        ("signer_title", &text.signer_title),
        ("signer_name", &text.signer_name),
    ];
    let long = fields.into_iter().filter(|(_, text)| text.chars().count() > TEXT_CHARS_MAX);
    let told = sentences::refusal(m, &Refusal::TextTooLong { limit: TEXT_CHARS_MAX });
    let faults: BTreeMap<String, String> = long.map(|(name, _)| (name.to_owned(), told.clone())).collect();
    (!faults.is_empty()).then_some(Tried { faults, refusal: None })
}

const fn template_name(m: &Messages, template: ResultTemplate) -> &'static str {
    match template {
        ResultTemplate::Decision => m.draft.template.decision,
        ResultTemplate::Extract => m.draft.template.extract,
    }
}

fn form(m: &'static Messages, draft: &ResultDraft, tried: &Tried) -> Vec<Field> {
    let (t, text) = (&m.draft.field, &draft.text);
    let field = |name: &'static str, label: &'static str, value: &str| {
        let error = tried.faults.get(name).cloned();
        Field::new(m, name, label).value(value).error(error).max_length(TEXT_CHARS_MAX)
    };
    let told = match draft.template {
        ResultTemplate::Decision => t.content_decision,
        ResultTemplate::Extract => t.content_extract,
    };
    let area = |field: Field| field.kind(Control::Area);
    vec![
        field("title", t.title, &text.title).max_length(200),
        field("subject", t.subject, &text.subject).max_length(500).optional(),
        area(field("basis", t.basis, &text.basis)).hint(t.basis_hint).optional(),
        area(field("content", t.content, &text.content)).hint(told),
        area(field("signer_title", t.signer_title, &text.signer_title)).hint(t.signer_title_hint).optional(),
        field("signer_name", t.signer_name, &text.signer_name).hint(t.signer_name_hint).max_length(200).optional(),
    ]
}

fn draw(
    page: Page,
    state: &AppState,
    of: &DossierView,
    draft: &ResultDraft,
    tried: Tried,
) -> Result<Response, Problem> {
    let (m, t, dossier) = (page.m, &page.m.draft.page, &of.dossier);
    let fields = form(m, draft, &tried);
    let here = format!("/ho-so/{}", dossier.code);
    let kept = dossier.draft.as_ref().map(|kept| {
        let name = template_name(m, kept.template);
        let told = fill(t.kept, &[("template", &name), ("at", &format::moment(m, kept.at))]);
        (told, format!("{here}/tep/{}", kept.file.sha256))
    });
    let anew = ResultTemplate::ALL.map(|template| {
        let told = fill(t.anew, &[("template", &template_name(m, template))]);
        (format!("{here}/du-thao?mau={}", template.name()), told)
    });
    let is_wrong = tried.refusal.is_some() || !tried.faults.is_empty();
    let view = View {
        crumbs: Crumbs::new(m, vec![(here.clone(), dossier.code.to_string())], t.title),
        procedure_name: view::procedure_name(&state.app.catalogue(), &dossier.procedure, &dossier.procedure_version),
        code: dossier.code.to_string(),
        errors: Errors::of(m, fields.iter()),
        refusal: tried.refusal,
        kept,
        anew: anew.into(),
        template: draft.template.name(),
        fields,
        version: dossier.version,
        action: format!("{here}/du-thao"),
        t,
        page,
    };
    problem::show_with(if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &view)
}
