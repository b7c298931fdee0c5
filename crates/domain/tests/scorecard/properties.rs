//! What holds for all units: the order of rows does not matter, more is never worth less, rounding moves little.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::scorecard::{Decimal, Scorecard, Scored, rounded};
use proptest::prelude::*;
use serde_json::json;

use super::{read, scored, value_of};

fn card(mode: &str) -> Scorecard {
    let mut value = value_of(&json!([
        {"code": "1", "name_vi": "một", "max_points": "12", "nodes": [
            {"code": "1.1", "name_vi": "a", "max_points": "5", "rule":
                {"kind": "ratio", "numerator": "a", "denominator": "b", "full_at_percent": "80"}},
            {"code": "1.2", "name_vi": "b", "max_points": "7", "no_data": "rescale",
             "rule": {"kind": "ratio", "percent": "p"}}]},
        {"code": "2", "name_vi": "hai", "max_points": "3", "rule": {"kind": "count", "column": "n", "points_each": "0.7"}}
    ]));
    value["rounding"]["mode"] = json!(mode);
    read(&value)
}

type Row = (u32, u32, Option<u32>, u32);

fn row() -> impl Strategy<Value = Row> {
    (0_u32..=1000, 0_u32..500, proptest::option::of(0_u32..=10_000), 0_u32..8)
        .prop_map(|(part, more, percent, count)| (part, part + more, percent, count))
}

fn csv(rows: &[(usize, Row)]) -> String {
    let mut text = "code,a,b,p,n\n".to_owned();
    for (unit, (part, whole, percent, count)) in rows {
        let percent = percent.map_or_else(String::new, |percent| format!("{}.{:02}", percent / 100, percent % 100));
        writeln!(text, "U{unit},{part},{},{percent},{count}", (*whole).max(1)).unwrap();
    }
    text
}

fn run(mode: &str, rows: &[(usize, Row)]) -> Scored {
    scored(&card(mode), &csv(rows))
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_change_a_rank(rows in prop::collection::vec(row(), 1..40), seed in any::<u64>()) {
        let rows: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
        let mut mixed = rows.clone();
        mixed.sort_by_key(|(unit, _)| (*unit as u64).wrapping_mul(seed | 1).rotate_left(17));
        let ranks = |scored: &Scored| -> BTreeMap<String, Option<usize>> {
            scored.units.iter().map(|unit| (unit.code.clone(), unit.rank)).collect()
        };
        prop_assert_eq!(ranks(&run("each_item", &rows)), ranks(&run("each_item", &mixed)));
    }

    #[test]
    fn ranks_follow_totals(rows in prop::collection::vec(row(), 2..40)) {
        let rows: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
        let scored = run("each_item", &rows);
        for left in &scored.units {
            for right in &scored.units {
                prop_assert_eq!(left.score.points.cmp(&right.score.points).reverse(), left.rank.cmp(&right.rank));
            }
        }
    }

    #[test]
    fn more_is_never_worth_less(row in row(), more in 1_u32..50) {
        let (part, whole, percent, count) = row;
        let better = (part, whole + more, percent.map(|percent| (percent + more).min(10_000)), count + more);
        let grown = (part + more, whole + more, percent, count);
        let base = (part, whole + more, percent, count);
        let scored = run("each_item", &[(0, base), (1, better), (2, grown)]);
        let total = |unit: usize| scored.units[unit].score.points.unwrap();
        prop_assert!(total(1) >= total(0) && total(2) >= total(0));
    }

    #[test]
    fn rounding_moves_each_item_by_half_a_hundredth_at_most(row in row()) {
        let each = run("each_item", &[(0, row)]).units[0].clone();
        let none = run("none", &[(0, row)]).units[0].clone();
        let end = run("at_end", &[(0, row)]).units[0].clone();
        let half = Decimal::new(5, 3);
        let mut pairs = Vec::new();
        for code in ["1.1", "1.2", "2"] {
            let points = |unit: &domain::scorecard::UnitResult| unit.score.find(code).unwrap().points;
            pairs.extend(points(&each).zip(points(&none)));
        }
        for (rounded, exact) in pairs {
            prop_assert!((rounded - exact).abs() <= half);
            prop_assert!(rounded.normalize().scale() <= 2);
        }
        prop_assert_eq!(end.score.points.unwrap(), rounded(none.score.points.unwrap(), 2));
        prop_assert_eq!(each.score.unrounded, none.score.points);
        prop_assert!(each.score.points.unwrap() <= Decimal::from(15));
    }

    #[test]
    fn no_text_makes_it_panic(cells in prop::collection::vec("[-0-9a-z.,% \u{e0}-\u{ff}]{0,12}", 4)) {
        let text = format!("code;a;b;p;n\nU1;{}\n", cells.join(";"));
        let scored = scored(&card("each_item"), &text);
        let unit = &scored.units[0];
        prop_assert!(unit.score.points.is_some() || !unit.open().is_empty(), "no score without a reason");
    }
}
