//! What happens after the commit: counts for figures, and the search index. Follows the journal in its order.
//!
//! One place per follower is kept in the same transaction as its effects, so each event counts exactly once,
//! whichever machine does the work and whenever it dies.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::dossier::{Code, Event};
use store::dossier::{self as rows, DossierRow};
use store::figure::{self, FigureCount};
use store::journal::{self, StoredEvent};
use store::{DbError, Tx, idempotency, search, upload};

use crate::error::ActError;
use crate::{App, experience};

/// Events taken at a time: small, because acts wait for the same writer.
const BATCH: i64 = 200;
const PAUSE: Duration = Duration::from_millis(250);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(2);
const NAME: &str = "figures";
/// How often answers kept for repeated requests are looked through.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// How often it is looked for pieces of files that never arrived whole; the first time at the start.
const CLEAR_EVERY: Duration = Duration::from_hours(24);
/// How often timers of workflows are looked at.
const TICK_EVERY: Duration = Duration::from_secs(20);
/// How often it is asked whether somebody is to be reminded of something.
const REMIND_EVERY: Duration = Duration::from_secs(30);
/// How often it is asked whether another process imported something.
const REFRESH_EVERY: Duration = Duration::from_secs(2);
/// How long an answer is kept for its repetition.
const ANSWERS_KEPT_SECONDS: i64 = 24 * 3600;
/// How long a file may wait between its upload and the dossier that names it.
const UPLOADS_KEPT_SECONDS: i64 = 180 * 24 * 3600;

/// Follows for ever.
pub(crate) async fn run(app: App) {
    let mut sweep = tokio::time::interval(SWEEP_EVERY);
    let mut clear = tokio::time::interval(CLEAR_EVERY);
    let mut refresh = tokio::time::interval(REFRESH_EVERY);
    let mut tick = tokio::time::interval(TICK_EVERY);
    let mut remind = tokio::time::interval(REMIND_EVERY);
    let mut lock = tokio::time::interval(REMIND_EVERY);
    loop {
        if futures_util::FutureExt::now_or_never(refresh.tick()).is_some()
            && let Err(error) = app.refresh_catalogue().await
        {
            tracing::warn!(%error, "the published data could not be looked at");
        }
        if futures_util::FutureExt::now_or_never(tick.tick()).is_some()
            && let Err(error) = app.tick().await
        {
            tracing::warn!(%error, "timers could not be looked at");
        }
        if futures_util::FutureExt::now_or_never(remind.tick()).is_some()
            && let Err(error) = app.remind_once().await
        {
            tracing::warn!(%error, "reminders could not be looked at");
        }
        if futures_util::FutureExt::now_or_never(lock.tick()).is_some()
            && let Err(error) = app.lock_rounds_over().await
        {
            tracing::warn!(%error, "sheets of scoring rounds could not be locked");
        }
        if futures_util::FutureExt::now_or_never(sweep.tick()).is_some() {
            app.sweep().await;
        }
        if futures_util::FutureExt::now_or_never(clear.tick()).is_some() {
            // A bucket may be slow to list, and nothing waits for this.
            let app = app.clone();
            tokio::spawn(async move { app.sweep_blobs().await });
        }
        let started = Instant::now();
        let pause = match app.follow_once().await {
            // Acts come first: while there are many, the follower takes at most half of the writer's time.
            Ok(true) => started.elapsed().min(PAUSE),
            Ok(false) => PAUSE,
            Err(ActError::Unavailable) => PAUSE_AFTER_ERROR,
            Err(error) => {
                tracing::error!(%error, "the follower of the journal stumbled");
                PAUSE_AFTER_ERROR
            }
        };
        tokio::time::sleep(pause).await;
    }
}

