//! The control sheet (phiếu kiểm soát quá trình giải quyết hồ sơ): every passing on of the dossier, from its journal.

use super::{Desk, Made, Source, Told};
use domain::dossier::Event;
use jiff::civil::DateTime;
use paper::{ControlSheet, Handover, Outcome, Paper};

/// The sheet as it stands now.
pub(super) fn control_sheet(desk: &Desk<'_>, source: &Source<'_>) -> Made {
    let dossier = source.dossier;
    let received_at = dossier.accepted_at?;
    let last = source.told.last()?.event.at();
    let offices = desk.offices();
    let name = |unit: &str| desk.catalogue.unit_name(unit, desk.day).to_owned();
    let partners = dossier.units.iter().filter(|unit| **unit != dossier.handling_unit).map(|unit| name(unit));
    let sheet = ControlSheet {
        letterhead: offices.letterhead(&dossier.receiving_unit, last.date()),
        dossier: desk.dossier(dossier),
        book: None,
        owner: source.particulars.map(|known| known.applicant.name.clone()).unwrap_or_default(),
        received_at,
        due_at: dossier.due.at(),
        agency: name(&dossier.handling_unit),
        partners: partners.collect(),
        handovers: source.told.iter().filter_map(|told| handover(source, told, &name)).collect(),
    };
    Some((Paper::ControlSheet(sheet), last))
}

/// Who passes the dossier on to whom with an event; nothing for events with which it stays where it is.
fn handover(source: &Source<'_>, told: &Told<'_>, name: &dyn Fn(&str) -> String) -> Option<Handover> {
    let dossier = source.dossier;
    let (desk, unit) = (name(&dossier.receiving_unit), name(&dossier.handling_unit));
    let line = |from: String, to: String, at: DateTime| Handover {
        from,
        giver: Some(told.actor_name.to_owned()).filter(|name| !name.is_empty()),
        to,
        taker: None,
        at,
        outcome: None,
        note: None,
    };
    match told.event {
        Event::Accepted { at, .. } => Some(line(desk, unit, *at)),
        Event::Assigned { at, officer } => {
            let taker = source.assignee_name.filter(|_| dossier.assignee.as_ref() == Some(officer));
            Some(Handover { taker: taker.map(str::to_owned), ..line(unit.clone(), unit, *at) })
        }
        Event::Transferred { at, from_unit, to_unit } => Some(line(name(from_unit), name(to_unit), *at)),
        Event::Worked { at, name: step, seats, .. } if !seats.is_empty() => {
            let mut to: Vec<String> = seats.iter().map(|seat| name(&seat.unit)).collect();
            to.dedup();
            let note = Some(step.clone()).filter(|step| !step.is_empty());
            Some(Handover { note, ..line(unit, to.join("; "), *at) })
        }
        Event::OpinionAsked { at, unit: to, by_unit, .. } => Some(line(name(by_unit), name(to), *at)),
        Event::ResultIssued { at, on_time, .. } => {
            Some(Handover { outcome: outcome(*on_time, *at, dossier.due.at()), ..line(unit, desk, *at) })
        }
        Event::Submitted { .. }
        | Event::Rejected { .. }
        | Event::SupplementRequested { .. }
        | Event::Supplemented { .. }
        | Event::PaymentRequested { .. }
        | Event::Paid { .. }
        | Event::StepCompleted { .. }
        | Event::StepReturned { .. }
        | Event::Extended { .. }
        | Event::Withdrawn { .. }
        | Event::Suspended { .. }
        | Event::Resumed { .. }
        | Event::Decided { .. }
        | Event::Signed { .. }
        | Event::Delivered { .. }
        | Event::Rated { .. }
        | Event::Apologised { .. }
        | Event::Closed { .. }
        | Event::Archived { .. }
        | Event::Worked { .. }
        | Event::WorkMoved { .. }
        | Event::Seated { .. }
        | Event::HandedBack { .. }
        | Event::Noted { .. }
        | Event::ResultDrafted { .. }
        | Event::OpinionGiven { .. } => None,
    }
}

/// Early is a day or more before the due day.
fn outcome(on_time: Option<bool>, at: DateTime, due: Option<DateTime>) -> Option<Outcome> {
    match (on_time?, due) {
        (false, _) => Some(Outcome::Late),
        (true, Some(due)) if at.date() < due.date() => Some(Outcome::Early),
        (true, _) => Some(Outcome::OnTime),
    }
}
