//! The applicant's own electronic store: consent, what is kept, deletion, and its use in the next application.

mod act;
mod ask;
mod keep;
mod papers;
mod prefill;
mod read;
mod register;
mod remote;
mod row;

use domain::own_data::OwnFault;

use crate::error::ActError;

pub(crate) use keep::{after_act, after_submission};
pub use papers::KnownPaper;
pub use prefill::{Filled, FormHelp};
pub use read::{OwnItem, OwnStore, Use, UseOf};
pub use register::{Found, LocalRegister, Query, Register, RegisterFault, Registers};
pub use remote::{RemoteError, RemoteRegister};
pub(crate) use row::difference;

/// What cannot be done with a store is answered as if there were nothing: no page offers it.
impl From<OwnFault> for ActError {
    fn from(fault: OwnFault) -> Self {
        match fault {
            OwnFault::NoConsent | OwnFault::NoSuchItem | OwnFault::Full => Self::NotFound,
        }
    }
}
