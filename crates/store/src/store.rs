//! The door to the database: acts go in here, answers come out.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::address::{Address, AddressError};
use crate::dialect::TEXT_ENCODING;
use crate::error::DbError;
use crate::job::{Act, Waiting};
use crate::migrate::{self, MigrationError};
use crate::postgres::{self, Session, Work};
use crate::reach::Reach;
use crate::sql;
use crate::sqlite::{self, Readers};
use crate::tx::Tx;

/// Acts that may wait for the writer before further callers are held back.
const QUEUE_LENGTH: usize = 1024;
/// How long [`Store::ping_write`] waits.
const PING_LIMIT: Duration = Duration::from_secs(2);

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file; made when it is missing.
    Sqlite {
        /// The file's path. Its folder must exist.
        path: PathBuf,
    },
    /// A server's database, which must exist and keep text as UTF-8.
    Postgres {
        /// `postgres://user:password@host:port/database`; with `?sslmode=verify-full` or `?sslmode=require` over TLS.
        url: String,
    },
}

/// How to open a store.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data lives.
    pub database: Database,
    /// Connections that read.
    pub readers: usize,
    /// Connections that write; `SQLite` always has one.
    pub writers: usize,
}

impl Config {
    /// The usual number of connections.
    #[must_use]
    pub const fn new(database: Database) -> Self {
        Self { database, readers: 4, writers: 4 }
    }
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be reached or used.
    #[error("the database cannot be opened")]
    Database(#[from] DbError),
    /// The address of the server cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date")]
    Migration(#[from] MigrationError),
    /// The server's database does not keep text as UTF-8.
    #[error("the database keeps text as {0}; create it with ENCODING 'UTF8'")]
    Encoding(String),
}

/// A database with its writers and readers. A clone is another handle to the same.
///
/// An act or a read whose caller went away before it started is dropped unrun; one that has started is finished.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    /// Taken out when the store is closed.
    writer: Door,
    /// As many as there are connections for acts that change one row in turn; none on `SQLite`, whose one writer never
    /// waits for a lock.
    lanes: Vec<Door>,
    readers: ReaderKind,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

enum ReaderKind {
    InPlace(Readers),
    Threads(Door),
}

sql!(HEARTBEAT, "UPDATE heartbeat SET beats = beats + 1 WHERE id = 1");

impl Store {
    /// Opens the database, brings its schema up to date and starts its threads. Blocks until that is done.
    pub fn open(config: Config) -> Result<Self, OpenError> {
        match config.database {
            Database::Sqlite { path } => Self::open_sqlite(path, config.readers.max(1)),
            Database::Postgres { url } => {
                Self::open_postgres(Address::parse(&url)?, config.readers.max(1), config.writers.max(1))
            }
        }
    }

    fn open_sqlite(path: PathBuf, readers: usize) -> Result<Self, OpenError> {
        let connection = sqlite::open_writer(&path)?;
        migrate::migrate_sqlite(&connection)?;
        let readers = Readers::open(&path, readers)?;
        let (sender, queue) = mpsc::channel(QUEUE_LENGTH);
        let thread = sqlite::start_writer(connection, path, queue)?;
        Ok(Self(Arc::new(Shared {
            writer: RwLock::new(Some(sender)),
            lanes: Vec::new(),
            readers: ReaderKind::InPlace(readers),
            threads: Mutex::new(vec![thread]),
        })))
    }

    fn open_postgres(mut address: Address, readers: usize, writers: usize) -> Result<Self, OpenError> {
        address.config.application_name("motcua").keepalives_idle(Duration::from_secs(30));
        let prepared = std::thread::scope(|scope| scope.spawn(|| prepare_postgres(&address)).join());
        prepared.map_err(|_| DbError::other("opening the database panicked"))??;
        let server = Arc::new(postgres::Server { address, reach: Reach::default() });
        let mut threads = Vec::new();
        let mut start = |work, name: &str, count| {
            let (sender, queue) = mpsc::channel(QUEUE_LENGTH);
            let queue = Arc::new(Mutex::new(queue));
            for number in 0..count {
                threads.push(postgres::start(
                    format!("{name}-{number}"),
                    Arc::clone(&server),
                    Arc::clone(&queue),
                    work,
                )?);
            }
            Ok::<_, DbError>(RwLock::new(Some(sender)))
        };
        // Half of the writers take any act; each of the others has a queue of its own.
        let own = (writers / 2).max(1);
        let writer = start(Work::Write, "store-writer", writers.saturating_sub(own).max(1))?;
        let lanes = (0..own).map(|lane| start(Work::Write, &format!("store-lane-{lane}"), 1));
        let lanes = lanes.collect::<Result<Vec<_>, DbError>>()?;
        let readers = ReaderKind::Threads(start(Work::Read, "store-reader", readers)?);
        Ok(Self(Arc::new(Shared { writer, lanes, readers, threads: Mutex::new(threads) })))
    }

    /// Runs an act in a transaction and answers once it is on disk.
    ///
    /// The act may run again, so its only effects are in the transaction. When it answers `Err`, or any of its
    /// statements failed, everything it did is undone, and acts that share its commit are untouched.
    pub async fn write<T, E, F>(&self, act: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        submit(&self.0.writer, act).await
    }

    /// As [`Store::write`], for acts that all change one row, such as the counter of a unit, which `lane` names.
    ///
    /// On `PostgreSQL` they take the same connection, so that none waits for the lock of another and many share one
    /// commit. Acts of different lanes may share a connection too.
    pub async fn write_in_lane<T, E, F>(&self, lane: &str, act: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let number = lane.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let door = number.checked_rem(self.0.lanes.len()).and_then(|number| self.0.lanes.get(number));
        submit(door.unwrap_or(&self.0.writer), act).await
    }

    /// As [`Store::write`], for a thread outside the asynchronous runtime; panics inside it.
    pub fn write_blocking<T, E, F>(&self, act: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        submit_blocking(&self.0.writer, act)
    }

    /// Reads one snapshot. Never waits for a writer. Keep it short: on `SQLite` it runs on the calling task.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        match &self.0.readers {
            ReaderKind::InPlace(readers) => readers.read(query).await,
            ReaderKind::Threads(queue) => submit(queue, run_once(query)).await,
        }
    }

