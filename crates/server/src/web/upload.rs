//! Multipart forms: fields kept, files taken in while they arrive, each refused with its reason.
//!
//! The form token stands before every file; a form without it is refused before any byte of a file is kept.

use super::signed_form::{Fields, TOKEN};
use super::{Page, Problem, format};
use crate::messages::{Messages, fill};
use app::dossier::FileClaim;
use app::{App, FileFault};
use axum::extract::Multipart;
use axum::extract::multipart::{Field as Part, MultipartError};
use axum::http::StatusCode;
use domain::procedure::FileKind;

/// Bytes of one request with files.
pub(super) const REQUEST_BYTES_MAX: usize = 220 * 1024 * 1024;
/// Bytes of the fields beside the files.
const FIELDS_BYTES_MAX: usize = 512 * 1024;
/// Bytes of a refused file that are still read, so that the answer reaches a browser that is still sending.
const DRAINED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What may be taken in for one file input.
#[derive(Debug, Clone)]
pub(super) struct Allowed {
    pub(super) component: String,
    pub(super) kinds: Vec<FileKind>,
    pub(super) max_bytes: u64,
}

/// A file that was taken in.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub(super) claim: FileClaim,
    pub(super) size_bytes: u64,
}

/// A file that was not, and why, as a sentence.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    pub(super) component: String,
    pub(super) reason: String,
}

/// A whole multipart form.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) fields: Fields,
    pub(super) files: Vec<Taken>,
    pub(super) refused: Vec<Refused>,
}

/// Name of the boxes that keep files of an earlier sending: `component/sha256/name`.
const KEPT: &str = "tep_da_nhan";

/// A file that was taken in with an earlier sending of the same form, as a box to keep it.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) value: String,
    pub(super) name: String,
    /// The component for which it was handed in.
    pub(super) component: String,
}

impl Received {
    /// Every file: those that came now and those kept from an earlier sending.
    pub(super) fn claims(&self) -> Vec<FileClaim> {
        let now = self.files.iter().map(|file| file.claim.clone());
        let kept = self.fields.all(KEPT).filter_map(|value| {
            let (component, rest) = value.split_once('/')?;
            let (sha256, name) = rest.split_once('/')?;
            Some(FileClaim { component: component.to_owned(), sha256: sha256.to_owned(), name: name.to_owned() })
        });
        now.chain(kept).collect()
    }

    /// The same files as boxes, so that a form that comes back has not lost them.
    pub(super) fn kept(&self) -> Vec<Kept> {
        let claims = self.claims().into_iter();
        let kept = claims.map(|FileClaim { component, sha256, name }| Kept {
            value: format!("{component}/{sha256}/{name}"),
            name,
            component,
        });
        kept.collect()
    }
}

/// Reads a multipart form. `allow` says from the fields so far and the input's name what a file may be; `None` skips it.
pub(super) async fn receive(
    app: &App,
    page: &Page,
    mut multipart: Multipart,
    allow: impl Fn(&Fields, &str) -> Option<Allowed> + Send,
) -> Result<Received, Problem> {
    let mut received = Received::default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut field_bytes = 0_usize;
    while let Some(part) = multipart.next_field().await.map_err(cut)? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            let text = part.text().await.map_err(cut)?;
            field_bytes = field_bytes.saturating_add(name.len()).saturating_add(text.len());
            if field_bytes > FIELDS_BYTES_MAX {
                return Err(Problem::TooLarge);
            }
            pairs.push((name, text.replace("\r\n", "\n")));
            continue;
        }
        let fields = Fields::of(pairs.clone());
        if !page.signed(fields.raw(TOKEN).unwrap_or_default()) {
            return Err(Problem::Forged);
        }
        if let Some(allowed) = allow(&fields, &name) {
            take(app, page, part, allowed, &mut received).await?;
        }
    }
    received.fields = Fields::of(pairs);
    if page.signed(received.fields.raw(TOKEN).unwrap_or_default()) { Ok(received) } else { Err(Problem::Forged) }
}

