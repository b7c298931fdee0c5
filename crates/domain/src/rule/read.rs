//! From text to an understood rule: the parser of `rhai` reads it, and whatever rules do not have is refused.

use std::sync::LazyLock;

use jiff::civil::Date;
use rhai::{AST, Engine, Expr, FnCallExpr, ParseError, ParseErrorType, Position, Stmt};
use rust_decimal::Decimal;

use super::tree::{Arithmetic, Comparison, Node, Part, Place};
use super::{Names, Rule, RuleFault, RuleFaultKind};
use crate::text::composed;

/// Levels, or operators in a row. Written rules need fewer than twenty.
const MAX_DEPTH: usize = 64;
/// Longest text in a rule.
const MAX_TEXT: usize = 500;
/// Values of a list.
const MAX_LIST: usize = 200;

/// Only its parser is ever asked; it has no state that a rule could see.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine.set_max_expr_depths(MAX_DEPTH).set_max_string_size(MAX_TEXT).set_max_array_size(MAX_LIST);
    engine
});

/// Reads a rule without checking its names and types.
pub(super) fn tree(text: &str) -> Result<Node, RuleFault> {
    let start = Place { line: 1, column: 1 };
    if text.trim().is_empty() {
        return refuse(start, RuleFaultKind::Empty);
    }
    if text.chars().count() > Rule::MAX_CHARACTERS {
        return refuse(start, RuleFaultKind::TooLong { limit: Rule::MAX_CHARACTERS });
    }
    let read: AST = ENGINE.compile_expression(text.trim()).map_err(|error| fault(&error))?;
    match read.statements() {
        [Stmt::Expr(expression)] => node(expression),
        _ => refuse(start, RuleFaultKind::NotAllowed),
    }
}

fn fault(error: &ParseError) -> RuleFault {
    let kind = match error.err_type() {
        ParseErrorType::ExprTooDeep => RuleFaultKind::TooDeep,
        ParseErrorType::LiteralTooLarge(_, limit) => RuleFaultKind::TooLong { limit: *limit },
        _ => RuleFaultKind::Syntax,
    };
    let place = place(error.position());
    RuleFault { line: place.line, column: place.column, kind }
}

fn place(position: Position) -> Place {
    let count = |count: Option<usize>| count.and_then(|count| u16::try_from(count).ok()).unwrap_or(1).max(1);
    Place { line: count(position.line()), column: count(position.position()) }
}

fn node(expression: &Expr) -> Result<Node, RuleFault> {
    let place = place(expression.start_position());
    let part = match expression {
        Expr::BoolConstant(yes, _) => Part::YesNo(*yes),
        Expr::IntegerConstant(number, _) => Part::Number(Decimal::from(*number)),
        Expr::StringConstant(text, _) => Part::Text(composed(text)),
        Expr::DynamicConstant(constant, _) => match constant.as_decimal() {
            Ok(number) => Part::Number(number),
            Err(_) => return refuse(place, RuleFaultKind::NotAllowed),
        },
        Expr::Variable(variable, _, _) => Part::Name(variable.1.to_string()),
        Expr::And(parts, _) => Part::All(nodes(parts)?),
        Expr::Or(parts, _) => Part::Any(nodes(parts)?),
        Expr::FnCall(call, _) => called(call, place)?,
        Expr::Stmt(block) => match block.statements() {
            [statement] => return branch(statement, place),
            _ => return refuse(place, RuleFaultKind::NotAllowed),
        },
        _ => return refuse(place, RuleFaultKind::NotAllowed),
    };
    Ok(Node { place, part })
}

/// `if … { … } else { … }`, or what stands in its braces.
fn branch(statement: &Stmt, outer: Place) -> Result<Node, RuleFault> {
    match statement {
        Stmt::Expr(expression) => node(expression),
        Stmt::Block(block) => only(block.statements(), outer),
        Stmt::If(flow, position) => {
            let place = place(*position);
            if matches!(flow.branch.statements(), [] | [Stmt::Noop(_)]) {
                return refuse(place, RuleFaultKind::MissingElse);
            }
            let (yes, no) = (flow.body.statements(), flow.branch.statements());
            let three = [node(&flow.expr)?, only(yes, place)?, only(no, place)?];
            Ok(Node { place, part: Part::If(Box::new(three)) })
        }
        _ => refuse(outer, RuleFaultKind::NotAllowed),
    }
}

fn only(statements: &[Stmt], outer: Place) -> Result<Node, RuleFault> {
    match statements {
        [statement] => branch(statement, outer),
        _ => refuse(outer, RuleFaultKind::NotAllowed),
    }
}

fn nodes(expressions: &[Expr]) -> Result<Vec<Node>, RuleFault> {
    expressions.iter().map(node).collect()
}

