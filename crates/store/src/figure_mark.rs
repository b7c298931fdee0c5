//! Marks of dossiers: the records behind every figure, and the lists that open from a number.

use domain::figure::{Change, Counter, Mark, Period};
use domain::time::Date;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{Value, args, sql};

/// The `until` of a mark that counts for good: after every real day.
pub(crate) const FOR_GOOD: &str = "9999-12-31";
/// Units of one list, and of one reader, that a statement asks for.
pub const UNITS_MAX: usize = 24;
/// Dossiers looked up by one statement.
const LOOKUP: usize = 20;

/// A mark with the dossier that left it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MarkRow {
    /// Official code.
    pub dossier: String,
    /// The mark.
    pub mark: Mark,
    /// The unit that handles it.
    pub unit: String,
    /// The procedure.
    pub procedure_id: String,
}

sql!(
    MARK_INSERT,
    "INSERT INTO figure_mark (dossier, counter, belongs, day, until, unit, procedure_id, amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(MARK_DELETE, "DELETE FROM figure_mark WHERE dossier = $1 AND counter = $2");

/// Keeps a mark that is not there.
pub fn insert(tx: &mut Tx<'_>, row: &MarkRow) -> Result<(), DbError> {
    let Mark { counter, belongs, day, until, amount } = row.mark;
    let until = until.map_or_else(|| FOR_GOOD.to_owned(), |until| until.to_string());
    let (belongs, day) = (belongs.to_string(), day.to_string());
    tx.post(
        &MARK_INSERT,
        args![&row.dossier, counter.name(), belongs, day, until, &row.unit, &row.procedure_id, amount],
    )
}

/// Takes a mark away.
pub fn delete(tx: &mut Tx<'_>, dossier: &str, counter: Counter) -> Result<(), DbError> {
    tx.post(&MARK_DELETE, args![dossier, counter.name()])
}

sql!(
    MARKS_OF,
    "SELECT dossier, counter, belongs, day, until, unit, procedure_id, amount FROM figure_mark
     WHERE dossier IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
);

/// The marks of several dossiers, in the order of [`MarkRow`].
pub fn of_dossiers(tx: &mut Tx<'_>, codes: &[String]) -> Result<Vec<MarkRow>, DbError> {
    let mut found = Vec::new();
    for part in codes.chunks(LOOKUP) {
        let mut values: Vec<Value<'_>> = part.iter().map(Value::from).collect();
        values.resize(LOOKUP, Value::from(""));
        found.extend(tx.query(&MARKS_OF, &values, read)?);
    }
    found.sort();
    Ok(found)
}

/// Which marks are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// First day to which a mark may belong, ISO; empty for a figure that speaks of a day.
    pub from: String,
    /// The day at whose end they are counted, ISO.
    pub to: String,
    /// The units, at most [`UNITS_MAX`]; none for all.
    pub units: Option<Vec<String>>,
}

impl Counted {
    /// What a figure counts.
    #[must_use]
    pub fn new(is_of_period: bool, period: Period, units: Option<Vec<String>>) -> Self {
        let from = if is_of_period { period.from.to_string() } else { String::new() };
        Self { from, to: period.to.to_string(), units }
    }

    /// `$1` to `$3` and the units from `$4` on.
    fn values(&self) -> Vec<Value<'_>> {
        let mut values = vec![Value::from(&self.from), Value::from(&self.to), Value::from(self.units.is_none())];
        values.extend(places(self.units.as_deref().unwrap_or_default()));
        values
    }
}

/// Units at the places of a statement.
fn places(units: &[String]) -> Vec<Value<'_>> {
    let mut places: Vec<Value<'_>> = units.iter().take(UNITS_MAX).map(Value::from).collect();
    places.resize(UNITS_MAX, Value::from(""));
    places
}

/// The marks that count: `$1` first day, `$2` last day, `$3` whether all units, `$4` to `$27` the units.
macro_rules! counted {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " m.belongs >= $1 AND m.day <= $2 AND m.until > $2 AND ($3 OR m.unit IN ($4, $5, $6, $7, $8, $9, $10, $11,
              $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)) ",
            $after
        )
    };
}

sql!(
    MARKS_COUNTED,
    counted!(
        "SELECT m.dossier, m.counter, m.belongs, m.day, m.until, m.unit, m.procedure_id, m.amount
         FROM figure_mark m JOIN dossier d ON d.code = m.dossier WHERE m.counter = $28 AND",
        "AND ($29 OR d.receiving_unit IN ($33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47,
              $48, $49, $50, $51, $52, $53, $54, $55, $56)
            OR d.handling_unit IN ($33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49,
              $50, $51, $52, $53, $54, $55, $56))
         AND (m.belongs, m.dossier) > ($30, $31) ORDER BY m.belongs, m.dossier LIMIT $32"
    )
);

