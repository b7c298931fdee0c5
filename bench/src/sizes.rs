//! What grows with the number of dossiers and what must not: pages, reads, readiness, memory.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::acts::{self, runtime};
use crate::http::Client;
use crate::load::{self, Clients};
use crate::office::{Office, Tokens, now};
use crate::options::Options;
use crate::over_http;
use crate::progress;
use crate::report::{Report, Target};
use crate::server::Server;
use crate::stats::percentile;

/// Dossiers submitted at a time while a database is filled.
const FILLERS: usize = 256;
/// Over how many days, up to today, the dossiers of a database are spread.
const DAYS: usize = 60;
const DAY_SECONDS: i64 = 24 * 3600;
/// Requests of one kind in a round.
const REQUESTS: usize = 1_000;
/// Requests a second in the open loop: far from saturation, as people at desks are.
const RATE: f64 = 250.0;
/// Clients of the open loop.
const CLIENTS: usize = 8;
/// A surname that a third of the unit's applicants have, so that every database has a full page of them.
const WORDS: &str = "hoang";

/// Where the tokens for a filled database stand, beside it; written when it is complete.
const TOKENS: &str = "tokens.json";

/// A filled database.
struct Filled {
    size: usize,
    folder: PathBuf,
    tokens: Tokens,
    /// Codes that the officer may read.
    codes: Vec<String>,
}

/// A page of `GET /api/v1/dossiers`, as far as it is checked.
#[derive(Debug, Deserialize)]
struct Page {
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    code: String,
}

/// Fills one database for each size and measures them in turn.
pub(crate) fn measure(options: &Options, folder: &Path, report: &mut Report) -> Result<()> {
    let mut databases = Vec::new();
    for size in options.sizes() {
        let folder = folder.join(size.to_string());
        let tokens = match std::fs::read(folder.join(TOKENS)) {
            Ok(tokens) => serde_json::from_slice(&tokens)?,
            Err(_) => fill(&folder, size)?,
        };
        databases.push(Filled { size, folder, tokens, codes: Vec::new() });
    }
    for round in 0..=options.rounds() {
        let mut warm_up = Report::default();
        let report = if round == 0 { &mut warm_up } else { &mut *report };
        for database in &mut databases {
            measure_one(database, report)?;
        }
        progress::round("sizes", round, report);
    }
    compare(options, report);
    Ok(())
}

fn compare(options: &Options, report: &mut Report) {
    let sizes = options.sizes();
    let Some((smallest, larger)) = sizes.split_first() else { return };
    for size in larger {
        for kind in ["worklist", "search", "read"] {
            for share in ["p50", "p95"] {
                let name = |size: &usize| format!("sizes/{kind}/{size}, {share}");
                report.compare(&name(size), &name(smallest), Target::AtMost(1.5));
            }
        }
        report.aim(&format!("sizes/ready/{size}"), Target::AtMost(1000.0));
        report.aim(&format!("sizes/peak memory/{size}"), Target::AtMost(150.0));
    }
}

/// Submits `size` dossiers through the act, so through the journal, and lets search and figures catch up.
fn fill(folder: &Path, size: usize) -> Result<Tokens> {
    let runtime = runtime()?;
    let started = std::time::Instant::now();
    let days_ago = |days: usize| now().plus_seconds(i64::try_from(days).unwrap_or(0).saturating_mul(-DAY_SECONDS));
    let tokens = runtime.block_on(async {
        let office = Office::found(folder, None, days_ago(DAYS)).await?;
        for day in 0..DAYS {
            office.clock.set(days_ago(DAYS.saturating_sub(day)));
            let (from, to) = (share(size, day), share(size, day.saturating_add(1)));
            acts::submit(&office, from, to.saturating_sub(from), FILLERS).await?;
        }
        let submitted = started.elapsed().as_secs_f64();
        while office.app.follow_once().await? {}
        office.app.close().await;
        progress::say(&format!(
            "sizes: {size} dossiers submitted in {submitted:.0} s, followed after {:.0} s",
            started.elapsed().as_secs_f64()
        ));
        Ok::<_, anyhow::Error>(office.tokens)
    })?;
    std::fs::write(folder.join(TOKENS), serde_json::to_vec(&tokens)?)?;
    Ok(tokens)
}

/// How many of the dossiers are there before a day.
fn share(size: usize, day: usize) -> usize {
    size.saturating_mul(day) / DAYS
}

/// One round on one database, the program freshly started.
fn measure_one(database: &mut Filled, report: &mut Report) -> Result<()> {
    let server = Server::start(&database.folder, None)?;
    let size = database.size;
    report.add(&format!("sizes/ready/{size}"), "ms", server.ready_after.as_secs_f64() * 1000.0);
    let clients = Clients { address: server.address, token: &database.tokens.officer, count: CLIENTS };
    if database.codes.is_empty() {
        let mut client = Client::connect(clients.address, clients.token)?;
        database.codes = page(&mut client, "/api/v1/dossiers?limit=100")?;
    }
    let codes = &database.codes;
    ensure!(codes.len() > 10, "the worklist is all but empty");
    let kinds: [(&str, &load::Request<'_>); 3] = [
        ("worklist", &|client, _| {
            let found = page(client, "/api/v1/dossiers?limit=50")?;
            ensure!(found.len() == 50, "a worklist page of {}", found.len());
            Ok(())
        }),
        ("search", &|client, _| {
            let found = page(client, &format!("/api/v1/dossiers?limit=20&q={WORDS}"))?;
            ensure!(!found.is_empty(), "nothing was found");
            Ok(())
        }),
        ("read", &|client, number| {
            let code = number.checked_rem(codes.len()).and_then(|at| codes.get(at)).context("no code")?;
            over_http::read(client, code)
        }),
    ];
    for (kind, request) in kinds {
        load::closed(clients, REQUESTS / 10, request)?;
        let latencies = load::open(clients, RATE, REQUESTS, request)?;
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            report.add(&format!("sizes/{kind}/{size}, {name}"), "ms", percentile(&latencies, share));
        }
    }
    report.add(&format!("sizes/peak memory/{size}"), "MB", server.peak_memory()?);
    Ok(())
}

fn page(client: &mut Client, path: &str) -> Result<Vec<String>> {
    let page: Page = client.get(path)?.read(200)?;
    Ok(page.items.into_iter().map(|item| item.code).collect())
}
