//! Reconciliation: our list of a day beside a gateway's; every difference is kept until it is explained.

use std::collections::BTreeMap;

use domain::access::{self, BookAction, Denied, Person, Role};
use domain::payment::{Difference, Line, OrderId, compare};
use domain::time::{Date, DateTime, Instant};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::journal::{self, StoredEvent};
use store::payment as rows;
use store::payment_books::{self as books, ComparisonRow, DifferenceRow};

use super::{EVENTS_MAX, day_stream};
use crate::App;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

/// One difference as shown.
pub type DifferenceLine = DifferenceRow;

/// Rows read at a time, and of one day altogether.
const PART: i64 = 500;
const LINES_MAX: usize = 20_000;
/// Differences of one comparison that are kept at most.
const DIFFERENCES_MAX: usize = 2_000;
/// Longest explanation, in characters.
const EXPLANATION_CHARS_MAX: usize = 1_000;

/// A day's comparison as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayView {
    /// Figures; `None` when nobody has compared yet. Only for those who see the whole province.
    pub comparison: Option<ComparisonRow>,
    /// Whether the lists were compared at all.
    pub is_compared: bool,
    /// The differences that this person sees, after a transaction.
    pub differences: Vec<DifferenceLine>,
    /// The transaction after which the list goes on.
    pub next: Option<String>,
}

/// What happened with a day's lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum DayEvent {
    /// They were compared.
    Compared {
        /// When.
        at: DateTime,
        /// Lines of our list, and their sum.
        here: (i64, i64),
        /// Lines of the gateway's list, and their sum.
        there: (i64, i64),
        /// In what they differ, each with the agency of our order, or none.
        differences: Vec<(Difference, String)>,
    },
    /// A difference was explained.
    Explained {
        /// When.
        at: DateTime,
        /// Of which transaction.
        transaction: String,
        /// By what.
        explanation: String,
    },
}

/// What a day's events make.
#[derive(Default)]
struct DayRecord {
    row: Option<ComparisonRow>,
    differences: BTreeMap<String, DifferenceRow>,
}

