//! Every shipped workflow is sound, names its source, and goes out to BPMN and back.

use std::path::{Path, PathBuf};

use domain::dataset::{Dataset, read_workflows, workflows_file};
use domain::workflow::bpmn::{export, import};
use domain::workflow::{Definition, NodeKind, Process, Proof, check_links, drafts, fitting, prove};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn workflows(name: &str) -> Vec<Definition> {
    match Dataset::parse(name, &bytes(name)) {
        Ok(Dataset::Workflows(workflows)) => workflows,
        other => panic!("{name}: {other:?}"),
    }
}

const FILES: [(&str, usize); 3] =
    [("workflows/interlinked.json", 10), ("workflows/internal.json", 179), ("workflows/in_force.json", 18)];

#[test]
fn every_shipped_definition_is_proved_sound() {
    for (name, count) in FILES {
        let workflows = workflows(name);
        assert_eq!(workflows.len(), count, "{name}");
        for definition in workflows {
            let process = Process::of(definition).expect("sound in shape");
            let proof = prove(&process, &|_| true, Proof::STATES);
            assert!(proof.is_sound(), "{}: {:?}", process.definition().id, proof.unsound);
        }
    }
}

#[test]
fn dossiers_at_other_units_name_shipped_workflows() {
    assert_eq!(check_links(&workflows("workflows/interlinked.json")), []);
}

#[test]
fn procedures_that_are_named_exist() {
    let Ok(Dataset::Procedures(procedures)) = Dataset::parse("procedures.json", &bytes("procedures.json")) else {
        panic!("no procedures")
    };
    for (name, _) in FILES {
        for definition in workflows(name) {
            for id in &definition.procedure_ids {
                assert!(procedures.iter().any(|procedure| procedure.id == *id), "{id}");
            }
            assert!(
                !definition.legal_basis_vi.is_empty() && !definition.assumptions_vi.is_empty(),
                "{}",
                definition.id
            );
        }
    }
}

#[test]
fn grounds_on_which_the_clock_stands_are_published() {
    let Ok(Dataset::PauseGrounds(grounds)) = Dataset::parse("pause_grounds.json", &bytes("pause_grounds.json")) else {
        panic!("no grounds")
    };
    for (name, _) in FILES {
        for definition in workflows(name) {
            for node in definition.nodes() {
                let ground = match &node.kind {
                    NodeKind::Step(step) => &step.pause_ground,
                    NodeKind::Message(wait) => &wait.pause_ground,
                    NodeKind::SubDossier(sub) => &sub.pause_ground,
                    _ => &None,
                };
                let known = |code: &String| grounds.iter().any(|ground| ground.code == *code);
                assert!(ground.as_ref().is_none_or(known), "{} {ground:?}", definition.id);
            }
        }
    }
}

#[test]
fn drafts_are_what_ships() {
    let Ok(Dataset::Procedures(procedures)) = Dataset::parse("procedures.json", &bytes("procedures.json")) else {
        panic!("no procedures")
    };
    let drafted: Vec<Definition> = procedures.iter().flat_map(drafts).collect();
    assert_eq!(drafted, workflows("workflows/internal.json"));
}

#[test]
fn in_force_is_what_fits_and_no_other_workflow_names_its_procedures() {
    let in_force = workflows("workflows/in_force.json");
    assert_eq!(in_force, fitting(&workflows("workflows/internal.json")));
    let drawn = workflows("workflows/interlinked.json");
    let names = |id: &String| drawn.iter().any(|other| other.procedure_ids.contains(id));
    assert!(!in_force.iter().flat_map(|of| &of.procedure_ids).any(names));
}

#[test]
fn definitions_go_out_to_bpmn_and_back_and_to_their_file_and_back() {
    for (name, _) in FILES {
        let workflows = workflows(name);
        for definition in &workflows {
            assert_eq!(import(export(definition).as_bytes()).as_ref(), Ok(definition), "{}", definition.id);
            super::bpmn::is_drawn_apart(definition);
        }
        let text = workflows_file(&workflows).to_string();
        assert_eq!(Dataset::parse("-", text.as_bytes()), Ok(Dataset::Workflows(workflows)));
    }
}

#[test]
fn shipped_files_follow_their_schema_and_a_wrong_word_does_not() {
    let schema = bytes("schema/workflow.schema.json");
    let schema: serde_json::Value = serde_json::from_slice(&schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for (name, _) in FILES {
        let file: serde_json::Value = serde_json::from_slice(&bytes(name)).expect("JSON");
        let faults: Vec<String> =
            validator.iter_errors(&file).take(3).map(|fault| format!("{} {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
    let mut file: serde_json::Value = serde_json::from_slice(&bytes(FILES[0].0)).expect("JSON");
    file["workflows"][0]["nodes"][1]["work"] = "sleep".into();
    assert!(!validator.is_valid(&file));
    assert!(read_workflows("-", file.to_string().as_bytes()).is_err());
}
