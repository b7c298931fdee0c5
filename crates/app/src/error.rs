//! Why an act did not happen.

use domain::access::Denied;
use domain::dossier::{FoldError, Refusal};
use domain::eform::AnswerFault;
use store::DbError;

/// Fault of one field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field as named in the request: `applicant.phone`, `form.noi_dung`, `files.c1`.
    pub field: String,
    /// What is wrong with it.
    pub kind: FieldProblemKind,
}

/// What can be wrong with a field; each has a sentence in the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblemKind {
    /// Required and absent or empty.
    Missing,
    /// Longer than allowed, in characters.
    TooLong(usize),
    /// Not in the form expected.
    Malformed,
    /// Names something that does not exist or does not hold on this day.
    Unknown,
    /// The procedure does not take dossiers through this channel.
    ChannelClosed,
    /// This desk may not receive the procedure.
    DeskMayNotReceive,
    /// No unit is competent.
    NoCompetentUnit,
    /// The procedure takes no dossiers now: not in force, or only its short record is known.
    ProcedureClosed,
    /// The draft was begun under a version of the procedure that holds no more; it must be carried over first.
    ProcedureChanged,
    /// The file was not uploaded, or its bytes are not stored.
    FileNotStored,
    /// The component does not allow this kind of file.
    FileKind,
    /// The file is larger than the component allows, in bytes.
    FileTooLarge(u64),
    /// Taken by somebody else.
    Taken,
    /// A password shorter than the least length.
    PasswordTooShort(usize),
    /// The password is one that guessing tries first.
    PasswordCommon,
    /// The present password is another one.
    WrongPassword,
    /// The new password is the old one.
    SamePassword,
    /// An answer breaks a rule of the e-form.
    Answer(AnswerFault, Option<String>),
}

impl FieldProblem {
    /// A problem of a field.
    #[must_use]
    pub fn new(field: impl Into<String>, kind: FieldProblemKind) -> Self {
        Self { field: field.into(), kind }
    }
}

/// Why an act did not happen. `NotFound` also stands for "may not be seen".
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// It does not exist, or this person may not know that it does.
    #[error("not found")]
    NotFound,
    /// Somebody has to sign in first.
    #[error("not signed in")]
    NotSignedIn,
    /// The person sees it, but it is somebody else's task.
    #[error("not this person's task")]
    NotYours,
    /// The law or the state of the dossier does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The registry's rules do not allow it.
    #[error(transparent)]
    Registry(#[from] domain::registry::Refusal),
    /// The rules of the review of procedures do not allow it.
    #[error(transparent)]
    Review(#[from] domain::review::Refusal),
    /// The rules of scoring rounds do not allow it.
    #[error(transparent)]
    Round(#[from] domain::round::Refusal),
    /// The rules of documents do not allow it.
    #[error(transparent)]
    Document(#[from] domain::document::Refusal),
    /// The rules of work files do not allow it.
    #[error(transparent)]
    WorkFile(#[from] domain::work_file::WorkFileRefusal),
    /// The rules of the exchange of documents do not allow it.
    #[error(transparent)]
    Exchange(#[from] domain::exchange::Refusal),
    /// The rules of the desk do not allow it.
    #[error(transparent)]
    Desk(#[from] domain::desk::Refusal),
    /// The rules of payment do not allow it.
    #[error(transparent)]
    Payment(#[from] domain::payment::Refusal),
    /// A payment gateway did not answer.
    #[error("the payment gateway does not answer")]
    GatewaySilent,
    /// A result was not signed.
    #[error(transparent)]
    Signing(#[from] crate::signature::SigningTrouble),
    /// The rules of absence and delegation do not allow it.
    #[error(transparent)]
    Away(#[from] domain::access::AwayRefusal),
    /// The rules of the register of outages do not allow it.
    #[error(transparent)]
    Outage(#[from] domain::lateness::OutageRefusal),
    /// The content of a procedure version has faults; nothing was kept.
    #[error("the content has {} faults", .0.len())]
    Content(Vec<domain::dataset::Fault>),
    /// Fields of the request are wrong; nothing was kept.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// Somebody was faster; the present version.
    #[error("the record is at version {current}")]
    Stale {
        /// The version now.
        current: i64,
    },
    /// The idempotency key was used with another body.
    #[error("the idempotency key was used with another request")]
    KeyReused,
    /// Name or password is wrong, or the account is locked.
    #[error("name or password is wrong")]
    SignInFailed,
    /// Too many attempts; how many seconds to wait.
    #[error("too many attempts")]
    TooManyAttempts {
        /// Seconds.
        wait_seconds: i64,
    },
    /// The database or the file store cannot be reached; nothing acknowledged is lost.
    #[error("storage is not available")]
    Unavailable,
    /// A fault of the program or of stored data; the log has the details.
    #[error("fault: {0}")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl ActError {
    /// A fault in words.
    pub fn fault(what: impl Into<String>) -> Self {
        Self::Fault(what.into().into())
    }

    /// One wrong field.
    #[must_use]
    pub fn field(field: impl Into<String>, kind: FieldProblemKind) -> Self {
        Self::Invalid(vec![FieldProblem::new(field, kind)])
    }
}

impl From<DbError> for ActError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Stale => Self::Stale { current: 0 },
            DbError::Unavailable(_) => {
                tracing::warn!(error = %error, "storage is not available");
                Self::Unavailable
            }
            // The store runs such an act again; only when that never helps does anybody hear of it.
            DbError::Busy => Self::Unavailable,
            DbError::Unique
            | DbError::ForeignKey
            | DbError::Check
            | DbError::Corrupt { .. }
            | DbError::Panicked(_)
            | DbError::Other(_) => Self::Fault(Box::new(error)),
        }
    }
}

impl From<Denied> for ActError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unseen => Self::NotFound,
            Denied::NotYours => Self::NotYours,
        }
    }
}

impl From<FoldError> for ActError {
    fn from(error: FoldError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::registry::ReplayError> for ActError {
    fn from(error: domain::registry::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::review::ReplayError> for ActError {
    fn from(error: domain::review::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::round::ReplayError> for ActError {
    fn from(error: domain::round::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::document::ReplayError> for ActError {
    fn from(error: domain::document::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::work_file::ReplayError> for ActError {
    fn from(error: domain::work_file::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::desk::ReplayError> for ActError {
    fn from(error: domain::desk::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<domain::payment::ReplayError> for ActError {
    fn from(error: domain::payment::ReplayError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<serde_json::Error> for ActError {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}
