//! Writing the workbook, and the sheet of procedures as CSV.

use std::io::Write;

use domain::dataset::Content;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::column::{Column, Sheet};
use crate::{MAX_CELL, MAX_ROWS, dictionary, table};

/// Why a catalogue cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// More rows than a sheet may have.
    #[error("sheet {sheet} would have more than {MAX_ROWS} rows")]
    TooManyRows {
        /// Name of the sheet.
        sheet: &'static str,
    },
    /// A text longer than a cell can hold.
    #[error("{procedure}, sheet {sheet}, column {column}: longer than {MAX_CELL} characters")]
    TooLong {
        /// Id of the procedure.
        procedure: String,
        /// Name of the sheet.
        sheet: &'static str,
        /// Name of the column.
        column: &'static str,
    },
    /// The workbook cannot be put together.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The text cannot be put together.
    #[error("the text cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// It cannot be put where it should go.
    #[error("cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Writes the workbook. The same catalogue always gives the same bytes.
pub fn write_catalogue(contents: &[Content], out: &mut impl Write) -> Result<(), WriteError> {
    let mut workbook = Workbook::new();
    // A workbook carries the time of its making. This one says when its shape was decided: nothing here reads a clock.
    let made = ExcelDateTime::from_ymd(2026, 11, 26)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let head = Format::new().set_bold();
    for sheet in Sheet::ALL {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet.name())?;
        heading(worksheet, sheet.columns().iter().map(|column| column.name), &head)?;
        let mut row = 0_u32;
        each_row(contents, sheet, &mut |cells| {
            row = row.saturating_add(1);
            fill(worksheet, row, cells).map_err(WriteError::from)
        })?;
    }
    let worksheet = workbook.add_worksheet();
    worksheet.set_name("dictionary")?;
    heading(worksheet, dictionary::HEADING, &head)?;
    for (row, line) in (1_u32..).zip(dictionary::lines()) {
        fill(worksheet, row, line.iter().map(|cell| (*cell).to_owned()))?;
    }
    out.write_all(&workbook.save_to_buffer()?)?;
    Ok(())
}

/// Writes the sheet of procedures as CSV (RFC 4180, UTF-8 with a mark for programs that would guess otherwise).
///
/// A cell that a program would take for a formula gets an apostrophe before it, so this is for reading; the workbook
/// is what comes back unchanged.
pub fn write_procedures_csv(contents: &[Content], out: &mut impl Write) -> Result<(), WriteError> {
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(Sheet::Procedures.columns().iter().map(|column| column.name))?;
    each_row(contents, Sheet::Procedures, &mut |cells| {
        let harmless = cells.into_iter().map(|cell| if is_formula(&cell) { format!("'{cell}") } else { cell });
        writer.write_record(harmless.collect::<Vec<_>>()).map_err(WriteError::from)
    })?;
    writer.flush()?;
    Ok(())
}

/// Whether a program that opens a text file may take the text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// Takes every row of a sheet, unless one does not fit.
fn each_row(
    contents: &[Content],
    sheet: Sheet,
    take: &mut dyn FnMut(Vec<String>) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let mut count = 0_usize;
    for content in contents {
        let mut outcome = Ok(());
        table::rows(content, sheet, &mut |cells| {
            count = count.saturating_add(1);
            if outcome.is_ok() {
                outcome = fits(content, sheet, &cells, count).and_then(|()| take(cells));
            }
        });
        outcome?;
    }
    Ok(())
}

fn fits(content: &Content, sheet: Sheet, cells: &[String], count: usize) -> Result<(), WriteError> {
    if count > MAX_ROWS {
        return Err(WriteError::TooManyRows { sheet: sheet.name() });
    }
    let mut columns = sheet.columns().iter().zip(cells);
    // A program counts characters of its own kind: those beyond the first 65,536 count twice.
    match columns.find(|(_, cell)| cell.encode_utf16().count() > MAX_CELL) {
        None => Ok(()),
        Some((Column { name, .. }, _)) => {
            let procedure = content.procedure.id.clone();
            Err(WriteError::TooLong { procedure, sheet: sheet.name(), column: name })
        }
    }
}

fn heading(
    worksheet: &mut Worksheet,
    names: impl IntoIterator<Item = &'static str>,
    head: &Format,
) -> Result<(), XlsxError> {
    for (column, name) in (0_u16..).zip(names) {
        worksheet.write_string_with_format(0, column, name, head)?;
        worksheet.set_column_width_pixels(column, 160)?;
    }
    worksheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// Fills a row with texts and nothing but texts.
fn fill(worksheet: &mut Worksheet, row: u32, cells: impl IntoIterator<Item = String>) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        worksheet.write_string(row, column, cell)?;
    }
    Ok(())
}
