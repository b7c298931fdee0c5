//! Signing a document: its hash in one pass, then the document again with the signature in its place.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::canonical::{Canonical, local_of};
use super::tokens::{Token, Tokens, XmlFault};
use super::{DSIG, ECDSA_SHA_256, ENVELOPED, EXCLUSIVE, Hash, RSA_SHA_256, SHA_256};
use crate::algorithm::Algorithm;
use crate::{Signer, SignerFault, sign_message};

/// Why a document was not signed.
#[derive(Debug, thiserror::Error)]
pub enum XmlSignFault {
    /// It cannot be read.
    #[error(transparent)]
    Document(#[from] XmlFault),
    /// It has no place for a signature, or carries one already.
    #[error("the document has no place for a signature, or is signed already")]
    NoPlace,
    /// The key did not sign.
    #[error(transparent)]
    Signer(#[from] SignerFault),
    /// It could not be written.
    #[error("the document could not be written")]
    Io(#[from] io::Error),
}

/// Writes the document with a signature at the end of the element on the path `place` (local names from the root).
pub fn sign_xml(
    source: &mut (impl Read + Seek),
    place: &[&str],
    signer: &dyn Signer,
    out: &mut impl Write,
) -> Result<(), XmlSignFault> {
    source.rewind()?;
    let (digest, at) = hashed(BufReader::with_capacity(64 * 1024, &mut *source), place)?;
    let info = signed_info(signer.algorithm(), &digest);
    let canonical = info.replacen("<SignedInfo>", &format!("<SignedInfo xmlns=\"{DSIG}\">"), 1);
    let value = STANDARD.encode(sign_message(signer, canonical.as_bytes())?);
    let certificate = signer.certificate_chain().first().ok_or(SignerFault::NoCertificate)?;
    let certificate = STANDARD.encode(certificate);
    source.seek(SeekFrom::Start(0))?;
    let before = io::copy(&mut source.by_ref().take(at), out)?;
    if before != at {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    write!(
        out,
        "<Signature xmlns=\"{DSIG}\">{info}<SignatureValue>{value}</SignatureValue><KeyInfo><X509Data>\
         <X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo></Signature>"
    )?;
    io::copy(source, out)?;
    out.flush()?;
    Ok(())
}

/// What is signed: how the document is hashed, and its hash. Elements are written out, so that it is its own canonical form
/// but for the namespace.
fn signed_info(algorithm: Algorithm, digest: &[u8]) -> String {
    let method = match algorithm {
        Algorithm::RsaSha256 => RSA_SHA_256,
        Algorithm::EcdsaP256Sha256 => ECDSA_SHA_256,
    };
    let empty = |name: &str, algorithm: &str| format!("<{name} Algorithm=\"{algorithm}\"></{name}>");
    format!(
        "<SignedInfo>{}{}<Reference URI=\"\"><Transforms>{}{}</Transforms>{}<DigestValue>{}</DigestValue></Reference>\
         </SignedInfo>",
        empty("CanonicalizationMethod", EXCLUSIVE),
        empty("SignatureMethod", method),
        empty("Transform", ENVELOPED),
        empty("Transform", EXCLUSIVE),
        empty("DigestMethod", SHA_256),
        STANDARD.encode(digest),
    )
}

/// The hash of the document, and where the element on the path closes.
fn hashed(source: impl BufRead, place: &[&str]) -> Result<(Vec<u8>, u64), XmlSignFault> {
    let mut tokens = Tokens::new(source);
    let mut canonical = Canonical::new(Hash::new());
    let mut path: Vec<String> = Vec::new();
    let mut found = None;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open { name, attributes } => {
                path.push(local_of(&name).to_owned());
                canonical
                    .open(&name, &attributes)
                    .ok_or(XmlFault::Unfit { at: 0, why: "a prefix without namespace" })?;
                if canonical.namespace_of(&name) == Some(DSIG) {
                    return Err(XmlSignFault::NoPlace);
                }
            }
            Token::Close { name, at } => {
                if found.is_none() && path == place {
                    found = Some(at);
                }
                path.pop();
                canonical.close(&name);
            }
            Token::Text(text) => canonical.text(&text),
        }
    }
    let at = found.ok_or(XmlSignFault::NoPlace)?;
    Ok((canonical.sink.finish(), at))
}
