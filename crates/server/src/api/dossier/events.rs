//! What happened to a dossier.

use super::notice::NoticeBody;
use super::parts::FileBody;
use crate::api::extract::{Caller, Path, Query, Reader};
use crate::api::form::{limit, stamp, stamp_instant};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::api::wrong::WrongKind;
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use app::Catalogue;
use app::dossier::TimelineEntry;
use axum::Json;
use axum::extract::State;
use domain::dossier::{DueState, Event, FileRef};
use domain::time::{Date, Zone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub(super) struct EventBody {
    /// Number of the event in the dossier, from 1.
    version: i64,
    /// Stable name of what happened: `submitted`, `accepted`, …
    kind: &'static str,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Account of who did it; `guest` when nobody was signed in.
    actor: String,
    /// Name of who did it.
    actor_name: String,
    /// Account in whose place it was done, where a delegation allowed it.
    on_behalf_of: Option<String>,
    /// The number of the paper that it gave, in the run of the paper, the unit and the year.
    paper_number: Option<i64>,
    /// What happened, as one line in the caller's language.
    text: String,
    /// The free text that goes with it.
    note: Option<String>,
    /// The refusal, return or supplement request that it is.
    notice: Option<NoticeBody>,
    /// The due time that held from then on, when the event says one.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// Papers named.
    components: Vec<String>,
    /// Files handed in.
    files: Vec<FileBody>,
}

impl EventBody {
    pub(super) fn of(m: &Messages, catalogue: &Catalogue, zone: Zone, today: Date, entry: &TimelineEntry) -> Self {
        let TimelineEntry { version, event, note, notice, recorded_at, actor, actor_name, on_behalf_of, paper } = entry;
        let (due, components, files) = facts(event);
        Self {
            version: *version,
            kind: event.kind(),
            at: stamp(zone, event.at()),
            recorded_at: stamp_instant(zone, *recorded_at),
            actor: actor.clone(),
            actor_name: actor_name.clone(),
            on_behalf_of: on_behalf_of.as_ref().map(|(id, _)| id.clone()),
            paper_number: paper.as_ref().map(|paper| paper.number),
            text: sentences::event(m, catalogue, event, today),
            note: note.clone(),
            notice: notice.as_ref().map(|notice| NoticeBody::of(zone, notice)),
            due_at: due.and_then(DueState::at).map(|at| stamp(zone, at)),
            components: components.to_vec(),
            files: files.iter().map(FileBody::from).collect(),
        }
    }
}

/// Due time, papers and files of an event, where it has them.
fn facts(event: &Event) -> (Option<&DueState>, &[String], &[FileRef]) {
    match event {
        Event::Submitted { due, files, .. }
        | Event::Supplemented { due, files, .. }
        | Event::Worked { due, files, .. } => (Some(due), &[], files),
        Event::SupplementRequested { due, components, .. } => (Some(due), components, &[]),
        Event::Accepted { due, .. }
        | Event::PaymentRequested { due, .. }
        | Event::Paid { due, .. }
        | Event::Extended { due, .. }
        | Event::Suspended { due, .. }
        | Event::Resumed { due, .. }
        | Event::WorkMoved { due, .. } => (Some(due), &[], &[]),
        Event::ResultIssued { files, .. } => (None, &[], files),
        Event::ResultDrafted { file, .. } => (None, &[], std::slice::from_ref(file)),
        Event::Rejected { .. }
        | Event::Assigned { .. }
        | Event::StepCompleted { .. }
        | Event::StepReturned { .. }
        | Event::Transferred { .. }
        | Event::Withdrawn { .. }
        | Event::Decided { .. }
        | Event::Signed { .. }
        | Event::Delivered { .. }
        | Event::Rated { .. }
        | Event::Apologised { .. }
        | Event::Closed { .. }
        | Event::Archived { .. }
        | Event::Seated { .. }
        | Event::HandedBack { .. }
        | Event::Noted { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. } => (None, &[], &[]),
    }
}

/// A page of what happened.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Events {
    /// The events, oldest first.
    items: Vec<EventBody>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Which part of what happened.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct EventsQuery {
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// What happened to a dossier, oldest first.
#[utoipa::path(
    get, path = "/dossiers/{code}/events", tag = "dossiers", operation_id = "listEvents", security(("token" = [])),
    params(("code" = String, Path, description = "Official code"), EventsQuery),
    responses(
        (status = 200, description = "A page of events", body = Events),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn events(
    State(state): State<AppState>,
    Caller(person): Caller,
    reader: Reader,
    Path(code): Path<String>,
    Query(query): Query<EventsQuery>,
) -> Result<Json<Events>, Problem> {
    let limit = usize::try_from(limit(query.limit.as_deref())?).unwrap_or(1);
    let after = match query.after {
        None => 0,
        Some(text) => text.parse::<i64>().map_err(|_| Problem::field("after", WrongKind::Cursor))?,
    };
    let view = state.app.dossier(&person, &code).await?;
    let (catalogue, zone, today) = (state.app.catalogue(), state.app.zone(), state.app.today());
    let mut later = view.timeline.iter().filter(|entry| entry.version > after).peekable();
    let mut items = Vec::new();
    let mut last = after;
    for entry in later.by_ref().take(limit) {
        last = entry.version;
        items.push(EventBody::of(reader.m(), &catalogue, zone, today, entry));
    }
    let next = later.peek().map(|_| last.to_string());
    Ok(Json(Events { items, next }))
}
