//! `…/phuong-an/{number}`: one proposal, made, changed or taken back; `moi` is a new one.

use super::sheet::written;
use super::tried::{Tried, Wrong};
use super::{below, read_hundredths, read_money, review_url, typed_hundredths, typed_money};
use crate::messages::{Messages, ReviewProposal, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, problem};
use app::review::{ReviewRequest, ReviewView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::review::{Hours, Proposal, ProposalKind, ReviewCommand, Saving};

const NEW: &str = "moi";
const FORM: &str = "pa";
/// Stable names of the kinds, in the order in which they are offered.
const KINDS: [&str; 8] = ["repeal", "merge", "replace", "drop_paper", "shorten", "drop_step", "lower_fee", "go_online"];

#[derive(Template)]
#[template(path = "review/proposal.html")]
struct View {
    page: Page,
    t: &'static ReviewProposal,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    url: String,
    back: String,
    refusal: Option<String>,
    fields: Vec<Field>,
    drop: Option<String>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

type Address = (String, String, String);

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure, number)): Path<Address>,
) -> Result<Response, Problem> {
    let view = written(&page, &state, &plan, &procedure).await?;
    let number = number_of(&view, &number)?;
    draw(page, &view, (&plan, &procedure, number), &Tried::default())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure, number)): Path<Address>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let view = written(&page, &state, &plan, &procedure).await?;
    let number = number_of(&view, &number)?;
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let wrong = match proposal(page.m, &fields) {
        Ok(proposal) => {
            let command = ReviewCommand::Propose { number, proposal };
            let request = ReviewRequest { plan: plan.clone(), procedure: procedure.clone(), seen, command };
            match state.app.review_act(&person, request).await {
                Ok(_) => return Ok(Redirect::to(&review_url(&plan, &procedure)).into_response()),
                Err(error) => Wrong::of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    draw(page, &view, (&plan, &procedure, number), &Tried::new(FORM.to_owned(), fields, wrong))
}

/// The number in an address; none for a new proposal.
fn number_of(view: &ReviewView, text: &str) -> Result<Option<u32>, Problem> {
    if text == NEW {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|number| view.review.proposals.contains_key(number));
    number.map(Some).ok_or(Problem::NotFound)
}

/// The proposal that a posted form makes, or the field that cannot be read.
fn proposal(m: &Messages, fields: &Fields) -> Result<Proposal, Wrong> {
    let texts = &m.review.refusal;
    let hundredths = |name: &str| read_hundredths(&fields.text(name)).ok_or_else(|| Wrong::field(name, texts.number));
    let money = |name: &str| read_money(&fields.text(name)).ok_or_else(|| Wrong::field(name, texts.number));
    let kind = match fields.text("kind").as_str() {
        "repeal" => ProposalKind::Repeal,
        "merge" => ProposalKind::Merge { into: fields.text("other") },
        "replace" => ProposalKind::Replace { by: fields.text("other") },
        "drop_paper" => ProposalKind::DropPaper { paper_vi: fields.text("what") },
        "shorten" => ProposalKind::Shorten { days_hundredths: hundredths("days")? },
        "drop_step" => ProposalKind::DropStep { step_vi: fields.text("what") },
        "lower_fee" => ProposalKind::LowerFee { by_vnd: money("fee")? },
        "go_online" => ProposalKind::GoOnline,
        _ => return Err(Wrong::field("kind", texts.text_missing)),
    };
    let planned_for = match fields.text("planned_for").as_str() {
        "" => None,
        year => Some(year.parse().map_err(|_| Wrong::field("planned_for", texts.number))?),
    };
    let hours = Hours { hundredths: hundredths("hours")? };
    Ok(Proposal {
        kind,
        saving: Saving { hours, outsourced_vnd: money("outsourced")? },
        reason_vi: fields.text("reason"),
        legal_change_vi: fields.text("legal_change"),
        planned_for,
    })
}

fn draw(
    page: Page,
    view: &ReviewView,
    (plan, procedure, number): (&str, &str, Option<u32>),
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.proposal);
    let url = review_url(plan, procedure);
    let stored = number.and_then(|number| view.review.proposals.get(&number)).map(|record| &record.proposal);
    let fields = fields(m, tried, stored);
    let title = number.map_or_else(|| t.new.to_owned(), |number| fill(t.heading, &[("number", &number)]));
    let name = number.map_or_else(|| NEW.to_owned(), |number| number.to_string());
    let shown = View {
        crumbs: below(m, plan, procedure, &title),
        errors: Errors::of(m, &fields),
        token: page.token(),
        version: view.review.version,
        title,
        url: format!("{url}/phuong-an/{name}"),
        drop: number.map(|number| format!("{url}/viec/bo-{number}")),
        back: url,
        refusal: tried.wrong.refusal.clone(),
        fields,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

fn fields(m: &'static Messages, tried: &Tried, stored: Option<&Proposal>) -> Vec<Field> {
    let t = &m.review.proposal;
    let c = &m.review.cost;
    let mut other = String::new();
    let mut what = String::new();
    let (mut days, mut fee) = (String::new(), String::new());
    match stored.map(|proposal| &proposal.kind) {
        Some(ProposalKind::Merge { into: code } | ProposalKind::Replace { by: code }) => other.clone_from(code),
        Some(ProposalKind::DropPaper { paper_vi: text } | ProposalKind::DropStep { step_vi: text }) => {
            what.clone_from(text);
        }
        Some(ProposalKind::Shorten { days_hundredths }) => days = typed_hundredths(*days_hundredths),
        Some(ProposalKind::LowerFee { by_vnd }) => fee = typed_money(*by_vnd),
        Some(ProposalKind::Repeal | ProposalKind::GoOnline) | None => (),
    }
    let saving = stored.map(|proposal| proposal.saving).unwrap_or_default();
    let year = stored.and_then(|proposal| proposal.planned_for).map(|year| year.to_string()).unwrap_or_default();
    let kinds = KINDS.map(|name| FormChoice::new(name, sentences::proposal_kind(m, name)));
    let line = |name: &str, label: &str, stored: &str| tried.line(m, FORM, (name, label), stored);
    let text = |of: fn(&Proposal) -> &str| stored.map(of).unwrap_or_default();
    vec![
        line("kind", t.kind, stored.map_or("", |proposal| proposal.kind.name())).kind(Control::Choice(kinds.into())),
        line("other", t.other, &other).optional().short(),
        line("what", t.what, &what).optional(),
        line("days", t.days, &days).optional().short().hint(c.hours_hint),
        line("fee", t.fee, &fee).optional().short().digits(),
        line("hours", t.hours, &typed_hundredths(saving.hours.hundredths)).optional().short().hint(c.hours_hint),
        line("outsourced", t.outsourced, &typed_money(saving.outsourced_vnd)).optional().short().digits(),
        line("reason", t.reason, text(|proposal| &proposal.reason_vi)).kind(Control::Area),
        line("legal_change", t.legal_change, text(|proposal| &proposal.legal_change_vi)).kind(Control::Area),
        line("planned_for", t.planned_for, &year).optional().short().digits(),
    ]
}
