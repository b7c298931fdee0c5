//! From rows of texts to the records that they are, checked as every file is.

use std::collections::{BTreeMap, BTreeSet};

use domain::dataset::{Content, FaultKind};
use serde_json::{Map, Value, json};

use crate::cell::value_of;
use crate::column::{Cell, NO_CUT_OFF, Sheet};
use crate::fault::{Faults, SheetFault, SheetFaultKind};
use crate::origin::Origin;
use crate::read::{self, Row};
use crate::table::{FEE_LISTS, LIMIT_LISTS, STEP_LISTS, WORKFLOW_LIST};

/// Reads a workbook that [`crate::write_catalogue`] wrote and people changed.
///
/// # Errors
/// Every fault of every sheet, by sheet and row; nothing is taken of a workbook with any.
pub fn read_catalogue(bytes: &[u8]) -> Result<Vec<Content>, Vec<SheetFault>> {
    let mut book = read::open(bytes).map_err(Faults::whole)?;
    let mut faults = Faults::default();
    let rows = Sheet::ALL.map(|sheet| read::rows(&mut book, sheet, &mut faults));
    let [procedures, ..] = &rows;
    let known: BTreeSet<&str> = procedures.iter().map(|row| row.text(Sheet::Procedures, "id")).collect();
    let mut lists = Lists::default();
    for (sheet, rows) in Sheet::ALL.into_iter().zip(&rows).skip(1) {
        lists.add(sheet, rows, &known, &mut faults);
    }
    let mut seen = BTreeSet::new();
    let mut contents = Vec::with_capacity(procedures.len());
    for row in procedures {
        let id = row.text(Sheet::Procedures, "id");
        if !id.is_empty() && !seen.insert(id) {
            let kind = SheetFaultKind::Record(FaultKind::Duplicate { given: shown(id) });
            faults.add(Sheet::Procedures.name(), row.number, "id", kind);
            continue;
        }
        contents.extend(content(row, id, &lists, &mut faults));
    }
    if faults.is_empty() { Ok(contents) } else { Err(faults.into_found()) }
}

/// Rows by the procedure to which they belong and the list that they make.
#[derive(Default)]
struct Lists<'a> {
    rows: BTreeMap<(&'a str, Sheet, &'a str), Vec<&'a Row>>,
}

impl<'a> Lists<'a> {
    fn add(&mut self, sheet: Sheet, rows: &'a [Row], known: &BTreeSet<&str>, faults: &mut Faults) {
        for row in rows {
            let id = row.text(sheet, "procedure");
            if !known.contains(id) || id.is_empty() {
                let kind = SheetFaultKind::UnknownProcedure { given: shown(id) };
                faults.add(sheet.name(), row.number, "procedure", kind);
                continue;
            }
            let list = row.text(sheet, "list");
            if !lists_of(sheet).contains(&list) {
                let kind = SheetFaultKind::UnknownList { given: shown(list) };
                faults.add(sheet.name(), row.number, "list", kind);
                continue;
            }
            self.rows.entry((id, sheet, list)).or_default().push(row);
        }
    }

    fn of(&self, id: &'a str, sheet: Sheet, list: &'a str) -> &[&'a Row] {
        self.rows.get(&(id, sheet, list)).map_or(&[], Vec::as_slice)
    }
}

/// The words that the column `list` of a sheet may have; sheets without that column have one list without a name.
fn lists_of(sheet: Sheet) -> Vec<&'static str> {
    let names = |lists: &[(&'static str, &str)]| lists.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    match sheet {
        Sheet::Fees => names(&FEE_LISTS),
        Sheet::Limits => names(&LIMIT_LISTS),
        Sheet::Steps => [names(&STEP_LISTS), vec![WORKFLOW_LIST]].concat(),
        Sheet::Procedures
        | Sheet::Papers
        | Sheet::Eligibility
        | Sheet::Workflows
        | Sheet::LegalBasis
        | Sheet::Forms => vec![""],
    }
}

/// One record with everything that belongs to it; none after a fault.
fn content<'a>(row: &Row, id: &'a str, lists: &Lists<'a>, faults: &mut Faults) -> Option<Content> {
    let mut origin = Origin::new(row.number);
    let mut record = entry(row, Sheet::Procedures, faults);
    cut_off(row, &mut record);
    let mut put = |path: &str, sheet: Sheet, rows: &[&Row], record: &mut Map<String, Value>, faults: &mut Faults| {
        let entries = rows.iter().map(|row| Value::Object(entry(row, sheet, faults))).collect();
        set(record, path, Value::Array(entries));
        origin.list(path, sheet, rows.iter().map(|row| row.number).collect());
    };
    put("components", Sheet::Papers, lists.of(id, Sheet::Papers, ""), &mut record, faults);
    put("eligibility", Sheet::Eligibility, lists.of(id, Sheet::Eligibility, ""), &mut record, faults);
    put("legal_basis", Sheet::LegalBasis, lists.of(id, Sheet::LegalBasis, ""), &mut record, faults);
    for (sheet, named) in [(Sheet::Fees, FEE_LISTS), (Sheet::Limits, LIMIT_LISTS), (Sheet::Steps, STEP_LISTS)] {
        for (name, path) in named {
            put(path, sheet, lists.of(id, sheet, name), &mut record, faults);
        }
    }
    no_promise(&mut record);
    let workflows = lists.of(id, Sheet::Workflows, "");
    put("workflows", Sheet::Workflows, workflows, &mut record, faults);
    let mut steps = workflow_steps(workflows, lists.of(id, Sheet::Steps, WORKFLOW_LIST), faults);
    let made = record.get_mut("workflows").and_then(Value::as_array_mut).into_iter().flatten();
    for (index, (workflow, rows)) in made.zip(&mut steps).enumerate() {
        let entries = rows.iter().map(|row| Value::Object(entry(row, Sheet::Steps, faults))).collect();
        workflow.as_object_mut().map(|workflow| workflow.insert("steps".to_owned(), Value::Array(entries)));
        let numbers = rows.iter().map(|row| row.number).collect();
        origin.list(&format!("workflows[{index}].steps"), Sheet::Steps, numbers);
    }
    let form = form(lists.of(id, Sheet::Forms, ""), &mut origin, faults);
    checked(&json!({"procedure": record, "form": form}), &origin, faults)
}

