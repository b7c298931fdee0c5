//! What was learnt of stored files. A file is named by its content, so its size and kind never change, and a paper
//! that was uploaded a moment ago need not be read again when it is handed in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::procedure::FileKind;
use store::blob::BlobId;

/// Files remembered at most.
const REMEMBERED_MAX: usize = 50_000;

/// What decides whether a file is fit for a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileFacts {
    /// Its size.
    pub(crate) size_bytes: u64,
    /// Its kind by its first bytes; `None` for one that no component allows.
    pub(crate) kind: Option<FileKind>,
}

/// Files that are known to be stored.
#[derive(Default)]
pub(crate) struct KnownFiles(Mutex<HashMap<BlobId, FileFacts>>);

impl KnownFiles {
    pub(crate) fn get(&self, id: BlobId) -> Option<FileFacts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    pub(crate) fn put(&self, id: BlobId, facts: FileFacts) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(id, facts);
    }
}
