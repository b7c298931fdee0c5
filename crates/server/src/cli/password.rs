//! Passwords come from standard input or from the terminal, never from the command line.

use super::context::Context;
use super::failure::Failure;
use std::io::{BufRead, IsTerminal, Write};
use std::process::Command;

/// Reads a password.
pub(super) fn read(context: &Context, from_stdin: bool) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    if !from_stdin && !stdin.is_terminal() {
        return Err(Failure::Usage(context.m.cli.password_terminal.to_owned()));
    }
    let silent = !from_stdin && echo(false);
    if !from_stdin {
        drop(write!(std::io::stderr(), "{}", context.m.cli.password_prompt));
    }
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line);
    if silent {
        echo(true);
        drop(writeln!(std::io::stderr()));
    }
    read.map_err(|error| Failure::because(context.m.cli.password_unreadable, &error))?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// Turns the terminal's echo off or on; whether that worked.
fn echo(on: bool) -> bool {
    Command::new("stty").arg(if on { "echo" } else { "-echo" }).status().is_ok_and(|status| status.success())
}
