//! `/tra-cuu/viec`: the applicant without an account shows a number given in the dossier, then hands in what is missing,
//! rates or withdraws.

use super::action_form::{self, ActionView, Offered, Place, Tried};
use super::notice::NoticeBlock;
use super::{actions, show};
use crate::messages::PublicGuest;
use crate::sentences;
use crate::state::AppState;
use crate::web::account::notice;
use crate::web::components::{Control, Crumbs, Errors, Field, Stages};
use crate::web::cookies::{self, Kind};
use crate::web::view::{self, Fact};
use crate::web::{Notice, Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::dossier::{ActionRequest, GuestView};
use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::dossier::{ActionKind, Stage};
use serde::Deserialize;

/// Where all of this stands.
const HERE: &str = "/tra-cuu/viec";

/// The query: a code that is known already.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
}

#[derive(Template)]
#[template(path = "dossier/guest_number.html")]
struct NumberView {
    page: Page,
    t: &'static PublicGuest,
    crumbs: Crumbs,
    errors: Errors,
    code: Field,
    number: Field,
}

impl NumberView {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

#[derive(Template)]
#[template(path = "dossier/guest.html")]
struct View {
    page: Page,
    t: &'static PublicGuest,
    crumbs: Crumbs,
    errors: Errors,
    code: String,
    sentence: &'static str,
    stages: Stages,
    facts: Vec<Fact>,
    notice: Option<NoticeBlock>,
    /// Whether there is something to pay, or was.
    pays: bool,
    actions: Vec<ActionView>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

/// The open dossier, or the question for the number. Another code in the address asks again.
pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let code = asked.code.trim();
    match open(&page, &state, &jar).await {
        Ok(of) if code.is_empty() || of.dossier.code.as_str() == code => {
            page_of(page, &state, &of, &Tried::default(), StatusCode::OK)
        }
        Ok(_) | Err(ActError::NotFound) => number(page, code, "", None),
        Err(other) => Err(other.into()),
    }
}

/// Opens the dossier for whoever shows the number.
pub(super) async fn enter(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (code, shown) = (fields.text("code"), fields.text("number"));
    match state.app.guest_pass(page.secret(), &code, &shown).await {
        Ok(pass) => {
            let mut response = Redirect::to(HERE).into_response();
            let seconds = pass.expires_at.seconds_since(state.app.clock().now());
            let life = u64::try_from(seconds).ok();
            cookies::set(response.headers_mut(), &state.settings, Kind::Guest, &pass.token, life);
            Ok(response)
        }
        Err(ActError::NotFound) => {
            let wrong = page.m.public.guest.wrong;
            number(page, &code, &shown, Some(wrong))
        }
        Err(other) => Err(other.into()),
    }
}

/// Does one thing with the open dossier.
pub(super) async fn act(
    page: Page,
    State(state): State<AppState>,
    Path(action): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let action = ActionKind::from_name(&action).ok_or(Problem::NotFound)?;
    let jar = CookieJar::from_headers(&headers);
    let pass = cookies::read(&jar, &state.settings, Kind::Guest).unwrap_or_default();
    // Nobody's files are taken in before it is known whose dossier they belong to.
    open(&page, &state, &jar).await.map_err(Problem::from)?;
    let received = actions::read(&page, &state, action, request).await?;
    let version = received.fields.text("version").parse().ok();
    let (status, tried) = match action_form::body(page.m, action, &received) {
        Ok(body) => {
            let request = ActionRequest { action, body };
            match state.app.guest_act(page.secret(), &pass, version, request).await {
                Ok(_) => return Ok(done(&state, action)),
                Err(error) => actions::tried(page.m, action, received, error)?,
            }
        }
        Err(faults) => {
            let tried = Tried { action: Some(action), received, faults, ..Tried::default() };
            (StatusCode::UNPROCESSABLE_ENTITY, tried)
        }
    };
    let of = open(&page, &state, &jar).await?;
    if !of.actions.contains(&action) && tried.refusal.is_none() {
        return Err(Problem::NotYours);
    }
    page_of(page, &state, &of, &tried, status)
}

/// Closes the dossier in this browser, as on a computer that others use.
pub(super) async fn leave(State(state): State<AppState>, SignedForm(_): SignedForm) -> Result<Response, Problem> {
    let mut response = Redirect::to("/tra-cuu").into_response();
    cookies::forget(response.headers_mut(), &state.settings, Kind::Guest);
    Ok(response)
}

fn done(state: &AppState, action: ActionKind) -> Response {
    let mut response = Redirect::to(HERE).into_response();
    let what = if action == ActionKind::Rate { Notice::Rated } else { Notice::Done };
    notice(state, response.headers_mut(), what);
    response
}

async fn open(page: &Page, state: &AppState, jar: &CookieJar) -> Result<GuestView, ActError> {
    let pass = cookies::read(jar, &state.settings, Kind::Guest).unwrap_or_default();
    state.app.guest_view(page.secret(), &pass).await
}

fn number(page: Page, code: &str, shown: &str, wrong: Option<&str>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.guest);
    let code = Field::new(m, "code", m.public.track.code).hint(m.public.track.code_hint).value(code).error(wrong);
    let number = Field::new(m, "number", t.number).hint(t.number_hint).value(shown).max_length(20);
    let number = number.kind(Control::Line("tel")).autocomplete("tel");
    let status = if wrong.is_some() { StatusCode::NOT_FOUND } else { StatusCode::OK };
    let view = NumberView {
        crumbs: crumbs(&page),
        errors: Errors::of(m, [&code]),
        code: code.short(),
        number: number.short(),
        t,
        page,
    };
    problem::show_with(status, &view)
}

