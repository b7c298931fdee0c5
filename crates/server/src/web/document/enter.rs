//! `/can-bo/van-ban-den/moi`: the clerk takes a document in, with its files, and registers it or sends it back.

use super::{LIST, day_or_none, url_of, wrong_of};
use crate::messages::{DocumentEnter, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::review::tried::{Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::upload::{self, Allowed, Kept, Received};
use crate::web::{Page, Problem, problem};
use app::document::{NewArrival, Outcome};
use app::{ActError, UPLOAD_BYTES_MAX};
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::Role;
use domain::document::{Circulation, Source, Urgency, secret_level};
use domain::procedure::FileKind;

/// What the inputs of the files are called.
const FILES: [&str; 3] = ["file", "annex1", "annex2"];
const REGISTER: &str = "register";
const BROKEN: &str = "broken";
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "document/enter.html")]
struct View {
    page: Page,
    t: &'static DocumentEnter,
    crumbs: Crumbs,
    errors: Errors,
    refusal: Option<String>,
    like: Option<(String, String)>,
    fields: Vec<Field>,
    kept: Vec<Kept>,
    files: Vec<Field>,
    outcome: Vec<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    draw(page, &state, &Tried::default(), &Received::default(), None)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    if agencies(&page)?.is_empty() {
        return Err(Problem::NotFound);
    }
    let received = upload::receive(&state.app, &page, multipart, |fields, input| {
        // Not a byte of a state secret is kept: its mark stands before its files.
        let takes = FILES.contains(&input) && secret_level(&fields.text("secrecy")).is_none();
        takes.then(|| Allowed {
            component: input.to_owned(),
            kinds: FileKind::DEFAULT.into(),
            max_bytes: UPLOAD_BYTES_MAX,
        })
    })
    .await?;
    let mut like = None;
    let wrong = match refused(&received).map_or_else(|| arrival(page.m, &received), Err) {
        Ok(new) => match state.app.take_in_document(&person, new).await {
            Ok(done) => return Ok(done_at(&state, &url_of(&done.id))),
            Err(error) => {
                if let ActError::Document(refusal) = &error
                    && let Some((id, found)) = state.app.like_of(&person, refusal).await?
                {
                    let number = found.number.map_or(0, |number| number.number);
                    like = Some((url_of(&id), fill(page.m.document.enter.see_like, &[("number", &number)])));
                }
                wrong_of(page.m, error)?
            }
        },
        Err(wrong) => wrong,
    };
    let tried = Tried::new("moi".to_owned(), received.fields.clone(), wrong);
    draw(page, &state, &tried, &received, like)
}

/// The first file that was not taken, as a fault of its field.
fn refused(received: &Received) -> Option<Wrong> {
    received.refused.first().map(|file| Wrong::field(&file.component, &file.reason))
}

/// The agencies whose register the person keeps; who keeps none finds no page.
fn agencies(page: &Page) -> Result<Vec<String>, Problem> {
    let person = page.caller()?;
    let keeps = |unit: &&str| person.holds(Role::RecordsClerk, unit, page.today);
    let units: Vec<String> = person.units(page.today).into_iter().filter(keeps).map(str::to_owned).collect();
    if units.is_empty() { Err(Problem::NotFound) } else { Ok(units) }
}

fn arrival(m: &Messages, received: &Received) -> Result<NewArrival, Wrong> {
    let fields = &received.fields;
    let choice = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty());
    Ok(NewArrival {
        agency: fields.text("agency"),
        source: Source::from_name(&fields.text("source")).ok_or_else(|| missing(m, "source"))?,
        author: fields.text("author"),
        symbol: fields.text("symbol"),
        day: day_or_none(m, "day", &fields.text("day"))?,
        kind: choice("kind"),
        subject: fields.text("subject"),
        urgency: Urgency::from_name(&fields.text("urgency")).unwrap_or_default(),
        circulation: Circulation::from_name(&fields.text("circulation")),
        secrecy: fields.text("secrecy"),
        due: day_or_none(m, "due", &fields.text("due"))?,
        note: fields.text("note"),
        files: received.claims(),
        outcome: outcome(m, fields)?,
    })
}

/// What becomes of it, as the form says.
pub(super) fn outcome(m: &Messages, fields: &Fields) -> Result<Outcome, Wrong> {
    let back = |is_authentic| Outcome::Return { is_authentic, reason: fields.text("reason") };
    match fields.text("outcome").as_str() {
        REGISTER => Ok(Outcome::Register { despite: fields.has("despite") }),
        BROKEN => Ok(back(false)),
        OTHER => Ok(back(true)),
        _ => Err(missing(m, "outcome")),
    }
}

