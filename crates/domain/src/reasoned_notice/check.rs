//! Whether a notice may be saved: its ground, clause, facts and next step.

use super::ground::{Ground, NoticeAction};
use crate::text::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most characters of any text of a notice.
pub const LONGEST_TEXT: usize = 4_000;

/// What an officer states.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reason {
    /// Code of the ground.
    pub ground: String,
    /// The clause.
    pub clause: String,
    /// The facts of this dossier on which it rests.
    pub facts_vi: String,
    /// What the applicant can do now.
    pub next_step_vi: String,
    /// What stands at the open places of the ground's sentences.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// Why a notice cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReasonFault {
    /// No ground.
    #[error("no ground is given")]
    GroundMissing,
    /// No published ground.
    #[error("{code:?} is not a published ground")]
    GroundUnknown {
        /// What was given.
        code: String,
    },
    /// A ground of other days.
    #[error("{code:?} is not in force on that day")]
    GroundNotInForce {
        /// What was given.
        code: String,
    },
    /// A ground for something else.
    #[error("{code:?} is no ground for this action")]
    GroundOfOtherAction {
        /// What was given.
        code: String,
    },
    /// No clause.
    #[error("no clause is given")]
    ClauseMissing,
    /// The general clause where the law of the field must be named.
    #[error("the clause of the field's own law is not given")]
    ClauseTooGeneral,
    /// No facts.
    #[error("the facts are not given")]
    FactsMissing,
    /// No next step.
    #[error("no next step is given")]
    NextStepMissing,
    /// An open place without a value.
    #[error("nothing stands at {name:?}")]
    PlaceOpen {
        /// The place.
        name: String,
    },
    /// A text longer than any notice.
    #[error("longer than {LONGEST_TEXT} characters")]
    TooLong,
}

/// Checks what is stated for an action on a day against the published grounds: every fault; with one it cannot be saved. What
/// may not be understood is no fault, see [`super::look_at_words`].
#[must_use]
pub fn check(reason: &Reason, action: NoticeAction, grounds: &[Ground], day: Date) -> Vec<ReasonFault> {
    let mut faults = Vec::new();
    let ground = match ground_of(reason, action, grounds, day) {
        Ok(ground) => Some(ground),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    if is_blank(&reason.clause) {
        faults.push(ReasonFault::ClauseMissing);
    } else if ground.is_some_and(|ground| ground.sector_clause && fold(&ground.legal_basis_vi) == fold(&reason.clause))
    {
        faults.push(ReasonFault::ClauseTooGeneral);
    }
    if is_blank(&reason.facts_vi) {
        faults.push(ReasonFault::FactsMissing);
    }
    if is_blank(&reason.next_step_vi) {
        faults.push(ReasonFault::NextStepMissing);
    }
    let open = ground.map(|ground| [ground.sentence(&reason.values), ground.next_step(&reason.values)]);
    let mut names: Vec<String> = open.into_iter().flatten().filter_map(Result::err).collect();
    names.dedup();
    faults.extend(names.into_iter().map(|name| ReasonFault::PlaceOpen { name }));
    let texts = [&reason.clause, &reason.facts_vi, &reason.next_step_vi].into_iter().chain(reason.values.values());
    if texts.into_iter().any(|text| text.chars().count() > LONGEST_TEXT) {
        faults.push(ReasonFault::TooLong);
    }
    faults
}

/// The ground that is meant, or why it is none.
fn ground_of<'a>(
    reason: &Reason,
    action: NoticeAction,
    grounds: &'a [Ground],
    day: Date,
) -> Result<&'a Ground, ReasonFault> {
    let code = reason.ground.trim();
    if code.is_empty() {
        return Err(ReasonFault::GroundMissing);
    }
    let named: Vec<&Ground> = grounds.iter().filter(|ground| ground.code == code).collect();
    let given = || code.to_owned();
    if named.is_empty() {
        return Err(ReasonFault::GroundUnknown { code: given() });
    }
    let of_action: Vec<&&Ground> = named.iter().filter(|ground| ground.action == action).collect();
    if of_action.is_empty() {
        return Err(ReasonFault::GroundOfOtherAction { code: given() });
    }
    let in_force = of_action.into_iter().find(|ground| ground.validity.contains(day));
    in_force.copied().ok_or_else(|| ReasonFault::GroundNotInForce { code: given() })
}

pub(super) fn is_blank(text: &str) -> bool {
    fold(text).is_empty()
}
