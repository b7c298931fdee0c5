//! Sentences about a catalogue that comes in as a file: where a fault is and what it is, and what differs.

use super::data_fault::data_fault_kind;
use crate::messages::{Messages, fill};
use app::registry::batch::{BatchFault, BatchPreview};
use sheet::{SheetFault, SheetFaultKind};

/// Where the fault is and what it is.
#[must_use]
pub fn batch_fault(m: &Messages, fault: &BatchFault) -> String {
    let t = &m.batch.fault;
    match fault {
        BatchFault::Sheet(fault) => sheet_fault(m, fault),
        BatchFault::Data(fault) => {
            let what = data_fault_kind(m, &fault.kind);
            fill(t.record, &[("record", &fault.record), ("field", &fault.field), ("what", &what)])
        }
        BatchFault::NotACatalogue => fill(t.whole, &[("what", &t.not_a_catalogue)]),
    }
}

fn sheet_fault(m: &Messages, fault: &SheetFault) -> String {
    let t = &m.batch.fault;
    let what = sheet_fault_kind(m, &fault.kind);
    match (fault.sheet.as_str(), fault.row) {
        ("-", _) => fill(t.whole, &[("what", &what)]),
        (sheet, 0) => fill(t.sheet, &[("sheet", &sheet), ("column", &fault.column), ("what", &what)]),
        (sheet, row) => fill(t.cell, &[("sheet", &sheet), ("row", &row), ("column", &fault.column), ("what", &what)]),
    }
}

fn sheet_fault_kind(m: &Messages, kind: &SheetFaultKind) -> String {
    let t = &m.batch.fault;
    match kind {
        SheetFaultKind::TooLarge { limit } => fill(t.too_large, &[("limit", limit)]),
        SheetFaultKind::Bomb { limit } => fill(t.bomb, &[("limit", limit)]),
        SheetFaultKind::NotAWorkbook => t.not_a_workbook.to_owned(),
        SheetFaultKind::MissingSheet => t.missing_sheet.to_owned(),
        SheetFaultKind::MissingColumn => t.missing_column.to_owned(),
        SheetFaultKind::UnknownColumn { given } => fill(t.unknown_column, &[("given", given)]),
        SheetFaultKind::RepeatedColumn => t.repeated_column.to_owned(),
        SheetFaultKind::TooManyRows { limit } => fill(t.too_many_rows, &[("limit", limit)]),
        SheetFaultKind::TooLong { limit } => fill(t.too_long, &[("limit", limit)]),
        SheetFaultKind::Formula => t.formula.to_owned(),
        SheetFaultKind::NotANumber { given } => fill(t.not_a_number, &[("given", given)]),
        SheetFaultKind::NotYesNo { given } => fill(t.not_yes_no, &[("given", given)]),
        SheetFaultKind::UnknownList { given } => fill(t.unknown_list, &[("given", given)]),
        SheetFaultKind::UnknownProcedure { given } => fill(t.unknown_procedure, &[("given", given)]),
        SheetFaultKind::UnknownWorkflow { given } => fill(t.unknown_workflow, &[("given", given)]),
        SheetFaultKind::NotAForm { line, column } => fill(t.not_a_form, &[("line", line), ("column", column)]),
        SheetFaultKind::Record(kind) => data_fault_kind(m, kind),
        SheetFaultKind::AndMore { listed } => fill(t.and_more, &[("listed", listed)]),
    }
}

/// How many procedures are new, changed, the same and not in the file.
#[must_use]
pub fn batch_summary(m: &Messages, preview: &BatchPreview) -> String {
    let (added, changed, missing) = (preview.added.len(), preview.changed.len(), preview.missing.len());
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("added", &added), ("changed", &changed), ("unchanged", &preview.unchanged), ("missing", &missing)];
    fill(m.batch.page.summary, &counts)
}
