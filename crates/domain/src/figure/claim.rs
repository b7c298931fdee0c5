//! Claims in texts against figures: what does not follow from the numbers beside it, and what would.

use crate::dataset::{Check, PublishedFigure, Recomputed};

/// One calculation of a claim, done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding<'f> {
    /// The claim.
    pub figure: &'f PublishedFigure,
    /// What it is reckoned from, and what was printed.
    pub check: &'f Check,
    /// What comes of it.
    pub done: Recomputed,
}

impl Finding<'_> {
    /// Whether what was printed does not follow from the numbers beside it.
    #[must_use]
    pub const fn contradicts(&self) -> bool {
        !self.done.agrees
    }
}

/// Every calculation of every claim, in the order of the data.
pub fn findings(figures: &[PublishedFigure]) -> impl Iterator<Item = Finding<'_>> {
    figures.iter().flat_map(|figure| {
        let done = |check| Check::recompute(check).map(|done| Finding { figure, check, done });
        figure.checks.iter().filter_map(done)
    })
}
