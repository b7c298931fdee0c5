//! The templates that ship with the product, and those that a province puts in their place.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::PaperError;

macro_rules! shipped {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../templates/", $name)))),*] };
}

const SHIPPED: [(&str, &str); 12] = shipped![
    "frame.typ",
    "receipt.typ",
    "supplement_request.typ",
    "refusal.typ",
    "apology.typ",
    "control_sheet.typ",
    "register.typ",
    "filled_form.typ",
    "decision.typ",
    "extract.typ",
    "cash_receipt.typ",
    "document.typ",
];
const FILES_MAX: usize = 64;
const FILE_BYTES_MAX: u64 = 1 << 20;
/// What a template may use besides other templates: pictures, such as an emblem.
const ENDINGS: [&str; 4] = ["typ", "svg", "png", "jpg"];

/// Files by their names; no folders.
#[derive(Debug, Clone)]
pub struct Templates {
    files: BTreeMap<String, Vec<u8>>,
}

impl Templates {
    /// The templates that ship with the product, each replaced by the file of the same name in the folder, if one is
    /// given; further files of the folder can be imported by them.
    pub fn new(folder: Option<&Path>) -> Result<Self, PaperError> {
        let mut templates = Self::shipped();
        if let Some(folder) = folder {
            templates.read(folder)?;
        }
        Ok(templates)
    }

    /// Those that ship with the product.
    #[must_use]
    pub fn shipped() -> Self {
        let files = SHIPPED.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect() }
    }

    /// Puts one file in the place of the one with the same name.
    #[must_use]
    pub fn with(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(name.to_owned(), content.into());
        self
    }

    /// Name and content of each.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, content)| (name.as_str(), content.as_slice()))
    }

    fn read(&mut self, folder: &Path) -> Result<(), PaperError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| PaperError::Folder { path, source }
        };
        let mut count = 0_usize;
        for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
            let path = entry.map_err(failed(folder))?.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if !ENDINGS.contains(&ending) {
                continue;
            }
            let about = std::fs::metadata(&path).map_err(failed(&path))?;
            if !about.is_file() {
                continue;
            }
            count = count.saturating_add(1);
            if count > FILES_MAX || about.len() > FILE_BYTES_MAX {
                return Err(PaperError::FolderTooLarge { path });
            }
            let content = std::fs::read(&path).map_err(failed(&path))?;
            self.files.insert(name.to_owned(), content);
        }
        Ok(())
    }
}
