//! Text from people made fit for paper: bounded, composed, and without signs that the font lacks.
//!
//! PDF/A forbids glyphs that are not there. A sign without one is shown by its number, `[U+6F22]`, so that a reader sees
//! that something stands there; signs that turn the direction of writing are shown in the same way.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::error::PaperError;
use crate::fonts::Fonts;

/// Characters of one text.
const TEXT_MAX: usize = 10_000;
/// Entries of one list.
const LIST_MAX: usize = 2_000;
/// Characters of everything on one paper.
const WHOLE_MAX: usize = 500_000;
/// A word longer than this may be broken anywhere.
const WORD_MAX: usize = 40;

/// Cleans every text below, or says which one is too large.
pub(crate) fn clean(value: &mut Value, fonts: &Fonts) -> Result<(), PaperError> {
    let mut left = WHOLE_MAX;
    walk(value, "paper", &mut left, fonts)
}

fn walk(value: &mut Value, field: &str, left: &mut usize, fonts: &Fonts) -> Result<(), PaperError> {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        Value::String(text) => {
            let length = text.chars().count();
            if length > TEXT_MAX {
                return Err(PaperError::TooLarge { field: field.to_owned(), limit: TEXT_MAX });
            }
            let whole = || PaperError::TooLarge { field: "paper".to_owned(), limit: WHOLE_MAX };
            *left = left.checked_sub(length.max(1)).ok_or_else(whole)?;
            *text = readable(text, fonts);
            Ok(())
        }
        Value::Array(list) if list.len() > LIST_MAX => {
            Err(PaperError::TooLarge { field: field.to_owned(), limit: LIST_MAX })
        }
        Value::Array(list) => list.iter_mut().try_for_each(|entry| walk(entry, field, left, fonts)),
        Value::Object(map) => {
            map.iter_mut().try_for_each(|(key, entry)| walk(entry, &format!("{field}.{key}"), left, fonts))
        }
    }
}

fn readable(text: &str, fonts: &Fonts) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0_usize;
    for sign in text.replace("\r\n", "\n").nfc() {
        match sign {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            _ if sign.is_control() || turns(sign) || !fonts.have(sign) => {
                out.extend(format!("[U+{:04X}]", u32::from(sign)).chars());
            }
            _ => out.push(sign),
        }
        run = if sign.is_whitespace() { 0 } else { run.saturating_add(1) };
        if run > WORD_MAX {
            out.push('\u{200B}');
        }
    }
    out
}

/// Signs without a shape, which turn or join what stands around them.
const fn turns(sign: char) -> bool {
    matches!(sign, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{clean, readable};
    use crate::error::PaperError;
    use crate::fonts::Fonts;

    #[test]
    fn text_is_composed_and_what_cannot_be_shown_is_named() {
        let fonts = Fonts::shipped().unwrap();
        assert_eq!(readable("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", &fonts), "Tiếng Việt");
        assert_eq!(readable("漢", &fonts), "[U+6F22]");
        assert_eq!(readable("a\u{202E}b\u{0}c\r\nd\te", &fonts), "a[U+202E]b[U+0000]c\nd e");
        assert_eq!(readable("#eval(\"1\") *x* $y$ <z> @w", &fonts), "#eval(\"1\") *x* $y$ <z> @w");
    }

    #[test]
    fn too_much_is_refused_by_its_place() {
        let fonts = Fonts::shipped().unwrap();
        let field = |mut value| match clean(&mut value, &fonts) {
            Err(PaperError::TooLarge { field, .. }) => field,
            _ => String::new(),
        };
        assert_eq!(field(json!({ "reason": "x".repeat(10_001) })), "paper.reason");
        assert_eq!(field(json!({ "rows": vec![0; 2_001] })), "paper.rows");
        assert_eq!(field(json!({ "rows": vec!["x".repeat(9_000); 60] })), "paper");
        assert_eq!(field(json!({ "rows": ["x"] })), "");
    }
}
