//! Acts a second: in this process, over HTTP against the release binary, and on the bare engine, in turn.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use domain::time::Zone;

use crate::http::Client;
use crate::load::{self, Clients};
use crate::office::{Office, Tokens};
use crate::options::Options;
use crate::raw_postgres::{RawPostgres, make_database};
use crate::raw_sqlite::{self, RawSqlite};
use crate::report::{Report, Target};
use crate::server::{Server, commits};
use crate::submission::Submissions;

/// Everything that one engine needs for its rounds.
struct Bench<'a> {
    options: &'a Options,
    engine: &'static str,
    /// The product in this process.
    office: Office,
    /// The program, with a database of its own.
    server: Server,
    tokens: Tokens,
    submissions: Arc<Submissions>,
    /// Number of the next submission to each of the two.
    next: usize,
    /// All codes that the program gave out.
    codes: HashSet<String>,
}

/// Measures on SQLite.
pub(crate) fn on_sqlite(options: &Options, folder: &Path, report: &mut Report) -> Result<()> {
    let mut bench = Bench::found(options, "sqlite", folder, None, None)?;
    let raw = RawSqlite::found(&folder.join("raw"))?;
    let source = folder.join("act/motcua.sqlite");
    let served = folder.join("http/motcua.sqlite");
    for round in 0..=options.rounds() {
        let mut ignored = Report::default();
        let report = if round == 0 { &mut ignored } else { &mut *report };
        let place = raw_sqlite::last_place(&source)?;
        bench.acts(report)?;
        let (count, before) = (bench.options.acts(), commits(&served)?);
        bench.over_http(report, &|| commits(&served))?;
        let group = bench.group(count, before, commits(&served)?);
        report.add("sqlite/submit/group", "acts a commit", f64::from(group));
        report.add("sqlite/submit/raw", "/s", raw.commit(&source, place, usize::try_from(group)?)?);
        tell(&format!("sqlite, round {round}"));
    }
    report.compare("sqlite/submit/http", "sqlite/submit/raw", Target::AtLeast(0.4));
    report.compare("sqlite/submit/act", "sqlite/submit/raw", Target::None);
    Ok(())
}
