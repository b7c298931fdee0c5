//! `/dat-lich`: an appointment in steps that work without a script: desk, service and day, then time and who comes.

use super::{clock, refused, service_name};
use crate::messages::{DeskBook, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::desk::{BookRequest, Holder};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::desk::{DeskPlan, Refusal};
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

/// What was chosen so far.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Asked {
    desk: String,
    service: String,
    day: String,
}

/// What was typed and what is wrong with it.
#[derive(Default)]
struct Tried {
    fields: Fields,
    wrong: Vec<(String, String)>,
    refusal: Option<String>,
}

struct Form {
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "desk/book.html")]
struct View {
    page: Page,
    t: &'static DeskBook,
    crumbs: Crumbs,
    errors: Errors,
    refusal: Option<String>,
    token: TokenInput,
    choice: Vec<Field>,
    choice_button: &'static str,
    example: bool,
    no_slots: bool,
    form: Option<Form>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    draw(page, &state, &asked, Tried::default()).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let asked = Asked { desk: fields.text("desk"), service: fields.text("service"), day: fields.text("day") };
    let missing = page.m.desk.refusal.missing;
    let Ok(at) = fields.text("slot").parse::<DateTime>() else {
        let wrong = vec![("slot".to_owned(), missing.to_owned())];
        return draw(page, &state, &asked, Tried { fields, wrong, refusal: None }).await;
    };
    let request = BookRequest {
        unit: asked.desk.clone(),
        service: asked.service.clone(),
        at,
        holder: Holder { name: fields.text("name"), phone: fields.text("phone") },
    };
    let mut tried = Tried { fields, ..Tried::default() };
    match state.app.book(page.secret(), request).await {
        Ok(view) => return Ok(Redirect::to(&format!("/dat-lich/{}", view.code)).into_response()),
        Err(ActError::Invalid(problems)) => {
            tried.wrong =
                problems.iter().map(|one| (one.field.clone(), sentences::field_problem(page.m, one))).collect();
        }
        Err(ActError::Desk(refusal @ (Refusal::SlotFull | Refusal::NoSuchSlot(_)))) => {
            tried.wrong = vec![("slot".to_owned(), sentences::desk_refusal(page.m, refusal))];
        }
        Err(other) => tried.refusal = Some(refused(page.m, other)?),
    }
    draw(page, &state, &asked, tried).await
}

async fn draw(page: Page, state: &AppState, asked: &Asked, tried: Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.desk.book);
    let catalogue = state.app.catalogue();
    let plan = catalogue.desk_plan(&asked.desk, page.today);
    let service = plan.and_then(|plan| plan.service(&asked.service)).map(|service| service.letter.clone());
    let days = if plan.is_some() { state.app.appointment_days(&asked.desk)? } else { Vec::new() };
    let day = asked.day.parse::<Date>().ok().filter(|day| days.contains(day));
    let chosen = plan.zip(service).zip(day);
    let free = match &chosen {
        Some(((plan, service), day)) => {
            let slots = state.app.appointment_slots(&plan.unit_id, service, *day).await?;
            slots.into_iter().filter(|slot| slot.free > 0).collect()
        }
        None => Vec::new(),
    };
    let form = chosen.as_ref().filter(|_| !free.is_empty()).map(|((plan, service), day)| Form {
        hidden: vec![("desk", plan.unit_id.clone()), ("service", service.clone()), ("day", day.to_string())],
        fields: fields(m, &free, &tried),
    });
    let was_tried = tried.refusal.is_some() || !tried.wrong.is_empty();
    let status = if was_tried { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let errors = Errors::of(m, form.iter().flat_map(|form| &form.fields));
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        errors,
        refusal: tried.refusal,
        token: page.token(),
        choice: choice(&page, state, asked, plan, &days),
        choice_button: if plan.is_some() { t.show } else { t.next },
        example: plan.is_some_and(|plan| plan.example),
        no_slots: chosen.is_some() && form.is_none(),
        form,
        t,
        page,
    };
    problem::show_with(status, &view)
}

/// Desk first; service and day once the desk is known.
fn choice(page: &Page, state: &AppState, asked: &Asked, plan: Option<&DeskPlan>, days: &[Date]) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.desk.book);
    let catalogue = state.app.catalogue();
    let desks = catalogue
        .desk_plans(page.today)
        .map(|plan| FormChoice::new(plan.unit_id.clone(), catalogue.unit_name(&plan.unit_id, page.today).to_owned()));
    let mut fields = vec![Field::new(m, "desk", t.desk).kind(Control::Choice(desks.collect())).value(&asked.desk)];
    if let Some(plan) = plan {
        let services = plan
            .services
            .iter()
            .map(|one| FormChoice::new(one.letter.clone(), format!("{}. {}", one.letter, service_name(m, one))));
        let days = days.iter().map(|day| FormChoice::new(day.to_string(), format::day(*day)));
        fields
            .push(Field::new(m, "service", t.service).kind(Control::Choice(services.collect())).value(&asked.service));
        fields.push(Field::new(m, "day", t.day).kind(Control::Choice(days.collect())).value(&asked.day));
    }
    fields
}

fn fields(m: &'static Messages, free: &[domain::desk::Slot], tried: &Tried) -> Vec<Field> {
    let t = &m.desk.book;
    let wrong = |name: &str| tried.wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
    let field = |name: &'static str, label: &'static str| {
        Field::new(m, name, label).value(tried.fields.text(name)).error(wrong(name))
    };
    let slot = |slot: &domain::desk::Slot| {
        let text = fill(t.slot_free, &[("time", &clock(slot.at)), ("free", &slot.free)]);
        FormChoice::new(slot.at.to_string(), text)
    };
    vec![
        field("slot", t.slot).kind(Control::Choice(free.iter().map(slot).collect())),
        field("name", t.name).autocomplete("name").max_length(200),
        field("phone", t.phone)
            .kind(Control::Line("tel"))
            .autocomplete("tel")
            .hint(t.phone_hint)
            .short()
            .max_length(20),
    ]
}
