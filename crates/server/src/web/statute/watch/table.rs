//! A list as a table on a page, and the same list as CSV.

use crate::web::public::csv_cell;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A text with its page.
pub(super) struct Linked {
    pub(super) text: String,
    pub(super) url: Option<String>,
}

impl Linked {
    pub(super) fn new(text: impl Into<String>, url: Option<String>) -> Self {
        Self { text: text.into(), url }
    }
}

/// A list with its columns; the first cell of a row is its name.
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Linked>>,
}

impl Table {
    /// The list as a file.
    pub(super) fn csv(&self, name: &str) -> Response {
        let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
        let head = line(self.columns.iter().map(|column| csv_cell(column)).collect());
        let rows = self.rows.iter().map(|row| line(row.iter().map(|cell| csv_cell(&cell.text)).collect()));
        let text: String = std::iter::once(head).chain(rows).collect();
        let file = format!("attachment; filename=\"{name}.csv\"");
        let headers =
            [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
        (headers, text).into_response()
    }

    /// The cells of a row with their columns.
    pub(super) fn cells<'t>(&'t self, row: &'t [Linked]) -> Vec<(&'static str, &'t Linked)> {
        self.columns.iter().copied().zip(row).collect()
    }
}
