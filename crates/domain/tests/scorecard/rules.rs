//! Every form of rule as a table of cases: what the row says, and the points.

use domain::scorecard::{Problem, Status};
use serde_json::{Value, json};

use super::{number, points, read, scored, value_of};

/// Scores one criterion of at most 4 points in one row.
fn one(rule: &Value, more: &Value, headings: &str, row: &str) -> domain::scorecard::CriterionScore {
    let mut node = json!({"code": "1", "name_vi": "Một", "max_points": "4", "rule": rule});
    for (name, value) in more.as_object().unwrap() {
        node[name] = value.clone();
    }
    let card = read(&value_of(&json!([node])));
    let scored = scored(&card, &format!("code,{headings}\nU1,{row}\n"));
    scored.units[0].score.parts[0].clone()
}

fn check(rule: &Value, headings: &str, table: &[(&str, &str)]) {
    for (row, expected) in table {
        let score = one(rule, &json!({}), headings, row);
        let found = score.points.map_or_else(|| "-".to_owned(), |points| points.normalize().to_string());
        assert_eq!(&found, expected, "{headings}: {row}: {:?}", score.problems);
        assert_eq!(score.points.is_none(), !score.problems.is_empty(), "no score has a reason: {score:?}");
    }
}

#[test]
fn a_choice_is_found_however_it_is_written() {
    let rule = json!({"kind": "choice", "column": ["x", "y"], "answers": [
        {"answer": "Ban hành kịp thời", "points": "4"}, {"answer": "Không kịp thời", "points": "0.5"},
        {"answer": "Hoàn thành tốt", "share": "75"}, {"answer": "Không ban hành", "points": "0"}]});
    let table = [
        ("Ban hành kịp thời", "4"),
        ("BAN HANH  KIP THOI", "4"),
        ("không kịp thời", "0.5"),
        ("Hoàn thành tốt", "3"),
        ("Không ban hành", "0"),
        ("Chưa biết", "-"),
        ("", "-"),
    ];
    check(&rule, "y", &table);
}

#[test]
fn yes_or_no_is_all_or_nothing() {
    let table = [("Có", "4"), ("x", "4"), ("1", "4"), ("Không", "0"), ("no", "0"), ("có lẽ", "-"), ("-", "-")];
    check(&json!({"kind": "yes_no", "column": "y"}), "y", &table);
}

#[test]
fn steps_keep_their_bounds() {
    let steps = json!([{"above": "90", "points": "4"}, {"from": "70", "points": "1"}]);
    let rule = json!({"kind": "steps", "numerator": "a", "denominator": "b", "steps": steps});
    let table = [
        ("901,1000", "4"),
        ("90,100", "1"),
        ("70,100", "1"),
        ("6999,10000", "0"),
        ("0,10", "0"),
        ("1,0", "-"),
        ("11,10", "-"),
    ];
    check(&rule, "a,b", &table);
    let rule = json!({"kind": "steps", "percent": "p", "steps": steps});
    check(&rule, "p", &[("90.01", "4"), ("90%", "1"), ("100", "4"), ("100.01", "-"), ("-1", "-"), ("tám", "-")]);
}

#[test]
fn a_ratio_is_linear_up_to_its_threshold() {
    let linear = json!({"kind": "ratio", "numerator": "a", "denominator": "b"});
    check(&linear, "a,b", &[("1,3", "1.33"), ("3,3", "4"), ("0,3", "0"), ("4,3", "-"), (",3", "-"), ("1,", "-")]);
    let threshold = json!({"kind": "ratio", "numerator": "a", "denominator": "b", "full_at_percent": "80"});
    let table = [("8,10", "4"), ("9,10", "4"), ("799,1000", "4"), ("798,1000", "3.99"), ("1,10", "0.5"), ("a,10", "-")];
    check(&threshold, "a,b", &table);
    // 0.005 exactly goes up.
    check(&json!({"kind": "ratio", "percent": "p"}), "p", &[("0.125", "0.01"), ("0.1249", "0")]);
}

#[test]
fn counts_stop_at_the_maximum() {
    let rule = json!({"kind": "count", "column": "n", "points_each": "0.5"});
    check(&rule, "n", &[("3", "1.5"), ("8", "4"), ("9", "4"), ("0", "0"), ("2.5", "-"), ("-1", "-"), ("1e3", "-")]);
}