fn called(call: &FnCallExpr, place: Place) -> Result<Part, RuleFault> {
    let arguments = call.args.as_slice();
    // What the parser makes of `needle in list` and, below a `!`, of `needle !in list`.
    if let ("contains", [list, needle]) = (call.name.as_str(), arguments) {
        return one_of(needle, list);
    }
    if call.op_token.is_some() {
        return operator(&call.name, arguments, place);
    }
    Ok(match call.name.as_str() {
        "answered" => Part::Answered(name(one("answered", arguments, place)?)?),
        "count" => Part::Count(name(one("count", arguments, place)?)?),
        "age" => {
            let today = Node { place, part: Part::Name(Names::TODAY.to_owned()) };
            Part::AgeOn(Box::new([node(one("age", arguments, place)?)?, today]))
        }
        "age_on" => Part::AgeOn(pair("age_on", arguments, place)?),
        "days_between" => Part::DaysBetween(pair("days_between", arguments, place)?),
        "round_up" => Part::Reckon(Arithmetic::RoundUp, pair("round_up", arguments, place)?),
        "round_down" => Part::Reckon(Arithmetic::RoundDown, pair("round_down", arguments, place)?),
        "min" => Part::Least(some("min", arguments, place)?),
        "max" => Part::Greatest(some("max", arguments, place)?),
        "date" => date(one("date", arguments, place)?)?,
        "sum" => sum(arguments, place)?,
        other => {
            let name = other.chars().take(80).collect();
            return refuse(place, RuleFaultKind::UnknownFunction { name });
        }
    })
}

fn operator(symbol: &str, arguments: &[Expr], place: Place) -> Result<Part, RuleFault> {
    let compared = |comparison| Ok(Part::Compare(comparison, pair("==", arguments, place)?));
    let reckoned = |arithmetic| Ok(Part::Reckon(arithmetic, pair("+", arguments, place)?));
    match (symbol, arguments) {
        ("!", [inner]) => Ok(Part::Not(Box::new(node(inner)?))),
        ("-", [inner]) => Ok(Part::Negative(Box::new(node(inner)?))),
        ("==", _) => compared(Comparison::Equal),
        ("!=", _) => compared(Comparison::Unequal),
        ("<", _) => compared(Comparison::Less),
        ("<=", _) => compared(Comparison::AtMost),
        (">", _) => compared(Comparison::Greater),
        (">=", _) => compared(Comparison::AtLeast),
        ("+", [_, _]) => reckoned(Arithmetic::Add),
        ("-", [_, _]) => reckoned(Arithmetic::Subtract),
        ("*", _) => reckoned(Arithmetic::Multiply),
        ("/", _) => reckoned(Arithmetic::Divide),
        _ => refuse(place, RuleFaultKind::NotAllowed),
    }
}

fn one_of(needle: &Expr, list: &Expr) -> Result<Part, RuleFault> {
    let Expr::Array(entries, _) = list else {
        return refuse(place(list.start_position()), RuleFaultKind::NotAllowed);
    };
    if entries.len() > MAX_LIST {
        return refuse(place(list.start_position()), RuleFaultKind::TooLong { limit: MAX_LIST });
    }
    Ok(Part::OneOf(Box::new(node(needle)?), nodes(entries)?))
}

fn sum(arguments: &[Expr], place: Place) -> Result<Part, RuleFault> {
    match arguments {
        [section, Expr::StringConstant(field, _)] => {
            Ok(Part::Sum { section: name(section)?, field: field.to_string() })
        }
        [_, _] => refuse(place, RuleFaultKind::NotAName),
        _ => refuse(place, RuleFaultKind::ArgumentCount { function: "sum", expected: 2 }),
    }
}

fn date(argument: &Expr) -> Result<Part, RuleFault> {
    let place = place(argument.start_position());
    let Expr::StringConstant(given, _) = argument else {
        return refuse(place, RuleFaultKind::NotAllowed);
    };
    let sound = given.len() == 10 && given.is_ascii();
    match given.parse::<Date>() {
        Ok(date) if sound => Ok(Part::Date(date)),
        Ok(_) | Err(_) => refuse(place, RuleFaultKind::NotADate { given: given.chars().take(80).collect() }),
    }
}

fn name(expression: &Expr) -> Result<String, RuleFault> {
    match expression {
        Expr::Variable(variable, _, _) => Ok(variable.1.to_string()),
        _ => refuse(place(expression.start_position()), RuleFaultKind::NotAName),
    }
}

fn one<'a>(function: &'static str, arguments: &'a [Expr], place: Place) -> Result<&'a Expr, RuleFault> {
    match arguments {
        [argument] => Ok(argument),
        _ => refuse(place, RuleFaultKind::ArgumentCount { function, expected: 1 }),
    }
}

fn pair(function: &'static str, arguments: &[Expr], place: Place) -> Result<Box<[Node; 2]>, RuleFault> {
    match arguments {
        [left, right] => Ok(Box::new([node(left)?, node(right)?])),
        _ => refuse(place, RuleFaultKind::ArgumentCount { function, expected: 2 }),
    }
}

fn some(function: &'static str, arguments: &[Expr], place: Place) -> Result<Vec<Node>, RuleFault> {
    if arguments.is_empty() {
        return refuse(place, RuleFaultKind::ArgumentCount { function, expected: 1 });
    }
    nodes(arguments)
}

fn refuse<T>(place: Place, kind: RuleFaultKind) -> Result<T, RuleFault> {
    Err(RuleFault { line: place.line, column: place.column, kind })
}
