//! Base64 in pieces: what comes in is decoded, what goes out is encoded, and neither is ever held whole.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{self, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text is not base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotBase64;

/// Decodes pieces of text, with blanks anywhere.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Characters that wait for their group of four to be full, and then all of a piece.
    waiting: Vec<u8>,
    decoded: Vec<u8>,
    is_over: bool,
}

impl Decoder {
    /// The bytes of one more piece.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<&[u8], NotBase64> {
        self.decoded.clear();
        for run in piece.split(u8::is_ascii_whitespace).filter(|run| !run.is_empty()) {
            if self.is_over {
                return Err(NotBase64);
            }
            self.waiting.extend_from_slice(run);
        }
        let whole = self.waiting.len() / 4 * 4;
        let (groups, rest) = self.waiting.split_at(whole);
        LENIENT.decode_vec(groups, &mut self.decoded).map_err(|_| NotBase64)?;
        self.is_over = groups.ends_with(b"=");
        if self.is_over && !rest.is_empty() {
            return Err(NotBase64);
        }
        self.waiting.drain(..whole);
        Ok(&self.decoded)
    }

    /// The bytes of the last piece.
    pub(super) fn decoded(&self) -> &[u8] {
        &self.decoded
    }

    /// The bytes of the last group, where nothing fills it up.
    pub(super) fn end(&mut self) -> Result<&[u8], NotBase64> {
        self.decoded.clear();
        LENIENT.decode_vec(&self.waiting, &mut self.decoded).map_err(|_| NotBase64)?;
        self.waiting.clear();
        Ok(&self.decoded)
    }
}

/// Encodes pieces of bytes into one text.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    /// At most two bytes that wait for a third.
    waiting: Vec<u8>,
    encoded: String,
}

impl Encoder {
    /// The text of one more piece.
    pub(super) fn take(&mut self, piece: &[u8]) -> &str {
        self.encoded.clear();
        let missing = (3 - self.waiting.len() % 3) % 3;
        let (head, rest) = piece.split_at(missing.min(piece.len()));
        self.waiting.extend_from_slice(head);
        if self.waiting.len().is_multiple_of(3) {
            general_purpose::STANDARD.encode_string(&self.waiting, &mut self.encoded);
            self.waiting.clear();
            let (groups, rest) = rest.split_at(rest.len() / 3 * 3);
            general_purpose::STANDARD.encode_string(groups, &mut self.encoded);
            self.waiting.extend_from_slice(rest);
        }
        &self.encoded
    }

    /// The text of the last group.
    pub(super) fn end(&mut self) -> &str {
        self.encoded.clear();
        general_purpose::STANDARD.encode_string(&self.waiting, &mut self.encoded);
        self.waiting.clear();
        &self.encoded
    }
}
