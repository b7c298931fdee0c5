//! What is seen of a signature on the page: lines of text, a picture, both, or nothing.
//!
//! It must not cost the PDF its conformance to PDF/A-2b: no font is referred to, letters are outlines; pictures are
//! opaque; a signature that is not seen still has an appearance, an empty one.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::outline;

/// Largest side of a picture, in points of the picture.
const MAX_SIDE: u32 = 4096;
/// Largest picture, in bytes.
const MAX_PICTURE: usize = 4 * 1024 * 1024;
/// Most lines, and most letters of a line.
const MAX_LINES: usize = 20;
const MAX_LETTERS: usize = 200;
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
    /// The picture is not a PNG of eight bits in grey or colour, opaque and not interlaced.
    #[error("the picture of the signature is not of a kind that can be used")]
    Picture,
}

/// A picture that goes into the PDF as it is.
#[derive(Clone, Debug)]
pub struct Picture {
    width: u32,
    height: u32,
    colours: i64,
    data: Vec<u8>,
}

impl Picture {
    /// Takes the picture out of a PNG: eight bits, grey or colour, opaque, not interlaced.
    pub fn from_png(png: &[u8]) -> Result<Self, AppearanceFault> {
        let chunks = png.strip_prefix(b"\x89PNG\r\n\x1a\n").filter(|_| png.len() <= MAX_PICTURE);
        let mut chunks = chunks.ok_or(AppearanceFault::Picture)?;
        let mut header = None;
        let mut data = Vec::new();
        while let Some((kind, content, rest)) = chunk(chunks) {
            match kind {
                b"IHDR" => header = header_of(content),
                b"IDAT" => data.extend_from_slice(content),
                b"tRNS" => return Err(AppearanceFault::Picture),
                b"IEND" => break,
                _ => (),
            }
            chunks = rest;
        }
        let (width, height, colours) = header.ok_or(AppearanceFault::Picture)?;
        if data.is_empty() {
            return Err(AppearanceFault::Picture);
        }
        Ok(Self { width, height, colours, data })
    }

    /// The picture as an object; its rows are packed as PNG packs them, which PDF knows.
    pub(crate) fn stream(&self) -> Stream {
        let space = if self.colours == 1 { "DeviceGray" } else { "DeviceRGB" };
        let dictionary = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(self.width),
            "Height" => i64::from(self.height),
            "ColorSpace" => space,
            "BitsPerComponent" => 8,
            "Filter" => "FlateDecode",
            "DecodeParms" => dictionary! {
                "Predictor" => 15,
                "Colors" => self.colours,
                "BitsPerComponent" => 8,
                "Columns" => i64::from(self.width),
            },
        };
        Stream::new(dictionary, self.data.clone())
    }

    fn size(&self) -> (f32, f32) {
        let side = |side: u32| f32::from(u16::try_from(side).unwrap_or(u16::MAX));
        (side(self.width), side(self.height))
    }
}

fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(4)?;
    let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
    let (kind, rest) = rest.split_at_checked(4)?;
    let (content, rest) = rest.split_at_checked(length)?;
    Some((kind, content, rest.get(4..)?))
}

fn header_of(content: &[u8]) -> Option<(u32, u32, i64)> {
    let (width, rest) = content.split_at_checked(4)?;
    let (height, rest) = rest.split_at_checked(4)?;
    let sides = [width, height].map(|side| side.try_into().map_or(0, u32::from_be_bytes));
    let colours = match rest {
        [8, 0, 0, 0, 0] => 1,
        [8, 2, 0, 0, 0] => 3,
        _ => return None,
    };
    let [width, height] = sides;
    sides.iter().all(|side| (1..=MAX_SIDE).contains(side)).then_some((width, height, colours))
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
        let mut drawn = String::new();
        let mut left = MARGIN;
        let mut room = width;
        if let Some(picture) = &self.picture {
            let share = if self.lines.is_empty() { 1.0 } else { 0.35 };
            let (across, down) = picture.size();
            let scale = (width * share / across).min(height / down);
            let (across, down) = (across * scale, down * scale);
            drawn = format!("q {across:.3} 0 0 {down:.3} {left:.3} {MARGIN:.3} cm /Picture Do Q\n");
            left += across + MARGIN;
            room -= across + MARGIN;
        }
        if !self.lines.is_empty() {
            let text = outline::draw(&self.font, &self.lines, room, height).ok_or(AppearanceFault::Font)?;
            let _ = write!(drawn, "q 1 0 0 1 {left:.3} {MARGIN:.3} cm\n{text}Q\n");
        }
        Ok(drawn)
    }
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
