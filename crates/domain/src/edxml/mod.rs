//! The national exchange envelope of electronic documents (edXML, QCVN 102:2016/BTTTT with SĐ1:2022), read and written.
//!
//! [`Reader`] takes whatever real systems send, names every [`Deviation`], and gives the message first and then the
//! content of each attachment in pieces, so that a file is never held whole. [`Writer`] writes only what the standard
//! has and refuses the rest. Between them a message keeps everything that matters: what was written is read back equal.
//! What cannot be taken is a [`Fault`] with its place.
//!
//! The text of the standard was not at hand: elements and their number follow messages of the exchange kit of the
//! Government Office. How the two sides speak with one another stands in [`crate::exchange`]. Whose the signature in the
//! header is, is not asked here. Law: Decision 28/2018/QĐ-TTg; Circulars 10/2016/TT-BTTTT and 01/2022/TT-BTTTT.

mod attachments;
mod base64;
mod bounded;
mod business;
mod check;
mod document_id;
mod fault;
mod grove;
mod header;
mod message;
mod pull;
mod read;
mod read_signature;
mod reader;
mod status;
mod take;
mod value;
mod whole;
mod write;
mod writer;

pub use business::{Business, Change, ReceiverChange, Replacement};
pub use check::Unfit;
pub use document_id::{DocumentId, OrganId};
pub use fault::{Deviation, DeviationKind, Fault, FaultKind};
pub use header::{
    Code, DocumentType, Header, Organ, OtherInfo, Priority, Promulgation, Response, Signer, Staff, Steering, Trace,
};
pub use message::{Attachment, Envelope, Message, Signature};
pub use reader::{Limits, Part, Reader};
pub use status::{Status, StatusCode};
pub use whole::{Whole, read_whole};
pub use writer::{WriteError, Writer, write_whole};

/// The namespace of the standard; another is refused.
pub const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
/// The namespace of XML signatures.
const SIGNATURES: &str = "http://www.w3.org/2000/09/xmldsig#";

#[cfg(test)]
mod tests;
