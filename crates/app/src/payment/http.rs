//! A gateway behind an address: JSON over HTTPS, every request and every report signed with HMAC-SHA256.
//!
//! `POST payments {order, amount, currency, expires, return_url, callback_url}` → `{pay_url}`;
//! `GET payments/{order}` → `{payments: [report]}`; `POST refunds {refund, transaction, amount}` → `{reference}`;
//! `GET days/{day}` → `{lines: [{transaction, order, amount}]}`. A report is `{order, transaction, amount, status, paid_at}`
//! with status `paid` or `failed`. The header named in the settings carries the signature in hexadecimal digits: of the
//! body, or of the path where there is none. An adapter to one bank's own interface speaks this on its near side.

use std::time::Duration;

use domain::payment::{AMOUNT_MAX, Callback, CallbackOutcome, Line, Method, Money, TRANSACTION_CHARS_MAX};
use domain::time::{Date, DateTime};
use futures_util::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use super::gateway::{Begun, CallbackFault, Gateway, GatewayFault, NewPayment, NewRefund};
use crate::outside::{self, NoAnswer};
use crate::seal::hex;

/// How long a gateway may be reached for, and how long it may take altogether: a person waits.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// Longest answer that is read, in bytes: a day's list is the longest.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Lines of a day's list that are read at most.
const LINES_MAX: usize = 20_000;
/// Longest address to which a payer is sent.
const URL_CHARS_MAX: usize = 2_000;
/// The least secret that protects anything, in bytes.
const SECRET_BYTES_MIN: usize = 16;
/// The header that carries a signature when no other is configured.
const SIGNATURE_HEADER: &str = "x-signature";

/// Where a gateway is and how it is known.
#[derive(Clone, PartialEq, Eq)]
pub struct GatewayAddress {
    /// Its name in addresses: lower-case letters, digits, hyphens.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// `https://…`, or `http://` on this machine.
    pub url: String,
    /// The secret that both sides know.
    pub secret: String,
    /// The header that carries signatures; `None` for `x-signature`.
    pub signature_header: Option<String>,
}

impl std::fmt::Debug for GatewayAddress {
    /// Without the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.name, self.url)
    }
}

/// What is wrong with the settings of a gateway.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GatewayError {
    /// The name cannot stand in an address, or is one that is taken.
    #[error("the name of a payment gateway has lower-case letters, digits and hyphens: {0}")]
    Name(String),
    /// The address cannot be read, or money would be spoken of in the clear.
    #[error("the address of a payment gateway must be https://, or http:// on this machine: {0}")]
    Address(String),
    /// The secret is too short.
    #[error("the secret of the payment gateway {0} needs at least 16 characters")]
    Secret(String),
    /// The header is not a name.
    #[error("the signature header of the payment gateway {0} is not a name of a header")]
    Header(String),
    /// The client could not be made.
    #[error("the client of the payment gateway could not be made: {0}")]
    Client(String),
}

/// A gateway that is asked over HTTP.
pub struct HttpGateway {
    name: String,
    title: String,
    base: reqwest::Url,
    secret: Vec<u8>,
    header: String,
    client: reqwest::Client,
}

#[derive(Deserialize)]
struct ToldPayUrl {
    pay_url: String,
}

#[derive(Deserialize)]
struct ToldReport {
    order: String,
    transaction: String,
    amount: i64,
    status: String,
    paid_at: String,
}

#[derive(Deserialize)]
struct ToldReports {
    payments: Vec<ToldReport>,
}

#[derive(Deserialize)]
struct ToldReference {
    reference: String,
}

#[derive(Deserialize)]
struct ToldLines {
    lines: Vec<Line>,
}

impl HttpGateway {
    /// A gateway at an address. Asks nothing yet.
    pub fn new(address: &GatewayAddress) -> Result<Self, GatewayError> {
        let GatewayAddress { name, title, url, secret, signature_header } = address;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || name.len() > 32 || !name.chars().all(plain) || matches!(name.as_str(), "desk" | "bank") {
            return Err(GatewayError::Name(name.clone()));
        }
        if secret.len() < SECRET_BYTES_MIN {
            return Err(GatewayError::Secret(name.clone()));
        }
        let header = signature_header.as_deref().unwrap_or(SIGNATURE_HEADER).to_ascii_lowercase();
        if header.is_empty() || !header.chars().all(plain) {
            return Err(GatewayError::Header(name.clone()));
        }
        let base = outside::address(&format!("{}/", url.trim_end_matches('/')));
        let base = base.ok_or_else(|| GatewayError::Address(url.clone()))?;
        let client = outside::client(CONNECT_LIMIT, ANSWER_LIMIT).map_err(GatewayError::Client)?;
        let (name, title, secret) = (name.clone(), title.clone(), secret.clone().into_bytes());
        Ok(Self { name, title, base, secret, header, client })
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: serde_json::Value) -> Result<T, GatewayFault> {
        let (url, body) = (self.url(path)?, body.to_string());
        let signature = self.signature(body.as_bytes());
        let request = self.client.post(url).header("content-type", "application/json").header(&self.header, signature);
        answer(request.body(body).send().await).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, GatewayFault> {
        let url = self.url(path)?;
        let signature = self.signature(url.path().as_bytes());
        answer(self.client.get(url).header(&self.header, signature).send().await).await
    }

    fn url(&self, path: &str) -> Result<reqwest::Url, GatewayFault> {
        self.base.join(path).map_err(|_| GatewayFault::Unreachable)
    }

    fn signature(&self, bytes: &[u8]) -> String {
        self.mac(bytes).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
    }

    fn mac(&self, bytes: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).ok()?;
        mac.update(bytes);
        Some(mac)
    }

