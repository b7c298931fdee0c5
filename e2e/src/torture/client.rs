//! One caller among many: submits, acts, reads, and remembers exactly what it was told.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};

use super::Tokens;
use super::chance::Chance;
use crate::api::{Api, submission};

/// A dossier as its caller knows it.
#[derive(Clone)]
pub(super) struct Known {
    /// Its code.
    pub(super) code: String,
    /// The state that was acknowledged last.
    pub(super) state: String,
    /// The version that was acknowledged last.
    pub(super) version: i64,
    /// Whether an act was under way when the program died: it happened, or it did not.
    pub(super) in_doubt: bool,
}

/// A submission under its key.
#[derive(Clone)]
pub(super) struct Sent {
    /// The idempotency key.
    pub(super) key: String,
    /// What was sent.
    pub(super) body: Value,
    /// The dossier that came of it; none when the answer was cut off.
    pub(super) known: Option<Known>,
}

/// What a client knows at the end.
#[derive(Default)]
pub(super) struct Told {
    /// Every submission.
    pub(super) sent: Vec<Sent>,
    /// Acts acknowledged.
    pub(super) acts: usize,
}

/// A caller.
pub(super) struct Client {
    citizen: Api,
    clerk: Api,
    file: String,
    name: String,
    chance: Chance,
}

impl Client {
    pub(super) fn new(url: &str, tokens: &Tokens, round: u64, number: u64, file: &str) -> Self {
        Self {
            citizen: Api::new(url, &tokens.citizen),
            clerk: Api::new(url, &tokens.clerk),
            file: file.to_owned(),
            name: format!("r{round}-c{number}"),
            chance: Chance::new(super::SEED ^ (round << 32) ^ number),
        }
    }

    /// Works until the program is gone. A wrong answer is an error; no answer is one only while the program lives.
    pub(super) fn work(mut self, dead: &AtomicBool) -> Result<Told> {
        let mut told = Told::default();
        loop {
            let outcome = match self.chance.below(10) {
                0..6 => self.submit(&mut told),
                6..9 => self.act(&mut told),
                _ => self.read(&mut told),
            };
            match outcome {
                Ok(Answered::Yes) => (),
                Ok(Answered::No) if dead.load(Ordering::SeqCst) => return Ok(told),
                Ok(Answered::No) => bail!("{}: no answer from a living program", self.name),
                Err(error) => return Err(error),
            }
        }
    }

    fn submit(&mut self, told: &mut Told) -> Result<Answered> {
        let number = told.sent.len();
        let key = format!("{}-{number}", self.name);
        let body = submission(&format!("Nguyễn Thị Thử {}", self.name), &self.file);
        let Ok(answer) = self.citizen.submit(&key, &body) else {
            told.sent.push(Sent { key, body, known: None });
            return Ok(Answered::No);
        };
        ensure!(answer.status == 201, "a submission was answered with {answer:?}");
        let known = Known {
            code: answer.text("code")?.to_owned(),
            state: answer.text("state")?.to_owned(),
            version: answer.number("version")?,
            in_doubt: false,
        };
        told.sent.push(Sent { key, body, known: Some(known) });
        Ok(Answered::Yes)
    }

    fn act(&mut self, told: &mut Told) -> Result<Answered> {
        let Some((key, known)) = pick(&mut self.chance, told) else { return Ok(Answered::Yes) };
        if known.state != "submitted" {
            return Ok(Answered::Yes);
        }
        let Ok(answer) = self.clerk.act(&known.code, "accept", known.version, &format!("{key}-accept"), &json!({}))
        else {
            known.in_doubt = true;
            return Ok(Answered::No);
        };
        ensure!(answer.status == 200, "an act was answered with {answer:?}");
        answer.text("state")?.clone_into(&mut known.state);
        known.version = answer.number("version")?;
        told.acts = told.acts.saturating_add(1);
        Ok(Answered::Yes)
    }

    fn read(&mut self, told: &mut Told) -> Result<Answered> {
        let Some((_, known)) = pick(&mut self.chance, told) else { return Ok(Answered::Yes) };
        let Ok(answer) = self.citizen.dossier(&known.code) else { return Ok(Answered::No) };
        ensure!(answer.status == 200, "a read was answered with {answer:?}");
        ensure!(answer.text("state")? == known.state, "{} was {}, reads {answer:?}", known.code, known.state);
        Ok(Answered::Yes)
    }
}

/// Whether the program answered at all.
enum Answered {
    Yes,
    No,
}

/// One of the dossiers that this client knows, with its key.
fn pick<'a>(chance: &mut Chance, told: &'a mut Told) -> Option<(&'a str, &'a mut Known)> {
    let count = u64::try_from(told.sent.len()).ok()?;
    let place = usize::try_from(chance.below(count)).ok()?;
    let sent = told.sent.get_mut(place)?;
    Some((&sent.key, sent.known.as_mut()?))
}
