//! Making accounts and giving roles.

use domain::access::{Grant, Person, Role, Scope, WorkKind};
use domain::text::composed;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::identity::{self as rows, AccountRow};
use store::journal::{self, NewEvent};
use store::{DbError, Tx, vault};

use super::password;
use crate::App;
use crate::error::{ActError, FieldProblem, FieldProblemKind};
use crate::seal;

/// What happened to an account. Names, phone numbers and password hashes are sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountEvent {
    /// It was made.
    Created {
        /// Pseudonym of the person, when the identity was verified.
        subject: Option<String>,
    },
    /// A role was given.
    Granted {
        /// The role, where and how long.
        grant: Grant,
    },
    /// The person chose another password; its hash is sealed beside.
    PasswordChanged,
}

/// The personal part of [`AccountEvent::Created`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountSecrets {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) password_hash: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    /// The verified identity number; empty when none was, and in accounts of before.
    #[serde(default)]
    pub(crate) identity_number: String,
    /// Postal address, or empty.
    #[serde(default)]
    pub(crate) address: String,
}

/// The personal part of [`AccountEvent::PasswordChanged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NewPassword {
    pub(crate) password_hash: String,
}

/// A citizen's own registration. The identity is not verified by it: only what was submitted from the account is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Name to sign in with: usually the phone number.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Phone number.
    pub phone: String,
    /// Mail address, or empty.
    pub email: String,
    /// The password.
    pub password: String,
}

/// An account made by an administrator or loaded for trying things out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Name to sign in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// The password.
    pub password: String,
    /// Identity number that was verified.
    pub identity_number: Option<String>,
    /// Phone number, or empty.
    pub phone: String,
    /// Mail address, or empty.
    pub email: String,
    /// Postal address, or empty.
    pub address: String,
    /// Roles.
    pub grants: Vec<Grant>,
}

impl App {
    /// Registers a citizen.
    pub async fn register(&self, registration: Registration) -> Result<Person, ActError> {
        let mut problems = Vec::new();
        if composed(&registration.name).is_empty() {
            problems.push(FieldProblem::new("name", FieldProblemKind::Missing));
        }
        if !crate::catalogue::is_phone(&registration.phone) {
            problems.push(FieldProblem::new("phone", FieldProblemKind::Malformed));
        }
        if !registration.email.is_empty() && !crate::catalogue::is_email(&registration.email) {
            problems.push(FieldProblem::new("email", FieldProblemKind::Malformed));
        }
        let Registration { login, name, phone, email, password } = registration;
        problems.extend(password::unfit("password", &password, &[&login, &phone, &name]));
        let account = NewAccount {
            login,
            name,
            password,
            identity_number: None,
            phone,
            email,
            address: String::new(),
            grants: Vec::new(),
        };
        problems.extend(check(&account));
        problems.sort_by_key(|problem| problem.field == "password");
        problems.dedup_by_key(|problem| problem.field.clone());
        if !problems.is_empty() {
            return Err(ActError::Invalid(problems));
        }
        self.add_account(account, "guest").await
    }

    /// Makes an account with roles; `actor` is who does it.
    pub async fn add_account(&self, account: NewAccount, actor: &str) -> Result<Person, ActError> {
        let problems = check(&account);
        if !problems.is_empty() {
            return Err(ActError::Invalid(problems));
        }
        let subject = account.identity_number.as_deref().map(|number| self.subject_of(number));
        let password = account.password.clone();
        let hashed = tokio::task::spawn_blocking(move || password::hash(&password)).await;
        let hash = hashed.map_err(|error| ActError::Fault(Box::new(error)))??;
        let id = format!("a-{}", seal::hex(&random::<8>()?));
        let fresh_key = random::<32>()?;
        let (actor, now) = (actor.to_owned(), self.0.clock.now());
        let kept = move |tx: &mut Tx<'_>| {
            insert_account(tx, &id, &account, subject.as_deref(), &hash, &fresh_key, &actor, now)
        };
        self.0.store.write(kept).await
    }

    /// To whom work of a role at a unit can be given today, by account and name: those who hold it, and those to whom it was
    /// given, for all work or for dossiers of each of these procedures.
    pub async fn assignable(
        &self,
        unit: &str,
        role: Role,
        procedures: &[&str],
    ) -> Result<Vec<(String, String)>, ActError> {
        let procedures: Vec<String> = procedures.iter().map(|id| (*id).to_owned()).collect();
        let (unit, today) = (unit.to_owned(), self.today());
        let read = move |tx: &mut Tx<'_>| {
            let mut people = rows::staff_of(tx, &unit, role, &today.to_string())?;
            for (delegation, name) in store::absence::given_at(tx, &unit, role, today)? {
                let terms = &delegation.terms;
                let fits = match &terms.scope {
                    Scope::All => true,
                    Scope::Procedures(list) => !procedures.is_empty() && procedures.iter().all(|id| list.contains(id)),
                };
                let works = terms.works.as_ref().is_none_or(|works| works.contains(&WorkKind::Examine));
                if fits && works && !people.iter().any(|(id, _)| *id == terms.receiver) {
                    people.push((terms.receiver.clone(), name));
                }
            }
            Ok::<_, ActError>(people)
        };
        self.0.store.read(read).await
    }

    /// The names of those who hold a role at a unit today, by account.
    pub async fn staff_of(&self, unit: &str, role: Role) -> Result<Vec<(String, String)>, ActError> {
        let (unit, day) = (unit.to_owned(), self.today().to_string());
        self.0.store.read(move |tx| Ok(rows::staff_of(tx, &unit, role, &day)?)).await
    }
}

