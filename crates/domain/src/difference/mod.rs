//! What differs between two versions of a procedure and its form, or between two catalogues.
//!
//! [`between`] lists every difference once, in the order in which pages show a procedure. Entries of lists are
//! recognised: by their ids (papers, sections, fields), by their names (fees, legal texts, steps), or, when only the
//! name changed, by everything else; so a move is a move, and not a removal and an addition. Two versions without a
//! difference are equal, and equal ones have none.

mod align;
mod catalogue;
mod change;
mod entry;
mod form;
mod paper;
mod place;
mod procedure;
mod word;

pub use catalogue::{CatalogueDifference, Changed, catalogue};
pub use change::{Change, ChangeKind, Shown};
pub use place::{
    EligibilityFact, FeeFact, FieldFact, FormFact, LegalBasisFact, LimitFact, LimitList, PaperFact, Place,
    ProcedureFact, SectionFact, StepFact, StepList, WorkflowFact,
};

use crate::dataset::Content;

/// Every difference of two versions.
#[must_use]
pub fn between(before: &Content, after: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    if before != after {
        procedure::between(&before.procedure, &after.procedure, &mut changes);
        form::between(before.form.as_ref(), after.form.as_ref(), &mut changes);
    }
    changes
}
