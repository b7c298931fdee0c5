//! Signing a result, for pages and the interface: the PDF made from the dossier or brought, what is seen of the
//! signature, and the act.

use super::office::Offices;
use super::{Drafting, PaperFault, Signing, Source, extract, set_draft};
use crate::messages::{VI, fill};
use crate::state::AppState;
use crate::web::format;
use app::dossier::{ActionRequest, Done, Idempotency};
use app::signature::ResultToSign;
use app::{ActError, FieldProblemKind, SignsAs};
use domain::access::Person;
use domain::dossier::Outcome;

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    /// A paper made from the dossier.
    Template,
    /// The draft that was kept.
    Draft,
    /// The file that came with the action.
    File,
}

/// Why it was not.
#[derive(Debug)]
pub(crate) enum Unsigned {
    /// What the act says.
    Act(ActError),
    /// The paper was not set.
    Paper(PaperFault),
}

impl From<ActError> for Unsigned {
    fn from(error: ActError) -> Self {
        Self::Act(error)
    }
}

impl From<PaperFault> for Unsigned {
    fn from(fault: PaperFault) -> Self {
        Self::Paper(fault)
    }
}

/// Signs the result of a dossier with the action that signs.
pub(crate) async fn sign_result(
    state: &AppState,
    person: &Person,
    (code, version): (&str, Option<i64>),
    request: ActionRequest,
    what: Signed,
    idempotency: Option<Idempotency>,
) -> Result<Done, Unsigned> {
    let app = &state.app;
    if let Some(key) = &idempotency
        && let Some(done) = app.answered_before(person, code, key).await?
    {
        return Ok(done);
    }
    let unit = app.signing_unit(person, code, &request).await?;
    let at = app.now_civil();
    let post = app.signs_as(&person.id, &unit, at.date()).await?.unwrap_or(SignsAs::Delegate);
    let pdf = match what {
        Signed::Template => {
            let mut view = app.dossier(person, code).await?;
            view.dossier.outcome = request.body.outcome.or(view.dossier.outcome);
            let signing = Signing { name: &person.name, unit: &unit, post, at };
            extract(state, &Source::of(&view), &signing).await?
        }
        Signed::Draft => {
            let view = app.dossier(person, code).await?;
            let refused = request.body.outcome.or(view.dossier.outcome) == Some(Outcome::Refused);
            let Some(draft) = view.draft().filter(|_| !refused) else {
                return Err(ActError::field("file", FieldProblemKind::Unknown).into());
            };
            let signing = Signing { name: &person.name, unit: &unit, post, at };
            set_draft(state, &Source::of(&view), &draft, &Drafting { at, signing: Some(&signing) }).await?
        }
        Signed::File => match request.body.files.first() {
            Some(claim) => app.brought_pdf(person, claim).await?,
            None => return Err(ActError::field("file", FieldProblemKind::Missing).into()),
        },
    };
    let catalogue = app.catalogue();
    let offices = Offices { catalogue: &catalogue, day: at.date() };
    let t = &VI.signature.seen;
    let time = format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second());
    let result = ResultToSign {
        pdf,
        name: fill(t.file, &[("code", &code)]),
        reason: fill(t.reason, &[("code", &code)]),
        location: offices.place(&unit),
        lines: vec![
            fill(t.agency, &[("agency", &offices.agency(&unit))]),
            fill(t.person, &[("name", &person.name)]),
            fill(t.time, &[("day", &format::day(at.date())), ("time", &time)]),
        ],
        font: paper::SIGNATURE_FONT,
    };
    Ok(app.sign_result(person, (code, version), request, result, idempotency).await?)
}
