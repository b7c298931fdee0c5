//! Rules: conditions, eligibility and fees as short expressions that officials can read and change without code.
//!
//! `so_ban_sao > 2 && quan_he in ["cha", "mẹ"]` is a condition; `if nop_truc_tuyen { 0 } else { so_ban_sao * 8000 }` is
//! an amount. [`Rule::parse`] reads one and checks it against the names and types that it may use, so that a rule that
//! loads can be worked out. The syntax is that of the `rhai` language, whose parser reads it; everything else of that
//! language is refused, and the few things that remain are worked out here: exactly, in bounded time, without state.
//!
//! | | |
//! | --- | --- |
//! | values | `"text"`, `12.5`, `true`, `date("2026-01-31")`, a name, `today` |
//! | logic | `&&` `\|\|` `!`, `if … { … } else { … }` |
//! | comparing | `==` `!=` of one type; `<` `<=` `>` `>=` of numbers and of days; `x in [a, b]`, `x !in [a, b]` |
//! | reckoning | `+` `-` `*` `/`, `min(…)`, `max(…)`, `round_up(x, step)`, `round_down(x, step)` |
//! | days | `age(born)` on today, `age_on(born, day)`, `days_between(from, to)` |
//! | answers | `answered(name)`, `count(section)`, `sum(section, "field")` |
//!
//! What has not been answered makes every comparison with it false and every sum with it unknown; `!(x == "a")` is
//! therefore true of an unanswered `x`, and `x != "a"` is not.

mod check;
mod evaluate;
mod facts;
mod fault;
mod names;
mod read;
mod tree;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub(crate) use evaluate::age;
pub use facts::{Facts, Row, Value};
pub use fault::{RuleError, RuleFault, RuleFaultKind};
pub use names::{Names, ValueType};
use tree::Node;

/// A rule that was understood. Two rules are equal when they are written alike; a copy shares what was read.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rule {
    text: Arc<str>,
    tree: Arc<Node>,
}

impl Rule {
    /// Longest rule, in characters.
    pub const MAX_CHARACTERS: usize = 2_000;

    /// Reads a rule and checks that it speaks only of `names`, is sound in its types and gives a `result`.
    pub fn parse(text: &str, names: &Names, result: ValueType) -> Result<Self, RuleFault> {
        let rule = Self::read(text)?;
        rule.check(names, result)?;
        Ok(rule)
    }

    /// Reads a rule whose names and types were checked when it was accepted, as when it comes back from storage.
    pub fn read(text: &str) -> Result<Self, RuleFault> {
        let tree = read::tree(text)?;
        Ok(Self { text: Arc::from(text.trim()), tree: Arc::new(tree) })
    }

    /// Checks names, types and result, as [`Rule::parse`] does.
    pub fn check(&self, names: &Names, result: ValueType) -> Result<(), RuleFault> {
        check::result(&self.tree, names, result)
    }

    /// Whether the condition holds; one that hangs on an unanswered question does not.
    ///
    /// An error says that the facts made it impossible to tell, as a division by zero does.
    pub fn holds(&self, facts: &Facts) -> Result<bool, RuleError> {
        evaluate::holds(&self.tree, facts)
    }

    /// The amount, exactly. A division that has no end is cut after 28 digits.
    pub fn amount(&self, facts: &Facts) -> Result<Decimal, RuleError> {
        evaluate::amount(&self.tree, facts)
    }

    /// The names that it speaks of, `today` left out.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.tree.names(&mut names);
        names.remove(Names::TODAY);
        names
    }

    /// The rule as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rule").field(&self.text).finish()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl TryFrom<String> for Rule {
    type Error = RuleFault;

    fn try_from(text: String) -> Result<Self, RuleFault> {
        Self::read(&text)
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        rule.text.as_ref().to_owned()
    }
}
