//! Legal texts of the province (văn bản quy phạm pháp luật): what holds on a day, and why.
//!
//! A [`Statute`] says what it holds and what it does to others; nothing else is written down. Whether it is in force, its
//! consolidated wording and the lists that the law asks for are worked out by a [`Library`] for any day. A text loses
//! force by its own term, by replacement, by repeal, or with the texts that it details when all of them fell. What a text
//! did on its day stays done when that text falls later; a suspension lasts only while the text that ordered it stands.
//!
//! Law: Law 80/2015/QH13, Articles 151–154; Decree 34/2016/NĐ-CP on review and systematisation. Law 64/2025/QH15 stands in
//! their place today; its own periods are data still to come (`data/documents/drafting_times.json`).

mod address;
mod akoma;
mod cited;
mod compare;
mod consolidate;
mod library;
mod lists;
mod status;
mod systematised;
mod text;
mod times;

pub use address::{Address, Label};
pub use akoma::akoma_ntoso;
pub use cited::{cited, is_symbol};
pub use compare::{PartChange, What, changed};
pub use consolidate::{Consolidated, Origin, PartState, Placed};
pub use library::{Cause, Fall, Library, LibraryFault};
pub use lists::{Broken, Cite, Expired, Extent};
pub use status::{Reason, Standing, Status};
pub use systematised::{SystemList, Systematised};
pub use text::{Action, Part, Relation, Statute, slug};
pub use times::{DraftingTime, DraftingTimes, TimeUnit};

#[cfg(test)]
mod tests;
