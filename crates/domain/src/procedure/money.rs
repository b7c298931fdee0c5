//! What a procedure costs.

use serde::{Deserialize, Serialize};

use super::Channel;
use crate::rule::Rule;

/// The two legal kinds of money (Law on Fees and Charges 97/2015/QH13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// Lệ phí: owed for an act of the state.
    Fee,
    /// Phí: covers the cost of a service.
    Charge,
}

/// One fee or charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Fee or charge.
    pub kind: MoneyKind,
    /// Its name.
    pub name_vi: String,
    /// Amount in đồng; none where the province sets it or the source is silent. Zero is free.
    pub amount_vnd: Option<i64>,
    /// What it is counted by: `bản`, `lần`, `trường hợp`, …
    pub per_vi: Option<String>,
    /// Condition or legal basis as published.
    pub condition_vi: Option<String>,
    /// Ways in to which it applies; empty means all.
    pub channels: Vec<Channel>,
    /// The text that sets it.
    #[serde(default)]
    pub legal_basis_vi: Option<String>,
    /// When it is owed, over the answers of the form; none means always.
    #[serde(default)]
    pub when: Option<Rule>,
    /// The amount in đồng worked out from the answers; takes the place of `amount_vnd`.
    #[serde(default)]
    pub amount_rule: Option<Rule>,
}
