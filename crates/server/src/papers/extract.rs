//! The result as an extract (trích lục) of what was declared and decided, to be signed.

use super::{Desk, PaperFault, Source, person};
use crate::messages::{VI, fill};
use crate::state::AppState;
use crate::web::eform::Paper as Sheet;
use crate::web::eform::Signed;
use app::SignsAs;
use domain::dossier::Outcome;
use jiff::civil::DateTime;
use paper::{Circular, Extract, Options, Paper};

/// Who will sign, for which unit, by which post, and when.
pub(crate) struct Signing<'a> {
    pub(crate) name: &'a str,
    pub(crate) unit: &'a str,
    pub(crate) post: SignsAs,
    pub(crate) at: DateTime,
}

/// The result of a dossier as a PDF that whoever signs has not signed yet.
pub(crate) async fn extract(
    state: &AppState,
    source: &Source<'_>,
    signing: &Signing<'_>,
) -> Result<Vec<u8>, PaperFault> {
    let Signing { name, unit, post, at } = *signing;
    let catalogue = state.app.catalogue();
    let desk = Desk::new(state, &catalogue);
    let (dossier, offices, t) = (source.dossier, desk.offices(), &VI.paper.text);
    let of = desk.dossier(dossier);
    let code = &dossier.code;
    let mut rows = rows(&desk, source);
    rows.push((t.outcome.to_owned(), outcome(dossier.outcome).to_owned()));
    let extract = Extract {
        letterhead: offices.letterhead(unit, at.date()),
        title: t.result_title.to_owned(),
        subtitle: Some(of.request.clone()),
        basis: Some(fill(t.result_basis, &[("code", code), ("agency", &offices.agency(unit))])),
        dossier: Some(paper::Dossier {
            tracking_url: Some(format!("{}/kiem-tra-ket-qua?so={code}", state.settings.public_url)),
            ..of
        }),
        rows,
        note: Some(t.result_note.to_owned()),
        signer: offices.signer(unit, post, name),
    };
    let options = Options::new(Circular::on(dossier.submitted_at.date()), at);
    state.settings.papers.render(Paper::Extract(extract), options).await
}

/// The applicant, and each question that was answered.
pub(super) fn rows(desk: &Desk<'_>, source: &Source<'_>) -> Vec<(String, String)> {
    let t = &VI.staff.dossier;
    let applicant = person(source.particulars);
    let mut rows = vec![(t.applicant.to_owned(), applicant.name)];
    rows.extend(applicant.identity.map(|identity| (t.identity.to_owned(), identity)));
    if let Some(particulars) = source.particulars {
        let signed = Signed { name: String::new(), on: None, origin: String::new() };
        let sheet = Sheet::of(&desk.catalogue.form_of_dossier(source.dossier), &particulars.form, signed);
        rows.extend(sheet.answered());
    }
    rows
}

const fn outcome(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Refused) => VI.staff.dossier.outcome_refused,
        Some(Outcome::Granted) | None => VI.staff.dossier.outcome_granted,
    }
}
