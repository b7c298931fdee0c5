//! A second, slow model of due times: it walks time tick by tick over a drawn-out calendar and shares no code with the
//! engine but the type of the published days.
//!
//! A tick is 1 or 15 minutes. Time inside the model is counted in ticks since the first published midnight.

use domain::calendar::{Calendar, DayStatus, OfficeHours, PublishedKind};
use domain::deadline::{ClockInput, CountingMode, CutOff, CutOffMoves, Effect, LimitUnit};
use jiff::civil::{Date, DateTime, Weekday};
use std::collections::BTreeMap;

/// Every tick of the span: is the office open?
pub(crate) struct Drawn {
    tick: usize,
    first: Date,
    open: Vec<bool>,
    works: Vec<bool>,
    /// What each tick of work weighs in [`Self::whole_day`], per day: all working days weigh the same.
    weights: Vec<usize>,
    whole_day: usize,
}

/// What the model finds: the minute, or since when it stands and the minutes left.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Found {
    At(DateTime),
    Standing(DateTime, i64),
}

/// The model gives up: outside the drawn calendar, or a pause that is reversed.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) struct NoAnswer;

type Answer<T> = Result<T, NoAnswer>;

impl Drawn {
    pub(crate) fn new(calendar: &Calendar, hours: &OfficeHours, tick: usize) -> Self {
        let first = calendar.published_from();
        let mut drawn = Self { tick, first, open: Vec::new(), works: Vec::new(), weights: Vec::new(), whole_day: 10 };
        let published: BTreeMap<Date, _> = calendar.data().days.iter().map(|day| (day.date, day)).collect();
        let mut date = first;
        while date <= calendar.published_through() {
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            let works = match published.get(&date) {
                Some(day) if day.status == DayStatus::PendingLaw => !weekend,
                Some(day) => day.kind == PublishedKind::SwapWork,
                None => !weekend,
            };
            drawn.works.push(works);
            for minute in (0..1440).step_by(tick) {
                let minute = i64::from(minute);
                let inside = |session: &domain::calendar::Session| {
                    session.open.minutes() <= minute && minute < session.close.minutes()
                };
                drawn.open.push(works && hours.sessions(date).iter().any(inside));
            }
            date = date.tomorrow().unwrap();
        }
        let totals: Vec<usize> = (0..drawn.works.len()).map(|day| drawn.open_in_day(day)).collect();
        for total in totals.iter().filter(|total| **total > 0) {
            // The least multiple of all totals, found by trying.
            let multiple = |times: &usize| (drawn.whole_day * times).is_multiple_of(total * 10);
            drawn.whole_day *= (1..=total * 10).find(multiple).unwrap();
        }
        drawn.weights = totals.iter().map(|total| drawn.whole_day.checked_div(*total).unwrap_or(0)).collect();
        drawn
    }

    fn day_ticks(&self) -> usize {
        1440 / self.tick
    }

    /// Ticks up to a civil time, whose seconds must be zero and which must lie on the grid.
    fn ticks(&self, time: DateTime) -> Answer<usize> {
        let days = self.first.until(time.date()).unwrap().get_days();
        let days = usize::try_from(days).map_err(|_| NoAnswer)?;
        let minutes = usize::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap();
        assert_eq!(minutes % self.tick, 0, "off the grid");
        Ok(days * self.day_ticks() + minutes / self.tick)
    }

    fn time(&self, ticks: usize) -> DateTime {
        let minutes = i64::try_from(ticks * self.tick).unwrap();
        let start = self.first.to_datetime(jiff::civil::Time::midnight());
        start.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap()
    }

    fn is_open(&self, tick: usize) -> Answer<bool> {
        self.open.get(tick).copied().ok_or(NoAnswer)
    }

    fn works(&self, day: usize) -> Answer<bool> {
        self.works.get(day).copied().ok_or(NoAnswer)
    }

    /// `tick` if work goes on or has just ended, else the next opening.
    fn working(&self, mut tick: usize) -> Answer<usize> {
        self.is_open(tick)?;
        if tick > 0 && self.is_open(tick - 1)? {
            return Ok(tick);
        }
        while !self.is_open(tick)? {
            tick += 1;
        }
        Ok(tick)
    }

    fn next_working_day(&self, mut day: usize) -> Answer<usize> {
        while !self.works(day)? {
            day += 1;
        }
        Ok(day)
    }

    fn closing(&self, day: usize) -> Answer<usize> {
        let mut tick = (day + 1) * self.day_ticks();
        while !self.is_open(tick - 1)? {
            tick -= 1;
        }
        Ok(tick)
    }

    fn open_in_day(&self, day: usize) -> usize {
        self.open[day * self.day_ticks()..(day + 1) * self.day_ticks()].iter().filter(|open| **open).count()
    }
}

