//! The acts on a sheet as a whole: hand in, take back, take the system's figures, accept, state a fact.

use super::sheet::{self, writes};
use super::{sheet_url, wrong_of};
use crate::messages::Messages;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, FormChoice};
use crate::web::review::tried::{ActionView, Tried};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm};
use app::round::{SheetRequest, SheetView};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::RoundAction;
use domain::round::{RoundState, SheetCommand, veto_headings};
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, unit, action)): Path<(String, String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let request = SheetRequest {
        round: id.clone(),
        unit: unit.clone(),
        seen: fields.text("version").parse().ok(),
        command: command(&action, &fields)?,
        kept: Vec::new(),
        files: Vec::new(),
    };
    let wrong = match state.app.round_sheet_act(&person, request).await {
        Ok(_) => return Ok(done_at(&state, &sheet_url(&id, &unit))),
        Err(error) => wrong_of(page.m, error)?,
    };
    sheet::page_of(page, &state, (&id, &unit), Tried::new(action, fields, wrong)).await
}

/// The command that a posted form asks for.
fn command(action: &str, fields: &Fields) -> Result<SheetCommand, Problem> {
    Ok(match action {
        "nop" => SheetCommand::Submit,
        "rut" => SheetCommand::TakeBack,
        "so-lieu" => SheetCommand::Fill { known: BTreeMap::new() },
        "chap-nhan" => SheetCommand::Accept { missing_reason: fields.text("missing_reason") },
        "su-viec" => SheetCommand::State { name: fields.text("name"), value: fields.text("value") },
        _ => return Err(Problem::NotFound),
    })
}

/// The forms of what can be done now, and only those.
pub(super) fn actions(m: &'static Messages, view: &SheetView, today: Date, tried: &Tried) -> Vec<ActionView> {
    let t = &m.round.sheet;
    let may = |action| view.actions.contains(&action);
    let url = |form: &str| format!("{}/viec/{form}", sheet_url(&view.id, &view.unit));
    let bare = |form: &str, title: &str| tried.action(form, title.to_owned(), url(form), Vec::new());
    let mut actions = Vec::new();
    match view.round.state {
        RoundState::SelfAssessment => {
            let runs = view.round.due.is_none_or(|due| today <= due);
            match &view.sheet.submitted {
                Some(_) if runs && may(RoundAction::Submit) => actions.push(bare("rut", t.take_back)),
                None if runs => {
                    if writes(view, today) && view.sheet.items.values().any(|item| item.known.is_some()) {
                        actions.push(bare("so-lieu", t.fill));
                    }
                    if may(RoundAction::Submit) {
                        actions.push(bare("nop", t.submit));
                    }
                }
                Some(_) | None => (),
            }
        }
        RoundState::FirstAppraisal | RoundState::SecondAppraisal | RoundState::Correction
            if may(RoundAction::Appraise) =>
        {
            let reason =
                tried.line(m, "chap-nhan", ("missing_reason", t.missing_reason), "").hint(t.missing_hint).optional();
            actions.push(tried.action("chap-nhan", t.accept.to_owned(), url("chap-nhan"), vec![reason]));
            actions.extend(fact_form(m, view, tried, url("su-viec")));
        }
        RoundState::Draft
        | RoundState::FirstAppraisal
        | RoundState::Explanation
        | RoundState::SecondAppraisal
        | RoundState::Computed
        | RoundState::Approved
        | RoundState::Published
        | RoundState::Correction => (),
    }
    actions
}

fn fact_form(m: &'static Messages, view: &SheetView, tried: &Tried, url: String) -> Option<ActionView> {
    let t = &m.round.sheet;
    let names = veto_headings(&view.card);
    let choices: Vec<FormChoice> = names.iter().map(|name| FormChoice::new(name.clone(), name.clone())).collect();
    let first = names.first()?;
    let fields = vec![
        tried.line(m, "su-viec", ("name", t.fact_name), first).kind(Control::Choice(choices)),
        tried.line(m, "su-viec", ("value", t.fact_value), "").short().digits(),
    ];
    Some(tried.action("su-viec", t.state_fact.to_owned(), url, fields))
}
