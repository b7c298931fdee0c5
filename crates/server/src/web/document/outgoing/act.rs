//! The acts on an outgoing document: pen, versions, checks, signature, number, seal, issue, and what comes after.

use super::how::{is_digital, is_sealed_digitally, sign_fields};
use super::{show, url_of};
use crate::messages::Messages;
use crate::papers::{self, Unsigned};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::document::wrong_of;
use crate::web::review::tried::{ActionView, Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::upload::{self, Allowed};
use crate::web::{Page, Problem, SignedForm};
use app::UPLOAD_BYTES_MAX;
use app::document::{NewText, OutgoingAsk, OutgoingRequest, OutgoingView, Titles};
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::access::DraftAction;
use domain::document::OutgoingStage;
use domain::procedure::FileKind;
use domain::text::fold;

const TAKE: &str = "cam-but";
const LAY: &str = "tra-but";
/// The form that saves has an address of its own, because it carries a file.
const SAVE: &str = "luu";
const SUBMIT: &str = "trinh";
const CONTENT: &str = "duyet-noi-dung";
const FORM: &str = "duyet-the-thuc";
const BACK: &str = "tra-lai";
const COMMENT: &str = "gop-y";
pub(super) const SIGN: &str = "ky";
const NUMBER: &str = "cap-so";
const SEAL: &str = "dong-dau";
const DISPATCH: &str = "phat-hanh";
const RECALL: &str = "thu-hoi";
const REPLACE: &str = "thay-the";
const CORRECT: &str = "dinh-chinh";
/// Receivers that are typed at most.
const RECEIVERS_MAX: usize = 5_000;

pub(in crate::web) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let view = state.app.outgoing_document(&person, &id).await?;
    let done = match action.as_str() {
        SIGN if is_digital(&state, &person, &view, &fields).await? => {
            papers::sign_document(&state, &person, &view, seen).await.map(drop)
        }
        SEAL if is_sealed_digitally(&state, &view).await? => {
            papers::seal_document(&state, &person, &view, seen).await.map(drop).map_err(Unsigned::Act)
        }
        _ => {
            let ask = ask(&page, &state, &view, &action, &fields)?;
            let request = OutgoingRequest { id: id.clone(), seen, ask };
            state.app.act_on_outgoing(&person, request).await.map(drop).map_err(Unsigned::Act)
        }
    };
    let done = match done {
        Ok(()) => Ok(()),
        Err(Unsigned::Act(error)) => Err(error),
        Err(Unsigned::Paper(fault)) => return Err(fault.into()),
    };
    match done {
        Ok(()) => Ok(done_at(&state, &url_of(&id))),
        Err(error) => {
            let wrong = wrong_of(page.m, error)?;
            show::page_of(page, &state, &id, &Tried::new(action, fields, wrong)).await
        }
    }
}

/// Saves a version: a file, or else the words that were typed.
pub(in crate::web) async fn save(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    state.app.outgoing_document(&person, &id).await?;
    let allow = |_: &Fields, input: &str| {
        (input == "file").then(|| Allowed {
            component: input.to_owned(),
            kinds: FileKind::DEFAULT.into(),
            max_bytes: UPLOAD_BYTES_MAX,
        })
    };
    let received = upload::receive(&state.app, &page, multipart, allow).await?;
    let seen = received.fields.text("version").parse().ok();
    let wrong = if let Some(file) = received.refused.first() {
        Wrong::field(&file.component, &file.reason)
    } else {
        let text = match received.claims().into_iter().next() {
            Some(claim) => NewText::File(claim),
            None => NewText::Typed(received.fields.text("text")),
        };
        let ask = OutgoingAsk::Save(text);
        match state.app.act_on_outgoing(&person, OutgoingRequest { id: id.clone(), seen, ask }).await {
            Ok(_) => return Ok(done_at(&state, &url_of(&id))),
            Err(error) => wrong_of(page.m, error)?,
        }
    };
    show::page_of(page, &state, &id, &Tried::new(SAVE.to_owned(), received.fields, wrong)).await
}

