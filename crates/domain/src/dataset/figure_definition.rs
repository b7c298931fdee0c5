//! Definitions of figures: what is counted, how the number comes of it, on what law it rests and who answers for it.

use serde::{Deserialize, Serialize};

use super::node::{LONG, Node, SHORT};
use super::{Exact, FaultKind, from_word, refuse_duplicates};
use crate::organisation::Validity;

/// Most definitions of one file.
const MAX_DEFINITIONS: usize = 1_000;
/// Most counters on one side of a formula; one statement asks for all of a definition's.
pub const TERMS_MAX: usize = 4;
/// Most digits after the point of a value.
const PLACES_MAX: u32 = 4;
/// Largest factor of a formula.
const FACTOR_MAX: u32 = 1_000_000;

/// What can be counted: each stands for one mark that a dossier leaves, or for procedures in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    /// Dossiers handed in (hồ sơ nộp), by the day on which that was.
    Submitted,
    /// Of those, handed in online.
    SubmittedOnline,
    /// Dossiers that the desk received for handling (hồ sơ tiếp nhận), by the day of it.
    Received,
    /// Received dossiers, until the day on which they count as late.
    WithinLimit,
    /// Received dossiers that count as late, from that day on.
    Late,
    /// Late dossiers for which the office has apologised.
    LateApologised,
    /// Results that reached the desk, by the day of it.
    Finished,
    /// Of those, results with a file.
    ResultDigital,
    /// Dossiers that ended without a result: not received, or taken back.
    EndedOtherwise,
    /// Minutes between receipt and result, waits and days off included; counts the results too.
    HandlingMinutes,
    /// Dossiers that are neither finished nor ended.
    Waiting,
    /// Of those, past the due time.
    Overdue,
    /// Procedures in force on the last day.
    Procedures,
    /// Of those, at online level 3.
    ProceduresLevel3,
    /// Of those, at online level 4.
    ProceduresLevel4,
}

impl Counter {
    /// Every counter.
    pub const ALL: [Self; 15] = [
        Self::Submitted,
        Self::SubmittedOnline,
        Self::Received,
        Self::WithinLimit,
        Self::Late,
        Self::LateApologised,
        Self::Finished,
        Self::ResultDigital,
        Self::EndedOtherwise,
        Self::HandlingMinutes,
        Self::Waiting,
        Self::Overdue,
        Self::Procedures,
        Self::ProceduresLevel3,
        Self::ProceduresLevel4,
    ];

    /// The stable name, as stored and as it stands in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::SubmittedOnline => "submitted_online",
            Self::Received => "received",
            Self::WithinLimit => "within_limit",
            Self::Late => "late",
            Self::LateApologised => "late_apologised",
            Self::Finished => "finished",
            Self::ResultDigital => "result_digital",
            Self::EndedOtherwise => "ended_otherwise",
            Self::HandlingMinutes => "handling_minutes",
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::Procedures => "procedures",
            Self::ProceduresLevel3 => "procedures_level3",
            Self::ProceduresLevel4 => "procedures_level4",
        }
    }

    /// The counter of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counter| counter.name() == name)
    }

    /// Whether it counts procedures, not dossiers.
    #[must_use]
    pub const fn is_of_procedures(self) -> bool {
        matches!(self, Self::Procedures | Self::ProceduresLevel3 | Self::ProceduresLevel4)
    }
}

/// Of which time a figure speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Of a period: what belongs to it, as it stands at the end of its last day.
    Period,
    /// Of a day: what there is at its end, whenever it came.
    Day,
}

/// What a value is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Dossiers.
    Dossiers,
    /// Procedures.
    Procedures,
    /// Per cent.
    Percent,
    /// Days of 24 hours.
    Days,
}

