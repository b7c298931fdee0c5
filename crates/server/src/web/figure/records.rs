//! `/so-lieu/chi-tieu/{figure}/ban-ghi/{counter}`: the records behind a number, as far as the reader sees them.

use super::asked::{Asked, counter_name, name_of, period_text};
use crate::messages::{FigureRecords, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, format, problem};
use app::ActError;
use app::figure::{FigureQuery, ListQuery, ListedRecord};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::figure::Counter;

const PAGE_ROWS: i64 = 50;

struct Line {
    code: String,
    url: String,
    unit: String,
    belongs: String,
    day: String,
    until: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "figure/records.html")]
struct View {
    page: Page,
    t: &'static FigureRecords,
    crumbs: Crumbs,
    title: String,
    lead: String,
    is_closed: bool,
    lines: Vec<Line>,
    pager: Pager,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((figure, counter)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.figure.records);
    let counter = Counter::from_name(&counter).ok_or(Problem::NotFound)?;
    let chosen = asked.chosen(page.today);
    let at_start = asked.ngay.is_empty() && asked.sau.is_empty();
    let query = ListQuery {
        figure: figure.clone(),
        counter,
        unit: chosen.unit.clone(),
        period: chosen.period,
        after: (!at_start).then(|| (asked.ngay.clone(), asked.sau.clone())),
        limit: PAGE_ROWS,
    };
    let wanted = FigureQuery { figure: figure.clone(), unit: chosen.unit.clone(), period: chosen.period };
    let value = state.app.figure_value(wanted).await?;
    let catalogue = state.app.catalogue();
    let definition = catalogue.figure(&figure, chosen.period.to).ok_or(Problem::NotFound)?;
    let part = value.parts.iter().find(|part| part.counter == counter).ok_or(Problem::NotFound)?;
    let found = match state.app.figure_records(page.person.as_deref(), query).await {
        Ok(found) => Some(found),
        Err(ActError::NotSignedIn | ActError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let name = name_of(m, definition);
    let period = period_text(m, definition.span, chosen.period);
    let amount = format::grouped(part.amount);
    let lead = if found.as_ref().is_none_or(|found| found.is_whole) { t.lead } else { t.part_only };
    let here = format!("/so-lieu/chi-tieu/{figure}");
    let first = format!("{here}/ban-ghi/{}?{}", counter.name(), chosen.query());
    let next = found.as_ref().and_then(|found| found.next.as_ref());
    let next = next.map(|(day, code)| format!("{first}&ngay={day}&sau={}", format::query_escaped(code)));
    let unit_name = |unit: &str| catalogue.unit_name(unit, chosen.period.to).to_owned();
    let crumbs = vec![
        ("/so-lieu".to_owned(), m.figure.list.title.to_owned()),
        (format!("{here}?{}", chosen.query()), name.clone()),
    ];
    let title = fill(t.title, &[("counter", &counter_name(m, counter))]);
    let is_closed = found.is_none();
    let rows = found.map(|found| found.rows).unwrap_or_default();
    let view = View {
        crumbs: Crumbs::new(m, crumbs, &title),
        lead: fill(lead, &[("figure", &name), ("period", &period), ("amount", &amount)]),
        is_closed,
        lines: rows.iter().map(|row| line(row, &unit_name(&row.unit))).collect(),
        pager: Pager::new(m, first, at_start, next),
        title,
        t,
        page,
    };
    problem::show(&view)
}

fn line(row: &ListedRecord, unit: &str) -> Line {
    let day = |pick: fn(&domain::figure::Mark) -> Option<jiff::civil::Date>| {
        row.mark.as_ref().and_then(pick).map(format::day).unwrap_or_default()
    };
    let is_procedure = row.mark.is_none();
    Line {
        url: if is_procedure { format!("/thu-tuc/{}", row.procedure_id) } else { format!("/ho-so/{}", row.code) },
        code: row.code.clone(),
        unit: unit.to_owned(),
        belongs: day(|mark| Some(mark.belongs)),
        day: day(|mark| Some(mark.day)),
        until: day(|mark| mark.until),
        amount: format::grouped(row.amount()),
    }
}
