//! The acts on a round: open, lock, return, resume, work out, approve, send back, publish, correct.

use super::{round_url, show, wrong_of};
use crate::messages::Messages;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::Control;
use crate::web::review::tried::{ActionView, Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format};
use app::round::{RoundRequest, RoundView};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::RoundAction;
use domain::round::{Decision, RoundCommand, RoundState};

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
            match state.app.round_act(&person, RoundRequest { round: Some(id.clone()), seen, command }).await {
                Ok(_) => return Ok(done_at(&state, &round_url(&id))),
                Err(error) => wrong_of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    show::page_of(page, &state, &id, Tried::new(action, fields, wrong)).await
}

/// The command that a posted form asks for, or the field that cannot be read.
fn command(m: &Messages, action: &str, fields: &Fields) -> Result<Result<RoundCommand, Wrong>, Problem> {
    let reason = || fields.text("reason");
    Ok(match action {
        "mo" => Ok(RoundCommand::Open),
        "khoa" => Ok(RoundCommand::Lock { reason: reason() }),
        "tra-lai-muc" => Ok(RoundCommand::Return),
        "lan-2" => Ok(RoundCommand::Resume),
        "tinh" => Ok(RoundCommand::Compute),
        "tra-lai" => Ok(RoundCommand::SendBack { reason: reason() }),
        "phe-duyet" => match format::read_day(&fields.text("date")) {
            Some(date) => Ok(RoundCommand::Approve { decision: Decision { number: fields.text("document"), date } }),
            None => Err(Wrong::field("date", m.common.field.bad_date)),
        },
        "cong-bo" => Ok(RoundCommand::Publish),
        "dinh-chinh" => Ok(RoundCommand::Correct { reason: reason() }),
        _ => return Err(Problem::NotFound),
    })
}

/// The forms of what can be done now, and only those.
pub(super) fn actions(m: &'static Messages, view: &RoundView, tried: &Tried) -> Vec<ActionView> {
    let t = &m.round.show;
    let (configures, conducts, approves) = (
        view.actions.contains(&RoundAction::Configure),
        view.actions.contains(&RoundAction::Conduct),
        view.actions.contains(&RoundAction::Approve),
    );
    let url = |form: &str| format!("{}/viec/{form}", round_url(&view.id));
    let bare = |form: &str, title: &str| tried.action(form, title.to_owned(), url(form), Vec::new());
    let reasoned = |form: &str, title: &str, label: &str, is_needed: bool| {
        let field = tried.line(m, form, ("reason", label), "").kind(Control::Area).required(is_needed);
        tried.action(form, title.to_owned(), url(form), vec![field])
    };
    let mut actions = Vec::new();
    match view.round.state {
        RoundState::Draft if configures => actions.push(bare("mo", t.open_round)),
        RoundState::SelfAssessment if configures => {
            actions.push(reasoned("khoa", t.lock, t.lock_reason, false));
        }
        RoundState::FirstAppraisal if conducts => {
            actions.push(bare("tra-lai-muc", t.return_items));
            actions.push(bare("lan-2", t.resume));
        }
        RoundState::Explanation if conducts => actions.push(bare("lan-2", t.resume)),
        RoundState::SecondAppraisal | RoundState::Correction if conducts => actions.push(bare("tinh", t.compute)),
        RoundState::Computed if approves => {
            let fields = vec![
                tried.line(m, "phe-duyet", ("document", t.document), ""),
                tried.line(m, "phe-duyet", ("date", t.date), "").short().hint(m.common.field.bad_date),
            ];
            actions.push(tried.action("phe-duyet", t.approve.to_owned(), url("phe-duyet"), fields));
            actions.push(reasoned("tra-lai", t.send_back, t.reason, true));
        }
        RoundState::Approved if configures => actions.push(bare("cong-bo", t.publish)),
        RoundState::Published if configures => {
            actions.push(reasoned("dinh-chinh", t.correct, t.reason, true));
        }
        RoundState::Draft
        | RoundState::SelfAssessment
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
