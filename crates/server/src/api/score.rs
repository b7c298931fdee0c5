//! Published results of scoring rounds: who has how many points, rank and band, item by item.

use super::extract::{Path, Query};
use super::form::{limit, opaque, read_opaque};
use super::problem::Problem;
use super::responses;
use super::wrong::WrongKind;
use crate::state::AppState;
use app::round::{OpenRound, RoundLine};
use axum::Json;
use axum::extract::State;
use domain::round::{ItemOutcome, UnitOutcome};
use domain::scorecard::Completeness;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Which result.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionQuery {
    /// Its number, 1 for the first; the last one when left out.
    #[param(value_type = Option<i64>, minimum = 1)]
    version: Option<String>,
}

/// A round in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoringRoundRow)]
struct Row {
    /// Its id.
    id: String,
    /// The year that was assessed.
    year: i64,
    /// Its title.
    title: String,
}

/// A page of rounds with a published result, the newest year first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoringRounds)]
pub(super) struct Rounds {
    /// The rounds.
    items: Vec<Row>,
    /// Where the next page begins; null on the last.
    next: Option<String>,
}

/// Points of one criterion, as an exact decimal in text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CriterionPoints)]
struct PointsBody {
    /// Its code in the scorecard.
    code: String,
    /// Points; null where it is left out.
    points: Option<String>,
}

/// One unit of a result.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoredUnit)]
struct UnitBody {
    /// Its code.
    id: String,
    /// Its name.
    name: String,
    /// Its rank; units with equal points share one (1, 2, 2, 4). Null for units that are scored only.
    rank: Option<u32>,
    /// All points.
    total: String,
    /// Name of its band.
    band: Option<String>,
    /// What kept it from a better band.
    vetoes: Vec<String>,
    /// Every criterion, each before its parts.
    criteria: Vec<PointsBody>,
}

/// A published result.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoringResult)]
pub(super) struct ResultBody {
    /// The round.
    id: String,
    /// The year that was assessed.
    year: i16,
    /// Its title.
    title: String,
    /// The scorecard's id.
    scorecard: String,
    /// Its version.
    scorecard_version: String,
    /// Whether the scorecard is an example that no decision says.
    is_example: bool,
    /// 1 for the first publication, 2 for its first correction, …
    version: u32,
    /// Why it replaces the one before; empty for the first.
    reason: String,
    /// The decision that approved it.
    decision: String,
    /// On which day it was published.
    #[schema(format = Date)]
    published_on: String,
    /// SHA-256 of the result as it was frozen.
    sha256: String,
    /// Most points.
    maximum: Option<String>,
    /// Units, the first rank first.
    units: Vec<UnitBody>,
}

/// Rounds with a published result, the newest year first.
#[utoipa::path(
    get, path = "/scoring-rounds", tag = "catalogue", operation_id = "listScoringRounds", params(ListQuery),
    responses((status = 200, description = "A page of rounds", body = Rounds), responses::Invalid, responses::Always)
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Rounds>, Problem> {
    let after = match query.after.as_deref() {
        Some(text) => Some(place(&read_opaque(text)?)?),
        None => None,
    };
    let found = state.app.open_rounds(after, limit(query.limit.as_deref())?).await?;
    let row = |line: RoundLine| Row { id: line.id, year: line.year, title: line.title };
    let next = found.next.map(|(year, id)| opaque(&format!("{year}/{id}")));
    Ok(Json(Rounds { items: found.rows.into_iter().map(row).collect(), next }))
}

fn place(text: &str) -> Result<(i64, String), Problem> {
    let found = text.split_once('/').and_then(|(year, id)| Some((year.parse().ok()?, id.to_owned())));
    found.ok_or_else(|| Problem::field("after", WrongKind::Cursor))
}

/// A published result, unit by unit and criterion by criterion.
#[utoipa::path(
    get, path = "/scoring-rounds/{round}", tag = "catalogue", operation_id = "readScoringRound",
    params(("round" = String, Path, description = "Its id: `2025-1`"), VersionQuery),
    responses((status = 200, description = "The result", body = ResultBody), responses::Missing, responses::Invalid, responses::Always)
)]
pub(super) async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<VersionQuery>,
) -> Result<Json<ResultBody>, Problem> {
    let number = query
        .version
        .as_deref()
        .map(|text| text.parse().map_err(|_| Problem::field("version", WrongKind::Unknown)))
        .transpose()?;
    let found = state.app.open_round(&id, number).await?;
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    Ok(Json(body(&found, |unit| catalogue.unit_name(unit, today).to_owned())))
}

fn body(found: &OpenRound, name: impl Fn(&str) -> String) -> ResultBody {
    let shown = &found.shown;
    let points = |item: &ItemOutcome| PointsBody {
        code: item.code.clone(),
        points: item.points.map(|points| points.to_string()),
    };
    let unit = |unit: &UnitOutcome| UnitBody {
        id: unit.unit.clone(),
        name: name(&unit.unit),
        rank: unit.rank,
        total: unit.total.to_string(),
        band: unit.band.as_ref().map(|band| band.label_vi.clone()),
        vetoes: unit.vetoes.clone(),
        criteria: unit.items.iter().map(points).collect(),
    };
    ResultBody {
        id: found.id.clone(),
        year: found.setup.year,
        title: found.setup.title_vi.clone(),
        scorecard: found.card.id.clone(),
        scorecard_version: found.card.version.clone(),
        is_example: found.card.completeness == Completeness::Example,
        version: shown.number,
        reason: shown.reason.clone(),
        decision: format!("{} {}", shown.decision.number, shown.decision.date),
        published_on: shown.on.to_string(),
        sha256: shown.sha256.clone(),
        maximum: shown.result.maximum.map(|maximum| maximum.to_string()),
        units: shown.result.units.iter().map(unit).collect(),
    }
}
