//! A gateway for short messages or chat: one signed request a message, over TLS unless the gateway is on this machine.
//!
//! The request is `POST` with `{"id", "to", "text"}`. Its signature follows Standard Webhooks: `webhook-id`,
//! `webhook-timestamp` and `webhook-signature: v1,…`, the HMAC-SHA256 of `id.timestamp.body` in base64.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::time::Instant;
use futures_util::future::BoxFuture;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Carrier, ChannelError, Parcel, SendFault};
use crate::{Clock, outside};

/// How long a gateway may be reached for, and how long it may take altogether.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// Where a gateway is.
#[derive(Clone, PartialEq, Eq)]
pub struct GatewayAddress {
    /// `https://…`, or `http://` on this machine.
    pub url: String,
    /// The common secret of the signature: text, or `whsec_` with base64.
    pub secret: String,
}

impl std::fmt::Debug for GatewayAddress {
    /// Without the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "gateway at {}", self.url)
    }
}

/// The client of a gateway.
pub(super) struct Gateway {
    url: reqwest::Url,
    secret: Vec<u8>,
    client: reqwest::Client,
}

impl Gateway {
    pub(super) fn new(address: &GatewayAddress) -> Result<Self, ChannelError> {
        let wrong = || ChannelError::Address(address.url.clone());
        let url = outside::address(&address.url).ok_or_else(wrong)?;
        let secret = match address.secret.strip_prefix("whsec_") {
            Some(encoded) => BASE64_STANDARD.decode(encoded).map_err(|_| wrong())?,
            None => address.secret.as_bytes().to_vec(),
        };
        let client = outside::client(CONNECT_LIMIT, ANSWER_LIMIT).map_err(ChannelError::Client)?;
        Ok(Self { url, secret, client })
    }

    async fn hand_over(&self, parcel: &Parcel) -> Result<(), SendFault> {
        let body = serde_json::json!({"id": parcel.id, "to": parcel.to, "text": parcel.letter.short}).to_string();
        let seconds = Clock::System.now().seconds_since(Instant(0)).to_string();
        let request = self
            .client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("webhook-id", &parcel.id)
            .header("webhook-timestamp", &seconds)
            .header("webhook-signature", self.signature(&parcel.id, &seconds, &body));
        let answer = request.body(body).send().await.map_err(|_| SendFault::Unreachable)?;
        let later = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
        judged(answer.status().as_u16(), later)
    }

    fn signature(&self, id: &str, seconds: &str, body: &str) -> String {
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.secret) else { return String::new() };
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl Carrier for Gateway {
    fn carry<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), SendFault>> {
        Box::pin(self.hand_over(parcel))
    }
}

/// What a status says of the message. A gateway that is set up wrongly (401, 403, 404) says nothing against it.
const fn judged(status: u16, retry_after: Option<i64>) -> Result<(), SendFault> {
    match status {
        200..=299 => Ok(()),
        400 | 410 | 413 | 422 => Err(SendFault::Refused { answer: status }),
        answer => Err(SendFault::Busy { answer, retry_after }),
    }
}
