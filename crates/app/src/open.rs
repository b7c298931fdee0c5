//! Opening the product on a data folder, and loading the province at the first start.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use domain::dataset::RegisterKind;
use domain::time::Zone;
use store::Store;

use crate::error::ActError;
use crate::exchange::{Exchange, ExchangeConfig, ExchangeError};
use crate::import::{catalogue_of, stamp, stored};
use crate::own_data::{Register, Registers, RemoteError, RemoteRegister};
use crate::payment::{GatewayError, PaymentConfig, Payments};
use crate::scan::ScanFolder;
use crate::signature::{Signatures, SigningConfig, SigningError};
use crate::{App, Catalogue, Clock, Inner, burden, follower, notice, overview, secrets, throttle};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Database {
    /// SQLite in the data folder.
    #[default]
    InFolder,
    /// A PostgreSQL server: `postgres://user:password@host:port/database`.
    Server(String),
}

/// How to open the product.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder; made when it is missing.
    pub data_dir: PathBuf,
    /// Where the database is.
    pub database: Database,
    /// `s3://bucket/prefix` for files; `None` for the data folder.
    pub blobs: Option<String>,
    /// The province's civil time.
    pub zone: Zone,
    /// Where "now" comes from.
    pub clock: Clock,
    /// State registers that are asked at an address; for the others, what was imported here.
    pub registers: Vec<RegisterAddress>,
    /// Payment gateways, and the account to which transfers go.
    pub payment: PaymentConfig,
    /// Where notices go out; without any, there is the inbox on the web.
    pub notices: notice::Config,
    /// With what results are signed, and who is trusted when a signed file is looked at.
    pub signing: SigningConfig,
    /// Folders into which the scanners of desks write.
    pub scans: Vec<ScanFolder>,
    /// With which other installations documents are exchanged.
    pub exchange: ExchangeConfig,
}

/// Where a state register is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterAddress {
    /// Which.
    pub kind: RegisterKind,
    /// `https://…`, or `http://` on this machine.
    pub url: String,
    /// What it is to know us by, if anything.
    pub token: Option<String>,
}

impl std::fmt::Debug for RegisterAddress {
    /// Without the token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.kind.name(), self.url)
    }
}

impl Config {
    /// SQLite and files in one folder, the machine's clock, Việt Nam's time.
    #[must_use]
    pub fn in_folder(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            database: Database::InFolder,
            blobs: None,
            zone: Zone::HO_CHI_MINH,
            clock: Clock::System,
            registers: Vec::new(),
            payment: PaymentConfig::default(),
            notices: notice::Config::default(),
            signing: SigningConfig::default(),
            scans: Vec::new(),
            exchange: ExchangeConfig::default(),
        }
    }
}

/// Why the product could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder cannot be made or written.
    #[error("the data folder {folder} cannot be used")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// The place for files cannot be used.
    #[error("the place for files cannot be used")]
    Blobs(#[from] store::blob::BlobError),
    /// This build keeps files in the data folder only.
    #[error("this build has no support for object storage; build it with the feature s3")]
    NoObjectStorage,
    /// The address of a register cannot be used.
    #[error(transparent)]
    Register(#[from] RemoteError),
    /// The settings of a payment gateway cannot be used.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The address of a way by which notices go out cannot be used.
    #[error(transparent)]
    Notices(#[from] notice::ChannelError),
    /// A key for results, or a trusted certificate, cannot be used.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The settings of the exchange cannot be used.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// Stored data cannot be read.
    #[error(transparent)]
    Data(#[from] ActError),
}

impl App {
    /// Opens the product: database, files, secrets, published data. Call [`App::follow`] to start what follows the journal.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|error| OpenError::Folder { folder: config.data_dir.clone(), error })?;
        let database = match &config.database {
            Database::InFolder => store::Database::Sqlite { path: config.data_dir.join("motcua.sqlite") },
            Database::Server(url) => store::Database::Postgres { url: url.clone() },
        };
        let opened = tokio::task::spawn_blocking(move || Store::open(store::Config::new(database))).await;
        let store = opened.map_err(|error| ActError::Fault(Box::new(error)))??;
        let blobs = open_blobs(&config)?;
        let secrets = store.write(secrets::load_or_make).await?;
        let (stamp, stored) = store.read(|tx| Ok::<_, ActError>((stamp(tx)?, stored(tx)?))).await?;
        let registers = Registers::new(registers(&config.registers)?, &store, secrets.pepper);
        let payments = Payments::new(&config.payment)?;
        let signing = config.signing.clone();
        let opened = tokio::task::spawn_blocking(move || Signatures::new(&signing)).await;
        let signatures = opened.map_err(|error| ActError::Fault(Box::new(error)))??;
        let exchange = Exchange::new(&config.exchange, &config.data_dir)?;
        let zone = config.zone;
        let built = tokio::task::spawn_blocking(move || catalogue_of(stored, zone)).await;
        let catalogue = built.map_err(|error| ActError::Fault(Box::new(error)))??;
        let app = Self(Arc::new(Inner {
            store,
            blobs,
            files: crate::known_files::KnownFiles::default(),
            clock: config.clock,
            zone: config.zone,
            secrets,
            catalogue: RwLock::new(Arc::new(catalogue)),
            catalogue_stamp: tokio::sync::Mutex::new(stamp),
            sessions: crate::identity::SessionCache::default(),
            attempts: throttle::Throttle::default(),
            overview: overview::OverviewCache::default(),
            registers,
            payments,
            burden: burden::Cache::default(),
            carriers: notice::Carriers::new(&config.notices)?,
            signatures,
            exchange: Arc::new(exchange),
            scans: config.scans,
        }));
        app.fill_issued().await?;
        app.fill_runs().await?;
        Ok(app)
    }

    /// Whether nothing was ever imported.
    #[must_use]
    pub fn is_new(&self) -> bool {
        let Catalogue { organisation, .. } = &*self.catalogue();
        organisation.units(self.today()).next().is_none() && self.catalogue().procedure_counts().0 == 0
    }

    /// Starts the followers of the journal on the present runtime; they end with it.
    pub fn follow(&self) {
        tokio::spawn(follower::run(self.clone()));
        tokio::spawn(crate::payment::run_chase(self.clone()));
        tokio::spawn(notice::follow(self.clone()));
        self.run_exchange();
    }
}

/// The registers that are asked at an address.
fn registers(configured: &[RegisterAddress]) -> Result<Vec<Box<dyn Register>>, RemoteError> {
    let open = |one: &RegisterAddress| {
        let register = RemoteRegister::new(one.kind, &one.url, one.token.clone())?;
        Ok(Box::new(register) as Box<dyn Register>)
    };
    configured.iter().map(open).collect()
}

#[cfg(feature = "s3")]
fn open_blobs(config: &Config) -> Result<store::blob::Blobs, OpenError> {
    match &config.blobs {
        Some(url) => {
            let bucket = store::bucket::Bucket::from_environment(url).map_err(store::blob::BlobError::from)?;
            Ok(store::blob::Blobs::in_bucket(&bucket)?)
        }
        None => Ok(store::blob::Blobs::in_folder(&config.data_dir.join("blobs"))?),
    }
}

#[cfg(not(feature = "s3"))]
fn open_blobs(config: &Config) -> Result<store::blob::Blobs, OpenError> {
    match &config.blobs {
        Some(_) => Err(OpenError::NoObjectStorage),
        None => Ok(store::blob::Blobs::in_folder(&config.data_dir.join("blobs"))?),
    }
}
