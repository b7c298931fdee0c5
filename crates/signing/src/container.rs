//! The container of a signature (CMS): how one is made, and how one is read and checked.
//!
//! Made: the attributes that `PAdES` asks for, content type, digest of the signed bytes, and the signer's certificate by
//! its hash; no time among them. Read: by the bytes as they stand, see [`crate::tlv`], with a bound on every list.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Tag};
use ring::digest;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::algorithm::{self, AlgorithmFault, SHA_256, sha256};
use crate::certificate::Read;
use crate::signer::{Signer, SignerFault};
use crate::tlv::{self, Value};

pub(crate) const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(crate) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
const SUBJECT_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");

/// Most certificates, attributes and signers read from one container.
const MAX_LIST: usize = 32;

/// Why a container says nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ContainerFault {
    /// It is larger than any that is read.
    #[error("the container is too large")]
    TooLarge,
    /// It is not a container of one signature in DER.
    #[error("the container cannot be read")]
    Unreadable,
    /// It does not carry the certificate of its signer, or names another one in what was signed.
    #[error("the certificate of the signer is missing or another one")]
    WrongCertificate,
    /// Its hash function is not known here.
    #[error("the hash function is not supported")]
    Hash,
}

/// A signature before its container is closed: what a time stamp is asked for, and what goes in.
pub(crate) struct Open {
    info: SignerInfo,
    certificates: Vec<CertificateChoices>,
}

impl Open {
    /// Signs a digest of the signed bytes, with the attributes of `PAdES`.
    pub(crate) fn sign(digest: &[u8], signer: &dyn Signer) -> Result<Self, SignerFault> {
        let chain = signer.certificate_chain();
        let own = chain.first().ok_or(SignerFault::NoCertificate)?;
        let read = Read::from_der(own).map_err(|_| SignerFault::NoCertificate)?;
        let key = &read.certificate.tbs_certificate.subject_public_key_info;
        if algorithm::Algorithm::of_key(key) != Ok(signer.algorithm()) {
            return Err(SignerFault::KeyAndCertificate);
        }
        let attributes = signed_attributes(digest, own).map_err(|_| SignerFault::NoCertificate)?;
        let message = attributes.to_der().map_err(|_| SignerFault::NoCertificate)?;
        let signature = signer.sign(&message)?;
        algorithm::verify(&signer.algorithm().identifier(), None, key, &message, &signature)
            .map_err(|_| SignerFault::KeyAndCertificate)?;
        let tbs = &read.certificate.tbs_certificate;
        let identifier = IssuerAndSerialNumber { issuer: tbs.issuer.clone(), serial_number: tbs.serial_number.clone() };
        let info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(identifier),
            digest_alg: AlgorithmIdentifierOwned { oid: SHA_256, parameters: None },
            signed_attrs: Some(attributes),
            signature_algorithm: signer.algorithm().identifier(),
            signature: OctetString::new(signature).map_err(|_| SignerFault::Refused)?,
            unsigned_attrs: None,
        };
        let certificates = chain.iter().map(|one| Read::from_der(one).map(|one| one.certificate));
        let certificates = certificates.collect::<Result<Vec<_>, _>>().map_err(|_| SignerFault::NoCertificate)?;
        Ok(Self { info, certificates: certificates.into_iter().map(CertificateChoices::Certificate).collect() })
    }

    /// What a time stamp is over: the signature itself.
    pub(crate) fn signature(&self) -> &[u8] {
        self.info.signature.as_bytes()
    }

    /// Closes the container, with the token of a time stamp where there is one.
    pub(crate) fn close(mut self, stamp: Option<&[u8]>) -> Result<Vec<u8>, der::Error> {
        if let Some(token) = stamp {
            let mut values = SetOfVec::new();
            values.insert(Any::from_der(token)?)?;
            let mut attributes = SetOfVec::new();
            attributes.insert(Attribute { oid: STAMP, values })?;
            self.info.unsigned_attrs = Some(attributes);
        }
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![self.info.digest_alg.clone()])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet::try_from(self.certificates)?),
            crls: None,
            signer_infos: SignerInfos::try_from(vec![self.info])?,
        };
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
    }
}

fn signed_attributes(digest: &[u8], certificate: &[u8]) -> Result<SetOfVec<Attribute>, der::Error> {
    // ESSCertIDv2 with its hash function left out, which means SHA-256; sequences of one around it.
    let hash = Any::encode_from(&OctetString::new(sha256(certificate))?)?;
    let identifier = sequence_of_one(&sequence_of_one(&sequence_of_one(&hash)?)?)?;
    let attribute = |oid, value: Any| -> Result<Attribute, der::Error> {
        let mut values = SetOfVec::new();
        values.insert(value)?;
        Ok(Attribute { oid, values })
    };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, identifier)?,
    ])
}

fn sequence_of_one(value: &Any) -> Result<Any, der::Error> {
    Any::new(Tag::Sequence, value.to_der()?)
}

