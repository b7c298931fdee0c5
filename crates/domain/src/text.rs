//! Folding of Vietnamese text for search: case and diacritics do not matter.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text as it is searched: lower case, without diacritics, `đ` as `d`, every run of other characters one space.
///
/// `Đăng ký khai sinh` and `dang ky khai sinh` fold to the same text. No engine is asked to fold:
/// neither `SQLite` nor `PostgreSQL` alone knows `đ`, and both must find the same rows.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), gap: false };
    for character in text.chars() {
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            // As marks are dropped, their order does not matter: each character is taken apart by itself.
            decompose_canonical(character, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(|lower| folded.push(if lower == 'đ' { 'd' } else { lower }));
                }
            });
        }
    }
    folded.text
}

/// Folded text as it grows.
struct Folded {
    text: String,
    /// Whether something that is no letter or digit came since the last one that is.
    gap: bool,
}

impl Folded {
    fn push(&mut self, character: char) {
        if !character.is_alphanumeric() {
            self.gap = true;
            return;
        }
        if self.gap && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.gap = false;
        self.text.push(character);
    }
}

/// Text in composed form (NFC) with outer blanks removed, as it is stored.
#[must_use]
pub fn composed(text: &str) -> String {
    let text = text.trim();
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_text_has_no_diacritics() {
        let table = [
            ("Đăng ký khai sinh", "dang ky khai sinh"),
            ("  ĐỖ   Thị Hường ", "do thi huong"),
            ("H55.05440-261126-0001", "h55 05440 261126 0001"),
            ("nghĩa vụ quân sự (tạm vắng)", "nghia vu quan su tam vang"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn stored_text_is_composed() {
        for text in ["thái nguyên", " tha\u{0301}i nguye\u{0302}n\n", "tha\u{0301}i nguyên"] {
            assert_eq!(composed(text), "thái nguyên", "{text}");
        }
    }

    #[test]
    fn decomposed_and_composed_text_fold_alike() {
        assert_eq!(fold("tha\u{0301}i nguye\u{0302}n"), fold("thái nguyên"));
    }
}
