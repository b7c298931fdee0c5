//! Checking names and types of a rule before it is ever asked.

use super::tree::{Arithmetic, Comparison, Node, Part};
use super::{Names, RuleFault, RuleFaultKind, ValueType};

/// Checks the whole rule, which must give a `result`.
pub(super) fn result(node: &Node, names: &Names, result: ValueType) -> Result<(), RuleFault> {
    let found = kind(node, names)?;
    if found == result { Ok(()) } else { refuse(node, RuleFaultKind::WrongResult { expected: result, found }) }
}

fn kind(node: &Node, names: &Names) -> Result<ValueType, RuleFault> {
    Ok(match &node.part {
        Part::Text(_) => ValueType::Text,
        Part::Number(_) => ValueType::Number,
        Part::YesNo(_) => ValueType::YesNo,
        Part::Date(_) => ValueType::Date,
        Part::Name(name) => named(node, name, names)?,
        Part::Not(inner) => expect(inner, names, ValueType::YesNo)?,
        Part::Negative(inner) => expect(inner, names, ValueType::Number)?,
        Part::All(parts) | Part::Any(parts) => every(parts, names, ValueType::YesNo)?,
        Part::Least(parts) | Part::Greatest(parts) => every(parts, names, ValueType::Number)?,
        Part::Compare(comparison, pair) => compare(*comparison, pair, names)?,
        Part::Reckon(arithmetic, pair) => reckon(*arithmetic, pair, names)?,
        Part::OneOf(needle, list) => one_of(needle, list, names)?,
        Part::If(three) => choice(three, names)?,
        Part::Answered(name) => named(node, name, names).map(|_| ValueType::YesNo)?,
        Part::AgeOn(pair) | Part::DaysBetween(pair) => {
            every(pair.as_slice(), names, ValueType::Date).map(|_| ValueType::Number)?
        }
        Part::Count(section) => rows(node, section, names).map(|()| ValueType::Number)?,
        Part::Sum { section, field } => {
            rows(node, section, names)?;
            if !names.has_numbers(section, field) {
                let (section, field) = (section.clone(), field.clone());
                return refuse(node, RuleFaultKind::UnknownField { section, field });
            }
            ValueType::Number
        }
    })
}

fn named(node: &Node, name: &str, names: &Names) -> Result<ValueType, RuleFault> {
    let unknown = || RuleFaultKind::UnknownName { name: name.to_owned() };
    names.kind(name).map_or_else(|| refuse(node, unknown()), Ok)
}

fn rows(node: &Node, section: &str, names: &Names) -> Result<(), RuleFault> {
    let found = named(node, section, names)?;
    let expected = ValueType::Rows;
    if found == expected { Ok(()) } else { refuse(node, RuleFaultKind::WrongType { expected, found }) }
}

fn expect(node: &Node, names: &Names, expected: ValueType) -> Result<ValueType, RuleFault> {
    let found = kind(node, names)?;
    if found == expected { Ok(found) } else { refuse(node, RuleFaultKind::WrongType { expected, found }) }
}

fn every(parts: &[Node], names: &Names, expected: ValueType) -> Result<ValueType, RuleFault> {
    parts.iter().try_for_each(|part| expect(part, names, expected).map(|_| ()))?;
    Ok(expected)
}

fn compare(comparison: Comparison, pair: &[Node; 2], names: &Names) -> Result<ValueType, RuleFault> {
    let [left, right] = pair;
    let found = kind(left, names)?;
    let has_order = matches!(found, ValueType::Number | ValueType::Date);
    let needs_order = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
    if found == ValueType::Rows || (needs_order && !has_order) {
        return refuse(left, RuleFaultKind::NoOrder { found });
    }
    expect(right, names, found)?;
    can_be(left, right, names)?;
    can_be(right, left, names)?;
    Ok(ValueType::YesNo)
}

fn reckon(arithmetic: Arithmetic, pair: &[Node; 2], names: &Names) -> Result<ValueType, RuleFault> {
    match arithmetic {
        Arithmetic::Add
        | Arithmetic::Subtract
        | Arithmetic::Multiply
        | Arithmetic::Divide
        | Arithmetic::RoundUp
        | Arithmetic::RoundDown => every(pair, names, ValueType::Number),
    }
}

fn one_of(needle: &Node, list: &[Node], names: &Names) -> Result<ValueType, RuleFault> {
    let found = kind(needle, names)?;
    if found == ValueType::Rows {
        return refuse(needle, RuleFaultKind::NoOrder { found });
    }
    for entry in list {
        expect(entry, names, found)?;
        can_be(needle, entry, names)?;
    }
    Ok(ValueType::YesNo)
}

fn choice(three: &[Node; 3], names: &Names) -> Result<ValueType, RuleFault> {
    let [condition, yes, no] = three;
    expect(condition, names, ValueType::YesNo)?;
    let found = kind(yes, names)?;
    expect(no, names, found)
}

/// Refuses to compare a question with an answer that it never has: most often a slip of the pen.
fn can_be(question: &Node, answer: &Node, names: &Names) -> Result<(), RuleFault> {
    match (&question.part, &answer.part) {
        (Part::Name(name), Part::Text(given)) if !names.can_be(name, given) => {
            refuse(answer, RuleFaultKind::NotAChoice { name: name.clone(), given: given.clone() })
        }
        _ => Ok(()),
    }
}

fn refuse<T>(node: &Node, kind: RuleFaultKind) -> Result<T, RuleFault> {
    Err(RuleFault { line: node.place.line, column: node.place.column, kind })
}
