//! An authority and a certificate of our own making for the demo province, marked so that nobody takes them for real.

use std::fmt;

use der::asn1::{Any, BitString, GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{Encode, Tag};
use jiff::{SignedDuration, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};
use x509_cert::{Certificate, attr::AttributeTypeAndValue};
use zeroize::Zeroizing;

use crate::algorithm::{Algorithm, sha256};
use crate::signer::{FileSigner, Signer, SignerFault};

/// What stands in the name of every demonstration certificate.
pub const DEMO_MARK: &str = "CHỨNG THƯ THỬ NGHIỆM";
const DEMO_ORGANISATION: &str = "Một Cửa";
const DEMO_AUTHORITY: &str = "CHỨNG THƯ THỬ NGHIỆM: Cơ quan chứng thực giả định";
/// Longest name; the standard permits 64 letters.
const MAX_NAME: usize = 64;
const AUTHORITY_DAYS: i64 = 3650;
const SIGNER_DAYS: i64 = 730;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");

/// The two keys of a demonstration, in PKCS#8; wiped when they are let go.
pub struct DemoKeys {
    /// The key of the authority.
    pub authority: Zeroizing<Vec<u8>>,
    /// The key of the signer.
    pub signer: Zeroizing<Vec<u8>>,
}

impl DemoKeys {
    /// Two new keys from the randomness of the operating system.
    pub fn generate() -> Result<Self, DemoFault> {
        let key = || {
            let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new());
            key.map(|key| Zeroizing::new(key.as_ref().to_vec())).map_err(|_| DemoFault::Randomness)
        };
        Ok(Self { authority: key()?, signer: key()? })
    }
}

impl fmt::Debug for DemoKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DemoKeys").finish_non_exhaustive()
    }
}

/// Why there is no demonstration certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DemoFault {
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    Randomness,
    /// A name is empty or longer than 64 letters.
    #[error("a name is empty or too long for a certificate")]
    Name,
    /// The keys cannot be used.
    #[error("{0}")]
    Signer(SignerFault),
    /// The certificate cannot be written.
    #[error("the certificate cannot be written")]
    Certificate,
}

/// Somebody who can sign for demonstration, and the authority to trust for it.
#[derive(Debug)]
pub struct DemoIdentity {
    /// The signer with its chain.
    pub signer: FileSigner,
    /// The certificate of the signer in DER.
    pub certificate: Vec<u8>,
    /// The certificate of the authority in DER: an anchor for whoever checks demonstrations.
    pub authority: Vec<u8>,
}

/// The certificate of the demonstration authority in DER, valid from a day before `now`: an anchor for whoever checks
/// demonstrations.
pub fn demo_authority(now: Timestamp, keys: &DemoKeys) -> Result<Vec<u8>, DemoFault> {
    let own = Party::from_key(&keys.authority, DEMO_AUTHORITY, DEMO_ORGANISATION)?;
    issue(&own, &own, day_before(now)?, AUTHORITY_DAYS)
}

/// A certificate in DER that the demonstration authority issues to somebody of an organisation, valid from a day before
/// `now`; its key is that of the signer.
pub fn demo_certificate(name: &str, organisation: &str, now: Timestamp, keys: &DemoKeys) -> Result<Vec<u8>, DemoFault> {
    let above = Party::from_key(&keys.authority, DEMO_AUTHORITY, DEMO_ORGANISATION)?;
    let own = Party::from_key(&keys.signer, name, organisation)?;
    issue(&own, &above, day_before(now)?, SIGNER_DAYS)
}

fn day_before(now: Timestamp) -> Result<Timestamp, DemoFault> {
    now.checked_sub(SignedDuration::from_hours(24)).map_err(|_| DemoFault::Certificate)
}

/// A demonstration certificate for somebody of an organisation, valid from a day before `now`, with its authority.
pub fn demo_identity(
    name: &str,
    organisation: &str,
    now: Timestamp,
    keys: &DemoKeys,
) -> Result<DemoIdentity, DemoFault> {
    let authority = demo_authority(now, keys)?;
    let certificate = demo_certificate(name, organisation, now, keys)?;
    let signer = FileSigner::with_chain(&keys.signer, vec![certificate.clone(), authority.clone()]);
    Ok(DemoIdentity { signer: signer.map_err(DemoFault::Signer)?, certificate, authority })
}

struct Party {
    name: Name,
    key: SubjectPublicKeyInfoOwned,
    signer: FileSigner,
}

