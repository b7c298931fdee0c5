//! Asking a service for time stamps (RFC 3161) over HTTP, from a thread that may wait.

use std::time::Duration;

use signing::{StampFault, TimeStamper};

use super::SigningError;
use crate::outside::{self, NoAnswer};

const CONNECT: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// A service that stamps times.
#[derive(Clone)]
pub(super) struct Service {
    client: reqwest::Client,
    url: reqwest::Url,
}

impl Service {
    pub(super) fn new(address: &str) -> Result<Self, SigningError> {
        let url = outside::address(address).ok_or_else(|| SigningError::TimeStamps(address.to_owned()))?;
        let client = outside::client(CONNECT, ANSWER).map_err(SigningError::TimeStamps)?;
        Ok(Self { client, url })
    }

    /// For a thread outside the runtime.
    pub(super) fn waiting(&self, runtime: tokio::runtime::Handle) -> Waiting {
        Waiting { service: self.clone(), runtime }
    }
}

/// The service, asked from a thread that may wait.
pub(super) struct Waiting {
    service: Service,
    runtime: tokio::runtime::Handle,
}

impl TimeStamper for Waiting {
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, StampFault> {
        let Service { client, url } = &self.service;
        let question = client
            .post(url.clone())
            .header("content-type", "application/timestamp-query")
            .header("accept", "application/timestamp-reply")
            .body(request.to_vec());
        let asked = async { outside::body(question.send().await, ANSWER_BYTES_MAX).await };
        self.runtime.block_on(asked).map_err(|fault| match fault {
            NoAnswer::Unreachable => StampFault::NoAnswer,
            NoAnswer::Refused(_) | NoAnswer::TooLong => StampFault::Refused,
        })
    }
}
