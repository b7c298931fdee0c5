//! An update that is added behind a PDF: new and changed objects, and a table of where they stand.
//!
//! The bytes before stay as they are. The table is of the kind that the PDF had last, classic or as a stream, because
//! readers expect that the kinds are not mixed.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::algorithm::sha256;
use crate::pdf;
use crate::sign::SignFault;

/// Most that one stream of objects may unpack to.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;
/// How far from the end the place of the last table is looked for.
const TAIL: usize = 2048;
/// Offsets have ten digits in a classic table; what is larger is refused long before.
const OFFSET_BYTES: i64 = 4;

/// A PDF that is open for an update.
pub(crate) struct Update<'a> {
    before: &'a [u8],
    pub(crate) document: Document,
    changed: BTreeMap<ObjectId, Object>,
    next: u32,
    last_table: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Classic,
    Stream,
}

/// An update that was written out, and where the signature's parts stand in it.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    /// Where the list of covered ranges begins, a place of [`RANGE_WIDTH`] bytes.
    pub(crate) range: usize,
    /// Where the string with the container begins and ends, its brackets included.
    pub(crate) contents: (usize, usize),
}

/// Room for the list of covered ranges.
pub(crate) const RANGE_WIDTH: usize = 48;

impl<'a> Update<'a> {
    /// Opens a PDF; one that is encrypted, damaged or closed against changes is refused.
    pub(crate) fn open(before: &'a [u8]) -> Result<Self, SignFault> {
        if before.len() > crate::MAX_PDF {
            return Err(SignFault::TooLarge);
        }
        if !before.starts_with(b"%PDF-") {
            return Err(SignFault::Unreadable);
        }
        let options = LoadOptions { max_decompressed_size: Some(MAX_UNPACKED), ..LoadOptions::default() };
        let document = Document::load_mem_with_options(before, options).map_err(|_| SignFault::Unreadable)?;
        if document.is_encrypted() || document.was_encrypted() || document.trailer.has(b"Encrypt") {
            return Err(SignFault::Encrypted);
        }
        if document.xref_recovery.is_some() {
            return Err(SignFault::Unreadable);
        }
        let (last_table, kind) = last_table(before).ok_or(SignFault::Unreadable)?;
        let size = document.trailer.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
        let size = u32::try_from(size).map_err(|_| SignFault::Unreadable)?;
        let highest = document.objects.keys().map(|id| id.0).max().unwrap_or(0).max(document.max_id);
        let next = size.max(highest.checked_add(1).ok_or(SignFault::Unreadable)?);
        Ok(Self { before, document, changed: BTreeMap::new(), next, last_table, kind })
    }

    /// A number for a new object.
    pub(crate) fn new_id(&mut self) -> Result<ObjectId, SignFault> {
        let id = (self.next, 0);
        self.next = self.next.checked_add(1).filter(|next| *next < 8_000_000).ok_or(SignFault::Unreadable)?;
        Ok(id)
    }

