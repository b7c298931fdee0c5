//! A definition as BPMN XML.

use std::fmt::Write as _;

use super::super::definition::{
    Body, Compensation, Definition, Flow, Node, NodeKind, Step, SubDossier, Trigger, UnitRule,
};
use super::super::layout::arranged;
use super::{BOUNDS, INSTANCE, MODEL, OWN, PICTURE, POINTS, RULES, picture};
use crate::deadline::{Limit, LimitUnit};

/// Writes elements line by line.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

/// Attributes; those without a value are left out.
pub(super) type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

impl Xml {
    fn line(&mut self) {
        self.text.push('\n');
        self.open.iter().for_each(|_| self.text.push_str("  "));
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.line();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes.iter().filter_map(|(key, value)| Some((key, (*value)?))) {
            let _ = write!(self.text, " {key}=\"{}\"", escaped(value));
        }
    }

    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.line();
            let _ = write!(self.text, "</{name}>");
        }
    }

    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.text.push_str("/>");
    }

    fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.tag(name, attributes);
        let _ = write!(self.text, ">{}</{name}>", escaped(text));
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' | '\r' => drop(write!(escaped, "&#{};", u32::from(character))),
            // Not even a reference to these may stand in XML 1.0.
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

pub(super) fn document(definition: &Definition) -> String {
    let mut xml = Xml::default();
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    xml.open(
        "bpmn:definitions",
        &[
            ("xmlns:bpmn", Some(MODEL)),
            ("xmlns:bpmndi", Some(PICTURE)),
            ("xmlns:dc", Some(BOUNDS)),
            ("xmlns:di", Some(POINTS)),
            ("xmlns:xsi", Some(INSTANCE)),
            ("xmlns:motcua", Some(OWN)),
            ("id", Some("definitions.1")),
            ("targetNamespace", Some(OWN)),
        ],
    );
    let messages = messages(definition);
    for (number, message) in messages.iter().enumerate() {
        xml.empty("bpmn:message", &[("id", Some(&message_id(number))), ("name", Some(message))]);
    }
    xml.open(
        "bpmn:process",
        &[("id", Some(&definition.id)), ("name", Some(&definition.name_vi)), ("isExecutable", Some("true"))],
    );
    whole(&mut xml, definition);
    level(&mut xml, &definition.body, &messages);
    xml.close();
    let arranged = definition.layout.is_none().then(|| arranged(definition));
    picture::write(&mut xml, definition, arranged.as_ref());
    xml.close();
    xml.text.push('\n');
    xml.text
}

fn messages(definition: &Definition) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for node in definition.nodes() {
        if let NodeKind::Message(super::super::Wait { message, .. })
        | NodeKind::Boundary { trigger: Trigger::Message { message }, .. } = &node.kind
            && !found.contains(&message.as_str())
        {
            found.push(message);
        }
    }
    found
}

fn message_id(number: usize) -> String {
    format!("message.{}", number.saturating_add(1))
}

/// What the standard lacks of the whole.
fn whole(xml: &mut Xml, of: &Definition) {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    xml.open("bpmn:extensionElements", &[]);
    xml.open(
        "motcua:workflow",
        &[
            ("version", Some(&of.version.to_string())),
            ("nameEn", of.name_en.as_deref()),
            ("limit", of.limit.map(|limit| limit.to_string()).as_deref()),
            ("validFrom", day(of.validity.from).as_deref()),
            ("validTo", day(of.validity.to).as_deref()),
            ("source", Some(&of.source)),
        ],
    );
    of.procedure_ids.iter().for_each(|id| xml.leaf("motcua:procedure", &[], id));
    for fact in &of.facts {
        let kind = super::part::type_name(fact.kind);
        let (vi, en) = (fact.label_vi.as_deref(), fact.label_en.as_deref());
        let name = Some(fact.name.as_str());
        xml.open("motcua:fact", &[("name", name), ("type", Some(kind)), ("labelVi", vi), ("labelEn", en)]);
        fact.choices.iter().for_each(|choice| xml.leaf("motcua:choice", &[], choice));
        xml.close();
    }
    of.legal_basis_vi.iter().for_each(|text| xml.leaf("motcua:basis", &[], text));
    of.assumptions_vi.iter().for_each(|text| xml.leaf("motcua:assumption", &[], text));
    xml.close();
    xml.close();
}

