//! From the events of a dossier to who held it from when to when.

use std::collections::BTreeMap;

use super::holding::holdings;
use crate::deadline::{ClockInput, Limit, LimitUnit};
use crate::dossier::{Code, Dossier, Event, FoldError};
use crate::ledger::Span;
use crate::time::DateTime;

/// What is known of a step of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTold {
    /// Its name as people read it; empty where its label says it all.
    pub name: String,
    /// Its own limit.
    pub limit: Option<Limit>,
    /// When it was first opened.
    pub since: DateTime,
    /// Until when it was to be done, where it was asked for with a deadline instead of a limit.
    pub due: Option<DateTime>,
}

/// A dossier and who held it.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The dossier as it is now.
    pub dossier: Dossier,
    /// Who had it, step by step, in the order in which the steps came to them.
    pub spans: Vec<Span>,
    /// The steps, by the label that spans bear.
    pub steps: BTreeMap<String, StepTold>,
}

impl Story {
    /// The story that these events tell.
    pub fn of<'a>(code: &Code, events: impl IntoIterator<Item = &'a Event>) -> Result<Self, FoldError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(FoldError::Empty)?;
        let mut story = Self { dossier: Dossier::begin(code, first)?, spans: Vec::new(), steps: BTreeMap::new() };
        let mut open: BTreeMap<String, usize> = BTreeMap::new();
        story.look(first.at(), &mut open);
        for event in events {
            story.dossier.apply(event)?;
            story.look(event.at(), &mut open);
        }
        Ok(story)
    }

    /// Ends what is held no longer, begins what is held anew; `open` says which span of each step is running.
    fn look(&mut self, at: DateTime, open: &mut BTreeMap<String, usize>) {
        let mut held = holdings(&self.dossier, at);
        open.retain(|step, place| {
            let Some(span) = self.spans.get_mut(*place) else { return false };
            if held.get(step).is_some_and(|holding| span.holders.first() == Some(&holding.holder)) {
                held.remove(step);
                return true;
            }
            span.to = Some(at);
            false
        });
        for (step, holding) in held {
            open.insert(step.clone(), self.spans.len());
            self.steps.entry(step.clone()).or_insert(holding.told);
            self.spans.push(Span { step, from: at, to: None, holders: vec![holding.holder] });
        }
    }

    /// The clock from receipt on; none before it. A dossier whose procedure states no limit is counted from its receipt,
    /// by a clock that nothing is ever due by.
    #[must_use]
    pub fn clock(&self) -> Option<ClockInput> {
        let received = self.dossier.accepted_at?;
        let without_limit = || ClockInput::new(received, Limit::whole(1, LimitUnit::WorkingHour));
        Some(self.dossier.clock.clone().unwrap_or_else(without_limit))
    }
}
