//! Taking values out of the tree; everything that differs from the standard is noted with its place.

use jiff::civil::{Date, DateTime};

use super::DocumentId;
use super::document_id::OrganId;
use super::fault::{Deviation, DeviationKind, shown};
use super::grove::Element;
use super::value::{self, Read};
use crate::text::composed;

/// Most deviations that are kept of one message.
pub(super) const NOTED_MAX: usize = 200;

/// What was noted.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) found: Vec<Deviation>,
}

impl Notes {
    /// Notes it once at each place.
    pub(super) fn note(&mut self, place: &str, what: DeviationKind) {
        let deviation = Deviation { place: place.to_owned(), what };
        if self.found.len() < NOTED_MAX && !self.found.contains(&deviation) {
            self.found.push(deviation);
        }
    }
}

/// An element with its place.
#[derive(Debug, Clone)]
pub(super) struct Spot<'e> {
    pub(super) element: &'e Element,
    pub(super) place: String,
}

impl<'e> Spot<'e> {
    pub(super) fn root(element: &'e Element, above: &str) -> Self {
        let place = if above.is_empty() { element.name().to_owned() } else { format!("{above}/{}", element.name()) };
        Self { element, place }
    }

    /// Its children by these names, in the order of the names; what has none of them is noted. A second spelling stands
    /// behind a `|`, an element that may come more than once ends in `*`.
    pub(super) fn parts<const N: usize>(&self, names: [&str; N], notes: &mut Notes) -> [Vec<Spot<'e>>; N] {
        self.parts_beside(names, &[], notes)
    }

    /// Its children, where it may have these attributes.
    pub(super) fn parts_beside<const N: usize>(
        &self,
        names: [&str; N],
        attributes: &[&str],
        notes: &mut Notes,
    ) -> [Vec<Spot<'e>>; N] {
        let mut found: [Vec<Spot<'e>>; N] = std::array::from_fn(|_| Vec::new());
        if !self.element.text.trim().is_empty() {
            notes.note(&self.place, DeviationKind::StrayText);
        }
        self.attributes(attributes, notes);
        for child in &self.element.children {
            let spot = Self::root(child, &self.place);
            let matches = |name: &&str| name.trim_end_matches('*').split('|').any(|known| known == child.name());
            let Some((name, list)) = names.iter().zip(&mut found).find(|(name, _)| matches(name)) else {
                notes.note(&self.place, DeviationKind::UnknownElement { name: shown(child.name()) });
                continue;
            };
            let expected = name.trim_end_matches('*').split('|').next().unwrap_or_default();
            if expected != child.name() {
                notes.note(&spot.place, DeviationKind::Spelling { expected: expected.to_owned() });
            }
            // The signature alone is written without one.
            if child.name() != "Signature" && !(child.opening.has_prefix && child.is_of_standard()) {
                notes.note(&spot.place, DeviationKind::Prefix);
            }
            if list.is_empty() || name.ends_with('*') {
                list.push(spot);
            } else {
                notes.note(&spot.place, DeviationKind::Repeated);
            }
        }
        found
    }

    /// Notes attributes that are not among these.
    pub(super) fn attributes(&self, known: &[&str], notes: &mut Notes) {
        let others = self.element.opening.attributes.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        for (name, _) in others {
            notes.note(&self.place, DeviationKind::UnknownAttribute { name: shown(name) });
        }
    }

    /// The text in it.
    pub(super) fn text(&self, notes: &mut Notes) -> String {
        self.attributes(&[], notes);
        for child in &self.element.children {
            notes.note(&self.place, DeviationKind::UnknownElement { name: shown(child.name()) });
        }
        composed(&self.element.text)
    }

    /// A value that the text means; none, with a note, where it means nothing.
    pub(super) fn value<T>(&self, read: impl Fn(&str) -> Read<T>, notes: &mut Notes) -> Option<T> {
        let text = self.text(notes);
        if text.is_empty() {
            notes.note(&self.place, DeviationKind::Empty);
            return None;
        }
        match read(&text) {
            Read::Plain(value) => Some(value),
            Read::Other(value) => {
                notes.note(&self.place, DeviationKind::OtherForm { given: shown(&text) });
                Some(value)
            }
            Read::Not => {
                notes.note(&self.place, DeviationKind::WrongValue { given: shown(&text) });
                None
            }
        }
    }

    pub(super) fn missing(&self, name: &str, notes: &mut Notes) {
        notes.note(&self.place, DeviationKind::Missing { name: name.to_owned() });
    }
}

/// The text of the first, or an empty one.
pub(super) fn text(spots: &[Spot<'_>], notes: &mut Notes) -> String {
    spots.first().map(|spot| spot.text(notes)).unwrap_or_default()
}

/// The texts of all, without empty ones.
pub(super) fn texts(spots: &[Spot<'_>], notes: &mut Notes) -> Vec<String> {
    spots.iter().map(|spot| spot.text(notes)).filter(|text| !text.is_empty()).collect()
}

/// The number of the first.
pub(super) fn number<T: std::str::FromStr>(spots: &[Spot<'_>], notes: &mut Notes) -> Option<T> {
    let read = |text: &str| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
        match text.parse::<T>() {
            Ok(number) if is_plain => Read::Plain(number),
            Ok(number) => Read::Other(number),
            Err(_) => Read::Not,
        }
    };
    spots.first().filter(|spot| !spot.element.is_empty()).and_then(|spot| spot.value(read, notes))
}

/// The date of the first.
pub(super) fn date(spots: &[Spot<'_>], notes: &mut Notes) -> Option<Date> {
    spots.first().filter(|spot| !spot.element.is_empty()).and_then(|spot| spot.value(value::any_date, notes))
}

/// The time of the first.
pub(super) fn time(spots: &[Spot<'_>], notes: &mut Notes) -> Option<DateTime> {
    spots.first().filter(|spot| !spot.element.is_empty()).and_then(|spot| spot.value(value::any_time, notes))
}

/// `1` or `0`, also as words.
pub(super) fn yes(spots: &[Spot<'_>], plain: [&str; 2], notes: &mut Notes) -> Option<bool> {
    let read = |text: &str| match text {
        _ if text == plain[0] => Read::Plain(false),
        _ if text == plain[1] => Read::Plain(true),
        "0" => Read::Other(false),
        "1" => Read::Other(true),
        _ if text.eq_ignore_ascii_case("false") => Read::Other(false),
        _ if text.eq_ignore_ascii_case("true") => Read::Other(true),
        _ => Read::Not,
    };
    spots.first().filter(|spot| !spot.element.is_empty()).and_then(|spot| spot.value(read, notes))
}

/// The identifier of an agency, noted where it has no known form.
pub(super) fn organ_id(spots: &[Spot<'_>], notes: &mut Notes) -> String {
    let id = text(spots, notes);
    if let Some(spot) = spots.first().filter(|_| !id.is_empty() && OrganId::parse(&id).is_none()) {
        notes.note(&spot.place, DeviationKind::ForeignOrgan { given: shown(&id) });
    }
    id
}

/// The identifier of a document, noted where it is not made of agency, date and number.
pub(super) fn document_id(spots: &[Spot<'_>], notes: &mut Notes) -> String {
    let id = text(spots, notes);
    if let Some(spot) = spots.first().filter(|_| !id.is_empty() && DocumentId::parse(&id).is_none()) {
        notes.note(&spot.place, DeviationKind::ForeignIdentifier { given: shown(&id) });
    }
    id
}
