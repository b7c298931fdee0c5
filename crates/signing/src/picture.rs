//! Pictures of signatures and seals: a PNG, which goes into the PDF as it is, or taken apart where parts of it are seen through.
//!
//! Decree 30/2020/NĐ-CP, Annex I, asks for pictures on a ground that is seen through. PDF keeps how much is seen apart from the
//! colours, PNG keeps both together.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Stream, dictionary};

use crate::appearance::AppearanceFault;

/// Largest side of a picture, in points of the picture.
const MAX_SIDE: u32 = 4096;
/// Largest picture, in bytes.
const MAX_PICTURE: usize = 4 * 1024 * 1024;
/// Most points of a picture that is taken apart.
const MAX_POINTS: usize = 4_000_000;

/// A picture that goes into the PDF.
#[derive(Clone, Debug)]
pub struct Picture {
    width: u32,
    height: u32,
    colours: i64,
    data: Vec<u8>,
    /// How much of each point is seen, packed as the colours are.
    seen: Option<Vec<u8>>,
}

impl Picture {
    /// Takes the picture out of a PNG: eight bits, grey or colour, opaque or with transparency, not interlaced.
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
        let Header { width, height, colours, has_seen } = header.ok_or(AppearanceFault::Picture)?;
        if data.is_empty() {
            return Err(AppearanceFault::Picture);
        }
        let colour_count = i64::try_from(colours).map_err(|_| AppearanceFault::Picture)?;
        if !has_seen {
            return Ok(Self { width, height, colours: colour_count, data, seen: None });
        }
        let (data, seen) = taken_apart((width, height), colours, &data).ok_or(AppearanceFault::Picture)?;
        Ok(Self { width, height, colours: colour_count, data, seen: Some(seen) })
    }

    /// The picture as an object; its rows are packed as PNG packs them, which PDF knows.
    pub(crate) fn stream(&self) -> Stream {
        Stream::new(self.dictionary(self.colours), self.data.clone())
    }

    /// How much of each point is seen, as an object of its own; none where all of it is.
    pub(crate) fn mask(&self) -> Option<Stream> {
        Some(Stream::new(self.dictionary(1), self.seen.clone()?))
    }

    fn dictionary(&self, colours: i64) -> Dictionary {
        let space = if colours == 1 { "DeviceGray" } else { "DeviceRGB" };
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(self.width),
            "Height" => i64::from(self.height),
            "ColorSpace" => space,
            "BitsPerComponent" => 8,
            "Filter" => "FlateDecode",
            "DecodeParms" => dictionary! {
                "Predictor" => 15,
                "Colors" => colours,
                "BitsPerComponent" => 8,
                "Columns" => i64::from(self.width),
            },
        }
    }

    pub(crate) fn size(&self) -> (f32, f32) {
        let side = |side: u32| f32::from(u16::try_from(side).unwrap_or(u16::MAX));
        (side(self.width), side(self.height))
    }
}

struct Header {
    width: u32,
    height: u32,
    colours: usize,
    has_seen: bool,
}

fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(4)?;
    let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
    let (kind, rest) = rest.split_at_checked(4)?;
    let (content, rest) = rest.split_at_checked(length)?;
    Some((kind, content, rest.get(4..)?))
}

fn header_of(content: &[u8]) -> Option<Header> {
    let (width, rest) = content.split_at_checked(4)?;
    let (height, rest) = rest.split_at_checked(4)?;
    let sides = [width, height].map(|side| side.try_into().map_or(0, u32::from_be_bytes));
    let (colours, has_seen) = match rest {
        [8, 0, 0, 0, 0] => (1, false),
        [8, 2, 0, 0, 0] => (3, false),
        [8, 4, 0, 0, 0] => (1, true),
        [8, 6, 0, 0, 0] => (3, true),
        _ => return None,
    };
    let [width, height] = sides;
    let fits = sides.iter().all(|side| (1..=MAX_SIDE).contains(side));
    fits.then_some(Header { width, height, colours, has_seen })
}

/// Colours and what is seen of them, each packed in rows of its own.
fn taken_apart((width, height): (u32, u32), colours: usize, packed: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    if width.checked_mul(height)? > MAX_POINTS {
        return None;
    }
    let step = colours.checked_add(1)?;
    let row_bytes = width.checked_mul(step)?;
    let most = row_bytes.checked_add(1)?.checked_mul(height)?;
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).take(u64::try_from(most).ok()?).read_to_end(&mut plain).ok()?;
    if plain.len() != most {
        return None;
    }
    let mut before = vec![0; row_bytes];
    let (mut colour, mut seen) = (Vec::new(), Vec::new());
    for line in plain.chunks_exact(row_bytes.checked_add(1)?) {
        let (filter, content) = line.split_first()?;
        let row = unfiltered(*filter, content, &before, step)?;
        colour.push(0);
        seen.push(0);
        for point in row.chunks_exact(step) {
            let (last, colours) = point.split_last()?;
            colour.extend_from_slice(colours);
            seen.push(*last);
        }
        before = row;
    }
    Some((deflated(&colour)?, deflated(&seen)?))
}

/// A row as it was before it was filtered (PNG, section 9).
fn unfiltered(filter: u8, content: &[u8], before: &[u8], step: usize) -> Option<Vec<u8>> {
    let mut row: Vec<u8> = Vec::with_capacity(content.len());
    for (place, (byte, up)) in content.iter().zip(before).enumerate() {
        let earlier = place.checked_sub(step);
        let left = earlier.and_then(|place| row.get(place)).copied().unwrap_or(0);
        let corner = earlier.and_then(|place| before.get(place)).copied().unwrap_or(0);
        let guess = match filter {
            0 => 0,
            1 => left,
            2 => *up,
            3 => u8::midpoint(left, *up),
            4 => nearest(left, *up, corner),
            _ => return None,
        };
        row.push(byte.wrapping_add(guess));
    }
    Some(row)
}

/// The one of three neighbours that is nearest to where they point (Paeth).
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let aim = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |one: u8| (aim - i16::from(one)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

fn deflated(plain: &[u8]) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(plain).ok()?;
    packer.finish().ok()
}
