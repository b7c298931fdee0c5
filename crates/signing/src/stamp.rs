//! Time stamps (RFC 3161): the question, the answer and what is proved by it, all as plain functions.

use der::asn1::{GeneralizedTime, ObjectIdentifier};
use der::{Decode, Encode};
use jiff::Timestamp;
use ring::digest;

use crate::algorithm::{self, AlgorithmFault, SHA_256, sha256};
use crate::certificate::Read;
use crate::container::{self, ContainerFault};
use crate::tlv::{self, write};

const STAMP_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// A service that stamps times; an implementation only carries bytes there and back.
pub trait TimeStamper {
    /// Sends a request in DER (`application/timestamp-query`) and gives back the answer (`application/timestamp-reply`).
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, StampFault>;
}

/// Why there is no time stamp, or none that proves anything.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StampFault {
    /// The service could not be reached.
    #[error("the time stamping service did not answer")]
    NoAnswer,
    /// The service refused.
    #[error("the time stamping service refused")]
    Refused,
    /// The answer cannot be read.
    #[error("the time stamp cannot be read")]
    Unreadable,
    /// The stamp is for other bytes, or answers another question.
    #[error("the time stamp is for something else")]
    OtherContent,
    /// The container of the stamp says nothing.
    #[error("the time stamp: {0}")]
    Container(ContainerFault),
    /// The signature of the stamp does not hold.
    #[error("the time stamp: {0}")]
    Signature(AlgorithmFault),
}

/// A time stamp whose own signature holds.
#[derive(Clone, Debug)]
pub struct TimeStamp {
    /// The time that the service stamped.
    pub time: Timestamp,
    /// The container of the stamp in DER.
    pub token: Vec<u8>,
    pub(crate) signer: Read,
    pub(crate) others: Vec<Read>,
}

/// The question for a stamp over some bytes; the number makes the answer one to this question.
#[must_use]
pub fn stamp_request(stamped: &[u8], number: u64) -> Vec<u8> {
    let hash = sha256(stamped);
    // A positive INTEGER: a zero first, and no more zeros than needed.
    let digits = number.to_be_bytes();
    let mut nonce = vec![0];
    nonce.extend(digits.iter().skip_while(|digit| **digit == 0));
    if nonce.get(1).is_some_and(|digit| *digit < 0x80) {
        nonce.remove(0);
    }
    let algorithm = write(tlv::SEQUENCE, &SHA_256.to_der().unwrap_or_default());
    let imprint = write(tlv::SEQUENCE, &[algorithm, write(tlv::OCTETS, &hash)].concat());
    // Version 1, and the certificate of the service is wanted.
    let parts = [write(tlv::INTEGER, &[1]), imprint, write(tlv::INTEGER, &nonce), vec![0x01, 0x01, 0xFF]];
    write(tlv::SEQUENCE, &parts.concat())
}

/// Reads the answer of a service and checks that it is a stamp over these bytes for this question.
pub fn read_stamp_answer(answer: &[u8], stamped: &[u8], number: u64) -> Result<TimeStamp, StampFault> {
    if answer.len() > crate::MAX_CONTAINER {
        return Err(StampFault::Unreadable);
    }
    let whole = tlv::expect(answer, tlv::SEQUENCE).ok_or(StampFault::Unreadable)?;
    let status = tlv::expect(whole.content, tlv::SEQUENCE).ok_or(StampFault::Unreadable)?;
    let number_of_status = tlv::expect(status.content, tlv::INTEGER).ok_or(StampFault::Unreadable)?;
    // Granted, or granted with changes.
    if !matches!(number_of_status.content, [0 | 1]) {
        return Err(StampFault::Refused);
    }
    let token = tlv::expect(status.rest, tlv::SEQUENCE).ok_or(StampFault::Unreadable)?;
    check(token.raw, stamped, Some(number))
}

/// Checks a stamp as it stands in a signature: over these bytes, and signed.
pub(crate) fn check(token: &[u8], stamped: &[u8], number: Option<u64>) -> Result<TimeStamp, StampFault> {
    let contents = container::read(token).map_err(StampFault::Container)?;
    let info = contents.content.filter(|_| contents.content_type == STAMP_INFO).ok_or(StampFault::Unreadable)?;
    let stated = Info::read(info).ok_or(StampFault::Unreadable)?;
    let hash = algorithm::hash(stated.hash).map_err(|_| StampFault::Container(ContainerFault::Hash))?;
    let is_answer = number.is_none_or(|number| stated.number == Some(number));
    if digest::digest(hash, stamped).as_ref() != stated.imprint || !is_answer {
        return Err(StampFault::OtherContent);
    }
    if !contents.is_intact(digest::digest(contents.hash, info).as_ref()) {
        return Err(StampFault::Signature(AlgorithmFault::Invalid));
    }
    contents.holds().map_err(StampFault::Signature)?;
    Ok(TimeStamp { time: stated.time, token: token.to_vec(), signer: contents.signer, others: contents.others })
}

struct Info<'a> {
    hash: ObjectIdentifier,
    imprint: &'a [u8],
    time: Timestamp,
    number: Option<u64>,
}

impl<'a> Info<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let version = tlv::expect(tlv::expect(bytes, tlv::SEQUENCE)?.content, tlv::INTEGER)?;
        let policy = tlv::expect(version.rest, tlv::OID)?;
        let imprint = tlv::expect(policy.rest, tlv::SEQUENCE)?;
        let serial = tlv::expect(imprint.rest, tlv::INTEGER)?;
        let time = tlv::expect(serial.rest, 0x18)?;
        let (_, rest) = tlv::maybe(time.rest, tlv::SEQUENCE);
        let (_, rest) = tlv::maybe(rest, 0x01);
        let (number, _) = tlv::maybe(rest, tlv::INTEGER);
        let algorithm = tlv::expect(imprint.content, tlv::SEQUENCE)?;
        let name = tlv::expect(algorithm.content, tlv::OID)?;
        Some(Self {
            hash: ObjectIdentifier::from_der(name.raw).ok()?,
            imprint: tlv::expect(algorithm.rest, tlv::OCTETS)?.content,
            time: moment(time)?,
            number: number.and_then(|number| small(number.content)),
        })
    }
}

/// The time with its fraction of a second cut off, which the reader of DER times does not know.
fn moment(value: tlv::Value<'_>) -> Option<Timestamp> {
    let whole = value.content.split(|byte| matches!(byte, b'.' | b'Z')).next()?;
    let text = [whole, b"Z".as_slice()].concat();
    let time = GeneralizedTime::from_der(&write(0x18, &text)).ok()?;
    Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok()
}

fn small(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |sum, &digit| sum.checked_mul(256)?.checked_add(u64::from(digit)))
}
