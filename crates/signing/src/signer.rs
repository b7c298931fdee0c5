//! Who signs: a key that may lie in a file, on a token, or with a service far away.

use std::fmt;

use der::{Decode, Encode, SecretDocument};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, RsaKeyPair};
use x509_cert::Certificate;

use crate::algorithm::Algorithm;

/// Something that can sign, with the certificates that say who it is.
///
/// Calls block; one that goes to a remote service belongs on a thread that may wait.
pub trait Signer {
    /// The certificates in DER, the signer's own first, then those that lead to its root.
    fn certificate_chain(&self) -> &[Vec<u8>];

    /// What [`Signer::sign`] signs with.
    fn algorithm(&self) -> Algorithm;

    /// Signs a message, hashing it on the way. The message is short and tells nothing of the document but its digest.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFault>;
}

/// Why a signer cannot sign.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SignerFault {
    /// The key cannot be read, or is of a kind or length that is not used here.
    #[error("the private key cannot be used")]
    Key,
    /// There is no certificate, or one that cannot be read.
    #[error("the certificate cannot be used")]
    NoCertificate,
    /// The key is not that of the certificate.
    #[error("the private key is not that of the certificate")]
    KeyAndCertificate,
    /// The module of the token cannot be loaded.
    #[error("the module of the token cannot be loaded")]
    Module,
    /// No token, key or certificate answers to the name.
    #[error("there is no such key on a token")]
    NotFound,
    /// The token does not take the PIN.
    #[error("the token does not accept the PIN")]
    Pin,
    /// The signer refused, or did not answer.
    #[error("the signer did not sign")]
    Refused,
}

/// A signer whose key lies in a file: PKCS#8 without a password, in PEM or DER, RSA from 2048 bits or P-256.
pub struct FileSigner {
    key: Key,
    chain: Vec<Vec<u8>>,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
}

impl FileSigner {
    /// Reads the key and the certificates, which may be one in DER or several in PEM.
    pub fn from_bytes(key: &[u8], certificates: &[u8]) -> Result<Self, SignerFault> {
        let key = Key::from_bytes(key)?;
        let chain = chain_from_bytes(certificates)?;
        Ok(Self { key, chain })
    }

    /// A key with certificates in DER that are known to be such, the signer's own first.
    pub fn with_chain(key: &[u8], chain: Vec<Vec<u8>>) -> Result<Self, SignerFault> {
        Ok(Self { key: Key::from_bytes(key)?, chain })
    }
}

impl Signer for FileSigner {
    fn certificate_chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    fn algorithm(&self) -> Algorithm {
        match self.key {
            Key::Rsa(_) => Algorithm::RsaSha256,
            Key::P256(_) => Algorithm::EcdsaP256Sha256,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFault> {
        let random = SystemRandom::new();
        match &self.key {
            Key::Rsa(pair) => {
                let mut signed = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signed)
                    .map_err(|_| SignerFault::Refused)?;
                Ok(signed)
            }
            Key::P256(pair) => {
                let signed = pair.sign(&random, message).map_err(|_| SignerFault::Refused)?;
                Ok(signed.as_ref().to_vec())
            }
        }
    }
}

impl fmt::Debug for FileSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FileSigner").field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}

impl Key {
    fn from_bytes(bytes: &[u8]) -> Result<Self, SignerFault> {
        // Wiped when it is let go.
        let document = match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("-----BEGIN") => {
                let (label, document) = SecretDocument::from_pem(text.trim()).map_err(|_| SignerFault::Key)?;
                if label != "PRIVATE KEY" {
                    return Err(SignerFault::Key);
                }
                document
            }
            _ => SecretDocument::try_from(bytes).map_err(|_| SignerFault::Key)?,
        };
        let bytes = document.as_bytes();
        if let Ok(pair) = RsaKeyPair::from_pkcs8(bytes) {
            return Ok(Self::Rsa(Box::new(pair)));
        }
        let method = &signature::ECDSA_P256_SHA256_ASN1_SIGNING;
        let pair = EcdsaKeyPair::from_pkcs8(method, bytes, &SystemRandom::new()).map_err(|_| SignerFault::Key)?;
        Ok(Self::P256(Box::new(pair)))
    }
}

/// The certificates of a file, which may be one in DER or several in PEM; each in DER.
pub fn certificates_in(bytes: &[u8]) -> Result<Vec<Vec<u8>>, SignerFault> {
    chain_from_bytes(bytes)
}

fn chain_from_bytes(bytes: &[u8]) -> Result<Vec<Vec<u8>>, SignerFault> {
    if bytes.windows(11).any(|window| window == b"-----BEGIN ") {
        let chain = Certificate::load_pem_chain(bytes).map_err(|_| SignerFault::NoCertificate)?;
        let chain = chain.iter().map(Encode::to_der).collect::<Result<Vec<_>, _>>();
        return chain.ok().filter(|chain| !chain.is_empty()).ok_or(SignerFault::NoCertificate);
    }
    Certificate::from_der(bytes).map_err(|_| SignerFault::NoCertificate)?;
    Ok(vec![bytes.to_vec()])
}
