//! Dossiers of a unit as the level above sees them: late, or told of by a rule.

use domain::time::Instant;

use crate::dossier::{Cursor, DossierRow, Filter};
use crate::error::DbError;
use crate::tx::Tx;
use crate::{Value, sql};

/// Rules that tell the level above, as far as one statement asks for them; a province has a handful.
pub(crate) const RULES: usize = 8;

sql!(
    DOSSIERS_BELOW,
    "SELECT code, version, procedure_id, procedure_version, channel, receiving_unit, handling_unit,
        holding_unit, assignee, subject, submitter, stage, is_open, submitted_at, accepted_at, next_due_at,
        due_at, finished_at, on_time, outcome, rating, applicant_name, identity_tail, phone_tail FROM dossier
     WHERE is_open AND holding_unit = $1 AND (next_due_at, code) > ($2, $3)
       AND (CAST($4 AS TEXT) IS NULL OR stage = $4) AND (CAST($5 AS TEXT) IS NULL OR procedure_id = $5)
       AND (CAST($6 AS TEXT) IS NULL OR assignee = $6) AND next_due_at <= $7
       AND (next_due_at < $8 OR EXISTS (SELECT 1 FROM reminder r WHERE r.dossier = dossier.code AND r.unit = $1
            AND r.rule IN ($10, $11, $12, $13, $14, $15, $16, $17)))
     ORDER BY next_due_at, code LIMIT $9"
);

/// Open dossiers in a unit's worklist that are late at an instant, or of which one of these rules told, the longest due
/// first.
pub fn held_by(
    tx: &mut Tx<'_>,
    unit: &str,
    (rules, now): (&[String], Instant),
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<DossierRow>, DbError> {
    let (at, code) = crate::dossier::place(after, Instant(i64::MIN));
    let mut args: Vec<Value<'_>> = vec![
        unit.into(),
        at.into(),
        code.into(),
        filter.stage.as_deref().into(),
        filter.procedure_id.as_deref().into(),
        filter.assignee.as_deref().into(),
        filter.last_due().into(),
        now.into(),
        limit.into(),
    ];
    args.extend(places(rules));
    tx.query(&DOSSIERS_BELOW, &args, crate::dossier::read)
}

/// The rules at the places of a statement.
pub(crate) fn places(rules: &[String]) -> Vec<Value<'_>> {
    let mut places: Vec<Value<'_>> = rules.iter().take(RULES).map(Value::from).collect();
    places.resize(RULES, Value::from(""));
    places
}
