//! Working a rule out for given facts: exact, without state, in time bounded by the rule and the rows.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::tree::{Arithmetic, Comparison, Node, Part};
use super::{Facts, RuleError, Value, ValueType};
use crate::time::epoch_day;

/// A value while a rule is worked out; texts and rows stay where they are.
#[derive(Clone, Copy)]
enum Found<'a> {
    /// Hangs on this unanswered question.
    Unanswered(&'a str),
    Text(&'a str),
    Number(Decimal),
    YesNo(bool),
    Date(Date),
    Rows,
}

/// Whether the condition holds.
pub(super) fn holds(node: &Node, facts: &Facts) -> Result<bool, RuleError> {
    match value(node, facts)? {
        Found::Unanswered(_) => Ok(false),
        Found::YesNo(holds) => Ok(holds),
        Found::Text(_) | Found::Number(_) | Found::Date(_) | Found::Rows => {
            Err(RuleError::WrongType { expected: ValueType::YesNo })
        }
    }
}

/// The amount.
pub(super) fn amount(node: &Node, facts: &Facts) -> Result<Decimal, RuleError> {
    number(value(node, facts)?)?.map_err(|name| RuleError::Unanswered { name: name.to_owned() })
}

/// Years completed between two days; somebody born on 29 February completes one on 1 March of a common year.
pub(crate) fn age(born: Date, on: Date) -> i32 {
    let years = i32::from(on.year()) - i32::from(born.year());
    if (on.month(), on.day()) < (born.month(), born.day()) { years - 1 } else { years }
}

fn value<'a>(node: &'a Node, facts: &'a Facts) -> Result<Found<'a>, RuleError> {
    Ok(match &node.part {
        Part::Text(text) => Found::Text(text),
        Part::Number(number) => Found::Number(*number),
        Part::YesNo(yes) => Found::YesNo(*yes),
        Part::Date(date) => Found::Date(*date),
        Part::Name(name) => facts.value(name).map_or(Found::Unanswered(name), found),
        Part::Not(inner) => Found::YesNo(!holds(inner, facts)?),
        Part::Negative(inner) => match number(value(inner, facts)?)? {
            Ok(number) => Found::Number(-number),
            Err(name) => Found::Unanswered(name),
        },
        Part::All(parts) => Found::YesNo(until(parts, facts, false)?),
        Part::Any(parts) => Found::YesNo(until(parts, facts, true)?),
        Part::Compare(comparison, pair) => {
            let [left, right] = pair.as_ref();
            Found::YesNo(compare(*comparison, value(left, facts)?, value(right, facts)?)?)
        }
        Part::Reckon(arithmetic, pair) => numbers(pair, facts, |left, right| reckon(*arithmetic, left, right))?,
        Part::OneOf(needle, list) => Found::YesNo(one_of(needle, list, facts)?),
        Part::If(three) => {
            let [condition, yes, no] = three.as_ref();
            value(if holds(condition, facts)? { yes } else { no }, facts)?
        }
        Part::Answered(name) => Found::YesNo(facts.value(name).is_some()),
        Part::AgeOn(pair) => dates(pair, facts, |born, on| Decimal::from(age(born, on)))?,
        Part::DaysBetween(pair) => {
            dates(pair, facts, |from, to| Decimal::from(epoch_day(to).saturating_sub(epoch_day(from))))?
        }
        Part::Count(section) => Found::Number(Decimal::from(rows(facts, section)?.len())),
        Part::Sum { section, field } => Found::Number(sum(facts, section, field)?),
        Part::Least(parts) => extreme(parts, facts, Ordering::Less)?,
        Part::Greatest(parts) => extreme(parts, facts, Ordering::Greater)?,
    })
}

fn found(value: &Value) -> Found<'_> {
    match value {
        Value::Text(text) => Found::Text(text),
        Value::Number(number) => Found::Number(*number),
        Value::YesNo(yes) => Found::YesNo(*yes),
        Value::Date(date) => Found::Date(*date),
        Value::Rows(_) => Found::Rows,
    }
}

/// The number, or the question that it hangs on.
fn number(found: Found<'_>) -> Result<Result<Decimal, &str>, RuleError> {
    match found {
        Found::Number(number) => Ok(Ok(number)),
        Found::Unanswered(name) => Ok(Err(name)),
        Found::Text(_) | Found::YesNo(_) | Found::Date(_) | Found::Rows => {
            Err(RuleError::WrongType { expected: ValueType::Number })
        }
    }
}

/// Whether one of the parts is `wanted`; those after it are not asked.
fn until(parts: &[Node], facts: &Facts, wanted: bool) -> Result<bool, RuleError> {
    for part in parts {
        if holds(part, facts)? == wanted {
            return Ok(wanted);
        }
    }
    Ok(!wanted)
}

