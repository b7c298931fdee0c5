//! Dates, times, money and addresses as people here write them: 23/11/2026, 16:30, 1.250.000 đ.

use crate::messages::{Messages, fill};
use jiff::civil::{Date, DateTime};

/// `23/11/2026`.
#[must_use]
pub fn day(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `16:30 ngày 23/11/2026`.
#[must_use]
pub fn moment(m: &Messages, at: DateTime) -> String {
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    fill(m.common.at_time, &[("time", &time), ("day", &day(at.date()))])
}

/// `1.250.000 đ`, from whole đồng.
#[must_use]
pub fn money(m: &Messages, dong: i64) -> String {
    fill(m.common.money, &[("amount", &grouped(dong))])
}

/// `1.250.000`.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A size as people say it: `20 MB`, `345 KB`, `12 B`; rounded up.
#[must_use]
pub fn bytes(count: u64) -> String {
    const KILO: u64 = 1024;
    const MEGA: u64 = KILO * KILO;
    match count {
        MEGA.. => format!("{} MB", count.div_ceil(MEGA)),
        KILO.. => format!("{} KB", count.div_ceil(KILO)),
        _ => format!("{count} B"),
    }
}

/// Reads a day as a person or a browser's date field writes it: `23/11/2026`, `23-11-2026` or `2026-11-23`.
#[must_use]
pub fn read_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The upper-case hexadecimal digit of a number below 16.
fn hex_digit(number: u8) -> char {
    char::from_digit(u32::from(number), 16).unwrap_or('0').to_ascii_uppercase()
}

/// A value as it stands in the query of an address.
#[must_use]
pub fn query_escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.push(char::from(byte)),
            _ => escaped.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{EN, VI};
    use jiff::civil::{date, datetime};

    #[test]
    fn people_read_their_own_figures() {
        assert_eq!(day(date(2026, 11, 3)), "03/11/2026");
        assert_eq!(moment(&VI, datetime(2026, 11, 23, 16, 30, 0, 0)), "16:30 ngày 23/11/2026");
        assert_eq!(moment(&EN, datetime(2026, 11, 23, 16, 30, 0, 0)), "16:30 on 23/11/2026");
        for (number, text) in [(0, "0 đ"), (999, "999 đ"), (1_250_000, "1.250.000 đ"), (-12_345, "-12.345 đ")] {
            assert_eq!(money(&VI, number), text);
        }
    }

    #[test]
    fn days_are_read_in_both_orders() {
        for (text, expected) in [
            ("23/11/2026", Some(date(2026, 11, 23))),
            ("2026-11-23", Some(date(2026, 11, 23))),
            (" 3/1/2026 ", Some(date(2026, 1, 3))),
            ("31/02/2026", None),
            ("23/11/26", None),
            ("hôm nay", None),
        ] {
            assert_eq!(read_day(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_carry_any_text() {
        assert_eq!(query_escaped("/hồ sơ?a=1"), "%2Fh%E1%BB%93%20s%C6%A1%3Fa%3D1");
    }
}
