//! What all callers were told in all rounds, held against what the program says after its death.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use super::Tokens;
use super::client::{Known, Sent, Told};
use crate::api::Api;

/// One in so many submissions is sent again under its key, to be answered as before.
const REPEAT_EVERY: usize = 10;

/// All submissions so far.
#[derive(Default)]
pub(super) struct Ledger {
    sent: Vec<Sent>,
    acts: usize,
    cut_off: usize,
}

impl Ledger {
    /// Takes down what a client knows.
    pub(super) fn take(&mut self, told: Told) {
        let doubtful = |sent: &&Sent| sent.known.as_ref().is_none_or(|known| known.in_doubt);
        self.cut_off = self.cut_off.saturating_add(told.sent.iter().filter(doubtful).count());
        self.acts = self.acts.saturating_add(told.acts);
        self.sent.extend(told.sent);
    }

    /// Dossiers known.
    pub(super) const fn dossiers(&self) -> usize {
        self.sent.len()
    }

    /// Acts acknowledged.
    pub(super) const fn acts(&self) -> usize {
        self.acts
    }

    /// Requests whose answer the death cut off.
    pub(super) const fn cut_off(&self) -> usize {
        self.cut_off
    }

    /// Holds every memory against the program; then resolves what was in doubt, so that every code given is known.
    pub(super) fn settle(&mut self, url: &str, tokens: &Tokens) -> Result<()> {
        let citizen = Api::new(url, &tokens.citizen);
        for (number, sent) in self.sent.iter_mut().enumerate() {
            match &mut sent.known {
                Some(known) => {
                    is_kept(&citizen, known)?;
                    if number % REPEAT_EVERY == 0 {
                        let again = citizen.submit(&sent.key, &sent.body)?;
                        ensure!(
                            again.text("code")? == known.code,
                            "{}: another code for the same key: {again:?}",
                            sent.key
                        );
                    }
                }
                None => sent.known = Some(resolve(&citizen, sent)?),
            }
        }
        self.codes_are_gapless()
    }

    /// Each unit's numbers of a day are 1, 2, 3 … with none twice and none left out.
    fn codes_are_gapless(&self) -> Result<()> {
        let mut numbers: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for known in self.sent.iter().filter_map(|sent| sent.known.as_ref()) {
            let (prefix, number) = known.code.rsplit_once('-').context("a code without a number")?;
            numbers.entry(prefix).or_default().push(number.parse()?);
        }
        for (prefix, mut numbers) in numbers {
            numbers.sort_unstable();
            let right = numbers.iter().zip(1_u64..).all(|(number, expected)| *number == expected);
            ensure!(right, "the numbers of {prefix} are not 1, 2, 3 …: {numbers:?}");
        }
        Ok(())
    }
}

/// The dossier is as it was acknowledged; an act in doubt happened whole or not at all.
fn is_kept(citizen: &Api, known: &mut Known) -> Result<()> {
    let answer = citizen.dossier(&known.code)?;
    ensure!(answer.status == 200, "{} was acknowledged and is gone: {answer:?}", known.code);
    let (state, version) = (answer.text("state")?.to_owned(), answer.number("version")?);
    let as_known = state == known.state && version == known.version;
    let moved = known.in_doubt && state == "accepted" && version > known.version;
    ensure!(as_known || moved, "{} was {} at version {}, and now: {answer:?}", known.code, known.state, known.version);
    (known.state, known.version, known.in_doubt) = (state, version, false);
    Ok(())
}

/// Sends a submission again whose answer was cut off: whether it had happened or not, it is there once.
fn resolve(citizen: &Api, sent: &Sent) -> Result<Known> {
    let answer = citizen.submit(&sent.key, &sent.body)?;
    ensure!((200..300).contains(&answer.status), "a submission sent again was answered with {answer:?}");
    let code = answer.text("code")?.to_owned();
    let now = citizen.dossier(&code)?;
    ensure!(now.status == 200, "{code} was just acknowledged and is not there: {now:?}");
    Ok(Known { code, state: now.text("state")?.to_owned(), version: now.number("version")?, in_doubt: false })
}
