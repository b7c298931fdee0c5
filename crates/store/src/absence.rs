//! Rows of absences and delegations, each a projection of its own stream, and what officers have in hand.

use std::collections::BTreeSet;

use domain::access::{Absence, AbsenceReason, Delegation, Grant, Load, Role, Scope, Terms, WorkKind};
use domain::time::{Date, Instant};

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// Rows of one person or unit that are read at most.
const ROWS_MAX: i64 = 500;
/// Of a unit's dossiers, how many of the newest tell who knows a procedure.
const RECENT: i64 = 5_000;

sql!(
    DELEGATION_PUT,
    "INSERT INTO delegation (id, version, giver, receiver, role, unit, valid_from, valid_to, procedures, reason, made_by,
        is_revoked, works)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, is_revoked = excluded.is_revoked"
);

/// Keeps a delegation after the event of that version. That nobody was faster is held by the journal.
pub fn put_delegation(tx: &mut Tx<'_>, delegation: &Delegation, version: i64) -> Result<(), DbError> {
    let Terms { giver, receiver, role, unit, valid_from, valid_to, scope, works, reason } = &delegation.terms;
    let procedures = match scope {
        Scope::All => None,
        Scope::Procedures(list) => Some(list.iter().map(String::as_str).collect::<Vec<_>>().join(" ")),
    };
    let works = works.as_ref().map(|works| works.iter().map(|work| work.name()).collect::<Vec<_>>().join(" "));
    let (from, to) = (valid_from.to_string(), valid_to.to_string());
    let (id, made_by, revoked) = (&delegation.id, &delegation.made_by, delegation.revoked);
    let args =
        args![id, version, giver, receiver, role.name(), unit, from, to, procedures, reason, made_by, revoked, works];
    tx.exec(&DELEGATION_PUT, args)?;
    Ok(())
}

macro_rules! delegations {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.version, d.giver, d.receiver, d.role, d.unit, d.valid_from, d.valid_to, d.procedures, ",
            "d.reason, d.made_by, d.is_revoked, d.works FROM delegation d ",
            $rest
        )
    };
}

sql!(DELEGATION_ONE, delegations!("WHERE d.id = $1"));

/// One delegation, and the number of its events.
pub fn delegation(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Delegation, i64)>, DbError> {
    tx.one(&DELEGATION_ONE, args![id], |row| Ok((read_delegation(row)?, row.int(1)?)))
}

sql!(
    DELEGATIONS_OF_PERSON,
    delegations!(
        "WHERE (d.giver = $1 OR d.receiver = $1) AND d.valid_to >= $2 AND NOT d.is_revoked
         ORDER BY d.valid_from, d.id LIMIT $3"
    )
);

/// Delegations that a person gave or received and that are not over on a day, at most 500.
pub fn delegations_of(tx: &mut Tx<'_>, person: &str, day: Date) -> Result<Vec<Delegation>, DbError> {
    tx.query(&DELEGATIONS_OF_PERSON, args![person, day.to_string(), ROWS_MAX], read_delegation)
}

sql!(
    DELEGATIONS_OF_UNIT,
    delegations!("WHERE d.unit = $1 AND d.valid_to >= $2 AND NOT d.is_revoked ORDER BY d.valid_from, d.id LIMIT $3")
);

/// Delegations at a unit that are not over on a day, at most 500.
pub fn delegations_at(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<Vec<Delegation>, DbError> {
    tx.query(&DELEGATIONS_OF_UNIT, args![unit, day.to_string(), ROWS_MAX], read_delegation)
}

sql!(
    GRANTS_GIVEN,
    "SELECT d.id, d.version, d.giver, d.receiver, d.role, d.unit, d.valid_from, d.valid_to, d.procedures, d.reason,
        d.made_by, d.is_revoked, d.works, g.valid_from, g.valid_to
     FROM delegation d
     JOIN role_grant g ON g.account = d.giver AND g.role = d.role AND g.unit = d.unit
     JOIN account a ON a.id = d.giver
     WHERE d.receiver = $1 AND d.valid_to >= $2 AND NOT d.is_revoked AND NOT a.is_disabled
     ORDER BY d.valid_from, d.id, g.valid_from LIMIT $3"
);

/// What others gave to an account and is not over on a day, as far as they hold it themselves.
pub fn grants_given(tx: &mut Tx<'_>, receiver: &str, day: Date) -> Result<Vec<Grant>, DbError> {
    let grants = tx.query(&GRANTS_GIVEN, args![receiver, day.to_string(), ROWS_MAX], |row| {
        let given = read_delegation(row)?;
        let (role, unit) = (given.terms.role, given.terms.unit.clone());
        let held = Grant::own(role, unit, civil(row.str(13)?)?, row.opt_str(14)?.map(civil).transpose()?);
        Ok(given.grant(&held))
    })?;
    Ok(grants.into_iter().flatten().collect())
}

sql!(
    RECEIVERS_AT_UNIT,
    "SELECT d.id, d.version, d.giver, d.receiver, d.role, d.unit, d.valid_from, d.valid_to, d.procedures, d.reason,
        d.made_by, d.is_revoked, d.works, r.name
     FROM delegation d
     JOIN role_grant g ON g.account = d.giver AND g.role = d.role AND g.unit = d.unit
        AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to >= $3)
     JOIN account a ON a.id = d.giver
     JOIN account r ON r.id = d.receiver
     WHERE d.unit = $1 AND d.role = $2 AND d.valid_from <= $3 AND d.valid_to >= $3 AND NOT d.is_revoked
       AND NOT a.is_disabled AND NOT r.is_disabled
     ORDER BY d.id LIMIT $4"
);

