//! From criteria to totals: rounding, rescaling, weights, bonus and penalty, ranks, and what does not add up.

use domain::scorecard::{Agreement, Subject};
use serde_json::{Value, json};

use super::{points, read, scored, tally, total, value_of};

fn ratio(code: &str, max: &str) -> Value {
    json!({"code": code, "name_vi": code, "max_points": max,
        "rule": {"kind": "ratio", "numerator": format!("{code}a"), "denominator": format!("{code}b")}})
}

#[test]
fn rounding_each_item_and_at_the_end_differ() {
    let nodes = json!([ratio("x", "1"), ratio("y", "1")]);
    for (mode, expected) in [("each_item", "0.66"), ("at_end", "0.67"), ("none", "0.6666666666666666666666666666")] {
        let mut value = value_of(&nodes);
        value["rounding"]["mode"] = json!(mode);
        let scored = scored(&read(&value), "code,xa,xb,ya,yb\nU1,1,3,1,3\n");
        assert_eq!(total(&scored.units[0]), expected, "{mode}");
    }
}

#[test]
fn what_is_left_out_keeps_the_maximum_or_rescales() {
    for (word, expected, index) in [("left_out", "6", "60"), ("rescale", "7.5", "75"), ("zero", "6", "60")] {
        let mut second = ratio("y", "2");
        second["no_data"] = json!(word);
        let group = json!([{"code": "G", "name_vi": "G", "max_points": "10", "nodes": [ratio("x", "8"), second]}]);
        let scored = scored(&read(&value_of(&group)), "code,xa,xb,ya,yb\nU1,3,4,0,0\n");
        assert_eq!(total(&scored.units[0]), expected, "{word}");
        assert_eq!(scored.units[0].score.index.unwrap().normalize().to_string(), index, "{word}");
    }
}

#[test]
fn a_survey_not_held_rescales_the_whole_to_a_hundred() {
    let survey = json!({"code": "S", "name_vi": "S", "max_points": "30", "no_data": "rescale",
        "rule": {"kind": "given"}, "columns": ["khao_sat"]});
    let mut value = value_of(&json!([ratio("x", "70"), survey]));
    value["max_points"] = json!("100");
    let card = read(&value);
    let scored = scored(&card, "code,xa,xb,khao_sat\nU1,35,70,\nU2,35,70,15\n");
    assert_eq!(scored.units.iter().map(total).collect::<Vec<_>>(), ["50", "50"]);
}

#[test]
fn weights_make_a_weighted_mean() {
    let part = |code: &str, weight: &str| {
        let mut part = ratio(code, "10");
        part["weight"] = json!(weight);
        part
    };
    let group = json!([{"code": "G", "name_vi": "G", "max_points": "20", "combine": "weighted",
        "nodes": [part("x", "62.5"), part("y", "37.5")]}]);
    let scored = scored(&read(&value_of(&group)), "code,xa,xb,ya,yb\nU1,1,2,1,1\nU2,1,1,1,1\nU3,0,1,0,1\n");
    // (50 % × 62.5 + 100 % × 37.5) of 20
    assert_eq!(scored.units.iter().map(total).collect::<Vec<_>>(), ["13.75", "20", "0"]);
}

#[test]
fn bonus_and_penalty_have_caps() {
    let count = |code: &str, effect: &str| {
        json!({"code": code, "name_vi": code, "max_points": "2", "effect": effect, "nodes": [
            {"code": format!("{code}.1"), "name_vi": "một", "max_points": "9",
             "rule": {"kind": "count", "column": format!("{code}n"), "points_each": "1"}}]})
    };
    let card = read(&value_of(&json!([ratio("x", "10"), count("T", "bonus"), count("P", "penalty")])));
    let scored =
        scored(&card, "code,xa,xb,Tn,Pn\nU1,1,1,1,0\nU2,1,1,5,0\nU3,1,1,0,1\nU4,1,1,0,7\nU5,1,1,5,5\nU6,1,1,,0\n");
    assert_eq!(scored.units.iter().map(total).collect::<Vec<_>>(), ["11", "12", "9", "8", "10", "-"]);
    assert_eq!(scored.maximum.unwrap().to_string(), "10", "a bonus is beyond the maximum");
    assert_eq!(scored.printed_sums, [], "a cap is no sum");
}

