//! Sessions of browsers and bearer tokens of programs: random, kept only as hashes, remembered shortly in memory.
//!
//! Sessions are not events: they say nothing about a procedure and end by themselves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Person;
use domain::time::{Date, Instant};
use store::identity as rows;
use store::{DbError, Tx};

use super::account::login_name;
use super::password;
use crate::App;
use crate::error::ActError;
use crate::seal::{self, sha256_hex};

/// How long a browser stays signed in.
const SESSION_SECONDS: i64 = 12 * 3600;
/// How long a looked-up session is believed without asking the database: the most that an ended one lives on elsewhere.
const REMEMBERED_SECONDS: i64 = 10;
/// Sessions remembered at most.
const REMEMBERED_MAX: usize = 50_000;
/// A hash of nobody's password, so that an unknown name takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9i$c3RhbmRpbmcgaW4gZm9yIG5vYm9keSdzIHBhc3N3b3Jk";

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenPurpose {
    /// A browser's session cookie.
    Browser,
    /// A bearer token of the API.
    Api,
}

impl TokenPurpose {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Api => "api",
        }
    }
}

/// Somebody has just signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// The secret that proves it from now on.
    pub token: String,
    /// When it ends.
    pub expires_at: Instant,
}

/// Sessions looked up a moment ago.
#[derive(Default)]
pub struct SessionCache(Mutex<HashMap<String, Remembered>>);

struct Remembered {
    person: Arc<Person>,
    expires_at: Instant,
    believed_until: Instant,
}

impl App {
    /// Signs in with name and password. Wrong name and wrong password answer alike; guessing gets slower.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<SignedIn, ActError> {
        let now = self.0.clock.now();
        let login = login_name(login);
        let attempt = format!("login/{}", login.chars().take(64).collect::<String>());
        if let Some(wait_seconds) = self.0.attempts.wait(&attempt, now) {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let account = self.0.store.read(move |tx| Ok::<_, ActError>(rows::by_login(tx, &login)?)).await?;
        let hash = account.as_ref().map_or(NOBODY, |account| &account.password_hash).to_owned();
        let password = password.to_owned();
        let checked = tokio::task::spawn_blocking(move || password::verify(&password, &hash)).await;
        let right = checked.map_err(|error| ActError::Fault(Box::new(error)))?;
        match account {
            Some(account) if right && !account.is_disabled => {
                self.0.attempts.succeeded(&attempt);
                self.open_session(&account.id, TokenPurpose::Browser, SESSION_SECONDS).await
            }
            Some(_) | None => {
                self.0.attempts.failed(&attempt, now);
                Err(ActError::SignInFailed)
            }
        }
    }

    /// A bearer token for the account of that name.
    pub async fn create_token(&self, login: &str, seconds: i64) -> Result<SignedIn, ActError> {
        let login = login_name(login);
        let account = self.0.store.read(move |tx| Ok::<_, ActError>(rows::by_login(tx, &login)?)).await?;
        let account = account.filter(|account| !account.is_disabled).ok_or(ActError::NotFound)?;
        self.open_session(&account.id, TokenPurpose::Api, seconds).await
    }

    async fn open_session(&self, account: &str, purpose: TokenPurpose, seconds: i64) -> Result<SignedIn, ActError> {
        let secret: [u8; 32] = seal::random().map_err(|error| ActError::Fault(Box::new(error)))?;
        let token = format!("mc_{}", seal::hex(&secret));
        let (hash, account, now) = (sha256_hex(token.as_bytes()), account.to_owned(), self.0.clock.now());
        let (expires_at, today) = (now.plus_seconds(seconds), self.today());
        let open = move |tx: &mut Tx<'_>| {
            rows::expire_sessions(tx, now)?;
            rows::insert_session(tx, &hash, &account, purpose.name(), now, expires_at)?;
            person(tx, &account, today)?.ok_or(ActError::NotFound)
        };
        let person = self.0.store.write(open).await?;
        Ok(SignedIn { person, token, expires_at })
    }

    /// Who holds this token, if it lives.
    pub async fn person_of_token(&self, token: &str, purpose: TokenPurpose) -> Result<Option<Arc<Person>>, ActError> {
        if token.len() > 128 {
            return Ok(None);
        }
        let now = self.0.clock.now();
        let hash = sha256_hex(format!("{}/{token}", purpose.name()).as_bytes());
        if let Some(person) = self.0.sessions.get(&hash, now) {
            return Ok(Some(person));
        }
        let (stored, today) = (sha256_hex(token.as_bytes()), self.today());
        let found = self.0.store.read(move |tx| {
            let Some((account, expires_at)) = rows::session(tx, &stored, purpose.name(), now)? else {
                return Ok::<_, ActError>(None);
            };
            Ok(person(tx, &account, today)?.map(|person| (Arc::new(person), expires_at)))
        });
        let Some((person, expires_at)) = found.await? else { return Ok(None) };
        // Whoever acts for somebody else is looked up for each request, so that a delegation that was revoked, here or by
        // another process, has no effect from the next request on.
        if !person.acts_for_others() {
            self.0.sessions.put(hash, Arc::clone(&person), expires_at, now);
        }
        Ok(Some(person))
    }

    /// Ends the session of a token.
    pub async fn sign_out(&self, token: &str) -> Result<(), ActError> {
        let stored = sha256_hex(token.as_bytes());
        for purpose in [TokenPurpose::Browser, TokenPurpose::Api] {
            self.0.sessions.forget(&sha256_hex(format!("{}/{token}", purpose.name()).as_bytes()));
        }
        self.0.store.write(move |tx| Ok(rows::delete_session(tx, &stored)?)).await
    }
}

/// The person behind an account that may sign in, with what others gave to them and is not over.
fn person(tx: &mut Tx<'_>, account: &str, today: Date) -> Result<Option<Person>, DbError> {
    let Some(row) = rows::by_id(tx, account)?.filter(|row| !row.is_disabled) else { return Ok(None) };
    let mut grants = rows::grants_of(tx, account)?;
    if !grants.is_empty() {
        // Only people of the same unit are given roles, so that citizens need not be asked about.
        grants.extend(store::absence::grants_given(tx, account, today)?);
    }
    Ok(Some(Person { id: row.id, name: row.name, subject: row.subject, grants }))
}

impl SessionCache {
    fn get(&self, hash: &str, now: Instant) -> Option<Arc<Person>> {
        let remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let session = remembered.get(hash)?;
        (session.believed_until > now && session.expires_at > now).then(|| Arc::clone(&session.person))
    }

    fn put(&self, hash: String, person: Arc<Person>, expires_at: Instant, now: Instant) {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED_MAX {
            remembered.clear();
        }
        remembered
            .insert(hash, Remembered { person, expires_at, believed_until: now.plus_seconds(REMEMBERED_SECONDS) });
    }

    /// Believes no session of an account any more but one.
    pub(super) fn forget_others(&self, account: &str, kept: &str) {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|hash, session| session.person.id != account || hash == kept);
    }

    /// Believes no session of an account any more: what it may do has changed.
    pub(crate) fn forget_person(&self, account: &str) {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|_, session| session.person.id != account);
    }

    fn forget(&self, hash: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(hash);
    }
}
