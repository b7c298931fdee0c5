//! What changed in a text between two days.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Address, Consolidated, Origin, PartState, Placed};

/// What happened to a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// It is new.
    Added {
        /// Its words.
        words: String,
    },
    /// It is gone: another wording of the part around it does not have it.
    Gone {
        /// Its words before.
        words: String,
    },
    /// It reads differently.
    Reworded {
        /// Its words before.
        before: String,
        /// Its words after.
        after: String,
    },
    /// It does not hold any more, for now, or again.
    Stands {
        /// How it stands now.
        now: PartState,
    },
}

/// A part that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartChange {
    /// Where.
    pub address: Address,
    /// What.
    #[serde(flatten)]
    pub what: What,
    /// The text that did it; none where a part is gone, or holds again because a suspension ended.
    pub by: Option<Origin>,
}

/// What changed from one wording to a later one, in the order of the later one; what is gone stands at the end.
#[must_use]
pub fn changed(before: &Consolidated, after: &Consolidated) -> Vec<PartChange> {
    let (old, new) = (before.parts(), after.parts());
    let known: BTreeMap<&Address, &&Placed> = old.iter().map(|part| (&part.address, part)).collect();
    let mut changes: Vec<PartChange> =
        new.iter().flat_map(|part| of_part(known.get(&part.address).copied(), part)).collect();
    let kept: BTreeSet<&Address> = new.iter().map(|part| &part.address).collect();
    let gone = old.iter().filter(|part| !kept.contains(&part.address));
    changes.extend(gone.map(|part| PartChange {
        address: part.address.clone(),
        what: What::Gone { words: words(part) },
        by: None,
    }));
    changes
}

fn of_part(before: Option<&&Placed>, after: &Placed) -> Vec<PartChange> {
    let change = |what, by| PartChange { address: after.address.clone(), what, by };
    let origin = || Some(after.origin.clone());
    let Some(before) = before else { return vec![change(What::Added { words: words(after) }, origin())] };
    let mut found = Vec::new();
    if words(before) != words(after) {
        found.push(change(What::Reworded { before: words(before), after: words(after) }, origin()));
    }
    if before.state != after.state {
        let by = match &after.state {
            PartState::InForce => None,
            PartState::Repealed { by } | PartState::Suspended { by } => Some(by.clone()),
        };
        found.push(change(What::Stands { now: after.state.clone() }, by));
    }
    found
}

fn words(part: &Placed) -> String {
    let both = [part.heading.as_str(), part.text.as_str()];
    both.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}
