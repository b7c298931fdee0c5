//! How long a paper takes: receipts and letters, each another one, after a warm-up.

use std::time::Instant;

use anyhow::{Context, Result};
use paper::{Circular, Engine, Kind, Paper, Templates};
use serde_json::json;

use crate::options::Options;
use crate::progress;
use crate::report::{Report, Target};
use crate::stats::percentile;

/// Receipts in a round.
const TIMES: usize = 200;
/// What the table calls the figures.
const HALF: &str = "papers/receipt, p50";
const MOST: &str = "papers/receipt, p95";
const LETTER_HALF: &str = "papers/letter, p50";
const LETTER_MOST: &str = "papers/letter, p95";

/// Measures the receipt with its appointment, the paper that most people take home, and the letter of an agency.
pub(crate) fn measure(options: &Options, report: &mut Report) -> Result<()> {
    let engine = Engine::new(&Templates::shipped())?;
    for round in 0..=options.rounds() {
        let mut warm_up = Report::default();
        let report = if round == 0 { &mut warm_up } else { &mut *report };
        for (make, half, most) in [(receipt as Make, HALF, MOST), (letter, LETTER_HALF, LETTER_MOST)] {
            let mut took = Vec::with_capacity(TIMES);
            for number in 0..TIMES {
                // Nothing that the typesetter remembers of the last one may stand for this one.
                let paper = make(round.saturating_mul(TIMES).saturating_add(number))?;
                let made = paper::Options::new(Circular::Of2025, jiff::civil::datetime(2026, 11, 27, 8, 0, 0, 0));
                let began = Instant::now();
                std::hint::black_box(engine.render(&paper, &made)?);
                took.push(began.elapsed().as_secs_f64() * 1_000.0);
            }
            took.sort_by(f64::total_cmp);
            report.add(half, "ms", percentile(&took, 0.5));
            report.add(most, "ms", percentile(&took, 0.95));
        }
        progress::round("papers", round, report);
    }
    report.aim(MOST, Target::AtMost(50.0));
    Ok(())
}

/// Makes the paper of a number.
type Make = fn(usize) -> Result<Paper>;

/// The sample letter, with other words in each paragraph.
fn letter(number: usize) -> Result<Paper> {
    let text = serde_json::to_value(paper::sample(Kind::Document)?)?.to_string();
    Ok(serde_json::from_str(&text.replace("phường", &format!("phường {number}")))?)
}

/// The sample receipt, with the number and the person of another dossier.
fn receipt(number: usize) -> Result<Paper> {
    let mut value = serde_json::to_value(paper::sample(Kind::Receipt)?)?;
    let code = format!("000.05.17.H55-261127-{:04}", number % 10_000);
    let text = value.to_string().replace("Nguyễn", &format!("Nguyễn Thị {number}"));
    value = serde_json::from_str(&text)?;
    *value.pointer_mut("/dossier/code").context("a receipt names its dossier")? = json!(code);
    Ok(serde_json::from_value(value)?)
}
