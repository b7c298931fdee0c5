//! Files by their content: the name of a blob is the SHA-256 of its bytes, on a local folder or on S3.
//!
//! A blob is visible only whole and only when its bytes hash to its name. What is cut off, too large or other than
//! announced leaves nothing behind. On a local folder the bytes and their folder are synced before success is told.

use std::fmt;
use std::path::Path as FilePath;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use domain::time::Instant;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use sha2::{Digest, Sha256};

/// Bytes held in memory for one upload, also the size of a part on S3.
const PART_BYTES: usize = 5 * 1024 * 1024;
/// The folder of passing names.
const INCOMING: &str = "incoming";

/// The SHA-256 of a blob's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub [u8; 32]);

/// Text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a blob's name is 64 lower-case hexadecimal digits")]
pub struct NotABlobId;

impl BlobId {
    /// The name that these bytes have.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    fn path(self) -> Path {
        let name = self.to_string();
        Path::from_iter([name.get(..2).unwrap_or_default(), &name])
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&crate::hex(&self.0))
    }
}

impl FromStr for BlobId {
    type Err = NotABlobId;

    fn from_str(text: &str) -> Result<Self, NotABlobId> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' | b'a'..=b'f' => char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()),
            _ => None,
        };
        let bytes = text.as_bytes().chunks(2).map(|pair| match *pair {
            [high, low] => Some((digit(high)? << 4) | digit(low)?),
            _ => None,
        });
        let bytes: Option<Vec<u8>> = bytes.collect();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NotABlobId)
    }
}

/// What is known of a stored blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobInfo {
    /// Its name.
    pub sha256: BlobId,
    /// Its length in bytes.
    pub size: u64,
}

/// Why a blob was not stored or cannot be read. Nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The bytes hash to another name than was announced.
    #[error("the bytes hash to {found}, not to the announced name")]
    HashMismatch {
        /// What they hash to.
        found: BlobId,
    },
    /// More bytes than are allowed.
    #[error("more than {max_bytes} bytes")]
    TooLarge {
        /// How many are allowed.
        max_bytes: u64,
    },
    /// The sender stopped before the end.
    #[error("the bytes stopped before their end: {0}")]
    Cut(String),
    /// There is no blob of this name.
    #[error("there is no blob {0}")]
    Missing(BlobId),
    /// The folder or the object storage failed.
    #[error("the blob storage failed")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<object_store::Error> for BlobError {
    fn from(error: object_store::Error) -> Self {
        Self::Storage(Box::new(error))
    }
}

/// Where blobs are kept. A clone is another handle to the same.
#[derive(Debug, Clone)]
pub struct Blobs {
    objects: Arc<dyn ObjectStore>,
    /// On a bucket there is none.
    folder: Option<Arc<FilePath>>,
}

