//! The rows of which workflow versions a dossier's work runs by, kept beside its own row.

use domain::dossier::{ActionKind, Dossier};
use domain::workflow::Status;
use store::dossier::{Cursor, Filter};
use store::workflow_run::{self, RunRow};
use store::{Tx, dossier as rows, setting};

use super::chain;
use crate::App;
use crate::error::ActError;

/// Whether the runs of before were written down, as a setting.
const FILLED: &str = "workflow_runs";
/// Dossiers written down in one transaction.
const AT_A_TIME: i64 = 100;

/// The rows of a dossier; none once its work cannot be moved any more.
pub(crate) fn run_rows(dossier: &Dossier) -> Vec<RunRow> {
    if !dossier.stage.allows(ActionKind::MoveWork) {
        return Vec::new();
    }
    let instances = dossier.work.iter().flat_map(|work| &work.instances);
    let running = instances.filter(|(_, state)| state.status == Status::Running);
    let row = |(instance, state): (&String, &domain::workflow::State)| RunRow {
        dossier: dossier.code.as_str().to_owned(),
        instance: instance.clone(),
        workflow: state.workflow.clone(),
        version: i64::from(state.version),
        unit: dossier.handling_unit.clone(),
    };
    running.map(row).collect()
}

/// Brings the rows from what they were to what they are; untouched ones are not written.
pub(super) fn replace(tx: &mut Tx<'_>, before: &[RunRow], after: &[RunRow]) -> Result<(), ActError> {
    for gone in before.iter().filter(|old| !after.iter().any(|new| new.instance == old.instance)) {
        workflow_run::delete(tx, gone)?;
    }
    for new in after.iter().filter(|new| !before.contains(new)) {
        workflow_run::put(tx, new)?;
    }
    Ok(())
}

impl App {
    /// Writes down the runs of dossiers that came before there was a table of them. Done once for each database.
    pub(crate) async fn fill_runs(&self) -> Result<(), ActError> {
        let is_filled = |tx: &mut Tx<'_>| Ok::<_, ActError>(setting::get(tx, FILLED)?.is_some());
        if self.0.store.read(is_filled).await? {
            return Ok(());
        }
        let catalogue = self.catalogue();
        let worked: std::collections::BTreeSet<String> =
            catalogue.workflows().flat_map(|process| process.definition().procedure_ids.clone()).collect();
        for procedure in worked {
            let mut after = None;
            loop {
                let (from, procedure) = (after.take(), procedure.clone());
                match self.0.store.write(move |tx| fill_part(tx, &procedure, from.as_ref())).await? {
                    Some(last) => after = Some(last),
                    None => break,
                }
            }
        }
        self.0.store.write(|tx| Ok::<_, ActError>(setting::put(tx, FILLED, "\"done\"")?)).await
    }
}

fn fill_part(tx: &mut Tx<'_>, procedure: &str, after: Option<&Cursor>) -> Result<Option<Cursor>, ActError> {
    let filter = Filter { procedure_id: Some(procedure.to_owned()), ..Filter::default() };
    let found = rows::open(tx, &filter, after, AT_A_TIME)?;
    for row in &found {
        let Ok(code) = domain::dossier::Code::parse(&row.code) else { continue };
        let Some(chain) = chain::load(tx, &code)? else { continue };
        replace(tx, &[], &run_rows(&chain.dossier))?;
    }
    Ok(found.last().map(|row| Cursor { at: row.next_due_at, code: row.code.clone() }))
}
