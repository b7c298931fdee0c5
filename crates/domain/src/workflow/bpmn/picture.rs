//! The picture of a workflow (BPMN DI): written, and read back in whole pixels.

use std::collections::{BTreeMap, BTreeSet};

use super::super::definition::{Definition, Node, NodeKind, Step};
use super::super::layout::{Bounds, FARTHEST, Layout, Point};
use super::fault::{BpmnFault, BpmnFaultKind};
use super::part::undo_ids;
use super::tree::Element;
use super::write::Xml;

/// Writes the definition's own picture, or the one that was arranged for it, which an import then leaves out again.
pub(super) fn write(xml: &mut Xml, definition: &Definition, arranged: Option<&Layout>) {
    let Some(layout) = arranged.or(definition.layout.as_ref()) else { return };
    let mut layout = layout.clone();
    if arranged.is_some() {
        definition.nodes().for_each(|node| place_compensation(node, &mut layout));
    }
    let scopes: BTreeSet<&str> = definition
        .nodes()
        .filter(|node| matches!(node.kind, NodeKind::SubProcess(_)))
        .map(|node| node.id.as_str())
        .collect();
    xml.open("bpmndi:BPMNDiagram", &[("id", Some("diagram.1"))]);
    let mark = arranged.map(|_| "true");
    let plane = [("id", Some("plane.1")), ("bpmnElement", Some(definition.id.as_str())), ("motcua:arranged", mark)];
    xml.open("bpmndi:BPMNPlane", &plane);
    for (id, bounds) in &layout.shapes {
        let expanded = scopes.contains(id.as_str()).then_some("true");
        let of = ("bpmnElement", Some(id.as_str()));
        xml.open("bpmndi:BPMNShape", &[("id", Some(&format!("shape.{id}"))), of, ("isExpanded", expanded)]);
        let Bounds { x, y, width, height } = bounds;
        let [x, y, width, height] = [x, y, width, height].map(ToString::to_string);
        let bounds = [("x", Some(x.as_str())), ("y", Some(&y)), ("width", Some(&width)), ("height", Some(&height))];
        xml.empty("dc:Bounds", &bounds);
        xml.close();
    }
    for (id, points) in &layout.edges {
        xml.open("bpmndi:BPMNEdge", &[("id", Some(&format!("edge.{id}"))), ("bpmnElement", Some(id))]);
        for Point { x, y } in points {
            xml.empty("di:waypoint", &[("x", Some(&x.to_string())), ("y", Some(&y.to_string()))]);
        }
        xml.close();
    }
    xml.close();
    xml.close();
}

/// Draws what undoes a step below it.
fn place_compensation(node: &Node, layout: &mut Layout) {
    let NodeKind::Step(Step { compensation: Some(_), .. }) = &node.kind else { return };
    let Some(host) = layout.shapes.get(&node.id).copied() else { return };
    let [event, task, way] = undo_ids(&node.id);
    let x = host.x.saturating_sub(18);
    let y = host.y.saturating_add(host.height).saturating_sub(18);
    layout.shapes.insert(event, Bounds { x, y, width: 36, height: 36 });
    let below = y.saturating_add(46);
    layout.shapes.insert(task, Bounds { x, y: below, width: 100, height: 50 });
    let middle = x.saturating_add(18);
    let points = vec![Point { x: middle, y: y.saturating_add(36) }, Point { x: middle, y: below }];
    layout.edges.insert(way, points);
}

/// Reads a diagram. `renamed` gives the ids that elements of compensation have with us.
pub(super) fn read(
    diagram: &Element,
    process: &str,
    known: &BTreeSet<String>,
    renamed: &BTreeMap<String, String>,
    faults: &mut Vec<BpmnFault>,
) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut arranged = false;
    for plane in &diagram.children {
        if plane.name != "bpmndi:BPMNPlane" {
            faults.push(plane.fault(BpmnFaultKind::NotCarried));
            continue;
        }
        if plane.get("bpmnElement") != Some(process) {
            wrong(plane, "bpmnElement", faults);
        }
        arranged |= plane.get("motcua:arranged") == Some("true");
        for drawn in &plane.children {
            let given = drawn.get("bpmnElement").unwrap_or_default();
            let id = renamed.get(given).cloned().unwrap_or_else(|| given.to_owned());
            if !known.contains(&id) {
                wrong(drawn, "bpmnElement", faults);
            }
            let colour = drawn.attributes.iter().find(|(name, _)| name.starts_with('?'));
            faults.extend(colour.map(|(name, _)| drawn.fault(BpmnFaultKind::Attribute { attribute: name.clone() })));
            match drawn.name.as_str() {
                "bpmndi:BPMNShape" => drop(shape(drawn, faults).map(|bounds| layout.shapes.insert(id, bounds))),
                "bpmndi:BPMNEdge" => {
                    let points = points(drawn, faults);
                    layout.edges.insert(id, points);
                }
                _other => faults.push(drawn.fault(BpmnFaultKind::NotCarried)),
            }
        }
    }
    (!arranged).then_some(layout)
}

fn shape(drawn: &Element, faults: &mut Vec<BpmnFault>) -> Option<Bounds> {
    let mut found = None;
    for child in &drawn.children {
        match child.name.as_str() {
            "dc:Bounds" => {
                let mut of = |name: &str| pixels(child, name, faults);
                found = Some(Bounds { x: of("x"), y: of("y"), width: of("width"), height: of("height") });
            }
            "bpmndi:BPMNLabel" => (),
            _other => faults.push(child.fault(BpmnFaultKind::NotCarried)),
        }
    }
    if found.is_none() {
        faults.push(drawn.fault(BpmnFaultKind::Missing { what: "dc:Bounds".to_owned() }));
    }
    found
}

fn points(drawn: &Element, faults: &mut Vec<BpmnFault>) -> Vec<Point> {
    let mut found = Vec::new();
    for child in &drawn.children {
        match child.name.as_str() {
            "di:waypoint" => {
                let (x, y) = (pixels(child, "x", faults), pixels(child, "y", faults));
                found.push(Point { x, y });
            }
            "bpmndi:BPMNLabel" => (),
            _other => faults.push(child.fault(BpmnFaultKind::NotCarried)),
        }
    }
    found
}

/// A decimal as whole pixels; what stands behind the point is below what can be seen.
fn pixels(element: &Element, name: &str, faults: &mut Vec<BpmnFault>) -> i32 {
    let Some(given) = element.get(name) else {
        faults.push(element.fault(BpmnFaultKind::Missing { what: name.to_owned() }));
        return 0;
    };
    let (whole, fraction) = given.split_once('.').unwrap_or((given, ""));
    let number = whole.parse::<i32>().ok().filter(|number| number.abs() <= FARTHEST);
    let number = number.filter(|_| fraction.bytes().all(|byte| byte.is_ascii_digit()));
    if number.is_none() {
        wrong(element, name, faults);
    }
    number.unwrap_or(0)
}

fn wrong(element: &Element, what: &str, faults: &mut Vec<BpmnFault>) {
    let given = element.get(what).unwrap_or_default().chars().take(80).collect();
    faults.push(element.fault(BpmnFaultKind::Wrong { what: what.to_owned(), given }));
}