#[test]
fn deductions_stop_at_zero() {
    let rule = json!({"kind": "deduction", "deductions": [
        {"column": "nhe", "share": "50"}, {"column": "cham", "points": "0.5"}]});
    check(&rule, "nhe,cham", &[("0,0", "4"), ("1,0", "2"), ("1,3", "0.5"), ("2,1", "0"), ("0,", "-")]);
}

#[test]
fn a_survey_is_the_mean_of_what_its_options_carry() {
    let rule = json!({"kind": "survey", "minimum_sample": 10, "options": [
        {"code": "A", "column": "a", "weight_percent": "100"}, {"code": "B", "column": "b", "weight_percent": "60"},
        {"code": "C", "column": "c", "weight_percent": "20"}, {"code": "D", "column": "d", "weight_percent": "0"},
        {"code": "E", "column": "e"}]});
    let table =
        [("5,5,0,0,9", "3.2"), ("0,0,0,10,0", "0"), ("4,5,0,0,100", "-"), ("10,0,0,0,0", "4"), ("10,,0,0,0", "-")];
    check(&rule, "a,b,c,d,e", &table);
    let few = one(&rule, &json!({"no_data": "zero"}), "a,b,c,d,e", "4,5,0,0,100");
    assert_eq!(few.status, Status::Unknown, "too few answers are never a zero");
    assert_eq!(few.problems, [Problem::SampleTooSmall { found: number("9"), least: 10 }]);
}

#[test]
fn formulas_are_exact_and_refuse_what_they_cannot_do() {
    let rule = json!({"kind": "formula", "variables": [{"name": "a", "column": "a"}, {"name": "b", "column": "b"}],
        "formula": "4 * a / b"});
    check(&rule, "a,b", &[("1,3", "1.33"), ("0.1,0.4", "1"), ("1,0", "-"), ("2,1", "-"), ("-1,1", "-"), ("x,1", "-")]);
    let zero = one(&rule, &json!({}), "a,b", "1,0");
    assert_eq!(zero.problems, [Problem::DivisionByZero { formula: "4 * a / b".to_owned() }]);
    let large = "9999999999999999999999999999";
    assert_eq!(one(&rule, &json!({}), "a,b", &format!("{large},1")).status, Status::Unknown, "nothing overflows");
}

#[test]
fn outcomes_take_the_first_row_that_holds() {
    let rule = json!({"kind": "outcome",
        "variables": [{"name": "nay", "column": "nay"}, {"name": "truoc", "column": "truoc"}],
        "rows": [{"when": "nay > truoc", "points": "4"}, {"when": "nay == truoc", "points": "2"}]});
    check(&rule, "nay,truoc", &[("5,4", "4"), ("5,5.0", "2"), ("4,5", "-"), (",5", "-")]);
}

#[test]
fn no_data_and_not_applicable_are_what_the_criterion_says() {
    let rule = json!({"kind": "ratio", "numerator": "a", "denominator": "b"});
    let table = [
        ("unknown", Status::Unknown, None),
        ("zero", Status::Scored, Some("0")),
        ("full", Status::Scored, Some("4")),
        ("left_out", Status::LeftOut, None),
        ("rescale", Status::Rescaled, None),
    ];
    for (word, status, expected) in table {
        for (name, row) in [("no_data", "0,0"), ("no_data", ","), ("not_applicable", "Không áp dụng,")] {
            let score = one(&rule, &json!({name: word}), "a,b", row);
            assert_eq!((score.status, score.points), (status, expected.map(number)), "{name} {word} {row}");
        }
    }
}

#[test]
fn points_in_the_table_stand_in_for_a_rule_without_its_values() {
    let node = json!({"code": "1.2", "name_vi": "Tỷ lệ", "max_points": "4",
        "rule": {"kind": "ratio", "numerator": "a", "denominator": "b"}});
    let card = read(&value_of(&json!([node])));
    for heading in ["1.2", "1.2_max4_score", "1.2 điểm", "Tỷ lệ"] {
        let scored = scored(&card, &format!("đơn vị;{heading}\nU1;3.5\nU2;4.5\n"));
        assert_eq!(points(&scored.units[0], "1.2"), "3.5", "{heading}");
        assert!(scored.units[0].score.parts[0].as_printed);
        let above = &scored.units[1].score.parts[0];
        assert_eq!(points(&scored.units[1], "1.2"), "4.5", "what is printed is kept");
        assert_eq!(above.problems, [Problem::AboveMaximum { points: number("4.5"), maximum: number("4") }]);
    }
}
