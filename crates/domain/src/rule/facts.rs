//! What a rule is asked about: the values of its names on a day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Names, ValueType};

/// One row of a repeated section: values by the names of its fields.
pub type Row = BTreeMap<String, Value>;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text in composed form.
    Text(String),
    /// An exact number.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Date(Date),
    /// The rows of a repeated section.
    Rows(Vec<Row>),
}

impl Value {
    /// A text, composed (NFC) so that it compares with what rules say.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(if is_nfc(text) { text.to_owned() } else { text.nfc().collect() })
    }

    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> ValueType {
        match self {
            Self::Text(_) => ValueType::Text,
            Self::Number(_) => ValueType::Number,
            Self::YesNo(_) => ValueType::YesNo,
            Self::Date(_) => ValueType::Date,
            Self::Rows(_) => ValueType::Rows,
        }
    }
}

/// The facts on a day. A name without a value is unanswered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    values: BTreeMap<String, Value>,
    today: Date,
}

impl Facts {
    /// No fact but the day.
    #[must_use]
    pub fn on(today: Date) -> Self {
        let mut facts = Self { values: BTreeMap::new(), today };
        facts.insert(Names::TODAY, Value::Date(today));
        facts
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.insert(name, value);
        self
    }

    /// Adds a fact, in the place of an older one of that name.
    pub fn insert(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    /// Takes a fact away: the question is unanswered again.
    pub fn remove(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// The value of a name; none when unanswered.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The day on which the rule is asked.
    #[must_use]
    pub const fn today(&self) -> Date {
        self.today
    }
}
