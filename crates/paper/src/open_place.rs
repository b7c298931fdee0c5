//! Places that a template leaves open: a number that is given later, a day, a signature.
//!
//! A template names one with `open-place` of `frame.typ`; where it came to lie is known once the pages are set.

use std::collections::BTreeMap;

use typst::foundations::{Dict, Label, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// Names that a template may give, each once.
const NAMES: [&str; 3] = ["number", "day", "signature"];

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenPlace {
    /// The page, the first being 1.
    pub page: u32,
    /// Left, bottom, right and top in points from the lower left corner of the page.
    pub rect: [f32; 4],
}

/// Open places by their names: `number`, `day`, `signature`.
pub type OpenPlaces = BTreeMap<&'static str, OpenPlace>;

/// Where the open places of a document came to lie.
pub(crate) fn open_places(document: &PagedDocument) -> OpenPlaces {
    NAMES.into_iter().filter_map(|name| Some((name, place(document, name)?))).collect()
}

fn place(document: &PagedDocument, name: &str) -> Option<OpenPlace> {
    let label = Label::new(PicoStr::intern(name))?;
    let introspector = document.introspector();
    let found = introspector.query_first(&Selector::Label(label))?;
    let Value::Dict(size) = &found.to_packed::<MetadataElem>()?.value else { return None };
    let position = introspector.position(found.location()?)?;
    let page = document.pages().get(position.page.get().checked_sub(1)?)?;
    let (left, top) = (position.point.x.to_pt(), page.frame.height().to_pt() - position.point.y.to_pt());
    let rect = [left, top - points(size, "height")?, left + points(size, "width")?, top];
    Some(OpenPlace { page: u32::try_from(position.page.get()).ok()?, rect: rect.map(narrowed) })
}

fn points(size: &Dict, key: &str) -> Option<f64> {
    match size.get(key).ok()? {
        Value::Float(points) => Some(*points),
        _ => None,
    }
}

/// Pages are small enough for the narrower number.
#[expect(clippy::cast_possible_truncation, reason = "a place on a page is far below what the narrower number holds")]
const fn narrowed(points: f64) -> f32 {
    points as f32
}
