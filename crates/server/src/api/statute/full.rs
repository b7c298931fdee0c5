//! One legal text on a day: how it stands and why, relations, wording, and what cites it.

use super::as_of;
use super::list::StatuteRow;
use crate::api::extract::{Path, Query};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::sentences;
use crate::state::AppState;
use app::statute::{Citing, TextRow};
use axum::Json;
use axum::extract::State;
use domain::statute::{Origin, PartState, Placed, Relation, Statute};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// As of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct AsOf {
    /// The day; today when left out.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// What one text does to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatuteRelation)]
struct RelationBody {
    /// The text that does it, by symbol.
    by: String,
    /// The text to which it is done, by symbol.
    target: String,
    /// `amend`, `insert`, `correct`, `alter`, `replace`, `repeal`, `suspend`, `guide` or `based_on`.
    action: String,
    /// The part that it is about: `5.2.a`; null for the whole.
    part: Option<String>,
    /// From which day; null where no day is known, and it does not count.
    #[schema(format = Date)]
    from: Option<String>,
    /// Where the text says so.
    stated_in: Option<String>,
}

impl RelationBody {
    fn of(by: &Statute, relation: &Relation) -> Self {
        Self {
            by: by.id.clone(),
            target: relation.target.clone(),
            action: relation.action.name().to_owned(),
            part: relation.action.part().map(ToString::to_string),
            from: by.starts(relation).map(|day| day.to_string()),
            stated_in: relation.stated_in.as_ref().map(ToString::to_string),
        }
    }
}

/// The text that gave words, or took them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatuteOrigin)]
pub(super) struct OriginBody {
    /// Its symbol.
    text: String,
    /// Where it says so; null for the text's own part.
    stated_in: Option<String>,
    /// Since when.
    #[schema(format = Date)]
    since: String,
}

impl OriginBody {
    pub(super) fn of(origin: &Origin) -> Self {
        Self {
            text: origin.text.clone(),
            stated_in: origin.stated_in.as_ref().map(ToString::to_string),
            since: origin.since.to_string(),
        }
    }
}

/// A part of the wording; each stands before its own parts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatutePart)]
struct PartBody {
    /// Where it stands: `5.2.a`.
    address: String,
    /// Its heading.
    heading: String,
    /// Its own words.
    text: String,
    /// The text that gave them.
    origin: OriginBody,
    /// `in_force`, `repealed` or `suspended`.
    state: &'static str,
    /// The text that repealed or suspended it.
    by: Option<OriginBody>,
}

impl PartBody {
    fn of(placed: &Placed) -> Self {
        let (state, by) = match &placed.state {
            PartState::InForce => ("in_force", None),
            PartState::Repealed { by } => ("repealed", Some(OriginBody::of(by))),
            PartState::Suspended { by } => ("suspended", Some(OriginBody::of(by))),
        };
        Self {
            address: placed.address.to_string(),
            heading: placed.heading.clone(),
            text: placed.text.clone(),
            origin: OriginBody::of(&placed.origin),
            state,
            by,
        }
    }
}

/// Something in use here that cites the text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatuteCitation)]
struct CitationBody {
    /// `procedure`, `refusal_ground`, `pause_ground`, `escalation_rule`, `priority_ground` or `text`.
    kind: &'static str,
    /// Its id or code.
    id: String,
    /// Its name.
    name: String,
    /// The part that it cites; null for the whole.
    part: Option<String>,
}

impl CitationBody {
    fn of(citing: &Citing) -> Self {
        Self {
            kind: citing.citer.kind.name(),
            id: citing.citer.id.clone(),
            name: citing.citer.name_vi.clone(),
            part: citing.cite.part.as_ref().map(ToString::to_string),
        }
    }
}

/// A legal text on a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statute)]
pub(in crate::api) struct StatuteBody {
    /// What lists show.
    #[serde(flatten)]
    row: StatuteRow,
    /// The day.
    #[schema(format = Date)]
    as_of: String,
    /// Its last day by its own words.
    #[schema(format = Date)]
    to: Option<String>,
    /// The facts from which the status follows, as sentences.
    reasons: Vec<String>,
    /// What it does to others.
    relations: Vec<RelationBody>,
    /// What others do to it.
    relations_on: Vec<RelationBody>,
    /// Its consolidated wording on the day; empty where the register has no words.
    wording: Vec<PartBody>,
    /// Texts that altered it in words that the register has not.
    unread: Vec<OriginBody>,
    /// What in use here cites it.
    cited_by: Vec<CitationBody>,
    /// What is not known of it.
    gap: Option<String>,
    /// Where it was read.
    source: String,
}

/// A legal text on a day: how it stands and why, relations both ways, consolidated wording, and what cites it.
#[utoipa::path(
    get, path = "/statutes/{text}", tag = "catalogue", operation_id = "getStatute",
    params(("text" = String, Path, description = "Its name in addresses: `118-2025-nd-cp`"), AsOf),
    responses((status = 200, description = "The legal text", body = StatuteBody), responses::Missing, responses::Invalid, responses::Always)
)]
pub(in crate::api) async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(query): Query<AsOf>,
) -> Result<Json<StatuteBody>, Problem> {
    let day = as_of(query.as_of.as_deref(), state.app.today())?;
    let catalogue = state.app.catalogue();
    let library = &catalogue.statutes;
    let text = library.by_slug(&name).ok_or(Problem::NotFound)?;
    let standing = library.standing(&text.id, day).ok_or(Problem::NotFound)?;
    let wording = library.consolidated(&text.id, day).ok_or(Problem::NotFound)?;
    let m = &crate::messages::VI;
    let citing = catalogue.citing(day).into_iter().filter(|citing| citing.cite.text == text.id);
    let on = library.relations_on(&text.id);
    Ok(Json(StatuteBody {
        row: StatuteRow::of(&TextRow { text, status: standing.status }),
        as_of: day.to_string(),
        to: text.to.map(|day| day.to_string()),
        reasons: standing.reasons.iter().map(|reason| sentences::text_reason(m, reason)).collect(),
        relations: text.relations.iter().map(|relation| RelationBody::of(text, relation)).collect(),
        relations_on: on.into_iter().map(|(by, relation)| RelationBody::of(by, relation)).collect(),
        wording: wording.parts().into_iter().map(PartBody::of).collect(),
        unread: wording.unread.iter().map(OriginBody::of).collect(),
        cited_by: citing.map(|citing| CitationBody::of(&citing)).collect(),
        gap: text.gap_vi.clone(),
        source: text.source.clone(),
    }))
}
