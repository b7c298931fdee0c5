//! Faulty files of workflows are refused with file, record and field.

use domain::dataset::{Dataset, read_workflows, workflows_file};
use serde_json::{Value, json};

use super::net::definition;

fn file() -> Value {
    let mut of = definition("s start -> x\n x xor -> a?, e\n a step 2wd -> e\n e end");
    "thu".clone_into(&mut of.id);
    workflows_file(&[of])
}

#[test]
fn every_fault_names_file_record_and_field() {
    let table = [
        ("/workflows/0/version", json!(0), "workflows[0].version"),
        ("/workflows/0/limit", json!("5 days"), "workflows[0].limit"),
        ("/workflows/0/source", json!(""), "workflows[0].source"),
        ("/workflows/0/facts/0/type", json!("colour"), "workflows[0].facts[0].type"),
        ("/workflows/0/nodes/2/work", json!("sleep"), "workflows[0].nodes[2].work"),
        ("/workflows/0/nodes/2/role", Value::Null, "workflows[0].nodes[2].role"),
        ("/workflows/0/nodes/2/unit", json!({"kind": "fixed"}), "workflows[0].nodes[2].unit.unit_id"),
        ("/workflows/0/nodes/2/limit", json!("2"), "workflows[0].nodes[2].limit"),
        ("/workflows/0/nodes/2/name_vi", Value::Null, "workflows[0].nodes[2].name_vi"),
        ("/workflows/0/nodes/0/kind", json!("begin"), "workflows[0].nodes[0].kind"),
        ("/workflows/0/flows/1/when", json!("to_a &&"), "workflows[0].flows[1].when"),
        ("/workflows/0/flows/1/when", json!("nobody"), "workflows[0].nodes"),
        ("/workflows/0/flows/0/to", json!("nowhere"), "workflows[0].nodes"),
        ("/count", json!(7), "count"),
    ];
    for (pointer, wrong, field) in table {
        let mut file = file();
        match file.pointer_mut(pointer) {
            Some(place) => *place = wrong.clone(),
            None => file["workflows"][0]["limit"] = wrong.clone(),
        }
        let faults = Dataset::parse("quy-trinh.json", file.to_string().as_bytes()).expect_err(pointer);
        let named = faults.iter().any(|fault| {
            fault.file == "quy-trinh.json" && fault.field == field && (fault.record == "thu" || field == "count")
        });
        assert!(named, "{pointer} {wrong}: {faults:#?}");
    }
}

#[test]
fn what_is_not_sound_is_not_imported_and_can_still_be_looked_at() {
    let mut of = definition("s start -> f\n f and -> a, b\n a step -> e\n b step -> e\n e end");
    "thu".clone_into(&mut of.id);
    let text = workflows_file(&[of]).to_string();
    let faults = Dataset::parse("-", text.as_bytes()).expect_err("not sound");
    assert!(faults[0].to_string().contains("not sound"), "{faults:?}");
    assert_eq!(read_workflows("-", text.as_bytes()).map(|processes| processes.len()), Ok(1));
}
