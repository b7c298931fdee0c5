//! `/can-bo/van-ban-den/{id}`: an incoming document, its files, its history, and what can be done with it now.

use super::list::time_left;
use super::{LIST, act, url_of};
use crate::messages::{DocumentShow, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, TimeLeft};
use crate::web::page::TokenInput;
use crate::web::review::tried::{ActionView, Tried};
use crate::web::work_file::Filing;
use crate::web::{Page, Problem, format, problem, signature};
use app::document::{ArrivalHistory, IncomingView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::ArrivalAction;
use domain::document::{Incoming, Link, LinkKind};
use domain::work_file::PieceKind;

/// Files whose signatures the page itself tells of; the others have a page each.
const CHECKED_MAX: usize = 3;

struct FileLine {
    url: String,
    name: String,
    size: String,
    /// What its signatures say in a line each, and whether each holds.
    signatures: Vec<(String, bool)>,
}

struct HistoryLine {
    what: String,
    words: Option<String>,
    at: String,
    actor: String,
}

#[derive(Template)]
#[template(path = "document/show.html")]
struct View {
    page: Page,
    t: &'static DocumentShow,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    subject: String,
    state: &'static str,
    time_left: TimeLeft,
    alike: Vec<(String, String)>,
    is_withdrawn: bool,
    /// What the sender asks, with its reason, or how it was answered.
    asked: Option<(String, Option<String>)>,
    responds: Option<(String, String)>,
    answer: Option<String>,
    facts: Vec<(&'static str, String)>,
    files: Vec<FileLine>,
    links: Vec<(Option<String>, String)>,
    actions: Vec<ActionView>,
    history: Vec<HistoryLine>,
    filing: Filing,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    page_of(page, &state, &id, &Tried::default()).await
}

pub(super) async fn page_of(page: Page, state: &AppState, id: &str, tried: &Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.document.show);
    let view = state.app.incoming_document(page.caller()?, id).await?;
    let actions = act::actions(&page, state, &view, tried).await?;
    let files = files(&page, state, &view).await?;
    let document = &view.document;
    let title = document
        .number
        .as_ref()
        .map_or_else(|| t.title_new.to_owned(), |number| fill(t.title, &[("number", &number.number)]));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (due, ended) = (day(document.due()), day(document.ended_at.map(jiff::civil::DateTime::date)));
    let filing = Filing::of(&page, state, PieceKind::Incoming, id).await?;
    let shown = View {
        filing,
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.document.list.title.to_owned())], &title),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields)),
        token: page.token(),
        version: document.version,
        subject: document.arrival.subject.clone(),
        state: sentences::incoming_stage(m, document.stage),
        time_left: time_left(&m.document.list, (&due, &ended), document.is_late(page.today), page.today),
        alike: view.alike.iter().map(|(id, number)| (url_of(id), fill(t.alike, &[("number", number)]))).collect(),
        is_withdrawn: view.is_withdrawn,
        asked: asked(m, &view),
        responds: responds(m, &view),
        answer: answer_url(&view),
        facts: facts(&page, state, &view)?,
        files,
        links: document.links.iter().map(|link| link_line(t, link)).collect(),
        history: view.history.iter().map(|line| history_line(&page, state, &view, line)).collect(),
        title,
        actions,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

/// What the sender of a document asks, or how it was answered.
fn asked(m: &Messages, view: &IncomingView) -> Option<(String, Option<String>)> {
    let t = &m.exchange.came;
    let came = view.came.as_ref()?;
    if let Some(ask) = &came.ask {
        let title = fill(t.title, &[("ask", &sentences::exchange_ask(m, ask.kind))]);
        let why = fill(t.asked, &[("at", &format::moment(m, ask.at)), ("reason", &ask.reason)]);
        return Some((title, Some(why)));
    }
    let (ask, agreed) = came.answered.as_ref()?;
    let text = if *agreed { t.answered_yes } else { t.answered_no };
    Some((fill(text, &[("ask", &sentences::exchange_ask(m, ask.kind))]), None))
}

/// The document of this installation that it answers.
fn responds(m: &Messages, view: &IncomingView) -> Option<(String, String)> {
    let id = view.came.as_ref()?.responds.as_ref()?;
    Some((super::outgoing::url_of(id), format!("{} {id}", m.exchange.came.responds)))
}

/// Where an answer is begun, by whoever works on the document or keeps the register.
fn answer_url(view: &IncomingView) -> Option<String> {
    let writes = [ArrivalAction::Work, ArrivalAction::Enter].iter().any(|action| view.actions.contains(action));
    let is_open = view.document.number.is_some() && !view.document.stage.is_over();
    (writes && is_open).then(|| format!("/can-bo/van-ban-di/moi?tra_loi={}", format::query_escaped(&view.id)))
}