impl Blobs {
    /// Keeps blobs under a folder, which is made when it is missing.
    pub fn in_folder(folder: &FilePath) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder).map_err(storage)?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(false);
        Ok(Self { objects: Arc::new(files), folder: Some(folder.into()) })
    }

    /// Keeps blobs in a bucket, which must exist.
    #[cfg(feature = "s3")]
    pub fn in_bucket(bucket: &crate::bucket::Bucket) -> Result<Self, BlobError> {
        Ok(Self { objects: Arc::new(bucket.open()?), folder: None })
    }

    /// Stores a stream of bytes if there are at most `max_bytes` and they hash to `announced`.
    ///
    /// What fits into one part is held back until its hash is known; more of it waits under a passing name.
    pub async fn put_stream<S, E>(
        &self,
        announced: Option<BlobId>,
        bytes: S,
        max_bytes: u64,
    ) -> Result<BlobInfo, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: fmt::Display,
    {
        let mut source = Source { bytes: Box::pin(bytes), hash: Sha256::new(), size: 0, max_bytes };
        let (mut first, mut held) = (Vec::new(), 0_usize);
        while held < PART_BYTES {
            let Some(part) = source.next().await? else {
                let info = source.end(announced)?;
                self.put_whole(info.sha256, first.into_iter().collect()).await?;
                return Ok(info);
            };
            held = held.saturating_add(part.len());
            first.push(part);
        }
        let passing = passing_name()?;
        let mut upload = WriteMultipart::new_with_chunk_size(self.objects.put_multipart(&passing).await?, PART_BYTES);
        for part in first {
            upload.put(part);
        }
        match source.pour(&mut upload, announced).await {
            Ok(info) => {
                upload.finish().await?;
                self.objects.rename(&passing, &info.sha256.path()).await?;
                Ok(info)
            }
            Err(refusal) => {
                if let Err(error) = upload.abort().await {
                    tracing::warn!(%error, "a refused upload was not cleared away");
                }
                Err(refusal)
            }
        }
    }

    /// Stores bytes that are in memory already.
    pub async fn put_bytes(&self, bytes: Bytes) -> Result<BlobInfo, BlobError> {
        let info = BlobInfo { sha256: BlobId::of(&bytes), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) };
        self.put_whole(info.sha256, bytes.into()).await?;
        Ok(info)
    }

    /// On a bucket one request stores it whole or not at all. On a folder a crash may leave a piece, which must lie
    /// where [`Blobs::sweep`] looks.
    async fn put_whole(&self, id: BlobId, bytes: PutPayload) -> Result<(), BlobError> {
        if self.folder.is_none() {
            self.objects.put(&id.path(), bytes).await?;
            return Ok(());
        }
        let passing = passing_name()?;
        self.objects.put(&passing, bytes).await?;
        Ok(self.objects.rename(&passing, &id.path()).await?)
    }

    /// Removes what uploads that a crash cut off have left before `before`; answers how many.
    ///
    /// Parts of an unfinished upload to a bucket are not objects yet: a rule of the bucket has to end those.
    pub async fn sweep(&self, before: Instant) -> Result<u64, BlobError> {
        if let Some(folder) = &self.folder {
            let folder = folder.join(INCOMING);
            let swept = tokio::task::spawn_blocking(move || sweep_folder(&folder, before)).await;
            return swept.map_err(storage)?.map_err(storage);
        }
        let incoming = Path::from(INCOMING);
        let mut objects = self.objects.list(Some(&incoming));
        let mut removed = 0_u64;
        while let Some(object) = objects.next().await.transpose()? {
            if object.last_modified.timestamp_micros() < before.0 {
                self.objects.delete(&object.location).await?;
                removed = removed.saturating_add(1);
            }
        }
        Ok(removed)
    }

    /// The bytes of a blob, part by part.
    pub async fn get_stream(&self, id: BlobId) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
        let found = self.objects.get(&id.path()).await.map_err(|error| missing_or_failed(id, error))?;
        Ok(found.into_stream().map(|part| part.map_err(BlobError::from)).boxed())
    }

    /// All bytes of a small blob.
    pub async fn get_bytes(&self, id: BlobId) -> Result<Bytes, BlobError> {
        let found = self.objects.get(&id.path()).await.map_err(|error| missing_or_failed(id, error))?;
        Ok(found.bytes().await?)
    }

    /// The first `count` bytes of a blob, or all of a shorter one, without fetching the rest.
    pub async fn first_bytes(&self, id: BlobId, count: u64) -> Result<Bytes, BlobError> {
        let size = self.size(id).await?;
        if size.min(count) == 0 {
            return Ok(Bytes::new());
        }
        let read = self.objects.get_range(&id.path(), 0..size.min(count)).await;
        read.map_err(|error| missing_or_failed(id, error))
    }

    /// Whether there is a blob of this name.
    pub async fn exists(&self, id: BlobId) -> Result<bool, BlobError> {
        match self.size(id).await {
            Ok(_) => Ok(true),
            Err(BlobError::Missing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The length of a blob in bytes.
    pub async fn size(&self, id: BlobId) -> Result<u64, BlobError> {
        Ok(self.objects.head(&id.path()).await.map_err(|error| missing_or_failed(id, error))?.size)
    }
}

/// Bytes that arrive, hashed and counted on the way.
struct Source<S> {
    bytes: Pin<Box<S>>,
    hash: Sha256,
    size: u64,
    max_bytes: u64,
}

impl<S, E> Source<S>
where
    S: Stream<Item = Result<Bytes, E>> + Send,
    E: fmt::Display,
{
    async fn next(&mut self) -> Result<Option<Bytes>, BlobError> {
        let Some(part) = self.bytes.next().await else { return Ok(None) };
        let part = part.map_err(|error| BlobError::Cut(error.to_string()))?;
        self.size = self.size.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
        if self.size > self.max_bytes {
            return Err(BlobError::TooLarge { max_bytes: self.max_bytes });
        }
        self.hash.update(&part);
        Ok(Some(part))
    }

    /// Hands all that still comes to the upload.
    async fn pour(mut self, upload: &mut WriteMultipart, announced: Option<BlobId>) -> Result<BlobInfo, BlobError> {
        while let Some(part) = self.next().await? {
            upload.wait_for_capacity(1).await?;
            upload.put(part);
        }
        self.end(announced)
    }

    /// What came, if it is what was announced.
    fn end(self, announced: Option<BlobId>) -> Result<BlobInfo, BlobError> {
        let sha256 = BlobId(self.hash.finalize().into());
        if announced.is_some_and(|announced| announced != sha256) {
            return Err(BlobError::HashMismatch { found: sha256 });
        }
        Ok(BlobInfo { sha256, size: self.size })
    }
}

/// Removes the files of a folder that nobody has written to since `before`.
fn sweep_folder(folder: &FilePath, before: Instant) -> std::io::Result<u64> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut removed = 0_u64;
    for entry in entries {
        let entry = entry?;
        let written = match entry.metadata() {
            Ok(about) => about.modified()?,
            // Its upload has just ended.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let since_1970 = written.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_micros());
        if i64::try_from(since_1970).is_ok_and(|written| written < before.0) {
            match std::fs::remove_file(entry.path()) {
                Ok(()) => removed = removed.saturating_add(1),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => (),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(removed)
}

/// A name for bytes whose hash is not known yet.
fn passing_name() -> Result<Path, BlobError> {
    let number = getrandom::u64().map_err(storage)?;
    Ok(Path::from_iter([INCOMING, &format!("{number:016x}")]))
}

fn storage(error: impl std::error::Error + Send + Sync + 'static) -> BlobError {
    BlobError::Storage(Box::new(error))
}

fn missing_or_failed(id: BlobId, error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { .. } => BlobError::Missing(id),
        other => other.into(),
    }
}
