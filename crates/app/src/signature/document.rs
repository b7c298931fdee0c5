//! Signing a document: whoever signs with a key of their own, then the agency with its seal, each as Decree 30/2020/NĐ-CP,
//! Annex I, has it on the page.

use std::sync::Arc;

use domain::access::Person;
use domain::document::Spot;
use signing::{LAST_PAGE, Look, Note, SignatureRequest, VisibleBox};
use store::identity;

use super::sign::SIGNED_BYTES_MAX;
use super::{Hand, KeyHolder};
use crate::App;
use crate::error::ActError;

/// Blue, in which people sign (Annex I).
const BLUE: [f32; 3] = [0.0, 0.15, 0.6];
/// Red, in which agencies seal (Annex I).
const RED: [f32; 3] = [0.8, 0.05, 0.1];
/// Width of a seal, in points: 36 mm.
const SEAL: f32 = 102.0;
/// Room below a seal for the name of the agency and the time.
const SEAL_FOOT: f32 = 20.0;
/// Where a PDF that was brought is signed: in the lower margin of its last page, right.
const BROUGHT: [f32; 4] = [340.0, 8.0, 510.0, 52.0];

/// What is said and seen of a signature.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Name of the file that comes out.
    pub file: String,
    /// Why it is signed, in words.
    pub reason: String,
    /// Where.
    pub location: String,
    /// What is written: of a person in the box, of an agency below its seal.
    pub lines: Vec<String>,
    /// The font in which it is written.
    pub font: &'static [u8],
}

/// Number and day as they are written on the page with the agency's signature.
#[derive(Debug, Clone)]
pub(crate) struct WrittenOn {
    pub(crate) spot: Spot,
    pub(crate) text: String,
    pub(crate) font: &'static [u8],
}

impl App {
    /// Whether this person can sign documents of an agency with a key of their own.
    pub async fn has_own_key(&self, person: &Person) -> Result<bool, ActError> {
        Ok(self.configured_of(person).await?.is_some() || self.has_demo_identity().await?)
    }

    /// The key of a person who signs for an agency.
    pub(crate) async fn hand_of_person(&self, person: &Person, agency: &str) -> Result<Option<Hand>, ActError> {
        match self.configured_of(person).await? {
            Some(hand) => Ok(Some(hand)),
            None => Ok(self.demo_signer_of(person, agency).await?.map(|signer| Hand { signer, picture: None })),
        }
    }

    /// The key of an agency.
    pub(crate) async fn hand_of_agency(&self, agency: &str) -> Result<Option<Hand>, ActError> {
        match self.0.signatures.configured(agency) {
            Some(hand) => Ok(Some(hand)),
            None => Ok(self.demo_signer(agency).await?.map(|signer| Hand { signer, picture: None })),
        }
    }

    async fn configured_of(&self, person: &Person) -> Result<Option<Hand>, ActError> {
        let id = person.id.clone();
        let account = self.0.store.read(move |tx| Ok::<_, ActError>(identity::by_id(tx, &id)?)).await?;
        Ok(account.and_then(|account| self.0.signatures.of(&KeyHolder::Person(account.login))))
    }

    /// Whether a PDF can be signed; looked at on a thread of its own.
    pub async fn can_sign_pdf(&self, pdf: Vec<u8>) -> Result<bool, ActError> {
        if pdf.len() > SIGNED_BYTES_MAX {
            return Ok(false);
        }
        let permit = Arc::clone(&self.0.signatures.at_once).acquire_owned().await;
        let looked_at = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            signing::can_be_signed(&pdf).is_ok()
        });
        looked_at.await.map_err(|error| ActError::Fault(Box::new(error)))
    }

    /// The PDF with the signature of a person, in blue where the paper leaves room for it.
    pub(crate) async fn signed_by_person(
        &self,
        (person, hand): (&Person, Hand),
        pdf: Vec<u8>,
        spot: Option<Spot>,
        seen: &Seen,
    ) -> Result<Vec<u8>, ActError> {
        let (page, rect) = spot.map_or((LAST_PAGE, BROUGHT), |spot| (spot.page, points(spot)));
        let look = Look { ink: BLUE, is_over: true, is_seal: false };
        // A picture of the signature by hand stands alone, as on paper.
        let lines = if hand.picture.is_some() { Vec::new() } else { seen.lines.clone() };
        let visible = VisibleBox { page, rect, lines, font: seen.font.to_vec(), picture: hand.picture, look };
        self.signed_document((&person.name, hand.signer), pdf, (visible, Vec::new()), seen).await
    }

    /// The PDF with what is written on it and the signature of the agency: its seal over the left third of the person's
    /// signature.
    pub(crate) async fn sealed_by_agency(
        &self,
        (name, hand): (&str, Hand),
        pdf: Vec<u8>,
        (spot, written): (Option<Spot>, Vec<WrittenOn>),
        seen: &Seen,
    ) -> Result<Vec<u8>, ActError> {
        let (page, [left, bottom, right, top]) = spot.map_or((LAST_PAGE, BROUGHT), |spot| (spot.page, points(spot)));
        let (edge, middle) = (left + (right - left) / 3.0, f32::midpoint(bottom, top));
        let lowest = (middle - SEAL / 2.0).max(SEAL_FOOT);
        let rect = [edge - SEAL, lowest - SEAL_FOOT, edge, lowest + SEAL];
        let look = Look { ink: RED, is_over: true, is_seal: true };
        let (lines, font) = (seen.lines.clone(), seen.font.to_vec());
        let visible = VisibleBox { page, rect, lines, font, picture: hand.picture, look };
        let notes = written.into_iter().map(|one| Note {
            page: one.spot.page,
            rect: points(one.spot),
            text: one.text,
            font: one.font.to_vec(),
            size: 13.0,
        });
        self.signed_document((name, hand.signer), pdf, (visible, notes.collect()), seen).await
    }

    async fn signed_document(
        &self,
        (name, signer): (&str, super::SharedSigner),
        pdf: Vec<u8>,
        (visible, notes): (VisibleBox, Vec<Note>),
        seen: &Seen,
    ) -> Result<Vec<u8>, ActError> {
        let request = SignatureRequest {
            name: name.to_owned(),
            reason: Some(seen.reason.clone()),
            location: Some(seen.location.clone()).filter(|place| !place.is_empty()),
            time: self.signing_time()?,
            visible: Some(visible),
            notes,
        };
        self.signed_by(signer, pdf, request).await
    }
}

/// A spot in points.
fn points(spot: Spot) -> [f32; 4] {
    // No page is so large that the narrower number does not hold its edges.
    spot.rect.map(|edge| f32::from(i16::try_from(edge).unwrap_or(i16::MAX)) / 10.0)
}
