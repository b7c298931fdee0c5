//! Administrative documents (văn bản hành chính) from arrival to answer, and from draft to issue.
//!
//! [`Incoming`] and [`Outgoing`] are the sums of their events: `decide` answers a command with an event or with a
//! [`Refusal`] that says why, `apply` is the only thing that changes them. Types, abbreviations and the form of numbers are
//! data with dates ([`DocumentTypes`]); numbers are counted by whoever keeps the counter, by the run that [`Run::of`] names.
//!
//! Law: Decree 30/2020/NĐ-CP, Articles 7–25 and Annexes I, III, IV, VI.

mod arrival;
mod authority;
mod incoming;
mod incoming_state;
mod kind;
mod mark;
mod number;
mod outgoing;
mod outgoing_event;
mod outgoing_state;
mod refusal;
mod text;
mod text_change;

pub use arrival::{Arrival, Attached, Instruction, Link, LinkKind, Source};
pub use authority::{Authorisation, Capacity, Post, Rank, SignatureBlock, sign_block};
pub use incoming::{IncomingCommand, IncomingContext, IncomingEvent, receive};
pub use incoming_state::{Incoming, IncomingStage};
pub use kind::{DocumentTypes, DocumentTypesFault, Kind};
pub use mark::{Circulation, Marks, SecretLevel, Urgency, secret_level};
pub use number::{Number, NumberRule, Run, full_symbol, notation};
pub use outgoing::{OutgoingCommand, OutgoingContext, draft};
pub use outgoing_event::{OutgoingEvent, SignedFile, Spot, Spots, Version};
pub use outgoing_state::{AfterIssue, Outgoing, OutgoingStage};
pub use refusal::{Refusal, ReplayError};
pub use text::{DocumentText, Part, TEXT_LINES_MAX};
pub use text_change::{Change, Piece, changes};

#[cfg(test)]
mod tests;
