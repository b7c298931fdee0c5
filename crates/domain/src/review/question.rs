//! The questions of the review sheet, each under the criterion that it judges.
//!
//! Criteria and parts are those of Decree 63/2010/NĐ-CP, Articles 8 and 28; the wording is the product's own and not the
//! text of form 02/RS-KSTT.

use serde::{Deserialize, Serialize};

use super::Criterion;

macro_rules! questions {
    ($($(#[$doc:meta])* $variant:ident $name:literal $criterion:ident),* $(,)?) => {
        /// One question, answered with yes where the procedure is as it should be.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Question {
            $($(#[$doc])* $variant,)*
        }

        impl Question {
            /// Every question, in the order of the sheet.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// The stable name, as it stands in forms.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The criterion that it judges.
            #[must_use]
            pub const fn criterion(self) -> Criterion {
                match self {
                    $(Self::$variant => Criterion::$criterion,)*
                }
            }
        }
    };
}

questions! {
    /// The goal for which it was made still holds.
    GoalHolds "goal_holds" Need,
    /// Nothing simpler serves the goal.
    NothingSimpler "nothing_simpler" Need,
    /// Dossiers are really handed in.
    IsUsed "is_used" Need,
    /// Whoever issued it had the power.
    WithinPower "within_power" Lawfulness,
    /// It agrees with higher texts and does not overlap with others.
    Consistent "consistent" Lawfulness,
    /// It has every part that the decree asks for.
    Complete "complete" Lawfulness,
    /// Each paper is needed, and no office has it already.
    PapersNeeded "papers_needed" Reasonableness,
    /// No step is needless or done twice.
    StepsNeeded "steps_needed" Reasonableness,
    /// The limit is as short as the work allows.
    LimitShort "limit_short" Reasonableness,
    /// Fees are in proportion.
    FeesFit "fees_fit" Reasonableness,
    /// Conditions are clear and needed.
    ConditionsClear "conditions_clear" Reasonableness,
    /// It can be done wholly online where its nature allows.
    IsOnline "is_online" Efficiency,
    /// What it costs is worth its goal.
    CostWorthIt "cost_worth_it" Efficiency,
    /// Results come in time.
    InTime "in_time" Efficiency,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it is as it should be.
    pub yes: bool,
    /// Why; needed for both answers.
    pub reason_vi: String,
}
