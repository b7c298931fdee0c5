//! What was measured, as a table for people and as JSON for whoever compares runs.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::stats::median;

/// All figures of a run, in the order in which they were first measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    figures: Vec<Figure>,
}

#[derive(Debug)]
struct Figure {
    name: String,
    unit: &'static str,
    samples: Vec<f64>,
    against: Option<Against>,
}

/// What a figure is compared with, and what the ratio is to be.
#[derive(Debug, Clone)]
pub(crate) struct Against {
    /// Name of the other figure.
    pub(crate) name: String,
    /// The aim.
    pub(crate) target: Target,
}

/// The aim of a ratio or, when there is none to compare with, of the figure itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    None,
}

impl Target {
    fn words(self, value: f64) -> String {
        let met = |met| if met { "met" } else { "missed" };
        match self {
            Self::AtLeast(least) => format!("at least {least}: {}", met(value >= least)),
            Self::AtMost(most) => format!("at most {most}: {}", met(value <= most)),
            Self::None => String::new(),
        }
    }
}

/// One line of `target/bench.json`.
#[derive(Debug, Serialize)]
struct Line<'a> {
    name: &'a str,
    unit: &'a str,
    median: f64,
    min: f64,
    max: f64,
    ratio_to: Option<&'a str>,
    ratio: Option<f64>,
}

impl Report {
    /// Adds one round's value to a figure.
    pub(crate) fn add(&mut self, name: &str, unit: &'static str, value: f64) {
        if let Some(figure) = self.figures.iter_mut().find(|figure| figure.name == name) {
            figure.samples.push(value);
            return;
        }
        let (name, samples) = (name.to_owned(), vec![value]);
        self.figures.push(Figure { name, unit, samples, against: None });
    }

    /// Has a figure compared with another one.
    pub(crate) fn compare(&mut self, name: &str, other: &str, target: Target) {
        if let Some(figure) = self.figures.iter_mut().find(|figure| figure.name == name) {
            figure.against = Some(Against { name: other.to_owned(), target });
        }
    }

    /// Gives a figure an aim of its own.
    pub(crate) fn aim(&mut self, name: &str, target: Target) {
        self.compare(name, "", target);
    }

    /// The ratio to the other figure: of the rounds, where both were measured in turn; of the medians otherwise.
    fn ratio(&self, figure: &Figure) -> Option<f64> {
        let against = figure.against.as_ref()?;
        let other = self.figures.iter().find(|other| other.name == against.name)?;
        if other.samples.len() == figure.samples.len() {
            let rounds = figure.samples.iter().zip(&other.samples).map(|(one, other)| one / other);
            return Some(median(&rounds.collect::<Vec<_>>()));
        }
        Some(median(&figure.samples) / median(&other.samples))
    }

    /// The latest value of each figure, in one line.
    pub(crate) fn last_round(&self) -> String {
        let latest = self.figures.iter().filter_map(|figure| {
            figure.samples.last().map(|value| format!("{} {} {}", figure.name, short(*value), figure.unit))
        });
        latest.collect::<Vec<_>>().join(" · ")
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let line = |figure: &'_ Figure| {
            let (min, max) = figure
                .samples
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| (value.min(min), value.max(max)));
            (median(&figure.samples), min, max, self.ratio(figure))
        };
        self.figures
            .iter()
            .map(|figure| {
                let (median, min, max, ratio) = line(figure);
                let ratio_to =
                    figure.against.as_ref().map(|against| against.name.as_str()).filter(|name| !name.is_empty());
                Line { name: &figure.name, unit: figure.unit, median, min, max, ratio_to, ratio }
            })
            .collect()
    }

    /// The table for people, in Markdown.
    pub(crate) fn table(&self) -> String {
        let mut table = String::from("| figure | unit | median | min | max | ratio | to | target |\n");
        table.push_str("| --- | --- | --: | --: | --: | --: | --- | --- |\n");
        for (line, figure) in self.lines().iter().zip(&self.figures) {
            let ratio = line.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            let target = match (&figure.against, line.ratio) {
                (Some(against), Some(ratio)) => against.target.words(ratio),
                (Some(against), None) => against.target.words(line.median),
                (None, _) => String::new(),
            };
            // Writing to a text cannot fail.
            let _ = writeln!(
                table,
                "| {} | {} | {} | {} | {} | {ratio} | {} | {target} |",
                line.name,
                line.unit,
                short(line.median),
                short(line.min),
                short(line.max),
                line.ratio_to.unwrap_or_default(),
            );
        }
        table
    }

    /// Writes `target/bench.json`.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let json = serde_json::to_string_pretty(&self.lines())?;
        std::fs::write(path, json).with_context(|| format!("{} cannot be written", path.display()))
    }
}

/// Three digits that count, or all before the point.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Target};

    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let mut report = Report::default();
        for (mine, raw) in [(10.0, 20.0), (40.0, 50.0), (9.0, 10.0)] {
            report.add("mine", "/s", mine);
            report.add("raw", "/s", raw);
        }
        report.compare("mine", "raw", Target::AtLeast(0.75));
        let table = report.table();
        assert!(table.contains("| mine | /s | 10.0 | 9.00 | 40.0 | 0.80 | raw | at least 0.75: met |"), "{table}");
    }
}
