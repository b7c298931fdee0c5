//! The form of each action: which fields it asks for, and what was posted as the action's body.

use super::notice_form::{self, NoticePart, Notices};
use super::{apology_form, sign_form};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::late::Prefill;
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::upload::{self, Kept, Received};
use crate::web::{Page, format};
use app::dossier::{ActionBody, DossierView, FileClaim};
use askama::Template;
use askama::filters::HtmlSafe;
use domain::access::Role;
use domain::dossier::{ActionKind, Outcome, Refusal};
use domain::procedure::{FileKind, Procedure};
use std::collections::BTreeMap;

/// An action as a form on a page about the dossier.
#[derive(Template)]
#[template(path = "dossier/action.html")]
pub(super) struct ActionView {
    pub(super) name: String,
    pub(super) title: &'static str,
    pub(super) explanation: String,
    pub(super) url: String,
    pub(super) token: TokenInput,
    pub(super) version: i64,
    pub(super) step: String,
    pub(super) officer: Option<String>,
    pub(super) open: bool,
    pub(super) multipart: bool,
    pub(super) refusal: Option<String>,
    pub(super) fields: Vec<Field>,
    pub(super) notice: Option<NoticePart>,
    pub(super) kept: Vec<Kept>,
    pub(super) kept_label: &'static str,
}

impl HtmlSafe for ActionView {}

impl ActionView {
    /// The lines of the error summary: what is wrong with the action as a whole, then its fields.
    pub(super) fn faults(&self) -> Vec<(String, String)> {
        let whole = self.refusal.iter().map(|refusal| (format!("viec-{}", self.name), refusal.clone()));
        let of_notice = self.notice.iter().flat_map(NoticePart::all_fields);
        whole.chain(self.fields.iter().chain(of_notice).filter_map(Field::fault)).collect()
    }

    /// What the button says: a ground alone only leads to its fields.
    fn button(&self) -> &'static str {
        match &self.notice {
            Some(part) if part.goes_on => part.go_on,
            Some(_) | None => self.title,
        }
    }
}

/// What was posted and what is wrong with it, for the action that was tried.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) action: Option<ActionKind>,
    /// The action whose form is open though nothing was tried.
    pub(super) opened: Option<ActionKind>,
    pub(super) received: Received,
    pub(super) refusal: Option<String>,
    pub(super) faults: BTreeMap<String, String>,
    /// What the applicant may not understand of a notice, before it is sent.
    pub(super) advice: Vec<String>,
}

/// The page on which forms stand: below which address they are sent, and which version of the dossier it shows.
pub(super) struct Place<'a> {
    pub(super) page: &'a Page,
    pub(super) below: &'a str,
    pub(super) version: i64,
}

/// People and things that the forms offer.
#[derive(Default)]
pub(super) struct Offered {
    officers: Vec<FormChoice>,
    units: Vec<FormChoice>,
    grounds: Vec<FormChoice>,
    components: Vec<FormChoice>,
    /// The apology as the ledger drafts it.
    letter: Option<Prefill>,
    /// Whether the result can be signed here and not only on paper.
    signs: bool,
    /// Whether a draft of it is kept.
    pub(super) drafted: bool,
    pub(super) notices: Notices,
}

impl Offered {
    /// Looks up what the actions open to this person offer.
    pub(super) async fn read(
        state: &AppState,
        page: &Page,
        of: &DossierView,
        procedure: Option<&Procedure>,
    ) -> Result<Self, app::ActError> {
        let dossier = &of.dossier;
        let catalogue = state.app.catalogue();
        let mut officers: Vec<(String, String)> = Vec::new();
        if of.actions.contains(&ActionKind::Assign) {
            for role in [Role::Officer, Role::Leader] {
                let mut people = state.app.assignable(&dossier.handling_unit, role, &[&dossier.procedure]).await?;
                people.retain(|person| !officers.contains(person));
                people.sort_by_key(|(_, name)| domain::text::fold(name));
                officers.append(&mut people);
            }
        }
        let units = if of.actions.iter().any(|one| matches!(one, ActionKind::Transfer | ActionKind::AskOpinion)) {
            let mut units: Vec<_> =
                catalogue.organisation.units(page.today).filter(|unit| unit.id != dossier.handling_unit).collect();
            units.sort_by_key(|unit| domain::text::fold(&unit.full_name_vi));
            units.into_iter().map(|unit| FormChoice::new(unit.id.clone(), unit.full_name_vi.clone())).collect()
        } else {
            Vec::new()
        };
        let signs = of.actions.contains(&ActionKind::Sign) && state.app.has_signing_key(&dossier.handling_unit).await?;
        let grounds = catalogue.pause_grounds(page.today).map(|ground| {
            let name = sentences::ground_name(page.m, &catalogue, &ground.code, page.today);
            FormChoice::new(ground.code.clone(), format!("{name} ({})", ground.legal_basis_vi))
        });
        Ok(Self {
            officers: officers.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect(),
            units,
            grounds: grounds.collect(),
            letter: apology_form::letter(state, page, of).await?,
            signs,
            drafted: of.draft_text.is_some(),
            notices: Notices::of(state, page, dossier, procedure),
            ..Self::papers(procedure)
        })
    }