impl App {
    /// Compares our list of a day with the gateway's. Any clerk may; done again, the newest comparison holds.
    pub async fn payment_compare(&self, person: &Person, gateway: &str, day: Date) -> Result<(), ActError> {
        let today = self.today();
        if !person.holds_anywhere(Role::Clerk, today) && !self.sees_all_books(person) {
            return Err(Denied::Unseen.into());
        }
        if day > today {
            return Err(ActError::field("day", FieldProblemKind::Malformed));
        }
        let gateway = self.0.payments.gateway(gateway).ok_or(ActError::NotFound)?;
        let there = gateway.day(day).await.map_err(|fault| {
            tracing::warn!(gateway = gateway.name(), %fault, "a gateway did not send its list");
            ActError::GatewaySilent
        })?;
        let (name, day, actor) = (gateway.name().to_owned(), day.to_string(), person.id.clone());
        let (now, at) = (self.0.clock.now(), self.now_civil());
        let act = move |tx: &mut Tx<'_>| {
            let (here, units) = ours(tx, &name, &day)?;
            let found = compare(&here, &there);
            if found.len() > DIFFERENCES_MAX {
                return Err(domain::payment::Refusal::TooMany.into());
            }
            let mut differences = Vec::with_capacity(found.len());
            for difference in found {
                let unit = match units.get(&difference.transaction) {
                    Some(unit) => unit.clone(),
                    None => unit_of(tx, &difference.order)?,
                };
                differences.push((difference, unit));
            }
            let event = DayEvent::Compared { at, here: sums(&here), there: sums(&there), differences };
            keep(tx, (&name, &day), &event, (&actor, now))
        };
        self.0.store.write(act).await
    }

    /// Says what explains a difference.
    pub async fn payment_explain(
        &self,
        person: &Person,
        (gateway, day): (&str, Date),
        transaction: &str,
        explanation: &str,
    ) -> Result<(), ActError> {
        let explanation = domain::text::composed(explanation);
        if explanation.is_empty() {
            return Err(ActError::field("explanation", FieldProblemKind::Missing));
        }
        if explanation.chars().count() > EXPLANATION_CHARS_MAX {
            return Err(ActError::field("explanation", FieldProblemKind::TooLong(EXPLANATION_CHARS_MAX)));
        }
        let (person, today, sees_all) = (person.clone(), self.today(), self.sees_all_books(person));
        let (gateway, day, transaction) = (gateway.to_owned(), day.to_string(), transaction.to_owned());
        let (now, at) = (self.0.clock.now(), self.now_civil());
        let act = move |tx: &mut Tx<'_>| {
            let row = books::difference(tx, &gateway, &day, &transaction)?.ok_or(ActError::NotFound)?;
            if !sees_all {
                access::may_books(&person, BookAction::Keep, &row.unit, today)?;
            }
            let event = DayEvent::Explained { at, transaction: transaction.clone(), explanation: explanation.clone() };
            keep(tx, (&gateway, &day), &event, (&person.id, now))
        };
        self.0.store.write(act).await
    }

    /// A day's comparison: of one unit, or with `unit` none of the whole province.
    pub async fn payment_day(
        &self,
        person: &Person,
        unit: Option<&str>,
        (gateway, day): (&str, Date),
        after: &str,
        limit: i64,
    ) -> Result<DayView, ActError> {
        match unit {
            Some(unit) => drop(access::may_books(person, BookAction::See, unit, self.today())?),
            None if self.sees_all_books(person) => (),
            None => return Err(Denied::Unseen.into()),
        }
        let (unit, after) = (unit.map(str::to_owned), after.to_owned());
        let (gateway, day) = (gateway.to_owned(), day.to_string());
        let read = move |tx: &mut Tx<'_>| {
            let comparison = books::comparison(tx, &gateway, &day)?;
            let key = (gateway.as_str(), day.as_str());
            let mut differences = books::differences(tx, key, unit.as_deref(), &after, limit.saturating_add(1))?;
            let more = i64::try_from(differences.len()).unwrap_or(i64::MAX) > limit;
            differences.truncate(usize::try_from(limit).unwrap_or(0));
            let next = differences.last().filter(|_| more).map(|row| row.name.clone());
            let is_compared = comparison.is_some();
            let comparison = comparison.filter(|_| unit.is_none());
            Ok::<_, ActError>(DayView { comparison, is_compared, differences, next })
        };
        self.0.store.read(read).await
    }

    /// Whether the person sees the books of every unit.
    #[must_use]
    pub fn sees_all_books(&self, person: &Person) -> bool {
        let (catalogue, today) = (self.catalogue(), self.today());
        person.holds_anywhere(Role::ReformOffice, today)
            || catalogue.province(today).is_some_and(|province| person.holds(Role::Leader, province, today))
    }

    /// Names and titles of the gateways.
    #[must_use]
    pub fn payment_gateways(&self) -> Vec<(String, String)> {
        let gateways = self.0.payments.gateways.iter();
        gateways.map(|gateway| (gateway.name().to_owned(), gateway.title().to_owned())).collect()
    }
}

/// Our list of a day by transaction, with the agency of each.
fn ours(tx: &mut Tx<'_>, gateway: &str, day: &str) -> Result<(Vec<Line>, BTreeMap<String, String>), ActError> {
    let (mut lines, mut units) = (Vec::new(), BTreeMap::new());
    let mut after = String::new();
    loop {
        let part = rows::money_of_channel(tx, (gateway, day), &after, PART)?;
        let Some((last, ..)) = part.last() else { break };
        after.clone_from(last);
        for (transaction, order, unit, amount) in part {
            units.insert(transaction.clone(), unit);
            lines.push(Line { transaction, order, amount });
        }
        if lines.len() > LINES_MAX {
            return Err(domain::payment::Refusal::TooMany.into());
        }
    }
    let mut after = (String::new(), 0);
    loop {
        let part = rows::refunds_of_channel(tx, (gateway, day), (&after.0, after.1), PART)?;
        let Some((last, _)) = part.last() else { break };
        after = (last.order_id.clone(), last.number);
        for (refund, unit) in part {
            let transaction = format!("{}-R{}", refund.order_id, refund.number);
            units.insert(transaction.clone(), unit);
            lines.push(Line { transaction, order: refund.order_id, amount: refund.amount.saturating_neg() });
        }
    }
    Ok((lines, units))
}

