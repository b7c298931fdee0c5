//! Satisfaction of people with a service (đo lường sự hài lòng): whom to ask, what is asked, what follows from the answers.
//!
//! Everybody can check a survey: the sample follows from numbers of transactions and a public seed, the index from counts
//! of answers, and what is published about a few people is withheld by a rule, not by hand.
//!
//! Sources: the method guide under Resolution 30c/NQ-CP of 2011 (sample size); Decision 2640/QĐ-BNV of 2017 (five factors).
//! Later methods (1001/QĐ-BNV of 2023) were not read: questionnaires and errors are data, not code.

mod cut;
mod index;
mod questionnaire;
mod sample;

pub use cut::{Cell, published};
pub use index::{Interval, Tally, interval};
pub use questionnaire::{AnswerFault, Choice, Factor, Question, Questionnaire, QuestionnaireFault};
pub use sample::{Stratum, allocate, draw, sample_size};

#[cfg(test)]
mod tests;
