//! The acts on a review that are a button or a short form: hand in, confirm, send back, decide, carry out.

use super::plan_act::day;
use super::tried::{ActionView, Tried, Wrong};
use super::{review_url, show};
use crate::messages::{Messages, fill};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, FormChoice};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm};
use app::review::{ReviewRequest, ReviewView};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::ReviewAction;
use domain::review::{Decision, Document, ReviewCommand, ReviewState};

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure, action)): Path<(String, String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let wrong = match command(page.m, &action, &fields)? {
        Ok(command) => {
            let request = ReviewRequest { plan: plan.clone(), procedure: procedure.clone(), seen, command };
            match state.app.review_act(&person, request).await {
                Ok(_) => {
                    return Ok(done_at(&state, &review_url(&plan, &procedure)));
                }
                Err(error) => Wrong::of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    show::page_of(page, &state, (&plan, &procedure), Tried::new(action, fields, wrong)).await
}

/// The command that a posted form asks for, or the field that cannot be read. The number of a proposal stands after a
/// hyphen: `quyet-dinh-2`.
fn command(m: &Messages, action: &str, fields: &Fields) -> Result<Result<ReviewCommand, Wrong>, Problem> {
    match action {
        "trinh" => return Ok(Ok(ReviewCommand::HandIn)),
        "xac-nhan" => return Ok(Ok(ReviewCommand::Confirm)),
        "tra-lai" => return Ok(Ok(ReviewCommand::SendBack { reason: fields.text("reason") })),
        _ => (),
    }
    let (kind, number) = action.rsplit_once('-').ok_or(Problem::NotFound)?;
    let number: u32 = number.parse().map_err(|_| Problem::NotFound)?;
    Ok(match kind {
        "quyet-dinh" => decide(m, number, fields),
        "thuc-hien" => {
            let revision = fields.text("revision").parse();
            let wrong = |_| Wrong::field("revision", m.review.refusal.number);
            revision.map_err(wrong).map(|revision| ReviewCommand::Link { number, revision })
        }
        "bo" => Ok(ReviewCommand::Drop { number }),
        _ => return Err(Problem::NotFound),
    })
}

fn decide(m: &Messages, number: u32, fields: &Fields) -> Result<ReviewCommand, Wrong> {
    let decision = match fields.text("decision").as_str() {
        "adopted" => Decision::Adopted,
        "rejected" => Decision::Rejected,
        _ => return Err(Wrong::field("decision", m.review.refusal.text_missing)),
    };
    let document = Document { number: fields.text("document"), date: day(m, fields, "date")? };
    Ok(ReviewCommand::Decide { number, decision, document, reason_vi: fields.text("reason") })
}

/// The forms of what can be done now, and only those.
pub(super) fn actions(m: &'static Messages, view: &ReviewView, url: &str, tried: &Tried) -> Vec<ActionView> {
    let t = &m.review.action;
    let may = |action| view.actions.contains(&action);
    let address = |form: &str| format!("{url}/viec/{form}");
    let bare = |form: &str, title: &str| tried.action(form, title.to_owned(), address(form), Vec::new());
    let is_open = view.plan_state.is_open();
    let mut actions = Vec::new();
    match view.review.state {
        ReviewState::Draft if is_open && may(ReviewAction::FillIn) => {
            actions.push(bare("trinh", t.hand_in));
        }
        ReviewState::HandedIn if is_open && may(ReviewAction::Confirm) => {
            actions.push(bare("xac-nhan", t.confirm));
            let reason = tried.line(m, "tra-lai", ("reason", m.review.plan.reason), "").kind(Control::Area);
            actions.push(tried.action("tra-lai", t.send_back.to_owned(), address("tra-lai"), vec![reason]));
        }
        ReviewState::Waiting | ReviewState::Draft | ReviewState::HandedIn | ReviewState::Confirmed => (),
    }
    for (number, record) in &view.review.proposals {
        match &record.decided {
            None if view.review.state == ReviewState::Confirmed && may(ReviewAction::Decide) => {
                actions.push(decide_form(m, *number, url, tried));
            }
            Some(decided) if decided.decision == Decision::Adopted && may(ReviewAction::Link) => {
                actions.push(link_form(m, *number, record.revision, url, tried));
            }
            None | Some(_) => (),
        }
    }
    actions
}

fn decide_form(m: &'static Messages, number: u32, url: &str, tried: &Tried) -> ActionView {
    let t = &m.review.proposal;
    let form = format!("quyet-dinh-{number}");
    let choices = vec![FormChoice::new("adopted", t.adopted), FormChoice::new("rejected", t.rejected)];
    let fields = vec![
        tried.line(m, &form, ("decision", t.decision), "").kind(Control::Radio(choices)),
        tried.line(m, &form, ("document", t.document), ""),
        tried.line(m, &form, ("date", t.date), "").short().hint(m.common.field.bad_date),
        tried.line(m, &form, ("reason", t.decision_reason), "").kind(Control::Area).optional(),
    ];
    tried.action(&form, fill(t.decide, &[("number", &number)]), format!("{url}/viec/{form}"), fields)
}

fn link_form(m: &'static Messages, number: u32, revision: Option<u32>, url: &str, tried: &Tried) -> ActionView {
    let t = &m.review.proposal;
    let form = format!("thuc-hien-{number}");
    let stored = revision.map(|revision| revision.to_string()).unwrap_or_default();
    let field = tried.line(m, &form, ("revision", t.revision), &stored).short().digits().hint(t.revision_hint);
    tried.action(&form, fill(t.link, &[("number", &number)]), format!("{url}/viec/{form}"), vec![field])
}