    fn callback(&self, told: ToldReport) -> Option<Callback> {
        let outcome = match told.status.as_str() {
            "paid" => CallbackOutcome::Paid,
            "failed" => CallbackOutcome::Failed,
            _ => return None,
        };
        let name = told.transaction.trim();
        let is_sound = !name.is_empty()
            && name.chars().count() <= TRANSACTION_CHARS_MAX
            && name.chars().all(|letter| letter.is_ascii_graphic() && letter != '/')
            && told.order.chars().count() <= TRANSACTION_CHARS_MAX
            && (1..=AMOUNT_MAX).contains(&told.amount);
        let paid_at: DateTime = told.paid_at.parse().ok()?;
        is_sound.then(|| Callback {
            order: told.order,
            outcome,
            money: Money {
                method: Method::Online,
                channel: self.name.clone(),
                transaction: name.to_owned(),
                amount: told.amount,
                paid_at,
            },
        })
    }
}

impl Gateway for HttpGateway {
    fn name(&self) -> &str {
        &self.name
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn create<'a>(&'a self, payment: &'a NewPayment) -> BoxFuture<'a, Result<Begun, GatewayFault>> {
        let body = serde_json::json!({
            "order": payment.order, "amount": payment.amount, "currency": "VND", "expires": payment.expires.to_string(),
            "return_url": payment.return_url, "callback_url": payment.callback_url,
        });
        Box::pin(async move {
            let told: ToldPayUrl = self.post("payments", body).await?;
            let is_short = told.pay_url.len() <= URL_CHARS_MAX;
            let url = outside::address(&told.pay_url).filter(|_| is_short).ok_or(GatewayFault::Unreadable)?;
            Ok(Begun { pay_url: url.into() })
        })
    }

    fn read(&self, header: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<Callback, CallbackFault> {
        let signature = header(&self.header).and_then(|digits| from_hex(digits.trim())).ok_or(CallbackFault::Forged)?;
        let mac = self.mac(body).ok_or(CallbackFault::Forged)?;
        mac.verify_slice(&signature).map_err(|_| CallbackFault::Forged)?;
        let told: ToldReport = serde_json::from_slice(body).map_err(|_| CallbackFault::Unreadable)?;
        self.callback(told).ok_or(CallbackFault::Unreadable)
    }

    fn status<'a>(&'a self, order: &'a str) -> BoxFuture<'a, Result<Vec<Callback>, GatewayFault>> {
        Box::pin(async move {
            let told: ToldReports = self.get(&format!("payments/{order}")).await?;
            let reports = told.payments.into_iter().take(LINES_MAX).map(|report| self.callback(report));
            let reports: Option<Vec<Callback>> = reports.collect();
            // A gateway that answers with another order's money is not believed.
            let reports = reports.filter(|reports| reports.iter().all(|report| report.order == order));
            reports.ok_or(GatewayFault::Unreadable)
        })
    }

    fn refund<'a>(&'a self, refund: &'a NewRefund) -> BoxFuture<'a, Result<String, GatewayFault>> {
        let body = serde_json::json!({
            "refund": refund.refund, "transaction": refund.transaction, "amount": refund.amount,
        });
        Box::pin(async move {
            let told: ToldReference = self.post("refunds", body).await?;
            let is_sound = !told.reference.is_empty() && told.reference.chars().count() <= TRANSACTION_CHARS_MAX;
            if is_sound { Ok(told.reference) } else { Err(GatewayFault::Unreadable) }
        })
    }

    fn day(&self, day: Date) -> BoxFuture<'_, Result<Vec<Line>, GatewayFault>> {
        Box::pin(async move {
            let told: ToldLines = self.get(&format!("days/{day}")).await?;
            let is_sound = told.lines.len() <= LINES_MAX
                && told.lines.iter().all(|line| {
                    line.transaction.chars().count() <= TRANSACTION_CHARS_MAX
                        && line.order.chars().count() <= TRANSACTION_CHARS_MAX
                });
            if is_sound { Ok(told.lines) } else { Err(GatewayFault::Unreadable) }
        })
    }
}

impl std::fmt::Debug for HttpGateway {
    /// Without the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.name, self.base)
    }
}

/// Reads the answer with limits.
async fn answer<T: DeserializeOwned>(sent: Result<reqwest::Response, reqwest::Error>) -> Result<T, GatewayFault> {
    let body = outside::body(sent, ANSWER_BYTES_MAX).await.map_err(|none| match none {
        NoAnswer::Unreachable => GatewayFault::Unreachable,
        NoAnswer::Refused(status) => GatewayFault::Refused(status),
        NoAnswer::TooLong => GatewayFault::Unreadable,
    })?;
    serde_json::from_slice(&body).map_err(|_| GatewayFault::Unreadable)
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