    /// Only the papers of the procedure: what somebody without an account is offered.
    pub(super) fn papers(procedure: Option<&Procedure>) -> Self {
        let components = procedure.into_iter().flat_map(|procedure| &procedure.components);
        let choices = components.map(|component| FormChoice::new(component.id.clone(), component.name_vi.clone()));
        Self { components: choices.collect(), ..Self::default() }
    }
}

/// Whether the action's form takes files.
pub(super) const fn takes_files(action: ActionKind) -> bool {
    matches!(action, ActionKind::Supplement | ActionKind::IssueResult | ActionKind::CompleteStep | ActionKind::Sign)
}

/// The form of one action.
pub(super) fn view(place: &Place<'_>, action: ActionKind, offered: &Offered, tried: &Tried) -> ActionView {
    let m = place.page.m;
    let (title, explanation) = sentences::action(m, action);
    let mine = tried.action == Some(action) && tried.received.fields.text("step").is_empty();
    let opened = tried.opened == Some(action);
    let nothing = Tried::default();
    let letter = offered.letter.as_ref().filter(|_| action == ActionKind::Apologise);
    let tried = if mine { tried } else { &nothing };
    ActionView {
        name: action.name().to_owned(),
        title,
        explanation: letter.map_or_else(|| explanation.to_owned(), |letter| format!("{explanation} {}", letter.told)),
        url: format!("{}/viec/{}", place.below, action.name()),
        token: place.page.token(),
        version: place.version,
        step: String::new(),
        officer: None,
        open: mine || opened,
        multipart: takes_files(action) && action != ActionKind::CompleteStep,
        refusal: tried.refusal.clone(),
        fields: fields(m, action, offered, tried),
        notice: notice_form::part(m, action, action.name(), &offered.notices, tried)
            .filter(|_| action != ActionKind::CompleteStep),
        kept: tried.received.kept(),
        kept_label: m.staff.counter.kept,
    }
}

/// Sentences for the fields that must be filled and are not, by name.
fn missing(m: &'static Messages, action: ActionKind, posted: &Fields) -> BTreeMap<String, String> {
    let asked = fields(m, action, &Offered::default(), &Tried::default()).into_iter();
    let empty = asked.filter(|field| field.is_required() && !posted.has(&field.name));
    let told = empty.map(|field| {
        let sentence = match field.control() {
            Control::Choice(_) | Control::Radio(_) => m.common.field.choose_one,
            Control::Boxes { .. }
            | Control::Line(_)
            | Control::Area
            | Control::Tick
            | Control::File(_)
            | Control::Files(_) => m.common.field.required,
        };
        let sentence = if field.name == "reason" { m.staff.refusal.reason_missing } else { sentence };
        (field.name, sentence.to_owned())
    });
    told.collect()
}

/// Whether the form of an action asks for a field.
fn asks_for(m: &'static Messages, action: ActionKind, name: &str) -> bool {
    fields(m, action, &Offered::default(), &Tried::default()).iter().any(|field| field.name == name)
}

/// The field of this action's form in which a refusal is mended, with the sentence beside it.
pub(super) fn refused_field(
    m: &'static Messages,
    action: ActionKind,
    refusal: &Refusal,
    posted: &Fields,
) -> Option<(String, String)> {
    let name = field_of(refusal, posted).filter(|name| asks_for(m, action, name))?;
    let sentence = match refusal {
        Refusal::FieldMissing { .. } => m.common.field.required.to_owned(),
        other => sentences::refusal(m, other),
    };
    Some((name.to_owned(), sentence))
}

