//! Every sentence a person reads, in both languages, as typed fields made from `messages/` at build time.
//!
//! A language that lacks a sentence does not compile; a page that misspells one does not either.

use std::fmt::Display;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The language a person reads. Vietnamese unless asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// `vi` or `en`, as written in addresses, cookies and the `lang` attribute.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Reads `vi` or `en`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language a browser asks for first among those we have.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let mut best = (Self::Vi, 0);
        for part in header.split(',') {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = thousandths(weight.trim().trim_start_matches("q="));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let Some(lang) = Self::parse(&primary)
                && weight > best.1
            {
                best = (lang, weight);
            }
        }
        best.0
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// The sentences of this language.
    #[must_use]
    pub const fn messages(self) -> &'static Messages {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}

impl Messages {
    /// Whether these are the English sentences, for data that carries its own English name.
    #[must_use]
    pub fn is_english(&self) -> bool {
        std::ptr::eq(self, &raw const EN)
    }
}

/// A quality value such as `0.85` in thousandths; what cannot be read counts as 0.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), part.parse::<u32>()) {
        (Ok(whole @ 0..=1), Ok(part)) => whole * 1000 + part,
        _ => 0,
    }
}

/// A sentence with its `{name}` places filled; a place without a value stays visible.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            None => filled.extend(["{", name, "}"]),
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_unknown_ones_stay() {
        assert_eq!(fill("còn {count} ngày, {x}", &[("count", &3)]), "còn 3 ngày, {x}");
        assert_eq!(fill("a { b", &[]), "a { b");
    }

    #[test]
    fn the_browser_is_heard_and_vietnamese_is_the_default() {
        for (header, expected) in [
            ("", Lang::Vi),
            ("fr", Lang::Vi),
            ("en-GB,en;q=0.9", Lang::En),
            ("vi;q=0.8,en;q=0.9", Lang::En),
            ("en;q=0.5, vi-VN;q=0.6", Lang::Vi),
            ("en;q=0", Lang::Vi),
        ] {
            assert_eq!(Lang::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn keys_that_are_data_find_their_text() {
        assert_eq!(VI.common.get("stage.result"), Some("Kết quả"));
        assert_eq!(VI.common.get("no such key"), None);
    }
}
