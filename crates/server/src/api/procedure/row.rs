//! Lists of procedures.

use crate::api::extract::Query;
use crate::api::form::{limit, opaque, read_opaque};
use crate::api::problem::Problem;
use crate::api::unit::Level;
use crate::api::{responses, schema};
use crate::state::AppState;
use app::Catalogue;
use axum::Json;
use axum::extract::State;
use domain::procedure::{Procedure, ProcedureLimit, ServiceScope};
use domain::time::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which procedures.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ProceduresQuery {
    /// Words, with or without diacritics; the best first, one page only.
    q: Option<String>,
    /// Only those for which dossiers may be opened today, or only the others.
    open: Option<bool>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// How far a procedure can be done online.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Online {
    /// The whole of it.
    Full,
    /// A part of it.
    Partial,
    /// Only information.
    Information,
}

/// A procedure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ProcedureRow {
    /// Its id: the national code, or `local:…` where none is known.
    id: String,
    /// National code.
    code: Option<String>,
    /// Its name.
    name: String,
    /// Its field.
    field: String,
    /// Levels at which it is handled.
    levels: Vec<Level>,
    /// Whether dossiers may be opened today.
    is_open: bool,
    /// How far it can be done online.
    online: Online,
    /// Ways in.
    #[schema(schema_with = channels_schema)]
    channels: Vec<&'static str>,
    /// The limit to which an online dossier is held: `5wd`; null where none can be reckoned.
    limit: Option<String>,
}

fn channels_schema() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::ArrayBuilder::new().items(schema::channel()).build()
}

impl ProcedureRow {
    pub(super) fn of(catalogue: &Catalogue, procedure: &Procedure, today: Date) -> Self {
        let held_to = procedure.limit_for(domain::procedure::Channel::Online).and_then(ProcedureLimit::limit);
        Self {
            id: procedure.id.clone(),
            code: procedure.code.clone(),
            name: procedure.name_vi.clone(),
            field: procedure.field_vi.clone(),
            levels: procedure.levels.iter().map(|level| Level::of(*level)).collect(),
            is_open: catalogue.takes_dossiers(procedure, today),
            online: match procedure.service_scope() {
                ServiceScope::Full => Online::Full,
                ServiceScope::Partial => Online::Partial,
                ServiceScope::Information => Online::Information,
            },
            channels: procedure.channels.iter().map(|channel| channel.name()).collect(),
            limit: held_to.map(|limit| limit.to_string()),
        }
    }
}

/// A page of procedures.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Procedures {
    /// The procedures.
    items: Vec<ProcedureRow>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Procedures as of today, by id, or those that match words.
#[utoipa::path(
    get, path = "/procedures", tag = "catalogue", operation_id = "listProcedures", params(ProceduresQuery),
    responses((status = 200, description = "A page of procedures", body = Procedures), responses::Invalid, responses::Always)
)]
pub(in crate::api) async fn list(
    State(state): State<AppState>,
    Query(query): Query<ProceduresQuery>,
) -> Result<Json<Procedures>, Problem> {
    let limit = usize::try_from(limit(query.limit.as_deref())?).unwrap_or(1);
    let after = query.after.as_deref().map(read_opaque).transpose()?;
    let today = state.app.today();
    let catalogue = state.app.catalogue();
    let wanted =
        |procedure: &Arc<Procedure>| query.open.is_none_or(|open| open == catalogue.takes_dossiers(procedure, today));
    let row = |procedure: &Arc<Procedure>| ProcedureRow::of(&catalogue, procedure, today);
    let words = query.q.as_deref().filter(|words| !words.trim().is_empty());
    let (items, next) = if let Some(words) = words {
        let found = state.app.search_procedures(words, limit).await?;
        (found.iter().filter(|one| wanted(one)).map(row).collect(), None)
    } else {
        let later = |one: &&Arc<Procedure>| after.as_ref().is_none_or(|after| one.id > *after);
        let mut rest = catalogue.procedures(today).filter(later).filter(|one| wanted(one)).peekable();
        let items: Vec<ProcedureRow> = rest.by_ref().take(limit).map(row).collect();
        let next = rest.peek().and(items.last()).map(|last| opaque(&last.id));
        (items, next)
    };
    Ok(Json(Procedures { items, next }))
}
