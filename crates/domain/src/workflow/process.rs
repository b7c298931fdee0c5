//! A definition of sound shape, indexed: every node and flow by number, so that tokens are bits.

use std::collections::BTreeMap;

use super::definition::{Body, Definition, NodeKind, Trigger};
use super::marking::Marking;
use super::shape::{self, ShapeFault, ShapeFaultKind};
use super::state::Place;
use crate::rule::Rule;

/// What the net has to know of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Start,
    End,
    /// Holds its token until something happens: steps, waits, sub-dossiers.
    Holds,
    Exclusive,
    Parallel,
    Inclusive,
    Scope,
    Boundary,
}

#[derive(Debug, Clone)]
pub(super) struct NetNode {
    pub(super) id: String,
    pub(super) shape: Shape,
    /// The sub-process in which it lies.
    pub(super) scope: Option<usize>,
    pub(super) ins: Vec<usize>,
    pub(super) outs: Vec<usize>,
    /// Boundaries on it.
    pub(super) boundaries: Vec<usize>,
    /// Of a boundary: the node that it breaks off.
    pub(super) host: Option<usize>,
    /// Of a sub-process: the way out of its start, and all places inside.
    pub(super) entry: Option<usize>,
    pub(super) inside: Marking,
    /// Of an inclusive gateway: for each way in, the places from which a token can still come there.
    pub(super) coming: Vec<Marking>,
}

#[derive(Debug, Clone)]
pub(super) struct NetFlow {
    pub(super) id: String,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) when: Option<Rule>,
    pub(super) otherwise: bool,
    /// Number of its counter and the most that it may show.
    pub(super) bound: Option<(usize, u8)>,
}

/// A definition whose shape is sound. Whether it always comes to an end, [`super::prove`] says.
#[derive(Debug, Clone)]
pub struct Process {
    definition: Definition,
    nodes: Vec<NetNode>,
    flows: Vec<NetFlow>,
    kinds: Vec<NodeKind>,
    node_of: BTreeMap<String, usize>,
    flow_of: BTreeMap<String, usize>,
    loops: usize,
    inert_node: NetNode,
    inert_flow: NetFlow,
}

impl Process {
    /// Checks the shape and indexes the definition; every fault at once.
    pub fn of(definition: Definition) -> Result<Self, Vec<ShapeFault>> {
        let faults = shape::faults(&definition);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut process = Self::indexed(definition);
        if let Some(path) = process.endless_loop() {
            let at = path.first().cloned().unwrap_or_default();
            return Err(vec![ShapeFault { at, kind: ShapeFaultKind::EndlessLoop { path } }]);
        }
        process.find_inside();
        process.find_coming();
        Ok(process)
    }

