//! Official papers (giấy tờ, mẫu phiếu) as PDF/A: typed data and a template in, a file for the archive out.
//!
//! The data are plain structs of this crate, so that the acts map to them and nothing else has to know how paper is set.
//! The words of a paper stand in its template, `templates/*.typ`, and a province may put its own in place of each.
//! A template sees the fonts, the other templates and `data.json`; there is no other file, no package, no clock.
//!
//! ```no_run
//! # fn main() -> Result<(), paper::PaperError> {
//! use paper::{Circular, Engine, Kind, Options, Templates};
//!
//! let engine = Engine::new(&Templates::new(None)?)?;
//! let options = Options::new(Circular::Of2025, jiff::civil::date(2026, 11, 26).at(9, 30, 0, 0));
//! let pdf = engine.render(&paper::sample(Kind::Receipt)?, &options)?;
//! # Ok(())
//! # }
//! ```

mod barcode;
mod clean;
mod content;
mod document;
mod engine;
mod error;
mod fonts;
mod kind;
mod model;
mod money;
mod open_place;
mod qr;
mod samples;
mod templates;
mod world;

pub use content::{Answers, Block, CashReceipt, Decision, Extract, FeeLine, FilledForm, Section};
pub use document::{BoxedMark, Document, DocumentPart};
pub use engine::{Engine, Options};
pub use error::PaperError;
pub use fonts::{DAY_FONT, SIGNATURE_FONT};
pub use kind::{Circular, Kind};
pub use model::{
    Apology, Book, Component, ControlSheet, Copy, Dossier, Handover, Letterhead, Officer, Outcome, Paper, Person,
    Receipt, Refusal, Register, RegisterRow, SecondStage, Signer, SupplementRequest,
};
pub use open_place::{OpenPlace, OpenPlaces};
pub use samples::sample;
pub use templates::Templates;
