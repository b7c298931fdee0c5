//! Which days and hours are working time.
//!
//! Two kinds of dated data meet here: the *published calendar* (lịch nghỉ lễ, tết và hoán đổi ngày làm việc) and the
//! *office hours* (giờ hành chính) of a unit. Neither is ever computed from a rule; both are checked whole before use.
//! A calendar answers only inside its span. Who asks beyond it gets an error from [`crate::deadline`], never a guess.

mod clock;
mod days;
mod fault;
mod hours;
mod plan;
mod published;

pub use clock::{ClockFault, ClockTime, DAY_MINUTES, MonthDay};
pub use days::{Calendar, DayInfo, DayKind};
pub use fault::{CalendarFault, CalendarFaults};
pub use hours::{HoursFault, HoursPeriod, OfficeHours, Season, Session, WeekHours};
pub use published::{
    CalendarData, CalendarFile, CountingMode, DayStatus, NoSpan, PublishedDay, PublishedKind, TetPeriod, Weekday,
};

pub(crate) use plan::DayPlan;
