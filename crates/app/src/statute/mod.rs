//! Legal texts in use: what in this installation cites them, what falls, and the lists that the law asks for.

mod citing;
mod find;
mod lists;

pub use citing::{Citer, CiterKind, Citing};
pub use find::{FoundTexts, TextRow, WantedTexts};
pub use lists::{Affected, NOTICE_DAYS, When};

use std::collections::BTreeMap;

use domain::access::{Person, may_watch_statutes};
use domain::dataset::{Fault, FaultKind};
use domain::statute::{Library, Statute};

use crate::error::ActError;
use crate::{App, Catalogue};

impl App {
    /// Whether the person looks after legal texts and what cites them.
    pub fn watches_statutes(&self, person: &Person) -> Result<(), ActError> {
        may_watch_statutes(person, self.today())?;
        Ok(())
    }
}

/// Whether texts of a file fit to those that are published; else every fault that is new with them.
pub(crate) fn check_beside(catalogue: &Catalogue, file: &str, texts: &[Statute]) -> Result<(), Vec<Fault>> {
    let known = catalogue.statutes.texts().chain(texts);
    let together: BTreeMap<&str, &Statute> = known.map(|text| (text.id.as_str(), text)).collect();
    let Err(faults) = Library::new(together.into_values().cloned().collect()) else { return Ok(()) };
    let fault = |fault: domain::statute::LibraryFault| Fault {
        file: file.to_owned(),
        record: fault.text().to_owned(),
        field: "statutes".to_owned(),
        kind: FaultKind::Statute { fault },
    };
    Err(faults.into_iter().map(fault).collect())
}
