//! Rows of dossiers: what lists, counts and tracking need without replaying the journal.

use std::collections::BTreeMap;

use domain::time::Instant;

pub use crate::dossier_row::DossierRow;
pub(crate) use crate::dossier_row::read;
use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// The `next_due_at` of a row with nothing due: after every real instant, so that it sorts last on both engines.
pub const NO_DUE: Instant = Instant(i64::MAX);

/// A place in a list ordered by an instant and the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The instant of the last row seen.
    pub at: Instant,
    /// Its code.
    pub code: String,
}

/// Which of a list's rows are wanted; empty fields do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Stable name of a stage.
    pub stage: Option<String>,
    /// Procedure id.
    pub procedure_id: Option<String>,
    /// Account of an officer.
    pub assignee: Option<String>,
    /// Only what is due before.
    pub due_before: Option<Instant>,
}

impl Filter {
    /// The last due time that the list shows. Without a bound, dossiers that have no due time belong to it too.
    pub(crate) fn last_due(&self) -> i64 {
        self.due_before.map_or(i64::MAX, |before| before.0.saturating_sub(1))
    }
}

sql!(
    DOSSIER_INSERT,
    "INSERT INTO dossier (code, version, procedure_id, procedure_version, channel, receiving_unit, handling_unit,
        holding_unit, assignee, subject, submitter, stage, is_open, submitted_at, accepted_at, next_due_at, due_at,
        finished_at, on_time, outcome, rating, applicant_name, identity_tail, phone_tail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24)"
);

/// Keeps the row of a new dossier.
pub fn insert(tx: &mut Tx<'_>, row: &DossierRow) -> Result<(), DbError> {
    tx.post(
        &DOSSIER_INSERT,
        args![
            &row.code,
            row.version,
            &row.procedure_id,
            &row.procedure_version,
            &row.channel,
            &row.receiving_unit,
            &row.handling_unit,
            &row.holding_unit,
            row.assignee.as_deref(),
            &row.subject,
            &row.submitter,
            &row.stage,
            row.is_open,
            row.submitted_at,
            row.accepted_at,
            row.next_due_at,
            row.due_at,
            row.finished_at,
            row.on_time,
            row.outcome.as_deref(),
            row.rating,
            &row.applicant_name,
            &row.identity_tail,
            &row.phone_tail,
        ],
    )?;
    Ok(())
}

sql!(
    DOSSIER_UPDATE,
    "UPDATE dossier SET version = $3, handling_unit = $4, holding_unit = $5, assignee = $6, stage = $7, is_open = $8,
        accepted_at = $9, next_due_at = $10, due_at = $11, finished_at = $12, on_time = $13, outcome = $14,
        rating = $15
     WHERE code = $1 AND version = $2"
);

/// Replaces what changes in a dossier's life, if the row still has the version that was read.
pub fn update(tx: &mut Tx<'_>, row: &DossierRow, version_read: i64) -> Result<(), DbError> {
    tx.post_fresh(
        &DOSSIER_UPDATE,
        args![
            &row.code,
            version_read,
            row.version,
            &row.handling_unit,
            &row.holding_unit,
            row.assignee.as_deref(),
            &row.stage,
            row.is_open,
            row.accepted_at,
            row.next_due_at,
            row.due_at,
            row.finished_at,
            row.on_time,
            row.outcome.as_deref(),
            row.rating,
        ],
    )
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT code, version, procedure_id, procedure_version, channel, receiving_unit, handling_unit, ",
            "holding_unit, assignee, subject, submitter, stage, is_open, submitted_at, accepted_at, next_due_at, ",
            "due_at, finished_at, on_time, outcome, rating, applicant_name, identity_tail, phone_tail FROM dossier ",
            $rest
        )
    };
}

sql!(DOSSIER_BY_CODE, columns!("WHERE code = $1"));

/// The row of a dossier.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<DossierRow>, DbError> {
    tx.one(&DOSSIER_BY_CODE, args![code], read)
}

/// Codes looked up by one statement.
const LOOKUP: usize = 10;

sql!(DOSSIERS_BY_CODES, columns!("WHERE code IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"));

