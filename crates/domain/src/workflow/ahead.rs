//! What lies ahead of a node: which facts the next choices ask for, and whether anybody still decides after it.

use std::collections::BTreeSet;

use super::definition::{Fact, NodeKind, Step, Work};
use super::process::{Process, Shape};

impl Process {
    /// The node of that name.
    #[must_use]
    pub fn named(&self, node: &str) -> Option<&NodeKind> {
        self.number(node).and_then(|number| self.kind(number))
    }

    /// The step of that name.
    #[must_use]
    pub fn step(&self, node: &str) -> Option<&Step> {
        let NodeKind::Step(step) = self.named(node)? else { return None };
        Some(step)
    }

    /// The facts for which gateways ask between this node and whatever is opened next: what has to be found here.
    #[must_use]
    pub fn asked_after(&self, node: &str) -> Vec<&Fact> {
        let Some(from) = self.number(node) else { return Vec::new() };
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = self.node(from).outs.clone();
        while let Some(flow) = open.pop() {
            if !seen.insert(flow) {
                continue;
            }
            let next = self.node(self.flow(flow).to);
            match next.shape {
                Shape::Exclusive | Shape::Inclusive | Shape::Parallel => {
                    for way in &next.outs {
                        names.extend(self.flow(*way).when.iter().flat_map(crate::rule::Rule::names));
                        open.push(*way);
                    }
                }
                // What follows the last step of an inner level is chosen behind that level.
                Shape::End => open.extend(next.scope.iter().flat_map(|scope| self.node(*scope).outs.clone())),
                Shape::Start | Shape::Holds | Shape::Scope | Shape::Boundary => (),
            }
        }
        self.definition().facts.iter().filter(|fact| names.contains(fact.name.as_str())).collect()
    }

    /// Whether a way leads from this node to the end of the whole without anything being opened.
    #[must_use]
    pub fn may_end_after(&self, node: &str) -> bool {
        let mut open = self.number(node).map(|from| self.node(from).outs.clone()).unwrap_or_default();
        let mut seen = BTreeSet::new();
        while let Some(flow) = open.pop() {
            if !seen.insert(flow) {
                continue;
            }
            let next = self.node(self.flow(flow).to);
            match (next.shape, next.scope) {
                (Shape::End, None) => return true,
                (Shape::End, Some(scope)) => open.extend(self.node(scope).outs.iter().copied()),
                (Shape::Exclusive | Shape::Inclusive | Shape::Parallel, _) => open.extend(next.outs.iter().copied()),
                (Shape::Start | Shape::Holds | Shape::Scope | Shape::Boundary, _) => (),
            }
        }
        false
    }

    /// Whether the step approves or signs and nobody does so after it: what is said there is the decision.
    #[must_use]
    pub fn has_last_word(&self, node: &str) -> bool {
        let decides =
            |kind: &NodeKind| matches!(kind, NodeKind::Step(step) if matches!(step.work, Work::Approve | Work::Sign));
        let Some(from) = self.number(node).filter(|number| self.kind(*number).is_some_and(decides)) else {
            return false;
        };
        let mut seen = BTreeSet::new();
        let mut open = self.node(from).outs.clone();
        while let Some(flow) = open.pop() {
            if self.flow(flow).bound.is_some() || !seen.insert(flow) {
                continue;
            }
            let to = self.flow(flow).to;
            if to != from && self.kind(to).is_some_and(decides) {
                return false;
            }
            open.extend(self.next(flow));
        }
        true
    }
}
