//! The drawings of every shipped workflow, as programs read them that know nothing of this one.

use domain::dataset::read_workflows;
use domain::workflow::bpmn;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/bpmn_reader.py");

/// Drawings by the name of their file.
fn drawings() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/workflows");
    let read = |name: &str| read_workflows(name, &std::fs::read(folder.join(name)).unwrap()).unwrap();
    let processes = ["interlinked.json", "internal.json"].into_iter().flat_map(read);
    processes.map(|of| (format!("{}.bpmn", of.definition().id), bpmn::export(of.definition()))).collect()
}

/// What the other programs say, and whether they read all.
fn said(drawings: &[(String, String)]) -> (bool, String) {
    let python = std::env::var("MOTCUA_TEST_BPMN")
        .unwrap_or_else(|_| panic!("MOTCUA_TEST_BPMN names a Python with SpiffWorkflow; `cargo xtask test` has one"));
    let folder = TempDir::new().unwrap();
    for (name, text) in drawings {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(python).arg(READER).arg(folder.path()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
}

#[test]
fn other_programs_read_and_work_what_is_exported() {
    let drawings = drawings();
    assert_eq!(drawings.len(), 189);
    let (all, said) = said(&drawings);
    assert!(all, "{said}");
    // Where the steps stand in a row, the other engine does them in the order in which they are drawn.
    assert!(said.contains("189 read, 184 worked"), "{said}");
}

#[test]
fn other_programs_refuse_what_the_standard_does_not_allow() {
    let (_, good) = drawings().into_iter().find(|(name, _)| name == "p_1_012753_1.bpmn").unwrap();
    for (damage, by) in [
        ("targetRef=\"ket_thuc\"", "targetRef=\"khong_co\""),
        ("<bpmn:userTask id=\"buoc_2\"", "<bpmn:userTask id=\"buoc_1\""),
        ("isExecutable=\"true\"", "isExecutable=\"co\""),
        ("<bpmn:startEvent", "<bpmn:khongCo/><bpmn:startEvent"),
    ] {
        let damaged = good.replace(damage, by);
        assert_ne!(damaged, good, "{damage}");
        let (all, said) = said(&[("hong.bpmn".to_owned(), damaged)]);
        assert!(!all && said.starts_with("hong.bpmn: "), "{by}: {said}");
    }
}
