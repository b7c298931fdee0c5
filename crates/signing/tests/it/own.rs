//! Signing and inspecting, against each other.

use jiff::SignedDuration;
use signing::{
    Coverage, DEMO_MARK, Look, Picture, SignFault, TimeSource, Trust, TrustAnchors, VisibleBox, inspect_pdf, sign_pdf,
};

use crate::support::{FONT, anchors, both, classic, identity, now, request};

#[test]
fn a_signature_leaves_the_bytes_and_is_found_sound_and_trusted() {
    let who = identity();
    for (kind, pdf) in both() {
        let signed = sign_pdf(&pdf, &who.signer, &request(), None).unwrap();
        assert!(signed.starts_with(&pdf), "{kind}");
        let [found] = inspect_pdf(&signed, &anchors(&who), now()).unwrap().try_into().unwrap();
        assert!(found.is_trusted(), "{kind}: {found:?}");
        assert_eq!(found.coverage, Coverage::WholeFile);
        assert_eq!(found.claims.name.as_deref(), Some("Nguyễn Thị Ánh"));
        assert_eq!(found.claims.reason.as_deref(), Some("Trả kết quả (bản chính)"));
        assert_eq!(found.claims.location.as_deref(), Some("Huế"));
        assert_eq!(found.time, TimeSource::Claimed(now()));
        assert_eq!(found.stamp, None);
        let certificate = found.certificate.unwrap();
        assert_eq!(certificate.common_name.as_deref(), Some("Nguyễn Thị Ánh"));
        assert!(certificate.subject.contains(DEMO_MARK), "{}", certificate.subject);
        assert!(certificate.issuer.contains(DEMO_MARK), "{}", certificate.issuer);
        let Trust::Anchored(chain) = found.trust else { panic!("not anchored") };
        assert_eq!(chain.len(), 2);
    }
}

#[test]
fn a_second_and_a_third_signature_leave_the_first_sound() {
    let (first, second) = (identity(), identity());
    for (kind, pdf) in both() {
        let one = sign_pdf(&pdf, &first.signer, &request(), None).unwrap();
        let two = sign_pdf(&one, &second.signer, &request(), None).unwrap();
        let mut wish = request();
        wish.visible = Some(seen(2));
        let three = sign_pdf(&two, &first.signer, &wish, None).unwrap();
        let anchors = TrustAnchors::from_der([&first.authority, &second.authority]).unwrap();
        let found = inspect_pdf(&three, &anchors, now()).unwrap();
        assert_eq!(found.len(), 3, "{kind}");
        assert!(found.iter().all(signing::SignatureFound::is_trusted), "{kind}: {found:?}");
        let added = three.len() - one.len();
        assert_eq!(found[0].coverage, Coverage::Revision { bytes: one.len(), added });
        assert_eq!(found[2].coverage, Coverage::WholeFile);
    }
}

#[test]
fn what_is_added_after_the_signature_is_said() {
    let who = identity();
    let mut signed = sign_pdf(&classic(), &who.signer, &request(), None).unwrap();
    let bytes = signed.len();
    signed.extend_from_slice(b"% more\n");
    let [found] = inspect_pdf(&signed, &anchors(&who), now()).unwrap().try_into().unwrap();
    assert!(found.is_sound());
    assert_eq!(found.coverage, Coverage::Revision { bytes, added: 7 });
}

fn seen(page: u32) -> VisibleBox {
    VisibleBox {
        page,
        rect: [300.0, 100.0, 500.0, 160.0],
        lines: vec!["Ký bởi: Nguyễn Thị Ánh".to_owned(), "Thời gian: 26/11/2026 19:00".to_owned()],
        font: std::fs::read(FONT).unwrap(),
        picture: None,
        look: Look::default(),
    }
}

/// A red square of two by two, written by hand: one stored block of deflate.
fn picture() -> Picture {
    let chunk = |kind: &[u8], content: &[u8]| {
        let mut bytes = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(&[0; 4]);
        bytes
    };
    let rows = [0, 255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0];
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in rows {
        low = (low + byte) % 65521;
        high = (high + low) % 65521;
    }
    let mut data = vec![0x78, 0x01, 0x01, 14, 0, 0xF1, 0xFF];
    data.extend(rows.iter().map(|byte| u8::try_from(*byte).unwrap()));
    data.extend_from_slice(&(high << 16 | low).to_be_bytes());
    let header = [0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0];
    let png = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &data), chunk(b"IEND", &[])];
    Picture::from_png(&png.concat()).unwrap()
}

pub(crate) fn seen_with_picture() -> VisibleBox {
    VisibleBox { picture: Some(picture()), ..seen(1) }
}

#[test]
fn a_box_without_room_font_or_page_is_refused() {
    let who = identity();
    let refused = |visible| {
        let wish = signing::SignatureRequest { visible: Some(visible), ..request() };
        sign_pdf(&classic(), &who.signer, &wish, None).unwrap_err()
    };
    assert!(matches!(refused(VisibleBox { font: vec![1, 2, 3], ..seen(1) }), SignFault::Appearance(_)));
    assert!(matches!(refused(VisibleBox { rect: [10.0, 10.0, 10.0, 20.0], ..seen(1) }), SignFault::Appearance(_)));
    assert!(matches!(refused(VisibleBox { rect: [f32::NAN; 4], ..seen(1) }), SignFault::Appearance(_)));
    assert_eq!(refused(seen(3)), SignFault::NoPage);
}

#[test]
fn secrets_are_not_shown() {
    let keys = signing::DemoKeys::generate().unwrap();
    let who = signing::demo_identity("A", "B", now(), &keys).unwrap();
    let shown = format!("{keys:?} {:?}", who.signer);
    assert_eq!(shown, "DemoKeys { .. } FileSigner { algorithm: EcdsaP256Sha256, .. }");
}

#[test]
fn trust_ends_with_the_anchor_and_with_time() {
    use signing::ChainFault::{OutOfTime, UnknownIssuer};
    let who = identity();
    let signed = sign_pdf(&classic(), &who.signer, &request(), None).unwrap();
    let trust = |anchors: &TrustAnchors, wish_time| {
        let signed = match wish_time {
            Some(time) => {
                let wish = signing::SignatureRequest { time, ..request() };
                sign_pdf(&classic(), &who.signer, &wish, None).unwrap()
            }
            None => signed.clone(),
        };
        let [found] =
            inspect_pdf(&signed, anchors, now() + SignedDuration::from_hours(24 * 5000)).unwrap().try_into().unwrap();
        assert!(found.is_sound());
        found.trust
    };
    assert_eq!(trust(&TrustAnchors::default(), None), Trust::NotAnchored(UnknownIssuer));
    assert_eq!(trust(&anchors(&identity()), None), Trust::NotAnchored(UnknownIssuer));
    let late = now() + SignedDuration::from_hours(24 * 800);
    assert_eq!(trust(&anchors(&who), Some(late)), Trust::NotAnchored(OutOfTime));
    assert!(matches!(trust(&anchors(&who), None), Trust::Anchored(_)));
}
