//! The number of a payment order: short enough for the words of a bank transfer, with two digits that catch slips.

use serde::{Deserialize, Serialize};

/// What every number begins with (thanh toán).
const PREFIX: &str = "TT";

/// Number of an order, as `TT26000001297`: year, ordinal of at least seven digits, two check digits (mod 97).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderId(String);

/// The text is not the number of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a payment order")]
pub struct OrderIdFault;

impl OrderId {
    /// The `ordinal`-th order of a year.
    pub fn compose(year: i16, ordinal: i64) -> Result<Self, OrderIdFault> {
        if !(1..=999_999_999).contains(&ordinal) {
            return Err(OrderIdFault);
        }
        let digits = format!("{:02}{ordinal:07}", year.rem_euclid(100));
        let check = check_digits(&digits).ok_or(OrderIdFault)?;
        Ok(Self(format!("{PREFIX}{digits}{check:02}")))
    }

    /// Reads a number, with blanks around it and in any case.
    pub fn parse(text: &str) -> Result<Self, OrderIdFault> {
        let text = text.trim().to_ascii_uppercase();
        let rest = text.strip_prefix(PREFIX).ok_or(OrderIdFault)?;
        let all_digits = (11..=13).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit());
        let (digits, check) = rest.split_at_checked(rest.len().saturating_sub(2)).ok_or(OrderIdFault)?;
        let sound = all_digits && check_digits(digits).is_some_and(|right| format!("{right:02}") == check);
        if sound { Ok(Self(text)) } else { Err(OrderIdFault) }
    }

    /// The number of an order that somebody wrote among other words, as banks hand on the words of a transfer.
    #[must_use]
    pub fn find(words: &str) -> Option<Self> {
        words.split(|letter: char| !letter.is_ascii_alphanumeric()).find_map(|word| Self::parse(word).ok())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for OrderId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for OrderId {
    type Error = OrderIdFault;

    fn try_from(text: String) -> Result<Self, OrderIdFault> {
        Self::parse(&text)
    }
}

impl From<OrderId> for String {
    fn from(id: OrderId) -> Self {
        id.0
    }
}

/// 98 less the remainder of a hundred times the number by 97, as ISO 7064 has it.
fn check_digits(digits: &str) -> Option<u64> {
    let number: u64 = digits.parse().ok()?;
    let rest = number.checked_mul(100)?.checked_rem(97)?;
    98_u64.checked_sub(rest)
}
