//! What changed in a legal text between two days.

use super::full::OriginBody;
use crate::api::extract::{Path, Query};
use crate::api::form::day;
use crate::api::problem::Problem;
use crate::api::responses;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::statute::{PartChange, PartState, What, changed};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The two days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct Between {
    /// The first day.
    #[param(format = Date)]
    from: String,
    /// The second.
    #[param(format = Date)]
    to: String,
}

/// A part that is not as it was.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatuteChange)]
struct ChangeBody {
    /// Where: `5.2.a`.
    address: String,
    /// `added`, `gone`, `reworded`, `repealed`, `suspended`, or `in_force` again.
    what: &'static str,
    /// Its words before.
    before: Option<String>,
    /// Its words after.
    after: Option<String>,
    /// The text that did it.
    by: Option<OriginBody>,
}

impl ChangeBody {
    fn of(change: PartChange) -> Self {
        let (what, before, after) = match change.what {
            What::Added { words } => ("added", None, Some(words)),
            What::Gone { words } => ("gone", Some(words), None),
            What::Reworded { before, after } => ("reworded", Some(before), Some(after)),
            What::Stands { now: PartState::InForce } => ("in_force", None, None),
            What::Stands { now: PartState::Repealed { .. } } => ("repealed", None, None),
            What::Stands { now: PartState::Suspended { .. } } => ("suspended", None, None),
        };
        let by = change.by.as_ref().map(OriginBody::of);
        Self { address: change.address.to_string(), what, before, after, by }
    }
}

/// What changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatuteChanges)]
pub(in crate::api) struct Changes {
    /// The parts that are not as they were, in the order of the later wording; what is gone stands at the end.
    items: Vec<ChangeBody>,
}

/// What changed in the wording of a legal text between two days.
#[utoipa::path(
    get, path = "/statutes/{text}/changes", tag = "catalogue", operation_id = "compareStatute",
    params(("text" = String, Path, description = "Its name in addresses: `118-2025-nd-cp`"), Between),
    responses((status = 200, description = "What changed", body = Changes), responses::Missing, responses::Invalid, responses::Always)
)]
pub(in crate::api) async fn changes(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(query): Query<Between>,
) -> Result<Json<Changes>, Problem> {
    let (from, to) = (day("from", &query.from)?, day("to", &query.to)?);
    let catalogue = state.app.catalogue();
    let text = catalogue.statutes.by_slug(&name).ok_or(Problem::NotFound)?;
    let on = |day| catalogue.statutes.consolidated(&text.id, day).ok_or(Problem::NotFound);
    let items = changed(&on(from)?, &on(to)?).into_iter().map(ChangeBody::of).collect();
    Ok(Json(Changes { items }))
}
