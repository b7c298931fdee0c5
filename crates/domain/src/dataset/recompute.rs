//! Arithmetic that checks a published figure: exact, over whole numbers, rounded once and half up.
//!
//! A figure such as 38.61 is held as 3861 with two places. Shares and ratios are fractions of such numbers and are
//! rounded only to be compared, to the places that were published.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A published number, exactly as printed: `units` divided by ten to the power of `places`. Never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    /// The digits without the point; at most 10^15.
    units: i64,
    /// Digits after the point, at most 6.
    places: u32,
}

/// Largest number of digits read.
const DIGITS_MAX: usize = 15;
/// Most digits after the point.
const PLACES_MAX: usize = 6;

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { units: 0, places: 0 };

    /// A whole number, as counted; `None` for a negative one.
    #[must_use]
    pub const fn whole(units: i64) -> Option<Self> {
        if units < 0 { None } else { Some(Self { units, places: 0 }) }
    }

    /// Reads `1725` or `38.61`: at most 15 digits, six of them after the point; no sign, no exponent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let sound =
            !whole.is_empty() && all_digits(whole) && all_digits(rest) && (rest.is_empty() != text.contains('.'));
        if !sound || rest.len() > PLACES_MAX || whole.len().checked_add(rest.len())? > DIGITS_MAX {
            return None;
        }
        Some(Self { units: format!("{whole}{rest}").parse().ok()?, places: u32::try_from(rest.len()).ok()? })
    }

    /// Digits after the point.
    #[must_use]
    pub const fn places(self) -> u32 {
        self.places
    }

    /// The number as a fraction: numerator and denominator.
    fn fraction(self) -> (i128, i128) {
        (i128::from(self.units), 10_i128.saturating_pow(self.places))
    }

    /// Whether both are the same number, however many places they are printed with.
    #[must_use]
    pub fn equals(self, other: Self) -> bool {
        let ((above, below), (other_above, other_below)) = (self.fraction(), other.fraction());
        above.checked_mul(other_below) == other_above.checked_mul(below)
    }

    /// Whether `part` of `whole` is at least so many per cent; nothing of nothing is not.
    #[must_use]
    pub fn is_reached_by(self, part: i64, whole: i64) -> bool {
        let (above, below) = self.fraction();
        let got = i128::from(part).checked_mul(100).and_then(|got| got.checked_mul(below));
        let asked = above.checked_mul(i128::from(whole));
        whole > 0 && got.zip(asked).is_some_and(|(got, asked)| got >= asked)
    }

    /// A fraction rounded half up to so many places; `None` where it is negative or too large.
    #[must_use]
    pub fn of_fraction(above: i128, below: i128, places: u32) -> Option<Self> {
        if below <= 0 {
            return None;
        }
        let rounded = Self::rounded(above, below, places.min(4))?;
        (0..=1_000_000_000_000_000).contains(&rounded.units).then_some(rounded)
    }

    /// A fraction rounded half up to so many places.
    fn rounded(above: i128, below: i128, places: u32) -> Option<Self> {
        let scaled = above.checked_mul(10_i128.checked_pow(places)?)?;
        let doubled = scaled.checked_mul(2)?.checked_add(below)?;
        let units = doubled.checked_div_euclid(below.checked_mul(2)?)?;
        Some(Self { units: i64::try_from(units).ok()?, places })
    }
}

impl fmt::Display for Exact {
    /// As printed, with a point: `38.61`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0width$}", self.units, width = usize::try_from(self.places).unwrap_or(0) + 1);
        let point = digits.len().saturating_sub(usize::try_from(self.places).unwrap_or(0));
        match digits.split_at_checked(point) {
            Some((whole, rest)) if !rest.is_empty() => write!(formatter, "{whole}.{rest}"),
            _ => formatter.write_str(&digits),
        }
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a number of at most 15 digits"))
    }
}

/// What is reckoned from the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The first in per cent of the second.
    Share,
    /// The first divided by the second.
    Times,
    /// The first divided by the second: what was there before it grew so many times.
    Base,
    /// The whole of which the first is so many per cent as the second says.
    WholeOfShare,
    /// All added up.
    Sum,
    /// The first less all others.
    Difference,
    /// The first without its digits after the point.
    RoundedDown,
}

/// One calculation with the number that was published for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What is reckoned.
    pub method: Method,
    /// From what.
    pub inputs: Vec<Exact>,
    /// What was published.
    pub states: Exact,
}

/// What a calculation gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recomputed {
    /// The result, rounded half up to the places that were published.
    pub result: Exact,
    /// Whether that is what was published.
    pub agrees: bool,
}

