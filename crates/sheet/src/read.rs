//! From the bytes of a workbook to rows of texts.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::column::{Cell, Sheet};
use crate::fault::{Faults, SheetFaultKind};
use crate::{MAX_CELL, MAX_ROWS, unpack};

/// Most columns looked at; the widest sheet has 42.
const MAX_COLUMNS: u32 = 200;

/// A row that is not empty.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its number as the program shows it, from 1.
    pub(crate) number: u32,
    /// Its texts in the order of [`Sheet::columns`], not trimmed.
    pub(crate) cells: Vec<String>,
}

impl Row {
    /// The text of the cell in that column, trimmed.
    pub(crate) fn text(&self, sheet: Sheet, column: &str) -> &str {
        self.raw(sheet, column).trim()
    }

    /// The text of the cell in that column.
    pub(crate) fn raw(&self, sheet: Sheet, column: &str) -> &str {
        sheet.position(column).and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Opens a workbook that stays within its bounds.
pub(crate) fn open(bytes: &[u8]) -> Result<Book<'_>, SheetFaultKind> {
    unpack::check(bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetFaultKind::NotAWorkbook)
}

/// The rows of a sheet; whatever is wrong with their cells is noted.
pub(crate) fn rows(book: &mut Book<'_>, sheet: Sheet, faults: &mut Faults) -> Vec<Row> {
    if !book.sheet_names().iter().any(|name| name == sheet.name()) {
        faults.add(sheet.name(), 0, "-", SheetFaultKind::MissingSheet);
        return Vec::new();
    }
    // Cells come one after another and are bounded as they come: a single cell far out must not make a table of
    // everything before it.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet.name()) else {
        faults.add(sheet.name(), 0, "-", SheetFaultKind::NotAWorkbook);
        return Vec::new();
    };
    let mut reading = Reading { sheet, columns: Vec::new(), rows: Vec::new(), faults };
    loop {
        match cells.next_cell_with_formula_metadata() {
            Ok(Some(cell)) if cell.pos.1 >= MAX_COLUMNS => (),
            Ok(Some(cell)) => {
                if !reading.take(cell.pos, &cell.value, cell.formula.is_some()) {
                    break;
                }
            }
            Ok(None) => break,
            Err(_) => {
                reading.faults.add(sheet.name(), 0, "-", SheetFaultKind::NotAWorkbook);
                return Vec::new();
            }
        }
    }
    reading.finish()
}

struct Reading<'a> {
    sheet: Sheet,
    /// By position in the workbook: the position in [`Sheet::columns`].
    columns: Vec<Option<usize>>,
    rows: Vec<Row>,
    faults: &'a mut Faults,
}

impl Reading<'_> {
    /// Takes a cell; false when the sheet is too long to go on.
    fn take(&mut self, (row, column): (u32, u32), value: &DataRef<'_>, is_formula: bool) -> bool {
        let number = row.saturating_add(1);
        if row == 0 {
            self.head(column, value);
            return true;
        }
        if usize::try_from(row).unwrap_or(usize::MAX) > MAX_ROWS {
            self.faults.add(self.sheet.name(), number, "-", SheetFaultKind::TooManyRows { limit: MAX_ROWS });
            return false;
        }
        let at = usize::try_from(column).ok().and_then(|column| self.columns.get(column).copied().flatten());
        let Some((at, known)) = at.and_then(|at| self.sheet.columns().get(at).map(|known| (at, known))) else {
            return true;
        };
        let text = match text(value, known.cell) {
            Some(text) if !is_formula => text,
            Some(_) | None => {
                self.faults.add(self.sheet.name(), number, known.name, SheetFaultKind::Formula);
                return true;
            }
        };
        if text.encode_utf16().count() > MAX_CELL {
            self.faults.add(self.sheet.name(), number, known.name, SheetFaultKind::TooLong { limit: MAX_CELL });
        } else if !text.trim().is_empty() {
            self.put(number, at, text);
        }
        true
    }

    fn put(&mut self, number: u32, at: usize, text: String) {
        if self.rows.last().is_none_or(|row| row.number != number) {
            self.rows.push(Row { number, cells: vec![String::new(); self.sheet.columns().len()] });
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.get_mut(at)) {
            *cell = text;
        }
    }

    /// Takes a cell of the first row: the name of a column.
    fn head(&mut self, column: u32, value: &DataRef<'_>) {
        let name = text(value, Cell::Text).unwrap_or_default().trim().to_owned();
        let Ok(column) = usize::try_from(column) else { return };
        if name.is_empty() {
            return;
        }
        let shown: String = name.chars().take(80).collect();
        let Some(at) = self.sheet.position(&name) else {
            let kind = SheetFaultKind::UnknownColumn { given: shown.clone() };
            return self.faults.add(self.sheet.name(), 1, &shown, kind);
        };
        if self.columns.contains(&Some(at)) {
            return self.faults.add(self.sheet.name(), 1, &shown, SheetFaultKind::RepeatedColumn);
        }
        if self.columns.len() <= column {
            self.columns.resize(column.saturating_add(1), None);
        }
        if let Some(slot) = self.columns.get_mut(column) {
            *slot = Some(at);
        }
    }

    fn finish(self) -> Vec<Row> {
        for (at, column) in self.sheet.columns().iter().enumerate() {
            if !self.columns.contains(&Some(at)) {
                self.faults.add(self.sheet.name(), 1, column.name, SheetFaultKind::MissingColumn);
            }
        }
        self.rows
    }
}

/// The text of a cell as a person would write it; none for the error of a formula.
fn text(value: &DataRef<'_>, cell: Cell) -> Option<String> {
    Some(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) if cell == Cell::YesNo => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        // A day that a program made a date of.
        DataRef::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(_) => return None,
    })
}
