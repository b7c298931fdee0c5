//! Rows of the review of procedures: each a projection of the stream of a plan or of a review.

use std::collections::BTreeMap;

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Its id: year and number.
    pub id: String,
    /// Events of its stream.
    pub version: i64,
    /// The year.
    pub year: i64,
    /// Stable name of its state.
    pub state: String,
    /// Its title.
    pub title: String,
    /// Last change.
    pub updated_at: Instant,
}

/// The review of one procedure under an issued plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// The plan.
    pub plan: String,
    /// The procedure.
    pub procedure_id: String,
    /// Number of the plan's item.
    pub item: i64,
    /// Events of its own stream; 0 before anybody began.
    pub version: i64,
    /// The year of the plan.
    pub year: i64,
    /// The unit responsible.
    pub unit: String,
    /// The person responsible, by account.
    pub person: String,
    /// The last day.
    pub deadline: String,
    /// Stable name of its state.
    pub state: String,
    /// The day of its confirmation, or empty.
    pub confirmed_on: String,
}

/// One proposal of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The plan.
    pub plan: String,
    /// The procedure.
    pub procedure_id: String,
    /// Number within the review.
    pub number: i64,
    /// The unit responsible.
    pub unit: String,
    /// Stable name of its kind.
    pub kind: String,
    /// Stable name under which it counts: simplified, repealed, shortened.
    pub counts_as: String,
    /// Working days taken off, in hundredths.
    pub days_hundredths: i64,
    /// Stable name of the decision, or empty.
    pub decision: String,
    /// Number of the deciding document, or empty.
    pub document: String,
    /// Day of the deciding document, or empty.
    pub decided_on: String,
    /// The registry's revision that carries it out.
    pub revision: Option<i64>,
}

sql!(
    REVIEW_PLAN_PUT,
    "INSERT INTO review_plan (id, version, year, state, title, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, year = excluded.year, state = excluded.state,
        title = excluded.title, updated_at = excluded.updated_at"
);

/// Keeps a plan. That nobody was faster is held by the journal.
pub fn put_plan(tx: &mut Tx<'_>, row: &PlanRow) -> Result<(), DbError> {
    let PlanRow { id, version, year, state, title, updated_at } = row;
    tx.exec(&REVIEW_PLAN_PUT, args![id, *version, *year, state, title, *updated_at])?;
    Ok(())
}

sql!(REVIEW_PLAN_ONE, "SELECT id, version, year, state, title, updated_at FROM review_plan WHERE id = $1");

/// One plan.
pub fn plan(tx: &mut Tx<'_>, id: &str) -> Result<Option<PlanRow>, DbError> {
    tx.one(&REVIEW_PLAN_ONE, args![id], read_plan)
}

sql!(
    REVIEW_PLANS,
    "SELECT id, version, year, state, title, updated_at FROM review_plan
     WHERE (updated_at, id) < ($1, $2) ORDER BY updated_at DESC, id DESC LIMIT $3"
);

/// Plans of the province, the last changed first.
pub fn plans(tx: &mut Tx<'_>, after: Option<(Instant, &str)>, limit: i64) -> Result<Vec<PlanRow>, DbError> {
    let (at, id) = after.unwrap_or((Instant(i64::MAX), ""));
    tx.query(&REVIEW_PLANS, args![at, id, limit], read_plan)
}

sql!(
    REVIEW_PUT,
    "INSERT INTO review (plan, procedure_id, item, version, year, unit, person, deadline, state, confirmed_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (plan, procedure_id) DO UPDATE SET item = excluded.item, version = excluded.version,
        year = excluded.year, unit = excluded.unit, person = excluded.person, deadline = excluded.deadline,
        state = excluded.state, confirmed_on = excluded.confirmed_on"
);

/// Keeps the review of a procedure.
pub fn put(tx: &mut Tx<'_>, row: &ReviewRow) -> Result<(), DbError> {
    let ReviewRow { plan, procedure_id, item, version, year, unit, person, deadline, state, confirmed_on } = row;
    let args = args![plan, procedure_id, *item, *version, *year, unit, person, deadline, state, confirmed_on];
    tx.exec(&REVIEW_PUT, args)?;
    Ok(())
}

sql!(
    REVIEW_ADVANCE,
    "UPDATE review SET version = $3, state = $4, confirmed_on = $5 WHERE plan = $1 AND procedure_id = $2"
);

/// Keeps how far a review has come; the person and the day, which the plan may change meanwhile, stay as they are.
pub fn advance(tx: &mut Tx<'_>, row: &ReviewRow) -> Result<(), DbError> {
    let args = args![&row.plan, &row.procedure_id, row.version, &row.state, &row.confirmed_on];
    if tx.exec(&REVIEW_ADVANCE, args)? == 1 { Ok(()) } else { Err(DbError::Stale) }
}

