//! The tables `[exchange]` and `[[partner]]` of the settings file: this installation's key, and who documents are exchanged
//! with.

use super::failure::Failure;
use crate::messages::{Messages, fill};
use crate::sentences::PartnerTexts;
use app::exchange::{ExchangeConfig, ExchangeKey, PartnerAgency, PartnerConfig, Way};
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;

/// The table `[exchange]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ExchangeSettings {
    /// File of the key.
    key: Option<PathBuf>,
    /// File of its certificate.
    certificate: Option<PathBuf>,
}

/// A table `[[partner]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerSettings {
    /// Stable name.
    name: String,
    /// Name for people.
    title: String,
    /// File of its certificate.
    certificate: PathBuf,
    /// `http` or `folder`.
    transport: String,
    /// Address, for `http`.
    url: Option<String>,
    /// Folder into which envelopes go, for `folder`.
    outbox: Option<PathBuf>,
    /// Folder from which envelopes come, for `folder`.
    inbox: Option<PathBuf>,
    /// The agencies that it serves.
    agencies: Vec<AgencySettings>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencySettings {
    id: String,
    name: String,
}

/// What the product takes.
pub(super) fn config(
    m: &Messages,
    exchange: &ExchangeSettings,
    partners: &[PartnerSettings],
) -> Result<ExchangeConfig, Failure> {
    let key = match (&exchange.key, &exchange.certificate) {
        (Some(key), Some(certificate)) => Some(ExchangeKey { key: key.clone(), certificate: certificate.clone() }),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(incomplete(m, "[exchange]")),
    };
    let partners = partners.iter().map(|one| one.config(m)).collect::<Result<_, _>>()?;
    Ok(ExchangeConfig { key, partners, texts: Some(Arc::new(PartnerTexts)) })
}

fn incomplete(m: &Messages, table: &str) -> Failure {
    Failure::Usage(fill(m.cli.exchange_incomplete, &[("table", &table)]))
}

impl PartnerSettings {
    fn config(&self, m: &Messages) -> Result<PartnerConfig, Failure> {
        let way = match (self.transport.as_str(), &self.url, &self.outbox, &self.inbox) {
            ("http", Some(url), None, None) => Way::Http { url: url.clone() },
            ("folder", None, Some(outbox), Some(inbox)) => Way::Folder { outbox: outbox.clone(), inbox: inbox.clone() },
            _other => return Err(incomplete(m, &format!("[[partner]] {}", self.name))),
        };
        let agency = |one: &AgencySettings| PartnerAgency { id: one.id.clone(), name: one.name.clone() };
        Ok(PartnerConfig {
            name: self.name.clone(),
            title: self.title.clone(),
            certificate: self.certificate.clone(),
            agencies: self.agencies.iter().map(agency).collect(),
            way,
        })
    }
}
