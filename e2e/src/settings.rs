//! What the run is given: the program to look at and the tools to look with, by environment variables.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Everything a run needs to know about its surroundings.
pub(crate) struct Settings {
    /// `MOTCUA_BIN`: the program as people install it.
    pub(crate) program: PathBuf,
    /// `MOTCUA_TEST_POSTGRES`: a server on which databases may be created.
    pub(crate) postgres: String,
}

impl Settings {
    /// Reads the variables that every part of the run needs.
    pub(crate) fn read() -> Result<Self> {
        let program = file_of("MOTCUA_BIN", "the program to test, for example target/debug/motcua")?;
        let postgres = text_of("MOTCUA_TEST_POSTGRES", "a PostgreSQL server, postgres://user:password@host/database")?;
        Ok(Self { program, postgres })
    }
}

/// `MOTCUA_AXE`: the source of axe-core.
pub(crate) fn axe() -> Result<String> {
    let path = file_of("MOTCUA_AXE", "axe-core's axe.min.js")?;
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// `MOTCUA_SCHEMATHESIS`: the API fuzzer's program.
pub(crate) fn schemathesis() -> Result<PathBuf> {
    file_of("MOTCUA_SCHEMATHESIS", "the program schemathesis")
}

/// The folder of screenshots, `target/screens`, made when missing.
pub(crate) fn screens() -> Result<PathBuf> {
    let folder = Path::new("target/screens").to_owned();
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

fn text_of(name: &str, what: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("set {name}: {what} (cargo xtask test does)"))
}

fn file_of(name: &str, what: &str) -> Result<PathBuf> {
    let path = PathBuf::from(text_of(name, what)?);
    path.canonicalize().with_context(|| format!("{name} names no file: {}", path.display()))
}
