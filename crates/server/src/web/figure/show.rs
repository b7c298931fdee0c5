//! `/so-lieu/chi-tieu/{figure}`: what a figure counts, its value with the records behind it, months, units and fields.

use super::asked::{Asked, Chosen, counter_name, formula_text, name_of, period_text, shown, unit_choices, value_text};
use crate::messages::{FigureShow, Messages, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, FormChoice};
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::figure::{FigureBoard, FigureQuery, FigureValue};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::may_publish_figure;
use domain::figure::FigureDefinition;

struct Part {
    name: &'static str,
    amount: String,
    url: String,
}

struct Cell {
    label: String,
    value: String,
}

struct Month {
    name: String,
    cells: Vec<Cell>,
}

struct Row {
    name: String,
    url: Option<String>,
    value: String,
}

#[derive(Template)]
#[template(path = "figure/show.html")]
struct View {
    page: Page,
    t: &'static FigureShow,
    crumbs: Crumbs,
    name: String,
    text: String,
    formula: String,
    version: String,
    answers: String,
    definition: FigureDefinition,
    value: String,
    period: String,
    base: String,
    query: String,
    bad: bool,
    unit: String,
    units: Vec<FormChoice>,
    from: String,
    to: String,
    parts: Vec<Part>,
    columns: Vec<String>,
    months: Vec<Month>,
    predecessors: Option<String>,
    changed: bool,
    by_unit: Vec<Row>,
    by_field: Vec<Row>,
    published: Vec<Row>,
    may_publish: bool,
}

impl View {
    fn heading(&self) -> &str {
        &self.name
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(figure): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let chosen = asked.chosen(page.today);
    let query = FigureQuery { figure, unit: chosen.unit.clone(), period: chosen.period };
    let board = state.app.figure(query).await?;
    let published = state.app.published_figures(Some(&board.definition.id), None, 20).await?;
    let measure = board.definition.measure;
    let m = page.m;
    let published = published.rows.into_iter().map(|one| Row {
        name: format::moment(m, one.at),
        url: Some(format!("/so-lieu/da-cong-bo/{}", one.id)),
        value: format!("{} ({})", value_text(m, measure, one.value), period_text(m, board.definition.span, one.period)),
    });
    let view = view(page, &state.app.catalogue(), &board, &chosen, published.collect());
    problem::show(&view)
}

fn view(page: Page, catalogue: &Catalogue, board: &FigureBoard, chosen: &Chosen, published: Vec<Row>) -> View {
    let (m, t) = (page.m, &page.m.figure.show);
    let english = m.is_english();
    let day = chosen.period.to;
    let definition = board.definition.clone();
    let base = format!("/so-lieu/chi-tieu/{}", definition.id);
    let name = name_of(m, &definition);
    let of_unit = catalogue.unit_name(&board.value.unit, day);
    let unit_rows = board.by_unit.iter().map(|part| Row {
        name: catalogue.unit_name(&part.unit, day).to_owned(),
        url: Some(format!("{base}?{}", Chosen { unit: part.unit.clone(), ..chosen.clone() }.query())),
        value: shown(m, &definition, &part.value),
    });
    let field_rows = board.by_field.iter().map(|(field, value)| Row {
        name: field.clone(),
        url: None,
        value: shown(m, &definition, value),
    });
    let may_publish = page.person.as_ref().is_some_and(|person| may_publish_figure(person, page.today).is_ok());
    View {
        crumbs: Crumbs::new(m, vec![("/so-lieu".to_owned(), m.figure.list.title.to_owned())], &name),
        text: if english { definition.text_en.clone() } else { definition.text_vi.clone() },
        answers: if english { definition.answers_en.clone() } else { definition.answers_vi.clone() },
        formula: formula_text(m, &definition),
        version: fill(t.version, &[("version", &definition.version)]),
        value: shown(m, &definition, &board.value),
        period: format!("{}, {}", of_unit, period_text(m, definition.span, chosen.period)),
        query: chosen.query(),
        bad: chosen.bad,
        unit: chosen.unit.clone(),
        units: if definition.is_of_procedures() { Vec::new() } else { unit_choices(m, catalogue, day) },
        from: chosen.period.from.to_string(),
        to: chosen.period.to.to_string(),
        parts: parts(m, &board.value, &base, chosen),
        columns: columns(m, board),
        months: months(m, board),
        predecessors: predecessors(m, catalogue, board, chosen),
        changed: !board.other_versions.is_empty(),
        by_unit: unit_rows.collect(),
        by_field: field_rows.collect(),
        published,
        may_publish,
        base,
        definition,
        name,
        t,
        page,
    }
}

fn parts(m: &'static Messages, value: &FigureValue, base: &str, chosen: &Chosen) -> Vec<Part> {
    let part = |part: &domain::figure::Part| Part {
        name: counter_name(m, part.counter),
        amount: format::grouped(part.amount),
        url: format!("{base}/ban-ghi/{}?{}", part.counter.name(), chosen.query()),
    };
    value.parts.iter().map(part).collect()
}

/// The heads of the months: this definition, other versions, and with the units that this one carries on.
fn columns(m: &Messages, board: &FigureBoard) -> Vec<String> {
    let t = &m.figure.show;
    let own = fill(t.version, &[("version", &board.definition.version)]);
    let others = board.other_versions.iter().map(|(one, _)| fill(t.other_version, &[("version", &one.version)]));
    let earlier = (!board.predecessors.is_empty()).then(|| t.with_predecessors.to_owned());
    std::iter::once(own).chain(others).chain(earlier).collect()
}

fn months(m: &Messages, board: &FigureBoard) -> Vec<Month> {
    let heads = columns(m, board);
    let month = |(at, value): (usize, &FigureValue)| {
        let others = board
            .other_versions
            .iter()
            .map(|(definition, series)| value_text(m, definition.measure, series.get(at).copied().flatten()));
        let earlier = board.with_predecessors.get(at).map(|value| value_text(m, board.definition.measure, *value));
        let own = shown(m, &board.definition, value);
        let cells = std::iter::once(own).chain(others).chain(earlier);
        Month {
            name: value.period.from.strftime("%m/%Y").to_string(),
            cells: heads.iter().cloned().zip(cells).map(|(label, value)| Cell { label, value }).collect(),
        }
    };
    board.months.iter().enumerate().map(month).collect()
}

fn predecessors(m: &Messages, catalogue: &Catalogue, board: &FigureBoard, chosen: &Chosen) -> Option<String> {
    if board.predecessors.is_empty() {
        return None;
    }
    let names: Vec<&str> = board.predecessors.iter().map(|unit| catalogue.unit_name(unit, chosen.period.to)).collect();
    Some(fill(m.figure.show.predecessors, &[("units", &names.join(", "))]))
}
