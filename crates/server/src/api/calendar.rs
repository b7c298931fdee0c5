//! The published days of a year.

use super::extract::Path;
use super::problem::Problem;
use super::responses;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::calendar::{DayStatus, PublishedDay, PublishedKind};
use domain::time::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// What a published day is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindOfDay {
    /// A holiday.
    Holiday,
    /// Off because a holiday fell on a weekend.
    Compensatory,
    /// Off, paid for by a weekend day worked.
    SwapOff,
    /// A weekend day worked in exchange.
    SwapWork,
}

/// How sure a published day is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum StatusOfDay {
    /// Decided and announced.
    Observed,
    /// Expected; the yearly decision is not out.
    Projected,
    /// Proposed, not law: counts as an ordinary day.
    PendingLaw,
}

/// A published day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Day)]
pub(super) struct DayBody {
    /// The civil date.
    #[schema(format = Date)]
    date: String,
    /// What the day is.
    kind: KindOfDay,
    /// Whether offices are closed.
    is_off: bool,
    /// How sure it is.
    status: StatusOfDay,
    /// Its Vietnamese name.
    name: String,
    /// The other day of a swap.
    #[schema(format = Date)]
    swap_with: Option<String>,
    /// What it rests on.
    legal_basis: Option<String>,
    /// Where the record comes from.
    source: Option<String>,
}

impl From<&PublishedDay> for DayBody {
    fn from(day: &PublishedDay) -> Self {
        Self {
            date: day.date.to_string(),
            kind: match day.kind {
                PublishedKind::Holiday => KindOfDay::Holiday,
                PublishedKind::Compensatory => KindOfDay::Compensatory,
                PublishedKind::SwapOff => KindOfDay::SwapOff,
                PublishedKind::SwapWork => KindOfDay::SwapWork,
            },
            is_off: day.is_off,
            status: match day.status {
                DayStatus::Observed => StatusOfDay::Observed,
                DayStatus::Projected => StatusOfDay::Projected,
                DayStatus::PendingLaw => StatusOfDay::PendingLaw,
            },
            name: day.name_vi.clone(),
            swap_with: day.swap_with.map(|date| date.to_string()),
            legal_basis: day.basis_vi.clone(),
            source: day.source.clone(),
        }
    }
}

/// A year of the published calendar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Year)]
pub(super) struct YearBody {
    /// The year.
    year: i16,
    /// Name of this version of the calendar.
    version: String,
    /// Working days in the year.
    working_days: i64,
    /// Whether some days are expected, not decided.
    is_projected: bool,
    /// Holidays, compensatory and swapped days; other weekends are not listed.
    days: Vec<DayBody>,
}

/// The published days of a year.
#[utoipa::path(
    get, path = "/calendar/{year}", tag = "catalogue", operation_id = "getCalendar",
    params(("year" = i16, Path, description = "The year", minimum = 1900, maximum = 2200)),
    responses((status = 200, description = "The year", body = YearBody), responses::Missing, responses::Always)
)]
pub(super) async fn year(State(state): State<AppState>, Path(year): Path<i16>) -> Result<Json<YearBody>, Problem> {
    let catalogue = state.app.catalogue();
    let calendar = catalogue.calendar().ok_or(Problem::NotFound)?;
    let day = |month, day| Date::new(year, month, day).map_err(|_| Problem::NotFound);
    let (first, last) = (day(1, 1)?, day(12, 31)?);
    if last < calendar.published_from() || calendar.published_through() < first {
        return Err(Problem::NotFound);
    }
    let records = || calendar.records(first, last);
    Ok(Json(YearBody {
        year,
        version: calendar.version().to_owned(),
        working_days: calendar.working_days_between(first, last),
        is_projected: records().any(|day| day.status == DayStatus::Projected),
        days: records().map(DayBody::from).collect(),
    }))
}
