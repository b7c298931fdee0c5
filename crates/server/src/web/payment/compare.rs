//! `/can-bo/thu-phi/doi-soat`: our list of a day beside a gateway's, every difference shown until it is explained.

use super::day::day_field;
use super::tried::{Form, Tried};
use super::{PAGE_ROWS, chosen_day, units};
use crate::messages::{Messages, PaymentCompare, fill};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Field, FormChoice, Pager};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::payment::{DayView, DifferenceLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::payment::DifferenceKind;
use serde::Deserialize;

const HERE: &str = "/can-bo/thu-phi/doi-soat";

/// The query: gateway, unit (empty for the whole province), day, and the transaction after which the list goes on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    gateway: String,
    unit: String,
    day: String,
    after: Option<String>,
}

struct Row {
    kind: &'static str,
    transaction: String,
    order: String,
    here: String,
    there: String,
    explained: String,
}

#[derive(Template)]
#[template(path = "payment/compare.html")]
struct View {
    page: Page,
    t: &'static PaymentCompare,
    crumbs: Crumbs,
    token: TokenInput,
    gateway: String,
    unit: String,
    day: String,
    fields: Vec<Field>,
    told: String,
    caption: String,
    is_compared: bool,
    rows: Vec<Row>,
    forms: Vec<Form>,
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
) -> Result<Response, Problem> {
    page_of(page, &state, &asked, &Tried::default()).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let asked =
        Asked { gateway: fields.text("gateway"), unit: fields.text("unit"), day: fields.text("day"), after: None };
    let day = format::read_day(&asked.day).ok_or(Problem::Invalid)?;
    let action = fields.text("action");
    let done = match action.as_str() {
        "doi-soat" => state.app.payment_compare(&person, &asked.gateway, day).await,
        "giai-trinh" => {
            let (transaction, explanation) = (fields.text("transaction"), fields.text("explanation"));
            state.app.payment_explain(&person, (&asked.gateway, day), &transaction, &explanation).await
        }
        _ => return Err(Problem::NotFound),
    };
    if let Err(error) = done {
        let reason = Tried::reason(page.m, error)?;
        return page_of(page, &state, &asked, &Tried::new(fields.text("form"), fields, reason)).await;
    }
    Ok(done_at(&state, &here(&asked)))
}

async fn page_of(page: Page, state: &AppState, asked: &Asked, tried: &Tried) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let (m, t) = (page.m, &page.m.payment.compare);
    let sees_all = state.app.sees_all_books(&person);
    let mut scopes = match units(&page, &state.app.catalogue()) {
        Ok(units) => units,
        Err(Problem::NotFound) if sees_all => Vec::new(),
        Err(problem) => return Err(problem),
    };
    if sees_all {
        scopes.insert(0, (String::new(), t.whole.to_owned()));
    }
    let unit = scopes.iter().find(|(unit, _)| *unit == asked.unit).or_else(|| scopes.first());
    let unit = unit.map(|(unit, _)| unit.clone()).unwrap_or_default();
    let gateways = state.app.payment_gateways();
    let gateway = gateways.iter().find(|(name, _)| *name == asked.gateway).or_else(|| gateways.first());
    let gateway = gateway.map(|(name, _)| name.clone()).unwrap_or_default();
    let day = chosen_day(&asked.day, page.today);
    let scope = Some(unit.as_str()).filter(|unit| !unit.is_empty());
    let after = asked.after.clone().unwrap_or_default();
    let found = state.app.payment_day(&person, scope, (&gateway, day), &after, PAGE_ROWS).await?;
    let now = Asked { gateway, unit, day: day.to_string(), after: None };
    let first = here(&now);
    let next = found.next.as_ref().map(|name| format!("{first}&after={}", format::query_escaped(name)));
    let view = View {
        crumbs: Crumbs::new(m, vec![("/can-bo/thu-phi".to_owned(), m.payment.day.title.to_owned())], t.title),
        token: page.token(),
        fields: vec![
            choice(m, ("gateway", t.gateway), gateways, &now.gateway),
            choice(m, ("unit", t.scope), scopes, &now.unit),
            day_field(m, m.payment.day.date, day),
        ],
        told: told(state, m, &found),
        caption: fill(t.caption, &[("day", &format::day(day))]),
        is_compared: found.is_compared,
        rows: found.differences.iter().map(|line| row(m, line)).collect(),
        forms: found.differences.iter().map(|line| form(&page, &now, line, tried)).collect(),
        pager: Pager::new(m, first, asked.after.is_none(), next),
        gateway: now.gateway,
        unit: now.unit,
        day: now.day,
        t,
        page,
    };
    let shown = problem::show(&view)?;
    Ok(if tried.is_any() { (StatusCode::CONFLICT, shown).into_response() } else { shown })
}

fn here(asked: &Asked) -> String {
    let [gateway, unit, day] = [&asked.gateway, &asked.unit, &asked.day].map(|text| format::query_escaped(text));
    format!("{HERE}?gateway={gateway}&unit={unit}&day={day}")
}

fn choice(m: &'static Messages, (name, label): (&str, &str), values: Vec<(String, String)>, value: &str) -> Field {
    let choices = values.into_iter().map(|(id, text)| FormChoice::new(id, text)).collect();
    Field::new(m, name, label).kind(Control::Choice(choices)).value(value)
}

/// What the comparison says as a whole; its figures only for those who see all of it.
fn told(state: &AppState, m: &Messages, found: &DayView) -> String {
    let t = &m.payment.compare;
    let Some(row) = &found.comparison else {
        return if found.is_compared { String::new() } else { t.not_compared.to_owned() };
    };
    fill(
        t.compared,
        &[
            ("at", &format::moment(m, state.app.zone().civil(row.compared_at))),
            ("here", &row.here.0),
            ("here_sum", &format::money(m, row.here.1)),
            ("there", &row.there.0),
            ("there_sum", &format::money(m, row.there.1)),
        ],
    )
}

fn row(m: &Messages, line: &DifferenceLine) -> Row {
    let t = &m.payment.compare;
    Row {
        kind: DifferenceKind::from_name(&line.kind).map_or("", |kind| match kind {
            DifferenceKind::MissingHere => t.missing_here,
            DifferenceKind::MissingThere => t.missing_there,
            DifferenceKind::OtherAmount => t.other_amount,
        }),
        transaction: line.name.clone(),
        order: line.order_id.clone(),
        here: format::money(m, line.here),
        there: format::money(m, line.there),
        explained: line.explained.clone(),
    }
}

fn form(page: &Page, now: &Asked, line: &DifferenceLine, tried: &Tried) -> Form {
    let (m, t) = (page.m, &page.m.payment.compare);
    let name = format!("giai-trinh-{}", line.name);
    let field = tried.field(m, &name, ("explanation", t.explanation), &line.explained).kind(Control::Area);
    let title = fill(t.explain, &[("transaction", &line.name)]);
    let hidden = vec![
        ("action", "giai-trinh".to_owned()),
        ("form", name.clone()),
        ("gateway", now.gateway.clone()),
        ("unit", now.unit.clone()),
        ("day", now.day.clone()),
        ("transaction", line.name.clone()),
    ];
    tried.form(page, &name, title, HERE.to_owned(), t.explain_button).with(vec![field]).hiding(hidden)
}