fn level(xml: &mut Xml, body: &Body, messages: &[&str]) {
    for node in &body.nodes {
        self::node(xml, node, body, messages);
    }
    body.flows.iter().for_each(|flow| self::flow(xml, flow));
    let undone = body.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Step(step) => step.compensation.as_ref().map(|undo| (node.id.as_str(), undo)),
        NodeKind::Start
        | NodeKind::End
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::Message(_)
        | NodeKind::Timer { .. }
        | NodeKind::SubProcess(_)
        | NodeKind::SubDossier(_)
        | NodeKind::Boundary { .. } => None,
    });
    let undone: Vec<(&str, &Compensation)> = undone.collect();
    for (host, undo) in &undone {
        compensation(xml, host, undo);
    }
    // The standard's schema has associations behind everything that flows.
    for (host, _) in &undone {
        let [event, task, way] = super::part::undo_ids(host);
        let ends = [("associationDirection", "One"), ("sourceRef", &event), ("targetRef", &task)];
        let [direction, from, to] = ends.map(|(name, value)| (name, Some(value)));
        xml.empty("bpmn:association", &[("id", Some(&way)), direction, from, to]);
    }
}

fn node(xml: &mut Xml, node: &Node, body: &Body, messages: &[&str]) {
    let default = body.flows.iter().find(|flow| flow.from == node.id && flow.otherwise).map(|flow| flow.id.as_str());
    let name = Some(node.name_vi.as_str()).filter(|name| !name.is_empty());
    let same = [("id", Some(node.id.as_str())), ("name", name)];
    let [id, name] = same;
    match &node.kind {
        NodeKind::Start => xml.open("bpmn:startEvent", &same),
        NodeKind::End => xml.open("bpmn:endEvent", &same),
        NodeKind::Step(step) => {
            xml.open("bpmn:userTask", &same);
            self::step(xml, step);
        }
        NodeKind::Exclusive => xml.open("bpmn:exclusiveGateway", &[id, name, ("default", default)]),
        NodeKind::Parallel => xml.open("bpmn:parallelGateway", &same),
        NodeKind::Inclusive => xml.open("bpmn:inclusiveGateway", &[id, name, ("default", default)]),
        NodeKind::Message(wait) => {
            xml.open("bpmn:intermediateCatchEvent", &same);
            xml.open("bpmn:extensionElements", &[]);
            let limit = wait.limit.map(|limit| limit.to_string());
            let ground = wait.pause_ground.as_deref();
            xml.empty("motcua:wait", &[("limit", limit.as_deref()), ("pauseGround", ground)]);
            xml.close();
        }
        NodeKind::Timer { limit } => {
            xml.open("bpmn:intermediateCatchEvent", &same);
            timer(xml, *limit);
        }
        NodeKind::SubProcess(_) => xml.open("bpmn:subProcess", &same),
        NodeKind::SubDossier(sub) => {
            xml.open("bpmn:callActivity", &[id, name, ("calledElement", Some(&sub.workflow))]);
            sub_dossier(xml, sub);
        }
        NodeKind::Boundary { on, trigger } => {
            xml.open("bpmn:boundaryEvent", &[id, name, ("attachedToRef", Some(on)), ("cancelActivity", Some("true"))]);
            if let Trigger::Timer { limit } = trigger {
                timer(xml, *limit);
            }
        }
    }
    ways(xml, node, body);
    inside(xml, &node.kind, messages);
    xml.close();
}

/// What stands inside an element after its ways.
fn inside(xml: &mut Xml, kind: &NodeKind, messages: &[&str]) {
    match kind {
        NodeKind::Message(super::super::Wait { message, .. })
        | NodeKind::Boundary { trigger: Trigger::Message { message }, .. } => {
            let number = messages.iter().position(|known| known == message).unwrap_or(0);
            xml.empty("bpmn:messageEventDefinition", &[("messageRef", Some(&message_id(number)))]);
        }
        NodeKind::Timer { limit } | NodeKind::Boundary { trigger: Trigger::Timer { limit }, .. } => {
            xml.open("bpmn:timerEventDefinition", &[]);
            xml.leaf("bpmn:timeDuration", &[("xsi:type", Some("bpmn:tFormalExpression"))], &duration(*limit));
            xml.close();
        }
        NodeKind::SubProcess(inner) => level(xml, inner, messages),
        NodeKind::Start
        | NodeKind::End
        | NodeKind::Step(_)
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::SubDossier(_) => (),
    }
}

