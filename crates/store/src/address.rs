//! The address of a `PostgreSQL` server, and how much the line to it is trusted.
//!
//! `sslmode` of the URL decides: without it the line is plain, as suits a server on the same machine; `require` encrypts
//! and believes whoever answers; `verify-full` also wants a certificate for that very host from an authority that is
//! known: those in the file `sslrootcert`, or those that the machine trusts. What would fall back to a plain line is not
//! offered.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// A server's database and the way to it.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) config: Config,
    /// `None`: the line is plain.
    pub(crate) tls: Option<MakeRustlsConnect>,
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Address").field("is_encrypted", &self.tls.is_some()).finish_non_exhaustive()
    }
}

/// Why the address of a server cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// Not an address as `postgres://user:password@host:port/database`.
    #[error("the database address cannot be read")]
    Unreadable(#[from] tokio_postgres::Error),
    /// A value of `sslmode` that is not offered.
    #[error("sslmode={0} is not offered: use disable, require or verify-full")]
    Mode(String),
    /// `sslrootcert` makes sense with TLS only.
    #[error("sslrootcert needs sslmode=verify-full or sslmode=require")]
    RootsWithoutTls,
    /// The authorities that are to be trusted cannot be read, or there are none.
    #[error("no certificate of an authority could be read from {0}")]
    Roots(String),
    /// The library for TLS refused its settings.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
}

impl Address {
    /// Reads a URL.
    pub(crate) fn parse(url: &str) -> Result<Self, AddressError> {
        let (server, options) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut others) = ("disable", None, Vec::new());
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", value)) => mode = value,
                Some(("sslrootcert", value)) => roots = Some(value),
                Some(_) | None => others.push(option),
            }
        }
        let mut config: Config = format!("{server}?{}", others.join("&")).parse()?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = match (mode, roots) {
            ("disable", None) => None,
            ("disable", Some(_)) => return Err(AddressError::RootsWithoutTls),
            ("require", None) => Some(believing_anyone(provider)?),
            // As with other clients: who names authorities wants them asked.
            ("verify-full" | "require", roots) => Some(believing(provider, roots)?),
            (other, _) => return Err(AddressError::Mode(other.to_owned())),
        };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Self { config, tls: tls.map(MakeRustlsConnect::new) })
    }
}

fn believing(provider: Arc<CryptoProvider>, file: Option<&str>) -> Result<ClientConfig, AddressError> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(file) => {
            let unreadable = || AddressError::Roots(file.to_owned());
            for certificate in CertificateDer::pem_file_iter(file).map_err(|_| unreadable())? {
                roots.add(certificate.map_err(|_| unreadable())?)?;
            }
        }
        // One broken certificate of many on a machine is no reason to trust none.
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    if roots.is_empty() {
        return Err(AddressError::Roots(file.unwrap_or("the machine's store").to_owned()));
    }
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn believing_anyone(provider: Arc<CryptoProvider>) -> Result<ClientConfig, AddressError> {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let verifier = Arc::new(Anyone(provider));
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// Takes any certificate whose owner answers: against listeners, not against impostors.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "postgres://motcua:secret@db.example.vn:5433/motcua";

    fn parse(options: &str) -> Result<Address, AddressError> {
        Address::parse(&format!("{SERVER}{options}"))
    }

    #[test]
    fn the_line_is_as_the_address_asks() {
        for (options, mode) in [
            ("", SslMode::Disable),
            ("?sslmode=disable", SslMode::Disable),
            ("?sslmode=require", SslMode::Require),
            ("?connect_timeout=3&sslmode=require", SslMode::Require),
        ] {
            let address = parse(options).unwrap();
            assert_eq!(address.config.get_ssl_mode(), mode, "{options}");
            assert_eq!(address.tls.is_some(), mode == SslMode::Require, "{options}");
            assert_eq!(address.config.get_ports(), [5433], "{options}");
        }
        let timeout = parse("?sslmode=require&connect_timeout=3").unwrap().config.get_connect_timeout().copied();
        assert_eq!(timeout, Some(std::time::Duration::from_secs(3)));
    }

    #[test]
    fn what_would_protect_nobody_is_refused() {
        for mode in ["prefer", "allow", "verify-ca", "", "REQUIRE"] {
            let refused = parse(&format!("?sslmode={mode}")).unwrap_err();
            assert!(matches!(&refused, AddressError::Mode(named) if named == mode), "{refused:?}");
        }
        assert!(matches!(parse("?sslrootcert=/ca.pem"), Err(AddressError::RootsWithoutTls)));
        let nothing = parse("?sslmode=verify-full&sslrootcert=/no/such/file.pem");
        assert!(matches!(nothing, Err(AddressError::Roots(file)) if file == "/no/such/file.pem"));
        assert!(matches!(parse("?no_such_option=1"), Err(AddressError::Unreadable(_))));
        assert!(!format!("{:?}", parse("").unwrap()).contains("secret"));
    }
}
