//! `PostgreSQL`: threads that each own one connection and take acts and reads from a queue.
//!
//! A thread takes several waiting acts into one transaction, each under a savepoint, and answers after the commit.
//! An act that waits for another transaction's lock while earlier acts of its group hold theirs could close a circle of
//! waiting; so only the first act of a group waits as long as it takes. A later one gives up soon, the group is
//! committed without it, and it goes first in the next. Where this happens, groups get smaller: transactions that want
//! the same rows should be short.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use crate::address::Address;
use crate::error::DbError;
use crate::job::{Verdict, Waiting};
use crate::reach::Reach;
pub(crate) use crate::session::Session;
use crate::tx::Tx;

/// Acts in one transaction at most.
const GROUP_LIMIT: usize = 64;
/// Runs of one act before its caller hears [`DbError::Busy`].
const RUN_LIMIT: u32 = 12;

/// A queue that several threads take from.
pub(crate) type SharedQueue = Arc<Mutex<mpsc::Receiver<Waiting>>>;

/// The server of a store, the same for all its threads.
pub(crate) struct Server {
    /// Where it is, and as whom one enters.
    pub(crate) address: Address,
    /// Whether it can be reached.
    pub(crate) reach: Reach,
}

/// What a thread does with the jobs it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Acts, in groups.
    Write,
    /// Reads, one snapshot each.
    Read,
}

/// Starts a thread that connects by itself, and again whenever the server has been away.
pub(crate) fn start(
    name: String,
    server: Arc<Server>,
    queue: SharedQueue,
    work: Work,
) -> Result<JoinHandle<()>, DbError> {
    std::thread::Builder::new()
        .name(name)
        .spawn(move || Worker { server, work, session: None, group: GROUP_LIMIT }.serve(&queue))
        .map_err(|error| DbError::Unavailable(format!("a database thread does not start: {error}")))
}

struct Worker {
    server: Arc<Server>,
    work: Work,
    session: Option<Session>,
    /// Acts in the next transaction at most.
    group: usize,
}

impl Worker {
    fn serve(mut self, queue: &SharedQueue) {
        let limit = match self.work {
            Work::Write => GROUP_LIMIT,
            Work::Read => 1,
        };
        let mut taken = Vec::with_capacity(limit);
        loop {
            let count = queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv_many(&mut taken, limit);
            if count == 0 {
                return;
            }
            taken.retain(|waiting| !waiting.job.is_abandoned());
            match self.work {
                Work::Write => self.write(&mut taken),
                Work::Read => taken.drain(..).for_each(|waiting| self.read(waiting)),
            }
        }
    }

    /// The open session, or a new one, or why there is none.
    fn session(&mut self) -> Result<&mut Session, DbError> {
        if self.session.as_ref().is_some_and(Session::is_gone) {
            self.session = None;
        }
        if self.session.is_none() {
            let Some(attempt) = self.server.reach.attempt(Instant::now()) else {
                return Err(DbError::Unavailable("the server could not be reached a moment ago".to_owned()));
            };
            match Session::connect(&self.server.address) {
                Ok(session) => {
                    self.server.reach.reached();
                    self.session = Some(session);
                }
                Err(error) => {
                    self.server.reach.missed(attempt, Instant::now());
                    return Err(DbError::Unavailable(error.to_string()));
                }
            }
        }
        self.session.as_mut().ok_or_else(|| DbError::other("a session vanished"))
    }

    /// Runs all jobs, in as many transactions as it takes.
    fn write(&mut self, jobs: &mut Vec<Waiting>) {
        let mut lost = 0;
        while !jobs.is_empty() {
            let group = self.group;
            let session = match self.session() {
                Ok(session) => session,
                Err(error) => return refuse_all(jobs, &error),
            };
            match run_group(session, jobs, group) {
                Ok(Finish::Whole) => self.group = GROUP_LIMIT.min(self.group.saturating_add(1)),
                Ok(Finish::Shortened) => self.group = 1.max(self.group / 2),
                Ok(Finish::Collided) => std::thread::sleep(pause_after(jobs.first().map_or(1, |first| first.runs))),
                // Nothing of it was committed: once more on a new connection, then the callers hear of it.
                Err(Loss::Before(error)) => {
                    self.session = None;
                    lost += 1;
                    if lost > 1 {
                        return refuse_all(jobs, &error);
                    }
                }
                Err(Loss::DuringCommit) => self.session = None,
            }
        }
    }

