//! Values that were published, as they stand for good, and reckoned again.

use super::{ValueBody, parts, read_place};
use crate::api::extract::{Path, Query};
use crate::api::form::{limit, opaque, stamp};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::api::wrong::WrongKind;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::figure::Publication;
use domain::time::Zone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A value as it was published.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PublishedFigure {
    /// Its number.
    id: String,
    /// The figure.
    figure: String,
    /// The value with its parts, frozen.
    value: ValueBody,
    /// Lines of the list of what was counted.
    lines: i64,
    /// SHA-256 of that list.
    sha256: String,
    /// When it was published.
    #[schema(format = DateTime)]
    published_at: String,
}

impl PublishedFigure {
    fn of(one: &Publication, zone: Zone) -> Self {
        let value = ValueBody {
            version: one.version,
            unit: one.unit.clone(),
            from: one.period.from.to_string(),
            to: one.period.to.to_string(),
            value: one.value.map(|value| value.to_string()),
            parts: parts(&one.parts),
        };
        Self {
            id: one.id.clone(),
            figure: one.figure.clone(),
            value,
            lines: one.lines,
            sha256: one.sha256.clone(),
            published_at: stamp(zone, one.at),
        }
    }
}

/// Which published values.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct PublishedParams {
    /// Only of this figure.
    figure: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of published values.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PublishedFigures {
    /// The values, the newest first.
    items: Vec<PublishedFigure>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Published values.
#[utoipa::path(
    get, path = "/published-figures", tag = "figures", operation_id = "listPublishedFigures", params(PublishedParams),
    responses((status = 200, description = "A page of published values", body = PublishedFigures), responses::Invalid, responses::Always)
)]
pub(in crate::api) async fn published(
    State(state): State<AppState>,
    Query(query): Query<PublishedParams>,
) -> Result<Json<PublishedFigures>, Problem> {
    let wrong = || Problem::field("after", WrongKind::Cursor);
    let before = match query.after.as_deref().map(read_place).transpose()? {
        Some((at, id)) => Some((at.parse::<i64>().map_err(|_| wrong())?, id)),
        None => None,
    };
    let limit = limit(query.limit.as_deref())?;
    let page = state.app.published_figures(query.figure.as_deref(), before, limit).await?;
    let zone = state.app.zone();
    Ok(Json(PublishedFigures {
        items: page.rows.iter().map(|one| PublishedFigure::of(one, zone)).collect(),
        next: page.next.map(|(at, id)| opaque(&format!("{at}\t{id}"))),
    }))
}

/// A published value, reckoned again.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct CheckedFigure {
    /// As it was published.
    published: PublishedFigure,
    /// Whether everything is as it was published, to the last record.
    is_same: bool,
    /// Whether the frozen list still has the hash that was published.
    is_list_sound: bool,
    /// The value that comes of it now.
    value_now: Option<String>,
    /// The hash of the list of now.
    sha256_now: String,
    /// How many records are counted otherwise.
    changes: i64,
}

/// A published value, reckoned again from the records of now.
#[utoipa::path(
    get, path = "/published-figures/{id}", tag = "figures", operation_id = "getPublishedFigure",
    params(("id" = String, Path, description = "Its number")),
    responses((status = 200, description = "The published value", body = CheckedFigure), responses::Missing, responses::Always)
)]
pub(in crate::api) async fn checked(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<CheckedFigure>, Problem> {
    let recheck = state.app.recheck_figure(&id).await?;
    Ok(Json(CheckedFigure {
        published: PublishedFigure::of(&recheck.publication, state.app.zone()),
        is_same: recheck.is_same(),
        is_list_sound: recheck.is_list_sound,
        value_now: recheck.value.map(|value| value.to_string()),
        sha256_now: recheck.sha256,
        changes: recheck.changes_count,
    }))
}
