//! `/can-bo/van-ban-di/so`: the register of what an agency issued over some days, with every official column, to print.

use super::list::{kind_name, symbol_of};
use super::{LIST, url_of};
use crate::messages::{DocumentBook, OutgoingBook, fill};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::{Page, Problem, format, problem};
use app::ActError;
use app::document::{OutgoingRow, REGISTER_DOCUMENTS_MAX, RegisterOfIssued};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::Role;
use jiff::civil::Date;
use serde::Deserialize;

/// The query: days as people write them, and the agency.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::web) struct Asked {
    unit: String,
    tu: String,
    den: String,
}

/// A line of the register, each text as it is printed.
struct Line {
    url: String,
    symbol: String,
    day: String,
    subject: String,
    signer: String,
    receivers: String,
    keeper: String,
    copies: usize,
    passed: String,
}

#[derive(Template)]
#[template(path = "outgoing/book.html")]
struct View {
    page: Page,
    t: &'static OutgoingBook,
    b: &'static DocumentBook,
    crumbs: Crumbs,
    errors: Errors,
    fields: Vec<Field>,
    caption: String,
    lines: Vec<Line>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(in crate::web) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t, b) = (page.m, &page.m.outgoing.book, &page.m.document.book);
    let person = page.caller()?.clone();
    let keeps =
        |unit: &&str| [Role::RecordsClerk, Role::Leader].iter().any(|role| person.holds(*role, unit, page.today));
    let units: Vec<String> = person.units(page.today).into_iter().filter(keeps).map(str::to_owned).collect();
    let first = units.first().ok_or(Problem::NotFound)?;
    let unit = if asked.unit.is_empty() { first.clone() } else { asked.unit.clone() };
    let or = |text: &str, day: Date| if text.is_empty() { Some(day) } else { format::read_day(text) };
    let (from, to) = (or(&asked.tu, page.today.first_of_month()), or(&asked.den, page.today));
    let bad = |day: Option<Date>| day.is_none().then(|| m.common.field.bad_date.to_owned());
    let mut faults = [bad(from), bad(to)];
    let mut found = RegisterOfIssued::default();
    if let (Some(from), Some(to)) = (from, to) {
        match state.app.register_of_issued(&person, &unit, (from, to)).await {
            Ok(register) if register.too_many => {
                faults = [None, Some(fill(b.too_many, &[("count", &REGISTER_DOCUMENTS_MAX)]))];
            }
            Ok(register) => found = register,
            Err(ActError::Invalid(_)) => faults = [None, Some(b.wrong_days.to_owned())],
            Err(other) => return Err(other.into()),
        }
    }
    let is_wrong = faults.iter().any(Option::is_some);
    let typed = |text: &str, day: Option<Date>| day.map_or_else(|| text.to_owned(), format::day);
    let (tu, den) = (typed(&asked.tu, from), typed(&asked.den, to));
    let agency = state.app.catalogue().unit_name(&unit, page.today).to_owned();
    let fields = fields(&page, &state, (units, &unit), [&tu, &den], faults);
    let lines = found.rows.iter().map(|row| line(&page, &state, &found, row)).collect::<Result<_, _>>()?;
    let view = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.outgoing.list.title.to_owned())], t.title),
        errors: Errors::of(m, &fields),
        caption: fill(t.of, &[("agency", &agency), ("from", &tu), ("to", &den)]),
        lines,
        fields,
        t,
        b,
        page,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &view)
}

fn fields(
    page: &Page,
    state: &AppState,
    (units, unit): (Vec<String>, &str),
    [tu, den]: [&str; 2],
    [from, to]: [Option<String>; 2],
) -> Vec<Field> {
    let (m, b) = (page.m, &page.m.document.book);
    let catalogue = state.app.catalogue();
    let choices = units.into_iter().map(|unit| {
        let name = catalogue.unit_name(&unit, page.today).to_owned();
        FormChoice::new(unit, name)
    });
    vec![
        Field::new(m, "unit", b.agency).kind(Control::Choice(choices.collect())).value(unit),
        Field::new(m, "tu", b.from).value(tu).error(from).short(),
        Field::new(m, "den", b.to).value(den).error(to).short(),
    ]
}

fn line(page: &Page, state: &AppState, found: &RegisterOfIssued, row: &OutgoingRow) -> Result<Line, Problem> {
    let t = &page.m.outgoing.book;
    let catalogue = state.app.catalogue();
    let day = |text: &str| text.parse::<Date>().map(format::day).unwrap_or_default();
    let receivers: Vec<&str> =
        row.receivers.lines().map(|receiver| catalogue.unit_name(receiver, page.today)).collect();
    Ok(Line {
        url: url_of(&row.id),
        symbol: symbol_of(row),
        day: day(&row.day),
        subject: format!("{}: {}", kind_name(page, state, &row.kind)?, row.subject),
        signer: found.names.get(&row.signer).cloned().unwrap_or_default(),
        // The clerk keeps the original, besides one copy for each receiver.
        keeper: t.records.to_owned(),
        copies: receivers.len().saturating_add(1),
        receivers: receivers.join("; "),
        passed: day(&row.issued_on),
    })
}
