//! `/lay-so/{desk}`: large buttons that give a number; a device of the desk is signed in as one of its clerks.

use super::{refused, service_name};
use crate::messages::{DeskKiosk, fill};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::view::Fact;
use crate::web::{Page, Problem, SignedForm, problem};
use app::desk::DrawRequest;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

struct Button {
    letter: String,
    name: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "desk/kiosk.html")]
struct View {
    page: Page,
    t: &'static DeskKiosk,
    crumbs: Crumbs,
    heading: String,
    refusal: Option<String>,
    example: bool,
    url: String,
    token: TokenInput,
    buttons: Vec<Button>,
    ground: Field,
    code: Field,
    clauses: Vec<Fact>,
}

impl View {
    fn heading(&self) -> &str {
        &self.heading
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(desk): Path<String>,
) -> Result<Response, Problem> {
    draw(page, &state, &desk, None).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(desk): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let request = if fields.has("code") {
        DrawRequest::Appointment { code: fields.text("code") }
    } else {
        let ground = Some(fields.text("ground")).filter(|ground| !ground.is_empty());
        DrawRequest::Service { service: fields.text("service"), ground }
    };
    match state.app.draw_ticket(page.person.as_deref(), page.secret(), &desk, request).await {
        Ok(numbered) => Ok(Redirect::to(&format!("/so-thu-tu/{}", numbered.code)).into_response()),
        Err(error) => {
            let refusal = refused(page.m, error)?;
            draw(page, &state, &desk, Some(refusal)).await
        }
    }
}

async fn draw(page: Page, state: &AppState, desk: &str, refusal: Option<String>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.desk.kiosk);
    let board = state.app.board(desk).await?;
    let catalogue = state.app.catalogue();
    let plan = catalogue.desk_plan(desk, page.today).ok_or(Problem::NotFound)?;
    let waiting = |letter: &str| {
        let count = board.waiting.iter().find(|(known, _)| known == letter).map_or(0, |(_, count)| *count);
        fill(t.waiting, &[("count", &count)])
    };
    let buttons = plan.services.iter().map(|service| Button {
        letter: service.letter.clone(),
        name: service_name(m, service).to_owned(),
        waiting: waiting(&service.letter),
    });
    let english = m.is_english();
    let grounds: Vec<_> = catalogue.priority_grounds(page.today).collect();
    let choices = grounds.iter().map(|ground| {
        FormChoice::new(ground.code.clone(), if english { ground.name_en.clone() } else { ground.name_vi.clone() })
    });
    let clauses = grounds
        .iter()
        .map(|ground| Fact::new(if english { &ground.name_en } else { &ground.name_vi }, ground.clause_vi.clone()));
    let heading = fill(t.title, &[("unit", &catalogue.unit_name(desk, page.today))]);
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), heading.clone()),
        heading,
        refusal,
        example: plan.example,
        url: format!("/lay-so/{desk}"),
        token: page.token(),
        buttons: buttons.collect(),
        ground: Field::new(m, "ground", t.priority)
            .kind(Control::Choice(choices.collect()))
            .optional_silently(t.priority_none)
            .hint(t.priority_hint),
        code: Field::new(m, "code", t.code).short().max_length(20),
        clauses: clauses.collect(),
        t,
        page,
    };
    let status = if view.refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    problem::show_with(status, &view)
}
