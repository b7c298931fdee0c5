//! The acts: note an absence, end it, delegate, revoke.

use super::forms::Tried;
use super::{URL, show};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format};
use app::ActError;
use app::absence::{NewAbsence, NewDelegation};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{AbsenceReason, AwayRefusal, Person, Role, WorkKind};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A field and the sentence about it; no field for the form as a whole.
type Wrong = (Option<String>, String);

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(action): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    // Whoever has no such page has no such acts either.
    state.app.away_view(&person, None).await?;
    let done = match action.as_str() {
        "bao" => note(page.m, &state, &person, &fields).await,
        "uy-quyen" => delegate(page.m, &state, &person, &fields).await,
        "ket-thuc" => state.app.end_absence(&person, &fields.text("id")).await.map(drop).map_err(Into::into),
        "thu-hoi" => state.app.revoke_delegation(&person, &fields.text("id")).await.map(drop).map_err(Into::into),
        _ => return Err(Problem::NotFound),
    };
    let unit = fields.text("unit");
    match done {
        Ok(()) => {
            let unit = if unit.is_empty() { unit } else { format!("?unit={}", format::query_escaped(&unit)) };
            Ok(done_at(&state, &format!("{URL}{unit}")))
        }
        Err(Failed::Problem(problem)) => Err(problem),
        Err(Failed::Wrong((field, sentence))) => {
            let tried = Tried { form: action, fields, field, sentence };
            show::page_of(page, &state, &show::Asked { unit, ..show::Asked::default() }, &tried).await
        }
    }
}

/// Why a form was not done: said on the page again, or a page of its own.
enum Failed {
    Wrong(Wrong),
    Problem(Problem),
}

impl From<ActError> for Failed {
    fn from(error: ActError) -> Self {
        Self::Problem(error.into())
    }
}

async fn note(m: &Messages, state: &AppState, person: &Person, fields: &Fields) -> Result<(), Failed> {
    let who = fields.text("person");
    let new = match days(m, fields) {
        Ok((from, to)) => {
            let who = if who.is_empty() { person.id.clone() } else { who };
            let reason = AbsenceReason::from_name(&fields.text("kind")).unwrap_or(AbsenceReason::Other);
            NewAbsence { person: who, from, to, reason }
        }
        Err(wrong) => return Err(Failed::Wrong(wrong)),
    };
    told(m, state.app.note_absence(person, new).await.map(drop))
}

async fn delegate(m: &Messages, state: &AppState, person: &Person, fields: &Fields) -> Result<(), Failed> {
    let (from, to) = match days(m, fields) {
        Ok(days) => days,
        Err(wrong) => return Err(Failed::Wrong(wrong)),
    };
    let role = Role::from_name(&fields.text("role")).ok_or(Failed::Problem(Problem::Invalid))?;
    let typed = fields.text("procedures");
    let codes = typed.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    let codes: BTreeSet<String> = codes.filter(|code| !code.is_empty()).map(str::to_owned).collect();
    // What holds a comma and no code is no wish for everything.
    let procedures = (!typed.trim().is_empty()).then_some(codes);
    let (receiver, unit, reason) = (fields.text("receiver"), fields.text("unit"), fields.text("reason"));
    let works: BTreeSet<WorkKind> = fields.all("works").filter_map(WorkKind::from_name).collect();
    let works = (!works.is_empty()).then_some(works);
    let new = NewDelegation { receiver, role, unit, from, to, procedures, works, reason };
    told(m, state.app.delegate(person, new).await.map(drop))
}

fn days(m: &Messages, fields: &Fields) -> Result<(Date, Date), Wrong> {
    let day = |name: &str| {
        format::read_day(&fields.text(name)).ok_or_else(|| (Some(name.to_owned()), m.common.field.bad_date.to_owned()))
    };
    Ok((day("from")?, day("to")?))
}

fn told(m: &Messages, done: Result<(), ActError>) -> Result<(), Failed> {
    match done {
        Err(ActError::Away(refusal)) => {
            Err(Failed::Wrong((place(refusal).map(str::to_owned), sentences::away_refusal(m, refusal))))
        }
        Err(ActError::Invalid(problems)) => {
            let field = problems.into_iter().next().map(|problem| problem.field);
            Err(Failed::Wrong((field, m.absence.refusal.unknown.to_owned())))
        }
        Err(other) => Err(other.into()),
        Ok(()) => Ok(()),
    }
}

/// The field that a refusal is about.
const fn place(refusal: AwayRefusal) -> Option<&'static str> {
    match refusal {
        AwayRefusal::EndsBeforeItBegins | AwayRefusal::TooLong => Some("to"),
        AwayRefusal::Past => Some("from"),
        AwayRefusal::NotHeld | AwayRefusal::GivenOn | AwayRefusal::NeverGiven => Some("role"),
        AwayRefusal::ToOneself | AwayRefusal::NotOfUnit | AwayRefusal::NotDeputy => Some("receiver"),
        AwayRefusal::EmptyScope | AwayRefusal::TooManyProcedures(_) => Some("procedures"),
        AwayRefusal::NoWork => Some("works"),
        AwayRefusal::NoReason | AwayRefusal::ReasonTooLong(_) => Some("reason"),
        AwayRefusal::Over => None,
    }
}
