//! Acts a second: in this process, over HTTP against the release binary, and on the bare engine, in turn.

use std::path::Path;

use anyhow::Result;

use crate::acts::Acts;
use crate::options::Options;
use crate::over_http::OverHttp;
use crate::progress;
use crate::raw_postgres::{RawPostgres, make_database};
use crate::raw_sqlite::{self, RawSqlite};
use crate::report::{Report, Target};
use crate::server::commits;

/// How long `pgbench` runs in a round, in seconds.
const PGBENCH_SECONDS: u64 = 6;

/// Measures on SQLite.
pub(crate) fn on_sqlite(options: &Options, folder: &Path, report: &mut Report) -> Result<()> {
    let (act_folder, http_folder) = (folder.join("act"), folder.join("http"));
    let (source, served) = (act_folder.join("motcua.sqlite"), http_folder.join("motcua.sqlite"));
    let mut acts = Acts::found(&act_folder, None)?;
    let raw = RawSqlite::found(&folder.join("raw"))?;
    let mut program = if options.acts_only { None } else { Some(OverHttp::found(&http_folder, None)?) };
    for round in 0..=options.rounds() {
        let mut warm_up = Report::default();
        let report = if round == 0 { &mut warm_up } else { &mut *report };
        let place = raw_sqlite::last_place(&source)?;
        report.add("sqlite/submit/act", "/s", acts.submit(options)?);
        let mut group = options.clients;
        if let Some(program) = &mut program {
            let before = commits(&served)?;
            report.add("sqlite/submit/http", "/s", program.submit(options)?);
            group = options.acts().checked_div(usize::try_from(commits(&served)?.wrapping_sub(before))?).unwrap_or(1);
            program.work("sqlite", options, report)?;
            report.add("sqlite/submit/http, acts a commit", "acts", f64::from(u32::try_from(group)?));
        }
        report.add("sqlite/submit/raw", "/s", raw.commit(&source, place, group)?);
        progress::round("sqlite", round, report);
    }
    report.compare("sqlite/submit/http", "sqlite/submit/raw", Target::AtLeast(0.4));
    report.compare("sqlite/submit/act", "sqlite/submit/raw", Target::None);
    Ok(())
}

/// Measures on PostgreSQL.
pub(crate) fn on_postgres(options: &Options, folder: &Path, report: &mut Report) -> Result<()> {
    let (act_url, http_url) = (make_database("motcua_act")?, make_database("motcua_http")?);
    let mut acts = Acts::found(&folder.join("act"), Some(&act_url))?;
    let row = acts.sample(&folder.join("sample"))?;
    let raw = RawPostgres::found(folder, &row, acts.units())?;
    let http_folder = folder.join("http");
    let mut program = if options.acts_only { None } else { Some(OverHttp::found(&http_folder, Some(&http_url))?) };
    for round in 0..=options.rounds() {
        let mut warm_up = Report::default();
        let report = if round == 0 { &mut warm_up } else { &mut *report };
        report.add("postgres/submit/act", "/s", acts.submit(options)?);
        if let Some(program) = &mut program {
            report.add("postgres/submit/http", "/s", program.submit(options)?);
            program.work("postgres", options, report)?;
        }
        let seconds = if round == 0 { 2 } else { PGBENCH_SECONDS };
        report.add("postgres/submit/pgbench", "/s", raw.commit(options.clients, seconds)?);
        progress::round("postgres", round, report);
    }
    report.compare("postgres/submit/http", "postgres/submit/pgbench", Target::AtLeast(1.0));
    report.compare("postgres/submit/act", "postgres/submit/pgbench", Target::None);
    Ok(())
}
