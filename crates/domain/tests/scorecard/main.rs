//! Scorecards: the published tables come out again, every form of rule is a table of cases, and bad input is refused.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod bands;
mod cards;
mod groups;
mod properties;
mod published;
mod refused;
mod rules;
mod speed;

use std::path::{Path, PathBuf};

use domain::dataset::parse_scorecard;
use domain::scorecard::{Agreement, Decimal, Scorecard, Scored, Table, UnitResult, parse_number, score};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/par_index")
}

fn bytes(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn card(name: &str) -> Scorecard {
    parse_scorecard(name, &bytes(&format!("cards/{name}.json"))).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn table(name: &str) -> Table {
    Table::parse(&bytes(&format!("{name}.csv"))).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// A shipped table scored by a shipped card.
fn published(card_name: &str, table_name: &str) -> Scored {
    score(&card(card_name), &table(table_name)).unwrap_or_else(|fault| panic!("{table_name}: {fault}"))
}

fn number(text: &str) -> Decimal {
    parse_number(text, false).unwrap_or_else(|| panic!("{text} is no number"))
}

/// A small scorecard around these criteria.
fn value_of(nodes: &Value) -> Value {
    json!({
        "scorecard": "test", "version": "1", "name_vi": "Thử", "completeness": "example", "source": "test",
        "rounding": {"mode": "each_item", "places": 2}, "ranking": {"ties": "published"}, "nodes": nodes,
    })
}

fn read(value: &Value) -> Scorecard {
    parse_scorecard("test.json", value.to_string().as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn scored(card: &Scorecard, csv: &str) -> Scored {
    let table = Table::parse(csv.as_bytes()).unwrap_or_else(|fault| panic!("{fault}: {csv}"));
    score(card, &table).unwrap_or_else(|fault| panic!("{fault}: {csv}"))
}

/// Points of the first unit as text; `-` without a score.
fn points(unit: &UnitResult, code: &str) -> String {
    let found = unit.score.find(code).unwrap_or_else(|| panic!("no {code}"));
    found.points.map_or_else(|| "-".to_owned(), |points| points.normalize().to_string())
}

fn total(unit: &UnitResult) -> String {
    unit.score.points.map_or_else(|| "-".to_owned(), |points| points.normalize().to_string())
}

fn tally(scored: &Scored) -> [usize; 4] {
    [Agreement::Exact, Agreement::WithinTolerance, Agreement::Excerpt, Agreement::Differs].map(|one| scored.tally(one))
}