/// Who holds a role at a unit on a day because it was given to them, with the names of the receivers; at most 500.
pub fn given_at(tx: &mut Tx<'_>, unit: &str, role: Role, day: Date) -> Result<Vec<(Delegation, String)>, DbError> {
    tx.query(&RECEIVERS_AT_UNIT, args![unit, role.name(), day.to_string(), ROWS_MAX], |row| {
        Ok((read_delegation(row)?, row.text(13)?))
    })
}

sql!(
    ABSENCE_PUT,
    "INSERT INTO absence (id, version, person, valid_from, valid_to, reason, noted_by, back_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, back_on = excluded.back_on"
);

/// Keeps an absence after the event of that version.
pub fn put(tx: &mut Tx<'_>, absence: &Absence, version: i64) -> Result<(), DbError> {
    let Absence { id, person, valid_from, valid_to, reason, noted_by, back_on } = absence;
    let (from, to, back) = (valid_from.to_string(), valid_to.to_string(), back_on.map(|day| day.to_string()));
    tx.exec(&ABSENCE_PUT, args![id, version, person, from, to, reason.name(), noted_by, back])?;
    Ok(())
}

macro_rules! absences {
    ($rest:literal) => {
        concat!(
            "SELECT DISTINCT b.id, b.version, b.person, b.valid_from, b.valid_to, b.reason, b.noted_by, b.back_on ",
            "FROM absence b ",
            $rest
        )
    };
}

sql!(ABSENCE_ONE, absences!("WHERE b.id = $1"));

/// One absence, and the number of its events.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Absence, i64)>, DbError> {
    tx.one(&ABSENCE_ONE, args![id], |row| Ok((read(row)?, row.int(1)?)))
}

sql!(
    ABSENCES_OF_PERSON,
    absences!(
        "WHERE b.person = $1 AND b.valid_to >= $2 AND (b.back_on IS NULL OR b.back_on > $2) ORDER BY b.valid_from, b.id LIMIT $3"
    )
);

/// Absences of a person that are not over on a day, at most 500.
pub fn of_person(tx: &mut Tx<'_>, person: &str, day: Date) -> Result<Vec<Absence>, DbError> {
    tx.query(&ABSENCES_OF_PERSON, args![person, day.to_string(), ROWS_MAX], read)
}

sql!(
    ABSENCES_AT_UNIT,
    absences!(
        "JOIN role_grant g ON g.account = b.person
         WHERE g.unit = $1 AND b.valid_from <= $3 AND b.valid_to >= $2 AND (b.back_on IS NULL OR b.back_on > $2)
         ORDER BY b.valid_from, b.id LIMIT $4"
    )
);

/// Absences between two days of those who hold a role at a unit, at most 500.
pub fn at_unit(tx: &mut Tx<'_>, unit: &str, (from, to): (Date, Date)) -> Result<Vec<Absence>, DbError> {
    tx.query(&ABSENCES_AT_UNIT, args![unit, from.to_string(), to.to_string(), ROWS_MAX], read)
}

sql!(
    STAFF_WITH_GRANTS,
    "SELECT a.id, a.name, g.role, g.valid_from, g.valid_to, g.is_deputy FROM role_grant g JOIN account a ON a.id = g.account
     WHERE g.unit = $1 AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to >= $2) AND NOT a.is_disabled
     ORDER BY a.name, a.id, g.role, g.valid_from LIMIT 2000"
);

/// Who holds a role at a unit between two days: account, name, grant; by name, at most 2,000.
pub fn staff(tx: &mut Tx<'_>, unit: &str, (from, to): (Date, Date)) -> Result<Vec<(String, String, Grant)>, DbError> {
    tx.query(&STAFF_WITH_GRANTS, args![unit, from.to_string(), to.to_string()], |row| {
        let valid_to = row.opt_str(4)?.map(civil).transpose()?;
        let own = Grant::own(role(row.str(2)?)?, unit.to_owned(), civil(row.str(3)?)?, valid_to);
        Ok((row.text(0)?, row.text(1)?, Grant { deputy: row.bool(5)?, ..own }))
    })
}

