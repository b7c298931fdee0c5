//! Files: taken in, checked by content, and given out to those who may see the dossier.

use bytes::Bytes;
use domain::access::Person;
use domain::dossier::{Code, FileRef};
use domain::procedure::FileKind;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt};
use store::blob::{BlobError, BlobId};
use store::{Tx, upload};

use crate::App;
use crate::dossier::FileClaim;
use crate::draft::Owner;
use crate::error::{ActError, FieldProblemKind};
use crate::known_files::FileFacts;

/// Largest file that is taken in at all, in bytes.
pub const UPLOAD_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// Bytes of a file's beginning by which its kind is known.
const HEAD_BYTES: usize = 64;
/// The same of a file that is stored already.
const HEAD_BYTES_STORED: u64 = 64;
/// How long an upload may take before what there is of it counts as left behind.
const PASSING_KEPT_SECONDS: i64 = 24 * 3600;

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// Why a file was not taken in. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The name announced is not a SHA-256 in hexadecimal digits.
    #[error("not a SHA-256")]
    NotAHash,
    /// The bytes hash to another name.
    #[error("the bytes hash to another name")]
    HashMismatch,
    /// Larger than allowed, in bytes.
    #[error("larger than {max_bytes} bytes")]
    TooLarge {
        /// How many are allowed.
        max_bytes: u64,
    },
    /// The content is of a kind that is not allowed.
    #[error("of a kind that is not allowed")]
    Kind,
    /// No byte came.
    #[error("empty")]
    Empty,
    /// The sender stopped before the end.
    #[error("cut off")]
    Cut,
    /// The storage failed.
    #[error("storage is not available")]
    Unavailable,
}

/// The bytes of a stored file, part by part.
pub type FileReader = BoxStream<'static, Result<Bytes, std::io::Error>>;

impl App {
    /// Takes in a file under its announced hash; answers only when the stored bytes have that hash.
    pub async fn put_blob<S, E>(&self, owner: Owner<'_>, sha256: &str, bytes: S) -> Result<StoredFile, FileFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::fmt::Display + Send + 'static,
    {
        let id: BlobId = sha256.parse().map_err(|_| FileFault::NotAHash)?;
        let (head, bytes) = with_head(bytes).await?;
        self.store_file(owner, Some(id), &head, bytes, UPLOAD_BYTES_MAX).await
    }

    /// Whether a file of that hash is stored.
    pub async fn has_blob(&self, sha256: &str) -> Result<bool, FileFault> {
        let id: BlobId = sha256.parse().map_err(|_| FileFault::NotAHash)?;
        match self.0.blobs.size(id).await {
            Ok(_) => Ok(true),
            Err(BlobError::Missing(_)) => Ok(false),
            Err(error) => {
                tracing::error!(%error, "a file could not be looked up");
                Err(FileFault::Unavailable)
            }
        }
    }

    /// Takes in a file for a component: refused while it arrives when it is too large or its content is of another
    /// kind than the component allows.
    pub async fn take_file<S, E>(
        &self,
        owner: Owner<'_>,
        kinds: &[FileKind],
        max_bytes: u64,
        bytes: S,
    ) -> Result<StoredFile, FileFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::fmt::Display + Send + 'static,
    {
        let (head, bytes) = with_head(bytes).await?;
        if head.is_empty() {
            return Err(FileFault::Empty);
        }
        if !kind_of(&head).is_some_and(|kind| kinds.contains(&kind)) {
            return Err(FileFault::Kind);
        }
        self.store_file(owner, None, &head, bytes, max_bytes.min(UPLOAD_BYTES_MAX)).await
    }

    /// Stores a PDF that the product made for this person.
    pub(crate) async fn keep_made_pdf(&self, person: &Person, pdf: Vec<u8>) -> Result<StoredFile, ActError> {
        let sent = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(pdf))]);
        let stored = self.take_file(Owner::Person(person), &[FileKind::Pdf], UPLOAD_BYTES_MAX, sent).await;
        stored.map_err(|error| {
            tracing::error!(%error, "a paper that was made could not be stored");
            ActError::Unavailable
        })
    }

    async fn store_file<S, E>(
        &self,
        owner: Owner<'_>,
        id: Option<BlobId>,
        head: &[u8],
        bytes: S,
        max_bytes: u64,
    ) -> Result<StoredFile, FileFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::fmt::Display + Send + 'static,
    {
        let stored = self.0.blobs.put_stream(id, bytes, max_bytes).await.map_err(|error| match error {
            BlobError::HashMismatch { .. } => FileFault::HashMismatch,
            BlobError::TooLarge { max_bytes } => FileFault::TooLarge { max_bytes },
            BlobError::Cut(_) => FileFault::Cut,
            BlobError::Missing(_) | BlobError::Storage(_) => {
                tracing::error!(%error, "a file could not be stored");
                FileFault::Unavailable
            }
        })?;
        self.0.files.put(stored.sha256, FileFacts { size_bytes: stored.size, kind: kind_of(head) });
        let (sha256, owner, now) = (stored.sha256.to_string(), self.owner_name(&owner), self.0.clock.now());
        let noted = sha256.clone();
        let note = move |tx: &mut Tx<'_>| upload::note(tx, &noted, &owner, now);
        self.0.store.write(note).await.map_err(|error| {
            tracing::error!(%error, "who brought a file could not be noted");
            FileFault::Unavailable
        })?;
        Ok(StoredFile { sha256, size_bytes: stored.size })
    }

    /// A stored file as a reference of a dossier, if `owner` brought it and the component allows its kind and size.
    /// A file that somebody else brought answers like one that is not stored.
    pub(crate) async fn file_ref(
        &self,
        owner: &str,
        claim: &FileClaim,
        kinds: &[FileKind],
        max_bytes: u64,
    ) -> Result<Result<FileRef, FieldProblemKind>, ActError> {
        let Ok(id) = claim.sha256.parse::<BlobId>() else { return Ok(Err(FieldProblemKind::Malformed)) };
        let (owner, sha256) = (owner.to_owned(), id.to_string());
        if !self.0.store.read(move |tx| Ok::<_, ActError>(upload::is_known(tx, &sha256, &owner)?)).await? {
            return Ok(Err(FieldProblemKind::FileNotStored));
        }
        let facts = match self.0.files.get(id) {
            Some(facts) => facts,
            None => match self.look_at(id).await? {
                Some(facts) => facts,
                None => return Ok(Err(FieldProblemKind::FileNotStored)),
            },
        };
        if facts.size_bytes > max_bytes {
            return Ok(Err(FieldProblemKind::FileTooLarge(max_bytes)));
        }
        if !facts.kind.is_some_and(|kind| kinds.contains(&kind)) {
            return Ok(Err(FieldProblemKind::FileKind));
        }
        Ok(Ok(FileRef {
            component: claim.component.clone(),
            sha256: id.to_string(),
            name: claim.name.chars().filter(|character| !character.is_control()).take(200).collect(),
            size_bytes: i64::try_from(facts.size_bytes).unwrap_or(i64::MAX),
            origin: None,
        }))
    }

    /// What a stored file is, by asking the storage; `None` when there is none.
    async fn look_at(&self, id: BlobId) -> Result<Option<FileFacts>, ActError> {
        let size_bytes = match self.0.blobs.size(id).await {
            Ok(size) => size,
            Err(BlobError::Missing(_)) => return Ok(None),
            Err(error) => return Err(unavailable(&error)),
        };
        let head = self.0.blobs.first_bytes(id, HEAD_BYTES_STORED).await.map_err(|error| unavailable(&error))?;
        let facts = FileFacts { size_bytes, kind: kind_of(&head) };
        self.0.files.put(id, facts);
        Ok(Some(facts))
    }

    /// Clears away what uploads that a crash cut off have left behind.
    pub(crate) async fn sweep_blobs(&self) {
        match self.0.blobs.sweep(self.0.clock.now().plus_seconds(-PASSING_KEPT_SECONDS)).await {
            Ok(0) => (),
            Ok(files) => tracing::info!(files, "pieces of files that never arrived whole were cleared away"),
            Err(error) => tracing::warn!(%error, "pieces of files that never arrived whole stay behind"),
        }
    }

    /// A file of a dossier and its bytes, for a person who may see the dossier.
    pub async fn file_of_dossier(
        &self,
        person: &Person,
        code: &str,
        sha256: &str,
    ) -> Result<(FileRef, FileReader), ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let view = self.dossier(person, code.as_str()).await?;
        // What is not issued yet is for the offices that work on it.
        let unissued = view.dossier.unissued_files().filter(|_| view.is_office);
        let mut files = view.dossier.files.iter().chain(&view.dossier.result_files).chain(unissued);
        let file = files.find(|file| file.sha256 == sha256).cloned().ok_or(ActError::NotFound)?;
        let bytes = self.read_blob(&file.sha256).await?;
        Ok((file, bytes))
    }

    /// The bytes of a stored file, for whom is decided elsewhere.
    pub(crate) async fn read_blob(&self, sha256: &str) -> Result<FileReader, ActError> {
        let id: BlobId = sha256.parse().map_err(|_| ActError::fault("a stored hash is not a hash"))?;
        let bytes = self.0.blobs.get_stream(id).await.map_err(|error| unavailable(&error))?;
        Ok(bytes.map_err(std::io::Error::other).boxed())
    }
}

