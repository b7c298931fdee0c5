//! The same signatures in the eyes of poppler, OpenSSL and qpdf.

use std::path::Path;

use signing::{
    FileSigner, LAST_PAGE, Look, Note, Picture, SignatureRequest, Signer, TrustAnchors, VisibleBox, inspect_pdf,
    sign_pdf,
};

use crate::own::seen_with_picture;
use crate::support::{FONT, both, classic, der_of, identity, now, openssl_identity, pem, request, said};

const SIGNING: &str = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n";

/// A store of NSS that trusts an authority.
fn nss(folder: &Path, authority: &str) -> String {
    let path = format!("sql:{}", folder.display());
    said(folder, "certutil", &["-N", "-d", &path, "--empty-password"]);
    said(folder, "certutil", &["-A", "-d", &path, "-n", "authority", "-t", "CT,C,C", "-i", authority]);
    folder.display().to_string()
}

#[test]
fn poppler_and_qpdf_agree() {
    let who = identity();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("authority.pem"), pem("CERTIFICATE", &who.authority)).unwrap();
    let store = nss(folder, "authority.pem");
    for (kind, pdf) in both() {
        let wish = SignatureRequest { visible: Some(seen_with_picture()), ..request() };
        let one = sign_pdf(&pdf, &who.signer, &wish, None).unwrap();
        let two = sign_pdf(&one, &who.signer, &request(), None).unwrap();
        std::fs::write(folder.join("signed.pdf"), two).unwrap();
        let heard = said(folder, "pdfsig", &["-nssdir", &store, "signed.pdf"]);
        assert_eq!(heard.matches("Signature is Valid").count(), 2, "{kind}: {heard}");
        // The store is asked anew for each file: poppler looks up a certificate that it has met once no second time.
        assert!(heard.contains("Certificate is Trusted"), "{kind}: {heard}");
        assert_eq!(heard.matches("ETSI.CAdES.detached").count(), 2, "{kind}: {heard}");
        assert_eq!(heard.matches("Total document signed").count(), 1, "{kind}: {heard}");
        assert!(heard.contains("Nguyễn Thị Ánh"), "{kind}: {heard}");
        let checked = said(folder, "qpdf", &["--check", "signed.pdf"]);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{kind}: {checked}");
        said(folder, "pdftoppm", &["-r", "40", "-png", "signed.pdf", "page"]);
    }
}

#[test]
fn openssl_verifies_the_container_of_every_kind_of_key() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let rsa: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
    let p256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    for (name, key) in [("rsa", rsa), ("p256", p256)] {
        let (authority, key, own) = openssl_identity(folder, name, key, SIGNING);
        let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
        let signer = FileSigner::from_bytes(&read(&key), &[read(&own), read(&authority)].concat()).unwrap();
        assert_eq!(signer.certificate_chain().len(), 2);
        let wish = SignatureRequest { time: valid_today(folder, &own), ..request() };
        let pdf_signed = sign_pdf(&both()[0].1, &signer, &wish, None).unwrap();
        let (content, container) = taken_apart(&pdf_signed);
        std::fs::write(folder.join("content"), content).unwrap();
        std::fs::write(folder.join("container"), container).unwrap();
        let arguments = ["cms", "-verify", "-inform", "DER", "-in", "container", "-content", "content", "-binary"];
        let more = ["-CAfile", authority.as_str(), "-purpose", "any", "-cades", "-out", "same"];
        let heard = said(folder, "openssl", &[&arguments[..], &more[..]].concat());
        assert!(heard.contains("Verification successful") && heard.contains("CAdES"), "{heard}");
        let anchors = TrustAnchors::from_der([der_of(folder, &authority)]).unwrap();
        let [found] = inspect_pdf(&pdf_signed, &anchors, wish.time).unwrap().try_into().unwrap();
        assert!(found.is_trusted(), "{found:?}");
        let printed = said(folder, "openssl", &["cms", "-cmsout", "-print", "-inform", "DER", "-in", "container"]);
        assert!(printed.contains("signingCertificateV2"), "{printed}");
        assert!(!printed.contains("signingTime"), "{printed}");
    }
}

/// The first moment of a certificate that was made just now.
fn valid_today(folder: &Path, certificate: &str) -> jiff::Timestamp {
    let text = said(folder, "openssl", &["x509", "-in", certificate, "-noout", "-startdate", "-dateopt", "iso_8601"]);
    text.trim().trim_start_matches("notBefore=").replace(' ', "T").parse().unwrap()
}

/// What is covered, and the container, by nothing but the ranges.
fn taken_apart(pdf: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let place = pdf.windows(10).rposition(|window| window == b"/ByteRange").unwrap();
    let text = String::from_utf8_lossy(&pdf[place + 10..place + 60]).into_owned();
    let inner = text.split(['[', ']']).nth(1).unwrap().to_owned();
    let numbers: Vec<usize> = inner.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let content = [&pdf[..numbers[1]], &pdf[numbers[2]..numbers[2] + numbers[3]]].concat();
    let digits = &pdf[numbers[1] + 1..numbers[2] - 1];
    let bytes: Vec<u8> =
        digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect();
    let length = usize::from(bytes[2]) * 256 + usize::from(bytes[3]) + 4;
    assert_eq!(bytes[..2], [0x30, 0x82]);
    (content, bytes[..length].to_vec())
}

