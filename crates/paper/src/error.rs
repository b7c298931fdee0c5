//! Why a paper could not be made.

use std::path::PathBuf;

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The template does not compile or fails with these data; for whoever edits templates.
    #[error("{file}:{line}:{column}: {message}")]
    Template {
        /// The template's name, such as `receipt.typ`.
        file: String,
        /// From 1; 0 when the fault has no place in a file.
        line: usize,
        /// From 1; 0 when the fault has no place in a file.
        column: usize,
        /// What the typesetter says.
        message: String,
    },
    /// More text than a paper may hold.
    #[error("{field} is larger than {limit}")]
    TooLarge {
        /// Where in the data, such as `paper.reason`.
        field: String,
        /// In characters for a text, in entries for a list.
        limit: usize,
    },
    /// An address too long for a QR code, or a dossier code with signs that a barcode lacks.
    #[error("cannot be coded as a picture: {0}")]
    Uncodable(&'static str),
    /// The sum of the amounts is beyond what money holds.
    #[error("the amounts are negative or too large to add")]
    Amount,
    /// The data could not be handed to the template.
    #[error("data: {0}")]
    Data(#[from] serde_json::Error),
    /// A template folder that cannot be read.
    #[error("{}: {source}", path.display())]
    Folder {
        /// What was being read.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A template folder with too many or too large files.
    #[error("{}: more than a folder of templates may hold", path.display())]
    FolderTooLarge {
        /// The folder, or the file in it.
        path: PathBuf,
    },
    /// A font that is no font.
    #[error("a font cannot be read")]
    Font,
}
