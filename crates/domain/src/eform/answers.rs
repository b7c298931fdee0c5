//! Reading one answer: texts from a page and typed values from an interface mean the same.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::When;
use crate::organisation::{day, first_day, last_day};

/// Decimals kept of a number: it is held in ten-thousandths.
pub(super) const SCALE: i64 = 10_000;

/// The answer as text, outer blanks removed; `None` when it is not a single value.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(ticked) => Some(ticked.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a box is ticked; `None` when the answer is no tick at all.
pub(super) fn ticked(value: &Value) -> Option<bool> {
    match text(value)?.as_str() {
        "true" | "on" | "1" => Some(true),
        "false" | "off" | "0" | "" => Some(false),
        _ => None,
    }
}

/// The text of a field in this row; empty when unanswered.
pub(super) fn answer(row: &Map<String, Value>, field: &str) -> String {
    row.get(field).and_then(text).unwrap_or_default()
}

/// Whether a condition holds in this row.
pub(super) fn holds(when: &When, row: &Map<String, Value>) -> bool {
    let given = row.get(&when.field).unwrap_or(&Value::Null);
    when.is_one_of.iter().any(|wanted| match wanted {
        Value::Bool(wanted) => ticked(given) == Some(*wanted),
        other => text(other).is_some_and(|wanted| Some(wanted) == text(given)),
    })
}

/// A day, as `2026-11-26` or `26/11/2026`.
pub(super) fn date(text: &str) -> Option<Date> {
    day(text).or_else(|| day(&iso(text)?))
}

/// First and last day of a year, a month or a day, in either order of writing.
pub(super) fn span(text: &str) -> Option<(Date, Date)> {
    let text = if text.contains('/') { iso(text)? } else { text.to_owned() };
    Some((first_day(&text)?, last_day(&text)?))
}

/// `26/11/2026` or `11/2026` written as `2026-11-26`, `2026-11`.
fn iso(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('/').collect();
    match parts.as_slice() {
        [month, year] => Some(format!("{year}-{month:0>2}")),
        [day, month, year] => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => None,
    }
}

/// A number in ten-thousandths: at most twelve digits before and four after the point or comma, no exponent.
pub(crate) fn number(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let sound = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !sound(whole, 12) || !sound(fraction, 4) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<4}").parse().ok()?;
    let magnitude = whole.parse::<i64>().ok()? * SCALE + fraction;
    Some(if negative { -magnitude } else { magnitude })
}

/// A number in ten-thousandths, as it is written on paper.
pub(crate) fn written(scaled: i64) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, rest) = (scaled.unsigned_abs() / 10_000, scaled.unsigned_abs() % 10_000);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{rest:04}");
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;

    #[test]
    fn both_ways_of_writing_dates_are_read() {
        assert_eq!(date("26/11/2026"), Some(on(2026, 11, 26)));
        assert_eq!(date("1/2/2026"), Some(on(2026, 2, 1)));
        assert_eq!(date("2026-11-26"), Some(on(2026, 11, 26)));
        assert_eq!(span("02/2024"), Some((on(2024, 2, 1), on(2024, 2, 29))));
        assert_eq!(date("31/02/2026"), None);
        assert_eq!(date("2026"), None);
        assert_eq!(date("1/2/3/4"), None);
    }

    #[test]
    fn numbers_are_exact() {
        let table = [
            ("12,5", Some(125_000)),
            ("0.1", Some(1_000)),
            ("-3", Some(-30_000)),
            ("999999999999", Some(9_999_999_999_990_000)),
            ("1e9", None),
            ("1.00001", None),
            ("9999999999999", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!(written(1_000), "0.1");
        assert_eq!(written(-125_000), "-12.5");
    }
}
