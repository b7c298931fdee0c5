//! The acts on an incoming document: register or send back, submit, instruct, take over, report, tie, finish.

use super::enter::{outcome, outcome_fields};
use super::{due_by, show, url_of, wrong_of};
use crate::messages::Messages;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::review::tried::{ActionView, Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm};
use app::document::{IncomingAsk, IncomingRequest, IncomingView};
use app::exchange::ExchangeAnswer;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{ArrivalAction, Role};
use domain::document::IncomingStage;
use std::collections::BTreeMap;

const ENTER: &str = "vao-so";
const SUBMIT: &str = "trinh";
const INSTRUCT: &str = "chuyen-giao";
const TAKE: &str = "ky-nhan";
const FOLLOW: &str = "tien-do";
const LINK: &str = "gan-ho-so";
const FINISH: &str = "ket-thuc";
const AGREE: &str = "dong-y";
const DENY: &str = "khong-dong-y";

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let answer = match action.as_str() {
        AGREE => Some(ExchangeAnswer::Agree),
        DENY => Some(ExchangeAnswer::Deny { reason: fields.text("reason") }),
        _ => None,
    };
    if let Some(answer) = answer {
        let wrong = match state.app.answer_exchange(&person, &id, seen, answer).await {
            Ok(()) => return Ok(done_at(&state, &url_of(&id))),
            Err(error) => wrong_of(page.m, error)?,
        };
        return show::page_of(page, &state, &id, &Tried::new(action, fields, wrong)).await;
    }
    let wrong = match ask(page.m, &action, &fields)? {
        Ok(ask) => match state.app.act_on_incoming(&person, IncomingRequest { id: id.clone(), seen, ask }).await {
            Ok(_) => return Ok(done_at(&state, &url_of(&id))),
            Err(error) => wrong_of(page.m, error)?,
        },
        Err(wrong) => wrong,
    };
    show::page_of(page, &state, &id, &Tried::new(action, fields, wrong)).await
}

/// What a posted form asks for, or the field that cannot be read.
fn ask(m: &Messages, action: &str, fields: &Fields) -> Result<Result<IncomingAsk, Wrong>, Problem> {
    Ok(match action {
        ENTER => outcome(m, fields).map(IncomingAsk::Enter),
        SUBMIT => Ok(IncomingAsk::Submit { to: fields.text("to") }),
        INSTRUCT => due_by(m, &fields.text("due")).map(|due| IncomingAsk::Instruct {
            lead: fields.text("lead"),
            coordinating: fields.all("coordinating").map(str::to_owned).collect(),
            person: Some(fields.text("person")).filter(|person| !person.is_empty()),
            due,
            content: fields.text("content"),
        }),
        TAKE => Ok(IncomingAsk::Take),
        FOLLOW => Ok(IncomingAsk::Follow { progress: fields.text("progress") }),
        LINK => Ok(IncomingAsk::LinkDossier { code: fields.text("code") }),
        FINISH => Ok(IncomingAsk::Finish { result: fields.text("result") }),
        _ => return Err(Problem::NotFound),
    })
}

/// The forms of what can be done now, and only those.
pub(super) async fn actions(
    page: &Page,
    state: &AppState,
    view: &IncomingView,
    tried: &Tried,
) -> Result<Vec<ActionView>, Problem> {
    let (m, t) = (page.m, &page.m.document.action);
    let may = |action| view.actions.contains(&action);
    let form = |name: &str, title: &str, fields| {
        tried.action(name, title.to_owned(), format!("{}/viec/{name}", url_of(&view.id)), fields)
    };
    let area = |name: &str, field, label| vec![tried.line(m, name, (field, label), "").kind(Control::Area)];
    let reached = view.document.stage;
    let mut forms = answers(m, view, tried);
    if matches!(reached, IncomingStage::Received | IncomingStage::Checked) && may(ArrivalAction::Enter) {
        forms.push(form(ENTER, t.enter, outcome_fields(m, ENTER, tried)));
    }
    let is_open = matches!(reached, IncomingStage::Registered | IncomingStage::Submitted);
    if is_open && may(ArrivalAction::Submit) {
        let leaders = state.app.staff_of(&view.document.arrival.agency, Role::Leader).await?;
        forms.push(form(SUBMIT, t.submit, vec![people(tried, m, (SUBMIT, "to", t.to), leaders)]));
    }
    if (is_open || reached == IncomingStage::Instructed) && may(ArrivalAction::Instruct) {
        forms.push(form(INSTRUCT, t.instruct, instruct_fields(page, state, view, tried).await?));
    }
    if reached == IncomingStage::Instructed {
        let is_mine = view.document.taken.as_ref().is_some_and(|(by, _)| Some(by.as_str()) == page.account());
        if may(ArrivalAction::Take) && !is_mine {
            forms.push(form(TAKE, t.take, Vec::new()));
        }
        if may(ArrivalAction::Work) {
            forms.push(form(FOLLOW, t.follow, area(FOLLOW, "progress", t.progress)));
        }
    }
    if !reached.is_over() && may(ArrivalAction::Work) {
        forms.push(form(LINK, t.link, vec![tried.line(m, LINK, ("code", t.code), "").short()]));
    }
    if matches!(reached, IncomingStage::Submitted | IncomingStage::Instructed) && may(ArrivalAction::Work) {
        forms.push(form(FINISH, t.finish, area(FINISH, "result", t.result)));
    }
    Ok(forms)
}