/// A page of the records counted under one counter, as far as a reader of these units sees them (`None` sees all): from
/// the oldest on, after the day and code of the last one seen.
pub fn page(
    tx: &mut Tx<'_>,
    counter: Counter,
    what: &Counted,
    seen_at: Option<&[String]>,
    (after, limit): (Option<(&str, &str)>, i64),
) -> Result<Vec<MarkRow>, DbError> {
    let mut values = what.values();
    let (belongs, code) = after.unwrap_or(("", ""));
    values.extend([
        Value::from(counter.name()),
        Value::from(seen_at.is_none()),
        Value::from(belongs),
        Value::from(code),
        Value::from(limit),
    ]);
    values.extend(places(seen_at.unwrap_or_default()));
    tx.query(&MARKS_COUNTED, &values, read)
}

sql!(
    MARKS_FREEZE,
    counted!(
        "INSERT INTO figure_counted (publication, counter, record, amount)
         SELECT CAST($32 AS TEXT), m.counter, m.dossier, m.amount FROM figure_mark m WHERE m.counter IN ($28, $29, $30, $31) AND",
        ""
    )
);

/// Freezes what is counted now under a publication.
pub fn freeze(tx: &mut Tx<'_>, counters: &[Counter], what: &Counted, publication: &str) -> Result<(), DbError> {
    let mut values = what.values();
    values.extend(counter_places(counters));
    values.push(Value::from(publication));
    tx.exec(&MARKS_FREEZE, &values).map(drop)
}

sql!(
    MARKS_LINES,
    counted!(
        "SELECT m.counter, m.dossier, m.amount FROM figure_mark m WHERE m.counter IN ($28, $29, $30, $31) AND",
        "ORDER BY m.counter, m.dossier"
    )
);

/// Hands over what is counted now, line by line, in the order of the canonical list.
pub fn each_line(
    tx: &mut Tx<'_>,
    counters: &[Counter],
    what: &Counted,
    mut take: impl FnMut(&str, &str, i64),
) -> Result<(), DbError> {
    let mut values = what.values();
    values.extend(counter_places(counters));
    tx.each(&MARKS_LINES, &values, |row| {
        take(row.str(0)?, row.str(1)?, row.int(2)?);
        Ok(())
    })
}

/// Counters at the four places of a statement.
pub(crate) fn counter_places(counters: &[Counter]) -> Vec<Value<'static>> {
    let mut places: Vec<Value<'static>> =
        counters.iter().take(domain::dataset::TERMS_MAX).map(|counter| Value::from(counter.name())).collect();
    places.resize(domain::dataset::TERMS_MAX, Value::from(""));
    places
}

sql!(
    MARKS_CHANGED,
    counted!(
        "SELECT counter, record, MAX(was), MAX(now_is), COUNT(*) OVER () FROM (
            SELECT counter, record, amount AS was, CAST(NULL AS BIGINT) AS now_is FROM figure_counted
            WHERE publication = $32
            UNION ALL
            SELECT m.counter, m.dossier, NULL, m.amount FROM figure_mark m WHERE m.counter IN ($28, $29, $30, $31) AND",
        ") both_lists GROUP BY counter, record
         HAVING MAX(was) IS NULL OR MAX(now_is) IS NULL OR MAX(was) <> MAX(now_is)
         ORDER BY counter, record LIMIT $33"
    )
);

/// What is counted otherwise than when a value was published: the first records, and how many there are.
pub fn changes(
    tx: &mut Tx<'_>,
    counters: &[Counter],
    what: &Counted,
    publication: &str,
    limit: i64,
) -> Result<(Vec<Change>, i64), DbError> {
    let mut values = what.values();
    values.extend(counter_places(counters));
    values.extend([Value::from(publication), Value::from(limit)]);
    let mut count = 0;
    let changes = tx.query(&MARKS_CHANGED, &values, |row| {
        count = row.int(4)?;
        Ok(Change { counter: row.text(0)?, record: row.text(1)?, then: row.opt_int(2)?, now: row.opt_int(3)? })
    })?;
    Ok((changes, count))
}

sql!(
    MARK_ORPHAN,
    "SELECT dossier FROM figure_mark WHERE NOT EXISTS (SELECT 1 FROM dossier WHERE dossier.code = figure_mark.dossier)
     ORDER BY dossier LIMIT 1"
);

/// A dossier that has marks and no row.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&MARK_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<MarkRow, DbError> {
    let day = |text: &str| text.parse::<Date>().map_err(|_| DbError::corrupt("a day that is none"));
    let counter = Counter::from_name(row.str(1)?).ok_or_else(|| DbError::corrupt("a counter that is none"))?;
    let until = row.str(4)?;
    let mark = Mark {
        counter,
        belongs: day(row.str(2)?)?,
        day: day(row.str(3)?)?,
        until: if until == FOR_GOOD { None } else { Some(day(until)?) },
        amount: row.int(7)?,
    };
    Ok(MarkRow { dossier: row.text(0)?, mark, unit: row.text(5)?, procedure_id: row.text(6)? })
}
