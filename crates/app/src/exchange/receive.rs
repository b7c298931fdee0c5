//! Envelopes as they come in: believed by the signature of the request and of the envelope, opened piece by piece, their
//! files stored, and then taken in one transaction. What is refused leaves nothing half kept.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::document::Attached;
use domain::edxml::Message;
use domain::time::Instant;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use store::blob::BlobId;
use store::{Tx, exchange_outbox as outbox};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use super::signed::{CLOCKS_DIFFER_SECONDS, RequestFacts, SignatureFault, believe};
use super::take::{Came, Outcome, Surroundings, Unacceptable, take};
use super::wrap::{CameFile, ENVELOPE_BYTES_MAX, Signed, UnwrapFault, stream_of, unwrap};
use super::{By, Partner, Way};
use crate::App;
use crate::blob::UPLOAD_BYTES_MAX;
use crate::document::sealed::fresh_key;
use crate::error::ActError;

/// How often an act is tried that somebody else was faster with.
const ATTEMPTS: usize = 12;
/// How often a folder is looked at.
const PAUSE: Duration = Duration::from_secs(2);

/// What came of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It was taken, or is answered by a status.
    Taken,
    /// It came before, or says less than is known.
    Nothing,
}

/// Why an envelope was not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveFault {
    /// This installation exchanges nothing.
    #[error("there is no exchange here")]
    NoExchange,
    /// The request is not believed.
    #[error(transparent)]
    Signature(#[from] SignatureFault),
    /// It is larger than any that is taken.
    #[error("the envelope is too large")]
    TooLarge,
    /// The sender stopped before the end.
    #[error("cut off")]
    Cut,
    /// It will never be taken; the words are for the sender.
    #[error("{words}")]
    Refused {
        /// Why.
        why: Unacceptable,
        /// Why, as a sentence.
        words: String,
    },
    /// It could not be kept; it is to be sent again.
    #[error(transparent)]
    Act(#[from] ActError),
}

impl App {
    /// Takes a signed request with an envelope. Only after the commit is the partner told that it was taken.
    pub async fn exchange_receive<S, E>(&self, facts: &RequestFacts, body: S) -> Result<Received, ReceiveFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
    {
        let exchange = Arc::clone(&self.0.exchange);
        let key = exchange.key.as_ref().ok_or(ReceiveFault::NoExchange)?;
        let now = self.0.clock.now();
        let believed = believe(facts, &exchange.partners, key.fingerprint(), now.seconds_since(Instant(0)));
        let believed =
            believed.inspect_err(|fault| tracing::warn!(%fault, "a request of a partner is not believed"))?;
        let partner = believed.partner;
        let file = self.spooled(body, believed.sha256).await.inspect_err(|fault| {
            tracing::warn!(partner = partner.name, %fault, "an envelope did not arrive whole");
        })?;
        let (name, nonce) = (partner.name.clone(), believed.nonce);
        let old = now.plus_seconds(CLOCKS_DIFFER_SECONDS.saturating_mul(-2));
        let first = self.0.store.write(move |tx: &mut Tx<'_>| {
            outbox::forget_before(tx, old)?;
            Ok::<_, ActError>(outbox::is_first(tx, &name, &nonce, now)?)
        });
        if !first.await? {
            tracing::warn!(partner = partner.name, "a request came twice");
            return Err(SignatureFault::Replayed.into());
        }
        self.exchange_take(partner, file.path()).await
    }

    /// The body as a file, if it is the one that was signed.
    async fn spooled<S, E>(&self, body: S, sha256: [u8; 32]) -> Result<NamedTempFile, ReceiveFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
    {
        let broken = |error: std::io::Error| ReceiveFault::Act(ActError::Fault(Box::new(error)));
        let file = NamedTempFile::new_in(&self.0.exchange.folder).map_err(broken)?;
        let mut out = tokio::fs::File::create(file.path()).await.map_err(broken)?;
        let (mut hash, mut size) = (Sha256::new(), 0_u64);
        let mut body = std::pin::pin!(body);
        while let Some(part) = body.next().await {
            let part = part.map_err(|_| ReceiveFault::Cut)?;
            size = size.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
            if size > ENVELOPE_BYTES_MAX {
                return Err(ReceiveFault::TooLarge);
            }
            hash.update(&part);
            out.write_all(&part).await.map_err(broken)?;
        }
        out.flush().await.map_err(broken)?;
        let found: [u8; 32] = hash.finalize().into();
        if found == sha256 { Ok(file) } else { Err(SignatureFault::OtherBody.into()) }
    }

    /// Takes an envelope that this partner brought.
    pub(super) async fn exchange_take(&self, partner: &Partner, file: &Path) -> Result<Received, ReceiveFault> {
        let (envelope, folder) = (file.to_owned(), self.0.exchange.folder.clone());
        let opened = tokio::task::spawn_blocking(move || unwrap(&envelope, &folder)).await;
        let opened = opened.map_err(|error| ActError::Fault(Box::new(error)))?;
        let (message, files, wrong) = match opened {
            Ok(opened) => {
                for deviation in &opened.deviations {
                    tracing::info!(partner = partner.name, deviation, "an envelope differs from the standard");
                }
                let wrong = wrong_signature(&opened.signed, partner);
                (opened.message, opened.files, wrong)
            }
            Err(UnwrapFault::Refused { message: Some(message), why }) => {
                (*message, Vec::new(), Some(Unacceptable::Envelope(why)))
            }
            Err(UnwrapFault::Refused { message: None, why }) => {
                return Err(self.refused(partner, Unacceptable::Envelope(why)));
            }
            Err(UnwrapFault::Here(error)) => return Err(ActError::Fault(Box::new(error)).into()),
        };
        // What is refused anyway leaves no bytes behind.
        let files = if wrong.is_none() { self.kept_files(&message, files).await? } else { Vec::new() };
        match self.exchange_taken(Came { partner: partner.clone(), message, files, wrong }).await? {
            Outcome::Taken => Ok(Received::Taken),
            Outcome::Passed(passed) => {
                tracing::info!(partner = partner.name, %passed, "a message changes nothing");
                Ok(Received::Nothing)
            }
            Outcome::Refused(why) => Err(self.refused(partner, why)),
        }
    }

    fn refused(&self, partner: &Partner, why: Unacceptable) -> ReceiveFault {
        tracing::warn!(partner = partner.name, %why, "an envelope is refused");
        let words = self.0.exchange.texts.refused(&why);
        ReceiveFault::Refused { why, words }
    }

    async fn exchange_taken(&self, came: Came) -> Result<Outcome, ActError> {
        let came = Arc::new(came);
        let types = self.document_types()?;
        let mut attempt = 0;
        loop {
            let (came, fresh) = (Arc::clone(&came), fresh_key()?);
            let (exchange, catalogue) = (Arc::clone(&self.0.exchange), self.catalogue());
            let (now, zone) = (self.0.clock.now(), self.0.zone);
            let act = move |tx: &mut Tx<'_>| {
                let actor = format!("partner:{}", came.partner.name);
                let around = Surroundings { exchange: &exchange, catalogue: &catalogue, types };
                take(tx, &came, around, By { actor: &actor, now, zone, fresh: &fresh })
            };
            match self.0.store.write(act).await {
                // Another message was faster: what it left decides.
                Err(ActError::Stale { .. }) if attempt < ATTEMPTS => attempt += 1,
                other => return other,
            }
        }
    }

    /// Stores the files of a new document; questions and reports have none that are kept.
    async fn kept_files(&self, message: &Message, files: Vec<CameFile>) -> Result<Vec<Attached>, ReceiveFault> {
        let Message::Document(envelope) = message else { return Ok(Vec::new()) };
        if envelope.business.change != domain::edxml::Change::New {
            return Ok(Vec::new());
        }
        let mut kept = Vec::with_capacity(files.len());
        for came in files {
            let broken = |error: std::io::Error| ActError::Fault(Box::new(error));
            let id: BlobId = came.sha256.parse().map_err(|_| ActError::fault("a hash that is none"))?;
            let file = tokio::fs::File::open(came.file.path()).await.map_err(broken)?;
            let stored = self.0.blobs.put_stream(Some(id), stream_of(file), UPLOAD_BYTES_MAX.max(came.bytes)).await;
            stored.map_err(|error| {
                tracing::error!(%error, "a file that came could not be stored");
                ActError::Unavailable
            })?;
            kept.push(Attached {
                sha256: came.sha256,
                name: came.name.chars().filter(|letter| !letter.is_control()).take(200).collect(),
                size_bytes: i64::try_from(came.bytes).unwrap_or(i64::MAX),
            });
        }
        Ok(kept)
    }
}

