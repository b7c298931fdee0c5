//! Scoring rounds on pages: setting up, sheets of units, appraisal, explanation, results; and what everybody can read.

mod act;
mod file;
mod item;
mod item_act;
mod item_form;
mod list;
mod open;
mod open_sheet;
mod result;
mod setup;
mod sheet;
mod sheet_act;
mod show;
mod table;

pub(super) use list::waiting_link;

use super::components::Crumbs;
use super::review::tried::Wrong;
use super::{Problem, upload};
use crate::messages::{Lang, Messages};
use crate::sentences;
use crate::state::AppState;
use app::ActError;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::round::Refusal;
use domain::scorecard::{Criterion, Scorecard};

/// Address of the list.
const LIST: &str = "/can-bo/cham-diem";
/// Address of what everybody can read.
const OPEN: &str = "/cham-diem";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/cham-diem", get(list::show))
        .route("/can-bo/cham-diem/moi", get(setup::new).post(setup::create))
        .route("/can-bo/cham-diem/{id}", get(show::show))
        .route("/can-bo/cham-diem/{id}/cau-hinh", get(setup::edit).post(setup::change))
        .route("/can-bo/cham-diem/{id}/viec/{action}", post(act::submit))
        .route("/can-bo/cham-diem/{id}/{unit}", get(sheet::show))
        .route("/can-bo/cham-diem/{id}/{unit}/viec/{action}", post(sheet_act::submit))
        .route("/cham-diem", get(open::list))
        .route("/cham-diem/{id}", get(open::show))
        .route("/cham-diem/{id}/ket-qua.csv", get(table::csv))
        .route("/cham-diem/{id}/{unit}", get(open_sheet::show))
}

/// Files go in and out here, which may take longer than a page.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/cham-diem/{id}/{unit}/muc/{item}", get(item::show).post(item_act::submit))
        .route("/can-bo/cham-diem/{id}/{unit}/tep/{sha256}", get(file::show))
        .route("/cham-diem/{id}/{unit}/tep/{sha256}", get(file::open))
        .layer(DefaultBodyLimit::max(upload::REQUEST_BYTES_MAX))
}

/// Address of a round.
fn round_url(id: &str) -> String {
    format!("{LIST}/{id}")
}

/// Address of a unit's sheet.
fn sheet_url(id: &str, unit: &str) -> String {
    format!("{LIST}/{id}/{unit}")
}

/// Where a page of a round stands.
fn crumbs(m: &'static Messages, above: &[(String, String)], here: &str) -> Crumbs {
    let list = (LIST.to_owned(), m.round.list.title.to_owned());
    Crumbs::new(m, std::iter::once(list).chain(above.iter().cloned()).collect(), here)
}

/// The name of a criterion in the reader's language.
fn criterion_name(m: &'static Messages, criterion: &Criterion) -> String {
    in_language(m, &criterion.name_vi, criterion.name_en.as_deref())
}

/// The name of a card in the reader's language.
fn card_name(m: &'static Messages, card: &Scorecard) -> String {
    in_language(m, &card.name_vi, card.name_en.as_deref())
}

fn in_language(m: &'static Messages, vi: &str, en: Option<&str>) -> String {
    let is_english = std::ptr::eq(m, Lang::En.messages());
    en.filter(|_| is_english).unwrap_or(vi).to_owned()
}

/// What an act answered, beside its field where it is about one; other problems have pages of their own.
fn wrong_of(m: &Messages, error: ActError) -> Result<Wrong, Problem> {
    match error {
        ActError::Round(refusal) => {
            let sentence = sentences::round_refusal(m, &refusal);
            Ok(match place(&refusal) {
                Some(name) => Wrong::field(name, &sentence),
                None => Wrong { refusal: Some(sentence), field: None },
            })
        }
        ActError::Invalid(fields) => match fields.first() {
            Some(first) if first.field == "file" => Ok(Wrong::field("file", m.round.refusal.file)),
            Some(first) => Ok(Wrong::field(&first.field, m.round.refusal.unknown)),
            None => Err(Problem::Invalid),
        },
        other => Err(other.into()),
    }
}

/// The field that a refusal is about.
const fn place(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::TextMissing(field) => Some(field),
        Refusal::YearOutOfRange => Some("year"),
        Refusal::DaysOutOfRange => Some("days_self"),
        Refusal::NoUnits | Refusal::UnitTwice(_) => Some("codes"),
        Refusal::Unfit(_) => Some("card"),
        Refusal::DayToCome { .. } => Some("date"),
        Refusal::NotPoints | Refusal::PointsOutOfRange { .. } => Some("points"),
        Refusal::OverNeedsReason => Some("over_reason"),
        Refusal::DifferenceNeedsReason => Some("reason"),
        Refusal::NotInState(_)
        | Refusal::PhaseOver { .. }
        | Refusal::PhaseRuns { .. }
        | Refusal::NoCalendar
        | Refusal::OwnWork
        | Refusal::NoSuchUnit
        | Refusal::NoSuchItem
        | Refusal::TooMany(_)
        | Refusal::TextTooLong(_)
        | Refusal::Value { .. }
        | Refusal::Incomplete(_)
        | Refusal::HandedIn
        | Refusal::NotHandedIn
        | Refusal::AskedAlready
        | Refusal::NotAsked
        | Refusal::NothingAsked
        | Refusal::FromSurvey
        | Refusal::NoSurvey
        | Refusal::ItemsOpen(_) => None,
    }
}