/// A file that was read whole: its name and its bytes.
pub(super) type Whole = (String, Vec<u8>);

/// Reads a multipart form with one file into memory, for files that are bounded and looked at as a whole. Of several only
/// the first counts; `None` for an input left empty. A file larger than `max_bytes` is an error of its own.
pub(super) async fn receive_whole(
    page: &Page,
    mut multipart: Multipart,
    max_bytes: usize,
) -> Result<Result<Option<Whole>, TooLarge>, Problem> {
    let mut token = String::new();
    while let Some(mut part) = multipart.next_field().await.map_err(cut)? {
        let Some(name) = part.file_name().map(str::to_owned) else {
            let is_token = part.name() == Some(TOKEN);
            let text = part.text().await.map_err(cut)?;
            if text.len() > FIELDS_BYTES_MAX {
                return Err(Problem::TooLarge);
            }
            if is_token {
                token = text;
            }
            continue;
        };
        if !page.signed(&token) {
            return Err(Problem::Forged);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(cut)? {
            if bytes.len().saturating_add(chunk.len()) > max_bytes {
                drain(part).await;
                return Ok(Err(TooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok(Ok((!bytes.is_empty()).then_some((name, bytes))));
    }
    if page.signed(&token) { Ok(Ok(None)) } else { Err(Problem::Forged) }
}

/// The file is larger than allowed.
#[derive(Debug)]
pub(super) struct TooLarge;

async fn take(
    app: &App,
    page: &Page,
    mut part: Part<'_>,
    allowed: Allowed,
    received: &mut Received,
) -> Result<(), Problem> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let stored = app.take_file(page.owner(), &allowed.kinds, allowed.max_bytes, &mut part).await;
    let Allowed { component, .. } = &allowed;
    match stored {
        Ok(file) => {
            let claim = FileClaim { component: component.clone(), sha256: file.sha256, name };
            received.files.push(Taken { claim, size_bytes: file.size_bytes });
        }
        Err(FileFault::Unavailable) => return Err(Problem::Unavailable),
        // An input left empty is no fault where other fields say enough.
        Err(FileFault::Empty) if name.is_empty() => (),
        Err(fault) => {
            drain(part).await;
            received
                .refused
                .push(Refused { component: component.clone(), reason: reason(page.m, &fault, &allowed.kinds) });
        }
    }
    Ok(())
}

/// Reads on for a while and forgets.
async fn drain(mut part: Part<'_>) {
    let mut read = 0_u64;
    while let Ok(Some(bytes)) = part.chunk().await {
        read = read.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if read > DRAINED_BYTES_MAX {
            return;
        }
    }
}

/// Why a file was not taken in where these kinds and sizes are.
pub(super) fn reason(m: &Messages, fault: &FileFault, kinds: &[FileKind]) -> String {
    let t = &m.public.apply;
    match fault {
        FileFault::TooLarge { max_bytes } => fill(t.file_too_large, &[("size", &format::bytes(*max_bytes))]),
        FileFault::Kind => fill(t.file_kind, &[("kinds", &kind_names(kinds))]),
        FileFault::Empty => t.file_empty.to_owned(),
        FileFault::Cut | FileFault::NotAHash | FileFault::HashMismatch | FileFault::Unavailable => {
            t.file_cut.to_owned()
        }
    }
}

/// `PDF, JPG, PNG`.
pub(super) fn kind_names(kinds: &[FileKind]) -> String {
    let name = |kind: &FileKind| match kind {
        FileKind::Pdf => "PDF",
        FileKind::Jpg => "JPG",
        FileKind::Png => "PNG",
    };
    kinds.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The `accept` attribute of a file input.
pub(super) fn accept(kinds: &[FileKind]) -> String {
    kinds.iter().map(|kind| kind.media_type()).collect::<Vec<_>>().join(",")
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function of map_err")]
fn cut(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::Invalid }
}
