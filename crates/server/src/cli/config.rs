//! Settings: flags over environment over `motcua.toml`. Flags and environment were merged when the line was read.

use super::exchange::{ExchangeSettings, PartnerSettings};
use super::failure::Failure;
use super::signing::SigningSettings;
use crate::messages::{Messages, fill};
use app::payment::{BankAccount, GatewayAddress, PaymentConfig};
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
    /// Folder with templates of papers.
    pub(super) papers: Option<PathBuf>,
    /// Civil time of the province.
    pub(super) time_zone: Option<String>,
    /// Address to listen on.
    pub(super) listen: Option<String>,
    /// Address under which people reach the server.
    pub(super) public_url: Option<String>,
    /// No accounts for trying things out.
    pub(super) empty: Option<bool>,
    /// How payments are made.
    pub(super) payment: PaymentSettings,
    /// With what results are signed.
    pub(super) signing: SigningSettings,
    /// Folders into which the scanners of desks write.
    pub(super) scan: Vec<ScanSettings>,
    /// With what envelopes of documents are signed.
    pub(super) exchange: ExchangeSettings,
    /// With whom documents are exchanged.
    pub(super) partner: Vec<PartnerSettings>,
}

/// A table `[[scan]]`: the folder of a desk's scanner.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScanSettings {
    unit: String,
    folder: PathBuf,
}

impl ScanSettings {
    /// What the product takes.
    pub(super) fn folder(&self) -> app::ScanFolder {
        app::ScanFolder { unit: self.unit.clone(), folder: self.folder.clone() }
    }
}

/// The table `[payment]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PaymentSettings {
    /// Days within which an order may be paid.
    days: Option<i64>,
    /// The account to which transfers go.
    account: Option<AccountSettings>,
    /// Gateways, in the order in which they are offered.
    gateways: Vec<GatewaySettings>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountSettings {
    bank: String,
    account: String,
    holder: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewaySettings {
    name: String,
    title: String,
    url: String,
    secret: Option<String>,
    signature_header: Option<String>,
}

impl std::fmt::Debug for GatewaySettings {
    /// Without the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.name, self.url)
    }
}

impl PaymentSettings {
    /// What the product takes. A secret that the file lacks stands in `MOTCUA_PAYMENT_SECRET_` and the name in capitals.
    pub(super) fn config(&self) -> PaymentConfig {
        let gateway = |one: &GatewaySettings| {
            let variable = format!("MOTCUA_PAYMENT_SECRET_{}", one.name.to_ascii_uppercase().replace('-', "_"));
            GatewayAddress {
                name: one.name.clone(),
                title: one.title.clone(),
                url: one.url.clone(),
                secret: one.secret.clone().or_else(|| std::env::var(variable).ok()).unwrap_or_default(),
                signature_header: one.signature_header.clone(),
            }
        };
        let account = |one: &AccountSettings| BankAccount {
            bank: one.bank.clone(),
            account: one.account.clone(),
            holder: one.holder.clone(),
        };
        PaymentConfig {
            gateways: self.gateways.iter().map(gateway).collect(),
            account: self.account.as_ref().map(account),
            days: self.days,
        }
    }
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
