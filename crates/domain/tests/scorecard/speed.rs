//! Ten thousand units by the example with every form of rule, explained: under a second as it is shipped.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use domain::scorecard::{Table, score};

use super::{bytes, card};

#[test]
fn ten_thousand_units_are_scored_in_a_second() {
    let text = String::from_utf8(bytes("example_units.csv")).unwrap();
    let (headings, rows) = text.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let mut table = format!("{headings}\n");
    for unit in 0..10_000 {
        let row = rows[unit % rows.len()];
        writeln!(table, "U{unit}-{row}").unwrap();
    }
    let card = card("example-internal");
    let started = Instant::now();
    let scored = score(&card, &Table::parse(table.as_bytes()).unwrap()).unwrap();
    let took = started.elapsed();
    assert_eq!(scored.units.len(), 10_000);
    // Unoptimised code on a busy machine says little; it must only end.
    let most = if cfg!(debug_assertions) { Duration::from_secs(30) } else { Duration::from_secs(1) };
    assert!(took < most, "took {took:?}");
}