impl App {
    /// Forgets answers that were kept for repetition longer than a day, and who brought files long ago, in bounded steps.
    async fn sweep(&self) {
        let before = self.0.clock.now().plus_seconds(-ANSWERS_KEPT_SECONDS);
        let long_before = self.0.clock.now().plus_seconds(-UPLOADS_KEPT_SECONDS);
        loop {
            let forget = move |tx: &mut Tx<'_>| {
                let answers = idempotency::expire(tx, before, BATCH)?;
                Ok::<_, DbError>(answers.saturating_add(upload::expire(tx, long_before, BATCH)?))
            };
            match self.0.store.write(forget).await {
                Ok(0) => return,
                Ok(_) => (),
                Err(error) => {
                    tracing::warn!(%error, "kept answers could not be forgotten");
                    return;
                }
            }
        }
    }

    /// Whether search and figures hold everything that was done so far.
    pub async fn is_caught_up(&self) -> Result<bool, ActError> {
        let behind = self.0.store.read(|tx| {
            let (place, figures) =
                (journal::follower_place(tx, NAME)?, journal::follower_place(tx, crate::figure::NAME)?);
            Ok::<_, ActError>(journal::is_behind(tx, place)? || journal::is_behind(tx, figures)?)
        });
        Ok(!behind.await?)
    }

    /// Follows one batch of events; whether there may be more.
    pub async fn follow_once(&self) -> Result<bool, ActError> {
        // Two followers, each with its place: the one for figures began later, and has all of the journal to read.
        let has_more = self.follow_counts().await?;
        Ok(self.follow_figures().await? || has_more)
    }

    async fn follow_figures(&self) -> Result<bool, ActError> {
        let waiting = self.0.store.read(|tx| {
            let place = journal::follower_place(tx, crate::figure::NAME)?;
            Ok::<_, ActError>(!journal::committed_after(tx, place, 1)?.is_empty())
        });
        if !waiting.await? {
            return Ok(false);
        }
        let count = self.0.store.write(|tx| crate::figure::follow(tx, BATCH)).await?;
        Ok(count == usize::try_from(BATCH).unwrap_or(usize::MAX))
    }

    async fn follow_counts(&self) -> Result<bool, ActError> {
        let catalogue = self.catalogue();
        let today = self.today();
        let (learnt_of, zone) = (std::sync::Arc::clone(&catalogue), self.0.zone);
        let learn = move |event: &Event, row: &DossierRow| experience::figures(event, row, &learnt_of, zone);
        let procedure_name = move |id: &str| {
            catalogue.procedure(id, today).map(|procedure| procedure.name_vi.clone()).unwrap_or_default()
        };
        let waiting = self.0.store.read(|tx| {
            let place = journal::follower_place(tx, NAME)?;
            Ok::<_, ActError>(!journal::committed_after(tx, place, 1)?.is_empty())
        });
        if !waiting.await? {
            return Ok(false);
        }
        let count = self.0.store.write(move |tx| follow(tx, &procedure_name, &learn)).await?;
        Ok(count == usize::try_from(BATCH).unwrap_or(usize::MAX))
    }
}

/// What an event adds to the figures besides its own counts.
type Learn<'a> = dyn Fn(&Event, &DossierRow) -> Vec<(String, i64)> + 'a;

fn follow(tx: &mut Tx<'_>, procedure_name: &dyn Fn(&str) -> String, learn: &Learn<'_>) -> Result<usize, ActError> {
    let from = journal::follower_place(tx, NAME)?;
    let events = journal::committed_after(tx, from, BATCH)?;
    let Some(to) = events.last().map(|event| event.place) else { return Ok(0) };
    let dossier_events: Vec<(&StoredEvent, Event)> = events
        .iter()
        .filter(|event| Code::parse(&event.stream).is_ok())
        .map(|event| Ok((event, serde_json::from_str(&event.payload)?)))
        .collect::<Result<_, serde_json::Error>>()?;
    let mut codes: Vec<String> = dossier_events.iter().map(|(event, _)| event.stream.clone()).collect();
    codes.sort();
    codes.dedup();
    let known: BTreeMap<String, DossierRow> =
        rows::by_codes(tx, &codes)?.into_iter().map(|row| (row.code.clone(), row)).collect();
    count(tx, &dossier_events, &known, learn)?;
    index(tx, &dossier_events, &known, procedure_name)?;
    journal::follower_advance(tx, NAME, from, to)?;
    Ok(events.len())
}

