//! BPMN out and back: identity, drawings of other programs, what is refused by name, and hostile bytes.

use domain::access::Role;
use domain::workflow::bpmn::{BpmnFaultKind, export, import};
use domain::workflow::{
    Bounds, Compensation, Definition, Layout, NodeKind, Point, Process, SubDossier, UnitRule, Wait, Work,
};
use proptest::prelude::*;

use super::net::definition;
use super::random::structured;

/// A definition with everything that can be drawn.
fn everything() -> Definition {
    let mut of = definition(
        "s start -> f\n f and -> a, o\n a step 2wd -> x\n x xor -> a?^2, j\n o or -> c?, m?, t\n c call other 3wd -> k
         m message 5wd -> k\n t timer 1.5d -> k\n k or -> p\n
         p sub -> j {\n i start -> q\n q step 4wh -> z\n z end\n }\n b timer 1wd on p -> j2\n w message on a -> a2
         a2 step -> x2\n x2 xor -> e2\n e2 end\n j2 step -> e3\n e3 end\n j and -> e\n e end",
    );
    "Quy trình “thử” <mọi thứ> & 'dấu'\nhai dòng\tthụt".clone_into(&mut of.name_vi);
    of.name_en = Some("Everything".to_owned());
    of.limit = "30wd".parse().ok();
    of.procedure_ids = vec!["1.001193".to_owned(), "local:x".to_owned()];
    of.legal_basis_vi = vec!["301/2026/NĐ-CP".to_owned(), " giữ khoảng trắng ".to_owned()];
    of.assumptions_vi = vec!["Đây là giả định".to_owned()];
    of.validity.from = Some(jiff::civil::date(2026, 7, 1));
    let units = [
        UnitRule::Fixed { unit_id: "so-tu-phap".to_owned() },
        UnitRule::Field { field: "noi_co_dat".to_owned() },
        UnitRule::Outside { authority_vi: "Cơ quan thuế".to_owned() },
        UnitRule::Above,
        UnitRule::Below,
        UnitRule::Address,
        UnitRule::Receiving,
    ];
    let mut units = units.into_iter().cycle();
    for node in &mut of.body.nodes {
        match &mut node.kind {
            NodeKind::Step(step) => {
                step.unit = units.next().expect("a circle");
                step.work = Work::FieldCheck;
                step.role = Role::Leader;
                step.form = Some("to-khai".to_owned());
                step.compensation = (node.id == "a").then(|| Compensation {
                    name_vi: "Hủy".to_owned(),
                    role: Role::RecordsClerk,
                    unit: UnitRule::Handling,
                });
            }
            NodeKind::Message(Wait { pause_ground, .. }) | NodeKind::SubDossier(SubDossier { pause_ground, .. }) => {
                *pause_ground = Some("financial_duty".to_owned());
            }
            _ => (),
        }
    }
    of.body.flows[0].name_vi = Some("Bắt đầu".to_owned());
    of
}

fn returns(of: &Definition) {
    let text = export(of);
    let back = import(text.as_bytes()).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"));
    assert_eq!(&back, of, "{text}");
    assert_eq!(export(&back), text);
}

#[test]
fn what_is_exported_is_imported_the_same() {
    let mut of = everything();
    returns(&of);
    Process::of(of.clone()).expect("sound in shape");
    // Drawn somewhere, the drawing is kept as it is.
    let mut layout = Layout::default();
    layout.shapes.insert("a".to_owned(), Bounds { x: -20, y: 30, width: 100, height: 80 });
    layout.shapes.insert("a.undo".to_owned(), Bounds { x: 1, y: 2, width: 36, height: 36 });
    layout.edges.insert("s-f".to_owned(), vec![Point { x: 0, y: 0 }, Point { x: 5, y: 5 }]);
    of.layout = Some(layout);
    returns(&of);
}

/// The picture that the export arranges.
fn picture(of: &Definition) -> Layout {
    let text = export(of).replace(" motcua:arranged=\"true\"", "");
    import(text.as_bytes()).expect("read").layout.expect("drawn")
}

