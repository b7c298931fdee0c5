//! A reader of DER that copies nothing, recurses into nothing and hands out the very bytes.
//!
//! Signatures are made over bytes, so what is checked has to be the bytes as they stand and not what a library would
//! write in their place. Lengths of unknown end (BER) are refused: `PAdES` asks for DER.

/// One value: its tag, what it contains, its bytes with tag and length, and what follows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
    pub(crate) rest: &'a [u8],
}

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The first value of some bytes.
pub(crate) fn read(bytes: &[u8]) -> Option<Value<'_>> {
    let (&tag, after_tag) = bytes.split_first()?;
    let (&first, after_first) = after_tag.split_first()?;
    let (length, body) = if first < 0x80 {
        (usize::from(first), after_first)
    } else {
        let count = usize::from(first & 0x7F);
        if tag & 0x1F == 0x1F || !(1..=4).contains(&count) {
            return None;
        }
        let (digits, body) = after_first.split_at_checked(count)?;
        let length = digits.iter().try_fold(0_usize, |sum, &digit| {
            sum.checked_mul(256).and_then(|sum| sum.checked_add(usize::from(digit)))
        })?;
        (length, body)
    };
    let (content, rest) = body.split_at_checked(length)?;
    let raw = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
    Some(Value { tag, content, raw, rest })
}

/// The first value, if it has the tag.
pub(crate) fn expect(bytes: &[u8], tag: u8) -> Option<Value<'_>> {
    read(bytes).filter(|value| value.tag == tag)
}

/// The first value, if it has the tag, and what follows; without it, all bytes are what follows.
pub(crate) fn maybe(bytes: &[u8], tag: u8) -> (Option<Value<'_>>, &[u8]) {
    match expect(bytes, tag) {
        Some(value) => (Some(value), value.rest),
        None => (None, bytes),
    }
}

/// All values one after another, at most `most`; nothing if there are more or if something else follows.
pub(crate) fn all(mut bytes: &[u8], most: usize) -> Option<Vec<Value<'_>>> {
    let mut values = Vec::new();
    while !bytes.is_empty() {
        if values.len() == most {
            return None;
        }
        let value = read(bytes)?;
        bytes = value.rest;
        values.push(value);
    }
    Some(values)
}

/// One value in DER.
pub(crate) fn write(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    if length < 0x80 {
        bytes.extend(u8::try_from(length));
    } else {
        let digits = length.to_be_bytes();
        let digits: Vec<u8> = digits.iter().copied().skip_while(|digit| *digit == 0).collect();
        bytes.push(0x80 | u8::try_from(digits.len()).unwrap_or(0));
        bytes.extend(digits);
    }
    bytes.extend_from_slice(content);
    bytes
}
