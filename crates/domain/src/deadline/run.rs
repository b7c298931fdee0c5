//! One clock from receipt to due time: start, then interruptions and extensions in the order in which they happened.

use super::CountingMode;
use super::end::{End, OFFICE_DAY_MINUTES};
use super::input::{ClockInput, CutOff, CutOffMoves, DeadlineError, Effect, Extension, Interruption, Terms};
use super::limit::{Limit, LimitUnit};
use super::line::{Amount, Line};
use super::worktime::{Moment, WorkTime, civil, day_of, moment};
use crate::calendar::DAY_MINUTES;
use jiff::civil::DateTime;

/// The state of a clock after the events seen so far.
pub(super) struct Run<'a> {
    pub(super) time: WorkTime<'a>,
    pub(super) terms: &'a Terms<'a>,
    /// The limits that follow one another from the start; one, except for steps.
    limits: &'a [Limit],
    /// Whether the result is owed on the day of receipt.
    same_day: Option<CutOff>,
    pub(super) lines: Vec<Line>,
    /// The minute of receipt, for the explanation.
    received_at: DateTime,
    /// The working moment of receipt, or of the last restart.
    pub(super) started: Moment,
    /// From when time counts: `started`, or the midnight after it where the first day is not counted.
    counted: Moment,
    /// Up to where interruptions are accounted for, and the pause that reaches so far.
    frontier: Moment,
    longest_pause: Option<&'a Interruption>,
    pub(super) end: End,
    /// Since when the clock stands.
    pub(super) standing: Option<Moment>,
}

