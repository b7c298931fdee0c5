//! The register of dossiers (sổ theo dõi hồ sơ): what a desk received over some days, in the order of receipt.

use std::collections::BTreeMap;

use domain::access::Person;
use domain::dossier::{Code, Event, Particulars, Private};
use domain::time::{Date, DateTime, Instant, Zone};
use store::dossier::{self as rows, Cursor, DossierRow, Filter, Relation};
use store::{Tx, journal, vault};

use super::chain;
use super::list::{Scope, scope};
use crate::App;
use crate::error::{ActError, FieldProblemKind};

/// Dossiers of one register at most; more days than these fit into go into several.
pub const REGISTER_ROWS_MAX: usize = 500;
/// Days that one register may reach over: a year.
const DAYS_MAX: i32 = 366;

/// One dossier in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterLine {
    /// Official code.
    pub code: String,
    /// Procedure and the version under which it runs.
    pub procedure: String,
    /// First day of that version.
    pub procedure_version: String,
    /// Whose it is; empty when erased.
    pub owner: String,
    /// Address, if known.
    pub address: Option<String>,
    /// Phone number, if known.
    pub phone: Option<String>,
    /// When it was received.
    pub received_at: DateTime,
    /// When the result is due.
    pub due_at: Option<DateTime>,
    /// When the applicant had the result.
    pub delivered_at: Option<DateTime>,
}

/// A register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterPage {
    /// The dossiers, the oldest first.
    pub rows: Vec<RegisterLine>,
    /// Whether there are more than fit; then `rows` is empty and fewer days must be chosen.
    pub too_many: bool,
}

impl App {
    /// The register of a desk from a day to a day, both included. A unit at which the person does not work answers
    /// [`ActError::NotFound`].
    pub async fn register_of_dossiers(
        &self,
        person: &Person,
        unit: &str,
        from: Date,
        to: Date,
    ) -> Result<RegisterPage, ActError> {
        let Scope::Unit(unit) = scope(person, Some(unit), self.today())? else { return Err(ActError::NotFound) };
        let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
        if !(0..DAYS_MAX).contains(&days) {
            return Err(ActError::field("to", FieldProblemKind::Malformed));
        }
        let zone = self.zone();
        self.0.store.read_at_length(move |tx| read(tx, &unit, from, to, zone)).await
    }
}

fn read(tx: &mut Tx<'_>, unit: &str, from: Date, to: Date, zone: Zone) -> Result<RegisterPage, ActError> {
    let after_last = zone.instant(to.tomorrow().unwrap_or(to).at(0, 0, 0, 0));
    let first = zone.instant(from.at(0, 0, 0, 0));
    let place = Cursor { at: after_last, code: String::new() };
    let ask = i64::try_from(REGISTER_ROWS_MAX).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = rows::of_unit(tx, unit, Relation::Received, &Filter::default(), Some(&place), ask)?;
    found.retain(|row| row.submitted_at >= first);
    if found.len() > REGISTER_ROWS_MAX {
        return Ok(RegisterPage { rows: Vec::new(), too_many: true });
    }
    found.reverse();
    let codes: Vec<String> = found.iter().map(|row| row.code.clone()).collect();
    let mut known = facts(tx, &codes)?;
    let lines = found.into_iter().map(|row| line(known.remove(&row.code).unwrap_or_default(), row, zone));
    Ok(RegisterPage { rows: lines.collect(), too_many: false })
}

/// What the journal adds to the row of a dossier.
#[derive(Default)]
struct Known {
    address: Option<String>,
    phone: Option<String>,
    delivered_at: Option<DateTime>,
}

/// First events and deliveries of many dossiers, in few questions.
fn facts(tx: &mut Tx<'_>, codes: &[String]) -> Result<BTreeMap<String, Known>, ActError> {
    let events = journal::first_and_of_kind(tx, codes, "delivered")?;
    let subjects: Vec<String> = events.iter().filter_map(|event| event.subject.clone()).collect();
    let keys = vault::keys_of(tx, &subjects)?;
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    for event in events {
        let key = event.subject.as_ref().and_then(|subject| keys.get(subject)).copied();
        let entry = known.entry(event.stream.clone()).or_default();
        if event.version == 1 {
            let Ok(code) = Code::parse(&event.stream) else { continue };
            let opened = chain::open(&code, vec![event], key.as_ref())?;
            let particulars = opened.entries.into_iter().find_map(|entry| match entry.private {
                Some(Private::Particulars(Particulars { applicant, .. })) => Some(applicant),
                Some(Private::Note(_) | Private::Amendment { .. } | Private::Notice(_) | Private::Draft(_)) | None => {
                    None
                }
            });
            if let Some(applicant) = particulars {
                entry.address = applicant.address;
                entry.phone = Some(applicant.phone).filter(|phone| !phone.is_empty());
            }
        } else if let Ok(Event::Delivered { at }) = serde_json::from_str(&event.payload) {
            entry.delivered_at = Some(at);
        }
    }
    Ok(known)
}

fn line(known: Known, row: DossierRow, zone: Zone) -> RegisterLine {
    let civil = |at: Instant| zone.civil(at);
    RegisterLine {
        code: row.code,
        procedure: row.procedure_id,
        procedure_version: row.procedure_version,
        owner: row.applicant_name,
        address: known.address,
        phone: known.phone,
        received_at: civil(row.accepted_at.unwrap_or(row.submitted_at)),
        due_at: row.due_at.map(civil),
        delivered_at: known.delivered_at,
    }
}
