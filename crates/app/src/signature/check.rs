//! Looking at a signed file: what its signatures say, and whether it is one that was issued here.

use domain::access::Person;
use signing::{InspectFault, TrustAnchors, inspect_pdf};

use super::facts::SignatureFacts;
use super::issued::IssuedFile;
use crate::App;
use crate::error::{ActError, FieldProblemKind};
use crate::seal::sha256_hex;

/// Largest file that is looked at, in bytes.
pub const CHECKED_BYTES_MAX: usize = 20 * 1024 * 1024;

/// What was found of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultCheck {
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Every signature, in the order in which they were made.
    pub signatures: Vec<SignatureFacts>,
    /// The results as which exactly this file was issued here.
    pub issued: Vec<IssuedFile>,
}

impl App {
    /// What a file says that somebody holds in their hands; kept nowhere. What is no PDF, too large, or has more
    /// signatures than are looked at is a fault of the field `file`.
    pub async fn check_result(&self, pdf: Vec<u8>) -> Result<ResultCheck, ActError> {
        if pdf.len() > CHECKED_BYTES_MAX {
            let most = u64::try_from(CHECKED_BYTES_MAX).unwrap_or(u64::MAX);
            return Err(ActError::field("file", FieldProblemKind::FileTooLarge(most)));
        }
        let anchors: Vec<Vec<u8>> =
            self.0.signatures.anchors.iter().cloned().chain(self.demo_anchor().await?).collect();
        let now = jiff::Timestamp::from_microsecond(self.0.clock.now().0).unwrap_or(jiff::Timestamp::MAX);
        let zone = self.zone();
        let permit = std::sync::Arc::clone(&self.0.signatures.at_once).acquire_owned().await;
        let looked_at = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let anchors = TrustAnchors::from_der(&anchors).map_err(|error| ActError::Fault(Box::new(error)))?;
            let found = inspect_pdf(&pdf, &anchors, now).map_err(|fault| ActError::field("file", kind_of(fault)))?;
            let signatures: Vec<_> = found.into_iter().map(|found| SignatureFacts::of(found, zone)).collect();
            Ok::<_, ActError>((sha256_hex(&pdf), signatures))
        });
        let (sha256, signatures) = looked_at.await.map_err(|error| ActError::Fault(Box::new(error)))??;
        let issued = self.issued_files(&sha256).await?;
        Ok(ResultCheck { sha256, signatures, issued })
    }

    /// The same of a file of a dossier, for a person who may see it.
    pub async fn check_file_of(&self, person: &Person, code: &str, sha256: &str) -> Result<ResultCheck, ActError> {
        let (_, bytes) = self.file_of_dossier(person, code, sha256).await?;
        let pdf = crate::blob::whole(bytes, CHECKED_BYTES_MAX).await?;
        self.check_result(pdf).await
    }
}

const fn kind_of(fault: InspectFault) -> FieldProblemKind {
    match fault {
        InspectFault::NotPdf | InspectFault::TooMany => FieldProblemKind::FileKind,
        InspectFault::TooLarge => FieldProblemKind::FileTooLarge(0),
    }
}
