//! Bad scorecards and bad tables: refused with the place, never a crash.

use domain::dataset::parse_scorecard;
use domain::scorecard::{Table, score};
use serde_json::{Value, json};

use super::{read, value_of};

fn sound() -> Value {
    value_of(&json!([
        {"code": "1", "name_vi": "Một", "max_points": "10", "nodes": [
            {"code": "1.1", "name_vi": "a", "max_points": "4", "rule": {"kind": "formula",
                "variables": [{"name": "a", "column": "a"}], "formula": "a / 2"}},
            {"code": "1.2", "name_vi": "b", "max_points": "6", "rule": {"kind": "ratio", "percent": "p"}}]},
        {"code": "2", "name_vi": "Hai", "max_points": "10", "combine": "weighted", "nodes": [
            {"code": "2.1", "name_vi": "c", "max_points": "5", "weight": "60", "rule": {"kind": "given"}},
            {"code": "2.2", "name_vi": "d", "max_points": "5", "weight": "40", "rule": {"kind": "given"}}]}]))
}

#[test]
fn a_faulty_card_is_refused_with_criterion_and_field() {
    drop(read(&sound()));
    let step = json!({"kind": "steps", "percent": "p",
        "steps": [{"from": "70", "points": "1"}, {"from": "90", "points": "2"}]});
    let rich = json!({"kind": "choice", "column": "p", "answers": [{"answer": "x", "points": "7"}]});
    let veto = json!([{"source": "s", "bands": [{"code": "A", "label_vi": "A"}], "vetoes": [
        {"variables": [{"name": "k", "column": "k"}], "when": "k > 0", "at_most": "B", "text_vi": "t"}]}]);
    let table: [(&str, Value, &str, &str); 20] = [
        ("/nodes/1/nodes/0/code", json!("1.1"), "nodes[1].nodes[0].code", "stands twice"),
        ("/nodes/0/nodes/0/rule/formula", json!("a / so_luong"), "rule.formula", "is not known here"),
        ("/nodes/0/nodes/0/rule/formula", json!("a > 1"), "rule.formula", "must give a number"),
        ("/nodes/0/nodes/0/rule/formula", json!("a +"), "rule.formula", "not a rule"),
        ("/nodes/0/nodes/0/rule/formula", json!("age(today)"), "rule.formula", "not a rule"),
        ("/nodes/0/nodes/0/rule/variables/0/name", json!("số"), "variables[0].name", "right form"),
        ("/nodes/0/nodes/0/rule/kind", json!("guess"), "rule.kind", "not one of the words"),
        ("/nodes/0/nodes/1/rule/full_at_percent", json!("0"), "full_at_percent", "out of range"),
        ("/nodes/0/nodes/1/rule/full_at_percent", json!("120"), "full_at_percent", "out of range"),
        ("/nodes/0/nodes/1/max_points", Value::Null, "nodes[0].nodes[1].rule", "needs max_points"),
        ("/nodes/0/nodes/1/rule", step, "steps[1].from", "must go down"),
        ("/nodes/0/nodes/1/rule", rich, "answers[0]", "more than the 6"),
        ("/nodes/1/nodes/0/weight", json!("70"), "nodes[1].nodes", "add up to 110"),
        ("/nodes/1/nodes/0/weight", Value::Null, "nodes[1].nodes", "has no weight"),
        ("/nodes/0/max_points", json!("ten"), "nodes[0].max_points", "out of range"),
        ("/rounding/mode", json!("up"), "rounding.mode", "not one of the words"),
        ("/rounding/places", json!(99), "rounding.places", "out of range"),
        ("/source", json!(""), "source", "empty"),
        ("/bands", veto, "vetoes[0].at_most", "not known"),
        ("/tables", json!([{"headings": ["a"], "of": "9"}]), "tables[0].of", "not known"),
    ];
    for (pointer, wrong, field, what) in table {
        let mut value = sound();
        let (above, name) = pointer.rsplit_once('/').unwrap();
        let place = value.pointer_mut(above).unwrap();
        match name.parse::<usize>() {
            Ok(index) => place[index] = wrong,
            Err(_) => place[name] = wrong,
        }
        let faults = parse_scorecard("card.json", value.to_string().as_bytes()).expect_err(pointer);
        let told = |fault: &domain::dataset::Fault| fault.field.ends_with(field) && fault.to_string().contains(what);
        assert!(faults.iter().any(told), "{pointer}: {faults:?}");
        assert!(faults.iter().all(|fault| fault.file == "card.json"));
    }
}

