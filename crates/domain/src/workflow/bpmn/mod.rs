//! Workflows as BPMN 2.0 XML (ISO/IEC 19510:2013), out and back.
//!
//! What the standard has is written as the standard has it: events, tasks, gateways, sub-processes, call activities,
//! compensation, conditions and the picture (BPMN DI). What it lacks (roles, units, limits in working days, sources)
//! stands in extension elements of the namespace [`OWN`]. [`import`] of what [`export`] wrote is the same definition.
//! An import refuses by name and line what it cannot carry: nothing is dropped. Left out are only comments and, of the
//! picture, where labels stand.

mod fault;
mod part;
mod picture;
mod read;
mod tree;
mod write;

pub use fault::{BpmnFault, BpmnFaultKind};

use super::definition::Definition;

/// Namespace of the standard's model.
pub const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// Namespace of the standard's picture.
const PICTURE: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
const BOUNDS: &str = "http://www.omg.org/spec/DD/20100524/DC";
const POINTS: &str = "http://www.omg.org/spec/DD/20100524/DI";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Namespace of what the standard lacks.
pub const OWN: &str = "urn:motcua:workflow:1";
/// The language of conditions.
const RULES: &str = "urn:motcua:rule";

/// Largest file read, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Deepest nesting read.
pub const MAX_DEPTH: usize = 32;
/// Most elements and attributes read.
pub const MAX_PARTS: usize = 100_000;

/// A definition as BPMN.
#[must_use]
pub fn export(definition: &Definition) -> String {
    write::document(definition)
}

/// A definition from BPMN; every fault at once. Whether its shape is sound is for [`super::Process::of`].
pub fn import(bytes: &[u8]) -> Result<Definition, Vec<BpmnFault>> {
    let root = tree::read(bytes).map_err(|fault| vec![fault])?;
    read::document(&root)
}
