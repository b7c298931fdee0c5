//! Administrative procedures (thủ tục hành chính): what may be asked for, with which papers, at which price,
//! within which limit, and by which steps the office works.
//!
//! A [`Procedure`] is one version and never changes: a dossier runs to its end under the version with which it began.

pub(crate) mod amount;
mod applies;
mod audience;
mod component;
mod eligibility;
mod level;
mod limit;
mod money;
mod payable;
mod record;
mod step;

pub use amount::{Amount, AmountUnit};
pub use audience::Audience;
pub use component::{Component, FileKind, SubmitMode};
pub use eligibility::Eligibility;
pub use level::{Channel, OnlineLevel, OnlineService, ServiceScope};
pub use limit::{ProcedureLimit, cut_off_in};
pub use money::{Money, MoneyKind};
pub use payable::{Payable, Price};
pub use record::{Completeness, LegalBasis, Procedure, Promise, RecordKind, Regime};
pub use step::{DEFAULT_STEP_VI, PublishedStep, StepsSource, Workflow, WorkingStep};
