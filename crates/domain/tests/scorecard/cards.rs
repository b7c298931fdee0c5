//! The shipped cards: each follows the schema and names its source, and the example runs.

use std::collections::BTreeSet;

use domain::scorecard::{Completeness, ScoreRule, Status};
use serde_json::Value;

use super::{bytes, card, folder, published, read, total};

fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder().join("cards")).unwrap().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn validator() -> jsonschema::Validator {
    let text = std::fs::read(folder().join("../schema/scorecard.schema.json")).unwrap();
    let schema: Value = serde_json::from_slice(&text).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[test]
fn every_card_follows_the_schema_and_names_its_source() {
    let validator = validator();
    let mut versions = BTreeSet::new();
    for name in names() {
        let value: Value = serde_json::from_slice(&bytes(&format!("cards/{name}.json"))).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|fault| format!("{} {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let card = card(&name);
        assert!(!card.source.is_empty() && !card.criteria.is_empty(), "{name}");
        assert!(versions.insert((card.id.clone(), card.version.clone())), "{name} stands twice");
        if card.completeness == Completeness::Partial {
            assert!(!card.notes_vi.is_empty(), "{name} does not say what is missing");
        }
    }
    assert_eq!(versions.len(), 16);
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let sound: Value = serde_json::from_slice(&bytes("cards/example-internal.json")).unwrap();
    let validator = validator();
    assert!(validator.is_valid(&sound));
    for (pointer, wrong) in [
        ("/nodes/0/nodes/0/rule/kind", Value::from("guess")),
        ("/nodes/6/nodes/0/weight", Value::from("101")),
        ("/rounding/places", Value::from(11)),
        ("/nodes/0/max_points", Value::from("-1")),
        ("/completeness", Value::from("perhaps")),
    ] {
        let mut value = sound.clone();
        *value.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&value), "{pointer}");
        assert!(domain::dataset::parse_scorecard("x", value.to_string().as_bytes()).is_err(), "{pointer}");
    }
    let mut misspelt = sound.clone();
    misspelt["nodes"][0]["max_point"] = Value::from("1");
    assert!(!validator.is_valid(&misspelt));
    drop(read(&sound));
}

#[test]
fn the_example_uses_every_form_of_rule() {
    let example = card("example-internal");
    assert_eq!(example.completeness, Completeness::Example);
    let used: BTreeSet<&str> =
        example.all().into_iter().filter_map(|criterion| criterion.rule.as_ref().map(ScoreRule::kind)).collect();
    let all = ["choice", "count", "deduction", "formula", "outcome", "ratio", "steps", "survey", "yes_no"];
    assert_eq!(used.into_iter().collect::<Vec<_>>(), all, "`given` has the published cards");
    assert_eq!(example.printed_sums(), []);

    let scored = published("example-internal", "example_units");
    let totals: Vec<String> = scored.units.iter().map(total).collect();
    let expected = ["95.91", "84.31", "70.5", "-", "88.61", "34.91", "95.53", "95.53", "75.98", "96.09"];
    assert_eq!(totals, expected);
    let ranks: Vec<Option<usize>> = scored.units.iter().map(|unit| unit.rank).collect();
    let expected = [1, 2, 3, 0, 1, 2, 1, 1, 3, 0].map(|rank| (rank > 0).then_some(rank));
    assert_eq!(ranks, expected, "a small sample and a special body have none");
    assert_eq!(scored.units[3].score.find("8.1").unwrap().status, Status::Unknown);
    assert_eq!(scored.units[2].vetoes.len(), 1);
}

#[test]
fn cards_that_were_found_in_part_say_nothing_of_the_rest() {
    assert_eq!(card("ca-mau-1880-2013").criterion("1.1").unwrap().maximum().unwrap().to_string(), "5");
    assert_eq!(card("par-index-2948-2017").criteria.len(), 8);
    assert_eq!(card("par-index-876-2022-ministries").criteria.len(), 7);
    let online = card("service-766-portal");
    let online = online.criterion("CLGQ").unwrap();
    assert!(online.parts.iter().all(|part| part.rule.is_none()), "its formula is not known");
}
