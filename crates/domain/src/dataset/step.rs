//! Reading published steps and internal processes.

use super::node::{LONG, Node, SHORT};
use crate::procedure::{PublishedStep, Workflow};

pub(super) fn step(place: &Node<'_>) -> PublishedStep {
    PublishedStep {
        order: place.field("order").count(10_000),
        actor_vi: place.field("actor_vi").text_or_none(LONG),
        action_vi: place.field("action_vi").text(LONG),
        duration: place.field("duration").amount_or_none(),
        note_vi: place.field("note_vi").text_or_none(LONG),
        phase_vi: place.field("phase_vi").text_or_none(SHORT),
    }
}

pub(super) fn workflow(place: &Node<'_>) -> Workflow {
    Workflow {
        case_vi: place.field("case_vi").text_or_none(LONG),
        province_vi: place.field("province_vi").text(SHORT),
        decision: place.field("decision").text(SHORT),
        decision_date: place.field("decision_date").day_or_none(),
        total: place.field("total").amount_or_none(),
        sum_matches_total: place.field("sum_matches_total").flag_or_none(),
        steps: place.field("steps").list(500).iter().map(step).collect(),
        source: place.field("source").text(SHORT),
    }
}