sql!(REVIEW_HAND, "UPDATE review SET person = $3, deadline = $4 WHERE plan = $1 AND item = $2");

/// Hands every review of an item to another person or day.
pub fn hand(tx: &mut Tx<'_>, plan: &str, item: i64, person: &str, deadline: &str) -> Result<(), DbError> {
    tx.exec(&REVIEW_HAND, args![plan, item, person, deadline])?;
    Ok(())
}

sql!(
    REVIEWS_OF_PLAN,
    "SELECT plan, procedure_id, item, version, year, unit, person, deadline, state, confirmed_on FROM review
     WHERE plan = $1 ORDER BY item, procedure_id LIMIT 2000"
);

/// Every review of a plan, by item and procedure; a plan has at most 2,000.
pub fn of_plan(tx: &mut Tx<'_>, plan: &str) -> Result<Vec<ReviewRow>, DbError> {
    tx.query(&REVIEWS_OF_PLAN, args![plan], read)
}

sql!(
    REVIEWS_OF_UNIT,
    "SELECT plan, procedure_id, item, version, year, unit, person, deadline, state, confirmed_on FROM review
     WHERE unit = $1 AND (deadline, plan, procedure_id) > ($2, $3, $4)
     ORDER BY deadline, plan, procedure_id LIMIT $5"
);

/// A place in the list of a unit's reviews: deadline, plan, procedure of the last row seen.
pub type ReviewPlace<'a> = (&'a str, &'a str, &'a str);

/// Reviews of a unit, the nearest deadline first.
pub fn of_unit(tx: &mut Tx<'_>, unit: &str, after: ReviewPlace<'_>, limit: i64) -> Result<Vec<ReviewRow>, DbError> {
    let (deadline, plan, procedure) = after;
    tx.query(&REVIEWS_OF_UNIT, args![unit, deadline, plan, procedure, limit], read)
}

sql!(
    REVIEW_PROGRESS,
    "SELECT year, unit, state, CASE WHEN confirmed_on = '' THEN deadline < $1 ELSE deadline < confirmed_on END, COUNT(*)
     FROM review WHERE year = $2
     GROUP BY year, unit, state, CASE WHEN confirmed_on = '' THEN deadline < $1 ELSE deadline < confirmed_on END
     ORDER BY unit, state LIMIT 5000"
);

/// Reviews of a year by unit and state, and whether they are or were late on `today`: unit, state, late, number.
pub fn progress(tx: &mut Tx<'_>, today: &str, year: i64) -> Result<Vec<(String, String, bool, i64)>, DbError> {
    tx.query(&REVIEW_PROGRESS, args![today, year], |row| Ok((row.text(1)?, row.text(2)?, row.bool(3)?, row.int(4)?)))
}

sql!(
    REVIEW_PROPOSAL_PUT,
    "INSERT INTO review_proposal (plan, procedure_id, number, unit, kind, counts_as, days_hundredths, decision, document,
        decided_on, revision)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (plan, procedure_id, number) DO UPDATE SET unit = excluded.unit, kind = excluded.kind,
        counts_as = excluded.counts_as, days_hundredths = excluded.days_hundredths, decision = excluded.decision,
        document = excluded.document, decided_on = excluded.decided_on, revision = excluded.revision"
);

/// Keeps a proposal.
pub fn put_proposal(tx: &mut Tx<'_>, row: &ProposalRow) -> Result<(), DbError> {
    let args = args![
        &row.plan,
        &row.procedure_id,
        row.number,
        &row.unit,
        &row.kind,
        &row.counts_as,
        row.days_hundredths,
        &row.decision,
        &row.document,
        &row.decided_on,
        row.revision,
    ];
    tx.exec(&REVIEW_PROPOSAL_PUT, args)?;
    Ok(())
}

sql!(REVIEW_PROPOSAL_DROP, "DELETE FROM review_proposal WHERE plan = $1 AND procedure_id = $2 AND number = $3");

/// Forgets a proposal that was taken back; the journal keeps it.
pub fn drop_proposal(tx: &mut Tx<'_>, plan: &str, procedure: &str, number: i64) -> Result<(), DbError> {
    tx.exec(&REVIEW_PROPOSAL_DROP, args![plan, procedure, number])?;
    Ok(())
}

macro_rules! proposals {
    ($rest:literal) => {
        concat!(
            "SELECT plan, procedure_id, number, unit, kind, counts_as, days_hundredths, decision, document, decided_on, ",
            "revision FROM review_proposal ",
            $rest
        )
    };
}

sql!(REVIEW_PROPOSALS_OF, proposals!("WHERE plan = $1 AND procedure_id = $2 ORDER BY number LIMIT 1000"));

/// Proposals of one review.
pub fn proposals_of(tx: &mut Tx<'_>, plan: &str, procedure: &str) -> Result<Vec<ProposalRow>, DbError> {
    tx.query(&REVIEW_PROPOSALS_OF, args![plan, procedure], read_proposal)
}

