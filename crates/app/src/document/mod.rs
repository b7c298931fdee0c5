//! Administrative documents: what agencies receive, pass on and finish, and what they write, sign and issue.
//!
//! Each document has a stream of its own (`incoming/{id}`, `outgoing/{id}`). Reasons, instructions and results may name people: they are
//! sealed under a key that belongs to the document alone.

mod days;
mod incoming;
mod outgoing;
pub(crate) mod sealed;

pub(crate) use days::after_working;
pub use incoming::{
    ArrivalHistory, DueBy, IncomingAsk, IncomingDone, IncomingLine, IncomingList, IncomingPage, IncomingRequest,
    IncomingView, NewArrival, Outcome, REGISTER_DOCUMENTS_MAX, RegisterLine, RegisterOfArrivals, Waiting,
};
pub(crate) use incoming::{
    arrive, difference as incoming_difference, facts as arrival_facts, load as incoming_document, names,
    stray as stray_incoming, withdraw,
};
pub use outgoing::{
    NewDraft, NewText, OutgoingAsk, OutgoingDone, OutgoingHistory, OutgoingList, OutgoingPage, OutgoingRequest,
    OutgoingView, PaperToSign, RegisterOfIssued, SealToMake, Titles, is_typed,
};
pub(crate) use outgoing::{difference as outgoing_difference, issued_document, stray as stray_outgoing};
pub use store::outgoing::OutgoingRow;

use std::sync::LazyLock;

use domain::document::DocumentTypes;

use crate::App;
use crate::error::ActError;

/// Events of one stream that are read at most.
const EVENTS_MAX: i64 = 10_000;

/// The types of documents that ship with the product (Decree 30/2020/NĐ-CP, Article 7).
static TYPES: LazyLock<Option<DocumentTypes>> = LazyLock::new(|| {
    let parsed = DocumentTypes::parse(include_bytes!("../../../../data/documents/document_types.json"));
    parsed.inspect_err(|faults| tracing::error!(?faults, "the shipped types of documents cannot be read")).ok()
});

impl App {
    /// The types of administrative documents.
    pub fn document_types(&self) -> Result<&'static DocumentTypes, ActError> {
        TYPES.as_ref().ok_or_else(|| ActError::fault("there are no types of documents"))
    }
}
