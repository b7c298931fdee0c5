//! An act on its way to a connection and its answer on the way back.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::error::DbError;
use crate::tx::{Failure, Tx};

/// An act whose types are forgotten, so that acts of all kinds wait in one queue.
pub(crate) trait Job: Send {
    /// Nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
    /// Runs the act in an open savepoint and keeps its result.
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict;
    /// Hands the kept result to the caller: after the commit, or after the act was undone.
    fn answer(self: Box<Self>);
    /// Hands an error to the caller instead of the result.
    fn refuse(self: Box<Self>, error: DbError);
}

/// What is to become of the savepoint of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Keep what it did.
    Keep,
    /// Undo what it did.
    Undo,
    /// Undo, then run it again: another transaction was in the way.
    Again,
    /// The database went away.
    Lost,
}

/// A job together with how often it has been run.
pub(crate) struct Waiting {
    pub(crate) job: Box<dyn Job>,
    pub(crate) runs: u32,
}

pub(crate) struct Act<F, T, E> {
    run: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Act<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    /// The job and the place where its answer will arrive.
    pub(crate) fn job(run: F) -> (Waiting, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Waiting { job: Box::new(Self { run, result: None, reply }), runs: 0 }, answer)
    }
}

impl<F, T, E> Job for Act<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict {
        let (result, verdict) = guarded(tx, &mut self.run);
        self.result = Some(result);
        verdict
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(DbError::other("a job was answered before it ran").into()));
        // A caller that went away after the start of its act does not hear that it was done.
        drop(self.reply.send(result));
    }

    fn refuse(self: Box<Self>, error: DbError) {
        drop(self.reply.send(Err(error.into())));
    }
}

/// Runs a closure over a transaction; a panic becomes an error, and a swallowed failure is not swallowed.
pub(crate) fn guarded<T, E: From<DbError>>(
    tx: &mut Tx<'_>,
    act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> (Result<T, E>, Verdict) {
    let result = catch_unwind(AssertUnwindSafe(|| act(tx)))
        .unwrap_or_else(|panic| Err(DbError::Panicked(panic_words(panic.as_ref())).into()))
        .and_then(
            |value| if tx.failure().is_none() { tx.settle().map(|()| value).map_err(E::from) } else { Ok(value) },
        );
    tx.forget_posted();
    match (result, tx.failure()) {
        (Ok(value), None) => (Ok(value), Verdict::Keep),
        (Err(error), None | Some(Failure::Own)) => (Err(error), Verdict::Undo),
        (Ok(_), Some(Failure::Own)) => {
            (Err(DbError::other("the act answered Ok after a failed statement").into()), Verdict::Undo)
        }
        (Err(error), Some(Failure::Busy)) => (Err(error), Verdict::Again),
        (Ok(_), Some(Failure::Busy)) => (Err(DbError::Busy.into()), Verdict::Again),
        (Err(error), Some(Failure::Unavailable)) => (Err(error), Verdict::Lost),
        (Ok(_), Some(Failure::Unavailable)) => {
            (Err(DbError::Unavailable("an act swallowed it".to_owned()).into()), Verdict::Lost)
        }
    }
}

fn panic_words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words").to_owned()
}
