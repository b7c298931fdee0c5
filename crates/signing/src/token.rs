//! A signer whose key lies on a token or in an HSM and never leaves it (PKCS#11).

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use der::Encode;
use der::asn1::UintRef;
use zeroize::Zeroizing;

use crate::algorithm::{Algorithm, sha256};
use crate::certificate::Read;
use crate::signer::{Signer, SignerFault};
use crate::tlv;

/// Where the key is.
pub struct TokenKey {
    /// The module of the token's maker, a shared library.
    pub module: PathBuf,
    /// The label of the token.
    pub token: String,
    /// The label under which key and certificate lie.
    pub key: String,
    /// The PIN; wiped when it is let go.
    pub pin: Zeroizing<String>,
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenKey").field("module", &self.module).finish_non_exhaustive()
    }
}

/// A signer with an open session on a token.
pub struct TokenSigner {
    session: Mutex<Session>,
    key: ObjectHandle,
    algorithm: Algorithm,
    chain: Vec<Vec<u8>>,
    // The module stays loaded as long as the session lives.
    _module: Pkcs11,
}

impl TokenSigner {
    /// Opens the token. `above` are the certificates of the authorities, which tokens often lack.
    pub fn open(place: &TokenKey, above: &[Vec<u8>]) -> Result<Self, SignerFault> {
        let module = Pkcs11::new(&place.module).map_err(|_| SignerFault::Module)?;
        match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            // Another signer of this process may have loaded it.
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => (),
            Err(_) => return Err(SignerFault::Module),
        }
        let slot = slot_of(&module, &place.token)?;
        let session = module.open_ro_session(slot).map_err(|_| SignerFault::Refused)?;
        let pin = AuthPin::from(place.pin.as_str());
        match session.login(UserType::User, Some(&pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => (),
            Err(_) => return Err(SignerFault::Pin),
        }
        let label = Attribute::Label(place.key.as_bytes().to_vec());
        let key = only(&session, &[Attribute::Class(ObjectClass::PRIVATE_KEY), label.clone()])?;
        let certificate = only(
            &session,
            &[Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509), label],
        )?;
        let own = value(&session, certificate)?;
        let read = Read::from_der(&own).map_err(|_| SignerFault::NoCertificate)?;
        let public = &read.certificate.tbs_certificate.subject_public_key_info;
        let algorithm = Algorithm::of_key(public).map_err(|_| SignerFault::Key)?;
        let chain = std::iter::once(own).chain(above.iter().cloned()).collect();
        Ok(Self { session: Mutex::new(session), key, algorithm, chain, _module: module })
    }
}

impl Signer for TokenSigner {
    fn certificate_chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFault> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        match self.algorithm {
            Algorithm::RsaSha256 => {
                session.sign(&Mechanism::Sha256RsaPkcs, self.key, message).map_err(|_| SignerFault::Refused)
            }
            Algorithm::EcdsaP256Sha256 => {
                // Not every token hashes for ECDSA, and each gives r and s one after the other.
                let pair = session.sign(&Mechanism::Ecdsa, self.key, &sha256(message));
                sequence_of(&pair.map_err(|_| SignerFault::Refused)?)
            }
        }
    }
}

impl fmt::Debug for TokenSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenSigner").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

fn slot_of(module: &Pkcs11, label: &str) -> Result<Slot, SignerFault> {
    let slots = module.get_slots_with_initialized_token().map_err(|_| SignerFault::Module)?;
    let is_named = |slot: &Slot| module.get_token_info(*slot).is_ok_and(|token| token.label() == label);
    slots.into_iter().find(is_named).ok_or(SignerFault::NotFound)
}

/// The one object that fits; two under one label would leave open with which is signed.
fn only(session: &Session, template: &[Attribute]) -> Result<ObjectHandle, SignerFault> {
    match session.find_objects(template).map_err(|_| SignerFault::Refused)?.as_slice() {
        [object] => Ok(*object),
        _ => Err(SignerFault::NotFound),
    }
}

fn value(session: &Session, object: ObjectHandle) -> Result<Vec<u8>, SignerFault> {
    let attributes = session.get_attributes(object, &[AttributeType::Value]).map_err(|_| SignerFault::Refused)?;
    let value = attributes.into_iter().find_map(|attribute| match attribute {
        Attribute::Value(value) => Some(value),
        _ => None,
    });
    value.ok_or(SignerFault::NoCertificate)
}

/// r and s as certificates and containers write them.
fn sequence_of(pair: &[u8]) -> Result<Vec<u8>, SignerFault> {
    let write = |half: &[u8]| UintRef::new(half).and_then(|half| half.to_der()).map_err(|_| SignerFault::Refused);
    let (r, s) = pair.split_at_checked(pair.len() / 2).ok_or(SignerFault::Refused)?;
    Ok(tlv::write(tlv::SEQUENCE, &[write(r)?, write(s)?].concat()))
}
