//! Files by their content: the name of a blob is the SHA-256 of its bytes, on a local folder or on S3.
//!
//! A blob is visible only whole and only when its bytes hash to its name. What is cut off, too large or other than
//! announced leaves nothing behind. On a local folder the bytes and their folder are synced before success is told.

use std::fmt;
use std::path::Path as FilePath;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

/// Bytes held in memory for one upload, also the size of a part on S3.
const PART_BYTES: usize = 5 * 1024 * 1024;

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
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Keeps blobs under a folder, which is made when it is missing.
    pub fn in_folder(folder: &FilePath) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder).map_err(|error| BlobError::Storage(Box::new(error)))?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(false);
        Ok(Self(Arc::new(files)))
    }

    /// Keeps blobs in `s3://bucket/prefix`; region, endpoint and keys come from the environment (`AWS_…`).
    #[cfg(feature = "s3")]
    pub fn in_bucket(url: &str) -> Result<Self, BlobError> {
        let place = url.strip_prefix("s3://").ok_or_else(|| BlobError::Storage("use s3://bucket/prefix".into()))?;
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let objects = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
        Ok(Self(Arc::new(object_store::prefix::PrefixStore::new(objects, prefix))))
    }

    /// Stores a stream of bytes if there are at most `max_bytes` and they hash to `announced`.
    ///
    /// Without an announced name the bytes wait under a passing one until their hash is known.
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
        let target = announced.map_or_else(passing_name, |id| Ok(id.path()))?;
        let mut upload = WriteMultipart::new_with_chunk_size(self.0.put_multipart(&target).await?, PART_BYTES);
        let received = match receive(&mut upload, bytes, max_bytes).await {
            Ok(received) if announced.is_some_and(|announced| announced != received.sha256) => {
                Err(BlobError::HashMismatch { found: received.sha256 })
            }
            received => received,
        };
        let received = match received {
            Ok(received) => received,
            Err(refusal) => {
                if let Err(error) = upload.abort().await {
                    tracing::warn!(%error, "a refused upload was not cleared away");
                }
                return Err(refusal);
            }
        };
        upload.finish().await?;
        if announced.is_none() {
            self.0.rename(&target, &received.sha256.path()).await?;
        }
        Ok(received)
    }

    /// Stores bytes that are in memory already.
    pub async fn put_bytes(&self, bytes: Bytes) -> Result<BlobInfo, BlobError> {
        let info = BlobInfo { sha256: BlobId::of(&bytes), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) };
        self.0.put(&info.sha256.path(), bytes.into()).await?;
        Ok(info)
    }

    /// The bytes of a blob, part by part.
    pub async fn get_stream(&self, id: BlobId) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
        let found = self.0.get(&id.path()).await.map_err(|error| missing_or_failed(id, error))?;
        Ok(found.into_stream().map(|part| part.map_err(BlobError::from)).boxed())
    }

    /// All bytes of a small blob.
    pub async fn get_bytes(&self, id: BlobId) -> Result<Bytes, BlobError> {
        let found = self.0.get(&id.path()).await.map_err(|error| missing_or_failed(id, error))?;
        Ok(found.bytes().await?)
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
        Ok(self.0.head(&id.path()).await.map_err(|error| missing_or_failed(id, error))?.size)
    }
}

/// Writes the stream into the upload, hashing on the way.
async fn receive<S, E>(upload: &mut WriteMultipart, bytes: S, max_bytes: u64) -> Result<BlobInfo, BlobError>
where
    S: Stream<Item = Result<Bytes, E>> + Send,
    E: fmt::Display,
{
    let mut bytes = std::pin::pin!(bytes);
    let mut hash = Sha256::new();
    let mut size = 0_u64;
    while let Some(part) = bytes.next().await {
        let part = part.map_err(|error| BlobError::Cut(error.to_string()))?;
        size = size.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
        if size > max_bytes {
            return Err(BlobError::TooLarge { max_bytes });
        }
        hash.update(&part);
        upload.wait_for_capacity(1).await?;
        upload.put(part);
    }
    Ok(BlobInfo { sha256: BlobId(hash.finalize().into()), size })
}

/// A name for bytes whose hash is not known yet.
fn passing_name() -> Result<Path, BlobError> {
    let number = getrandom::u64().map_err(|error| BlobError::Storage(Box::new(error)))?;
    Ok(Path::from_iter(["incoming", &format!("{number:016x}")]))
}

fn missing_or_failed(id: BlobId, error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { .. } => BlobError::Missing(id),
        other => other.into(),
    }
}
