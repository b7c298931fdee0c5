//! One difference between two versions: where it is, what it was, what it is.

use jiff::civil::Date;

use super::place::Place;
use crate::eform::{Choices, CrossRule, FieldKind, FieldRule, Repeat};
use crate::procedure::Amount;

/// What happened at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Not there before.
    Added,
    /// No longer there.
    Removed,
    /// There with another value.
    Changed,
    /// The same, at another position of its list. The values are positions, from 1.
    Moved,
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where.
    pub place: Place,
    /// What happened.
    pub kind: ChangeKind,
    /// The value before; of an entry that went, its name.
    pub before: Option<Shown>,
    /// The value after; of an entry that came, its name.
    pub after: Option<Shown>,
    /// Whether it changes what an applicant has to do, hand in or pay, what they are asked, or what they may expect.
    pub matters_to_applicant: bool,
}

impl Change {
    /// A value that came, went or became another.
    pub(super) fn of(place: Place, before: Option<Shown>, after: Option<Shown>) -> Self {
        let kind = match (&before, &after) {
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
            (Some(_), Some(_)) => ChangeKind::Changed,
        };
        Self { matters_to_applicant: place.matters_to_applicant(), place, kind, before, after }
    }

    /// An entry that went from one position of its list to another, counted from 0.
    pub(super) fn moved(place: Place, from: usize, to: usize) -> Self {
        let position = |index: usize| Some(Shown::count(index.saturating_add(1)));
        Self { kind: ChangeKind::Moved, ..Self::of(place, position(from), position(to)) }
    }
}

/// A value as it is shown: typed, so that pages can write it in their language.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// A text of the record.
    Text(String),
    /// Several texts of the record.
    Texts(Vec<String>),
    /// A word of a closed set, by its stable name: `full`, `submit`, `internal_process`.
    Word(&'static str),
    /// Several such words: channels, levels, audiences, kinds of file.
    Words(Vec<&'static str>),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Count(u64),
    /// A number of bytes.
    Bytes(u64),
    /// A share in per cent.
    Percent(u8),
    /// A sum in đồng.
    Dong(i64),
    /// An amount of time.
    Time(Amount),
    /// A day.
    Day(Date),
    /// A rule as written.
    Rule(String),
    /// The kind of a field of a form.
    FieldKind(FieldKind),
    /// The values that a field of a form offers.
    Choices(Choices),
    /// How often a section of a form may be filled in.
    Repeat(Repeat),
    /// What the answer to a field must meet.
    FieldRules(Vec<FieldRule>),
    /// What answers must meet together.
    CrossRule(Box<CrossRule>),
}

impl Shown {
    /// A number, at most 2⁶⁴ − 1.
    pub(super) fn count(number: usize) -> Self {
        Self::Count(u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// A text, where there is one.
    pub(super) fn text(text: Option<&String>) -> Option<Self> {
        text.cloned().map(Self::Text)
    }

    /// Texts, where there are any.
    pub(super) fn texts(texts: &[String]) -> Option<Self> {
        if texts.is_empty() { None } else { Some(Self::Texts(texts.to_vec())) }
    }

    /// Words, where there are any.
    pub(super) fn words<T: Copy>(values: &[T], name: impl Fn(T) -> &'static str) -> Option<Self> {
        if values.is_empty() { None } else { Some(Self::Words(values.iter().copied().map(name).collect())) }
    }

    /// A rule, where there is one.
    pub(super) fn rule(rule: Option<&crate::rule::Rule>) -> Option<Self> {
        rule.map(|rule| Self::Rule(rule.as_str().to_owned()))
    }
}
