//! Numbers of tables and cards: exact decimals, read strictly and rounded half up.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serializer;

/// Most characters of a number.
const MAX_CHARACTERS: usize = 40;
/// One hundred.
pub(super) const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// A decimal number as tables carry it: `12`, `-0.5`, `36.40502`; with `decimal_comma` also `0,5`.
///
/// None for anything else: no exponent, no thousands separators, no percent sign. More digits than a decimal of 28
/// holds are rounded half up in the last place.
#[must_use]
pub fn parse(text: &str, decimal_comma: bool) -> Option<Decimal> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_CHARACTERS {
        return None;
    }
    let text = if decimal_comma && !text.contains('.') { text.replacen(',', ".", 1) } else { text.to_owned() };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(whole) && is_number(part) { text.parse().ok() } else { None }
}

/// A text that may end in a percent sign, as people write ratios: `72.23` or `72.23%`.
pub(super) fn parse_percent(text: &str, decimal_comma: bool) -> Option<Decimal> {
    let text = text.trim();
    parse(text.strip_suffix('%').unwrap_or(text), decimal_comma)
}

/// Rounded half up (away from zero) to so many places.
#[must_use]
pub fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// `part` of `whole` in percent; none when it cannot be worked out.
#[must_use]
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    if whole.is_zero() { None } else { part.checked_mul(HUNDRED)?.checked_div(whole) }
}

/// The sum; none when it grows too large.
pub(super) fn sum(numbers: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// Writes a number as a text, so that no reader makes a float of it.
///
/// # Errors
/// Those of the serializer.
pub fn exact<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&number.normalize())
}

/// [`exact`], and null for nothing.
///
/// # Errors
/// Those of the serializer.
pub fn exact_or_none<S: Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => serializer.serialize_some(&number.normalize().to_string()),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        let table = [
            ("12", false, Some("12")),
            (" -0.50 ", false, Some("-0.50")),
            ("0,5", true, Some("0.5")),
            ("0,5", false, None),
            ("1,234,567", true, None),
            ("1.234,5", true, None),
            ("1e3", false, None),
            ("+1", false, None),
            (".5", false, None),
            ("5.", false, None),
            ("62.62 = 89.45%", false, None),
            ("NaN", false, None),
            ("", false, None),
            ("99999999999999999999999999999999999", false, None),
        ];
        for (text, comma, expected) in table {
            assert_eq!(parse(text, comma).map(|number| number.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn halves_go_up() {
        let table = [("4.335", "4.34"), ("4.3349999", "4.33"), ("0.005", "0.01"), ("-0.005", "-0.01"), ("2", "2")];
        for (given, expected) in table {
            let number = parse(given, false).map(|number| rounded(number, 2).to_string());
            assert_eq!(number.as_deref(), Some(expected), "{given}");
        }
    }
}
