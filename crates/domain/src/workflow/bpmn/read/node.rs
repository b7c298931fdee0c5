//! Reading the nodes of a level.

use super::super::super::definition::{Node, NodeKind, Step, SubDossier, Trigger, UnitRule, Wait, Work};
use super::super::fault::BpmnFaultKind;
use super::super::tree::Element;
use super::Reading;
use crate::access::Role;
use crate::deadline::Limit;

/// Children that every node may have.
const WAYS: [&str; 3] = ["bpmn:extensionElements", "bpmn:incoming", "bpmn:outgoing"];

impl<'e> Reading<'e> {
    /// A node; none for what is not carried.
    pub(super) fn node(&mut self, element: &'e Element) -> Option<Node> {
        let kind = match element.name.as_str() {
            "bpmn:startEvent" => self.plain(element, &["id", "name", "isInterrupting"], NodeKind::Start),
            "bpmn:endEvent" => self.plain(element, &["id", "name"], NodeKind::End),
            "bpmn:exclusiveGateway" => self.plain(element, &GATEWAY, NodeKind::Exclusive),
            "bpmn:inclusiveGateway" => self.plain(element, &GATEWAY, NodeKind::Inclusive),
            "bpmn:parallelGateway" => self.plain(element, &["id", "name", "gatewayDirection"], NodeKind::Parallel),
            "bpmn:userTask" | "bpmn:task" => NodeKind::Step(self.step(element)),
            "bpmn:intermediateCatchEvent" => {
                self.only(element, &["id", "name"], &with_ways(&EVENTS));
                match self.trigger(element)? {
                    Trigger::Timer { limit } => NodeKind::Timer { limit },
                    Trigger::Message { message } => NodeKind::Message(self.wait(element, message)),
                }
            }
            "bpmn:boundaryEvent" => {
                self.only(element, &["id", "name", "attachedToRef", "cancelActivity"], &with_ways(&EVENTS));
                if let Some(given) = element.get("cancelActivity").filter(|given| *given != "true") {
                    self.wrong(element, "cancelActivity", given);
                }
                let on = self.needed(element, "attachedToRef").to_owned();
                let trigger = self.trigger(element)?;
                if matches!(trigger, Trigger::Message { .. }) {
                    self.no_extension(element);
                }
                NodeKind::Boundary { on, trigger }
            }
            "bpmn:subProcess" => {
                self.attributes_only(element, &["id", "name", "triggeredByEvent"]);
                if let Some(given) = element.get("triggeredByEvent").filter(|given| *given != "false") {
                    self.wrong(element, "triggeredByEvent", given);
                }
                self.no_extension(element);
                NodeKind::SubProcess(self.level(element))
            }
            "bpmn:callActivity" => NodeKind::SubDossier(self.sub_dossier(element)),
            _other => {
                self.faults.push(element.fault(BpmnFaultKind::NotCarried));
                return None;
            }
        };
        Some(self.named(element, kind))
    }

    fn plain(&mut self, element: &'e Element, attributes: &[&str], kind: NodeKind) -> NodeKind {
        self.only(element, attributes, &WAYS);
        self.no_extension(element);
        kind
    }

    fn no_extension(&mut self, element: &'e Element) {
        for extension in element.children.iter().filter(|child| child.name == "bpmn:extensionElements") {
            self.only(extension, &[], &[]);
        }
    }

    fn step(&mut self, element: &'e Element) -> Step {
        self.only(element, &["id", "name", "isForCompensation"], &WAYS);
        let Some(of) = self.extension(element, "motcua:step") else {
            let name = element.get("name").or_else(|| element.get("id")).unwrap_or_default();
            self.assumptions.push(format!(
                "Bước “{name}”: bản vẽ BPMN không nói việc gì, ai làm, ở đâu; đặt là chuyên viên xem xét tại cơ quan giải quyết."
            ));
            return Step {
                work: Work::Examine,
                role: Role::Officer,
                unit: UnitRule::Handling,
                limit: None,
                pause_ground: None,
                form: None,
                compensation: None,
            };
        };
        self.only(of, &["work", "role", "limit", "pauseGround", "form"], &["motcua:unit"]);
        Step {
            work: self.parsed(of, "work", Work::from_name).unwrap_or(Work::Examine),
            role: self.parsed(of, "role", Role::from_name).unwrap_or(Role::Officer),
            unit: self.unit(of),
            limit: self.limit(of),
            pause_ground: of.get("pauseGround").map(str::to_owned),
            form: of.get("form").map(str::to_owned),
            compensation: None,
        }
    }

