//! Signatures in XML in the eyes of xmlsec, and its own in ours; changed, moved and doubled ones.

use std::io::Cursor;
use std::path::Path;

use proptest::prelude::*;
use signing::{FileSigner, Signer, XmlBroken, XmlSignature, check_xml, sign_xml};

use crate::support::{der_of, identity, openssl_identity, run, said};

const PLACE: [&str; 2] = ["edXML", "Header"];
const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
const PLAIN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- thư -->\n<edXML xmlns=\"http://www.mic.gov.vn/x\" \
    xmlns:e=\"urn:e\">\n <Header e:b='2' a=\"1\"><e:Subject>V/v mời họp &amp; \"báo cáo\" &#x1EA1;</e:Subject>\t</Header>\
    <Body><![CDATA[<x>]]><empty/></Body></edXML>\n";

fn signed(document: &str, signer: &dyn Signer) -> String {
    let mut out = Vec::new();
    sign_xml(&mut Cursor::new(document), &PLACE, signer, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn checked(document: &str) -> XmlSignature {
    check_xml(document.as_bytes(), &PLACE).unwrap()
}

fn signer(folder: &Path, name: &str, key: &[&str]) -> (FileSigner, String, String) {
    let extensions = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n";
    let (_, own_key, own) = openssl_identity(folder, name, key, extensions);
    let key = std::fs::read(folder.join(&own_key)).unwrap();
    let certificate = std::fs::read(folder.join(&own)).unwrap();
    (FileSigner::from_bytes(&key, &certificate).unwrap(), own, own_key)
}

#[test]
fn xmlsec_agrees_with_what_is_signed_here() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (name, key) in [("rsa", RSA), ("p256", P256)] {
        let (signer, certificate, _) = signer(folder, name, key);
        let text = signed(PLAIN, &signer);
        let own = signer.certificate_chain()[0].clone();
        assert_eq!(checked(&text), XmlSignature::Holds { certificate: own }, "{name}");
        std::fs::write(folder.join("signed.xml"), &text).unwrap();
        let verify = ["--verify", "--enabled-key-data", "rsa,ec,x509", "--pubkey-cert-pem", &certificate, "signed.xml"];
        said(folder, "xmlsec1", &verify);
        std::fs::write(folder.join("signed.xml"), text.replace("mời", "moi")).unwrap();
        assert!(!run(folder, "xmlsec1", &verify).status.success(), "{name}: a changed one");
    }
}

/// A template of a signature for xmlsec, indented as people do.
fn template(method: &str, digest: &str) -> String {
    format!(
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n  <ds:SignedInfo>\n    \
         <ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\n    \
         <ds:SignatureMethod Algorithm=\"{method}\"/>\n    <ds:Reference URI=\"\">\n      <ds:Transforms>\
         <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
         <ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>\n      \
         <ds:DigestMethod Algorithm=\"{digest}\"/>\n      <ds:DigestValue/>\n    </ds:Reference>\n  </ds:SignedInfo>\n  \
         <ds:SignatureValue/>\n  <ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>\n</ds:Signature>"
    )
}

#[test]
fn what_xmlsec_signs_is_believed_and_sha1_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    let rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    let ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    let old = ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1");
    for (name, key, method, digest) in
        [("rsa", RSA, rsa, sha256), ("p256", P256, ecdsa, sha256), ("old", RSA, old.0, old.1)]
    {
        let (_, certificate, key) = signer(folder, name, key);
        let document = PLAIN.replace("</Header>", &format!("{}</Header>", template(method, digest)));
        std::fs::write(folder.join("template.xml"), document).unwrap();
        let both = format!("{key},{certificate}");
        said(folder, "xmlsec1", &["--sign", "--privkey-pem", &both, "--output", "signed.xml", "template.xml"]);
        let text = std::fs::read_to_string(folder.join("signed.xml")).unwrap();
        let found = checked(&text);
        if name == "old" {
            assert_eq!(found, XmlSignature::Broken(XmlBroken::NotAccepted(method.to_owned())));
            continue;
        }
        let own = der_of(folder, &certificate);
        assert_eq!(found, XmlSignature::Holds { certificate: own }, "{name}: {text}");
        let changed = text.replace("báo cáo", "bao cao");
        assert_eq!(checked(&changed), XmlSignature::Broken(XmlBroken::Changed), "{name}");
    }
}

