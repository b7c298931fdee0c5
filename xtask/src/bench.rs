//! `cargo xtask bench`: the load generator with the program and both engines, in one run on this machine.

use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::packages::{self, Wanted};
use crate::postgres::{self, Durability};
use crate::workspace::Workspace;

/// Builds in release, starts PostgreSQL as in production (commits wait for the disk) and hands the arguments on.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let workspace = Workspace::load()?;
    packages::ensure(Wanted { postgres: true, browser: false, python: false, papers: false })?;
    let build = ["build", "--release", "--package=motcua", "--package=motcua-bench"];
    command::run(&mut command::cargo(&workspace.root, build))?;
    let cluster = postgres::start(Durability::Full)?;
    let mut generator = Command::new(workspace.target.join("release/motcua-bench"));
    generator.args(arguments).current_dir(&workspace.root);
    generator.env("MOTCUA_BIN", workspace.target.join("release/motcua"));
    generator.env("MOTCUA_PGBENCH", postgres::programs()?.join("pgbench"));
    command::run(generator.env("MOTCUA_TEST_POSTGRES", &cluster.url))
}
