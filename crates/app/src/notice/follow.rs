//! From the journal to notices: each act that matters makes one, in the transaction in which the follower moves on.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::dossier::{Channel as Door, Code, Event};
use domain::notice::{Content, Joined, Outlets, Preferences, QUIET_HOURS, content_of, join, may_go_at};
use domain::time::{Instant, Zone};
use store::dossier::{self as dossiers, DossierRow};
use store::journal::{self, StoredEvent};
use store::notice::{self as rows, NoticeRow, owner_of};
use store::{Tx, outbox};

use crate::App;
use crate::error::ActError;

/// Events taken at a time: small, because acts wait for the same writer.
const BATCH: i64 = 200;
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(2);
/// The follower's name; the migration that brought notices put it at the end of the journal of that day.
const NAME: &str = "notices";

/// Follows for ever.
pub(crate) async fn run(app: App) {
    loop {
        let pause = match app.follow_notices_once().await {
            Ok(true) => Duration::from_millis(50),
            Ok(false) => PAUSE,
            Err(ActError::Unavailable) => PAUSE_AFTER_ERROR,
            Err(error) => {
                tracing::error!(%error, "the follower that makes notices stumbled");
                PAUSE_AFTER_ERROR
            }
        };
        tokio::time::sleep(pause).await;
    }
}

impl App {
    /// Makes the notices of one batch of events; whether there may be more.
    pub async fn follow_notices_once(&self) -> Result<bool, ActError> {
        let waiting = self.0.store.read(|tx| {
            let place = journal::follower_place(tx, NAME)?;
            Ok::<_, ActError>(!journal::committed_after(tx, place, 1)?.is_empty())
        });
        if !waiting.await? {
            return Ok(false);
        }
        let making = Making { outlets: self.0.carriers.outlets(), zone: self.0.zone, now: self.0.clock.now() };
        self.0.store.write(move |tx| follow(tx, making)).await
    }

    /// Whether every act so far has its notice.
    pub async fn is_everybody_told(&self) -> Result<bool, ActError> {
        let behind = self.0.store.read(|tx| {
            let place = journal::follower_place(tx, NAME)?;
            Ok::<_, ActError>(journal::is_behind(tx, place)?)
        });
        Ok(!behind.await?)
    }
}

#[derive(Clone, Copy)]
struct Making {
    outlets: Outlets,
    zone: Zone,
    now: Instant,
}

/// What one act was: whose record, by whom, in which second.
type Act<'e> = (&'e str, &'e str, i64);

fn follow(tx: &mut Tx<'_>, making: Making) -> Result<bool, ActError> {
    let from = journal::follower_place(tx, NAME)?;
    let mut events = journal::committed_after(tx, from, BATCH)?;
    let is_full = i64::try_from(events.len()).is_ok_and(|count| count == BATCH);
    if is_full {
        leave_last_act(&mut events);
    }
    let Some(to) = events.last().map(|event| event.place) else { return Ok(false) };
    let acts = acts(&events)?;
    let mut codes: Vec<String> = acts.keys().map(|(code, _, _)| (*code).to_owned()).collect();
    codes.dedup();
    let known: BTreeMap<String, DossierRow> =
        dossiers::by_codes(tx, &codes)?.into_iter().map(|row| (row.code.clone(), row)).collect();
    let chosen = if making.outlets == Outlets::default() { BTreeMap::new() } else { choices(tx, known.values())? };
    for ((code, _, _), (at, contents)) in &acts {
        let (Some(row), Some(joined)) = (known.get(*code), join(contents)) else { continue };
        make(tx, making, row, &joined, *at, &chosen)?;
    }
    journal::follower_advance(tx, NAME, from, to)?;
    Ok(is_full)
}

/// The last act of a full batch may go on in the next one; it is left for that, unless it is all there is.
fn leave_last_act(events: &mut Vec<StoredEvent>) {
    let Some(last) = events.last().map(|event| (event.stream.clone(), event.recorded_at)) else { return };
    let same = |event: &&StoredEvent| (event.stream.as_str(), event.recorded_at) == (last.0.as_str(), last.1);
    let tail = events.iter().rev().take_while(same).count();
    let kept = events.len().saturating_sub(tail);
    if kept > 0 {
        events.truncate(kept);
    }
}

/// What matters to applicants, by act: when, and what with its version.
#[expect(clippy::type_complexity, reason = "said once, where it is made")]
fn acts(events: &[StoredEvent]) -> Result<BTreeMap<Act<'_>, (Instant, Vec<(i64, Content)>)>, ActError> {
    let mut acts: BTreeMap<Act<'_>, (Instant, Vec<(i64, Content)>)> = BTreeMap::new();
    for stored in events.iter().filter(|event| Code::parse(&event.stream).is_ok()) {
        let event: Event = serde_json::from_str(&stored.payload)?;
        let Some(content) = content_of(&event) else { continue };
        let second = stored.recorded_at.seconds_since(Instant(0));
        let act = acts.entry((&stored.stream, &stored.actor, second)).or_insert((stored.recorded_at, Vec::new()));
        act.1.push((stored.version, content));
    }
    Ok(acts)
}

/// The account that submitted a dossier online; what a desk typed is not the desk's own.
fn account_of(row: &DossierRow) -> Option<&str> {
    Some(row.submitter.as_str()).filter(|account| row.channel == Door::Online.name() && !account.is_empty())
}

fn choices<'r>(
    tx: &mut Tx<'_>,
    dossiers: impl Iterator<Item = &'r DossierRow>,
) -> Result<BTreeMap<String, Preferences>, ActError> {
    let mut owners = Vec::new();
    for row in dossiers {
        owners.push(owner_of("", Some(&row.subject)));
        owners.extend(account_of(row).map(|account| owner_of(account, None)));
    }
    owners.sort();
    owners.dedup();
    let found = rows::choices(tx, &owners)?;
    Ok(found.into_iter().map(|choice| (choice.owner, choice.preferences)).collect())
}

fn make(
    tx: &mut Tx<'_>,
    making: Making,
    dossier: &DossierRow,
    joined: &Joined,
    at: Instant,
    chosen: &BTreeMap<String, Preferences>,
) -> Result<(), ActError> {
    let account = account_of(dossier);
    let notice = NoticeRow {
        id: format!("{}/{}", dossier.code, joined.last_version),
        code: dossier.code.clone(),
        first_version: joined.first_version,
        last_version: joined.last_version,
        kind: joined.kind,
        subject: Some(dossier.subject.clone()),
        account: account.map(str::to_owned),
        reminder: None,
        created_at: at,
        read_at: None,
    };
    rows::put(tx, &notice)?;
    let by_account = account.and_then(|account| chosen.get(&owner_of(account, None)));
    let preferences = chosen.get(&owner_of("", Some(&dossier.subject))).or(by_account).copied().unwrap_or_default();
    for channel in preferences.channels(joined.kind, making.outlets) {
        let due = may_go_at(channel, making.zone.civil(making.now), QUIET_HOURS);
        outbox::put(tx, &notice.id, channel, making.zone.instant(due), at)?;
    }
    Ok(())
}
