//! Who takes a step: a role at a unit, and how the unit is found for one dossier.

use super::definition::{Definition, NodeKind, UnitRule};
use crate::access::Role;

/// A role at a unit that somebody must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat<'a> {
    /// The step; its compensation counts as the step's.
    pub step: &'a str,
    /// The role.
    pub role: Role,
    /// Where.
    pub unit: &'a UnitRule,
}

/// What is known of the dossier whose step is to be given to a unit.
#[expect(missing_docs, reason = "the names say it")]
pub struct Surroundings<'a> {
    pub handling: &'a str,
    pub receiving: &'a str,
    /// The commune of the applicant's address.
    pub address: Option<&'a str>,
    /// The answer to a question.
    pub answer: &'a dyn Fn(&str) -> Option<String>,
    /// The unit one level above.
    pub above: &'a dyn Fn(&str) -> Option<String>,
    /// The unit by which an authority outside the province's own works here, if it does.
    pub outside: &'a dyn Fn(&str) -> Option<String>,
}

impl UnitRule {
    /// The unit for one dossier; none where the dossier does not tell, and for authorities that do not work here.
    #[must_use]
    pub fn unit(&self, dossier: &Surroundings<'_>) -> Option<String> {
        match self {
            Self::Handling => Some(dossier.handling.to_owned()),
            Self::Receiving => Some(dossier.receiving.to_owned()),
            Self::Fixed { unit_id } => Some(unit_id.clone()),
            Self::Address => dossier.address.map(str::to_owned),
            Self::Field { field } => (dossier.answer)(field),
            Self::Above => (dossier.above)(dossier.handling),
            Self::Below => dossier
                .address
                .filter(|address| (dossier.above)(address).as_deref() == Some(dossier.handling))
                .map(str::to_owned),
            Self::Outside { authority_vi } => (dossier.outside)(authority_vi),
        }
    }
}

/// Every seat of a definition, compensations included.
pub(super) fn seats(definition: &Definition) -> Vec<Seat<'_>> {
    let mut seats = Vec::new();
    for node in definition.nodes() {
        if let NodeKind::Step(step) = &node.kind {
            seats.push(Seat { step: &node.id, role: step.role, unit: &step.unit });
            let undo = step.compensation.iter();
            seats.extend(undo.map(|undo| Seat { step: &node.id, role: undo.role, unit: &undo.unit }));
        }
    }
    seats
}