/// How the end of the limit becomes a due time.
#[derive(Clone, Copy, PartialEq)]
enum Settle {
    /// Only open ticks count: the end is the due time.
    OpenTicks,
    /// The same, but a tick counts as its share of the day's work.
    OpenDays,
    /// Closing time of the last day or of the next working day.
    Closing,
    /// The next moment of office hours.
    NextOpen,
}

/// A running clock of the model.
struct Clock<'a> {
    drawn: &'a Drawn,
    started: usize,
    counted: usize,
    need: usize,
    settle: Settle,
    /// Closed pauses that count.
    pauses: Vec<(usize, usize)>,
    standing: Option<usize>,
}

impl Clock<'_> {
    /// How much a tick counts.
    fn counts(&self, tick: usize) -> Answer<usize> {
        if self.pauses.iter().any(|(from, to)| *from <= tick && tick < *to) {
            return Ok(0);
        }
        match self.settle {
            Settle::OpenTicks => Ok(usize::from(self.drawn.is_open(tick)?)),
            Settle::OpenDays if self.drawn.is_open(tick)? => Ok(self.drawn.weights[tick / self.drawn.day_ticks()]),
            Settle::OpenDays => Ok(0),
            Settle::Closing | Settle::NextOpen => Ok(1),
        }
    }

    /// Ticks left at `since`, as the clock counts them if it goes on at once.
    fn left(&self, since: usize) -> Answer<usize> {
        let mut used = 0;
        for tick in self.counted..since {
            used += self.counts(tick)?;
        }
        let mut left = self.need.saturating_sub(used);
        if self.settle != Settle::OpenDays {
            return Ok(left);
        }
        let (mut tick, mut ticks) = (self.counted.max(since), 0);
        while left > 0 {
            left = left.saturating_sub(self.counts(tick)?);
            ticks += usize::from(self.drawn.is_open(tick)?);
            tick += 1;
        }
        Ok(ticks)
    }

    fn in_working_time(&self) -> bool {
        matches!(self.settle, Settle::OpenTicks | Settle::OpenDays)
    }

    /// The end of the limit, before it is settled.
    fn end(&self) -> Answer<usize> {
        let (mut tick, mut left) = (self.counted, self.need);
        while left > 0 {
            if tick > self.drawn.open.len() + 100_000 {
                return Err(NoAnswer);
            }
            left = left.saturating_sub(self.counts(tick)?);
            tick += 1;
        }
        // A pause that began after the end but before the due time keeps the end back.
        while let Some((_, to)) = self.pauses.iter().find(|(from, to)| *from <= tick && tick < *to) {
            if self.in_working_time() {
                break;
            }
            tick = *to;
        }
        Ok(tick)
    }

    fn due(&self) -> Answer<usize> {
        let end = self.end()?;
        match self.settle {
            Settle::OpenTicks | Settle::OpenDays => Ok(end),
            Settle::Closing => {
                let day = (end - 1) / self.drawn.day_ticks();
                self.drawn.closing(self.drawn.next_working_day(day)?)
            }
            Settle::NextOpen => self.drawn.working(end),
        }
    }

    fn pause(&mut self, from: usize, to: usize, paused_to: usize) -> Answer<()> {
        // What an earlier pause covers, it covers.
        let from = from.max(paused_to);
        if from >= to {
            return Ok(());
        }
        if !self.in_working_time() {
            let end = self.end()?;
            if end <= from && to <= self.due()? {
                return Ok(());
            }
            if end <= from {
                self.need += from - end;
            }
        }
        self.pauses.push((from, to));
        Ok(())
    }
}

/// Starts the model's clock at a receipt.
fn start<'a>(
    drawn: &'a Drawn,
    mode: CountingMode,
    cut_off: Option<CutOff>,
    clock: &ClockInput,
    received: usize,
) -> Answer<Clock<'a>> {
    let day_ticks = drawn.day_ticks();
    let day = received / day_ticks;
    drawn.is_open(received)?;
    let minute = i64::try_from(received % day_ticks * drawn.tick).unwrap();
    let after = |moves| {
        cut_off.is_some_and(|cut_off| cut_off.moves == moves && minute > cut_off.at.minutes())
            && (day * day_ticks..received).any(|tick| drawn.open[tick])
    };
    let started = if after(CutOffMoves::StartOfClock) {
        drawn.working(drawn.next_working_day(day + 1)? * day_ticks)?
    } else {
        drawn.working(received)?
    };
    let mut running = Clock {
        drawn,
        started,
        counted: started,
        need: 0,
        settle: Settle::OpenTicks,
        pauses: Vec::new(),
        standing: None,
    };
    let tenths = usize::try_from(clock.limit.tenths()).unwrap();
    let in_days = matches!(clock.limit.unit(), LimitUnit::WorkingDay | LimitUnit::Day);
    let day = started / day_ticks;
    if in_days && tenths <= 10 && cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult) {
        let late = after(CutOffMoves::SameDayResult) && day == received / day_ticks;
        let late = late || started == drawn.closing(day)?;
        let due = drawn.closing(if late { drawn.next_working_day(day + 1)? } else { day })?;
        running.counted = if late { (day + 1) * day_ticks } else { started };
        running.settle = Settle::OpenDays;
        for tick in running.counted..due {
            running.need += running.counts(tick)?;
        }
        return Ok(running);
    }
    if in_days && mode == CountingMode::CivilCode {
        running.counted = (day + 1) * day_ticks;
    }
    (running.need, running.settle) = match (clock.limit.unit(), mode) {
        (LimitUnit::WorkingHour, _) => (tenths * 6 / drawn.tick, Settle::OpenTicks),
        (LimitUnit::WorkingDay, CountingMode::OfficeHours) => (tenths * 48 / drawn.tick, Settle::OpenTicks),
        (LimitUnit::WorkingDay, CountingMode::CivilCode) => (tenths * drawn.whole_day / 10, Settle::OpenDays),
        (LimitUnit::Day, CountingMode::CivilCode) => (tenths * 144 / drawn.tick, Settle::Closing),
        (LimitUnit::Day, CountingMode::OfficeHours) => (tenths * 144 / drawn.tick, Settle::NextOpen),
        (LimitUnit::Hour, _) => (tenths * 6 / drawn.tick, Settle::NextOpen),
    };
    Ok(running)
}