/// The two answers to what the sender asks, for clerk and leader.
fn answers(m: &'static Messages, view: &IncomingView, tried: &Tried) -> Vec<ActionView> {
    let t = &m.exchange.came;
    let may = [ArrivalAction::Enter, ArrivalAction::Instruct].iter().any(|action| view.actions.contains(action));
    if !may || view.came.as_ref().is_none_or(|came| came.ask.is_none()) {
        return Vec::new();
    }
    let form = |name: &str, title: &str, fields| {
        tried.action(name, title.to_owned(), format!("{}/viec/{name}", url_of(&view.id)), fields)
    };
    let reason = tried.line(m, DENY, ("reason", t.reason), "").kind(Control::Area);
    vec![form(AGREE, t.agree, Vec::new()), form(DENY, t.deny, vec![reason])]
}

async fn instruct_fields(
    page: &Page,
    state: &AppState,
    view: &IncomingView,
    tried: &Tried,
) -> Result<Vec<Field>, Problem> {
    let (m, t) = (page.m, &page.m.document.action);
    let catalogue = state.app.catalogue();
    let agency = &view.document.arrival.agency;
    let below = catalogue.organisation.children(agency, page.today).map(|unit| unit.id.clone());
    let units: Vec<FormChoice> = std::iter::once(agency.clone())
        .chain(below)
        .map(|unit| FormChoice::new(unit.clone(), catalogue.unit_name(&unit, page.today)))
        .collect();
    let mut staff = BTreeMap::new();
    for role in [Role::Officer, Role::Leader, Role::Clerk, Role::RecordsClerk] {
        staff.extend(state.app.staff_of(agency, role).await?);
    }
    let said = view.document.instruction.as_ref();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let lead = said.map_or(agency.as_str(), |said| said.lead.as_str());
    let mut fields = vec![tried.line(m, INSTRUCT, ("lead", t.lead), lead).kind(Control::Choice(units.clone()))];
    if units.len() > 1 {
        let ticked = if tried.form == INSTRUCT {
            tried.fields.all("coordinating").map(str::to_owned).collect()
        } else {
            said.map(|said| said.coordinating.clone()).unwrap_or_default()
        };
        let boxes = Control::Boxes { choices: units, ticked };
        fields.push(tried.line(m, INSTRUCT, ("coordinating", t.coordinating), "").kind(boxes).optional());
    }
    let person = text(said.and_then(|said| said.person.as_deref()));
    let staff = staff.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect();
    let due = view.document.due().map(crate::web::format::day).unwrap_or_default();
    fields.extend([
        tried
            .line(m, INSTRUCT, ("person", t.person), &person)
            .kind(Control::Choice(staff))
            .hint(t.person_hint)
            .optional(),
        tried.line(m, INSTRUCT, ("due", t.due), &due).hint(t.due_hint).short().optional(),
        tried.line(m, INSTRUCT, ("content", t.content), "").kind(Control::Area),
    ]);
    Ok(fields)
}

fn people(
    tried: &Tried,
    m: &'static Messages,
    (form, name, label): (&str, &str, &str),
    people: Vec<(String, String)>,
) -> Field {
    let choices = people.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect();
    tried.line(m, form, (name, label), "").kind(Control::Choice(choices))
}
