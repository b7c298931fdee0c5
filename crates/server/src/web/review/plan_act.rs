//! The acts on a plan: begin, describe, remove an item, hand it on, issue, finish.

use super::tried::{Tried, Wrong};
use super::{list, plan, plan_url};
use crate::messages::Messages;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format};
use app::review::PlanRequest;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::review::{Document, PlanCommand};
use jiff::civil::Date;

pub(super) async fn create(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let wrong = match describe(page.m, &fields) {
        Ok(command) => {
            match state.app.review_plan_act(&person, PlanRequest { plan: None, seen: None, command }).await {
                Ok(done) => return Ok(Redirect::to(&plan_url(&done.id)).into_response()),
                Err(error) => Wrong::of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    list::refused(page, &state, Tried::new("moi".to_owned(), fields, wrong)).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let wrong = match command(page.m, &action, &fields)? {
        Ok(command) => {
            match state.app.review_plan_act(&person, PlanRequest { plan: Some(id.clone()), seen, command }).await {
                Ok(_) => {
                    return Ok(done_at(&state, &plan_url(&id)));
                }
                Err(error) => Wrong::of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    plan::page_of(page, &state, &id, Tried::new(action, fields, wrong)).await
}

/// The command that a posted form asks for, or the field that cannot be read.
fn command(m: &Messages, action: &str, fields: &Fields) -> Result<Result<PlanCommand, Wrong>, Problem> {
    let number = || fields.text("item").parse().map_err(|_| Wrong::field("item", m.review.refusal.number));
    Ok(match action {
        "describe" => describe(m, fields),
        "remove" => number().map(|number| PlanCommand::RemoveItem { number }),
        "issue" => day(m, fields, "date").map(|date| {
            let document = Document { number: fields.text("document"), date };
            PlanCommand::Issue { document }
        }),
        "hand" => number().and_then(|number| {
            let deadline = day(m, fields, "deadline")?;
            Ok(PlanCommand::HandItem { number, person: fields.text("person"), deadline, reason: fields.text("reason") })
        }),
        "finish" => Ok(PlanCommand::Finish),
        _ => return Err(Problem::NotFound),
    })
}

fn describe(m: &Messages, fields: &Fields) -> Result<PlanCommand, Wrong> {
    let year = fields.text("year").parse().map_err(|_| Wrong::field("year", m.review.refusal.number))?;
    Ok(PlanCommand::Describe { year, title_vi: fields.text("title"), legal_basis_vi: fields.text("basis") })
}

/// A day of a posted form.
pub(super) fn day(m: &Messages, fields: &Fields, name: &str) -> Result<Date, Wrong> {
    format::read_day(&fields.text(name)).ok_or_else(|| Wrong::field(name, m.common.field.bad_date))
}
