//! `VietQR`: what a banking application reads from the code of a transfer (`EMVCo` merchant-presented codes, profile of NAPAS).
//!
//! Fields are tag, length of two digits, value; the last one is a CRC-16/CCITT-FALSE over everything before it.

/// Name of the profile.
const PROFILE: &str = "A000000727";
/// Quick transfer to an account.
const TO_ACCOUNT: &str = "QRIBFTTA";
/// ISO 4217 number of the đồng.
const DONG: &str = "704";
const COUNTRY: &str = "VN";
/// Longest account number and longest words of a transfer.
const ACCOUNT_CHARS_MAX: usize = 19;
const WORDS_CHARS_MAX: usize = 25;

/// A transfer to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// Number of the bank, six digits.
    pub bank: &'a str,
    /// The account.
    pub account: &'a str,
    /// Amount in đồng; none lets the payer type it.
    pub amount: Option<i64>,
    /// Number of the bill; empty for none.
    pub bill: &'a str,
    /// The words of the transfer; empty for none.
    pub words: &'a str,
}

/// Why a transfer cannot be a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VietQrFault {
    /// The bank's number has six digits.
    #[error("the number of the bank has six digits")]
    Bank,
    /// An account has 1 to 19 letters and digits.
    #[error("the account is not possible")]
    Account,
    /// A sum is positive and has at most 13 digits.
    #[error("the amount is not possible")]
    Amount,
    /// Words are at most 25 letters, digits and blanks without diacritics.
    #[error("the words are not possible")]
    Words,
}

impl Transfer<'_> {
    /// The text of the code.
    pub fn payload(&self) -> Result<String, VietQrFault> {
        if self.bank.len() != 6 || !self.bank.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(VietQrFault::Bank);
        }
        let plain_account = self.account.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if self.account.is_empty() || self.account.len() > ACCOUNT_CHARS_MAX || !plain_account {
            return Err(VietQrFault::Account);
        }
        for words in [self.bill, self.words] {
            let plain = words.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
            if words.len() > WORDS_CHARS_MAX || !plain {
                return Err(VietQrFault::Words);
            }
        }
        let beneficiary = [field("00", self.bank), field("01", self.account)].concat();
        let merchant = [field("00", PROFILE), field("01", &beneficiary), field("02", TO_ACCOUNT)].concat();
        // A code for one payment is "dynamic", one for many is "static".
        let kind = if self.amount.is_some() { "12" } else { "11" };
        let mut text = [field("00", "01"), field("01", kind), field("38", &merchant), field("53", DONG)].concat();
        if let Some(amount) = self.amount {
            if !(1..=9_999_999_999_999).contains(&amount) {
                return Err(VietQrFault::Amount);
            }
            text.push_str(&field("54", &amount.to_string()));
        }
        text.push_str(&field("58", COUNTRY));
        let more: String = [("01", self.bill), ("08", self.words)]
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(tag, text)| field(tag, text))
            .collect();
        if !more.is_empty() {
            text.push_str(&field("62", &more));
        }
        text.push_str("6304");
        let sum = crc16(text.as_bytes());
        Ok(format!("{text}{sum:04X}"))
    }
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF, nothing reflected, nothing added at the end.
#[must_use]
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(
            sum ^ (u16::from(*byte) << 8),
            |sum: u16, _| {
                if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 }
            },
        )
    })
}

/// Values are at most 99 characters long: their parts are bounded above.
fn field(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.len())
}
