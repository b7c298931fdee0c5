//! Data and template to PDF/A: everything that does not change between papers is made once and kept.

use std::collections::HashMap;

use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::{FileId, Source};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::content::CashReceipt;
use crate::error::PaperError;
use crate::fonts::Fonts;
use crate::kind::Circular;
use crate::model::Paper;
use crate::open_place::{OpenPlaces, open_places};
use crate::templates::Templates;
use crate::world::{Desk, file_id};
use crate::{barcode, clean, money, qr};

/// Results of the typesetter that no paper of the last ones used are forgotten, so that memory stays level.
const KEPT_FOR: usize = 20;
/// Vietnam is seven hours ahead of universal time.
const MINUTES_AHEAD: i32 = 7 * 60;

/// What is said from outside about a rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    circular: Circular,
    made_at: jiff::civil::DateTime,
}

impl Options {
    /// Under the forms of a circular, made at this time of the clock in Vietnam; the same data and options make the
    /// same file, byte for byte.
    #[must_use]
    pub const fn new(circular: Circular, made_at: jiff::civil::DateTime) -> Self {
        Self { circular, made_at }
    }
}

/// Fonts, templates and the library of the typesetter, ready; to be made once and shared.
pub struct Engine {
    pub(crate) library: LazyHash<Library>,
    pub(crate) fonts: Fonts,
    pub(crate) sources: HashMap<FileId, Source>,
    pub(crate) pictures: HashMap<FileId, Bytes>,
}

impl Engine {
    /// Reads fonts and templates.
    pub fn new(templates: &Templates) -> Result<Self, PaperError> {
        let (mut sources, mut pictures) = (HashMap::new(), HashMap::new());
        for (name, content) in templates.iter() {
            let id = file_id(name).ok_or_else(|| fault(name, "not the name of a file"))?;
            if name.rsplit_once('.').is_some_and(|(_, ending)| ending == "typ") {
                let text = std::str::from_utf8(content).map_err(|_| fault(name, "not UTF-8"))?;
                sources.insert(id, Source::new(id, text.to_owned()));
            } else {
                pictures.insert(id, Bytes::new(content.to_vec()));
            }
        }
        Ok(Self { library: LazyHash::new(Library::default()), fonts: Fonts::shipped()?, sources, pictures })
    }

    /// One paper as PDF/A-2b.
    pub fn render(&self, paper: &Paper, options: &Options) -> Result<Vec<u8>, PaperError> {
        self.render_open(paper, options).map(|(pdf, _)| pdf)
    }

    /// One paper as PDF/A-2b, with the places that its template leaves open for those who sign and number it.
    pub fn render_open(&self, paper: &Paper, options: &Options) -> Result<(Vec<u8>, OpenPlaces), PaperError> {
        let desk = self.desk(paper, options)?;
        let result = set(&desk, paper, options);
        typst::comemo::evict(KEPT_FOR);
        result
    }

    fn desk(&self, paper: &Paper, options: &Options) -> Result<Desk<'_>, PaperError> {
        let kind = paper.kind();
        let code =
            paper.dossier().map(|dossier| barcode::svg(&dossier.code).ok_or(PaperError::Uncodable("the dossier code")));
        let address = paper.dossier().and_then(|dossier| dossier.tracking_url.as_deref());
        let address = address.map(|url| qr::svg(url).ok_or(PaperError::Uncodable("the address for tracking")));
        let (code, address) = (code.transpose()?, address.transpose()?);
        let mut value = serde_json::to_value(paper)?;
        clean::clean(&mut value, &self.fonts)?;
        let data = json!({
            "paper": value,
            "circular": options.circular,
            "form": options.circular.form(kind),
            "barcode": code.is_some(),
            "qr": address.is_some(),
            "sum": sum(paper)?,
        });
        let files = [("data.json", Some(serde_json::to_string(&data)?)), ("barcode.svg", code), ("qr.svg", address)];
        let own = files.into_iter().filter_map(|(name, text)| Some((file_id(name)?, Bytes::from_string(text?))));
        let name = format!("{}.typ", kind.name());
        let main = file_id(&name).ok_or_else(|| fault(&name, "not the name of a file"))?;
        Ok(Desk { engine: self, main, own: own.collect() })
    }
}

/// The amounts of a receipt for money added up, in digits and in words.
fn sum(paper: &Paper) -> Result<Value, PaperError> {
    let Paper::CashReceipt(CashReceipt { lines, .. }) = paper else { return Ok(Value::Null) };
    let positive = lines.iter().all(|line| line.amount >= 0);
    let sum = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount)).filter(|_| positive);
    let sum = sum.ok_or(PaperError::Amount)?;
    Ok(json!({ "amount": sum, "words": money::in_words(sum) }))
}

fn set(desk: &Desk<'_>, paper: &Paper, options: &Options) -> Result<(Vec<u8>, OpenPlaces), PaperError> {
    let first = |faults: &[SourceDiagnostic]| faults.first().map_or_else(|| fault("", "unknown"), |it| at(desk, it));
    let document = typst::compile::<PagedDocument>(desk).output.map_err(|faults| first(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|fail| fault("", fail.message()))?;
    let code = paper.dossier().map(|dossier| dossier.code.as_str()).unwrap_or_default();
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}/{code}/{}", paper.kind().name(), options.made_at)),
        creator: Smart::Custom(Some("Một Cửa".to_owned())),
        timestamp: timestamp(options.made_at),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|faults| first(&faults))?;
    Ok((pdf, open_places(&document)))
}

fn timestamp(time: jiff::civil::DateTime) -> Option<Timestamp> {
    let part = |part: i8| u8::try_from(part).ok();
    let (month, day) = (part(time.month())?, part(time.day())?);
    let (hour, minute, second) = (part(time.hour())?, part(time.minute())?, part(time.second())?);
    let moment = Datetime::from_ymd_hms(time.year().into(), month, day, hour, minute, second)?;
    Timestamp::new_local(moment, MINUTES_AHEAD)
}

/// The place of a fault in its template, counted from 1.
fn at(desk: &Desk<'_>, diagnostic: &SourceDiagnostic) -> PaperError {
    let id = diagnostic.span.id();
    let file = id.map_or_else(String::new, |id| id.get().vpath().get_without_slash().to_owned());
    let place = || {
        let start = desk.range(diagnostic.span)?.start;
        desk.source(id?).ok()?.lines().byte_to_line_column(start)
    };
    let (line, column) = place().map_or((0, 0), |(line, column)| (line.saturating_add(1), column.saturating_add(1)));
    PaperError::Template { file, line, column, message: diagnostic.message.to_string() }
}

fn fault(file: &str, message: &str) -> PaperError {
    PaperError::Template { file: file.to_owned(), line: 0, column: 0, message: message.to_owned() }
}
