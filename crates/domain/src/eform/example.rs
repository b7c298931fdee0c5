//! Examples in a form's file: answers with what is wrong in them, so that a changed rule that changes them is noticed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{AnswerFault, Form, Severity};
use crate::organisation::Organisation;

/// Answers, and the fields that are wrong in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The day on which they are judged.
    pub on: Date,
    /// The answers.
    pub answers: Map<String, Value>,
    /// Every field that keeps them from being submitted, as faults name it: `thanh_vien[2].tv_ngay_sinh`.
    pub wrong: Vec<String>,
}

/// How an example differs from what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleOutcome {
    /// Fields that are wrong and are not named.
    pub unexpected: Vec<String>,
    /// Fields that are named and are not wrong.
    pub missing: Vec<String>,
}

impl Form {
    /// Tries an example; none when it comes out as it says.
    ///
    /// Territories are other data and are not looked at: no example can show one that is not in force.
    #[must_use]
    pub fn try_example(&self, example: &Example) -> Option<ExampleOutcome> {
        let faults = self.check(&example.answers, example.on, &Organisation::new([]));
        let counts = |fault: &AnswerFault| *fault != AnswerFault::UnitNotInForce;
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error && counts(&fault.fault));
        let found: BTreeSet<&String> = errors.map(|fault| &fault.field).collect();
        let named: BTreeSet<&String> = example.wrong.iter().collect();
        let only = |one: &BTreeSet<&String>, other: &BTreeSet<&String>| -> Vec<String> {
            one.difference(other).map(|field| (*field).clone()).collect()
        };
        let outcome = ExampleOutcome { unexpected: only(&found, &named), missing: only(&named, &found) };
        (outcome.unexpected.len() + outcome.missing.len() > 0).then_some(outcome)
    }
}
