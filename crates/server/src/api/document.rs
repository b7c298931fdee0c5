//! Incoming documents, as far as the caller may see them.

use super::dossier::{Named, unit};
use super::extract::{Caller, Path, Query};
use super::form::{cursor, day, limit, read_cursor, stamp, stamp_instant};
use super::problem::Problem;
use super::{responses, schema};
use crate::state::AppState;
use app::Catalogue;
use app::document::{IncomingLine, IncomingList, IncomingView};
use axum::Json;
use axum::extract::State;
use domain::access::Person;
use domain::document::{IncomingEvent, IncomingStage};
use domain::time::{Date, Zone};
use serde::{Deserialize, Serialize};
use utoipa::openapi::Object;
use utoipa::{IntoParams, ToSchema};

/// Which documents.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// The unit; when left out, the first at which the caller works.
    unit: Option<String>,
    /// Only what was given to the caller by name.
    mine: Option<bool>,
    /// Only in this stage.
    #[param(schema_with = stages)]
    state: Option<String>,
    /// Only what is not finished and due before this day.
    #[param(format = Date)]
    due_before: Option<String>,
    /// Words of the subject, author, number or note; the best first, one page only.
    q: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

fn stages() -> Object {
    schema::words(IncomingStage::ALL.map(IncomingStage::name))
}

/// An incoming document in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IncomingDocumentRow)]
pub(super) struct Row {
    /// Its id.
    id: String,
    /// The agency that received it.
    agency: Named,
    /// Its number in the register of arrivals; null before it has one.
    number: Option<i64>,
    /// When it came.
    #[schema(format = DateTime)]
    received_at: String,
    /// Who issued it.
    author: String,
    /// Its number and symbol as printed.
    symbol: String,
    /// The day that it carries.
    #[schema(format = Date)]
    day: Option<String>,
    /// What it is about.
    subject: String,
    /// How far it is.
    #[schema(schema_with = stages)]
    state: String,
    /// The unit that leads.
    lead: Option<Named>,
    /// Account of who works on it.
    person: Option<String>,
    /// By which day it is to be finished.
    #[schema(format = Date)]
    due: Option<String>,
    /// Whether that day is over, or was when it was finished.
    is_late: bool,
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

impl Row {
    fn of(line: IncomingLine, catalogue: &Catalogue, zone: Zone, today: Date) -> Self {
        let row = line.row;
        Self {
            agency: unit(catalogue, &row.agency, today),
            lead: some(row.lead).map(|lead| unit(catalogue, &lead, today)),
            received_at: stamp_instant(zone, row.received_at),
            id: row.id,
            number: row.number,
            author: row.author,
            symbol: row.symbol,
            day: some(row.day),
            subject: row.subject,
            state: row.state,
            person: some(row.person),
            due: some(row.due),
            is_late: line.is_late,
        }
    }
}

/// A page of incoming documents.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IncomingDocuments {
    /// The documents, the newest first.
    items: Vec<Row>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// A file of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentFile)]
pub(super) struct FileBody {
    /// SHA-256 of its bytes.
    sha256: String,
    /// Its name.
    name: String,
    /// Its size.
    size_bytes: i64,
}

/// Something that happened to a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentHistory)]
pub(super) struct HistoryBody {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Account of who did it.
    actor: String,
    /// What happened.
    kind: &'static str,
    /// What was written with it.
    words: Option<String>,
}

/// An incoming document.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IncomingDocument {
    /// Its id.
    id: String,
    /// Number of events so far.
    version: i64,
    /// The agency that received it.
    agency: Named,
    /// Its number in the register of arrivals; null before it has one.
    number: Option<u32>,
    /// When it came.
    #[schema(format = DateTime)]
    received_at: String,
    /// How it came.
    source: &'static str,
    /// Who issued it.
    author: String,
    /// Its number and symbol as printed.
    symbol: String,
    /// The day that it carries.
    #[schema(format = Date)]
    day: Option<String>,
    /// The id of its type.
    kind: Option<String>,
    /// What it is about.
    subject: String,
    /// How urgent it is.
    urgency: &'static str,
    /// How far it may go round.
    circulation: Option<&'static str>,
    /// How far it is.
    #[schema(schema_with = stages)]
    state: &'static str,
    /// The unit that leads.
    lead: Option<Named>,
    /// Units that work with it.
    coordinating: Vec<Named>,
    /// Account of who works on it.
    person: Option<String>,
    /// By which day it is to be finished.
    #[schema(format = Date)]
    due: Option<String>,
    /// Whether that day is over, or was when it was finished.
    is_late: bool,
    /// Its files.
    files: Vec<FileBody>,
    /// What happened, the newest first.
    history: Vec<HistoryBody>,
}

