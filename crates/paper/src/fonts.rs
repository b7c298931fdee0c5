//! The letters that papers can be set in, and which signs they have.

use std::collections::HashSet;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::error::PaperError;

const SHIPPED: [&[u8]; 4] = [
    SIGNATURE_FONT,
    include_bytes!("../assets/fonts/LiberationSerif-Bold.ttf"),
    DAY_FONT,
    include_bytes!("../assets/fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The letters in which what is seen of a signature is drawn.
pub const SIGNATURE_FONT: &[u8] = include_bytes!("../assets/fonts/LiberationSerif-Regular.ttf");

/// The letters in which the day of a document is written after it was signed.
pub const DAY_FONT: &[u8] = include_bytes!("../assets/fonts/LiberationSerif-Italic.ttf");

/// Fonts with their book.
pub(crate) struct Fonts {
    pub(crate) all: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
    covered: HashSet<u32>,
}

impl Fonts {
    /// The fonts that ship with the product.
    pub(crate) fn shipped() -> Result<Self, PaperError> {
        let fonts = SHIPPED.iter().map(|bytes| Font::new(Bytes::new(*bytes), 0).ok_or(PaperError::Font));
        let all: Vec<Font> = fonts.collect::<Result<_, _>>()?;
        let book = LazyHash::new(FontBook::from_fonts(&all));
        // A sign counts only when each style has it: a name may stand in bold or in italics.
        let mut sets = all.iter().map(|font| font.info().coverage.iter().collect::<HashSet<u32>>());
        let first = sets.next().ok_or(PaperError::Font)?;
        let covered = sets.fold(first, |left, right| left.intersection(&right).copied().collect());
        Ok(Self { all, book, covered })
    }

    /// Whether a sign can be shown.
    pub(crate) fn have(&self, sign: char) -> bool {
        self.covered.contains(&u32::from(sign))
    }
}

#[cfg(test)]
mod tests {
    use super::Fonts;

    #[test]
    fn every_letter_of_vietnamese_is_there_in_every_style() {
        let fonts = Fonts::shipped().unwrap();
        let vowels = [
            "aàáảãạ",
            "ăằắẳẵặ",
            "âầấẩẫậ",
            "eèéẻẽẹ",
            "êềếểễệ",
            "iìíỉĩị",
            "oòóỏõọ",
            "ôồốổỗộ",
            "ơờớởỡợ",
            "uùúủũụ",
            "ưừứửữự",
            "yỳýỷỹỵ",
            "đ",
        ];
        let letters = vowels.concat();
        let signs = letters.chars().chain(letters.chars().flat_map(char::to_uppercase));
        let missing: String =
            signs.chain(' '..='~').chain("₫–—…“”‘’«»§°²³½×".chars()).filter(|&sign| !fonts.have(sign)).collect();
        assert_eq!(missing, "");
    }
}
