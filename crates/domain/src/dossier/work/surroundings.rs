//! What the work has to be told from outside: the workflows in force, the units, the answers.

use std::sync::Arc;

use serde_json::Value;

use crate::deadline::Effect;
use crate::workflow::{Process, UnitRule};

/// The message that papers asked for have come (bổ sung hồ sơ).
pub const SUPPLEMENTED: &str = "bo_sung_ho_so";
/// The message that the money asked for was paid (hoàn thành nghĩa vụ tài chính).
pub const PAID: &str = "hoan_thanh_nghia_vu_tai_chinh";

/// Finds a workflow by name: of that version, or the one in force on the day of receipt.
type FindProcess<'a> = dyn Fn(&str, Option<u32>) -> Option<Arc<Process>> + 'a;

/// Published data for the work on one dossier. Everything was loaded before; nothing here waits.
#[derive(Clone, Copy)]
pub struct WorkRules<'a> {
    /// The workflow of the procedure on the day of receipt; none when its steps stand in a row.
    pub workflow: Option<&'a Arc<Process>>,
    /// A workflow by name: of that version, or the one in force on the day of receipt.
    pub process: &'a FindProcess<'a>,
    /// The unit of a step of this dossier.
    pub unit: &'a dyn Fn(&UnitRule) -> Option<String>,
    /// The answer of the form with that name.
    pub answer: &'a dyn Fn(&str) -> Option<Value>,
    /// What a ground does to the clock, and the clause that says so.
    pub ground: &'a dyn Fn(&str) -> Option<(Effect, String)>,
    /// Who acts.
    pub by: &'a str,
}

impl std::fmt::Debug for WorkRules<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let workflow = self.workflow.map(|process| process.definition().id.as_str());
        formatter.debug_struct("WorkRules").field("workflow", &workflow).field("by", &self.by).finish_non_exhaustive()
    }
}
