//! OCEL 2.0 as JSON: dossiers, units and procedures as objects; what happened as events that touch them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Case, stamp};

/// Writes a log as OCEL: first the objects of all cases, then the events of all cases.
///
/// Units and procedures are objects too; there are a few thousand at most, so which of them were met is kept.
#[derive(Debug, Clone, Default)]
pub struct Ocel {
    /// Offset of the province's civil time from UTC, in seconds.
    offset_seconds: i64,
    units: BTreeSet<String>,
    procedures: BTreeSet<String>,
    written: bool,
}

/// The moment from which attributes of objects hold that never change, as the format wants it.
const SINCE_EVER: &str = "1970-01-01T00:00:00Z";

impl Ocel {
    /// A log in a province whose civil time has this offset from UTC.
    #[must_use]
    pub fn new(offset_seconds: i64) -> Self {
        Self { offset_seconds, ..Self::default() }
    }

    /// What stands before the first object. Activities are the types of events.
    #[must_use]
    pub fn head(&self, activities: &BTreeSet<&str>) -> String {
        let attribute = |name: &str| json!({"name": name, "type": "string"});
        let objects = json!([
            {"name": "dossier", "attributes": [attribute("channel")]},
            {"name": "unit", "attributes": []},
            {"name": "procedure", "attributes": []},
        ]);
        let kind = |activity: &&str| json!({"name": activity, "attributes": [attribute("actor")]});
        let events: Vec<Value> = activities.iter().map(kind).collect();
        format!("{{\"objectTypes\":{objects},\"eventTypes\":{},\n\"objects\":[\n", Value::from(events))
    }

    /// The objects of one dossier that were not met before.
    pub fn objects(&mut self, case: &Case) -> String {
        let mut text = String::new();
        let channel = json!([{"name": "channel", "time": SINCE_EVER, "value": case.channel}]);
        self.next(&mut text, &json!({"id": case.id, "type": "dossier", "attributes": channel, "relationships": []}));
        if self.procedures.insert(case.procedure.clone()) {
            let id = procedure_id(&case.procedure);
            self.next(&mut text, &json!({"id": id, "type": "procedure", "attributes": [], "relationships": []}));
        }
        for event in &case.events {
            if self.units.insert(event.unit.clone()) {
                let id = unit_id(&event.unit);
                self.next(&mut text, &json!({"id": id, "type": "unit", "attributes": [], "relationships": []}));
            }
        }
        text
    }

    /// What stands between the last object and the first event.
    pub fn between(&mut self) -> &'static str {
        self.written = false;
        "\n],\n\"events\":[\n"
    }

    /// The events of one dossier.
    pub fn events(&mut self, case: &Case) -> String {
        let mut text = String::new();
        for (event, number) in case.events.iter().zip(1_u32..) {
            let touched = json!([
                {"objectId": case.id, "qualifier": "dossier"},
                {"objectId": procedure_id(&case.procedure), "qualifier": "procedure"},
                {"objectId": unit_id(&event.unit), "qualifier": "unit"},
            ]);
            let value = json!({
                "id": format!("{}-{number}", case.id),
                "type": event.activity,
                "time": stamp(event.at, self.offset_seconds),
                "attributes": [{"name": "actor", "value": event.actor}],
                "relationships": touched,
            });
            self.next(&mut text, &value);
        }
        text
    }

    /// What stands after the last event.
    #[must_use]
    pub const fn tail(&self) -> &'static str {
        "\n]}\n"
    }

    fn next(&mut self, text: &mut String, value: &Value) {
        if self.written {
            text.push_str(",\n");
        }
        self.written = true;
        text.push_str(&value.to_string());
    }
}

fn unit_id(unit: &str) -> String {
    format!("unit:{unit}")
}

fn procedure_id(procedure: &str) -> String {
    format!("procedure:{procedure}")
}
