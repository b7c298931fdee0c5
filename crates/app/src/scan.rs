//! Folders into which scanners write: a clerk of the desk takes files out of them, and a file leaves only once it is stored.
//!
//! Nobody names a file by a path: files are known by a short hash of their names, and looked for among those that are there.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use domain::access::{DeskAction, Person, may_desk};
use domain::procedure::FileKind;
use domain::time::Instant;

use crate::App;
use crate::blob::{FileFault, StoredFile, UPLOAD_BYTES_MAX};
use crate::draft::Owner;
use crate::error::ActError;
use crate::seal::sha256_hex;

/// Files of one folder that are shown, the newest.
const SHOWN_MAX: usize = 50;
/// Entries of one folder that are looked at.
const ENTRIES_MAX: usize = 5_000;
/// Digits of the hash by which a file is known.
const ID_DIGITS: usize = 24;
/// A file that was written to so many seconds ago may not be whole yet.
const SETTLED_SECONDS: i64 = 2;
/// How scanners end the names of what can be taken.
const ENDINGS: [&str; 4] = ["pdf", "jpg", "jpeg", "png"];

/// The folder of a desk's scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanFolder {
    /// The unit of the desk.
    pub unit: String,
    /// Where its scanner writes.
    pub folder: PathBuf,
}

/// A file that lies in a scanner's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// By what it is known.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// When it was written.
    pub at: Instant,
}

/// What lies in the folder of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScanView {
    /// The files, the newest first.
    pub files: Vec<Scanned>,
    /// Whether the folder could not be read.
    pub is_unreadable: bool,
}

impl App {
    /// What the scanner of a desk has written; `None` when it has none. Only for its clerks.
    pub async fn scanned(&self, person: &Person, unit: &str) -> Result<Option<ScanView>, ActError> {
        may_desk(person, DeskAction::Serve, unit, self.today())?;
        let Some(folder) = self.scan_folder(unit) else { return Ok(None) };
        let now = self.0.clock.now();
        let listed = blocking(move || Ok(list(&folder, now))).await?;
        Ok(Some(match listed {
            Ok(found) => ScanView { files: found.into_iter().map(|(_, file)| file).collect(), is_unreadable: false },
            Err(error) => {
                tracing::warn!(%error, unit, "the folder of a scanner cannot be read");
                ScanView { files: Vec::new(), is_unreadable: true }
            }
        }))
    }

    /// The name and the bytes of a scanned file, to be looked at; [`ActError::NotFound`] when it is no longer there.
    pub async fn scanned_file(&self, person: &Person, unit: &str, id: &str) -> Result<(String, Vec<u8>), ActError> {
        may_desk(person, DeskAction::Serve, unit, self.today())?;
        let (folder, id) = (self.scan_folder(unit).ok_or(ActError::NotFound)?, id.to_owned());
        let now = self.0.clock.now();
        blocking(move || {
            let (path, file) = find(&folder, &id, now)?;
            Ok((file.name, read(&path)?))
        })
        .await
    }

    /// Stores a scanned file as one that this person brought; it stays in the folder.
    pub async fn store_scanned(
        &self,
        person: &Person,
        (unit, id): (&str, &str),
        kinds: &[FileKind],
        max_bytes: u64,
    ) -> Result<Result<(String, StoredFile), FileFault>, ActError> {
        let (name, bytes) = self.scanned_file(person, unit, id).await?;
        let sent = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
        let stored = self.take_file(Owner::Person(person), kinds, max_bytes, sent).await;
        Ok(stored.map(|stored| (name, stored)))
    }

    /// Takes a file out of the folder, if it is stored and still the one that was.
    pub async fn clear_scanned(&self, person: &Person, (unit, id): (&str, &str), sha256: &str) -> Result<(), ActError> {
        may_desk(person, DeskAction::Serve, unit, self.today())?;
        if !self.has_blob(sha256).await.unwrap_or(false) {
            return Ok(());
        }
        let (folder, id) = (self.scan_folder(unit).ok_or(ActError::NotFound)?, id.to_owned());
        let (sha256, now) = (sha256.to_owned(), self.0.clock.now());
        blocking(move || {
            let (path, _) = find(&folder, &id, now)?;
            if sha256_hex(&read(&path)?) == sha256 {
                std::fs::remove_file(&path).map_err(|error| ActError::Fault(Box::new(error)))?;
            }
            Ok(())
        })
        .await
    }

