//! One procedure in full: papers, limits, fees, steps, and the questions of its form.

use super::row::ProcedureRow;
use crate::api::extract::Path;
use crate::api::problem::Problem;
use crate::api::responses;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::eform::Form;
use domain::procedure::{Amount, Component, Money, MoneyKind, ProcedureLimit, PublishedStep, SubmitMode};
use serde::Serialize;
use utoipa::ToSchema;

/// A limit as published.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LimitBody {
    /// The amount as published: `10.5`.
    amount: Option<String>,
    /// Its unit: `working_day`, `day`, `working_hour`, `hour`, `month`.
    unit: Option<String>,
    /// The limit that deadlines are reckoned with: `5wd`.
    limit: Option<String>,
    /// The case in which it holds.
    condition: Option<String>,
}

impl From<&ProcedureLimit> for LimitBody {
    fn from(limit: &ProcedureLimit) -> Self {
        Self {
            amount: limit.amount.map(|amount| amount.to_string()),
            unit: limit.amount.and_then(unit_name),
            limit: limit.limit().map(|limit| limit.to_string()),
            condition: limit.condition_vi.clone(),
        }
    }
}

fn unit_name(amount: Amount) -> Option<String> {
    serde_json::to_value(amount.unit).ok()?.as_str().map(str::to_owned)
}

/// A paper that the procedure asks for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Component)]
pub(super) struct ComponentBody {
    /// Its id within the procedure version: `c1`.
    id: String,
    /// Its name.
    name: String,
    /// Number of the printed form.
    form_no: Option<String>,
    /// Needed in every case.
    required: bool,
    /// Handed in (else only shown).
    is_submitted: bool,
    /// Originals, where the source says.
    originals: Option<u32>,
    /// Copies, where the source says.
    copies: Option<u32>,
    /// The case to which it belongs.
    case: Option<String>,
    /// Media types taken.
    media_types: Vec<&'static str>,
    /// Largest file taken, in bytes.
    max_bytes: u64,
}

impl From<&Component> for ComponentBody {
    fn from(component: &Component) -> Self {
        Self {
            id: component.id.clone(),
            name: component.name_vi.clone(),
            form_no: component.form_no.clone(),
            required: component.required,
            is_submitted: component.submit_mode == SubmitMode::Submit,
            originals: component.originals,
            copies: component.copies,
            case: component.case_vi.clone(),
            media_types: component.file_kinds.iter().map(|kind| kind.media_type()).collect(),
            max_bytes: component.max_bytes,
        }
    }
}

/// A fee or a charge.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MoneyBody {
    /// Whether it is owed for an act of the state (lệ phí); else it covers the cost of a service (phí).
    is_fee: bool,
    /// Its name.
    name: String,
    /// Amount in đồng; null where the source is silent.
    amount: Option<i64>,
    /// What it is counted by.
    per: Option<String>,
    /// Condition as published.
    condition: Option<String>,
}

impl From<&Money> for MoneyBody {
    fn from(money: &Money) -> Self {
        Self {
            is_fee: money.kind == MoneyKind::Fee,
            name: money.name_vi.clone(),
            amount: money.amount_vnd,
            per: money.per_vi.clone(),
            condition: money.condition_vi.clone(),
        }
    }
}

/// A step as published.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublishedStepBody {
    /// Published order, from 1.
    order: u32,
    /// Who acts.
    actor: Option<String>,
    /// What is done.
    action: String,
}

impl From<&PublishedStep> for PublishedStepBody {
    fn from(step: &PublishedStep) -> Self {
        Self { order: step.order, actor: step.actor_vi.clone(), action: step.action_vi.clone() }
    }
}

/// A question of the form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FieldBody {
    /// The name of its answer in `form`.
    id: String,
    /// The question.
    label: String,
    /// `text`, `date`, `select`, …
    kind: String,
    /// Whether it must be answered.
    required: bool,
    /// The answers offered, where there is a list.
    choices: Vec<String>,
}

/// A part of the form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SectionBody {
    /// Its id; answers of a repeated section are a list of objects under it.
    id: String,
    /// Its heading.
    title: String,
    /// Whether it is repeated.
    is_repeated: bool,
    /// Its questions.
    fields: Vec<FieldBody>,
}

