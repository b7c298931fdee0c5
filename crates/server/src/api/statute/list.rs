//! Lists of legal texts.

use super::as_of;
use crate::api::extract::Query;
use crate::api::form::{limit, opaque, read_opaque};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::state::AppState;
use app::statute::{TextRow, WantedTexts};
use axum::Json;
use axum::extract::State;
use domain::statute::Status;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which texts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct StatutesQuery {
    /// Words of symbol, title, issuer or field, with or without diacritics.
    q: Option<String>,
    /// The type: `Nghị định`.
    kind: Option<String>,
    /// Who issued it: `Chính phủ`.
    issuer: Option<String>,
    /// How it stands on the day.
    status: Option<Standing>,
    /// The day; today when left out.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// How a text stands on a day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StatuteStatus)]
pub(super) enum Standing {
    /// The register does not know its first day.
    Unknown,
    /// Not yet in force.
    NotYet,
    /// In force.
    InForce,
    /// Parts of it are suspended.
    PartlySuspended,
    /// Parts of it were amended or repealed.
    PartlyExpired,
    /// All of it is suspended.
    Suspended,
    /// It fell.
    Expired,
}

impl Standing {
    pub(super) const fn of(status: Status) -> Self {
        match status {
            Status::Unknown => Self::Unknown,
            Status::NotYet => Self::NotYet,
            Status::InForce => Self::InForce,
            Status::PartlySuspended => Self::PartlySuspended,
            Status::PartlyExpired => Self::PartlyExpired,
            Status::Suspended => Self::Suspended,
            Status::Expired => Self::Expired,
        }
    }

    const fn status(self) -> Status {
        match self {
            Self::Unknown => Status::Unknown,
            Self::NotYet => Status::NotYet,
            Self::InForce => Status::InForce,
            Self::PartlySuspended => Status::PartlySuspended,
            Self::PartlyExpired => Status::PartlyExpired,
            Self::Suspended => Status::Suspended,
            Self::Expired => Status::Expired,
        }
    }
}

/// A legal text in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatuteRow)]
pub(super) struct StatuteRow {
    /// Its name in addresses: `118-2025-nd-cp`.
    id: String,
    /// Its symbol: `118/2025/NĐ-CP`.
    symbol: String,
    /// Its type.
    kind: String,
    /// Who issued it.
    issuer: String,
    /// Its title.
    title: String,
    /// When it was issued, where known.
    #[schema(format = Date)]
    signed: Option<String>,
    /// Its first day, where known.
    #[schema(format = Date)]
    from: Option<String>,
    /// How it stands on the day.
    status: Standing,
}

impl StatuteRow {
    pub(super) fn of(row: &TextRow<'_>) -> Self {
        let text = row.text;
        Self {
            id: text.slug(),
            symbol: text.id.clone(),
            kind: text.kind_vi.clone(),
            issuer: text.issuer_vi.clone(),
            title: text.title_vi.clone(),
            signed: text.signed.map(|day| day.to_string()),
            from: text.from.map(|day| day.to_string()),
            status: Standing::of(row.status),
        }
    }
}

/// A page of legal texts.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Statutes {
    /// The texts, those of the latest year first.
    items: Vec<StatuteRow>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Legal texts as they stand on a day.
#[utoipa::path(
    get, path = "/statutes", tag = "catalogue", operation_id = "listStatutes", params(StatutesQuery),
    responses((status = 200, description = "A page of legal texts", body = Statutes), responses::Invalid, responses::Always)
)]
pub(in crate::api) async fn list(
    State(state): State<AppState>,
    Query(query): Query<StatutesQuery>,
) -> Result<Json<Statutes>, Problem> {
    let day = as_of(query.as_of.as_deref(), state.app.today())?;
    let limit = usize::try_from(limit(query.limit.as_deref())?).unwrap_or(1);
    let after = query.after.as_deref().map(read_opaque).transpose()?;
    let wanted = WantedTexts {
        words: query.q.unwrap_or_default(),
        kind: query.kind,
        issuer: query.issuer,
        status: query.status.map(Standing::status),
    };
    let catalogue = state.app.catalogue();
    let found = catalogue.find_texts(&wanted, day, after.as_deref(), limit);
    let items = found.rows.iter().map(StatuteRow::of).collect();
    Ok(Json(Statutes { items, next: found.next.map(opaque) }))
}
