//! The program, run to its end or running beside the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long the program may take to be ready or to end.
const PATIENCE: Duration = Duration::from_mins(2);

/// The program with a clean environment, in an empty folder unless told otherwise.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MOTCUA_")) {
        command.env_remove(name);
    }
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// Runs it to its end in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ended {
    Ended::of(&program(arguments).current_dir(folder).output().unwrap())
}

/// Runs it to its end with something on standard input.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Ended {
    let mut command = program(arguments);
    command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Ended::of(&child.wait_with_output().unwrap())
}

/// How it ended and what it printed.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Neither a panic nor a stack trace was shown.
    pub(crate) fn is_civil(&self) -> bool {
        ["panicked", "backtrace", "RUST_", ".rs:"]
            .iter()
            .all(|word| !self.err.contains(word) && !self.out.contains(word))
    }
}

/// A server beside the test; killed when the test ends early.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    pub(crate) before_ready: Vec<String>,
}

impl Server {
    /// Starts it on a free port and waits for its line.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = program(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, address: String::new(), before_ready: Vec::new() };
        for line in out.lines().map(Result::unwrap) {
            if let Some(address) = line.strip_prefix("listening on http://") {
                address.clone_into(&mut server.address);
                return server;
            }
            server.before_ready.push(line);
        }
        panic!("the server ended before it was ready: {:?}", server.before_ready);
    }

    /// Sends a plain request and reads the whole answer.
    pub(crate) fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: motcua\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a signal and answers the exit code.
    pub(crate) fn stop(mut self, signal: &str) -> Option<i32> {
        let sent = Command::new("kill").args([&format!("-{signal}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server does not stop");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
