//! Rows of CSV (RFC 4180): quoted cells, doubled quotes, and the semicolon that spreadsheets here write.

use super::table::{MAX_CELL, MAX_ROWS, TableFault, TableFaultKind};
use crate::text::composed;

/// Rows that are not blank, with their cells trimmed and composed (NFC).
pub(super) fn rows(text: &str) -> Result<Vec<Vec<String>>, TableFault> {
    let separator = separator(text);
    let mut reader = Reader { rows: Vec::new(), row: Vec::new(), cell: String::new(), line: 1 };
    let mut letters = text.chars().peekable();
    let (mut is_quoted, mut was_quoted) = (false, false);
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                reader.push('"')?;
            }
            '"' if is_quoted => (is_quoted, was_quoted) = (false, true),
            _ if is_quoted => reader.push(letter)?,
            '"' if reader.cell.trim().is_empty() && !was_quoted => {
                reader.cell.clear();
                is_quoted = true;
            }
            '"' => return Err(reader.fault(TableFaultKind::Quote)),
            '\r' if letters.peek() == Some(&'\n') => (),
            '\n' | '\r' => {
                reader.end_row()?;
                was_quoted = false;
            }
            _ if letter == separator => {
                reader.end_cell();
                was_quoted = false;
            }
            _ if was_quoted && !letter.is_whitespace() => return Err(reader.fault(TableFaultKind::Quote)),
            _ => reader.push(letter)?,
        }
    }
    if is_quoted {
        return Err(reader.fault(TableFaultKind::Quote));
    }
    reader.end_row()?;
    Ok(reader.rows)
}

struct Reader {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cell: String,
    line: usize,
}

impl Reader {
    fn push(&mut self, letter: char) -> Result<(), TableFault> {
        if self.cell.len() >= MAX_CELL {
            return Err(self.fault(TableFaultKind::TooLarge));
        }
        self.cell.push(letter);
        Ok(())
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        self.row.push(composed(&cell));
    }

    /// A row of nothing but blanks is no row.
    fn end_row(&mut self) -> Result<(), TableFault> {
        self.end_cell();
        let row = std::mem::take(&mut self.row);
        if row.iter().any(|cell| !cell.is_empty()) {
            if self.rows.len() > MAX_ROWS {
                return Err(self.fault(TableFaultKind::TooLarge));
            }
            self.rows.push(row);
            self.line = self.line.saturating_add(1);
        }
        Ok(())
    }

    const fn fault(&self, kind: TableFaultKind) -> TableFault {
        TableFault::at(self.line, kind)
    }
}

/// A semicolon where the first line has one outside quotes and no comma.
fn separator(text: &str) -> char {
    let mut is_quoted = false;
    let mut found = ',';
    for letter in text.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => return ',',
            ';' if !is_quoted => found = ';',
            '\n' | '\r' if !is_quoted => break,
            _ => (),
        }
    }
    found
}
