//! Electronic forms (biểu mẫu điện tử): the questions of a printed form and the rules that its answers must meet.
//!
//! [`Form::check`] is the only judge of answers: the wizard, the counter and the interface all ask it. It looks at
//! every field and every rule and lists every fault; its work is bounded by the form, not by what was sent.

mod answers;
mod check;
mod cross;
mod fault;
mod form;
mod history;
mod pattern;
mod rule;

pub(crate) use answers::number as scaled_number;
pub use fault::{AnswerFault, FieldFault, Severity};
pub use form::{Choices, Field, FieldKind, Form, FormStatus, Repeat, Section};
pub use pattern::{Pattern, PatternFault};
pub use rule::{CrossCheck, CrossRule, FieldCheck, FieldRule, When};
