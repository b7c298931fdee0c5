//! Electronic forms (biểu mẫu điện tử): the questions of a printed form and the rules that its answers must meet.
//!
//! [`Form::check`] is the only judge of answers: the wizard, the counter and the interface all ask it. It looks at
//! every field and every rule and lists every fault; its work is bounded by the form, not by what was sent.
//! [`Form::shown`] says what is asked at all; what is hidden is neither judged nor kept ([`Form::kept`]).
//! [`schema()`] writes down for other systems what answers look like.

mod answers;
mod check;
mod concept;
mod condition;
mod cross;
mod example;
mod fault;
mod form;
mod history;
mod number;
mod pattern;
mod rule;
mod schema;
mod script;
mod shown;

pub(crate) use answers::{number as scaled_number, written as written_number};
pub use concept::{Concept, VALUE_CHARS_MAX};
pub(crate) use condition::MAX_CHAIN;
pub use example::{Example, ExampleOutcome};
pub use fault::{AnswerFault, FieldFault, Severity};
pub use form::{Choices, Field, FieldKind, Form, FormStatus, Repeat, Section};
pub use pattern::{Pattern, PatternFault};
pub use rule::{CrossCheck, CrossRule, FieldCheck, FieldRule, When};
pub(crate) use schema::json_number;
pub use schema::schema;
pub use shown::Shown;