/// One version of the definition of a figure (chỉ tiêu, số liệu).
///
/// The value is `times / per` × the sum of `numerator`, divided by the sum of `denominator` where there is one, rounded
/// once and half up to so many `places`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureDefinition {
    /// Its id, the same in all versions: `on_time_rate`.
    pub id: String,
    /// The version, from 1.
    pub version: u32,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// What is counted and how, in Vietnamese.
    pub text_vi: String,
    /// The same in English.
    pub text_en: String,
    /// Of which time it speaks.
    pub span: Span,
    /// Counters that are added up above the line.
    pub numerator: Vec<Counter>,
    /// Counters that are added up below the line; none for a plain count.
    pub denominator: Vec<Counter>,
    /// Factor of the numerator: 100 for per cent.
    pub times: u32,
    /// Divisor beside it: 1,440 to make days of minutes.
    pub per: u32,
    /// What the value is measured in.
    pub measure: Measure,
    /// Digits after the point.
    pub places: u32,
    /// The law on which it rests.
    pub legal_basis_vi: String,
    /// Who answers for it, in Vietnamese.
    pub answers_vi: String,
    /// The same in English.
    pub answers_en: String,
    /// The days on which this version is the definition.
    #[serde(flatten)]
    pub validity: Validity,
    /// Whether the law leaves something of it open, so that it is ours.
    pub assumption: bool,
    /// Where it comes from.
    pub source: String,
}

impl FigureDefinition {
    /// Whether it counts procedures, not dossiers.
    #[must_use]
    pub fn is_of_procedures(&self) -> bool {
        self.numerator.iter().all(|counter| counter.is_of_procedures())
    }

    /// All its counters, each once, in the order of the formula.
    #[must_use]
    pub fn counters(&self) -> Vec<Counter> {
        let mut counters: Vec<Counter> = Vec::new();
        for counter in self.numerator.iter().chain(&self.denominator) {
            if !counters.contains(counter) {
                counters.push(*counter);
            }
        }
        counters
    }

    /// The value that comes of the sums of its counters: `None` of nothing, and where the numbers are too large.
    #[must_use]
    pub fn value(&self, sum: impl Fn(Counter) -> i64) -> Option<Exact> {
        let add = |counters: &[Counter]| {
            counters.iter().try_fold(0_i128, |total, counter| total.checked_add(i128::from(sum(*counter))))
        };
        let above = add(&self.numerator)?.checked_mul(i128::from(self.times))?;
        let below = if self.denominator.is_empty() { 1 } else { add(&self.denominator)? };
        let below = below.checked_mul(i128::from(self.per))?;
        if below <= 0 || above < 0 {
            return None;
        }
        Exact::of_fraction(above, below, self.places)
    }
}

/// Reads `figures[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<FigureDefinition> {
    let places: Vec<Node<'_>> =
        root.field("figures").list(MAX_DEFINITIONS).into_iter().map(|place| place.named_by(&["id"])).collect();
    root.field("count").states(places.len());
    let places: Vec<Node<'_>> = places.into_iter().filter(Node::is_object).collect();
    refuse_duplicates(places.iter().map(|place| {
        let id = place.value().get("id").and_then(|id| id.as_str()).unwrap_or_default().trim();
        let version = place.value().get("version").and_then(serde_json::Value::as_u64).unwrap_or_default();
        (place.field("id"), if id.is_empty() { String::new() } else { format!("{id} {version}") })
    }));
    places.iter().filter_map(definition).collect()
}

fn definition(place: &Node<'_>) -> Option<FigureDefinition> {
    let numerator = counters(&place.field("numerator"), true);
    let denominator = counters(&place.field("denominator"), false);
    let kinds = numerator.iter().chain(&denominator).map(|counter| counter.is_of_procedures());
    if kinds.clone().any(|kind| kind) && kinds.clone().any(|kind| !kind) {
        place.field("numerator").fault(FaultKind::NotACode { given: "dossiers / procedures".to_owned() });
    }
    let (span, measure) = (place.field("span").word(from_word), place.field("measure").word(from_word));
    let built = |span, measure| FigureDefinition {
        id: place.field("id").code(is_word),
        version: positive(&place.field("version"), 1_000),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        text_vi: place.field("text_vi").text(LONG),
        text_en: place.field("text_en").text(LONG),
        span,
        numerator,
        denominator,
        times: positive(&place.field("times"), FACTOR_MAX),
        per: positive(&place.field("per"), FACTOR_MAX),
        measure,
        places: place.field("places").count(PLACES_MAX),
        legal_basis_vi: place.field("legal_basis_vi").text(LONG),
        answers_vi: place.field("answers_vi").text(LONG),
        answers_en: place.field("answers_en").text(LONG),
        validity: place.validity(),
        assumption: place.field("assumption").flag(),
        source: place.field("source").text(LONG),
    };
    Some(built(span?, measure?))
}