sql!(
    UNITS_OF_ACCOUNT,
    "SELECT DISTINCT unit FROM role_grant WHERE account = $1 AND valid_from <= $3
       AND (valid_to IS NULL OR valid_to >= $2) ORDER BY unit LIMIT 500"
);

/// Units at which an account holds a role between two days.
pub fn units_of(tx: &mut Tx<'_>, account: &str, (from, to): (Date, Date)) -> Result<Vec<String>, DbError> {
    tx.query(&UNITS_OF_ACCOUNT, args![account, from.to_string(), to.to_string()], |row| row.text(0))
}

sql!(
    WORKLOAD,
    "SELECT assignee, COUNT(*), COUNT(CASE WHEN next_due_at < $2 THEN 1 END),
        COUNT(CASE WHEN next_due_at >= $2 AND next_due_at <= $3 THEN 1 END)
     FROM dossier
     WHERE is_open AND holding_unit = $1 AND handling_unit = $1 AND assignee IS NOT NULL
     GROUP BY assignee ORDER BY assignee LIMIT 2000"
);

/// What each officer of a unit has in hand: all, late, due until `soon`. Dossiers that the unit works and holds.
pub fn workload(tx: &mut Tx<'_>, unit: &str, now: Instant, soon: Instant) -> Result<Vec<Load>, DbError> {
    tx.query(&WORKLOAD, args![unit, now, soon], |row| {
        Ok(Load { person: row.text(0)?, open: row.int(1)?, late: row.int(2)?, soon: row.int(3)? })
    })
}

sql!(
    KNOWS_PROCEDURE,
    "SELECT DISTINCT assignee FROM (
        SELECT assignee, procedure_id FROM dossier WHERE handling_unit = $1
        ORDER BY submitted_at DESC, code DESC LIMIT $3
     ) recent
     WHERE procedure_id = $2 AND assignee IS NOT NULL ORDER BY assignee LIMIT 2000"
);

/// Accounts to which dossiers of a procedure were given, among the unit's newest 5,000.
pub fn knows(tx: &mut Tx<'_>, unit: &str, procedure: &str) -> Result<Vec<String>, DbError> {
    tx.query(&KNOWS_PROCEDURE, args![unit, procedure, RECENT], |row| row.text(0))
}

sql!(
    AWAY_ORPHAN,
    "SELECT stream FROM (
        SELECT 'delegation/' || id AS stream FROM delegation
        UNION SELECT 'absence/' || id FROM absence
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has a row here and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&AWAY_ORPHAN, args![], |row| row.text(0))
}

fn read_delegation(row: &Row<'_>) -> Result<Delegation, DbError> {
    let scope = match row.opt_str(8)? {
        None => Scope::All,
        Some(list) => Scope::Procedures(list.split(' ').map(str::to_owned).collect()),
    };
    let terms = Terms {
        giver: row.text(2)?,
        receiver: row.text(3)?,
        role: role(row.str(4)?)?,
        unit: row.text(5)?,
        valid_from: civil(row.str(6)?)?,
        valid_to: civil(row.str(7)?)?,
        scope,
        works: row.opt_str(12)?.map(works).transpose()?,
        reason: row.text(9)?,
    };
    Ok(Delegation { id: row.text(0)?, terms, made_by: row.text(10)?, revoked: row.bool(11)? })
}

fn read(row: &Row<'_>) -> Result<Absence, DbError> {
    Ok(Absence {
        id: row.text(0)?,
        person: row.text(2)?,
        valid_from: civil(row.str(3)?)?,
        valid_to: civil(row.str(4)?)?,
        reason: AbsenceReason::from_name(row.str(5)?).ok_or_else(|| DbError::corrupt("a kind of absence"))?,
        noted_by: row.text(6)?,
        back_on: row.opt_str(7)?.map(civil).transpose()?,
    })
}

fn works(list: &str) -> Result<BTreeSet<WorkKind>, DbError> {
    let kind = |name| WorkKind::from_name(name).ok_or_else(|| DbError::corrupt("a kind of work that is not known"));
    list.split(' ').map(kind).collect()
}

fn role(name: &str) -> Result<Role, DbError> {
    Role::from_name(name).ok_or_else(|| DbError::corrupt("a role that is not known"))
}

fn civil(text: &str) -> Result<Date, DbError> {
    text.parse().map_err(|_| DbError::corrupt("a day that is not a date"))
}