    /// As [`Store::read`], for what may take longer than a page should: never on the calling task.
    pub async fn read_at_length<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let ReaderKind::InPlace(_) = &self.0.readers else { return self.read(query).await };
        let store = self.clone();
        let read = tokio::task::spawn_blocking(move || store.read_blocking(query)).await;
        read.unwrap_or_else(|error| Err(DbError::Other(Box::new(error)).into()))
    }

    /// As [`Store::read`], for a thread outside the asynchronous runtime; may panic inside it.
    pub fn read_blocking<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        match &self.0.readers {
            ReaderKind::InPlace(readers) => readers.read_blocking(query),
            ReaderKind::Threads(queue) => submit_blocking(queue, run_once(query)),
        }
    }

    /// Proves that something can be written durably now, within two seconds.
    pub async fn ping_write(&self) -> Result<(), DbError> {
        let beat = self.write(|tx| match tx.exec(&HEARTBEAT, &[])? {
            1 => Ok(()),
            _ => Err(DbError::corrupt("the heartbeat row is missing")),
        });
        match tokio::time::timeout(PING_LIMIT, beat).await {
            Ok(beaten) => beaten,
            Err(_) => Err(DbError::Unavailable("nothing could be written within two seconds".to_owned())),
        }
    }

    /// Finishes what waits, ends the threads and refuses everything that comes later.
    pub async fn close(&self) {
        let store = self.clone();
        drop(tokio::task::spawn_blocking(move || store.close_blocking()).await);
    }

    /// As [`Store::close`], for a thread that may wait.
    pub fn close_blocking(&self) {
        close(&self.0.writer);
        self.0.lanes.iter().for_each(close);
        match &self.0.readers {
            ReaderKind::InPlace(readers) => readers.close(),
            ReaderKind::Threads(queue) => close(queue),
        }
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            drop(thread.join());
        }
    }
}

fn prepare_postgres(address: &Address) -> Result<(), OpenError> {
    let mut session = Session::connect(address)?;
    let encoding = session.simple(TEXT_ENCODING)?.into_iter().flatten().flatten().next().unwrap_or_default();
    if encoding != "UTF8" {
        return Err(OpenError::Encoding(encoding));
    }
    Ok(migrate::migrate_postgres(&mut session)?)
}

type Door = RwLock<Option<mpsc::Sender<Waiting>>>;

fn sender(door: &Door) -> Result<mpsc::Sender<Waiting>, DbError> {
    let sender = door.read().unwrap_or_else(PoisonError::into_inner).clone();
    sender.ok_or_else(|| gone("the store is closed"))
}

fn close(door: &Door) {
    drop(door.write().unwrap_or_else(PoisonError::into_inner).take());
}

fn gone(words: &str) -> DbError {
    DbError::Unavailable(words.to_owned())
}

async fn submit<T, E, F>(door: &Door, act: F) -> Result<T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let sender = sender(door)?;
    let (job, answer) = Act::job(act);
    sender.send(job).await.map_err(|_| gone("its thread has ended"))?;
    drop(sender);
    answer.await.unwrap_or_else(|_| Err(gone("its thread has ended").into()))
}

fn submit_blocking<T, E, F>(door: &Door, act: F) -> Result<T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (job, answer) = Act::job(act);
    sender(door)?.blocking_send(job).map_err(|_| gone("its thread has ended"))?;
    answer.blocking_recv().unwrap_or_else(|_| Err(gone("its thread has ended").into()))
}

/// A read as an act: it is run once, for a snapshot that is only read meets nobody in its way.
fn run_once<T, E, F>(query: F) -> impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    E: From<DbError>,
{
    let mut query = Some(query);
    move |tx| match query.take() {
        Some(query) => query(tx),
        None => Err(DbError::Busy.into()),
    }
}
