//! Papers: those that a register holds, that no text asks for, that are not named, and how many there are.

use super::text::{cited_texts, words};
use super::{FindingKind, Found, Linter, Place, RegisterName};
use crate::procedure::{Component, LegalBasis, Procedure, SubmitMode};

impl Linter<'_> {
    pub(super) fn papers(&self, procedure: &Procedure, found: &mut Found<'_>) {
        let papers = &procedure.components;
        if procedure.legal_basis.is_empty() && !papers.is_empty() {
            found.add(Place::Papers, FindingKind::PaperWithoutBasis { count: papers.len() });
        }
        for paper in papers {
            self.paper(paper, procedure, found);
        }
    }

    /// How many there are, also where the papers themselves are not on record.
    pub(super) fn count_papers(&self, procedure: &Procedure, found: &mut Found<'_>) {
        let count = usize::try_from(procedure.component_count).unwrap_or(usize::MAX).max(procedure.components.len());
        if let Some(most) = self.rules.max_papers.and_then(|most| usize::try_from(most).ok())
            && count > most
        {
            found.add(Place::Papers, FindingKind::TooManyPapers { count, most });
        }
    }

    fn paper(&self, paper: &Component, procedure: &Procedure, found: &mut Found<'_>) {
        let place = || Place::Paper { id: paper.id.clone() };
        let name = words(&paper.name_vi);
        if let Some(register) = self.holder(paper, &name) {
            found.add(place(), FindingKind::PaperHeld { register, name_vi: paper.name_vi.clone() });
        }
        if !procedure.legal_basis.is_empty() {
            for number in cited_texts(&paper.name_vi) {
                if !is_listed(&number, procedure) {
                    found.add(place(), FindingKind::PaperCitesUnlistedText { number });
                }
            }
        }
        let mut open_ended = self.open_ended.found_in(&name);
        open_ended.sort_unstable();
        open_ended.dedup();
        for words_vi in open_ended.into_iter().filter_map(|position| self.rules.open_ended_phrases_vi.get(position)) {
            found.add(place(), FindingKind::PaperOpenEnded { words_vi: words_vi.clone() });
        }
        let (originals, copies) = (paper.originals.unwrap_or(0), paper.copies.unwrap_or(0));
        if originals > 0 && copies > 0 && !self.allowed_with_copy.stand_in(&name) {
            found.add(place(), FindingKind::PaperOriginalAndCopy { originals, copies });
        }
    }

    /// The connected register that holds the paper.
    ///
    /// A paper whose record has a rule for when it is needed, or whose name says that it is wanted only where no
    /// register has it, is not held; nor is one that is only shown, unless the record itself says who holds it.
    fn holder(&self, paper: &Component, name: &[String]) -> Option<RegisterName> {
        if paper.needed_when.is_some() {
            return None;
        }
        if let Some(code) = &paper.held_by {
            return match self.rules.register(code) {
                Some(register) => register.connected.then(|| register.named()),
                None => Some(RegisterName { code: code.clone(), name_vi: code.clone(), name_en: None }),
            };
        }
        if paper.submit_mode == SubmitMode::Present || self.exempt.stand_in(name) {
            return None;
        }
        let name = self.without_openings(name);
        let mut registers = self.rules.registers.iter().zip(&self.held_papers);
        let holds = registers.find(|(register, papers)| register.connected && papers.beginning(name).is_some());
        holds.map(|(register, _)| register.named())
    }

    /// The name of the paper itself: `Bản sao Giấy khai sinh` is `giấy khai sinh`.
    fn without_openings<'w>(&self, name: &'w [String]) -> &'w [String] {
        let mut rest = name;
        while let Some((_, length)) = self.openings.beginning(rest) {
            rest = rest.get(length..).unwrap_or_default();
        }
        rest
    }
}

/// Whether the legal basis names the text. A word that was printed without a blank after the number does not matter.
fn is_listed(number: &str, procedure: &Procedure) -> bool {
    let names = |text: &str| cited_texts(text).iter().any(|listed| number.starts_with(listed));
    let basis = |basis: &LegalBasis| names(&basis.number) || basis.title_vi.as_deref().is_some_and(names);
    procedure.legal_basis.iter().any(basis)
}
