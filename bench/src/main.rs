//! The load generator and the limits of the bare engines, in one run on this machine.
//!
//! Ratios within one run count; absolute figures drift with the machine. `cargo xtask bench` builds everything in
//! release, starts PostgreSQL and calls this.
#![expect(clippy::print_stdout, reason = "the table is the product")]

mod acts;
mod forms;
mod http;
mod load;
mod office;
mod options;
mod over_http;
mod papers;
mod progress;
mod raw_postgres;
mod raw_sqlite;
mod report;
mod scores;
mod server;
mod sizes;
mod stats;
mod submission;
mod submissions;

use std::path::Path;

use anyhow::{Context, Result};
use clap::Parser;

use options::Options;
use report::Report;

/// Databases of a run; on the disk of the working folder, for a temporary folder may be in memory.
const FOLDER: &str = "target/bench";
const JSON: &str = "target/bench.json";

fn main() -> Result<()> {
    let options = Options::parse();
    let mut report = Report::default();
    if options.wants("sqlite") {
        submissions::on_sqlite(&options, &fresh("sqlite")?, &mut report)?;
    }
    if options.wants("postgres") {
        submissions::on_postgres(&options, &fresh("postgres")?, &mut report)?;
    }
    if options.wants("sizes") && !options.acts_only {
        let folder = if options.reuse { Path::new(FOLDER).join("sizes") } else { fresh("sizes")? };
        sizes::measure(&options, &folder, &mut report)?;
    }
    if options.wants("forms") && !options.acts_only {
        forms::measure(&options, &fresh("forms")?, &mut report)?;
    }
    if options.wants("papers") && !options.acts_only {
        papers::measure(&options, &mut report)?;
    }
    if options.wants("scores") && !options.acts_only {
        scores::measure(&options, &mut report)?;
    }
    println!("{}", report.table());
    report.write(Path::new(JSON))
}

/// An empty folder for one part.
fn fresh(part: &str) -> Result<std::path::PathBuf> {
    let folder = Path::new(FOLDER).join(part);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