    /// Sets a new or changed object.
    pub(crate) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.changed.insert(id, object.into());
    }

    /// A dictionary as it stands, changes included.
    pub(crate) fn dictionary(&self, id: ObjectId) -> Result<Dictionary, SignFault> {
        let object = self.object(id)?;
        object.as_dict().cloned().map_err(|_| SignFault::Unreadable)
    }

    fn object(&self, id: ObjectId) -> Result<&Object, SignFault> {
        match self.changed.get(&id) {
            Some(object) => Ok(object),
            None => self.document.get_object(id).map_err(|_| SignFault::Unreadable),
        }
    }

    /// Appends an item to the list under a key; a list that stands by itself is changed where it stands.
    pub(crate) fn append(&mut self, holder: &mut Dictionary, key: &str, item: Object) -> Result<(), SignFault> {
        let list_of = |object: &Object| object.as_array().cloned().map_err(|_| SignFault::Unreadable);
        match holder.get(key.as_bytes()) {
            Ok(Object::Reference(id)) => {
                let id = *id;
                let mut list = list_of(self.object(id)?)?;
                list.push(item);
                self.set(id, list);
            }
            Ok(object) => {
                let mut list = list_of(object)?;
                list.push(item);
                holder.set(key, list);
            }
            Err(_) => holder.set(key, vec![item]),
        }
        Ok(())
    }

    /// Writes the PDF, the changes, the signature with room for its container, and the table.
    pub(crate) fn write(self, signature: (ObjectId, &Dictionary), room: usize) -> Result<Written, SignFault> {
        let mut bytes = self.before.to_vec();
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let mut places = BTreeMap::new();
        for (id, object) in &self.changed {
            places.insert(*id, bytes.len());
            pdf::write_numbered(&mut bytes, *id, object);
        }
        let (id, dictionary) = signature;
        places.insert(id, bytes.len());
        pdf::begin(&mut bytes, id);
        bytes.extend_from_slice(b"<<");
        let mut rest = Vec::new();
        pdf::write_dictionary(&mut rest, dictionary);
        bytes.extend_from_slice(rest.get(2..rest.len().saturating_sub(2)).unwrap_or_default());
        bytes.extend_from_slice(b"/ByteRange ");
        let range = bytes.len();
        bytes.resize(range.saturating_add(RANGE_WIDTH), b' ');
        bytes.extend_from_slice(b"/Contents ");
        let start = bytes.len();
        pdf::write_hex(&mut bytes, &vec![0; room]);
        let contents = (start, bytes.len());
        bytes.extend_from_slice(b">>");
        pdf::end(&mut bytes);
        self.write_table(&mut bytes, places)?;
        Ok(Written { bytes, range, contents })
    }

    fn write_table(&self, bytes: &mut Vec<u8>, mut places: BTreeMap<ObjectId, usize>) -> Result<(), SignFault> {
        let table = bytes.len();
        let mut trailer = self.trailer()?;
        match self.kind {
            Kind::Classic => {
                trailer.set("Size", i64::from(self.next));
                write_classic(bytes, &places);
                bytes.extend_from_slice(b"trailer\n");
                pdf::write_dictionary(bytes, &trailer);
            }
            Kind::Stream => {
                let id = (self.next, 0);
                places.insert(id, table);
                trailer.set("Size", i64::from(self.next).saturating_add(1));
                let stream = table_stream(trailer, &places)?;
                pdf::write_numbered(bytes, id, &stream);
            }
        }
        bytes.extend_from_slice(format!("\nstartxref\n{table}\n%%EOF\n").as_bytes());
        Ok(())
    }

    /// What the new trailer takes over, with a new second half of the identifier of the file.
    fn trailer(&self) -> Result<Dictionary, SignFault> {
        let mut trailer = Dictionary::new();
        for key in ["Root", "Info"] {
            if let Ok(value) = self.document.trailer.get(key.as_bytes()) {
                trailer.set(key, value.clone());
            }
        }
        if let Ok(Object::Array(halves)) = self.document.trailer.get(b"ID")
            && let Some(first) = halves.first()
        {
            let digest = sha256(self.before);
            let second = Object::string_literal(digest.get(..16).unwrap_or_default());
            trailer.set("ID", vec![first.clone(), second]);
        }
        trailer.set("Prev", i64::try_from(self.last_table).map_err(|_| SignFault::TooLarge)?);
        Ok(trailer)
    }
}

/// Runs of objects whose numbers follow one another.
fn runs(places: &BTreeMap<ObjectId, usize>) -> Vec<Vec<(ObjectId, usize)>> {
    let mut runs: Vec<Vec<(ObjectId, usize)>> = Vec::new();
    for (id, place) in places {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.0.checked_add(1) == Some(id.0)) => {
                run.push((*id, *place));
            }
            _ => runs.push(vec![(*id, *place)]),
        }
    }
    runs
}

fn write_classic(bytes: &mut Vec<u8>, places: &BTreeMap<ObjectId, usize>) {
    bytes.extend_from_slice(b"xref\n");
    for run in runs(places) {
        let first = run.first().map_or(0, |(id, _)| id.0);
        bytes.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
        for ((_, generation), place) in run {
            bytes.extend_from_slice(format!("{place:010} {generation:05} n\r\n").as_bytes());
        }
    }
}

fn table_stream(mut trailer: Dictionary, places: &BTreeMap<ObjectId, usize>) -> Result<Object, SignFault> {
    let mut index = Vec::new();
    let mut content = Vec::new();
    for run in runs(places) {
        index.push(Object::Integer(run.first().map_or(0, |(id, _)| i64::from(id.0))));
        index.push(Object::Integer(i64::try_from(run.len()).map_err(|_| SignFault::TooLarge)?));
        for ((_, generation), place) in run {
            content.push(1);
            content.extend_from_slice(&u32::try_from(place).map_err(|_| SignFault::TooLarge)?.to_be_bytes());
            content.extend_from_slice(&generation.to_be_bytes());
        }
    }
    trailer.set("Type", Object::Name(b"XRef".to_vec()));
    trailer.set("W", vec![Object::Integer(1), Object::Integer(OFFSET_BYTES), Object::Integer(2)]);
    trailer.set("Index", index);
    trailer.set("Length", i64::try_from(content.len()).map_err(|_| SignFault::TooLarge)?);
    Ok(Object::Stream(lopdf::Stream::new(trailer, content)))
}

/// Where the last table of a PDF stands, and of what kind it is.
fn last_table(pdf: &[u8]) -> Option<(usize, Kind)> {
    let tail = pdf.get(pdf.len().saturating_sub(TAIL)..)?;
    let word = b"startxref".as_slice();
    let place = tail.windows(word.len()).rposition(|window| window == word)?;
    let digits = tail.get(place.checked_add(word.len())?..)?;
    let text: String =
        digits.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(11).map(|byte| char::from(*byte)).collect();
    let number: String = text.chars().take_while(char::is_ascii_digit).collect();
    let offset: usize = number.parse().ok()?;
    let there = pdf.get(offset..)?;
    let kind = if there.starts_with(b"xref") { Kind::Classic } else { Kind::Stream };
    Some((offset, kind))
}
