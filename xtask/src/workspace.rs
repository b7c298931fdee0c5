//! What `cargo metadata` knows: where the workspace is, where it builds, its crates and what they depend on.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command;

/// The workspace as cargo sees it.
pub(crate) struct Workspace {
    /// Folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds, whatever the environment says.
    pub(crate) target: PathBuf,
    /// The crates of the workspace.
    pub(crate) packages: Vec<Package>,
}

/// One crate of the workspace.
pub(crate) struct Package {
    /// Name in its `Cargo.toml`.
    pub(crate) name: String,
    /// Version in its `Cargo.toml`.
    pub(crate) version: String,
    /// Folder of its `Cargo.toml`.
    pub(crate) folder: PathBuf,
    /// Everything it depends on, also for tests and the build script.
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line under `[dependencies]`, `[dev-dependencies]` or `[build-dependencies]`.
pub(crate) struct Dependency {
    /// Name of the package.
    pub(crate) package: String,
    /// Name under which the sources know it.
    pub(crate) identifier: String,
}

impl Workspace {
    /// Asks cargo about the workspace that this tool belongs to.
    pub(crate) fn load() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let arguments = ["metadata", "--no-deps", "--format-version", "1"];
        let metadata: Value = serde_json::from_str(&command::output(&mut command::cargo(here, arguments))?)?;
        let packages = metadata.get("packages").and_then(Value::as_array).context("metadata without packages")?;
        Ok(Self {
            root: text(&metadata, "workspace_root")?.into(),
            target: text(&metadata, "target_directory")?.into(),
            packages: packages.iter().map(package).collect::<Result<_>>()?,
        })
    }

    /// The crate of this name.
    pub(crate) fn package(&self, name: &str) -> Result<&Package> {
        self.packages.iter().find(|package| package.name == name).with_context(|| format!("no crate {name}"))
    }
}

fn package(value: &Value) -> Result<Package> {
    let manifest = PathBuf::from(text(value, "manifest_path")?);
    let dependencies = value.get("dependencies").and_then(Value::as_array).context("package without dependencies")?;
    Ok(Package {
        name: text(value, "name")?.to_owned(),
        version: text(value, "version")?.to_owned(),
        folder: manifest.parent().context("manifest without a folder")?.to_owned(),
        dependencies: dependencies.iter().map(dependency).collect::<Result<_>>()?,
    })
}

fn dependency(value: &Value) -> Result<Dependency> {
    let package = text(value, "name")?;
    let known_as = value.get("rename").and_then(Value::as_str).unwrap_or(package);
    Ok(Dependency { package: package.to_owned(), identifier: known_as.replace('-', "_") })
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value.get(key).and_then(Value::as_str).with_context(|| format!("metadata without {key}"))
}
