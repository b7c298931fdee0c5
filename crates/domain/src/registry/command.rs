//! What can be asked of the registry, and what the answer depends on.

use jiff::civil::Date;
use serde_json::Value;

use super::Decision;
use crate::access::RegistryAction;
use crate::burden::Finding;

/// A change that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum Command {
    /// Begin a new version with this content; `batch` names the import of the catalogue that it belongs to.
    Open { based_on: Option<String>, content: Value, batch: Option<String> },
    /// Save its content; `based_on` moves it onto a version that was published since.
    Save { number: u32, based_on: Option<String>, content: Value },
    /// Say that it is complete and lawful.
    Check { number: u32 },
    /// Keep findings of the burden check that stop it, by their keys, on a clause.
    Accept { number: u32, findings: Vec<String>, clause: String },
    /// Take an acceptance back.
    Withdraw { number: u32, finding: String },
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
            Self::Accept { .. } | Self::Withdraw { .. } => RegistryAction::Accept,
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

impl Command {
    /// The revision that must stand the burden check for this, or whose findings it speaks of.
    #[must_use]
    pub const fn inspected(&self) -> Option<u32> {
        match self {
            Self::Check { number }
            | Self::Accept { number, .. }
            | Self::Approve { number }
            | Self::Publish { number, .. } => Some(*number),
            Self::Open { .. }
            | Self::Save { .. }
            | Self::Withdraw { .. }
            | Self::SendBack { .. }
            | Self::Discard { .. }
            | Self::Suspend { .. }
            | Self::Resume { .. }
            | Self::Repeal { .. } => None,
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
    /// What the burden check finds in the content of the revision today. A stop keeps it from being checked, approved and
    /// published until it is mended or accepted.
    pub findings: &'a [Finding],
}
