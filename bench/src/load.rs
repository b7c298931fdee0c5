//! The generator: closed loop for throughput, open loop for latency. One wrong answer ends the run.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result};

use crate::http::Client;

/// What a client does with the `n`-th request; an error is a wrong answer.
pub(crate) type Request<'a> = dyn Fn(&mut Client, usize) -> Result<()> + Sync + 'a;

/// Who asks whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clients<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) token: &'a str,
    pub(crate) count: usize,
}

/// Each client sends its next request when it has the answer to the last one; requests a second.
pub(crate) fn closed(clients: Clients<'_>, requests: usize, request: &Request<'_>) -> Result<f64> {
    let next = AtomicUsize::new(0);
    let took = run(clients, &|client, _| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= requests {
            return Ok(false);
        }
        request(client, number)?;
        Ok(true)
    })?;
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 requests")]
    Ok(requests as f64 / took.as_secs_f64())
}

/// Requests are due at a fixed rate whatever the server does; how long after its due time each was answered, in
/// milliseconds, sorted. So a server that stalls does not hide its own stall.
pub(crate) fn open(clients: Clients<'_>, rate: f64, requests: usize, request: &Request<'_>) -> Result<Vec<f64>> {
    let next = AtomicUsize::new(0);
    let latencies = Mutex::new(Vec::with_capacity(requests));
    run(clients, &|client, started| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= requests {
            return Ok(false);
        }
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 requests")]
        let due = started + Duration::from_secs_f64(number as f64 / rate);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        request(client, number)?;
        let latency = due.elapsed().as_secs_f64() * 1000.0;
        latencies.lock().unwrap_or_else(PoisonError::into_inner).push(latency);
        Ok(true)
    })?;
    let mut latencies = latencies.into_inner().unwrap_or_else(PoisonError::into_inner);
    latencies.sort_by(f64::total_cmp);
    Ok(latencies)
}

/// Runs `step` on every client until it says "no more"; the time from the common start to the end of the last.
fn run(clients: Clients<'_>, step: &(dyn Fn(&mut Client, Instant) -> Result<bool> + Sync)) -> Result<Duration> {
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    let ended_early = AtomicBool::new(false);
    let barrier = Barrier::new(clients.count.saturating_add(1));
    let common_start = Mutex::new(Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..clients.count {
            scope.spawn(|| {
                let connected = Client::connect(clients.address, clients.token);
                barrier.wait();
                barrier.wait();
                let started = *common_start.lock().unwrap_or_else(PoisonError::into_inner);
                let ended = connected.and_then(|mut client| {
                    let mut more = true;
                    while more && !ended_early.load(Ordering::Relaxed) {
                        more = step(&mut client, started)?;
                    }
                    Ok(())
                });
                if let Err(error) = ended {
                    ended_early.store(true, Ordering::Relaxed);
                    failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            });
        }
        barrier.wait();
        *common_start.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        barrier.wait();
    });
    let took = common_start.into_inner().unwrap_or_else(PoisonError::into_inner).elapsed();
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error).context("a wrong answer ends the run"),
        None => Ok(took),
    }
}