/// Nodes of a level, what lies on another node's edge left out, do not touch; inner levels lie inside.
pub(crate) fn is_drawn_apart(of: &Definition) {
    let layout = picture(of);
    let mut bodies = vec![&of.body];
    while let Some(body) = bodies.pop() {
        let free = body.nodes.iter().filter(|node| !matches!(node.kind, NodeKind::Boundary { .. }));
        let boxes: Vec<(&str, &Bounds)> = free.map(|node| (node.id.as_str(), &layout.shapes[&node.id])).collect();
        for (index, (one, a)) in boxes.iter().enumerate() {
            for (other, b) in &boxes[index + 1..] {
                let apart = a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
                assert!(apart, "{}: {one} lies on {other}", of.id);
            }
        }
        assert!(body.flows.iter().all(|flow| layout.edges[&flow.id].len() >= 2));
        for node in &body.nodes {
            if let NodeKind::SubProcess(inner) = &node.kind {
                let around = &layout.shapes[&node.id];
                for inside in &inner.nodes {
                    let inside = &layout.shapes[&inside.id];
                    assert!(inside.x > around.x && inside.x + inside.width < around.x + around.width);
                    assert!(inside.y > around.y && inside.y + inside.height < around.y + around.height);
                }
                bodies.push(inner);
            }
        }
    }
}

#[test]
fn every_node_and_flow_is_drawn_apart_from_the_others() {
    is_drawn_apart(&everything());
    let layout = picture(&everything());
    assert!(["a.undo", "a.undo.step", "b", "w"].iter().all(|id| layout.shapes.contains_key(*id)));
    assert!(layout.edges.contains_key("a.undo.way"));
}

/// As a common editor writes it: another prefix, labels, decimals, no extension.
const FOREIGN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:omgdc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
  exporter="bpmn-js" exporterVersion="17">
  <!-- nothing to carry -->
  <process id="Process_1" isExecutable="false">
    <startEvent id="Start_1" name="Nhận"><outgoing>Flow_1</outgoing></startEvent>
    <task id="Activity_1" name="Xem &amp; xét"><incoming>Flow_1</incoming><outgoing>Flow_2</outgoing></task>
    <intermediateCatchEvent id="Wait_1" name="Ba ngày"><incoming>Flow_2</incoming><outgoing>Flow_3</outgoing>
      <timerEventDefinition id="T_1"><timeDuration xsi:type="tFormalExpression">P3D</timeDuration></timerEventDefinition>
    </intermediateCatchEvent>
    <endEvent id="End_1"><incoming>Flow_3</incoming></endEvent>
    <sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="Activity_1"/>
    <sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Wait_1"/>
    <sequenceFlow id="Flow_3" sourceRef="Wait_1" targetRef="End_1"/>
  </process>
  <bpmndi:BPMNDiagram id="D_1"><bpmndi:BPMNPlane id="P_1" bpmnElement="Process_1">
    <bpmndi:BPMNShape id="S_1" bpmnElement="Activity_1"><omgdc:Bounds x="240.5" y="60" width="100" height="80"/>
      <bpmndi:BPMNLabel/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"#;

#[test]
fn a_drawing_of_another_program_is_read() {
    let of = import(FOREIGN.as_bytes()).expect("read");
    assert_eq!(of.id, "Process_1");
    let names: Vec<&str> = of.body.nodes.iter().map(|node| node.name_vi.as_str()).collect();
    assert_eq!(names, ["Nhận", "Xem & xét", "Ba ngày", ""]);
    assert_eq!(of.assumptions_vi.len(), 1, "nobody was named for the task: {:?}", of.assumptions_vi);
    assert!(matches!(&of.body.nodes[2].kind, NodeKind::Timer { limit } if limit.to_string() == "3d"));
    assert_eq!(of.layout.as_ref().map(|layout| layout.shapes["Activity_1"].x), Some(240));
    returns(&of);
    Process::of(of).expect("sound in shape");
}