/// Something that happened to the clock.
enum Event<'a> {
    Interruption(&'a Interruption),
    Extension(&'a Extension),
}

impl<'a> Run<'a> {
    /// Runs `clock` with `limits` one after the other in place of its own limit.
    pub(super) fn new(terms: &'a Terms<'a>, clock: &'a ClockInput, limits: &'a [Limit]) -> Result<Self, DeadlineError> {
        let time = WorkTime::new(terms);
        let same_day = terms.cut_off.filter(|cut_off| {
            let in_days = matches!(clock.limit.unit(), LimitUnit::WorkingDay | LimitUnit::Day);
            cut_off.moves == CutOffMoves::SameDayResult && in_days && clock.limit.tenths() <= 10
        });
        let received = moment(clock.received);
        let mut run = Self {
            time,
            terms,
            limits,
            same_day,
            lines: Vec::with_capacity(8),
            received_at: minute_of(clock.received),
            started: received,
            counted: received,
            frontier: Moment::MIN,
            longest_pause: None,
            end: End::Working(received),
            standing: None,
        };
        run.start(received)?;
        for event in events(clock)? {
            match event {
                Event::Interruption(interruption) => run.interrupt(interruption)?,
                Event::Extension(extension) => run.extend(extension)?,
            }
        }
        Ok(run)
    }

    /// Whether the clock counts working time, so that days off are passed over.
    pub(super) const fn counts_working_time(&self) -> bool {
        self.end.is_working_time()
    }

    /// Starts the clock at a receipt.
    fn start(&mut self, received: Moment) -> Result<(), DeadlineError> {
        self.time.check(received)?;
        self.started = self.receive(received)?;
        if let Some(cut_off) = self.same_day {
            return self.start_same_day(received, cut_off);
        }
        let Some(first) = self.limits.first() else { return Ok(()) };
        for limit in self.limits {
            self.lines.push(Line::LimitIs { limit: *limit });
        }
        let in_days = matches!(first.unit(), LimitUnit::WorkingDay | LimitUnit::Day);
        let mut end = if in_days && self.terms.mode == CountingMode::CivilCode {
            let day = day_of(self.started);
            self.counted = (day + 1) * DAY_MINUTES;
            self.lines.push(Line::FirstDayNotCounted { date: civil(self.started).date() });
            End::Working(self.time.closing(day)?)
        } else {
            self.counted = self.started;
            self.lines.push(Line::CountedFrom { from: civil(self.started) });
            if first.unit() == LimitUnit::WorkingDay {
                self.lines.push(Line::OfficeDay { hours: OFFICE_DAY_MINUTES / 60 });
            }
            End::Working(self.started)
        };
        for limit in self.limits {
            end = end.later(&self.time, self.terms.mode, *limit)?;
        }
        self.end = end;
        Ok(())
    }

    /// The working moment at which a receipt counts.
    fn receive(&mut self, received: Moment) -> Result<Moment, DeadlineError> {
        let day = day_of(received);
        let works = self.time.works(day);
        // The receipt shows the minute that has begun, as the slip does, though the next one counts.
        let (at, counted_at) = (self.received_at, civil(received));
        let cut_off = self.terms.cut_off.filter(|cut_off| self.is_late(received, *cut_off));
        if let Some(CutOff { at: hour, moves: CutOffMoves::StartOfClock }) = cut_off {
            let from = self.time.opening(self.time.working_day_from(day + 1)?)?;
            self.lines.push(Line::ReceivedAfterCutOff { at, cut_off: hour, from: civil(from) });
            return Ok(from);
        }
        let started = self.time.next_working(received)?;
        let from = civil(started);
        self.lines.push(match (started == received, works) {
            (true, _) => Line::Received { at },
            (false, true) => Line::ReceivedOutsideHours { at, from },
            (false, false) => Line::ReceivedDayOff { at, kind: self.terms.calendar.day(counted_at.date()).kind, from },
        });
        if let Some(CutOff { at: hour, moves: CutOffMoves::Forwarding }) = cut_off {
            // Only told, never counted: when the next working day is not published yet, the due time may still be known.
            if let Ok(from) = self.time.working_day_from(day + 1).and_then(|next| self.time.opening(next)) {
                self.lines.push(Line::ForwardedNextDay { cut_off: hour, from: civil(from) });
            }
        }
        Ok(started)
    }

    /// Whether a receipt comes after the cut-off of a working day; nothing is late before the office has opened.
    fn is_late(&self, received: Moment, cut_off: CutOff) -> bool {
        self.time.elapsed(received) > 0 && received.rem_euclid(DAY_MINUTES) > cut_off.at.minutes()
    }

    /// The result is owed at closing time of the day of receipt, or of the next working day after the cut-off.
    fn start_same_day(&mut self, received: Moment, cut_off: CutOff) -> Result<(), DeadlineError> {
        let day = day_of(self.started);
        let after_cut_off = day == day_of(received) && self.is_late(received, cut_off);
        // At closing time nothing is left of the day.
        let late = after_cut_off || self.started >= self.time.closing(day)?;
        let due = self.time.closing(if late { self.time.working_day_from(day + 1)? } else { day })?;
        let (cut_off, date) = (cut_off.at, civil(due).date());
        self.lines.push(if late {
            Line::SameDayResultLate { cut_off, date }
        } else {
            Line::SameDayResult { cut_off, date }
        });
        self.counted = if late { (day + 1) * DAY_MINUTES } else { self.started };
        self.end = End::Days(self.time.day_parts(due));
        Ok(())
    }

    fn interrupt(&mut self, interruption: &'a Interruption) -> Result<(), DeadlineError> {
        let (from, to) = (moment(interruption.from), interruption.to.map(moment));
        let named = (interruption.from, interruption.ground.clone());
        if interruption.effect == Effect::NoPause {
            let legal_basis = interruption.legal_basis.clone();
            self.lines.push(Line::NotPaused { from: named.0, ground: named.1, legal_basis });
            return Ok(());
        }
        if to.is_some_and(|to| to <= self.started) {
            self.lines.push(Line::PauseBeforeStart { from: named.0, ground: named.1 });
            return Ok(());
        }
        if self.standing.is_some() {
            self.lines.push(Line::PauseOverlaps { from: named.0, ground: named.1 });
            return Ok(());
        }
        if from >= self.end.due(&self.time)? {
            self.lines.push(Line::PauseAfterDue { from: named.0, ground: named.1 });
            return Ok(());
        }
        let Some(to) = to else {
            self.standing = Some(from.max(self.frontier).max(self.started));
            return Ok(());
        };
        self.time.check(to)?;
        match interruption.effect {
            Effect::NoPause => Ok(()),
            Effect::Continue => self.pause(interruption, from, to),
            Effect::Restart => self.restart(interruption, to),
        }
    }

    fn pause(&mut self, interruption: &'a Interruption, from: Moment, to: Moment) -> Result<(), DeadlineError> {
        let ground = interruption.ground.clone();
        if to <= self.frontier {
            self.lines.push(Line::PauseOverlaps { from: interruption.from, ground });
            return Ok(());
        }
        // Time that does not count anyway, on the first day, cannot stand.
        let stood_from = from.max(self.frontier).max(self.counted);
        let (end, minutes) = self.end.paused(&self.time, stood_from, to.max(stood_from))?;
        self.lines.push(Line::Paused {
            from: interruption.from.max(civil(from)),
            to: civil(to),
            stood: Amount { minutes, working: self.end.is_working_time() },
            ground,
            legal_basis: interruption.legal_basis.clone(),
        });
        self.end = end;
        self.frontier = to;
        self.longest_pause = Some(interruption);
        Ok(())
    }

    fn restart(&mut self, interruption: &Interruption, to: Moment) -> Result<(), DeadlineError> {
        self.lines.push(Line::Restarted {
            from: interruption.from,
            to: civil(to),
            ground: interruption.ground.clone(),
            legal_basis: interruption.legal_basis.clone(),
        });
        self.received_at = interruption.to.map_or_else(|| civil(to), minute_of);
        self.start(to)?;
        // A pause that lasts beyond the restart stops the new count too.
        let until = std::mem::replace(&mut self.frontier, to);
        match self.longest_pause {
            Some(pause) if until > to => self.pause(pause, to, until),
            Some(_) | None => Ok(()),
        }
    }

    fn extend(&mut self, extension: &Extension) -> Result<(), DeadlineError> {
        let (at, limit) = (extension.at, extension.limit);
        if self.standing.is_none() && moment(at) > self.end.due(&self.time)? {
            self.lines.push(Line::ExtendedAfterDue { at, limit });
            return Ok(());
        }
        self.end = self.end.later(&self.time, self.terms.mode, limit)?;
        self.lines.push(Line::Extended { at, limit, legal_basis: extension.legal_basis.clone() });
        Ok(())
    }

    /// Minutes left since the clock stands, or `None` while it runs.
    pub(super) fn left(&self) -> Result<Option<(Moment, Amount)>, DeadlineError> {
        let Some(since) = self.standing else { return Ok(None) };
        let minutes = self.end.left(&self.time, since.max(self.counted))?;
        Ok(Some((since, Amount { minutes, working: self.end.is_working_time() })))
    }
}

/// The events of a clock in order of time.
fn events(clock: &ClockInput) -> Result<Vec<Event<'_>>, DeadlineError> {
    let mut events = Vec::with_capacity(clock.interruptions.len() + clock.extensions.len());
    for interruption in &clock.interruptions {
        let from = interruption.from;
        if let Some(to) = interruption.to.filter(|to| *to < from) {
            return Err(DeadlineError::ReversedInterruption { from, to });
        }
        events.push(Event::Interruption(interruption));
    }
    events.extend(clock.extensions.iter().map(Event::Extension));
    events.sort_by_key(|event| match event {
        Event::Interruption(interruption) => (interruption.from, 0, interruption.to.is_none(), interruption.to),
        Event::Extension(extension) => (extension.at, 1, false, None),
    });
    Ok(events)
}

/// The minute in which a moment lies.
fn minute_of(civil: DateTime) -> DateTime {
    civil.date().at(civil.hour(), civil.minute(), 0, 0)
}
