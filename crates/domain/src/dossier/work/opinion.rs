//! Opinions of other units (lấy ý kiến cơ quan, đơn vị liên quan), asked for with a deadline beside the work.
//!
//! Law: Decree 61/2018, Article 19 clause 5: the request says what is asked and by when.

use serde::{Deserialize, Serialize};

use crate::deadline::Limit;
use crate::dossier::decide::{named, noted, required};
use crate::dossier::{Context, Decided, Dossier, Event, Refusal, clock};
use crate::time::DateTime;

/// Opinions asked for one dossier at most.
const OPINIONS_MAX: usize = 50;

/// An opinion asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Its number within the dossier, from 1.
    pub number: u32,
    /// The unit that is asked.
    pub unit: String,
    /// The unit that asks.
    pub by_unit: String,
    /// When it was asked.
    pub asked_at: DateTime,
    /// Until when it is to be given.
    pub due: Option<DateTime>,
    /// When it came.
    pub given_at: Option<DateTime>,
}

impl Opinion {
    /// Its path among the open seats.
    #[must_use]
    pub fn path(&self) -> String {
        format!("opinion:{}", self.number)
    }
}

impl Dossier {
    /// The opinion of that path that has not come.
    #[must_use]
    pub fn open_opinion(&self, path: &str) -> Option<&Opinion> {
        self.opinions.iter().find(|opinion| opinion.given_at.is_none() && opinion.path() == path)
    }

    pub(in crate::dossier) fn ask_opinion(
        &self,
        context: &Context<'_>,
        unit: &str,
        limit: Limit,
        question: &str,
    ) -> Decided {
        let unit = named(unit, "unit")?;
        let question = required(question)?;
        if unit == self.handling_unit {
            return Err(Refusal::SameUnit);
        }
        let number = self.opinions.len().saturating_add(1);
        if number > OPINIONS_MAX {
            return Err(Refusal::TooMany);
        }
        let due = clock::moment_after(&context.rules, context.now, limit).ok_or(Refusal::BeyondCalendar)?;
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let by_unit = self.handling_unit.clone();
        noted(Event::OpinionAsked { at: context.now, number, unit, by_unit, due: Some(due) }, question)
    }

    pub(in crate::dossier) fn give_opinion(&self, context: &Context<'_>, path: &str, answer: &str) -> Decided {
        let answer = required(answer)?;
        let opinion = self.open_opinion(path);
        let opinion = opinion.ok_or_else(|| Refusal::StepNotOpen { step: path.chars().take(200).collect() })?;
        noted(Event::OpinionGiven { at: context.now, number: opinion.number }, answer)
    }
}
