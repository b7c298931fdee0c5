//! Reading published days and office hours.

use jiff::civil::Date;
use serde_json::Value;

use super::node::{LONG, Node, SHORT};
use super::{Dataset, FaultKind, JsonKind, UnitHours, from_word, refuse_duplicates};
use crate::calendar::{
    Calendar, CalendarData, CalendarFault, CalendarFile, CountingMode, DayStatus, HoursPeriod, OfficeHours,
    PublishedDay, PublishedKind, TetPeriod,
};

/// Reads `days[]` and checks that they make a calendar.
pub(super) fn read_days(root: &Node<'_>, file: &str) -> Option<CalendarData> {
    let places: Vec<Node<'_>> =
        root.field("days").list(20_000).into_iter().map(|place| place.named_by(&["date"])).collect();
    root.field("count").states(places.len());
    let days: Vec<Option<PublishedDay>> = places.iter().map(day).collect();
    let calendar = CalendarFile {
        schema_version: 1,
        title_vi: root.field("title_vi").text(SHORT),
        weekend: root.field("weekend").list(7).iter().filter_map(|entry| entry.word(from_word)).collect(),
        counting_mode: counting_mode(root),
        valid_from: root.field("valid_from").day_or_none(),
        valid_to: root.field("valid_to").day_or_none(),
        tet_periods: root.field("tet_periods").list_or_none(500).iter().filter_map(tet).collect(),
        days: days.iter().flatten().cloned().collect(),
    };
    let version = file.strip_suffix(".json").unwrap_or(file);
    let Ok(data) = calendar.into_data(version) else {
        root.field("tet_periods").fault(FaultKind::Missing);
        return None;
    };
    if let Err(faults) = Calendar::new(data.clone()) {
        for fault in faults.0 {
            let place = date_of(&fault).and_then(|date| {
                days.iter()
                    .position(|day| day.as_ref().is_some_and(|day| day.date == date))
                    .and_then(|at| places.get(at))
            });
            place.unwrap_or(root).fault(FaultKind::Calendar(fault));
        }
    }
    Some(data)
}

fn counting_mode(root: &Node<'_>) -> CountingMode {
    let chosen = root.field("counting_mode");
    if chosen.is_null() { CountingMode::default() } else { chosen.word(from_word).unwrap_or_default() }
}

fn day(place: &Node<'_>) -> Option<PublishedDay> {
    if !place.is_object() {
        return None;
    }
    let day = PublishedDay {
        date: place.field("date").day().unwrap_or(Date::ZERO),
        kind: place.field("kind").word(from_word).unwrap_or(PublishedKind::Holiday),
        is_off: place.field("is_off").flag(),
        status: place.field("status").word(from_word).unwrap_or(DayStatus::Observed),
        name_vi: place.field("name_vi").text(SHORT),
        swap_with: place.field("swap_with").day_or_none(),
        basis_vi: place.field("basis_vi").text_or_none(LONG),
        source: Some(place.field("source").text(LONG)),
    };
    (day.date != Date::ZERO).then_some(day)
}

fn tet(place: &Node<'_>) -> Option<TetPeriod> {
    let year = i16::try_from(place.field("year").count(9_999)).ok()?;
    let (from, to) = (place.field("from").day()?, place.field("to").day()?);
    if to < from {
        place.field("to").fault(FaultKind::EndsBeforeItBegins);
    }
    Some(TetPeriod { year, from, to })
}

const fn date_of(fault: &CalendarFault) -> Option<Date> {
    match fault {
        CalendarFault::Twice { date }
        | CalendarFault::OffContradicts { date }
        | CalendarFault::SwapWorkOnWeekday { date }
        | CalendarFault::LooseSwap { date } => Some(*date),
        CalendarFault::Span { .. } | CalendarFault::NoWorkingWeekday | CalendarFault::NoWorkingDay => None,
    }
}

/// Reads `office_hours[]`: per unit, periods as [`HoursPeriod`] writes them.
pub(super) fn read_hours(root: &Node<'_>) -> Vec<UnitHours> {
    let places: Vec<Node<'_>> =
        root.field("office_hours").list(20_000).into_iter().map(|place| place.named_by(&["unit_id"])).collect();
    refuse_duplicates(places.iter().map(|place| {
        let unit = place.value().get("unit_id").and_then(Value::as_str).unwrap_or("(default)");
        (place.field("unit_id"), unit.to_owned())
    }));
    places.iter().filter_map(hours).collect()
}

fn hours(place: &Node<'_>) -> Option<UnitHours> {
    let periods = place.field("periods");
    let read: Vec<HoursPeriod> = periods.list(500).iter().filter_map(period).collect();
    let unit_id = place.field("unit_id").text_or_none(SHORT);
    let source = place.field("source").text(LONG);
    match OfficeHours::new(read) {
        Ok(hours) => Some(UnitHours { unit_id, hours, source }),
        Err(fault) => {
            periods.fault(FaultKind::OfficeHours(fault));
            None
        }
    }
}

/// The shape of a period is the calendar's own; here its members are looked at one by one to name the faulty one.
fn period(place: &Node<'_>) -> Option<HoursPeriod> {
    if !place.is_object() {
        return None;
    }
    place.field("valid_from").day()?;
    place.field("valid_to").day_or_none();
    place.field("legal_basis").text(LONG);
    sessions(&place.field("sessions"));
    for season in place.field("seasons").list_or_none(12) {
        season.field("from").text(5);
        season.field("to").text(5);
        sessions(&season.field("sessions"));
    }
    let read = serde_json::from_value(place.value().clone());
    if read.is_err() {
        place.fault(FaultKind::WrongType { expected: JsonKind::Object });
    }
    read.ok()
}

fn sessions(place: &Node<'_>) {
    let is_time = |text: &str| text.parse::<crate::calendar::ClockTime>().is_ok();
    for session in place.list(12) {
        session.field("open").code(is_time);
        session.field("close").code(is_time);
    }
}

impl Dataset {
    /// The default office hours of the province, where this is a file of office hours that has them.
    #[must_use]
    pub fn default_hours(&self) -> Option<&OfficeHours> {
        match self {
            Self::OfficeHours(hours) => hours.iter().find(|hours| hours.unit_id.is_none()).map(|hours| &hours.hours),
            Self::Units { .. }
            | Self::Holidays(_)
            | Self::Procedures(_)
            | Self::ProcedureCatalogue(_)
            | Self::Form(_)
            | Self::Competences(_)
            | Self::UnitCodes(_)
            | Self::PauseGrounds(_)
            | Self::NationalStates(_)
            | Self::DemoAccounts(_)
            | Self::Synonyms(_)
            | Self::LifeEvents(_)
            | Self::PublishedFigures(_)
            | Self::Registers(_)
            | Self::BurdenRules(_)
            | Self::Workflows(_)
            | Self::Authorities(_)
            | Self::Desks(_)
            | Self::EscalationRules(_)
            | Self::RefusalGrounds(_)
            | Self::Statutes(_)
            | Self::Figures(_) => None,
        }
    }
}
