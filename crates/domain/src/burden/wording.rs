//! Words that a reader of twelve does not know, wherever an applicant reads them.

use super::text::{Phrases, words};
use super::{FindingKind, Found, HardWord, Linter, Place};
use crate::eform::Form;
use crate::procedure::Procedure;

/// The hard words that stand in a text, each once, in the order of the list; the longest counts where two overlap.
#[must_use]
pub fn hard_words_in<'a>(hard_words: &'a [HardWord], text: &str) -> Vec<&'a HardWord> {
    let phrases: Phrases = hard_words.iter().map(|word| word.word_vi.as_str()).collect();
    let mut positions = phrases.found_in(&words(text));
    positions.sort_unstable();
    positions.dedup();
    positions.into_iter().filter_map(|position| hard_words.get(position)).collect()
}

impl Linter<'_> {
    pub(super) fn wording(&self, procedure: &Procedure, form: Option<&Form>, found: &mut Found<'_>) {
        self.read(&Place::Name, &[&procedure.name_vi], found);
        self.read(&Place::Summary, &[procedure.summary_vi.as_deref().unwrap_or_default()], found);
        self.read(&Place::Conditions, &[procedure.conditions_vi.as_deref().unwrap_or_default()], found);
        for paper in &procedure.components {
            let case = paper.case_vi.as_deref().unwrap_or_default();
            self.read(&Place::Paper { id: paper.id.clone() }, &[&paper.name_vi, case], found);
        }
        for (index, money) in procedure.money.iter().enumerate() {
            let condition = money.condition_vi.as_deref().unwrap_or_default();
            self.read(&Place::Fee { index }, &[&money.name_vi, condition], found);
        }
        for (index, result) in procedure.results_vi.iter().enumerate() {
            self.read(&Place::Result { index }, &[result], found);
        }
        if let Some(form) = form {
            self.read_form(form, found);
        }
    }

    fn read_form(&self, form: &Form, found: &mut Found<'_>) {
        self.read(&Place::Form, &[&form.title_vi], found);
        for section in &form.sections {
            let note = section.note_vi.as_deref().unwrap_or_default();
            self.read(&Place::Section { id: section.id.clone() }, &[&section.title_vi, note], found);
            for field in &section.fields {
                let hint = field.hint_vi.as_deref().unwrap_or_default();
                self.read(&Place::Field { id: field.id.clone() }, &[&field.label_vi, hint], found);
            }
        }
    }

    /// Each word once for a place, in the order of the rules.
    fn read(&self, place: &Place, texts: &[&str], found: &mut Found<'_>) {
        let mut positions: Vec<usize> = texts.iter().flat_map(|text| self.hard_words.found_in(&words(text))).collect();
        positions.sort_unstable();
        positions.dedup();
        for word in positions.into_iter().filter_map(|position| self.rules.hard_words.get(position)) {
            let kind = FindingKind::HardWord { word_vi: word.word_vi.clone(), plain_vi: word.plain_vi.clone() };
            found.add(place.clone(), kind);
        }
    }
}
