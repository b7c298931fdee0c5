//! A register behind an address: one question, one answer, with limits of time and length.
//!
//! The question is `POST` with `{"identity_number", "purpose", "reference"}`, the answer
//! `{"entries": [{"number", "as_of", "values": {"person.full_name": "…"}}]}`. A gateway to a national platform speaks this
//! on its near side; concepts that are not known here are passed over.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::dataset::RegisterKind;
use domain::eform::Concept;
use domain::time::Date;
use futures_util::future::BoxFuture;
use serde::Deserialize;

use super::register::{ENTRIES_MAX, Found, Query, Register, RegisterFault};
use crate::outside::{self, NoAnswer};

/// How long a register may be reached for, and how long it may take altogether: a person waits.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
const ANSWER_LIMIT: Duration = Duration::from_secs(8);
/// Longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// Longest number of an entry, in characters.
const NUMBER_CHARS_MAX: usize = 100;

/// What is wrong with a register's address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RemoteError {
    /// It cannot be read, or personal data would cross the network in the clear.
    #[error("the register's address must be https://, or http:// on this machine: {0}")]
    Address(String),
    /// The client could not be made.
    #[error("the client of the register could not be made: {0}")]
    Client(String),
}

/// A register that is asked over HTTP.
pub struct RemoteRegister {
    kind: RegisterKind,
    url: reqwest::Url,
    token: Option<String>,
    client: reqwest::Client,
}

#[derive(Deserialize)]
struct Told {
    entries: Vec<ToldEntry>,
}

#[derive(Deserialize)]
struct ToldEntry {
    number: String,
    as_of: String,
    values: BTreeMap<String, String>,
}

impl RemoteRegister {
    /// A register at an address; `token` is sent as a bearer's, if there is one. Asks nothing yet.
    pub fn new(kind: RegisterKind, url: &str, token: Option<String>) -> Result<Self, RemoteError> {
        let wrong = || RemoteError::Address(url.to_owned());
        let url = outside::address(url).ok_or_else(wrong)?;
        let client = outside::client(CONNECT_LIMIT, ANSWER_LIMIT).map_err(RemoteError::Client)?;
        Ok(Self { kind, url, token, client })
    }

    async fn ask(&self, query: &Query) -> Result<Vec<Found>, RegisterFault> {
        let question = serde_json::json!({
            "identity_number": query.identity_number, "purpose": query.purpose, "reference": query.reference,
        });
        let mut request = self.client.post(self.url.clone()).header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let sent = request.body(question.to_string()).send().await;
        let body = outside::body(sent, ANSWER_BYTES_MAX).await.map_err(|none| match none {
            NoAnswer::Unreachable => RegisterFault::Unreachable,
            NoAnswer::Refused(status) => RegisterFault::Refused(status),
            NoAnswer::TooLong => RegisterFault::Unreadable,
        })?;
        let told: Told = serde_json::from_slice(&body).map_err(|_| RegisterFault::Unreadable)?;
        told.entries.into_iter().take(ENTRIES_MAX).map(entry).collect()
    }
}

impl Register for RemoteRegister {
    fn kind(&self) -> RegisterKind {
        self.kind
    }

    fn look_up<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Found>, RegisterFault>> {
        Box::pin(self.ask(query))
    }
}

impl std::fmt::Debug for RemoteRegister {
    /// Without the token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.kind.name(), self.url)
    }
}

fn entry(told: ToldEntry) -> Result<Found, RegisterFault> {
    let is_sound = !told.number.is_empty()
        && told.number.chars().count() <= NUMBER_CHARS_MAX
        && !told.number.chars().any(|letter| letter.is_control() || letter == '/');
    let as_of: Date = told.as_of.parse().map_err(|_| RegisterFault::Unreadable)?;
    if !is_sound {
        return Err(RegisterFault::Unreadable);
    }
    let known = told.values.into_iter().filter_map(|(name, value)| Some((Concept::from_name(&name)?, value)));
    Ok(Found { number: told.number, as_of, values: known.collect() })
}
