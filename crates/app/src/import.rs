//! Importing data files: checked whole, kept whole, all or nothing per file.

use std::collections::BTreeMap;

use domain::dataset::{Dataset, Fault};
use domain::time::{Instant, Zone};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::dataset::{self as rows, DatasetRow};
use store::own_data;
use store::registry::{self as registry_rows, RegistryRow, RevisionRow};

use crate::App;
use crate::catalogue::Catalogue;
use crate::catalogue::build::{PastFile, Published};
use crate::error::ActError;
use crate::plain_event::PlainEvent;
use crate::registry;
use crate::seal::sha256_hex;
use crate::statute;

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
        let imported = self.take_in(file, actor).await?;
        if !imported.unchanged {
            self.reload_catalogue().await?;
        }
        Ok(imported)
    }

    /// As [`App::import`], for whoever has more files and reloads the catalogue after the last.
    pub(crate) async fn take_in(&self, file: DataFile, actor: &str) -> Result<Imported, ImportError> {
        let parsed = tokio::task::spawn_blocking(move || {
            let dataset = Dataset::parse(&file.name, &file.bytes)?;
            Ok::<_, Vec<Fault>>((file, dataset))
        });
        let (file, dataset) =
            parsed.await.map_err(|error| ActError::Fault(Box::new(error)))?.map_err(ImportError::Faults)?;
        if let Dataset::Statutes(texts) = &dataset {
            statute::check_beside(&self.catalogue(), &file.name, texts).map_err(ImportError::Faults)?;
        }
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
        let actor = actor.to_owned();
        let registered = match &dataset {
            Dataset::Registers(entries) => self.register_rows(&row.name, entries)?,
            _other => Vec::new(),
        };
        let keep = move |tx: &mut Tx<'_>| {
            let changed = keep(tx, &row, records, &actor)?;
            if changed && row.kind == "registers" {
                own_data::clear_register(tx, &row.name)?;
                registered.iter().try_for_each(|entry| own_data::put_register(tx, entry))?;
            }
            Ok::<_, ActError>(changed)
        };
        let changed = self.0.store.write(keep).await?;
        Ok(Imported { name, kind, records, unchanged: !changed })
    }

    /// Builds the catalogue anew when another process has imported something since.
    pub(crate) async fn refresh_catalogue(&self) -> Result<(), ActError> {
        let stamp = self.0.store.read(stamp).await?;
        let known = *self.0.catalogue_stamp.lock().await;
        if stamp == known { Ok(()) } else { self.reload_catalogue().await }
    }

    /// Builds the catalogue anew from the imported files and the registry.
    pub(crate) async fn reload_catalogue(&self) -> Result<(), ActError> {
        // Held to the end: of two reloads the one that read later also sets its catalogue later.
        let mut known = self.0.catalogue_stamp.lock().await;
        let (stamp, stored) = self.0.store.read(|tx| Ok::<_, ActError>((stamp(tx)?, stored(tx)?))).await?;
        let zone = self.0.zone;
        let built = tokio::task::spawn_blocking(move || catalogue_of(stored, zone)).await;
        self.set_catalogue(built.map_err(|error| ActError::Fault(Box::new(error)))??);
        *known = stamp;
        Ok(())
    }
}

/// Everything published, as it stands in the tables.
pub(crate) struct Stored {
    files: Vec<DatasetRow>,
    past: Vec<DatasetRow>,
    revisions: Vec<RevisionRow>,
    standings: Vec<RegistryRow>,
}

/// Reads everything that the catalogue is made of.
pub(crate) fn stored(tx: &mut Tx<'_>) -> Result<Stored, ActError> {
    Ok(Stored {
        files: rows::all(tx)?,
        past: rows::past(tx)?,
        revisions: registry_rows::published(tx)?,
        standings: registry_rows::all(tx)?,
    })
}

/// Numbers that change whenever anything is published, by this or another machine.
pub(crate) fn stamp(tx: &mut Tx<'_>) -> Result<(i64, i64, i64), ActError> {
    let (files, versions) = rows::stamp(tx)?;
    Ok((files, versions, registry_rows::stamp(tx)?))
}

/// The catalogue that these rows make.
pub(crate) fn catalogue_of(stored: Stored, zone: Zone) -> Result<Catalogue, ActError> {
    let past = past_files(&stored, zone);
    let parse = |file: DatasetRow| {
        Dataset::parse(&file.name, file.body.as_bytes())
            .map_err(|faults| ActError::fault(format!("the imported file {} has {} faults", file.name, faults.len())))
    };
    let standings = stored.standings.into_iter().map(|row| {
        let changes = serde_json::from_str(&row.standing)?;
        Ok::<_, ActError>((row.procedure_id, changes))
    });
    Catalogue::build(Published {
        files: stored.files.into_iter().map(parse).collect::<Result<_, _>>()?,
        past,
        revisions: stored.revisions.iter().map(registry::published_of).collect::<Result<_, _>>()?,
        standings: standings.collect::<Result<_, _>>()?,
    })
}

/// The replaced files, each with the time for which it was published: until the next of its kind and name came.
///
/// What was read when it was imported is read for ever; a file that no longer can be is left out and told of.
fn past_files(stored: &Stored, zone: Zone) -> Vec<PastFile> {
    let rows = stored.past.iter().chain(&stored.files);
    let imported: BTreeMap<(&str, &str, i64), Instant> =
        rows.map(|row| ((row.kind.as_str(), row.name.as_str(), row.version), row.imported_at)).collect();
    let read = |row: &DatasetRow| {
        let next = (row.kind.as_str(), row.name.as_str(), row.version.saturating_add(1));
        let until = imported.get(&next).copied().unwrap_or(row.imported_at);
        match Dataset::parse(&row.name, row.body.as_bytes()) {
            Ok(data) => Some(PastFile { from: zone.civil(row.imported_at), until: zone.civil(until), data }),
            Err(faults) => {
                tracing::error!(file = %row.name, version = row.version, faults = faults.len(), "a file of the past cannot be read");
                None
            }
        }
    };
    stored.past.iter().filter_map(read).collect()
}

/// Keeps the file and notes the import; false when the same file is there already.
fn keep(tx: &mut Tx<'_>, row: &DatasetRow, records: usize, actor: &str) -> Result<bool, ActError> {
    let known = rows::version_of(tx, &row.kind, &row.name)?;
    if known.as_ref().is_some_and(|(_, sha256)| *sha256 == row.sha256) {
        return Ok(false);
    }
    let version = known.map_or(1, |(version, _)| version.saturating_add(1));
    note(tx, row, version, records, actor, row.imported_at)?;
    rows::put(tx, &DatasetRow { version, ..row.clone() })?;
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
    let stream = format!("dataset/{kind}/{name}");
    let event = DatasetImported { kind: kind.clone(), name: name.clone(), sha256: sha256.clone(), records };
    PlainEvent { stream: &stream, version, kind: "dataset_imported", event: &event, actor, at: now }.append(tx)
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
        Dataset::Synonyms(_) => "synonyms",
        Dataset::LifeEvents(_) => "life_events",
        Dataset::PublishedFigures(_) => "published_figures",
        Dataset::Registers(_) => "registers",
        Dataset::BurdenRules(_) => "burden_rules",
        Dataset::Workflows(_) => "workflows",
        Dataset::Authorities(_) => "authorities",
        Dataset::Desks(_) => "desks",
        Dataset::EscalationRules(_) => "escalation_rules",
        Dataset::RefusalGrounds(_) => "refusal_grounds",
        Dataset::Statutes(_) => "statutes",
        Dataset::Figures(_) => "figures",
    }
}
