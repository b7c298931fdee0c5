//! The tools of the house: `cargo xtask test`, `lint`, `nightly`, `bench`, `dist`, `postgres`.
//!
//! They are one program in the language of the product, so that whoever can build Một Cửa can also run,
//! read and mend what checks it. Nothing here is part of what a province installs.
#![expect(clippy::print_stdout, reason = "a tool for people at a terminal")]

mod bench;
mod command;
mod dist;
mod lint;
mod nightly;
mod objects;
mod packages;
mod postgres;
mod report;
mod test;
mod tidy;
mod tools;
mod watch;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask COMMAND

  test [--only PART]            everything that must hold before a change is taken, or one part of it:
                                unit, store, server, e2e, fuzz, torture
  nightly                       the law alone, and on ten million random cases
  lint                          format, clippy, rules of the house, unused dependencies
  bench [--quick] [ARGUMENTS]   the load generator against both engines, in release
  dist                          the archive to install, in target/dist
  postgres                      a private PostgreSQL for work by hand, until Ctrl-C
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
    postgres::stop_on_signals()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments.split_first().map_or(("help", &[][..]), |(first, rest)| (first.as_str(), rest));
    match (command, rest) {
        ("test", rest) => test::run(&test::Selection::from_arguments(rest)?),
        ("lint", []) => lint::run(),
        ("bench", rest) => bench::run(rest),
        ("dist", []) => dist::run(),
        ("nightly", []) => nightly::run(),
        ("postgres", []) => postgres::serve_until_interrupted(),
        ("help" | "--help" | "-h", _) => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("unknown command or argument\n\n{USAGE}"),
    }
}
