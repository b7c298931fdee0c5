//! Where the work on a dossier stands: the sum of its events.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Seat, SeatKind};
use crate::dossier::FileRef;
use crate::workflow::{self, State};

/// An event of the dossier's own workflow, or of that of one of its sub-dossiers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Routed {
    /// The instance: empty for the dossier's own, else the path of the node that opened the sub-dossier.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instance: String,
    /// What happened there.
    #[serde(flatten)]
    pub event: workflow::Event,
}

/// The work on a dossier.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkState {
    /// The instances, by path: the dossier's own is the empty one.
    pub instances: BTreeMap<String, State>,
    /// Who holds each open step and wait, by path.
    pub seats: BTreeMap<String, Seat>,
    /// What was found at steps, for the choices that follow.
    pub findings: BTreeMap<String, Value>,
    /// Files of the result, attached at steps.
    pub result_files: Vec<FileRef>,
    /// The ground on which the clock stands because of an open node.
    pub standing: Option<String>,
}

impl WorkState {
    /// Keeps events of workflows and the seats that they opened.
    pub(in crate::dossier) fn keep(&mut self, moves: &[Routed], opened: &[Seat]) {
        for Routed { instance, event } in moves {
            workflow::fold(self.instances.entry(instance.clone()).or_default(), event);
        }
        let instances = &self.instances;
        self.seats.retain(|path, seat| is_still_open(instances, path, seat));
        for seat in opened {
            if is_still_open(&self.instances, &seat.path, seat) {
                self.seats.insert(seat.path.clone(), seat.clone());
            }
        }
    }

    /// Whether nothing but the handing over of the result is left to do.
    #[must_use]
    pub fn is_only_delivering(&self) -> bool {
        self.seats.values().all(Seat::is_last_delivery)
            && self.instances.iter().all(|(path, state)| path.is_empty() || state.is_over())
    }

    /// Another unit takes over what this one held.
    pub(in crate::dossier) fn pass(&mut self, from: &str, to: &str) {
        for seat in self.seats.values_mut().filter(|seat| seat.unit == from) {
            to.clone_into(&mut seat.unit);
            seat.assignee = None;
        }
    }
}

fn is_still_open(instances: &BTreeMap<String, State>, path: &str, seat: &Seat) -> bool {
    let (instance, node) = split(path);
    let Some(state) = instances.get(instance) else { return false };
    match &seat.kind {
        SeatKind::Step { .. } | SeatKind::Wait { .. } => state.is_open(node),
        SeatKind::Timer { on } => state.open.get(on).is_some_and(|open| on == node || open.timers.contains_key(node)),
        SeatKind::Undo => state.owed.first().is_some_and(|owed| owed == node),
    }
}

/// The path of a node of an instance.
#[must_use]
pub fn path_of(instance: &str, node: &str) -> String {
    if instance.is_empty() { node.to_owned() } else { format!("{instance}/{node}") }
}

/// The instance and the node of a path.
#[must_use]
pub fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