/// A file as a whole, of at most so many bytes.
pub(crate) async fn whole(mut bytes: FileReader, bytes_max: usize) -> Result<Vec<u8>, ActError> {
    let mut all = Vec::new();
    while let Some(part) = bytes.next().await {
        let part = part.map_err(|error| ActError::Fault(Box::new(error)))?;
        if all.len().saturating_add(part.len()) > bytes_max {
            let most = u64::try_from(bytes_max).unwrap_or(u64::MAX);
            return Err(ActError::field("file", FieldProblemKind::FileTooLarge(most)));
        }
        all.extend_from_slice(&part);
    }
    Ok(all)
}

/// The beginning of a file, and all of it as it was.
async fn with_head<S, E>(bytes: S) -> Result<(Vec<u8>, impl Stream<Item = Result<Bytes, E>> + Send), FileFault>
where
    S: Stream<Item = Result<Bytes, E>> + Send,
    E: std::fmt::Display + Send + 'static,
{
    let mut bytes = Box::pin(bytes);
    let mut parts: Vec<Bytes> = Vec::new();
    let mut seen = 0_usize;
    while seen < HEAD_BYTES {
        match bytes.next().await {
            Some(Ok(part)) => {
                seen = seen.saturating_add(part.len());
                parts.push(part);
            }
            Some(Err(_)) => return Err(FileFault::Cut),
            None => break,
        }
    }
    let head: Vec<u8> = parts.iter().flatten().copied().take(HEAD_BYTES).collect();
    Ok((head, futures_util::stream::iter(parts.into_iter().map(Ok::<_, E>)).chain(bytes)))
}

/// The kind of a file by its first bytes.
fn kind_of(head: &[u8]) -> Option<FileKind> {
    FileKind::from_media_type(infer::get(head)?.mime_type())
}

fn unavailable(error: &BlobError) -> ActError {
    tracing::error!(%error, "a file could not be read");
    ActError::Unavailable
}
