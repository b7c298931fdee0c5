//! Reading files of registered data: what a state register holds of a person, for places that have no line to one yet.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, refuse_duplicates};
use crate::eform::{Concept, VALUE_CHARS_MAX};

/// Most entries of one file.
const MAX_ENTRIES: usize = 100_000;

/// A state register (cơ sở dữ liệu quốc gia, chuyên ngành).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterKind {
    /// Cơ sở dữ liệu quốc gia về dân cư.
    Population,
    /// Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp.
    Enterprise,
    /// Cơ sở dữ liệu đất đai.
    Land,
}

impl RegisterKind {
    /// Every register.
    pub const ALL: [Self; 3] = [Self::Population, Self::Enterprise, Self::Land];

    /// The word that files and stored rows use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Enterprise => "enterprise",
            Self::Land => "land",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the register is the one that is asked for a concept: nothing else of its answer is taken.
    #[must_use]
    pub const fn holds(self, concept: Concept) -> bool {
        match concept {
            Concept::FullName
            | Concept::BirthDate
            | Concept::Gender
            | Concept::IdentityNumber
            | Concept::Ethnicity
            | Concept::Nationality
            | Concept::BirthPlace
            | Concept::Residence
            | Concept::PermanentResidence => matches!(self, Self::Population),
            Concept::EnterpriseName | Concept::TaxCode | Concept::EnterpriseAddress => {
                matches!(self, Self::Enterprise)
            }
            Concept::Parcel | Concept::LandArea | Concept::LandAddress => matches!(self, Self::Land),
            // Where somebody can be reached they know best themselves.
            Concept::Phone | Concept::Email => false,
        }
    }
}

/// What a register holds of one person under one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// Which register.
    pub register: RegisterKind,
    /// Whose entry it is: personal identity number of 12 digits.
    pub identity_number: String,
    /// Number of the entry: that of the person, of the enterprise, of the parcel.
    pub number: String,
    /// The day on which it was so.
    pub as_of: Date,
    /// What it says.
    pub values: BTreeMap<Concept, String>,
    /// Where it comes from.
    pub source: String,
}

/// Reads `register_entries[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<RegisterEntry> {
    let places = root.field("register_entries").list(MAX_ENTRIES);
    root.field("count").states(places.len());
    let places: Vec<Node<'_>> = places.into_iter().map(|place| place.named_by(&["number"])).collect();
    refuse_duplicates(places.iter().map(|place| {
        let word = |field: &str| place.value().get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        (place.field("number"), format!("{}/{}/{}", word("register"), word("identity_number"), word("number")))
    }));
    places.iter().filter(|place| place.is_object()).filter_map(entry).collect()
}

fn entry(place: &Node<'_>) -> Option<RegisterEntry> {
    let is_identity = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let register = place.field("register").word(RegisterKind::from_name);
    let identity_number = place.field("identity_number").code(is_identity);
    let (number, as_of, source) =
        (place.field("number").text(SHORT), place.field("as_of").day(), place.field("source").text(LONG));
    let values = values(&place.field("values"), register);
    Some(RegisterEntry { register: register?, identity_number, number, as_of: as_of?, values, source })
}

fn values(place: &Node<'_>, register: Option<RegisterKind>) -> BTreeMap<Concept, String> {
    let mut values = BTreeMap::new();
    if !place.is_object() {
        return values;
    }
    for name in place.value().as_object().into_iter().flatten().map(|(name, _)| name) {
        let value = place.field(name);
        let concept = Concept::from_name(name);
        let Some(concept) = concept.filter(|concept| register.is_none_or(|register| register.holds(*concept))) else {
            value.fault(FaultKind::UnknownWord { given: super::node::shown(name) });
            continue;
        };
        let text = value.text(VALUE_CHARS_MAX);
        match concept.kept(&Value::String(text.clone())) {
            Some(kept) => drop(values.insert(concept, kept)),
            None if text.is_empty() => (),
            None => value.fault(FaultKind::UnknownWord { given: super::node::shown(&text) }),
        }
    }
    values
}