/// The record as domain objects, or its faults as faults of cells.
fn checked(value: &Value, origin: &Origin, faults: &mut Faults) -> Option<Content> {
    match Content::from_value(value) {
        Ok(content) => Some(content),
        Err(found) => {
            for fault in found {
                let (sheet, row, column) = origin.place(&fault.field);
                // A cell that could not be read is missing in the record; that needs not be said again.
                if !faults.has(sheet.name(), row, column) {
                    faults.add(sheet.name(), row, column, SheetFaultKind::Record(fault.kind));
                }
            }
            None
        }
    }
}

/// The members that the cells of a row hold.
fn entry(row: &Row, sheet: Sheet, faults: &mut Faults) -> Map<String, Value> {
    let mut record = Map::new();
    for (column, cell) in sheet.columns().iter().zip(&row.cells).filter(|(column, _)| column.cell != Cell::Key) {
        match value_of(cell, column.cell) {
            Ok(value) => set(&mut record, column.path, value),
            Err(kind) => faults.add(sheet.name(), row.number, column.name, kind),
        }
    }
    record
}

/// Puts a value at a path with dots between its names, making the objects on the way.
fn set(record: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => drop(record.insert(path.to_owned(), value)),
        Some((name, rest)) => {
            let inner = record.entry(name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// A cut-off is given, or denied, or left to the remark of the general limit.
fn cut_off(row: &Row, record: &mut Map<String, Value>) {
    let at = row.text(Sheet::Procedures, "cut_off_at");
    if at == NO_CUT_OFF {
        record.insert("cut_off".to_owned(), Value::Null);
    } else if at.is_empty() && row.text(Sheet::Procedures, "cut_off_moves").is_empty() {
        record.remove("cut_off");
    }
}

/// Without a limit and a decision there is no promise.
fn no_promise(record: &mut Map<String, Value>) {
    let is_nothing = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let promise = record.get("thai_nguyen").and_then(Value::as_object);
    if promise.is_some_and(|promise| promise.values().all(is_nothing)) {
        record.insert("thai_nguyen".to_owned(), Value::Null);
    }
}

/// The steps of each internal process, by the number that both sheets give it.
fn workflow_steps<'a>(workflows: &[&Row], steps: &[&'a Row], faults: &mut Faults) -> Vec<Vec<&'a Row>> {
    let mut by_number: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, row) in workflows.iter().enumerate() {
        let number = row.text(Sheet::Workflows, "workflow");
        if by_number.insert(number, index).is_some() {
            let kind = SheetFaultKind::Record(FaultKind::Duplicate { given: shown(number) });
            faults.add(Sheet::Workflows.name(), row.number, "workflow", kind);
        }
    }
    let mut found = vec![Vec::new(); workflows.len()];
    for row in steps {
        let number = row.text(Sheet::Steps, "workflow");
        if let Some(steps) = by_number.get(number).and_then(|index| found.get_mut(*index)) {
            steps.push(*row);
        } else {
            let kind = SheetFaultKind::UnknownWorkflow { given: shown(number) };
            faults.add(Sheet::Steps.name(), row.number, "workflow", kind);
        }
    }
    found
}

/// The form from its parts, in the order of their numbers.
fn form(rows: &[&Row], origin: &mut Origin, faults: &mut Faults) -> Value {
    let mut parts: BTreeMap<u32, &str> = BTreeMap::new();
    for row in rows {
        let given = row.text(Sheet::Forms, "part");
        let unused = given.parse::<u32>().ok().filter(|number| !parts.contains_key(number));
        match unused {
            Some(number) => drop(parts.insert(number, row.raw(Sheet::Forms, "json"))),
            None => {
                faults.add(Sheet::Forms.name(), row.number, "part", SheetFaultKind::NotANumber { given: shown(given) });
            }
        }
    }
    let Some(first) = rows.first() else { return Value::Null };
    origin.form(first.number);
    let text: String = parts.into_values().collect();
    serde_json::from_str(&text).unwrap_or_else(|error| {
        let kind = SheetFaultKind::NotAForm { line: error.line(), column: error.column() };
        faults.add(Sheet::Forms.name(), first.number, "json", kind);
        Value::Null
    })
}

/// A given text as it is repeated in a fault.
fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}