fn compare(comparison: Comparison, left: Found<'_>, right: Found<'_>) -> Result<bool, RuleError> {
    let order = match (left, right) {
        (Found::Unanswered(_), _) | (_, Found::Unanswered(_)) => return Ok(false),
        (Found::Number(left), Found::Number(right)) => left.cmp(&right),
        (Found::Date(left), Found::Date(right)) => left.cmp(&right),
        (Found::YesNo(left), Found::YesNo(right)) => left.cmp(&right),
        (Found::Text(left), Found::Text(right)) => left.cmp(right),
        (Found::Text(_) | Found::Rows, _) => return Err(RuleError::WrongType { expected: ValueType::Text }),
        (Found::Number(_), _) => return Err(RuleError::WrongType { expected: ValueType::Number }),
        (Found::YesNo(_), _) => return Err(RuleError::WrongType { expected: ValueType::YesNo }),
        (Found::Date(_), _) => return Err(RuleError::WrongType { expected: ValueType::Date }),
    };
    Ok(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    })
}

fn one_of(needle: &Node, list: &[Node], facts: &Facts) -> Result<bool, RuleError> {
    let needle = value(needle, facts)?;
    for entry in list {
        if compare(Comparison::Equal, needle, value(entry, facts)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn numbers<'a>(
    pair: &'a [Node; 2],
    facts: &'a Facts,
    reckon: impl FnOnce(Decimal, Decimal) -> Result<Decimal, RuleError>,
) -> Result<Found<'a>, RuleError> {
    let [left, right] = pair;
    match (number(value(left, facts)?)?, number(value(right, facts)?)?) {
        (Ok(left), Ok(right)) => reckon(left, right).map(Found::Number),
        (Err(name), _) | (_, Err(name)) => Ok(Found::Unanswered(name)),
    }
}

fn dates<'a>(
    pair: &'a [Node; 2],
    facts: &'a Facts,
    reckon: impl FnOnce(Date, Date) -> Decimal,
) -> Result<Found<'a>, RuleError> {
    let [left, right] = pair;
    match (value(left, facts)?, value(right, facts)?) {
        (Found::Unanswered(name), _) | (_, Found::Unanswered(name)) => Ok(Found::Unanswered(name)),
        (Found::Date(left), Found::Date(right)) => Ok(Found::Number(reckon(left, right))),
        _ => Err(RuleError::WrongType { expected: ValueType::Date }),
    }
}

fn reckon(arithmetic: Arithmetic, left: Decimal, right: Decimal) -> Result<Decimal, RuleError> {
    match arithmetic {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide if right.is_zero() => return Err(RuleError::DivisionByZero),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::RoundUp | Arithmetic::RoundDown if right <= Decimal::ZERO => {
            return Err(RuleError::StepNotPositive);
        }
        Arithmetic::RoundDown => below(left, right),
        Arithmetic::RoundUp => match below(left, right) {
            Some(below) if below == left => Some(left),
            Some(below) => below.checked_add(right),
            None => None,
        },
    }
    .ok_or(RuleError::Overflow)
}

/// The largest multiple of `step` that is not above `number`.
fn below(number: Decimal, step: Decimal) -> Option<Decimal> {
    let rest = number.checked_rem(step)?;
    let towards_zero = number.checked_sub(rest)?;
    if rest < Decimal::ZERO { towards_zero.checked_sub(step) } else { Some(towards_zero) }
}

fn rows<'a>(facts: &'a Facts, section: &str) -> Result<&'a [super::Row], RuleError> {
    match facts.value(section) {
        None => Ok(&[]),
        Some(Value::Rows(rows)) => Ok(rows),
        Some(Value::Text(_) | Value::Number(_) | Value::YesNo(_) | Value::Date(_)) => {
            Err(RuleError::WrongType { expected: ValueType::Rows })
        }
    }
}

/// The sum over the rows; those that leave the field open add nothing.
fn sum(facts: &Facts, section: &str, field: &str) -> Result<Decimal, RuleError> {
    rows(facts, section)?.iter().filter_map(|row| row.get(field)).try_fold(Decimal::ZERO, |sum, value| match value {
        Value::Number(number) => sum.checked_add(*number).ok_or(RuleError::Overflow),
        Value::Text(_) | Value::YesNo(_) | Value::Date(_) | Value::Rows(_) => {
            Err(RuleError::WrongType { expected: ValueType::Number })
        }
    })
}

fn extreme<'a>(parts: &'a [Node], facts: &'a Facts, wanted: Ordering) -> Result<Found<'a>, RuleError> {
    let mut best: Option<Decimal> = None;
    for part in parts {
        match number(value(part, facts)?)? {
            Ok(number) => best = Some(best.filter(|best| number.cmp(best) != wanted).unwrap_or(number)),
            Err(name) => return Ok(Found::Unanswered(name)),
        }
    }
    best.map(Found::Number).ok_or(RuleError::WrongType { expected: ValueType::Number })
}
