//! What would come of moving a dossier's work to another version of its workflow; the move is the action `move-work`.

use crate::api::extract::{Caller, Path, Reader};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::sentences::MoveTold;
use crate::state::AppState;
use app::ActError;
use axum::Json;
use axum::extract::State;
use domain::dossier::work::{InstanceMove, MovePreview};
use serde::Serialize;
use utoipa::ToSchema;

/// One part of the work.
#[derive(Debug, Serialize, ToSchema)]
struct MovePart {
    /// Path of the node that opened it; empty for the dossier's own work.
    instance: String,
    /// The version by which it runs.
    from: u32,
    /// What comes of each open step, wait and timer, in words of the language asked for.
    changes: Vec<String>,
}

/// What would come of a move.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct MoveBody {
    /// Number of events of the dossier that was looked at; send it as `If-Match` with the move.
    dossier_version: i64,
    /// Whether the dossier can be moved.
    can_move: bool,
    /// What comes of the due time of the result, in words.
    due: String,
    /// Each part that would move.
    parts: Vec<MovePart>,
    /// Why it cannot be moved, in words; empty when it can.
    reasons: Vec<String>,
}

/// Previews a move
///
/// Every consequence of letting the work go on by another version of a workflow. Nothing changes.
#[utoipa::path(
    get, path = "/dossiers/{code}/moves/{workflow}/{version}", tag = "dossiers", operation_id = "previewMove",
    security(("token" = [])),
    params(
        ("code" = String, Path, description = "Official code"),
        ("workflow" = String, Path, description = "The workflow"),
        ("version" = String, Path, description = "The version to which the work would move")
    ),
    responses(
        (status = 200, description = "What would come of it", body = MoveBody),
        responses::Missing, responses::Act, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn preview_move(
    State(state): State<AppState>,
    Caller(person): Caller,
    reader: Reader,
    Path((code, workflow, version)): Path<(String, String, String)>,
) -> Result<Json<MoveBody>, Problem> {
    let version = version.parse().map_err(|_| ActError::NotFound)?;
    let found = state.app.preview_moves(&person, (&workflow, version), vec![code]).await?;
    let one = found.into_iter().next().ok_or(ActError::NotFound)?;
    let of = one.outcome?;
    let catalogue = state.app.catalogue();
    let told = MoveTold { m: reader.m(), catalogue: &catalogue, today: state.app.today() };
    Ok(Json(body(&told, one.seen, &of)))
}

fn body(told: &MoveTold<'_>, seen: i64, of: &MovePreview) -> MoveBody {
    let part =
        |one: &InstanceMove| MovePart { instance: one.instance.clone(), from: one.from, changes: told.seats(one) };
    MoveBody {
        dossier_version: seen,
        can_move: of.is_clear(),
        due: told.due(of.due),
        parts: of.instances.iter().map(part).collect(),
        reasons: told.why_not(of),
    }
}
