//! A certificate as bytes that were checked once, and what a person wants to read of it.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages};
use x509_cert::time::Time;

use crate::algorithm::{self, AlgorithmFault};
use crate::tlv;

/// Largest certificate read, in bytes.
const MAX_CERTIFICATE: usize = 32 * 1024;
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// Extensions that may be critical: those judged here, alternative names, and policies, which narrow nothing here.
const UNDERSTOOD: [&str; 5] = ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.32", "2.5.29.37"];

/// What a person wants to know of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateFacts {
    /// The whole name of who holds it, in the notation of RFC 4514.
    pub subject: String,
    /// The common name of who holds it, as it is written there.
    pub common_name: Option<String>,
    /// The organisation of who holds it.
    pub organisation: Option<String>,
    /// The whole name of who issued it.
    pub issuer: String,
    /// The serial number in hexadecimal digits.
    pub serial: String,
    /// When it begins to be valid.
    pub not_before: Timestamp,
    /// When it ceases to be valid.
    pub not_after: Timestamp,
    /// SHA-256 of the certificate in hexadecimal digits.
    pub fingerprint: String,
}

/// Why bytes are no certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CertificateFault {
    /// It is larger than any that is read.
    #[error("the certificate is too large")]
    TooLarge,
    /// It is not a certificate in DER.
    #[error("the certificate cannot be read")]
    Unreadable,
}

/// A certificate with the bytes it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) raw: Vec<u8>,
    pub(crate) certificate: Certificate,
}

impl Read {
    pub(crate) fn from_der(raw: &[u8]) -> Result<Self, CertificateFault> {
        if raw.len() > MAX_CERTIFICATE {
            return Err(CertificateFault::TooLarge);
        }
        let certificate = Certificate::from_der(raw).map_err(|_| CertificateFault::Unreadable)?;
        Ok(Self { raw: raw.to_vec(), certificate })
    }

    pub(crate) fn subject(&self) -> &x509_cert::name::Name {
        &self.certificate.tbs_certificate.subject
    }

    pub(crate) fn issuer(&self) -> &x509_cert::name::Name {
        &self.certificate.tbs_certificate.issuer
    }

    pub(crate) fn facts(&self) -> CertificateFacts {
        let tbs = &self.certificate.tbs_certificate;
        CertificateFacts {
            subject: tbs.subject.to_string(),
            common_name: part_of(&tbs.subject, COMMON_NAME),
            organisation: part_of(&tbs.subject, ORGANISATION),
            issuer: tbs.issuer.to_string(),
            serial: hex(tbs.serial_number.as_bytes()),
            not_before: moment(tbs.validity.not_before),
            not_after: moment(tbs.validity.not_after),
            fingerprint: hex(&algorithm::sha256(&self.raw)),
        }
    }

    /// Whether the certificate is valid at a moment.
    pub(crate) fn is_valid_at(&self, at: Timestamp) -> bool {
        let validity = self.certificate.tbs_certificate.validity;
        (moment(validity.not_before)..=moment(validity.not_after)).contains(&at)
    }

    /// Whether this certificate was signed with the key of `issuer`.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> Result<(), AlgorithmFault> {
        let whole = tlv::expect(&self.raw, tlv::SEQUENCE).ok_or(AlgorithmFault::Invalid)?;
        let signed = tlv::expect(whole.content, tlv::SEQUENCE).ok_or(AlgorithmFault::Invalid)?.raw;
        let outer = &self.certificate.signature_algorithm;
        if *outer != self.certificate.tbs_certificate.signature {
            return Err(AlgorithmFault::Invalid);
        }
        let signature = self.certificate.signature.as_bytes().ok_or(AlgorithmFault::Invalid)?;
        let key = &issuer.certificate.tbs_certificate.subject_public_key_info;
        algorithm::verify(outer, None, key, signed, signature)
    }

    /// Whether it may issue certificates with `below` authorities between it and the last one.
    pub(crate) fn may_issue(&self, below: usize) -> bool {
        let basic: Option<BasicConstraints> = self.extension(BASIC_CONSTRAINTS);
        let is_authority = basic
            .is_some_and(|basic| basic.ca && basic.path_len_constraint.is_none_or(|most| usize::from(most) >= below));
        let usage: Option<KeyUsage> = self.extension(KEY_USAGE);
        is_authority && usage.is_none_or(|usage| usage.0.contains(KeyUsages::KeyCertSign))
    }

    /// Whether its key may sign documents.
    pub(crate) fn may_sign(&self) -> bool {
        let usage: Option<KeyUsage> = self.extension(KEY_USAGE);
        usage.is_none_or(|usage| {
            usage.0.contains(KeyUsages::DigitalSignature) || usage.0.contains(KeyUsages::NonRepudiation)
        })
    }

    /// Whether it is a certificate for time stamps, and for nothing else.
    pub(crate) fn may_stamp(&self) -> bool {
        let extended: Option<ExtendedKeyUsage> = self.extension(EXTENDED_KEY_USAGE);
        extended.is_some_and(|extended| extended.0 == [TIME_STAMPING])
    }

    /// Whether it carries a critical extension that nobody here knows how to honour, or one that cannot be read.
    pub(crate) fn asks_too_much(&self) -> bool {
        let extensions = self.certificate.tbs_certificate.extensions.iter().flatten();
        let unknown = extensions
            .filter(|extension| extension.critical)
            .any(|extension| !UNDERSTOOD.contains(&extension.extn_id.to_string().as_str()));
        unknown
            || self.is_broken::<KeyUsage>(KEY_USAGE)
            || self.is_broken::<BasicConstraints>(BASIC_CONSTRAINTS)
            || self.is_broken::<ExtendedKeyUsage>(EXTENDED_KEY_USAGE)
    }

    fn is_broken<'a, T: Decode<'a>>(&'a self, oid: ObjectIdentifier) -> bool {
        let mut extensions = self.certificate.tbs_certificate.extensions.iter().flatten();
        let found = extensions.find(|extension| extension.extn_id == oid);
        found.is_some_and(|extension| T::from_der(extension.extn_value.as_bytes()).is_err())
    }

    fn extension<'a, T: Decode<'a>>(&'a self, oid: ObjectIdentifier) -> Option<T> {
        let mut extensions = self.certificate.tbs_certificate.extensions.iter().flatten();
        let found = extensions.find(|extension| extension.extn_id == oid)?;
        T::from_der(found.extn_value.as_bytes()).ok()
    }

    /// Whether issuer and serial number are those that a container names.
    pub(crate) fn is_named_by(&self, issuer: &[u8], serial: &[u8]) -> bool {
        let tbs = &self.certificate.tbs_certificate;
        tbs.issuer.to_der().is_ok_and(|own| own == issuer) && tbs.serial_number.as_bytes() == serial
    }
}

fn part_of(name: &x509_cert::name::Name, oid: ObjectIdentifier) -> Option<String> {
    let mut attributes = name.0.iter().flat_map(|part| part.0.iter());
    let attribute = attributes.find(|attribute| attribute.oid == oid)?;
    std::str::from_utf8(attribute.value.value()).ok().map(str::to_owned)
}

fn moment(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

/// Hexadecimal digits of some bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = std::fmt::Write::write_fmt(&mut hex, format_args!("{byte:02x}"));
        hex
    })
}
