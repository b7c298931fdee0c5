//! The parts of a dossier as the API shows them.

use crate::api::form::stamp;
use crate::api::schema;
use app::Catalogue;
use domain::dossier::{
    Applicant, ApplicantKind, Dossier, DueState, FileRef, Holder, Payment, PlannedStep, Reappointment,
    SupplementRequest,
};
use domain::time::{Date, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something with an id and a name.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Named {
    /// Its id.
    pub(in crate::api) id: String,
    /// Its name, Vietnamese as published.
    pub(in crate::api) name: String,
}

/// A unit by id and its name on a day.
pub(in crate::api) fn unit(catalogue: &Catalogue, id: &str, day: Date) -> Named {
    Named { id: id.to_owned(), name: catalogue.unit_name(id, day).to_owned() }
}

/// Addresses of what belongs to a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Links {
    /// The dossier.
    #[serde(rename = "self")]
    this: String,
    /// What happened.
    events: String,
    /// Why this due time.
    deadline: String,
    /// Before the name of an action.
    actions: String,
}

impl Links {
    pub(super) fn of(code: &str) -> Self {
        Self {
            this: address(code),
            events: format!("/api/v1/dossiers/{code}/events"),
            deadline: format!("/api/v1/dossiers/{code}/deadline"),
            actions: format!("/api/v1/dossiers/{code}/actions"),
        }
    }
}

/// The address of a dossier.
pub(super) fn address(code: &str) -> String {
    format!("/api/v1/dossiers/{code}")
}

/// The kind of an applicant.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindOfApplicant {
    /// A natural person.
    Person,
    /// A legal person or household business.
    Organisation,
}

/// On whose behalf the dossier runs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicantBody {
    /// Person or organisation.
    kind: KindOfApplicant,
    /// Full name as on the identity paper or certificate.
    #[schema(max_length = 200)]
    name: String,
    /// 12-digit identity number, 9-digit old one, tax code, or passport number.
    #[schema(examples("019193004217"))]
    identity_number: String,
    /// Phone number.
    #[schema(examples("0912000001"))]
    phone: String,
    /// Mail address.
    #[serde(default)]
    email: Option<String>,
    /// Postal address.
    #[serde(default)]
    #[schema(max_length = 500)]
    address: Option<String>,
}

impl From<ApplicantBody> for Applicant {
    fn from(body: ApplicantBody) -> Self {
        let ApplicantBody { kind, name, identity_number, phone, email, address } = body;
        let kind = match kind {
            KindOfApplicant::Person => ApplicantKind::Person,
            KindOfApplicant::Organisation => ApplicantKind::Organisation,
        };
        Self { kind, name, identity_number, phone, email, address }
    }
}

impl From<Applicant> for ApplicantBody {
    fn from(applicant: Applicant) -> Self {
        let Applicant { kind, name, identity_number, phone, email, address } = applicant;
        let kind = match kind {
            ApplicantKind::Person => KindOfApplicant::Person,
            ApplicantKind::Organisation => KindOfApplicant::Organisation,
        };
        Self { kind, name, identity_number, phone, email, address }
    }
}

/// A stored file of a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FileBody {
    /// The paper for which it was handed in; `result` for a result.
    component: String,
    /// SHA-256 of the stored bytes.
    sha256: String,
    /// Its name as given.
    name: String,
    /// Its size.
    size_bytes: i64,
}

impl From<&FileRef> for FileBody {
    fn from(file: &FileRef) -> Self {
        let FileRef { component, sha256, name, size_bytes, origin: _ } = file.clone();
        Self { component, sha256, name, size_bytes }
    }
}

/// What is known of the due time.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum DueKind {
    /// The procedure states no limit that can be reckoned, or the calendar is not published so far.
    Unknown,
    /// As it would be if the desk accepted the dossier at once.
    Expected,
    /// The legal due time.
    Fixed,
    /// The clock stands; the time shown is the one that held before.
    Standing,
}

impl DueKind {
    pub(super) const fn of(due: &DueState) -> Self {
        match due {
            DueState::Unknown => Self::Unknown,
            DueState::Expected(_) => Self::Expected,
            DueState::At(_) => Self::Fixed,
            DueState::Standing { .. } => Self::Standing,
        }
    }
}

/// Who holds a dossier.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum HolderKind {
    /// A desk.
    Desk,
    /// The unit that works it.
    Unit,
    /// The applicant, who was asked for something; the unit waits.
    Applicant,
    /// Nobody: it has ended.
    Nobody,
}

/// Who holds a dossier now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HolderBody {
    /// What kind of holder.
    kind: HolderKind,
    /// The desk, the unit, or the unit that waits.
    unit: Option<Named>,
    /// The officer's account.
    person: Option<String>,
}

impl HolderBody {
    pub(super) fn of(dossier: &Dossier, catalogue: &Catalogue, day: Date) -> Self {
        let (kind, id, person) = match dossier.holder() {
            Holder::Desk(id) => (HolderKind::Desk, Some(id), None),
            Holder::Unit(id, person) => (HolderKind::Unit, Some(id), person),
            Holder::Applicant { waiting_unit } => (HolderKind::Applicant, Some(waiting_unit), None),
            Holder::Nobody => (HolderKind::Nobody, None, None),
        };
        Self { kind, unit: id.map(|id| unit(catalogue, id, day)), person: person.map(str::to_owned) }
    }
}

/// A step of the internal process.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepBody {
    /// What is done.
    name: String,
    /// Who does it.
    #[schema(schema_with = schema::role)]
    role: &'static str,
    /// Its share of the whole limit: `2wd`.
    limit: Option<String>,
}

impl From<&PlannedStep> for StepBody {
    fn from(step: &PlannedStep) -> Self {
        Self { name: step.name.clone(), role: step.role.name(), limit: step.limit.map(|limit| limit.to_string()) }
    }
}

/// A request for missing papers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SupplementBody {
    /// The papers.
    components: Vec<String>,
    /// When it was asked.
    #[schema(format = DateTime)]
    at: String,
    /// Asked by a head beyond the one request that the law allows.
    exceptional: bool,
    /// Asked later than three working days after receipt.
    late_notice: bool,
    /// When the full dossier came.
    #[schema(format = DateTime)]
    answered_at: Option<String>,
}

impl SupplementBody {
    pub(super) fn of(request: &SupplementRequest, zone: Zone) -> Self {
        Self {
            components: request.components.clone(),
            at: stamp(zone, request.at),
            exceptional: request.exceptional,
            late_notice: request.late_notice,
            answered_at: request.answered_at.map(|at| stamp(zone, at)),
        }
    }
}

/// A payment asked for and perhaps made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PaymentBody {
    /// Amount in đồng.
    amount: i64,
    /// Number of the receipt or transaction, once paid.
    reference: Option<String>,
}

impl From<&Payment> for PaymentBody {
    fn from(payment: &Payment) -> Self {
        Self { amount: payment.amount, reference: payment.reference.clone() }
    }
}

/// The one new date of an apology.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReappointmentBody {
    /// The new date promised.
    #[schema(format = DateTime)]
    promised: String,
    /// When the letter went out.
    #[schema(format = DateTime)]
    at: String,
}

impl ReappointmentBody {
    pub(super) fn of(reappointment: &Reappointment, zone: Zone) -> Self {
        Self { promised: stamp(zone, reappointment.promised), at: stamp(zone, reappointment.at) }
    }
}
