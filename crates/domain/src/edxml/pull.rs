//! XML as a row of tokens within bounds, without document types and entities, each name with its namespace.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::base64::Decoder;
use super::bounded::Bounded;
use super::fault::{DeviationKind, Fault, FaultKind, shown};
use super::reader::Limits;
use super::{NAMESPACE, SIGNATURES};

/// Most bytes before the document that are taken for a slip.
const STRAY_MAX: u64 = 1_024;

/// To which namespace a name belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Space {
    /// To the standard's.
    Standard,
    /// To that of signatures.
    Signature,
    /// To another, or to none.
    Other(String),
}

/// An element that opens.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    /// Its name without prefix.
    pub(super) name: String,
    pub(super) space: Space,
    /// Whether the name is written with a prefix.
    pub(super) has_prefix: bool,
    /// Attributes as they are written, without declarations of namespaces.
    pub(super) attributes: Vec<(String, String)>,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Token {
    Open(Opening),
    Text(String),
    Close,
    End,
}

/// The row of tokens.
#[derive(Debug)]
pub(super) struct Pull<R> {
    xml: Reader<Bounded<R>>,
    buffer: Vec<u8>,
    /// Names of open elements with the namespaces that they declare.
    open: Vec<(String, BTreeMap<String, String>)>,
    /// An empty element is open and closes next.
    closes: bool,
    parts: usize,
    limits: Limits,
    /// Bytes before the first `<`.
    skipped: u64,
    /// What was met before the root.
    pub(super) first: Vec<DeviationKind>,
}

impl<R: BufRead> Pull<R> {
    /// Begins with the first `<`.
    pub(super) fn new(source: R, limits: Limits) -> Result<Self, Fault> {
        let mut source = Bounded::new(source, limits.markup_bytes);
        let before = |kind| Fault { offset: 0, place: "-".to_owned(), kind };
        let mut first = Vec::new();
        let (skipped, count) = skip_stray(&mut source).map_err(before)?;
        if count > 0 {
            first.push(DeviationKind::StrayBytes { count });
        }
        let xml = Reader::from_reader(source);
        Ok(Self { xml, buffer: Vec::new(), open: Vec::new(), closes: false, parts: 0, limits, first, skipped })
    }

    pub(super) fn fault(&self, kind: FaultKind) -> Fault {
        Fault { offset: self.offset(), place: self.place(), kind }
    }

    fn offset(&self) -> u64 {
        self.skipped.saturating_add(self.xml.buffer_position())
    }

    /// Names of the open elements.
    pub(super) fn place(&self) -> String {
        let names: Vec<&str> = self.open.iter().map(|(name, _)| name.as_str()).collect();
        if names.is_empty() { "-".to_owned() } else { names.join("/") }
    }