    /// The definition.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    fn indexed(definition: Definition) -> Self {
        let inert_node = NetNode {
            id: String::new(),
            shape: Shape::End,
            scope: None,
            ins: Vec::new(),
            outs: Vec::new(),
            boundaries: Vec::new(),
            host: None,
            entry: None,
            inside: Marking::default(),
            coming: Vec::new(),
        };
        let inert_flow =
            NetFlow { id: String::new(), from: usize::MAX, to: usize::MAX, when: None, otherwise: false, bound: None };
        let mut process = Self {
            nodes: Vec::new(),
            flows: Vec::new(),
            kinds: Vec::new(),
            node_of: BTreeMap::new(),
            flow_of: BTreeMap::new(),
            loops: 0,
            inert_node,
            inert_flow,
            definition,
        };
        let body = process.definition.body.clone();
        process.add(&body, None);
        process
    }

    fn add(&mut self, body: &Body, scope: Option<usize>) {
        for node in &body.nodes {
            let index = self.nodes.len();
            self.node_of.insert(node.id.clone(), index);
            let shape = shape_of(&node.kind);
            self.nodes.push(NetNode { id: node.id.clone(), shape, scope, ..self.inert_node.clone() });
            self.kinds.push(node.kind.clone());
        }
        for flow in &body.flows {
            let (Some(from), Some(to)) = (self.number(&flow.from), self.number(&flow.to)) else { continue };
            let index = self.flows.len();
            let bound = flow.at_most.map(|most| (self.loops, most));
            self.loops = self.loops.saturating_add(usize::from(bound.is_some()));
            let (when, otherwise) = (flow.when.clone(), flow.otherwise);
            self.flows.push(NetFlow { id: flow.id.clone(), from, to, when, otherwise, bound });
            self.flow_of.insert(flow.id.clone(), index);
            self.change(from, |node| node.outs.push(index));
            self.change(to, |node| node.ins.push(index));
        }
        for node in &body.nodes {
            let Some(index) = self.number(&node.id) else { continue };
            if let NodeKind::Boundary { on, trigger: Trigger::Timer { .. } | Trigger::Message { .. } } = &node.kind {
                let host = self.number(on);
                self.change(index, |node| node.host = host);
                if let Some(host) = host {
                    self.change(host, |node| node.boundaries.push(index));
                }
            }
            if let NodeKind::SubProcess(inner) = &node.kind {
                self.add(inner, Some(index));
                let start = inner.nodes.iter().find(|node| matches!(node.kind, NodeKind::Start));
                let entry = start.and_then(|start| self.number(&start.id)).and_then(|start| self.way_out(start));
                self.change(index, |node| node.entry = entry);
            }
        }
    }

    fn change(&mut self, node: usize, how: impl FnOnce(&mut NetNode)) {
        if let Some(node) = self.nodes.get_mut(node) {
            how(node);
        }
    }

    /// The node of that number; one without ways for a number that no node has.
    pub(super) fn node(&self, node: usize) -> &NetNode {
        self.nodes.get(node).unwrap_or(&self.inert_node)
    }

    /// The flow of that number.
    pub(super) fn flow(&self, flow: usize) -> &NetFlow {
        self.flows.get(flow).unwrap_or(&self.inert_flow)
    }

    pub(super) fn kind(&self, node: usize) -> Option<&NodeKind> {
        self.kinds.get(node)
    }

    pub(super) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn flow_count(&self) -> usize {
        self.flows.len()
    }

    pub(super) fn number(&self, node: &str) -> Option<usize> {
        self.node_of.get(node).copied()
    }

    pub(super) fn flow_number(&self, flow: &str) -> Option<usize> {
        self.flow_of.get(flow).copied()
    }

    /// The only way out of a node that has one.
    pub(super) fn way_out(&self, node: usize) -> Option<usize> {
        self.node(node).outs.first().copied()
    }

    /// The way out of the start of the whole.
    pub(super) fn start(&self) -> Option<usize> {
        let is_start = |node: &NetNode| node.shape == Shape::Start && node.scope.is_none();
        self.nodes.iter().position(is_start).and_then(|start| self.way_out(start))
    }

    /// The place of a token in a node; places of flows have the flows' own numbers.
    pub(super) fn at(&self, node: usize) -> usize {
        self.flows.len().saturating_add(node)
    }

    /// The node whose place that is.
    pub(super) fn node_at(&self, place: usize) -> Option<usize> {
        place.checked_sub(self.flows.len())
    }

    pub(super) fn place(&self, place: usize) -> Place {
        match self.node_at(place) {
            Some(node) => Place::At { node: self.node(node).id.clone() },
            None => Place::On { flow: self.flow(place).id.clone() },
        }
    }

    pub(super) fn place_number(&self, place: &Place) -> Option<usize> {
        match place {
            Place::On { flow } => self.flow_number(flow),
            Place::At { node } => self.number(node).map(|node| self.at(node)),
        }
    }

    pub(super) fn no_marking(&self) -> Marking {
        Marking::empty(self.flows.len().saturating_add(self.nodes.len()), self.loops)
    }

    /// The flow with that counter.
    pub(super) fn looping(&self, counter: usize) -> &NetFlow {
        let has = |flow: &&NetFlow| flow.bound.is_some_and(|(number, _)| number == counter);
        self.flows.iter().find(has).unwrap_or(&self.inert_flow)
    }

    /// Flows to which a token on this flow leads next: past the node there, past what breaks that node off, or past a
    /// message that breaks off the sub-process around it.
    pub(super) fn next(&self, flow: usize) -> Vec<usize> {
        let node = self.node(self.flow(flow).to);
        let mut next = match node.shape {
            Shape::Scope => node.entry.into_iter().collect(),
            Shape::End => node.scope.map(|scope| self.node(scope).outs.clone()).unwrap_or_default(),
            Shape::Start | Shape::Holds | Shape::Exclusive | Shape::Parallel | Shape::Inclusive | Shape::Boundary => {
                node.outs.clone()
            }
        };
        next.extend(node.boundaries.iter().flat_map(|boundary| self.node(*boundary).outs.clone()));
        let mut around = node.scope;
        while let Some(scope) = around {
            let scope = self.node(scope);
            let by_message = scope.boundaries.iter().filter(|boundary| self.is_by_message(**boundary));
            next.extend(by_message.flat_map(|boundary| self.node(*boundary).outs.clone()));
            around = scope.scope;
        }
        next
    }

    fn is_by_message(&self, boundary: usize) -> bool {
        matches!(self.kind(boundary), Some(NodeKind::Boundary { trigger: Trigger::Message { .. }, .. }))
    }

    /// Flows so that each stands behind those from which a token comes, ways back left out; the rest goes round.
    pub(super) fn in_order(&self) -> (Vec<usize>, Vec<usize>) {
        let mut waiting = vec![0_usize; self.flows.len()];
        let onward = |flow: usize| self.next(flow).into_iter().filter(|next| self.flow(*next).bound.is_none());
        for next in (0..self.flows.len()).flat_map(onward) {
            if let Some(count) = waiting.get_mut(next) {
                *count = count.saturating_add(1);
            }
        }
        let mut order: Vec<usize> = (0..self.flows.len()).filter(|flow| waiting.get(*flow) == Some(&0)).collect();
        let mut done = 0;
        while let Some(flow) = order.get(done).copied() {
            done = done.saturating_add(1);
            for next in onward(flow) {
                if let Some(count) = waiting.get_mut(next) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        order.push(next);
                    }
                }
            }
        }
        let left = (0..self.flows.len()).filter(|flow| waiting.get(*flow).is_some_and(|count| *count > 0)).collect();
        (order, left)
    }

    /// The nodes of a way that comes back to itself without a bounded flow.
    fn endless_loop(&self) -> Option<Vec<String>> {
        let (_, left) = self.in_order();
        // What is left lies on a circle or behind one; going backwards inside it ends on the circle.
        let mut way = vec![*left.first()?];
        loop {
            let last = *way.last()?;
            let before = left.iter().copied().find(|flow| self.next(*flow).contains(&last))?;
            if let Some(position) = way.iter().position(|flow| *flow == before) {
                let circle = way.get(position..)?.iter().rev().map(|flow| self.node(self.flow(*flow).to).id.clone());
                return Some(circle.collect());
            }
            way.push(before);
        }
    }

    fn find_inside(&mut self) {
        let scopes: Vec<usize> = (0..self.nodes.len()).filter(|node| self.node(*node).shape == Shape::Scope).collect();
        for scope in scopes {
            let mut inside = self.no_marking();
            for node in (0..self.nodes.len()).filter(|node| self.lies_in(*node, scope)) {
                inside.put(self.at(node));
                for flow in &self.node(node).outs {
                    inside.put(*flow);
                }
            }
            self.change(scope, |node| node.inside = inside);
        }
    }

    fn lies_in(&self, node: usize, scope: usize) -> bool {
        let mut around = self.node(node).scope;
        while let Some(found) = around {
            if found == scope {
                return true;
            }
            around = self.node(found).scope;
        }
        false
    }

    /// For each inclusive gateway and each way in: the places from which a way leads there that does not pass the
    /// gateway. Tokens inside a sub-process stand for the sub-process, whose own place is marked as long as they run.
    fn find_coming(&mut self) {
        for gateway in 0..self.nodes.len() {
            let node = self.node(gateway);
            if node.shape != Shape::Inclusive || node.ins.len() < 2 {
                continue;
            }
            let coming = node.ins.clone().into_iter().map(|way| self.leading_to(way, gateway)).collect();
            self.change(gateway, |node| node.coming = coming);
        }
    }

    fn leading_to(&self, way: usize, gateway: usize) -> Marking {
        let mut found = self.no_marking();
        let mut open = vec![way];
        while let Some(flow) = open.pop() {
            if !found.put(flow) {
                continue;
            }
            let from = self.flow(flow).from;
            if from == gateway {
                continue;
            }
            let before = [Some(from), self.node(from).host];
            for node in before.into_iter().flatten() {
                found.put(self.at(node));
                open.extend(self.node(node).ins.iter().copied());
            }
        }
        found
    }
}

fn shape_of(kind: &NodeKind) -> Shape {
    match kind {
        NodeKind::Start => Shape::Start,
        NodeKind::End => Shape::End,
        NodeKind::Step(_) | NodeKind::Message(_) | NodeKind::Timer { .. } | NodeKind::SubDossier(_) => Shape::Holds,
        NodeKind::Exclusive => Shape::Exclusive,
        NodeKind::Parallel => Shape::Parallel,
        NodeKind::Inclusive => Shape::Inclusive,
        NodeKind::SubProcess(_) => Shape::Scope,
        NodeKind::Boundary { .. } => Shape::Boundary,
    }
}
