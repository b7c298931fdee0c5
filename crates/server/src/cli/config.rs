//! Settings: flags over environment over `motcua.toml`. Flags and environment were merged when the line was read.

use super::failure::Failure;
use crate::messages::{Messages, fill};
use serde::Deserialize;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that is read when it exists.
const DEFAULT_FILE: &str = "motcua.toml";

/// What may stand in the settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FileSettings {
    /// Data folder.
    pub(super) data: Option<PathBuf>,
    /// PostgreSQL address.
    pub(super) database: Option<String>,
    /// Place for files.
    pub(super) blobs: Option<String>,
    /// Where the population register is asked.
    pub(super) register_population: Option<String>,
    /// Where the register of enterprises is asked.
    pub(super) register_enterprise: Option<String>,
    /// Where the land register is asked.
    pub(super) register_land: Option<String>,
    /// What the registers know us by.
    pub(super) register_token: Option<String>,
    /// Mail server.
    pub(super) smtp: Option<String>,
    /// Protection of the line to it.
    pub(super) smtp_security: Option<String>,
    /// Name at the mail server.
    pub(super) smtp_user: Option<String>,
    /// Password at the mail server.
    pub(super) smtp_password: Option<String>,
    /// Sender of mail.
    pub(super) smtp_from: Option<String>,
    /// Gateway for short messages.
    pub(super) sms_gateway: Option<String>,
    /// Secret of its signature.
    pub(super) sms_secret: Option<String>,
    /// Gateway for chat.
    pub(super) chat_gateway: Option<String>,
    /// Secret of its signature.
    pub(super) chat_secret: Option<String>,
    /// Civil time of the province.
    pub(super) time_zone: Option<String>,
    /// Address to listen on.
    pub(super) listen: Option<String>,
    /// Address under which people reach the server.
    pub(super) public_url: Option<String>,
    /// No accounts for trying things out.
    pub(super) empty: Option<bool>,
}

impl FileSettings {
    /// Reads the file named, or the usual one when it exists.
    pub(super) fn read(m: &Messages, named: Option<&Path>) -> Result<Self, Failure> {
        let file = named.unwrap_or_else(|| Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(_) => return Err(Failure::Usage(fill(m.cli.config_read, &[("file", &file.display())]))),
        };
        toml::from_str(&text).map_err(|error| {
            Failure::Usage(fill(
                m.cli.config_wrong,
                &[("file", &file.display()), ("why", &error.to_string().trim_end())],
            ))
        })
    }
}
