//! The tags and texts of an XML document, as a stream. Text comes in pieces, its references and line ends resolved.

use std::io::{self, BufRead};

/// Longest tag, comment or CDATA section, in bytes.
const TAG_BYTES_MAX: usize = 64 * 1024;
/// Most attributes of one tag.
const ATTRIBUTES_MAX: usize = 256;
/// Longest reference, in bytes.
const REFERENCE_BYTES_MAX: usize = 12;
/// Deepest nesting.
const DEPTH_MAX: usize = 64;

/// Why XML was not read.
#[derive(Debug, thiserror::Error)]
pub enum XmlFault {
    /// It is not well formed, or uses what envelopes have no need of.
    #[error("at byte {at}: {why}")]
    Unfit {
        /// Where.
        at: u64,
        /// What.
        why: &'static str,
    },
    /// The stream failed.
    #[error("the document could not be read")]
    Io(#[from] io::Error),
}

/// A part of a document.
pub(super) enum Token {
    /// A tag that opens an element.
    Open { name: String, attributes: Vec<(String, String)> },
    /// A tag that closes one; where it begins in the document.
    Close { name: String, at: u64 },
    /// Some text inside the root.
    Text(Vec<u8>),
}

/// Reads one document.
pub(super) struct Tokens<R> {
    source: R,
    at: u64,
    open: Vec<String>,
    /// The tag that closes an element without content, which was just opened.
    closes: Option<(String, u64)>,
    was_root: bool,
    /// A reference that has begun.
    reference: Option<Vec<u8>>,
    after_return: bool,
}

impl<R: BufRead> Tokens<R> {
    pub(super) const fn new(source: R) -> Self {
        Self { source, at: 0, open: Vec::new(), closes: None, was_root: false, reference: None, after_return: false }
    }

    /// The next part; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token>, XmlFault> {
        if let Some((name, at)) = self.closes.take() {
            self.open.pop();
            return Ok(Some(Token::Close { name, at }));
        }
        loop {
            let part = self.source.fill_buf()?;
            let Some(first) = part.first() else { return self.end() };
            if *first == b'<' {
                if self.reference.is_some() {
                    return Err(self.unfit("a reference does not end"));
                }
                self.after_return = false;
                if let Some(token) = self.markup()? {
                    return Ok(Some(token));
                }
            } else if let Some(text) = self.text()? {
                return Ok(Some(Token::Text(text)));
            }
        }
    }

    fn end(&self) -> Result<Option<Token>, XmlFault> {
        if self.open.is_empty() && self.was_root { Ok(None) } else { Err(self.unfit("the document ends too early")) }
    }

    const fn unfit(&self, why: &'static str) -> XmlFault {
        XmlFault::Unfit { at: self.at, why }
    }

