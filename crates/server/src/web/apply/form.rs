//! Second page: the answers of the e-form, one of its own pages at a time. Whatever is sent is saved first.

use super::own::OwnBox;
use super::{Frame, Step, address, open};
use crate::messages::{PublicApply, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::eform::{self, Anew, FormPage, Pages, Pressed, Sections};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, problem};
use app::draft::DraftView;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::eform::{FieldFault, Form, Section, Severity};
use domain::procedure::Procedure;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Name of the button that goes one page back.
const BACK: &str = "lui";

/// The query: which page of the form, and whether what is wrong on it is said at once.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    trang: String,
    loi: String,
    cuoi: String,
}

#[derive(Template)]
#[template(path = "apply/form.html")]
struct View<'a> {
    page: Page,
    t: &'static PublicApply,
    frame: Frame,
    progress: Option<String>,
    action: String,
    /// Whether answers brought up questions that were not asked before.
    anew: bool,
    sections: Sections,
    /// What the applicant's own store offers.
    own: Option<&'a OwnBox>,
}

impl View<'_> {
    const fn heading(&self) -> &str {
        self.frame.title
    }
}

/// Address of a page of the form; with `loi` it says at once what is wrong on it.
fn page_url(draft: &DraftView, name: &str) -> String {
    format!("{}?trang={name}", address(draft, Step::Form))
}

/// Address of the page on which an answer is mended, with what is wrong on it.
pub(super) fn mending_url(draft: &DraftView, form: &Form, field: &str) -> Option<String> {
    let page = eform::place_of(form, field)?;
    Some(format!("{}&loi=1#{}", page_url(draft, page), eform::control_id(form, field)))
}

/// Address of the last page, for whoever comes back from what follows the form.
pub(super) fn last_url(draft: &DraftView) -> String {
    format!("{}?cuoi=1", address(draft, Step::Form))
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    let form = state.app.catalogue().form(&procedure);
    let pages = Pages::of(&form, &form.shown(&draft.content.form, page.today));
    let place = if asked.cuoi.is_empty() { pages.find(&asked.trang) } else { Some(pages.last()) };
    let place = place.ok_or(Problem::NotFound)?;
    let sections = pages.sections(place);
    let mut faults = if asked.loi.is_empty() { Vec::new() } else { faults(&state, &page, &form, &draft.content.form) };
    faults.retain(|fault| eform::holds_any(sections, &fault.field));
    let is_first = pages.before(place).is_none();
    let own = if is_first { super::own::box_of(&page, &state, &procedure, &draft).await? } else { None };
    let told = Told { faults: &faults, own: own.as_ref(), ..Told::default() };
    view(page, &state, &procedure, &draft, place, told)
}

/// How often a page that was sent is kept at most.
const TRIES: usize = 3;

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(at): Path<(String, String)>,
    Query(asked): Query<Asked>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    // A script that asks for further questions saves the same page, perhaps at the moment in which somebody goes on.
    for _ in 1..TRIES {
        match keep(page.clone(), &state, &at, &asked, &fields).await {
            Err(Problem::Stale) => (),
            answered => return answered,
        }
    }
    keep(page, &state, &at, &asked, &fields).await
}

async fn keep(
    page: Page,
    state: &AppState,
    (id, code): &(String, String),
    asked: &Asked,
    fields: &Fields,
) -> Result<Response, Problem> {
    let (procedure, mut draft) = open(state, &page, id, code).await?;
    let form = state.app.catalogue().form(&procedure);
    let pages = Pages::of(&form, &form.shown(&draft.content.form, page.today));
    let place = pages.find(&asked.trang).ok_or(Problem::NotFound)?;
    let sections = pages.sections(place);
    let pressed = eform::pressed_on(sections, &draft.content.form, fields);
    draft.content.form = eform::over(&draft.content.form, sections, fields);
    let sent = Sent { place, sections, fields };
    if pressed.is_none() && !fields.has(BACK) {
        return go_on(page, state, &procedure, &form, draft, sent).await;
    }
    let mut draft = state.app.draft_save(page.owner(), draft).await?;
    if let Some(Pressed { answers, focus }) = pressed {
        draft.content.form = answers;
        let told = Told { focus: Some(&focus), ..Told::default() };
        return view(page, state, &procedure, &draft, place, told);
    }
    let pages = Pages::of(&form, &form.shown(&draft.content.form, page.today));
    let back = pages.before(place).map(|place| page_url(&draft, pages.name(place)));
    Ok(Redirect::to(&back.unwrap_or_else(|| address(&draft, Step::Place))).into_response())
}

