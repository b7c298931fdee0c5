//! Administrative procedures (thủ tục hành chính): what may be asked for, with which papers, at which price,
//! within which limit, and by which steps the office works.
//!
//! A [`Procedure`] is one version and never changes: a dossier runs to its end under the version with which it began.

pub(crate) mod amount;
mod component;
mod level;
mod limit;
mod money;
mod record;
mod step;

pub use amount::{Amount, AmountUnit};
pub use component::{Component, FileKind, SubmitMode};
pub use level::{Channel, OnlineLevel, OnlineService, ServiceScope};
pub use limit::{ProcedureLimit, cut_off_in};
pub use money::{Money, MoneyKind};
pub use record::{Completeness, LegalBasis, Procedure, Promise, RecordKind, Regime};
pub use step::{DEFAULT_STEP_VI, PublishedStep, StepsSource, Workflow, WorkingStep};