    pub(super) fn next(&mut self) -> Result<Token, Fault> {
        if self.closes {
            self.closes = false;
            self.open.pop();
            return Ok(Token::Close);
        }
        loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let token = match self.xml.read_event_into(&mut buffer) {
                Ok(event) => self.token(event),
                Err(error) => Err(self.unreadable(&error)),
            };
            self.buffer = buffer;
            if let Some(token) = token? {
                return Ok(token);
            }
        }
    }

    /// `None` for what says nothing.
    fn token(&mut self, event: Event<'_>) -> Result<Option<Token>, Fault> {
        match event {
            Event::Start(start) => self.opening(&start).map(|opening| Some(Token::Open(opening))),
            Event::Empty(start) => {
                let opening = self.opening(&start)?;
                self.closes = true;
                Ok(Some(Token::Open(opening)))
            }
            Event::End(_) => {
                self.open.pop();
                Ok(Some(Token::Close))
            }
            Event::Text(text) => Ok(Some(Token::Text(text.xml10_content().into_owned()))),
            Event::CData(text) => Ok(Some(Token::Text(text.xml10_content().into_owned()))),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| self.unreadable(&error))?;
                let name = reference.xml10_content();
                let predefined = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let text = character.map(String::from).or_else(predefined);
                text.map(|text| Some(Token::Text(text))).ok_or_else(|| self.fault(FaultKind::DocumentType))
            }
            Event::Decl(declaration) => {
                let given = declaration.encoding().and_then(Result::ok).unwrap_or_default();
                if !given.is_empty() && !given.eq_ignore_ascii_case("utf-8") {
                    self.first.push(DeviationKind::DeclaredEncoding { given: shown(&given) });
                }
                Ok(None)
            }
            Event::Comment(_) | Event::PI(_) => Ok(None),
            Event::DocType(_) => Err(self.fault(FaultKind::DocumentType)),
            Event::Eof if self.open.is_empty() => Ok(Some(Token::End)),
            Event::Eof => Err(self.fault(FaultKind::CutOff)),
        }
    }

    fn unreadable(&self, error: &quick_xml::Error) -> Fault {
        if self.xml.get_ref().is_exhausted {
            return self.fault(FaultKind::TooLarge { limit: self.limits.markup_bytes });
        }
        let why = shown(&error.to_string());
        match error {
            quick_xml::Error::Io(_) => self.fault(FaultKind::Unreadable { why }),
            _syntax => self.fault(FaultKind::NotXml { why }),
        }
    }

    fn opening(&mut self, start: &BytesStart<'_>) -> Result<Opening, Fault> {
        if self.open.len() >= self.limits.depth {
            return Err(self.fault(FaultKind::TooDeep { limit: self.limits.depth }));
        }
        let (mut declared, mut attributes) = (BTreeMap::new(), Vec::new());
        for attribute in start.attributes() {
            let not_xml = |why: String| FaultKind::NotXml { why: shown(&why) };
            let attribute = attribute.map_err(|error| self.fault(not_xml(error.to_string())))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| self.fault(not_xml(error.to_string())))?.into_owned();
            let key = attribute.key.into_inner();
            self.parts = self.parts.saturating_add(1);
            match key.strip_prefix("xmlns") {
                Some("") => drop(declared.insert(String::new(), value)),
                Some(prefix) if prefix.starts_with(':') => {
                    declared.insert(prefix.trim_start_matches(':').to_owned(), value);
                }
                Some(_) | None => attributes.push((key.to_owned(), value)),
            }
        }
        self.parts = self.parts.saturating_add(1);
        if self.parts > self.limits.parts {
            return Err(self.fault(FaultKind::TooMany { limit: self.limits.parts }));
        }
        let name = start.name().into_inner();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let outer = self.open.iter().rev().map(|(_, declared)| declared);
        let space = std::iter::once(&declared).chain(outer).find_map(|declared| declared.get(prefix));
        let space = match space.map(String::as_str) {
            Some(NAMESPACE) => Space::Standard,
            Some(SIGNATURES) => Space::Signature,
            Some(other) => Space::Other(other.to_owned()),
            None => Space::Other(String::new()),
        };
        let opening = Opening { name: local.to_owned(), space, has_prefix: !prefix.is_empty(), attributes };
        self.open.push((shown(local), declared));
        Ok(opening)
    }

    /// The next bytes of base64 in the element that is open, decoded; `None` where its text ends.
    pub(super) fn content<'d>(&mut self, decoder: &'d mut Decoder) -> Result<Option<&'d [u8]>, Fault> {
        if self.closes {
            return Ok(None);
        }
        self.xml.get_mut().is_free = true;
        let piece = self.piece(decoder);
        self.xml.get_mut().is_free = false;
        piece
    }

    fn piece<'d>(&mut self, decoder: &'d mut Decoder) -> Result<Option<&'d [u8]>, Fault> {
        let offset = self.offset();
        let place = self.place();
        let fault = |kind| Fault { offset, place: place.clone(), kind };
        let mut stream = self.xml.stream();
        let available =
            stream.fill_buf().map_err(|error| fault(FaultKind::Unreadable { why: shown(&error.to_string()) }))?;
        if available.is_empty() {
            return Err(fault(FaultKind::CutOff));
        }
        let end = available.iter().position(|byte| matches!(byte, b'<' | b'&')).unwrap_or(available.len());
        let text = available.get(..end).unwrap_or(available);
        if text.is_empty() {
            return Ok(None);
        }
        let bytes = decoder.take(text).map_err(|_| fault(FaultKind::NotBase64))?;
        stream.consume(end);
        Ok(Some(bytes))
    }
}

/// Leaves out a byte order mark, blanks, and what else stands before the first `<`; says how much that is, and how much of it
/// is none of these.
fn skip_stray<R: BufRead>(source: &mut R) -> Result<(u64, u64), FaultKind> {
    let (mut skipped, mut stray) = (0_u64, 0_u64);
    loop {
        let available = source.fill_buf().map_err(|error| FaultKind::Unreadable { why: shown(&error.to_string()) })?;
        if available.is_empty() {
            return Err(FaultKind::CutOff);
        }
        let is_other_encoding =
            skipped == 0 && (available.starts_with(&[0xFF, 0xFE]) || available.starts_with(&[0xFE, 0xFF]));
        if is_other_encoding {
            return Err(FaultKind::NotXml { why: "UTF-16".to_owned() });
        }
        let end = available.iter().position(|byte| *byte == b'<');
        let before = available.get(..end.unwrap_or(available.len())).unwrap_or_default();
        let before = if skipped == 0 { before.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(before) } else { before };
        let strange = before.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
        stray = stray.saturating_add(u64::try_from(strange).unwrap_or(u64::MAX));
        let length = end.unwrap_or(available.len());
        skipped = skipped.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        source.consume(length);
        if end.is_some() {
            return Ok((skipped, stray));
        }
        if skipped > STRAY_MAX {
            return Err(FaultKind::NotXml { why: "no element within the first 1024 bytes".to_owned() });
        }
    }
}
