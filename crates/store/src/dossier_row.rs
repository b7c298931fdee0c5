//! The row of a dossier: its columns, and how they are read.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;

/// One row; a projection of the dossier's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRow {
    /// Official code.
    pub code: String,
    /// Number of events.
    pub version: i64,
    /// Procedure id.
    pub procedure_id: String,
    /// First day of the procedure's version, or empty.
    pub procedure_version: String,
    /// Stable name of the channel.
    pub channel: String,
    /// Desk.
    pub receiving_unit: String,
    /// Unit that works it.
    pub handling_unit: String,
    /// Unit in whose worklist it stands.
    pub holding_unit: String,
    /// Officer.
    pub assignee: Option<String>,
    /// Applicant's pseudonym.
    pub subject: String,
    /// Account that submitted it; empty when nobody was signed in.
    pub submitter: String,
    /// Stable name of the stage.
    pub stage: String,
    /// Whether an office still owes something.
    pub is_open: bool,
    /// When it was handed in.
    pub submitted_at: Instant,
    /// When the desk accepted it.
    pub accepted_at: Option<Instant>,
    /// When the office must next act; [`NO_DUE`] when nothing is due.
    pub next_due_at: Instant,
    /// When the result is due.
    pub due_at: Option<Instant>,
    /// When it finished.
    pub finished_at: Option<Instant>,
    /// Whether within its limit.
    pub on_time: Option<bool>,
    /// Stable name of the outcome.
    pub outcome: Option<String>,
    /// 1 to 5.
    pub rating: Option<i64>,
    /// Applicant's name; emptied when the subject's key is erased.
    pub applicant_name: String,
    /// Last four characters of the identity number, folded.
    pub identity_tail: String,
    /// Last four digits of the phone number.
    pub phone_tail: String,
}

/// Reads the columns in the order in which every list of dossiers selects them.
pub(crate) fn read(row: &Row<'_>) -> Result<DossierRow, DbError> {
    Ok(DossierRow {
        code: row.text(0)?,
        version: row.int(1)?,
        procedure_id: row.text(2)?,
        procedure_version: row.text(3)?,
        channel: row.text(4)?,
        receiving_unit: row.text(5)?,
        handling_unit: row.text(6)?,
        holding_unit: row.text(7)?,
        assignee: row.opt_text(8)?,
        subject: row.text(9)?,
        submitter: row.text(10)?,
        stage: row.text(11)?,
        is_open: row.bool(12)?,
        submitted_at: row.instant(13)?,
        accepted_at: row.opt_instant(14)?,
        next_due_at: row.instant(15)?,
        due_at: row.opt_instant(16)?,
        finished_at: row.opt_instant(17)?,
        on_time: row.opt_bool(18)?,
        outcome: row.opt_text(19)?,
        rating: row.opt_int(20)?,
        applicant_name: row.text(21)?,
        identity_tail: row.text(22)?,
        phone_tail: row.text(23)?,
    })
}