fn counters(place: &Node<'_>, is_needed: bool) -> Vec<Counter> {
    let entries = if is_needed { place.list(TERMS_MAX) } else { place.list_or_none(TERMS_MAX) };
    if is_needed && entries.is_empty() && place.value().is_array() {
        place.fault(FaultKind::Empty);
    }
    entries.iter().filter_map(|entry| entry.word(Counter::from_name)).collect()
}

fn positive(place: &Node<'_>, max: u32) -> u32 {
    let count = place.count(max);
    if count == 0 && place.value().as_u64() == Some(0) {
        place.fault(FaultKind::OutOfRange { given: "0".to_owned() });
    }
    count
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use serde_json::{Value, json};

    fn read(change: &[(&str, Value)]) -> Result<FigureDefinition, Vec<String>> {
        let mut figure = json!({
            "id": "on_time_rate", "version": 1, "name_vi": "Đúng hạn", "name_en": "On time", "text_vi": "a",
            "text_en": "a", "span": "period", "numerator": ["within_limit"], "denominator": ["received"],
            "times": 100, "per": 1, "measure": "percent", "places": 2, "legal_basis_vi": "766/QĐ-TTg",
            "answers_vi": "a", "answers_en": "a", "valid_from": null, "valid_to": null, "assumption": false,
            "source": "thử",
        });
        for (field, value) in change {
            figure[*field] = value.clone();
        }
        let file = json!({"count": 1, "figures": [figure]}).to_string();
        match Dataset::parse("figures.json", file.as_bytes()) {
            Ok(Dataset::Figures(mut read)) => Ok(read.remove(0)),
            Ok(_) => Err(Vec::new()),
            Err(faults) => Err(faults.into_iter().map(|fault| fault.field).collect()),
        }
    }

    #[test]
    fn a_definition_is_read_or_refused_by_its_field() {
        assert!(read(&[]).is_ok());
        let wrong = [
            ("numerator", json!([]), "figures[0].numerator"),
            ("numerator", json!(["king"]), "figures[0].numerator[0]"),
            ("numerator", json!(["procedures"]), "figures[0].numerator"),
            ("per", json!(0), "figures[0].per"),
            ("version", json!(0), "figures[0].version"),
            ("places", json!(9), "figures[0].places"),
            ("span", json!("someday"), "figures[0].span"),
            ("id", json!("On time"), "figures[0].id"),
        ];
        for (field, value, at) in wrong {
            let faults = read(&[(field, value)]).expect_err("a faulty definition is refused");
            assert!(faults.iter().any(|fault| fault == at), "{at}: {faults:?}");
        }
    }

    #[test]
    fn values_are_exact_and_rounded_once_half_up() {
        let value = |above: i64, below: i64, places: u32| {
            let definition = read(&[("places", json!(places))]).expect("sound");
            let sum = |counter| if counter == Counter::WithinLimit { above } else { below };
            definition.value(sum).map(|value| value.to_string())
        };
        for (above, below, places, expected) in [
            (666, 1725, 2, Some("38.61")),
            (1, 8, 1, Some("12.5")),
            (1, 800, 1, Some("0.1")),
            (1, 16, 2, Some("6.25")),
            (1, 32, 2, Some("3.13")),
            (0, 5, 2, Some("0.00")),
            (0, 0, 2, None),
            (-1, 5, 2, None),
        ] {
            assert_eq!(value(above, below, places).as_deref(), expected, "{above} of {below}");
        }
        let days = read(&[("denominator", json!(["finished"])), ("times", json!(1)), ("per", json!(1440))]);
        let days = days.expect("sound").value(|counter| if counter == Counter::Finished { 3 } else { 10_080 });
        assert_eq!(days.map(|days| days.to_string()).as_deref(), Some("2.33"), "10,080 minutes of 3 dossiers");
    }
}
