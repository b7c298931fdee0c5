//! Keeping what offices do among themselves.

use super::Opinion;
use crate::dossier::{Dossier, Draft, Event, Stage};

impl Dossier {
    /// Keeps an event of the work; every other event is kept where stages are.
    pub(in crate::dossier) fn keep_internal(&mut self, event: &Event) {
        if let Event::Worked { step, findings, files, moves, seats, standing, clock, due, .. } = event {
            self.units.extend(seats.iter().map(|seat| seat.unit.clone()));
            let work = self.work.get_or_insert_default();
            work.keep(moves, seats);
            work.findings.extend(findings.clone());
            work.result_files.extend(files.iter().cloned());
            work.standing.clone_from(standing);
            self.clock.clone_from(clock);
            self.due = *due;
            self.begins_if(step.is_some());
        } else if let Event::WorkMoved { moves, seats, standing, clock, due, .. } = event {
            self.units.extend(seats.iter().map(|seat| seat.unit.clone()));
            let work = self.work.get_or_insert_default();
            work.keep(moves, seats);
            work.standing.clone_from(standing);
            self.clock.clone_from(clock);
            self.due = *due;
        } else if let Event::Seated { step, officer, .. } = event {
            self.give_seat(step, Some(officer));
        } else if let Event::HandedBack { step, .. } = event {
            self.give_seat(step, None);
        } else if let Event::OpinionAsked { at, number, unit, by_unit, due } = event {
            self.units.insert(unit.clone());
            self.opinions.push(Opinion {
                number: *number,
                unit: unit.clone(),
                by_unit: by_unit.clone(),
                asked_at: *at,
                due: *due,
                given_at: None,
            });
        } else if let Event::ResultDrafted { at, template, file } = event {
            self.draft = Some(Draft { template: *template, file: file.clone(), at: *at });
        } else if let Event::OpinionGiven { at, number } = event {
            for opinion in self.opinions.iter_mut().filter(|opinion| opinion.number == *number) {
                opinion.given_at = Some(*at);
            }
        }
    }

    /// Somebody holds the step from now on, or nobody; the empty path is the dossier as a whole.
    fn give_seat(&mut self, step: &str, officer: Option<&String>) {
        if step.is_empty() {
            self.assignee = officer.cloned();
            return;
        }
        let seat = self.work.as_mut().and_then(|work| work.seats.get_mut(step));
        if let Some(seat) = seat {
            seat.assignee = officer.cloned();
        }
        self.begins_if(officer.is_some());
    }

    fn begins_if(&mut self, is_worked: bool) {
        if is_worked && self.stage == Stage::Accepted {
            self.stage = Stage::InProcess;
        }
    }
}
