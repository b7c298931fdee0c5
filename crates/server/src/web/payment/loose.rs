//! `/can-bo/thu-phi/cho-xu-ly`: money to be worked through: without an order, or more than was asked.

use super::day::unit_field;
use super::tried::{Form, Tried};
use super::{PAGE_ROWS, chosen, payments_url, units};
use crate::messages::{PaymentLoose, fill};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Crumbs, Field, Pager};
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::payment::{Loose, StrayLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::time::Instant;
use serde::Deserialize;

const HERE: &str = "/can-bo/thu-phi/cho-xu-ly";

/// The query: unit, and the place after which the list goes on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    at: Option<i64>,
    channel: String,
    after: String,
}

struct Back {
    order: String,
    dossier: String,
    url: String,
    amount: String,
}

struct Row {
    transaction: String,
    channel: String,
    day: String,
    amount: String,
    recorded: String,
    forms: Vec<Form>,
}

#[derive(Template)]
#[template(path = "payment/loose.html")]
struct View {
    page: Page,
    t: &'static PaymentLoose,
    crumbs: Crumbs,
    unit_field: Field,
    backs: Vec<Back>,
    rows: Vec<Row>,
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
    let asked = Asked { unit: fields.text("unit"), ..Asked::default() };
    let (channel, transaction) = (fields.text("channel"), fields.text("transaction"));
    let of = (channel.as_str(), transaction.as_str());
    let action = fields.text("action");
    let done = match action.as_str() {
        "khop" => state.app.payment_match(&person, of, &fields.text("order")).await.map(drop),
        "hoan" => state.app.payment_return_stray(&person, of, &fields.text("reference")).await,
        _ => return Err(Problem::NotFound),
    };
    if let Err(error) = done {
        let reason = match error {
            // Whose dossier an order belongs to is nothing that another desk learns here.
            ActError::NotFound | ActError::NotYours => page.m.payment.loose.no_such_order.to_owned(),
            ActError::Invalid(ref problems) if problems.iter().any(|problem| problem.field == "order") => {
                page.m.payment.loose.no_such_order.to_owned()
            }
            other => Tried::reason(page.m, other)?,
        };
        return page_of(page, &state, &asked, &Tried::new(fields.text("form"), fields, reason)).await;
    }
    Ok(done_at(&state, &here(&asked.unit)))
}

async fn page_of(page: Page, state: &AppState, asked: &Asked, tried: &Tried) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let (m, t) = (page.m, &page.m.payment.loose);
    let units = units(&page, &state.app.catalogue())?;
    let (unit, _) = chosen(&units, &asked.unit);
    let after = asked.at.map(|at| (Instant(at), asked.channel.clone(), asked.after.clone()));
    let at_start = after.is_none();
    let found = state.app.payment_loose(&person, &unit, after, PAGE_ROWS).await?;
    let here = here(&unit);
    let next = found.strays.last().filter(|_| found.more).map(|line| {
        let (channel, name) = (format::query_escaped(&line.channel), format::query_escaped(&line.name));
        format!("{here}&at={}&channel={channel}&after={name}", line.recorded_at.0)
    });
    let back = |(order, dossier, amount): &(String, String, i64)| Back {
        order: order.clone(),
        dossier: dossier.clone(),
        url: payments_url(dossier),
        amount: format::money(m, *amount),
    };
    let view = View {
        crumbs: Crumbs::new(m, vec![("/can-bo/thu-phi".to_owned(), m.payment.day.title.to_owned())], t.title),
        unit_field: unit_field(m, m.payment.day.unit, &units, &unit),
        backs: found.to_give_back.iter().map(back).collect(),
        rows: found.strays.iter().map(|line| row(&page, state, (&found, &unit), line, tried)).collect(),
        pager: Pager::new(m, here, at_start, next),
        t,
        page,
    };
    let shown = problem::show(&view)?;
    Ok(if tried.is_any() { (StatusCode::CONFLICT, shown).into_response() } else { shown })
}

fn here(unit: &str) -> String {
    format!("{HERE}?unit={}", format::query_escaped(unit))
}

fn row(page: &Page, state: &AppState, (found, unit): (&Loose, &str), line: &StrayLine, tried: &Tried) -> Row {
    let m = page.m;
    Row {
        transaction: line.name.clone(),
        channel: line.channel.clone(),
        day: format::read_day(&line.day).map_or_else(|| line.day.clone(), format::day),
        amount: format::money(m, line.amount),
        recorded: format::moment(m, state.app.zone().civil(line.recorded_at)),
        forms: if found.may_keep { forms(page, unit, line, tried) } else { Vec::new() },
    }
}

fn forms(page: &Page, unit: &str, line: &StrayLine, tried: &Tried) -> Vec<Form> {
    let (m, t) = (page.m, &page.m.payment.loose);
    let hidden = |action: &str, form: &str| {
        vec![
            ("action", action.to_owned()),
            ("form", form.to_owned()),
            ("unit", unit.to_owned()),
            ("channel", line.channel.clone()),
            ("transaction", line.name.clone()),
        ]
    };
    let one = |action: &str, (title, button): (&str, &'static str), (field, label): (&str, &str)| {
        let name = format!("{action}-{}-{}", line.channel, line.name);
        let field = tried.field(m, &name, (field, label), "").short().max_length(64);
        let title = fill(title, &[("transaction", &line.name)]);
        tried.form(page, &name, title, HERE.to_owned(), button).with(vec![field]).hiding(hidden(action, &name))
    };
    vec![
        one("khop", (t.match_title, t.match_button), ("order", t.order)),
        one("hoan", (t.return_title, t.return_button), ("reference", t.reference)),
    ]
}