impl Party {
    fn from_key(key: &[u8], name: &str, organisation: &str) -> Result<Self, DemoFault> {
        let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_NAME;
        if !fits(name) || !fits(organisation) {
            return Err(DemoFault::Name);
        }
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key, &SystemRandom::new());
        let pair = pair.map_err(|_| DemoFault::Signer(SignerFault::Key))?;
        let public = BitString::from_bytes(pair.public_key().as_ref()).map_err(|_| DemoFault::Certificate)?;
        let algorithm = AlgorithmIdentifierOwned { oid: EC, parameters: Some(P_256.into()) };
        Ok(Self {
            name: name_of(name, organisation).map_err(|_| DemoFault::Certificate)?,
            key: SubjectPublicKeyInfoOwned { algorithm, subject_public_key: public },
            signer: FileSigner::with_chain(key, Vec::new()).map_err(DemoFault::Signer)?,
        })
    }
}

/// The name with the mark that it is a demonstration.
fn name_of(name: &str, organisation: &str) -> Result<Name, der::Error> {
    let part = |oid, tag, text: &str| -> Result<RelativeDistinguishedName, der::Error> {
        let value = Any::new(tag, text.as_bytes())?;
        Ok(RelativeDistinguishedName(SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }])?))
    };
    Ok(RdnSequence(vec![
        part(COUNTRY, Tag::PrintableString, "VN")?,
        part(ORGANISATION, Tag::Utf8String, organisation)?,
        part(UNIT, Tag::Utf8String, DEMO_MARK)?,
        part(COMMON_NAME, Tag::Utf8String, name)?,
    ]))
}

fn issue(holder: &Party, issuer: &Party, from: Timestamp, days: i64) -> Result<Vec<u8>, DemoFault> {
    let is_authority = holder.name == issuer.name;
    let write = || -> Result<Vec<u8>, der::Error> {
        let key = holder.key.subject_public_key.raw_bytes();
        // An issuer gives each number once, also where several holders share a key.
        let holder_name = holder.name.to_der()?;
        let mut serial = sha256(&[key, &holder_name, from.to_string().as_bytes()].concat());
        serial.truncate(16);
        let until = from.checked_add(SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(Timestamp::MAX);
        let tbs = TbsCertificate {
            version: Version::V3,
            serial_number: SerialNumber::new(&serial)?,
            signature: Algorithm::EcdsaP256Sha256.identifier(),
            issuer: issuer.name.clone(),
            validity: Validity { not_before: time(from)?, not_after: time(until)? },
            subject: holder.name.clone(),
            subject_public_key_info: holder.key.clone(),
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(extensions(holder, issuer, is_authority)?),
        };
        let message = tbs.to_der()?;
        let signature = issuer.signer.sign(&message).map_err(|_| Tag::BitString.value_error())?;
        let certificate = Certificate {
            tbs_certificate: tbs,
            signature_algorithm: Algorithm::EcdsaP256Sha256.identifier(),
            signature: BitString::from_bytes(&signature)?,
        };
        certificate.to_der()
    };
    write().map_err(|_| DemoFault::Certificate)
}

fn extensions(holder: &Party, issuer: &Party, is_authority: bool) -> Result<Vec<Extension>, der::Error> {
    let extension = |id: &str, critical, value: Vec<u8>| -> Result<Extension, der::Error> {
        Ok(Extension { extn_id: ObjectIdentifier::new(id)?, critical, extn_value: OctetString::new(value)? })
    };
    let identifier = |party: &Party| {
        let mut hash = sha256(party.key.subject_public_key.raw_bytes());
        hash.truncate(20);
        OctetString::new(hash)
    };
    let usage = if is_authority {
        KeyUsages::KeyCertSign | KeyUsages::CRLSign
    } else {
        KeyUsages::DigitalSignature | KeyUsages::NonRepudiation
    };
    let basic = BasicConstraints { ca: is_authority, path_len_constraint: is_authority.then_some(0) };
    let issuer_key = AuthorityKeyIdentifier {
        key_identifier: Some(identifier(issuer)?),
        authority_cert_issuer: None,
        authority_cert_serial_number: None,
    };
    Ok(vec![
        extension("2.5.29.19", true, basic.to_der()?)?,
        extension("2.5.29.15", true, KeyUsage(usage).to_der()?)?,
        extension("2.5.29.14", false, SubjectKeyIdentifier(identifier(holder)?).to_der()?)?,
        extension("2.5.29.35", false, issuer_key.to_der()?)?,
    ])
}

/// Up to 2049 in the short form, as certificates ask for.
fn time(at: Timestamp) -> Result<Time, der::Error> {
    let seconds = u64::try_from(at.as_second()).map_err(|_| Tag::UtcTime.value_error())?;
    let since = std::time::Duration::from_secs(seconds);
    match UtcTime::from_unix_duration(since) {
        Ok(time) => Ok(Time::UtcTime(time)),
        Err(_) => Ok(Time::GeneralTime(GeneralizedTime::from_unix_duration(since)?)),
    }
}
