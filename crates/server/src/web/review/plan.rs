//! `/can-bo/ra-soat/{plan}`: a plan with its items, how far they are, what is late, and what to do.

use super::list::{ReviewRow, row};
use super::tried::{ActionView, Tried};
use super::{crumbs, plan_url, procedure_name};
use crate::messages::{Messages, ReviewPlan, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, FormChoice};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, format, problem};
use app::review::{PlanView, ReviewLine};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::{ReviewAction, Role};
use domain::review::{PlanItem, PlanState, ReviewState};

struct ItemRow {
    number: u32,
    name: String,
    unit: String,
    person: String,
    deadline: String,
    edit: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "review/plan.html")]
struct View {
    page: Page,
    t: &'static ReviewPlan,
    l: &'static crate::messages::ReviewList,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    state: &'static str,
    basis: String,
    document: Option<String>,
    items: Vec<ItemRow>,
    add: Option<String>,
    progress: Option<String>,
    late: Vec<String>,
    rows: Vec<ReviewRow>,
    actions: Vec<ActionView>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    page_of(page, &state, &id, Tried::default()).await
}

pub(super) async fn page_of(page: Page, state: &AppState, id: &str, tried: Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.plan);
    let view = state.app.review_plan(page.caller()?, id).await?;
    let writes = view.plan.state == PlanState::Draft && view.actions.contains(&ReviewAction::Plan);
    let actions = actions(m, state, &view, &tried).await?;
    let is_open = |line: &&ReviewLine| line.is_late && line.state != ReviewState::Confirmed;
    let late: Vec<&ReviewLine> = view.reviews.iter().filter(is_open).collect();
    let done = view.reviews.iter().filter(|line| line.state == ReviewState::Confirmed).count();
    let progress = (view.plan.state != PlanState::Draft)
        .then(|| fill(t.progress, &[("done", &done), ("all", &view.reviews.len()), ("late", &late.len())]));
    let item = |(number, item): (&u32, &PlanItem)| item_row(t, state, &view, (*number, item), &page, writes);
    let shown =
        View {
            crumbs: crumbs(m, &[], id),
            errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
            token: page.token(),
            version: view.plan.version,
            title: fill(t.heading, &[("title", &view.plan.title_vi), ("year", &view.plan.year)]),
            state: sentences::plan_state(m, view.plan.state),
            basis: view.plan.legal_basis_vi.clone(),
            document: view.plan.document.as_ref().map(|document| {
                fill(t.document, &[("number", &document.number), ("day", &format::day(document.date))])
            }),
            items: view.plan.items.iter().map(item).collect(),
            add: writes.then(|| format!("{}/muc/moi", plan_url(id))),
            progress,
            late: late.iter().map(|line| days_over(t, state, line, page.today)).collect(),
            rows: view.reviews.iter().map(|line| row(m, state, line, page.today)).collect(),
            actions,
            l: &m.review.list,
            t,
            page,
        };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn item_row(
    t: &ReviewPlan,
    state: &AppState,
    view: &PlanView,
    (number, item): (u32, &PlanItem),
    page: &Page,
    writes: bool,
) -> ItemRow {
    let names: Vec<String> = item.procedures.iter().map(|id| procedure_name(state, id, page.today)).collect();
    let group = (!item.name_vi.is_empty()).then(|| item.name_vi.clone());
    let name = group.map_or_else(|| names.join("; "), |group| format!("{group}: {}", names.join("; ")));
    ItemRow {
        number,
        name,
        unit: state.app.catalogue().unit_name(&item.unit, page.today).to_owned(),
        person: view.names.get(&item.person).cloned().unwrap_or_default(),
        deadline: format::day(item.deadline),
        edit: writes.then(|| (format!("{}/muc/{number}", plan_url(&view.id)), fill(t.edit, &[("number", &number)]))),
    }
}

/// What is late, by how many working days, and whose it is.
fn days_over(t: &ReviewPlan, state: &AppState, line: &ReviewLine, today: jiff::civil::Date) -> String {
    let catalogue = state.app.catalogue();
    let days = catalogue.calendar().map_or(0, |calendar| calendar.working_days_between(line.deadline, today));
    let name = procedure_name(state, &line.procedure, today);
    let unit = catalogue.unit_name(&line.unit, today);
    fill(t.days_over, &[("name", &name), ("days", &days), ("person", &line.person), ("unit", &unit)])
}

/// The forms of what can be done now, and only those.
async fn actions(
    m: &'static Messages,
    state: &AppState,
    view: &PlanView,
    tried: &Tried,
) -> Result<Vec<ActionView>, Problem> {
    let t = &m.review.plan;
    let url = |action: &str| format!("{}/viec/{action}", plan_url(&view.id));
    let plans = view.actions.contains(&ReviewAction::Plan);
    let item = |form: &str| tried.line(m, form, ("item", t.item_number), "").short().digits();
    let mut actions = Vec::new();
    if view.plan.state == PlanState::Draft {
        if view.actions.contains(&ReviewAction::Issue) {
            let fields = vec![
                tried.line(m, "issue", ("document", t.number), ""),
                tried.line(m, "issue", ("date", t.date), "").short().hint(m.common.field.bad_date),
            ];
            actions.push(tried.action("issue", t.issue.to_owned(), url("issue"), fields));
        }
        if plans {
            let fields = vec![
                tried.line(m, "describe", ("year", m.review.list.year), &view.plan.year.to_string()).short().digits(),
                tried.line(m, "describe", ("title", t.name_vi), &view.plan.title_vi),
                tried.line(m, "describe", ("basis", t.legal_basis), &view.plan.legal_basis_vi).kind(Control::Area),
            ];
            actions.push(tried.action("describe", t.describe.to_owned(), url("describe"), fields));
            if !view.plan.items.is_empty() {
                actions.push(tried.action("remove", t.remove.to_owned(), url("remove"), vec![item("remove")]));
            }
        }
    } else if plans && view.plan.state != PlanState::Finished {
        let mut people = Vec::new();
        let units: std::collections::BTreeSet<&str> = view.plan.items.values().map(|item| item.unit.as_str()).collect();
        for unit in units {
            people.extend(staff(state, unit).await?);
        }
        let fields = vec![
            item("hand"),
            tried.line(m, "hand", ("person", t.person), "").kind(Control::Choice(people)),
            tried.line(m, "hand", ("deadline", t.deadline), "").short().hint(m.common.field.bad_date),
            tried.line(m, "hand", ("reason", t.reason), "").kind(Control::Area),
        ];
        actions.push(tried.action("hand", t.hand.to_owned(), url("hand"), fields));
        if view.plan.state == PlanState::InProgress {
            actions.push(tried.action("finish", t.finish.to_owned(), url("finish"), Vec::new()));
        }
    }
    Ok(actions)
}

/// People of a unit who can be made responsible, each once.
pub(super) async fn staff(state: &AppState, unit: &str) -> Result<Vec<FormChoice>, Problem> {
    let mut people = std::collections::BTreeMap::new();
    for role in [Role::Officer, Role::Leader, Role::Clerk] {
        people.extend(state.app.staff_of(unit, role).await?);
    }
    Ok(people.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect())
}
