//! A place in a data file that knows its record and its path, and notes what is wrong there.
//!
//! Readers go on after a fault with a stand-in value, so that one reading lists every fault; a file with any fault
//! is refused whole, and no stand-in is ever seen outside.

use std::cell::RefCell;
use std::rc::Rc;

use jiff::civil::Date;
use serde_json::Value;

use super::{Fault, FaultKind, JsonKind};
use crate::organisation::{Validity, day, first_day, last_day};
use crate::procedure::amount::hundredths;
use crate::procedure::{Amount, AmountUnit};
use crate::text::composed;

/// Most faults listed of one file.
const MAX_FAULTS: usize = 10_000;
/// Longest name, code or source.
pub(super) const SHORT: usize = 500;
/// Longest text.
pub(super) const LONG: usize = 4_000;

static NOTHING: Value = Value::Null;

/// Where the faults of one file are gathered.
pub(super) struct Faults {
    file: String,
    found: RefCell<Vec<Fault>>,
}

impl Faults {
    pub(super) fn of(file: &str) -> Self {
        Self { file: file.to_owned(), found: RefCell::new(Vec::new()) }
    }

    pub(super) fn add(&self, record: &str, field: &str, kind: FaultKind) {
        let mut found = self.found.borrow_mut();
        let kind = match found.len() {
            MAX_FAULTS.. => return,
            len if len + 1 == MAX_FAULTS => FaultKind::AndMore { listed: len },
            _ => kind,
        };
        found.push(Fault { file: self.file.clone(), record: record.to_owned(), field: field.to_owned(), kind });
    }

    pub(super) fn into_found(self) -> Vec<Fault> {
        self.found.into_inner()
    }
}

