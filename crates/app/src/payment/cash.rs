//! The cash book of a desk.

use domain::access::{self, BookAction, Person};
use domain::payment::{CashCommand, CashContext, CashDay, CashEntry, CashEvent, CashKind};
use domain::time::Date;
use store::Tx;
use store::journal::{self, StoredEvent};
use store::payment_books::{self as rows, CashDayRow, CashEntryRow};

use super::row::By;
use super::{EVENTS_MAX, cash_stream};
use crate::App;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// One line of a day.
pub type CashLine = CashEntryRow;

/// One day of a desk.
pub type CashDayLine = CashDayRow;

/// Days shown beside one.
const DAYS_SHOWN: i64 = 14;

/// One day of a desk, with those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashBook {
    /// The day; before its first entry with what is carried over.
    pub day: CashDayRow,
    /// Its lines, after a number.
    pub lines: Vec<CashLine>,
    /// Whether more lines follow.
    pub more: bool,
    /// Why the count differed, where it did.
    pub reason: Option<String>,
    /// Earlier days, the latest first.
    pub earlier: Vec<CashDayRow>,
    /// Whether this person may write into it.
    pub may_keep: bool,
}

/// A closing with its reason, as the journal keeps it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Written {
    #[serde(flatten)]
    event: CashEvent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl App {
    /// A day of a desk's cash book.
    pub async fn cash_book(
        &self,
        person: &Person,
        unit: &str,
        day: Date,
        after: i64,
        limit: i64,
    ) -> Result<CashBook, ActError> {
        let today = self.today();
        access::may_books(person, BookAction::See, unit, today)?;
        let may_keep = access::may_books(person, BookAction::Keep, unit, today).is_ok();
        let (unit, day) = (unit.to_owned(), day.to_string());
        let read = move |tx: &mut Tx<'_>| {
            let earlier = rows::days_before(tx, &unit, &day, DAYS_SHOWN)?;
            let carried = earlier.first().and_then(|row| row.counted).unwrap_or(0);
            let found = rows::day(tx, &unit, &day)?;
            let reason = if found.as_ref().is_some_and(|row| row.counted.is_some()) {
                let stored = journal::of_stream(tx, &cash_stream(&unit, &day), 0, EVENTS_MAX)?;
                stored.last().and_then(|event| serde_json::from_str::<Written>(&event.payload).ok()?.reason)
            } else {
                None
            };
            let mut lines = rows::entries(tx, (&unit, &day), after, limit.saturating_add(1))?;
            let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > limit;
            lines.truncate(usize::try_from(limit).unwrap_or(0));
            let fresh = CashDay { opening: carried, ..CashDay::default() };
            let day = found.unwrap_or_else(|| day_row(&unit, &day, &fresh));
            Ok::<_, ActError>(CashBook { day, lines, more, reason, earlier, may_keep })
        };
        self.0.store.read(read).await
    }

    /// Takes cash to the bank or the treasury; `slip` is the number of the paying-in slip.
    pub async fn cash_deposit(&self, person: &Person, unit: &str, amount: i64, slip: &str) -> Result<(), ActError> {
        let entry = CashEntry { kind: CashKind::Deposit, amount, reference: slip.to_owned() };
        self.cash_act(person, unit, self.today(), CashCommand::Enter(entry)).await
    }

    /// Counts the till and closes a day.
    pub async fn cash_close(
        &self,
        person: &Person,
        unit: &str,
        day: Date,
        counted: i64,
        reason: &str,
    ) -> Result<(), ActError> {
        self.cash_act(person, unit, day, CashCommand::Close { counted, reason: reason.to_owned() }).await
    }

    async fn cash_act(&self, person: &Person, unit: &str, day: Date, command: CashCommand) -> Result<(), ActError> {
        let permit = access::may_books(person, BookAction::Keep, unit, self.today())?;
        let (now, zone) = (self.0.clock.now(), self.0.zone);
        let act = move |tx: &mut Tx<'_>| {
            let by = By { actor: permit.person(), now, zone };
            perform(tx, (permit.of(), day), command.clone(), by)
        };
        self.0.store.write(act).await
    }
}

/// Writes a line into the book of a day.
pub(super) fn enter(tx: &mut Tx<'_>, (unit, day): (&str, Date), entry: CashEntry, by: By<'_>) -> Result<(), ActError> {
    perform(tx, (unit, day), CashCommand::Enter(entry), by)
}

fn perform(tx: &mut Tx<'_>, (unit, date): (&str, Date), command: CashCommand, by: By<'_>) -> Result<(), ActError> {
    let day = date.to_string();
    let stream = cash_stream(unit, &day);
    let mut book = replay(&journal::of_stream(tx, &stream, 0, EVENTS_MAX)?)?;
    let before = rows::days_before(tx, unit, &day, 1)?.into_iter().next();
    let earlier_open = before.as_ref().filter(|row| row.counted.is_none()).map(|row| row.day.parse::<Date>());
    let earlier_open = earlier_open.transpose().map_err(|_| ActError::fault("a day of the cash book is not a day"))?;
    let carried = before.and_then(|row| row.counted).unwrap_or(0);
    let context = CashContext { day: date, now: by.zone.civil(by.now), carried, earlier_open };
    for decision in book.decide(command, &context)? {
        book.apply(&decision.event);
        let written = Written { event: decision.event, reason: decision.note };
        let (version, kind) = (book.version, written.event.name());
        let event = PlainEvent { stream: &stream, version, kind, event: &written, actor: by.actor, at: by.now };
        event.append(tx)?;
        if let CashEvent::Entered { entry, .. } = &written.event {
            rows::put_entry(tx, (unit, &day), &entry_row(version, entry, by.now))?;
        }
    }
    Ok(rows::put_day(tx, &day_row(unit, &day, &book))?)
}

fn replay(stored: &[StoredEvent]) -> Result<CashDay, ActError> {
    let events = stored.iter().map(|event| Ok(serde_json::from_str::<Written>(&event.payload)?.event));
    let events = events.collect::<Result<Vec<CashEvent>, ActError>>()?;
    Ok(CashDay::replay(&events))
}

fn day_row(unit: &str, day: &str, book: &CashDay) -> CashDayRow {
    CashDayRow {
        unit: unit.to_owned(),
        day: day.to_owned(),
        version: book.version,
        opening: book.opening,
        came_in: book.came_in,
        went_out: book.went_out,
        counted: book.closed.map(|closing| closing.counted),
    }
}

fn entry_row(number: i64, entry: &CashEntry, recorded_at: domain::time::Instant) -> CashEntryRow {
    CashEntryRow {
        number,
        kind: entry.kind.name().to_owned(),
        amount: entry.amount,
        reference: entry.reference.clone(),
        recorded_at,
    }
}

/// What of a day's rows is not as the journal says; `None` when nothing is.
pub(super) fn difference(
    tx: &mut Tx<'_>,
    (unit, day): (&str, &str),
    stored: &[StoredEvent],
) -> Result<Option<String>, ActError> {
    let expected = day_row(unit, day, &replay(stored)?);
    if rows::day(tx, unit, day)?.as_ref() != Some(&expected) {
        return Ok(Some("the row of the cash book's day differs from the journal".to_owned()));
    }
    let mut lines = Vec::new();
    for event in stored {
        if let CashEvent::Entered { entry, .. } = serde_json::from_str::<Written>(&event.payload)?.event {
            lines.push(entry_row(event.version, &entry, event.recorded_at));
        }
    }
    let same = rows::entries(tx, (unit, day), 0, EVENTS_MAX)? == lines;
    Ok(if same { None } else { Some("the lines of the cash book differ from the journal".to_owned()) })
}
