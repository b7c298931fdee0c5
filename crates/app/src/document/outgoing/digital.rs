//! Signing and sealing an outgoing document digitally: the signature is made first, the act keeps the file that came of it.
//!
//! The person signs the paper with room left for number and day; the agency's signature brings them as an update behind the
//! bytes that the person signed (decision 0028).

use domain::access::{DraftAction, Person};
use domain::document::{OutgoingStage, Refusal, SignatureBlock, SignedFile, Spot, Spots};

use super::act::{Digital, OutgoingAsk, OutgoingDone, OutgoingRequest};
use super::show::OutgoingView;
use super::sign::{self, Titles};
use crate::App;
use crate::blob::{FileReader, whole};
use crate::error::{ActError, FieldProblemKind};
use crate::signature::{CHECKED_BYTES_MAX, ResultCheck, SIGNED_BYTES_MAX, Seen, SigningTrouble, WrittenOn};

/// Where number and day are written on a PDF that was brought: in the upper margin of its first page, left.
const BROUGHT: Spot = Spot { page: 1, rect: [850, 7_980, 4_000, 8_150] };

/// A document that a person is about to sign.
#[derive(Debug, Clone)]
pub struct PaperToSign {
    /// Which version it is.
    pub version: u32,
    /// Its PDF.
    pub pdf: Vec<u8>,
    /// What is left open on it; none on a PDF that was brought.
    pub spots: Option<Spots>,
    /// What stands above the name on it; made by [`App::block_of_signer`].
    pub block: SignatureBlock,
    /// What is said and seen of the signature.
    pub seen: Seen,
}

/// What the agency's signature brings.
#[derive(Debug, Clone)]
pub struct SealToMake {
    /// The agency as it writes itself.
    pub agency: String,
    /// Number and symbol as they are written after `Số:`.
    pub number: String,
    /// The day as it is written after the place.
    pub day: String,
    /// Both as they are written on a PDF that was brought.
    pub brought: String,
    /// The font of the day.
    pub day_font: &'static [u8],
    /// What is said and seen of the signature.
    pub seen: Seen,
}

impl App {
    /// What stands above the name of this person when they sign this document today.
    pub async fn block_of_signer(&self, person: &Person, id: &str, titles: Titles) -> Result<SignatureBlock, ActError> {
        let view = self.outgoing_document(person, id).await?;
        let (person, today) = (person.clone(), self.today());
        self.0.store.read(move |tx| sign::block(tx, &person, &view.document.agency, &titles, today)).await
    }

    /// Signs a version with the key of the person who signs.
    pub async fn sign_outgoing(
        &self,
        person: &Person,
        (id, seen): (&str, Option<i64>),
        titles: Titles,
        paper: PaperToSign,
    ) -> Result<OutgoingDone, ActError> {
        let view = self.ready(person, (id, seen), DraftAction::Sign, OutgoingStage::Checking).await?;
        let newest = view.document.newest();
        for (part, checked) in [("content", view.document.content_checked), ("form", view.document.form_checked)] {
            if checked != newest {
                return Err(Refusal::Unchecked { part }.into());
            }
        }
        let hand = self.hand_of_person(person, &view.document.agency).await?.ok_or(SigningTrouble::NoKey)?;
        let PaperToSign { version, pdf, spots, block, seen: shown } = paper;
        let spot = spots.map(|spots| spots.signature);
        let signed = self.signed_by_person((person, hand), pdf, spot, &shown).await?;
        let file = self.keep_signed(person, signed, shown.file, spots).await?;
        let ask = OutgoingAsk::Sign { version, titles };
        let digital = Digital { file: Some(file), block: Some(block) };
        self.act_digitally(person, OutgoingRequest { id: id.to_owned(), seen, ask }, digital).await
    }