fn missing(m: &Messages, field: &str) -> Wrong {
    Wrong::field(field, m.document.refusal.text_missing)
}

/// The fields of what the check found.
pub(super) fn outcome_fields(m: &'static Messages, form: &str, tried: &Tried) -> Vec<Field> {
    let t = &m.document.enter;
    let choices = vec![
        FormChoice::new(REGISTER, t.register),
        FormChoice::new(BROKEN, t.return_broken),
        FormChoice::new(OTHER, t.return_other),
    ];
    let mut fields = vec![
        tried.line(m, form, ("outcome", t.outcome), REGISTER).kind(Control::Radio(choices)),
        tried.line(m, form, ("reason", t.reason), "").kind(Control::Area).optional(),
    ];
    let is_alike = tried.wrong.field.as_ref().is_some_and(|(_, said)| said == m.document.refusal.duplicate);
    if tried.form == form && (is_alike || tried.fields.has("despite")) {
        fields.push(tried.line(m, form, ("despite", t.despite), "").kind(Control::Tick));
    }
    fields
}

fn draw(
    page: Page,
    state: &AppState,
    tried: &Tried,
    received: &Received,
    like: Option<(String, String)>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.document.enter);
    let fields = fields(&page, state, tried)?;
    let accept = upload::accept(&FileKind::DEFAULT);
    let labels = [t.file, t.annex, t.annex].into_iter().zip(FILES);
    let files: Vec<Field> = labels
        .map(|(label, name)| {
            tried.line(m, "moi", (name, label), "").kind(Control::File(accept.clone())).max_length(0).optional()
        })
        .enumerate()
        .map(|(index, field)| if index == 0 { field.hint(t.file_hint) } else { field })
        .collect();
    let outcome = outcome_fields(m, "moi", tried);
    let all = fields.iter().chain(&files).chain(&outcome);
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.document.list.title.to_owned())], t.title),
        errors: Errors::of(m, all),
        refusal: tried.wrong.refusal.clone(),
        like,
        kept: received.kept(),
        fields,
        files,
        outcome,
        t,
        page,
    };
    problem::show_with(status, &shown)
}

fn fields(page: &Page, state: &AppState, tried: &Tried) -> Result<Vec<Field>, Problem> {
    let (m, t, mark) = (page.m, &page.m.document.enter, &page.m.document.mark);
    let catalogue = state.app.catalogue();
    let agencies: Vec<FormChoice> = agencies(page)?
        .into_iter()
        .map(|unit| FormChoice::new(unit.clone(), catalogue.unit_name(&unit, page.today)))
        .collect();
    let first = agencies.first().map(|unit| unit.value.clone()).unwrap_or_default();
    let english = m.is_english();
    let kinds: Vec<FormChoice> = state
        .app
        .document_types()?
        .on(page.today)
        .map(|kind| FormChoice::new(kind.id.clone(), if english { &kind.name_en } else { &kind.name_vi }))
        .collect();
    let sources = Source::TYPED.map(|source| FormChoice::new(source.name(), sentences::document_source(m, source)));
    let urgencies = Urgency::ALL.map(|urgency| FormChoice::new(urgency.name(), sentences::urgency(m, urgency)));
    let rounds = Circulation::ALL.map(|round| FormChoice::new(round.name(), sentences::circulation(m, round)));
    // The marks are sent in Vietnamese, as they stand on the document.
    let secrets = [("mật", mark.secret), ("tối mật", mark.highly_secret), ("tuyệt mật", mark.top_secret)];
    let secrets = secrets.map(|(value, text)| FormChoice::new(value, text));
    let line = |name: &'static str, label| tried.line(m, "moi", (name, label), "");
    Ok(vec![
        tried.line(m, "moi", ("agency", t.agency), &first).kind(Control::Choice(agencies)),
        tried.line(m, "moi", ("source", t.source), Source::Paper.name()).kind(Control::Radio(sources.into())),
        line("secrecy", t.secrecy)
            .kind(Control::Choice(secrets.into()))
            .hint(t.secrecy_hint)
            .optional_silently(mark.none),
        line("author", t.author),
        line("symbol", t.symbol).hint(t.symbol_hint).short().optional(),
        line("day", t.day).hint(m.common.field.bad_date).short().optional(),
        line("kind", t.kind).kind(Control::Choice(kinds)).optional(),
        line("subject", t.subject).kind(Control::Area),
        tried.line(m, "moi", ("urgency", t.urgency), Urgency::Normal.name()).kind(Control::Choice(urgencies.into())),
        line("circulation", t.circulation).kind(Control::Choice(rounds.into())).optional_silently(mark.none),
        line("due", t.due).hint(m.common.field.bad_date).short().optional(),
        line("note", t.note).optional(),
    ])
}
