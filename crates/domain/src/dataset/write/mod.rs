//! Writing records in the shape in which files are imported: what was read is written so that it reads the same.

mod form;
mod procedure;

pub use form::form;
pub use procedure::procedure;
