//! The application form (tờ khai, đơn) with its answers.

use super::{Desk, Made, Source};
use crate::messages::{VI, fill};
use crate::web::eform::{Paper as Sheet, Signed};
use crate::web::format;
use paper::Paper;

/// The form that the dossier answered.
pub(super) fn filled_form(desk: &Desk<'_>, source: &Source<'_>) -> Made {
    let (dossier, particulars) = (source.dossier, source.particulars?);
    let at = format::moment(&VI, dossier.submitted_at);
    let signed = Signed {
        name: particulars.applicant.name.clone(),
        on: Some(dossier.submitted_at.date()),
        origin: fill(VI.public.paper.dossier, &[("code", &dossier.code), ("at", &at)]),
    };
    let sheet = Sheet::of(&desk.catalogue.form_of_dossier(dossier), &particulars.form, signed);
    let place = desk.offices().place(&dossier.receiving_unit);
    let form = sheet.into_filled_form(Some(desk.dossier(dossier)), place, dossier.submitted_at.date());
    Some((Paper::FilledForm(form), dossier.submitted_at))
}