fn ask(
    page: &Page,
    state: &AppState,
    view: &OutgoingView,
    action: &str,
    fields: &Fields,
) -> Result<OutgoingAsk, Problem> {
    let newest = view.document.newest().unwrap_or(0);
    Ok(match action {
        TAKE => OutgoingAsk::TakePen,
        LAY => OutgoingAsk::LayPen,
        SUBMIT => OutgoingAsk::Submit,
        CONTENT => OutgoingAsk::ApproveContent(newest),
        FORM => OutgoingAsk::ApproveForm(newest),
        COMMENT => OutgoingAsk::Comment { version: newest, text: fields.text("comment") },
        BACK => OutgoingAsk::Return { reason: fields.text("reason") },
        SIGN => {
            let (collective, head, deputy) = papers::own_names(state, &view.document.agency, page.today);
            OutgoingAsk::Sign { version: newest, titles: Titles { collective, head, deputy } }
        }
        NUMBER => OutgoingAsk::Number { agency: fields.text("agency"), unit: fields.text("unit") },
        SEAL => OutgoingAsk::Seal,
        DISPATCH => OutgoingAsk::Dispatch {
            receivers: receivers(page, state, fields),
            author: papers::agency_name(state, &view.document.agency, page.today),
        },
        RECALL => OutgoingAsk::Recall { reason: fields.text("reason") },
        REPLACE => OutgoingAsk::Replace { by: fields.text("by") },
        CORRECT => OutgoingAsk::Correct { by: fields.text("by") },
        _ => return Err(Problem::NotFound),
    })
}

