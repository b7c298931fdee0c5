//! Figures published earlier, each with its source and with the arithmetic done again.

use crate::messages::{Messages, fill};
use domain::dataset::{Check, Confirmation, Exact, FigureTopic, Method, PublishedFigure};

/// One figure as it is shown.
pub(in crate::web) struct Line {
    pub(in crate::web) statement: String,
    pub(in crate::web) value: String,
    pub(in crate::web) as_of: String,
    pub(in crate::web) status: &'static str,
    /// Class of the tag, so that the contradiction is seen.
    pub(in crate::web) tone: &'static str,
    pub(in crate::web) checks: Vec<String>,
    pub(in crate::web) sources: Vec<String>,
    pub(in crate::web) note: Option<String>,
}

/// The figures of a topic, in the order of the data.
pub(in crate::web) fn lines(m: &Messages, figures: &[PublishedFigure], topic: FigureTopic) -> Vec<Line> {
    figures.iter().filter(|figure| figure.topic == topic).map(|figure| line(m, figure)).collect()
}

fn line(m: &Messages, figure: &PublishedFigure) -> Line {
    let t = &m.openness.share;
    let english = m.is_english();
    let unit = m.openness.get(&format!("unit.{}", figure.unit)).unwrap_or("{value}");
    let (status, tone) = match figure.status {
        Confirmation::Confirmed => (t.status_confirmed, "good"),
        Confirmation::Consistent => (t.status_consistent, "good"),
        Confirmation::Inconsistent => (t.status_inconsistent, "late"),
        Confirmation::UnverifiedElsewhere => (t.status_unverified, "warn"),
    };
    let others = figure
        .cross_checks
        .iter()
        .map(|other| fill(t.source_line, &[("value", &other.value_vi), ("source", &other.source)]));
    Line {
        statement: if english { figure.statement_en.clone() } else { figure.statement_vi.clone() },
        value: fill(unit, &[("value", &number(m, figure.value))]),
        as_of: figure.as_of.clone(),
        status,
        tone,
        checks: figure.checks.iter().filter_map(|one| check(m, one)).collect(),
        sources: std::iter::once(figure.source.clone()).chain(others).collect(),
        note: if english { figure.notes_en.clone() } else { figure.notes_vi.clone() },
    }
}

/// The calculation in words, with its verdict.
fn check(m: &Messages, check: &Check) -> Option<String> {
    let t = &m.openness.share;
    let done = check.recompute()?;
    let verdict = if done.agrees { t.agrees } else { t.contradicts };
    let verdict = fill(verdict, &[("states", &number(m, check.states))]);
    let input = |at: usize| check.inputs.get(at).map(|input| number(m, *input)).unwrap_or_default();
    let (sentence, sign) = match check.method {
        Method::Share => (t.check_share, ""),
        Method::WholeOfShare => (t.check_whole, ""),
        Method::Times => (t.check_times, ""),
        Method::Base => (t.check_base, ""),
        Method::Sum => (t.check_sum, " + "),
        Method::Difference => (t.check_sum, " − "),
        Method::RoundedDown => (t.check_down, ""),
    };
    let list: Vec<String> = check.inputs.iter().map(|input| number(m, *input)).collect();
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("first", &input(0)),
        ("second", &input(1)),
        ("list", &list.join(sign)),
        ("result", &number(m, done.result)),
        ("verdict", &verdict),
    ];
    Some(fill(sentence, &values))
}

/// A number as people here write it: `1.725`, `38,61`.
fn number(m: &Messages, number: Exact) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), crate::web::format::grouped);
    if rest.is_empty() { whole } else { format!("{whole}{}{rest}", m.common.decimal_point) }
}