/// The rows of several dossiers, in the order of the codes; codes without a row are left out.
pub fn by_codes(tx: &mut Tx<'_>, codes: &[String]) -> Result<Vec<DossierRow>, DbError> {
    let mut found = Vec::with_capacity(codes.len());
    for part in codes.chunks(LOOKUP) {
        let mut names: Vec<crate::Value<'_>> = part.iter().map(crate::Value::from).collect();
        names.resize(LOOKUP, crate::Value::from(""));
        found.extend(tx.query(&DOSSIERS_BY_CODES, &names, read)?);
    }
    let place = |row: &DossierRow| codes.iter().position(|code| *code == row.code);
    found.sort_by_key(place);
    Ok(found)
}

sql!(
    DOSSIERS_HELD,
    columns!(
        "WHERE is_open AND holding_unit = $1 AND (next_due_at, code) > ($2, $3)
           AND (CAST($4 AS TEXT) IS NULL OR stage = $4) AND (CAST($5 AS TEXT) IS NULL OR procedure_id = $5)
           AND (CAST($6 AS TEXT) IS NULL OR assignee = $6) AND next_due_at <= $7
         ORDER BY next_due_at, code LIMIT $8"
    )
);

/// Open dossiers in a unit's worklist, the most urgent first.
pub fn held_by(
    tx: &mut Tx<'_>,
    unit: &str,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = place(after, Instant(i64::MIN));
    tx.query(
        &DOSSIERS_HELD,
        args![
            unit,
            at,
            code,
            filter.stage.as_deref(),
            filter.procedure_id.as_deref(),
            filter.assignee.as_deref(),
            filter.last_due(),
            limit,
        ],
        read,
    )
}

sql!(
    DOSSIERS_OPEN,
    columns!(
        "WHERE is_open AND (next_due_at, code) > ($1, $2)
           AND (CAST($3 AS TEXT) IS NULL OR stage = $3) AND (CAST($4 AS TEXT) IS NULL OR procedure_id = $4)
           AND (CAST($5 AS TEXT) IS NULL OR assignee = $5) AND next_due_at <= $6
         ORDER BY next_due_at, code LIMIT $7"
    )
);

/// Open dossiers of the whole province, the most urgent first.
pub fn open(tx: &mut Tx<'_>, filter: &Filter, after: Option<&Cursor>, limit: i64) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = place(after, Instant(i64::MIN));
    tx.query(
        &DOSSIERS_OPEN,
        args![
            at,
            code,
            filter.stage.as_deref(),
            filter.procedure_id.as_deref(),
            filter.assignee.as_deref(),
            filter.last_due(),
            limit,
        ],
        read,
    )
}

sql!(
    DOSSIERS_RECEIVED,
    columns!(
        "WHERE receiving_unit = $1 AND (submitted_at, code) < ($2, $3)
           AND (CAST($4 AS TEXT) IS NULL OR stage = $4) AND (CAST($5 AS TEXT) IS NULL OR procedure_id = $5)
         ORDER BY submitted_at DESC, code DESC LIMIT $6"
    )
);

sql!(
    DOSSIERS_HANDLED,
    columns!(
        "WHERE handling_unit = $1 AND (submitted_at, code) < ($2, $3)
           AND (CAST($4 AS TEXT) IS NULL OR stage = $4) AND (CAST($5 AS TEXT) IS NULL OR procedure_id = $5)
         ORDER BY submitted_at DESC, code DESC LIMIT $6"
    )
);

/// Which relation of a unit to dossiers a list follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Received at its desk.
    Received,
    /// Worked by it.
    Handled,
}

/// Dossiers of a unit in any stage, the newest first.
pub fn of_unit(
    tx: &mut Tx<'_>,
    unit: &str,
    relation: Relation,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = place(after, Instant(i64::MAX));
    let statement = match relation {
        Relation::Received => &DOSSIERS_RECEIVED,
        Relation::Handled => &DOSSIERS_HANDLED,
    };
    tx.query(statement, args![unit, at, code, filter.stage.as_deref(), filter.procedure_id.as_deref(), limit], read)
}

