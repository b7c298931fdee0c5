//! Another installation over HTTP: one signed request for each envelope.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::carry::{CarryFault, Found, Parcel, Transport};
use super::config::ExchangeError;
use super::key::InstallationKey;
use super::signed::{PATH, headers};
use crate::outside;

/// How long a partner may be reached for, and how long an envelope may take altogether.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_mins(5);
/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// A partner's address.
pub(super) struct HttpWay {
    url: reqwest::Url,
    /// What the partner's certificate is known by.
    partner: String,
    client: reqwest::Client,
}

impl HttpWay {
    pub(super) fn new(url: &str, partner: String) -> Result<Self, ExchangeError> {
        let wrong = || ExchangeError::Address(url.to_owned());
        let url = outside::address(url).ok_or_else(wrong)?.join(PATH).map_err(|_| wrong())?;
        let client = outside::client(CONNECT_LIMIT, ANSWER_LIMIT).map_err(ExchangeError::Client)?;
        Ok(Self { url, partner, client })
    }

    async fn hand_over(&self, parcel: &Parcel, key: &InstallationKey) -> Result<(), CarryFault> {
        let file = tokio::fs::File::open(&parcel.file).await.map_err(|_| CarryFault::Unreachable)?;
        let mut request = self.client.post(self.url.clone()).header("content-length", parcel.bytes);
        let signed = headers(parcel, &self.partner, key).map_err(|_| CarryFault::Unreachable)?;
        for (name, value) in signed {
            request = request.header(name, value);
        }
        let sent = request.body(reqwest::Body::wrap_stream(super::wrap::stream_of(file))).send().await;
        let answer = sent.map_err(|_| CarryFault::Unreachable)?;
        let status = answer.status().as_u16();
        match status {
            200..=299 => Ok(()),
            // What is said here never changes; everything else may be mended at one side or the other.
            413 | 422 => Err(CarryFault::Refused { reason: reason_in(answer).await }),
            other => Err(CarryFault::Busy(other)),
        }
    }
}

impl Transport for HttpWay {
    fn carry<'a>(&'a self, parcel: &'a Parcel, key: &'a InstallationKey) -> BoxFuture<'a, Result<(), CarryFault>> {
        self.hand_over(parcel, key).boxed()
    }

    fn fetches(&self) -> bool {
        false
    }

    fn next(&self) -> BoxFuture<'_, std::io::Result<Option<Found>>> {
        std::future::ready(Ok(None)).boxed()
    }

    fn done<'a>(&'a self, _: &'a Found, _: bool) -> BoxFuture<'a, std::io::Result<()>> {
        std::future::ready(Ok(())).boxed()
    }
}

/// Why the partner refuses, in its words; empty where it says nothing.
async fn reason_in(mut answer: reqwest::Response) -> String {
    let mut body = Vec::new();
    while let Ok(Some(part)) = answer.chunk().await {
        if body.len().saturating_add(part.len()) > ANSWER_BYTES_MAX {
            break;
        }
        body.extend_from_slice(&part);
    }
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let reason = told.get("reason").and_then(serde_json::Value::as_str).unwrap_or_default();
    reason.chars().filter(|letter| !letter.is_control()).take(1_000).collect()
}
