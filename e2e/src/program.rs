//! The program under test as a process of its own: started, asked, stopped, or killed in the middle of its work.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::place::{Place, SERVER_LOG};

/// The province is loaded at the first start; a debug build on a busy machine takes its time.
const START_PATIENCE: Duration = Duration::from_mins(3);
/// What was accepted is finished within this time after SIGTERM.
const STOP_PATIENCE: Duration = Duration::from_secs(30);
/// The line that says it is ready.
const READY: &str = "listening on ";

/// A running server; killed when dropped.
pub(crate) struct Program {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
}

impl Program {
    /// Starts the server on a port that the system chooses, and waits until it says that it listens.
    pub(crate) fn start(place: &Place) -> Result<Self> {
        Self::start_at(place, None)
    }

    /// As [`Program::start`], on an address that others know before.
    pub(crate) fn start_on(place: &Place, listen: &str) -> Result<Self> {
        Self::begin(place, listen, None)
    }

    /// As [`Program::start`], by a clock for training that begins at a time.
    pub(crate) fn start_at(place: &Place, time: Option<&str>) -> Result<Self> {
        Self::begin(place, "127.0.0.1:0", time)
    }

    fn begin(place: &Place, listen: &str, time: Option<&str>) -> Result<Self> {
        let log = place.folder().join(SERVER_LOG);
        let errors = File::options().create(true).append(true).open(&log)?;
        let mut command = place.command(&["serve", "--listen", listen]);
        command.envs(time.map(|time| ("MOTCUA_TRAINING_CLOCK", time)));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).spawn()?;
        let output = child.stdout.take().context("the server has no output")?;
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(url) = line.trim().strip_prefix(READY) {
                    let _ = sender.send(url.to_owned());
                }
            }
        });
        let mut program = Self { child, url: String::new() };
        match receiver.recv_timeout(START_PATIENCE) {
            Ok(url) => program.url = url,
            Err(_) => bail!("the server did not say “{READY}…”:\n{}", tail(&log)),
        }
        Ok(program)
    }

    /// SIGKILL: no time for a last word.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill().context("cannot kill the server")?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM: what was accepted is finished, then it ends with 0.
    pub(crate) fn stop(mut self) -> Result<()> {
        let number = self.child.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &number]).status()?.success(), "cannot send SIGTERM");
        let began = Instant::now();
        while began.elapsed() < STOP_PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                ensure!(status.success(), "the server ended with {status} after SIGTERM");
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the server still runs {} s after SIGTERM", STOP_PATIENCE.as_secs())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The last lines of a log, for an error message.
fn tail(log: &std::path::Path) -> String {
    const LINES: usize = 30;
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default().join("\n")
}
