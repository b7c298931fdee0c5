//! The algorithms that signatures are made and checked with, and their names in certificates and containers.

use der::asn1::{Any, ObjectIdentifier};
use der::{Decode, Encode};
use ring::{digest, signature};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

pub(crate) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const RSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ECDSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");

/// What a signer signs with. Both hash with SHA-256.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Algorithm {
    /// RSA with padding of PKCS#1 v1.5, at least 2048 bits.
    RsaSha256,
    /// ECDSA over the curve P-256, the signature as the DER sequence of r and s.
    EcdsaP256Sha256,
}

impl Algorithm {
    /// The name of the algorithm as it stands in a container or a certificate.
    pub(crate) fn identifier(self) -> AlgorithmIdentifierOwned {
        match self {
            Self::RsaSha256 => AlgorithmIdentifierOwned { oid: RSA_SHA_256, parameters: Some(Any::null()) },
            Self::EcdsaP256Sha256 => AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None },
        }
    }

    /// The algorithm that goes with a public key.
    pub(crate) fn of_key(key: &SubjectPublicKeyInfoOwned) -> Result<Self, AlgorithmFault> {
        match (key.algorithm.oid, curve(key)) {
            (RSA, _) => Ok(Self::RsaSha256),
            (EC, Some(P_256)) => Ok(Self::EcdsaP256Sha256),
            _ => Err(AlgorithmFault::Unsupported),
        }
    }
}

/// Why a signature could not be checked, or did not hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AlgorithmFault {
    /// The algorithm, the curve or the length of the key is none of those known here, SHA-1 among them.
    #[error("the algorithm of the signature is not supported")]
    Unsupported,
    /// The signature was not made over these bytes with this key.
    #[error("the signature does not hold")]
    Invalid,
}

/// SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// The hash function that a container names.
pub(crate) fn hash(oid: ObjectIdentifier) -> Result<&'static digest::Algorithm, AlgorithmFault> {
    match oid {
        SHA_256 => Ok(&digest::SHA256),
        SHA_384 => Ok(&digest::SHA384),
        SHA_512 => Ok(&digest::SHA512),
        _ => Err(AlgorithmFault::Unsupported),
    }
}

/// Checks a signature; `hash` is the hash function named apart from the algorithm, where there is one.
pub(crate) fn verify(
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<ObjectIdentifier>,
    key: &SubjectPublicKeyInfoOwned,
    message: &[u8],
    signed: &[u8],
) -> Result<(), AlgorithmFault> {
    let hash = hash_of(algorithm, hash)?;
    let method: &dyn signature::VerificationAlgorithm = match (algorithm.oid, key.algorithm.oid, curve(key), hash) {
        (RSA | RSA_SHA_256, RSA, _, SHA_256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        (RSA | RSA_SHA_384, RSA, _, SHA_384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (RSA | RSA_SHA_512, RSA, _, SHA_512) => &signature::RSA_PKCS1_2048_8192_SHA512,
        (RSA_PSS, RSA, _, SHA_256) => &signature::RSA_PSS_2048_8192_SHA256,
        (RSA_PSS, RSA, _, SHA_384) => &signature::RSA_PSS_2048_8192_SHA384,
        (RSA_PSS, RSA, _, SHA_512) => &signature::RSA_PSS_2048_8192_SHA512,
        (ECDSA_SHA_256, EC, Some(P_256), SHA_256) => &signature::ECDSA_P256_SHA256_ASN1,
        (ECDSA_SHA_384, EC, Some(P_256), SHA_384) => &signature::ECDSA_P256_SHA384_ASN1,
        (ECDSA_SHA_256, EC, Some(P_384), SHA_256) => &signature::ECDSA_P384_SHA256_ASN1,
        (ECDSA_SHA_384, EC, Some(P_384), SHA_384) => &signature::ECDSA_P384_SHA384_ASN1,
        _ => return Err(AlgorithmFault::Unsupported),
    };
    let key = key.subject_public_key.as_bytes().ok_or(AlgorithmFault::Unsupported)?;
    let key = signature::UnparsedPublicKey::new(method, key);
    key.verify(message, signed).map_err(|_| AlgorithmFault::Invalid)
}

/// The hash function of a signature algorithm; one that is named twice must be the same twice.
fn hash_of(
    algorithm: &AlgorithmIdentifierOwned,
    apart: Option<ObjectIdentifier>,
) -> Result<ObjectIdentifier, AlgorithmFault> {
    let own = match algorithm.oid {
        RSA_SHA_256 | ECDSA_SHA_256 => Some(SHA_256),
        RSA_SHA_384 | ECDSA_SHA_384 => Some(SHA_384),
        RSA_SHA_512 | ECDSA_SHA_512 => Some(SHA_512),
        RSA_PSS => Some(pss_hash(algorithm).ok_or(AlgorithmFault::Unsupported)?),
        _ => None,
    };
    match (own, apart) {
        (Some(own), Some(apart)) if own != apart => Err(AlgorithmFault::Unsupported),
        (Some(hash), _) | (None, Some(hash)) => Ok(hash),
        (None, None) => Err(AlgorithmFault::Unsupported),
    }
}

/// The first field of the parameters of RSASSA-PSS; left out it would mean SHA-1, which is not known here.
fn pss_hash(algorithm: &AlgorithmIdentifierOwned) -> Option<ObjectIdentifier> {
    let parameters = algorithm.parameters.as_ref()?.to_der().ok()?;
    let fields = crate::tlv::read(&parameters)?.content;
    let hash = crate::tlv::read(fields).filter(|field| field.tag == 0xA0)?;
    AlgorithmIdentifierOwned::from_der(hash.content).ok().map(|hash| hash.oid)
}

fn curve(key: &SubjectPublicKeyInfoOwned) -> Option<ObjectIdentifier> {
    key.algorithm.parameters.as_ref()?.decode_as().ok()
}
