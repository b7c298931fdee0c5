//! What is seen of a signature on the page: lines of text, a picture, both, or nothing.
//!
//! It must not cost the PDF its conformance to PDF/A-2b: no font is referred to, letters are outlines; a signature that is
//! not seen still has an appearance, an empty one.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::outline;
use crate::picture::Picture;

/// Most lines, and most letters of a line.
const MAX_LINES: usize = 20;
const MAX_LETTERS: usize = 200;
/// Largest letters of a signature, in points.
const LETTERS_MAX: f32 = 12.0;
/// How far the guides of a quarter of a circle stand out, as a part of its radius.
const QUARTER: f32 = 0.552_284_8;
/// Room between the edge and what is drawn.
const MARGIN: f32 = 2.0;

/// A place on a page where a signature is seen.
#[derive(Clone, Debug)]
pub struct VisibleBox {
    /// The page, the first being 1.
    pub page: u32,
    /// Left, bottom, right and top in points from the lower left corner of the page.
    pub rect: [f32; 4],
    /// What is written in it.
    pub lines: Vec<String>,
    /// The font that the lines are drawn with (TrueType or OpenType); needed where there are lines.
    pub font: Vec<u8>,
    /// A picture, such as a seal; it stands left of the lines.
    pub picture: Option<Picture>,
    /// How it is drawn.
    pub look: Look,
}

/// How what is seen of a signature is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// Red, green and blue of the lines, from 0 to 1.
    pub ink: [f32; 3],
    /// Whether the picture lies over what is on the page as ink does: where it is white, the page is seen.
    pub is_over: bool,
    /// Whether it is a seal: the picture, or a ring where there is none, over the lines.
    pub is_seal: bool,
}

/// Why a signature cannot be shown as wished.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AppearanceFault {
    /// The place has no width or height.
    #[error("the place of the signature is empty")]
    Rect,
    /// There are too many lines or too long ones.
    #[error("the text of the signature is too long")]
    Text,
    /// The font cannot be read or lacks a letter.
    #[error("the font of the signature lacks a letter or cannot be read")]
    Font,
    /// The picture is not a PNG of eight bits in grey or colour that is not interlaced.
    #[error("the picture of the signature is not of a kind that can be used")]
    Picture,
}

impl VisibleBox {
    /// Width and height.
    fn size(&self) -> Result<(f32, f32), AppearanceFault> {
        let [left, bottom, right, top] = self.rect;
        let size = (right - left - 2.0 * MARGIN, top - bottom - 2.0 * MARGIN);
        let fits = self.rect.iter().all(|edge| edge.is_finite() && edge.abs() < 20_000.0);
        if fits && size.0 > 0.0 && size.1 > 0.0 { Ok(size) } else { Err(AppearanceFault::Rect) }
    }

    /// What is drawn, with `picture` as the name under which the picture is known.
    fn contents(&self) -> Result<String, AppearanceFault> {
        let (width, height) = self.size()?;
        if self.lines.len() > MAX_LINES || self.lines.iter().any(|line| line.chars().count() > MAX_LETTERS) {
            return Err(AppearanceFault::Text);
        }
        if self.look.is_seal {
            return self.seal(width, height);
        }
        let mut drawn = String::new();
        let mut left = MARGIN;
        let mut room = width;
        if let Some(picture) = &self.picture {
            let share = if self.lines.is_empty() { 1.0 } else { 0.35 };
            let (across, down) = picture.size();
            let scale = (width * share / across).min(height / down);
            let (across, down) = (across * scale, down * scale);
            drawn = format!("q {}{across:.3} 0 0 {down:.3} {left:.3} {MARGIN:.3} cm /Picture Do Q\n", self.over());
            left += across + MARGIN;
            room -= across + MARGIN;
        }
        if !self.lines.is_empty() {
            let text = outline::draw(&self.font, &self.lines, (room, height), LETTERS_MAX);
            let text = text.ok_or(AppearanceFault::Font)?;
            let _ = write!(drawn, "q 1 0 0 1 {left:.3} {MARGIN:.3} cm\n{}{text}Q\n", self.ink());
        }
        Ok(drawn)
    }

    /// A seal as wide as the box, and the lines below it.
    fn seal(&self, width: f32, height: f32) -> Result<String, AppearanceFault> {
        let side = width.min(height);
        let foot = height - side;
        let lowest = MARGIN + foot;
        let mut drawn = if let Some(picture) = &self.picture {
            let (across, down) = picture.size();
            let scale = (side / across).min(side / down);
            let (across, down) = (across * scale, down * scale);
            format!("q {}{across:.3} 0 0 {down:.3} {MARGIN:.3} {lowest:.3} cm /Picture Do Q\n", self.over())
        } else {
            let middle = (MARGIN + side / 2.0, lowest + side / 2.0);
            let rings = [(0.5, 1.5), (0.44, 0.5)];
            rings.iter().map(|(part, line)| ring(middle, side * part - 1.0, *line, self.look.ink)).collect()
        };
        if !self.lines.is_empty() {
            let text = outline::draw(&self.font, &self.lines, (width, foot), LETTERS_MAX);
            let text = text.ok_or(AppearanceFault::Font)?;
            let _ = write!(drawn, "q 1 0 0 1 {MARGIN:.3} {MARGIN:.3} cm\n{}{text}Q\n", self.ink());
        }
        Ok(drawn)
    }

    fn over(&self) -> &'static str {
        if self.look.is_over { "/Over gs " } else { "" }
    }

    fn ink(&self) -> String {
        let [red, green, blue] = self.look.ink.map(|part| part.clamp(0.0, 1.0));
        format!("{red:.3} {green:.3} {blue:.3} rg\n")
    }
}

/// A circle as a line.
fn ring((x, y): (f32, f32), radius: f32, line: f32, [red, green, blue]: [f32; 3]) -> String {
    let guide = radius * QUARTER;
    let mut drawn = format!("q {red:.3} {green:.3} {blue:.3} RG {line:.2} w {:.3} {y:.3} m\n", x + radius);
    let quarters = [
        [(radius, guide), (guide, radius), (0.0, radius)],
        [(-guide, radius), (-radius, guide), (-radius, 0.0)],
        [(-radius, -guide), (-guide, -radius), (0.0, -radius)],
        [(guide, -radius), (radius, -guide), (radius, 0.0)],
    ];
    for quarter in quarters {
        for (right, up) in quarter {
            let _ = write!(drawn, "{:.3} {:.3} ", x + right, y + up);
        }
        drawn.push_str("c\n");
    }
    drawn.push_str("h S Q\n");
    drawn
}

/// The edges of a signature on its page, and its appearance without the picture's own object.
pub(crate) fn appearance(
    visible: Option<&VisibleBox>,
    picture: Option<lopdf::ObjectId>,
) -> Result<(Vec<Object>, Stream), AppearanceFault> {
    let (edges, contents) = match visible {
        Some(visible) => (visible.rect, visible.contents()?),
        None => ([0.0; 4], String::new()),
    };
    let [left, bottom, right, top] = edges;
    let mut resources = Dictionary::new();
    if let Some(id) = picture {
        resources.set("XObject", dictionary! { "Picture" => id });
        resources.set("ExtGState", dictionary! { "Over" => dictionary! { "BM" => "Multiply" } });
    }
    let frame = [0.0, 0.0, right - left, top - bottom].map(Object::Real).to_vec();
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => frame,
        "Resources" => resources,
    };
    Ok((edges.map(Object::Real).to_vec(), Stream::new(dictionary, contents.into_bytes())))
}
