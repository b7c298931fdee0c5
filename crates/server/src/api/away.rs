//! Absence and delegation: what stands, noting, giving, ending.

use super::extract::{Caller, Json, Path, Query};
use super::form::day;
use super::problem::Problem;
use super::wrong::WrongKind;
use super::{responses, schema};
use crate::state::AppState;
use app::FieldProblemKind;
use app::absence::{NewAbsence, NewDelegation};
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::{Absence, AbsenceReason, Delegation, Role, Scope, WorkKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::openapi::Object;
use utoipa::{IntoParams, ToSchema};

/// Days on which somebody is away.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AbsenceBody {
    /// Its number.
    id: String,
    /// Account of who is away.
    person: String,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day; earlier than noted when they came back.
    #[schema(format = Date)]
    to: String,
    /// Of what kind.
    #[schema(schema_with = reasons)]
    reason: &'static str,
}

impl AbsenceBody {
    fn of(absence: &Absence) -> Self {
        Self {
            id: absence.id.clone(),
            person: absence.person.clone(),
            from: absence.valid_from.to_string(),
            to: absence.last_day().unwrap_or(absence.valid_from).to_string(),
            reason: absence.reason.name(),
        }
    }
}

/// A role given for some days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DelegationBody {
    /// Its number.
    id: String,
    /// Account of whose role it is.
    giver: String,
    /// Account of who is to act.
    receiver: String,
    /// The role.
    #[schema(schema_with = schema::role)]
    role: &'static str,
    /// The unit.
    unit: String,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    to: String,
    /// Procedures to which it is limited; null for all.
    procedures: Option<Vec<String>>,
    /// Kinds of work to which it is limited; null for all.
    #[schema(schema_with = works)]
    works: Option<Vec<&'static str>>,
    /// Document or reason.
    reason: String,
    /// Whether it was taken back.
    revoked: bool,
}

impl DelegationBody {
    fn of(delegation: &Delegation) -> Self {
        let terms = &delegation.terms;
        Self {
            id: delegation.id.clone(),
            giver: terms.giver.clone(),
            receiver: terms.receiver.clone(),
            role: terms.role.name(),
            unit: terms.unit.clone(),
            from: terms.valid_from.to_string(),
            to: terms.valid_to.to_string(),
            procedures: match &terms.scope {
                Scope::All => None,
                Scope::Procedures(list) => Some(list.iter().cloned().collect()),
            },
            works: terms.works.as_ref().map(|works| works.iter().map(|work| work.name()).collect()),
            reason: terms.reason.clone(),
            revoked: delegation.revoked,
        }
    }
}

fn reasons() -> Object {
    schema::words(AbsenceReason::ALL.map(AbsenceReason::name))
}

fn works() -> utoipa::openapi::Schema {
    let list = utoipa::openapi::schema::ArrayBuilder::new().items(schema::words(WorkKind::ALL.map(WorkKind::name)));
    schema::or_null(list.build().into())
}

/// Absences and delegations that the caller sees and that are not over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AwayBody {
    /// The caller's own absences.
    absences: Vec<AbsenceBody>,
    /// Absences of the unit's next four weeks; null for everybody but its head and deputies.
    of_unit: Option<Vec<AbsenceBody>>,
    /// What the caller gave.
    given: Vec<DelegationBody>,
    /// What the caller received.
    received: Vec<DelegationBody>,
}

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AwayQuery {
    /// The unit; the caller's first when left out.
    unit: Option<String>,
}

/// Absences and delegations that are not over.
#[utoipa::path(
    get, path = "/absences", tag = "absences", operation_id = "listAbsences", security(("token" = [])),
    params(AwayQuery),
    responses(
        (status = 200, description = "What stands", body = AwayBody),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Caller(person): Caller,
    Query(query): Query<AwayQuery>,
) -> Result<axum::Json<AwayBody>, Problem> {
    let view = state.app.away_view(&person, query.unit.as_deref()).await?;
    let of_unit = view.month.as_ref().map(|month| &month.absences);
    Ok(axum::Json(AwayBody {
        absences: view.absences.iter().map(AbsenceBody::of).collect(),
        of_unit: of_unit.map(|lines| lines.iter().map(|line| AbsenceBody::of(&line.item)).collect()),
        given: view.given.iter().map(|line| DelegationBody::of(&line.item)).collect(),
        received: view.received.iter().map(|line| DelegationBody::of(&line.item)).collect(),
    }))
}

