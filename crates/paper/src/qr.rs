//! QR codes (TCVN 7322, ISO/IEC 18004) as SVG: one path of horizontal runs, which is quicker to set than squares.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

const QUIET: usize = 2;
/// Addresses longer than this make a code that phones cannot read from paper.
const LONGEST: usize = 400;

/// The picture, one unit a module; nothing for a text that is too long.
pub(crate) fn svg(text: &str) -> Option<String> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        let dark: Vec<bool> = code[row].iter().map(|module| module.value()).collect();
        for run in dark.chunk_by(|left, right| left == right) {
            if run.first() == Some(&true) {
                let (x, y, width) = (column + QUIET, row + QUIET, run.len());
                write!(path, "M{x} {y}h{width}v1h-{width}z").ok()?;
            }
            column += run.len();
        }
    }
    let whole = code.size + 2 * QUIET;
    Some(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" height="{whole}"><path d="{path}"/></svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn an_address_has_a_picture_and_a_book_has_none() {
        assert!(
            svg("https://example.vn/tra-cuu/000.00.12.H55-261126-0001").is_some_and(|svg| svg.contains("M2 2h7v1h-7z"))
        );
        assert!(svg(&"x".repeat(401)).is_none());
    }
}
