//! What every command has: its settings, its language, and the way to print.

use super::args::SharedArgs;
use super::config::{FileSettings, ScanSettings};
use super::failure::Failure;
use super::{exchange, outlets};
use crate::messages::{Lang, Messages, fill};
use app::{App, Clock, Config, Database, RegisterAddress};
use domain::dataset::RegisterKind;
use domain::time::Zone;
use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

/// The data folder when none is named.
const DEFAULT_FOLDER: &str = "motcua-data";
/// The database file in it.
const DATABASE_FILE: &str = "motcua.sqlite";

/// Settings and language of one run.
#[derive(Debug)]
pub(super) struct Context {
    /// Data folder.
    pub(super) folder: PathBuf,
    /// Whether the folder was named.
    pub(super) folder_named: bool,
    /// PostgreSQL address.
    pub(super) database: Option<String>,
    /// Place for files.
    pub(super) blobs: Option<String>,
    /// State registers that are asked at an address.
    pub(super) registers: Vec<RegisterAddress>,
    /// Where notices go out.
    pub(super) notices: app::notice::Config,
    /// Folder with templates of papers.
    pub(super) papers: Option<PathBuf>,
    /// With what results are signed.
    pub(super) signing: app::signature::SigningConfig,
    /// With whom documents are exchanged.
    pub(super) exchange: app::exchange::ExchangeConfig,
    /// Civil time of the province.
    pub(super) zone: Zone,
    /// What stands in the settings file.
    pub(super) file: FileSettings,
    /// The sentences.
    pub(super) m: &'static Messages,
    /// Whether to print JSON.
    pub(super) json: bool,
}

impl Context {
    /// Reads the settings.
    pub(super) fn new(mut shared: SharedArgs, lang: Lang) -> Result<Self, Failure> {
        let m = lang.messages();
        let mut file = FileSettings::read(m, shared.config.as_deref())?;
        let notices = outlets::read(m, &mut shared, &mut file)?;
        let zone = shared.time_zone.or_else(|| file.time_zone.take());
        let zone = match zone {
            None => Zone::HO_CHI_MINH,
            Some(text) => Zone::parse(&text).map_err(|_| Failure::Usage(fill(m.cli.zone_wrong, &[("zone", &text)])))?,
        };
        let token = shared.register_token.or_else(|| file.register_token.take());
        let addresses = [
            (RegisterKind::Population, shared.register_population.or_else(|| file.register_population.take())),
            (RegisterKind::Enterprise, shared.register_enterprise.or_else(|| file.register_enterprise.take())),
            (RegisterKind::Land, shared.register_land.or_else(|| file.register_land.take())),
        ];
        let address = |(kind, url): (RegisterKind, Option<String>)| {
            Some(RegisterAddress { kind, url: url?, token: token.clone() })
        };
        let registers = addresses.into_iter().filter_map(address).collect();
        let folder = shared.data.or_else(|| file.data.take());
        Ok(Self {
            folder_named: folder.is_some(),
            folder: folder.unwrap_or_else(|| PathBuf::from(DEFAULT_FOLDER)),
            database: shared.database.or_else(|| file.database.take()),
            blobs: shared.blobs.or_else(|| file.blobs.take()),
            registers,
            notices,
            signing: file.signing.config(m)?,
            exchange: exchange::config(m, &file.exchange, &file.partner)?,
            papers: shared.papers.or_else(|| file.papers.take()),
            zone,
            file,
            m,
            json: shared.json,
        })
    }

    /// Whether there is something to open.
    pub(super) fn has_data(&self) -> bool {
        self.database.is_some() || self.folder.join(DATABASE_FILE).exists()
    }

    /// Opens the product, making the folder when it is missing.
    pub(super) async fn open(&self) -> Result<App, Failure> {
        self.open_by(Clock::System).await
    }

    /// As [`Self::open`], by a clock of one's own.
    pub(super) async fn open_by(&self, clock: Clock) -> Result<App, Failure> {
        self.try_open_by(clock).await.map_err(|error| Failure::opening(self.m, &error))
    }

    /// Opens the product and says why it could not.
    pub(super) async fn try_open(&self) -> Result<App, app::OpenError> {
        self.try_open_by(Clock::System).await
    }

    async fn try_open_by(&self, clock: Clock) -> Result<App, app::OpenError> {
        let config = Config {
            data_dir: self.folder.clone(),
            database: self.database.clone().map_or(Database::InFolder, Database::Server),
            blobs: self.blobs.clone(),
            zone: self.zone,
            clock,
            registers: self.registers.clone(),
            payment: self.file.payment.config(),
            notices: self.notices.clone(),
            signing: self.signing.clone(),
            exchange: self.exchange.clone(),
            scans: self.file.scan.iter().map(ScanSettings::folder).collect(),
        };
        App::open(config).await
    }

    /// Opens the product where it has data; never makes any.
    pub(super) async fn open_existing(&self) -> Result<App, Failure> {
        if self.has_data() {
            return self.open().await;
        }
        Err(Failure::no(fill(self.m.cli.no_data, &[("folder", &self.folder.display())])))
    }

    /// Prints something beside the result.
    pub(super) fn note(&self, line: impl Display) {
        if !self.json {
            drop(writeln!(std::io::stderr(), "{line}"));
        }
    }
}

/// Prints a result. Whoever reads may have gone away; that is not our fault.
pub(super) fn say(line: impl Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}
