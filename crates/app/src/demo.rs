//! The province that ships with the product, and the accounts for trying it out.

use domain::dataset::Dataset;
pub use domain::dataset::DemoAccount;

use crate::catalogue::build::Published;
use crate::error::{ActError, FieldProblem, FieldProblemKind};
use crate::identity::NewAccount;
use crate::import::{DataFile, ImportError};
use crate::{App, Catalogue};
use domain::dataset::Fault;
use store::setting;

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../data/", $name)).as_slice())),*]
    };
}

/// The files of `data/`, in the order in which they are imported.
const SHIPPED: &[(&str, &[u8])] = shipped![
    "units_2020.json",
    "units_2025.json",
    "unit_codes.json",
    "holidays.json",
    "office_hours.json",
    "competences.json",
    "pause_grounds.json",
    "refusal_grounds.json",
    "national_states.json",
    "procedures_catalogue.json",
    "procedures.json",
    "synonyms.json",
    "life_events.json",
    "published_figures.json",
    "figures.json",
    "burden.json",
    "authorities.json",
    "escalation.json",
    "workflows/interlinked.json",
    "workflows/in_force.json",
    "desks.json",
    "documents/statutes.json",
    "forms/don-de-nghi-cap-giay-phep-xay-dung.json",
    "forms/giay-de-nghi-dang-ky-ho-kinh-doanh.json",
    "forms/to-khai-dang-ky-ket-hon.json",
    "forms/to-khai-dang-ky-khai-sinh.json",
    "forms/to-khai-thay-doi-thong-tin-cu-tru-ct01.json",
    "forms/to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap.json",
];

const DEMO_ACCOUNTS: (&str, &[u8]) =
    ("demo_accounts.json", include_bytes!("../../../data/demo_accounts.json").as_slice());

/// What registers hold of the people of those accounts.
const DEMO_REGISTERS: (&str, &[u8]) =
    ("demo_registers.json", include_bytes!("../../../data/demo_registers.json").as_slice());

/// The files on which a due time rests, for reckoning without a database.
const CALENDAR_FILES: [&str; 4] = ["units_2025.json", "holidays.json", "office_hours.json", "pause_grounds.json"];

/// How far the first start came, as a setting: `begun` or `done`.
const FIRST_LOAD: &str = "first_load";
/// Whether accounts for trying things out were made, as a setting.
pub(crate) const DEMO_ACCOUNTS_MADE: &str = "demo_accounts";

/// Units, days, office hours and grounds for pauses as shipped: what a due time needs, without a database.
pub fn shipped_calendar() -> Result<Catalogue, Vec<Fault>> {
    let needed = SHIPPED.iter().filter(|(name, _)| CALENDAR_FILES.contains(name));
    let files = needed.map(|(name, bytes)| Dataset::parse(name, bytes)).collect::<Result<_, _>>()?;
    Catalogue::build(Published { files, ..Published::default() }).map_err(|_| Vec::new())
}

/// Everything that ships, without a database.
pub fn shipped_catalogue() -> Result<Catalogue, Vec<Fault>> {
    let files = SHIPPED.iter().map(|(name, bytes)| Dataset::parse(name, bytes)).collect::<Result<_, _>>()?;
    Catalogue::build(Published { files, ..Published::default() }).map_err(|_| Vec::new())
}

/// What was loaded at the first start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoReport {
    /// Accounts for trying things out.
    pub accounts: Vec<DemoAccount>,
    /// Number of data files imported.
    pub files: usize,
    /// Number of records in them.
    pub records: usize,
}

impl App {
    /// Whether the shipped province is to be loaded: nothing was ever imported, or the first start was broken off.
    pub async fn needs_first_load(&self) -> Result<bool, ActError> {
        let state = self.0.store.read(|tx| Ok::<_, ActError>(setting::get(tx, FIRST_LOAD)?)).await?;
        Ok(match state.as_deref() {
            Some("\"begun\"") => true,
            Some(_) => false,
            None => self.is_new(),
        })
    }

    /// Notes that the first start is complete; until then a restart takes it up again.
    pub async fn finish_first_load(&self) -> Result<(), ActError> {
        self.0.store.write(|tx| Ok::<_, ActError>(setting::put(tx, FIRST_LOAD, "\"done\"")?)).await
    }

    /// The accounts for trying things out, if they were made here.
    pub async fn demo_accounts(&self) -> Result<Vec<DemoAccount>, ImportError> {
        let made = self.0.store.read(|tx| Ok::<_, ActError>(setting::get(tx, DEMO_ACCOUNTS_MADE)?)).await?;
        if made.is_some() { shipped_accounts() } else { Ok(Vec::new()) }
    }

    /// Loads the shipped province; `progress` is told after each file.
    pub async fn load_shipped(&self, mut progress: impl FnMut(usize, usize) + Send) -> Result<DemoReport, ImportError> {
        self.0.store.write(|tx| Ok::<_, ActError>(setting::put(tx, FIRST_LOAD, "\"begun\"")?)).await?;
        let mut report = DemoReport::default();
        for (name, bytes) in SHIPPED {
            let name = name.rsplit('/').next().unwrap_or(name).to_owned();
            let imported = self.take_in(DataFile { name, bytes: bytes.to_vec() }, "system").await?;
            report.files = report.files.saturating_add(1);
            report.records = report.records.saturating_add(imported.records);
            progress(report.files, SHIPPED.len());
        }
        self.reload_catalogue().await?;
        Ok(report)
    }

    /// Makes the accounts for trying things out; those that exist already stay as they are.
    pub async fn load_demo_accounts(&self) -> Result<Vec<DemoAccount>, ImportError> {
        let accounts = shipped_accounts()?;
        for account in &accounts {
            let new = NewAccount {
                login: account.username.clone(),
                name: account.name_vi.clone(),
                password: account.password.clone(),
                identity_number: Some(account.identity_number.clone()),
                phone: account.phone.clone(),
                email: account.email.clone(),
                address: account.address_vi.clone(),
                grants: account.grants.clone(),
            };
            let taken = |one: &FieldProblem| one.kind == FieldProblemKind::Taken;
            match self.add_account(new, "system").await {
                Ok(_) => (),
                Err(ActError::Invalid(problems)) if problems.iter().all(taken) => (),
                Err(error) => return Err(error.into()),
            }
        }
        let (name, bytes) = DEMO_REGISTERS;
        self.import(DataFile { name: name.to_owned(), bytes: bytes.to_vec() }, "system").await?;
        self.0.store.write(|tx| Ok::<_, ActError>(setting::put(tx, DEMO_ACCOUNTS_MADE, "true")?)).await?;
        Ok(accounts)
    }
}

fn shipped_accounts() -> Result<Vec<DemoAccount>, ImportError> {
    let (name, bytes) = DEMO_ACCOUNTS;
    match Dataset::parse(name, bytes).map_err(ImportError::Faults)? {
        Dataset::DemoAccounts(accounts) => Ok(accounts),
        other => Err(ActError::fault(format!("{name} holds {} other records", other.len())).into()),
    }
}