/// What is wrong with the signature of an envelope: only the partner's own key counts. Another installation signs always;
/// what a folder brings may come from a program that does not sign, or in an old way, and is trusted by who may write there.
fn wrong_signature(signed: &Signed, partner: &Partner) -> Option<Unacceptable> {
    match signed {
        Signed::By(certificate) if *certificate == partner.certificate => None,
        Signed::By(_) => Some(Unacceptable::OtherSigner),
        Signed::Broken(why) => Some(Unacceptable::Broken(why.clone())),
        Signed::Not => match partner.way {
            Way::Http { .. } => Some(Unacceptable::NotSigned),
            Way::Folder { .. } => None,
        },
    }
}

/// Looks for what comes by a way that does not bring it itself.
pub(super) async fn run(app: App, at: usize) {
    let exchange = Arc::clone(&app.0.exchange);
    let (Some(partner), Some(way)) = (exchange.partners.get(at), exchange.ways.get(at)) else { return };
    loop {
        match app.exchange_fetch_next(&partner.name).await {
            Ok(true) => continue,
            Ok(false) => (),
            Err(error) => tracing::warn!(partner = partner.name, %error, "what came could not be taken"),
        }
        if !way.fetches() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl App {
    /// Takes the next envelope that lies there from a partner; whether there was one.
    pub async fn exchange_fetch_next(&self, partner: &str) -> Result<bool, ActError> {
        let exchange = Arc::clone(&self.0.exchange);
        let at = exchange.partners.iter().position(|one| one.name == partner).ok_or(ActError::NotFound)?;
        let (Some(partner), Some(way)) = (exchange.partners.get(at), exchange.ways.get(at)) else { return Ok(false) };
        let fault = |error: std::io::Error| ActError::Fault(Box::new(error));
        let Some(found) = way.next().await.map_err(fault)? else { return Ok(false) };
        let taken = match self.exchange_take(partner, &found.file).await {
            Ok(_) => true,
            Err(ReceiveFault::Act(error)) => return Err(error),
            Err(_) => false,
        };
        way.done(&found, taken).await.map_err(fault)?;
        Ok(true)
    }
}
