//! Notices: the inbox of each person, and which ways they chose.

use domain::notice::{Kind, Language, Preferences};
use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{Value, args, sql};

/// One message about one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its name: the same act makes the same name.
    pub id: String,
    /// The dossier.
    pub code: String,
    /// The first event that it tells of.
    pub first_version: i64,
    /// The last; 0 for a reminder.
    pub last_version: i64,
    /// What it is about.
    pub kind: Kind,
    /// Pseudonym of the applicant; none for staff.
    pub subject: Option<String>,
    /// The account that submitted it, or that is reminded.
    pub account: Option<String>,
    /// What a reminder says, as JSON without personal data.
    pub reminder: Option<String>,
    /// When.
    pub created_at: Instant,
    /// When somebody looked at it.
    pub read_at: Option<Instant>,
}

/// A notice with what is needed to put it into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// The notice.
    pub notice: NoticeRow,
    /// The events that it tells of, as the journal has them.
    pub payloads: Vec<String>,
    /// The procedure, the first day of its version, and the desk; empty when the dossier is unknown.
    pub procedure: (String, String, String),
}

/// Whose notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// Those of an account.
    Account(String),
    /// Those of a person under their pseudonym.
    Subject(String),
}

sql!(
    NOTICE_PUT,
    "INSERT INTO notice (id, code, first_version, last_version, kind, subject, account, reminder, created_at, read_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING"
);

/// Keeps a notice; one of that name stays as it is.
pub fn put(tx: &mut Tx<'_>, row: &NoticeRow) -> Result<(), DbError> {
    let NoticeRow { id, code, first_version, last_version, kind, subject, account, reminder, created_at, read_at } =
        row;
    tx.post(
        &NOTICE_PUT,
        args![
            id,
            code,
            *first_version,
            *last_version,
            kind.name(),
            subject.as_deref(),
            account.as_deref(),
            reminder.as_deref(),
            *created_at,
            *read_at
        ],
    )
}

/// The notices of one reader, put into words with one statement: a page of them, each with its events.
macro_rules! told {
    ($condition:literal) => {
        concat!(
            "SELECT n.id, n.code, n.first_version, n.last_version, n.kind, n.subject, n.account, n.reminder, n.created_at,
                n.read_at, d.procedure_id, d.procedure_version, d.receiving_unit, j.payload
             FROM (SELECT id, code, first_version, last_version, kind, subject, account, reminder, created_at, read_at
                   FROM notice WHERE ",
            $condition,
            ") n LEFT JOIN dossier d ON d.code = n.code
             LEFT JOIN journal j ON j.stream = n.code AND j.version >= n.first_version AND j.version <= n.last_version
             ORDER BY n.created_at DESC, n.id DESC, j.version"
        )
    };
}

sql!(
    NOTICES_OF_ACCOUNT,
    told!("account = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4")
);
sql!(
    NOTICES_OF_SUBJECT,
    told!("subject = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4")
);
sql!(NOTICE_ONE, told!("id = $1"));

/// A page of somebody's notices, the newest first.
pub fn page_of(tx: &mut Tx<'_>, of: &Reader, after: Option<&Cursor>, limit: i64) -> Result<Vec<ToldRow>, DbError> {
    let (at, id) = after.map_or((Instant(i64::MAX), ""), |cursor| (cursor.at, cursor.code.as_str()));
    let (statement, name) = match of {
        Reader::Account(account) => (&NOTICES_OF_ACCOUNT, account),
        Reader::Subject(subject) => (&NOTICES_OF_SUBJECT, subject),
    };
    told(tx, statement, args![name, at, id, limit])
}

/// One notice.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<ToldRow>, DbError> {
    Ok(told(tx, &NOTICE_ONE, args![id])?.pop())
}

fn told(tx: &mut Tx<'_>, statement: &'static crate::Statement, args: &[Value<'_>]) -> Result<Vec<ToldRow>, DbError> {
    let mut found: Vec<ToldRow> = Vec::new();
    tx.each(statement, args, |row| {
        let payload = row.opt_text(13)?;
        match found.last_mut() {
            Some(last) if last.notice.id == row.str(0)? => last.payloads.extend(payload),
            Some(_) | None => {
                let text = |column| Ok::<_, DbError>(row.opt_text(column)?.unwrap_or_default());
                let procedure = (text(10)?, text(11)?, text(12)?);
                found.push(ToldRow { notice: read(row)?, payloads: payload.into_iter().collect(), procedure });
            }
        }
        Ok(())
    })?;
    Ok(found)
}

sql!(
    NOTICES_UNREAD,
    "SELECT COUNT(*) FROM (
        SELECT id FROM notice WHERE account = $1 AND read_at IS NULL
        UNION SELECT id FROM notice WHERE subject = $2 AND read_at IS NULL) unread"
);
sql!(
    NOTICES_READ_ACCOUNT,
    "UPDATE notice SET read_at = $2 WHERE account = $1 AND read_at IS NULL AND created_at <= $3"
);
sql!(
    NOTICES_READ_SUBJECT,
    "UPDATE notice SET read_at = $2 WHERE subject = $1 AND read_at IS NULL AND created_at <= $3"
);

