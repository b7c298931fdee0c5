//! `/ho-so/{code}`: the dossier: timeline, explained deadline, papers, answers, and what this person may do now.

use super::action_form::{self, ActionView, Offered, Place, Tried};
use super::facts::{self, PaperLine, TimeLine};
use super::notice::NoticeBlock;
use super::step_form::{self, StepCard};
use super::steps::{self, StepLine};
use crate::messages::StaffDossier;
use crate::papers;
use crate::sentences::{self, LedgerTold};
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors, Stages, TimeLeft};
use crate::web::eform::Answers;
use crate::web::late::{TimeSection, told_to_applicant};
use crate::web::view::{self, Fact, Why};
use crate::web::{Page, Problem, printed, problem};
use app::dossier::DossierView;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::dossier::{ActionKind, Stage};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "dossier/show.html")]
struct View {
    page: Page,
    t: &'static StaffDossier,
    crumbs: Crumbs,
    procedure_name: String,
    code: String,
    time_left: TimeLeft,
    sentence: &'static str,
    stages: Stages,
    errors: Errors,
    notice: Option<NoticeBlock>,
    actions: Vec<ActionView>,
    work: &'static crate::messages::WorkStep,
    draft: Option<(String, &'static str)>,
    cards: Vec<StepCard>,
    steps: Vec<StepLine>,
    papers: Vec<PaperLine>,
    answers: Answers,
    facts: Vec<Fact>,
    why: Why,
    apology: Vec<String>,
    time: Option<TimeSection>,
    links: Vec<(String, &'static str)>,
    prints: Vec<(String, String)>,
    timeline: Vec<TimeLine>,
}

impl View {
    fn heading(&self) -> &str {
        &self.code
    }
}

/// Which action's form is open from the start.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    mo: String,
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let tried = Tried { opened: ActionKind::from_name(&asked.mo), ..Tried::default() };
    page_of(page, &state, &code, tried, StatusCode::OK).await
}

/// The page of a dossier, with the action that was tried and did not succeed.
pub(super) async fn page_of(
    page: Page,
    state: &AppState,
    code: &str,
    tried: Tried,
    status: StatusCode,
) -> Result<Response, Problem> {
    let of = state.app.dossier(page.caller()?, code).await?;
    let catalogue = state.app.catalogue();
    let dossier = &of.dossier;
    let m = page.m;
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    let offered = Offered::read(state, &page, &of, procedure.map(AsRef::as_ref)).await?;
    let mut shown: Vec<ActionKind> = of.actions.iter().copied().filter(|action| !has_own_page(*action)).collect();
    shown.sort_by_key(|action| !moves_on(*action));
    let place = Place { page: &page, below: &format!("/ho-so/{}", dossier.code), version: dossier.version };
    let actions: Vec<ActionView> =
        shown.into_iter().map(|action| action_form::view(&place, action, &offered, &tried)).collect();
    let own = is_own(&page, &of);
    let (apology, time) = time(&page, state, &of).await?;
    let cards = step_form::cards(state, &place, &of, (&offered, &tried)).await?;
    let on_page = cards.iter().flat_map(|card| &card.actions).chain(&actions);
    let errors = Errors::new(m, faults(on_page, &tried));
    let view = View {
        crumbs: crumbs(&page, &of, own),
        procedure_name: view::procedure_name(&catalogue, &dossier.procedure, &dossier.procedure_version),
        code: dossier.code.to_string(),
        time_left: view::time_left(state, m, dossier),
        sentence: if own {
            sentences::stage_for_applicant(m, dossier.stage, dossier.rating.is_some())
        } else {
            sentences::stage(m, dossier.stage)
        },
        stages: view::stages(m, dossier.stage),
        errors,
        notice: of.notice.as_ref().map(|notice| NoticeBlock::of(m, procedure.map(AsRef::as_ref), notice)),
        actions,
        work: &m.work.step,
        draft: draft(m, &of),
        cards,
        steps: steps::lines(state, m, &of),
        papers: facts::papers(m, &catalogue, &of),
        answers: facts::answers(m, &catalogue, dossier, of.particulars.as_ref()),
        facts: facts::facts(state, &page, &catalogue, &of, own),
        why: Why::of(state, m, dossier, false),
        apology,
        time,
        links: links(m, &of),
        prints: printed::links(m, &papers::Source::of(&of)),
        timeline: facts::timeline(&page, &catalogue, dossier, &of.timeline),
        t: &m.staff.dossier,
        page,
    };
    problem::show_with(status, &view)
}

/// The apology that was signed, and where the time went, as this person may see it.
async fn time(
    page: &Page,
    state: &AppState,
    of: &DossierView,
) -> Result<(Vec<String>, Option<TimeSection>), app::ActError> {
    let view =
        state.app.time_ledger(page.caller().map_err(|_| app::ActError::NotSignedIn)?, of.dossier.code.as_str()).await?;
    let catalogue = state.app.catalogue();
    let names = view.is_office.then_some(&view.names);
    let told = LedgerTold { m: page.m, catalogue: &catalogue, today: page.today, names };
    let letter = view.dossier.reappointment.as_ref();
    let apology = letter.map(|letter| told_to_applicant(&told, letter, view.account.as_ref())).unwrap_or_default();
    let section = view.account.as_ref().map(|account| TimeSection::of(&page.m.late.time, &told, account));
    Ok((apology, section))
}

/// Whether the action is done on a page of its own.
const fn has_own_page(action: ActionKind) -> bool {
    matches!(action, ActionKind::Rate | ActionKind::DraftResult)
}

/// The page on which this person drafts the result now.
fn draft(m: &crate::messages::Messages, of: &DossierView) -> Option<(String, &'static str)> {
    let words = if of.draft_text.is_some() { m.draft.page.edit } else { m.draft.page.open };
    of.actions.contains(&ActionKind::DraftResult).then(|| (format!("/ho-so/{}/du-thao", of.dossier.code), words))
}

/// Whether the action is the ordinary next step of a dossier: it stands first.
const fn moves_on(action: ActionKind) -> bool {
    matches!(
        action,
        ActionKind::Accept
            | ActionKind::Supplement
            | ActionKind::Pay
            | ActionKind::CompleteStep
            | ActionKind::Resume
            | ActionKind::Decide
            | ActionKind::Sign
            | ActionKind::IssueResult
            | ActionKind::DeliverResult
    )
}

/// Whether the person is the applicant here, not the office.
fn is_own(page: &Page, of: &DossierView) -> bool {
    page.person.as_ref().is_some_and(|person| {
        person.id == of.dossier.submitter && !person.works_at(&of.dossier.receiving_unit, page.today)
            || person.subject.as_deref() == Some(of.dossier.subject.as_str())
    })
}

fn crumbs(page: &Page, of: &DossierView, own: bool) -> Crumbs {
    let nav = &page.m.common.nav;
    let above = if own { ("/ho-so", nav.mine) } else { ("/can-bo", nav.inbox) };
    Crumbs::new(page.m, vec![(above.0.to_owned(), above.1.to_owned())], of.dossier.code.to_string())
}

fn links(m: &crate::messages::Messages, of: &DossierView) -> Vec<(String, &'static str)> {
    let code = &of.dossier.code;
    let mut links = vec![(format!("/ho-so/{code}/bien-nhan"), m.staff.dossier.receipt)];
    if of.particulars.is_some() {
        links.push((format!("/ho-so/{code}/to-khai"), m.staff.dossier.print_form));
    }
    if of.dossier.stage == Stage::AwaitingPayment {
        links.push((format!("/ho-so/{code}/thanh-toan"), m.staff.dossier.pay));
    }
    if of.actions.contains(&ActionKind::DeliverResult) {
        links.push((format!("/can-bo/tra-ket-qua/{code}"), m.staff.dossier.delivery));
    }
    if of.actions.contains(&ActionKind::Rate) {
        links.push((format!("/ho-so/{code}/danh-gia"), m.staff.dossier.rate));
    }
    links
}

/// The summary above the page: each fault links to its control in the action's form. A refusal of an action that is no
/// longer offered stands alone.
pub(super) fn faults<'a>(actions: impl IntoIterator<Item = &'a ActionView>, tried: &Tried) -> Vec<(String, String)> {
    let faults: Vec<_> = actions.into_iter().flat_map(ActionView::faults).collect();
    let alone = tried.refusal.iter().filter(|_| faults.is_empty());
    let alone: Vec<_> = alone.map(|refusal| ("noi-dung".to_owned(), refusal.clone())).collect();
    faults.into_iter().chain(alone).collect()
}