/// The field in which a refusal is mended; `None` when it lies in the dossier, not in what was posted.
fn field_of(refusal: &Refusal, posted: &Fields) -> Option<&'static str> {
    match refusal {
        Refusal::ReasonMissing => Some("reason"),
        Refusal::TextTooLong { limit } => ["reason", "legal_basis", "reference", "receiver"]
            .into_iter()
            .find(|name| posted.text(name).chars().count() > *limit),
        Refusal::NothingSupplied | Refusal::TooMany => Some("file"),
        Refusal::AmountOutOfRange => Some("amount"),
        Refusal::FieldMissing { field } => Some(field),
        Refusal::BeyondCalendar => Some("limit"),
        Refusal::SameUnit => Some("unit"),
        Refusal::NewDateTooEarly => Some("promised_day"),
        Refusal::ScoreOutOfRange => Some("score"),
        Refusal::NotInStage { .. }
        | Refusal::SupplementAlreadyRequested
        | Refusal::NoComponents
        | Refusal::UnlistedComponent { .. }
        | Refusal::Reason(_)
        | Refusal::Papers(_)
        | Refusal::NoStepLeft
        | Refusal::StepOfLeader
        | Refusal::NoEarlierStep
        | Refusal::StepsOpen
        | Refusal::NoLimitToExtend
        | Refusal::AlreadyReappointed
        | Refusal::AlreadyRated
        | Refusal::StepNotOpen { .. }
        | Refusal::FindingMissing { .. }
        | Refusal::FindingWrong { .. }
        | Refusal::PaidByOrder
        | Refusal::NothingToMove
        | Refusal::WorkflowMissing { .. }
        | Refusal::Workflow(_) => None,
    }
}

/// The fields of one action, with ids that are unique on the page.
fn fields(m: &'static Messages, action: ActionKind, offered: &Offered, tried: &Tried) -> Vec<Field> {
    let t = &m.staff.action;
    let line = |name: &'static str, label: &'static str| {
        Field::new(m, name, label)
            .id(format!("f-{}-{name}", action.name()))
            .value(tried.received.fields.text(name))
            .error(tried.faults.get(name).cloned())
    };
    let choice = |name, label, choices: &[FormChoice]| line(name, label).kind(Control::Choice(choices.to_vec()));
    let reason = || line("reason", t.reason).kind(Control::Area).hint(t.reason_hint).max_length(4000);
    let note = || line("reason", t.note).kind(Control::Area).optional().max_length(4000);
    let basis = || line("legal_basis", t.legal_basis).hint(t.legal_basis_hint).max_length(500);
    let file = |label| line("file", label).kind(Control::Files(upload::accept(&FileKind::DEFAULT)));
    match action {
        ActionKind::Sign if offered.signs => {
            sign_form::of_the_whole(m, &tried.received.fields, offered.drafted, tried.faults.get("file"))
        }
        ActionKind::Accept
        | ActionKind::Resume
        | ActionKind::Sign
        | ActionKind::Close
        | ActionKind::Archive
        // The part with the ground, or a page of its own, asks for everything.
        | ActionKind::DraftResult
        | ActionKind::MoveWork
        | ActionKind::Reject
        | ActionKind::RequestSupplement => Vec::new(),
        ActionKind::ReturnStep
        | ActionKind::RecordMessage
        | ActionKind::HandBack
        | ActionKind::GiveOpinion => vec![reason()],
        ActionKind::Note => vec![line("reason", t.internal_note).kind(Control::Area).max_length(4000)],
        ActionKind::AskOpinion => vec![
            choice("unit", t.asked_unit, &offered.units),
            line("limit", t.answer_within).hint(t.limit_hint).short(),
            line("reason", t.question).kind(Control::Area).max_length(4000),
        ],
        ActionKind::Supplement => {
            vec![choice("component", t.file_component, &offered.components).optional(), file(t.file).optional(), note()]
        }
        ActionKind::RequestPayment => vec![line("amount", t.amount).hint(t.amount_hint).digits().short(), reason()],
        ActionKind::Pay => vec![line("reference", t.reference).short().max_length(200)],
        ActionKind::Assign => vec![choice("officer", t.officer, &offered.officers)],
        ActionKind::CompleteStep | ActionKind::Withdraw => vec![note()],
        ActionKind::Extend => vec![line("limit", t.limit).hint(t.limit_hint).short(), basis(), reason()],
        ActionKind::Transfer => vec![choice("unit", t.unit, &offered.units), reason()],
        ActionKind::Suspend => vec![choice("ground", t.ground, &offered.grounds), reason()],
        ActionKind::Decide => {
            let d = &m.staff.dossier;
            let ways =
                vec![FormChoice::new("granted", d.outcome_granted), FormChoice::new("refused", d.outcome_refused)];
            vec![line("outcome", t.outcome).kind(Control::Radio(ways)), note()]
        }
        ActionKind::IssueResult => vec![file(t.files).optional()],
        ActionKind::DeliverResult => vec![line("receiver", t.receiver).max_length(200)],
        ActionKind::Rate => vec![line("score", t.score).kind(Control::Radio(super::rate::scores(m))), note()],
        ActionKind::Apologise => {
            let day = line("promised_day", t.promised_day).short().hint(m.common.field.bad_date);
            let time = line("promised_time", t.promised_time).short().optional();
            apology_form::drafted([day, time, reason()], offered.letter.clone().filter(|_| tried.action.is_none()))
        }
    }
}