/// The agency of an order that only the gateway names; empty when there is no such order.
fn unit_of(tx: &mut Tx<'_>, order: &str) -> Result<String, ActError> {
    let Some(id) = OrderId::find(order) else { return Ok(String::new()) };
    Ok(rows::one(tx, id.as_str())?.map(|row| row.unit).unwrap_or_default())
}

fn sums(lines: &[Line]) -> (i64, i64) {
    let sum = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount));
    (i64::try_from(lines.len()).unwrap_or(i64::MAX), sum)
}

/// Writes one event, and the rows that follow from it.
fn keep(
    tx: &mut Tx<'_>,
    (gateway, day): (&str, &str),
    event: &DayEvent,
    (actor, now): (&str, Instant),
) -> Result<(), ActError> {
    let stream = day_stream(gateway, day);
    let version = journal::version_of(tx, &stream)?.saturating_add(1);
    let kind = match event {
        DayEvent::Compared { .. } => "payment_day_compared",
        DayEvent::Explained { .. } => "payment_difference_explained",
    };
    PlainEvent { stream: &stream, version, kind, event, actor, at: now }.append(tx)?;
    let stored = journal::of_stream(tx, &stream, 0, EVENTS_MAX)?;
    let record = replay((gateway, day), &stored)?;
    if let Some(row) = &record.row {
        books::put_comparison(tx, row)?;
    }
    match event {
        DayEvent::Compared { .. } => {
            books::drop_differences(tx, gateway, day)?;
            record.differences.values().try_for_each(|row| books::put_difference(tx, row))?;
        }
        DayEvent::Explained { transaction, .. } => {
            if let Some(row) = record.differences.get(transaction) {
                books::put_difference(tx, row)?;
            }
        }
    }
    Ok(())
}

/// What the events make. An explanation stays with its transaction as long as that differs.
fn replay((gateway, day): (&str, &str), stored: &[StoredEvent]) -> Result<DayRecord, ActError> {
    let mut record = DayRecord::default();
    for event in stored {
        match serde_json::from_str(&event.payload)? {
            DayEvent::Compared { here, there, differences, .. } => {
                let known = std::mem::take(&mut record.differences);
                for (difference, unit) in differences {
                    let earlier = known.get(&difference.transaction);
                    let same = earlier.filter(|row| (row.here, row.there) == (difference.here, difference.there));
                    let row = DifferenceRow {
                        gateway: gateway.to_owned(),
                        day: day.to_owned(),
                        name: difference.transaction.clone(),
                        kind: difference.kind.name().to_owned(),
                        order_id: difference.order,
                        unit,
                        here: difference.here,
                        there: difference.there,
                        explained: same.map(|row| row.explained.clone()).unwrap_or_default(),
                    };
                    record.differences.insert(difference.transaction, row);
                }
                record.row = Some(ComparisonRow {
                    gateway: gateway.to_owned(),
                    day: day.to_owned(),
                    version: event.version,
                    compared_at: event.recorded_at,
                    here,
                    there,
                });
            }
            DayEvent::Explained { transaction, explanation, .. } => {
                if let Some(row) = record.differences.get_mut(&transaction) {
                    row.explained = explanation;
                }
                if let Some(row) = &mut record.row {
                    row.version = event.version;
                }
            }
        }
    }
    Ok(record)
}

/// What of a day's rows is not as the journal says; `None` when nothing is.
pub(super) fn difference(
    tx: &mut Tx<'_>,
    (gateway, day): (&str, &str),
    stored: &[StoredEvent],
) -> Result<Option<String>, ActError> {
    let record = replay((gateway, day), stored)?;
    let limit = i64::try_from(DIFFERENCES_MAX).unwrap_or(i64::MAX).saturating_add(1);
    let found = books::differences(tx, (gateway, day), None, "", limit)?;
    let same = books::comparison(tx, gateway, day)? == record.row && found.iter().eq(record.differences.values());
    Ok(if same { None } else { Some("the rows of the comparison differ from the journal".to_owned()) })
}
