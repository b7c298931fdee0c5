//! What differs between two versions of a text: by lines, and within a changed line by words.

/// Most lines, and most words of a line, that are looked at one by one; what is longer counts as changed whole.
const UNITS_MAX: usize = 1_500;

/// A run of words of a changed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the older version only.
    Gone(String),
    /// In the newer version only.
    New(String),
}

/// A line of the comparison, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same(String),
    /// In the older version only.
    Gone(String),
    /// In the newer version only.
    New(String),
    /// The same line, with other words.
    Changed(Vec<Piece>),
}

/// What leads from the older to the newer text. Lines that were taken away and put in at the same place count as changed.
#[must_use]
pub fn changes(older: &str, newer: &str) -> Vec<Change> {
    let (older, newer): (Vec<&str>, Vec<&str>) = (older.lines().collect(), newer.lines().collect());
    let mut found = Vec::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for step in steps(&older, &newer) {
        match step {
            Step::Same(line) => {
                settle(&mut found, &mut gone, &mut new);
                found.push(Change::Same(line.to_owned()));
            }
            Step::Gone(line) => gone.push(line),
            Step::New(line) => new.push(line),
        }
    }
    settle(&mut found, &mut gone, &mut new);
    found
}

/// Pairs what was taken away with what was put in, line by line.
fn settle(found: &mut Vec<Change>, gone: &mut Vec<&str>, new: &mut Vec<&str>) {
    let pairs = gone.len().min(new.len());
    for (before, after) in gone.iter().zip(new.iter()) {
        found.push(Change::Changed(pieces(before, after)));
    }
    found.extend(gone.drain(..).skip(pairs).map(|line| Change::Gone(line.to_owned())));
    found.extend(new.drain(..).skip(pairs).map(|line| Change::New(line.to_owned())));
}

fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let words = |line: &'_ str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (words(before), words(after));
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.iter().map(String::as_str).collect(), after.iter().map(String::as_str).collect());
    let mut pieces: Vec<Piece> = Vec::new();
    for step in steps(&before, &after) {
        match (pieces.last_mut(), step) {
            (Some(Piece::Same(text)), Step::Same(word))
            | (Some(Piece::Gone(text)), Step::Gone(word))
            | (Some(Piece::New(text)), Step::New(word)) => {
                text.push(' ');
                text.push_str(word);
            }
            (_, Step::Same(word)) => pieces.push(Piece::Same(word.to_owned())),
            (_, Step::Gone(word)) => pieces.push(Piece::Gone(word.to_owned())),
            (_, Step::New(word)) => pieces.push(Piece::New(word.to_owned())),
        }
    }
    pieces
}

enum Step<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// A shortest way from one list to the other, by the longest list that both have within them.
fn steps<'a>(older: &[&'a str], newer: &[&'a str]) -> Vec<Step<'a>> {
    let head = older.iter().zip(newer).take_while(|(one, other)| one == other).count();
    let (start, older) = older.split_at(head);
    let newer = newer.get(head..).unwrap_or_default();
    let tail = older.iter().rev().zip(newer.iter().rev()).take_while(|(one, other)| one == other).count();
    let (older, end) = older.split_at(older.len().saturating_sub(tail));
    let newer = newer.get(..newer.len().saturating_sub(tail)).unwrap_or_default();
    let mut steps: Vec<Step<'a>> = start.iter().map(|unit| Step::Same(unit)).collect();
    if older.len() > UNITS_MAX || newer.len() > UNITS_MAX {
        steps.extend(older.iter().map(|unit| Step::Gone(unit)));
        steps.extend(newer.iter().map(|unit| Step::New(unit)));
    } else {
        middle(older, newer, &mut steps);
    }
    steps.extend(end.iter().map(|unit| Step::Same(unit)));
    steps
}

fn middle<'a>(older: &[&'a str], newer: &[&'a str], steps: &mut Vec<Step<'a>>) {
    // Row by row from the end: how many units both still share from here on.
    let mut rows: Vec<Vec<u16>> = vec![vec![0; newer.len().saturating_add(1)]];
    for one in older.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0_u16];
        for (column, other) in newer.iter().rev().enumerate() {
            let at = |list: &[u16], place: usize| list.get(place).copied().unwrap_or(0);
            let shared = if one == other {
                at(&below, column).saturating_add(1)
            } else {
                at(&below, column.saturating_add(1)).max(at(&row, column))
            };
            row.push(shared);
        }
        rows.push(row);
    }
    let (mut above, mut left) = (older, newer);
    let shared =
        |above: &[&str], left: &[&str]| rows.get(above.len()).and_then(|row| row.get(left.len())).copied().unwrap_or(0);
    loop {
        match (above.split_first(), left.split_first()) {
            (Some((one, rest)), Some((other, others))) if one == other => {
                steps.push(Step::Same(one));
                (above, left) = (rest, others);
            }
            (Some((one, rest)), Some((_, others))) if shared(rest, left) >= shared(above, others) => {
                steps.push(Step::Gone(one));
                above = rest;
            }
            (_, Some((other, others))) => {
                steps.push(Step::New(other));
                left = others;
            }
            (Some((one, rest)), None) => {
                steps.push(Step::Gone(one));
                above = rest;
            }
            (None, None) => break,
        }
    }
}
