//! Accounts: registering, signing in and out, roles, tokens for the API.

mod account;
mod change;
mod password;
mod session;

pub use account::{AccountEvent, NewAccount, Registration};
pub use change::KnownOfPerson;
pub use session::{SessionCache, SignedIn, TokenPurpose};
