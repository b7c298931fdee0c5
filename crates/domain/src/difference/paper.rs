//! Differences of the papers.

use super::change::{Change, Shown};
use super::entry::{Entry, Facts, compare};
use super::place::{PaperFact, Place};
use super::procedure::list;
use super::word;
use crate::procedure::Component;

/// Adds the differences of two lists of papers.
///
/// Papers are known by their ids. Where on both sides each id only repeats the paper's number, as in files that give
/// none, the ids say nothing about which paper is which, and the papers are known by their names.
pub(super) fn between(before: &[Component], after: &[Component], changes: &mut Vec<Change>) {
    let by_name = before.iter().chain(after).all(|paper| paper.id == Component::id_of(paper.order));
    let papers = |components: &[Component]| -> Vec<Paper> {
        components.iter().map(|component| Paper { component: component.clone(), by_name }).collect()
    };
    let place = |paper: &Paper, _: usize, fact| Place::Paper { id: paper.component.id.clone(), fact };
    compare(&papers(before), &papers(after), &list(by_name, &place), changes);
}

#[derive(PartialEq)]
struct Paper {
    component: Component,
    by_name: bool,
}

impl Entry for Paper {
    type Fact = PaperFact;
    type Key = String;

    fn key(&self) -> String {
        if self.by_name { self.component.name_vi.clone() } else { self.component.id.clone() }
    }

    fn facts(&self) -> Facts<PaperFact> {
        let of = &self.component;
        vec![
            (PaperFact::Id, (!self.by_name).then(|| Shown::Text(of.id.clone()))),
            (PaperFact::Name, Some(Shown::Text(of.name_vi.clone()))),
            (PaperFact::FormNumber, Shown::text(of.form_no.as_ref())),
            (PaperFact::Originals, of.originals.map(|number| Shown::Count(number.into()))),
            (PaperFact::Copies, of.copies.map(|number| Shown::Count(number.into()))),
            (PaperFact::Required, Some(Shown::YesNo(of.required))),
            (PaperFact::RequiredInCase, Some(Shown::YesNo(of.required_in_case))),
            (PaperFact::SubmitMode, Some(Shown::Word(word::submit_mode(of.submit_mode)))),
            (PaperFact::Case, Shown::text(of.case_vi.as_ref())),
            (PaperFact::HeldBy, Shown::text(of.held_by.as_ref())),
            (PaperFact::NeededWhen, Shown::rule(of.needed_when.as_ref())),
            (PaperFact::KnownKind, Shown::text(of.known_kind.as_ref())),
            (PaperFact::KnownResults, Shown::texts(&of.known_results)),
            (PaperFact::KnownMonths, of.known_months.map(|number| Shown::Count(number.into()))),
            (PaperFact::FileKinds, Shown::words(&of.file_kinds, word::file_kind)),
            (PaperFact::MaxBytes, Some(Shown::Bytes(of.max_bytes))),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.component.name_vi.clone())
    }

    fn number(&self) -> Option<(PaperFact, u32)> {
        Some((PaperFact::Order, self.component.order))
    }
}
