//! Forms that prove where they come from. No handler reads a body that changes something in any other way.

use super::{Page, Problem};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;

/// Name of the hidden input with the form token.
pub const TOKEN: &str = "ma_bieu_mau";

/// The fields of a posted form, in order, after its token was checked.
///
/// A refusal keeps them, so that a page can show again what was typed.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

/// A form whose token belongs to this browser.
#[derive(Debug)]
pub struct SignedForm(pub Fields);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        Self(decoded(body))
    }

    /// Fields made by hand.
    #[must_use]
    pub const fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value under a name, composed (NFC) and without outer blanks; empty when missing.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.raw(name).map(domain::text::composed).unwrap_or_default()
    }

    /// The first value under a name exactly as typed, for passwords.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a box is ticked or a button with this name was pressed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some_and(|value| !value.is_empty())
    }

    /// The pairs whose name starts with a prefix, the prefix removed.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(key, value)| key.strip_prefix(prefix).map(|key| (key, value.as_str())))
    }
}

impl<S: Send + Sync> FromRequest<S> for SignedForm {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let page = Page::from_request_parts(&mut parts, state).await?;
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await.map_err(refused)?;
        let fields = Fields::read(&bytes);
        if page.signed(fields.raw(TOKEN).unwrap_or_default()) { Ok(Self(fields)) } else { Err(Problem::Forged) }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function of map_err")]
fn refused(rejection: BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::Invalid }
}

/// Form text as pairs. What is not UTF-8 is replaced, never a fault.
fn decoded(body: &[u8]) -> Vec<(String, String)> {
    body.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || unescaped(halves.next().unwrap_or_default());
            (half(), half())
        })
        .collect()
}

fn unescaped(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).replace('\0', "")
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_text_is_read_as_it_was_typed() {
        let fields = Fields::read("ten=%C4%90%E1%BB%97+V%C4%83n+A&o=1&o=2&trong=&le=%zz%4".as_bytes());
        assert_eq!(fields.text("ten"), "Đỗ Văn A");
        assert_eq!(fields.all("o").collect::<Vec<_>>(), ["1", "2"]);
        assert!(!fields.has("trong"));
        assert_eq!(fields.text("le"), "%zz%4");
        assert_eq!(fields.text("khong"), "");
    }
}