#[test]
fn a_signature_stands_in_one_place_and_covers_everything() {
    let who = identity();
    let text = signed(PLAIN, &who.signer);
    let (before, rest) = text.split_once("<Signature").unwrap();
    let (inner, after) = rest.split_once("</Signature>").unwrap();
    let signature = format!("<Signature{inner}</Signature>");
    let placed = |document: String| checked(&document);
    let place = XmlSignature::Broken(XmlBroken::Place);
    assert_eq!(placed(format!("{before}{}{signature}", after.replace("<Body>", &format!("{signature}<Body>")))), place);
    assert_eq!(placed(format!("{before}{signature}{signature}{after}")), place);
    assert_eq!(placed(format!("{before}{}", after.replace("<empty/>", &signature))), place);
    let wrapped = format!("{before}<Old>{signature}</Old>{after}");
    assert_eq!(placed(wrapped), place, "moved down");
    assert_eq!(checked(PLAIN), XmlSignature::Absent);
    let unfit = |from: &str, to: &str| checked(&text.replacen(from, to, 1));
    assert!(matches!(unfit("URI=\"\"", "URI=\"#x\""), XmlSignature::Broken(XmlBroken::NotAccepted(_))));
    assert!(matches!(unfit("URI=\"\"", ""), XmlSignature::Broken(XmlBroken::Lacks(_))));
    let twice = text.replacen("<Reference", "<Reference URI=\"\"></Reference><Reference", 1);
    assert!(matches!(checked(&twice), XmlSignature::Broken(XmlBroken::Lacks(_))));
    let object = text.replacen("<KeyInfo>", "<Object><a/></Object><KeyInfo>", 1);
    assert!(matches!(checked(&object), XmlSignature::Broken(XmlBroken::NotAccepted(_))));
    let method = unfit("<SignatureMethod", "<SignatureMethod b=\"1\"");
    assert_eq!(method, XmlSignature::Broken(XmlBroken::Forged), "what is signed is signed as it stands");
    let other = identity();
    let theirs = signed(PLAIN, &other.signer);
    let certificate =
        |text: &str| text.split("<X509Certificate>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let swapped = text.replace(&certificate(&text), &certificate(&theirs));
    assert_eq!(checked(&swapped), XmlSignature::Broken(XmlBroken::Forged));
    let again = sign_xml(&mut Cursor::new(&text), &PLACE, &who.signer, &mut Vec::new());
    assert!(again.is_err(), "signed already");
    let nowhere = sign_xml(&mut Cursor::new("<edXML/>"), &PLACE, &who.signer, &mut Vec::new());
    assert!(nowhere.is_err(), "no header");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_changed_byte_goes_unseen(place in 0_usize..4_000, to in any::<u8>()) {
        let who = identity();
        let text = signed(PLAIN, &who.signer);
        let own = who.signer.certificate_chain()[0].clone();
        let mut bytes = text.clone().into_bytes();
        let place = place % bytes.len();
        prop_assume!(bytes[place] != to);
        bytes[place] = to;
        let Ok(found) = check_xml(&bytes[..], &PLACE) else { return Ok(()) };
        // What the canonical form leaves out may change: the declaration, comments, white space in tags, kinds of quotes.
        let holds = found == XmlSignature::Holds { certificate: own };
        prop_assert!(!holds || says_the_same(&text, &bytes), "byte {} became {}", place, to);
    }
}

/// Whether a document says the same to who reads its elements, attributes and texts.
fn says_the_same(one: &str, other: &[u8]) -> bool {
    let other = String::from_utf8_lossy(other);
    let told = |text: &str| {
        let body = text.split_once("-->").map_or(text, |(_, body)| body);
        let body = body.split_once("<edXML").map_or(body, |(_, body)| body);
        body.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '"' | '\'')).collect::<String>()
    };
    told(one) == told(&other)
}
