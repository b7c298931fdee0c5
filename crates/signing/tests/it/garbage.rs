//! Bytes from anybody: nothing panics, and nothing that was changed is called sound.

use std::sync::OnceLock;

use proptest::prelude::*;
use signing::{TrustAnchors, inspect_pdf, sign_pdf};

use crate::support::{anchors, identity, now, request, with_streams};

fn signed() -> &'static (Vec<u8>, TrustAnchors) {
    static SIGNED: OnceLock<(Vec<u8>, TrustAnchors)> = OnceLock::new();
    SIGNED.get_or_init(|| {
        let who = identity();
        (sign_pdf(&with_streams(), &who.signer, &request(), None).unwrap(), anchors(&who))
    })
}

proptest! {
    #[test]
    fn a_changed_byte_outside_the_container_is_noticed(place in any::<prop::sample::Index>(), change in 1_u8..=255) {
        let (pdf, anchors) = signed();
        let start = pdf.windows(10).rposition(|window| window == b"/Contents ").unwrap() + 10;
        let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap() + 1;
        let covered: Vec<usize> = (0..start).chain(end..pdf.len()).collect();
        let mut changed = pdf.clone();
        changed[*place.get(&covered)] ^= change;
        let sound = inspect_pdf(&changed, anchors, now()).is_ok_and(|found| found.iter().any(signing::SignatureFound::is_sound));
        prop_assert!(!sound);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let pdf = [b"%PDF-1.7 1 0 obj <</ByteRange [0 1 2 3] /Contents <".as_slice(), &bytes].concat();
        let _ = inspect_pdf(&pdf, &TrustAnchors::default(), now());
        let _ = inspect_pdf(&bytes, &TrustAnchors::default(), now());
    }
}
