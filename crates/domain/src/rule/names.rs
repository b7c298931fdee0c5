//! What a rule may speak of: names with their types.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// Text.
    Text,
    /// An exact number.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// The rows of a repeated section.
    Rows,
}

impl fmt::Display for ValueType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::YesNo => "yes or no",
            Self::Date => "a day",
            Self::Rows => "rows",
        })
    }
}

#[derive(Debug, Clone)]
struct Known {
    kind: ValueType,
    /// The only texts that it can be; empty when it can be any.
    choices: BTreeSet<String>,
    /// Fields of the rows that are numbers.
    numbers: BTreeSet<String>,
}

/// The names that a rule may use. `today` is always among them.
#[derive(Debug, Clone)]
pub struct Names {
    known: BTreeMap<String, Known>,
}

impl Names {
    /// The day on which the rule is asked.
    pub const TODAY: &'static str = "today";

    /// Only `today`.
    #[must_use]
    pub fn new() -> Self {
        Self { known: BTreeMap::new() }.with(Self::TODAY, ValueType::Date)
    }

    /// Adds a name; one that is known already gets the new type.
    #[must_use]
    pub fn with(mut self, name: &str, kind: ValueType) -> Self {
        self.add(name, Known { kind, choices: BTreeSet::new(), numbers: BTreeSet::new() });
        self
    }

    /// Adds a text that can only be one of `choices`: a rule that compares it with another text is refused.
    #[must_use]
    pub fn with_choices(mut self, name: &str, choices: &[String]) -> Self {
        let choices = choices.iter().cloned().collect();
        self.add(name, Known { kind: ValueType::Text, choices, numbers: BTreeSet::new() });
        self
    }

    /// Adds a repeated section; `numbers` are those of its fields that can be summed up.
    #[must_use]
    pub fn with_rows<'a>(mut self, name: &str, numbers: impl IntoIterator<Item = &'a str>) -> Self {
        let numbers = numbers.into_iter().map(str::to_owned).collect();
        self.add(name, Known { kind: ValueType::Rows, choices: BTreeSet::new(), numbers });
        self
    }

    fn add(&mut self, name: &str, known: Known) {
        self.known.insert(name.to_owned(), known);
    }

    /// The type of a name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<ValueType> {
        self.known.get(name).map(|known| known.kind)
    }

    /// Whether the text can be the value of the name.
    pub(super) fn can_be(&self, name: &str, text: &str) -> bool {
        self.known.get(name).is_none_or(|known| known.choices.is_empty() || known.choices.contains(text))
    }

    /// Whether the rows of that name have a field of numbers of this name.
    pub(super) fn has_numbers(&self, rows: &str, field: &str) -> bool {
        self.known.get(rows).is_some_and(|known| known.numbers.contains(field))
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::new()
    }
}
