//! One attribute of an entry: how it is shown as a field, and how what was typed is written into the content.

use crate::messages::{Messages, RegistryEdit};
use crate::sentences;
use crate::web::components::{Control, Field, FormChoice};
use domain::eform::FieldKind;
use domain::procedure::AmountUnit;
use serde_json::{Map, Number, Value};

/// How an attribute is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line; empty is nothing.
    Line,
    /// Several lines; empty is nothing.
    Area,
    /// One value a line.
    Lines,
    /// A number; empty is nothing.
    Number,
    /// Yes or no.
    Tick,
    /// The unit of an amount.
    Unit,
    /// Handed in or shown.
    SubmitMode,
    /// Scope of the online service.
    Scope,
    /// Kind of an answer.
    Answer,
    /// Values offered; left alone where they come from a named list.
    Choices,
}

/// One attribute of an entry.
pub(super) struct Attribute {
    /// Its place within the entry: `duration.value`.
    pub(super) path: &'static str,
    label: fn(&'static RegistryEdit) -> &'static str,
    hint: Option<fn(&'static RegistryEdit) -> &'static str>,
    kind: Kind,
    required: bool,
}

/// An optional attribute.
pub(super) const fn attribute(
    path: &'static str,
    label: fn(&'static RegistryEdit) -> &'static str,
    kind: Kind,
) -> Attribute {
    Attribute { path, label, hint: None, kind, required: false }
}

impl Attribute {
    /// That must be written.
    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With a hint.
    pub(super) const fn hint(mut self, hint: fn(&'static RegistryEdit) -> &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl Attribute {
    /// Its field with a value.
    pub(super) fn field(&self, m: &'static Messages, value: String) -> Field {
        let t = &m.registry.edit;
        let field = Field::new(m, self.path, (self.label)(t)).value(value).required(self.required);
        let field = match self.hint {
            Some(hint) => field.hint(hint(t)),
            None => field,
        };
        match self.kind {
            Kind::Line => field.max_length(2000),
            Kind::Area | Kind::Lines | Kind::Choices => field.kind(Control::Area).max_length(20_000),
            Kind::Number => field.short().digits(),
            Kind::Tick => field.kind(Control::Tick).optional_silently(""),
            Kind::Unit => {
                const UNITS: [(AmountUnit, &str); 5] = [
                    (AmountUnit::WorkingDay, "working_day"),
                    (AmountUnit::Day, "day"),
                    (AmountUnit::WorkingHour, "working_hour"),
                    (AmountUnit::Hour, "hour"),
                    (AmountUnit::Month, "month"),
                ];
                let choice =
                    |(unit, name): &(AmountUnit, &str)| FormChoice::new(*name, sentences::amount_unit(m, *unit));
                field.kind(Control::Choice(UNITS.iter().map(choice).collect()))
            }
            Kind::SubmitMode => {
                let ways = [("submit", t.submit), ("present", t.present)];
                field.kind(Control::Choice(ways.map(|(name, text)| FormChoice::new(name, text)).into()))
            }
            Kind::Scope => {
                let words = &m.registry.word;
                let ways = [
                    ("toàn trình", words.full),
                    ("một phần", words.partial),
                    ("cung cấp thông tin", words.information),
                ];
                field.kind(Control::Choice(ways.map(|(name, text)| FormChoice::new(name, text)).into()))
            }
            Kind::Answer => {
                let choice = |kind: &FieldKind| Some(FormChoice::new(name_of(*kind)?, sentences::field_kind(m, *kind)));
                field.kind(Control::Choice(KINDS.iter().filter_map(choice).collect()))
            }
        }
    }

    /// The stored value as it is typed.
    pub(super) fn read(&self, entry: &Value) -> String {
        let value = self.path.split('.').try_fold(entry, |place, name| place.get(name)).unwrap_or(&Value::Null);
        match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(true) => "1".to_owned(),
            Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
            Value::Null | Value::Bool(false) | Value::Object(_) => String::new(),
        }
    }

    /// Writes what was typed.
    pub(super) fn write(&self, entry: &mut Value, typed: &str) {
        let text = typed.trim();
        let value = match self.kind {
            Kind::Tick => Value::Bool(!text.is_empty()),
            Kind::Choices if text.is_empty() => Value::Null,
            Kind::Lines | Kind::Choices => lines(text),
            _ if text.is_empty() => Value::Null,
            // What is no number is kept as typed: the check of the whole content says what is wrong with it.
            Kind::Number => text.parse::<Number>().map_or_else(|_| Value::String(text.to_owned()), Value::Number),
            Kind::Line | Kind::Area | Kind::Unit | Kind::SubmitMode | Kind::Scope | Kind::Answer => {
                Value::String(text.replace('\r', ""))
            }
        };
        let (folder, name) = self.path.split_once('.').map_or((None, self.path), |(folder, name)| (Some(folder), name));
        let place = match folder {
            Some(folder) => member(entry, folder),
            None => entry,
        };
        let slot = member(place, name);
        // Values from a named list are not this page's to change.
        if !(self.kind == Kind::Choices && slot.is_object() && text.is_empty()) {
            *slot = value;
        }
    }
}

/// The member of an object; whatever else stands there becomes an object.
fn member<'a>(place: &'a mut Value, name: &str) -> &'a mut Value {
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    match place {
        Value::Object(members) => members.entry(name).or_insert(Value::Null),
        other => other,
    }
}

fn lines(text: &str) -> Value {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| Value::String(line.to_owned())).collect()
}

/// The kinds that are offered.
const KINDS: [FieldKind; 16] = [
    FieldKind::Text,
    FieldKind::Textarea,
    FieldKind::Select,
    FieldKind::Radio,
    FieldKind::Checkbox,
    FieldKind::Date,
    FieldKind::PartialDate,
    FieldKind::Integer,
    FieldKind::Decimal,
    FieldKind::Money,
    FieldKind::Tel,
    FieldKind::Identity,
    FieldKind::TaxCode,
    FieldKind::Email,
    FieldKind::Url,
    FieldKind::Address,
];

/// The word that files use.
fn name_of(kind: FieldKind) -> Option<String> {
    serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)
}