/// The form of a procedure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Form)]
pub(super) struct FormBody {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// Its parts.
    sections: Vec<SectionBody>,
}

impl FormBody {
    fn of(form: &Form) -> Self {
        let fields = |section: &domain::eform::Section| {
            let asked = section.fields.iter().filter(|field| field.kind.is_asked());
            asked
                .map(|field| FieldBody {
                    id: field.id.clone(),
                    label: field.label_vi.clone(),
                    kind: serde_json::to_value(field.kind)
                        .ok()
                        .and_then(|kind| kind.as_str().map(str::to_owned))
                        .unwrap_or_default(),
                    required: field.required,
                    choices: form.offered(field).to_vec(),
                })
                .collect()
        };
        let sections = form.sections.iter().map(|section| SectionBody {
            id: section.id.clone(),
            title: section.title_vi.clone(),
            is_repeated: section.repeat.is_some(),
            fields: fields(section),
        });
        Self { id: form.id.clone(), title: form.title_vi.clone(), sections: sections.collect() }
    }
}

/// A legal text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LegalBasisBody {
    /// Its number.
    number: String,
    /// Its title.
    title: Option<String>,
}

/// A procedure in full.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Procedure)]
pub(in crate::api) struct ProcedureBody {
    /// What lists show.
    #[serde(flatten)]
    row: ProcedureRow,
    /// Who may ask for it.
    subjects: Vec<String>,
    /// Deciding agency.
    agency: Option<String>,
    /// Where it is received, as published.
    receiving_place: Option<String>,
    /// The law's limits; the first is the general one.
    limits: Vec<LimitBody>,
    /// The province's shorter limits.
    promised_limits: Vec<LimitBody>,
    /// Papers.
    components: Vec<ComponentBody>,
    /// Fees and charges.
    money: Vec<MoneyBody>,
    /// Steps as published.
    steps: Vec<PublishedStepBody>,
    /// What the applicant gets.
    results: Vec<String>,
    /// Conditions to be met.
    conditions: Option<String>,
    /// Legal basis.
    legal_basis: Vec<LegalBasisBody>,
    /// The questions; null for procedures for which no dossier may be opened.
    form: Option<FormBody>,
    /// First day of this version.
    #[schema(format = Date)]
    valid_from: Option<String>,
    /// Last day of this version.
    #[schema(format = Date)]
    valid_to: Option<String>,
    /// Where the record comes from.
    source: String,
}

/// A procedure as of today: papers, limits, fees, steps, and the questions of its form.
#[utoipa::path(
    get, path = "/procedures/{code}", tag = "catalogue", operation_id = "getProcedure",
    params(("code" = String, Path, description = "Its id: the national code")),
    responses((status = 200, description = "The procedure", body = ProcedureBody), responses::Missing, responses::Always)
)]
pub(in crate::api) async fn show(
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Json<ProcedureBody>, Problem> {
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    let procedure = catalogue.procedure(&code, today).ok_or(Problem::NotFound)?;
    let promised = procedure.promise.iter().flat_map(|promise| &promise.limits);
    let is_open = catalogue.takes_dossiers(procedure, today);
    Ok(Json(ProcedureBody {
        row: ProcedureRow::of(&catalogue, procedure, today),
        subjects: procedure.subjects_vi.clone(),
        agency: procedure.agency_vi.clone(),
        receiving_place: procedure.receiving_place_vi.clone(),
        limits: procedure.limits.iter().map(LimitBody::from).collect(),
        promised_limits: promised.map(LimitBody::from).collect(),
        components: procedure.components.iter().map(ComponentBody::from).collect(),
        money: procedure.money.iter().map(MoneyBody::from).collect(),
        steps: procedure.steps.iter().map(PublishedStepBody::from).collect(),
        results: procedure.results_vi.clone(),
        conditions: procedure.conditions_vi.clone(),
        legal_basis: procedure
            .legal_basis
            .iter()
            .map(|text| LegalBasisBody { number: text.number.clone(), title: text.title_vi.clone() })
            .collect(),
        form: is_open.then(|| FormBody::of(&catalogue.form(procedure))),
        valid_from: procedure.validity.from.map(|day| day.to_string()),
        valid_to: procedure.validity.to.map(|day| day.to_string()),
        source: procedure.source.clone(),
    }))
}
