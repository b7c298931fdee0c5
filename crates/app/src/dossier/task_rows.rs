//! The rows of what is to be done with a dossier, kept beside its own row.

use domain::dossier::{Dossier, Rules, Task};
use domain::time::Zone;
use store::Tx;
use store::dossier::NO_DUE;
use store::task::{self, TaskRow};

use crate::error::ActError;

/// The rows of a dossier, by path.
pub(crate) fn task_rows(dossier: &Dossier, rules: &Rules<'_>, applicant: &str, zone: Zone) -> Vec<TaskRow> {
    dossier.tasks(rules).into_iter().map(|task| row(dossier, task, applicant, zone)).collect()
}

fn row(dossier: &Dossier, task: Task, applicant: &str, zone: Zone) -> TaskRow {
    TaskRow {
        dossier: dossier.code.as_str().to_owned(),
        step: task.step,
        kind: task.kind.name().to_owned(),
        name: task.name,
        unit: task.unit,
        role: task.role.name().to_owned(),
        assignee: task.assignee,
        since: zone.instant(task.since),
        due_at: task.due.map_or(NO_DUE, |at| zone.instant(at)),
        procedure_id: dossier.procedure.clone(),
        stage: dossier.stage.name().to_owned(),
        applicant_name: applicant.to_owned(),
    }
}

/// Brings the rows from what they were to what they are; untouched ones are not written.
pub(super) fn replace(tx: &mut Tx<'_>, before: &[TaskRow], after: &[TaskRow]) -> Result<(), ActError> {
    for gone in before.iter().filter(|old| !after.iter().any(|new| new.step == old.step)) {
        task::delete(tx, &gone.dossier, &gone.step)?;
    }
    for new in after.iter().filter(|new| !before.contains(new)) {
        task::put(tx, new)?;
    }
    Ok(())
}
