//! The program killed in the middle of its work, again and again: what it acknowledged is there, what it did not
//! acknowledge happened once or not at all, no code is given twice and none is missing.

mod chance;
mod client;
mod ledger;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::api::{Api, PDF};
use crate::place::{Engine, Place};
use crate::program::Program;
use crate::settings::Settings;
use chance::Chance;
use client::Client;
use ledger::Ledger;

/// Callers at the same time.
const CLIENTS: u64 = 16;
/// Deaths of each engine.
const ROUNDS: u64 = 3;
/// How long the program lives in a round, at least.
const LIFE: Duration = Duration::from_millis(1500);
/// And at most this much longer.
const LIFE_MORE_MILLIS: u64 = 2000;
/// The run is the same every time, as far as threads allow.
const SEED: u64 = 20_261_126;

/// Both engines, one after the other.
pub(crate) fn run(settings: &Settings) -> Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on(settings, engine).with_context(|| format!("on {}", engine.name()))?;
    }
    Ok(())
}

fn on(settings: &Settings, engine: Engine) -> Result<()> {
    let place = Place::new(settings, engine)?;
    let mut chance = Chance::new(SEED);
    let mut ledger = Ledger::default();
    let mut program = Program::start(&place)?;
    let tokens = Tokens { citizen: place.token("congdan")?, clerk: place.token("motcua.phuong")? };
    for round in 1..=ROUNDS {
        let life = LIFE.saturating_add(Duration::from_millis(chance.below(LIFE_MORE_MILLIS)));
        for told in live_and_die(program, &tokens, round, life)? {
            ledger.take(told);
        }
        program = Program::start(&place).context("it does not start after its death")?;
        ledger.settle(&program.url, &tokens).with_context(|| format!("after death {round}"))?;
        println!(
            "ok      {}: killed {round} times, {} dossiers acknowledged, {} acts, {} answers cut off",
            engine.name(),
            ledger.dossiers(),
            ledger.acts(),
            ledger.cut_off(),
        );
    }
    program.stop()?;
    place.verify()
}

/// Who calls.
struct Tokens {
    citizen: String,
    clerk: String,
}

/// Clients work until the program is killed under them; what each of them knows then.
fn live_and_die(program: Program, tokens: &Tokens, round: u64, life: Duration) -> Result<Vec<client::Told>> {
    let file = Api::new(&program.url, &tokens.citizen).put_file(PDF)?;
    let dead = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let client = Client::new(&program.url, tokens, round, number, &file);
                let dead = &dead;
                scope.spawn(move || client.work(dead))
            })
            .collect();
        std::thread::sleep(life);
        dead.store(true, Ordering::SeqCst);
        program.kill()?;
        let told = clients.into_iter().map(|client| match client.join() {
            Ok(told) => told,
            Err(_) => bail!("a client panicked"),
        });
        told.collect()
    })
}
