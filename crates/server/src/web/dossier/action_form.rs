//! The form of each action: which fields it asks for, and what was posted as the action's body.

use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::signed_form::Fields;
use crate::web::{Page, format, upload};
use app::dossier::{ActionBody, DossierView};
use domain::access::Role;
use domain::dossier::{ActionKind, Outcome};
use domain::procedure::{FileKind, Procedure};
use std::collections::BTreeMap;

/// A box to tick.
pub(super) struct Tick {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) ticked: bool,
}

/// An action as a form on the dossier's page.
pub(super) struct ActionView {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) explanation: &'static str,
    pub(super) url: String,
    pub(super) open: bool,
    pub(super) multipart: bool,
    pub(super) refusal: Option<String>,
    pub(super) boxes_title: &'static str,
    pub(super) boxes: Vec<Tick>,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'static str,
}

/// What was posted and what is wrong with it, for the action that was tried.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) action: Option<ActionKind>,
    pub(super) fields: Fields,
    pub(super) refusal: Option<String>,
    pub(super) faults: BTreeMap<String, String>,
}

/// People and things that the forms offer.
pub(super) struct Offered {
    officers: Vec<FormChoice>,
    units: Vec<FormChoice>,
    grounds: Vec<FormChoice>,
    components: Vec<FormChoice>,
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
        let mut officers = Vec::new();
        if of.actions.contains(&ActionKind::Assign) {
            for role in [Role::Officer, Role::Leader] {
                officers.extend(state.app.staff_of(&dossier.handling_unit, role).await?);
            }
            officers.dedup();
        }
        let units = if of.actions.contains(&ActionKind::Transfer) {
            let mut units: Vec<_> =
                catalogue.organisation.units(page.today).filter(|unit| unit.id != dossier.handling_unit).collect();
            units.sort_by_key(|unit| domain::text::fold(&unit.full_name_vi));
            units.into_iter().map(|unit| FormChoice::new(unit.id.clone(), unit.full_name_vi.clone())).collect()
        } else {
            Vec::new()
        };
        let grounds = catalogue.pause_grounds(page.today).map(|ground| {
            let name = sentences::ground_name(page.m, &catalogue, &ground.code, page.today);
            FormChoice::new(ground.code.clone(), format!("{name} ({})", ground.legal_basis_vi))
        });
        let components = procedure.into_iter().flat_map(|procedure| &procedure.components);
        Ok(Self {
            officers: officers.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect(),
            units,
            grounds: grounds.collect(),
            components: components
                .map(|component| FormChoice::new(component.id.clone(), component.name_vi.clone()))
                .collect(),
        })
    }
}

/// Whether the action's form takes files.
pub(super) const fn takes_files(action: ActionKind) -> bool {
    matches!(action, ActionKind::Supplement | ActionKind::IssueResult)
}

/// The form of one action.
pub(super) fn view(
    m: &'static Messages,
    code: &str,
    action: ActionKind,
    offered: &Offered,
    tried: &Tried,
) -> ActionView {
    let (title, explanation) = sentences::action(m, action);
    let mine = tried.action == Some(action);
    let nothing = Tried::default();
    let tried = if mine { tried } else { &nothing };
    let boxes = if action == ActionKind::RequestSupplement { ticks(offered, tried) } else { Vec::new() };
    ActionView {
        name: action.name(),
        title,
        explanation,
        url: format!("/ho-so/{code}/viec/{}", action.name()),
        open: mine,
        multipart: takes_files(action),
        refusal: tried.refusal.clone(),
        boxes_title: m.staff.action.components,
        boxes,
        fields: fields(m, action, offered, tried),
        button: title,
    }
}

fn ticks(offered: &Offered, tried: &Tried) -> Vec<Tick> {
    let ticked: Vec<&str> = tried.fields.all("component").collect();
    let tick = |choice: &FormChoice| Tick {
        value: choice.value.clone(),
        text: choice.text.clone(),
        ticked: ticked.contains(&choice.value.as_str()),
    };
    offered.components.iter().map(tick).collect()
}

/// The fields of one action, with ids that are unique on the page.
fn fields(m: &'static Messages, action: ActionKind, offered: &Offered, tried: &Tried) -> Vec<Field> {
    let t = &m.staff.action;
    let line = |name: &'static str, label: &'static str| {
        Field::new(m, name, label)
            .id(format!("f-{}-{name}", action.name()))
            .value(tried.fields.text(name))
            .error(tried.faults.get(name).cloned())
    };
    let choice = |name, label, choices: &[FormChoice]| line(name, label).kind(Control::Choice(choices.to_vec()));
    let reason = || line("reason", t.reason).kind(Control::Area).hint(t.reason_hint).max_length(4000);
    let note = || line("reason", t.note).kind(Control::Area).optional().max_length(4000);
    let basis = || line("legal_basis", t.legal_basis).hint(t.legal_basis_hint).max_length(500);
    let file = |label| line("file", label).kind(Control::File(upload::accept(&FileKind::DEFAULT)));
    match action {
        ActionKind::Accept | ActionKind::Resume | ActionKind::Sign | ActionKind::Close | ActionKind::Archive => {
            Vec::new()
        }
        ActionKind::Reject | ActionKind::RequestSupplement | ActionKind::ReturnStep => vec![reason()],
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
        ActionKind::Rate => vec![line("score", t.score).digits().short(), note()],
        ActionKind::Apologise => vec![
            line("promised_day", t.promised_day).short().hint(m.common.field.bad_date),
            line("promised_time", t.promised_time).short().optional(),
            reason(),
        ],
    }
}

/// What was posted, as the body of the action; what cannot be read is named under its field.
pub(super) fn body(m: &Messages, fields: &Fields) -> Result<ActionBody, BTreeMap<String, String>> {
    let mut faults = BTreeMap::new();
    let mut read = |name: &str, sentence: &str, fits: bool| {
        if !fields.text(name).is_empty() && !fits {
            faults.insert(name.to_owned(), sentence.to_owned());
        }
    };
    let amount: Option<i64> = fields.text("amount").replace(['.', ' '], "").parse().ok();
    read("amount", m.common.field.bad_number, amount.is_some());
    let limit = fields.text("limit").parse().ok();
    read("limit", m.deadline.limit_unreadable, limit.is_some());
    let promised = promised(fields);
    read("promised_day", m.common.field.bad_date, promised.is_some());
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(ActionBody {
        reason: fields.text("reason"),
        legal_basis: fields.text("legal_basis"),
        components: fields.all("component").filter(|id| !id.is_empty()).map(str::to_owned).collect(),
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
        promised,
        ..ActionBody::default()
    })
}

/// Day and time of a new date; without a time the usual end of the office day, 17:00.
fn promised(fields: &Fields) -> Option<jiff::civil::DateTime> {
    let day = format::read_day(&fields.text("promised_day"))?;
    let time = fields.text("promised_time");
    let (hour, minute) = if time.is_empty() { ("17", "00") } else { time.split_once([':', 'h', 'g'])? };
    let minute = if minute.is_empty() { "0" } else { minute };
    let time = jiff::civil::Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()?;
    Some(day.to_datetime(time))
}
