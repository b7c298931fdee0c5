//! Speaking to programs outside over HTTP: where that is allowed, within which time, and how much of an answer is read.

use std::time::Duration;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// Nobody answered in time.
    Unreachable,
    /// They said no, with this status.
    Refused(u16),
    /// The answer is longer than is read.
    TooLong,
}

/// An address that may be spoken to: encrypted, or on this machine, so that nothing personal crosses the network in the
/// clear.
pub(crate) fn address(text: &str) -> Option<reqwest::Url> {
    let url: reqwest::Url = text.parse().ok()?;
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    (url.scheme() == "https" || (url.scheme() == "http" && is_here)).then_some(url)
}

/// A client that follows nobody elsewhere and waits no longer than this: to be connected, and altogether.
pub(crate) fn client(connect: Duration, answer: Duration) -> Result<reqwest::Client, String> {
    // Somebody else in this process may have chosen one already; then that one serves.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
        .connect_timeout(connect)
        .timeout(answer)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())
}

/// The body of a good answer, of at most so many bytes.
pub(crate) async fn body(
    sent: Result<reqwest::Response, reqwest::Error>,
    bytes_max: usize,
) -> Result<Vec<u8>, NoAnswer> {
    let mut response = sent.map_err(|_| NoAnswer::Unreachable)?;
    if !response.status().is_success() {
        return Err(NoAnswer::Refused(response.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|_| NoAnswer::Unreachable)? {
        if body.len().saturating_add(part.len()) > bytes_max {
            return Err(NoAnswer::TooLong);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}
