//! Work files on pages: the list of the year, files opened from it or outside it, what lies in them, the archive and the end.

mod act;
mod filing;
mod list;
mod open;
mod show;
mod year;

pub(super) use filing::Filing;
pub(super) use list::waiting_link;

use super::review::tried::Wrong;
use super::signed_form::Fields;
use super::{Problem, format};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use app::ActError;
use axum::Router;
use axum::routing::{get, post};
use domain::work_file::{Retention, WorkFileRefusal};
use jiff::civil::Date;

/// Address of the list.
const LIST: &str = "/can-bo/ho-so-cong-viec";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/ho-so-cong-viec", get(list::show))
        .route("/can-bo/ho-so-cong-viec/danh-muc", get(year::show))
        .route("/can-bo/ho-so-cong-viec/danh-muc/{action}", post(year::submit))
        .route("/can-bo/ho-so-cong-viec/moi", get(open::show).post(open::submit))
        .route("/can-bo/ho-so-cong-viec/dua-vao", post(filing::submit))
        .route("/can-bo/ho-so-cong-viec/{id}", get(show::show))
        .route("/can-bo/ho-so-cong-viec/{id}/viec/{action}", post(act::submit))
}

/// Address of a file.
fn url_of(id: &str) -> String {
    format!("{LIST}/{id}")
}

/// What an act answered, beside its field where it is about one; other problems have pages of their own.
fn wrong_of(m: &Messages, error: ActError) -> Result<Wrong, Problem> {
    match error {
        ActError::WorkFile(refusal) => {
            let sentence = sentences::work_file_refusal(m, &refusal);
            Ok(match place(&refusal) {
                Some(name) => Wrong::field(name, &sentence),
                None => Wrong { refusal: Some(sentence), field: None },
            })
        }
        ActError::Invalid(fields) => match fields.first() {
            Some(first) => Ok(Wrong::field(&first.field, m.work_file.refusal.unknown)),
            None => Err(Problem::Invalid),
        },
        other => Err(other.into()),
    }
}

/// The field that a refusal is about.
const fn place(refusal: &WorkFileRefusal) -> Option<&'static str> {
    match refusal {
        WorkFileRefusal::TextMissing(field) | WorkFileRefusal::TextTooLong { field, .. } => Some(field),
        WorkFileRefusal::Period => Some("period"),
        WorkFileRefusal::AlreadyIn | WorkFileRefusal::NotIn => Some("piece"),
        WorkFileRefusal::SymbolTaken | WorkFileRefusal::NoEntry => Some("symbol"),
        WorkFileRefusal::Day { .. } => Some("day"),
        WorkFileRefusal::Stage(_)
        | WorkFileRefusal::Full(_)
        | WorkFileRefusal::Empty
        | WorkFileRefusal::NotArchived
        | WorkFileRefusal::StillKept { .. }
        | WorkFileRefusal::KeptForEver
        | WorkFileRefusal::ListApproved
        | WorkFileRefusal::ListNotApproved => None,
    }
}

/// A day that must be given.
fn day(m: &Messages, fields: &Fields) -> Result<Date, Wrong> {
    format::read_day(&fields.text("day")).ok_or_else(|| Wrong::field("day", m.common.field.bad_date))
}

/// A period as typed: years, 0 for ever.
fn period(m: &Messages, text: &str) -> Result<Retention, Wrong> {
    match text.parse::<u8>() {
        Ok(0) => Ok(Retention::Permanent),
        Ok(years) => Ok(Retention::Years(years)),
        Err(_) => Err(Wrong::field("period", m.work_file.refusal.number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VI;

    #[test]
    fn periods_are_read_as_years() {
        let read = |text: &str| period(&VI, text).ok();
        assert_eq!(read("0"), Some(Retention::Permanent));
        assert_eq!(read("10"), Some(Retention::Years(10)));
        assert_eq!(read("vĩnh viễn"), None);
        assert_eq!(read(""), None);
    }
}
