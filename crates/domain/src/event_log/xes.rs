//! XES: one trace a dossier.

use super::{Case, stamp};

/// Writes a log as XES.
#[derive(Debug, Clone, Copy)]
pub struct Xes {
    /// Offset of the province's civil time from UTC, in seconds.
    pub offset_seconds: i64,
}

impl Xes {
    /// What stands before the first trace.
    #[must_use]
    pub fn head(self) -> String {
        let extension = |name: &str, prefix: &str, file: &str| {
            format!(
                "<extension name=\"{name}\" prefix=\"{prefix}\" uri=\"http://www.xes-standard.org/{file}.xesext\"/>\n"
            )
        };
        let extensions =
            [("Concept", "concept", "concept"), ("Time", "time", "time"), ("Organizational", "org", "org")]
                .map(|(name, prefix, file)| extension(name, prefix, file))
                .concat();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1849-2016\" xes.features=\"\" \
             xmlns=\"http://www.xes-standard.org/\">\n{extensions}<classifier name=\"Activity\" keys=\"concept:name\"/>\n"
        )
    }

    /// One dossier.
    #[must_use]
    pub fn case(self, case: &Case) -> String {
        let mut text = String::from("<trace>\n");
        for (key, value) in
            [("concept:name", case.id.as_str()), ("procedure", &case.procedure), ("channel", case.channel)]
        {
            text.push_str(&attribute("string", key, value));
        }
        for event in &case.events {
            text.push_str("<event>\n");
            text.push_str(&attribute("string", "concept:name", event.activity));
            text.push_str(&attribute("date", "time:timestamp", &stamp(event.at, self.offset_seconds)));
            text.push_str(&attribute("string", "org:group", &event.unit));
            text.push_str(&attribute("string", "org:resource", &event.actor));
            text.push_str("</event>\n");
        }
        text.push_str("</trace>\n");
        text
    }

    /// What stands after the last trace.
    #[must_use]
    pub const fn tail(self) -> &'static str {
        "</log>\n"
    }
}

fn attribute(kind: &str, key: &str, value: &str) -> String {
    format!("<{kind} key=\"{}\" value=\"{}\"/>\n", escaped(key), escaped(value))
}

/// Text inside an attribute; control characters, which XML has no place for, are left out.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, character| {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            control if control.is_control() => (),
            plain => safe.push(plain),
        }
        safe
    })
}
