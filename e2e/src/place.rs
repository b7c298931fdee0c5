//! Where one run of the program keeps its data: a temporary folder, and a database of its own on PostgreSQL.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::settings::Settings;

/// What the server writes to its error stream, in the place's folder.
pub(crate) const SERVER_LOG: &str = "server.log";

/// A database engine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

impl Engine {
    /// Its name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Data of one run; gone when dropped.
pub(crate) struct Place {
    program: PathBuf,
    folder: TempDir,
    database: Option<ScratchDatabase>,
}

impl Place {
    /// An empty place on the engine.
    pub(crate) fn new(settings: &Settings, engine: Engine) -> Result<Self> {
        let folder = TempDir::with_prefix("motcua-e2e-").context("cannot make a temporary folder")?;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(ScratchDatabase::create(&settings.postgres)?),
        };
        Ok(Self { program: settings.program.clone(), folder, database })
    }

    /// The folder for the program's data and for files that a journey uploads.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The last lines in which the server complained, for an error message.
    pub(crate) fn complaints(&self) -> String {
        const LINES: usize = 5;
        let log = std::fs::read_to_string(self.folder.path().join(SERVER_LOG)).unwrap_or_default();
        let serious: Vec<&str> = log.lines().filter(|line| line.contains("ERROR") || line.contains("WARN")).collect();
        serious.get(serious.len().saturating_sub(LINES)..).unwrap_or_default().join("\n")
    }

    /// A command of the program on this place's data.
    pub(crate) fn command(&self, verb: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(verb).arg("--data").arg(self.folder.path().join("data"));
        if let Some(database) = &self.database {
            command.arg("--database").arg(&database.url);
        }
        command.current_dir(self.folder.path());
        command
    }

    /// Runs a verb of the program to its end.
    pub(crate) fn run(&self, verb: &[&str]) -> Result<Output> {
        self.command(verb).output().with_context(|| format!("cannot run motcua {}", verb.join(" ")))
    }

    /// Replays the journal and compares every table: no difference may be found.
    pub(crate) fn verify(&self) -> Result<()> {
        let output = self.run(&["verify"])?;
        ensure!(output.status.success(), "motcua verify found a difference:\n{}", told(&output));
        Ok(())
    }

    /// A bearer token for the API in the name of an account.
    pub(crate) fn token(&self, user: &str) -> Result<String> {
        let output = self.run(&["token", "create", "--user", user])?;
        ensure!(output.status.success(), "motcua token create failed:\n{}", told(&output));
        let text = String::from_utf8(output.stdout).context("the token is not text")?;
        let token = text.split_whitespace().next_back().context("motcua token create printed nothing")?;
        Ok(token.to_owned())
    }
}

/// What a command said, on both streams.
pub(crate) fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A database made for this run.
struct ScratchDatabase {
    server: String,
    name: String,
    url: String,
}

impl ScratchDatabase {
    fn create(server: &str) -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("motcua_e2e_{}_{number}", std::process::id());
        let (before, _) = server.rsplit_once('/').context("MOTCUA_TEST_POSTGRES has no database in its path")?;
        let url = format!("{before}/{name}");
        tell(server, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))?;
        Ok(Self { server: server.to_owned(), name, url })
    }
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        if let Err(error) = tell(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)) {
            eprintln!("{error:#}");
        }
    }
}

/// One statement through the server's own client.
fn tell(server: &str, statement: &str) -> Result<()> {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--dbname", server, "--command", statement])
        .output()
        .context("cannot run psql")?;
    ensure!(output.status.success(), "psql: {}", told(&output));
    Ok(())
}