#[test]
fn what_cannot_be_carried_is_refused_by_name_and_line() {
    let table = [
        ("<task id=\"Activity_1\"", "<scriptTask id=\"Activity_1\"", "</task>", "</scriptTask>", "bpmn:scriptTask", 9),
        (
            "<endEvent id=\"End_1\">",
            "<endEvent id=\"End_1\"><terminateEventDefinition/>",
            "",
            "",
            "bpmn:terminateEventDefinition",
            13,
        ),
        ("  <process id", "  <collaboration id=\"C\"/>\n  <process id", "", "", "bpmn:collaboration", 7),
        (
            "<sequenceFlow id=\"Flow_1\"",
            "<sequenceFlow isImmediate=\"true\" id=\"Flow_1\"",
            "",
            "",
            "bpmn:sequenceFlow",
            14,
        ),
        (
            "name=\"Xem &amp; xét\">",
            "name=\"X\"><multiInstanceLoopCharacteristics/>",
            "",
            "",
            "bpmn:multiInstanceLoopCharacteristics",
            9,
        ),
        (
            "name=\"Xem &amp; xét\">",
            "name=\"X\"><documentation>Ghi chú</documentation>",
            "",
            "",
            "bpmn:documentation",
            9,
        ),
        ("name=\"Xem &amp; xét\">", "name=\"X\">chữ rơi", "", "", "bpmn:task", 9),
        ("P3D", "R3/PT1H", "", "", "bpmn:timerEventDefinition", 11),
        ("<incoming>Flow_3", "<incoming>Flow_2", "", "", "bpmn:incoming", 13),
        ("bpmnElement=\"Activity_1\"", "bpmnElement=\"Nobody\"", "", "", "bpmndi:BPMNShape", 19),
    ];
    for (old, new, close, open, element, line) in table {
        let mut text = FOREIGN.replacen(old, new, 1);
        if !close.is_empty() {
            text = text.replacen(close, open, 1);
        }
        assert_ne!(text, FOREIGN, "{old}");
        let faults = import(text.as_bytes()).expect_err(new);
        let found =
            faults.iter().find(|fault| fault.element == element).unwrap_or_else(|| panic!("{new}: {faults:#?}"));
        assert_eq!(found.line, line, "{new}: {found}");
    }
}

type IsKind = fn(&BpmnFaultKind) -> bool;

#[test]
fn bytes_that_are_no_drawing_are_refused() {
    let deep = format!("<definitions xmlns=\"{}\">{}", domain::workflow::bpmn::MODEL, "<subProcess>".repeat(100));
    let table: [(&[u8], IsKind); 7] = [
        (b"", |kind| matches!(kind, BpmnFaultKind::NotXml { .. })),
        (b"\xff\xfe", |kind| matches!(kind, BpmnFaultKind::NotXml { .. })),
        (b"<html/>", |kind| matches!(kind, BpmnFaultKind::NotBpmn)),
        (b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>", |kind| matches!(kind, BpmnFaultKind::NotRead)),
        (b"<a><b></a>", |kind| matches!(kind, BpmnFaultKind::NotXml { .. })),
        (b"<x>&unknown;</x>", |kind| matches!(kind, BpmnFaultKind::NotXml { .. })),
        (deep.as_bytes(), |kind| matches!(kind, BpmnFaultKind::TooDeep { .. })),
    ];
    for (bytes, expected) in table {
        let faults = import(bytes).expect_err("refused");
        assert!(expected(&faults[0].kind), "{faults:?}");
    }
    let wide = vec![b' '; domain::workflow::bpmn::MAX_BYTES + 1];
    assert!(matches!(import(&wide).expect_err("refused")[0].kind, BpmnFaultKind::TooLarge { .. }));
    // A prefix of ours bound to a foreign namespace does not pass for ours.
    let foreign = "<bpmn:definitions xmlns:bpmn=\"urn:other\"/>";
    assert!(matches!(import(foreign.as_bytes()).expect_err("refused")[0].kind, BpmnFaultKind::NotBpmn));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever bytes come, the reader answers.
    #[test]
    fn the_reader_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(import(&bytes));
    }

    /// A good file with a piece cut out, doubled or replaced is read or refused, and what is read goes out and back.
    #[test]
    fn a_damaged_drawing_is_read_or_refused(
        at in 0_usize..20_000, length in 0_usize..80, what in prop_oneof!["", "<a>", "\"", "&#0;", "&lt;", "</bpmn:process>", ">", "id="],
        twice: bool,
    ) {
        let text = export(&everything());
        let bound = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (from, to) = (bound(at % text.len()), bound((at % text.len()) + length));
        let piece = if twice { text[from..to].repeat(2) } else { what.clone() };
        let damaged = format!("{}{piece}{}", &text[..from], &text[to..]);
        if let Ok(read) = import(damaged.as_bytes()) {
            let back = import(export(&read).as_bytes());
            prop_assert_eq!(back.as_ref(), Ok(&read));
            drop(Process::of(read));
        }
    }

    #[test]
    fn random_definitions_go_out_and_back(of in structured(4)) {
        let back = import(export(&of).as_bytes());
        prop_assert_eq!(back, Ok(of));
    }

    #[test]
    fn any_name_goes_out_and_back(name in "[ -~\n\tÀ-ỹ“”–]{1,60}") {
        let mut of = definition("s start -> a\n a step -> e\n e end");
        of.body.nodes[1].name_vi = name.clone();
        of.name_vi = name;
        let back = import(export(&of).as_bytes());
        prop_assert_eq!(back, Ok(of));
    }
}
