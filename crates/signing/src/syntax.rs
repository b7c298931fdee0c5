//! A reader of single objects of a PDF, for bytes from anybody: bounded in depth and length, and it never unpacks.

/// Deepest nesting read.
const MAX_DEPTH: usize = 12;
/// Most bytes of one object, a container in hexadecimal digits included.
pub(crate) const MAX_OBJECT: usize = 2 * crate::MAX_CONTAINER + 64 * 1024;

/// An object, as far as signatures need to know.
#[derive(Clone, Debug)]
pub(crate) enum Object {
    Number(i64),
    Name,
    /// A string with the places in the bytes where it begins and ends, and whether it stands in hexadecimal digits.
    Text {
        bytes: Vec<u8>,
        start: usize,
        end: usize,
        is_hex: bool,
    },
    Array(Vec<Object>),
    Dictionary(Vec<(Vec<u8>, Object)>),
    /// A word, a fraction, a reference's `R`.
    Other,
}

/// Reads the object that begins at a place.
pub(crate) fn read(pdf: &[u8], start: usize) -> Option<Object> {
    let end = start.saturating_add(MAX_OBJECT).min(pdf.len());
    let mut reader = Reader { bytes: pdf.get(..end)?, at: start };
    reader.object(0)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    fn starts_with(&self, word: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word))
    }

    fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
    }

    /// Passes over white space and comments.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ' => self.skip(1),
                b'%' => {
                    while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                        self.skip(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'/' => self.name().map(|_| Object::Name),
            b'(' => self.literal(),
            b'[' => self.array(depth),
            b'<' if self.starts_with(b"<<") => self.dictionary(depth),
            b'<' => self.hex(),
            _ => self.word(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.skip(1);
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.skip(1);
                return Some(Object::Array(items));
            }
            items.push(self.object(depth.saturating_add(1))?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.skip(2);
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.starts_with(b">>") {
                self.skip(2);
                return Some(Object::Dictionary(entries));
            }
            // What follows the first number of a reference is passed over.
            if self.peek()? == b'/' {
                let name = self.name()?;
                entries.push((name, self.object(depth.saturating_add(1))?));
            } else {
                self.word()?;
            }
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.skip(1);
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.skip(1);
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            let (high, low) = (digit(self.next()?)?, digit(self.next()?)?);
            name.push(high << 4 | low);
        }
        Some(name)
    }

    fn word(&mut self) -> Option<Object> {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.skip(1);
        }
        let word = std::str::from_utf8(self.bytes.get(start..self.at)?).ok()?;
        if word.is_empty() {
            return None;
        }
        Some(word.parse().map_or(Object::Other, Object::Number))
    }

    fn hex(&mut self) -> Option<Object> {
        let start = self.at;
        self.skip(1);
        let mut digits = Vec::new();
        loop {
            match self.next()? {
                b'>' => break,
                byte if byte.is_ascii_whitespace() => (),
                byte => digits.push(digit(byte)?),
            }
        }
        let bytes = digits.chunks(2).map(|pair| match pair {
            [high, low] => high << 4 | low,
            [high] => high << 4,
            _ => 0,
        });
        Some(Object::Text { bytes: bytes.collect(), start, end: self.at, is_hex: true })
    }

    fn literal(&mut self) -> Option<Object> {
        let start = self.at;
        self.skip(1);
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        loop {
            match self.next()? {
                b')' if open == 1 => break,
                b')' => {
                    open = open.saturating_sub(1);
                    bytes.push(b')');
                }
                b'(' => {
                    open = open.saturating_add(1);
                    bytes.push(b'(');
                }
                b'\\' => self.escape(&mut bytes)?,
                byte => bytes.push(byte),
            }
        }
        Some(Object::Text { bytes, start, end: self.at, is_hex: false })
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Option<()> {
        match self.next()? {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\r' if self.peek() == Some(b'\n') => self.skip(1),
            b'\n' | b'\r' => (),
            first @ b'0'..=b'7' => {
                let mut value = first & 7;
                for _ in 0..2 {
                    let Some(next) = self.peek().filter(|byte| (b'0'..=b'7').contains(byte)) else { break };
                    self.skip(1);
                    value = value.wrapping_shl(3) | (next & 7);
                }
                bytes.push(value);
            }
            other => bytes.push(other),
        }
        Some(())
    }
}

fn is_regular(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A text that people read: UTF-16 or UTF-8 with their marks, and otherwise Latin letters.
pub(crate) fn text(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units: Vec<u16> = rest.as_chunks().0.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
        return String::from_utf16_lossy(&units);
    }
    match bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        Some(rest) => String::from_utf8_lossy(rest).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
