//! A rule as it was understood.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// Where something stands in the text of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u16,
    pub(super) column: u16,
}

/// A part of a rule and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    RoundUp,
    RoundDown,
}

/// What a part of a rule says.
#[derive(Debug)]
pub(super) enum Part {
    Text(String),
    Number(Decimal),
    YesNo(bool),
    Date(Date),
    Name(String),
    Not(Box<Node>),
    Negative(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Compare(Comparison, Box<[Node; 2]>),
    Reckon(Arithmetic, Box<[Node; 2]>),
    OneOf(Box<Node>, Vec<Node>),
    /// Condition, value when it holds, value when not.
    If(Box<[Node; 3]>),
    Answered(String),
    AgeOn(Box<[Node; 2]>),
    DaysBetween(Box<[Node; 2]>),
    Count(String),
    Sum {
        section: String,
        field: String,
    },
    Least(Vec<Node>),
    Greatest(Vec<Node>),
}

impl Node {
    /// Adds the names that this part speaks of.
    pub(super) fn names<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        let mut all = |nodes: &'a [Node]| nodes.iter().for_each(|node| node.names(names));
        match &self.part {
            Part::Text(_) | Part::Number(_) | Part::YesNo(_) | Part::Date(_) => (),
            Part::Name(name) | Part::Answered(name) | Part::Count(name) | Part::Sum { section: name, .. } => {
                names.insert(name);
            }
            Part::Not(node) | Part::Negative(node) => node.names(names),
            Part::All(nodes) | Part::Any(nodes) | Part::Least(nodes) | Part::Greatest(nodes) => all(nodes),
            Part::Compare(_, pair) | Part::Reckon(_, pair) | Part::AgeOn(pair) | Part::DaysBetween(pair) => {
                all(pair.as_slice());
            }
            Part::If(three) => all(three.as_slice()),
            Part::OneOf(node, list) => {
                all(list);
                node.names(names);
            }
        }
    }
}
