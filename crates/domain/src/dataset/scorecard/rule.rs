//! Reading how a criterion is scored. A rule that is not understood is a fault: nothing is scored by half a rule.

use rust_decimal::Decimal;

use super::{MAX_ENTRIES, column, decimal, percent, percent_or_none};
use crate::dataset::node::{LONG, Node, SHORT, shown};
use crate::dataset::{FaultKind, refuse_duplicates};
use crate::rule::{Names, Rule, ValueType};
use crate::scorecard::{Answer, CardFault, Deduction, OutcomeRow, Ratio, ScoreRule, StepBound, SurveyOption, Variable};

/// Reads a rule of a criterion with this maximum. None only after a fault.
pub(super) fn read(place: &Node<'_>, maximum: Option<Decimal>) -> Option<ScoreRule> {
    if !place.is_object() {
        return None;
    }
    let kind = place.field("kind").text(SHORT);
    Some(match kind.as_str() {
        "given" => ScoreRule::Given,
        "choice" => ScoreRule::Choice { column: column(&place.field("column")), answers: answers(place, maximum) },
        "yes_no" => {
            needed(place, maximum);
            ScoreRule::YesNo { column: column(&place.field("column")) }
        }
        "steps" => ScoreRule::Steps { ratio: ratio(place), steps: steps(place, maximum) },
        "ratio" => {
            needed(place, maximum);
            ScoreRule::Ratio { ratio: ratio(place), full_at: full_at(&place.field("full_at_percent")) }
        }
        "count" => {
            needed(place, maximum);
            ScoreRule::Count { column: column(&place.field("column")), each: decimal(&place.field("points_each")) }
        }
        "deduction" => {
            let places = place.field("deductions").list(MAX_ENTRIES);
            ScoreRule::Deduction { deductions: places.iter().map(|one| deduction(one, maximum)).collect() }
        }
        "survey" => {
            needed(place, maximum);
            ScoreRule::Survey {
                options: options(place),
                minimum_sample: place.field("minimum_sample").count_or_none(1_000_000).unwrap_or(1),
            }
        }
        "formula" => {
            let variables = variables(place);
            let formula = rule(&place.field("formula"), &variables, ValueType::Number)?;
            ScoreRule::Formula { variables, formula }
        }
        "outcome" => outcome(place, maximum),
        _ => {
            place.field("kind").fault(FaultKind::UnknownWord { given: shown(&kind) });
            return None;
        }
    })
}

fn needed(place: &Node<'_>, maximum: Option<Decimal>) {
    if maximum.is_none() {
        place.fault(FaultKind::Scorecard(CardFault::MaximumMissing));
    }
}

/// Points as `points`, or as `share` of the maximum in percent; never more than the maximum.
fn points(place: &Node<'_>, maximum: Option<Decimal>) -> Decimal {
    let share = place.field("share");
    let points = match (share.is_null(), maximum) {
        (true, _) => decimal(&place.field("points")),
        (false, None) => {
            needed(place, maximum);
            Decimal::ZERO
        }
        (false, Some(maximum)) => {
            let product = percent(&share).checked_mul(maximum);
            product.and_then(|product| product.checked_div(Decimal::ONE_HUNDRED)).unwrap_or_default()
        }
    };
    if let Some(maximum) = maximum.filter(|maximum| points > *maximum) {
        place.fault(FaultKind::Scorecard(CardFault::AboveMaximum { points, maximum }));
    }
    points
}

fn answers(place: &Node<'_>, maximum: Option<Decimal>) -> Vec<Answer> {
    let places = place.field("answers").list(MAX_ENTRIES);
    let answers: Vec<Answer> = places
        .iter()
        .map(|one| Answer { answer: one.field("answer").text(LONG), points: points(one, maximum) })
        .collect();
    let keys =
        places.iter().zip(&answers).map(|(one, answer)| (one.field("answer"), crate::text::fold(&answer.answer)));
    refuse_duplicates(keys);
    answers
}

fn ratio(place: &Node<'_>) -> Ratio {
    if place.has("percent") {
        return Ratio::Percent { column: column(&place.field("percent")) };
    }
    Ratio::Counts { numerator: column(&place.field("numerator")), denominator: column(&place.field("denominator")) }
}

fn full_at(place: &Node<'_>) -> Decimal {
    let full_at = percent_or_none(place).unwrap_or(Decimal::ONE_HUNDRED);
    if full_at.is_zero() {
        place.fault(FaultKind::OutOfRange { given: full_at.to_string() });
    }
    full_at
}

fn steps(place: &Node<'_>, maximum: Option<Decimal>) -> Vec<StepBound> {
    let mut last: Option<Decimal> = None;
    let mut read = |one: &Node<'_>| {
        let is_inclusive = !one.has("above");
        let name = if is_inclusive { "from" } else { "above" };
        let bound = percent(&one.field(name));
        if last.is_some_and(|last| bound >= last) {
            one.field(name).fault(FaultKind::Scorecard(CardFault::NotDescending { bound }));
        }
        last = Some(bound);
        StepBound { bound, is_inclusive, points: points(one, maximum) }
    };
    place.field("steps").list(MAX_ENTRIES).iter().map(&mut read).collect()
}

fn deduction(place: &Node<'_>, maximum: Option<Decimal>) -> Deduction {
    needed(place, maximum);
    Deduction { column: column(&place.field("column")), each: points(place, maximum) }
}

fn options(place: &Node<'_>) -> Vec<SurveyOption> {
    let places = place.field("options").list(MAX_ENTRIES);
    let options: Vec<SurveyOption> = places
        .iter()
        .map(|one| SurveyOption {
            code: one.field("code").text(SHORT),
            column: column(&one.field("column")),
            weight: percent_or_none(&one.field("weight_percent")),
        })
        .collect();
    refuse_duplicates(places.iter().zip(&options).map(|(one, option)| (one.field("code"), option.code.clone())));
    if options.iter().all(|option| option.weight.is_none()) {
        place.field("options").fault(FaultKind::Missing);
    }
    options
}

/// The names of a formula, each with its heading.
pub(super) fn variables(place: &Node<'_>) -> Vec<Variable> {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && name != Names::TODAY
    };
    let places = place.field("variables").list(MAX_ENTRIES);
    let read =
        |one: &Node<'_>| Variable { name: one.field("name").code(is_name), column: column(&one.field("column")) };
    let variables: Vec<Variable> = places.iter().map(read).collect();
    refuse_duplicates(places.iter().zip(&variables).map(|(one, variable)| (one.field("name"), variable.name.clone())));
    variables
}

/// A rule over the variables. No scorecard depends on the day on which it is asked.
pub(super) fn rule(place: &Node<'_>, variables: &[Variable], result: ValueType) -> Option<Rule> {
    let text = place.text(LONG);
    let names = Names::new().with(Names::TODAY, ValueType::Rows);
    let names = variables.iter().fold(names, |names, one| names.with(&one.name, ValueType::Number));
    match Rule::parse(&text, &names, result) {
        Ok(rule) => Some(rule),
        Err(fault) => {
            place.fault(FaultKind::Rule { fault });
            None
        }
    }
}

fn outcome(place: &Node<'_>, maximum: Option<Decimal>) -> ScoreRule {
    let variables = variables(place);
    let row = |one: &Node<'_>| {
        let points = points(one, maximum);
        Some(OutcomeRow { when: rule(&one.field("when"), &variables, ValueType::YesNo)?, points })
    };
    let rows = place.field("rows").list(MAX_ENTRIES).iter().filter_map(row).collect();
    ScoreRule::Outcome { variables, rows }
}
