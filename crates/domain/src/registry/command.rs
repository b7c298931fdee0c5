//! What can be asked of the registry, and what the answer depends on.

use jiff::civil::Date;
use serde_json::Value;

use super::{Decision, Override};
use crate::access::RegistryAction;

/// A change that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum Command {
    /// Begin a new version with this content.
    Open { based_on: Option<String>, content: Value },
    /// Save its content; `based_on` moves it onto a version that was published since.
    Save { number: u32, based_on: Option<String>, content: Value },
    /// Say that it is complete and lawful.
    Check { number: u32, overrides: Vec<Override> },
    /// Send it back to whoever writes it.
    SendBack { number: u32, reason: String },
    /// Approve it.
    Approve { number: u32 },
    /// Publish it from a day on; `short_notice` says why that day is nearer than the law's notice.
    Publish { number: u32, valid_from: Date, decision: Decision, short_notice: Option<String> },
    /// Give it up.
    Discard { number: u32, reason: String },
    /// Take no dossiers for a time.
    Suspend { from: Date, to: Option<Date>, reason: String, legal_basis: String },
    /// Take dossiers again.
    Resume { from: Date, legal_basis: String },
    /// End the procedure.
    Repeal { from: Date, legal_basis: String, replaced_by: Option<String> },
}

impl Command {
    /// The action for which a permit is asked.
    #[must_use]
    pub const fn action(&self) -> RegistryAction {
        match self {
            Self::Open { .. } => RegistryAction::Open,
            Self::Save { .. } => RegistryAction::Save,
            Self::Check { .. } => RegistryAction::Check,
            Self::SendBack { .. } => RegistryAction::SendBack,
            Self::Approve { .. } => RegistryAction::Approve,
            Self::Publish { .. } => RegistryAction::Publish,
            Self::Discard { .. } => RegistryAction::Discard,
            Self::Suspend { .. } => RegistryAction::Suspend,
            Self::Resume { .. } => RegistryAction::Resume,
            Self::Repeal { .. } => RegistryAction::Repeal,
        }
    }
}

/// What the answer depends on besides the record.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a str,
    /// Today in the province.
    pub today: Date,
    /// The newest version that is published, scheduled ones included; none for a procedure that is not published.
    pub newest_version: Option<&'a str>,
    /// Findings of the burden check that keep this revision from being checked unless each is accepted on a clause.
    pub stops: &'a [String],
}
