//! Folding of Vietnamese text for search: case and diacritics do not matter.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Text as it is searched: lower case, without diacritics, `đ` as `d`, every run of other characters one space.
///
/// `Đăng ký khai sinh` and `dang ky khai sinh` fold to the same text. No engine is asked to fold:
/// neither `SQLite` nor `PostgreSQL` alone knows `đ`, and both must find the same rows.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.nfd().filter(|character| !is_combining_mark(*character)) {
        for lower in character.to_lowercase() {
            let lower = if lower == 'đ' { 'd' } else { lower };
            if lower.is_alphanumeric() {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(lower);
            } else {
                gap = true;
            }
        }
    }
    folded
}

/// Text in composed form (NFC) with outer blanks removed, as it is stored.
#[must_use]
pub fn composed(text: &str) -> String {
    text.trim().nfc().collect()
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
    fn decomposed_and_composed_text_fold_alike() {
        assert_eq!(fold("tha\u{0301}i nguye\u{0302}n"), fold("thái nguyên"));
    }
}