    fn scan_folder(&self, unit: &str) -> Option<PathBuf> {
        self.0.scans.iter().find(|scan| scan.unit == unit).map(|scan| scan.folder.clone())
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ActError> + Send + 'static,
) -> Result<T, ActError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ActError::Fault(Box::new(error)))?
}

/// What can be taken out of a folder now, the newest first.
fn list(folder: &Path, now: Instant) -> std::io::Result<Vec<(PathBuf, Scanned)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)?.take(ENTRIES_MAX) {
        let path = entry?.path();
        // Of links nothing is followed, and what has vanished meanwhile is not there.
        let Ok(about) = std::fs::symlink_metadata(&path) else { continue };
        if let Some(file) = takeable(&path, &about, now) {
            found.push((path, file));
        }
    }
    found.sort_by(|(_, one), (_, other)| (other.at, &one.name).cmp(&(one.at, &other.name)));
    found.truncate(SHOWN_MAX);
    Ok(found)
}

fn takeable(path: &Path, about: &Metadata, now: Instant) -> Option<Scanned> {
    let name = path.file_name()?.to_str()?;
    let ending = path.extension()?.to_str()?.to_lowercase();
    let at = instant(about.modified().ok()?);
    // What seems to come from the future was written before a clock was set back.
    let is_settled = at > now || at.plus_seconds(SETTLED_SECONDS) <= now;
    let size_bytes = about.len();
    let fits = about.is_file()
        && !name.starts_with('.')
        && ENDINGS.contains(&ending.as_str())
        && (1..=UPLOAD_BYTES_MAX).contains(&size_bytes);
    let id: String = sha256_hex(name.as_bytes()).chars().take(ID_DIGITS).collect();
    (fits && is_settled).then(|| Scanned { id, name: name.to_owned(), size_bytes, at })
}

fn instant(time: SystemTime) -> Instant {
    let micros = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
    Instant(i64::try_from(micros).unwrap_or(i64::MAX))
}

fn find(folder: &Path, id: &str, now: Instant) -> Result<(PathBuf, Scanned), ActError> {
    let listed = list(folder, now).map_err(|error| {
        tracing::warn!(%error, "the folder of a scanner cannot be read");
        ActError::Unavailable
    })?;
    listed.into_iter().find(|(_, file)| file.id == id).ok_or(ActError::NotFound)
}

/// The bytes of a file that was looked at before; never more than may be taken in.
fn read(path: &Path) -> Result<Vec<u8>, ActError> {
    use std::io::Read as _;
    let gone = |_| ActError::NotFound;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(gone)?;
    file.take(UPLOAD_BYTES_MAX).read_to_end(&mut bytes).map_err(gone)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Files of the tests are a minute old.
    fn in_a_minute(path: &Path) -> Instant {
        instant(fs::metadata(path).unwrap().modified().unwrap()).plus_seconds(60)
    }

    #[test]
    fn only_settled_files_of_known_endings_are_there_and_no_links() {
        let folder = tempfile::tempdir().unwrap();
        let beside = tempfile::tempdir().unwrap();
        fs::write(beside.path().join("secret.pdf"), b"%PDF").unwrap();
        for name in ["a.pdf", "B.JPG", ".hidden.pdf", "note.txt", "empty.pdf"] {
            let path = folder.path().join(name);
            fs::write(&path, if name == "empty.pdf" { b"".as_slice() } else { b"%PDF" }).unwrap();
        }
        fs::create_dir(folder.path().join("folder.pdf")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(beside.path().join("secret.pdf"), folder.path().join("link.pdf")).unwrap();
        let at = |now| list(folder.path(), now).unwrap().into_iter().map(|(_, file)| file.name).collect::<Vec<_>>();
        let now = in_a_minute(&folder.path().join("a.pdf"));
        let mut names = at(now);
        names.sort();
        assert_eq!(names, ["B.JPG", "a.pdf"]);
        assert!(at(now.plus_seconds(-59)).is_empty(), "the scanner may still be writing");
    }

    #[test]
    fn a_file_is_found_by_its_hash_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, b"%PDF-1").unwrap();
        let now = in_a_minute(&path);
        let id = list(folder.path(), now).unwrap().remove(0).1.id;
        assert_eq!(find(folder.path(), &id, now).unwrap().0, path);
        for id in ["a.pdf", "../a.pdf", "", "/etc/passwd", "0"] {
            assert!(matches!(find(folder.path(), id, now), Err(ActError::NotFound)), "{id}");
        }
        assert!(matches!(find(&folder.path().join("none"), &id, now), Err(ActError::Unavailable)));
    }
}
