//! Units as of a day.

use super::extract::Query;
use super::form::{day, limit, opaque, read_opaque};
use super::problem::Problem;
use super::responses;
use crate::state::AppState;
use app::Catalogue;
use axum::Json;
use axum::extract::State;
use domain::organisation::{Unit, UnitLevel};
use domain::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    /// Province.
    Province,
    /// District; the level ended on 30 June 2025.
    District,
    /// Commune, ward, township.
    Commune,
    /// A body of the province: department, agency, centre.
    Body,
}

impl Level {
    pub(super) const fn of(level: UnitLevel) -> Self {
        match level {
            UnitLevel::Province => Self::Province,
            UnitLevel::District => Self::District,
            UnitLevel::Commune => Self::Commune,
            UnitLevel::Body => Self::Body,
        }
    }
}

/// Which units.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UnitsQuery {
    /// As of this day; today when left out.
    #[param(format = Date)]
    as_of: Option<String>,
    /// Only of this level.
    #[param(inline)]
    level: Option<Level>,
    /// Only right below this unit.
    parent: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A unit as of a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
pub(super) struct UnitBody {
    /// GSO code of a territory, short name of a body.
    id: String,
    /// Where it stands.
    level: Level,
    /// Kind in Vietnamese: `xã`, `phường`, `sở`, …
    kind: String,
    /// Name without the kind.
    name: String,
    /// Name with the kind, as borne on that day.
    full_name: String,
    /// The unit above.
    parent: Option<String>,
    /// Identification code used on that day.
    identification_code: Option<String>,
    /// First day of this version, where known.
    #[schema(format = Date)]
    valid_from: Option<String>,
    /// Last day of this version.
    #[schema(format = Date)]
    valid_to: Option<String>,
    /// Where the record comes from.
    source: String,
}

impl UnitBody {
    fn of(unit: &Unit, catalogue: &Catalogue, as_of: Date) -> Self {
        Self {
            id: unit.id.clone(),
            level: Level::of(unit.level),
            kind: unit.kind_vi.clone(),
            name: unit.name_vi.clone(),
            full_name: unit.full_name_on(as_of).to_owned(),
            parent: unit.parent_id.clone(),
            identification_code: catalogue.unit_code(&unit.id, as_of).map(|code| code.code.clone()),
            valid_from: unit.valid_from.map(|day| day.to_string()),
            valid_to: unit.valid_to.map(|day| day.to_string()),
            source: unit.source.clone(),
        }
    }
}

/// A page of units.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Units {
    /// The units, by id.
    items: Vec<UnitBody>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Units in force on a day.
#[utoipa::path(
    get, path = "/units", tag = "catalogue", operation_id = "listUnits", params(UnitsQuery),
    responses((status = 200, description = "A page of units", body = Units), responses::Invalid, responses::Always)
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Query(query): Query<UnitsQuery>,
) -> Result<Json<Units>, Problem> {
    let as_of = query.as_of.map_or_else(|| Ok(state.app.today()), |text| day("as_of", &text))?;
    let limit = usize::try_from(limit(query.limit.as_deref())?).unwrap_or(1);
    let after = query.after.as_deref().map(read_opaque).transpose()?;
    let catalogue = state.app.catalogue();
    let mut wanted = catalogue
        .organisation
        .units(as_of)
        .filter(|unit| query.level.is_none_or(|level| level == Level::of(unit.level)))
        .filter(|unit| query.parent.as_ref().is_none_or(|parent| unit.parent_id.as_ref() == Some(parent)))
        .filter(|unit| after.as_ref().is_none_or(|after| unit.id > *after))
        .peekable();
    let items: Vec<UnitBody> = wanted.by_ref().take(limit).map(|unit| UnitBody::of(unit, &catalogue, as_of)).collect();
    let next = wanted.peek().and(items.last()).map(|last| opaque(&last.id));
    Ok(Json(Units { items, next }))
}
