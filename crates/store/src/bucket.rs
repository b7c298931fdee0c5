//! Where files lie on S3-compatible storage: bucket, endpoint, region and keys, said in full and never guessed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, RetryConfig};
// Named so that the manifest can choose its TLS; `object_store` speaks through it.
use reqwest as _;

use crate::blob::BlobError;

/// The region of storage that has none, as most of what is not Amazon's.
const NO_REGION: &str = "us-east-1";
/// How long one request may be tried again before the person who uploads hears of it.
const RETRY_LIMIT: Duration = Duration::from_secs(20);
const RETRIES: usize = 3;
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// A bucket, and what it takes to get in.
#[derive(Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The folder in it under which all files lie; may be empty.
    pub prefix: String,
    /// `https://host`, or `http://` on this machine; `None` for Amazon's own in that region.
    pub endpoint: Option<String>,
    /// The region with which requests are signed.
    pub region: String,
    /// Name of the key.
    pub key_id: String,
    /// The key.
    pub secret: String,
    /// What a passing key needs besides.
    pub token: Option<String>,
}

/// What is missing or wrong in the description of a bucket.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BucketError {
    /// The address is not `s3://bucket` or `s3://bucket/prefix`.
    #[error("a bucket is given as s3://bucket/prefix, not as {0}")]
    Address(String),
    /// A variable of the environment is missing or empty.
    #[error("{0} is not set in the environment")]
    Missing(&'static str),
    /// Keys and files would cross the network in the clear.
    #[error("{0} is not encrypted: use https://; http:// is for 127.0.0.1, ::1 and localhost alone")]
    InTheClear(String),
}

impl From<BucketError> for BlobError {
    fn from(error: BucketError) -> Self {
        Self::Storage(Box::new(error))
    }
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, prefix, endpoint, region, .. } = self;
        write!(formatter, "s3://{name}/{prefix} at {endpoint:?} in {region}")
    }
}

impl Bucket {
    /// Takes `s3://bucket/prefix`, and the rest from the variables that all tools for S3 use: `AWS_ENDPOINT_URL`,
    /// `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
    pub fn from_environment(url: &str) -> Result<Self, BucketError> {
        Self::from_variables(url, |name| std::env::var(name).ok())
    }

    fn from_variables(url: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, BucketError> {
        let place = url.strip_prefix("s3://").ok_or_else(|| BucketError::Address(url.to_owned()))?;
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        if name.is_empty() {
            return Err(BucketError::Address(url.to_owned()));
        }
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let needed = |name: &'static str| given(name).ok_or(BucketError::Missing(name));
        let bucket = Self {
            name: name.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            endpoint: given("AWS_ENDPOINT_URL").map(|endpoint| endpoint.trim_end_matches('/').to_owned()),
            region: given("AWS_REGION").unwrap_or_else(|| NO_REGION.to_owned()),
            key_id: needed("AWS_ACCESS_KEY_ID")?,
            secret: needed("AWS_SECRET_ACCESS_KEY")?,
            token: given("AWS_SESSION_TOKEN"),
        };
        bucket.is_plain().map(|_| bucket)
    }

    /// Whether requests go over HTTP in the clear, which they may on this machine only.
    fn is_plain(&self) -> Result<bool, BucketError> {
        let Some(endpoint) = &self.endpoint else { return Ok(false) };
        if endpoint.starts_with("https://") {
            return Ok(false);
        }
        let is_here = endpoint.strip_prefix("http://").is_some_and(is_loopback);
        if is_here { Ok(true) } else { Err(BucketError::InTheClear(endpoint.clone())) }
    }

    /// A client of the bucket; asks nothing of it yet.
    pub(crate) fn open(&self) -> Result<PrefixStore<AmazonS3>, BlobError> {
        // Somebody else in this process may have chosen one already; then that one serves.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut options = ClientOptions::new().with_connect_timeout(CONNECT_LIMIT);
        options = options.with_allow_http(self.is_plain()?);
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_LIMIT, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret)
            .with_client_options(options)
            .with_retry(retry);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some(token) = &self.token {
            builder = builder.with_token(token);
        }
        Ok(PrefixStore::new(builder.build()?, self.prefix.as_str()))
    }
}

/// Whether `host`, `host:port` or `[address]:port`, perhaps with a path, is this machine.
fn is_loopback(authority: &str) -> bool {
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    // Whoever writes a name before an `@` may mean another host than the reader sees.
    if authority.contains('@') {
        return false;
    }
    let host = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
    };
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => Ipv4Addr::is_loopback(&address),
        Ok(IpAddr::V6(address)) => Ipv6Addr::is_loopback(&address),
        Err(_) => host == "localhost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(url: &str, endpoint: &str) -> Result<Bucket, BucketError> {
        Bucket::from_variables(url, |name| match name {
            "AWS_ENDPOINT_URL" => Some(endpoint.to_owned()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("key".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn an_address_names_a_bucket_and_a_folder() -> Result<(), BucketError> {
        for (url, name, prefix) in [("s3://b", "b", ""), ("s3://b/", "b", ""), ("s3://b/one/two/", "b", "one/two")] {
            let bucket = bucket(url, "")?;
            assert_eq!((bucket.name.as_str(), bucket.prefix.as_str(), bucket.endpoint), (name, prefix, None), "{url}");
        }
        for wrong in ["", "b", "s3://", "s3:///prefix", "https://b/prefix"] {
            assert_eq!(bucket(wrong, "").err(), Some(BucketError::Address(wrong.to_owned())), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        let plain = |endpoint: &str| bucket("s3://b", endpoint).and_then(|bucket| bucket.is_plain());
        for here in ["http://127.0.0.1:9000", "http://localhost/", "http://[::1]:9000", "http://127.1.2.3:1/path"] {
            assert_eq!(plain(here), Ok(true), "{here}");
        }
        assert_eq!(plain("https://s3.example.vn"), Ok(false));
        for refused in [
            "http://10.0.0.1:9000",
            "http://localhost.example.vn",
            "http://localhost:x@example.vn",
            "http://127.0.0.1.example.vn",
            "http://[2001:db8::1]:9000",
            "ftp://localhost",
            "127.0.0.1:9000",
        ] {
            assert!(matches!(plain(refused), Err(BucketError::InTheClear(_))), "{refused}");
        }
    }

    #[test]
    fn keys_are_needed_and_never_printed() -> Result<(), BucketError> {
        let missing = Bucket::from_variables("s3://b", |name| (name != "AWS_SECRET_ACCESS_KEY").then(String::new));
        assert_eq!(missing.err(), Some(BucketError::Missing("AWS_ACCESS_KEY_ID")));
        assert!(!format!("{:?}", bucket("s3://b", "")?).contains("key"));
        Ok(())
    }
}
