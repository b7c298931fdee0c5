//! The few patterns that forms use, matched in time proportional to pattern times text.
//!
//! A pattern is anchored at both ends and made of literals, classes like `[0-9A-Z]`, groups of alternatives and the
//! repeats `?` and `{n}` or `{n,m}`: enough for identity, tax, phone and trade numbers. Anything else is refused when
//! the form is loaded, so that nobody can bring the server to its knees with an expression.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

const MAX_LENGTH: usize = 200;
const MAX_DEPTH: usize = 4;
const MAX_REPEAT: usize = 200;
const MAX_COST: usize = 2_000;

/// A pattern that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    source: String,
    sequence: Vec<Part>,
}

/// The pattern is outside the small language that forms may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("pattern not understood: use ^…$ with literals, [classes], (groups|of|alternatives), ? and {{n,m}}")]
pub struct PatternFault;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    atom: Atom,
    min: usize,
    max: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Atom {
    Class(Vec<(char, char)>),
    Group(Vec<Vec<Part>>),
}

impl Pattern {
    /// Reads a pattern.
    pub fn parse(source: &str) -> Result<Self, PatternFault> {
        let inner = source.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).ok_or(PatternFault)?;
        if source.len() > MAX_LENGTH {
            return Err(PatternFault);
        }
        let mut parser = Parser { characters: inner.chars().collect(), at: 0 };
        let sequence = parser.sequence(0)?;
        if parser.peek().is_some() || cost(&sequence) > MAX_COST {
            return Err(PatternFault);
        }
        Ok(Self { source: source.to_owned(), sequence })
    }

    /// Whether the whole text has this form.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let characters: Vec<char> = text.chars().collect();
        after_sequence(&self.sequence, &characters, BTreeSet::from([0])).contains(&characters.len())
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternFault;

    fn try_from(source: String) -> Result<Self, PatternFault> {
        Self::parse(&source)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.source
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.source)
    }
}

/// Most single characters that matching may have to look at for each position in the text.
fn cost(sequence: &[Part]) -> usize {
    let of = |part: &Part| match &part.atom {
        Atom::Class(_) => part.max,
        Atom::Group(alternatives) => part
            .max
            .saturating_mul(alternatives.iter().map(|sequence| cost(sequence).max(1)).fold(0, usize::saturating_add)),
    };
    sequence.iter().map(of).fold(0, usize::saturating_add)
}

/// Positions in the text at which the sequence may end, when it begins at one of `starts`.
fn after_sequence(sequence: &[Part], text: &[char], starts: BTreeSet<usize>) -> BTreeSet<usize> {
    sequence.iter().fold(starts, |positions, part| after_part(part, text, positions))
}

fn after_part(part: &Part, text: &[char], starts: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut ends = if part.min == 0 { starts.clone() } else { BTreeSet::new() };
    let mut positions = starts;
    for count in 1..=part.max {
        positions = after_atom(&part.atom, text, &positions);
        if positions.is_empty() {
            break;
        }
        if count >= part.min {
            ends.extend(&positions);
        }
    }
    ends
}

fn after_atom(atom: &Atom, text: &[char], starts: &BTreeSet<usize>) -> BTreeSet<usize> {
    match atom {
        Atom::Class(ranges) => {
            let fits = |at: &usize| {
                text.get(*at).is_some_and(|found| ranges.iter().any(|(first, last)| (first..=last).contains(&found)))
            };
            starts.iter().copied().filter(fits).map(|at| at + 1).collect()
        }
        Atom::Group(alternatives) => {
            alternatives.iter().flat_map(|sequence| after_sequence(sequence, text, starts.clone())).collect()
        }
    }
}