    fn read(&mut self, mut waiting: Waiting) {
        let session = match self.session() {
            Ok(session) => session,
            Err(error) => return waiting.job.refuse(error),
        };
        session.ahead("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        let verdict = waiting.job.run(&mut Tx::postgres(session));
        waiting.job.answer();
        // The answer is on its way; the caller does not wait for the end of the transaction.
        if session.run("COMMIT").is_err() || verdict == Verdict::Lost {
            self.session = None;
        }
    }
}

enum Finish {
    /// All of the group is done and answered.
    Whole,
    /// Some of it is done and answered; the next act had to wait for another transaction and is first in line now.
    Shortened,
    /// The first act lost against another transaction and is still first in line.
    Collided,
}

enum Loss {
    /// Before the commit was asked for.
    Before(DbError),
    /// It is unknown whether the commit took place; the callers have been told.
    DuringCommit,
}

/// Runs at most `limit` jobs in one transaction, answers those that are done and leaves the others in `jobs`.
fn run_group(session: &mut Session, jobs: &mut Vec<Waiting>, limit: usize) -> Result<Finish, Loss> {
    session.forget_ahead();
    session.ahead("BEGIN");
    let mut done = 0;
    let mut kept = 0;
    let mut finish = Finish::Whole;
    let mut mark = Mark::None;
    for waiting in jobs.iter_mut().take(limit) {
        mark = mark.next(session, kept);
        waiting.runs = waiting.runs.saturating_add(1);
        match waiting.job.run(&mut Tx::postgres(session)) {
            Verdict::Keep => kept += 1,
            Verdict::Again if waiting.runs < RUN_LIMIT => {
                mark.undo(session);
                finish = if kept == 0 { Finish::Collided } else { Finish::Shortened };
                break;
            }
            Verdict::Undo | Verdict::Again => mark.undo(session),
            Verdict::Lost => return Err(Loss::Before(DbError::Unavailable("the connection was lost".to_owned()))),
        }
        done += 1;
    }
    match session.run(if kept > 0 { "COMMIT" } else { "ROLLBACK" }) {
        Ok(()) => {
            jobs.drain(..done).for_each(|waiting| waiting.job.answer());
            Ok(finish)
        }
        Err(error) => {
            tracing::error!(%error, acts = done, "a group of acts was not committed");
            let words = error.to_string();
            jobs.drain(..done).for_each(|waiting| waiting.job.refuse(DbError::Unavailable(words.clone())));
            Err(Loss::DuringCommit)
        }
    }
}

/// How far back an act can be undone without undoing others.
#[derive(Clone, Copy)]
enum Mark {
    /// There is nothing else in the transaction yet: undo all of it.
    None,
    /// To the savepoint.
    Savepoint,
    /// The savepoint stands and nothing follows it.
    Fresh,
}

impl Mark {
    /// Makes a mark for the next act, after `kept` others of the transaction.
    fn next(self, session: &mut Session, kept: usize) -> Self {
        match self {
            Self::None if kept == 0 => Self::None,
            Self::None => {
                session.ahead("SET LOCAL lock_timeout = '1ms';SAVEPOINT act");
                Self::Savepoint
            }
            Self::Savepoint => {
                session.ahead("RELEASE act;SAVEPOINT act");
                Self::Savepoint
            }
            Self::Fresh => Self::Savepoint,
        }
    }

    /// Undoes what followed the mark.
    fn undo(&mut self, session: &mut Session) {
        match self {
            Self::None => session.ahead("ROLLBACK;BEGIN"),
            Self::Savepoint | Self::Fresh => {
                session.ahead("ROLLBACK TO act");
                *self = Self::Fresh;
            }
        }
    }
}

fn refuse_all(jobs: &mut Vec<Waiting>, error: &DbError) {
    let words = match error {
        DbError::Unavailable(words) => words.clone(),
        other => other.to_string(),
    };
    jobs.drain(..).for_each(|waiting| waiting.job.refuse(DbError::Unavailable(words.clone())));
}

/// A random pause that grows with the number of runs, so that two that collided do not meet again.
fn pause_after(runs: u32) -> Duration {
    let longest = 1_u64 << runs.min(7);
    let random = getrandom::u64().unwrap_or(0);
    Duration::from_micros(random % longest.saturating_mul(1000))
}
