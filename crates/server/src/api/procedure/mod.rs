//! The catalogue of administrative procedures.

mod full;
mod row;

pub(super) use full::{__path_show, show};
pub(super) use row::{__path_list, list};