/// Keeps an account with its events.
#[expect(clippy::too_many_arguments, reason = "each is one column or key; a struct would name them twice")]
fn insert_account(
    tx: &mut Tx<'_>,
    id: &str,
    account: &NewAccount,
    subject: Option<&str>,
    password_hash: &str,
    fresh_key: &[u8; 32],
    actor: &str,
    now: Instant,
) -> Result<Person, ActError> {
    let stream = format!("account/{id}");
    let key = vault::ensure_key(tx, &stream, fresh_key)?;
    let secrets = AccountSecrets {
        login: login_name(&account.login),
        name: composed(&account.name),
        password_hash: password_hash.to_owned(),
        phone: account.phone.trim().to_owned(),
        email: account.email.trim().to_owned(),
        identity_number: account.identity_number.clone().unwrap_or_default().trim().to_owned(),
        address: composed(&account.address),
    };
    let sealed = seal::seal(&key, &format!("{stream}/1"), &serde_json::to_vec(&secrets)?)
        .map_err(|error| ActError::Fault(Box::new(error)))?;
    let mut version = 1;
    let created = AccountEvent::Created { subject: subject.map(str::to_owned) };
    let mut note = |tx: &mut Tx<'_>, kind: &str, event: &AccountEvent, sealed: Option<&[u8]>| {
        let payload = serde_json::to_string(event)?;
        let event = NewEvent {
            stream: &stream,
            version,
            kind,
            recorded_at: now,
            actor,
            payload: &payload,
            sealed,
            subject: Some(&stream),
        };
        journal::append(tx, &event)?;
        version = version.saturating_add(1);
        Ok::<_, ActError>(())
    };
    note(tx, "account_created", &created, Some(&sealed))?;
    for grant in &account.grants {
        note(tx, "role_granted", &AccountEvent::Granted { grant: grant.clone() }, None)?;
    }
    let AccountSecrets { login, name, password_hash, phone, email, .. } = secrets;
    let row = AccountRow {
        id: id.to_owned(),
        version: version.saturating_sub(1),
        login,
        name: name.clone(),
        password_hash,
        subject: subject.map(str::to_owned),
        phone,
        email,
        is_disabled: false,
        created_at: now,
    };
    match rows::insert(tx, &row) {
        Ok(()) => (),
        Err(DbError::Unique) => return Err(ActError::field("login", FieldProblemKind::Taken)),
        Err(error) => return Err(error.into()),
    }
    for grant in &account.grants {
        rows::insert_grant(tx, id, grant)?;
    }
    Ok(Person { id: row.id, name, subject: row.subject, grants: account.grants.clone() })
}

fn check(account: &NewAccount) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let login = login_name(&account.login);
    if login.is_empty() {
        problems.push(FieldProblem::new("login", FieldProblemKind::Missing));
    } else if login.chars().count() > 64 {
        problems.push(FieldProblem::new("login", FieldProblemKind::TooLong(64)));
    }
    if account.password.chars().count() < password::LEAST_CHARS {
        problems.push(FieldProblem::new("password", FieldProblemKind::PasswordTooShort(password::LEAST_CHARS)));
    } else if account.password.len() > password::MOST_BYTES {
        problems.push(FieldProblem::new("password", FieldProblemKind::TooLong(password::MOST_BYTES)));
    }
    problems
}

/// Sign-in names do not differ by case, blanks or composition.
pub(super) fn login_name(login: &str) -> String {
    composed(login).to_lowercase().split_whitespace().collect()
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], ActError> {
    seal::random().map_err(|error| ActError::Fault(Box::new(error)))
}
