//! `cargo xtask dist`: one archive that a province unpacks and starts, with its checksum.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// What goes into the archive beside the program, by its path in the workspace.
const BESIDE: [&str; 5] = ["data", "LICENSE", "README.md", "README.vi.md", "CHANGELOG.md"];

/// Builds with every feature for production and packs `target/dist/motcua-VERSION-MACHINE.tar.gz`.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    let build = ["build", "--release", "--package=motcua", "--features=s3"];
    command::run(&mut command::cargo(&workspace.root, build))?;
    let version = &workspace.package("motcua")?.version;
    let name = format!("motcua-{version}-{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let dist = workspace.target.join("dist");
    let folder = dist.join(&name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    copy(&workspace.target.join("release/motcua"), &folder)?;
    for path in BESIDE {
        copy(&workspace.root.join(path), &folder)?;
    }
    let archive = format!("{name}.tar.gz");
    let owner = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name", "-czf"];
    command::run(Command::new("tar").args(owner).args([&archive, &name]).current_dir(&dist))?;
    let sum = command::output(Command::new("sha256sum").arg(&archive).current_dir(&dist))?;
    std::fs::write(dist.join(format!("{archive}.sha256")), &sum)?;
    println!("{}\n{}", dist.join(&archive).display(), sum.trim());
    Ok(())
}

fn copy(from: &Path, folder: &Path) -> Result<()> {
    command::output(Command::new("cp").arg("--recursive").arg(from).arg(folder))
        .map(drop)
        .with_context(|| format!("cannot pack {}", from.display()))
}