sql!(
    DOSSIERS_OF_SUBJECT,
    columns!("WHERE subject = $1 AND (submitted_at, code) < ($2, $3) ORDER BY submitted_at DESC, code DESC LIMIT $4")
);
sql!(
    DOSSIERS_OF_SUBMITTER,
    columns!("WHERE submitter = $1 AND (submitted_at, code) < ($2, $3) ORDER BY submitted_at DESC, code DESC LIMIT $4")
);

/// Dossiers of an applicant, the newest first.
pub fn of_subject(
    tx: &mut Tx<'_>,
    subject: &str,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = place(after, Instant(i64::MAX));
    tx.query(&DOSSIERS_OF_SUBJECT, args![subject, at, code, limit], read)
}

/// Dossiers that an account submitted, the newest first.
pub fn of_submitter(
    tx: &mut Tx<'_>,
    account: &str,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = place(after, Instant(i64::MAX));
    tx.query(&DOSSIERS_OF_SUBMITTER, args![account, at, code, limit], read)
}

sql!(
    DOSSIERS_OWING,
    columns!(
        "WHERE handling_unit = $1 AND due_at >= $2 AND due_at < $3 AND (due_at, code) > ($4, $5)
           AND (finished_at > due_at
             OR (is_open AND finished_at IS NULL AND due_at < $6 AND stage IN ('accepted', 'in_process', 'decided', 'signed')))
         ORDER BY due_at, code LIMIT $7"
    )
);

/// Dossiers that a unit handles, whose result is or was due in a span of time and is late at an instant, or came late; in
/// the order of their due times.
pub fn owing(
    tx: &mut Tx<'_>,
    unit: &str,
    (from, to): (Instant, Instant),
    late_at: Instant,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = place(after, Instant(i64::MIN));
    tx.query(&DOSSIERS_OWING, args![unit, from, to, at, code, late_at, limit], read)
}

sql!(
    DOSSIERS_UNFINISHED,
    columns!(
        "WHERE is_open AND handling_unit = $1 AND due_at < $2 AND finished_at IS NULL
           AND stage IN ('accepted', 'in_process', 'decided', 'signed')
         ORDER BY due_at, code LIMIT $3"
    )
);

/// Dossiers that a unit works and whose result is due before an instant, the first due first.
pub fn unfinished(tx: &mut Tx<'_>, unit: &str, before: Instant, limit: i64) -> Result<Vec<DossierRow>, DbError> {
    tx.query(&DOSSIERS_UNFINISHED, args![unit, before, limit], read)
}

sql!(DOSSIER_COUNT, "SELECT COUNT(*) FROM dossier");

/// How many dossiers there are. Costs the whole table: for verification, never for a page.
pub fn count(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    Ok(tx.one(&DOSSIER_COUNT, args![], |row| row.int(0))?.unwrap_or(0))
}

/// How many open dossiers are past their due time, by handling unit and procedure.
///
/// Costs as many steps in one index as there are late ones: for [`Store::read_at_length`](crate::Store::read_at_length).
pub fn late(tx: &mut Tx<'_>, now: Instant) -> Result<Vec<(String, String, i64)>, DbError> {
    let mut counts: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    tx.each(tx.dialect().dossiers_late(), args![now], |row| {
        let (unit, procedure, amount) = (row.str(0)?, row.str(1)?, row.int(2)?);
        match counts.get_mut(unit).and_then(|procedures| procedures.get_mut(procedure)) {
            Some(count) => *count = count.saturating_add(amount),
            None => {
                counts.entry(unit.to_owned()).or_default().insert(procedure.to_owned(), amount);
            }
        }
        Ok(())
    })?;
    let by_unit = |(unit, procedures): (String, BTreeMap<String, i64>)| {
        procedures.into_iter().map(move |(procedure, count)| (unit.clone(), procedure, count))
    };
    Ok(counts.into_iter().flat_map(by_unit).collect())
}

pub(crate) fn place(after: Option<&Cursor>, start: Instant) -> (Instant, &str) {
    after.map_or((start, ""), |cursor| (cursor.at, cursor.code.as_str()))
}
