//! Acts without HTTP: the product opened in this process, called by as many tasks as there are clients.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result};
use tokio::runtime::Runtime;

use crate::office::{Office, now};
use crate::options::Options;
use crate::raw_sqlite::{self, Rows};

/// The product and the number of its next submission.
pub(crate) struct Acts {
    runtime: Runtime,
    office: Office,
    next: usize,
}

impl Acts {
    /// Opens the product on an empty folder or database. Nothing follows its journal.
    pub(crate) fn found(folder: &Path, database: Option<&str>) -> Result<Self> {
        let runtime = runtime()?;
        let office = runtime.block_on(Office::found(folder, database, now()))?;
        Ok(Self { runtime, office, next: 0 })
    }

    /// Communes at whose desks is submitted.
    pub(crate) fn units(&self) -> usize {
        self.office.submissions.units.len()
    }

    /// Submits as many as a round asks for; submissions a second.
    pub(crate) fn submit(&mut self, options: &Options) -> Result<f64> {
        let (first, count) = (self.next, options.acts());
        self.next = self.next.saturating_add(count);
        let started = Instant::now();
        self.runtime.block_on(submit(&self.office, first, count, options.clients))?;
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 acts")]
        Ok(count as f64 / started.elapsed().as_secs_f64())
    }

    /// One submission as the product keeps it, read from a small SQLite database made for it.
    pub(crate) fn sample(&self, folder: &Path) -> Result<Rows> {
        let office = self.runtime.block_on(async {
            let office = Office::found(folder, None, now()).await?;
            submit(&office, 7, 1, 1).await?;
            office.app.close().await;
            Ok::<_, anyhow::Error>(office)
        })?;
        drop(office);
        let rows = raw_sqlite::rows_after(&folder.join("motcua.sqlite"), 0)?;
        rows.into_iter().next().context("a submission was not kept")
    }
}

/// A runtime with as many threads as the program would have.
pub(crate) fn runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Submits `count` dossiers from the `first`-th on, `clients` at a time.
pub(crate) async fn submit(office: &Office, first: usize, count: usize, clients: usize) -> Result<()> {
    let next = Arc::new(AtomicUsize::new(first));
    let end = first.saturating_add(count);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (app, citizen) = (office.app.clone(), Arc::clone(&office.citizen));
        let (submissions, next) = (Arc::clone(&office.submissions), Arc::clone(&next));
        tasks.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return Ok(());
                }
                app.submit(Some(&citizen), submissions.request(number), None).await?;
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended?.map_err(|error: app::ActError| anyhow::anyhow!("{error:?}"))?;
    }
    Ok(())
}
