//! Legal texts: how they stand on a day, their consolidated wording, what changed, and what cites them.

mod changes;
mod full;
mod list;

pub(super) use changes::{__path_changes, changes};
pub(super) use full::{__path_show, show};
pub(super) use list::{__path_list, list};

use super::form::day;
use super::problem::Problem;
use domain::time::Date;

/// The day in the query, else today.
fn as_of(text: Option<&str>, today: Date) -> Result<Date, Problem> {
    text.map_or(Ok(today), |text| day("as_of", text))
}
