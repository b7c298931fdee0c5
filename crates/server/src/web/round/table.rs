//! `/cham-diem/{id}/ket-qua.csv`: a published result as a table, a line each unit, a column each criterion.

use super::open::Asked;
use crate::state::AppState;
use crate::web::Problem;
use app::round::OpenRound;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::round::UnitOutcome;

pub(super) async fn csv(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let found = state.app.open_round(&id, asked.number()?).await?;
    let name = |unit: &str| state.app.catalogue().unit_name(unit, state.app.today()).to_owned();
    let body = text(&found, name);
    let file = format!("attachment; filename=\"ket-qua-{id}.csv\"");
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
    Ok((headers, body).into_response())
}

/// Numbers have a point and stand under headings that `motcua score` reads.
fn text(found: &OpenRound, name: impl Fn(&str) -> String) -> String {
    let criteria = found.card.all();
    let mut head: Vec<String> = ["rank", "code", "unit", "block", "total", "band"].map(str::to_owned).into();
    head.extend(criteria.iter().map(|criterion| criterion.code.clone()));
    let line = |unit: &UnitOutcome| {
        let mut cells = vec![
            unit.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            unit.unit.clone(),
            name(&unit.unit),
            found.setup.block.clone(),
            unit.total.to_string(),
            unit.band.as_ref().map(|band| band.label_vi.clone()).unwrap_or_default(),
        ];
        let points = |code: &str| unit.points(code).map(|points| points.to_string()).unwrap_or_default();
        cells.extend(criteria.iter().map(|criterion| points(&criterion.code)));
        joined(&cells)
    };
    let mut text = String::from("\u{feff}");
    text.push_str(&joined(&head));
    found.shown.result.units.iter().for_each(|unit| text.push_str(&line(unit)));
    text
}

fn joined(cells: &[String]) -> String {
    let cell = |text: &String| {
        // A cell that begins like a formula is not one.
        let is_formula = text.starts_with(['=', '+', '@', '\t', '\r']);
        let text = if is_formula { format!("'{text}") } else { text.clone() };
        if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    let mut line = cells.iter().map(cell).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}
