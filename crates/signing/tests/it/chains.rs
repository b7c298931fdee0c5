//! Chains that must not be believed.

use signing::{ChainFault, FileSigner, SignatureRequest, Trust, TrustAnchors, inspect_pdf, sign_pdf};

use crate::support::{classic, der_of, openssl_identity, request};

#[test]
fn a_certificate_for_another_use_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let p256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let cases = [
        ("keyUsage=critical,keyAgreement\n", Some(ChainFault::WrongUse)),
        ("keyUsage=critical,digitalSignature\n1.2.3.4=critical,DER:0500\n", Some(ChainFault::NotUnderstood)),
        ("keyUsage=critical,nonRepudiation\n1.2.3.4=DER:0500\n", None),
    ];
    for (number, (extensions, expected)) in cases.into_iter().enumerate() {
        let (authority, key, own) = openssl_identity(folder, &number.to_string(), p256, extensions);
        let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
        let signer = FileSigner::from_bytes(&read(&key), &read(&own)).unwrap();
        let anchors = TrustAnchors::from_der([der_of(folder, &authority)]).unwrap();
        // The certificates are made at the hour of the test.
        let time = anchors.facts().next().unwrap().not_before + jiff::SignedDuration::from_mins(1);
        let wish = SignatureRequest { time, ..request() };
        let pdf_signed = sign_pdf(&classic(), &signer, &wish, None).unwrap();
        let [found] = inspect_pdf(&pdf_signed, &anchors, time).unwrap().try_into().unwrap();
        assert!(found.is_sound());
        match expected {
            Some(fault) => assert_eq!(found.trust, Trust::NotAnchored(fault), "{extensions}"),
            None => assert!(found.is_trusted(), "{extensions}: {found:?}"),
        }
    }
}

#[test]
fn somebody_with_a_certificate_is_no_authority() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let rsa: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
    // The "authority" of the second is the mere holder of a certificate in the first.
    let (root, key, own) = openssl_identity(folder, "one", rsa, "basicConstraints=critical,CA:FALSE\n");
    let run = |arguments: &[&str]| crate::support::said(folder, "openssl", arguments);
    run(&["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "evil.key"]);
    run(&["req", "-new", "-key", "evil.key", "-subj", "/CN=Chủ tịch", "-utf8", "-out", "evil.csr"]);
    run(&[
        "x509",
        "-req",
        "-in",
        "evil.csr",
        "-CA",
        &own,
        "-CAkey",
        &key,
        "-CAcreateserial",
        "-days",
        "30",
        "-out",
        "evil.pem",
    ]);
    let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let chain = [read("evil.pem"), read(&own), read(&root)].concat();
    let signer = FileSigner::from_bytes(&read("evil.key"), &chain).unwrap();
    let anchors = TrustAnchors::from_der([der_of(folder, &root)]).unwrap();
    let time = anchors.facts().next().unwrap().not_before + jiff::SignedDuration::from_mins(1);
    let wish = SignatureRequest { time, ..request() };
    let pdf_signed = sign_pdf(&classic(), &signer, &wish, None).unwrap();
    let [found] = inspect_pdf(&pdf_signed, &anchors, time).unwrap().try_into().unwrap();
    assert_eq!(found.trust, Trust::NotAnchored(ChainFault::UnknownIssuer));
}
