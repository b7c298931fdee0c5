//! Looks at the program from outside, as people and other programs do: journeys in a browser, random requests, and
//! death in the middle of work.
#![expect(clippy::print_stdout, reason = "a tool for people at a terminal")]

mod api;
mod browser;
mod fuzz;
mod gallery;
mod journeys;
mod place;
mod program;
mod settings;
mod torture;
mod visitor;

use std::process::ExitCode;

use anyhow::{Result, bail};

use settings::Settings;

/// The password of every demo account, as `data/demo_accounts.json` has it.
const DEMO_PASSWORD: &str = "motcua-demo";

const USAGE: &str = "\
motcua-e2e COMMAND

  journeys [WORDS]   people's ways through the product, in a browser; only those whose name has the words
  fuzz               random requests made from the program's own OpenAPI description
  torture            the program killed in the middle of its work, again and again
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["journeys"] => journeys::run(&Settings::read()?, None),
        ["journeys", only] => journeys::run(&Settings::read()?, Some(only)),
        ["fuzz"] => fuzz::run(&Settings::read()?),
        ["torture"] => torture::run(&Settings::read()?),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("unknown command or argument\n\n{USAGE}"),
    }
}
