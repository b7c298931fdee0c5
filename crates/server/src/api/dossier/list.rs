//! The dossiers that a caller may see: a unit's for its staff, one's own for everybody else.

use super::parts::{Links, Named, unit};
use crate::api::extract::{Caller, Query};
use crate::api::form::{cursor, limit, moment, read_cursor, stamp_instant};
use crate::api::problem::Problem;
use crate::api::{responses, schema};
use crate::state::AppState;
use app::Catalogue;
use app::dossier::{Cursor, NO_DUE, Page, Summary, WorklistFilter, WorklistKind};
use axum::Json;
use axum::extract::State;
use domain::access::{Person, Role};
use domain::dossier::Stage;
use domain::text::fold;
use domain::time::{Date, Instant, Zone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Which {
    /// What the unit holds and must act on, the most urgent first.
    Held,
    /// What its desk received, the newest first.
    Received,
    /// What it works or worked, the newest first.
    Handled,
    /// The caller's own applications, the newest first.
    Mine,
}

/// Which dossiers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ListQuery {
    /// Which list: for staff `held` when left out, for everybody else always `mine`.
    #[param(inline)]
    list: Option<Which>,
    /// Only in this state.
    #[param(schema_with = schema::stage)]
    state: Option<String>,
    /// The unit; when left out, the first at which the caller works.
    unit: Option<String>,
    /// Only assigned to this account.
    assignee: Option<String>,
    /// Only of this procedure.
    procedure: Option<String>,
    /// Only due before this time or day.
    #[param(format = DateTime)]
    due_before: Option<String>,
    /// Words of the applicant's name, the code or the procedure; the best first, one page only.
    q: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A dossier in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DossierRow {
    /// Official code.
    code: String,
    /// Number of events so far; the entity tag.
    version: i64,
    /// Where it is in its life.
    #[schema(schema_with = schema::stage)]
    state: String,
    /// The procedure.
    procedure: Named,
    /// How it came in.
    #[schema(schema_with = schema::channel)]
    channel: String,
    /// The desk.
    receiving_unit: Named,
    /// The unit that works it.
    handling_unit: Named,
    /// The unit in whose worklist it stands.
    holding_unit: Named,
    /// Account of the officer.
    assignee: Option<String>,
    /// Name of the applicant; empty when it was erased.
    applicant_name: String,
    /// When it was handed in.
    #[schema(format = DateTime)]
    received_at: String,
    /// When the desk accepted it.
    #[schema(format = DateTime)]
    accepted_at: Option<String>,
    /// When the office must next act.
    #[schema(format = DateTime)]
    next_due_at: Option<String>,
    /// When the result is due.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// When it finished.
    #[schema(format = DateTime)]
    finished_at: Option<String>,
    /// Whether within its limit.
    on_time: Option<bool>,
    /// Where the rest is.
    links: Links,
}

impl DossierRow {
    fn of(row: Summary, catalogue: &Catalogue, zone: Zone, day: Date) -> Self {
        let moment = |at: Instant| stamp_instant(zone, at);
        let procedure = catalogue.procedure_version(&row.procedure_id, &row.procedure_version);
        Self {
            links: Links::of(&row.code),
            procedure: Named {
                name: procedure.map(|procedure| procedure.name_vi.clone()).unwrap_or_default(),
                id: row.procedure_id,
            },
            receiving_unit: unit(catalogue, &row.receiving_unit, day),
            handling_unit: unit(catalogue, &row.handling_unit, day),
            holding_unit: unit(catalogue, &row.holding_unit, day),
            code: row.code,
            version: row.version,
            state: row.stage,
            channel: row.channel,
            assignee: row.assignee,
            applicant_name: row.applicant_name,
            received_at: moment(row.submitted_at),
            accepted_at: row.accepted_at.map(moment),
            next_due_at: Some(row.next_due_at).filter(|at| *at != NO_DUE).map(moment),
            due_at: row.due_at.map(moment),
            finished_at: row.finished_at.map(moment),
            on_time: row.on_time,
        }
    }
}

/// A page of dossiers.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Dossiers {
    /// The dossiers.
    items: Vec<DossierRow>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// What the query asks for, read.
struct Asked {
    list: Option<Which>,
    stage: Option<Stage>,
    unit: Option<String>,
    assignee: Option<String>,
    procedure: Option<String>,
    due_before: Option<Instant>,
    words: Option<String>,
    limit: i64,
    after: Option<Cursor>,
}

impl Asked {
    fn read(query: ListQuery, zone: Zone) -> Result<Self, Problem> {
        let stage = match query.state {
            None => None,
            Some(name) => {
                let words = || Problem::word("state", Stage::ALL.map(Stage::name));
                Some(Stage::from_name(&name).ok_or_else(words)?)
            }
        };
        Ok(Self {
            list: query.list,
            stage,
            unit: query.unit,
            assignee: query.assignee,
            procedure: query.procedure,
            due_before: query.due_before.map(|text| moment("due_before", &text, zone)).transpose()?,
            words: query.q.filter(|words| !words.trim().is_empty()),
            limit: limit(query.limit.as_deref())?,
            after: read_cursor(query.after.as_deref())?,
        })
    }

    /// Whether one of the caller's own rows is wanted.
    fn wants(&self, row: &Summary) -> bool {
        let found = |words: &str| {
            let text = fold(&format!("{} {} {}", row.applicant_name, row.code, row.procedure_id));
            fold(words).split_whitespace().all(|word| text.contains(word))
        };
        let at_unit = |unit: &String| *unit == row.receiving_unit || *unit == row.handling_unit;
        self.fits(row) && self.unit.as_ref().is_none_or(at_unit) && self.words.as_deref().is_none_or(found)
    }

    /// Whether a row has the state, procedure, officer and due time asked for.
    fn fits(&self, row: &Summary) -> bool {
        self.stage.is_none_or(|stage| stage.name() == row.stage)
            && self.procedure.as_ref().is_none_or(|procedure| *procedure == row.procedure_id)
            && self.assignee.as_ref().is_none_or(|officer| row.assignee.as_ref() == Some(officer))
            && self.due_before.is_none_or(|before| row.next_due_at < before)
    }

    fn filter(&self, kind: WorklistKind) -> WorklistFilter {
        WorklistFilter {
            kind,
            unit: self.unit.clone(),
            stage: self.stage.map(|stage| stage.name().to_owned()),
            procedure: self.procedure.clone(),
            assignee: self.assignee.clone(),
            due_before: self.due_before,
            after: self.after.clone(),
            limit: self.limit,
        }
    }
}

/// The dossiers that this caller may see, a page at a time.
///
/// Staff see the dossiers of their units, the reform office those of the province, everybody else their own
/// applications. The head of the unit above sees of a unit what is late there, or was told of. Any other unit at which the
/// caller does not work is not found.
#[utoipa::path(
    get, path = "/dossiers", tag = "dossiers", operation_id = "listDossiers", security(("token" = [])),
    params(ListQuery),
    responses(
        (status = 200, description = "A page of dossiers", body = Dossiers),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn list(
    State(state): State<AppState>,
    Caller(person): Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<Dossiers>, Problem> {
    let (catalogue, zone, today) = (state.app.catalogue(), state.app.zone(), state.app.today());
    let asked = Asked::read(query, zone)?;
    let page = page(&state, &person, &asked, today).await?;
    let next = page.next.as_ref().map(cursor);
    let items = page.rows.into_iter().map(|row| DossierRow::of(row, &catalogue, zone, today)).collect();
    Ok(Json(Dossiers { items, next }))
}

async fn page(state: &AppState, person: &Person, asked: &Asked, today: Date) -> Result<Page, Problem> {
    let app = &state.app;
    let is_staff = !person.units(today).is_empty() || person.holds_anywhere(Role::ReformOffice, today);
    let which = if is_staff { asked.list.unwrap_or(Which::Held) } else { Which::Mine };
    let kind = match which {
        Which::Mine => {
            let mut page = app.my_dossiers(person, asked.after.clone(), asked.limit).await?;
            page.rows.retain(|row| asked.wants(row));
            return Ok(page);
        }
        // What has ended is held by nobody: then the list of what the unit works is meant.
        Which::Held if asked.list.is_none() && asked.stage.is_some_and(|stage| !stage.is_open()) => {
            WorklistKind::Handled
        }
        Which::Held => WorklistKind::Held,
        Which::Received => WorklistKind::Received,
        Which::Handled => WorklistKind::Handled,
    };
    if let Some(words) = &asked.words {
        let mut rows = app.search_dossiers(person, asked.unit.as_deref(), words, asked.limit).await?;
        rows.retain(|row| asked.fits(row));
        return Ok(Page { rows, next: None });
    }
    Ok(app.worklist(person, asked.filter(kind)).await?)
}
