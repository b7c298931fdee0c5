//! Letters that look like others: `Hà Nội` with a Cyrillic `Н` is another text to every search and every register.

/// Whether a word has Latin letters together with letters of a script that has look-alikes of them.
pub(super) fn mixes_scripts(text: &str) -> bool {
    !text.is_ascii() && text.split(|letter: char| !letter.is_alphabetic()).any(is_mixed)
}

/// Characters that turn the order of reading around, so that a text reads otherwise than it is.
pub(super) const fn turns_reading(letter: char) -> bool {
    matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_mixed(word: &str) -> bool {
    word.chars().any(is_latin) && word.chars().any(is_look_alike)
}

/// Letters of Vietnamese and its neighbours, full-width forms included.
const fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}')
}

/// Greek, Cyrillic, Armenian, Cherokee. `μ` and `Ω` stand in units of measurement and look like no Latin letter.
const fn is_look_alike(letter: char) -> bool {
    matches!(letter,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'
        | '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}'
        | '\u{530}'..='\u{58F}' | '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}')
        && !matches!(letter, 'μ' | 'Ω')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_scripts_are_found() {
        let table = [
            ("Hà Nội", false),
            ("\u{41D}à Nội", true),
            ("Nguy\u{435}n", true),
            ("Th\u{3BF}", true),
            ("Москва", false),
            ("phố Москва, Hà Nội", false),
            ("Αθήνα", false),
            ("10 kΩ, 5 μm", false),
            ("Khơ-me, Hmông, ĐẮK LẮK", false),
            ("日本 Nhật", false),
            ("", false),
        ];
        for (text, expected) in table {
            assert_eq!(mixes_scripts(text), expected, "{text}");
        }
    }
}
