//! `/can-bo/tiep-nhan`: the clerk receives a dossier at the counter: one page, by keyboard, printed at once.

use super::inbox::staff;
use super::scans::{self, Scans};
use crate::messages::{Messages, StaffCounter, StaffScan, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Errors, Field, FormChoice};
use crate::web::eform::{self, FormPage, Pressed, Sections};
use crate::web::public::procedure::limit_text;
use crate::web::signed_form::Fields;
use crate::web::upload::{self, Allowed, Kept, Received};
use crate::web::{Page, Problem, applicant, problem, token};
use app::dossier::{FileClaim, Idempotency, SubmitRequest};
use app::{ActError, FieldProblem};
use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::dossier::Channel;
use domain::procedure::{Component, FileKind, Procedure};
use serde::Deserialize;
use std::collections::BTreeMap;

const HITS: usize = 12;

/// The query: words to look for, or a procedure already chosen.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    procedure: String,
}

struct Tick {
    value: String,
    text: String,
    ticked: bool,
    error: Option<String>,
    /// Files taken in before the form came back.
    kept: Vec<Kept>,
}

/// What was typed so far, and what the form says about it.
#[derive(Default)]
struct Typed<'a> {
    received: Received,
    problems: &'a [FieldProblem],
    pressed: Option<Pressed>,
    /// Whether answers brought up questions that were not asked before.
    anew: bool,
}

struct Chosen {
    code: String,
    name: String,
    limit: String,
    once: String,
    where_fields: Vec<Field>,
    applicant_fields: Vec<Field>,
    boxes: Vec<Tick>,
    scans: Scans,
    form_title: String,
    anew: bool,
    sections: Sections,
}

#[derive(Template)]
#[template(path = "staff/counter.html")]
struct View {
    page: Page,
    t: &'static StaffCounter,
    s: &'static StaffScan,
    errors: Errors,
    q: String,
    hits: Vec<(String, String, String)>,
    accept: String,
    chosen: Option<Chosen>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    clerk(&page)?;
    let found =
        if asked.q.trim().is_empty() { Vec::new() } else { state.app.search_procedures(&asked.q, HITS).await? };
    let catalogue = state.app.catalogue();
    let open: Vec<_> = found.into_iter().filter(|procedure| catalogue.takes_dossiers(procedure, page.today)).collect();
    let only = match open.as_slice() {
        [one] => Some(one.id.clone()),
        _ => None,
    };
    let id = if asked.procedure.is_empty() { only.unwrap_or_default() } else { asked.procedure.clone() };
    let hits = open
        .iter()
        .map(|procedure| {
            (format!("/can-bo/tiep-nhan?procedure={}", procedure.id), procedure.name_vi.clone(), procedure.id.clone())
        })
        .collect();
    let chosen = match state.app.catalogue().procedure(&id, page.today) {
        Some(procedure) => Some(chosen(&page, &state, procedure, &Typed::default()).await?),
        None => None,
    };
    view(page, asked.q, hits, chosen, Vec::new())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let person = clerk(&page)?;
    let catalogue = state.app.catalogue();
    let mut received = upload::receive(&state.app, &page, multipart, |fields, input| {
        let procedure = catalogue.procedure(&fields.text("procedure"), page.today)?;
        let component = procedure.component(input.strip_prefix("file.")?)?;
        Some(Allowed {
            component: component.id.clone(),
            kinds: component.file_kinds.clone(),
            max_bytes: component.max_bytes,
        })
    })
    .await?;
    let id = received.fields.text("procedure");
    let procedure = catalogue.procedure(&id, page.today).ok_or(Problem::NotFound)?;
    let form = catalogue.form(procedure);
    let pressed = eform::pressed(&form, &received.fields);
    let anew = if received.refused.is_empty() && pressed.is_none() { anew(&page, &form, &received) } else { None };
    if pressed.is_some() || anew.is_some() {
        let typed = Typed { received, problems: &[], anew: anew.is_some(), pressed: pressed.or(anew) };
        let chosen = chosen(&page, &state, procedure, &typed).await?;
        return view(page, String::new(), Vec::new(), Some(chosen), Vec::new());
    }
    let (scanned, refused) = scans::store(&page, &state, procedure, &received.fields).await?;
    received.refused.extend(refused);
    let problems = if received.refused.is_empty() {
        let mut request = request(procedure, &form, &received);
        request.files.extend(scanned.iter().map(|scan| scan.claim.clone()));
        let once = once(&received, &request.files);
        match state.app.submit(Some(person), request, Some(once)).await {
            Ok(submitted) => {
                scans::clear(&state, person, &scanned).await;
                return Ok(Redirect::to(&format!("/ho-so/{}/bien-nhan", submitted.dossier.code)).into_response());
            }
            Err(ActError::Invalid(problems)) => problems,
            Err(other) => return Err(other.into()),
        }
    } else {
        Vec::new()
    };
    let typed = Typed { received, problems: &problems, ..Typed::default() };
    let chosen = chosen(&page, &state, procedure, &typed).await?;
    let errors = faults(&page, &chosen, procedure, &form, &problems);
    view(page, String::new(), Vec::new(), Some(chosen), errors)
}

