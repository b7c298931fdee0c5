//! Sections of a long run: a header, how long each took, and a summary that nobody can miss.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// What became of the sections so far.
#[derive(Default)]
pub(crate) struct Report {
    sections: Vec<Section>,
}

struct Section {
    name: String,
    outcome: Outcome,
    took: Duration,
}

enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

impl Report {
    /// Runs one section under its header and remembers how it ended. Gives whether it passed; a failure does not
    /// stop the run, because the next section may have more to say.
    pub(crate) fn section(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        self.value(name, work).is_some()
    }

    /// As [`Report::section`], for a section that hands something on to later ones.
    pub(crate) fn value<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n━━ {name} ━━");
        let started = Instant::now();
        let result = work();
        let took = started.elapsed();
        let (outcome, value) = match result {
            Ok(value) => (Outcome::Passed, Some(value)),
            Err(error) => {
                println!("✗ {name}: {error:#}");
                (Outcome::Failed(format!("{error:#}")), None)
            }
        };
        self.sections.push(Section { name: name.to_owned(), outcome, took });
        value
    }

    /// Notes a section that could not run because an earlier one failed.
    pub(crate) fn skip(&mut self, name: &str, reason: &str) {
        let outcome = Outcome::Skipped(reason.to_owned());
        self.sections.push(Section { name: name.to_owned(), outcome, took: Duration::ZERO });
    }

    /// Prints the summary; an error when anything failed or could not run.
    pub(crate) fn finish(self) -> Result<()> {
        println!("\n━━ summary ━━");
        let total: Duration = self.sections.iter().map(|section| section.took).sum();
        let mut faults = 0_usize;
        for section in &self.sections {
            let seconds = section.took.as_secs_f64();
            match &section.outcome {
                Outcome::Passed => println!("✓ passed   {seconds:>8.1} s  {}", section.name),
                Outcome::Failed(error) => {
                    faults = faults.saturating_add(1);
                    println!("✗ FAILED   {seconds:>8.1} s  {}: {}", section.name, error.lines().next().unwrap_or(""));
                }
                Outcome::Skipped(reason) => {
                    faults = faults.saturating_add(1);
                    println!("- skipped              {}: {reason}", section.name);
                }
            }
        }
        println!("  {} sections, {:.1} s", self.sections.len(), total.as_secs_f64());
        if faults > 0 {
            bail!("{faults} of {} sections did not pass", self.sections.len());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Report;

    #[test]
    fn a_failure_is_an_error_at_the_end_and_not_before() {
        let mut report = Report::default();
        assert!(!report.section("first", || anyhow::bail!("broken")));
        assert!(report.section("second", || Ok(())));
        assert!(report.finish().is_err());
    }

    #[test]
    fn what_could_not_run_has_not_passed() {
        let mut report = Report::default();
        report.skip("later", "nothing to run");
        assert!(report.finish().is_err());
    }
}
