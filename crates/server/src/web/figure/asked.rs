//! Unit and period as they stand in an address, and values as they are written.

use crate::messages::{Messages, fill};
use crate::web::components::FormChoice;
use crate::web::format;
use app::Catalogue;
use app::figure::FigureValue;
use domain::dataset::Exact;
use domain::figure::{Counter, FigureDefinition, Measure, Period, Span};
use domain::organisation::UnitLevel;
use domain::time::Date;
use serde::Deserialize;

/// The query of the pages: unit, first day, last day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) don_vi: String,
    pub(super) tu: String,
    pub(super) den: String,
    pub(super) ngay: String,
    pub(super) sau: String,
}

/// Unit and period that are shown.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) unit: String,
    pub(super) period: Period,
    /// Whether what was asked for is none.
    pub(super) bad: bool,
}

impl Asked {
    /// The year up to today, unless something else is asked for.
    pub(super) fn chosen(&self, today: Date) -> Chosen {
        let unit = self.don_vi.trim().to_owned();
        let is_default = self.tu.is_empty() && self.den.is_empty();
        let to = if self.den.is_empty() { Some(today) } else { format::read_day(&self.den) };
        let from = match (self.tu.as_str(), to) {
            ("", Some(to)) => Some(to.first_of_year()),
            ("", None) => None,
            (month, _) => format::read_day(month).or_else(|| format::read_day(&format!("{month}-01"))),
        };
        let period = from.zip(to).and_then(|(from, to)| Period::new(from, to));
        let fallback = Period::year_to(today);
        Chosen { unit, bad: period.is_none() && !is_default, period: period.unwrap_or(fallback) }
    }
}

impl Chosen {
    /// The query that leads here again.
    pub(super) fn query(&self) -> String {
        let Period { from, to } = self.period;
        format!("don_vi={}&tu={from}&den={to}", format::query_escaped(&self.unit))
    }
}

/// The period in words, as the figure speaks of it.
pub(super) fn period_text(m: &Messages, span: Span, period: Period) -> String {
    let t = &m.figure.list;
    let (from, to) = (format::day(period.from), format::day(period.to));
    match span {
        Span::Period => fill(t.period, &[("from", &from), ("to", &to)]),
        Span::Day => fill(t.day, &[("to", &to)]),
    }
}

/// A value with its measure: `99,44 %`.
pub(super) fn value_text(m: &Messages, measure: Measure, value: Option<Exact>) -> String {
    let Some(value) = value else { return m.figure.list.none.to_owned() };
    let t = &m.figure.measure;
    let text = match measure {
        Measure::Dossiers => t.dossiers,
        Measure::Procedures => t.procedures,
        Measure::Percent => t.percent,
        Measure::Days => t.days,
    };
    fill(text, &[("value", &number(m, value))])
}

/// A number as people here write it.
pub(super) fn number(m: &Messages, number: Exact) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), format::grouped);
    if rest.is_empty() { whole } else { format!("{whole}{}{rest}", m.common.decimal_point) }
}

/// What a counter counts.
pub(super) fn counter_name(m: &'static Messages, counter: Counter) -> &'static str {
    let t = &m.figure.counter;
    match counter {
        Counter::Submitted => t.submitted,
        Counter::SubmittedOnline => t.submitted_online,
        Counter::Received => t.received,
        Counter::WithinLimit => t.within_limit,
        Counter::Late => t.late,
        Counter::LateApologised => t.late_apologised,
        Counter::Finished => t.finished,
        Counter::ResultDigital => t.result_digital,
        Counter::EndedOtherwise => t.ended_otherwise,
        Counter::HandlingMinutes => t.handling_minutes,
        Counter::Waiting => t.waiting,
        Counter::Overdue => t.overdue,
        Counter::Procedures => t.procedures,
        Counter::ProceduresLevel3 => t.procedures_level3,
        Counter::ProceduresLevel4 => t.procedures_level4,
    }
}

/// The name of a figure in the reader's language.
pub(super) fn name_of(m: &Messages, definition: &FigureDefinition) -> String {
    if m.is_english() { definition.name_en.clone() } else { definition.name_vi.clone() }
}

/// The formula in words: `100 × (Kết quả có tệp điện tử) / (Kết quả về bộ phận một cửa)`.
pub(super) fn formula_text(m: &'static Messages, definition: &FigureDefinition) -> String {
    let sum = |counters: &[Counter]| {
        let names: Vec<&str> = counters.iter().map(|counter| counter_name(m, *counter)).collect();
        format!("({})", names.join(" + "))
    };
    let times = if definition.times == 1 { String::new() } else { format!("{} × ", definition.times) };
    let below =
        if definition.denominator.is_empty() { String::new() } else { format!(" / {}", sum(&definition.denominator)) };
    let per =
        if definition.per == 1 { String::new() } else { format!(" / {}", format::grouped(i64::from(definition.per))) };
    format!("{times}{}{below}{per}", sum(&definition.numerator))
}

/// The units of a day to choose from: the province first, its bodies and communes by name.
pub(super) fn unit_choices(m: &Messages, catalogue: &Catalogue, day: Date) -> Vec<FormChoice> {
    let mut units: Vec<(u8, String, String)> = catalogue
        .organisation
        .units(day)
        .filter_map(|unit| {
            let order = match unit.level {
                UnitLevel::Province => return None,
                UnitLevel::Body => 0,
                UnitLevel::District => 1,
                UnitLevel::Commune => 2,
            };
            Some((order, unit.full_name_on(day).to_owned(), unit.id.clone()))
        })
        .collect();
    units.sort();
    let whole = FormChoice::new("", m.figure.list.whole_province);
    std::iter::once(whole).chain(units.into_iter().map(|(_, name, id)| FormChoice::new(id, name))).collect()
}

/// The value of a figure in one line.
pub(super) fn shown(m: &Messages, definition: &FigureDefinition, value: &FigureValue) -> String {
    value_text(m, definition.measure, value.value)
}