    /// Writes number and day on the file that was signed and seals it with the key of the agency.
    pub async fn seal_outgoing(
        &self,
        person: &Person,
        (id, seen): (&str, Option<i64>),
        seal: SealToMake,
    ) -> Result<OutgoingDone, ActError> {
        let view = self.ready(person, (id, seen), DraftAction::Issue, OutgoingStage::Numbered).await?;
        let document = &view.document;
        let signed = document.signed_file.clone().ok_or(ActError::NotFound)?;
        let hand = self.hand_of_agency(&document.agency).await?.ok_or(SigningTrouble::NoKey)?;
        let pdf = whole(self.read_blob(&signed.sha256).await?, CHECKED_BYTES_MAX).await?;
        let SealToMake { agency, number, day, brought, day_font, seen: shown } = seal;
        let upright = shown.font;
        let written = match signed.spots {
            Some(spots) => vec![
                WrittenOn { spot: spots.number, text: number, font: upright },
                WrittenOn { spot: spots.day, text: day, font: day_font },
            ],
            None => vec![WrittenOn { spot: BROUGHT, text: brought, font: upright }],
        };
        let spot = signed.spots.map(|spots| spots.signature);
        let sealed = self.sealed_by_agency((&agency, hand), pdf, (spot, written), &shown).await?;
        let file = self.keep_signed(person, sealed, signed.name, signed.spots).await?;
        let digital = Digital { file: Some(file), block: None };
        let request = OutgoingRequest { id: id.to_owned(), seen, ask: OutgoingAsk::Seal };
        self.act_digitally(person, request, digital).await
    }

    /// The document, when this person may do it now; nothing is signed that would be refused.
    async fn ready(
        &self,
        person: &Person,
        (id, seen): (&str, Option<i64>),
        action: DraftAction,
        stage: OutgoingStage,
    ) -> Result<OutgoingView, ActError> {
        let view = self.outgoing_document(person, id).await?;
        if !view.actions.contains(&action) {
            return Err(ActError::NotYours);
        }
        if view.document.stage != stage {
            return Err(Refusal::OutgoingStage(view.document.stage).into());
        }
        match seen {
            Some(seen) if seen != view.document.version => Err(ActError::Stale { current: view.document.version }),
            Some(_) | None => Ok(view),
        }
    }

    async fn keep_signed(
        &self,
        person: &Person,
        pdf: Vec<u8>,
        name: String,
        spots: Option<Spots>,
    ) -> Result<SignedFile, ActError> {
        let stored = self.keep_made_pdf(person, pdf).await?;
        let size_bytes = i64::try_from(stored.size_bytes).unwrap_or(i64::MAX);
        Ok(SignedFile { sha256: stored.sha256, name, size_bytes, spots })
    }

    /// The PDF of a version that was brought; none where it is no PDF, or was typed.
    pub async fn pdf_of_version(&self, person: &Person, id: &str, number: u32) -> Result<Option<Vec<u8>>, ActError> {
        let (version, bytes) = self.file_of_outgoing(person, id, number).await?;
        let fits = usize::try_from(version.size_bytes).is_ok_and(|size| size <= SIGNED_BYTES_MAX);
        if !fits {
            return Ok(None);
        }
        let bytes = whole(bytes, SIGNED_BYTES_MAX).await?;
        Ok(bytes.starts_with(b"%PDF-").then_some(bytes))
    }

    /// The file that a signed document is ([`domain::document::Outgoing::issued_file`]) and its bytes.
    pub async fn issued_file_of(&self, person: &Person, id: &str) -> Result<(SignedFile, FileReader), ActError> {
        let view = self.outgoing_document(person, id).await?;
        let file = view.document.issued_file().filter(|_| view.document.stage.is_signed()).ok_or(ActError::NotFound)?;
        let bytes = self.read_blob(&file.sha256).await?;
        Ok((file, bytes))
    }

    /// What the signatures of the document say; none where it was signed on paper.
    pub async fn check_outgoing(&self, person: &Person, id: &str) -> Result<Option<ResultCheck>, ActError> {
        let view = self.outgoing_document(person, id).await?;
        match view.document.signed_file {
            Some(file) => self.check_stored(&file.sha256).await.map(Some),
            None => Ok(None),
        }
    }

    /// What the signatures of a file that came say; none where it carries none or is no PDF.
    pub async fn check_incoming(
        &self,
        person: &Person,
        id: &str,
        sha256: &str,
    ) -> Result<Option<ResultCheck>, ActError> {
        let (file, _) = self.file_of_incoming(person, id, sha256).await?;
        let fits = usize::try_from(file.size_bytes).is_ok_and(|size| size <= CHECKED_BYTES_MAX);
        if !fits {
            return Ok(None);
        }
        match self.check_stored(&file.sha256).await {
            Ok(found) => Ok(Some(found).filter(|found| !found.signatures.is_empty())),
            Err(ActError::Invalid(fields)) if fields.iter().all(|field| field.kind == FieldProblemKind::FileKind) => {
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    async fn check_stored(&self, sha256: &str) -> Result<ResultCheck, ActError> {
        self.check_result(whole(self.read_blob(sha256).await?, CHECKED_BYTES_MAX).await?).await
    }
}
