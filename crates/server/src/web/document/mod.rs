//! Administrative documents on pages: what came, its registration, its way through the agency, its register.

mod act;
mod book;
mod enter;
mod file;
mod list;
mod outgoing;
mod show;

pub(super) use list::waiting_link;
pub(super) use outgoing::waiting_link as outgoing_waiting_link;

use super::review::tried::Wrong;
use super::upload;
use super::{Problem, format};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use app::document::DueBy;
use app::{ActError, FieldProblemKind};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::document::Refusal;
use domain::exchange::Refusal as Exchanged;
use jiff::civil::Date;

/// Address of the list.
const LIST: &str = "/can-bo/van-ban-den";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/van-ban-den", get(list::show))
        .route("/can-bo/van-ban-den/so", get(book::show))
        .route("/can-bo/van-ban-den/{id}", get(show::show))
        .route("/can-bo/van-ban-den/{id}/viec/{action}", post(act::submit))
        .merge(outgoing::router())
}

/// Files go in and out here, which may take longer than a page.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/van-ban-den/moi", get(enter::show).post(enter::submit))
        .route("/can-bo/van-ban-den/{id}/tep/{sha256}", get(file::show))
        .route("/can-bo/van-ban-den/{id}/tep/{sha256}/chu-ky", get(file::signatures))
        .layer(DefaultBodyLimit::max(upload::REQUEST_BYTES_MAX))
        .merge(outgoing::upload_router())
}

/// Address of an incoming document.
fn url_of(id: &str) -> String {
    format!("{LIST}/{id}")
}

/// What an act answered, beside its field where it is about one; other problems have pages of their own.
fn wrong_of(m: &Messages, error: ActError) -> Result<Wrong, Problem> {
    match error {
        ActError::Document(refusal) => {
            let sentence = sentences::document_refusal(m, &refusal);
            Ok(match place(&refusal) {
                Some(name) => Wrong::field(name, &sentence),
                None => Wrong { refusal: Some(sentence), field: None },
            })
        }
        ActError::Exchange(refusal) => {
            let sentence = sentences::exchange_refusal(m, refusal);
            Ok(match refusal {
                Exchanged::ReasonMissing | Exchanged::ReasonTooLong => Wrong::field("reason", &sentence),
                Exchanged::NotInStage(_) | Exchanged::AskOpen | Exchanged::NothingAsked => {
                    Wrong { refusal: Some(sentence), field: None }
                }
            })
        }
        ActError::Invalid(fields) => match fields.first() {
            Some(first)
                if first.field == "how" || first.field == "file" && first.kind == FieldProblemKind::Malformed =>
            {
                Ok(Wrong::field("how", m.outgoing.action.not_signable))
            }
            Some(first) if first.field == "due" => Ok(Wrong::field("due", m.document.refusal.due_form)),
            Some(first) => Ok(Wrong::field(&first.field, m.document.refusal.unknown)),
            None => Err(Problem::Invalid),
        },
        other => Err(other.into()),
    }
}

/// The field that a refusal is about.
const fn place(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::StateSecret { .. } => Some("secrecy"),
        Refusal::TextMissing(field) | Refusal::Entries(field) | Refusal::Abbreviation { field } => Some(field),
        Refusal::OtherKind => Some("by"),
        Refusal::DueOver { .. } | Refusal::NotAWorkingDay => Some("due"),
        Refusal::Duplicate { .. } => Some("symbol"),
        Refusal::IncomingStage(_)
        | Refusal::OutgoingStage(_)
        | Refusal::TextTooLong(_)
        | Refusal::CheckFailed
        | Refusal::NoNumber
        | Refusal::OldVersion { .. }
        | Refusal::PenTaken
        | Refusal::Unchecked { .. }
        | Refusal::NoPost { .. }
        | Refusal::NoHead { .. }
        | Refusal::WrongCapacity { .. }
        | Refusal::NotAuthorised { .. }
        | Refusal::BeforeSigning { .. } => None,
    }
}

/// A day that may be left out; what cannot be read is a fault of its field.
fn day_or_none(m: &Messages, name: &str, text: &str) -> Result<Option<Date>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    format::read_day(text).map(Some).ok_or_else(|| Wrong::field(name, m.common.field.bad_date))
}

/// By when: so many working days, or a day.
fn due_by(m: &Messages, text: &str) -> Result<Option<DueBy>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    let days = text.parse().ok().map(DueBy::Working);
    let due = days.or_else(|| format::read_day(text).map(DueBy::Day));
    due.map(Some).ok_or_else(|| Wrong::field("due", m.document.refusal.due_form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VI;
    use jiff::civil::date;

    #[test]
    fn deadlines_are_read_as_days_or_as_a_day() {
        let read = |text: &str| due_by(&VI, text).ok();
        assert_eq!(read(""), Some(None));
        assert_eq!(read("5"), Some(Some(DueBy::Working(5))));
        assert_eq!(read("15/12/2026"), Some(Some(DueBy::Day(date(2026, 12, 15)))));
        assert_eq!(read("mai"), None);
        assert_eq!(read("-3"), None);
    }
}
