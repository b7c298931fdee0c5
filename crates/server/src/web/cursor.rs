//! Where a page of a list begins, as it stands in an address: `at=<microseconds>&after=<code>`.

use super::format;
use app::dossier::Cursor;
use domain::time::Instant;
use serde::Deserialize;

/// The query of a list; both fields are missing on its first page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    at: Option<i64>,
    after: String,
}

impl After {
    /// The cursor, unless this is the first page.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        let at = self.at?;
        Some(Cursor { at: Instant(at), code: self.after.clone() })
    }

    /// Whether this is the first page.
    pub(super) const fn at_start(&self) -> bool {
        self.at.is_none()
    }
}

/// The query that begins after this cursor.
pub(super) fn query(cursor: &Cursor) -> String {
    format!("at={}&after={}", cursor.at.0, format::query_escaped(&cursor.code))
}
