//! Where a workflow is drawn, in whole pixels, and a plain arrangement for those that say nothing of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::definition::{Body, Definition, NodeKind};

/// Largest distance from the corner that is kept, in pixels.
pub(super) const FARTHEST: i32 = 100_000;

/// Positions by the names of nodes and flows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Layout {
    /// Nodes.
    pub shapes: BTreeMap<String, Bounds>,
    /// Flows, each with at least two points.
    pub edges: BTreeMap<String, Vec<Point>>,
}

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Bounds {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// A point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

const COLUMN: i32 = 160;
const ROW: i32 = 100;
const MARGIN: i32 = 60;

/// Draws every node in the column of its distance from the start, each column from top to bottom; inner levels are
/// drawn inside their sub-process, and what breaks a node off on its lower edge.
pub(super) fn arranged(definition: &Definition) -> Layout {
    let mut layout = Layout::default();
    arrange(&definition.body, MARGIN, MARGIN, &mut layout);
    layout
}

/// Draws one level with its corner at a point, and says how wide and high it came out.
fn arrange(body: &Body, left: i32, top: i32, layout: &mut Layout) -> (i32, i32) {
    let columns = columns(body);
    let (mut x, mut highest) = (left, 0);
    for column in &columns {
        let (mut y, mut widest) = (top, 0);
        for id in column {
            let Some(node) = body.nodes.iter().find(|node| node.id == *id) else { continue };
            let (width, height) = match &node.kind {
                NodeKind::SubProcess(inner) => {
                    let (width, height) = arrange(inner, x.saturating_add(30), y.saturating_add(30), layout);
                    (width.saturating_add(60), height.saturating_add(60))
                }
                NodeKind::Step(_) | NodeKind::SubDossier(_) => (100, 80),
                NodeKind::Exclusive | NodeKind::Parallel | NodeKind::Inclusive => (50, 50),
                NodeKind::Start
                | NodeKind::End
                | NodeKind::Message(_)
                | NodeKind::Timer { .. }
                | NodeKind::Boundary { .. } => (36, 36),
            };
            layout.shapes.insert(node.id.clone(), Bounds { x, y, width, height });
            // Room below for what breaks the node off and for what undoes it.
            y = y.saturating_add(height.max(ROW)).saturating_add(80);
            widest = widest.max(width);
        }
        highest = highest.max(y.saturating_sub(top));
        x = x.saturating_add(widest.max(COLUMN.saturating_sub(60))).saturating_add(60);
    }
    boundaries(body, layout);
    for flow in &body.flows {
        if let (Some(from), Some(to)) = (layout.shapes.get(&flow.from), layout.shapes.get(&flow.to)) {
            let points =
                vec![Point { x: from.x.saturating_add(from.width), y: middle(from) }, Point { x: to.x, y: middle(to) }];
            layout.edges.insert(flow.id.clone(), points);
        }
    }
    (x.saturating_sub(left), highest)
}

/// On the lower edge of the node that they break off, from right to left.
fn boundaries(body: &Body, layout: &mut Layout) {
    let mut taken: BTreeMap<&str, i32> = BTreeMap::new();
    for node in &body.nodes {
        let NodeKind::Boundary { on, .. } = &node.kind else { continue };
        let Some(host) = layout.shapes.get(on).copied() else { continue };
        let before = taken.entry(on).or_default();
        *before = before.saturating_add(40);
        let x = host.x.saturating_add(host.width).saturating_sub(*before);
        let y = host.y.saturating_add(host.height).saturating_sub(18);
        layout.shapes.insert(node.id.clone(), Bounds { x, y, width: 36, height: 36 });
    }
}

fn middle(bounds: &Bounds) -> i32 {
    bounds.y.saturating_add(bounds.height / 2)
}

/// Nodes by their shortest distance from the start; what cannot be reached stands in the first column.
fn columns(body: &Body) -> Vec<Vec<&str>> {
    let mut distance: BTreeMap<&str, usize> = BTreeMap::new();
    let starts = body.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Start));
    let mut queue: std::collections::VecDeque<(&str, usize)> = starts.map(|node| (node.id.as_str(), 0)).collect();
    while let Some((id, depth)) = queue.pop_front() {
        if distance.contains_key(id) {
            continue;
        }
        distance.insert(id, depth);
        let next = depth.saturating_add(1);
        queue.extend(body.flows.iter().filter(|flow| flow.from == id).map(|flow| (flow.to.as_str(), next)));
        for node in &body.nodes {
            if matches!(&node.kind, NodeKind::Boundary { on, .. } if on == id) {
                queue.push_back((&node.id, next));
            }
        }
    }
    let mut columns: Vec<Vec<&str>> = Vec::new();
    for node in body.nodes.iter().filter(|node| !matches!(node.kind, NodeKind::Boundary { .. })) {
        let column = distance.get(node.id.as_str()).copied().unwrap_or(0);
        while columns.len() <= column {
            columns.push(Vec::new());
        }
        if let Some(list) = columns.get_mut(column) {
            list.push(&node.id);
        }
    }
    columns
}
