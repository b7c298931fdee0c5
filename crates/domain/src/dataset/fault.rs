//! What may be wrong with a data file: which file, which record, which field, and what.

use std::fmt;

/// What a member of a file should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// `{…}`
    Object,
    /// `[…]`
    List,
    /// `"…"`
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

impl fmt::Display for JsonKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Object => "an object",
            Self::List => "a list",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
        })
    }
}

/// What is wrong. The English sentence is for logs; pages have their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum FaultKind {
    /// Larger than any file of this kind.
    #[error("larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// Bytes that are no UTF-8.
    #[error("not UTF-8 text: the first wrong byte is at {offset}")]
    NotUtf8 { offset: usize },
    /// Begins with a byte order mark.
    #[error("begins with a byte order mark")]
    ByteOrderMark,
    /// Nested deeper than any file of this kind.
    #[error("nested deeper than {limit} levels")]
    TooDeep { limit: usize },
    /// Not JSON, or cut off.
    #[error("not JSON, or cut off, at line {line} column {column}")]
    NotJson { line: usize, column: usize },
    /// One name stands twice in one object.
    #[error("a name stands twice in one object, at line {line} column {column}")]
    RepeatedName { line: usize, column: usize },
    /// No known kind of file.
    #[error("no known kind of file: neither a known list of records nor a known single record")]
    UnknownFile,
    /// Nothing where something must stand.
    #[error("missing")]
    Missing,
    /// A text without a character.
    #[error("empty")]
    Empty,
    /// Of another type.
    #[error("should be {expected}")]
    WrongType { expected: JsonKind },
    /// More characters than allowed.
    #[error("longer than {limit} characters")]
    TooLong { limit: usize },
    /// More entries than allowed.
    #[error("more than {limit} entries")]
    TooMany { limit: usize },
    /// A control character in a text.
    #[error("contains a control character")]
    ControlCharacter,
    /// No such day, or not written as one.
    #[error("{given:?} is not a date like 2025-07-01")]
    NotADate { given: String },
    /// Ends before it begins.
    #[error("ends before it begins")]
    EndsBeforeItBegins,
    /// A rule that cannot be understood.
    #[error("not a rule: {fault}")]
    Rule { fault: crate::rule::RuleFault },
    /// A code of the wrong form.
    #[error("{given:?} is not a code of the right form")]
    NotACode { given: String },
    /// Not one of the words allowed here.
    #[error("{given:?} is not one of the words known here")]
    UnknownWord { given: String },
    /// A kind of unit that the level does not have.
    #[error("{given:?} is not a kind of unit at this level")]
    UnknownUnitKind { given: String },
    /// A number outside its bounds.
    #[error("{given} is out of range")]
    OutOfRange { given: String },
    /// A second record under one name.
    #[error("{given:?} stands twice")]
    Duplicate { given: String },
    /// Names something that is not there.
    #[error("{given:?} is not known")]
    UnknownReference { given: String },
    /// A rule that forms do not have.
    #[error("{given:?} is not a rule of forms")]
    UnknownRule { given: String },
    /// A pattern outside the language of patterns.
    #[error("{given:?} is not a pattern that forms may use")]
    NotAPattern { given: String },
    /// Conditions that hang on each other in a circle, or in too long a chain.
    #[error("hangs on itself through other conditions, or on more than {limit} in a row")]
    TangledConditions { limit: usize },
    /// An example of a form that does not come out as it says.
    #[error(
        "the example {name:?} comes out otherwise: wrong though not named {unexpected:?}, named though right {missing:?}"
    )]
    ExampleDiffers { name: String, unexpected: Vec<String>, missing: Vec<String> },
    /// The number of records differs from the one that the file states.
    #[error("states {stated} records and has {actual}")]
    CountDiffers { stated: u64, actual: u64 },
    /// Published days that contradict each other.
    #[error("{0}")]
    Calendar(crate::calendar::CalendarFault),
    /// Office hours that contradict each other.
    #[error("{0}")]
    OfficeHours(crate::calendar::HoursFault),
    /// A scorecard that contradicts itself.
    #[error("{0}")]
    Scorecard(crate::scorecard::CardFault),
    /// A workflow that is not drawn as workflows are.
    #[error("{fault}")]
    Workflow { fault: crate::workflow::ShapeFault },
    /// A workflow that does not always come to its end, or not in time.
    #[error("not sound: {unsound}")]
    UnsoundWorkflow { unsound: Box<crate::workflow::Unsound> },
    /// Legal texts that do not fit together.
    #[error("{fault}")]
    Statute { fault: crate::statute::LibraryFault },
    /// More faults than are listed.
    #[error("too many faults; only the first {listed} are listed")]
    AndMore { listed: usize },
}

/// One fault of a data file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: record {record}, field {field}: {kind}")]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Id, code or date of the record; `-` for the file as a whole.
    pub record: String,
    /// Path of the field: `procedures[3].time_limit.value`; `-` for the file as a whole.
    pub field: String,
    /// What is wrong.
    pub kind: FaultKind,
}
