//! Signatures inside XML documents (XML Signature, enveloped, exclusive canonical form), made and checked in one pass each.
//!
//! A document may be far larger than memory: it is read in pieces, and its canonical form goes into the hash as it comes.
//! For that, only the XML that envelopes are made of is taken: no document types, no processing instructions, no `Id`
//! references; comments do not count. One signature covers the whole document and stands in one place, so that nothing
//! signed can be moved elsewhere and nothing unsigned put beside it.
//!
//! W3C: XML Signature Syntax and Processing 1.1; Exclusive XML Canonicalization 1.0.

mod canonical;
mod check;
mod sign;
mod tokens;

pub use check::{XmlBroken, XmlSignature, check_xml};
pub use sign::{XmlSignFault, sign_xml};
pub use tokens::XmlFault;

/// Namespace of XML signatures.
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const SHA_256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const RSA_SHA_256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const ECDSA_SHA_256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

/// A hash that canonical XML is written into.
struct Hash(ring::digest::Context);

impl Hash {
    fn new() -> Self {
        Self(ring::digest::Context::new(&ring::digest::SHA256))
    }

    fn finish(self) -> Vec<u8> {
        self.0.finish().as_ref().to_vec()
    }
}

impl canonical::Sink for Hash {
    fn put(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

#[cfg(test)]
mod tests;
