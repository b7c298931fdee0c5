//! Outgoing documents (văn bản đi): drafted, checked, signed, numbered, sealed, issued, and what comes after.

mod act;
mod arrive;
mod digital;
mod list;
mod row;
mod show;
mod sign;
mod start;

pub use act::{OutgoingAsk, OutgoingDone, OutgoingRequest};
pub use digital::{PaperToSign, SealToMake};
pub use list::{OutgoingList, OutgoingPage, RegisterOfIssued};
pub(crate) use row::{difference, stray};
pub use show::{OutgoingHistory, OutgoingView, is_typed};
pub use sign::Titles;
pub use start::{NewDraft, NewText};

use domain::document::{Circulation, Outgoing};
use store::Tx;

use crate::error::ActError;

/// A document that was begun here; none where there is none.
pub(crate) fn issued_document(tx: &mut Tx<'_>, id: &str) -> Result<Option<Outgoing>, ActError> {
    Ok(row::load(tx, id)?.map(|(document, _)| document))
}

/// Name of a document's stream.
fn stream(id: &str) -> String {
    format!("outgoing/{id}")
}

/// Who has the pen or wrote a version.
fn writers(document: &Outgoing) -> Vec<&str> {
    let versions = document.versions.iter().map(|version| version.by.as_str());
    let mut writers: Vec<&str> = document.pen.as_deref().into_iter().chain(versions).collect();
    writers.sort_unstable();
    writers.dedup();
    writers
}

/// Whether it may only be seen by those who have to do with it.
fn is_internal(document: &Outgoing) -> bool {
    document.marks.circulation == Some(Circulation::Internal)
}
