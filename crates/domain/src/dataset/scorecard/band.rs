//! Reading bands with their vetoes and quotas.

use rust_decimal::Decimal;

use super::rule::{rule, variables};
use super::{MAX_ENTRIES, decimal, percent};
use crate::dataset::node::{LONG, Node, SHORT};
use crate::dataset::{FaultKind, refuse_duplicates};
use crate::rule::ValueType;
use crate::scorecard::{Band, BandSet, Bound, CardFault, Quota, Veto};

/// Reads the bands of one block or of all.
pub(super) fn set(place: &Node<'_>) -> BandSet {
    let in_percent = place.field("in").word_or_none(|word| match word {
        "points" => Some(false),
        "percent" => Some(true),
        _ => None,
    });
    let places: Vec<Node<'_>> = place.field("bands").list(MAX_ENTRIES).into_iter().filter(Node::is_object).collect();
    let bands: Vec<Band> = places.iter().map(band).collect();
    refuse_duplicates(places.iter().zip(&bands).map(|(one, band)| (one.field("code"), band.code.clone())));
    descending(&places, &bands);
    let known = |place: &Node<'_>, code: &str| {
        if !bands.iter().any(|band| band.code == code) {
            place.fault(FaultKind::UnknownReference { given: code.to_owned() });
        }
    };
    for (one, band) in places.iter().zip(&bands) {
        let of = band.quota.iter().flat_map(|quota| &quota.of);
        of.for_each(|code| known(&one.field("quota").field("of"), code));
    }
    let vetoes = place.field("vetoes").list_or_none(MAX_ENTRIES);
    let vetoes = vetoes.iter().filter_map(|one| {
        let veto = veto(one)?;
        known(&one.field("at_most"), &veto.at_most);
        Some(veto)
    });
    BandSet {
        block: place.field("block").text_or_none(SHORT),
        in_percent: in_percent.unwrap_or(false),
        vetoes: vetoes.collect(),
        source: place.field("source").text(LONG),
        bands,
    }
}

fn band(place: &Node<'_>) -> Band {
    let quota = place.field("quota");
    Band {
        code: place.field("code").text(SHORT),
        label_vi: place.field("label_vi").text(SHORT),
        label_en: place.field("label_en").text_or_none(SHORT),
        bound: bound(place),
        quota: (!quota.is_null() && quota.is_object())
            .then(|| Quota { percent: percent(&quota.field("percent")), of: quota.field("of").texts(MAX_ENTRIES) }),
    }
}

fn bound(place: &Node<'_>) -> Bound {
    if place.has("top_percent") {
        Bound::TopPercent(percent(&place.field("top_percent")))
    } else if place.has("from") {
        Bound::From { bound: decimal(&place.field("from")), is_inclusive: true }
    } else if place.has("above") {
        Bound::From { bound: decimal(&place.field("above")), is_inclusive: false }
    } else {
        Bound::Rest
    }
}

/// Bounds go down, or their shares up, and only the last band is for everybody else.
fn descending(places: &[Node<'_>], bands: &[Band]) {
    let mut last: Option<Bound> = None;
    for (place, band) in places.iter().zip(bands) {
        let wrong: Option<Decimal> = match (last, band.bound) {
            (Some(Bound::From { bound: above, .. }), Bound::From { bound, .. }) => (bound >= above).then_some(bound),
            (Some(Bound::TopPercent(above)), Bound::TopPercent(percent)) => (percent <= above).then_some(percent),
            (Some(Bound::Rest), Bound::From { bound, .. } | Bound::TopPercent(bound)) => Some(bound),
            (Some(Bound::Rest), Bound::Rest) => Some(Decimal::ZERO),
            (None | Some(Bound::From { .. } | Bound::TopPercent(_)), _) => None,
        };
        if let Some(bound) = wrong {
            place.fault(FaultKind::Scorecard(CardFault::NotDescending { bound }));
        }
        last = Some(band.bound);
    }
}

fn veto(place: &Node<'_>) -> Option<Veto> {
    let variables = variables(place);
    Some(Veto {
        when: rule(&place.field("when"), &variables, ValueType::YesNo)?,
        at_most: place.field("at_most").text(SHORT),
        text_vi: place.field("text_vi").text(LONG),
        variables,
    })
}
