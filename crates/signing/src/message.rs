//! Short messages signed with a key and checked with its certificate, in the form that HTTP carries (RFC 9421): of ECDSA
//! the two numbers side by side, not the DER around them.

use der::asn1::UintRef;
use der::{Decode, Encode, Reader, SliceReader};

use crate::algorithm::{self, Algorithm, AlgorithmFault};
use crate::certificate::Read;
use crate::{CertificateFacts, CertificateFault, Signer, SignerFault};

/// Bytes of one of the two numbers of a signature over P-256.
const HALF: usize = 32;

/// What a certificate says of who holds it.
pub fn certificate_facts(der: &[u8]) -> Result<CertificateFacts, CertificateFault> {
    Ok(Read::from_der(der)?.facts())
}

/// What the key of a certificate signs with.
pub fn algorithm_of(der: &[u8]) -> Result<Algorithm, AlgorithmFault> {
    let read = Read::from_der(der).map_err(|_| AlgorithmFault::Unsupported)?;
    Algorithm::of_key(&read.certificate.tbs_certificate.subject_public_key_info)
}

/// Signs a message.
pub fn sign_message(signer: &dyn Signer, message: &[u8]) -> Result<Vec<u8>, SignerFault> {
    let made = signer.sign(message)?;
    match signer.algorithm() {
        Algorithm::RsaSha256 => Ok(made),
        Algorithm::EcdsaP256Sha256 => side_by_side(&made).ok_or(SignerFault::Refused),
    }
}

/// Whether the key of the certificate signed this message.
pub fn check_message(certificate: &[u8], message: &[u8], signature: &[u8]) -> Result<(), AlgorithmFault> {
    let read = Read::from_der(certificate).map_err(|_| AlgorithmFault::Unsupported)?;
    let key = &read.certificate.tbs_certificate.subject_public_key_info;
    let method = Algorithm::of_key(key)?;
    let signature = match method {
        Algorithm::RsaSha256 => signature.to_vec(),
        Algorithm::EcdsaP256Sha256 => in_der(signature).ok_or(AlgorithmFault::Invalid)?,
    };
    algorithm::verify(&method.identifier(), None, key, message, &signature)
}

/// From the DER sequence of two numbers to the numbers.
fn side_by_side(der: &[u8]) -> Option<Vec<u8>> {
    let mut reader = SliceReader::new(der).ok()?;
    let (first, second) = reader
        .sequence(|inner| {
            Ok((UintRef::decode(inner)?.as_bytes().to_vec(), UintRef::decode(inner)?.as_bytes().to_vec()))
        })
        .ok()?;
    let mut both = Vec::with_capacity(2 * HALF);
    for number in [first, second] {
        both.resize(both.len() + HALF.checked_sub(number.len())?, 0);
        both.extend_from_slice(&number);
    }
    Some(both)
}

/// From two numbers to their DER sequence.
fn in_der(both: &[u8]) -> Option<Vec<u8>> {
    if both.len() != 2 * HALF {
        return None;
    }
    let (first, second) = both.split_at(HALF);
    let mut content = UintRef::new(first).ok()?.to_der().ok()?;
    content.extend(UintRef::new(second).ok()?.to_der().ok()?);
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 0x80)?;
    let mut der = vec![0x30, length];
    der.append(&mut content);
    Some(der)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FileSigner;

    fn signer(method: &'static rcgen::SignatureAlgorithm) -> FileSigner {
        let key = rcgen::KeyPair::generate_for(method).unwrap();
        let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        FileSigner::from_bytes(&key.serialize_der(), certificate.der()).unwrap()
    }

    #[test]
    fn what_a_key_signed_is_known_by_its_certificate_and_nothing_else_is() {
        let (one, other) = (signer(&rcgen::PKCS_ECDSA_P256_SHA256), signer(&rcgen::PKCS_ECDSA_P256_SHA256));
        // Numbers with noughts in front are met among so many.
        for round in 0..600_u32 {
            let message = round.to_be_bytes();
            let signed = sign_message(&one, &message).unwrap();
            assert_eq!(signed.len(), 64);
            assert_eq!(check_message(&one.certificate_chain()[0], &message, &signed), Ok(()));
            if round % 100 == 0 {
                let wrong = check_message(&other.certificate_chain()[0], &message, &signed);
                assert_eq!(wrong, Err(AlgorithmFault::Invalid));
                assert_eq!(
                    check_message(&one.certificate_chain()[0], b"another", &signed),
                    Err(AlgorithmFault::Invalid)
                );
            }
        }
        for bad in [vec![], vec![0; 63], vec![0; 64], vec![0xff; 64], vec![0; 65]] {
            assert_eq!(check_message(&one.certificate_chain()[0], b"m", &bad), Err(AlgorithmFault::Invalid));
        }
        assert_eq!(check_message(b"no certificate", b"m", &[0; 64]), Err(AlgorithmFault::Unsupported));
    }
}
