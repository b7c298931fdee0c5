//! The typesetter behind the pages: made once, warmed at the start, used off the threads that answer, by a few at a time.

use paper::{Circular, Engine, Kind, OpenPlaces, Options, Paper, PaperError, Templates};
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Papers that may wait to be set; whoever comes later is told to try again.
const WAITING_MAX: usize = 64;
/// Threads that set papers at most: the others are for everything else.
const SETTERS_MAX: usize = 4;

/// Why a paper was not set.
#[derive(Debug, thiserror::Error)]
pub enum PaperFault {
    /// Too many papers are wanted at once.
    #[error("too many papers are being set")]
    Busy,
    /// A fault of a template or of ours; for the log.
    #[error("{0}")]
    Failed(String),
}

/// Templates, fonts and the typesetter; cheap to clone.
#[derive(Clone)]
pub struct Papers(Arc<Inner>);

struct Inner {
    templates: Templates,
    engine: OnceLock<Result<Engine, String>>,
    setters: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Papers {
    /// The templates that ship with the product, each replaced by the file of the same name in the folder, if one is
    /// named. Every template of a folder is tried with sample data, so that a fault in one is known before the first
    /// person waits for their paper.
    pub fn new(folder: Option<&Path>) -> Result<Self, PaperError> {
        let papers = Self::of(Templates::new(folder)?);
        if folder.is_some() {
            let engine = Engine::new(&papers.0.templates)?;
            for kind in Kind::ALL {
                engine.render(&paper::sample(kind)?, &sample_options())?;
            }
            drop(papers.0.engine.set(Ok(engine)));
        }
        Ok(papers)
    }

    fn of(templates: Templates) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let setters = Arc::new(Semaphore::new(threads.clamp(1, SETTERS_MAX)));
        Self(Arc::new(Inner { templates, engine: OnceLock::new(), setters, waiting: AtomicUsize::new(0) }))
    }

    /// Sets a sample, so that the first receipt of the day is as quick as the others.
    pub async fn warm(&self) {
        let Ok(sample) = paper::sample(Kind::Receipt) else { return };
        if let Err(error) = self.render(sample, sample_options()).await {
            tracing::error!(%error, "papers cannot be set");
        }
    }

    /// Sets a paper.
    pub async fn render(&self, paper: Paper, options: Options) -> Result<Vec<u8>, PaperFault> {
        self.render_open(paper, options).await.map(|(pdf, _)| pdf)
    }

    /// Sets a paper, and tells of the places that it leaves open.
    pub async fn render_open(&self, paper: Paper, options: Options) -> Result<(Vec<u8>, OpenPlaces), PaperFault> {
        let waiting = Waiting::begin(&self.0)?;
        let permit = Arc::clone(&self.0.setters).acquire_owned().await;
        let permit = permit.map_err(|error| PaperFault::Failed(error.to_string()))?;
        drop(waiting);
        let inner = Arc::clone(&self.0);
        let set = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            inner.engine()?.render_open(&paper, &options).map_err(|error| PaperFault::Failed(error.to_string()))
        });
        set.await.map_err(|error| PaperFault::Failed(error.to_string()))?
    }
}

impl Inner {
    fn engine(&self) -> Result<&Engine, PaperFault> {
        let engine = self.engine.get_or_init(|| Engine::new(&self.templates).map_err(|error| error.to_string()));
        engine.as_ref().map_err(|error| PaperFault::Failed(error.clone()))
    }
}

impl Default for Papers {
    fn default() -> Self {
        Self::of(Templates::shipped())
    }
}

impl fmt::Debug for Papers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Papers").finish_non_exhaustive()
    }
}

/// A place among those who wait; given back when it is let go.
struct Waiting<'a>(&'a Inner);

impl<'a> Waiting<'a> {
    fn begin(inner: &'a Inner) -> Result<Self, PaperFault> {
        let before = inner.waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(inner);
        if before >= WAITING_MAX { Err(PaperFault::Busy) } else { Ok(place) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What samples are set with.
fn sample_options() -> Options {
    Options::new(Circular::Of2025, jiff::civil::date(2026, 11, 26).at(9, 30, 0, 0))
}
