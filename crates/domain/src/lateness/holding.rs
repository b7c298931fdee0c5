//! Who holds a dossier at one version: every open step, wait and opinion with its holder.
//!
//! - A step that somebody took lies with that person, otherwise with the pool of its unit. The steps of an authority that does
//!   not work here lie with the authority, whoever keeps the record for it.
//! - While an opinion is open, the unit that asked waits for it: the time belongs to the unit that was asked, from the
//!   question to the answer. What other units hold beside it goes on.
//! - Papers and money that were asked for lie with the applicant; any other message from outside with the system that has to
//!   send it.

use std::collections::BTreeMap;

use crate::access::Role;
use crate::dossier::work::{PAID, SUPPLEMENTED, Seat, SeatKind};
use crate::dossier::{Dossier, Stage};
use crate::ledger::Holder;
use crate::time::DateTime;

use super::StepTold;

/// The applicant has to hand in what is missing.
pub const SUPPLEMENT: &str = ":supplement";
/// The applicant has to pay.
pub const PAYMENT: &str = ":payment";
/// The clock stands on another ground.
pub const SUSPENDED: &str = ":suspended";
/// The steps are done; the head decides.
pub const DECIDE: &str = ":decide";
/// Decided; the result is to be signed.
pub const SIGN: &str = ":sign";
/// Signed; the result is on its way to the desk.
pub const ISSUE: &str = ":issue";

/// A step with whoever has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holding {
    pub(super) holder: Holder,
    pub(super) told: StepTold,
}

/// Everything that is held now, by step; nothing before receipt and after the end.
pub(super) fn holdings(dossier: &Dossier, at: DateTime) -> BTreeMap<String, Holding> {
    match dossier.stage {
        Stage::AwaitingSupplement | Stage::AwaitingPayment | Stage::Suspended if dossier.accepted_at.is_none() => {
            BTreeMap::new()
        }
        Stage::AwaitingSupplement => alone(SUPPLEMENT, Holder::Applicant, at),
        Stage::AwaitingPayment => alone(PAYMENT, Holder::Applicant, at),
        Stage::Suspended => alone(SUSPENDED, pool(&dossier.handling_unit), at),
        Stage::Accepted | Stage::InProcess | Stage::Decided | Stage::Signed => worked(dossier, at),
        Stage::Submitted
        | Stage::Refused
        | Stage::Withdrawn
        | Stage::ResultIssued
        | Stage::Delivered
        | Stage::Closed
        | Stage::Archived => BTreeMap::new(),
    }
}

fn alone(step: &str, holder: Holder, at: DateTime) -> BTreeMap<String, Holding> {
    let told = StepTold { name: String::new(), limit: None, since: at, due: None };
    BTreeMap::from([(step.to_owned(), Holding { holder, told })])
}

fn pool(unit: &str) -> Holder {
    Holder::Pool { unit: unit.to_owned() }
}

fn worked(dossier: &Dossier, at: DateTime) -> BTreeMap<String, Holding> {
    let seats = dossier.work.iter().flat_map(|work| work.seats.values());
    let mut held: BTreeMap<String, Holding> =
        seats.filter(|seat| !seat.is_last_delivery()).filter_map(of_seat).collect();
    if held.is_empty() {
        let (step, holding) = whole(dossier, at);
        held.insert(step, holding);
    }
    let open: Vec<_> = dossier.opinions.iter().filter(|opinion| opinion.given_at.is_none()).collect();
    held.retain(|_, holding| {
        let waits = |unit: &str| open.iter().any(|opinion| opinion.by_unit == unit);
        !holding.holder.unit().is_some_and(waits)
    });
    held.extend(open.into_iter().map(|opinion| {
        let told = StepTold { name: String::new(), limit: None, since: opinion.asked_at, due: opinion.due };
        (opinion.path(), Holding { holder: pool(&opinion.unit), told })
    }));
    held
}

fn of_seat(seat: &Seat) -> Option<(String, Holding)> {
    let own = || match (&seat.authority, &seat.assignee) {
        (Some(name), _) => Holder::Authority { name: name.clone() },
        (None, Some(person)) => Holder::Person { unit: seat.unit.clone(), person: person.clone() },
        (None, None) => pool(&seat.unit),
    };
    let holder = match &seat.kind {
        SeatKind::Step { .. } | SeatKind::Undo => own(),
        SeatKind::Wait { message } if message == SUPPLEMENTED || message == PAID => Holder::Applicant,
        SeatKind::Wait { message } => Holder::Partner { system: message.clone() },
        SeatKind::Timer { .. } => return None,
    };
    let told = StepTold { name: seat.name.clone(), limit: seat.limit, since: seat.since, due: None };
    Some((seat.path.clone(), Holding { holder, told }))
}

/// The dossier as a whole: at its present step when its steps stand in a row, else on its way to the result.
fn whole(dossier: &Dossier, at: DateTime) -> (String, Holding) {
    let told = |name: &str, limit| StepTold { name: name.to_owned(), limit, since: at, due: None };
    let in_pool =
        |step: &str| (step.to_owned(), Holding { holder: pool(&dossier.handling_unit), told: told("", None) });
    match (dossier.stage, dossier.current_step()) {
        (Stage::Decided, _) => in_pool(SIGN),
        (Stage::Signed, _) => in_pool(ISSUE),
        (_, None) => in_pool(DECIDE),
        (_, Some(step)) => {
            let person = dossier.assignee.clone().filter(|_| step.role != Role::Leader);
            let unit = dossier.handling_unit.clone();
            let holder = match person {
                Some(person) => Holder::Person { unit, person },
                None => Holder::Pool { unit },
            };
            let number = dossier.step.saturating_add(1);
            (format!(":{number}"), Holding { holder, told: told(&step.name, step.limit) })
        }
    }
}
