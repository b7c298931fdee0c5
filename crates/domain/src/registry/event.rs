//! What happened to a procedure in the registry: stored for ever, never edited.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The decision by which a version is made public (quyết định công bố).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number: `1234/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// A finding of the burden check that was accepted on a clause when the revision was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Code and place of the finding.
    pub finding: String,
    /// The clause that asks for it.
    pub clause: String,
}

/// One event of a procedure. Who did it stands beside it in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum Event {
    /// Work on a new version began; `based_on` names the version that it starts from, none for a new procedure. `batch`
    /// names the import of the catalogue that made it.
    RevisionOpened {
        number: u32,
        based_on: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        batch: Option<String>,
    },
    /// Its content was saved, in the shape of `domain::dataset::Content`.
    RevisionSaved { number: u32, based_on: Option<String>, content: Value },
    /// A second person checked it.
    RevisionChecked { number: u32, overrides: Vec<Override> },
    /// A finding of the burden check is kept on a clause. `found` are the values found then: it covers no others.
    FindingAccepted { number: u32, finding: String, found: Value, clause: String },
    /// An acceptance was taken back.
    AcceptanceWithdrawn { number: u32, finding: String, found: Value },
    /// It went back to whoever writes it.
    RevisionSentBack { number: u32, reason: String },
    /// It was approved for publication.
    RevisionApproved { number: u32 },
    /// It was published and holds from that day on.
    RevisionPublished { number: u32, valid_from: Date, decision: Decision, short_notice: Option<String> },
    /// It was given up.
    RevisionDiscarded { number: u32, reason: String },
    /// No dossiers are taken from that day to that day, both included.
    Suspended { from: Date, to: Option<Date>, reason: String, legal_basis: String },
    /// Dossiers are taken again from that day.
    Resumed { from: Date, legal_basis: String },
    /// The procedure ended with the day before; another may stand in its place.
    Repealed { from: Date, legal_basis: String, replaced_by: Option<String> },
}

impl Event {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RevisionOpened { .. } => "revision_opened",
            Self::RevisionSaved { .. } => "revision_saved",
            Self::RevisionChecked { .. } => "revision_checked",
            Self::FindingAccepted { .. } => "finding_accepted",
            Self::AcceptanceWithdrawn { .. } => "acceptance_withdrawn",
            Self::RevisionSentBack { .. } => "revision_sent_back",
            Self::RevisionApproved { .. } => "revision_approved",
            Self::RevisionPublished { .. } => "revision_published",
            Self::RevisionDiscarded { .. } => "revision_discarded",
            Self::Suspended { .. } => "procedure_suspended",
            Self::Resumed { .. } => "procedure_resumed",
            Self::Repealed { .. } => "procedure_repealed",
        }
    }
}