/// An absence to be noted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AbsenceFields {
    /// Account of who is away; the caller when left out. Others only by the head of their unit.
    person: Option<String>,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    to: String,
    /// Of what kind.
    #[schema(schema_with = reasons)]
    reason: String,
}

/// Notes that somebody is away.
#[utoipa::path(
    post, path = "/absences", tag = "absences", operation_id = "noteAbsence", security(("token" = [])),
    request_body = AbsenceFields,
    responses(
        (status = 201, description = "Noted", body = AbsenceBody),
        responses::Away, responses::Missing, responses::Body, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(super) async fn note(
    State(state): State<AppState>,
    Caller(person): Caller,
    Json { value, .. }: Json<AbsenceFields>,
) -> Result<(StatusCode, axum::Json<AbsenceBody>), Problem> {
    let reason = AbsenceReason::from_name(&value.reason)
        .ok_or_else(|| Problem::word("reason", AbsenceReason::ALL.map(AbsenceReason::name)))?;
    let who = value.person.unwrap_or_else(|| person.id.clone());
    let new = NewAbsence { person: who, from: day("from", &value.from)?, to: day("to", &value.to)?, reason };
    let noted = state.app.note_absence(&person, new).await?;
    Ok((StatusCode::CREATED, axum::Json(AbsenceBody::of(&noted))))
}

/// Notes that somebody is back today.
#[utoipa::path(
    post, path = "/absences/{id}/end", tag = "absences", operation_id = "endAbsence", security(("token" = [])),
    params(("id" = String, Path, description = "Number of the absence")),
    responses(
        (status = 200, description = "Ended", body = AbsenceBody),
        responses::Away, responses::Missing, responses::Always, responses::Token
    )
)]
pub(super) async fn end(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(id): Path<String>,
) -> Result<axum::Json<AbsenceBody>, Problem> {
    Ok(axum::Json(AbsenceBody::of(&state.app.end_absence(&person, &id).await?)))
}

/// A role of the caller's own to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DelegationFields {
    /// Account of who is to act.
    receiver: String,
    /// The role.
    #[schema(schema_with = schema::role)]
    role: String,
    /// The unit.
    unit: String,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    to: String,
    /// Procedures to which it is limited; all when left out.
    #[serde(default)]
    procedures: Option<BTreeSet<String>>,
    /// Kinds of work to which it is limited; all when left out.
    #[serde(default)]
    #[schema(schema_with = works)]
    works: Option<BTreeSet<String>>,
    /// Document or reason.
    reason: String,
}

/// Gives a role of the caller's own for some days.
#[utoipa::path(
    post, path = "/delegations", tag = "absences", operation_id = "delegate", security(("token" = [])),
    request_body = DelegationFields,
    responses(
        (status = 201, description = "Given", body = DelegationBody),
        responses::Away, responses::Missing, responses::Body, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(super) async fn delegate(
    State(state): State<AppState>,
    Caller(person): Caller,
    Json { value, .. }: Json<DelegationFields>,
) -> Result<(StatusCode, axum::Json<DelegationBody>), Problem> {
    let role = Role::from_name(&value.role).ok_or_else(|| Problem::word("role", Role::ALL.map(Role::name)))?;
    let kind = |name: String| {
        WorkKind::from_name(&name).ok_or_else(|| Problem::field("works", WrongKind::Act(FieldProblemKind::Unknown)))
    };
    let works = value.works.map(|works| works.into_iter().map(kind).collect::<Result<BTreeSet<_>, _>>());
    let new = NewDelegation {
        receiver: value.receiver,
        role,
        unit: value.unit,
        from: day("from", &value.from)?,
        to: day("to", &value.to)?,
        procedures: value.procedures,
        works: works.transpose()?,
        reason: value.reason,
    };
    let given = state.app.delegate(&person, new).await?;
    Ok((StatusCode::CREATED, axum::Json(DelegationBody::of(&given))))
}

/// Takes a delegation back, or gives it back.
#[utoipa::path(
    post, path = "/delegations/{id}/revoke", tag = "absences", operation_id = "revokeDelegation", security(("token" = [])),
    params(("id" = String, Path, description = "Number of the delegation")),
    responses(
        (status = 200, description = "Taken back", body = DelegationBody),
        responses::Away, responses::Missing, responses::Always, responses::Token
    )
)]
pub(super) async fn revoke(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(id): Path<String>,
) -> Result<axum::Json<DelegationBody>, Problem> {
    Ok(axum::Json(DelegationBody::of(&state.app.revoke_delegation(&person, &id).await?)))
}
