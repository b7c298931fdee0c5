//! Pieces that several pages share: form fields, error summary, stages, time left, breadcrumb, pager.

mod field;
mod pieces;

pub use field::{Control, Field, Option as FormChoice};
pub use pieces::{Crumbs, Errors, Pager, Stage, Stages, TimeLeft, Tone};
