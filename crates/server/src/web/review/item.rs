//! `/can-bo/ra-soat/{plan}/muc/{number}`: one item of a plan in the making; `moi` is a new one, whose unit comes first.

use super::plan::staff;
use super::plan_act::day;
use super::tried::{Tried, Wrong};
use super::{crumbs, plan_url};
use crate::messages::{Messages, ReviewPlan, fill};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::review::{PlanRequest, PlanView};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::ReviewAction;
use domain::review::{PlanCommand, PlanItem, PlanState};
use serde::Deserialize;

const NEW: &str = "moi";

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
}

#[derive(Template)]
#[template(path = "review/item.html")]
struct View {
    page: Page,
    t: &'static ReviewPlan,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    url: String,
    back: String,
    /// Chosen first, with GET, for the people to choose from depend on it.
    unit_field: Field,
    unit: String,
    unit_name: String,
    refusal: Option<String>,
    fields: Vec<Field>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (view, number) = in_work(&page, &state, &id, &number).await?;
    let unit = if asked.unit.is_empty() {
        number.and_then(|number| view.plan.items.get(&number)).map(|item| item.unit.clone()).unwrap_or_default()
    } else {
        asked.unit
    };
    draw(page, &state, (&view, number), unit, &Tried::default()).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (view, number) = in_work(&page, &state, &id, &number).await?;
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let wrong = match item(page.m, &fields) {
        Ok(item) => {
            let command = PlanCommand::PutItem { number, item };
            match state.app.review_plan_act(&person, PlanRequest { plan: Some(id.clone()), seen, command }).await {
                Ok(_) => return Ok(Redirect::to(&plan_url(&id)).into_response()),
                Err(error) => Wrong::of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    let unit = fields.text("unit");
    draw(page, &state, (&view, number), unit, &Tried::new("muc".to_owned(), fields, wrong)).await
}

/// The plan in the making, and the number of the item; none for a new one.
async fn in_work(page: &Page, state: &AppState, id: &str, number: &str) -> Result<(PlanView, Option<u32>), Problem> {
    let view = state.app.review_plan(page.caller()?, id).await?;
    if view.plan.state != PlanState::Draft || !view.actions.contains(&ReviewAction::Plan) {
        return Err(Problem::NotFound);
    }
    if number == NEW {
        return Ok((view, None));
    }
    let number = number.parse().ok().filter(|number| view.plan.items.contains_key(number));
    Ok((view, Some(number.ok_or(Problem::NotFound)?)))
}

fn item(m: &Messages, fields: &Fields) -> Result<PlanItem, Wrong> {
    let procedures = fields.text("procedures");
    let codes = procedures.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    Ok(PlanItem {
        name_vi: fields.text("name"),
        procedures: codes.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        unit: fields.text("unit"),
        person: fields.text("person"),
        deadline: day(m, fields, "deadline")?,
    })
}

async fn draw(
    page: Page,
    state: &AppState,
    (view, number): (&PlanView, Option<u32>),
    unit: String,
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.plan);
    let catalogue = state.app.catalogue();
    let is_known = catalogue.organisation.unit(&unit, page.today).is_some();
    let people = if is_known { staff(state, &unit).await? } else { Vec::new() };
    let stored = number.and_then(|number| view.plan.items.get(&number));
    let fields = if people.is_empty() { Vec::new() } else { fields(m, tried, stored, people) };
    let name = number.map_or_else(|| NEW.to_owned(), |number| number.to_string());
    let mut units: Vec<FormChoice> = catalogue
        .organisation
        .units(page.today)
        .map(|unit| FormChoice::new(unit.id.clone(), unit.full_name_on(page.today)))
        .collect();
    units.sort_by(|one, other| one.text.cmp(&other.text));
    let title = number.map_or_else(|| t.add.to_owned(), |number| fill(t.edit, &[("number", &number)]));
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = View {
        crumbs: crumbs(m, &[(plan_url(&view.id), view.id.clone())], &title),
        errors: Errors::of(m, &fields),
        token: page.token(),
        version: view.plan.version,
        title,
        url: format!("{}/muc/{name}", plan_url(&view.id)),
        back: plan_url(&view.id),
        unit_field: Field::new(m, "unit", t.unit_first).kind(Control::Choice(units)).value(unit.clone()),
        unit_name: if is_known { catalogue.unit_name(&unit, page.today).to_owned() } else { String::new() },
        unit,
        refusal: tried.wrong.refusal.clone(),
        fields,
        t,
        page,
    };
    problem::show_with(status, &shown)
}

fn fields(m: &'static Messages, tried: &Tried, stored: Option<&PlanItem>, people: Vec<FormChoice>) -> Vec<Field> {
    let t = &m.review.plan;
    let text = |of: fn(&PlanItem) -> String| stored.map(of).unwrap_or_default();
    vec![
        tried
            .line(m, "muc", ("procedures", t.codes), &text(|item| item.procedures.join("\n")))
            .kind(Control::Area)
            .hint(t.codes_hint),
        tried.line(m, "muc", ("name", t.group), &text(|item| item.name_vi.clone())).optional(),
        tried.line(m, "muc", ("person", t.person), &text(|item| item.person.clone())).kind(Control::Choice(people)),
        tried
            .line(m, "muc", ("deadline", t.deadline), &text(|item| format::day(item.deadline)))
            .short()
            .hint(m.common.field.bad_date),
    ]
}
