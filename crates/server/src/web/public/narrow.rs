//! How a list of procedures is narrowed: the query of its address, and the choices of its form.

use crate::messages::Messages;
use crate::web::format;
use app::Catalogue;
use app::find::{Shelf, Wanted};
use domain::organisation::UnitLevel;
use domain::procedure::{Audience, OnlineLevel};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The unit that stands for all communes in an address: any code of the statistics office will do.
const COMMUNES: &str = "0";

/// The query of `/thu-tuc`. What cannot be read does not restrict.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    event: String,
    audience: String,
    field: String,
    level: String,
    unit: String,
    online: String,
    pub(super) day: String,
    pub(super) in_force: String,
    pub(super) after: String,
}

/// A choice of the form.
pub(super) struct Select {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// One entry of a choice.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) selected: bool,
}

impl Asked {
    /// The day as of which the list stands.
    pub(super) fn day(&self, today: Date) -> Date {
        format::read_day(&self.day).unwrap_or(today)
    }

    /// Which procedures are wanted.
    pub(super) fn wanted(&self) -> Wanted {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Wanted {
            event: given(&self.event),
            field: given(&self.field),
            unit: given(&self.unit),
            level: levels().into_iter().find(|level| level_code(*level) == self.level),
            audience: Audience::ALL.into_iter().find(|audience| audience.name() == self.audience),
            online: online_levels().into_iter().find(|level| level.number().to_string() == self.online),
            in_force: !self.in_force.is_empty(),
        }
    }

    /// The address of the list with another query, from another place on.
    pub(super) fn address(&self, q: &str, after: &str) -> String {
        let pairs = [
            ("q", q),
            ("event", &self.event),
            ("audience", &self.audience),
            ("field", &self.field),
            ("level", &self.level),
            ("unit", &self.unit),
            ("online", &self.online),
            ("day", &self.day),
            ("in_force", &self.in_force),
            ("after", after),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> =
            given.map(|(name, value)| format!("{name}={}", format::query_escaped(value))).collect();
        if pairs.is_empty() { "/thu-tuc".to_owned() } else { format!("/thu-tuc?{}", pairs.join("&")) }
    }
}

/// The list of the procedures in force on a day, of one field or level, at one level of the online service.
pub(super) fn list_address(day: Date, field: Option<&str>, level: Option<UnitLevel>, online: Option<u8>) -> String {
    let asked = Asked {
        field: field.unwrap_or_default().to_owned(),
        level: level.map(level_code).unwrap_or_default().to_owned(),
        online: online.map(|level| level.to_string()).unwrap_or_default(),
        day: day.to_string(),
        in_force: "1".to_owned(),
        ..Asked::default()
    };
    asked.address("", "")
}

/// The list of an event.
pub(super) fn event_address(code: &str) -> String {
    Asked { event: code.to_owned(), ..Asked::default() }.address("", "")
}

const fn levels() -> [UnitLevel; 3] {
    [UnitLevel::Province, UnitLevel::Commune, UnitLevel::District]
}

const fn online_levels() -> [OnlineLevel; 3] {
    [OnlineLevel::Level4, OnlineLevel::Level3, OnlineLevel::Level2]
}

const fn level_code(level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::Province => "province",
        UnitLevel::District => "district",
        UnitLevel::Commune => "commune",
        UnitLevel::Body => "body",
    }
}

/// The choices of the form, each beginning with "all".
pub(super) fn selects(m: &Messages, catalogue: &Catalogue, shelf: &Shelf, asked: &Asked, day: Date) -> Vec<Select> {
    let (b, p) = (&m.openness.browse, &m.public.procedure);
    let guide = &catalogue.guide;
    let named = |vi: &str, en: &str| if m.is_english() { en.to_owned() } else { vi.to_owned() };
    let events = guide.events.events.iter().map(|event| (event.code.clone(), named(&event.name_vi, &event.name_en)));
    let audiences = guide.events.audiences.iter();
    let audiences = audiences.map(|rule| (rule.audience.name().to_owned(), named(&rule.name_vi, &rule.name_en)));
    let fields: BTreeSet<&str> = shelf.all().iter().map(|shelved| shelved.procedure.field_vi.as_str()).collect();
    let fields = fields.into_iter().map(|field| (field.to_owned(), field.to_owned()));
    let level_names = [
        (UnitLevel::Province, p.level_province),
        (UnitLevel::Commune, p.level_commune),
        (UnitLevel::District, p.level_district),
    ];
    let level_choices = level_names.into_iter().map(|(level, name)| (level_code(level).to_owned(), name.to_owned()));
    let handling: BTreeSet<&str> = shelf.all().iter().filter_map(|shelved| shelved.unit.as_deref()).collect();
    let mut units: Vec<(String, String)> =
        handling.into_iter().map(|unit| (unit.to_owned(), catalogue.unit_name(unit, day).to_owned())).collect();
    units.sort_by(|(_, one), (_, other)| one.cmp(other));
    units.insert(0, (COMMUNES.to_owned(), b.commune_units.to_owned()));
    let online = online_levels().into_iter().zip([b.online_full, b.online_partial, b.online_information]);
    let online = online.map(|(level, name)| (level.number().to_string(), name.to_owned()));
    vec![
        select(b.any, "event", b.event, &asked.event, events.collect()),
        select(b.any, "audience", b.audience, &asked.audience, audiences.collect()),
        select(b.any, "field", b.field, &asked.field, fields.collect()),
        select(b.any, "level", b.level, &asked.level, level_choices.collect()),
        select(b.any, "unit", b.unit, &asked.unit, units),
        select(b.any, "online", b.online, &asked.online, online.collect()),
    ]
}

fn select(any: &str, name: &'static str, label: &'static str, chosen: &str, choices: Vec<(String, String)>) -> Select {
    let first = Choice { value: String::new(), text: any.to_owned(), selected: chosen.is_empty() };
    let others = choices.into_iter().map(|(value, text)| Choice { selected: value == chosen, value, text });
    Select { name, label, choices: std::iter::once(first).chain(others).collect() }
}
