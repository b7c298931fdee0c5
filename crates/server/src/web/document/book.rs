//! `/can-bo/van-ban-den/so`: the register of arrivals of an agency over some days, with every official column, to print.

use super::{LIST, url_of};
use crate::messages::{DocumentBook, Messages, fill};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::{Page, Problem, format, problem};
use app::ActError;
use app::document::{REGISTER_DOCUMENTS_MAX, RegisterLine, RegisterOfArrivals};
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
pub(super) struct Asked {
    unit: String,
    tu: String,
    den: String,
}

/// A line of the register, each text as it is printed.
struct Line {
    url: String,
    arrived: String,
    number: String,
    author: String,
    symbol: String,
    day: String,
    subject: String,
    receiver: String,
    passed: String,
    signed: String,
    note: String,
}

#[derive(Template)]
#[template(path = "document/book.html")]
struct View {
    page: Page,
    t: &'static DocumentBook,
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

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.document.book);
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
    let mut found = RegisterOfArrivals::default();
    if let (Some(from), Some(to)) = (from, to) {
        match state.app.register_of_arrivals(&person, &unit, (from, to)).await {
            Ok(register) if register.too_many => {
                faults = [None, Some(fill(t.too_many, &[("count", &REGISTER_DOCUMENTS_MAX)]))];
            }
            Ok(register) => found = register,
            Err(ActError::Invalid(_)) => faults = [None, Some(t.wrong_days.to_owned())],
            Err(other) => return Err(other.into()),
        }
    }
    let is_wrong = faults.iter().any(Option::is_some);
    let typed = |text: &str, day: Option<Date>| day.map_or_else(|| text.to_owned(), format::day);
    let (tu, den) = (typed(&asked.tu, from), typed(&asked.den, to));
    let catalogue = state.app.catalogue();
    let agency = catalogue.unit_name(&unit, page.today).to_owned();
    let fields = fields(&page, &state, (units, &unit), [&tu, &den], faults);
    let lines = found.lines.iter().map(|row| line(m, &state, &found, row)).collect::<Result<_, _>>()?;
    let view = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.document.list.title.to_owned())], t.title),
        errors: Errors::of(m, &fields),
        caption: fill(t.of, &[("agency", &agency), ("from", &tu), ("to", &den)]),
        lines,
        fields,
        t,
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
    let (m, t) = (page.m, &page.m.document.book);
    let catalogue = state.app.catalogue();
    let choices = units.into_iter().map(|unit| {
        let name = catalogue.unit_name(&unit, page.today).to_owned();
        FormChoice::new(unit, name)
    });
    vec![
        Field::new(m, "unit", t.agency).kind(Control::Choice(choices.collect())).value(unit),
        Field::new(m, "tu", t.from).value(tu).error(from).short(),
        Field::new(m, "den", t.to).value(den).error(to).short(),
    ]
}

fn line(
    m: &'static Messages,
    state: &AppState,
    found: &RegisterOfArrivals,
    row: &RegisterLine,
) -> Result<Line, Problem> {
    let catalogue = state.app.catalogue();
    let arrived = state.app.zone().date(row.received_at);
    let day = |text: &str| text.parse::<Date>().map(format::day).unwrap_or_default();
    let name = |account: &str| found.names.get(account).cloned();
    let kind = state.app.document_types()?.get(&row.kind, arrived);
    let kind = kind.map(|kind| if m.is_english() { kind.name_en.clone() } else { kind.name_vi.clone() });
    let lead = (!row.lead.is_empty()).then(|| catalogue.unit_name(&row.lead, arrived).to_owned());
    let joined = |parts: [Option<String>; 2], between: &str| {
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    };
    Ok(Line {
        url: url_of(&row.id),
        arrived: format::day(arrived),
        number: row.number.map(|number| number.to_string()).unwrap_or_default(),
        author: row.author.clone(),
        symbol: row.symbol.clone(),
        day: day(&row.day),
        subject: joined([kind, Some(row.subject.clone())], ": "),
        receiver: joined([lead, name(&row.person)], ", "),
        passed: day(&row.instructed_on),
        signed: joined([name(&row.taken_by), Some(day(&row.taken_on))], ", "),
        note: row.note.clone(),
    })
}
