//! Figures that open to their records: kept up by a follower, answered from sums, published, and reckoned again.
//!
//! The streams in the journal are `figure/{id}`, one for each published value.

mod board;
mod follow;
mod list;
mod publish;
mod recheck;
mod value;
mod verify;

pub use board::{FigureBoard, FigureLine, FigureQuery, UnitPart};
pub use list::{ListQuery, ListedRecord, RecordPage};
pub use publish::{NewPublication, PublicationPage};
pub use value::{FigureValue, figure_value};

pub(crate) use follow::{NAME, follow};
pub(crate) use verify::{marks_difference, publication_difference, sums_difference};

/// Name of a published value's stream.
fn figure_stream(id: &str) -> String {
    format!("figure/{id}")
}