/// The form with the questions that its answers have brought up, if there are any.
fn anew(page: &Page, form: &domain::eform::Form, received: &Received) -> Option<Pressed> {
    let answers = eform::answers(form, &received.fields);
    let shown = form.shown(&answers, page.today);
    let anew = eform::asked_anew(&form.sections, &answers, &shown, &received.fields);
    let focus = anew.focus().unwrap_or_default().to_owned();
    (!anew.is_empty()).then_some(Pressed { answers, focus })
}

/// The signed-in clerk; everybody else finds no page.
fn clerk(page: &Page) -> Result<&domain::access::Person, Problem> {
    let person = staff(page)?;
    if person.holds_anywhere(Role::Clerk, page.today) { Ok(person) } else { Err(Problem::NotFound) }
}

/// A second press of the button answers with the first dossier.
fn once(received: &Received, files: &[FileClaim]) -> Idempotency {
    let files = files.iter().map(|file| file.sha256.as_str());
    let all: Vec<&str> = received
        .fields
        .pairs()
        .filter(|(name, _)| *name != crate::web::signed_form::TOKEN)
        .flat_map(|(name, value)| [name, value])
        .chain(files)
        .collect();
    Idempotency {
        key: format!("counter-{}", received.fields.text("once")),
        request_hash: app::sha256_hex(all.join("\u{1f}").as_bytes()),
    }
}

fn request(procedure: &Procedure, form: &domain::eform::Form, received: &Received) -> SubmitRequest {
    let fields = &received.fields;
    SubmitRequest {
        procedure: procedure.id.clone(),
        unit: fields.text("unit"),
        for_unit: Some(fields.text("for_unit")).filter(|unit| !unit.is_empty()),
        channel: if fields.text("channel") == "post" { Channel::Post } else { Channel::Counter },
        applicant: applicant::applicant(&applicant::typed(fields)),
        form: eform::answers(form, fields),
        files: received.claims(),
        papers: fields.all("component").map(str::to_owned).collect(),
    }
}

/// The lines of the error summary, each with the label of its field.
fn faults(
    page: &Page,
    chosen: &Chosen,
    procedure: &Procedure,
    form: &domain::eform::Form,
    problems: &[FieldProblem],
) -> Vec<(String, String)> {
    let fields = chosen.where_fields.iter().chain(&chosen.applicant_fields).filter_map(Field::fault);
    let files = chosen.boxes.iter().filter_map(|tick| {
        tick.error.as_ref().map(|error| (format!("f-file-{}", tick.value), format!("{}: {error}", tick.text)))
    });
    let shown: Vec<(String, String)> = fields.chain(chosen.sections.faults()).chain(files).collect();
    let rest = problems.iter().map(|problem| (control_of(form, &problem.field), labelled(page, procedure, problem)));
    let rest: Vec<_> = rest.filter(|(id, _)| !shown.iter().any(|(other, _)| other == id)).collect();
    shown.into_iter().chain(rest).collect()
}

/// Id of the control that a fault belongs to.
fn control_of(form: &domain::eform::Form, field: &str) -> String {
    if let Some(answer) = field.strip_prefix("form.") {
        return eform::control_id(form, answer);
    }
    if let Some(component) = field.strip_prefix("files.") {
        return format!("f-file-{component}");
    }
    format!("f-{}", field.trim_start_matches("applicant."))
}

/// A fault with the question that has it.
fn labelled(page: &Page, procedure: &Procedure, problem: &FieldProblem) -> String {
    let sentence = sentences::field_problem(page.m, problem);
    match problem.field.strip_prefix("files.").and_then(|id| procedure.component(id)) {
        Some(component) => format!("{}: {sentence}", component.name_vi),
        None => sentence,
    }
}

