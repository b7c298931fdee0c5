//! What is going on, on standard error: standard output has the table alone.

use crate::report::Report;

/// One line about what is being done.
#[expect(clippy::print_stderr, reason = "a tool for people at a terminal")]
pub(crate) fn say(words: &str) {
    eprintln!("{words}");
}

/// A round of a part has ended.
pub(crate) fn round(part: &str, round: usize, report: &Report) {
    let name = if round == 0 { "warm-up".to_owned() } else { format!("round {round}") };
    say(&format!("{part}, {name}: {}", report.last_round()));
}
