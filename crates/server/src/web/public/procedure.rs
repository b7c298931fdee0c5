//! `/thu-tuc/{code}`: one procedure: what, who, papers, fee, time, legal basis, steps, and the way to apply.

use super::insight::Insight;
use super::linked_data;
use crate::messages::{Messages, OpennessPage, PublicProcedure, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::view::Fact;
use crate::web::{Page, Problem, format, problem, statute};
use app::Catalogue;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::organisation::UnitLevel;
use domain::procedure::{
    Channel, Component, LegalBasis, Money, Procedure, ProcedureLimit, PublishedStep, ServiceScope, StepsSource,
    SubmitMode,
};
use domain::statute::Status;
use domain::time::Date;

pub(super) struct Paper {
    pub(super) name: String,
    pub(super) form_no: Option<String>,
    pub(super) how: String,
    pub(super) when: String,
}

pub(super) struct Price {
    pub(super) name: String,
    pub(super) amount: String,
    pub(super) condition: String,
}

struct Basis {
    text: String,
    url: Option<String>,
    status: Option<&'static str>,
}

struct Step {
    actor: Option<String>,
    action: String,
    time: Option<String>,
}

#[derive(Template)]
#[template(path = "public/procedure.html")]
struct View {
    page: Page,
    t: &'static PublicProcedure,
    crumbs: Crumbs,
    name: String,
    language_note: Option<&'static str>,
    apply_url: Option<String>,
    sheet_url: String,
    o: &'static OpennessPage,
    insight: Insight,
    linked_data: String,
    papers: Vec<Paper>,
    papers_absent: String,
    money: Vec<Price>,
    steps: Vec<Step>,
    steps_note: Option<&'static str>,
    basis: Vec<Basis>,
    facts: Vec<Fact>,
    source: String,
}

impl View {
    fn heading(&self) -> &str {
        &self.name
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let catalogue = state.app.catalogue();
    let today = state.app.today();
    let procedure = catalogue.procedure(&code, today).ok_or(Problem::NotFound)?;
    let m = page.m;
    let t = &m.public.procedure;
    let open = catalogue.takes_dossiers(procedure, today) && takes_online(procedure);
    let experience = state.app.experience(&procedure.id).await?;
    let view = View {
        sheet_url: format!("/thu-tuc/{}/niem-yet", procedure.id),
        o: &m.openness.page,
        insight: Insight::of(m, &catalogue, procedure, &experience, today),
        linked_data: linked_data::script(m, procedure, &state.settings.public_url),
        crumbs: Crumbs::new(
            m,
            vec![("/thu-tuc".to_owned(), m.common.nav.procedures.to_owned())],
            procedure.name_vi.clone(),
        ),
        name: procedure.name_vi.clone(),
        language_note: Some(t.only_vietnamese).filter(|note| !note.is_empty()),
        apply_url: open.then(|| format!("/nop-ho-so/{}", procedure.id)),
        papers: procedure.components.iter().map(|component| paper(t, component)).collect(),
        papers_absent: papers_absent(t, procedure),
        money: procedure.money.iter().map(|money| price(m, money)).collect(),
        steps: procedure.steps.iter().map(|published| step(m, published)).collect(),
        steps_note: (procedure.steps_source == Some(StepsSource::InternalProcess)).then_some(t.steps_internal),
        basis: procedure.legal_basis.iter().map(|text| basis(m, &catalogue, text, today)).collect(),
        facts: facts(m, procedure),
        source: source(t, procedure),
        t,
        page,
    };
    problem::show(&view)
}

/// Whether dossiers come in online; a procedure that names no way in takes all.
pub(in crate::web) fn takes_online(procedure: &Procedure) -> bool {
    procedure.channels.is_empty() || procedure.channels.contains(&Channel::Online)
}

/// A text of the legal basis, with its page and how it stands where that is not simply in force.
fn basis(m: &Messages, catalogue: &Catalogue, text: &LegalBasis, today: Date) -> Basis {
    let status = catalogue.statutes.status(&text.number, today);
    let is_news = |status: &Status| !matches!(status, Status::InForce | Status::Unknown);
    Basis {
        text: joined(&text.number, text.title_vi.as_deref()),
        url: statute::link(catalogue, &text.number),
        status: status.filter(is_news).map(|status| sentences::text_status(m, status)),
    }
}

fn joined(number: &str, title: Option<&str>) -> String {
    title.map_or_else(|| number.to_owned(), |title| format!("{number}: {title}"))
}

pub(super) fn paper(t: &PublicProcedure, component: &Component) -> Paper {
    let mut how = vec![match component.submit_mode {
        SubmitMode::Submit => t.submit.to_owned(),
        SubmitMode::Present => t.present.to_owned(),
    }];
    for (count, text) in [(component.originals, t.originals), (component.copies, t.copies)] {
        if let Some(count) = count.filter(|count| *count > 0) {
            how.push(fill(text, &[("count", &count)]));
        }
    }
    let when = match (&component.case_vi, component.required) {
        (Some(case), _) => fill(t.in_case, &[("case", case)]),
        (None, true) => t.always.to_owned(),
        (None, false) => t.sometimes.to_owned(),
    };
    Paper { name: component.name_vi.clone(), form_no: component.form_no.clone(), how: how.join(", "), when }
}

pub(super) fn papers_absent(t: &PublicProcedure, procedure: &Procedure) -> String {
    match procedure.component_count {
        0 => t.papers_unknown.to_owned(),
        count => fill(t.papers_count, &[("count", &count)]),
    }
}

pub(super) fn price(m: &Messages, money: &Money) -> Price {
    let t = &m.public.procedure;
    let amount = match (money.amount_vnd, &money.per_vi) {
        (None, _) => t.money_unknown.to_owned(),
        (Some(0), _) => m.common.free.to_owned(),
        (Some(amount), None) => format::money(m, amount),
        (Some(amount), Some(per)) => fill(t.per, &[("amount", &format::money(m, amount)), ("per", per)]),
    };
    Price { name: money.name_vi.clone(), amount, condition: money.condition_vi.clone().unwrap_or_default() }
}

fn step(m: &Messages, published: &PublishedStep) -> Step {
    Step {
        actor: published.actor_vi.clone(),
        action: published.action_vi.clone(),
        time: published.duration.map(|amount| sentences::amount_of_time(m, amount)),
    }
}

fn source(t: &PublicProcedure, procedure: &Procedure) -> String {
    match procedure.snapshot_date {
        Some(day) => fill(t.snapshot, &[("source", &procedure.source), ("day", &format::day(day))]),
        None => fill(t.source, &[("source", &procedure.source)]),
    }
}

/// A limit with its case: `5 ngày làm việc (Trường hợp cần xác minh)`.
pub(in crate::web) fn limit_text(m: &Messages, limit: &ProcedureLimit) -> Option<String> {
    let amount = limit.amount.map(|amount| sentences::amount_of_time(m, amount));
    match (amount, &limit.condition_vi) {
        (Some(amount), Some(condition)) => Some(format!("{amount} ({condition})")),
        (Some(amount), None) => Some(amount),
        (None, Some(condition)) => Some(condition.clone()),
        (None, None) => None,
    }
}

fn facts(m: &Messages, procedure: &Procedure) -> Vec<Fact> {
    let t = &m.public.procedure;
    let mut facts = vec![
        Fact::lines(t.time, times(m, procedure)),
        Fact::new(t.code, procedure.code.clone().unwrap_or_else(|| procedure.id.clone())),
        Fact::new(t.field, procedure.field_vi.clone()),
        Fact::lines(t.who, procedure.subjects_vi.clone()),
        Fact::lines(t.agency, procedure.agency_vi.clone().into_iter().collect()),
        Fact::lines(t.level, procedure.levels.iter().map(|level| level_name(t, *level).to_owned()).collect()),
        Fact::new(t.online, scope_name(t, procedure.service_scope())),
        Fact::lines(
            t.channels,
            procedure.channels.iter().map(|channel| channel_name(t, *channel).to_owned()).collect(),
        ),
        Fact::lines(t.result, procedure.results_vi.clone()),
        Fact::lines(t.conditions, procedure.conditions_vi.clone().into_iter().collect()),
        Fact::lines(t.place, procedure.receiving_place_vi.clone().into_iter().collect()),
    ];
    facts.retain(|fact| !fact.lines.is_empty());
    facts
}

pub(super) fn times(m: &Messages, procedure: &Procedure) -> Vec<String> {
    let t = &m.public.procedure;
    let named = |text: &'static str| move |limit: String| fill(text, &[("limit", &limit)]);
    let promised = procedure.promise.iter().flat_map(|promise| &promise.limits);
    let mut lines: Vec<String> =
        promised.filter_map(|limit| limit_text(m, limit)).map(named(t.time_promised)).collect();
    lines.extend(procedure.limits.iter().filter_map(|limit| limit_text(m, limit)).map(named(t.time_legal)));
    if lines.is_empty() {
        lines.push(t.time_unknown.to_owned());
    }
    lines
}

const fn level_name(t: &PublicProcedure, level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::Province => t.level_province,
        UnitLevel::District => t.level_district,
        UnitLevel::Commune => t.level_commune,
        UnitLevel::Body => t.level_body,
    }
}

const fn scope_name(t: &PublicProcedure, scope: ServiceScope) -> &'static str {
    match scope {
        ServiceScope::Full => t.online_full,
        ServiceScope::Partial => t.online_partial,
        ServiceScope::Information => t.online_information,
    }
}

/// A way in, in words.
pub(in crate::web) const fn channel_name(t: &PublicProcedure, channel: Channel) -> &'static str {
    match channel {
        Channel::Online => t.channel_online,
        Channel::Counter => t.channel_counter,
        Channel::Post => t.channel_post,
    }
}
