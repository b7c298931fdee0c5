//! The inbox of a person on the web.

use domain::access::{self, Person};
use domain::notice::{Content, Kind};
use domain::time::Instant;
use store::Tx;
use store::notice::{self as rows, Reader, ToldRow};

use super::remind::contents;
use crate::App;
use crate::dossier::Cursor;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;

/// One notice as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The dossier.
    pub code: String,
    /// What it is about.
    pub kind: Kind,
    /// What it says, in order.
    pub contents: Vec<Content>,
    /// The procedure and the first day of its version.
    pub procedure: (String, String),
    /// The desk that received the dossier.
    pub desk: String,
    /// When.
    pub at: Instant,
    /// Whether nobody has looked at it so far.
    pub is_new: bool,
}

/// One page of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxPage {
    /// The notices, the newest first.
    pub rows: Vec<Notice>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// How many nobody has looked at, on all pages.
    pub unread: i64,
}

impl App {
    /// A page of the person's notices, the newest first.
    pub async fn inbox(&self, person: &Person, after: Option<Cursor>, limit: i64) -> Result<InboxPage, ActError> {
        let permit = access::own_inbox(person);
        let limit = limit.clamp(1, PAGE_MAX);
        let readers = readers(&permit);
        self.0
            .store
            .read(move |tx| {
                let mut found = Vec::new();
                for reader in &readers {
                    found.extend(rows::page_of(tx, reader, after.as_ref(), limit.saturating_add(1))?);
                }
                let unread = rows::unread(tx, permit.person(), permit.subject())?;
                page(found, limit, unread)
            })
            .await
    }

    /// How many of the person's notices nobody has looked at.
    pub async fn unread_notices(&self, person: &Person) -> Result<i64, ActError> {
        let permit = access::own_inbox(person);
        let count = move |tx: &mut Tx<'_>| Ok::<_, ActError>(rows::unread(tx, permit.person(), permit.subject())?);
        self.0.store.read(count).await
    }

    /// Notes that the person has looked at everything that was there until an instant. Like a session, that is no event:
    /// it says nothing about a dossier.
    pub async fn notices_read(&self, person: &Person, until: Instant) -> Result<(), ActError> {
        let readers = readers(&access::own_inbox(person));
        let now = self.0.clock.now();
        let mark = move |tx: &mut Tx<'_>| {
            readers.iter().try_for_each(|reader| rows::mark_read(tx, reader, until, now).map_err(ActError::from))
        };
        self.0.store.write(mark).await
    }
}

fn readers(permit: &access::InboxPermit) -> Vec<Reader> {
    let account = Reader::Account(permit.person().to_owned());
    let subject = permit.subject().map(|subject| Reader::Subject(subject.to_owned()));
    std::iter::once(account).chain(subject).collect()
}

fn page(mut found: Vec<ToldRow>, limit: i64, unread: i64) -> Result<InboxPage, ActError> {
    let place = |row: &ToldRow| (row.notice.created_at, row.notice.id.clone());
    found.sort_by_key(|row| std::cmp::Reverse(place(row)));
    found.dedup_by(|one, other| one.notice.id == other.notice.id);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next = last.map(|row| Cursor { at: row.notice.created_at, code: row.notice.id.clone() });
    let rows = found.into_iter().map(notice).collect::<Result<_, ActError>>()?;
    Ok(InboxPage { rows, next, unread })
}

fn notice(row: ToldRow) -> Result<Notice, ActError> {
    let contents = contents(row.notice.kind, &row)?;
    let (procedure, version, desk) = row.procedure;
    Ok(Notice {
        code: row.notice.code,
        kind: row.notice.kind,
        contents,
        procedure: (procedure, version),
        desk,
        at: row.notice.created_at,
        is_new: row.notice.read_at.is_none(),
    })
}