/// What stands in a container with one signature.
pub(crate) struct Contents<'a> {
    pub(crate) content_type: ObjectIdentifier,
    /// What is signed, where it stands in the container itself.
    pub(crate) content: Option<&'a [u8]>,
    pub(crate) signer: Read,
    /// The other certificates that came along.
    pub(crate) others: Vec<Read>,
    pub(crate) hash: &'static digest::Algorithm,
    /// The token of a time stamp over the signature, not yet looked at.
    pub(crate) stamp: Option<&'a [u8]>,
    hash_name: ObjectIdentifier,
    signature_algorithm: AlgorithmIdentifierOwned,
    pub(crate) signature: &'a [u8],
    message: Option<Vec<u8>>,
    claimed_type: Option<ObjectIdentifier>,
    claimed_digest: Option<&'a [u8]>,
}

impl Contents<'_> {
    /// Whether the digest that was signed is that of the content.
    pub(crate) fn is_intact(&self, digest: &[u8]) -> bool {
        self.claimed_type == Some(self.content_type) && self.claimed_digest == Some(digest)
    }

    /// Whether the signature over the attributes holds.
    pub(crate) fn holds(&self) -> Result<(), AlgorithmFault> {
        let key = &self.signer.certificate.tbs_certificate.subject_public_key_info;
        let message = self.message.as_deref().ok_or(AlgorithmFault::Unsupported)?;
        algorithm::verify(&self.signature_algorithm, Some(self.hash_name), key, message, self.signature)
    }
}

/// Reads a container: exactly one signer with signed attributes, whose certificate came along.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents<'_>, ContainerFault> {
    if bytes.len() > crate::MAX_CONTAINER {
        return Err(ContainerFault::TooLarge);
    }
    let parts = Parts::read(bytes).ok_or(ContainerFault::Unreadable)?;
    let signer = parts.signer().ok_or(ContainerFault::Unreadable)?;
    let hash = algorithm::hash(signer.hash_name).map_err(|_| ContainerFault::Hash)?;
    // Attribute certificates and the like are no certificates of X.509 and are passed over.
    let mut others: Vec<Read> =
        parts.certificates.iter().filter_map(|certificate| Read::from_der(certificate.raw).ok()).collect();
    let own = others.iter().position(|one| signer.identifier.is_of(one)).ok_or(ContainerFault::WrongCertificate)?;
    let certificate = others.swap_remove(own);
    if !signer.attributes.names(&certificate) {
        return Err(ContainerFault::WrongCertificate);
    }
    Ok(Contents {
        content_type: parts.content_type,
        content: parts.content,
        signer: certificate,
        others,
        hash,
        stamp: signer.stamp,
        hash_name: signer.hash_name,
        signature_algorithm: signer.signature_algorithm,
        signature: signer.signature,
        message: Some(signer.attributes.message),
        claimed_type: signer.attributes.content_type,
        claimed_digest: signer.attributes.digest,
    })
}

struct Parts<'a> {
    content_type: ObjectIdentifier,
    content: Option<&'a [u8]>,
    certificates: Vec<Value<'a>>,
    signers: &'a [u8],
}

struct SignerParts<'a> {
    identifier: Identifier<'a>,
    hash_name: ObjectIdentifier,
    attributes: SignedAttributes<'a>,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: &'a [u8],
    stamp: Option<&'a [u8]>,
}

enum Identifier<'a> {
    IssuerAndSerial { issuer: &'a [u8], serial: &'a [u8] },
    Key(&'a [u8]),
}

struct SignedAttributes<'a> {
    /// The attributes with the tag under which they are signed.
    message: Vec<u8>,
    content_type: Option<ObjectIdentifier>,
    digest: Option<&'a [u8]>,
    certificate: Option<Value<'a>>,
}

