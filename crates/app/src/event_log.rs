//! The event log for process mining: the journal of dossiers, walked along in pieces, without anybody in it.
//!
//! Codes of dossiers and accounts become pseudonyms under a key of this installation: the same in every export, so that
//! exports can be put together, and of no use to whoever has not the key.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Person, may_export_events};
use domain::dossier::{Code, Dossier, Event};
use domain::event_log::{Case, LogFormat, LoggedEvent, Ocel, Xes};
use domain::time::Instant;
use store::Tx;
use store::journal::{self, LoggedRow};
use tokio::sync::mpsc::Sender;

use crate::App;
use crate::error::ActError;
use crate::seal::keyed_hash;

/// Streams walked along at a time.
const STREAMS: i64 = 50;
/// Most events of fifty dossiers.
const EVENTS_MAX: i64 = 100_000;
/// Letters of a pseudonym.
const PSEUDONYM: usize = 20;

/// How a log is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogWanted {
    /// In which form.
    pub format: LogFormat,
    /// Dossiers of a variant that fewer of them share are left out; 1 keeps all. What is given away wants 5 or more.
    pub at_least: u64,
}

/// What was exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogExported {
    /// Dossiers.
    pub cases: u64,
    /// Different orders of activities among them.
    pub variants: u64,
    /// Events.
    pub events: u64,
    /// Dossiers left out because too few share their variant.
    pub left_out: u64,
}

impl App {
    /// Whether this person may have the log: the reform office, which sees every dossier anyway.
    pub fn may_export_events(&self, person: &Person) -> Result<(), ActError> {
        Ok(may_export_events(person, self.today()).map(drop)?)
    }

    /// Sends the log piece by piece, until the end or until nobody takes them any more; never more than fifty dossiers are
    /// held. What is written down after the beginning is left out, so that both walks along a log see the same.
    pub async fn export_events(&self, wanted: LogWanted, pieces: Sender<String>) -> Result<LogExported, ActError> {
        let until = self.0.clock.now();
        let variants = self.variants(until).await?;
        let kept: BTreeMap<String, u64> = variants
            .iter()
            .filter(|(_, count)| **count >= wanted.at_least)
            .map(|(name, count)| (name.clone(), *count))
            .collect();
        let mut log = Log::new(wanted.format, self.zone().offset_seconds());
        let mut done = LogExported { left_out: variants.values().sum(), ..LogExported::default() };
        let mut met = BTreeSet::new();
        if pieces.send(log.head(&kept)).await.is_err() {
            return Ok(done);
        }
        for pass in 0..log.passes() {
            let mut after = String::new();
            while let Some((last, cases)) = self.cases_after(&after, until).await? {
                after = last;
                for case in cases.iter().filter(|case| kept.contains_key(&case.variant())) {
                    if pass == 0 {
                        met.insert(case.variant());
                        done.cases = done.cases.saturating_add(1);
                        done.events = done.events.saturating_add(u64::try_from(case.events.len()).unwrap_or(0));
                    }
                    if pieces.send(log.case(case, pass)).await.is_err() {
                        return Ok(done);
                    }
                }
            }
            if pieces.send(log.end_of(pass)).await.is_err() {
                return Ok(done);
            }
        }
        done.variants = u64::try_from(met.len()).unwrap_or(u64::MAX);
        done.left_out = done.left_out.saturating_sub(done.cases);
        Ok(done)
    }

    /// How many dossiers there are of each variant.
    async fn variants(&self, until: Instant) -> Result<BTreeMap<String, u64>, ActError> {
        let (mut variants, mut after) = (BTreeMap::new(), String::new());
        while let Some((last, cases)) = self.cases_after(&after, until).await? {
            after = last;
            for case in cases {
                let count: &mut u64 = variants.entry(case.variant()).or_insert(0);
                *count = count.saturating_add(1);
            }
        }
        Ok(variants)
    }