/// What was posted, as the body of the action; what is missing or cannot be read is named under its field.
pub(super) fn body(
    m: &'static Messages,
    action: ActionKind,
    received: &Received,
) -> Result<ActionBody, BTreeMap<String, String>> {
    let fields = &received.fields;
    let mut faults = if fields.has("step") { BTreeMap::new() } else { missing(m, action, fields) };
    let on_ground = notice_form::needs_ground(action, fields);
    if on_ground && !fields.has("ground") {
        faults.insert("ground".to_owned(), m.reason.problem.ground_missing.to_owned());
    }
    let files = received.claims();
    if action == ActionKind::Supplement && !files.is_empty() && !fields.has("component") {
        faults.insert("component".to_owned(), m.common.field.choose_one.to_owned());
    }
    faults.extend(received.refused.iter().map(|refused| ("file".to_owned(), refused.reason.clone())));
    let mut read = |name: &str, sentence: &str, fits: bool| {
        if !fields.text(name).is_empty() && !fits && asks_for(m, action, name) {
            faults.insert(name.to_owned(), sentence.to_owned());
        }
    };
    let amount: Option<i64> = fields.text("amount").replace(['.', ' '], "").parse().ok();
    read("amount", m.common.field.bad_number, amount.is_some());
    let limit = fields.text("limit").parse().ok();
    read("limit", m.deadline.limit_unreadable, limit.is_some());
    let day = format::read_day(&fields.text("promised_day"));
    read("promised_day", m.common.field.bad_date, day.is_some());
    let time = promised_time(fields);
    read("promised_time", m.common.field.bad_time, time.is_some());
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(ActionBody {
        step: fields.text("step"),
        findings: super::step_form::findings(fields),
        reason: fields.text("reason"),
        legal_basis: fields.text("legal_basis"),
        notice: on_ground.then(|| notice_form::reason(fields)),
        items: notice_form::items(fields),
        again: fields.text("again"),
        amount,
        reference: fields.text("reference"),
        officer: fields.text("officer"),
        limit,
        unit: fields.text("unit"),
        ground: fields.text("ground"),
        outcome: match fields.text("outcome").as_str() {
            "granted" => Some(Outcome::Granted),
            "refused" => Some(Outcome::Refused),
            _ => None,
        },
        receiver: fields.text("receiver"),
        score: fields.text("score").parse().ok(),
        files: files.into_iter().map(|file| of_component(file, fields)).collect(),
        promised: day.zip(time).map(|(day, time)| day.to_datetime(time)),
        ..ActionBody::default()
    })
}

/// A file kept from a sending in which its paper was not chosen yet.
fn of_component(mut file: FileClaim, fields: &Fields) -> FileClaim {
    if file.component.is_empty() {
        file.component = fields.text("component");
    }
    file
}

/// Time of a new date; without one the usual end of the office day, 17:00.
fn promised_time(fields: &Fields) -> Option<jiff::civil::Time> {
    let time = fields.text("promised_time");
    let (hour, minute) = if time.is_empty() { ("17", "00") } else { time.split_once([':', 'h', 'g'])? };
    let minute = if minute.is_empty() { "0" } else { minute };
    jiff::civil::Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}
