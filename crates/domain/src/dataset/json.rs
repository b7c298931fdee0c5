//! From bytes to JSON within bounds: size, encoding, depth, and every name once.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::FaultKind;

/// Largest file read: ten times the largest one shipped.
pub(super) const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Deepest nesting read; the shipped files need eight levels.
pub(super) const MAX_DEPTH: usize = 24;

/// Reads a whole file.
pub(super) fn read(bytes: &[u8]) -> Result<Value, FaultKind> {
    if bytes.len() > MAX_BYTES {
        return Err(FaultKind::TooLarge { limit: MAX_BYTES });
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Err(FaultKind::ByteOrderMark);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| FaultKind::NotUtf8 { offset: error.valid_up_to() })?;
    if depth(text) > MAX_DEPTH {
        return Err(FaultKind::TooDeep { limit: MAX_DEPTH });
    }
    let place = |error: &serde_json::Error| (error.line(), error.column());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = deserializer.deserialize_any(Strict).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let (line, column) = place(&error);
        if error.is_data() { FaultKind::RepeatedName { line, column } } else { FaultKind::NotJson { line, column } }
    })
}

/// Deepest nesting of brackets outside texts.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => (),
        }
    }
    deepest
}

/// Builds a value and refuses a name that stands twice in one object, where `serde_json` keeps the last.
#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = sequence.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(Value::Object(object))
    }
}