fn count(
    tx: &mut Tx<'_>,
    events: &[(&StoredEvent, Event)],
    known: &BTreeMap<String, DossierRow>,
    learn: &Learn<'_>,
) -> Result<(), DbError> {
    let mut counts: BTreeMap<(String, String, String, String), i64> = BTreeMap::new();
    for (stored, event) in events {
        let Some(row) = known.get(&stored.stream) else { continue };
        let day = event.at().date().to_string();
        for (unit, figure) in figures(event, row) {
            let key = (day.clone(), unit.to_owned(), row.procedure_id.clone(), figure.to_owned());
            let amount = counts.entry(key).or_insert(0);
            *amount = amount.saturating_add(1);
        }
        for (figure, more) in learn(event, row) {
            let amount =
                counts.entry((day.clone(), row.handling_unit.clone(), row.procedure_id.clone(), figure)).or_insert(0);
            *amount = amount.saturating_add(more);
        }
    }
    for ((day, unit, procedure_id, figure), amount) in counts {
        figure::add(tx, &FigureCount { day, unit, procedure_id, figure, amount })?;
    }
    Ok(())
}

/// Which counts an event adds to, and for which unit.
fn figures<'a>(event: &'a Event, row: &'a DossierRow) -> Vec<(&'a str, &'static str)> {
    let unit = row.handling_unit.as_str();
    match event {
        Event::Submitted { handling_unit, .. } => vec![(handling_unit.as_str(), "submitted")],
        Event::Accepted { .. } => vec![(unit, "accepted")],
        Event::Rejected { .. } => vec![(unit, "refused")],
        Event::Withdrawn { .. } => vec![(unit, "withdrawn")],
        Event::SupplementRequested { .. } => vec![(unit, "supplement_requested")],
        Event::Transferred { from_unit, to_unit, .. } => {
            vec![(from_unit.as_str(), "transferred_out"), (to_unit.as_str(), "transferred_in")]
        }
        Event::ResultIssued { on_time: Some(true), .. } => vec![(unit, "finished_on_time")],
        Event::ResultIssued { on_time: Some(false), .. } => vec![(unit, "finished_late")],
        Event::ResultIssued { on_time: None, .. } => vec![(unit, "finished_no_limit")],
        Event::Apologised { .. } => vec![(unit, "apologised")],
        Event::Rated { score, .. } => vec![(unit, if *score >= 4 { "rated_satisfied" } else { "rated_other" })],
        Event::Supplemented { .. }
        | Event::PaymentRequested { .. }
        | Event::Paid { .. }
        | Event::Assigned { .. }
        | Event::StepCompleted { .. }
        | Event::StepReturned { .. }
        | Event::Extended { .. }
        | Event::Suspended { .. }
        | Event::Resumed { .. }
        | Event::Decided { .. }
        | Event::Signed { .. }
        | Event::Delivered { .. }
        | Event::Closed { .. }
        | Event::Archived { .. }
        | Event::Worked { .. }
        | Event::WorkMoved { .. }
        | Event::Seated { .. }
        | Event::HandedBack { .. }
        | Event::Noted { .. }
        | Event::ResultDrafted { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. } => Vec::new(),
    }
}

/// New dossiers, and those whose unit changed, go into the search of their units.
fn index(
    tx: &mut Tx<'_>,
    events: &[(&StoredEvent, Event)],
    known: &BTreeMap<String, DossierRow>,
    procedure_name: &dyn Fn(&str) -> String,
) -> Result<(), DbError> {
    for (stored, event) in events {
        if !matches!(event, Event::Submitted { .. } | Event::Transferred { .. }) {
            continue;
        }
        let Some(row) = known.get(&stored.stream) else { continue };
        let shelves = [row.receiving_unit.as_str(), row.handling_unit.as_str()];
        let heavy = format!("{} {}", row.code, row.applicant_name);
        search::put_on_shelves(tx, "dossier", &row.code, &shelves, &heavy, &procedure_name(&row.procedure_id))?;
    }
    Ok(())
}
