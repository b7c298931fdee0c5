//! What a second person does with all drafts of one import at once: check, approve, publish.

use domain::access::{Person, RegistryAction};
use domain::registry::{Command, Decision, Refusal, RevisionState};
use domain::time::Date;
use store::Tx;
use store::registry::{self as rows, RevisionRow};

use super::DRAFTS_MAX;
use crate::App;
use crate::burden::{Holders, Inspector};
use crate::error::ActError;
use crate::registry::RegistryRequest;
use crate::registry::act::{Acting, perform};

/// What is done with every draft that has come so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchStep {
    /// Check those that are drafts.
    Check,
    /// Approve those that are checked.
    Approve,
    /// Publish those that are approved, from one day on and by one decision.
    Publish {
        /// The first day.
        valid_from: Date,
        /// The decision.
        decision: Decision,
        /// Why the day is nearer than the law's notice.
        short_notice: Option<String>,
    },
}

impl BatchStep {
    const fn action(&self) -> RegistryAction {
        match self {
            Self::Check => RegistryAction::Check,
            Self::Approve => RegistryAction::Approve,
            Self::Publish { .. } => RegistryAction::Publish,
        }
    }

    /// The state from which it leads on.
    const fn from(&self) -> RevisionState {
        match self {
            Self::Check => RevisionState::Draft,
            Self::Approve => RevisionState::Checked,
            Self::Publish { .. } => RevisionState::Approved,
        }
    }

    fn command(&self, number: u32) -> Command {
        match self.clone() {
            Self::Check => Command::Check { number },
            Self::Approve => Command::Approve { number },
            Self::Publish { valid_from, decision, short_notice } => {
                Command::Publish { number, valid_from, decision, short_notice }
            }
        }
    }
}

/// A draft that was left as it was, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRefusal {
    /// The procedure.
    pub procedure: String,
    /// Its name.
    pub name: String,
    /// Number of the revision.
    pub number: i64,
    /// Why.
    pub refusal: Refusal,
}

/// What became of the drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// How many went on.
    pub done: usize,
    /// Those that were refused, each with its reason.
    pub refused: Vec<BatchRefusal>,
}

impl App {
    /// Leads every draft of an import on that may go on. Each is decided for itself, by the rules for a single one; those
    /// that are refused are named and stay as they are.
    pub async fn batch_act(&self, person: &Person, batch: &str, step: BatchStep) -> Result<BatchOutcome, ActError> {
        let acting = self.registry_acting(person, step.action())?;
        let (batch, publishes) = (batch.to_owned(), matches!(step, BatchStep::Publish { .. }));
        let outcome = self.0.store.write(move |tx| lead_on(tx, &acting, &batch, &step)).await?;
        if publishes && outcome.done > 0 {
            self.reload_catalogue().await?;
        }
        Ok(outcome)
    }
}

fn lead_on(tx: &mut Tx<'_>, acting: &Acting, batch: &str, step: &BatchStep) -> Result<BatchOutcome, ActError> {
    let limit = i64::try_from(DRAFTS_MAX).unwrap_or(i64::MAX);
    let drafts = rows::in_batch(tx, batch, "", limit)?;
    if drafts.is_empty() {
        return Err(ActError::NotFound);
    }
    let holders = Holders::of(tx, acting.today)?;
    let inspector = Inspector::new(&acting.catalogue, &acting.rules, acting.today, Some(&holders));
    let mut outcome = BatchOutcome::default();
    for RevisionRow { procedure_id, number, name, .. } in
        drafts.into_iter().filter(|draft| draft.state == step.from().name())
    {
        let revision = u32::try_from(number).map_err(|_| ActError::fault("a revision without a number"))?;
        let request = RegistryRequest { procedure: procedure_id.clone(), seen: None, command: step.command(revision) };
        match perform(tx, acting, Some(&inspector), &request) {
            Ok(_) => outcome.done = outcome.done.saturating_add(1),
            // A refusal is decided before anything is written.
            Err(ActError::Registry(refusal)) => {
                outcome.refused.push(BatchRefusal { procedure: procedure_id, name, number, refusal });
            }
            Err(other) => return Err(other),
        }
    }
    Ok(outcome)
}