/// The chosen agencies elsewhere, then one receiver a line; a unit of this installation becomes its id.
fn receivers(page: &Page, state: &AppState, fields: &Fields) -> Vec<String> {
    let text = fields.text("receivers");
    let catalogue = state.app.catalogue();
    let of_line = |line: &str| {
        let wanted = fold(line);
        let is_meant = |unit: &&domain::organisation::Unit| {
            unit.id == line
                || fold(unit.full_name_on(page.today)) == wanted
                || fold(&papers::agency_name(state, &unit.id, page.today)) == wanted
        };
        let unit = catalogue.organisation.units(page.today).find(is_meant);
        unit.map_or_else(|| line.to_owned(), |unit| unit.id.clone())
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let elsewhere = fields.all("elsewhere").map(str::to_owned);
    elsewhere.chain(lines.map(of_line)).take(RECEIVERS_MAX.saturating_add(1)).collect()
}

/// The forms of what can be done now, and only those; the one that saves stands on the page apart.
pub(super) fn actions(
    page: &Page,
    state: &AppState,
    view: &OutgoingView,
    (tried, digital): (&Tried, bool),
) -> Vec<ActionView> {
    let (m, t) = (page.m, &page.m.outgoing.action);
    let document = &view.document;
    let may = |action| view.actions.contains(&action);
    let form = |name: &str, title: &str, fields| {
        tried.action(name, title.to_owned(), format!("{}/viec/{name}", url_of(&view.id)), fields)
    };
    let reason = |name: &str| vec![tried.line(m, name, ("reason", t.reason), "").kind(Control::Area)];
    let mut forms = Vec::new();
    match document.stage {
        OutgoingStage::Drafting if may(DraftAction::Write) => {
            let is_mine = document.pen.as_deref() == page.account();
            if document.pen.is_none() {
                forms.push(form(TAKE, t.take, Vec::new()));
            } else if is_mine || may(DraftAction::ApproveContent) {
                forms.push(form(LAY, t.lay, Vec::new()));
            }
            if document.newest().is_some() {
                forms.push(form(SUBMIT, t.submit, Vec::new()));
            }
        }
        OutgoingStage::Checking => {
            let newest = document.newest();
            if document.content_checked != newest && may(DraftAction::ApproveContent) {
                forms.push(form(CONTENT, t.content, Vec::new()));
            }
            if document.form_checked != newest && may(DraftAction::ApproveForm) {
                forms.push(form(FORM, t.form, Vec::new()));
            }
            let is_checked = document.content_checked == newest && document.form_checked == newest;
            if is_checked && may(DraftAction::Sign) {
                forms.push(form(SIGN, t.sign, sign_fields(m, tried, digital)));
            }
            if may(DraftAction::Return) {
                forms.push(form(BACK, t.back, reason(BACK)));
            }
        }
        OutgoingStage::Signed if may(DraftAction::Issue) => {
            forms.push(form(NUMBER, t.number, number_fields(page, state, view, tried)));
        }
        OutgoingStage::Numbered if may(DraftAction::Issue) => forms.push(form(SEAL, t.seal, Vec::new())),
        OutgoingStage::Sealed if may(DraftAction::Issue) => {
            forms.push(form(DISPATCH, t.dispatch, dispatch_fields(m, state, tried)));
        }
        OutgoingStage::Issued if may(DraftAction::Undo) => {
            let by = |name: &str| vec![tried.line(m, name, ("by", t.by), "").hint(t.by_hint).short()];
            forms.push(form(RECALL, t.recall, reason(RECALL)));
            forms.push(form(REPLACE, t.replace, by(REPLACE)));
            forms.push(form(CORRECT, t.correct, by(CORRECT)));
        }
        OutgoingStage::Drafting
        | OutgoingStage::Signed
        | OutgoingStage::Numbered
        | OutgoingStage::Sealed
        | OutgoingStage::Issued
        | OutgoingStage::Recalled
        | OutgoingStage::Replaced => (),
    }
    forms.extend(comment_field(view, m, tried).map(|field| form(COMMENT, t.comment_title, vec![field])));
    forms
}

/// To whom it goes: agencies of partners to tick, others in words.
fn dispatch_fields(m: &'static Messages, state: &AppState, tried: &Tried) -> Vec<Field> {
    let (t, out) = (&m.outgoing.action, &m.exchange.out);
    let agencies = state.app.exchange_partners().iter().flat_map(|partner| &partner.agencies);
    let choices: Vec<FormChoice> =
        agencies.map(|agency| FormChoice::new(agency.id.clone(), agency.name.clone())).collect();
    let words = tried.line(m, DISPATCH, ("receivers", t.receivers), "").kind(Control::Area).max_length(0);
    let words = words.hint(t.receivers_hint);
    if choices.is_empty() {
        return vec![words];
    }
    let ticked =
        if tried.form == DISPATCH { tried.fields.all("elsewhere").map(str::to_owned).collect() } else { Vec::new() };
    let boxes = tried.line(m, DISPATCH, ("elsewhere", out.receivers), "").kind(Control::Boxes { choices, ticked });
    vec![boxes.hint(out.receivers_hint).optional(), words.optional()]
}

/// What somebody may say about the newest version before it is signed.
fn comment_field(view: &OutgoingView, m: &'static Messages, tried: &Tried) -> Option<Field> {
    let (document, t) = (&view.document, &m.outgoing.action);
    let is_open = matches!(document.stage, OutgoingStage::Drafting | OutgoingStage::Checking);
    let may = is_open && document.newest().is_some() && view.actions.contains(&DraftAction::Comment);
    may.then(|| tried.line(m, COMMENT, ("comment", t.comment), "").kind(Control::Area).hint(t.comment_hint))
}

/// The abbreviations of the symbol, as they are usual.
fn number_fields(page: &Page, state: &AppState, view: &OutgoingView, tried: &Tried) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.outgoing.action);
    let short = papers::agency_short(state, &view.document.agency, page.today);
    vec![
        tried.line(m, NUMBER, ("agency", t.agency_short), &short).short(),
        tried.line(m, NUMBER, ("unit", t.unit_short), "VP").short().optional(),
    ]
}

/// The fields of the form that saves a version; none when this person does not write now.
pub(super) fn save_fields(
    m: &'static Messages,
    view: &OutgoingView,
    account: Option<&str>,
    tried: &Tried,
) -> Option<Vec<Field>> {
    let document = &view.document;
    let writes = document.stage == OutgoingStage::Drafting && view.actions.contains(&DraftAction::Write);
    if !writes || document.pen.is_some() && document.pen.as_deref() != account {
        return None;
    }
    let t = &m.outgoing.action;
    let text = view.text.as_deref().unwrap_or_default();
    let file = Control::File(upload::accept(&FileKind::DEFAULT));
    let words = tried.line(m, SAVE, ("text", t.text), text).kind(Control::Area).hint(t.text_hint);
    Some(vec![
        words.max_length(0).optional(),
        tried.line(m, SAVE, ("file", t.file), "").kind(file).max_length(0).optional(),
    ])
}