/// A page as it was sent.
#[derive(Clone, Copy)]
struct Sent<'a> {
    place: usize,
    sections: &'a [Section],
    fields: &'a Fields,
}

/// To the next page, unless something on this one is wrong or its answers brought up more questions; from the last
/// page to the papers, unless something on any page is wrong.
async fn go_on(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    form: &Form,
    mut draft: DraftView,
    sent: Sent<'_>,
) -> Result<Response, Problem> {
    let answers = &draft.content.form;
    let shown = form.shown(answers, page.today);
    let anew = eform::asked_anew(sent.sections, answers, &shown, sent.fields);
    let pages = Pages::of(form, &shown);
    let next = pages.after(sent.place);
    // Before the last page nobody can have answered what hangs on pages to come.
    let all = match sent.sections.last().filter(|_| next.is_some()) {
        Some(last) => {
            let organisation = &state.app.catalogue().organisation;
            errors(form.check_until(&last.id, answers, page.today, organisation))
        }
        None => faults(state, &page, form, answers),
    };
    let here = |fault: &&FieldFault| {
        eform::holds_any(sent.sections, &fault.field) && !anew.excuses(sent.sections, &fault.field)
    };
    let wrong: Vec<FieldFault> = all.iter().filter(here).cloned().collect();
    let is_done = next.is_none() && anew.is_empty() && all.is_empty();
    if is_done {
        "papers".clone_into(&mut draft.step);
    }
    let draft = state.app.draft_save(page.owner(), draft).await?;
    if !wrong.is_empty() || !anew.is_empty() {
        let told = Told { faults: &wrong, focus: anew.focus(), anew: Some(&anew), own: None };
        return view(page, state, procedure, &draft, sent.place, told);
    }
    let to = match next {
        Some(next) => page_url(&draft, pages.name(next)),
        None if is_done => address(&draft, Step::Papers),
        None => match all.iter().find_map(|fault| mending_url(&draft, form, &fault.field)) {
            Some(url) => url,
            // What no page asks cannot be mended on one; it is said here.
            None => return view(page, state, procedure, &draft, sent.place, Told { faults: &all, ..Told::default() }),
        },
    };
    Ok(Redirect::to(&to).into_response())
}

/// What keeps the answers from being handed in.
fn faults(state: &AppState, page: &Page, form: &Form, answers: &Map<String, Value>) -> Vec<FieldFault> {
    errors(form.check(answers, page.today, &state.app.catalogue().organisation))
}

/// Without warnings.
fn errors(mut faults: Vec<FieldFault>) -> Vec<FieldFault> {
    faults.retain(|fault| fault.severity == Severity::Error);
    faults
}

/// What the page says beside the answers.
#[derive(Clone, Copy, Default)]
struct Told<'a> {
    faults: &'a [FieldFault],
    focus: Option<&'a str>,
    anew: Option<&'a Anew>,
    /// What the applicant's own store offers, at the beginning of the form.
    own: Option<&'a OwnBox>,
}

fn view(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    draft: &DraftView,
    place: usize,
    told: Told<'_>,
) -> Result<Response, Problem> {
    let catalogue = state.app.catalogue();
    let form = catalogue.form(procedure);
    let pages = Pages::of(&form, &form.shown(&draft.content.form, page.today));
    let sentence = |fault: &FieldFault| sentences::answer_fault(page.m, &fault.fault, fault.message_vi.as_deref());
    let faults: BTreeMap<String, String> =
        told.faults.iter().map(|fault| (fault.field.clone(), sentence(fault))).collect();
    let sections = FormPage {
        m: page.m,
        form: &form,
        answers: &draft.content.form,
        faults: &faults,
        communes: &eform::communes(&catalogue.organisation, page.today),
        provinces: &eform::provinces(&catalogue.organisation, page.today),
        focus: told.focus.filter(|_| faults.is_empty()),
        today: page.today,
    }
    .some_sections(pages.sections(place), 3);
    let mut errors = sections.faults();
    for (field, text) in &faults {
        let id = eform::control_id(&form, field);
        if !errors.iter().any(|(other, _)| *other == id) {
            errors.push((id, eform::labelled(page.m, &form, field, text)));
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let t = &page.m.public.apply;
    let progress =
        pages.progress(place).map(|(number, count)| fill(t.form_page, &[("number", &number), ("count", &count)]));
    let view = View {
        t,
        frame: Frame::new(&page, procedure, Some(draft), Step::Form, errors),
        progress,
        action: page_url(draft, pages.name(place)),
        anew: told.anew.is_some_and(|anew| !anew.is_empty()),
        sections,
        own: told.own,
        page,
    };
    problem::show_with(status, &view)
}
