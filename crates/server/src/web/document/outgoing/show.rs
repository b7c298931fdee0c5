//! `/can-bo/van-ban-di/{id}`: an outgoing document, its versions, its history, and what can be done with it now.

use super::act::{actions, save_fields};
use super::how::may_sign_digitally;
use super::list::kind_name;
use super::{LIST, url_of};
use crate::messages::{Messages, OutgoingShow, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, Field};
use crate::web::format::query_escaped;
use crate::web::page::TokenInput;
use crate::web::review::tried::{ActionView, Tried};
use crate::web::work_file::Filing;
use crate::web::{Page, Problem, format, problem, signature};
use app::document::{OutgoingHistory, OutgoingView};
use app::exchange::SentView;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::document::{IncomingStage, Number};
use domain::exchange::Stage;
use domain::work_file::PieceKind;

/// How far the document is at a receiver elsewhere.
struct SentLine {
    name: String,
    partner: String,
    state: &'static str,
    tone: &'static str,
    notes: Vec<String>,
}

struct HistoryLine {
    what: String,
    words: Option<String>,
    at: String,
    actor: String,
}

/// A version.
struct VersionLine {
    url: String,
    name: String,
    by: String,
    /// Where it is seen on its page, when it was typed.
    on_page: Option<String>,
}

#[derive(Template)]
#[template(path = "outgoing/show.html")]
struct View {
    page: Page,
    t: &'static OutgoingShow,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    subject: String,
    state: &'static str,
    facts: Vec<(&'static str, Vec<String>)>,
    answers: Option<String>,
    versions: Vec<VersionLine>,
    compare: Option<String>,
    signed: Option<String>,
    signatures: Vec<(String, bool)>,
    check: String,
    text: Option<String>,
    received: Vec<String>,
    sent: Vec<SentLine>,
    answered: Vec<(String, String)>,
    actions: Vec<ActionView>,
    save: Option<(String, Vec<Field>)>,
    refusal: Option<String>,
    history: Vec<HistoryLine>,
    filing: Filing,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(in crate::web) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    page_of(page, &state, &id, &Tried::default()).await
}

pub(super) async fn page_of(page: Page, state: &AppState, id: &str, tried: &Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.outgoing.show);
    let person = page.caller()?;
    let view = state.app.outgoing_document(person, id).await?;
    let digital = may_sign_digitally(state, person, &view).await?;
    let found = state.app.check_outgoing(person, id).await?;
    let actions = actions(&page, state, &view, (tried, digital));
    let save = save_fields(m, &view, page.account(), tried).map(|fields| (format!("{}/ban", url_of(id)), fields));
    let document = &view.document;
    let kind = kind_name(&page, state, &document.document_kind)?;
    let title = match document.number.as_ref().map(Number::printed) {
        Some(symbol) => fill(t.title, &[("kind", &kind), ("symbol", &symbol)]),
        None => fill(t.title_new, &[("kind", &kind)]),
    };
    let all = actions.iter().flat_map(|action| &action.fields).chain(save.iter().flat_map(|(_, fields)| fields));
    let filing = Filing::of(&page, state, PieceKind::Outgoing, id).await?;
    let shown = View {
        filing,
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.outgoing.list.title.to_owned())], &title),
        errors: Errors::of(m, all),
        token: page.token(),
        version: document.version,
        subject: document.subject.clone(),
        state: sentences::outgoing_stage(m, document.stage),
        facts: facts(&page, state, &view),
        answers: document.answers.clone(),
        versions: versions(t, &view),
        compare: compare(&view),
        signed: document.stage.is_signed().then(|| format!("{}/van-ban", url_of(id))),
        check: format!("{}/chu-ky", url_of(id)),
        signatures: found.as_ref().map(|found| signature::brief(m, found)).unwrap_or_default(),
        text: view.text.clone(),
        received: received(&page, state, &view),
        sent: view.sent.iter().map(|one| sent_line(m, state, one)).collect(),
        answered: answered(m, &view),
        // What is not offered any more, or has a form apart, is refused at the top.
        refusal: tried.wrong.refusal.clone().filter(|_| actions.iter().all(|action| action.name != tried.form)),
        history: view.history.iter().map(|line| history_line(&page, state, &view, line)).collect(),
        title,
        actions,
        save,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

/// Where the last two versions are compared, when both were typed.
fn compare(view: &OutgoingView) -> Option<String> {
    let mut last = view.document.versions.iter().rev();
    let is_typed = |version: Option<&domain::document::Version>| version.is_some_and(app::document::is_typed);
    (is_typed(last.next()) && is_typed(last.next())).then(|| format!("{}/so-sanh", url_of(&view.id)))
}

/// Each version, the newest first.
fn versions(t: &OutgoingShow, view: &OutgoingView) -> Vec<VersionLine> {
    let name = |account: &str| view.names.get(account).cloned().unwrap_or_default();
    let line = |version: &domain::document::Version| {
        let url = format!("{}/ban/{}", url_of(&view.id), version.number);
        VersionLine {
            on_page: app::document::is_typed(version).then(|| format!("{url}/trang")),
            name: fill(t.version, &[("number", &version.number)]),
            by: name(&version.by),
            url,
        }
    };
    view.document.versions.iter().rev().map(line).collect()
}

