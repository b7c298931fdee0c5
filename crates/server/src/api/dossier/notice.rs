//! Refusals, returns and supplement requests: as they are asked for, as they are told, and those near the due date.

use super::parts::{Named, unit};
use crate::api::extract::{Caller, Query};
use crate::api::form::{limit, stamp, stamp_instant};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::api::wrong::WrongKind;
use crate::state::AppState;
use app::dossier::{Cursor, FlagRow, NoticeView};
use axum::Json;
use axum::extract::State;
use domain::reasoned_notice::{ItemFault, NoticeAction, PaperWords, Reason, SupplementItem};
use domain::time::{Instant, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::Object;
use utoipa::{IntoParams, ToSchema};

use crate::api::schema::words;

/// On what ground something is refused, returned or asked for. Every member but `values` must be filled.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ReasonBody {
    /// Code of a published ground in force today for the action: `supplement_missing`.
    ground: String,
    /// The clause; where the ground says so, of the field's own law.
    clause: String,
    /// The facts of this dossier.
    facts: String,
    /// What the applicant can do next.
    next_step: String,
    /// What stands at the open places of the ground's sentences, by name.
    values: BTreeMap<String, String>,
}

impl From<ReasonBody> for Reason {
    fn from(body: ReasonBody) -> Self {
        let ReasonBody { ground, clause, facts, next_step, values } = body;
        Self { ground, clause, facts_vi: facts, next_step_vi: next_step, values }
    }
}

/// A paper asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperAsked {
    /// Id of the paper in the published procedure.
    component: String,
    /// What is wrong with it.
    #[schema(schema_with = faults)]
    fault: ItemFault,
    /// In words; needed with `contradicts` and `other`.
    #[serde(default)]
    words: Option<String>,
    /// The clause that asks for it.
    clause: String,
    /// What a right one looks like.
    #[serde(default)]
    example: Option<String>,
}

fn faults() -> Object {
    words(ItemFault::ALL.map(ItemFault::name))
}

fn notice_actions() -> Object {
    words(NoticeAction::ALL.map(NoticeAction::name))
}

impl From<PaperAsked> for SupplementItem {
    fn from(body: PaperAsked) -> Self {
        let PaperAsked { component, fault, words, clause, example } = body;
        Self { component, fault, words_vi: words, clause, example_vi: example }
    }
}

/// A refusal, a return or a supplement request as it was told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub(super) struct NoticeBody {
    /// What was done.
    #[schema(schema_with = notice_actions)]
    action: &'static str,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Code of the ground.
    ground: String,
    /// The clause.
    clause: String,
    /// The sentence of the ground as the applicant read it; null when it was erased.
    sentence: Option<String>,
    /// The facts; null when they were erased.
    facts: Option<String>,
    /// What the applicant can do next; null when it was erased.
    next_step: Option<String>,
    /// Why papers were asked for once more; null for the first request.
    again: Option<String>,
    /// The papers asked for.
    papers: Vec<PaperAsked>,
}

impl NoticeBody {
    pub(super) fn of(zone: Zone, notice: &NoticeView) -> Self {
        let told = notice.told.as_ref();
        let none = PaperWords::default();
        let paper = |(number, asked): (usize, &domain::reasoned_notice::AskedPaper)| {
            let said = told.and_then(|told| told.papers.get(number)).unwrap_or(&none);
            PaperAsked {
                component: asked.component.clone(),
                fault: asked.fault,
                words: said.words_vi.clone(),
                clause: asked.clause.clone(),
                example: said.example_vi.clone(),
            }
        };
        Self {
            action: notice.cited.action.name(),
            at: stamp(zone, notice.at),
            ground: notice.cited.ground.clone(),
            clause: notice.cited.clause.clone(),
            sentence: told.map(|told| told.sentence_vi.clone()),
            facts: told.map(|told| told.facts_vi.clone()),
            next_step: told.map(|told| told.next_step_vi.clone()),
            again: told.map(|told| told.again_vi.clone()).filter(|again| !again.is_empty()),
            papers: notice.papers.iter().enumerate().map(paper).collect(),
        }
    }
}

/// A request for papers that was made on the due date or later.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LateRequest {
    /// Code of the dossier.
    dossier: String,
    /// Which of its requests, from 1.
    number: i64,
    /// The unit that had the dossier then.
    unit: Named,
    /// Id of the procedure.
    procedure: String,
    /// When it was made.
    #[schema(format = DateTime)]
    at: String,
    /// Not the first request.
    exceptional: bool,
    /// Later than three working days after receipt.
    late_notice: bool,
}

/// A page of such requests.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct LateRequests {
    /// The requests, the newest first.
    items: Vec<LateRequest>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct LateQuery {
    /// The unit; left out, the whole province for the reform office, and the first unit that the caller leads.
    unit: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Requests for papers on the due date or later: for heads of units and the reform office.
#[utoipa::path(
    get, path = "/supplement-flags", tag = "dossiers", operation_id = "listLateRequests", security(("token" = [])),
    params(LateQuery),
    responses(
        (status = 200, description = "A page of requests", body = LateRequests),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn late_requests(
    State(state): State<AppState>,
    Caller(person): Caller,
    Query(query): Query<LateQuery>,
) -> Result<Json<LateRequests>, Problem> {
    let after = query.after.map(|text| cursor(&text).ok_or_else(|| Problem::field("after", WrongKind::Cursor)));
    let (after, limit) = (after.transpose()?, limit(query.limit.as_deref())?);
    let page = state.app.late_requests(&person, query.unit.as_deref(), after, limit).await?;
    let (catalogue, zone, today) = (state.app.catalogue(), state.app.zone(), state.app.today());
    let item = |row: FlagRow| LateRequest {
        unit: unit(&catalogue, &row.unit, today),
        at: stamp_instant(zone, row.at),
        dossier: row.dossier,
        number: row.number,
        procedure: row.procedure_id,
        exceptional: row.exceptional,
        late_notice: row.late_notice,
    };
    let next = page.next.map(|next| format!("{}~{}", next.at.0, next.code));
    Ok(Json(LateRequests { items: page.rows.into_iter().map(item).collect(), next }))
}

fn cursor(text: &str) -> Option<Cursor> {
    let (at, code) = text.split_once('~')?;
    Some(Cursor { at: Instant(at.parse().ok()?), code: code.to_owned() })
}
