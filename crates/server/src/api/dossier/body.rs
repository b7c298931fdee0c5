//! A dossier as the API shows it to one caller.

use super::events::EventBody;
use super::notice::NoticeBody;
use super::open_step::OpenStepBody;
use super::parts::{
    ApplicantBody, DueKind, FileBody, HolderBody, Links, Named, PaymentBody, ReappointmentBody, StepBody,
    SupplementBody, unit,
};
use crate::api::form::stamp;
use crate::api::schema;
use crate::messages::Messages;
use crate::sentences;
use app::App;
use app::dossier::DossierView;
use domain::dossier::{ActionKind, Dossier};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A dossier with everything that this caller may see and do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dossier)]
pub(in crate::api) struct DossierBody {
    /// Official code.
    code: String,
    /// Number of events so far; the entity tag.
    version: i64,
    /// Where it is in its life.
    #[schema(schema_with = schema::stage)]
    state: &'static str,
    /// The same in the caller's language.
    state_name: String,
    /// The procedure.
    procedure: Named,
    /// First day of the procedure version under which it runs; empty when unknown.
    procedure_version: String,
    /// How it came in.
    #[schema(schema_with = schema::channel)]
    channel: &'static str,
    /// When it was handed in.
    #[schema(format = DateTime)]
    received_at: String,
    /// The desk.
    receiving_unit: Named,
    /// The unit that works it.
    handling_unit: Named,
    /// Who holds it now.
    holder: HolderBody,
    /// The officer who works it.
    assignee: Option<Named>,
    /// On whose behalf it runs; null when it was erased.
    applicant: Option<ApplicantBody>,
    /// The answers to the form; null when they were erased.
    #[schema(value_type = Option<Object>)]
    form: Option<Map<String, Value>>,
    /// The files handed in.
    files: Vec<FileBody>,
    /// Ids of the papers that came on paper.
    papers: Vec<String>,
    /// Until when the desk must have examined it.
    #[schema(format = DateTime)]
    acceptance_due_at: Option<String>,
    /// When the desk accepted it.
    #[schema(format = DateTime)]
    accepted_at: Option<String>,
    /// When the result is due.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// What is known of the due time.
    due_kind: DueKind,
    /// The internal process.
    steps: Vec<StepBody>,
    /// Index of the present step; the number of steps when all are done.
    step: usize,
    /// Requests for missing papers, oldest first.
    supplements: Vec<SupplementBody>,
    /// The refusal, return or supplement request that stands now.
    notice: Option<NoticeBody>,
    /// Payments, oldest first.
    payments: Vec<PaymentBody>,
    /// How the head decided.
    #[schema(schema_with = schema::outcome)]
    outcome: Option<&'static str>,
    /// Number of the result.
    result_number: Option<String>,
    /// Files of the result.
    result_files: Vec<FileBody>,
    /// When the result reached the desk, or the dossier ended otherwise.
    #[schema(format = DateTime)]
    finished_at: Option<String>,
    /// Whether within its limit; null while open or without a limit.
    on_time: Option<bool>,
    /// The apology and the one new date.
    reappointment: Option<ReappointmentBody>,
    /// The applicant's rating, 1 to 5.
    rating: Option<u8>,
    /// Steps of the workflow that are open now, and opinions asked for; empty for applicants.
    open_steps: Vec<OpenStepBody>,
    /// What this caller may do now: names for `…/actions/{action}`.
    #[schema(schema_with = actions_schema)]
    actions: Vec<&'static str>,
    /// What happened, oldest first.
    timeline: Vec<EventBody>,
    /// Where the rest is.
    links: Links,
}

fn actions_schema() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::ArrayBuilder::new().items(schema::action()).build()
}

impl DossierBody {
    /// A dossier as somebody sees it, with names in a language.
    pub(super) fn of(app: &App, m: &Messages, view: DossierView) -> Self {
        let (catalogue, zone, today) = (app.catalogue(), app.zone(), app.today());
        let timeline = view.timeline.iter().map(|entry| EventBody::of(m, &catalogue, zone, today, entry)).collect();
        let open_steps = view.steps.iter().map(|step| OpenStepBody::of(m, &catalogue, zone, today, step)).collect();
        let DossierView { dossier, particulars, actions, assignee_name, notice, .. } = view;
        let (applicant, form) = particulars.map(|own| (own.applicant.into(), own.form)).unzip();
        let moment = |at: Option<domain::time::DateTime>| at.map(|at| stamp(zone, at));
        Self {
            code: dossier.code.as_str().to_owned(),
            version: dossier.version,
            state: dossier.stage.name(),
            state_name: sentences::stage(m, dossier.stage).to_owned(),
            procedure: procedure(&catalogue, &dossier),
            procedure_version: dossier.procedure_version.clone(),
            channel: dossier.channel.name(),
            received_at: stamp(zone, dossier.submitted_at),
            receiving_unit: unit(&catalogue, &dossier.receiving_unit, today),
            handling_unit: unit(&catalogue, &dossier.handling_unit, today),
            holder: HolderBody::of(&dossier, &catalogue, today),
            assignee: dossier.assignee.clone().map(|id| Named { id, name: assignee_name.unwrap_or_default() }),
            applicant,
            form,
            files: dossier.files.iter().map(FileBody::from).collect(),
            papers: dossier.papers.clone(),
            acceptance_due_at: moment(dossier.acceptance_due),
            accepted_at: moment(dossier.accepted_at),
            due_at: moment(dossier.due.at()),
            due_kind: DueKind::of(&dossier.due),
            steps: dossier.steps.iter().map(StepBody::from).collect(),
            step: dossier.step,
            supplements: dossier.supplements.iter().map(|one| SupplementBody::of(one, zone)).collect(),
            notice: notice.as_ref().map(|notice| NoticeBody::of(zone, notice)),
            payments: dossier.payments.iter().map(PaymentBody::from).collect(),
            outcome: dossier.outcome.map(schema::outcome_name),
            result_number: dossier.result_number.clone(),
            result_files: dossier.result_files.iter().map(FileBody::from).collect(),
            finished_at: moment(dossier.finished_at),
            on_time: dossier.on_time,
            reappointment: dossier.reappointment.as_ref().map(|one| ReappointmentBody::of(one, zone)),
            rating: dossier.rating,
            open_steps,
            actions: actions.into_iter().map(ActionKind::name).collect(),
            timeline,
            links: Links::of(dossier.code.as_str()),
        }
    }
}

fn procedure(catalogue: &app::Catalogue, dossier: &Dossier) -> Named {
    let known = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    let name = known.map(|procedure| procedure.name_vi.clone()).unwrap_or_default();
    Named { id: dossier.procedure.clone(), name }
}
