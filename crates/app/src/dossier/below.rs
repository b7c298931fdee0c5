//! Dossiers as the level above reads them: late ones of the units below, and those of which it was told.

use std::collections::BTreeSet;

use domain::access::{self, Person, Role, SeenFromAbove};
use domain::dossier::Dossier;
use domain::escalation::Recipient;
use domain::time::{Date, Instant};
use store::dossier::DossierRow;
use store::{Tx, reminder};

use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// By what somebody above is told, and the moment that counts as now.
#[derive(Clone)]
pub(crate) struct Below {
    rules: Vec<String>,
    now: Instant,
    today: Date,
}

/// By what a person sees a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// By a part in it: the applicant, its offices, the reform office.
    Part,
    /// By heading a unit above.
    FromAbove,
}

impl App {
    /// What looking down needs to know now.
    pub(crate) fn below(&self) -> Below {
        let catalogue = self.catalogue();
        let tells = |rule: &&domain::escalation::Rule| rule.notify.contains(&Recipient::UnitAbove);
        let rules = catalogue.escalation.iter().filter(tells).map(|rule| rule.id.clone()).collect();
        Below { rules, now: self.0.clock.now(), today: self.today() }
    }

    /// The units directly below those that the person heads, by name.
    #[must_use]
    pub fn units_below(&self, person: &Person) -> Vec<(String, String)> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let led = person.units(today).into_iter().filter(|unit| person.holds(Role::Leader, unit, today));
        let below = led.flat_map(|unit| catalogue.organisation.children(unit, today));
        let mut units: Vec<(String, String)> =
            below.map(|unit| (unit.id.clone(), unit.full_name_on(today).to_owned())).collect();
        units.sort_by_key(|(_, name)| domain::text::fold(name));
        units.dedup();
        units
    }
}

impl Below {
    /// Whether the person may see the dossier: as everybody may, or from above.
    pub(crate) fn may_see(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        dossier: &Dossier,
        (catalogue, zone): (&Catalogue, domain::time::Zone),
    ) -> Result<Sight, ActError> {
        let denied = match access::may_see(person, &dossier.facts(), self.today) {
            Ok(()) => return Ok(Sight::Part),
            Err(denied) => denied,
        };
        // Nobody but heads looks down, and asking costs more.
        if !person.holds_anywhere(Role::Leader, self.today) || !dossier.stage.is_open() {
            return Err(denied.into());
        }
        let seats = dossier.work.iter().flat_map(|work| work.seats.values()).map(|seat| seat.unit.as_str());
        let lies_at: BTreeSet<&str> =
            [dossier.handling_unit.as_str(), dossier.holding_unit()].into_iter().chain(seats).collect();
        let told = reminder::units_told(tx, dossier.code.as_str(), &self.rules)?;
        let above = |unit: &str| catalogue.organisation.unit(unit, self.today)?.parent_id.clone();
        let seen = SeenFromAbove {
            is_open: dossier.stage.is_open(),
            is_late: dossier.next_due().is_some_and(|due| zone.instant(due) < self.now),
            units: lies_at.into_iter().filter_map(above).collect(),
            told: told.iter().filter_map(|unit| above(unit)).collect(),
        };
        access::may_look_down(person, &seen, self.today)?;
        Ok(Sight::FromAbove)
    }

    /// A page of what the head above sees of a unit, the longest due first.
    pub(super) fn held_by(
        &self,
        tx: &mut Tx<'_>,
        unit: &str,
        filter: &store::dossier::Filter,
        (after, limit): (Option<&store::dossier::Cursor>, i64),
    ) -> Result<Vec<DossierRow>, ActError> {
        Ok(store::dossier_below::held_by(tx, unit, (&self.rules, self.now), filter, after, limit)?)
    }

    /// The same among these rows.
    pub(super) fn retain(&self, tx: &mut Tx<'_>, unit: &str, rows: &mut Vec<DossierRow>) -> Result<(), ActError> {
        let mut seen = BTreeSet::new();
        for row in rows.iter().filter(|row| row.is_open && row.holding_unit == unit) {
            let is_late = row.next_due_at < self.now;
            if is_late || reminder::units_told(tx, &row.code, &self.rules)?.iter().any(|told| told == unit) {
                seen.insert(row.code.clone());
            }
        }
        rows.retain(|row| seen.contains(&row.code));
        Ok(())
    }
}
