//! Writing XML: text that can stand in any element or attribute.

/// A text with the five characters escaped that XML gives a meaning, and without those that XML cannot hold.
pub(super) fn text(raw: &str) -> String {
    let mut escaped = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push(letter),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => (),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_name_becomes_markup() {
        assert_eq!(super::text("a<b>&\"'\u{0}\u{ffff}đ"), "a&lt;b&gt;&amp;&quot;&apos;đ");
    }
}