impl<'a> Parts<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let outer = tlv::expect(bytes, tlv::SEQUENCE)?;
        // What follows is the space that was kept free in the PDF.
        if outer.rest.iter().any(|&byte| byte != 0) {
            return None;
        }
        let kind = tlv::expect(outer.content, tlv::OID)?;
        if ObjectIdentifier::from_der(kind.raw).ok()? != SIGNED_DATA {
            return None;
        }
        let data = tlv::expect(tlv::expect(kind.rest, 0xA0)?.content, tlv::SEQUENCE)?;
        let version = tlv::expect(data.content, tlv::INTEGER)?;
        let digests = tlv::expect(version.rest, tlv::SET)?;
        let encapsulated = tlv::expect(digests.rest, tlv::SEQUENCE)?;
        let content_type = tlv::expect(encapsulated.content, tlv::OID)?;
        let content = match tlv::maybe(content_type.rest, 0xA0) {
            (Some(explicit), _) => Some(tlv::expect(explicit.content, tlv::OCTETS)?.content),
            (None, _) => None,
        };
        let (certificates, rest) = tlv::maybe(encapsulated.rest, 0xA0);
        let (_, rest) = tlv::maybe(rest, 0xA1);
        Some(Self {
            content_type: ObjectIdentifier::from_der(content_type.raw).ok()?,
            content,
            certificates: tlv::all(certificates.map_or(&[], |set| set.content), MAX_LIST)?,
            signers: tlv::expect(rest, tlv::SET)?.content,
        })
    }

    fn signer(&self) -> Option<SignerParts<'a>> {
        let [signer] = tlv::all(self.signers, 1)?.try_into().ok()?;
        let version = tlv::expect(tlv::expect(signer.raw, tlv::SEQUENCE)?.content, tlv::INTEGER)?;
        let identifier = tlv::read(version.rest)?;
        let hash = tlv::expect(identifier.rest, tlv::SEQUENCE)?;
        let attributes = tlv::expect(hash.rest, 0xA0)?;
        let algorithm = tlv::expect(attributes.rest, tlv::SEQUENCE)?;
        let signature = tlv::expect(algorithm.rest, tlv::OCTETS)?;
        let (unsigned, _) = tlv::maybe(signature.rest, 0xA1);
        Some(SignerParts {
            identifier: Identifier::read(identifier)?,
            hash_name: AlgorithmIdentifierOwned::from_der(hash.raw).ok()?.oid,
            attributes: SignedAttributes::read(attributes)?,
            signature_algorithm: AlgorithmIdentifierOwned::from_der(algorithm.raw).ok()?,
            signature: signature.content,
            stamp: match unsigned {
                Some(set) => attribute(&tlv::all(set.content, MAX_LIST)?, STAMP).map(|token| token.raw),
                None => None,
            },
        })
    }
}

impl<'a> Identifier<'a> {
    fn read(value: Value<'a>) -> Option<Self> {
        match value.tag {
            tlv::SEQUENCE => {
                let issuer = tlv::expect(value.content, tlv::SEQUENCE)?;
                let serial = tlv::expect(issuer.rest, tlv::INTEGER)?;
                Some(Self::IssuerAndSerial { issuer: issuer.raw, serial: serial.content })
            }
            0x80 => Some(Self::Key(value.content)),
            _ => None,
        }
    }

    fn is_of(&self, certificate: &Read) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => certificate.is_named_by(issuer, serial),
            Self::Key(key) => {
                let mut extensions = certificate.certificate.tbs_certificate.extensions.iter().flatten();
                extensions.find(|extension| extension.extn_id == SUBJECT_KEY).is_some_and(|extension| {
                    SubjectKeyIdentifier::from_der(extension.extn_value.as_bytes())
                        .is_ok_and(|own| own.0.as_bytes() == *key)
                })
            }
        }
    }
}

impl<'a> SignedAttributes<'a> {
    fn read(set: Value<'a>) -> Option<Self> {
        let list = tlv::all(set.content, MAX_LIST)?;
        let mut message = set.raw.to_vec();
        *message.first_mut()? = tlv::SET;
        let content_type = attribute(&list, CONTENT_TYPE);
        let digest = attribute(&list, MESSAGE_DIGEST).filter(|value| value.tag == tlv::OCTETS);
        Some(Self {
            message,
            content_type: content_type.and_then(|value| ObjectIdentifier::from_der(value.raw).ok()),
            digest: digest.map(|value| value.content),
            certificate: attribute(&list, SIGNING_CERTIFICATE_V2),
        })
    }

    /// Whether the attribute with the hash of the certificate, where there is one, fits.
    fn names(&self, certificate: &Read) -> bool {
        let Some(attribute) = &self.certificate else { return true };
        let fits = || {
            let first = tlv::expect(tlv::expect(attribute.content, tlv::SEQUENCE)?.content, tlv::SEQUENCE)?;
            let (named, rest) = tlv::maybe(first.content, tlv::SEQUENCE);
            let name = named.map(|named| AlgorithmIdentifierOwned::from_der(named.raw)).transpose().ok()?;
            let hash = algorithm::hash(name.map_or(SHA_256, |name| name.oid)).ok()?;
            let claimed = tlv::expect(rest, tlv::OCTETS)?.content;
            Some(digest::digest(hash, &certificate.raw).as_ref() == claimed)
        };
        fits() == Some(true)
    }
}

/// The only value of an attribute that stands in the list once.
fn attribute<'a>(list: &[Value<'a>], oid: ObjectIdentifier) -> Option<Value<'a>> {
    let mut found = list.iter().filter_map(|attribute| {
        let name = tlv::expect(attribute.content, tlv::OID)?;
        (ObjectIdentifier::from_der(name.raw).ok()? == oid).then_some(name.rest)
    });
    let values = tlv::expect(found.next().filter(|_| found.next().is_none())?, tlv::SET)?;
    tlv::read(values.content).filter(|value| value.rest.is_empty())
}
