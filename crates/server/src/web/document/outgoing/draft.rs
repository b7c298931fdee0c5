//! `/can-bo/van-ban-di/moi`: somebody begins a document, perhaps as the answer to one that came.

use super::list::kind_name;
use super::{LIST, url_of};
use crate::messages::{OutgoingDraft, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::document::wrong_of;
use crate::web::review::tried::Tried;
use crate::web::staff::staff_of_page;
use crate::web::{Page, Problem, SignedForm, problem};
use app::document::NewDraft;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::document::{Circulation, Urgency};
use serde::Deserialize;

const FORM: &str = "soan";

/// The query: the document that came and is to be answered.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::web) struct Asked {
    tra_loi: String,
}

#[derive(Template)]
#[template(path = "outgoing/draft.html")]
struct View {
    page: Page,
    t: &'static OutgoingDraft,
    crumbs: Crumbs,
    errors: Errors,
    refusal: Option<String>,
    answers: Option<(String, String)>,
    fields: Vec<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(in crate::web) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    draw(page, &state, &asked.tra_loi, &Tried::default()).await
}

pub(in crate::web) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let agency = fields.text("agency");
    let answers = fields.text("answers");
    let new = NewDraft {
        unit: agency.clone(),
        agency,
        kind: fields.text("kind"),
        subject: fields.text("subject"),
        urgency: Urgency::from_name(&fields.text("urgency")).unwrap_or_default(),
        circulation: Circulation::from_name(&fields.text("circulation")),
        secrecy: fields.text("secrecy"),
        answers: Some(answers.clone()).filter(|id| !id.is_empty()),
    };
    match state.app.begin_outgoing(&person, new).await {
        Ok(done) => Ok(done_at(&state, &url_of(&done.id))),
        Err(error) => {
            let wrong = wrong_of(page.m, error)?;
            draw(page, &state, &answers, &Tried::new(FORM.to_owned(), fields, wrong)).await
        }
    }
}

async fn draw(page: Page, state: &AppState, answers: &str, tried: &Tried) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let (m, t) = (page.m, &page.m.outgoing.draft);
    let answered = if answers.is_empty() { None } else { Some(state.app.incoming_document(&person, answers).await?) };
    let subject = answered.as_ref().map(|view| view.document.arrival.subject.clone()).unwrap_or_default();
    let fields = fields(&page, state, &person.units(page.today), &subject, tried)?;
    let shown = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.outgoing.list.title.to_owned())], t.title),
        errors: Errors::of(m, &fields),
        refusal: tried.wrong.refusal.clone(),
        answers: answered.map(|view| (view.id.clone(), fill(t.answers, &[("id", &view.id)]))),
        fields,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn fields(page: &Page, state: &AppState, units: &[&str], subject: &str, tried: &Tried) -> Result<Vec<Field>, Problem> {
    let (m, t, mark) = (page.m, &page.m.outgoing.draft, &page.m.document.mark);
    let catalogue = state.app.catalogue();
    let first = units.first().copied().ok_or(Problem::NotFound)?;
    let agencies = units.iter().map(|unit| FormChoice::new(*unit, catalogue.unit_name(unit, page.today))).collect();
    // Copies are made of documents, not written.
    let kinds = state.app.document_types()?.on(page.today).filter(|kind| !kind.is_copy);
    let kinds: Vec<FormChoice> = kinds
        .map(|kind| Ok(FormChoice::new(kind.id.clone(), kind_name(page, state, &kind.id)?)))
        .collect::<Result<_, Problem>>()?;
    let urgencies = Urgency::ALL.map(|urgency| FormChoice::new(urgency.name(), sentences::urgency(m, urgency)));
    let rounds = Circulation::ALL.map(|round| FormChoice::new(round.name(), sentences::circulation(m, round)));
    let secrets = [("mật", mark.secret), ("tối mật", mark.highly_secret), ("tuyệt mật", mark.top_secret)];
    let secrets = secrets.map(|(value, text)| FormChoice::new(value, text));
    let line = |name: &'static str, label| tried.line(m, FORM, (name, label), "");
    Ok(vec![
        tried.line(m, FORM, ("agency", t.agency), first).kind(Control::Choice(agencies)),
        line("secrecy", t.secrecy)
            .kind(Control::Choice(secrets.into()))
            .hint(t.secrecy_hint)
            .optional_silently(mark.none),
        tried.line(m, FORM, ("kind", t.kind), "cong_van").kind(Control::Choice(kinds)),
        tried.line(m, FORM, ("subject", t.subject), subject).kind(Control::Area),
        tried.line(m, FORM, ("urgency", t.urgency), Urgency::Normal.name()).kind(Control::Choice(urgencies.into())),
        line("circulation", t.circulation).kind(Control::Choice(rounds.into())).optional_silently(mark.none),
    ])
}
