//! What may be published of a table of answers without telling what single people said.

/// A part of a table: answers of one unit, one field, one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its name.
    pub id: String,
    /// Answers in it.
    pub answers: u64,
}

/// Which cells of a table may be shown beside its total, in the order of `cells`.
///
/// A cell of fewer than `least` answers is withheld. What is withheld could be worked out from the total where it is one
/// cell, or too few answers together: then the smallest of the others is withheld too, until it cannot.
#[must_use]
pub fn published(cells: &[Cell], least: u64) -> Vec<bool> {
    let mut shown: Vec<bool> = cells.iter().map(|cell| cell.answers == 0 || cell.answers >= least).collect();
    loop {
        let withheld = cells.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(cell, _)| cell.answers);
        let (count, answers) = withheld
            .fold((0_u64, 0_u64), |(count, sum), answers| (count.saturating_add(1), sum.saturating_add(answers)));
        if count == 0 || (count > 1 && answers >= least) {
            return shown;
        }
        let others = cells.iter().zip(&mut shown).filter(|(cell, shown)| **shown && cell.answers > 0);
        match others.min_by(|(one, _), (other, _)| one.answers.cmp(&other.answers).then_with(|| one.id.cmp(&other.id)))
        {
            Some((_, shown)) => *shown = false,
            None => return shown,
        }
    }
}
