//! `cargo xtask nightly`: what takes too long for every change, worth a night's machine time.

use anyhow::Result;

use crate::command;
use crate::report::Report;
use crate::workspace::Workspace;

/// Ten times the cases of the ordinary run.
const DEADLINE_CASES: &str = "10000000";

/// A hundred times the cases of the ordinary run, for each property of due times.
const PROPERTY_CASES: &str = "400000";

/// Due times against the slow model, on many more random cases.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    let mut report = Report::default();
    report.section("the law compiles alone", || {
        command::run(&mut command::cargo(&workspace.root, ["check", "--package=motcua-domain"]))
    });
    report.section("due times against the slow model, 10 million cases", || {
        let arguments = ["test", "--release", "--package=motcua-domain", "--test=deadline"];
        let mut cargo = command::cargo(&workspace.root, arguments);
        command::run(cargo.env("MOTCUA_DEADLINE_CASES", DEADLINE_CASES).env("MOTCUA_PROPERTY_CASES", PROPERTY_CASES))
    });
    report.finish()
}
