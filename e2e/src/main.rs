//! Looks at the program from outside, as people and other programs do: journeys in a browser, random requests, and
//! death in the middle of work.
#![expect(clippy::print_stdout, reason = "a tool for people at a terminal")]

mod api;
#[expect(dead_code, unreachable_pub, reason = "shared with the tests of other crates, each of which needs part of it")]
mod bank;
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
  bank PORT SECRET   a payment gateway on this machine that behaves or misbehaves by the press of a button
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
        ["bank", port, secret] => keep_bank(port.parse()?, secret),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("unknown command or argument\n\n{USAGE}"),
    }
}

/// Keeps a test bank until it is stopped.
fn keep_bank(port: u16, secret: &str) -> Result<()> {
    let bank = bank::Bank::start(port, secret, "x-signature", civil_now)?;
    println!("a test bank stands at {}", bank.url());
    loop {
        std::thread::park();
    }
}

/// The civil time at the province.
#[expect(clippy::disallowed_methods, reason = "a bank of its own has a clock of its own")]
fn civil_now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now = domain::time::Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
    domain::time::Zone::HO_CHI_MINH.civil(now).to_string()
}