/// The model's answer to the same question as the engine's.
pub(crate) fn reckon(drawn: &Drawn, mode: CountingMode, cut_off: Option<CutOff>, input: &ClockInput) -> Answer<Found> {
    let mut clock = start(drawn, mode, cut_off, input, drawn.ticks(input.received)?)?;
    clock.due_or_fail()?;
    let mut events: Vec<(DateTime, u8, bool, Option<DateTime>, usize)> = Vec::new();
    for (position, pause) in input.interruptions.iter().enumerate() {
        if pause.to.is_some_and(|to| to < pause.from) {
            return Err(NoAnswer);
        }
        events.push((pause.from, 0, pause.to.is_none(), pause.to, position));
    }
    events.extend(input.extensions.iter().enumerate().map(|(position, at)| (at.at, 1, false, None, position)));
    events.sort_unstable();
    let mut paused_to = 0;
    for (time, kind, _, to, position) in events {
        let from = drawn.ticks(time).unwrap_or(0);
        if kind == 1 {
            extend(&mut clock, mode, input, from, position)?;
            continue;
        }
        let effect = input.interruptions[position].effect;
        let to = to.map(|to| drawn.ticks(to).unwrap_or(0));
        if effect == Effect::NoPause || clock.standing.is_some() || to.is_some_and(|to| to <= clock.started) {
            continue;
        }
        if from >= clock.due()? {
            continue;
        }
        match to {
            None => clock.standing = Some(from.max(clock.started).max(paused_to)),
            Some(to) if to >= drawn.open.len() => return Err(NoAnswer),
            Some(to) if effect == Effect::Restart => {
                let pauses = std::mem::take(&mut clock.pauses);
                clock = start(drawn, mode, cut_off, input, to)?;
                clock.due_or_fail()?;
                clock.pauses = pauses;
                clock.due_or_fail()?;
            }
            Some(to) => {
                clock.pause(from, to, paused_to)?;
                clock.due_or_fail()?;
                paused_to = paused_to.max(to);
            }
        }
    }
    let Some(since) = clock.standing else { return Ok(Found::At(drawn.time(clock.due()?))) };
    let left = clock.left(since)? * drawn.tick;
    Ok(Found::Standing(drawn.time(since), i64::try_from(left).unwrap()))
}

impl Clock<'_> {
    /// Limits in working time must end inside the calendar even if the clock stands later.
    fn due_or_fail(&self) -> Answer<()> {
        if self.in_working_time() { self.end().map(|_| ()) } else { Ok(()) }
    }
}

fn extend(clock: &mut Clock<'_>, mode: CountingMode, input: &ClockInput, at: usize, position: usize) -> Answer<()> {
    if clock.standing.is_none() && at > clock.due()? {
        return Ok(());
    }
    let limit = input.extensions[position].limit;
    assert_eq!(limit.unit(), input.limit.unit(), "the model knows only extensions of the same unit");
    let tenths = usize::try_from(limit.tenths()).unwrap();
    let drawn = clock.drawn;
    clock.need += match (limit.unit(), mode) {
        (LimitUnit::WorkingHour | LimitUnit::Hour, _) => tenths * 6 / drawn.tick,
        (LimitUnit::WorkingDay, CountingMode::OfficeHours) => tenths * 48 / drawn.tick,
        (LimitUnit::WorkingDay, CountingMode::CivilCode) => tenths * drawn.whole_day / 10,
        (LimitUnit::Day, _) => tenths * 144 / drawn.tick,
    };
    clock.due_or_fail()
}