impl Check {
    /// Reckons anew. `None` where it cannot be reckoned: inputs are missing, a divisor is zero, or it is too large.
    #[must_use]
    pub fn recompute(&self) -> Option<Recomputed> {
        let (first, others) = self.inputs.split_first()?;
        let second = others.first();
        let (above, below) = match self.method {
            Method::Share | Method::WholeOfShare => percent(quotient(*first, *second?)?)?,
            Method::Times | Method::Base => quotient(*first, *second?)?,
            Method::Sum => others.iter().try_fold(first.fraction(), |sum, next| combined(sum, *next, 1))?,
            Method::Difference => others.iter().try_fold(first.fraction(), |sum, next| combined(sum, *next, -1))?,
            Method::RoundedDown => (first.fraction().0.checked_div_euclid(first.fraction().1)?, 1),
        };
        let result = Exact::rounded(above, below, self.states.places()).filter(|result| result.units >= 0)?;
        Some(Recomputed { result, agrees: result.equals(self.states) })
    }
}

fn quotient(one: Exact, other: Exact) -> Option<(i128, i128)> {
    let ((above, below), (other_above, other_below)) = (one.fraction(), other.fraction());
    let pair = (above.checked_mul(other_below)?, below.checked_mul(other_above)?);
    (pair.1 > 0).then_some(pair)
}

fn percent((above, below): (i128, i128)) -> Option<(i128, i128)> {
    Some((above.checked_mul(100)?, below))
}

fn combined((above, below): (i128, i128), next: Exact, sign: i128) -> Option<(i128, i128)> {
    let (next_above, next_below) = next.fraction();
    let left = above.checked_mul(next_below)?;
    let right = next_above.checked_mul(below)?.checked_mul(sign)?;
    Some((left.checked_add(right)?, below.checked_mul(next_below)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap_or(Exact { units: -1, places: 0 })
    }

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        for text in ["0", "1725", "38.61", "0.033", "999999999.999999"] {
            assert_eq!(exact(text).to_string(), text);
        }
        for text in ["", ".", "1.", ".5", "-1", "1e3", "1.0000000", "1234567890123456", "1,5", "١"] {
            assert_eq!(Exact::parse(text), None, "{text}");
        }
        assert!(exact("3.30").equals(exact("3.3")) && !exact("3.3").equals(exact("3.31")));
    }

    #[test]
    fn a_target_is_reached_exactly_or_not() {
        for (target, part, whole, reached) in
            [("30", 3, 10, true), ("30", 299, 1000, false), ("30.1", 301, 1000, true), ("0", 0, 0, false)]
        {
            assert_eq!(exact(target).is_reached_by(part, whole), reached, "{target} {part} {whole}");
        }
    }

    #[test]
    fn the_figures_of_the_article_are_reckoned_anew() {
        use Method::{Base, Difference, RoundedDown, Share, Sum, Times, WholeOfShare};
        let table: [(Method, &[&str], &str, &str, bool); 11] = [
            (Share, &["666", "1725"], "38.61", "38.61", true),
            (Share, &["677", "1725"], "38.61", "39.25", false),
            (WholeOfShare, &["1725", "38.61"], "1858", "4468", false),
            (Times, &["38.61", "0.033"], "11.7", "1170.0", false),
            (Times, &["38.61", "3.3"], "11.7", "11.7", true),
            (Base, &["38.61", "11.7"], "0.033", "3.300", false),
            (Sum, &["1072", "115", "44"], "1231", "1231", true),
            (Difference, &["1294", "598"], "696", "696", true),
            (Difference, &["180", "178"], "2", "2", true),
            (RoundedDown, &["38.61"], "38", "38", true),
            (Share, &["1", "8"], "12.5", "12.5", true),
        ];
        for (method, inputs, states, result, agrees) in table {
            let check =
                Check { method, inputs: inputs.iter().map(|text| exact(text)).collect(), states: exact(states) };
            let expected = Some(Recomputed { result: exact(result), agrees });
            assert_eq!(check.recompute(), expected, "{method:?} of {inputs:?}");
        }
    }

    #[test]
    fn halves_are_rounded_up_and_nothing_is_divided_by_zero() {
        let check = |method, inputs: &[&str], states: &str| Check {
            method,
            inputs: inputs.iter().map(|text| exact(text)).collect(),
            states: exact(states),
        };
        let result = |check: Check| check.recompute().map(|done| done.result.to_string());
        assert_eq!(result(check(Method::Share, &["1", "800"], "0.1")).as_deref(), Some("0.1"));
        assert_eq!(result(check(Method::Share, &["1", "400"], "0.2")).as_deref(), Some("0.3"));
        assert_eq!(result(check(Method::Share, &["1", "0"], "0")), None);
        assert_eq!(result(check(Method::Share, &["1"], "0")), None);
        assert_eq!(result(check(Method::Sum, &[], "0")), None);
        assert_eq!(result(check(Method::Difference, &["1", "2"], "0")), None);
        let largest = "999999999999999";
        assert_eq!(result(check(Method::Share, &[largest, "0.000001"], "0.000001")), None);
    }
}
