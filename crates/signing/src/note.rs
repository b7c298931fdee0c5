//! Words that are written on a page together with a signature and covered by it, such as number and day of a document.
//!
//! They are seen as outlines like everything of a signature, and can be read and searched: as the contents of the note, and
//! as letters that are not painted, for which PDF/A asks no font within the file.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use crate::appearance::AppearanceFault;
use crate::outline;
use crate::pdf;
use crate::sign::SignFault;
use crate::update::Update;

/// Most letters of a note.
const LETTERS_MAX: usize = 200;
/// Most notes of one signature.
pub(crate) const NOTES_MAX: usize = 16;
/// Printed, not to be changed, moved or taken away.
const PRINTED_AND_FIXED: i64 = 4 + 64 + 128;

/// Words on a page.
#[derive(Clone, Debug)]
pub struct Note {
    /// The page, the first being 1.
    pub page: u32,
    /// Left, bottom, right and top in points from the lower left corner of the page.
    pub rect: [f32; 4],
    /// What is written.
    pub text: String,
    /// The font that it is drawn with (TrueType or OpenType).
    pub font: Vec<u8>,
    /// Largest letters, in points.
    pub size: f32,
}

impl Note {
    /// Adds the note to its page.
    pub(crate) fn add(&self, update: &mut Update<'_>, page: ObjectId) -> Result<(), SignFault> {
        let [left, bottom, right, top] = self.rect;
        let (width, height) = (right - left, top - bottom);
        let fits = self.rect.iter().all(|edge| edge.is_finite() && edge.abs() < 20_000.0);
        if !fits || width <= 0.0 || height <= 0.0 {
            return Err(SignFault::Appearance(AppearanceFault::Rect));
        }
        if self.text.chars().count() > LETTERS_MAX {
            return Err(SignFault::TextTooLong);
        }
        let line = [self.text.clone()];
        let drawn = outline::draw(&self.font, &line, (width, height), self.size);
        let drawn = drawn.ok_or(SignFault::Appearance(AppearanceFault::Font))?;
        let mut said = Vec::new();
        pdf::write(&mut said, &pdf::text(&self.text));
        let said = String::from_utf8_lossy(&said).into_owned();
        let plain: String =
            self.text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
        let hidden = format!("/Span <</ActualText {said}>> BDC BT /F 8 Tf 3 Tr 0 4 Td ({plain}) Tj ET EMC\n");
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        };
        let look = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => [0.0, 0.0, width, height].map(Object::Real).to_vec(),
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        };
        let (annotation, appearance) = (update.new_id()?, update.new_id()?);
        update.set(appearance, Stream::new(look, format!("q 0 g\n{drawn}Q\n{hidden}").into_bytes()));
        let note: Dictionary = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Stamp",
            "Contents" => pdf::text(&self.text),
            "F" => PRINTED_AND_FIXED,
            "Rect" => self.rect.map(Object::Real).to_vec(),
            "P" => page,
            "AP" => dictionary! { "N" => appearance },
        };
        update.set(annotation, note);
        let mut holder = update.dictionary(page)?;
        update.append(&mut holder, "Annots", Object::Reference(annotation))?;
        update.set(page, holder);
        Ok(())
    }
}
