//! The acts of the registry's pages: begin, check, approve, publish, suspend and the like.

use super::{finding, record_of, record_url, revision, revision_url, save};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Field};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format};
use app::ActError;
use app::registry::RegistryRequest;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::RegistryAction;
use domain::dataset::{Content, write};
use domain::eform::Form;
use domain::registry::{Command, Decision, Refusal};
use jiff::civil::Date;

/// What was tried and why it was refused.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) action: Option<RegistryAction>,
    pub(super) fields: Fields,
    pub(super) refusal: Option<String>,
    /// Name of the field that is wrong, and what to do.
    pub(super) wrong: Option<(&'static str, String)>,
}

/// The form of one action.
pub(super) struct ActionView {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) url: String,
    pub(super) open: bool,
    pub(super) refusal: Option<String>,
    pub(super) fields: Vec<Field>,
}

/// Begins a version from the one that is newest, or goes to the one in work.
pub(super) async fn open(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    let (person, view) = record_of(&page, &state, &id).await?;
    if let Some(revision) = view.record.in_work() {
        return Ok(Redirect::to(&revision_url(&id, revision.number)).into_response());
    }
    let catalogue = state.app.catalogue();
    let newest = catalogue.versions(&id).last().ok_or(Problem::NotFound)?;
    let based_on = Some(app::catalogue::version_name(newest));
    let command = Command::Open { based_on, content: catalogue.content(newest).to_value(), batch: None };
    let request = RegistryRequest { procedure: id.clone(), seen: Some(view.record.version), command };
    let done = state.app.registry_act(person, request).await?;
    Ok(Redirect::to(&revision_url(&id, done.revision.unwrap_or(1))).into_response())
}

/// Moves a draft onto the newest version; what it says stays as it is.
pub(super) async fn rebase(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (person, view) = record_of(&page, &state, &id).await?;
    let based_on = state.app.catalogue().newest_version(&id);
    let command = Command::Save { number, based_on, content: view.content(number)?.to_value() };
    let request = RegistryRequest { procedure: id.clone(), seen: Some(view.record.version), command };
    state.app.registry_act(person, request).await?;
    Ok(Redirect::to(&revision_url(&id, number)).into_response())
}

/// Gives a procedure without a form one to begin with.
pub(super) async fn make_form(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (person, view) = record_of(&page, &state, &id).await?;
    let Content { procedure, form } = view.content(number)?;
    let form = form.unwrap_or_else(|| Form { source: procedure.source.clone(), ..Form::default_for(&id) });
    let content = serde_json::json!({"procedure": write::procedure(&procedure), "form": write::form(&form)});
    Ok(save(&state, person, (&id, number), &view, content, &revision_url(&id, number)).await?)
}

