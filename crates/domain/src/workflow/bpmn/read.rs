//! From the tree of a BPMN file to a definition; what cannot be carried is noted and refused.

mod extension;
mod node;

use std::collections::{BTreeMap, BTreeSet};

use super::super::definition::{Body, Compensation, Definition, Flow, Node, NodeKind};
use super::fault::{BpmnFault, BpmnFaultKind};
use super::part::undo_ids;
use super::picture;
use super::tree::Element;
use crate::organisation::Validity;
use crate::rule::Rule;

/// What is gathered while reading.
#[derive(Default)]
pub(super) struct Reading<'e> {
    faults: Vec<BpmnFault>,
    /// Names of messages by id.
    messages: BTreeMap<&'e str, &'e str>,
    /// Ids of compensation in the file, and ours.
    renamed: BTreeMap<String, String>,
    assumptions: Vec<String>,
}

/// What compensation needs three elements for, before they are put together.
#[derive(Default)]
struct Undo<'e> {
    /// Events by id: the step that they lie on.
    events: BTreeMap<&'e str, (&'e str, &'e Element)>,
    tasks: BTreeMap<&'e str, (Compensation, &'e Element)>,
    ways: Vec<&'e Element>,
}

pub(super) fn document(root: &Element) -> Result<Definition, Vec<BpmnFault>> {
    let mut reading = Reading::default();
    if root.name != "bpmn:definitions" {
        return Err(vec![root.fault(BpmnFaultKind::NotBpmn)]);
    }
    let attributes = ["id", "name", "targetNamespace", "exporter", "exporterVersion", "xsi:schemaLocation"];
    reading.only(root, &attributes, &["bpmn:message", "bpmn:process", "bpmndi:BPMNDiagram"]);
    for message in root.children.iter().filter(|child| child.name == "bpmn:message") {
        reading.only(message, &["id", "name"], &[]);
        let (id, name) = (reading.needed(message, "id"), reading.needed(message, "name"));
        reading.messages.insert(id, name);
    }
    let processes: Vec<&Element> = root.children.iter().filter(|child| child.name == "bpmn:process").collect();
    let [process] = processes.as_slice() else {
        reading.faults.push(root.fault(BpmnFaultKind::Processes { count: processes.len() }));
        return Err(reading.faults);
    };
    let mut definition = reading.process(process);
    for diagram in root.children.iter().filter(|child| child.name == "bpmndi:BPMNDiagram") {
        reading.only(diagram, &["id", "name", "resolution"], &["bpmndi:BPMNPlane"]);
        let known = known_ids(&definition);
        let read = picture::read(diagram, &definition.id, &known, &reading.renamed, &mut reading.faults);
        definition.layout = read.or(definition.layout);
    }
    if reading.faults.is_empty() { Ok(definition) } else { Err(reading.faults) }
}

/// Everything that may be drawn.
fn known_ids(definition: &Definition) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut bodies = vec![&definition.body];
    while let Some(body) = bodies.pop() {
        known.extend(body.flows.iter().map(|flow| flow.id.clone()));
        for node in &body.nodes {
            known.insert(node.id.clone());
            match &node.kind {
                NodeKind::SubProcess(inner) => bodies.push(inner),
                NodeKind::Step(step) if step.compensation.is_some() => known.extend(undo_ids(&node.id)),
                NodeKind::Step(_)
                | NodeKind::Start
                | NodeKind::End
                | NodeKind::Exclusive
                | NodeKind::Parallel
                | NodeKind::Inclusive
                | NodeKind::Message(_)
                | NodeKind::Timer { .. }
                | NodeKind::SubDossier(_)
                | NodeKind::Boundary { .. } => (),
            }
        }
    }
    known
}