    /// The next dossiers in the order of their codes, with the name of the last stream looked at.
    async fn cases_after(&self, after: &str, until: Instant) -> Result<Option<(String, Vec<Case>)>, ActError> {
        let (after, pepper) = (after.to_owned(), self.0.secrets.pepper);
        let read = move |tx: &mut Tx<'_>| {
            let streams = journal::streams_after(tx, &after, STREAMS)?;
            let Some(last) = streams.last().cloned() else { return Ok(None) };
            let codes: Vec<String> = streams.into_iter().filter(|stream| Code::parse(stream).is_ok()).collect();
            let rows = journal::logged_of(tx, &codes, until, EVENTS_MAX)?;
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) >= EVENTS_MAX {
                return Err(ActError::fault("fifty dossiers have more events than are read at a time"));
            }
            Ok::<_, ActError>(Some((last, cases(&rows, &pepper)?)))
        };
        self.0.store.read_at_length(read).await
    }
}

/// Rows of several dossiers as cases, in their order.
fn cases(rows: &[LoggedRow], pepper: &[u8; 32]) -> Result<Vec<Case>, ActError> {
    let pseudonym =
        |purpose: &str, text: &str| -> String { keyed_hash(pepper, purpose, text).chars().take(PSEUDONYM).collect() };
    let mut cases = Vec::new();
    for rows in rows.chunk_by(|one, other| one.stream == other.stream) {
        let Some(first) = rows.first() else { continue };
        let code = Code::parse(&first.stream).map_err(|error| ActError::Fault(Box::new(error)))?;
        let mut dossier: Option<Dossier> = None;
        let mut events = Vec::with_capacity(rows.len());
        for row in rows {
            let event: Event = serde_json::from_str(&row.payload)?;
            match &mut dossier {
                Some(dossier) => dossier.apply(&event)?,
                None => dossier = Some(Dossier::begin(&code, &event)?),
            }
            let unit = dossier.as_ref().map(|dossier| dossier.handling_unit.clone()).unwrap_or_default();
            let actor = pseudonym("event log actor", &row.actor);
            events.push(LoggedEvent { activity: event.kind(), at: event.at(), unit, actor });
        }
        cases.extend(dossier.map(|dossier| Case {
            id: pseudonym("event log case", &first.stream),
            procedure: dossier.procedure,
            channel: dossier.channel.name(),
            events,
        }));
    }
    Ok(cases)
}

/// A log in one of the formats.
enum Log {
    Xes(Xes),
    Ocel(Box<Ocel>),
}

impl Log {
    fn new(format: LogFormat, offset_seconds: i64) -> Self {
        match format {
            LogFormat::Xes => Self::Xes(Xes { offset_seconds }),
            LogFormat::Ocel => Self::Ocel(Box::new(Ocel::new(offset_seconds))),
        }
    }

    /// How often the dossiers are walked along: objects stand apart from events.
    const fn passes(&self) -> u8 {
        match self {
            Self::Xes(_) => 1,
            Self::Ocel(_) => 2,
        }
    }

    fn head(&self, variants: &BTreeMap<String, u64>) -> String {
        match self {
            Self::Xes(log) => log.head(),
            Self::Ocel(log) => {
                let names: BTreeSet<&str> = variants.keys().flat_map(|variant| variant.split(',')).collect();
                log.head(&names)
            }
        }
    }

    fn case(&mut self, case: &Case, pass: u8) -> String {
        match self {
            Self::Xes(log) => log.case(case),
            Self::Ocel(log) if pass == 0 => log.objects(case),
            Self::Ocel(log) => log.events(case),
        }
    }

    fn end_of(&mut self, pass: u8) -> String {
        match self {
            Self::Xes(log) => log.tail().to_owned(),
            Self::Ocel(log) if pass == 0 => log.between().to_owned(),
            Self::Ocel(log) => log.tail().to_owned(),
        }
    }
}