pub(super) async fn on_revision(
    page: Page,
    State(state): State<AppState>,
    Path((id, number, action)): Path<(String, String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let action = RegistryAction::from_name(&action).ok_or(Problem::NotFound)?;
    perform(page, &state, &id, Some(number), action, fields).await
}

pub(super) async fn on_procedure(
    page: Page,
    State(state): State<AppState>,
    Path((id, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let action = RegistryAction::from_name(&action).ok_or(Problem::NotFound)?;
    perform(page, &state, &id, None, action, fields).await
}

async fn perform(
    page: Page,
    state: &AppState,
    id: &str,
    number: Option<u32>,
    action: RegistryAction,
    fields: Fields,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let outcome = match command(page.m, action, number, &fields)? {
        Ok(command) => {
            let request = RegistryRequest { procedure: id.to_owned(), seen, command };
            match state.app.registry_act(&person, request).await {
                Ok(_) => None,
                Err(ActError::Registry(refusal)) => match (&refusal, number) {
                    (Refusal::FindingsOpen(_), Some(number)) => {
                        let (_, view) = record_of(&page, state, id).await?;
                        Some((Some(finding::open_named(page.m, state, &view, number).await?), None))
                    }
                    _ => Some(wrong(page.m, &refusal)),
                },
                Err(other) => return Err(other.into()),
            }
        }
        Err(wrong) => Some((None, Some(wrong))),
    };
    let Some((refusal, wrong)) = outcome else {
        let target = number.map_or_else(|| record_url(id), |number| revision_url(id, number));
        return Ok(done_at(state, &target));
    };
    let tried = Tried { action: Some(action), fields, refusal, wrong };
    match number {
        Some(number) => revision::page_of(page, state, id, number, tried).await,
        None => super::record::page_of(page, state, id, tried).await,
    }
}

pub(super) type Wrong = (&'static str, String);

/// A refusal stands beside its field where it is about one.
pub(super) fn wrong(m: &Messages, refusal: &Refusal) -> (Option<String>, Option<Wrong>) {
    let sentence = sentences::registry_refusal(m, refusal);
    let field = match refusal {
        Refusal::TextMissing(field) => *field,
        Refusal::NoticeTooShort { .. } => "short_notice",
        Refusal::EndsBeforeItBegins => "to",
        _ => return (Some(sentence), None),
    };
    (None, Some((field, sentence)))
}

/// The command that a posted form asks for, or the field that cannot be read.
fn command(
    m: &Messages,
    action: RegistryAction,
    number: Option<u32>,
    fields: &Fields,
) -> Result<Result<Command, Wrong>, Problem> {
    let text = |name: &str| fields.text(name);
    let some = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty());
    let day = |name: &'static str| -> Result<Date, Wrong> {
        format::read_day(&fields.text(name)).ok_or_else(|| (name, m.common.field.bad_date.to_owned()))
    };
    let to = || some("to").map(|_| day("to")).transpose();
    let of_revision = number.ok_or(Problem::NotFound);
    Ok(match action {
        RegistryAction::Check => Ok(Command::Check { number: of_revision? }),
        RegistryAction::SendBack => Ok(Command::SendBack { number: of_revision?, reason: text("reason") }),
        RegistryAction::Approve => Ok(Command::Approve { number: of_revision? }),
        RegistryAction::Discard => Ok(Command::Discard { number: of_revision?, reason: text("reason") }),
        RegistryAction::Publish => {
            let number = of_revision?;
            day("valid_from").and_then(|valid_from| {
                let decision = Decision { number: text("decision"), date: day("decision_date")? };
                Ok(Command::Publish { number, valid_from, decision, short_notice: some("short_notice") })
            })
        }
        RegistryAction::Suspend => day("from").and_then(|from| {
            Ok(Command::Suspend { from, to: to()?, reason: text("reason"), legal_basis: text("legal_basis") })
        }),
        RegistryAction::Resume => day("from").map(|from| Command::Resume { from, legal_basis: text("legal_basis") }),
        RegistryAction::Repeal => day("from").map(|from| Command::Repeal {
            from,
            legal_basis: text("legal_basis"),
            replaced_by: some("replaced_by"),
        }),
        RegistryAction::See | RegistryAction::Open | RegistryAction::Save | RegistryAction::Accept => {
            return Err(Problem::NotFound);
        }
    })
}

/// The form of one action with what was typed before.
pub(super) fn view(m: &'static Messages, base: &str, action: RegistryAction, tried: &Tried) -> ActionView {
    let t = &m.registry.action;
    let mine = tried.action == Some(action);
    let line = |name: &'static str, label: &'static str| {
        let wrong = tried.wrong.as_ref().filter(|(field, _)| mine && *field == name);
        let value = if mine { tried.fields.text(name) } else { String::new() };
        let id = format!("f-{}-{name}", action.name());
        Field::new(m, name, label)
            .id(id)
            .value(value)
            .error(wrong.map(|(_, sentence)| sentence.clone()))
            .max_length(2000)
    };
    let reason = || line("reason", t.reason).kind(Control::Area);
    let basis = || line("legal_basis", t.legal_basis);
    let date = |name, label| line(name, label).short().hint(m.common.field.bad_date);
    let fields = match action {
        RegistryAction::SendBack | RegistryAction::Discard => vec![reason()],
        RegistryAction::Publish => vec![
            date("valid_from", t.valid_from),
            line("decision", t.decision),
            date("decision_date", t.decision_date),
            line("short_notice", t.short_notice).kind(Control::Area).optional().hint(t.short_notice_hint),
        ],
        RegistryAction::Suspend => vec![date("from", t.from), date("to", t.to).optional(), reason(), basis()],
        RegistryAction::Resume => vec![date("from", t.from), basis()],
        RegistryAction::Repeal => {
            vec![date("from", t.from), basis(), line("replaced_by", t.replaced_by).optional().short()]
        }
        RegistryAction::Check
        | RegistryAction::Approve
        | RegistryAction::Accept
        | RegistryAction::See
        | RegistryAction::Open
        | RegistryAction::Save => Vec::new(),
    };
    ActionView {
        name: action.name(),
        title: sentences::registry_action(m, action),
        url: format!("{base}/viec/{}", action.name()),
        open: mine,
        refusal: tried.refusal.clone().filter(|_| mine),
        fields,
    }
}
