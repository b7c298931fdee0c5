//! Two versions side by side.

use crate::messages::{Messages, fill};
use crate::sentences::{self, ChangeLine};
use domain::dataset::Content;
use domain::difference::{self, Place};

/// The differences in words; `for_applicants` leaves out what does not change anything for them.
pub(in crate::web) fn lines(m: &Messages, before: &Content, after: &Content, for_applicants: bool) -> Vec<ChangeLine> {
    difference::between(before, after)
        .iter()
        .filter(|change| !for_applicants || change.matters_to_applicant)
        .map(|change| {
            let mut line = sentences::change(m, change);
            // Codes tell applicants nothing: a question is named by what it asks, a paper by its name.
            if let Some(named) = for_applicants.then(|| named(m, &change.place, [after, before])).flatten() {
                line.place = named;
            }
            line
        })
        .collect()
}

/// A part of the form or a paper by its words, taken from the first version that has it.
fn named(m: &Messages, place: &Place, versions: [&Content; 2]) -> Option<String> {
    let t = &m.registry.place;
    let forms = || versions.iter().filter_map(|version| version.form.as_ref());
    match place {
        Place::FormField { id, .. } => {
            let mut fields = forms().flat_map(|form| &form.sections).flat_map(|section| &section.fields);
            let label = &fields.find(|field| field.id == *id)?.label_vi;
            Some(fill(t.question, &[("id", label)]))
        }
        Place::Section { id, .. } => {
            let title = &forms().flat_map(|form| &form.sections).find(|section| section.id == *id)?.title_vi;
            Some(fill(t.section, &[("id", title)]))
        }
        Place::Paper { id, .. } => {
            let paper = versions.iter().find_map(|version| version.procedure.component(id))?;
            Some(fill(t.paper, &[("id", &paper.name_vi)]))
        }
        Place::Procedure(_)
        | Place::Limit { .. }
        | Place::Fee { .. }
        | Place::Eligibility { .. }
        | Place::Step { .. }
        | Place::Workflow { .. }
        | Place::LegalBasis { .. }
        | Place::Form(_)
        | Place::CrossRule { .. }
        | Place::ValueList { .. } => None,
    }
}
