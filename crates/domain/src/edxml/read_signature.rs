//! The XML signature in a header, carried as it stands.

use super::Signature;
use super::fault::DeviationKind;
use super::grove::Element;
use super::pull::Space;
use super::read::said;
use super::take::{Notes, Spot};

pub(super) fn signature(spot: &Spot<'_>, notes: &mut Notes) -> Option<Signature> {
    let spot = said(spot, notes)?;
    if spot.element.opening.space != Space::Signature {
        notes.note(&spot.place, DeviationKind::SignatureNamespace);
    }
    let find = |path: &[&str]| below(spot.element, path);
    let inner = |path: &[&str]| {
        let text = find(path).map(|element| element.text.split_whitespace().collect::<String>());
        text.unwrap_or_default()
    };
    let method = |element: &Element| {
        let found = element.opening.attributes.iter().find(|(name, _)| name == "Algorithm");
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let algorithm = |path: &[&str]| find(path).map(method).unwrap_or_default();
    let transforms = find(&["SignedInfo", "Reference", "Transforms"]);
    Some(Signature {
        canonicalization: algorithm(&["SignedInfo", "CanonicalizationMethod"]),
        method: algorithm(&["SignedInfo", "SignatureMethod"]),
        transforms: transforms.map(|list| list.children.iter().map(method).collect()).unwrap_or_default(),
        digest_method: algorithm(&["SignedInfo", "Reference", "DigestMethod"]),
        digest: inner(&["SignedInfo", "Reference", "DigestValue"]),
        value: inner(&["SignatureValue"]),
        subject: find(&["KeyInfo", "X509Data", "X509SubjectName"])
            .map(|element| crate::text::composed(&element.text))
            .unwrap_or_default(),
        certificate: inner(&["KeyInfo", "X509Data", "X509Certificate"]),
    })
}

fn below<'e>(element: &'e Element, path: &[&str]) -> Option<&'e Element> {
    path.iter().try_fold(element, |element, name| element.children.iter().find(|child| child.name() == *name))
}
