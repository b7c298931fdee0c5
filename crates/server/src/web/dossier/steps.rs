//! The planned steps of a dossier: how long each may take, when it is due, when it was done, and which are late.

use crate::messages::{Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{TimeLeft, Tone};
use crate::web::format;
use app::dossier::{DossierView, TimelineEntry};
use domain::deadline::Due;
use domain::dossier::{Dossier, Event, PlannedStep, Stage};
use jiff::civil::DateTime;

/// One planned step.
pub(super) struct StepLine {
    pub(super) name: String,
    pub(super) role: &'static str,
    pub(super) limit: String,
    pub(super) due: String,
    pub(super) state: String,
    pub(super) late: Option<TimeLeft>,
}

/// Every planned step, in order.
pub(super) fn lines(state: &AppState, m: &Messages, of: &DossierView) -> Vec<StepLine> {
    let dossier = &of.dossier;
    let limits = state.app.step_limits(dossier);
    let done = done_at(dossier, &of.timeline);
    let now = state.app.now_civil();
    let known = |number: usize| Known {
        number,
        due: limits.get(number).map(|step| step.due),
        done: done.get(number).copied().flatten(),
    };
    let steps = dossier.steps.iter().enumerate();
    steps.map(|(number, step)| line(m, dossier, step, &known(number), now)).collect()
}

/// What is known of one step beside its plan.
struct Known {
    number: usize,
    due: Option<Due>,
    done: Option<DateTime>,
}

fn line(m: &Messages, dossier: &Dossier, step: &PlannedStep, known: &Known, now: DateTime) -> StepLine {
    let t = &m.staff.dossier;
    StepLine {
        name: step.name.clone(),
        role: sentences::role(m, step.role),
        limit: step.limit.map_or_else(|| m.common.none.to_owned(), |limit| sentences::limit(m, limit)),
        due: match known.due {
            Some(Due::At(at)) => format::moment(m, at),
            Some(Due::Standing { .. }) => m.common.time.paused.to_owned(),
            None => m.common.none.to_owned(),
        },
        state: match known.done {
            Some(at) => fill(t.step_done, &[("at", &format::moment(m, at))]),
            None if is_present(dossier, known.number) => t.step_now.to_owned(),
            None => t.step_later.to_owned(),
        },
        late: is_late(dossier, known, now).then(|| TimeLeft::of(Tone::Late, t.step_late)),
    }
}

fn is_present(dossier: &Dossier, number: usize) -> bool {
    dossier.stage == Stage::InProcess && dossier.step == number
}

/// A step is late when it was done after its time, or its time is over and the dossier is still worked.
fn is_late(dossier: &Dossier, known: &Known, now: DateTime) -> bool {
    let Some(Due::At(due)) = known.due else { return false };
    let ended = dossier.finished_at.is_some() || !dossier.stage.is_open();
    match known.done {
        Some(at) => at > due,
        None => !ended && now > due,
    }
}

/// When each step was done, as far as it still counts as done.
fn done_at(dossier: &Dossier, timeline: &[TimelineEntry]) -> Vec<Option<DateTime>> {
    let mut done: Vec<Option<DateTime>> = vec![None; dossier.steps.len()];
    for entry in timeline {
        if let Event::StepCompleted { at, step } = &entry.event
            && let Some(place) = done.get_mut(*step)
        {
            *place = Some(*at);
        }
    }
    // What was sent back, or began anew at another unit, is to be done again.
    done.iter_mut().skip(dossier.step).for_each(|place| *place = None);
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::dossier::Code;
    use jiff::civil::datetime;

    fn at_step(step: usize) -> Dossier {
        let event = serde_json::json!({
            "kind": "submitted", "at": "2026-11-26T08:00:00", "procedure": "1.000656", "procedure_version": "",
            "channel": "online", "acceptance_due": null, "due": "unknown",
            "receiving_unit": "05443", "handling_unit": "05443", "subject": "s", "submitter": "",
            "steps": [{"name": "A", "role": "officer"}, {"name": "B", "role": "leader"}], "files": [],
        });
        let event = serde_json::from_value(event).expect("an event");
        let mut dossier =
            Dossier::begin(&Code::parse("H55.05443-261126-0001").expect("a code"), &event).expect("begun");
        dossier.step = step;
        dossier
    }

    #[test]
    fn a_step_is_late_when_it_was_done_late_or_is_not_done_in_time() {
        let due = Some(Due::At(datetime(2026, 11, 27, 17, 0, 0, 0)));
        let (before, after) = (datetime(2026, 11, 27, 16, 0, 0, 0), datetime(2026, 11, 27, 17, 0, 0, 1));
        for (done, now, late) in
            [(None, before, false), (None, after, true), (Some(before), after, false), (Some(after), after, true)]
        {
            assert_eq!(is_late(&at_step(0), &Known { number: 0, due, done }, now), late, "{done:?} {now}");
        }
        let mut ended = at_step(0);
        ended.finished_at = Some(before);
        assert!(!is_late(&ended, &Known { number: 0, due, done: None }, after), "nobody waits for it any more");
        assert!(!is_late(&at_step(0), &Known { number: 0, due: None, done: None }, after));
    }

    #[test]
    fn what_was_sent_back_is_to_be_done_again() {
        let entry = |step, hour| TimelineEntry {
            version: 1,
            event: Event::StepCompleted { at: datetime(2026, 11, 26, hour, 0, 0, 0), step },
            note: None,
            notice: None,
            on_behalf_of: None,
            paper: None,
            recorded_at: domain::time::Instant(0),
            actor: String::new(),
            actor_name: String::new(),
        };
        let timeline = [entry(0, 9), entry(1, 10), entry(0, 11)];
        assert_eq!(done_at(&at_step(0), &timeline), [None, None]);
        assert_eq!(done_at(&at_step(1), &timeline), [Some(datetime(2026, 11, 26, 11, 0, 0, 0)), None]);
        assert_eq!(done_at(&at_step(2), &timeline).iter().filter(|done| done.is_some()).count(), 2);
    }
}
