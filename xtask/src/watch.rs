//! Clippy looks on while the tests are built.
//!
//! `cargo clippy` checks every dependency without making code from it, and the tests then compile all of them again. Here
//! clippy's own driver takes the compiler's place for the crates of the workspace: one build, linted.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::command;
use crate::workspace::Workspace;

/// A sin that clippy must see; otherwise its silence would mean nothing.
const SIN: &str = "pub fn has_none(list: &[u8]) -> bool {\n    list.len() == 0\n}\n";
/// The lint that names it.
const LINT: &str = "clippy::len_zero";

/// A `cargo` command whose compiler is watched by clippy. What it builds is shared with every other such command.
pub(crate) fn cargo<A: AsRef<OsStr>>(root: &Path, arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = command::cargo(root, arguments);
    command.env("RUSTC_WORKSPACE_WRAPPER", driver());
    command
}

/// Builds every target of the crates that the scope selects; a warning is an error, told once everything was looked at.
pub(crate) fn build(workspace: &Workspace, scope: &[&str]) -> Result<()> {
    prove(&workspace.target)?;
    let arguments =
        ["build"].iter().chain(scope).chain(&["--all-targets", "--message-format=json-diagnostic-rendered-ansi"]);
    let mut build = cargo(&workspace.root, arguments).stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let lines = BufReader::new(build.stdout.take().context("cargo has no output")?).lines();
    let mut complaints = BTreeSet::new();
    for line in lines {
        if let Some(complaint) = complaint(&line?)
            && complaints.insert(complaint.clone())
        {
            eprint!("{complaint}");
        }
    }
    ensure!(build.wait()?.success(), "the build failed");
    ensure!(complaints.is_empty(), "{} warnings, and none is allowed", complaints.len());
    Ok(())
}

/// What the compiler or clippy says in one line of cargo's report. Cargo repeats it for crates that it need not build.
fn complaint(line: &str) -> Option<String> {
    let report: Value = serde_json::from_str(line).ok()?;
    let message = report.get("message").filter(|_| report.get("reason").is_some_and(|it| it == "compiler-message"))?;
    let counts = message.get("spans").and_then(Value::as_array).is_some_and(|spans| !spans.is_empty());
    let rendered = message.get("rendered").and_then(Value::as_str)?;
    counts.then(|| rendered.to_owned())
}

/// Clippy's driver beside the cargo that runs this program, else the one on the path.
fn driver() -> PathBuf {
    let beside = std::env::var_os("CARGO").map(|cargo| PathBuf::from(cargo).with_file_name("clippy-driver"));
    beside.filter(|driver| driver.is_file()).unwrap_or_else(|| "clippy-driver".into())
}

fn prove(target: &Path) -> Result<()> {
    let folder = target.join("xtask");
    std::fs::create_dir_all(&folder)?;
    let sin = folder.join("sin.rs");
    std::fs::write(&sin, SIN)?;
    let mut look = Command::new(driver());
    look.args(["--crate-type=lib", "--emit=metadata", "--edition=2024", "--out-dir"]).arg(&folder).arg(&sin);
    let look = look.arg(format!("-D{LINT}")).output().context("cannot start clippy-driver")?;
    if look.status.success() || !String::from_utf8_lossy(&look.stderr).contains("len_zero") {
        bail!("clippy saw nothing wrong with a list whose length is compared with nought");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn a_warning_counts_and_its_sum_does_not() {
        let warning = r#"{"reason":"compiler-message","message":{"rendered":"warning: x\n","spans":[{}]}}"#;
        let sum = r#"{"reason":"compiler-message","message":{"rendered":"warning: 1 warning emitted\n","spans":[]}}"#;
        assert_eq!(complaint(warning).as_deref(), Some("warning: x\n"));
        assert_eq!(complaint(sum), None);
        assert_eq!(complaint(r#"{"reason":"compiler-artifact"}"#), None);
        assert_eq!(complaint("not JSON"), None);
    }
}