#[test]
fn a_group_has_no_rule_of_its_own_and_files_are_bounded() {
    let mut value = sound();
    value["nodes"][0]["rule"] = json!({"kind": "given"});
    let faults = parse_scorecard("x", value.to_string().as_bytes()).expect_err("a rule on a group");
    assert!(faults[0].to_string().contains("scored by its parts"), "{faults:?}");
    let mut deep = json!({"code": "0", "name_vi": "lá", "rule": {"kind": "given"}});
    for level in 1..8 {
        deep = json!({"code": level.to_string(), "name_vi": "nhóm", "nodes": [deep]});
    }
    assert!(parse_scorecard("x", value_of(&json!([deep])).to_string().as_bytes()).is_err());
    for text in ["", "[]", "{}", "{\"scorecard\": 1}", "không", "{\"nodes\": {}}"] {
        assert!(parse_scorecard("x", text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_faulty_table_is_refused_with_its_row() {
    let card = read(&sound());
    let table: [(&[u8], &str); 16] = [
        (b"", "row 0: has no headings"),
        (b"\n\n", "row 0: has no headings"),
        (b"code,a,A\nU1,1,2\n", "row 1: the heading \"A\" stands twice"),
        (b"code,a,p\nU1,1\n", "row 2: has 2 cells under 3 headings"),
        (b"code,a,p\nU1,1,2\nU2,1,2,3\n", "row 3: has 4 cells under 3 headings"),
        (b"code,a,p\nU1,\"1,2\n", "row 2: a quotation mark"),
        (b"code,a,p\nU1,\"1\"x,2\n", "row 2: a quotation mark"),
        (b"code,a,p\nU1,1\"2,2\n", "row 2: a quotation mark"),
        (b"a,p\n1,2\n", "row 0: no column names the units"),
        (b"code,zzz\nU1,2\n", "row 0: no column belongs"),
        (b"code,a,p\n,1,2\n", "row 2: names no unit"),
        (b"code,a,p\nU1,1,2\nU1,1,2\n", "row 3: the unit \"U1\" stands twice"),
        (b"code,a\nU1,\xff\n", "row 0: not UTF-8"),
        (b"[{\"code\": \"U1\", \"a\": [1]}]", "row 2: neither"),
        (b"[1]", "row 2: neither"),
        (b"{\"code\": \"U1\"}", "row 0: neither"),
    ];
    for (bytes, expected) in table {
        let found = Table::parse(bytes).and_then(|table| score(&card, &table).map(|_| ()));
        let text = found.expect_err(expected).to_string();
        assert!(text.starts_with(expected), "{text} / {expected}");
    }
}

#[test]
fn tables_are_read_as_people_write_them() {
    let card = read(&sound());
    let tables = [
        "code,a,p,2.1,2.2\nU1,4,50,5,2.5\n",
        "\u{feff}code;a;p;2.1;2.2\r\nU1;4;50;5;2.5\r\n\r\n",
        "\"code\",\"a\",\"p\",\"2.1\",\"2.2\"\n\"U1\", \"4\" ,50%,5,2.5",
        "[{\"code\": \"U1\", \"a\": 4, \"p\": \"50\", \"2.1\": 5, \"2.2\": 2.5}]",
        "{\"rows\": [{\"code\": \"U1\", \"a\": 4, \"p\": 50, \"2.1\": 5, \"2.2\": 2.5}]}",
    ];
    for text in tables {
        let scored = super::scored(&card, text);
        // 4 ÷ 2 + 50 % of 6, and (100 % × 60 + 50 % × 40) of 10.
        assert_eq!(super::total(&scored.units[0]), "13", "{text}");
    }
    let mut value = sound();
    value["decimal_comma"] = json!(true);
    let scored = super::scored(&read(&value), "code;a;p;2.1;2.2\nU1;0,5;12,5;5;2,5\n");
    assert_eq!(super::total(&scored.units[0]), "9", "0.25 + 0.75 + 8");
}

#[test]
fn a_missing_part_leaves_every_total_above_it_without_a_score() {
    let card = read(&sound());
    let scored = super::scored(&card, "code,a,p,2.1,2.2,Tổng\nU1,4,,5,2.5,13\nU2,9,50,5,2.5,13\nU3,4,101,5,2.5,13\n");
    for unit in &scored.units {
        assert_eq!((super::total(unit).as_str(), unit.rank), ("-", None));
        assert_eq!(unit.open().len(), 1, "{:?}", unit.open());
    }
    assert_eq!(scored.differences(), 3, "a printed total without a computed one is a difference");
    let without = super::scored(&card, "code,a,p\nU1,4,50\n");
    assert_eq!(super::total(&without.units[0]), "-", "a table that says nothing of field 2 gives no total");
    assert_eq!(super::points(&without.units[0], "1"), "5");
}
