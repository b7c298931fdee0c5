//! `/tra-cuu`: where a dossier is, for whoever holds its code and four digits, without an account.

use crate::messages::{Messages, PublicTrack, fill};
use crate::sentences;
use crate::sentences::LedgerTold;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, Field, Stages};
use crate::web::dossier::NoticeBlock;
use crate::web::late::{TimeSection, told_to_applicant};
use crate::web::view::{self, Fact, Why};
use crate::web::{Page, Problem, format, problem};
use app::dossier::TrackView;
use app::{ActError, Catalogue};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::dossier::Stage;
use jiff::civil::Date;
use serde::Deserialize;

/// The query: both fields may be missing or wrong.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
    digits: String,
}

struct Line {
    what: String,
    when: String,
}

struct Found {
    code: String,
    sentence: String,
    stages: Stages,
    facts: Vec<Fact>,
    notice: Option<NoticeBlock>,
    why: Why,
    apology: Vec<String>,
    time: Option<TimeSection>,
    /// Where the applicant acts without an account; `None` when there is nothing to do.
    act_url: Option<String>,
    history: Vec<Line>,
}

#[derive(Template)]
#[template(path = "public/track.html")]
struct View {
    page: Page,
    t: &'static PublicTrack,
    crumbs: Crumbs,
    errors: Errors,
    code: Field,
    digits: Field,
    found: Option<Found>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (code, digits) = (asked.code.trim(), asked.digits.trim());
    if code.is_empty() || digits.is_empty() {
        return form(page, &asked, None, None, StatusCode::OK);
    }
    match state.app.track(code, digits).await {
        Ok(track) => {
            let found = found(&state, page.m, &track);
            form(page, &asked, None, Some(found), StatusCode::OK)
        }
        Err(ActError::NotFound) => {
            let wrong = page.m.public.track.wrong;
            form(page, &asked, Some(wrong), None, StatusCode::NOT_FOUND)
        }
        Err(other) => Err(other.into()),
    }
}

fn form(
    page: Page,
    asked: &Asked,
    wrong: Option<&str>,
    found: Option<Found>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.track);
    let code = Field::new(m, "code", t.code).hint(t.code_hint).value(asked.code.trim()).error(wrong).short();
    let digits = Field::new(m, "digits", t.digits).value(asked.digits.trim()).short().max_length(4);
    let crumbs = Crumbs::new(m, Vec::new(), t.title);
    problem::show_with(status, &View { crumbs, errors: Errors::of(m, [&code]), code, digits, found, t, page })
}

fn found(state: &AppState, m: &'static Messages, track: &TrackView) -> Found {
    let catalogue = state.app.catalogue();
    let today = state.app.today();
    let dossier = &track.dossier;
    let told = LedgerTold { m, catalogue: &catalogue, today, names: None };
    let account = track.time.as_ref();
    Found {
        apology: dossier
            .reappointment
            .as_ref()
            .map(|letter| told_to_applicant(&told, letter, account))
            .unwrap_or_default(),
        time: account.map(|account| TimeSection::of(&m.late.time, &told, account)),
        code: dossier.code.to_string(),
        sentence: sentences::stage_for_applicant(m, dossier.stage, dossier.rating.is_some()).to_owned(),
        stages: view::stages(m, dossier.stage),
        facts: facts(m, &catalogue, track, today),
        notice: notice(m, &catalogue, track),
        why: Why::of(state, m, dossier, false),
        act_url: (!track.guest_actions.is_empty()).then(|| format!("/tra-cuu/viec?code={}", dossier.code)),
        history: track
            .events
            .iter()
            .map(|event| Line {
                what: sentences::event(m, &catalogue, event, today),
                when: format::moment(m, event.at()),
            })
            .collect(),
    }
}

/// On what a refusal, a return or a supplement request rests; its words are for whoever shows the whole number.
fn notice(m: &Messages, catalogue: &Catalogue, track: &TrackView) -> Option<NoticeBlock> {
    let notice = track.notice.as_ref()?;
    let cited = &notice.cited;
    let ground = catalogue.refusal_ground(cited.action, &cited.ground, notice.at.date());
    let name = ground.map(|ground| if m.is_english() { ground.name_en.clone() } else { ground.name_vi.clone() });
    let dossier = &track.dossier;
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    Some(NoticeBlock::of(m, procedure.map(AsRef::as_ref), notice).named(m, name))
}

fn facts(m: &Messages, catalogue: &Catalogue, track: &TrackView, today: Date) -> Vec<Fact> {
    let t = &m.public.track;
    let dossier = &track.dossier;
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    let mut facts = vec![
        Fact::new(
            m.public.receipt.procedure,
            view::procedure_name(catalogue, &dossier.procedure, &dossier.procedure_version),
        ),
        Fact::new(m.public.track.holder, view::holder(m, catalogue, dossier, today)),
        view::due_fact(m, dossier),
    ];
    if let Some(new) = &dossier.reappointment {
        facts.push(Fact::new(m.public.track.new_date, format::moment(m, new.promised)));
    }
    if let (Some(request), Some(procedure)) =
        (dossier.supplements.last().filter(|request| request.answered_at.is_none()), procedure)
    {
        let names =
            request.components.iter().filter_map(|id| procedure.component(id)).map(|paper| paper.name_vi.clone());
        facts.push(Fact::lines(m.staff.dossier.waiting_for, names.collect()));
    }
    if let Some(payment) = dossier.payments.last().filter(|payment| payment.reference.is_none()) {
        facts.push(Fact::new(m.staff.dossier.amount_due, format::money(m, payment.amount)));
    }
    let desk = catalogue.unit_name(&dossier.receiving_unit, today);
    facts.extend(to_do(m, dossier.stage).map(|text| Fact::new(t.to_do, fill(text, &[("unit", &desk)]))));
    facts
}

/// What the applicant has to do now, where the dossier waits for them.
const fn to_do(m: &Messages, stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::AwaitingSupplement => Some(m.public.track.to_do_supplement),
        Stage::AwaitingPayment => Some(m.public.track.to_do_payment),
        Stage::Submitted
        | Stage::Refused
        | Stage::Accepted
        | Stage::InProcess
        | Stage::Suspended
        | Stage::Withdrawn
        | Stage::Decided
        | Stage::Signed
        | Stage::ResultIssued
        | Stage::Delivered
        | Stage::Closed
        | Stage::Archived => None,
    }
}
