//! Importing data files: checked whole, kept whole, all or nothing per file.

use std::sync::{Arc, PoisonError};

use domain::dataset::{Dataset, Fault};
use domain::procedure::Procedure;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::dataset::{self as rows, DatasetRow};
use store::journal::{self, NewEvent};
use store::{Tx, search};

use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;
use crate::seal::sha256_hex;

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Its name without folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Name of the file.
    pub name: String,
    /// Kind of data.
    pub kind: &'static str,
    /// How many records it holds.
    pub records: usize,
    /// Whether the very same file was there already, so that nothing changed.
    pub unchanged: bool,
}

/// Why nothing of a file was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has faults; all of them.
    #[error("{} faults in the file", .0.len())]
    Faults(Vec<Fault>),
    /// It could not be kept.
    #[error(transparent)]
    Act(#[from] ActError),
}

/// What the journal says of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DatasetImported {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) records: usize,
}

/// Checks a file without keeping it: the kind of data and the number of records, or every fault.
pub fn check(file: &DataFile) -> Result<(&'static str, usize), Vec<Fault>> {
    let dataset = Dataset::parse(&file.name, &file.bytes)?;
    Ok((kind_of(&dataset), dataset.len()))
}

impl App {
    /// Imports one file; a file of the same kind and name replaces the earlier one.
    pub async fn import(&self, file: DataFile, actor: &str) -> Result<Imported, ImportError> {
        let parsed = tokio::task::spawn_blocking(move || {
            let dataset = Dataset::parse(&file.name, &file.bytes)?;
            Ok::<_, Vec<Fault>>((file, dataset))
        });
        let (file, dataset) =
            parsed.await.map_err(|error| ActError::Fault(Box::new(error)))?.map_err(ImportError::Faults)?;
        let kind = kind_of(&dataset);
        let records = dataset.len();
        let (name, sha256) = (file.name.clone(), sha256_hex(&file.bytes));
        let body = String::from_utf8(file.bytes).map_err(|error| ActError::Fault(Box::new(error)))?;
        let row = DatasetRow {
            kind: kind.to_owned(),
            name: name.clone(),
            version: 1,
            sha256,
            imported_at: self.0.clock.now(),
            body,
        };
        let procedures: Arc<[Procedure]> = match dataset {
            Dataset::Procedures(procedures) | Dataset::ProcedureCatalogue(procedures) => procedures.into(),
            _ => Arc::new([]),
        };
        let actor = actor.to_owned();
        let keep = move |tx: &mut Tx<'_>| keep(tx, &row, records, &procedures, &actor);
        let changed = self.0.store.write(keep).await?;
        if changed {
            self.reload_catalogue().await?;
        }
        Ok(Imported { name, kind, records, unchanged: !changed })
    }

    /// Builds the catalogue anew when another process has imported something since.
    pub(crate) async fn refresh_catalogue(&self) -> Result<(), ActError> {
        let stamp = self.0.store.read(|tx| Ok::<_, ActError>(rows::stamp(tx)?)).await?;
        let known = *self.0.catalogue_stamp.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp == known { Ok(()) } else { self.reload_catalogue().await }
    }

    /// Builds the catalogue anew from the imported files.
    pub(crate) async fn reload_catalogue(&self) -> Result<(), ActError> {
        let read = self.0.store.read(|tx| Ok::<_, ActError>((rows::stamp(tx)?, rows::all(tx)?)));
        let (stamp, files) = read.await?;
        *self.0.catalogue_stamp.lock().unwrap_or_else(PoisonError::into_inner) = stamp;
        let built = tokio::task::spawn_blocking(move || catalogue_of(files)).await;
        self.set_catalogue(built.map_err(|error| ActError::Fault(Box::new(error)))??);
        Ok(())
    }

    /// Procedures that match words of a query, the best first.
    pub async fn search_procedures(&self, query: &str, limit: usize) -> Result<Vec<Arc<Procedure>>, ActError> {
        let query = query.to_owned();
        let limit = limit.clamp(1, 100);
        let hits =
            self.0.store.read(move |tx| Ok::<_, ActError>(search::find(tx, "procedure", &query, limit)?)).await?;
        let (catalogue, today) = (self.catalogue(), self.today());
        Ok(hits.iter().filter_map(|hit| catalogue.procedure(&hit.key, today).map(Arc::clone)).collect())
    }
}

/// The catalogue that these files make.
pub(crate) fn catalogue_of(files: Vec<DatasetRow>) -> Result<Catalogue, ActError> {
    let parsed = files.into_iter().map(|file| {
        Dataset::parse(&file.name, file.body.as_bytes())
            .map_err(|faults| ActError::fault(format!("the imported file {} has {} faults", file.name, faults.len())))
    });
    Catalogue::build(parsed.collect::<Result<_, _>>()?)
}

/// Keeps the file, notes the import, and puts procedures into the search; false when the same file is there already.
fn keep(
    tx: &mut Tx<'_>,
    row: &DatasetRow,
    records: usize,
    procedures: &[Procedure],
    actor: &str,
) -> Result<bool, ActError> {
    let known = rows::version_of(tx, &row.kind, &row.name)?;
    if known.as_ref().is_some_and(|(_, sha256)| *sha256 == row.sha256) {
        return Ok(false);
    }
    let version = known.map_or(1, |(version, _)| version.saturating_add(1));
    note(tx, row, version, records, actor, row.imported_at)?;
    rows::put(tx, &DatasetRow { version, ..row.clone() })?;
    for procedure in procedures {
        let light = [
            procedure.id.as_str(),
            &procedure.field_vi,
            procedure.agency_vi.as_deref().unwrap_or_default(),
            &procedure.results_vi.join(" "),
        ]
        .join(" ");
        search::put(tx, "procedure", &procedure.id, &procedure.name_vi, &light)?;
    }
    Ok(true)
}

fn note(
    tx: &mut Tx<'_>,
    row: &DatasetRow,
    version: i64,
    records: usize,
    actor: &str,
    now: Instant,
) -> Result<(), ActError> {
    let DatasetRow { kind, name, sha256, .. } = row;
    let event = DatasetImported { kind: kind.clone(), name: name.clone(), sha256: sha256.clone(), records };
    let payload = serde_json::to_string(&event)?;
    journal::append(
        tx,
        &NewEvent {
            stream: &format!("dataset/{kind}/{name}"),
            version,
            kind: "dataset_imported",
            recorded_at: now,
            actor,
            payload: &payload,
            sealed: None,
            subject: None,
        },
    )?;
    Ok(())
}

const fn kind_of(dataset: &Dataset) -> &'static str {
    match dataset {
        Dataset::Units { .. } => "units",
        Dataset::Holidays(_) => "holidays",
        Dataset::Procedures(_) => "procedures",
        Dataset::ProcedureCatalogue(_) => "procedure_catalogue",
        Dataset::Form(_) => "form",
        Dataset::Competences(_) => "competences",
        Dataset::UnitCodes(_) => "unit_codes",
        Dataset::OfficeHours(_) => "office_hours",
        Dataset::PauseGrounds(_) => "pause_grounds",
        Dataset::NationalStates(_) => "national_states",
        Dataset::DemoAccounts(_) => "demo_accounts",
    }
}
