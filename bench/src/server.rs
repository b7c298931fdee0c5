//! The program under measurement: the release binary, as a person would start it.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http::Client;

/// The server must be ready within this time, or something is wrong.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; dropping it stops it.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process until `/readyz` answered 200.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts the program on a data folder and waits until it is ready to write.
    pub(crate) fn start(folder: &Path, database: Option<&str>) -> Result<Self> {
        let program = std::env::var_os("MOTCUA_BIN").map(PathBuf::from);
        let program = program.context("MOTCUA_BIN names no program; run `cargo xtask bench`")?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--data").arg(folder).args(["--listen", &address.to_string(), "--empty"]);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        command.env("MOTCUA_LOG", "warn").stdout(Stdio::piped()).stdin(Stdio::null());
        let started = Instant::now();
        let mut child = command.spawn().context("the program does not start")?;
        let output = child.stdout.take();
        let mut server = Self { child, address, ready_after: Duration::ZERO };
        let mut output = BufReader::new(output.context("the program has no output")?);
        await_listening(&mut output)?;
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        server.await_ready(started)?;
        Ok(server)
    }

    fn await_ready(&mut self, started: Instant) -> Result<()> {
        while started.elapsed() < PATIENCE {
            let answer = Client::connect(self.address, "none").and_then(|mut client| client.get("/readyz"));
            if answer.is_ok_and(|answer| answer.status == 200) {
                self.ready_after = started.elapsed();
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bail!("the server is not ready within {} s", PATIENCE.as_secs())
    }

    /// Waits until the program has nothing left to do after its answers: search and figures have caught up.
    pub(crate) fn await_idle(&self) -> Result<()> {
        let started = Instant::now();
        let mut before = self.processor_ticks()?;
        while started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(600));
            let after = self.processor_ticks()?;
            if after.saturating_sub(before) <= 2 {
                return Ok(());
            }
            before = after;
        }
        Ok(())
    }

    /// Processor time used so far, in the system's ticks.
    fn processor_ticks(&self) -> Result<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field, the name, is in brackets and may hold blanks; user and system time are the 14th and 15th.
        let (_, fields) = stat.rsplit_once(')').context("the system does not tell the time of a process")?;
        Ok(fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum())
    }

    /// The most memory that was ever resident, in megabytes of 10^6 bytes.
    pub(crate) fn peak_memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes =
            line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok());
        Ok(kibibytes.context("the system does not tell the memory of a process")? * 1024.0 / 1e6)
    }
}

/// The line with which the program says that it is there.
fn await_listening(output: &mut impl BufRead) -> Result<()> {
    let mut said = String::new();
    for line in output.lines() {
        let line = line?;
        if line.starts_with("listening on ") {
            return Ok(());
        }
        said.push_str(&line);
        said.push('\n');
    }
    bail!("the program ended without listening; it said:\n{said}")
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, as an administrator would: what was accepted is finished.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// How many transactions the writer of an SQLite database has committed: its own count, in the shared index of the
/// write-ahead log (`iChange` of the header). Read beside the running server, which it costs nothing.
pub(crate) fn commits(database: &Path) -> Result<u32> {
    let mut path = database.as_os_str().to_owned();
    path.push("-shm");
    let mut header = [0_u8; 12];
    std::fs::File::open(path)?.read_exact(&mut header)?;
    let [.., a, b, c, d] = header;
    Ok(u32::from_ne_bytes([a, b, c, d]))
}
