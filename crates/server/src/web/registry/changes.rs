//! Two versions side by side.

use crate::messages::Messages;
use crate::sentences::{self, ChangeLine};
use domain::dataset::Content;
use domain::difference;

/// The differences in words; `for_applicants` leaves out what does not change anything for them.
pub(in crate::web) fn lines(m: &Messages, before: &Content, after: &Content, for_applicants: bool) -> Vec<ChangeLine> {
    difference::between(before, after)
        .iter()
        .filter(|change| !for_applicants || change.matters_to_applicant)
        .map(|change| sentences::change(m, change))
        .collect()
}
