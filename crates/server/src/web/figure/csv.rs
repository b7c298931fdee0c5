//! `/so-lieu/chi-tieu/{figure}/tai-ve.csv`: the months of a figure with the sums they come from.

use super::asked::Asked;
use crate::state::AppState;
use crate::web::public::csv_cell;
use crate::web::{Page, Problem};
use app::figure::{FigureQuery, FigureValue};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::figure::Counter;

pub(super) async fn download(
    page: Page,
    State(state): State<AppState>,
    Path(figure): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let chosen = asked.chosen(page.today);
    let query = FigureQuery { figure: figure.clone(), unit: chosen.unit, period: chosen.period };
    let board = state.app.figure(query).await?;
    let counters: Vec<&str> = board.definition.counters().into_iter().map(Counter::name).collect();
    let head = format!("figure,version,unit,from,to,value,{}\r\n", counters.join(","));
    let rows = board.months.iter().chain([&board.value]).map(row);
    let text: String = std::iter::once(head).chain(rows).collect();
    let name = format!("attachment; filename=\"{}.csv\"", board.definition.id);
    let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((head, text).into_response())
}

/// One value: a number with a point, so that every program reads it.
fn row(value: &FigureValue) -> String {
    let number = value.value.map(|value| value.to_string()).unwrap_or_default();
    let parts: Vec<String> = value.parts.iter().map(|part| part.amount.to_string()).collect();
    let (from, to) = (value.period.from, value.period.to);
    let (figure, unit) = (csv_cell(&value.figure), csv_cell(&value.unit));
    format!("{figure},{},{unit},{from},{to},{number},{}\r\n", value.version, parts.join(","))
}
