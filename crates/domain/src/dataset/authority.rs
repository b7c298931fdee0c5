//! Authorities outside the province's own units that work on this installation, and the unit that stands for each.

use serde::{Deserialize, Serialize};

use super::grounds::dated_keys;
use super::node::{LONG, Node, SHORT};
use super::refuse_duplicates;
use crate::organisation::Validity;

/// An authority named in workflows (cơ quan phối hợp, cơ quan ngành dọc), and the unit by which it works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its name as workflows say it.
    pub authority_vi: String,
    /// The unit.
    pub unit_id: String,
    /// Days on which it works here.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
}

/// Reads `authorities[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Authority> {
    let places: Vec<Node<'_>> =
        root.field("authorities").list(1_000).into_iter().map(|place| place.named_by(&["authority_vi"])).collect();
    root.field("count").states(places.len());
    let authorities = places.iter().filter(|place| place.is_object()).map(|place| Authority {
        authority_vi: place.field("authority_vi").text(SHORT),
        unit_id: place.field("unit_id").text(SHORT),
        validity: place.validity(),
        source: place.field("source").text(LONG),
    });
    let authorities = authorities.collect();
    refuse_duplicates(dated_keys(&places, "authority_vi"));
    authorities
}