/// How many notices of an account and a subject nobody has looked at.
pub fn unread(tx: &mut Tx<'_>, account: &str, subject: Option<&str>) -> Result<i64, DbError> {
    Ok(tx.one(&NOTICES_UNREAD, args![account, subject], |row| row.int(0))?.unwrap_or(0))
}

/// Notes that what was there until an instant has been looked at.
pub fn mark_read(tx: &mut Tx<'_>, of: &Reader, until: Instant, now: Instant) -> Result<(), DbError> {
    let (statement, name) = match of {
        Reader::Account(account) => (&NOTICES_READ_ACCOUNT, account),
        Reader::Subject(subject) => (&NOTICES_READ_SUBJECT, subject),
    };
    tx.exec(statement, args![name, now, until]).map(drop)
}

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceRow {
    /// `subject/…` or `account/…`.
    pub owner: String,
    /// Events of its stream.
    pub version: i64,
    /// The ways.
    pub preferences: Preferences,
    /// The language.
    pub language: Language,
}

/// The name under which a person's choice is kept: their pseudonym's once that is known, else their account's.
#[must_use]
pub fn owner_of(account: &str, subject: Option<&str>) -> String {
    subject.map_or_else(|| format!("account/{account}"), |subject| format!("subject/{subject}"))
}

/// The stream of a choice.
#[must_use]
pub fn stream_of(owner: &str) -> String {
    format!("notices/{owner}")
}

sql!(
    NOTICE_CHOICE_PUT,
    "INSERT INTO notice_choice (owner, version, email, sms, chat, lang) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (owner) DO UPDATE SET version = excluded.version, email = excluded.email, sms = excluded.sms,
        chat = excluded.chat, lang = excluded.lang"
);
sql!(
    NOTICE_CHOICES,
    "SELECT owner, version, email, sms, chat, lang FROM notice_choice
     WHERE owner IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
sql!(
    NOTICE_CHOICE_ORPHAN,
    "SELECT owner FROM notice_choice
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE stream = 'notices/' || notice_choice.owner) ORDER BY owner LIMIT 1"
);

/// Owners looked up by one statement.
const LOOKUP: usize = 10;

/// Keeps a choice. That nobody was faster is held by the journal, where two events of one version collide.
pub fn put_choice(tx: &mut Tx<'_>, row: &ChoiceRow) -> Result<(), DbError> {
    let ChoiceRow { owner, version, preferences: Preferences { email, sms, chat }, language } = row;
    tx.exec(&NOTICE_CHOICE_PUT, args![owner, *version, *email, *sms, *chat, language.name()]).map(drop)
}

/// What these owners chose; those who chose nothing are left out.
pub fn choices(tx: &mut Tx<'_>, owners: &[String]) -> Result<Vec<ChoiceRow>, DbError> {
    let mut found = Vec::new();
    for part in owners.chunks(LOOKUP) {
        let mut names: Vec<Value<'_>> = part.iter().map(Value::from).collect();
        names.resize(LOOKUP, Value::from(""));
        found.extend(tx.query(&NOTICE_CHOICES, &names, |row| {
            let language = Language::from_name(row.str(5)?);
            Ok(ChoiceRow {
                owner: row.text(0)?,
                version: row.int(1)?,
                preferences: Preferences { email: row.bool(2)?, sms: row.bool(3)?, chat: row.bool(4)? },
                language: language.ok_or_else(|| DbError::corrupt("a language that is not known"))?,
            })
        })?);
    }
    Ok(found)
}

/// A choice that has a row and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&NOTICE_CHOICE_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<NoticeRow, DbError> {
    Ok(NoticeRow {
        id: row.text(0)?,
        code: row.text(1)?,
        first_version: row.int(2)?,
        last_version: row.int(3)?,
        kind: Kind::from_name(row.str(4)?).ok_or_else(|| DbError::corrupt("a kind of notice that is not known"))?,
        subject: row.opt_text(5)?,
        account: row.opt_text(6)?,
        reminder: row.opt_text(7)?,
        created_at: row.instant(8)?,
        read_at: row.opt_instant(9)?,
    })
}
