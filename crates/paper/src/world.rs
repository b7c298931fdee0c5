//! What a template can see: fonts, the other templates, its data and its codes. Nothing of the machine.

use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::engine::Engine;

/// The identity of a file in the one folder there is; nothing for a name that leaves it.
pub(crate) fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One paper being set.
pub(crate) struct Desk<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) main: FileId,
    /// `data.json` and the pictures of codes, by their identities.
    pub(crate) own: Vec<(FileId, Bytes)>,
}

impl Desk<'_> {
    fn absent(id: FileId) -> FileError {
        match id.get().root() {
            VirtualRoot::Project => FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash())),
            VirtualRoot::Package(_) => FileError::AccessDenied,
        }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.engine.sources.get(&id).cloned().ok_or_else(|| Self::absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let own = self.own.iter().find(|(known, _)| *known == id).map(|(_, bytes)| bytes);
        own.or_else(|| self.engine.pictures.get(&id)).cloned().ok_or_else(|| Self::absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.all.get(index).cloned()
    }

    /// Time comes with the data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
