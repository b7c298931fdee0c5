//! The key of this installation, and what a certificate is known by.

use signing::{Algorithm, CertificateFault, FileSigner, Signer, SignerFault, certificate_facts, sign_message};

/// Signs requests and envelopes.
pub(super) struct InstallationKey {
    signer: FileSigner,
    fingerprint: String,
}

impl InstallationKey {
    /// From the bytes of two files. That key and certificate belong together is tried once.
    pub(super) fn new(key: &[u8], certificate: &[u8]) -> Result<Self, SignerFault> {
        const TRIED: &[u8] = b"motcua";
        let signer = FileSigner::from_bytes(key, certificate)?;
        let certificate = signer.certificate_chain().first().cloned().ok_or(SignerFault::NoCertificate)?;
        let made = sign_message(&signer, TRIED)?;
        signing::check_message(&certificate, TRIED, &made).map_err(|_| SignerFault::KeyAndCertificate)?;
        let fingerprint = fingerprint(&certificate).map_err(|_| SignerFault::NoCertificate)?;
        Ok(Self { signer, fingerprint })
    }

    /// What partners know it by.
    pub(super) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What signs envelopes.
    pub(super) const fn signer(&self) -> &FileSigner {
        &self.signer
    }

    /// Signs a message in the form of HTTP.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFault> {
        sign_message(&self.signer, message)
    }

    /// The name of its algorithm in HTTP (RFC 9421).
    pub(super) fn algorithm(&self) -> &'static str {
        algorithm_name(self.signer.algorithm())
    }
}

/// The name of an algorithm in HTTP (RFC 9421).
pub(super) const fn algorithm_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RsaSha256 => "rsa-v1_5-sha256",
        Algorithm::EcdsaP256Sha256 => "ecdsa-p256-sha256",
    }
}

/// SHA-256 of a certificate in hexadecimal digits.
pub(super) fn fingerprint(certificate: &[u8]) -> Result<String, CertificateFault> {
    Ok(certificate_facts(certificate)?.fingerprint)
}
