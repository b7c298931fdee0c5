//! Reminders and escalation (nhắc việc, báo cáo vượt cấp) as rules that are data.
//!
//! [`due_reminders`] says what is to be sent now about one task, [`next_check`] when it is worth asking again. A rule
//! that cannot be reckoned is reported by its id and stops no other. A reminder is sent once for each rule, task and
//! repetition; its key says which, so that sending it twice can be seen. Of repetitions that were missed only the last is
//! sent, and a reminder of something to come lapses when it has come.

mod reckon;
mod rule;

#[cfg(test)]
mod tests;

pub use reckon::{FaultCause, Reminder, RuleFault, SentReminder, TaskFacts, due_reminders, next_check};
pub use rule::{
    Addressee, LARGEST_PERCENT, LARGEST_REPETITIONS, LARGEST_WORKING_HOURS, Recipient, Repeat, Rule, Scope, When,
};
