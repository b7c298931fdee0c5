//! Test tools that come from package registries, at fixed versions, into `target/tools`.
//!
//! Each registry is asked through its own client with the machine's own settings, so a mirror or a proxy that
//! works for the client works here.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::command;

const AXE_VERSION: &str = "4.14.1";
const SCHEMATHESIS_VERSION: &str = "4.32.5";
const MOTO_VERSION: &str = "5.2.5";
const AIOSMTPD_VERSION: &str = "1.4.6";
const SPIFF_VERSION: &str = "3.2.0";
const PM4PY_VERSION: &str = "2.7.23.11";
const LXML_VERSION: &str = "6.1.3";
const RETRY_AFTER_SECONDS: [u64; 2] = [5, 20];

/// The accessibility checker as one script, ready to be put into a page.
pub(crate) fn axe(target: &Path) -> Result<PathBuf> {
    let folder = target.join("tools").join(format!("axe-core-{AXE_VERSION}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        start_over(&folder)?;
        let package = format!("axe-core@{AXE_VERSION}");
        let options = ["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix"];
        fetch(Command::new("npm").args(options).arg(&folder).arg(package))?;
    }
    ensure!(script.is_file(), "npm left no {}", script.display());
    Ok(script)
}

/// The API fuzzer's program.
pub(crate) fn schemathesis(target: &Path) -> Result<PathBuf> {
    let package = format!("schemathesis=={SCHEMATHESIS_VERSION}");
    python_program(&target.join("tools").join(format!("schemathesis-{SCHEMATHESIS_VERSION}")), &package, "schemathesis")
}

/// A server that speaks S3.
pub(crate) fn moto(target: &Path) -> Result<PathBuf> {
    let package = format!("moto[server]=={MOTO_VERSION}");
    python_program(&target.join("tools").join(format!("moto-{MOTO_VERSION}")), &package, "moto_server")
}

/// A mail server.
pub(crate) fn aiosmtpd(target: &Path) -> Result<PathBuf> {
    let package = format!("aiosmtpd=={AIOSMTPD_VERSION}");
    python_program(&target.join("tools").join(format!("aiosmtpd-{AIOSMTPD_VERSION}")), &package, "aiosmtpd")
}

/// A Python with the schemas of BPMN and an engine that reads it.
pub(crate) fn bpmn(target: &Path) -> Result<PathBuf> {
    let folder = target.join("tools").join(format!("spiffworkflow-{SPIFF_VERSION}"));
    let python = folder.join("bin/python");
    let can_read = || {
        let program = Command::new(&python).args(["-c", "import SpiffWorkflow.bpmn.parser, lxml.etree"]).output();
        program.is_ok_and(|ended| ended.status.success())
    };
    if !can_read() {
        install(&folder, &[&format!("SpiffWorkflow=={SPIFF_VERSION}"), &format!("lxml=={LXML_VERSION}")])?;
    }
    ensure!(can_read(), "pip left no SpiffWorkflow in {}", folder.display());
    Ok(python)
}

/// A Python with a program for process mining. It only reads what was exported; nothing of it is shipped.
pub(crate) fn pm4py(target: &Path) -> Result<PathBuf> {
    let folder = target.join("tools").join(format!("pm4py-{PM4PY_VERSION}"));
    let python = folder.join("bin/python");
    let can_read =
        || Command::new(&python).args(["-c", "import pm4py"]).output().is_ok_and(|ended| ended.status.success());
    if !can_read() {
        install(&folder, &[&format!("pm4py=={PM4PY_VERSION}")])?;
    }
    ensure!(can_read(), "pip left no pm4py in {}", folder.display());
    Ok(python)
}

/// A program of a Python package, in an environment of its own.
fn python_program(folder: &Path, package: &str, name: &str) -> Result<PathBuf> {
    let program = folder.join("bin").join(name);
    if !program.is_file() {
        install(folder, &[package])?;
    }
    ensure!(program.is_file(), "pip left no {}", program.display());
    Ok(program)
}

/// A fresh Python environment with these packages.
fn install(folder: &Path, packages: &[&str]) -> Result<()> {
    start_over(folder)?;
    command::run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    fetch(Command::new(folder.join("bin/pip")).args(["install", "--quiet"]).args(packages))
}

/// Runs a registry's client, again when the network failed it.
fn fetch(client: &mut Command) -> Result<()> {
    let mut result = command::run(client);
    for pause_seconds in RETRY_AFTER_SECONDS {
        if result.is_ok() {
            break;
        }
        println!("trying again in {pause_seconds} s");
        std::thread::sleep(Duration::from_secs(pause_seconds));
        result = command::run(client);
    }
    result
}

/// An empty folder: half of an earlier attempt must not pass for a whole one.
fn start_over(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}
