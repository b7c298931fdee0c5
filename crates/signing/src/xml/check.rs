//! Checking the signature of a document in one pass: its hash without the signature, and the signature over that hash.

use std::io::BufRead;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::canonical::{Canonical, local_of};
use super::tokens::{Token, Tokens, XmlFault};
use super::{DSIG, ECDSA_SHA_256, ENVELOPED, EXCLUSIVE, Hash, RSA_SHA_256, SHA_256};
use crate::algorithm::Algorithm;
use crate::{algorithm_of, check_message};

/// Longest text inside a signature, in bytes.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// What the signature of a document is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XmlSignature {
    /// There is none.
    Absent,
    /// It covers all of the document and was made with the key of this certificate (DER). Whose that is, is not asked here.
    Holds {
        /// The certificate.
        certificate: Vec<u8>,
    },
    /// It does not hold, or is not of a kind that can be relied on.
    Broken(XmlBroken),
}

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlBroken {
    /// It stands elsewhere than it must, or there are several.
    #[error("the signature stands in the wrong place, or there are several")]
    Place,
    /// It lacks something.
    #[error("the signature lacks {0}")]
    Lacks(&'static str),
    /// It says to do what is not done here, or uses an algorithm that is not safe any more, such as SHA-1.
    #[error("the signature uses what is not accepted: {0}")]
    NotAccepted(String),
    /// The document is not the one that was signed.
    #[error("the document was changed after it was signed")]
    Changed,
    /// The signature was not made with the key of the certificate.
    #[error("the signature was not made with the key of its certificate")]
    Forged,
}

/// Checks the signature at the end of the element on the path `place` (local names from the root).
pub fn check_xml(source: impl BufRead, place: &[&str]) -> Result<XmlSignature, XmlFault> {
    let mut tokens = Tokens::new(source);
    let mut pass = Pass {
        canonical: Canonical::new(Hash::new()),
        path: Vec::new(),
        place,
        inside: None,
        info: None,
        is_misplaced: false,
        found: None,
    };
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open { name, attributes } => pass.open(&name, &attributes)?,
            Token::Close { name, .. } => pass.close(&name),
            Token::Text(text) => pass.text(&text)?,
        }
        if pass.is_misplaced {
            return Ok(XmlSignature::Broken(XmlBroken::Place));
        }
    }
    Ok(pass.verdict())
}

/// What a signature says.
#[derive(Default)]
struct Said {
    canonicalization: String,
    method: String,
    references: usize,
    uri: Option<String>,
    transforms: Vec<String>,
    digest_method: String,
    digest: String,
    value: String,
    certificate: Option<String>,
    /// What it says and nobody here understands.
    strange: Option<String>,
    /// The canonical form of what is signed.
    info: Vec<u8>,
}

struct Pass<'p> {
    canonical: Canonical<Hash>,
    path: Vec<String>,
    place: &'p [&'p str],
    /// Local names from the signature on, while inside it.
    inside: Option<Vec<String>>,
    info: Option<Canonical<Vec<u8>>>,
    is_misplaced: bool,
    found: Option<Said>,
}

const NO_NAMESPACE: XmlFault = XmlFault::Unfit { at: 0, why: "a prefix without namespace, or an attribute twice" };

const TOO_LONG: XmlFault = XmlFault::Unfit { at: 0, why: "a text of the signature is too long" };

