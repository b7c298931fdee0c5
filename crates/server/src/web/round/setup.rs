//! `/can-bo/cham-diem/moi`, `…/cau-hinh`: a round is set up: card, block, units, phases.

use super::{LIST, card_name, crumbs, round_url, wrong_of};
use crate::messages::{Messages, RoundSetup, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::review::tried::{Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, problem};
use app::round::{RoundRequest, ShippedCard, shipped_cards};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::round::{PhaseDays, RoundCommand, RoundState, RoundUnit, Setup};
use domain::scorecard::Completeness;
use std::collections::BTreeSet;

const FORM: &str = "cau-hinh";
const BODIES: &str = "bodies";
const COMMUNES: &str = "communes";

#[derive(Template)]
#[template(path = "round/setup.html")]
struct View {
    page: Page,
    t: &'static RoundSetup,
    crumbs: Crumbs,
    errors: Errors,
    refusal: Option<String>,
    url: String,
    version: i64,
    fields: Vec<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn new(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    begins(&page, &state)?;
    draw(page, &state, None, (0, None), &Tried::default())
}

pub(super) async fn create(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    begins(&page, &state)?;
    submit(page, &state, None, fields).await
}

pub(super) async fn edit(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (version, setup) = drafted(&page, &state, &id).await?;
    draw(page, &state, Some(&id), (version, Some(&setup)), &Tried::default())
}

pub(super) async fn change(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    drafted(&page, &state, &id).await?;
    submit(page, &state, Some(&id), fields).await
}

/// Only those who begin rounds find the page.
fn begins(page: &Page, state: &AppState) -> Result<(), Problem> {
    if state.app.may_begin_round(page.caller()?) { Ok(()) } else { Err(Problem::NotFound) }
}

/// What a round that is still a draft was set up with, and its card's file.
async fn drafted(page: &Page, state: &AppState, id: &str) -> Result<(i64, (Setup, String)), Problem> {
    begins(page, state)?;
    let view = state.app.round(page.caller()?, id).await?;
    let card = view.round.card.as_ref().map(|card| (card.id.clone(), card.version.clone()));
    let is_card = |shipped: &&ShippedCard| {
        card.as_ref().is_some_and(|(id, version)| *id == shipped.card.id && *version == shipped.card.version)
    };
    let file = shipped_cards().iter().find(is_card).map(|shipped| shipped.file.to_owned()).unwrap_or_default();
    match (view.round.state, view.round.setup) {
        (RoundState::Draft, Some(setup)) => Ok((view.round.version, (setup, file))),
        _ => Err(Problem::NotFound),
    }
}

async fn submit(page: Page, state: &AppState, id: Option<&str>, fields: Fields) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = id.and_then(|_| fields.text("version").parse().ok());
    let wrong = match command(&page, state, &fields) {
        Ok(command) => {
            let request = RoundRequest { round: id.map(str::to_owned), seen, command };
            match state.app.round_act(&person, request).await {
                Ok(done) => return Ok(Redirect::to(&round_url(&done.id)).into_response()),
                Err(error) => wrong_of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    let version = seen.unwrap_or(0);
    draw(page, state, id, (version, None), &Tried::new(FORM.to_owned(), fields, wrong))
}

fn command(page: &Page, state: &AppState, fields: &Fields) -> Result<RoundCommand, Wrong> {
    let m = page.m;
    let file = fields.text("card");
    let shipped = shipped_cards().iter().find(|shipped| shipped.file == file);
    let shipped = shipped.ok_or_else(|| Wrong::field("card", m.round.refusal.card))?;
    let number = |name: &str| fields.text(name).parse::<u16>().map_err(|_| Wrong::field(name, m.round.refusal.number));
    let year = fields.text("year").parse().map_err(|_| Wrong::field("year", m.round.refusal.number))?;
    let unranked: BTreeSet<String> = codes(&fields.text("unranked")).collect();
    let units = units(page, state, fields).into_iter();
    let setup = Setup {
        title_vi: fields.text("title"),
        year,
        block: fields.text("block"),
        units: units.map(|unit| RoundUnit { is_ranked: !unranked.contains(&unit), unit }).collect(),
        appraisers: codes(&fields.text("appraisers")).collect(),
        days: PhaseDays {
            self_assessment: number("days_self")?,
            first_appraisal: number("days_first")?,
            explanation: number("days_explanation")?,
            second_appraisal: number("days_second")?,
        },
        is_open: fields.has("is_open"),
    };
    Ok(RoundCommand::Configure { setup: Box::new(setup), card: Box::new(shipped.kept()) })
}

/// Units chosen in any of the three ways, each once.
fn units(page: &Page, state: &AppState, fields: &Fields) -> Vec<String> {
    let catalogue = state.app.catalogue();
    let groups: Vec<&str> = fields.all("group").collect();
    let mut units: BTreeSet<String> = fields.all("units").map(str::to_owned).collect();
    units.extend(codes(&fields.text("codes")));
    if groups.contains(&BODIES) {
        units.extend(catalogue.organisation.bodies(page.today).map(|unit| unit.id.clone()));
    }
    if groups.contains(&COMMUNES) {
        units.extend(catalogue.organisation.communes(page.today).map(|unit| unit.id.clone()));
    }
    units.into_iter().collect()
}

fn codes(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| letter.is_whitespace() || letter == ',' || letter == ';')
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

fn draw(
    page: Page,
    state: &AppState,
    id: Option<&str>,
    (version, stored): (i64, Option<&(Setup, String)>),
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.round.setup);
    let fields = fields(&page, state, stored, tried);
    let above: Vec<(String, String)> = id.map(|id| (round_url(id), id.to_owned())).into_iter().collect();
    let view = View {
        crumbs: crumbs(m, &above, t.title),
        errors: Errors::of(m, &fields),
        refusal: tried.wrong.refusal.clone(),
        url: id.map_or_else(|| format!("{LIST}/moi"), |id| format!("{}/cau-hinh", round_url(id))),
        version,
        fields,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &view)
}

fn fields(page: &Page, state: &AppState, stored: Option<&(Setup, String)>, tried: &Tried) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.round.setup);
    let setup = stored.map(|(setup, _)| setup);
    let line = |name: &str, label: &str, value: &str| tried.line(m, FORM, (name, label), value);
    let days = |name: &str, label: &str, usual: u16, of: fn(&PhaseDays) -> u16| {
        line(name, label, &setup.map_or(usual, |setup| of(&setup.days)).to_string()).short().digits()
    };
    let catalogue = state.app.catalogue();
    let bodies: Vec<FormChoice> = catalogue
        .organisation
        .bodies(page.today)
        .map(|unit| FormChoice::new(unit.id.clone(), unit.full_name_on(page.today)))
        .collect();
    let chosen: Vec<String> = match setup {
        Some(setup) => setup.units.iter().map(|one| one.unit.clone()).collect(),
        None => tried.fields.all("units").map(str::to_owned).collect(),
    };
    let is_body = |unit: &&String| bodies.iter().any(|body| body.value == **unit);
    let others: Vec<String> =
        setup.map(|_| chosen.iter().filter(|unit| !is_body(unit)).cloned().collect()).unwrap_or_default();
    let unranked = setup.into_iter().flat_map(|setup| &setup.units).filter(|one| !one.is_ranked);
    let unranked: Vec<&str> = unranked.map(|one| one.unit.as_str()).collect();
    let appraisers = setup.map(|setup| setup.appraisers.join("\n")).unwrap_or_default();
    let groups = vec![FormChoice::new(BODIES, t.group_bodies), FormChoice::new(COMMUNES, t.group_communes)];
    let year = setup.map_or(page.today.year(), |setup| setup.year);
    let (is_open, block) = setup.map_or((true, ""), |setup| (setup.is_open, setup.block.as_str()));
    let card = stored.map_or("", |(_, card)| card.as_str());
    vec![
        line("title", t.name, setup.map_or("", |setup| setup.title_vi.as_str())),
        line("year", t.year, &year.to_string()).short().digits(),
        line("card", t.card, card).kind(Control::Choice(cards(m))).hint(t.card_hint),
        line("block", t.block, block).kind(Control::Choice(blocks())).hint(t.block_hint).optional_silently(t.no_block),
        line("group", t.group, "")
            .kind(Control::Boxes { choices: groups, ticked: tried.fields.all("group").map(str::to_owned).collect() })
            .optional(),
        line("units", t.units, "").kind(Control::Boxes { choices: bodies.clone(), ticked: chosen.clone() }).optional(),
        line("codes", t.codes, &others.join("\n")).kind(Control::Area).hint(t.codes_hint).max_length(20_000).optional(),
        line("unranked", t.unranked, &unranked.join("\n")).kind(Control::Area).optional(),
        line("appraisers", t.appraisers, &appraisers).kind(Control::Area).hint(t.appraisers_hint).optional(),
        days("days_self", t.days_self, 10, |days| days.self_assessment),
        days("days_first", t.days_first, 10, |days| days.first_appraisal),
        days("days_explanation", t.days_explanation, 5, |days| days.explanation),
        days("days_second", t.days_second, 5, |days| days.second_appraisal),
        line("is_open", t.is_open, if is_open { "1" } else { "" }).kind(Control::Tick).optional(),
    ]
}

/// Cards that ship with the product; what cannot rank says so and is refused when it is chosen.
fn cards(m: &'static Messages) -> Vec<FormChoice> {
    let t = &m.round.setup;
    let text = |shipped: &ShippedCard| {
        let (name, version) = (card_name(m, &shipped.card), &shipped.card.version);
        let maximum = sentences::decimal(m, shipped.card.maximum().unwrap_or_default());
        match shipped.card.completeness {
            Completeness::Partial => fill(t.unfit, &[("name", &name), ("version", version)]),
            Completeness::Complete | Completeness::Example => {
                fill(t.fit, &[("name", &name), ("version", version), ("maximum", &maximum)])
            }
        }
    };
    shipped_cards().iter().map(|shipped| FormChoice::new(shipped.file, text(shipped))).collect()
}

/// The blocks of every card.
fn blocks() -> Vec<FormChoice> {
    let mut choices: Vec<FormChoice> = Vec::new();
    for block in shipped_cards().iter().flat_map(|shipped| &shipped.card.blocks) {
        if !choices.iter().any(|choice| choice.value == block.code) {
            choices.push(FormChoice::new(block.code.clone(), block.name_vi.clone()));
        }
    }
    choices
}