/// The files, and of the first ones what their signatures say.
async fn files(page: &Page, state: &AppState, view: &IncomingView) -> Result<Vec<FileLine>, Problem> {
    let mut lines = Vec::with_capacity(view.document.arrival.files.len());
    for (file, place) in view.document.arrival.files.iter().zip(0_usize..) {
        let found = if place < CHECKED_MAX {
            state.app.check_incoming(page.caller()?, &view.id, &file.sha256).await?
        } else {
            None
        };
        lines.push(FileLine {
            url: format!("{}/tep/{}", url_of(&view.id), file.sha256),
            name: if file.name.is_empty() { file.sha256.clone() } else { file.name.clone() },
            size: format::bytes(u64::try_from(file.size_bytes).unwrap_or(0)),
            signatures: found.as_ref().map(|found| signature::brief(page.m, found)).unwrap_or_default(),
        });
    }
    Ok(lines)
}

/// What came of it, with its address where it has a page.
fn link_line(t: &DocumentShow, link: &Link) -> (Option<String>, String) {
    let id = &link.id;
    match link.kind {
        LinkKind::Dossier => (Some(format!("/ho-so/{id}")), format!("{} {id}", t.dossier)),
        LinkKind::Task => (None, format!("{} {id}", t.task)),
        LinkKind::Outgoing => (Some(super::outgoing::url_of(id)), format!("{} {id}", t.outgoing)),
        LinkKind::Incoming => (Some(url_of(id)), format!("{} {id}", t.incoming)),
    }
}

fn facts(page: &Page, state: &AppState, view: &IncomingView) -> Result<Vec<(&'static str, String)>, Problem> {
    let (m, t, e) = (page.m, &page.m.document.show, &page.m.document.enter);
    let catalogue = state.app.catalogue();
    let Incoming { arrival, instruction, .. } = &view.document;
    let unit = |unit: &String| catalogue.unit_name(unit, page.today).to_owned();
    let name = |account: &str| view.names.get(account).cloned().unwrap_or_else(|| account.to_owned());
    let received = view.document.received_at;
    let kind = match &arrival.kind {
        Some(id) => {
            let known = state.app.document_types()?.get(id, received.date());
            let named = known.map(|kind| if m.is_english() { kind.name_en.clone() } else { kind.name_vi.clone() });
            named.unwrap_or_else(|| id.clone())
        }
        None => String::new(),
    };
    let day = |day: Option<jiff::civil::Date>| day.map(format::day).unwrap_or_default();
    let round = arrival.marks.circulation.map(|round| sentences::circulation(m, round).to_owned());
    let instruction = instruction.as_ref();
    let came = view.came.as_ref();
    let partner = |name: &str| partner_title(state, name);
    let coordinating = instruction.map(|said| said.coordinating.iter().map(unit).collect::<Vec<_>>().join("; "));
    let facts = [
        (t.agency, unit(&arrival.agency)),
        (t.received, format::moment(m, received)),
        (t.source, sentences::document_source(m, arrival.source).to_owned()),
        (m.exchange.came.partner, came.map(|came| partner(&came.partner)).unwrap_or_default()),
        (
            m.exchange.came.told,
            came.map(|came| sentences::exchange_stage(m, came.stage).to_owned()).unwrap_or_default(),
        ),
        (e.author, arrival.author.clone()),
        (e.symbol, arrival.symbol.clone()),
        (e.day, day(arrival.day)),
        (e.kind, kind),
        (e.urgency, sentences::urgency(m, arrival.marks.urgency).to_owned()),
        (e.circulation, round.unwrap_or_default()),
        (e.due, day(arrival.due)),
        (e.note, arrival.note.clone()),
        (t.submitted, view.document.submitted_to.as_deref().map(name).unwrap_or_default()),
        (t.lead, instruction.map(|said| unit(&said.lead)).unwrap_or_default()),
        (t.coordinating, coordinating.unwrap_or_default()),
        (t.person, view.document.worker().map(name).unwrap_or_default()),
        (m.document.action.due, day(view.document.due())),
    ];
    Ok(facts.into_iter().filter(|(_, text)| !text.is_empty()).collect())
}

/// The name of a partner for people.
pub(super) fn partner_title(state: &AppState, name: &str) -> String {
    let partner = state.app.exchange_partners().iter().find(|partner| partner.name == name);
    partner.map_or_else(|| name.to_owned(), |partner| partner.title.clone())
}

fn history_line(page: &Page, state: &AppState, view: &IncomingView, line: &ArrivalHistory) -> HistoryLine {
    let m: &'static Messages = page.m;
    let catalogue = state.app.catalogue();
    let name = |id: &str| {
        let person = view.names.get(id).cloned();
        let person = person.or_else(|| id.strip_prefix("partner:").map(|name| partner_title(state, name)));
        person.unwrap_or_else(|| catalogue.unit_name(id, page.today).to_owned())
    };
    HistoryLine {
        what: sentences::arrival_event(m, &line.event, &name),
        words: line.words.clone(),
        at: format::moment(m, state.app.zone().civil(line.at)),
        actor: name(&line.actor),
    }
}