impl IncomingDocument {
    fn of(view: IncomingView, catalogue: &Catalogue, zone: Zone, today: Date) -> Self {
        let document = view.document;
        let instruction = document.instruction.as_ref();
        let named = |id: &String| unit(catalogue, id, today);
        let history = view.history.into_iter().map(|line| HistoryBody {
            at: stamp_instant(zone, line.at),
            actor: line.actor,
            kind: IncomingEvent::name(&line.event),
            words: line.words,
        });
        Self {
            id: view.id,
            version: document.version,
            agency: unit(catalogue, &document.arrival.agency, today),
            number: document.number.as_ref().map(|number| number.number),
            received_at: stamp(zone, document.received_at),
            state: document.stage.name(),
            lead: instruction.map(|said| named(&said.lead)),
            coordinating: instruction.map(|said| said.coordinating.iter().map(named).collect()).unwrap_or_default(),
            person: document.worker().map(str::to_owned),
            due: document.due().map(|due| due.to_string()),
            is_late: document.is_late(today),
            history: history.collect(),
            source: document.arrival.source.name(),
            author: document.arrival.author,
            symbol: document.arrival.symbol,
            day: document.arrival.day.map(|day| day.to_string()),
            kind: document.arrival.kind,
            subject: document.arrival.subject,
            urgency: document.arrival.marks.urgency.name(),
            circulation: document.arrival.marks.circulation.map(domain::document::Circulation::name),
            files: document
                .arrival
                .files
                .into_iter()
                .map(|file| FileBody { sha256: file.sha256, name: file.name, size_bytes: file.size_bytes })
                .collect(),
        }
    }
}

/// The incoming documents of a unit that this caller may see, or those given to the caller by name, a page at a time.
///
/// The office and the leaders of a unit see all that it received and was given; other staff see what was given to the unit
/// and is not for internal circulation only. A unit at which the caller does not work is not found.
#[utoipa::path(
    get, path = "/documents/incoming", tag = "documents", operation_id = "listIncomingDocuments",
    security(("token" = [])), params(ListQuery),
    responses(
        (status = 200, description = "A page of documents", body = IncomingDocuments),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Caller(person): Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<IncomingDocuments>, Problem> {
    let (catalogue, zone, today) = (state.app.catalogue(), state.app.zone(), state.app.today());
    let asked = asked(query, &person, today)?;
    let page = state.app.incoming_documents(&person, asked).await?;
    let next = page.next.as_ref().map(cursor);
    let items = page.lines.into_iter().map(|line| Row::of(line, &catalogue, zone, today)).collect();
    Ok(Json(IncomingDocuments { items, next }))
}

fn asked(query: ListQuery, person: &Person, today: Date) -> Result<IncomingList, Problem> {
    let words = || Problem::word("state", IncomingStage::ALL.map(IncomingStage::name));
    let state = query.state.map(|name| IncomingStage::from_name(&name).ok_or_else(words)).transpose()?;
    let first = || person.units(today).first().map(|unit| (*unit).to_owned());
    Ok(IncomingList {
        unit: if query.mine == Some(true) { None } else { query.unit.or_else(first) },
        state,
        due_before: query.due_before.map(|text| day("due_before", &text)).transpose()?,
        words: query.q.unwrap_or_default(),
        after: read_cursor(query.after.as_deref())?,
        limit: limit(query.limit.as_deref())?,
    })
}

/// An incoming document that this caller may see, with its history.
#[utoipa::path(
    get, path = "/documents/incoming/{id}", tag = "documents", operation_id = "getIncomingDocument",
    security(("token" = [])), params(("id" = String, Path, description = "Id of the document")),
    responses(
        (status = 200, description = "The document", body = IncomingDocument),
        responses::Missing, responses::Always, responses::Token
    )
)]
pub(super) async fn show(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(id): Path<String>,
) -> Result<Json<IncomingDocument>, Problem> {
    let (catalogue, zone, today) = (state.app.catalogue(), state.app.zone(), state.app.today());
    let view = state.app.incoming_document(&person, &id).await?;
    Ok(Json(IncomingDocument::of(view, &catalogue, zone, today)))
}
