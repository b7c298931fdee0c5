//! Plain values on their way into a statement: the few types that both engines keep alike.
//!
//! A value borrows what it can, so that binding an argument copies no text.

use std::borrow::Cow;

use domain::time::Instant;

/// One argument of a statement.
///
/// Instants travel as microseconds since 1970 in UTC, civil dates as ISO text, money as đồng, JSON as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// SQL `NULL`.
    Null,
    /// A whole number.
    Int(i64),
    /// Text in UTF-8 without the character U+0000, which PostgreSQL cannot keep.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// A truth value.
    Bool(bool),
}

impl Value<'_> {
    /// The same value with text and bytes of its own.
    #[must_use]
    pub fn to_owned(&self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(Cow::Owned(text.as_ref().to_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.as_ref().to_owned())),
            Self::Bool(truth) => Value::Bool(*truth),
        }
    }
}

/// Arguments of a statement, in the order of `$1`, `$2`, …: `args![code, version, None::<&str>]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

impl<T> From<Option<T>> for Value<'_>
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(value: Cow<'a, str>) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(value))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Instant> for Value<'_> {
    fn from(value: Instant) -> Self {
        Self::Int(value.0)
    }
}

macro_rules! from_whole_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Value<'_> {
            fn from(value: $number) -> Self {
                Self::Int(i64::from(value))
            }
        }
    )*};
}

from_whole_number!(i64, i32, i16, i8, u32, u16, u8);
