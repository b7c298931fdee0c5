//! Signing a result: the officer who may sign makes it or brings it, the server signs it in the name of the unit, and the
//! act carries the signed file.

use std::sync::Arc;

use domain::access::Person;
use domain::dossier::ActionKind;
use signing::{Look, SignFault, SignatureRequest, TimeStamper, VisibleBox, sign_pdf};

use super::{SharedSigner, SigningTrouble};
use crate::App;
use crate::dossier::{ActionRequest, Done, DossierView, FileClaim, Idempotency};
use crate::draft::Owner;
use crate::error::{ActError, FieldProblemKind};

/// Largest PDF that is signed, in bytes: what a result may have, with room for the signature.
pub const SIGNED_BYTES_MAX: usize = 19 * 1024 * 1024;
/// The component under which a result stands.
const RESULT: &str = "result";
/// Where a signature is seen: at the top right of the first page, where Decree 30/2020/NĐ-CP, Appendix I, has the agency's
/// own. Points from the lower left corner of an A4 page.
const PLACE: [f32; 4] = [412.0, 772.0, 580.0, 828.0];

/// A result that is to be signed.
#[derive(Debug, Clone)]
pub struct ResultToSign {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Name of the file that comes out.
    pub name: String,
    /// Why it is signed, in words.
    pub reason: String,
    /// Where.
    pub location: String,
    /// What is seen of the signature.
    pub lines: Vec<String>,
    /// The font in which it is seen.
    pub font: &'static [u8],
}

impl App {
    /// Whether results are signed here in the name of a unit.
    pub async fn has_signing_key(&self, unit: &str) -> Result<bool, ActError> {
        Ok(self.0.signatures.configured(unit).is_some() || self.has_demo_identity().await?)
    }

    /// The unit in whose name the result of a dossier would be signed with this action now; an error when the person may
    /// not take the action, or it signs nothing.
    pub async fn signing_unit(&self, person: &Person, code: &str, request: &ActionRequest) -> Result<String, ActError> {
        signing_unit(&self.dossier(person, code).await?, request)
    }

    /// Signs a result and does with it what signs: the action `sign`, or finishing the step of a workflow that signs.
    ///
    /// The signature is made before the act is decided; when the act is refused, the signed file belongs to nothing and is
    /// cleared away with the other files that nobody named.
    pub async fn sign_result(
        &self,
        person: &Person,
        (code, expected_version): (&str, Option<i64>),
        mut request: ActionRequest,
        result: ResultToSign,
        idempotency: Option<Idempotency>,
    ) -> Result<Done, ActError> {
        let view = self.dossier(person, code).await?;
        let unit = signing_unit(&view, &request)?;
        if expected_version.is_some_and(|expected| expected != view.dossier.version) {
            return Err(ActError::Stale { current: view.dossier.version });
        }
        let signer = match self.0.signatures.configured(&unit) {
            Some(hand) => hand.signer,
            None => self.demo_signer(&unit).await?.ok_or(SigningTrouble::NoKey)?,
        };
        let name = result.name.clone();
        let bytes = self.signed(person, signer, result).await?;
        let stored = self.keep_made_pdf(person, bytes).await?;
        request.body.files = vec![FileClaim { component: RESULT.to_owned(), sha256: stored.sha256, name }];
        self.act(person, code, expected_version, request, idempotency).await
    }

    /// The bytes of a file that this person brought, for signing it.
    pub async fn brought_pdf(&self, person: &Person, claim: &FileClaim) -> Result<Vec<u8>, ActError> {
        let owner = self.owner_name(&Owner::Person(person));
        let most = u64::try_from(SIGNED_BYTES_MAX).unwrap_or(u64::MAX);
        let kinds = [domain::procedure::FileKind::Pdf];
        let file = self.file_ref(&owner, claim, &kinds, most).await?;
        let file = file.map_err(|kind| ActError::field("file", kind))?;
        crate::blob::whole(self.read_blob(&file.sha256).await?, SIGNED_BYTES_MAX).await
    }

    /// A result with the signature of its unit.
    async fn signed(&self, person: &Person, signer: SharedSigner, result: ResultToSign) -> Result<Vec<u8>, ActError> {
        let ResultToSign { pdf, reason, location, lines, font, .. } = result;
        let look = Look::default();
        let visible = VisibleBox { page: 1, rect: PLACE, lines, font: font.to_vec(), picture: None, look };
        let request = SignatureRequest {
            name: person.name.clone(),
            reason: Some(reason),
            location: Some(location).filter(|place| !place.is_empty()),
            time: self.signing_time()?,
            visible: Some(visible),
            notes: Vec::new(),
        };
        self.signed_by(signer, pdf, request).await
    }

    /// Now, as signatures write it.
    pub(super) fn signing_time(&self) -> Result<jiff::Timestamp, ActError> {
        let time = jiff::Timestamp::from_microsecond(self.0.clock.now().0);
        time.map_err(|error| ActError::Fault(Box::new(error)))
    }

    /// A PDF with a signature, made on a thread that may wait for a token or for a time stamp.
    pub(super) async fn signed_by(
        &self,
        signer: SharedSigner,
        pdf: Vec<u8>,
        request: SignatureRequest,
    ) -> Result<Vec<u8>, ActError> {
        let stamps = self.0.signatures.stamps.clone();
        let permit = Arc::clone(&self.0.signatures.at_once).acquire_owned().await;
        let runtime = tokio::runtime::Handle::current();
        let signing = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let stamper = stamps.map(|service| service.waiting(runtime));
            sign_pdf(&pdf, &*signer, &request, stamper.as_ref().map(|stamper| stamper as &dyn TimeStamper))
        });
        let done = signing.await.map_err(|error| ActError::Fault(Box::new(error)))?;
        done.map_err(unsigned)
    }
}

/// What is wrong: with the file, or with what signs.
fn unsigned(fault: SignFault) -> ActError {
    match fault {
        SignFault::TooLarge => {
            ActError::field("file", FieldProblemKind::FileTooLarge(u64::try_from(SIGNED_BYTES_MAX).unwrap_or(0)))
        }
        SignFault::Unreadable | SignFault::Encrypted | SignFault::Locked | SignFault::NoPage => {
            ActError::field("file", FieldProblemKind::Malformed)
        }
        SignFault::Signer(error) => {
            tracing::error!(%error, "a key did not sign");
            SigningTrouble::Key.into()
        }
        SignFault::Stamp(error) => {
            tracing::error!(%error, "there is no time stamp");
            SigningTrouble::Stamp.into()
        }
        SignFault::TextTooLong | SignFault::Appearance(_) | SignFault::NoRoom => ActError::Fault(Box::new(fault)),
    }
}

fn signing_unit(view: &DossierView, request: &ActionRequest) -> Result<String, ActError> {
    let (dossier, step) = (&view.dossier, request.body.step.as_str());
    if step.is_empty() {
        if request.action != ActionKind::Sign {
            return Err(ActError::NotYours);
        }
        if !dossier.stage.allows(ActionKind::Sign) {
            let refusal = domain::dossier::Refusal::NotInStage { action: ActionKind::Sign, stage: dossier.stage };
            return Err(refusal.into());
        }
        let may = view.actions.contains(&ActionKind::Sign);
        return if may { Ok(dossier.handling_unit.clone()) } else { Err(ActError::NotYours) };
    }
    let open = view.steps.iter().find(|open| open.task.step == step);
    let open = open.filter(|open| open.signs && open.actions.contains(&ActionKind::CompleteStep));
    open.map(|open| open.task.unit.clone()).ok_or(ActError::NotYours)
}