fn sub_dossier(xml: &mut Xml, sub: &SubDossier) {
    xml.open("bpmn:extensionElements", &[]);
    let limit = sub.limit.map(|limit| limit.to_string());
    xml.open("motcua:subDossier", &[("limit", limit.as_deref()), ("pauseGround", sub.pause_ground.as_deref())]);
    unit(xml, &sub.unit);
    xml.close();
    xml.close();
}

fn ways(xml: &mut Xml, node: &Node, body: &Body) {
    body.flows.iter().filter(|flow| flow.to == node.id).for_each(|flow| xml.leaf("bpmn:incoming", &[], &flow.id));
    body.flows.iter().filter(|flow| flow.from == node.id).for_each(|flow| xml.leaf("bpmn:outgoing", &[], &flow.id));
}

fn step(xml: &mut Xml, step: &Step) {
    xml.open("bpmn:extensionElements", &[]);
    xml.open(
        "motcua:step",
        &[
            ("work", Some(step.work.name())),
            ("role", Some(step.role.name())),
            ("limit", step.limit.map(|limit| limit.to_string()).as_deref()),
            ("pauseGround", step.pause_ground.as_deref()),
            ("form", step.form.as_deref()),
        ],
    );
    unit(xml, &step.unit);
    xml.close();
    xml.close();
}

fn unit(xml: &mut Xml, unit: &UnitRule) {
    let (kind, of) = super::part::unit_words(unit);
    xml.empty("motcua:unit", &[("kind", Some(kind)), ("of", of)]);
}

fn timer(xml: &mut Xml, limit: Limit) {
    xml.open("bpmn:extensionElements", &[]);
    xml.empty("motcua:timer", &[("limit", Some(&limit.to_string()))]);
    xml.close();
}

/// The limit for programs that know no working days: as a duration of the standard (ISO 8601), days for working days.
fn duration(limit: Limit) -> String {
    match limit.unit() {
        LimitUnit::WorkingDay | LimitUnit::Day => format!("P{}D", limit.amount()),
        LimitUnit::WorkingHour | LimitUnit::Hour => format!("PT{}H", limit.amount()),
    }
}

fn flow(xml: &mut Xml, flow: &Flow) {
    let attributes = [
        ("id", Some(flow.id.as_str())),
        ("name", flow.name_vi.as_deref()),
        ("sourceRef", Some(&flow.from)),
        ("targetRef", Some(&flow.to)),
    ];
    if flow.when.is_none() && flow.at_most.is_none() {
        xml.empty("bpmn:sequenceFlow", &attributes);
        return;
    }
    xml.open("bpmn:sequenceFlow", &attributes);
    if let Some(most) = flow.at_most {
        xml.open("bpmn:extensionElements", &[]);
        xml.empty("motcua:bound", &[("atMost", Some(&most.to_string()))]);
        xml.close();
    }
    if let Some(rule) = &flow.when {
        let attributes = [("xsi:type", Some("bpmn:tFormalExpression")), ("language", Some(RULES))];
        xml.leaf("bpmn:conditionExpression", &attributes, rule.as_str());
    }
    xml.close();
}

fn compensation(xml: &mut Xml, host: &str, undo: &Compensation) {
    let [event, task, _] = super::part::undo_ids(host);
    xml.open("bpmn:boundaryEvent", &[("id", Some(&event)), ("attachedToRef", Some(host))]);
    xml.empty("bpmn:compensateEventDefinition", &[]);
    xml.close();
    let attributes = [("id", Some(task.as_str())), ("name", Some(&undo.name_vi)), ("isForCompensation", Some("true"))];
    xml.open("bpmn:userTask", &attributes);
    xml.open("bpmn:extensionElements", &[]);
    xml.open("motcua:step", &[("role", Some(undo.role.name()))]);
    unit(xml, &undo.unit);
    xml.close();
    xml.close();
    xml.close();
}
