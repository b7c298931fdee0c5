//! Folders as a way to a partner: an envelope appears whole under its name or not at all.

use std::path::{Path, PathBuf};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::carry::{CarryFault, Found, Parcel, Transport};
use super::key::InstallationKey;

/// How the names of envelopes end; what ends otherwise is being written.
const ENDING: &str = "edxml";
/// Folders in the inbox into which envelopes go that were looked at.
const TAKEN: &str = "da-nhan";
const REFUSED: &str = "tu-choi";
/// Entries of the inbox that are looked at in one go.
const ENTRIES_MAX: usize = 10_000;

/// Two folders.
pub(super) struct FolderWay {
    outbox: PathBuf,
    inbox: PathBuf,
}

impl FolderWay {
    pub(super) const fn new(outbox: PathBuf, inbox: PathBuf) -> Self {
        Self { outbox, inbox }
    }
}

impl Transport for FolderWay {
    fn carry<'a>(&'a self, parcel: &'a Parcel, _: &'a InstallationKey) -> BoxFuture<'a, Result<(), CarryFault>> {
        async move {
            let done = lay_down(&self.outbox, parcel).await;
            done.map_err(|error| {
                tracing::warn!(folder = %self.outbox.display(), %error, "an envelope could not be laid down");
                CarryFault::Unreachable
            })
        }
        .boxed()
    }

    fn fetches(&self) -> bool {
        true
    }

    fn next(&self) -> BoxFuture<'_, std::io::Result<Option<Found>>> {
        async move {
            let inbox = self.inbox.clone();
            let first =
                tokio::task::spawn_blocking(move || first_of(&inbox)).await.map_err(std::io::Error::other)??;
            Ok(first.map(|file| Found { file }))
        }
        .boxed()
    }

    fn done<'a>(&'a self, found: &'a Found, taken: bool) -> BoxFuture<'a, std::io::Result<()>> {
        async move {
            let folder = self.inbox.join(if taken { TAKEN } else { REFUSED });
            tokio::fs::create_dir_all(&folder).await?;
            let name = found.file.file_name().ok_or_else(|| std::io::Error::other("a file without a name"))?;
            tokio::fs::rename(&found.file, folder.join(name)).await
        }
        .boxed()
    }
}

/// Copies under a passing name, makes sure that it is on the disk, and renames. One that lies there already is the same.
async fn lay_down(outbox: &Path, parcel: &Parcel) -> std::io::Result<()> {
    tokio::fs::create_dir_all(outbox).await?;
    let passing = outbox.join(format!("{}.part", parcel.id));
    tokio::fs::copy(&parcel.file, &passing).await?;
    tokio::fs::File::open(&passing).await?.sync_all().await?;
    tokio::fs::rename(&passing, outbox.join(format!("{}.{ENDING}", parcel.id))).await
}

/// The first envelope by name; names of ours begin with their number.
fn first_of(inbox: &Path) -> std::io::Result<Option<PathBuf>> {
    let mut first: Option<PathBuf> = None;
    let entries = match std::fs::read_dir(inbox) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    for entry in entries.take(ENTRIES_MAX) {
        let entry = entry?;
        let path = entry.path();
        let is_envelope = path.extension().is_some_and(|ending| ending == ENDING) && entry.file_type()?.is_file();
        if is_envelope && first.as_ref().is_none_or(|known| path < *known) {
            first = Some(path);
        }
    }
    Ok(first)
}
