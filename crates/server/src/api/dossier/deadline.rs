//! Why a dossier is due when it is due.

use super::parts::DueKind;
use crate::api::extract::{Caller, Path};
use crate::api::form::stamp;
use crate::api::problem::Problem;
use crate::api::responses;
use crate::messages::{EN, VI};
use crate::sentences;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::calendar::{Calendar, OfficeHours};
use domain::deadline::Line;
use serde::Serialize;
use utoipa::ToSchema;

/// A text in both languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Both {
    /// Vietnamese.
    pub(crate) vi: String,
    /// English.
    pub(crate) en: String,
}

/// One step of the calculation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DeadlineLine {
    /// Stable name of the step: `received`, `limit_is`, `day_off`, …
    pub(crate) key: &'static str,
    /// What it says.
    pub(crate) text: Both,
    /// The clause on which it rests, where the step rests on one.
    pub(crate) legal_basis: Option<Both>,
}

/// The steps of a calculation in both languages.
pub(crate) fn explained(lines: &[Line], calendar: &Calendar, hours: &OfficeHours) -> Vec<DeadlineLine> {
    let both = |line: &Line| DeadlineLine {
        key: line.key(),
        text: Both { vi: sentences::line(&VI, line), en: sentences::line(&EN, line) },
        legal_basis: sentences::basis(&VI, line, calendar, hours)
            .zip(sentences::basis(&EN, line, calendar, hours))
            .map(|(vi, en)| Both { vi, en }),
    };
    lines.iter().map(both).collect()
}

/// When a dossier is due, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Deadline {
    /// Official code.
    code: String,
    /// When the result is due; null while it is unknown.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// What is known of the due time.
    due_kind: DueKind,
    /// The limit: `5wd`; null when the procedure states none.
    limit: Option<String>,
    /// The working moment from which the limit is counted.
    #[schema(format = DateTime)]
    counted_from: Option<String>,
    /// Each step of the calculation, in order; empty when nothing can be reckoned.
    lines: Vec<DeadlineLine>,
}

/// When a dossier is due, with every step of the calculation and its legal basis, in both languages.
#[utoipa::path(
    get, path = "/dossiers/{code}/deadline", tag = "dossiers", operation_id = "getDeadline", security(("token" = [])),
    params(("code" = String, Path, description = "Official code")),
    responses(
        (status = 200, description = "The due time and its explanation", body = Deadline),
        responses::Missing, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn deadline(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(code): Path<String>,
) -> Result<Json<Deadline>, Problem> {
    let app = &state.app;
    let dossier = app.dossier(&person, &code).await?.dossier;
    let (catalogue, zone) = (app.catalogue(), app.zone());
    let reckoning = app.reckoning(&dossier);
    let lines = match (&reckoning, catalogue.calendar(), catalogue.hours(&dossier.handling_unit)) {
        (Some(reckoning), Some(calendar), Some(hours)) => explained(&reckoning.lines, calendar, hours),
        _ => Vec::new(),
    };
    Ok(Json(Deadline {
        code: dossier.code.as_str().to_owned(),
        due_at: dossier.due.at().map(|at| stamp(zone, at)),
        due_kind: DueKind::of(&dossier.due),
        limit: dossier.clock.as_ref().map(|clock| clock.limit.to_string()),
        counted_from: reckoning.map(|reckoning| stamp(zone, reckoning.counted_from)),
        lines,
    }))
}