/// One place in the file.
#[derive(Clone)]
pub(super) struct Node<'a> {
    faults: &'a Faults,
    record: Rc<str>,
    path: String,
    value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) fn root(faults: &'a Faults, value: &'a Value) -> Self {
        Self { faults, record: Rc::from("-"), path: String::new(), value }
    }

    /// The same place, its faults reported under the record `name`.
    pub(super) fn in_record(mut self, name: &str) -> Self {
        self.record = Rc::from(name);
        self
    }

    /// The same place, named after the text in the first of `fields` that has one.
    pub(super) fn named_by(self, fields: &[&str]) -> Self {
        let name = fields.iter().find_map(|field| self.value.get(field)?.as_str().map(str::to_owned));
        let place = self.path.clone();
        self.in_record(&name.unwrap_or(place))
    }

    pub(super) fn fault(&self, kind: FaultKind) {
        self.faults.add(&self.record, if self.path.is_empty() { "-" } else { &self.path }, kind);
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.value.get(field).is_some()
    }

    pub(super) fn is_null(&self) -> bool {
        self.value.is_null()
    }

    pub(super) fn value(&self) -> &'a Value {
        self.value
    }

    pub(super) fn field(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self {
            faults: self.faults,
            record: Rc::clone(&self.record),
            path: format!("{}{dot}{name}", self.path),
            value: self.value.get(name).unwrap_or(&NOTHING),
        }
    }

    /// Notes a fault unless an object stands here.
    pub(super) fn is_object(&self) -> bool {
        let is_object = self.value.is_object();
        if !is_object {
            self.wrong_type(JsonKind::Object);
        }
        is_object
    }

    fn wrong_type(&self, expected: JsonKind) {
        self.fault(if self.is_null() { FaultKind::Missing } else { FaultKind::WrongType { expected } });
    }

    /// The entries of a list that must be there.
    pub(super) fn list(&self, limit: usize) -> Vec<Self> {
        let Some(entries) = self.value.as_array() else {
            self.wrong_type(JsonKind::List);
            return Vec::new();
        };
        if entries.len() > limit {
            self.fault(FaultKind::TooMany { limit });
            return Vec::new();
        }
        let entry = |(index, value)| Self {
            faults: self.faults,
            record: Rc::clone(&self.record),
            path: format!("{}[{index}]", self.path),
            value,
        };
        entries.iter().enumerate().map(entry).collect()
    }

    /// The entries of a list; none when nothing stands here.
    pub(super) fn list_or_none(&self, limit: usize) -> Vec<Self> {
        if self.is_null() { Vec::new() } else { self.list(limit) }
    }

    /// The texts of a list; none when nothing stands here.
    pub(super) fn texts(&self, limit: usize) -> Vec<String> {
        self.list_or_none(limit).iter().map(|entry| entry.text(LONG)).collect()
    }

    /// A text that must be there, trimmed and composed (NFC).
    pub(super) fn text(&self, limit: usize) -> String {
        let Some(text) = self.value.as_str() else {
            self.wrong_type(JsonKind::Text);
            return String::new();
        };
        let text = composed(text);
        if text.is_empty() {
            self.fault(FaultKind::Empty);
        } else if text.chars().count() > limit {
            self.fault(FaultKind::TooLong { limit });
        } else if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\t')) {
            self.fault(FaultKind::ControlCharacter);
        }
        text
    }

    pub(super) fn text_or_none(&self, limit: usize) -> Option<String> {
        if self.is_null() { None } else { Some(self.text(limit)) }
    }

    /// One of a closed set of words.
    pub(super) fn word<T>(&self, known: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(SHORT);
        let word = known(&text);
        if word.is_none() && !text.is_empty() {
            self.fault(FaultKind::UnknownWord { given: shown(&text) });
        }
        word
    }

    pub(super) fn word_or_none<T>(&self, known: impl Fn(&str) -> Option<T>) -> Option<T> {
        if self.is_null() { None } else { self.word(known) }
    }

    /// A text of a required form.
    pub(super) fn code(&self, is_sound: impl Fn(&str) -> bool) -> String {
        let text = self.text(SHORT);
        if !text.is_empty() && !is_sound(&text) {
            self.fault(FaultKind::NotACode { given: shown(&text) });
        }
        text
    }

    pub(super) fn flag(&self) -> bool {
        self.value.as_bool().unwrap_or_else(|| {
            self.wrong_type(JsonKind::Boolean);
            false
        })
    }

    pub(super) fn flag_or_none(&self) -> Option<bool> {
        if self.is_null() { None } else { Some(self.flag()) }
    }

    /// A whole number from 0 to `max`.
    pub(super) fn count(&self, max: u32) -> u32 {
        let Some(number) = self.value.as_number() else {
            self.wrong_type(JsonKind::Number);
            return 0;
        };
        let count = number.as_u64().and_then(|count| u32::try_from(count).ok()).filter(|count| *count <= max);
        count.unwrap_or_else(|| {
            self.fault(FaultKind::OutOfRange { given: number.to_string() });
            0
        })
    }

    pub(super) fn count_or_none(&self, max: u32) -> Option<u32> {
        if self.is_null() { None } else { Some(self.count(max)) }
    }

    /// A sum of money in đồng, from 0 to a thousand billion.
    pub(super) fn money_or_none(&self) -> Option<i64> {
        if self.is_null() {
            return None;
        }
        let Some(number) = self.value.as_number() else {
            self.wrong_type(JsonKind::Number);
            return None;
        };
        let sum = number.as_i64().filter(|sum| (0..=1_000_000_000_000).contains(sum));
        if sum.is_none() {
            self.fault(FaultKind::OutOfRange { given: number.to_string() });
        }
        sum
    }

    /// A share such as `0.85`, in hundredths.
    pub(super) fn share(&self) -> u8 {
        let Some(number) = self.value.as_number() else {
            self.wrong_type(JsonKind::Number);
            return 0;
        };
        let given = number.to_string();
        let share = hundredths(&given).filter(|share| *share <= 100).and_then(|share| u8::try_from(share).ok());
        share.unwrap_or_else(|| {
            self.fault(FaultKind::OutOfRange { given });
            0
        })
    }

    /// An amount `{value, unit}`; none when nothing stands here or both are null.
    pub(super) fn amount_or_none(&self) -> Option<Amount> {
        if self.is_null() || !self.is_object() {
            return None;
        }
        let (value, unit) = (self.field("value"), self.field("unit"));
        if value.is_null() && unit.is_null() {
            return None;
        }
        let unit = unit.word(AmountUnit::from_name);
        let Some(number) = value.value.as_number() else {
            value.wrong_type(JsonKind::Number);
            return None;
        };
        let amount = Amount::parse(&number.to_string(), unit.unwrap_or(AmountUnit::Day));
        if amount.is_none() {
            value.fault(FaultKind::OutOfRange { given: number.to_string() });
        }
        amount
    }

    /// A day that must be there and be written out.
    pub(super) fn day(&self) -> Option<Date> {
        self.date(day)
    }

    pub(super) fn day_or_none(&self) -> Option<Date> {
        if self.is_null() { None } else { self.date(day) }
    }

    /// The first day of a year, month or day.
    pub(super) fn first_day_or_none(&self) -> Option<Date> {
        if self.is_null() { None } else { self.date(first_day) }
    }

    fn date(&self, read: impl Fn(&str) -> Option<Date>) -> Option<Date> {
        let text = self.text(SHORT);
        let date = read(&text);
        if date.is_none() && !text.is_empty() {
            self.fault(FaultKind::NotADate { given: shown(&text) });
        }
        date
    }

    /// `valid_from` and `valid_to` of this object, to the day, month or year.
    pub(super) fn validity(&self) -> Validity {
        let to = self.field("valid_to");
        let last = if to.is_null() { None } else { to.date(last_day) };
        let validity = Validity { from: self.field("valid_from").first_day_or_none(), to: last };
        if !validity.is_ordered() {
            to.fault(FaultKind::EndsBeforeItBegins);
        }
        validity
    }

    /// Notes a fault when a stated number of records is not the actual one.
    pub(super) fn states(&self, actual: usize) {
        if self.is_null() {
            return;
        }
        let actual = u64::try_from(actual).unwrap_or(u64::MAX);
        let stated = u64::from(self.count(u32::MAX));
        if stated != actual {
            self.fault(FaultKind::CountDiffers { stated, actual });
        }
    }
}

/// A given text as it is repeated in a fault: not longer than a line.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}