fn received(page: &Page, state: &AppState, view: &OutgoingView) -> Vec<String> {
    let (m, t) = (page.m, &page.m.outgoing.show);
    let catalogue = state.app.catalogue();
    let line = |(unit, stage, symbol): &(String, String, String)| {
        let unit = catalogue.unit_name(unit, page.today);
        let reached = IncomingStage::from_name(stage).map_or("", |stage| sentences::incoming_stage(m, stage));
        if symbol.is_empty() {
            fill(t.stands, &[("unit", &unit), ("state", &reached)])
        } else {
            fill(t.answered, &[("unit", &unit), ("state", &reached), ("symbol", symbol)])
        }
    };
    view.received.iter().map(line).collect()
}

fn sent_line(m: &Messages, state: &AppState, one: &SentView) -> SentLine {
    let t = &m.exchange.out;
    let mut notes = Vec::new();
    notes.extend(one.ask.map(|kind| fill(t.asked, &[("ask", &sentences::exchange_ask(m, kind))])));
    let answer = match one.answer.as_str() {
        "agreed" => Some(t.agreed),
        "finished" => Some(t.finished),
        "not_held" => Some(t.not_held),
        "denied" => Some(t.denied),
        _ => None,
    };
    notes.extend(answer.map(str::to_owned));
    if !one.reason.is_empty() {
        notes.push(fill(t.reason, &[("reason", &one.reason)]));
    }
    notes.push(fill(t.changed, &[("at", &format::moment(m, state.app.zone().civil(one.changed_at)))]));
    let tone = match one.stage {
        Stage::Refused => "late",
        Stage::Registered | Stage::Assigned | Stage::InWork | Stage::Finished => "good",
        Stage::Drafted | Stage::Sent | Stage::Arrived | Stage::Withdrawn | Stage::Replaced => "",
    };
    SentLine {
        name: one.name.clone(),
        partner: one.partner.clone(),
        state: sentences::exchange_stage(m, one.stage),
        tone,
        notes,
    }
}

/// What came by the exchange as an answer.
fn answered(m: &Messages, view: &OutgoingView) -> Vec<(String, String)> {
    let line = |(id, author, symbol): &(String, String, String)| {
        let text = fill(m.exchange.out.answer, &[("author", author), ("symbol", symbol)]);
        (format!("/can-bo/van-ban-den/{}", query_escaped(id)), text)
    };
    view.answered.iter().map(line).collect()
}

fn facts(page: &Page, state: &AppState, view: &OutgoingView) -> Vec<(&'static str, Vec<String>)> {
    let (m, t) = (page.m, &page.m.outgoing.show);
    let catalogue = state.app.catalogue();
    let document = &view.document;
    let partners = state.app.exchange_partners();
    let elsewhere = |organ: &str| partners.iter().find_map(|partner| partner.agency(organ));
    let unit = |unit: &str| {
        let agency = elsewhere(unit).map(|agency| agency.name.as_str());
        agency.unwrap_or_else(|| catalogue.unit_name(unit, page.today)).to_owned()
    };
    let name = |account: &str| view.names.get(account).cloned().unwrap_or_else(|| account.to_owned());
    let moment = |at: Option<jiff::civil::DateTime>| at.map(|at| format::moment(m, at)).into_iter().collect::<Vec<_>>();
    let mut block = document.block.as_ref().map(|block| block.lines.clone()).unwrap_or_default();
    block.extend(document.block.as_ref().map(|block| name(&block.person)));
    let urgency = document.marks.urgency;
    let facts = [
        (t.agency, vec![unit(&document.agency)]),
        (m.outgoing.draft.urgency, vec![sentences::urgency(m, urgency).to_owned()]),
        (
            m.outgoing.draft.circulation,
            document.marks.circulation.map(|round| sentences::circulation(m, round).to_owned()).into_iter().collect(),
        ),
        (t.pen, document.pen.as_deref().map(name).into_iter().collect()),
        (t.block, block),
        (t.signed, moment(document.signed_at)),
        (t.day, document.number.as_ref().map(|number| format::day(number.day)).into_iter().collect()),
        (t.issued, moment(document.issued_at)),
        (t.receivers, document.receivers.iter().map(|receiver| unit(receiver)).collect()),
        (t.replaced, document.after.replaced_by.clone().into_iter().collect()),
        (t.corrected, document.after.corrections.clone()),
    ];
    facts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

fn history_line(page: &Page, state: &AppState, view: &OutgoingView, line: &OutgoingHistory) -> HistoryLine {
    let name = |id: &str| view.names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    HistoryLine {
        what: sentences::outgoing_event(page.m, &line.event, &name),
        words: line.words.clone(),
        at: format::moment(page.m, state.app.zone().civil(line.at)),
        actor: name(&line.actor),
    }
}

/// A version, always as a download.
pub(in crate::web) async fn file(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = number.parse().map_err(|_| Problem::NotFound)?;
    let (version, bytes) = state.app.file_of_outgoing(page.caller()?, &id, number).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", query_escaped(&version.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::CONTENT_LENGTH, version.size_bytes.max(0).to_string()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}
