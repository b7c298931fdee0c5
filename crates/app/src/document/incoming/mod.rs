//! Incoming documents (văn bản đến): taking them in, passing them on, following them, the register.

mod act;
mod enter;
mod list;
mod print;
mod row;
mod show;

pub use act::{DueBy, IncomingAsk, IncomingDone, IncomingRequest};
pub(super) use enter::tie;
pub use enter::{NewArrival, Outcome};
pub(crate) use enter::{arrive, withdraw};
pub use list::{IncomingLine, IncomingList, IncomingPage, Waiting};
pub use print::{REGISTER_DOCUMENTS_MAX, RegisterLine, RegisterOfArrivals};
pub(crate) use row::{difference, load, names, stray};
pub use show::{ArrivalHistory, IncomingView};

use domain::access::ArrivalFacts;
use domain::document::{Circulation, Incoming};

/// Name of a document's stream.
fn stream(id: &str) -> String {
    format!("incoming/{id}")
}

/// What the decision about access needs to know.
pub(crate) fn facts(document: &Incoming) -> ArrivalFacts<'_> {
    let instruction = document.instruction.as_ref();
    ArrivalFacts {
        agency: &document.arrival.agency,
        submitted_to: document.submitted_to.as_deref(),
        lead: instruction.map(|instruction| instruction.lead.as_str()),
        coordinating: instruction.map_or(&[], |instruction| instruction.coordinating.as_slice()),
        named: instruction.and_then(|instruction| instruction.person.as_deref()),
        taker: document.taken.as_ref().map(|(by, _)| by.as_str()),
        is_internal: document.arrival.marks.circulation == Some(Circulation::Internal),
    }
}
