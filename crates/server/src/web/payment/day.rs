//! `/can-bo/thu-phi`: what came in for a unit on a day.

use super::{PAGE_ROWS, chosen, chosen_day, payments_url, units};
use crate::messages::{Messages, PaymentDay, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager};
use crate::web::{Page, Problem, format, problem};
use app::payment::MoneyLine;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::payment::{Kept, Method};
use domain::time::Instant;
use jiff::civil::Date;
use serde::Deserialize;

/// The query: unit, day, and the place after which the list goes on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    day: String,
    at: Option<i64>,
    channel: String,
    after: String,
}

struct Row {
    time: String,
    dossier: String,
    dossier_url: String,
    method: &'static str,
    amount: String,
    counts: &'static str,
    tone: &'static str,
    receipt: String,
    transaction: String,
}

struct Sum {
    method: &'static str,
    counts: &'static str,
    count: i64,
    amount: String,
}

#[derive(Template)]
#[template(path = "payment/day.html")]
struct View {
    page: Page,
    t: &'static PaymentDay,
    caption: String,
    unit_field: Field,
    day_field: Field,
    sums: Vec<Sum>,
    rows: Vec<Row>,
    pager: Pager,
    loose_url: String,
    cash_url: String,
    compare_url: String,
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
    let person = page.caller()?.clone();
    let (m, t) = (page.m, &page.m.payment.day);
    let catalogue = state.app.catalogue();
    let units = units(&page, &catalogue)?;
    let (unit, unit_name) = chosen(&units, &asked.unit);
    let day = chosen_day(&asked.day, page.today);
    let after = asked.at.map(|at| (Instant(at), asked.channel.clone(), asked.after.clone()));
    let at_start = after.is_none();
    let found = state.app.payments_of_unit(&person, &unit, day, after, PAGE_ROWS).await?;
    let here = format!("/can-bo/thu-phi?unit={}&day={day}", format::query_escaped(&unit));
    let next = found.lines.last().filter(|_| found.more).map(|line| {
        let (channel, name) = (format::query_escaped(&line.channel), format::query_escaped(&line.name));
        format!("{here}&at={}&channel={channel}&after={name}", line.recorded_at.0)
    });
    let sums = found.sums.iter().map(|(method, kept, count, sum)| Sum {
        method: method_name(m, method),
        counts: counts(m, kept),
        count: *count,
        amount: format::money(m, *sum),
    });
    let view = View {
        caption: fill(t.caption, &[("unit", &unit_name), ("day", &format::day(day))]),
        unit_field: unit_field(m, t.unit, &units, &unit),
        day_field: day_field(m, t.date, day),
        sums: sums.collect(),
        rows: found.lines.iter().map(|line| row(&state, m, line)).collect(),
        loose_url: format!("/can-bo/thu-phi/cho-xu-ly?unit={}", format::query_escaped(&unit)),
        cash_url: format!("/can-bo/thu-phi/so-quy?unit={}&day={day}", format::query_escaped(&unit)),
        compare_url: format!("/can-bo/thu-phi/doi-soat?unit={}&day={day}", format::query_escaped(&unit)),
        pager: Pager::new(m, here, at_start, next),
        t,
        page,
    };
    problem::show(&view)
}

/// The list of units whose books the person sees.
pub(super) fn unit_field(m: &'static Messages, label: &str, units: &[(String, String)], unit: &str) -> Field {
    let choices = units.iter().map(|(id, text)| FormChoice::new(id, text)).collect();
    Field::new(m, "unit", label).kind(Control::Choice(choices)).value(unit)
}

/// The day of a page.
pub(super) fn day_field(m: &'static Messages, label: &str, day: Date) -> Field {
    Field::new(m, "day", label).kind(Control::Line("date")).value(day.to_string()).short()
}

fn row(state: &AppState, m: &Messages, line: &MoneyLine) -> Row {
    Row {
        time: format::moment(m, state.app.zone().civil(line.recorded_at)),
        dossier: line.dossier.clone(),
        dossier_url: payments_url(&line.dossier),
        method: method_name(m, &line.method),
        amount: format::money(m, line.amount),
        counts: counts(m, &line.kept),
        tone: if line.kept.is_empty() { "good" } else { "late" },
        receipt: line.receipt.clone(),
        transaction: line.name.clone(),
    }
}

fn method_name(m: &Messages, name: &str) -> &'static str {
    Method::from_name(name).map_or("", |method| sentences::payment_method(m, method))
}

fn counts(m: &Messages, kept: &str) -> &'static str {
    if kept.is_empty() {
        return m.payment.day.counts_yes;
    }
    if kept == "returned" {
        return m.payment.kept.returned;
    }
    Kept::from_name(kept).map_or(m.payment.kept.unknown_order, |why| sentences::payment_kept(m, why))
}
