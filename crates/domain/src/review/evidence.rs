//! What the records of a procedure show: how papers, steps and outcomes were in a sample of dossiers.
//!
//! It shows only what is recorded. On which papers a decision rests is not; that a step sent nothing back does not prove
//! that nobody would miss it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use crate::dossier::{Event, Outcome};

/// How one paper fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaperUse {
    /// Dossiers that came with it, on paper or as a file.
    pub attached: u64,
    /// How often it was asked for in a request for supplements.
    pub asked: u64,
    /// Dossiers that were granted and never had it.
    pub granted_without: u64,
}

/// How one step fared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepUse {
    /// How often it was finished.
    pub done: u64,
    /// How often the dossier was sent back from it to an earlier one.
    pub sent_back: u64,
    /// Working minutes of each time that it was finished, the shortest first.
    pub minutes: Vec<i64>,
}

impl StepUse {
    /// The least time within which so many of a hundred were finished (nearest rank); none of nothing.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<i64> {
        let rank = self.minutes.len().checked_mul(percent)?.div_ceil(100);
        self.minutes.get(rank.checked_sub(1)?).copied()
    }
}

/// What a sample shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Dossiers in the sample.
    pub dossiers: u64,
    /// Papers by the id of the component.
    pub papers: BTreeMap<String, PaperUse>,
    /// Steps by place and name.
    pub steps: BTreeMap<(usize, String), StepUse>,
    /// Requests for supplements.
    pub supplements: u64,
    /// Not received.
    pub rejected: u64,
    /// Granted.
    pub granted: u64,
    /// Refused with a reasoned notice.
    pub refused: u64,
    /// Taken back by the applicant.
    pub withdrawn: u64,
}

/// The dossier that is being read.
#[derive(Default)]
struct Reading {
    steps: Vec<String>,
    step: usize,
    began: Option<DateTime>,
    had: BTreeSet<String>,
    is_granted: bool,
}

/// Gathers evidence from the events of one dossier after the other.
#[derive(Default)]
pub struct Gather {
    evidence: Evidence,
    reading: Option<Reading>,
    components: Vec<String>,
}

impl Gather {
    /// For a procedure with these papers.
    #[must_use]
    pub fn new(components: Vec<String>) -> Self {
        let papers = components.iter().map(|id| (id.clone(), PaperUse::default())).collect();
        Self { evidence: Evidence { papers, ..Evidence::default() }, reading: None, components }
    }

    /// The next dossier begins.
    pub fn begin(&mut self) {
        self.end();
        self.evidence.dossiers = self.evidence.dossiers.saturating_add(1);
        self.reading = Some(Reading::default());
    }

    /// Takes its next event; `minutes` reckons working minutes between two times.
    pub fn take(&mut self, event: &Event, minutes: impl Fn(DateTime, DateTime) -> i64) {
        let (evidence, reading) = (&mut self.evidence, self.reading.get_or_insert_default());
        match event {
            Event::Submitted { steps, files, papers, .. } => {
                reading.steps = steps.iter().map(|step| step.name.clone()).collect();
                reading.had.extend(files.iter().map(|file| file.component.clone()).chain(papers.iter().cloned()));
            }
            Event::Supplemented { files, .. } => {
                reading.had.extend(files.iter().map(|file| file.component.clone()));
            }
            Event::Accepted { at, .. } => reading.began = Some(*at),
            Event::SupplementRequested { components, .. } => {
                evidence.supplements = evidence.supplements.saturating_add(1);
                for id in components {
                    let paper = evidence.papers.entry(id.clone()).or_default();
                    paper.asked = paper.asked.saturating_add(1);
                }
            }
            Event::StepCompleted { at, step } => {
                let used = evidence.steps.entry(reading.key(*step)).or_default();
                used.done = used.done.saturating_add(1);
                used.minutes.extend(reading.began.map(|began| minutes(began, *at)));
                (reading.step, reading.began) = (step.saturating_add(1), Some(*at));
            }
            Event::StepReturned { at, to_step } => {
                let used = evidence.steps.entry(reading.key(reading.step)).or_default();
                used.sent_back = used.sent_back.saturating_add(1);
                (reading.step, reading.began) = (*to_step, Some(*at));
            }
            Event::Rejected { .. } => evidence.rejected = evidence.rejected.saturating_add(1),
            Event::Withdrawn { .. } => evidence.withdrawn = evidence.withdrawn.saturating_add(1),
            Event::Decided { outcome: Outcome::Granted, .. } => {
                reading.is_granted = true;
                evidence.granted = evidence.granted.saturating_add(1);
            }
            Event::Decided { outcome: Outcome::Refused, .. } => {
                evidence.refused = evidence.refused.saturating_add(1);
            }
            Event::PaymentRequested { .. }
            | Event::Paid { .. }
            | Event::Assigned { .. }
            | Event::Extended { .. }
            | Event::Transferred { .. }
            | Event::Suspended { .. }
            | Event::Resumed { .. }
            | Event::Signed { .. }
            | Event::ResultIssued { .. }
            | Event::Delivered { .. }
            | Event::Rated { .. }
            | Event::Apologised { .. }
            | Event::Closed { .. }
            | Event::Archived { .. }
            | Event::Worked { .. }
            | Event::WorkMoved { .. }
            | Event::Seated { .. }
            | Event::HandedBack { .. }
            | Event::Noted { .. }
            | Event::ResultDrafted { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. } => (),
        }
    }

