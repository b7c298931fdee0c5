//! Digital signatures on PDFs, XML documents and short messages: made with a key in a file, on a token or elsewhere, and
//! checked from the bytes alone.
//!
//! [`sign_pdf`] adds a signature of level `PAdES` B-B, or B-T where a [`TimeStamper`] is given, behind the bytes that are
//! there and leaves those untouched, so that earlier signatures stay sound. [`inspect_pdf`] finds every signature of a
//! PDF and says what holds: whether the signed bytes are intact, whose certificate it is, how far it can be trusted.
//!
//! Nothing here reads a clock; time comes from outside. No revocation list is asked: see `docs/signatures.md`.

mod algorithm;
mod appearance;
mod certificate;
mod chain;
mod container;
#[cfg(feature = "demo")]
mod demo;
mod find;
mod inspect;
mod message;
mod note;
mod outline;
mod pdf;
mod picture;
mod sign;
mod signer;
mod stamp;
mod syntax;
mod tlv;
#[cfg(feature = "pkcs11")]
mod token;
mod update;
mod xml;

pub use algorithm::{Algorithm, AlgorithmFault};
pub use appearance::{AppearanceFault, Look, VisibleBox};
pub use certificate::{CertificateFacts, CertificateFault};
pub use chain::{ChainFault, TrustAnchors};
pub use container::ContainerFault;
#[cfg(feature = "demo")]
pub use demo::{DEMO_MARK, DemoFault, DemoIdentity, DemoKeys, demo_authority, demo_certificate, demo_identity};
pub use inspect::{
    Claims, Coverage, InspectFault, SignatureFault, SignatureFound, StampFound, StampVerdict, TimeSource, Trust,
    inspect_pdf,
};
pub use message::{algorithm_of, certificate_facts, check_message, sign_message};
pub use note::Note;
pub use picture::Picture;
pub use sign::{LAST_PAGE, SignFault, SignatureRequest, can_be_signed, sign_pdf};
pub use signer::{FileSigner, Signer, SignerFault, certificates_in};
pub use stamp::{StampFault, TimeStamp, TimeStamper, read_stamp_answer, stamp_request};
#[cfg(feature = "pkcs11")]
pub use token::{TokenKey, TokenSigner};
pub use xml::{XmlBroken, XmlFault, XmlSignFault, XmlSignature, check_xml, sign_xml};

/// Largest PDF that is signed or inspected, in bytes.
pub const MAX_PDF: usize = 128 * 1024 * 1024;
/// Most signatures looked at in one PDF.
pub const MAX_SIGNATURES: usize = 64;
/// Largest container of a signature, in bytes.
pub const MAX_CONTAINER: usize = 256 * 1024;
