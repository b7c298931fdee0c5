//! `/can-bo/ra-soat`: the plans for those who see the province, a unit's reviews for those of the unit.

use super::tried::{ActionView, Tried};
use super::{plan_url, procedure_name, review_url};
use crate::messages::{Messages, ReviewList, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Errors, Pager};
use crate::web::cursor::{self, After};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, format, problem};
use app::ActError;
use app::review::{PlanLine, ReviewLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::Person;
use domain::review::PlanState;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    han: String,
    plan: String,
    sau: String,
}

struct PlanRow {
    url: String,
    title: String,
    year: i64,
    state: &'static str,
    changed: String,
}

/// One review, as lists and the plan's page show it.
pub(super) struct ReviewRow {
    pub(super) url: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) person: String,
    pub(super) deadline: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) late: bool,
}

#[derive(Template)]
#[template(path = "review/list.html")]
struct View {
    page: Page,
    t: &'static ReviewList,
    errors: Errors,
    token: TokenInput,
    version: i64,
    /// Only for those who see the province.
    plans: Option<Vec<PlanRow>>,
    actions: Vec<ActionView>,
    caption: String,
    rows: Vec<ReviewRow>,
    pager: Pager,
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
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    if asked.unit.is_empty() {
        match state.app.review_plans(&person, after.cursor(), PAGE_ROWS).await {
            Ok(found) => {
                let next = found.next.map(|cursor| format!("/can-bo/ra-soat?{}", cursor::query(&cursor)));
                let pager = Pager::new(page.m, "/can-bo/ra-soat".to_owned(), after.at_start(), next);
                return draw(page, &state, &person, found.rows, pager, &Tried::default());
            }
            // People of a unit see the reviews of their unit instead.
            Err(ActError::NotFound) => (),
            Err(other) => return Err(other.into()),
        }
    }
    unit_page(page, &state, &person, &asked).await
}

/// The first page of plans, with a form that was refused.
pub(super) async fn refused(page: Page, state: &AppState, tried: Tried) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let found = state.app.review_plans(&person, None, PAGE_ROWS).await?;
    let next = found.next.map(|cursor| format!("/can-bo/ra-soat?{}", cursor::query(&cursor)));
    let pager = Pager::new(page.m, "/can-bo/ra-soat".to_owned(), true, next);
    draw(page, state, &person, found.rows, pager, &tried)
}

fn draw(
    page: Page,
    state: &AppState,
    person: &Person,
    plans: Vec<PlanLine>,
    pager: Pager,
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.list);
    let row = |plan: PlanLine| PlanRow {
        url: plan_url(&plan.id),
        title: plan.title,
        year: plan.year,
        state: state_name(m, &plan.state),
        changed: format::moment(m, state.app.zone().civil(plan.updated_at)),
    };
    let plan = &m.review.plan;
    let fields = vec![
        tried
            .line(m, "moi", ("year", t.year), &page.today.year().saturating_add(1).to_string())
            .short()
            .digits()
            .hint(plan.year_hint),
        tried.line(m, "moi", ("title", plan.name_vi), ""),
        tried.line(m, "moi", ("basis", plan.legal_basis), "").kind(Control::Area),
    ];
    let may = person.holds_anywhere(domain::access::Role::ReformOffice, page.today);
    let form = tried.action("moi", t.new.to_owned(), "/can-bo/ra-soat".to_owned(), fields);
    let actions: Vec<ActionView> = may.then_some(form).into_iter().collect();
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = View {
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: 0,
        plans: Some(plans.into_iter().map(row).collect()),
        actions,
        caption: String::new(),
        rows: Vec::new(),
        pager,
        t,
        page,
    };
    problem::show_with(status, &view)
}

async fn unit_page(page: Page, state: &AppState, person: &Person, asked: &Asked) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.list);
    let unit = Some(asked.unit.as_str()).filter(|unit| !unit.is_empty());
    let place = (asked.han.clone(), asked.plan.clone(), asked.sau.clone());
    let after = (!asked.han.is_empty()).then_some(place);
    let at_start = after.is_none();
    let found = state.app.unit_reviews(person, unit, after, PAGE_ROWS).await?;
    let escaped = format::query_escaped;
    let here = format!("/can-bo/ra-soat?unit={}", escaped(&found.unit));
    let next = found.next.map(|(deadline, plan, procedure)| {
        format!("{here}&han={}&plan={}&sau={}", escaped(&deadline), escaped(&plan), escaped(&procedure))
    });
    let catalogue = state.app.catalogue();
    let name = catalogue.unit_name(&found.unit, page.today).to_owned();
    let view = View {
        errors: Errors::of(m, []),
        token: page.token(),
        version: 0,
        plans: None,
        actions: Vec::new(),
        caption: fill(t.of_unit, &[("unit", &name)]),
        rows: found.rows.iter().map(|line| row(m, state, line, page.today)).collect(),
        pager: Pager::new(m, here, at_start, next),
        t,
        page,
    };
    problem::show(&view)
}

/// One review as a row.
pub(super) fn row(m: &Messages, state: &AppState, line: &ReviewLine, today: jiff::civil::Date) -> ReviewRow {
    use domain::review::ReviewState;
    let tone = match (line.state, line.is_late) {
        (ReviewState::Confirmed, _) => "good",
        (ReviewState::Waiting | ReviewState::Draft | ReviewState::HandedIn, true) => "late",
        (ReviewState::Waiting | ReviewState::Draft | ReviewState::HandedIn, false) => "calm",
    };
    ReviewRow {
        url: review_url(&line.plan, &line.procedure),
        name: procedure_name(state, &line.procedure, today),
        unit: state.app.catalogue().unit_name(&line.unit, today).to_owned(),
        person: line.person.clone(),
        deadline: format::day(line.deadline),
        state: sentences::review_state(m, line.state),
        tone,
        late: line.is_late,
    }
}

/// The name of a plan's state from its stable name.
fn state_name(m: &Messages, name: &str) -> &'static str {
    let all = [PlanState::Draft, PlanState::Issued, PlanState::InProgress, PlanState::Finished];
    all.into_iter().find(|state| state.name() == name).map_or("", |state| sentences::plan_state(m, state))
}
