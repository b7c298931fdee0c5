//! `…/kho-du-lieu`: filling the form from the applicant's own store, asking registers, and papers that are there already.

use super::{Step, address, open};
use crate::messages::{Messages, OwnDataApply, OwnDataPaper, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm, format};
use app::ActError;
use app::draft::DraftView;
use app::own_data::{FormHelp, KnownPaper};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::dataset::RegisterKind;
use domain::eform::Form;
use domain::own_data::{Answer, Source, Why};
use domain::procedure::Procedure;

/// Name of the query that tells which registers did not answer.
const UNAVAILABLE: &str = "kho";

struct OfferLine {
    field: String,
    text: String,
    whence: String,
}

/// What stands at the beginning of the form.
#[derive(Template)]
#[template(path = "apply/own.html")]
pub(super) struct OwnBox {
    t: &'static OwnDataApply,
    token: TokenInput,
    action: String,
    keeps: bool,
    offers: Vec<OfferLine>,
    filled: Vec<String>,
    again: Vec<String>,
    ask_note: Option<String>,
    unavailable: Option<String>,
}

impl HtmlSafe for OwnBox {}

/// The box for a form, for whoever is signed in and verified, when the form asks something that a store can know.
pub(super) async fn box_of(
    page: &Page,
    state: &AppState,
    procedure: &Procedure,
    draft: &DraftView,
) -> Result<Option<OwnBox>, Problem> {
    let Some(person) = page.person.as_deref() else { return Ok(None) };
    let help = match state.app.own_form_help(person, draft).await {
        Ok(help) => help,
        Err(ActError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let form = state.app.catalogue().form(procedure);
    if !form.fields().any(|(_, field)| field.concept.is_some()) {
        return Ok(None);
    }
    let (m, t) = (page.m, &page.m.own_data.apply);
    let names = |kinds: &[RegisterKind]| {
        let names: Vec<&str> = kinds.iter().map(|kind| sentences::register(m, *kind)).collect();
        names.join("; ")
    };
    let silent = silent(page);
    Ok(Some(OwnBox {
        t,
        token: page.token(),
        action: url(draft),
        keeps: help.keeps,
        filled: filled(m, &form, draft),
        again: again(m, &form, &help),
        ask_note: (help.keeps && !help.registers.is_empty())
            .then(|| fill(t.ask_note, &[("registers", &names(&help.registers))])),
        unavailable: (!silent.is_empty()).then(|| fill(t.unavailable, &[("registers", &names(&silent))])),
        offers: help.prefill.offers.into_iter().map(|offer| offer_line(m, &form, offer)).collect(),
    }))
}

fn url(draft: &DraftView) -> String {
    format!("{}/kho-du-lieu", address(draft, Step::Place))
}

/// The registers that did not answer a moment ago.
fn silent(page: &Page) -> Vec<RegisterKind> {
    let pairs = page.query.split('&').filter_map(|pair| pair.split_once('='));
    let named = pairs.filter(|(name, _)| *name == UNAVAILABLE).filter_map(|(_, kind)| RegisterKind::from_name(kind));
    let mut silent: Vec<RegisterKind> = named.take(RegisterKind::ALL.len()).collect();
    silent.dedup();
    silent
}

fn label(m: &Messages, form: &Form, field: &str) -> String {
    let Some(question) = form.field(field) else { return field.to_owned() };
    let english = question.label_en.as_ref().filter(|_| m.is_english());
    english.unwrap_or(&question.label_vi).clone()
}

fn whence(m: &Messages, text: &str, field: &str, source: &Source, day: jiff::civil::Date) -> String {
    fill(text, &[("field", &field), ("source", &sentences::source(m, source)), ("day", &format::day(day))])
}

fn offer_line(m: &Messages, form: &Form, offer: domain::own_data::Offer) -> OfferLine {
    let t = &m.own_data.apply;
    let shown = offer.answer.parse::<jiff::civil::Date>().map_or_else(|_| offer.answer.clone(), format::day);
    OfferLine {
        text: fill(t.offer, &[("field", &label(m, form, &offer.field)), ("value", &shown)]),
        whence: whence(m, t.whence, "", &offer.held.source, offer.held.as_of),
        field: offer.field,
    }
}

/// The fields that still say what was filled in; what the applicant has changed since is their own answer.
fn filled(m: &Messages, form: &Form, draft: &DraftView) -> Vec<String> {
    let stands = |field: &str, answer: &str| {
        let given = draft.content.form.get(field).and_then(serde_json::Value::as_str);
        let concept = form.field(field).and_then(|field| field.concept);
        let plain = |text: &str| concept.and_then(|concept| concept.kept(&serde_json::Value::String(text.to_owned())));
        given.is_some_and(|given| given == answer || plain(given) == plain(answer))
    };
    let standing = draft.content.filled.iter().filter(|(field, filled)| stands(field, &filled.answer));
    let line = |(field, filled): (&String, &app::own_data::Filled)| {
        whence(m, m.own_data.apply.filled, &label(m, form, field), &filled.source, filled.as_of)
    };
    standing.map(line).collect()
}

fn again(m: &Messages, form: &Form, help: &FormHelp) -> Vec<String> {
    let t = &m.own_data.apply;
    let line = |again: &domain::own_data::Again| {
        let text = match again.why {
            Why::TooOld => t.too_old,
            Why::Conflicting => t.conflicting,
            Why::Unfit => t.unfit,
        };
        fill(text, &[("field", &label(m, form, &again.field))])
    };
    help.prefill.again.iter().map(line).collect()
}

/// Agreeing, asking registers, filling in, or taking a paper: each with its own button.
pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let (_, draft) = open(&state, &page, &id, &code).await?;
    let to = match fields.text("viec").as_str() {
        "dong-y" => {
            state.app.own_consent(person, true).await?;
            address(&draft, Step::Form)
        }
        "hoi" => {
            let answers = state.app.own_ask_registers(person, &draft).await?;
            let silent = answers.iter().filter(|(_, answer)| *answer == Answer::Unavailable);
            let silent: Vec<String> = silent.map(|(kind, _)| format!("{UNAVAILABLE}={}", kind.name())).collect();
            format!("{}?{}", address(&draft, Step::Form), silent.join("&")).trim_end_matches('?').to_owned()
        }
        "dien" => {
            let chosen: Vec<String> = fields.all("muc").map(str::to_owned).collect();
            let draft = state.app.own_fill(person, draft, &chosen).await?;
            address(&draft, Step::Form)
        }
        "giay-to" => {
            let component = fields.text("component");
            let draft = state.app.own_take_paper(person, draft, &component, &fields.text("muc")).await?;
            format!("{}#giay-{component}", address(&draft, Step::Papers))
        }
        _ => return Err(Problem::Invalid),
    };
    Ok(Redirect::to(&to).into_response())
}

/// A paper that is there already.
pub(super) struct KnownLine {
    id: String,
    text: String,
}

/// The papers of the store that count for one component.
#[derive(Template)]
#[template(path = "apply/own_papers.html")]
pub(super) struct KnownPapers {
    t: &'static OwnDataPaper,
    token: TokenInput,
    action: String,
    component: String,
    lines: Vec<KnownLine>,
}

impl HtmlSafe for KnownPapers {}

/// The papers of the store that count for a procedure.
pub(super) async fn known(page: &Page, state: &AppState, procedure: &Procedure) -> Result<Vec<KnownPaper>, Problem> {
    match page.person.as_deref() {
        Some(person) => Ok(state.app.own_papers(person, procedure).await?),
        None => Ok(Vec::new()),
    }
}

/// Those of one component that the draft does not have yet; `None` when there is none.
pub(super) fn known_papers(
    page: &Page,
    draft: &DraftView,
    known: &[KnownPaper],
    component: &str,
) -> Option<KnownPapers> {
    let (m, t) = (page.m, &page.m.own_data.paper);
    let is_there = |paper: &KnownPaper| {
        draft.content.files.iter().any(|file| file.component == component && file.sha256 == paper.sha256)
    };
    let line = |paper: &KnownPaper| {
        let source = sentences::source(m, &Source::Result { dossier: paper.dossier.clone() });
        let text = fill(t.line, &[("title", &paper.title), ("source", &source), ("day", &format::day(paper.as_of))]);
        KnownLine { id: paper.id.clone(), text }
    };
    let of_this = known.iter().filter(|paper| paper.component == component && !is_there(paper));
    let lines: Vec<KnownLine> = of_this.map(line).collect();
    (!lines.is_empty()).then(|| KnownPapers {
        t,
        token: page.token(),
        action: url(draft),
        component: component.to_owned(),
        lines,
    })
}