    fn wait(&mut self, element: &'e Element, message: String) -> Wait {
        let Some(of) = self.extension(element, "motcua:wait") else {
            return Wait { message, limit: None, pause_ground: None };
        };
        self.only(of, &["limit", "pauseGround"], &[]);
        Wait { message, limit: self.limit(of), pause_ground: of.get("pauseGround").map(str::to_owned) }
    }

    fn sub_dossier(&mut self, element: &'e Element) -> SubDossier {
        self.only(element, &["id", "name", "calledElement"], &WAYS);
        let workflow = self.needed(element, "calledElement").to_owned();
        let Some(of) = self.extension(element, "motcua:subDossier") else {
            self.faults.push(element.fault(BpmnFaultKind::Missing { what: "motcua:subDossier".to_owned() }));
            return SubDossier { workflow, unit: UnitRule::Handling, limit: None, pause_ground: None };
        };
        self.only(of, &["limit", "pauseGround"], &["motcua:unit"]);
        let (unit, limit) = (self.unit(of), self.limit(of));
        SubDossier { workflow, unit, limit, pause_ground: of.get("pauseGround").map(str::to_owned) }
    }

    /// What an event waits for.
    fn trigger(&mut self, element: &'e Element) -> Option<Trigger> {
        let found: Vec<&Element> =
            element.children.iter().filter(|child| EVENTS.contains(&child.name.as_str())).collect();
        let [event] = found.as_slice() else {
            self.faults.push(element.fault(BpmnFaultKind::Missing { what: EVENTS.join(" / ") }));
            return None;
        };
        if event.name == "bpmn:messageEventDefinition" {
            self.only(event, &["id", "messageRef"], &[]);
            let given = self.needed(event, "messageRef");
            let Some(message) = self.messages.get(given) else {
                self.wrong(event, "messageRef", given);
                return None;
            };
            return Some(Trigger::Message { message: (*message).to_owned() });
        }
        self.only(event, &["id"], &["bpmn:timeDuration"]);
        if let Some(of) = self.extension(element, "motcua:timer") {
            self.only(of, &["limit"], &[]);
            self.needed(of, "limit");
            return self.limit(of).map(|limit| Trigger::Timer { limit });
        }
        let duration = event.children.iter().find(|child| child.name == "bpmn:timeDuration");
        let limit = duration.and_then(|duration| days_or_hours(duration.text.trim()));
        if limit.is_none() {
            let given = duration.map(|duration| duration.text.clone()).unwrap_or_default();
            self.wrong(event, "bpmn:timeDuration", &given);
        }
        limit.map(|limit| Trigger::Timer { limit })
    }
}

const GATEWAY: [&str; 4] = ["id", "name", "default", "gatewayDirection"];
const EVENTS: [&str; 2] = ["bpmn:messageEventDefinition", "bpmn:timerEventDefinition"];

fn with_ways<'a>(more: &[&'a str]) -> Vec<&'a str> {
    WAYS.iter().chain(more).copied().collect()
}

/// `P5D` or `PT8H`: days and hours as the standard means them, days off and nights included.
fn days_or_hours(text: &str) -> Option<Limit> {
    let hours = text.strip_prefix("PT").and_then(|rest| rest.strip_suffix('H')).map(|amount| format!("{amount}h"));
    let days = text.strip_prefix('P').and_then(|rest| rest.strip_suffix('D')).map(|amount| format!("{amount}d"));
    hours.or(days)?.parse().ok()
}
