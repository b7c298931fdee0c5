//! The province that ships with the product, and the accounts for trying it out.

use domain::dataset::Dataset;
pub use domain::dataset::DemoAccount;

use crate::App;
use crate::error::ActError;
use crate::identity::NewAccount;
use crate::import::{DataFile, ImportError};

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
    "national_states.json",
    "procedures_catalogue.json",
    "procedures.json",
    "forms/don-de-nghi-cap-giay-phep-xay-dung.json",
    "forms/giay-de-nghi-dang-ky-ho-kinh-doanh.json",
    "forms/to-khai-dang-ky-ket-hon.json",
    "forms/to-khai-dang-ky-khai-sinh.json",
    "forms/to-khai-thay-doi-thong-tin-cu-tru-ct01.json",
    "forms/to-khai-yeu-cau-cap-phieu-ly-lich-tu-phap.json",
];

const DEMO_ACCOUNTS: (&str, &[u8]) =
    ("demo_accounts.json", include_bytes!("../../../data/demo_accounts.json").as_slice());

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
    /// Loads the shipped province; `progress` is told after each file.
    pub async fn load_shipped(&self, mut progress: impl FnMut(usize, usize) + Send) -> Result<DemoReport, ImportError> {
        let mut report = DemoReport::default();
        for (name, bytes) in SHIPPED {
            let name = name.rsplit('/').next().unwrap_or(name).to_owned();
            let imported = self.import(DataFile { name, bytes: bytes.to_vec() }, "system").await?;
            report.files = report.files.saturating_add(1);
            report.records = report.records.saturating_add(imported.records);
            progress(report.files, SHIPPED.len());
        }
        Ok(report)
    }

    /// Makes the accounts for trying things out.
    pub async fn load_demo_accounts(&self) -> Result<Vec<DemoAccount>, ImportError> {
        let (name, bytes) = DEMO_ACCOUNTS;
        let accounts = match Dataset::parse(name, bytes).map_err(ImportError::Faults)? {
            Dataset::DemoAccounts(accounts) => accounts,
            other => return Err(ActError::fault(format!("{name} holds {} other records", other.len())).into()),
        };
        for account in &accounts {
            let new = NewAccount {
                login: account.username.clone(),
                name: account.name_vi.clone(),
                password: account.password.clone(),
                identity_number: Some(account.identity_number.clone()),
                phone: account.phone.clone(),
                email: account.email.clone(),
                grants: account.grants.clone(),
            };
            self.add_account(new, "system").await?;
        }
        Ok(accounts)
    }
}
