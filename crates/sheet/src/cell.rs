//! A value of a record as the text of a cell, and back.

use serde_json::{Number, Value};

use crate::column::{ALL_CHANNELS, Cell};
use crate::fault::SheetFaultKind;

/// The text of a cell; empty for nothing.
pub(crate) fn text_of(value: &Value, cell: Cell) -> String {
    match (value, cell) {
        (Value::Null, _) => String::new(),
        (Value::Bool(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
        (Value::String(text), _) => text.clone(),
        (Value::Array(entries), Cell::WordsOrAll) if entries.is_empty() => ALL_CHANNELS.to_owned(),
        (Value::Array(entries), Cell::Texts) => joined(entries, "\n", escaped),
        (Value::Array(entries), _) => joined(entries, ", ", str::to_owned),
        (other, _) => other.to_string(),
    }
}

/// The value in a cell; null for an empty one.
pub(crate) fn value_of(text: &str, cell: Cell) -> Result<Value, SheetFaultKind> {
    let text = text.trim();
    let given = || text.chars().take(80).collect();
    if text.is_empty() {
        return Ok(Value::Null);
    }
    Ok(match cell {
        Cell::Key | Cell::Text => Value::String(text.to_owned()),
        Cell::Texts => {
            let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
            lines.map(|line| Value::String(unescaped(line))).collect()
        }
        Cell::WordsOrAll if text == ALL_CHANNELS => Value::Array(Vec::new()),
        Cell::Words | Cell::WordsOrAll => {
            let words = text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty());
            words.map(|word| Value::String(word.to_owned())).collect()
        }
        Cell::Count => number(text, false).ok_or_else(|| SheetFaultKind::NotANumber { given: given() })?,
        Cell::Decimal => number(text, true).ok_or_else(|| SheetFaultKind::NotANumber { given: given() })?,
        Cell::YesNo => match text.to_lowercase().as_str() {
            "yes" | "true" | "có" => Value::Bool(true),
            "no" | "false" | "không" => Value::Bool(false),
            _ => return Err(SheetFaultKind::NotYesNo { given: given() }),
        },
    })
}

fn joined(entries: &[Value], between: &str, write: impl Fn(&str) -> String) -> String {
    let texts = entries.iter().map(|entry| write(entry.as_str().unwrap_or_default()));
    texts.collect::<Vec<_>>().join(between)
}

/// A text on one line: a new line in it is written `\n`, a backslash doubled.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unescaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, false) => text.push(letter),
            (_, true) => match letters.next() {
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
        }
    }
    text
}

/// A number in digits, with `.` or `,` before decimals. Whoever groups thousands is told so: `8.000` is no sum.
fn number(text: &str, decimals: bool) -> Option<Value> {
    let point = text.replace(',', ".");
    let (whole, fraction) = point.split_once('.').map_or((point.as_str(), None), |(a, b)| (a, Some(b)));
    let digits = |part: &str| !part.is_empty() && part.len() <= 18 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(|fraction| decimals && digits(fraction)) {
        return None;
    }
    // Leading zeros are no JSON.
    let whole: u64 = whole.parse().ok()?;
    let written = fraction.map_or_else(|| whole.to_string(), |fraction| format!("{whole}.{fraction}"));
    written.parse::<Number>().ok().map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_come_back_from_their_text() {
        let table = [
            (json!(null), Cell::Text),
            (json!("=1+1"), Cell::Text),
            (json!(["một", "hai\nba", "a\\nb", "c\\"]), Cell::Texts),
            (json!(["online", "direct"]), Cell::Words),
            (json!([]), Cell::WordsOrAll),
            (json!(8000), Cell::Count),
            (json!(10.5), Cell::Decimal),
            (json!(0.25), Cell::Decimal),
            (json!(true), Cell::YesNo),
            (json!(false), Cell::YesNo),
        ];
        for (value, cell) in table {
            assert_eq!(value_of(&text_of(&value, cell), cell), Ok(value));
        }
    }

    #[test]
    fn what_people_write_is_understood_or_refused() {
        let table = [
            ("  Có ", Cell::YesNo, Some(json!(true))),
            ("FALSE", Cell::YesNo, Some(json!(false))),
            ("maybe", Cell::YesNo, None),
            ("2,5", Cell::Decimal, Some(json!(2.5))),
            ("007", Cell::Count, Some(json!(7))),
            ("8.000", Cell::Count, None),
            ("8,000,000", Cell::Decimal, None),
            ("-1", Cell::Count, None),
            ("1e9", Cell::Decimal, None),
            ("online; postal,", Cell::Words, Some(json!(["online", "postal"]))),
            ("a\n\n b \n", Cell::Texts, Some(json!(["a", "b"]))),
        ];
        for (text, cell, expected) in table {
            assert_eq!(value_of(text, cell).ok(), expected, "{text}");
        }
    }
}
