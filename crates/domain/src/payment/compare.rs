//! Reconciliation (đối soát): our list of a day beside the gateway's, every difference shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One line of a list. Money given back has a negative amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What both sides call the transaction.
    pub transaction: String,
    /// The order that it names.
    pub order: String,
    /// Amount in đồng.
    pub amount: i64,
}

/// In what two lists differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The gateway has it, we have not.
    MissingHere,
    /// We have it, the gateway has not.
    MissingThere,
    /// Both have it, with other amounts.
    OtherAmount,
}

impl DifferenceKind {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingHere => "missing_here",
            Self::MissingThere => "missing_there",
            Self::OtherAmount => "other_amount",
        }
    }

    /// The kind of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::MissingHere, Self::MissingThere, Self::OtherAmount].into_iter().find(|kind| kind.name() == name)
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What.
    pub kind: DifferenceKind,
    /// Which transaction.
    pub transaction: String,
    /// The order that it names, by our list first.
    pub order: String,
    /// Our amount; 0 when missing.
    pub here: i64,
    /// The gateway's amount; 0 when missing.
    pub there: i64,
}

/// Every difference between our list and theirs, by transaction. One that a list has twice counts with both amounts.
#[must_use]
pub fn compare(here: &[Line], there: &[Line]) -> Vec<Difference> {
    let (ours, theirs) = (by_transaction(here), by_transaction(there));
    let mut found = Vec::new();
    let names: std::collections::BTreeSet<&str> = ours.keys().chain(theirs.keys()).copied().collect();
    for transaction in names {
        let difference = |kind, order: &str, here, there| Difference {
            kind,
            transaction: transaction.to_owned(),
            order: order.to_owned(),
            here,
            there,
        };
        match (ours.get(transaction), theirs.get(transaction)) {
            (Some((order, here)), None) => found.push(difference(DifferenceKind::MissingThere, order, *here, 0)),
            (None, Some((order, there))) => found.push(difference(DifferenceKind::MissingHere, order, 0, *there)),
            (Some((order, here)), Some((_, there))) if here != there => {
                found.push(difference(DifferenceKind::OtherAmount, order, *here, *there));
            }
            (Some(_), Some(_)) | (None, None) => (),
        }
    }
    found
}

fn by_transaction(lines: &[Line]) -> BTreeMap<&str, (&str, i64)> {
    let mut sums: BTreeMap<&str, (&str, i64)> = BTreeMap::new();
    for line in lines {
        let (_, sum) = sums.entry(&line.transaction).or_insert((&line.order, 0));
        *sum = sum.saturating_add(line.amount);
    }
    sums
}
