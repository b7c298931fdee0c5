//! Reading Vietnamese text by whole words: phrases in it, and the numbers of legal texts that it cites.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// The words of a text: composed, in lower case, without what stands between them.
pub(super) fn words(text: &str) -> Vec<String> {
    let composed: String = text.nfc().flat_map(char::to_lowercase).collect();
    let parts = composed.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Some words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase(Vec<String>);

impl Phrase {
    pub(super) fn of(text: &str) -> Self {
        Self(words(text))
    }

    pub(super) fn begins(&self, words: &[String]) -> bool {
        !self.0.is_empty() && words.starts_with(&self.0)
    }
}

/// Many phrases, found by their first word.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_first: BTreeMap<String, Vec<(Phrase, usize)>>,
}

impl<'a> FromIterator<&'a str> for Phrases {
    /// Phrases are known by their position.
    fn from_iter<T: IntoIterator<Item = &'a str>>(texts: T) -> Self {
        let mut by_first: BTreeMap<String, Vec<(Phrase, usize)>> = BTreeMap::new();
        for (position, text) in texts.into_iter().enumerate() {
            let phrase = Phrase::of(text);
            if let Some(first) = phrase.0.first() {
                by_first.entry(first.clone()).or_default().push((phrase, position));
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(phrase, position)| (std::cmp::Reverse(phrase.0.len()), *position));
        }
        Self { by_first }
    }
}

impl Phrases {
    /// The longest phrase with which the words begin: its position and its length in words.
    pub(super) fn beginning(&self, words: &[String]) -> Option<(usize, usize)> {
        let candidates = self.by_first.get(words.first()?)?;
        candidates.iter().find(|(phrase, _)| phrase.begins(words)).map(|(phrase, position)| (*position, phrase.0.len()))
    }

    /// Positions of the phrases in the words, the longest wins where two overlap; in the order in which they stand.
    pub(super) fn found_in(&self, words: &[String]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut rest = words;
        while !rest.is_empty() {
            let step = match self.beginning(rest) {
                Some((position, length)) => {
                    found.push(position);
                    length
                }
                None => 1,
            };
            rest = rest.get(step..).unwrap_or_default();
        }
        found
    }

    /// Whether one of the phrases stands in the words.
    pub(super) fn stand_in(&self, words: &[String]) -> bool {
        !self.found_in(words).is_empty()
    }
}

/// The numbers of legal texts that a text cites: `281/2016/TT-BTC`, `2816/QĐ-UBND`, each once, in upper case.
pub(super) fn cited_texts(text: &str) -> Vec<String> {
    let composed: String = text.nfc().flat_map(char::to_uppercase).collect();
    let parts = composed.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '/' | '-' | '.'));
    let mut numbers: Vec<String> = Vec::new();
    for part in parts.map(|part| part.trim_end_matches(['-', '/', '.'])) {
        if is_number(part) && !numbers.iter().any(|number| number == part) {
            numbers.push(part.to_owned());
        }
    }
    numbers
}

/// `26/2023/QH15`, `281/2016/TT-BTC`; texts of one authority leave out the year: `2816/QĐ-UBND`.
fn is_number(part: &str) -> bool {
    let digits = |text: &str| (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let authority = |text: &str| {
        let letters = text.chars().next().is_some_and(char::is_alphabetic);
        letters && text.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    // Resolutions of the Government may have a number within a number: `66.7/2025/NQ-CP`.
    let number = |text: &str| text.split('.').count() <= 2 && text.split('.').all(digits);
    let mut pieces = part.split('/');
    match (pieces.next(), pieces.next(), pieces.next(), pieces.next()) {
        (Some(first), Some(year), Some(issuer), None) => {
            // Printed forms have numbers too: `Mẫu số 01/2025/LLTP`.
            let is_legal_text = issuer.contains('-') || issuer.contains("QH");
            number(first) && year.len() == 4 && digits(year) && authority(issuer) && is_legal_text
        }
        (Some(first), Some(issuer), None, None) => number(first) && authority(issuer) && issuer.contains('-'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_and_the_longest_wins() {
        let phrases: Phrases = ["thẩm định", "thẩm định hồ sơ", "định"].into_iter().collect();
        let none: [usize; 0] = [];
        let found = |text: &str| phrases.found_in(&words(text));
        assert_eq!(found("Thẩm định hồ sơ, rồi thẩm định"), [1, 0]);
        assert_eq!(found("tha\u{0302}\u{0309}m đi\u{0323}nh"), [0], "decomposed text is composed first");
        assert_eq!(found("quy định"), [2]);
        assert_eq!(found("quyđịnh tham dinh"), none, "neither parts of words nor words without their marks");
        assert_eq!(found(""), none);
    }

    #[test]
    fn numbers_of_legal_texts_are_recognised() {
        let table: [(&str, &[&str]); 8] = [
            ("theo Thông tư số 281/2016/TT-BTC.", &["281/2016/TT-BTC"]),
            ("(Nghị định số 99/2022/NĐ-CP) và 99/2022/nđ-cp", &["99/2022/NĐ-CP"]),
            ("Luật Căn cước 26/2023/QH15", &["26/2023/QH15"]),
            ("Quyết định 2816/QĐ-UBND ngày 20/11/2025", &["2816/QĐ-UBND"]),
            ("mẫu ĐKX11/79, 01/2025", &[]),
            ("30/6/2025 và 24/7", &[]),
            ("Nghị quyết 66.7/2025/NQ-CP", &["66.7/2025/NQ-CP"]),
            ("Mẫu số 01/2025/LLTP", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(cited_texts(text), expected, "{text}");
        }
    }
}