sql!(
    REVIEW_PROPOSALS_DECIDED,
    "SELECT p.plan, p.procedure_id, p.number, p.unit, p.kind, p.counts_as, p.days_hundredths, p.decision, p.document,
        p.decided_on, p.revision, COALESCE(r.state, '')
     FROM review_proposal p
     LEFT JOIN revision r ON r.procedure_id = p.procedure_id AND r.number = p.revision
     WHERE p.decision = $1 AND p.decided_on >= $2 AND p.decided_on <= $3 AND (CAST($4 AS TEXT) IS NULL OR p.unit = $4)
     ORDER BY p.decided_on, p.plan, p.procedure_id, p.number LIMIT $5"
);

/// Proposals with this decision of between two days, both included, each with the state of the revision that carries it
/// out, or empty.
pub fn decided(
    tx: &mut Tx<'_>,
    decision: &str,
    (from, to): (&str, &str),
    unit: Option<&str>,
    limit: i64,
) -> Result<Vec<(ProposalRow, String)>, DbError> {
    tx.query(&REVIEW_PROPOSALS_DECIDED, args![decision, from, to, unit, limit], |row| {
        Ok((read_proposal(row)?, row.text(11)?))
    })
}

sql!(REVIEW_REVISION_STATE, "SELECT state FROM revision WHERE procedure_id = $1 AND number = $2");

/// State of a revision in the registry; none where there is no such revision.
pub fn revision_state(tx: &mut Tx<'_>, procedure: &str, number: i64) -> Result<Option<String>, DbError> {
    tx.one(&REVIEW_REVISION_STATE, args![procedure, number], |row| row.text(0))
}

sql!(
    REVIEW_REVISIONS_NAMED,
    "SELECT DISTINCT r.number, r.state FROM review_proposal p
     JOIN revision r ON r.procedure_id = p.procedure_id AND r.number = p.revision
     WHERE p.plan = $1 AND p.procedure_id = $2 LIMIT 1000"
);

/// Revisions that the proposals of a review name: number and state.
pub fn revisions_named(tx: &mut Tx<'_>, plan: &str, procedure: &str) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(&REVIEW_REVISIONS_NAMED, args![plan, procedure], |row| Ok((row.int(0)?, row.text(1)?)))
}

sql!(
    REVIEW_ORPHAN,
    "SELECT stream FROM (
        SELECT 'review/' || id AS stream FROM review_plan
        UNION SELECT 'review/' || plan FROM review
        UNION SELECT 'review-sheet/' || plan || '/' || procedure_id FROM review WHERE version > 0
        UNION SELECT 'review-sheet/' || plan || '/' || procedure_id FROM review_proposal
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&REVIEW_ORPHAN, args![], |row| row.text(0))
}

/// Accounts looked up by one statement.
const LOOKUP: usize = 10;

sql!(REVIEW_NAMES, "SELECT id, name FROM account WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

/// Names of accounts, by id; those that do not exist are left out.
pub fn names(tx: &mut Tx<'_>, accounts: &[String]) -> Result<BTreeMap<String, String>, DbError> {
    let mut found = BTreeMap::new();
    for part in accounts.chunks(LOOKUP) {
        let mut ids: Vec<crate::Value<'_>> = part.iter().map(crate::Value::from).collect();
        ids.resize(LOOKUP, crate::Value::from(""));
        found.extend(tx.query(&REVIEW_NAMES, &ids, |row| Ok((row.text(0)?, row.text(1)?)))?);
    }
    Ok(found)
}

fn read_plan(row: &Row<'_>) -> Result<PlanRow, DbError> {
    Ok(PlanRow {
        id: row.text(0)?,
        version: row.int(1)?,
        year: row.int(2)?,
        state: row.text(3)?,
        title: row.text(4)?,
        updated_at: row.instant(5)?,
    })
}

fn read(row: &Row<'_>) -> Result<ReviewRow, DbError> {
    Ok(ReviewRow {
        plan: row.text(0)?,
        procedure_id: row.text(1)?,
        item: row.int(2)?,
        version: row.int(3)?,
        year: row.int(4)?,
        unit: row.text(5)?,
        person: row.text(6)?,
        deadline: row.text(7)?,
        state: row.text(8)?,
        confirmed_on: row.text(9)?,
    })
}

fn read_proposal(row: &Row<'_>) -> Result<ProposalRow, DbError> {
    Ok(ProposalRow {
        plan: row.text(0)?,
        procedure_id: row.text(1)?,
        number: row.int(2)?,
        unit: row.text(3)?,
        kind: row.text(4)?,
        counts_as: row.text(5)?,
        days_hundredths: row.int(6)?,
        decision: row.text(7)?,
        document: row.text(8)?,
        decided_on: row.text(9)?,
        revision: row.opt_int(10)?,
    })
}
