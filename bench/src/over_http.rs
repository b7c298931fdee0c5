//! Acts and reads through HTTP against the release binary, each answer checked.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::acts::runtime;
use crate::http::Client;
use crate::load::{self, Clients};
use crate::office::{Office, Tokens, now};
use crate::options::Options;
use crate::report::Report;
use crate::server::Server;
use crate::stats::percentile;
use crate::submission::Submissions;
use std::sync::Arc;

/// Share of the closed loop's throughput at which the open loop asks.
const OPEN_LOOP_SHARE: f64 = 0.5;

/// The program, and what it has given out.
pub(crate) struct OverHttp {
    server: Server,
    tokens: Tokens,
    submissions: Arc<Submissions>,
    next: usize,
    /// All codes that were ever given out.
    codes: HashSet<String>,
    /// Those of the last round.
    fresh: Vec<String>,
    rate: f64,
}

/// What a submission answers, as far as it is checked.
#[derive(Debug, Deserialize)]
struct Submitted {
    code: String,
    state: String,
    version: i64,
}

impl OverHttp {
    /// Prepares an empty folder or database and starts the program on it.
    pub(crate) fn found(folder: &Path, database: Option<&str>) -> Result<Self> {
        let office = runtime()?.block_on(async {
            let office = Office::found(folder, database, now()).await?;
            office.app.close().await;
            Ok::<_, anyhow::Error>(office)
        })?;
        let server = Server::start(folder, database)?;
        let (tokens, submissions) = (office.tokens, office.submissions);
        Ok(Self { server, tokens, submissions, next: 0, codes: HashSet::new(), fresh: Vec::new(), rate: 0.0 })
    }

    /// Submits as many as a round asks for; submissions a second.
    pub(crate) fn submit(&mut self, options: &Options) -> Result<f64> {
        let given = Mutex::new(Vec::with_capacity(options.acts()));
        let (first, submissions) = (self.next, &self.submissions);
        let clients = self.clients(&self.tokens.citizen, options.clients);
        let rate = load::closed(clients, options.acts(), &|client, number| {
            let code = submit(client, &submissions.body(first.saturating_add(number)))?;
            lock(&given).push(code);
            Ok(())
        })?;
        self.next = first.saturating_add(options.acts());
        self.fresh = given.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.rate = rate;
        self.note_codes()?;
        Ok(rate)
    }

    /// Status changes and reads of the dossiers just submitted, and the latency of submissions at a fixed rate.
    pub(crate) fn work(&mut self, engine: &str, options: &Options, report: &mut Report) -> Result<()> {
        let codes = std::mem::take(&mut self.fresh);
        let clerk = self.clients(&self.tokens.clerk, options.clients);
        let accepted = load::closed(clerk, codes.len(), &|client, number| accept(client, code(&codes, number)?))?;
        report.add(&format!("{engine}/accept/http"), "/s", accepted);
        let read = load::closed(clerk, codes.len(), &|client, number| read(client, code(&codes, number)?))?;
        report.add(&format!("{engine}/read/http"), "/s", read);
        self.submit_at_a_rate(engine, options, report)?;
        self.server.await_idle()
    }

    /// Open loop: how long a submission takes while the server has time to spare.
    fn submit_at_a_rate(&mut self, engine: &str, options: &Options, report: &mut Report) -> Result<()> {
        let count = options.acts() / 4;
        let given = Mutex::new(Vec::with_capacity(count));
        let (first, submissions) = (self.next, &self.submissions);
        let clients = self.clients(&self.tokens.citizen, options.clients);
        let latencies = load::open(clients, self.rate * OPEN_LOOP_SHARE, count, &|client, number| {
            let code = submit(client, &submissions.body(first.saturating_add(number)))?;
            lock(&given).push(code);
            Ok(())
        })?;
        self.next = first.saturating_add(count);
        self.fresh = given.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.note_codes()?;
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            let name = format!("{engine}/submit/http at half its rate, {name}");
            report.add(&name, "ms", percentile(&latencies, share));
        }
        Ok(())
    }

    fn note_codes(&mut self) -> Result<()> {
        for code in &self.fresh {
            ensure!(self.codes.insert(code.clone()), "the code {code} was given out twice");
        }
        Ok(())
    }

    fn clients<'a>(&self, token: &'a str, count: usize) -> Clients<'a> {
        Clients { address: self.server.address, token, count }
    }
}

fn submit(client: &mut Client, body: &str) -> Result<String> {
    let answer = client.post("/api/v1/dossiers", body)?.read::<Submitted>(201)?;
    ensure!(answer.state == "submitted" && answer.version == 1, "a submission answers {answer:?}");
    Ok(answer.code)
}

fn accept(client: &mut Client, code: &str) -> Result<()> {
    let answer = client.post(&format!("/api/v1/dossiers/{code}/actions/accept"), "{}")?.read::<Submitted>(200)?;
    ensure!(answer.code == code && answer.version == 2, "accepting {code} answers {answer:?}");
    Ok(())
}

/// Reads one dossier.
pub(crate) fn read(client: &mut Client, code: &str) -> Result<()> {
    let answer = client.get(&format!("/api/v1/dossiers/{code}"))?.read::<Submitted>(200)?;
    ensure!(answer.code == code, "reading {code} answers {answer:?}");
    Ok(())
}

fn code(codes: &[String], number: usize) -> Result<&str> {
    codes.get(number).map(String::as_str).context("there are fewer codes than requests")
}

fn lock<T>(given: &Mutex<T>) -> MutexGuard<'_, T> {
    given.lock().unwrap_or_else(PoisonError::into_inner)
}