impl Pass<'_> {
    fn open(&mut self, name: &str, attributes: &[(String, String)]) -> Result<(), XmlFault> {
        if self.inside.is_some() {
            return self.open_inside(name, attributes);
        }
        self.canonical.enter(attributes);
        let is_signature = self.canonical.namespace_of(name) == Some(DSIG);
        if is_signature {
            let here = self.path == self.place && local_of(name) == "Signature";
            if !here || self.found.is_some() {
                self.is_misplaced = true;
            }
            // Its tags stay entered and are not part of what is signed.
            self.inside = Some(Vec::new());
            if here && self.found.is_none() {
                self.found = Some(Said::default());
            }
            return Ok(());
        }
        self.canonical.leave();
        self.path.push(local_of(name).to_owned());
        self.canonical.open(name, attributes).ok_or(NO_NAMESPACE)
    }

    fn open_inside(&mut self, name: &str, attributes: &[(String, String)]) -> Result<(), XmlFault> {
        let Some(inside) = &mut self.inside else { return Ok(()) };
        inside.push(local_of(name).to_owned());
        let path = inside.join("/");
        if let Some(info) = &mut self.info {
            info.open(name, attributes).ok_or(NO_NAMESPACE)?;
        } else if path == "SignedInfo" {
            let mut info = Canonical::inside(&self.canonical, Vec::new());
            info.open(name, attributes).ok_or(NO_NAMESPACE)?;
            self.info = Some(info);
        }
        self.canonical.enter(attributes);
        let is_known_space = self.canonical.namespace_of(name) == Some(DSIG);
        let Some(said) = &mut self.found else { return Ok(()) };
        let attribute =
            |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let algorithm = || attribute("Algorithm").unwrap_or_default();
        match path.as_str() {
            _ if !is_known_space => said.strange = Some(name.to_owned()),
            "SignedInfo/CanonicalizationMethod" => said.canonicalization = algorithm(),
            "SignedInfo/SignatureMethod" => said.method = algorithm(),
            "SignedInfo/Reference" => {
                said.references = said.references.saturating_add(1);
                said.uri = attribute("URI");
            }
            "SignedInfo/Reference/Transforms/Transform" => said.transforms.push(algorithm()),
            "SignedInfo/Reference/DigestMethod" => said.digest_method = algorithm(),
            "KeyInfo/X509Data/X509Certificate" if said.certificate.is_none() => said.certificate = Some(String::new()),
            "SignedInfo"
            | "SignedInfo/Reference/Transforms"
            | "SignedInfo/Reference/DigestValue"
            | "SignatureValue" => (),
            other if other.starts_with("KeyInfo") => (),
            other => said.strange = Some(other.to_owned()),
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        let Some(inside) = &mut self.inside else {
            self.path.pop();
            self.canonical.close(name);
            return;
        };
        self.canonical.leave();
        let path = inside.join("/");
        if inside.pop().is_none() {
            self.inside = None;
            return;
        }
        if let Some(mut info) = self.info.take() {
            info.close(name);
            match &mut self.found {
                Some(said) if path == "SignedInfo" => said.info = info.sink,
                Some(_) | None => self.info = Some(info),
            }
        }
    }

    fn text(&mut self, text: &[u8]) -> Result<(), XmlFault> {
        let Some(inside) = &self.inside else {
            self.canonical.text(text);
            return Ok(());
        };
        if let Some(info) = &mut self.info {
            info.text(text);
            if info.sink.len() > TEXT_BYTES_MAX {
                return Err(TOO_LONG);
            }
        }
        let path = inside.join("/");
        let Some(said) = &mut self.found else { return Ok(()) };
        let place = match path.as_str() {
            "SignedInfo/Reference/DigestValue" => &mut said.digest,
            "SignatureValue" => &mut said.value,
            "KeyInfo/X509Data/X509Certificate" => match &mut said.certificate {
                Some(certificate) => certificate,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        place.extend(text.iter().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| char::from(*byte)));
        if place.len() > TEXT_BYTES_MAX {
            return Err(TOO_LONG);
        }
        Ok(())
    }

    fn verdict(self) -> XmlSignature {
        let digest = self.canonical.sink.finish();
        match self.found.map(|said| said.holds(&digest)) {
            None => XmlSignature::Absent,
            Some(Ok(certificate)) => XmlSignature::Holds { certificate },
            Some(Err(broken)) => XmlSignature::Broken(broken),
        }
    }
}

impl Said {
    fn holds(self, digest: &[u8]) -> Result<Vec<u8>, XmlBroken> {
        let accepted = |given: &str, known: &[&str]| {
            if known.contains(&given) { Ok(()) } else { Err(XmlBroken::NotAccepted(given.chars().take(120).collect())) }
        };
        if let Some(strange) = self.strange {
            return Err(XmlBroken::NotAccepted(strange.chars().take(120).collect()));
        }
        accepted(&self.canonicalization, &[EXCLUSIVE])?;
        accepted(&self.method, &[RSA_SHA_256, ECDSA_SHA_256])?;
        accepted(&self.digest_method, &[SHA_256])?;
        if self.references != 1 {
            return Err(XmlBroken::Lacks("one reference"));
        }
        accepted(self.uri.as_deref().ok_or(XmlBroken::Lacks("the address of what is signed"))?, &[""])?;
        if self.transforms != [ENVELOPED, EXCLUSIVE] {
            return Err(XmlBroken::NotAccepted(self.transforms.join(" ").chars().take(240).collect()));
        }
        let read = |text: &str, what| STANDARD.decode(text).map_err(|_| XmlBroken::Lacks(what));
        if read(&self.digest, "a hash")? != digest {
            return Err(XmlBroken::Changed);
        }
        let certificate = read(self.certificate.as_deref().unwrap_or_default(), "a certificate")?;
        let value = read(&self.value, "a value")?;
        let method = match algorithm_of(&certificate).map_err(|_| XmlBroken::Lacks("a certificate"))? {
            Algorithm::RsaSha256 => RSA_SHA_256,
            Algorithm::EcdsaP256Sha256 => ECDSA_SHA_256,
        };
        if method != self.method {
            return Err(XmlBroken::Forged);
        }
        check_message(&certificate, &self.info, &value).map_err(|_| XmlBroken::Forged)?;
        Ok(certificate)
    }
}
