//! Changing one's own password, and what an account knows of its person.

use domain::access::Person;
use domain::time::Instant;
use store::identity::{self as rows, AccountRow};
use store::journal::{self, NewEvent};
use store::{Tx, vault};

use super::account::{AccountEvent, AccountSecrets, NewPassword};
use super::{TokenPurpose, password};
use crate::App;
use crate::error::{ActError, FieldProblemKind};
use crate::seal::{self, sha256_hex};

/// What an account knows of its person: what need not be typed again. Empty texts are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownOfPerson {
    /// Full name.
    pub name: String,
    /// The verified identity number.
    pub identity_number: String,
    /// Phone number.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// Postal address.
    pub address: String,
}

/// All that the transaction needs, made before it is entered.
#[derive(Clone)]
struct Change {
    account: AccountRow,
    hash: String,
    session: String,
    fresh_key: [u8; 32],
    now: Instant,
}

impl App {
    /// Changes the password of whoever is signed in with `session`; every other browser session of the account ends.
    ///
    /// A wrong old password answers as a fault of the field `old`, an unfit new one of `new`; guessing gets slower.
    pub async fn change_password(&self, person: &Person, session: &str, old: &str, new: &str) -> Result<(), ActError> {
        let now = self.0.clock.now();
        let attempt = format!("password/{}", person.id);
        if let Some(wait_seconds) = self.0.attempts.wait(&attempt, now) {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let id = person.id.clone();
        let account = self.0.store.read(move |tx| Ok::<_, ActError>(rows::by_id(tx, &id)?)).await?;
        let account = account.filter(|account| !account.is_disabled).ok_or(ActError::NotSignedIn)?;
        let (given, hash) = (old.to_owned(), account.password_hash.clone());
        let checked = tokio::task::spawn_blocking(move || password::verify(&given, &hash)).await;
        if !checked.map_err(|error| ActError::Fault(Box::new(error)))? {
            self.0.attempts.failed(&attempt, now);
            return Err(ActError::field("old", FieldProblemKind::WrongPassword));
        }
        self.0.attempts.succeeded(&attempt);
        if let Some(problem) = password::unfit("new", new, &[&account.login, &account.phone, &account.name]) {
            return Err(ActError::Invalid(vec![problem]));
        }
        if old == new {
            return Err(ActError::field("new", FieldProblemKind::SamePassword));
        }
        let chosen = new.to_owned();
        let hashed = tokio::task::spawn_blocking(move || password::hash(&chosen)).await;
        let change = Change {
            hash: hashed.map_err(|error| ActError::Fault(Box::new(error)))??,
            account,
            session: sha256_hex(session.as_bytes()),
            fresh_key: seal::random().map_err(|error| ActError::Fault(Box::new(error)))?,
            now,
        };
        self.0.store.write(move |tx| keep(tx, &change)).await?;
        let kept = sha256_hex(format!("{}/{session}", TokenPurpose::Browser.name()).as_bytes());
        self.0.sessions.forget_others(&person.id, &kept);
        Ok(())
    }

    /// What the account knows of its person; nothing of what was erased.
    pub async fn known_of(&self, person: &Person) -> Result<KnownOfPerson, ActError> {
        let id = person.id.clone();
        let known = move |tx: &mut Tx<'_>| {
            let account = rows::by_id(tx, &id)?.ok_or(ActError::NotFound)?;
            let stream = format!("account/{id}");
            let created = journal::of_stream(tx, &stream, 0, 1)?;
            let sealed = created.first().and_then(|event| event.sealed.as_ref());
            let secrets: Option<AccountSecrets> = match (sealed, vault::key_of(tx, &stream)?) {
                (Some(sealed), Some(key)) => {
                    let plain = seal::open(&key, &format!("{stream}/1"), sealed);
                    Some(serde_json::from_slice(&plain.map_err(|error| ActError::Fault(Box::new(error)))?)?)
                }
                (Some(_) | None, _) => None,
            };
            let (identity_number, address) =
                secrets.map(|secrets| (secrets.identity_number, secrets.address)).unwrap_or_default();
            let AccountRow { name, phone, email, .. } = account;
            Ok::<_, ActError>(KnownOfPerson { name, identity_number, phone, email, address })
        };
        self.0.store.read(known).await
    }
}

fn keep(tx: &mut Tx<'_>, change: &Change) -> Result<(), ActError> {
    let Change { account, hash, session, fresh_key, now } = change;
    let stream = format!("account/{}", account.id);
    let version = account.version.saturating_add(1);
    let key = vault::ensure_key(tx, &stream, fresh_key)?;
    let plain = serde_json::to_vec(&NewPassword { password_hash: hash.clone() })?;
    let sealed =
        seal::seal(&key, &format!("{stream}/{version}"), &plain).map_err(|error| ActError::Fault(Box::new(error)))?;
    let payload = serde_json::to_string(&AccountEvent::PasswordChanged)?;
    let event = NewEvent {
        stream: &stream,
        version,
        kind: "password_changed",
        recorded_at: *now,
        actor: &account.id,
        payload: &payload,
        sealed: Some(&sealed),
        subject: Some(&stream),
    };
    journal::append(tx, &event)?;
    rows::set_password(tx, &account.id, hash, account.version)?;
    rows::end_other_sessions(tx, &account.id, TokenPurpose::Browser.name(), session)?;
    Ok(())
}
