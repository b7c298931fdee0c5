//! Letters drawn as outlines, so that a visible signature needs no font in the PDF.

use std::fmt::Write as _;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Draws lines of text from the top left corner of a field, as large as they fit up to a size, in the language of page
/// contents, in the colour that stands.
///
/// Nothing when the font cannot be read, or lacks a letter.
pub(crate) fn draw(font: &[u8], lines: &[String], (width, height): (f32, f32), largest: f32) -> Option<String> {
    let face = Face::parse(font, 0).ok()?;
    let units = f32::from(face.units_per_em());
    let glyphs = lines.iter().map(|line| glyphs(&face, line)).collect::<Option<Vec<_>>>()?;
    let longest = glyphs.iter().map(|line| line.iter().map(|(_, advance)| advance).sum::<f32>()).fold(1.0, f32::max);
    let count = lines.iter().fold(0.0_f32, |count, _| count + 1.0).max(1.0);
    // A line takes a quarter more than its letters, which leaves room for marks above and below.
    let size = (height / (count * 1.25)).min(width * units / longest).min(largest);
    let scale = size / units;
    let mut drawn = String::new();
    let mut baseline = height - size;
    for line in &glyphs {
        let mut pen = Pen { out: &mut drawn, scale, x: 0.0, y: baseline, at: (0.0, 0.0) };
        for (glyph, advance) in line {
            face.outline_glyph(*glyph, &mut pen);
            pen.x += advance * scale;
        }
        baseline -= size * 1.25;
    }
    drawn.push_str("f\n");
    Some(drawn)
}

fn glyphs(face: &Face<'_>, line: &str) -> Option<Vec<(GlyphId, f32)>> {
    let glyph = |letter| {
        let glyph = face.glyph_index(letter)?;
        Some((glyph, f32::from(face.glyph_hor_advance(glyph).unwrap_or_default())))
    };
    line.chars().map(glyph).collect()
}

struct Pen<'a> {
    out: &'a mut String,
    scale: f32,
    x: f32,
    y: f32,
    at: (f32, f32),
}

impl Pen<'_> {
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y + y * self.scale)
    }

    fn write(&mut self, points: &[(f32, f32)], operator: &str) {
        for (x, y) in points {
            // Writing to a string does not fail.
            let _ = write!(self.out, "{x:.3} {y:.3} ");
        }
        self.out.push_str(operator);
        self.out.push('\n');
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.write(&[self.at], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.write(&[self.at], "l");
    }

    /// PDF knows curves with two guides only; a third of the way stays, two thirds go to the one guide.
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (guide, end) = (self.point(x1, y1), self.point(x, y));
        let towards =
            |from: (f32, f32)| (from.0 + (guide.0 - from.0) * 2.0 / 3.0, from.1 + (guide.1 - from.1) * 2.0 / 3.0);
        let points = [towards(self.at), towards(end), end];
        self.at = end;
        self.write(&points, "c");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let points = [self.point(x1, y1), self.point(x2, y2), self.point(x, y)];
        self.at = self.point(x, y);
        self.write(&points, "c");
    }

    fn close(&mut self) {
        self.out.push_str("h\n");
    }
}
