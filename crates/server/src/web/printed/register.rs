//! `/can-bo/so-theo-doi`: the register of dossiers of a desk over some days: choosing them, and the PDF.

use crate::messages::{PaperRegister, fill};
use crate::papers::{self, RegisterAsked};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::{Page, Problem, format, problem};
use app::ActError;
use app::dossier::REGISTER_ROWS_MAX;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The query: days as people write them, and the desk.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    tu: String,
    den: String,
}

#[derive(Template)]
#[template(path = "staff/register.html")]
struct View {
    page: Page,
    t: &'static PaperRegister,
    crumbs: Crumbs,
    errors: Errors,
    fields: Vec<Field>,
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
    let today = page.today;
    let first = today.first_of_month();
    let asked = Asked {
        tu: if asked.tu.is_empty() { format::day(first) } else { asked.tu },
        den: if asked.den.is_empty() { format::day(today) } else { asked.den },
        ..asked
    };
    form(page, &state, &asked, [None, None], StatusCode::OK)
}

pub(super) async fn download(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let (from, to) = (format::read_day(&asked.tu), format::read_day(&asked.den));
    let m = page.m;
    let (Some(from), Some(to)) = (from, to) else {
        let wrong = |day: Option<_>| day.is_none().then(|| m.common.field.bad_date.to_owned());
        return form(page, &state, &asked, [wrong(from), wrong(to)], StatusCode::UNPROCESSABLE_ENTITY);
    };
    let unit = match person.units(page.today).first() {
        Some(first) if asked.unit.is_empty() => (*first).to_owned(),
        _ => asked.unit.clone(),
    };
    let found = match state.app.register_of_dossiers(&person, &unit, from, to).await {
        Ok(found) => found,
        Err(ActError::Invalid(_)) => {
            let faults = [None, Some(m.paper.register.wrong_days.to_owned())];
            return form(page, &state, &asked, faults, StatusCode::UNPROCESSABLE_ENTITY);
        }
        Err(other) => return Err(other.into()),
    };
    if found.too_many {
        let fault = fill(m.paper.register.too_many, &[("count", &REGISTER_ROWS_MAX)]);
        return form(page, &state, &asked, [None, Some(fault)], StatusCode::UNPROCESSABLE_ENTITY);
    }
    Ok(super::answer(papers::register(&state, &RegisterAsked { unit, from, to }, found).await?))
}

fn form(
    page: Page,
    state: &AppState,
    asked: &Asked,
    [from, to]: [Option<String>; 2],
    status: StatusCode,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let units = person.units(page.today);
    if units.is_empty() {
        return Err(Problem::NotFound);
    }
    let (m, t) = (page.m, &page.m.paper.register);
    let catalogue = state.app.catalogue();
    let choices = units.iter().map(|unit| FormChoice::new(*unit, catalogue.unit_name(unit, page.today)));
    let day = |name: &'static str, label, text: &str, fault: Option<String>| {
        Field::new(m, name, label).hint(t.day_hint).value(text.to_owned()).error(fault).short()
    };
    let fields = vec![
        Field::new(m, "unit", t.unit).kind(Control::Choice(choices.collect())).value(asked.unit.clone()),
        day("tu", t.from, &asked.tu, from),
        day("den", t.to, &asked.den, to),
    ];
    let above = vec![("/can-bo/tim".to_owned(), m.staff.find.title.to_owned())];
    let errors = Errors::of(m, &fields);
    problem::show_with(status, &View { crumbs: Crumbs::new(m, above, t.title), errors, fields, t, page })
}
