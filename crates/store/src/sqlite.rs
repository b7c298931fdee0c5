//! `SQLite`: one thread that writes for everybody, and a few connections that read beside it.
//!
//! A commit costs one wait for the disk, whatever is in it. So the writer takes all acts that wait at the moment,
//! runs each under a savepoint of one transaction, commits once, and only then answers: the more callers, the larger
//! the groups. Readers see the last committed state (WAL) and never wait for the writer.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, mpsc};

use crate::error::DbError;
use crate::job::{Verdict, Waiting, guarded};
use crate::tx::Tx;

/// Acts in one transaction at most: bounds the wait of the first one.
const GROUP_LIMIT: usize = 256;
/// More than there are statements in this crate.
const STATEMENT_CACHE: usize = 512;

/// The readers' connections.
pub(crate) struct Readers {
    idle: Mutex<Vec<Connection>>,
    free: Semaphore,
}

/// Opens the file, creating it if need be, with what a durable write needs.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    // Memory: 32 MB of pages for the writer, 4 MB for each reader; no mapping, which would count as resident.
    // The log is taken over into the file every 64 MB: a leaf of an index that many commits changed is then written
    // once, and after a crash the log is still read within a second.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -32768;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA wal_autocheckpoint = 16000;
         PRAGMA journal_size_limit = 134217728;
         PRAGMA trusted_schema = OFF;",
    )?;
    Ok(connection)
}

/// Starts the writer thread; it ends when the queue is closed and empty.
pub(crate) fn start_writer(
    connection: Connection,
    path: PathBuf,
    mut queue: mpsc::Receiver<Waiting>,
) -> Result<JoinHandle<()>, DbError> {
    std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || {
            let mut group = Vec::with_capacity(GROUP_LIMIT);
            while queue.blocking_recv_many(&mut group, GROUP_LIMIT) > 0 {
                run_group(&connection, &mut group);
            }
            if let Err(error) = connection.execute_batch("PRAGMA optimize") {
                tracing::debug!(%error, path = %path.display(), "the planner's figures were not refreshed");
            }
        })
        .map_err(|error| DbError::Unavailable(format!("the writer thread does not start: {error}")))
}

/// Runs all jobs in one transaction and answers them after its commit. Jobs nobody waits for are dropped unrun.
fn run_group(connection: &Connection, group: &mut Vec<Waiting>) {
    group.retain(|waiting| !waiting.job.is_abandoned());
    if group.is_empty() {
        return;
    }
    match in_one_transaction(connection, group) {
        Ok(()) => group.drain(..).for_each(|waiting| waiting.job.answer()),
        Err(error) => {
            let words = error.to_string();
            tracing::error!(%error, acts = group.len(), "a group of acts was not committed");
            group.drain(..).for_each(|waiting| waiting.job.refuse(DbError::Unavailable(words.clone())));
        }
    }
}

fn in_one_transaction(connection: &Connection, group: &mut [Waiting]) -> Result<(), DbError> {
    let ran = connection
        .prepare_cached("BEGIN IMMEDIATE")
        .and_then(|mut begin| begin.execute([]))
        .map_err(DbError::from)
        .and_then(|_| group.iter_mut().try_for_each(|waiting| run_one(connection, waiting)))
        .and_then(|()| run_word(connection, "COMMIT"));
    if ran.is_err() && !connection.is_autocommit() {
        drop(connection.execute_batch("ROLLBACK"));
    }
    ran
}

/// Runs one job under its savepoint. An error means that the whole transaction is lost.
fn run_one(connection: &Connection, waiting: &mut Waiting) -> Result<(), DbError> {
    run_word(connection, "SAVEPOINT act")?;
    let verdict = waiting.job.run(&mut Tx::sqlite(connection));
    if connection.is_autocommit() {
        // Disk full and the like: the engine has rolled back everything on its own.
        return Err(DbError::Unavailable("the engine gave up the transaction".to_owned()));
    }
    match verdict {
        Verdict::Keep => (),
        // Nobody else writes inside this transaction, so a second run would meet the same.
        Verdict::Undo | Verdict::Again | Verdict::Lost => run_word(connection, "ROLLBACK TO act")?,
    }
    run_word(connection, "RELEASE act")
}

fn run_word(connection: &Connection, word: &str) -> Result<(), DbError> {
    connection.prepare_cached(word)?.execute([])?;
    Ok(())
}

impl Readers {
    /// Opens `count` connections that cannot write.
    pub(crate) fn open(path: &Path, count: usize) -> Result<Self, DbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let idle = (0..count)
            .map(|_| {
                let connection = Connection::open_with_flags(path, flags)?;
                connection.busy_timeout(Duration::from_secs(10))?;
                connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
                connection.execute_batch(
                    "PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA mmap_size = 0;
                     PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
                )?;
                Ok(connection)
            })
            .collect::<Result<Vec<_>, DbError>>()?;
        Ok(Self { idle: Mutex::new(idle), free: Semaphore::new(count) })
    }

    /// Waits for a free connection and reads in place, on the calling task.
    pub(crate) async fn read<T, E: From<DbError>>(
        &self,
        query: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Ok(_permit) = self.free.acquire().await else { return Err(closed().into()) };
        self.read_now(query)
    }

    /// As [`Readers::read`], for a thread that may wait.
    pub(crate) fn read_blocking<T, E: From<DbError>>(
        &self,
        query: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        loop {
            match self.free.try_acquire() {
                Ok(_permit) => return self.read_now(query),
                Err(tokio::sync::TryAcquireError::Closed) => return Err(closed().into()),
                Err(tokio::sync::TryAcquireError::NoPermits) => std::thread::sleep(Duration::from_micros(200)),
            }
        }
    }

    /// Refuses further reads.
    pub(crate) fn close(&self) {
        self.free.close();
        self.idle().clear();
    }

    fn read_now<T, E: From<DbError>>(&self, query: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let Some(connection) = self.idle().pop() else { return Err(closed().into()) };
        let result = run_word(&connection, "BEGIN").map_err(E::from).and_then(|()| {
            let (result, _) = guarded(&mut Tx::sqlite(&connection), query);
            result
        });
        // Nothing was written, so there is nothing that the end of the transaction could lose.
        if !connection.is_autocommit() {
            drop(run_word(&connection, "COMMIT"));
        }
        self.idle().push(connection);
        result
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closed() -> DbError {
    DbError::Unavailable("the store is closed".to_owned())
}