struct Parser {
    characters: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn take(&mut self) -> Result<char, PatternFault> {
        let character = self.peek().ok_or(PatternFault)?;
        self.at += 1;
        Ok(character)
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Part>, PatternFault> {
        if depth > MAX_DEPTH {
            return Err(PatternFault);
        }
        let mut parts = Vec::new();
        while self.peek().is_some_and(|next| next != ')' && next != '|') {
            let atom = self.atom(depth)?;
            let (min, max) = self.repeat()?;
            parts.push(Part { atom, min, max });
        }
        Ok(parts)
    }

    fn atom(&mut self, depth: usize) -> Result<Atom, PatternFault> {
        match self.take()? {
            '(' => self.group(depth),
            '[' => self.class(),
            '\\' => self.escaped().map(|ranges| Atom::Class(ranges.to_vec())),
            '.' | '*' | '+' | '?' | '{' | '}' | ']' | '^' | '$' => Err(PatternFault),
            literal => Ok(Atom::Class(vec![(literal, literal)])),
        }
    }

    fn group(&mut self, depth: usize) -> Result<Atom, PatternFault> {
        let mut alternatives = vec![self.sequence(depth + 1)?];
        loop {
            match self.take()? {
                '|' => alternatives.push(self.sequence(depth + 1)?),
                ')' => return Ok(Atom::Group(alternatives)),
                _ => return Err(PatternFault),
            }
        }
    }

    fn class(&mut self) -> Result<Atom, PatternFault> {
        let mut ranges = Vec::new();
        loop {
            match self.take()? {
                ']' if !ranges.is_empty() => return Ok(Atom::Class(ranges)),
                '\\' => ranges.extend(self.escaped()?),
                '^' | '[' | ']' => return Err(PatternFault),
                first => {
                    let is_range = self.peek() == Some('-') && self.characters.get(self.at + 1) != Some(&']');
                    let last = if is_range {
                        self.at += 1;
                        self.take()?
                    } else {
                        first
                    };
                    if last < first {
                        return Err(PatternFault);
                    }
                    ranges.push((first, last));
                }
            }
        }
    }

    fn escaped(&mut self) -> Result<[(char, char); 1], PatternFault> {
        match self.take()? {
            'd' => Ok([('0', '9')]),
            letter if letter.is_alphanumeric() => Err(PatternFault),
            literal => Ok([(literal, literal)]),
        }
    }

    fn repeat(&mut self) -> Result<(usize, usize), PatternFault> {
        match self.peek() {
            Some('?') => {
                self.at += 1;
                Ok((0, 1))
            }
            Some('{') => {
                self.at += 1;
                self.counts()
            }
            Some('*' | '+') => Err(PatternFault),
            Some(_) | None => Ok((1, 1)),
        }
    }

    fn counts(&mut self) -> Result<(usize, usize), PatternFault> {
        let mut text = String::new();
        loop {
            match self.take()? {
                '}' => break,
                character => text.push(character),
            }
        }
        let (min, max) = text.split_once(',').unwrap_or((&text, &text));
        let count = |digits: &str| digits.parse::<usize>().ok().filter(|count| *count <= MAX_REPEAT);
        match (count(min), count(max)) {
            (Some(min), Some(max)) if min <= max && max > 0 => Ok((min, max)),
            _ => Err(PatternFault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_of_the_forms_match_what_they_should() {
        let table = [
            ("^[0-9]{12}$", "019085001234", true),
            ("^[0-9]{12}$", "01908500123", false),
            ("^[0-9]{12}$", "0190850012345", false),
            ("^[0-9]{12}$", "01908500123a", false),
            ("^[0-9]{12}$", "٠١٢٣٤٥٦٧٨٩٠١", false),
            ("^(0|\\+84)[0-9]{9,10}$", "0912345678", true),
            ("^(0|\\+84)[0-9]{9,10}$", "+84912345678", true),
            ("^(0|\\+84)[0-9]{9,10}$", "84912345678", false),
            ("^(0|\\+84)[0-9]{9,10}$", "09123456789012", false),
            ("^[A-Z]\\d{7}(-[0-9])?$", "B1234567-1", true),
            ("^[A-Z]\\d{7}(-[0-9])?$", "B1234567", true),
            ("^$", "", true),
        ];
        for (pattern, text, expected) in table {
            let matched = Pattern::parse(pattern).map(|pattern| pattern.matches(text));
            assert_eq!(matched, Ok(expected), "{pattern} {text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for pattern in [
            "[0-9]",
            "^a*$",
            "^a+$",
            "^.$",
            "^(a$",
            "^a)$",
            "^[z-a]$",
            "^[]$",
            "^a{2,1}$",
            "^a{999}$",
            "^\\w$",
            "^((((((a))))))$",
            "^(((a?){200}){200}){200}$",
        ] {
            assert_eq!(Pattern::parse(pattern), Err(PatternFault), "{pattern}");
        }
    }
}
