//! Asking state registers: what an adapter is, and the one over data that were imported here.

use std::collections::BTreeMap;

use domain::dataset::{RegisterEntry, RegisterKind};
use domain::eform::Concept;
use domain::time::Date;
use futures_util::future::BoxFuture;
use store::Store;
use store::own_data::{self as rows, RegisterRow};

use crate::App;
use crate::error::ActError;
use crate::seal;

/// Entries of one person that are taken from a register at most.
pub(super) const ENTRIES_MAX: usize = 20;

/// What is asked of a register. It is asked for somebody, for a purpose, and with their consent; never out of curiosity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Personal identity number of whoever agreed to it.
    pub identity_number: String,
    /// Code of the procedure for which it is asked.
    pub purpose: String,
    /// Code of the draft for which it is asked.
    pub reference: String,
}

/// One entry that a register answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Number of the entry.
    pub number: String,
    /// The day on which it was so.
    pub as_of: Date,
    /// What it says.
    pub values: BTreeMap<Concept, String>,
}

/// Why a register did not answer. It says nothing of what was asked, so that it may stand in a log.
#[derive(Debug, thiserror::Error)]
pub enum RegisterFault {
    /// It could not be reached in time.
    #[error("the register cannot be reached")]
    Unreachable,
    /// It refused.
    #[error("the register answered with status {0}")]
    Refused(u16),
    /// Its answer is too long or cannot be read.
    #[error("the register's answer cannot be read")]
    Unreadable,
}

/// A state register that can be asked.
pub trait Register: Send + Sync {
    /// Which.
    fn kind(&self) -> RegisterKind;

    /// What it holds of a person; at most a few entries.
    fn look_up<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Found>, RegisterFault>>;
}

/// The registers of this province, one of each kind.
pub struct Registers(Vec<Box<dyn Register>>);

impl Registers {
    /// Those that are configured by address; for the others, what was imported here.
    pub(crate) fn new(configured: Vec<Box<dyn Register>>, store: &Store, pepper: [u8; 32]) -> Self {
        let mut registers = configured;
        for kind in RegisterKind::ALL {
            if !registers.iter().any(|register| register.kind() == kind) {
                registers.push(Box::new(LocalRegister { kind, store: store.clone(), pepper }));
            }
        }
        Self(registers)
    }

    /// The register of a kind.
    pub(super) fn of(&self, kind: RegisterKind) -> Option<&dyn Register> {
        self.0.iter().find(|register| register.kind() == kind).map(AsRef::as_ref)
    }
}

/// A register over data that were imported here: honest about being no more than that.
pub struct LocalRegister {
    kind: RegisterKind,
    store: Store,
    pepper: [u8; 32],
}

impl Register for LocalRegister {
    fn kind(&self) -> RegisterKind {
        self.kind
    }

    fn look_up<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Found>, RegisterFault>> {
        let holder = seal::subject_of(&self.pepper, &query.identity_number);
        let kind = self.kind;
        Box::pin(async move {
            let limit = i64::try_from(ENTRIES_MAX).unwrap_or(1);
            let read =
                self.store.read(move |tx| Ok::<_, ActError>(rows::register_of(tx, kind.name(), &holder, limit)?));
            let found = read.await.map_err(|_| RegisterFault::Unreachable)?;
            found.into_iter().map(entry).collect()
        })
    }
}

fn entry(row: RegisterRow) -> Result<Found, RegisterFault> {
    let values = serde_json::from_str(&row.body).map_err(|_| RegisterFault::Unreadable)?;
    let as_of = row.as_of.parse().map_err(|_| RegisterFault::Unreadable)?;
    Ok(Found { number: row.number, as_of, values })
}

impl App {
    /// The rows of an imported file of registered data, each under the pseudonym of its person.
    pub(crate) fn register_rows(&self, file: &str, entries: &[RegisterEntry]) -> Result<Vec<RegisterRow>, ActError> {
        let row = |entry: &RegisterEntry| {
            Ok(RegisterRow {
                register: entry.register.name().to_owned(),
                holder: self.subject_of(&entry.identity_number),
                number: entry.number.clone(),
                file: file.to_owned(),
                as_of: entry.as_of.to_string(),
                body: serde_json::to_string(&entry.values)?,
            })
        };
        entries.iter().map(row).collect()
    }
}