fn crumbs(page: &Page) -> Crumbs {
    let above = vec![("/tra-cuu".to_owned(), page.m.common.nav.track.to_owned())];
    Crumbs::new(page.m, above, page.m.public.guest.title)
}

fn page_of(
    page: Page,
    state: &AppState,
    of: &GuestView,
    tried: &Tried,
    status: StatusCode,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.guest);
    let dossier = &of.dossier;
    let catalogue = state.app.catalogue();
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    let offered = Offered::papers(procedure.map(AsRef::as_ref));
    let place = Place { page: &page, below: "/tra-cuu", version: dossier.version };
    let actions: Vec<ActionView> =
        of.actions.iter().map(|action| action_form::view(&place, *action, &offered, tried)).collect();
    let mut facts = vec![Fact::new(
        m.public.receipt.procedure,
        view::procedure_name(&catalogue, &dossier.procedure, &dossier.procedure_version),
    )];
    facts.extend(super::facts::waiting(m, &catalogue, dossier));
    let notice = of.notice.as_ref().map(|notice| NoticeBlock::of(m, procedure.map(AsRef::as_ref), notice));
    facts.extend(of.told.as_ref().map(|told| Fact::lines(t.told, told.lines().map(str::to_owned).collect())));
    facts.push(view::due_fact(m, dossier));
    let pays = !dossier.payments.is_empty();
    if dossier.stage == Stage::AwaitingPayment {
        let desk = catalogue.unit_name(&dossier.receiving_unit, page.today);
        let pay = crate::messages::fill(m.public.track.to_do_payment, &[("unit", &desk)]);
        facts.push(Fact::new(m.public.track.to_do, pay));
    }
    facts.extend(dossier.rating.map(|score| Fact::new(m.public.track.rating, format!("{score}/5"))));
    facts.push(Fact::new(m.staff.dossier.submitted, format::moment(m, dossier.submitted_at)));
    let view = View {
        crumbs: crumbs(&page),
        errors: Errors::new(m, show::faults(&actions, tried)),
        code: dossier.code.to_string(),
        sentence: sentences::stage_for_applicant(m, dossier.stage, dossier.rating.is_some()),
        stages: view::stages(m, dossier.stage),
        facts,
        notice,
        pays,
        actions,
        t,
        page,
    };
    problem::show_with(status, &view)
}