#[test]
fn a_key_of_somebody_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let p256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let (_, _, own) = openssl_identity(folder, "a", p256, SIGNING);
    let (_, key, _) = openssl_identity(folder, "b", p256, SIGNING);
    let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let signer = FileSigner::from_bytes(&read(&key), &read(&own)).unwrap();
    let wish = SignatureRequest { time: now(), ..request() };
    let fault = sign_pdf(&both()[0].1, &signer, &wish, None).unwrap_err();
    assert_eq!(fault, signing::SignFault::Signer(signing::SignerFault::KeyAndCertificate));
}

#[test]
fn number_day_and_seal_come_with_the_second_signature_and_the_first_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (person, agency) = (identity(), identity());
    let note = |rect, text: &str| Note {
        page: 1,
        rect,
        text: text.to_owned(),
        font: std::fs::read(FONT).unwrap(),
        size: 13.0,
    };
    for (kind, pdf) in both() {
        let one = sign_pdf(&pdf, &person.signer, &request(), None).unwrap();
        let red = Look { ink: [0.8, 0.0, 0.0], is_over: true, is_seal: true };
        let seal = VisibleBox { page: LAST_PAGE, look: red, rect: [300.0, 100.0, 402.0, 230.0], ..seen_with_picture() };
        let notes = vec![
            note([100.0, 700.0, 200.0, 716.0], "05/QĐ-UBND"),
            note([300.0, 700.0, 500.0, 716.0], "ngày 27 tháng 11 năm 2026"),
        ];
        let wish = SignatureRequest { visible: Some(seal), notes, ..request() };
        let two = sign_pdf(&one, &agency.signer, &wish, None).unwrap();
        assert!(two.starts_with(&one), "{kind}: what was signed first is still there");
        std::fs::write(folder.join("two.pdf"), &two).unwrap();
        let heard = said(folder, "pdfsig", &["two.pdf"]);
        assert_eq!(heard.matches("Signature is Valid").count(), 2, "{kind}: {heard}");
        let words = said(folder, "pdftotext", &["-l", "1", "two.pdf", "-"]);
        assert!(words.contains("05/QĐ-UBND") && words.contains("ngày 27 tháng 11 năm 2026"), "{kind}: {words}");
        let checked = said(folder, "qpdf", &["--check", "two.pdf"]);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{kind}: {checked}");
        // A byte of the number that is changed breaks the agency's signature and not the person's.
        let mut changed = two.clone();
        let place = changed.windows(10).rposition(|window| window == b"/Subtype /").unwrap();
        changed[place + 1] = b's';
        std::fs::write(folder.join("changed.pdf"), &changed).unwrap();
        let heard = said(folder, "pdfsig", &["changed.pdf"]);
        assert_eq!(heard.matches("Signature is Valid").count(), 1, "{kind}: {heard}");
        assert!(heard.contains("Digest Mismatch"), "{kind}: {heard}");
    }
}

#[test]
fn a_picture_is_seen_through_where_it_is_transparent() {
    let who = identity();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("page.pdf"), classic()).unwrap();
    // A line on a ground that is seen through, whose colour without the mask is black.
    said(folder, "pdftocairo", &["-png", "-transp", "-singlefile", "-r", "50", "page.pdf", "ink"]);
    let picture = Picture::from_png(&std::fs::read(folder.join("ink.png")).unwrap()).unwrap();
    let visible = VisibleBox {
        picture: Some(picture),
        lines: Vec::new(),
        rect: [200.0, 200.0, 400.0, 480.0],
        ..seen_with_picture()
    };
    let wish = SignatureRequest { visible: Some(visible), ..request() };
    std::fs::write(folder.join("signed.pdf"), sign_pdf(&classic(), &who.signer, &wish, None).unwrap()).unwrap();
    let checked = said(folder, "qpdf", &["--check", "signed.pdf"]);
    assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
    said(folder, "pdftoppm", &["-r", "72", "-gray", "-singlefile", "signed.pdf", "seen"]);
    let seen = std::fs::read(folder.join("seen.pgm")).unwrap();
    let head = String::from_utf8_lossy(&seen[..20]).into_owned();
    let sizes: Vec<usize> = head.split_whitespace().skip(1).take(2).map(|side| side.parse().unwrap()).collect();
    let points = &seen[seen.len() - sizes[0] * sizes[1]..];
    let inside: Vec<u8> = (200..400)
        .flat_map(|x| (sizes[1] - 480..sizes[1] - 200).map(move |y| (x, y)))
        .map(|(x, y)| points[y * sizes[0] + x])
        .collect();
    let dark = inside.iter().filter(|point| **point < 200).count();
    assert!(dark > 10 && dark < inside.len() / 10, "{dark} of {}", inside.len());
}