async fn chosen(page: &Page, state: &AppState, procedure: &Procedure, typed: &Typed<'_>) -> Result<Chosen, Problem> {
    let (m, t) = (page.m, &page.m.staff.counter);
    let fields = &typed.received.fields;
    let scans = scans::scans(page, state, procedure, fields).await?;
    let catalogue = state.app.catalogue();
    let form = catalogue.form(procedure);
    let (answer_faults, faults) = told(m, typed.problems);
    let answers = match &typed.pressed {
        Some(pressed) => pressed.answers.clone(),
        None if fields.pairs().next().is_none() => eform::defaults(&form),
        None => eform::answers(&form, fields),
    };
    let communes = eform::communes(&catalogue.organisation, page.today);
    let asked = FormPage {
        m,
        form: &form,
        answers: &answers,
        faults: &answer_faults,
        communes: &communes,
        provinces: &eform::provinces(&catalogue.organisation, page.today),
        focus: typed.pressed.as_ref().map(|pressed| pressed.focus.as_str()),
        today: page.today,
    };
    let applicant = applicant::typed(fields);
    let once = Some(fields.text("once")).filter(|once| !once.is_empty()).or_else(|| token::random_hex(16));
    let limit = procedure.promised_limit().or_else(|| procedure.legal_limit()).and_then(|limit| limit_text(m, limit));
    Ok(Chosen {
        code: procedure.id.clone(),
        name: procedure.name_vi.clone(),
        limit: fill(t.limit, &[("limit", &limit.unwrap_or_else(|| m.public.procedure.time_unknown.to_owned()))]),
        once: once.ok_or_else(|| Problem::fault(&"no random bytes"))?,
        where_fields: where_fields(page, state, &communes, fields, &faults),
        applicant_fields: match &typed.pressed {
            Some(_) => applicant::fields(m, &applicant, &faults),
            None => applicant::fields_focused(m, &applicant, &faults),
        },
        boxes: boxes(procedure, typed, &faults),
        scans,
        form_title: fill(t.form, &[("title", &eform::title(m, &form))]),
        anew: typed.anew,
        sections: asked.sections(4),
    })
}

/// Sentences about answers by the form's names, and about everything else by the page's.
fn told(m: &Messages, problems: &[FieldProblem]) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let mut answers = BTreeMap::new();
    let mut others = BTreeMap::new();
    // The first fault of a field is the one to mend first.
    for problem in problems.iter().rev() {
        let sentence = sentences::field_problem(m, problem);
        match problem.field.strip_prefix("form.") {
            Some(name) => answers.insert(name.to_owned(), sentence),
            None => others.insert(problem.field.trim_start_matches("applicant.").to_owned(), sentence),
        };
    }
    (answers, others)
}

/// The papers, each with a box, a place for a scan, and the scans that are there already.
fn boxes(procedure: &Procedure, typed: &Typed<'_>, faults: &BTreeMap<String, String>) -> Vec<Tick> {
    let ticked: Vec<&str> = typed.received.fields.all("component").collect();
    let mut kept = typed.received.kept();
    let tick = |component: &Component| {
        let refused = typed.received.refused.iter().find(|refused| refused.component == component.id);
        let refused = refused.map(|refused| refused.reason.clone());
        Tick {
            value: component.id.clone(),
            text: component.name_vi.clone(),
            ticked: ticked.contains(&component.id.as_str()),
            error: refused.or_else(|| faults.get(&format!("files.{}", component.id)).cloned()),
            kept: kept.extract_if(.., |file| file.component == component.id).collect(),
        }
    };
    procedure.components.iter().map(tick).collect()
}

fn where_fields(
    page: &Page,
    state: &AppState,
    communes: &[(String, String)],
    typed: &Fields,
    faults: &BTreeMap<String, String>,
) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.staff.counter);
    let catalogue = state.app.catalogue();
    let grants = page.person.iter().flat_map(|person| &person.grants);
    let mut desks: Vec<FormChoice> = Vec::new();
    for grant in grants.filter(|grant| grant.role == Role::Clerk && grant.holds_on(page.today)) {
        if !desks.iter().any(|desk| desk.value == grant.unit) {
            desks.push(FormChoice::new(grant.unit.clone(), catalogue.unit_name(&grant.unit, page.today)));
        }
    }
    let first = desks.first().map(|desk| desk.value.clone()).unwrap_or_default();
    let or =
        |name: &str, otherwise: String| Some(typed.text(name)).filter(|text| !text.is_empty()).unwrap_or(otherwise);
    let field = |name: &'static str, label: &'static str, choices: Vec<FormChoice>, value: String| {
        Field::new(m, name, label).kind(Control::Choice(choices)).value(value).error(faults.get(name).cloned())
    };
    let ways = vec![FormChoice::new("counter", t.channel_counter), FormChoice::new("post", t.channel_post)];
    let communes = communes.iter().map(|(id, name)| FormChoice::new(id, name)).collect();
    vec![
        field("unit", t.desk, desks, or("unit", first)),
        field("channel", t.channel, ways, or("channel", "counter".to_owned())),
        field("for_unit", t.commune, communes, typed.text("for_unit")).optional(),
    ]
}

fn view(
    page: Page,
    q: String,
    hits: Vec<(String, String, String)>,
    chosen: Option<Chosen>,
    errors: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = View {
        t: &page.m.staff.counter,
        s: &page.m.staff.scan,
        errors: Errors::new(page.m, errors),
        q,
        hits,
        accept: upload::accept(&FileKind::DEFAULT),
        chosen,
        page,
    };
    problem::show_with(status, &view)
}
