//! `cargo xtask lint`: format, clippy with warnings denied, the rules of the house.

use anyhow::Result;

use crate::report::Report;
use crate::workspace::Workspace;
use crate::{command, packages, tidy, watch};

/// What is built: everything, with what only some builds have. One selection for all, so that nothing is compiled twice.
pub(crate) const WHOLE: &[&str] = &["--workspace", "--features=motcua/s3"];

/// Runs every check; an error when one of them complains.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    let mut report = Report::default();
    sections(&workspace, &mut report);
    report.finish()
}

/// The checks as sections of a longer run.
pub(crate) fn sections(workspace: &Workspace, report: &mut Report) {
    report.section("rustfmt and clippy are there", || packages::ensure_components(&workspace.root));
    report.section("format", || command::run(&mut command::cargo(&workspace.root, ["fmt", "--all", "--check"])));
    report.section("rules of the house", || tidy::check(workspace));
    report.section("clippy, while everything is built", || watch::build(workspace, WHOLE));
}
