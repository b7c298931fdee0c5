//! Keeping the register of outages: load, ask, decide, keep.

use domain::access::{Person, may_operate};
use domain::lateness::{OutageEvent, OutageRecord};
use domain::time::{DateTime, Instant};
use store::{Tx, counter, outage as rows};

use super::outage_stream;
use crate::App;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;

/// An outage to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutage {
    /// When it began.
    pub from: DateTime,
    /// When it ended; none while it lasts.
    pub to: Option<DateTime>,
    /// What could not be used, and why.
    pub what: String,
}

/// One page of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutagePage {
    /// The outages, the newest first.
    pub rows: Vec<OutageRecord>,
    /// Where the next page begins: beginning and id of the last row.
    pub next: Option<(String, String)>,
}

/// Who acts, and when.
#[derive(Clone)]
struct By {
    person: String,
    at: Instant,
    now: DateTime,
}

impl App {
    /// A page of the register, for whoever looks after the running of the system.
    pub async fn outages(
        &self,
        person: &Person,
        before: Option<(String, String)>,
        limit: i64,
    ) -> Result<OutagePage, ActError> {
        may_operate(person, self.today())?;
        let limit = limit.clamp(1, PAGE_MAX);
        let mut found = self
            .0
            .store
            .read(move |tx| {
                let before = before.as_ref().map(|(began, id)| (began.as_str(), id.as_str()));
                Ok::<_, ActError>(rows::page(tx, before, limit.saturating_add(1))?)
            })
            .await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| (last.from.to_string(), last.id.clone()));
        Ok(OutagePage { rows: found, next })
    }

    /// Notes an outage.
    pub async fn note_outage(&self, person: &Person, new: NewOutage) -> Result<OutageRecord, ActError> {
        let by = self.operator(person)?;
        self.0.store.write(move |tx| note(tx, &by, &new)).await
    }

    /// Notes since when the system works again.
    pub async fn end_outage(&self, person: &Person, id: &str, to: DateTime) -> Result<OutageRecord, ActError> {
        let (by, id) = (self.operator(person)?, id.to_owned());
        self.0.store.write(move |tx| change(tx, &by, &id, |known| Ok(known.end(to, by.now)?))).await
    }

    /// Withdraws an outage that was noted by mistake.
    pub async fn withdraw_outage(&self, person: &Person, id: &str, reason: &str) -> Result<OutageRecord, ActError> {
        let (by, id, reason) = (self.operator(person)?, id.to_owned(), reason.to_owned());
        self.0.store.write(move |tx| change(tx, &by, &id, |known| Ok(known.withdraw(&reason)?))).await
    }

    fn operator(&self, person: &Person) -> Result<By, ActError> {
        let permit = may_operate(person, self.today())?;
        Ok(By { person: permit.person().to_owned(), at: self.0.clock.now(), now: self.now_civil() })
    }
}

fn note(tx: &mut Tx<'_>, by: &By, new: &NewOutage) -> Result<OutageRecord, ActError> {
    // Looked at first, so that a refused one takes no number.
    OutageRecord::note("", (new.from, new.to), &new.what, &by.person, by.now)?;
    let id = counter::next(tx, "outage")?.to_string();
    let outage = OutageRecord::note(&id, (new.from, new.to), &new.what, &by.person, by.now)?;
    keep(tx, by, (&outage, 1), &OutageEvent::Noted { outage: outage.clone() })?;
    Ok(outage)
}

fn change(
    tx: &mut Tx<'_>,
    by: &By,
    id: &str,
    decide: impl Fn(&OutageRecord) -> Result<OutageEvent, ActError>,
) -> Result<OutageRecord, ActError> {
    let (known, version) = rows::one(tx, id)?.ok_or(ActError::NotFound)?;
    let event = decide(&known)?;
    let changed = known.after(&event);
    keep(tx, by, (&changed, version.saturating_add(1)), &event)?;
    Ok(changed)
}

fn keep(
    tx: &mut Tx<'_>,
    by: &By,
    (outage, version): (&OutageRecord, i64),
    event: &OutageEvent,
) -> Result<(), ActError> {
    let stream = outage_stream(&outage.id);
    PlainEvent { stream: &stream, version, kind: event.name(), event, actor: &by.person, at: by.at }.append(tx)?;
    Ok(rows::put(tx, outage, version)?)
}