#[test]
fn printed_maxima_that_do_not_add_up_are_kept_and_shown() {
    let card = super::card("district-offices-2019");
    let sums: Vec<String> =
        card.printed_sums().iter().map(|one| format!("{:?} {} {}", one.code, one.printed, one.sum)).collect();
    assert_eq!(sums, ["None 100 99.55"]);
    assert_eq!(card.maximum().unwrap().to_string(), "100");
    assert_eq!(super::card("par-index-2948-2017").printed_sums(), [], "its fields add up");
}

#[test]
fn printed_totals_that_do_not_add_up_are_differences() {
    let nodes = json!([
        {"code": "A", "name_vi": "Thẩm định", "max_points": "60", "rule": {"kind": "given"}},
        {"code": "B", "name_vi": "Khảo sát", "max_points": "40", "rule": {"kind": "given"}}]);
    let card = read(&value_of(&nodes));
    let csv = "Đơn vị,Thẩm định,Khảo sát,Tổng điểm,Chỉ số (%),Xếp hạng\n\
        Một,50.00,30.5,80.5,80.50,1\nHai,40,30,70.01,70,3\nBa,40,30,70,70.0,2\nBốn,10,hỏng,50,,4\n";
    let scored = scored(&card, csv);
    assert_eq!(scored.units.iter().map(|unit| unit.rank).collect::<Vec<_>>(), [Some(1), Some(2), Some(2), None]);
    let wrong: Vec<(&str, &Subject, &str, &str)> = scored
        .units
        .iter()
        .flat_map(|unit| unit.comparisons.iter().map(move |one| (unit, one)))
        .filter(|(_, one)| one.agreement == Agreement::Differs)
        .map(|(unit, one)| (unit.name.as_str(), &one.subject, one.printed.as_str(), one.computed.as_str()))
        .collect();
    assert_eq!(
        wrong,
        [
            ("Hai", &Subject::Total, "70.01", "70"),
            ("Hai", &Subject::Rank, "3", "2"),
            ("Bốn", &Subject::Total, "50", ""),
            ("Bốn", &Subject::Rank, "4", ""),
        ]
    );
    assert_eq!(tally(&scored)[3], scored.differences());
}

#[test]
fn blocks_are_ranked_apart_and_some_units_not_at_all() {
    let mut value = value_of(&json!([ratio("x", "10")]));
    value["unranked"] = json!(["Thanh tra"]);
    value["blocks"] = json!([{"code": "ngoài", "name_vi": "Ngoài khối", "ranked": false}]);
    let csv = "đơn vị,khối,xa,xb\nA,sở,1,2\nB,sở,1,2\nC,sở,1,4\nThanh tra,sở,1,1\nD,xã,1,10\nE,ngoài,1,1\n";
    let scored = scored(&read(&value), csv);
    let ranks: Vec<Option<usize>> = scored.units.iter().map(|unit| unit.rank).collect();
    assert_eq!(ranks, [Some(1), Some(1), Some(3), None, Some(1), None]);
    assert_eq!(points(&scored.units[3], "x"), "10", "scored, out of the ranking");
    assert_eq!(scored.blocks.len(), 3);
}

#[test]
fn ties_are_made_by_published_or_unrounded_totals() {
    let csv = "code,xa,xb\nU1,3333,10000\nU2,3334,10000\n";
    for (ties, expected) in [("published", [Some(1), Some(1)]), ("unrounded", [Some(2), Some(1)])] {
        let mut value = value_of(&json!([ratio("x", "1")]));
        value["ranking"]["ties"] = json!(ties);
        let scored = scored(&read(&value), csv);
        assert_eq!(scored.units.iter().map(|unit| unit.rank).collect::<Vec<_>>(), expected, "{ties}");
    }
}