    /// What was gathered.
    #[must_use]
    pub fn finish(mut self) -> Evidence {
        self.end();
        for step in self.evidence.steps.values_mut() {
            step.minutes.sort_unstable();
        }
        self.evidence
    }

    fn end(&mut self) {
        let Some(reading) = self.reading.take() else { return };
        for id in &reading.had {
            // A result's own files are no papers.
            if let Some(paper) = self.evidence.papers.get_mut(id) {
                paper.attached = paper.attached.saturating_add(1);
            }
        }
        for id in self.components.iter().filter(|id| reading.is_granted && !reading.had.contains(*id)) {
            if let Some(paper) = self.evidence.papers.get_mut(id) {
                paper.granted_without = paper.granted_without.saturating_add(1);
            }
        }
    }
}

impl Reading {
    fn key(&self, step: usize) -> (usize, String) {
        (step, self.steps.get(step).cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::DueState;
    use jiff::civil::date;

    fn wall(from: DateTime, to: DateTime) -> i64 {
        (i64::from(to.hour()) - i64::from(from.hour())) * 60 + i64::from(to.minute()) - i64::from(from.minute())
    }

    fn at(hour: i8) -> DateTime {
        date(2026, 11, 26).at(hour, 0, 0, 0)
    }

    #[test]
    fn papers_steps_and_outcomes_are_counted_dossier_by_dossier() {
        let asked = Event::SupplementRequested {
            at: at(9),
            components: vec!["c2".to_owned()],
            cited: None,
            papers: Vec::new(),
            on_due_date: false,
            exceptional: false,
            late_notice: false,
            clock: None,
            due: DueState::Unknown,
        };
        let mut gather = Gather::new(vec!["c1".to_owned(), "c2".to_owned()]);
        for hours in [1, 2, 4] {
            gather.begin();
            gather.reading = Some(Reading {
                steps: vec!["Thẩm định".to_owned(), "Ký".to_owned()],
                began: Some(at(8)),
                had: BTreeSet::from(["c1".to_owned(), "result".to_owned()]),
                ..Reading::default()
            });
            gather.take(&Event::StepCompleted { at: at(8 + hours), step: 0 }, wall);
            if hours == 4 {
                gather.take(&Event::StepReturned { at: at(13), to_step: 0 }, wall);
                gather.take(&Event::StepCompleted { at: at(14), step: 0 }, wall);
            }
            let outcome = if hours == 2 { Outcome::Refused } else { Outcome::Granted };
            gather.take(&Event::Decided { at: at(15), outcome, cited: None }, wall);
        }
        gather.begin();
        gather.take(&asked, wall);
        gather.take(&Event::Rejected { at: at(10), cited: None }, wall);
        let evidence = gather.finish();
        assert_eq!((evidence.dossiers, evidence.granted, evidence.refused, evidence.rejected), (4, 2, 1, 1));
        let paper = |id: &str| evidence.papers.get(id).copied().expect("a paper of the procedure");
        assert_eq!((paper("c1").attached, paper("c1").granted_without), (3, 0));
        assert_eq!((paper("c2").attached, paper("c2").granted_without), (0, 2));
        assert_eq!((paper("c2").asked, evidence.supplements), (1, 1));
        assert!(!evidence.papers.contains_key("result"));
        let check = &evidence.steps[&(0, "Thẩm định".to_owned())];
        assert_eq!((check.done, check.sent_back, check.minutes.as_slice()), (4, 0, [60, 60, 120, 240].as_slice()));
        assert_eq!((check.percentile(50), check.percentile(90)), (Some(60), Some(240)));
        assert_eq!(evidence.steps[&(1, "Ký".to_owned())].sent_back, 1);
        assert_eq!(StepUse::default().percentile(50), None);
    }
}