    fn consume(&mut self, bytes: usize) {
        self.source.consume(bytes);
        self.at = self.at.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// Text up to the next tag or the end of what was read; none where nothing of it counts.
    fn text(&mut self) -> Result<Option<Vec<u8>>, XmlFault> {
        let part = self.source.fill_buf()?;
        let length = part.iter().position(|byte| *byte == b'<').unwrap_or(part.len());
        let text = part.get(..length).unwrap_or_default();
        if self.open.is_empty() {
            // Before and after the root there is nothing that counts.
            self.consume(length);
            return Ok(None);
        }
        let plain =
            self.reference.is_none() && !self.after_return && !text.iter().any(|byte| matches!(byte, b'&' | b'\r'));
        let resolved = if plain {
            text.to_vec()
        } else {
            let text = text.to_vec();
            let mut out = Vec::with_capacity(length);
            for byte in text {
                self.resolve(byte, &mut out)?;
            }
            out
        };
        self.consume(length);
        Ok((!resolved.is_empty()).then_some(resolved))
    }

    /// One byte of text: references become what they stand for, line ends one line feed.
    fn resolve(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), XmlFault> {
        if let Some(mut reference) = self.reference.take() {
            if byte == b';' {
                let letter = referred(&reference).ok_or_else(|| self.unfit("an unknown reference"))?;
                out.extend(letter.encode_utf8(&mut [0; 4]).bytes());
            } else if reference.len() < REFERENCE_BYTES_MAX {
                reference.push(byte);
                self.reference = Some(reference);
            } else {
                return Err(self.unfit("a reference is too long"));
            }
            return Ok(());
        }
        let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
        match byte {
            b'\r' => out.push(b'\n'),
            b'\n' if after_return => (),
            b'&' => self.reference = Some(Vec::new()),
            other => out.push(other),
        }
        Ok(())
    }

    /// What stands between angle brackets; none for what does not count.
    fn markup(&mut self) -> Result<Option<Token>, XmlFault> {
        let at = self.at;
        let whole = self.bracketed()?;
        if std::str::from_utf8(&whole).is_err() {
            return Err(self.unfit("not UTF-8"));
        }
        if whole.starts_with(b"<!--") {
            return Ok(None);
        }
        if let Some(section) = whole.strip_prefix(b"<![CDATA[") {
            let section = section.strip_suffix(b"]]>").unwrap_or_default();
            if self.open.is_empty() {
                return Err(self.unfit("text outside the root"));
            }
            let text = one_line_end(section);
            return Ok((!text.is_empty()).then_some(Token::Text(text)));
        }
        if whole.starts_with(b"<!") {
            return Err(self.unfit("a document type"));
        }
        if whole.starts_with(b"<?") {
            let is_declaration = whole.starts_with(b"<?xml ") && !self.was_root;
            return if is_declaration { Ok(None) } else { Err(self.unfit("a processing instruction")) };
        }
        let inner = whole.get(1..whole.len().saturating_sub(1)).unwrap_or_default();
        let inner = std::str::from_utf8(inner).map_err(|_| self.unfit("not UTF-8"))?;
        self.tag(inner, at).map(Some)
    }

    /// All from an opening angle bracket to the end of the tag, comment, section or instruction.
    fn bracketed(&mut self) -> Result<Vec<u8>, XmlFault> {
        let mut whole: Vec<u8> = Vec::with_capacity(128);
        let mut quote = None;
        loop {
            let part = self.source.fill_buf()?;
            if part.is_empty() {
                return Err(self.unfit("the document ends inside a tag"));
            }
            let (mut used, mut is_whole) = (0_usize, false);
            for byte in part {
                used = used.saturating_add(1);
                whole.push(*byte);
                is_whole = ends(&whole, *byte, &mut quote);
                if is_whole || whole.len() > TAG_BYTES_MAX {
                    break;
                }
            }
            self.consume(used);
            if is_whole {
                return Ok(whole);
            }
            if whole.len() > TAG_BYTES_MAX {
                return Err(self.unfit("a tag, comment or section is too long"));
            }
        }
    }

    fn tag(&mut self, inner: &str, at: u64) -> Result<Token, XmlFault> {
        if let Some(name) = inner.strip_prefix('/') {
            let name = name.trim_end_matches(is_space);
            if self.open.pop().as_deref() != Some(name) {
                return Err(self.unfit("an element is closed that is not open"));
            }
            return Ok(Token::Close { name: name.to_owned(), at });
        }
        if self.open.is_empty() && self.was_root {
            return Err(self.unfit("a second root"));
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(self.unfit("too deep"));
        }
        let (inner, is_empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
        let end = inner.find(is_space).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        if name.is_empty() || name.contains(['"', '\'', '=', '&', '<']) {
            return Err(self.unfit("no name of an element"));
        }
        let attributes = attributes(rest).ok_or_else(|| self.unfit("attributes that cannot be read"))?;
        self.was_root = true;
        self.open.push(name.to_owned());
        if is_empty {
            // It has no place inside.
            self.closes = Some((name.to_owned(), u64::MAX));
        }
        Ok(Token::Open { name: name.to_owned(), attributes })
    }
}

/// Whether what began with `<` ends with this byte.
fn ends(whole: &[u8], byte: u8, quote: &mut Option<u8>) -> bool {
    if whole.starts_with(b"<!--") {
        return whole.len() >= 7 && whole.ends_with(b"-->");
    }
    if whole.starts_with(b"<![CDATA[") {
        return whole.ends_with(b"]]>");
    }
    if whole.starts_with(b"<?") {
        return whole.len() >= 4 && whole.ends_with(b"?>");
    }
    match (*quote, byte) {
        (Some(open), byte) if open == byte => *quote = None,
        // The beginnings of comments and sections have no quotes.
        (None, b'"' | b'\'') => *quote = Some(byte),
        (None, b'>') => return true,
        (Some(_) | None, _) => (),
    }
    false
}

const fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r')
}

/// Line ends as one line feed each.
fn one_line_end(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut after_return = false;
    for byte in text {
        match byte {
            b'\r' => out.push(b'\n'),
            b'\n' if after_return => (),
            other => out.push(*other),
        }
        after_return = *byte == b'\r';
    }
    out
}

/// What a reference stands for: the five names of XML, and numbers of characters.
fn referred(reference: &[u8]) -> Option<char> {
    let reference = std::str::from_utf8(reference).ok()?;
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = reference.strip_prefix('#')?;
            let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
            if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
                return None;
            }
            let letter = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
            let is_xml =
                matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            is_xml.then_some(letter)
        }
    }
}

/// The attributes of a tag, their values normalised; none where they are not well formed.
fn attributes(rest: &str) -> Option<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = rest;
    loop {
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Some(found);
        }
        if trimmed.len() == rest.len() || found.len() >= ATTRIBUTES_MAX {
            return None;
        }
        let (name, after) = trimmed.split_once('=')?;
        let name = name.trim_end_matches(is_space);
        let after = after.trim_start_matches(is_space);
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, next) = after.get(1..)?.split_once(quote)?;
        let is_strange = |letter: char| is_space(letter) || matches!(letter, '"' | '\'' | '<' | '&');
        let is_name = !name.is_empty() && !name.contains(is_strange) && !name.starts_with(':') && !name.ends_with(':');
        if !is_name || value.contains('<') || found.iter().any(|(known, _)| known == name) {
            return None;
        }
        found.push((name.to_owned(), attribute_value(value)?));
        rest = next;
    }
}

/// A value as XML normalises it: white space becomes blanks, references what they stand for.
fn attribute_value(value: &str) -> Option<String> {
    let value = value.replace("\r\n", " ").replace(is_space, " ");
    let mut out = String::with_capacity(value.len());
    let mut rest = value.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        let (reference, next) = after.split_once(';')?;
        out.push_str(before);
        out.push(referred(reference.as_bytes())?);
        rest = next;
    }
    out.push_str(rest);
    Some(out)
}
