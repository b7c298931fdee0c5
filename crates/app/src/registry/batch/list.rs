//! Imports of the catalogue and the drafts that each made.

use domain::access::{Person, RegistryAction};
use domain::burden::Finding;
use domain::dataset::Content;
use domain::registry::{Acceptances, RevisionState, open_stops};
use store::registry::{self as rows, RevisionRow};

use crate::App;
use crate::burden::{Holders, Inspector};
use crate::error::ActError;

const PAGE_MAX: usize = 100;

/// An import of the catalogue.
pub type Batch = rows::BatchRow;

/// A page of imports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchList {
    /// The newest first.
    pub rows: Vec<Batch>,
    /// The import before which the next page begins.
    pub next: Option<String>,
}

/// A draft that an import made.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchDraft {
    /// The procedure.
    pub procedure: String,
    /// Its name in the draft.
    pub name: String,
    /// Number of the revision.
    pub number: i64,
    /// How far it has come.
    pub state: RevisionState,
    /// First day, once published.
    pub valid_from: Option<String>,
    /// Findings that keep it from going on.
    pub open_stops: Vec<Finding>,
}

/// A page of drafts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BatchPage {
    /// By procedure.
    pub rows: Vec<BatchDraft>,
    /// The procedure after which the next page begins.
    pub next: Option<String>,
}

impl App {
    /// Imports of the catalogue, the newest first, for those who work with the registry.
    pub async fn batches(&self, person: &Person, before: Option<&str>, limit: usize) -> Result<BatchList, ActError> {
        self.registry_permit(person, RegistryAction::See)?;
        let (before, limit) = (before.map(str::to_owned), limit.clamp(1, PAGE_MAX));
        let ask = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let mut rows =
            self.0.store.read(move |tx| Ok::<_, ActError>(rows::batches(tx, before.as_deref(), ask)?)).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| row.batch.clone());
        Ok(BatchList { rows, next })
    }

    /// The drafts of one import, by procedure, each with what stops it.
    pub async fn batch_page(
        &self,
        person: &Person,
        batch: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<BatchPage, ActError> {
        self.registry_permit(person, RegistryAction::See)?;
        let (batch, after) = (batch.to_owned(), after.unwrap_or_default().to_owned());
        let (first, limit, day) = (after.is_empty(), limit.clamp(1, PAGE_MAX), self.today());
        let ask = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let read = self
            .0
            .store
            .read(move |tx| Ok::<_, ActError>((rows::in_batch(tx, &batch, &after, ask)?, Holders::of(tx, day)?)));
        let (mut found, holders) = read.await?;
        if first && found.is_empty() {
            return Err(ActError::NotFound);
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|row| row.procedure_id.clone());
        let catalogue = self.catalogue();
        let rules = catalogue.burden.on(day);
        let inspector = Inspector::new(&catalogue, &rules, day, Some(&holders));
        let rows = found.into_iter().map(|row| draft(row, &inspector)).collect::<Result<_, _>>()?;
        Ok(BatchPage { rows, next })
    }
}

fn draft(row: RevisionRow, inspector: &Inspector<'_>) -> Result<BatchDraft, ActError> {
    let broken = || ActError::fault(format!("revision {} of {} cannot be read", row.number, row.procedure_id));
    let state = RevisionState::from_name(&row.state).ok_or_else(broken)?;
    let open = if state.is_in_work() {
        let Content { procedure, form } = Content::parse(row.body.as_bytes()).map_err(|_| broken())?;
        let accepted: Acceptances = serde_json::from_str(&row.accepted)?;
        open_stops(&accepted, &inspector.findings(&procedure, form.as_ref())).cloned().collect()
    } else {
        Vec::new()
    };
    let RevisionRow { procedure_id: procedure, name, number, valid_from, .. } = row;
    Ok(BatchDraft { procedure, name, number, state, valid_from, open_stops: open })
}
