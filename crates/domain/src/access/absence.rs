//! Days on which somebody is away from their post (vắng mặt).

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AwayRefusal, Denied, Person, Role};

/// How long after its first day an absence may still be noted.
const NOTED_LATE_DAYS: i32 = 31;

/// Of what kind an absence is. Illness is not told apart from other leave: a calendar is no place for what concerns health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceReason {
    /// Leave of any kind (nghỉ phép, nghỉ theo chế độ).
    Leave,
    /// Away on duty (đi công tác).
    Mission,
    /// Training (đào tạo, bồi dưỡng).
    Training,
    /// Anything else.
    Other,
}

impl AbsenceReason {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Leave, Self::Mission, Self::Training, Self::Other];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Mission => "mission",
            Self::Training => "training",
            Self::Other => "other",
        }
    }

    /// The kind of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// One absence, first and last day included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its number, as text.
    pub id: String,
    /// Who is away, by account.
    pub person: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// Of what kind.
    pub reason: AbsenceReason,
    /// Who noted it, by account.
    pub noted_by: String,
    /// The day on which the person is back, where that is earlier than was noted.
    #[serde(default)]
    pub back_on: Option<Date>,
}

/// What happened to an absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AbsenceEvent {
    /// It was noted.
    Noted {
        /// All of it.
        absence: Absence,
    },
    /// The person is back earlier than was noted.
    Ended {
        /// From this day on.
        back_on: Date,
    },
}

impl AbsenceEvent {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Noted { .. } => "absence_noted",
            Self::Ended { .. } => "absence_ended",
        }
    }
}

impl Absence {
    /// Whether it may be noted today.
    pub fn check(&self, today: Date) -> Result<(), AwayRefusal> {
        check_span(self.valid_from, self.valid_to)?;
        let earliest = today.saturating_sub(NOTED_LATE_DAYS.days());
        if self.valid_to < today || self.valid_from < earliest { Err(AwayRefusal::Past) } else { Ok(()) }
    }

    /// Whether the person is away on that day.
    #[must_use]
    pub fn absent_on(&self, day: Date) -> bool {
        self.valid_from <= day && day <= self.valid_to && self.back_on.is_none_or(|back| day < back)
    }

    /// The last day on which the person is away; none when they never were.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let last = match self.back_on {
            Some(back) => back.yesterday().ok()?.min(self.valid_to),
            None => self.valid_to,
        };
        (self.valid_from <= last).then_some(last)
    }

    /// Ends it: the person is back today.
    pub fn end(&self, today: Date) -> Result<AbsenceEvent, AwayRefusal> {
        match self.last_day() {
            Some(last) if last >= today => Ok(AbsenceEvent::Ended { back_on: today }),
            Some(_) | None => Err(AwayRefusal::Over),
        }
    }

    /// The absence that these events tell of; none when they tell of none.
    #[must_use]
    pub fn replayed(events: impl IntoIterator<Item = AbsenceEvent>) -> Option<Self> {
        events.into_iter().fold(None, |known: Option<Self>, event| match event {
            AbsenceEvent::Noted { absence } => Some(absence),
            AbsenceEvent::Ended { back_on } => known.map(|absence| Self { back_on: Some(back_on), ..absence }),
        })
    }
}

/// First and last day in order, and at most a year.
pub(super) fn check_span(from: Date, to: Date) -> Result<(), AwayRefusal> {
    if to < from {
        return Err(AwayRefusal::EndsBeforeItBegins);
    }
    if to >= from.saturating_add(1.year()) { Err(AwayRefusal::TooLong) } else { Ok(()) }
}

/// Whether `person` may note or end an absence of `whom`: their own, or, as head of a unit, that of somebody who works
/// there. `units` are those at which the other one works.
pub fn may_note(person: &Person, whom: &str, units: &[String], today: Date) -> Result<(), Denied> {
    let own = person.id == whom && !person.units(today).is_empty();
    let head = units.iter().any(|unit| person.holds(Role::Leader, unit, today));
    if own || head { Ok(()) } else { Err(Denied::Unseen) }
}