impl<'e> Reading<'e> {
    /// Notes every attribute and child that is not among these, and text between children.
    fn only(&mut self, element: &Element, attributes: &[&str], children: &[&str]) {
        for (name, _) in &element.attributes {
            if !attributes.contains(&name.as_str()) {
                let attribute = name.chars().take(80).collect();
                self.faults.push(element.fault(BpmnFaultKind::Attribute { attribute }));
            }
        }
        for child in &element.children {
            if !children.contains(&child.name.as_str()) {
                self.faults.push(child.fault(BpmnFaultKind::NotCarried));
            }
        }
        if !element.text.trim().is_empty() {
            self.faults.push(element.fault(BpmnFaultKind::Text));
        }
    }

    fn needed(&mut self, element: &'e Element, name: &str) -> &'e str {
        let found = element.get(name);
        if found.is_none() {
            self.faults.push(element.fault(BpmnFaultKind::Missing { what: name.to_owned() }));
        }
        found.unwrap_or_default()
    }

    fn wrong(&mut self, element: &Element, what: &str, given: &str) {
        let given = given.chars().take(80).collect();
        self.faults.push(element.fault(BpmnFaultKind::Wrong { what: what.to_owned(), given }));
    }

    fn process(&mut self, process: &'e Element) -> Definition {
        let known = ["id", "name", "isExecutable", "processType"];
        self.attributes_only(process, &known);
        let id = self.needed(process, "id").to_owned();
        let name_vi = process.get("name").unwrap_or(&id).to_owned();
        let body = self.level(process);
        let mut definition = Definition {
            name_vi,
            version: 1,
            name_en: None,
            procedure_ids: Vec::new(),
            limit: None,
            facts: Vec::new(),
            body,
            layout: None,
            legal_basis_vi: Vec::new(),
            assumptions_vi: Vec::new(),
            source: format!("BPMN 2.0: {id}"),
            validity: Validity::ALWAYS,
            id,
        };
        if let Some(whole) = self.extension(process, "motcua:workflow") {
            self.whole(whole, &mut definition);
        }
        definition.assumptions_vi.append(&mut self.assumptions);
        definition
    }

    /// Attributes alone; children are looked at one by one.
    fn attributes_only(&mut self, element: &Element, known: &[&str]) {
        let children: Vec<&str> = element.children.iter().map(|child| child.name.as_str()).collect();
        self.only(element, known, &children);
    }

    /// Everything on one level.
    fn level(&mut self, around: &'e Element) -> Body {
        let mut body = Body::default();
        let mut undo = Undo::default();
        let mut defaults: Vec<(&Element, &str)> = Vec::new();
        for child in &around.children {
            match child.name.as_str() {
                "bpmn:extensionElements" | "bpmn:incoming" | "bpmn:outgoing" => (),
                "bpmn:sequenceFlow" => {
                    let flow = self.flow(child);
                    body.flows.push(flow);
                }
                "bpmn:association" => undo.ways.push(child),
                "bpmn:userTask" | "bpmn:task" if child.get("isForCompensation") == Some("true") => {
                    if let Some(task) = self.undoing(child) {
                        undo.tasks.insert(child.get("id").unwrap_or_default(), (task, child));
                    }
                }
                "bpmn:boundaryEvent" if child.children.iter().any(is_compensation) => {
                    self.only(
                        child,
                        &["id", "name", "attachedToRef", "cancelActivity"],
                        &["bpmn:compensateEventDefinition"],
                    );
                    let (id, host) = (self.needed(child, "id"), self.needed(child, "attachedToRef"));
                    undo.events.insert(id, (host, child));
                }
                _other => {
                    body.nodes.extend(self.node(child));
                    defaults.extend(child.get("default").map(|flow| (child, flow)));
                }
            }
        }
        for (gateway, flow) in defaults {
            let from = gateway.get("id").unwrap_or_default();
            match body.flows.iter_mut().find(|known| known.id == flow && known.from == from) {
                Some(flow) => flow.otherwise = true,
                None => self.wrong(gateway, "default", flow),
            }
        }
        self.ways_agree(around, &body);
        self.put_together(undo, &mut body);
        body
    }

    fn flow(&mut self, element: &'e Element) -> Flow {
        self.only(
            element,
            &["id", "name", "sourceRef", "targetRef"],
            &["bpmn:extensionElements", "bpmn:conditionExpression"],
        );
        let id = self.needed(element, "id").to_owned();
        let (from, to) = (self.needed(element, "sourceRef").to_owned(), self.needed(element, "targetRef").to_owned());
        let at_most = self.extension(element, "motcua:bound").and_then(|bound| {
            self.only(bound, &["atMost"], &[]);
            self.parsed(bound, "atMost", |text| text.parse::<u8>().ok())
        });
        let mut when = None;
        for condition in element.children.iter().filter(|child| child.name == "bpmn:conditionExpression") {
            for (name, _) in &condition.attributes {
                if !["xsi:type", "id", "language"].contains(&name.as_str()) {
                    self.faults.push(condition.fault(BpmnFaultKind::Attribute { attribute: name.clone() }));
                }
            }
            match Rule::read(&condition.text) {
                Ok(rule) if when.is_none() => when = Some(rule),
                Ok(_) => self.faults.push(condition.fault(BpmnFaultKind::NotCarried)),
                Err(fault) => self.wrong(condition, &fault.to_string(), &condition.text),
            }
        }
        let name_vi = element.get("name").map(str::to_owned);
        Flow { id, from, to, name_vi, when, otherwise: false, at_most }
    }

    /// What nodes say of their ways says the same as the ways themselves.
    fn ways_agree(&mut self, around: &'e Element, body: &Body) {
        for node in &around.children {
            let id = node.get("id").unwrap_or_default();
            for way in &node.children {
                let agrees = match way.name.as_str() {
                    "bpmn:incoming" => body.flows.iter().any(|flow| flow.id == way.text.trim() && flow.to == id),
                    "bpmn:outgoing" => body.flows.iter().any(|flow| flow.id == way.text.trim() && flow.from == id),
                    _other => true,
                };
                if !agrees {
                    self.wrong(way, &way.name.clone(), way.text.trim());
                }
            }
        }
    }

    /// Gives each step what undoes it.
    fn put_together(&mut self, mut undo: Undo<'e>, body: &mut Body) {
        for way in undo.ways {
            self.only(way, &["id", "associationDirection", "sourceRef", "targetRef"], &[]);
            let (from, to) = (self.needed(way, "sourceRef"), self.needed(way, "targetRef"));
            let (Some((host, _)), Some((task, element))) = (undo.events.remove(from), undo.tasks.remove(to)) else {
                self.faults.push(way.fault(BpmnFaultKind::NotCarried));
                continue;
            };
            let step = body.nodes.iter_mut().find(|node| node.id == host).map(|node| &mut node.kind);
            let Some(NodeKind::Step(step)) = step else {
                self.wrong(element, "attachedToRef", host);
                continue;
            };
            step.compensation = Some(task);
            let [event, task, path] = undo_ids(host);
            let pairs = [(from, event), (to, task), (way.get("id").unwrap_or_default(), path)];
            self.renamed.extend(pairs.map(|(theirs, ours)| (theirs.to_owned(), ours)));
        }
        let left = undo.events.into_values().map(|(_, element)| element);
        let left: Vec<&Element> = left.chain(undo.tasks.into_values().map(|(_, element)| element)).collect();
        self.faults.extend(left.into_iter().map(|element| element.fault(BpmnFaultKind::NotCarried)));
    }

    /// A named node.
    fn named(&mut self, element: &'e Element, kind: NodeKind) -> Node {
        let id = self.needed(element, "id").to_owned();
        Node { id, name_vi: element.get("name").unwrap_or_default().to_owned(), kind }
    }
}

fn is_compensation(child: &Element) -> bool {
    child.name == "bpmn:compensateEventDefinition"
}
