//! `cargo xtask nightly`: what takes too long for every change, worth a night's machine time.

use anyhow::Result;

use crate::command;
use crate::report::Report;
use crate::workspace::Workspace;

/// Ten times the cases of the ordinary run.
const DEADLINE_CASES: &str = "10000000";

/// Due times against the slow model, on many more random cases.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    let mut report = Report::default();
    report.section("due times against the slow model, 10 million cases", || {
        let arguments = ["test", "--release", "--package=motcua-domain", "--test=deadline"];
        command::run(command::cargo(&workspace.root, arguments).env("MOTCUA_DEADLINE_CASES", DEADLINE_CASES))
    });
    report.finish()
}
